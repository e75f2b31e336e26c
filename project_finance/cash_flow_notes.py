"""Conventions and warnings of a cash flow, as rows of the register."""

from __future__ import annotations

from typing import TYPE_CHECKING

from equipment_catalog.messages import message
from equipment_catalog.notes import Note
from project_finance.timeline.months import MONTHS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from equipment_catalog.messages import Message
    from project_finance.project import Project
    from project_finance.tax import TaxFlow


ROUNDING = 1e-9
"""Of a grant that pays all [fraction]."""
FORMS = {
    "linear": message("The plant loses the same part of its first output each year"),
    "compound": message("The plant loses the same part of the year before each year"),
}


def cash_flow_notes(project: Project, *, tax: TaxFlow | None) -> tuple[Note, ...]:
    """Return the conventions of a cash flow for the register.

    Parameters
    ----------
    project
        What the cash flow is made of.
    tax
        The assessment, whose own notes follow; None where no tax was reckoned.

    Examples
    --------
    >>> from project_finance.project import Project
    >>> project = Project(capex=100.0, discount_rate=0.10, tariff_escalation_fraction=0.0,
    ...     inflation_fraction=0.0, degradation_fraction_per_year=0.0)
    >>> str(cash_flow_notes(project, tax=None)[-1].what)
    'No income tax is reckoned'
    """
    notes = [*_always(), *_end(project), *_output(project)]
    if tax is None:
        notes.append(_no_tax())
    if any(project.replacements.values()) and tax is not None:
        notes.append(_renewal())
    if project.vat_paid > 0:
        notes.append(_vat(project.vat_paid))
    notes += _others_money(project)
    return (*notes, *(tax.notes if tax else ()))


def _always() -> tuple[Note, ...]:
    """Return the convention of every cash flow."""
    return (
        Note(
            what=message("Money is nominal: savings grow with the tariff, costs with inflation"),
            value=None,
            source=_convention(),
            effect=message("rates of return and the discount rate include inflation"),
        ),
    )


def _end(project: Project) -> Iterator[Note]:
    """Yield how the flow ends."""
    if project.years < project.horizon_years:
        yield Note(
            what=message("The mine closes before the horizon"),
            value=message("after {years:d} years", years=project.years),
            source=message("closing year of the study"),
            effect=message("savings, income and costs end then; nothing is renewed in that year"),
        )
    if project.salvage or project.dismantling:
        yield Note(
            what=message("Salvage value and cost of removal at the end, in money of year 1"),
            value=message(
                "{salvage:,.0f} and {dismantling:,.0f}",
                salvage=project.salvage,
                dismantling=project.dismantling,
            ),
            source=_convention(),
            effect=message("grown with inflation; taxed as far as it exceeds the book value"),
        )
        return
    yield Note(
        what=message("Salvage value and cost of removal at the horizon"),
        value=0.0,
        source=_convention(),
        effect=message("what the plant is still worth, or costs to remove, is left out"),
    )


def _output(project: Project) -> Iterator[Note]:
    """Yield how the plant ages and when it begins."""
    yield Note(
        what=FORMS[project.degradation],
        value=None,
        source=_convention(),
        effect=message("lowers the plant's energy and its savings year by year"),
    )
    if project.plant_delay_years > 0:
        yield Note(
            what=message("The plant is paid at once and works only after its permits"),
            value=message("{months:g} months", months=MONTHS * project.plant_delay_years),
            source=_convention(),
            effect=message(
                "no energy until then; its depreciation and the whole special deduction wait for it"
            ),
        )


def _others_money(project: Project) -> Iterator[Note]:
    """Yield what others give or give back, and what dollars do to renewals."""
    if project.grants:
        yield Note(
            what=message("A grant pays part of the outlay"),
            value=message("{given:,.0f}", given=sum(grant.amount for grant in project.grants)),
            source=_convention(),
            effect=message(
                "it is not taxed, but what it pays is neither depreciated nor deducted: to be "
                "confirmed by the mine's accountant"
            ),
            kind="warning",
        )
    yield from _too_much_given(project)
    if project.vat_recovered > 0:
        yield Note(
            what=message("Value-added tax is advanced and given back"),
            value=message(
                "{paid:,.0f} after {months:d} months",
                paid=project.vat_recovered,
                months=project.vat_return_months,
            ),
            source=_convention(),
            effect=message("costs the interest of the time between, nothing else"),
        )
    if project.usd_rate_growth_fraction is not None and project.foreign_fraction > 0:
        yield Note(
            what=message("Renewals priced in dollars follow the exchange rate"),
            value=message(
                "{share:.0%} of them, {growth:.1%} a year",
                share=project.foreign_fraction,
                growth=project.usd_rate_growth_fraction,
            ),
            source=_convention(),
            effect=message("their price in dollars is taken to stand still"),
        )


def _too_much_given(project: Project) -> Iterator[Note]:
    """Yield the warning that grants are more than what is spent."""
    given = sum(grant.amount for grant in project.grants)
    spent = project.capex + project.vat_paid
    if given <= spent * (1 + ROUNDING):
        return
    yield Note(
        what=message("The grant is more than the whole outlay"),
        value=message("{given:,.0f} against {spent:,.0f}", given=given, spent=spent),
        source=message("the grant as it was given"),
        effect=message(
            "what is left over is counted as a gain without tax; payback and cost of energy "
            "say nothing of the plan"
        ),
        kind="warning",
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
