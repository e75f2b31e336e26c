"""The money month by month at the beginning, and the income tax year by year."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from equipment_catalog.messages import message
from mine_study.charts.style import scale_of_money
from mine_study.charts.words import cash_line
from mine_study.money_months import plan_by_month
from mine_study.reports.table import Table, figures, words
from project_finance.cash_flow import LINES_BEFORE_TAX

if TYPE_CHECKING:
    from collections.abc import Iterator

    from equipment_catalog.messages import Message
    from mine_study.reports.figures import Figures
    from mine_study.study import StudyResult
    from project_finance.timeline.monthly_flow import MonthlyFlow

MONTHS_SHOWN = 24


def timing_page(result: StudyResult, write: Figures) -> dict[str, Any]:
    """Return what the section of the months shows; ``months`` is None where nothing is bought.

    Parameters
    ----------
    result
        The study.
    write
        For whom.
    """
    bought = result.money.whole.figures.capex > 0
    flow = plan_by_month(result)
    return {
        "findings": tuple(write.say(said) for said in _findings(result, flow, write)),
        "months": month_table(result, flow, write) if bought else None,
        "tax": tax_table(result, write) if bought else None,
    }


def _findings(result: StudyResult, flow: MonthlyFlow, write: Figures) -> Iterator[Message]:
    """Yield when the plant begins, when the purse is emptiest and when the outlay is back."""
    whole = result.money.whole
    if whole.figures.capex <= 0:
        return
    if whole.flow.commissioned_after_years > 0:
        yield message(
            "The plant is paid in month 0 and works from month {month} on: permits and works take "
            "{months} months (finance.plant_delay_months).",
            month=write.number(1 + result.study.finance.plant_delay_months // 1),
            months=write.number(result.study.finance.plant_delay_months),
        )
    yield message(
        "The purse is emptiest in month {month}: {lowest}.",
        month=str(flow.lowest_month),
        lowest=write.money(flow.lowest),
    )
    if flow.payback_month is None:
        yield message("After tax the outlay never comes back.")
    else:
        yield message(
            "After tax the outlay is back at the end of month {month}; the payback in years reads "
            "each year as even, the months follow the bills and put renewals and tax at the end of "
            "their year.",
            month=str(flow.payback_month),
        )


def month_table(result: StudyResult, flow: MonthlyFlow, write: Figures) -> Table:
    """Return the first two years of the whole plan, a row a month, a column a line that moves.

    Parameters
    ----------
    result
        The study.
    flow
        Its whole plan by month.
    write
        For whom.
    """
    first = flow.monthly.iloc[: MONTHS_SHOWN + 1]
    moving = [name for name in (*LINES_BEFORE_TAX, "tax_delta") if first[name].any()]
    lines = [*moving, "net_after_tax", "cumulative_after_tax"]
    divisor, unit = scale_of_money(float(first[lines].abs().to_numpy().max()), write.currency)
    return Table(
        caption=write.say(
            message(
                "Whole plan by month, the first {count} months [{unit}]",
                count=str(len(first) - 1),
                unit=unit,
            )
        ),
        columns=(
            *words(write.say(message("Month"))),
            *figures(
                {
                    f"finance.whole.monthly.{name}[]": write.say(
                        cash_line(name, result.study.study.country)
                    )
                    for name in lines
                }
            ),
        ),
        rows=tuple(
            (str(month), *(write.number(row[name] / divisor, 1) for name in lines))
            for month, row in zip(first.index.tolist(), first.to_dict("records"), strict=True)
        ),
        is_wide=True,
        from_mine=True,
    )


def tax_table(result: StudyResult, write: Figures) -> Table | None:
    """Return the assessment of the whole plan by year; None where no tax is reckoned.

    Parameters
    ----------
    result
        The study.
    write
        For whom.
    """
    tax, rules = result.money.whole.flow.tax, result.money.whole.project.tax_rules
    if tax is None or rules is None:
        return None
    heads = _tax_heads(deducts=rules.deduction_fraction > 0)
    gone = tax.yearly["deduction_lapsed"].cumsum()
    carried = tax.yearly.assign(deduction_left=tax.yearly["deduction_left"] - gone)
    lines = carried[list(heads)]
    divisor, unit = scale_of_money(float(lines.abs().to_numpy().max()), write.currency)
    return Table(
        caption=write.say(
            message("Income tax of the whole business with the plan, by year [{unit}]", unit=unit)
        ),
        columns=(
            *words(write.say(message("Year"))),
            *figures(
                {f"finance.whole.yearly.{name}[]": write.say(head) for name, head in heads.items()}
            ),
        ),
        rows=tuple(
            (str(year), *(write.number(row[name] / divisor, 1) for name in heads))
            for year, row in zip(lines.index.tolist(), lines.to_dict("records"), strict=True)
        ),
        is_wide=True,
        from_mine=True,
    )


def _tax_heads(*, deducts: bool) -> dict[str, Message]:
    heads = {
        "net_savings": message("gains of the plan"),
        "depreciation": message("depreciation"),
        "income_before_deduction": message("income before the deduction"),
    }
    if deducts:
        heads |= {
            "deduction_limit": message("limit of the deduction"),
            "deduction_used": message("deduction used"),
            "deduction_left": message("deduction left"),
            "deduction_lapsed": message("deduction lost"),
        }
    return heads | {
        "loss_used": message("old losses set off"),
        "taxable_income": message("taxable income"),
        "tax_with_project": message("tax with the plan"),
        "tax_without_project": message("tax without it"),
        "tax_delta": message("tax more (+) or less (-)"),
    }
