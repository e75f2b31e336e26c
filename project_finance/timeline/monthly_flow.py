"""The cash flow of a project by month: when the purse is emptiest, when it is full again."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from equipment_catalog.errors import InputError
from equipment_catalog.messages import message
from project_finance.amounts import checked_flow
from project_finance.payback import payback_years
from project_finance.timeline.months import MONTHS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import ArrayLike, NDArray

    from project_finance.project import Project

    Floats = NDArray[np.float64]

GAINS_OF_THE_PLANT = ("pv_savings", "export_income")
SEASONAL_LINES = ("efficiency_savings", *GAINS_OF_THE_PLANT)
"""Lines that follow the months of the bills."""
WHOLE = 1e-9
"""By how much shares of a year may miss it."""


@dataclass(frozen=True, kw_only=True)
class MonthlyFlow:
    """A project's cash by month, before any loan."""

    monthly: pd.DataFrame
    """Index ``month`` from 0, the spending; the lines of the yearly flow, ``tax_delta``,
    ``net_before_tax``, ``net_after_tax``, ``cumulative_after_tax`` [nominal money]. The months
    of a year add up to that year."""
    lowest: float
    """Least running sum after tax [money]."""
    lowest_month: int
    """The first month in which it is reached."""
    payback_month: int | None
    """Month at whose end the outlay has come back after tax; None where it never does."""


def monthly_flow(project: Project, shares: Mapping[str, ArrayLike] | None = None) -> MonthlyFlow:
    """Return the yearly cash flow spread over its months.

    Savings and export follow the months of the bills, those of the plant from its first day on;
    upkeep is even from that day on; grants and returned tax fall in their month; renewals,
    income tax, salvage and dismantling in the last month of their year.

    Parameters
    ----------
    project
        The project.
    shares
        Part of a year's amount in each of its twelve months, by line; a line without is even.

    Raises
    ------
    InputError
        If a line has no months, or shares are not twelve that add up to one.

    Examples
    --------
    >>> from project_finance.project import Project
    >>> project = Project(capex=90.0, pv_savings_year1=120.0, plant_delay_years=0.5,
    ...     discount_rate=0.10, tariff_escalation_fraction=0.0, inflation_fraction=0.0,
    ...     degradation_fraction_per_year=0.0, horizon_years=2)
    >>> flow = monthly_flow(project)
    >>> flow.monthly["net_after_tax"].round(6).to_list()[:9], flow.payback_month
    ([-90.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 10.0, 10.0], 15)
    """
    yearly, years = project.flow.yearly, project.years
    month = np.arange(1, MONTHS * years + 1)
    there = np.clip(month - MONTHS * project.plant_delay_years, 0.0, 1.0).reshape(years, MONTHS)
    seasons = _seasons(shares or {})
    weights = {name: _normal(seasons[name] * there, there) for name in GAINS_OF_THE_PLANT}
    weights["efficiency_savings"] = np.tile(seasons["efficiency_savings"], (years, 1))
    weights["om_cost"] = _normal(there, there)
    at_the_end = np.zeros((years, MONTHS))
    at_the_end[:, -1] = 1.0
    lines = {
        name: yearly[name].to_numpy()[1:, None] * weights.get(name, at_the_end)
        for name in (*SEASONAL_LINES, "om_cost", "replacement_cost", "salvage", "dismantling")
    }
    frame = pd.DataFrame({name: np.append(0.0, amounts) for name, amounts in lines.items()})
    frame = frame.assign(**_dated(project, len(frame)))
    tax = yearly["tax_delta"].to_numpy()[1:, None] * at_the_end
    return _result(frame, np.append(0.0, tax), list(yearly.columns))


def _seasons(shares: Mapping[str, ArrayLike]) -> dict[str, Floats]:
    """Return the twelve shares of each line that has seasons."""
    if unknown := sorted(set(shares) - set(SEASONAL_LINES)):
        allowed = message("one of {known}", known=", ".join(SEASONAL_LINES))
        raise InputError.of("shares", unknown[0], allowed=allowed)
    even = np.full(MONTHS, 1 / MONTHS)
    found = {name: checked_flow("shares", shares.get(name, even)) for name in SEASONAL_LINES}
    for name, row in found.items():
        if row.size != MONTHS or abs(row.sum() - 1) > WHOLE:
            allowed = message("twelve parts of a year that add up to 1")
            raise InputError.of(f"shares[{name}]", row.tolist(), allowed=allowed)
    return found


def _normal(weights: Floats, there: Floats) -> Floats:
    """Return weights that add up to 1 a year: evenly where the seasons of a part do not add up."""
    total = weights.sum(axis=1, keepdims=True)
    usable = np.where(total > WHOLE, weights, there)
    whole = usable.sum(axis=1, keepdims=True)
    return np.asarray(np.divide(usable, whole, out=np.zeros_like(usable), where=whole > 0))


def _dated(project: Project, months: int) -> dict[str, Floats]:
    """Return the lines that have a month of their own."""
    lines = {name: np.zeros(months) for name in ("capex", "vat", "grants", "vat_returned")}
    lines["capex"][0] = -project.capex
    lines["vat"][0] = -project.vat_paid - project.vat_recovered
    if project.vat_recovered:
        lines["vat_returned"][project.vat_return_months] = project.vat_recovered
    for grant in project.grants:
        lines["grants"][min(grant.month, months - 1)] += grant.amount
    return lines


def _result(frame: pd.DataFrame, tax: Floats, columns: list[str]) -> MonthlyFlow:
    """Return the months with their nets and what is read from them."""
    before = frame.sum(axis=1)
    after = before + tax
    total = after.cumsum()
    nets = {"net_before_tax": before, "net_after_tax": after, "cumulative_after_tax": total}
    frame = frame.assign(tax_delta=tax, **nets).rename_axis("month") + 0.0
    returned = payback_years(after)
    return MonthlyFlow(
        monthly=frame[[name for name in columns if name in frame]],
        lowest=float(total.min()),
        lowest_month=int(total.to_numpy().argmin()),
        payback_month=None if returned is None else math.ceil(returned),
    )
