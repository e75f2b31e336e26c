"""A site's hours as its interval meter saw them, for the machines that an inventory lists."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from energy_audit.meters.metered_profile import MeteredProfile, MeterMode
from energy_audit.meters.profile_notes import profile_notes
from energy_audit.meters.proportional_fit import fit_hours, weighted_hours
from energy_audit.shift_calendar import HOURS_A_DAY, ShiftCalendar, day_types
from equipment_catalog.year_hours import hours_of_year

if TYPE_CHECKING:
    import numpy.typing as npt

    from energy_audit.conditions import Conditions
    from energy_audit.consumption import Consumption
    from energy_audit.meters.interval_meter import IntervalMeter

    Hours = npt.NDArray[np.float64]

SITE_EQUIPMENT = ("transformer", "capacitor")


def meter_weights(
    meter: IntervalMeter,
    mine: Consumption,
    conditions: Conditions,
    *,
    site: str,
    mode: MeterMode,
) -> MeteredProfile:
    """Return the weights of the hours with which a site's demand follows its meter.

    Each group of machines with one area and schedule keeps its own energy of the year and its
    own open hours; weights that all groups share are found by iterative proportional fitting.

    Parameters
    ----------
    meter
        A meter file without problems.
    mine
        The machines with their demand under ``conditions``.
    conditions
        Working time and hours, without weights for this site.
    site
        The site that the meter measures.
    mode
        ``calibrate``: every hour of the year is the mean of the metered hours of its kind;
        ``replace``: the metered hours themselves where the year has them.
    """
    demand_kw = mine.site_demand_kw[site].to_numpy()
    hourly = meter.hourly_kw()
    metered = typical_kw(hourly, conditions.calendars[site], conditions.hours)
    own = hourly.reindex(conditions.hours.tz_localize(None)).to_numpy()
    if mode == "replace":
        metered = np.where(np.isfinite(own), own, metered)
    pattern = _with_inventory(metered, demand_kw)
    groups, energies = _groups(mine, conditions, site)
    fixed = demand_kw - energies @ groups
    wanted = pattern * (demand_kw.sum() / pattern.sum() if pattern.any() else 0.0)
    weights = fit_hours(groups, energies, np.clip(wanted - fixed, 0.0, None))
    fitted = energies @ weighted_hours(groups, weights) + fixed
    moved_kwh = float(np.abs(fitted - wanted).sum()) / 2
    profile = MeteredProfile(
        weights=weights,
        metered_fraction=float(np.isfinite(metered).mean()),
        own_fraction=float(np.isfinite(own).mean()),
        misfit_fraction=moved_kwh / float(demand_kw.sum()) if demand_kw.any() else 0.0,
        annual_kwh=float(pattern.sum()),
        inventory_kwh=float(demand_kw.sum()),
        notes=(),
    )
    return replace(profile, notes=tuple(profile_notes(profile, meter, site=site, mode=mode)))


def typical_kw(hourly_kw: pd.Series, calendar: ShiftCalendar, hours: pd.DatetimeIndex) -> Hours:
    """Return for each hour of a year the mean of the metered hours of its kind.

    A kind is an hour of the clock on a day that is worked, half worked or not; a day begins
    with the first shift, so that the end of a night shift belongs to it. NaN where no hour of
    a kind was metered.

    Parameters
    ----------
    hourly_kw
        Metered hours, local time without zone, NaN in gaps [kW].
    calendar
        Working time of the site.
    hours
        The hours of the year.
    """
    kinds = _kinds(pd.DatetimeIndex(hourly_kw.index), calendar)
    means = hourly_kw.groupby(kinds).mean()
    typical: Hours = means.reindex(_kinds(hours.tz_localize(None), calendar)).to_numpy(float)
    return typical


def _kinds(times: pd.DatetimeIndex, calendar: ShiftCalendar) -> npt.NDArray[np.float64]:
    """Return day type and hour of each moment as one number, NaN on 29 February."""
    days = (times - pd.Timedelta(hours=calendar.first_shift_starts_at)).normalize()
    years = {int(year): hours_of_year(int(year), 0.0)[::HOURS_A_DAY] for year in days.year.unique()}
    types = pd.concat(
        [pd.Series(day_types(calendar, year), index=days) for year, days in years.items()]
    ).tz_localize(None)
    kinds: npt.NDArray[np.float64] = types.reindex(days).to_numpy(float) * HOURS_A_DAY + times.hour
    return kinds


def _with_inventory(metered: Hours, demand_kw: Hours) -> Hours:
    """Return the metered hours, and where there are none those of the inventory at their level."""
    seen = np.isfinite(metered)
    compared = demand_kw[seen].sum()
    level = metered[seen].sum() / compared if compared > 0 else 1.0
    return np.where(seen, metered, demand_kw * level)


def _groups(mine: Consumption, conditions: Conditions, site: str) -> tuple[Hours, Hours]:
    """Return the shares of the hours and the energy of each area's schedule [kWh]."""
    machines = mine.machines
    own = (machines["site"] == site) & ~machines["kind"].isin(SITE_EQUIPMENT)
    keys = [machines.loc[own, name] for name in ("area", "schedule")]
    energies = mine.points.loc[own, "kwh_per_year"].groupby(keys).sum()
    energies = energies[energies > 0]
    if energies.empty:
        return np.zeros((0, len(conditions.hours))), np.zeros(0)
    shapes = np.stack([conditions.shape(site, *map(str, key)) for key in energies.index])
    return shapes / shapes.sum(axis=1, keepdims=True), energies.to_numpy()
