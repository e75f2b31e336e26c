"""What is wrong between the keys of a loan, or of shared savings, and beside those of the study."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

from equipment_catalog.errors import Problem
from equipment_catalog.messages import message

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mine_study.yaml_places import Place

NO_LOAN: Final = "none"
OF_A_LOAN = (
    "rate",
    "years",
    "loan_fraction",
    "loan_amount",
    "currency",
    "dscr_target",
    "covenant_dscr",
    "equity_discount_rate",
)
"""Keys that only a person gives."""
CHANGED: Final[Mapping[str, object]] = {
    "grace_years": 0,
    "grace_interest": "paid",
    "gearing_cap": 1.0,
    "reserve_months": 0,
}
"""Keys with a default, which only a loan changes."""
OF_A_CONTRACT = ("contract_years", "esco_discount_rate")
CHANGED_BY_A_CONTRACT: Final[Mapping[str, object]] = {
    "esco_outlay_share": 1.0,
    "esco_runs_plant": True,
    "transfer_price": 0,
}
DOLLAR = "USD"


def debt_faults(merged: Mapping[str, Any]) -> Iterator[tuple[Place, Problem]]:
    """Yield each fault of the plain keys of a loan and of shared savings with its place.

    A key of the wrong kind is left to the model of the study.

    Parameters
    ----------
    merged
        Plain keys of the study, defaults filled in.

    Examples
    --------
    >>> study = {"debt": {"kind": "annuity", "rate": 0.12, "years": 7}}
    >>> [str(fault.what) for _, fault in debt_faults(study)]
    ['a loan without a size']
    """
    debt, esco = _section(merged, "debt"), _section(merged, "esco")
    last = _last_year(_section(merged, "finance"))
    kind = debt.get("kind")
    if kind is None and _asks(debt, OF_A_LOAN, CHANGED):
        what = message("a loan without debt.kind")
        allowed = message(
            "annuity, equal_principal, bullet or sculpted; none for a study without the loan"
        )
        yield ("debt", "kind"), Problem(what=what, allowed=allowed)
    if kind not in (None, NO_LOAN):
        yield from _incomplete(debt)
        yield from _size(debt)
        yield from _too_long(("debt", "years"), debt.get("years"), last)
        yield from _grace(debt)
        yield from _currency(debt, _section(merged, "study").get("currency"))
    yield from _contract(esco)
    yield from _too_long(("esco", "contract_years"), esco.get("contract_years"), last)


def _asks(keys: Mapping[str, Any], given: Sequence[str], changed: Mapping[str, object]) -> bool:
    """Return whether a section says more than its defaults."""
    return any(keys.get(key) is not None for key in given) or any(
        keys.get(key) not in (None, plain) for key, plain in changed.items()
    )


def _section(merged: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    section = merged.get(name)
    return section if isinstance(section, Mapping) else {}


def _incomplete(debt: Mapping[str, Any]) -> Iterator[tuple[Place, Problem]]:
    if debt.get("rate") is None:
        allowed = message("the lender's effective interest of a year, as 0.12 for 12 %")
        yield (
            ("debt", "rate"),
            Problem(what=message("a loan without debt.rate"), allowed=allowed),
        )
    if debt.get("years") is None:
        allowed = message("the years until the last payment")
        yield (
            ("debt", "years"),
            Problem(what=message("a loan without debt.years"), allowed=allowed),
        )
    if debt.get("kind") == "sculpted" and debt.get("dscr_target") is None:
        what = message("a sculpted loan without debt.dscr_target")
        allowed = message("the cover to which the loan is sculpted, for example 1.3")
        yield ("debt", "dscr_target"), Problem(what=what, allowed=allowed)


def _size(debt: Mapping[str, Any]) -> Iterator[tuple[Place, Problem]]:
    fraction, amount = debt.get("loan_fraction"), debt.get("loan_amount")
    allowed = message("debt.loan_fraction or debt.loan_amount; a sculpted loan may have neither")
    if fraction is not None and amount is not None:
        what = message("debt.loan_amount stands beside debt.loan_fraction")
        yield ("debt", "loan_amount"), Problem(what=what, allowed=allowed)
    if fraction is None and amount is None and debt.get("kind") != "sculpted":
        what = message("a loan without a size")
        yield ("debt", "loan_fraction"), Problem(what=what, allowed=allowed)


def _last_year(finance: Mapping[str, Any]) -> float:
    """Return the last year of the cash flow: that of the horizon, or of the mine's closing."""
    ends = (finance.get("horizon_years"), finance.get("mine_closes_after_years"))
    return min((end for end in ends if isinstance(end, int)), default=math.inf)


def _too_long(place: Place, years: object, last: float) -> Iterator[tuple[Place, Problem]]:
    if isinstance(years, int) and years > last:
        what = message("{years:d} years outlive the cash flow", years=years)
        allowed = message(
            "at most {years} years, finance.horizon_years or finance.mine_closes_after_years",
            years=last,
        )
        yield place, Problem(what=what, allowed=allowed)


def _grace(debt: Mapping[str, Any]) -> Iterator[tuple[Place, Problem]]:
    grace, years = debt.get("grace_years"), debt.get("years")
    if isinstance(grace, int) and isinstance(years, int) and grace >= years:
        what = message("a grace of {grace:d} years leaves no year to repay in", grace=grace)
        allowed = message("less than debt.years")
        yield ("debt", "grace_years"), Problem(what=what, allowed=allowed)
    if grace == 0 and debt.get("grace_interest") == "capitalised":
        what = message("debt.grace_interest has no effect without debt.grace_years")
        allowed = message("at least one year of grace, or paid")
        yield ("debt", "grace_interest"), Problem(what=what, allowed=allowed)


def _currency(debt: Mapping[str, Any], own: object) -> Iterator[tuple[Place, Problem]]:
    currency = debt.get("currency")
    if isinstance(currency, str) and currency not in (own, DOLLAR):
        what = message("no path of the currency {currency!r} is known", currency=currency)
        allowed = message("{own} or USD", own=str(own))
        yield ("debt", "currency"), Problem(what=what, allowed=allowed)


def _contract(esco: Mapping[str, Any]) -> Iterator[tuple[Place, Problem]]:
    given = {key for key in OF_A_CONTRACT if esco.get(key) is not None}
    if esco.get("esco_share") is None:
        if _asks(esco, OF_A_CONTRACT, CHANGED_BY_A_CONTRACT):
            what = message("shared savings without esco.esco_share")
            allowed = message("the part of the savings that the mine pays on, from 0 to 1")
            yield ("esco", "esco_share"), Problem(what=what, allowed=allowed)
        return
    if "contract_years" not in given:
        what = message("shared savings without esco.contract_years")
        allowed = message("the years in which savings are shared")
        yield ("esco", "contract_years"), Problem(what=what, allowed=allowed)
    if "esco_discount_rate" not in given:
        what = message("shared savings without esco.esco_discount_rate")
        allowed = message("the company's nominal rate before tax, as 0.15 for 15 %")
        yield ("esco", "esco_discount_rate"), Problem(what=what, allowed=allowed)
