"""Ley 1715 year by year, reckoned by hand beside the program: ample, tight and hardly any income.

The reckoning by hand is plain arithmetic on the law's figures and shares nothing with the program.
`section` is the part of the page.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import groupby
from pathlib import Path

from project_finance.incentives import read_incentives
from project_finance.tax import TaxFlow, tax_flow

RATE, PART, CAP, LAST, CARRIED = 0.35, 0.5, 0.5, 15, 12
"""Tax, deducted part of the outlay, its most of a year's income, its years, years of a loss."""
FAST, SLOW = 3, 10
"""Years to write off, with the law's acceleration and without."""
TEMPLATE = Path(__file__).parent / "finance_incentives_template.md"
OUTLAY, YEARS, DISCOUNT = 300.0, 20, 0.10
WORTH_INCOMES = (400.0, 150.0, 60.0, 30.0, 10.0)
COLUMNS = ("income", "cap", "deducted", "left", "loss_used", "taxed", "tax", "before", "saved")
TITLES = (
    "income before deduction",
    "half of it",
    "deducted",
    "left",
    "old loss used",
    "taxed",
    "tax with",
    "tax without",
    "change of tax",
)


@dataclass(frozen=True, kw_only=True)
class Taxpayer:
    """A mine that invests 300 and saves the same each year."""

    name: str
    """Its income."""
    income: float
    """Taxable income without the project [money per year]."""
    savings: float
    """What the project saves each year before tax [money]."""


TAXPAYERS = (
    Taxpayer(name="ample", income=400.0, savings=70.0),
    Taxpayer(name="tight", income=40.0, savings=40.0),
    Taxpayer(name="hardly any", income=5.0, savings=10.0),
)


def by_hand(
    taxpayer: Taxpayer, *, write_off_years: int = FAST, part: float = PART
) -> list[dict[str, float]]:
    """Return the assessment of each year, by plain arithmetic."""
    left, losses, rows = part * OUTLAY, [0.0] * (YEARS + 1), []
    for year in range(1, YEARS + 1):
        written_off = OUTLAY / write_off_years if year <= write_off_years else 0.0
        income = taxpayer.income + taxpayer.savings - written_off
        cap = CAP * income if income > 0 and year <= LAST else 0.0
        deducted = min(left, cap)
        left -= deducted
        rest = income - deducted
        losses[year] = -rest if rest < 0 else 0.0
        taxed = max(rest, 0.0)
        loss_used = 0.0
        for earlier in range(max(year - CARRIED, 1), year):
            step = min(losses[earlier], taxed)
            losses[earlier] -= step
            taxed -= step
            loss_used += step
        tax, before = RATE * taxed, RATE * taxpayer.income
        values = (income, cap, deducted, left, loss_used, taxed, tax, before, tax - before)
        rows.append(dict(zip(COLUMNS, values, strict=True)))
    return rows


def ours(taxpayer: Taxpayer) -> TaxFlow:
    """Return the program's assessment, by the law as it ships."""
    return tax_flow(
        [taxpayer.savings] * YEARS,
        capex=OUTLAY,
        rules=read_incentives("CO"),
        other_taxable_income=taxpayer.income,
    )


def furthest_apart() -> float:
    """Return the widest difference of any amount of any year [money]."""
    named = {
        "income_before_deduction": "income",
        "deduction_used": "deducted",
        "deduction_left": "left",
        "loss_used": "loss_used",
        "taxable_income": "taxed",
        "tax_with_project": "tax",
        "tax_without_project": "before",
        "tax_delta": "saved",
    }
    return max(
        float(abs(theirs - row[name]))
        for taxpayer in TAXPAYERS
        for column, name in named.items()
        for theirs, row in zip(ours(taxpayer).yearly[column], by_hand(taxpayer), strict=True)
    )


def worth_of_incentives(taxpayer: Taxpayer) -> float:
    """Return the present value of the tax that the incentives save, by hand [% of the outlay]."""
    both, neither = by_hand(taxpayer), by_hand(taxpayer, write_off_years=SLOW, part=0.0)
    saved = [slow["tax"] - fast["tax"] for fast, slow in zip(both, neither, strict=True)]
    worth = sum(tax / (1.0 + DISCOUNT) ** year for year, tax in enumerate(saved, start=1))
    return float(100 * worth / OUTLAY)


def worths() -> list[tuple[float, float, float, float]]:
    """Return income, worth of the deduction by hand and by the program [% of outlay], and loss."""
    return [(income, *_worth_of_deduction(income)) for income in WORTH_INCOMES]


def _worth_of_deduction(income: float) -> tuple[float, float, float]:
    """Return both worths and the lost part where savings equal the depreciation of each year."""
    covered = [OUTLAY / SLOW] * SLOW + [0.0] * (YEARS - SLOW)
    rules = replace(read_incentives("CO"), accelerated_depreciation_fraction=1 / SLOW)
    tax = tax_flow(covered, capex=OUTLAY, rules=rules, other_taxable_income=income)
    program = sum(
        -delta / (1 + DISCOUNT) ** year for year, delta in enumerate(tax.yearly["tax_delta"], 1)
    )
    left, hand = PART * OUTLAY, 0.0
    for year in range(1, LAST + 1):
        used = min(left, CAP * income)
        left -= used
        hand += RATE * used / (1 + DISCOUNT) ** year
    return 100 * hand / OUTLAY, 100 * program / OUTLAY, tax.deduction_lost


def section() -> str:
    """Return the part of the page about the tax incentives."""
    worths_of = "\n".join(
        f"| {income:g} | {hand:.2f} | {program:.2f} | {lost:.1f} |"
        for income, hand, program, lost in worths()
    )
    return TEMPLATE.read_text(encoding="utf-8").format(
        taxpayers="\n".join(_outcome(taxpayer) for taxpayer in TAXPAYERS),
        worths=worths_of,
        columns="\n\n".join(_columns(taxpayer) for taxpayer in TAXPAYERS),
    )


def _outcome(taxpayer: Taxpayer) -> str:
    tax = ours(taxpayer)
    used = sum(row["deducted"] for row in by_hand(taxpayer))
    return (
        f"| {taxpayer.name} | {taxpayer.income:g} | {taxpayer.savings:g} | {used:.1f} "
        f"| **{tax.deduction_lost:.1f}** | {tax.losses_unused:.1f} "
        f"| {worth_of_incentives(taxpayer):.1f} |"
    )


def _columns(taxpayer: Taxpayer) -> str:
    lines = [
        f"### Income {taxpayer.name}: {taxpayer.income:g} a year, savings {taxpayer.savings:g}\n",
        f"| year | {' | '.join(TITLES)} |",
        "|" + " ---: |" * (len(TITLES) + 1),
    ]
    shown = [tuple(f"{row[name] + 0.0:.2f}" for name in COLUMNS) for row in by_hand(taxpayer)]
    for amounts, years in groupby(range(YEARS), key=shown.__getitem__):
        first, *others = years
        span = f"{first + 1} to {others[-1] + 1}" if others else f"{first + 1}"
        lines.append(f"| {span} | {' | '.join(amounts)} |")
    return "\n".join(lines)
