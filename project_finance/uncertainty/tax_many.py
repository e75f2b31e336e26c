"""The income tax of many draws at once, by the rules of `project_finance.tax`."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from project_finance.depreciation import straight_line

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from project_finance.incentives import IncentiveRules

    Floats = NDArray[np.float64]


def tax_delta_many(
    net_savings: Floats,
    *,
    capex: Floats,
    incentive_capex: Floats,
    rules: IncentiveRules,
    other_taxable_income: Floats,
    in_use_after_years: float = 0.0,
    at_once_shares: tuple[float, float] = (0.0, 0.0),
) -> Floats:
    """Return by how much the project moves the tax of the business, each draw and year.

    As :func:`project_finance.tax.tax_flow`, whose steps these are, of every row.

    Parameters
    ----------
    net_savings
        Rows of draws, columns of years 1 to the horizon: taxable gain [money].
    capex, incentive_capex
        Outlay, and its part with the certificate, of each draw [money].
    rules
        Tax rules.
    other_taxable_income
        Taxable income of the business without the project, one a year [money].
    in_use_after_years
        From year 0 to the first day of use of what was bought [years], at least 0.
    at_once_shares
        Parts of the capex in use from year 0 on: all of it, and what is certified of it.

    Returns
    -------
    numpy.ndarray
        Positive where the project raises the tax [money].

    Examples
    --------
    >>> from project_finance.incentives import read_incentives
    >>> tax_delta_many(np.zeros((1, 15)), capex=np.array([100.0]),
    ...     incentive_capex=np.array([100.0]), rules=read_incentives("CO"),
    ...     other_taxable_income=np.full(15, 1000.0))[0, [0, 1, 3]].round(2).tolist()
    [-29.17, -11.67, 0.0]
    """
    years = net_savings.shape[1]
    early, certified_early = (share * capex for share in at_once_shares)
    written_off = _written_off(early, certified_early, rules, years, wait=0.0) + _written_off(
        capex - early, incentive_capex - certified_early, rules, years, wait=in_use_after_years
    )
    other = other_taxable_income[:, None]
    deduction = incentive_capex * rules.deduction_fraction
    income = other + net_savings.T - written_off
    with_project = _assess(income, deduction, rules, math.ceil(in_use_after_years))
    without = _assess(other, np.zeros(1), rules, 0)
    return np.asarray((with_project - without).T)


def _written_off(
    capex: Floats, certified: Floats, rules: IncentiveRules, years: int, *, wait: float
) -> Floats:
    """Return the depreciation of what is put to use together, rows of years, columns of draws."""
    fast, ordinary = (
        straight_line(1.0, fraction_per_year=fraction, years=years, in_use_after_years=wait)
        for fraction in (
            rules.accelerated_depreciation_fraction,
            rules.ordinary_depreciation_fraction,
        )
    )
    return np.asarray(np.outer(fast, certified) + np.outer(ordinary, capex - certified))


def _assess(income: Floats, deduction: Floats, rules: IncentiveRules, first: int) -> Floats:
    """Return the tax of rows of years and columns of draws, with a deduction to use from a year."""
    losses, tax = np.zeros_like(income), np.empty_like(income)
    carried = int(rules.loss_carry_forward_years)
    deduction_years, left = range(first, first + int(rules.deduction_years)), deduction
    for year, earned in enumerate(income):
        cap = rules.deduction_cap_fraction * (year in deduction_years)
        used = np.minimum(left, cap * np.maximum(earned, 0.0))
        left = left - used
        rest = earned - used
        losses[year] = np.maximum(-rest, 0.0)
        taxable = np.maximum(rest, 0.0)
        set_off = _set_off(losses[max(year - carried, 0) : year], taxable)
        tax[year] = rules.income_tax(np.maximum(taxable - set_off, 0.0))
    return tax


def _set_off(old: Floats, taxable: Floats) -> Floats | float:
    """Return the old losses that the taxable income takes up, oldest first, and deduct them."""
    if not old.any():
        return 0.0
    used = np.clip(taxable - (np.cumsum(old, axis=0) - old), 0.0, old)
    old -= used
    return np.asarray(used.sum(axis=0))
