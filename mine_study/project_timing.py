"""When the parts of a study's project are paid, work, are renewed and end."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from project_finance.timeline.grant import Grant
from project_finance.timeline.months import MONTHS
from project_finance.timeline.plant_years import year_of_age

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mine_study.first_year import Amounts
    from mine_study.study_file import FinanceKeys


def plan_years(keys: FinanceKeys) -> int:
    """Return the years of the plan: the horizon, or less where the mine closes before."""
    closes = keys.mine_closes_after_years
    return keys.horizon_years if closes is None else min(keys.horizon_years, closes)


def plant_delay_years(keys: FinanceKeys) -> float:
    """Return the years from the spending to the plant's first day of operation."""
    return keys.plant_delay_months / MONTHS


def inverter_renewals(keys: FinanceKeys) -> list[int]:
    """Return the years in which inverters are bought again, before the end of the plan."""
    lives = range(keys.inverter_replacement_year, plan_years(keys), keys.inverter_replacement_year)
    years = (year_of_age(age, plant_delay_years(keys)) for age in lives)
    return [year for year in years if year < plan_years(keys)]


def renewals(
    keys: FinanceKeys, amounts: Amounts, *, measures: bool, plant: bool
) -> Mapping[int, float]:
    """Return what is bought again at the end of its life, by years before the end of the plan.

    The lives of plant and battery begin with their first day of operation.

    Parameters
    ----------
    keys
        Checked keys.
    amounts
        Money of the first year.
    measures, plant
        Whether the project holds them.
    """
    last, delay = plan_years(keys), plant_delay_years(keys)
    renewed: dict[int, float] = defaultdict(float)
    if measures:
        for life, cost in amounts.measure_renewals.items():
            for year in range(life, last, life):
                renewed[year] += cost
    if plant:
        for year in inverter_renewals(keys):
            renewed[year] += amounts.inverter_capex
        for age, cost in amounts.storage_renewals.items():
            renewed[year_of_age(age, delay)] += cost
    return {year: cost for year, cost in renewed.items() if year < last}


def foreign_renewals(keys: FinanceKeys, amounts: Amounts, *, plant: bool) -> Mapping[int, float]:
    """Return what is priced in dollars of :func:`renewals`: of the plant's, none of measures.

    Parameters
    ----------
    keys
        Checked keys.
    amounts
        Money of the first year.
    plant
        Whether the project holds the plant.
    """
    renewed = renewals(keys, amounts, measures=False, plant=plant)
    return {year: keys.foreign_fraction * cost for year, cost in renewed.items()}


def grants(keys: FinanceKeys, share: float) -> tuple[Grant, ...]:
    """Return the grant of a part of the plan that costs a share of the whole.

    Parameters
    ----------
    keys
        Checked keys.
    share
        Outlay of the part over that of the plan; all parts share the grant alike.
    """
    if not keys.grant:
        return ()
    return (Grant(name="finance.grant", amount=keys.grant * share, month=keys.grant_month),)
