"""What a lender and an owner read of a loan, as formulas over its yearly table."""

from __future__ import annotations

from typing import TYPE_CHECKING

from equipment_catalog.messages import message
from mine_study.reports.workbook.flow_results import NOTHING, FlowResult, or_dash
from mine_study.reports.workbook.rate_search import rate_of_return

if TYPE_CHECKING:
    from collections.abc import Iterator

    from equipment_catalog.messages import Message
    from project_finance.debt.cover import Cover
    from project_finance.debt.equity import EquityFigures
    from project_finance.debt.plan import DebtPlan

OUTLAY = "-INDEX([net_before_tax:],1)"
ASKED = (
    f"IF(ISNUMBER(loan_asked),loan_asked,IF(ISNUMBER(loan_share),loan_share,gearing_cap)*{OUTLAY})"
)
COVERED = "IF(OR(MAX([need:])=0,MAX([need:])>=1E+99),0,1/(MAX([need:])*cover_target))"
OWES = "COUNT([dscr:])>0"
HAS_OUTLAY = "INDEX([{flow}:],1)<0"
WORTH = (
    "IF(INDEX([owed:],2)>0,SUMPRODUCT([cash:]*([year:]>0){within},(1+loan_local_rate)^(-[year:]))"
    f"/INDEX([owed:],2),{NOTHING})"
)


def loan_results(debt: DebtPlan) -> list[FlowResult]:
    """Return the figures of a loan; one that does not exist is a dash.

    Parameters
    ----------
    debt
        The loan.
    """
    owner = debt.equity
    return [_amount(debt), *_covers(debt.cover), *_owner_worths(owner), *_owner_rates(owner)]


def _amount(debt: DebtPlan) -> FlowResult:
    return FlowResult(
        name="loan_amount",
        label=message("loan, drawn in year 0"),
        formula=f"MIN({ASKED},gearing_cap*{OUTLAY},IF(ISNUMBER(cover_target),{COVERED},{ASKED}))",
        value=debt.amount,
        kind="money",
    )


def _covers(cover: Cover) -> Iterator[FlowResult]:
    yield _ratio(
        "dscr_least",
        message("least cover of a year (DSCR)"),
        cover.dscr_min,
        f"IF({OWES},MIN([dscr:]),{NOTHING})",
    )
    yield _ratio(
        "dscr_mean",
        message("mean cover (DSCR)"),
        cover.dscr_average,
        f"IF({OWES},AVERAGE([dscr:]),{NOTHING})",
    )
    yield _ratio(
        "llcr",
        message("cover over the life of the loan (LLCR), at its rate"),
        cover.llcr,
        WORTH.format(within="*([year:]<=loan_years)"),
    )
    yield _ratio(
        "plcr",
        message("cover over the life of the project (PLCR), at the loan's rate"),
        cover.plcr,
        WORTH.format(within=""),
    )
    yield _count(
        "below_covenant", message("years below the agreed cover"), cover.years_below_covenant
    )
    yield _count(
        "below_one",
        message("years in which the cash does not pay the debt service"),
        cover.years_below_one,
    )


def _count(column: str, label: Message, years: tuple[int, ...]) -> FlowResult:
    """Return how many years a column marks."""
    return FlowResult(
        name=f"years_{column}",
        label=label,
        formula=f"SUM([{column}:])",
        value=len(years),
        kind="year",
    )


def _ratio(name: str, label: Message, value: float | None, formula: str) -> FlowResult:
    return FlowResult(
        name=name, label=label, formula=formula, value=or_dash(value), kind="thousandth"
    )


def _owner_worths(owner: EquityFigures) -> Iterator[FlowResult]:
    yield FlowResult(
        name="owner_outlay",
        label=message("own money of year 0, reserve included"),
        formula="-INDEX([owner_after:],1)",
        value=owner.outlay,
        kind="money",
    )
    yield _worth(
        "owner_npv",
        message("the owner's net present value after tax, with the loan"),
        owner.npv_after_tax,
        "owner_after",
    )
    yield _worth(
        "owner_npv_before_tax",
        message("the owner's net present value before tax, with the loan"),
        owner.npv_before_tax,
        "owner_before",
    )


def _owner_rates(owner: EquityFigures) -> Iterator[FlowResult]:
    yield _rate(
        "owner_irr",
        message("the owner's internal rate of return after tax, with the loan"),
        owner.irr_after_tax,
        "owner_after",
        rate_of_return("owner_after", "owner_npv"),
    )
    yield _rate(
        "owner_irr_before_tax",
        message("the owner's internal rate of return before tax, with the loan"),
        owner.irr_before_tax,
        "owner_before",
        rate_of_return("owner_before", "owner_npv_before_tax"),
    )
    yield _rate(
        "owner_mirr",
        message("the owner's modified rate of return after tax, with the loan"),
        owner.mirr_after_tax,
        "owner_after",
        f"IFERROR(MIRR([owner_after:],owner_rate,owner_rate),{NOTHING})",
    )


def _worth(name: str, label: Message, value: float, flow: str) -> FlowResult:
    formula = f"SUMPRODUCT([{flow}:],(1+owner_rate)^(-[year:]))"
    return FlowResult(name=name, label=label, formula=formula, value=value, kind="money")


def _rate(name: str, label: Message, rate: float | None, flow: str, formula: str) -> FlowResult:
    """Return a rate of return, a dash where the owner puts no money in."""
    return FlowResult(
        name=name,
        label=label,
        formula=f"IF({HAS_OUTLAY.format(flow=flow)},{formula},{NOTHING})",
        value=or_dash(rate),
        kind="percent",
    )
