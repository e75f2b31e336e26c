"""Conventions and warnings of a cash flow, as rows of the register."""

from __future__ import annotations

from typing import TYPE_CHECKING

from equipment_catalog.messages import message
from equipment_catalog.notes import Note

if TYPE_CHECKING:
    from equipment_catalog.messages import Message
    from project_finance.tax import TaxFlow


FORMS = {
    "linear": message("The plant loses the same part of its first output each year"),
    "compound": message("The plant loses the same part of the year before each year"),
}


def cash_flow_notes(
    degradation: str, *, vat_paid: float, renews: bool, tax: TaxFlow | None
) -> tuple[Note, ...]:
    """Return the conventions of a cash flow for the register.

    Parameters
    ----------
    degradation
        Form of the plant's degradation, linear or compound.
    vat_paid
        Value-added tax that nobody gives back [money].
    renews
        Whether equipment is renewed within the horizon.
    tax
        The assessment, whose own notes follow; None where no tax was reckoned.

    Examples
    --------
    >>> notes = cash_flow_notes("linear", vat_paid=0.0, renews=False, tax=None)
    >>> str(notes[-1].what)
    'No income tax is reckoned'
    """
    notes = [*_always(degradation)]
    if tax is None:
        notes.append(_no_tax())
    if renews and tax is not None:
        notes.append(_renewal())
    if vat_paid > 0:
        notes.append(_vat(vat_paid))
    return (*notes, *(tax.notes if tax else ()))


def _always(degradation: str) -> tuple[Note, ...]:
    """Return the conventions of every cash flow."""
    return (
        Note(
            what=message("Money is nominal: savings grow with the tariff, costs with inflation"),
            value=None,
            source=_convention(),
            effect=message("rates of return and the discount rate include inflation"),
        ),
        Note(
            what=message("Salvage value and cost of removal at the horizon"),
            value=0.0,
            source=_convention(),
            effect=message("what the plant is still worth, or costs to remove, is left out"),
        ),
        Note(
            what=FORMS[degradation],
            value=None,
            source=_convention(),
            effect=message("lowers the plant's energy and its savings year by year"),
        ),
    )


def _no_tax() -> Note:
    """Return the warning that tax is left out."""
    return Note(
        what=message("No income tax is reckoned"),
        value=None,
        source=message("no tax rules were given"),
        effect=message("figures after tax equal those before tax"),
        kind="warning",
    )


def _renewal() -> Note:
    """Return how renewed equipment is taxed."""
    return Note(
        what=message("Renewed equipment is an expense of its year, not a new asset"),
        value=None,
        source=_convention(),
        effect=message("its tax relief comes at once instead of over several years"),
    )


def _vat(vat_paid: float) -> Note:
    """Return that value-added tax stays with the project."""
    return Note(
        what=message("Value-added tax on the investment is paid and not recovered"),
        value=message("{paid:,.0f}", paid=vat_paid),
        source=_convention(),
        effect=message("raises the outlay; it is depreciated with the equipment, not credited"),
    )


def _convention() -> Message:
    """Return the source of what is merely agreed."""
    return message("convention of the cash flow")
