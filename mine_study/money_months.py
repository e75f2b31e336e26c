"""The whole plan's money by month, as the bills of the year share it out."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from project_finance.timeline.monthly_flow import MonthlyFlow, monthly_flow
from project_finance.timeline.months import MONTHS

if TYPE_CHECKING:
    from collections.abc import Iterable

    import pandas as pd
    from numpy.typing import NDArray

    from mine_study.study import StudyResult


def plan_by_month(result: StudyResult) -> MonthlyFlow:
    """Return the cash flow of the whole plan by month, month 1 being the first of a year's bills.

    Parameters
    ----------
    result
        The study.
    """
    bills = result.bills.values()
    cost = [(b.today.monthly, b.after_measures.monthly, b.with_plant.monthly) for b in bills]
    saved = (today["net_cost"] - after["net_cost"] for today, after, _ in cost)
    used = (after["energy_cost"] - plant["energy_cost"] for _, after, plant in cost)
    sold = (plant["credit_value"] + plant["surplus_income"] for _, _, plant in cost)
    return monthly_flow(
        result.money.whole.project,
        {
            "efficiency_savings": _shares(saved),
            "pv_savings": _shares(used),
            "export_income": _shares(sold),
        },
    )


def _shares(months: Iterable[pd.Series[float]]) -> NDArray[np.float64]:
    """Return the part of a year's amount in each month; even where there is none to share."""
    amounts = np.zeros(MONTHS) + sum(month.to_numpy(dtype=float) for month in months)
    whole = float(amounts.sum())
    return np.asarray(amounts / whole if whole > 0 else np.full(MONTHS, 1 / MONTHS))
