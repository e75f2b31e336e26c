"""What a lender and an owner read of a loan, as formulas over its yearly table."""

from __future__ import annotations

from typing import TYPE_CHECKING

from equipment_catalog.messages import message
from mine_study.language import MISSING
from mine_study.reports.workbook.flow_results import NOTHING, FlowResult
from mine_study.reports.workbook.rate_search import rate_of_return

if TYPE_CHECKING:
    from collections.abc import Iterator

    from equipment_catalog.messages import Message
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
    return [*_of_the_lender(debt), *_of_the_owner(debt)]


def _of_the_lender(debt: DebtPlan) -> Iterator[FlowResult]:
    cover = debt.cover
    yield FlowResult(
        name="loan_amount",
        label=message("loan, drawn in year 0"),
        formula=f"MIN({ASKED},gearing_cap*{OUTLAY},IF(ISNUMBER(cover_target),{COVERED},{ASKED}))",
        value=debt.amount,
        kind="money",
    )
    ratios = (
        ("dscr_least", message("least cover of a year (DSCR)"), cover.dscr_min, "MIN([dscr:])"),
        ("dscr_mean", message("mean cover (DSCR)"), cover.dscr_average, "AVERAGE([dscr:])"),
    )
    for name, label, value, formula in ratios:
        yield _ratio(name, label, value, f"IF({OWES},{formula},{NOTHING})")
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
    counts = (
        ("below_covenant", message("years below the agreed cover"), cover.years_below_covenant),
        (
            "below_one",
            message("years in which the cash does not pay the debt service"),
            cover.years_below_one,
        ),
    )
    for key, label, years in counts:
        yield FlowResult(
            name=f"years_{key}",
            label=label,
            formula=f"SUM([{key}:])",
            value=len(years),
            kind="year",
        )


def _ratio(name: str, label: Message, value: float | None, formula: str) -> FlowResult:
    found = MISSING if value is None else value
    return FlowResult(name=name, label=label, formula=formula, value=found, kind="thousandth")


def _of_the_owner(debt: DebtPlan) -> Iterator[FlowResult]:
    owner = debt.equity
    yield FlowResult(
        name="owner_outlay",
        label=message("own money of year 0, reserve included"),
        formula="-INDEX([owner_after:],1)",
        value=owner.outlay,
        kind="money",
    )
    worths = (
        (
            "owner_npv",
            message("the owner's net present value after tax, with the loan"),
            owner.npv_after_tax,
            "owner_after",
        ),
        (
            "owner_npv_before_tax",
            message("the owner's net present value before tax, with the loan"),
            owner.npv_before_tax,
            "owner_before",
        ),
    )
    for name, label, value, flow in worths:
        formula = f"SUMPRODUCT([{flow}:],(1+owner_rate)^(-[year:]))"
        yield FlowResult(name=name, label=label, formula=formula, value=value, kind="money")
    earned = (
        (
            "owner_irr",
            message("the owner's internal rate of return after tax, with the loan"),
            owner.irr_after_tax,
            "owner_after",
            rate_of_return("owner_after", "owner_npv"),
        ),
        (
            "owner_irr_before_tax",
            message("the owner's internal rate of return before tax, with the loan"),
            owner.irr_before_tax,
            "owner_before",
            rate_of_return("owner_before", "owner_npv_before_tax"),
        ),
        (
            "owner_mirr",
            message("the owner's modified rate of return after tax, with the loan"),
            owner.mirr_after_tax,
            "owner_after",
            f"IFERROR(MIRR([owner_after:],owner_rate,owner_rate),{NOTHING})",
        ),
    )
    for name, label, found, flow, formula in earned:
        yield FlowResult(
            name=name,
            label=label,
            formula=f"IF({HAS_OUTLAY.format(flow=flow)},{formula},{NOTHING})",
            value=MISSING if found is None else found,
            kind="percent",
        )
