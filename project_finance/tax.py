"""Income tax that a project moves: depreciation, special deduction, losses, year by year."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from equipment_catalog.country_names import country_name
from equipment_catalog.errors import InputError
from equipment_catalog.messages import message
from equipment_catalog.notes import Note
from project_finance.amounts import checked_amount, checked_flow
from project_finance.depreciation import straight_line

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    from project_finance.incentives import IncentiveRules


@dataclass(frozen=True, kw_only=True)
class TaxFlow:
    """The tax of the whole business with the project and without it."""

    yearly: pd.DataFrame
    """Index ``year`` from 1; net_savings, depreciation, income_before_deduction, deduction_limit,
    deduction_used, deduction_left (carried on), deduction_lapsed, loss_used, taxable_income,
    tax_with_project, tax_without_project, tax_delta (with less without: positive where the
    project raises the tax) [money]."""
    deduction_lost: float
    """Special deduction that no income was there to use within its years or the horizon [money]."""
    losses_unused: float
    """Tax losses with the project that were never set off [money]."""
    notes: tuple[Note, ...] = ()
    """What the taxpayer cannot use, and what was not reckoned."""


def tax_flow(
    net_savings: ArrayLike,
    *,
    capex: float,
    rules: IncentiveRules,
    other_taxable_income: ArrayLike,
    incentive_capex: float | None = None,
    in_use_after_years: float = 0.0,
    at_once: float = 0.0,
    incentive_at_once: float = 0.0,
) -> TaxFlow:
    """Return by how much a project moves the tax of the business that owns it.

    Tax is assessed twice on the whole business, with and without the project; only the
    difference counts, so that a benefit never exceeds tax that would be due. In each year:

    1. income = other income + net savings - depreciation. Depreciation is straight-line from
       the first day of use; what is left in the last year is written off with the plant, so
       that what it is sold for then is taxed as far as it exceeds its book value.
    2. The special deduction takes what is left of it, at most its share of that income, in its
       years from the one after the plant is put to use. What it cannot take is carried on,
       then lost.
    3. Tax losses of earlier years, oldest first, are set off against what remains.
    4. The rate applies to the rest, never below zero; a small firm's lower one to its first part.

    Parameters
    ----------
    net_savings
        Taxable gain by year, year 1 first: savings and income less what is spent on running
        the plant and on keeping it whole, an inverter's renewal included [money].
    capex
        Investment of year 0 without recoverable tax [money], at least 0.
    rules
        Tax rules; ``rules.ordinary()`` without incentives.
    other_taxable_income
        Taxable income of the business without the project, one figure or one a year [money];
        negative in a year of loss.
    incentive_capex
        Part of the capex with the certificate: it alone earns the deduction and the
        accelerated depreciation. All of it where None.
    in_use_after_years
        From year 0 to the first day of use of what was bought [years], at least 0.
    at_once
        Part of the capex that is in use from year 0 on and depreciated from then; the special
        deduction of the whole waits for the rest [money].
    incentive_at_once
        Part of that with the certificate [money].

    Raises
    ------
    InputError
        If an amount is missing, the rows differ in length, or the certificate covers more than
        the capex.

    Examples
    --------
    >>> from project_finance.incentives import read_incentives
    >>> rich = tax_flow([0.0] * 15, capex=100.0, rules=read_incentives("CO"),
    ...                 other_taxable_income=1000.0)
    >>> rich.yearly.loc[[1, 2, 4], "tax_delta"].round(2).to_list()
    [-29.17, -11.67, 0.0]
    """
    savings = checked_flow("net_savings", net_savings)
    other = _by_year("other_taxable_income", other_taxable_income, savings.size)
    capex = checked_amount("capex", capex, least=0.0)
    certified = capex if incentive_capex is None else incentive_capex
    certified = checked_amount("incentive_capex", certified, least=0.0, most=capex)
    wait = checked_amount("in_use_after_years", in_use_after_years, least=0.0)
    at_once = checked_amount("at_once", at_once, least=0.0, most=capex)
    checked_amount("incentive_at_once", incentive_at_once, least=0.0, most=at_once)
    parts = (
        (at_once, incentive_at_once, 0.0),
        (capex - at_once, certified - incentive_at_once, wait),
    )
    depreciation = sum(
        (_depreciation(*part, years=savings.size, rules=rules) for part in parts),
        start=np.zeros(savings.size),
    )
    income = other + savings - depreciation
    deduction = certified * rules.deduction_fraction
    with_project, losses_unused = _assess(income, deduction, rules, math.ceil(wait))
    tax_with = with_project.pop("tax")
    tax_without = _assess(other, 0.0, rules, 0)[0]["tax"]
    lines = {"net_savings": savings, "depreciation": depreciation} | with_project
    lines |= {"tax_with_project": tax_with, "tax_without_project": tax_without}
    lines["tax_delta"] = tax_with - tax_without
    book = other + savings
    for bought, _, waits in parts:
        book -= _depreciation(bought, 0.0, waits, years=savings.size, rules=rules)
    yearly = pd.DataFrame(lines, index=pd.RangeIndex(1, savings.size + 1, name="year"))
    return _result(yearly, losses_unused, book, rules)


def _depreciation(
    capex: float, certified: float, wait: float, *, years: int, rules: IncentiveRules
) -> NDArray[np.float64]:
    """Return the depreciation of what is put to use together, years 1 to the last."""
    fast = straight_line(
        certified,
        fraction_per_year=rules.accelerated_depreciation_fraction,
        years=years,
        in_use_after_years=wait,
    )
    ordinary = straight_line(
        capex - certified,
        fraction_per_year=rules.ordinary_depreciation_fraction,
        years=years,
        in_use_after_years=wait,
    )
    return fast + ordinary


def _assess(
    income: NDArray[np.float64], deduction: float, rules: IncentiveRules, first: int
) -> tuple[dict[str, NDArray[np.float64]], float]:
    """Return the assessment of a business with a deduction to use, and its losses never set off.

    The deduction may be used from the year of place ``first`` on.
    """
    years = income.size
    limit, used, left, loss_used, taxable = np.zeros((5, years))
    losses, deduction_years = np.zeros(years), range(first, first + int(rules.deduction_years))
    carried = int(rules.loss_carry_forward_years)
    for i in range(years):
        limit[i] = rules.deduction_cap_fraction * max(income[i], 0.0) * (i in deduction_years)
        used[i] = min(deduction, limit[i])
        deduction -= used[i]
        left[i] = deduction
        rest = income[i] - used[i]
        losses[i] = max(-rest, 0.0)
        loss_used[i] = _set_off(losses[max(i - carried, 0) : i], max(rest, 0.0))
        taxable[i] = max(rest - loss_used[i], 0.0)
    lapsed = np.zeros(years)
    last = min(max(deduction_years.stop, 1), years) - 1
    lapsed[last] = left[last]
    lines = {
        "income_before_deduction": income,
        "deduction_limit": limit,
        "deduction_used": used,
        "deduction_left": left,
        "deduction_lapsed": lapsed,
        "loss_used": loss_used,
        "taxable_income": taxable,
        "tax": rules.income_tax(taxable),
    }
    return lines, float(losses.sum())


def _set_off(old: NDArray[np.float64], taxable: float) -> float:
    """Return the old losses that the taxable income takes up, oldest first, and deduct them."""
    if not old.any():
        return 0.0
    used = np.clip(taxable - (np.cumsum(old) - old), 0.0, old)
    old -= used
    return float(used.sum())


def _result(
    yearly: pd.DataFrame, losses_unused: float, book: NDArray[np.float64], rules: IncentiveRules
) -> TaxFlow:
    """Return the tax flow with what a reader must know about it."""
    lost = float(yearly["deduction_lapsed"].sum())
    below = yearly["tax_with_project"] < rules.minimum_tax_fraction * book
    return TaxFlow(
        yearly=yearly,
        deduction_lost=lost,
        losses_unused=losses_unused,
        notes=(*_lost_note(lost), *_minimum_note(list(yearly.index[below]), rules)),
    )


def _lost_note(lost: float) -> tuple[Note, ...]:
    """Return the warning that part of the special deduction is lost."""
    if lost <= 0:
        return ()
    note = Note(
        what=message("Part of the special deduction finds no income to be taken from"),
        value=message("{lost:,.0f} of it", lost=lost),
        source=message("each year takes at most its share of taxable income, for a limited time"),
        effect=message("its tax benefit is not counted"),
        kind="warning",
    )
    return (note,)


def _minimum_note(years: list[int], rules: IncentiveRules) -> tuple[Note, ...]:
    """Return the warning that the minimum tax on book profit could claim some benefit back."""
    if not years:
        return ()
    note = Note(
        what=message(
            "Years in which tax falls below the minimum on book profit: {count}", count=len(years)
        ),
        value=message("{share:.0%}", share=rules.minimum_tax_fraction),
        source=message(
            "minimum tax of {country}, not verified", country=country_name(rules.country)
        ),
        effect=message("an additional tax could be due in these years; it is not counted"),
        kind="warning",
    )
    return (note,)


def _by_year(field: str, values: ArrayLike, years: int) -> NDArray[np.float64]:
    """Return one amount a year, the same each year if a single one is given."""
    row = checked_flow(field, np.atleast_1d(np.asarray(values)))
    if row.size not in (1, years):
        allowed = message("one amount, or {years} amounts, year 1 first", years=years)
        raise InputError.of(field, values, allowed=allowed)
    return np.broadcast_to(row, years).copy()
