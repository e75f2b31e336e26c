"""The yearly assessment of income tax with the project and without it, as formulas."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from equipment_catalog.messages import Message, message
from mine_study.reports.workbook.live_column import LiveColumn
from project_finance.cash_flow import TAXED_LINES
from project_finance.project_tax import other_income

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import ArrayLike, NDArray

    from mine_study.reports.workbook.cell_looks import Kind
    from mine_study.reports.workbook.open_book import Say
    from project_finance.debt.plan import DebtPlan
    from project_finance.project import Project
    from project_finance.tax import TaxFlow

WRITTEN_OFF = "IF({year}=MAX([year:]),1,MIN(1,MAX(0,{rate}*({year}-{wait}))))"
DEPRECIATED = "({now}-MIN(1,MAX(0,{rate}*([year]-1-{wait}))))"
EARLIER = 'SUMIF([year:],"<"&([year]-loss_years),[{loss}:])'
"""Losses of years too long ago."""
TAX = "[{income}]*tax_rate-(tax_rate-reduced_tax_rate)*MIN([{income}],reduced_tax_limit)"


def tax_columns(project: Project, tax: TaxFlow, say: Say) -> list[LiveColumn]:
    """Return the columns of both assessments, the year first.

    Losses go oldest first and lapse: ``gone`` counts the money of losses set off or lapsed by a
    year's end, always the oldest, so that one column a case keeps the account.

    Parameters
    ----------
    project
        What is assessed.
    tax
        Its assessment.
    say
        Writes a message in the reader's language.
    """
    found = tax.yearly
    years = len(found)
    other = np.broadcast_to(np.asarray(other_income(project), dtype=float), (years,))
    return [
        _column("tax_year", say(message("Year")), found.index, "[year]", kind="year"),
        LiveColumn(
            key="other_income",
            head=say(message("other taxable income")),
            values=[0.0, *other.tolist()],
            formula="other_taxable_income" if is_level(other) else None,
        ),
        _column(
            "gains",
            say(message("gains of the project before tax")),
            found["net_savings"],
            "+".join(f"[{name}]" for name in TAXED_LINES),
        ),
        _column(
            "depreciation", say(message("depreciation")), found["depreciation"], _depreciation()
        ),
        *_assessed(project, tax, "with", "[gains]", say),
        *_account(
            "without",
            other,
            "[other_income]",
            project,
            found["tax_without_project"].to_numpy(),
            say,
        ),
    ]


def lent_tax_columns(project: Project, debt: DebtPlan, say: Say) -> list[LiveColumn]:
    """Return the columns of the assessment once the interest of a loan is deducted.

    Parameters
    ----------
    project
        What is assessed.
    debt
        Its loan.
    say
        Writes a message in the reader's language.
    """
    if debt.tax is None:
        return []
    found = debt.tax.yearly
    gains = found["net_savings"]
    return [
        _column("lent_year", say(message("Year")), found.index, "[year]", kind="year"),
        _column("lent_gains", say(message("gains less interest")), gains, "[gains]-[interest]"),
        *_assessed(project, debt.tax, "lent", "[lent_gains]", say),
    ]


def _assessed(
    project: Project, tax: TaxFlow, case: str, gains: str, say: Say
) -> Iterator[LiveColumn]:
    """Yield income, special deduction, losses and tax of a business with the project."""
    found = tax.yearly
    used = found["deduction_used"].to_numpy()
    income = found["income_before_deduction"].to_numpy()
    opening = float(used.sum() + found["deduction_left"].iloc[-1])
    first, last = "ROUNDUP(plant_delay,0)", "ROUNDUP(plant_delay,0)+deduction_years"
    allowed = f"AND([year]>{first},[year]<={last})"
    yield _column(
        f"{case}_income",
        say(message("income before the deduction")),
        income,
        f"[other_income]+{gains}-[depreciation]",
    )
    yield _column(
        f"{case}_deduction",
        say(message("special deduction used")),
        used,
        f"MIN([{case}_deduction_left-],IF({allowed},deduction_cap*MAX([{case}_income],0),0))",
    )
    yield LiveColumn(
        key=f"{case}_deduction_left",
        head=say(message("special deduction left")),
        values=[opening, *found["deduction_left"].tolist()],
        formula=f"[{case}_deduction_left-]-[{case}_deduction]",
        first="own_outlay*certified_share*deduction_fraction",
    )
    formula = f"[{case}_income]-[{case}_deduction]"
    paid = found["tax_with_project"].to_numpy()
    yield from _account(case, income - used, formula, project, paid, say)


def is_level(row: NDArray[np.float64]) -> bool:
    """Return whether every year has the same amount, so that one cell tells it.

    Examples
    --------
    >>> is_level(np.array([5.0, 5.0])), is_level(np.array([5.0, 6.0]))
    (True, False)
    """
    return bool((row == row[0]).all())


PARTS = (
    ("certified_at_once_share", "fast_depreciation", "0"),
    ("(at_once_share-certified_at_once_share)", "ordinary_depreciation", "0"),
    ("(certified_share-certified_at_once_share)", "fast_depreciation", "plant_delay"),
    (
        "(1-certified_share-at_once_share+certified_at_once_share)",
        "ordinary_depreciation",
        "plant_delay",
    ),
)
"""Parts of the outlay, their rate and the years until they are in use."""


def _depreciation() -> str:
    parts = (f"{share}*{_of_rate(rate, wait)}" for share, rate, wait in PARTS)
    return f"own_outlay*({'+'.join(parts)})"


def _of_rate(rate: str, wait: str) -> str:
    now = WRITTEN_OFF.format(year="[year]", rate=rate, wait=wait)
    return DEPRECIATED.format(now=now, rate=rate, wait=wait)


def _account(  # noqa: PLR0917  a case and where its figures come from
    case: str,
    rest: NDArray[np.float64],
    formula: str,
    project: Project,
    tax: NDArray[np.float64],
    say: Say,
) -> Iterator[LiveColumn]:
    """Yield losses, what becomes of them, the income that is taxed and its tax."""
    rules = project.tax_rules
    carried = int(rules.loss_carry_forward_years) if rules else 0
    losses = np.maximum(-rest, 0.0)
    set_off, gone = _losses_set_off(rest, losses, carried)
    lapsed = f"MAX([{case}_gone-],{EARLIER.format(loss=f'{case}_loss')})"
    heads = _heads(case)
    columns = {
        f"{case}_rest": (rest, formula),
        f"{case}_loss": (losses, f"MAX(-[{case}_rest],0)"),
        f"{case}_losses": (np.cumsum(losses), f"[{case}_losses-]+[{case}_loss]"),
        f"{case}_loss_used": (
            set_off,
            f"MIN(MAX([{case}_rest],0),MAX([{case}_losses-]-{lapsed},0))",
        ),
        f"{case}_gone": (gone, f"{lapsed}+[{case}_loss_used]"),
        f"{case}_taxable": (
            np.maximum(rest - set_off, 0.0),
            f"MAX([{case}_rest]-[{case}_loss_used],0)",
        ),
        f"tax_{case}": (tax, TAX.format(income=f"{case}_taxable")),
    }
    for head, (key, (values, arithmetic)) in zip(heads, columns.items(), strict=True):
        yield _column(key, say(head), values, arithmetic)


def _heads(case: str) -> tuple[Message, ...]:
    if case == "lent":
        return (
            message("with the loan: income after the deduction"),
            message("with the loan: loss of the year"),
            message("with the loan: losses so far"),
            message("with the loan: losses set off"),
            message("with the loan: losses set off or lapsed so far"),
            message("with the loan: taxed income"),
            message("with the loan: tax"),
        )
    if case == "with":
        return (
            message("with the project: income after the deduction"),
            message("with the project: loss of the year"),
            message("with the project: losses so far"),
            message("with the project: losses set off"),
            message("with the project: losses set off or lapsed so far"),
            message("with the project: taxed income"),
            message("with the project: tax"),
        )
    return (
        message("without the project: income"),
        message("without the project: loss of the year"),
        message("without the project: losses so far"),
        message("without the project: losses set off"),
        message("without the project: losses set off or lapsed so far"),
        message("without the project: taxed income"),
        message("without the project: tax"),
    )


def _losses_set_off(
    rest: NDArray[np.float64], losses: NDArray[np.float64], carried: int
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return what is set off in each year, and all that is set off or lapsed by its end."""
    so_far = np.concatenate([[0.0], np.cumsum(losses)])
    set_off, gone = np.zeros(rest.size), np.zeros(rest.size + 1)
    for year in range(rest.size):
        lapsed = max(gone[year], so_far[max(year - carried, 0)])
        set_off[year] = min(max(rest[year], 0.0), max(so_far[year] - lapsed, 0.0))
        gone[year + 1] = lapsed + set_off[year]
    return set_off, gone[1:]


def _column(
    key: str, head: str, values: ArrayLike, formula: str, kind: Kind = "money"
) -> LiveColumn:
    found = [0.0, *np.asarray(values, dtype=float).tolist()]
    return LiveColumn(key=key, head=head, values=found, formula=formula, kind=kind)
