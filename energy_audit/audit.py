"""The audit of a mine: hourly demand before and after measures, and what each option saves."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from energy_audit.load_profile import hourly_demand
from energy_audit.measures import MEASURES
from energy_audit.operating_point import operating_point, running_hours

if TYPE_CHECKING:
    from collections.abc import Mapping

    from energy_audit.shift_calendar import ShiftCalendar


@dataclass(frozen=True, kw_only=True)
class Consumption:
    """What an inventory draws in a year."""

    machines: pd.DataFrame
    """The inventory."""
    points: pd.DataFrame
    """Operating point of each machine, with ``hours_per_year`` and ``kwh_per_year``."""
    demand_kw: pd.DataFrame
    """Hourly demand, columns (site, area)."""

    @property
    def site_demand_kw(self) -> pd.DataFrame:
        """Hourly demand, one column a site."""
        return self.demand_kw.T.groupby(level="site", sort=False).sum().T

    @property
    def annual_kwh(self) -> float:
        """Energy of the year."""
        return float(self.demand_kw.to_numpy().sum())


def consume(
    machines: pd.DataFrame,
    calendars: Mapping[str, ShiftCalendar],
    hours: pd.DatetimeIndex,
    *,
    frequency_hz: int,
) -> Consumption:
    """Return the operating points and the hourly demand of an inventory.

    Parameters
    ----------
    machines
        Rows of an inventory.
    calendars
        Working time of each site.
    hours
        The hours of the year.
    frequency_hz
        Frequency of the supply [Hz].
    """
    points = operating_point(machines, frequency_hz=frequency_hz)
    points["hours_per_year"] = running_hours(machines, calendars, hours)
    points["kwh_per_year"] = points["input_kw"] * points["hours_per_year"]
    demand = hourly_demand(machines, points["input_kw"], calendars, hours)
    return Consumption(machines=machines, points=points, demand_kw=demand)


def evaluate_options(before: Consumption, *, frequency_hz: int) -> pd.DataFrame:
    """Return every option of every measure with what it alone would save.

    Parameters
    ----------
    before
        The mine as it is.
    frequency_hz
        Frequency of the supply [Hz].

    Returns
    -------
    DataFrame
        One row an option: ``kind, tag, variant, capex_usd, life_years, price_source,
        efficiency_before, efficiency_after, kwh_before, saved_kwh``; a saving is negative where
        a faster motor makes its machine draw more.
    """
    evaluated = []
    for kind, measure in MEASURES.items():
        options = measure.options(before.machines, frequency_hz=frequency_hz)
        for _, rows in options.groupby("variant", sort=False):
            evaluated.append(_saving(before, kind, rows, frequency_hz))
    return (
        pd.concat(evaluated, ignore_index=True)
        if evaluated
        else pd.DataFrame(columns=OPTION_COLUMNS)
    )


OPTION_COLUMNS = (
    "kind",
    "tag",
    "variant",
    "capex_usd",
    "life_years",
    "price_source",
    "efficiency_before",
    "efficiency_after",
    "kwh_before",
    "saved_kwh",
)


def _saving(before: Consumption, kind: str, rows: pd.DataFrame, frequency_hz: int) -> pd.DataFrame:
    chosen = pd.Series(rows["variant"].to_numpy(), index=rows["tag"].to_numpy())
    after = (
        MEASURES[kind].apply(before.machines, chosen, frequency_hz=frequency_hz).loc[chosen.index]
    )
    points = operating_point(after, frequency_hz=frequency_hz)
    now = before.points.loc[chosen.index]
    saved_kwh = (now["input_kw"] - points["input_kw"]) * now["hours_per_year"]
    return rows.assign(
        kind=kind,
        efficiency_before=now["efficiency_at_load"].to_numpy(),
        efficiency_after=points["efficiency_at_load"].to_numpy(),
        kwh_before=now["kwh_per_year"].to_numpy(),
        saved_kwh=saved_kwh.to_numpy(),
    )[list(OPTION_COLUMNS)]


def apply_package(
    before: Consumption,
    chosen: pd.DataFrame,
    calendars: Mapping[str, ShiftCalendar],
    *,
    frequency_hz: int,
) -> Consumption:
    """Return the mine after a package: measures in order, each on what the one before left.

    Parameters
    ----------
    before
        The mine as it is.
    chosen
        The options that are done, at most one a machine and kind: ``kind, tag, variant``.
    calendars
        Working time of each site.
    frequency_hz
        Frequency of the supply [Hz].
    """
    machines = before.machines
    for kind, measure in MEASURES.items():
        rows = chosen[chosen["kind"] == kind]
        if not rows.empty:
            variants = pd.Series(rows["variant"].to_numpy(), index=rows["tag"].to_numpy())
            machines = measure.apply(machines, variants, frequency_hz=frequency_hz)
    hours = pd.DatetimeIndex(before.demand_kw.index)
    return consume(machines, calendars, hours, frequency_hz=frequency_hz)
