"""Move work that can wait into the hours of sun; it saves nothing but meets the plant's energy."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from energy_audit.measures.measure import Measure
from energy_audit.measures.offer_rows import offer_rows, with_rows
from energy_audit.places import numbered_places
from energy_audit.shift_calendar import window_hours
from equipment_catalog.controls import control_fact, control_price_note
from equipment_catalog.messages import message

if TYPE_CHECKING:
    from energy_audit.conditions import Conditions
    from energy_audit.consumption import Consumption

SOLAR = "solar"
MOVABLE = ("shifts", "continuous", "night")
NOT_MOVED = ("transformer", "capacitor")
PLACE_HOURS = (
    "open_hours",
    "solar_open_hours",
    "hours_in_sun",
    "solar_hours_in_sun",
    "window_hours",
)


def sun_hours(rows: pd.DataFrame, conditions: Conditions) -> pd.DataFrame:
    """Return how the running of each row falls on the hours of sun, now and when it is moved.

    Parameters
    ----------
    rows
        Rows of an inventory.
    conditions
        Working time and hours of the year.

    Returns
    -------
    DataFrame
        For each hour of daily running: ``open_hours`` and ``solar_open_hours`` of the year, now
        and on the solar schedule, ``hours_in_sun`` and ``solar_hours_in_sun`` those of them that
        fall between the solar schedule's first and last hour of any day, ``window_hours`` its
        length [h].
    """
    places, of_row = numbered_places(rows)
    hours = np.array([_place_hours(place, conditions) for place in places])
    columns = dict(zip(PLACE_HOURS, hours.reshape(-1, len(PLACE_HOURS)).T, strict=True))
    return pd.DataFrame({name: each[of_row] for name, each in columns.items()}, rows.index)


def _place_hours(place: tuple[str, str, str], conditions: Conditions) -> tuple[float, ...]:
    site, area, schedule = place
    now = conditions.shape(site, area, schedule)
    moved = conditions.shape(site, area, SOLAR)
    clock = conditions.hours.hour
    in_sun = np.isin(clock, clock[moved > 0])
    window = window_hours(conditions.calendar(site, area), SOLAR)
    return now.sum(), moved.sum(), now[in_sun].sum(), moved[in_sun].sum(), window


def moved_to_sun(rows: pd.DataFrame, conditions: Conditions) -> pd.DataFrame:
    """Return what changes in rows that run in the hours of sun instead.

    Parameters
    ----------
    rows
        Rows of an inventory.
    conditions
        Working time and hours of the year.

    Returns
    -------
    DataFrame
        ``schedule, hours_per_day``: the hours of a year stay, so fewer days mean more hours each.
    """
    hours = sun_hours(rows, conditions)
    days = (hours["open_hours"] / hours["solar_open_hours"]).fillna(0.0)
    return pd.DataFrame(
        {"schedule": SOLAR, "hours_per_day": rows["hours_per_day"] * days}, index=rows.index
    )


def _judged(machines: pd.DataFrame) -> pd.Index:
    waits = (machines["shiftable"] == "yes") & ~machines["kind"].isin(NOT_MOVED)
    return machines.index[waits]


def _offers(mine: Consumption, conditions: Conditions) -> pd.DataFrame:
    waiting = mine.machines.loc[_judged(mine.machines)]
    rows = waiting[waiting["schedule"].isin(MOVABLE)]
    hours = sun_hours(rows, conditions)
    hours_after = moved_to_sun(rows, conditions)["hours_per_day"]
    gained = hours_after * hours["solar_hours_in_sun"] - (
        rows["hours_per_day"] * hours["hours_in_sun"]
    )
    moved_kwh = mine.points.loc[rows.index, "input_kw"] * gained
    longest = hours_after.where(hours_after > rows["hours_per_day"], rows["hours_per_day"])
    fits = (longest <= hours["window_hours"]) & (hours["solar_open_hours"] > 0) & (moved_kwh > 0)
    rows, moved_kwh = rows[fits], moved_kwh[fits]
    return offer_rows(
        rows,
        variant=SOLAR,
        variant_name=message("working in the hours of sun"),
        capex_usd=rows["quantity"] * control_fact("sun_control_usd").value,
        life_years=control_fact("control_life_years").value,
        is_proven=True,
        model_sigma_fraction=control_fact("shift_sigma_fraction").value,
        moved_kwh=moved_kwh,
    )


def _apply(machines: pd.DataFrame, chosen: pd.DataFrame, conditions: Conditions) -> pd.DataFrame:
    return with_rows(machines, moved_to_sun(machines.loc[chosen.index], conditions))


SHIFT_TO_SUN = Measure(
    kind="shift_to_sun",
    name=message("Work moved into the hours of sun"),
    scope="machine",
    judges=_judged,
    options=_offers,
    apply=_apply,
    without_option=message("works in the hours of sun already, or too long for them"),
    without_saving=message("energy in the hours of sun is worth no more than at other hours"),
    ipmvp_option="B",
    to_measure=message(
        "hours of the day in which it runs, with a current logger, before and after"
    ),
    notes=lambda _offers: (control_price_note(),),
)
