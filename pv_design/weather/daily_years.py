"""Long series of real days made real years of hours."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from equipment_catalog.messages import message
from equipment_catalog.notes import Note
from equipment_catalog.tables import read_fact
from equipment_catalog.year_hours import hours_of_year
from pv_design.sun_position import sun_of_hours
from pv_design.weather.air_temperature import air_temperature, diurnal_range_k
from pv_design.weather.climate_spread import spread_of_climate
from pv_design.weather.daily_series import faulty_days, named_days, whole_years
from pv_design.weather.hours_of_day import hours_of_days
from pv_design.weather.outside_light import daily_outside_kwh_m2
from pv_design.weather.synthetic_year import clear_sky_ghi, split_global

if TYPE_CHECKING:
    from numpy.typing import NDArray

_FACTS = ("pv_design.weather", "data/weather_facts.csv")
_HOURS, _W_PER_KW = 24, 1000


@dataclass(frozen=True, kw_only=True, eq=False)
class YearsOfDays:
    """Real years made of a series of days."""

    years: dict[int, pd.DataFrame]
    """Year to `ghi, dni, dhi` [W/m2] and, where days have them, `temp_air` [degC] and
    `wind_speed` [m/s], the same all day; 8,760 hours each."""
    notes: tuple[Note, ...] = ()
    """On days brighter than the clear sky of the model; none where there are none."""


def years_of_days(
    daily: pd.DataFrame,
    *,
    latitude: float,
    longitude: float,
    altitude_m: float,
    utc_offset_hours: float,
    seed: int,
) -> YearsOfDays:
    """Return the whole calendar years of a series of days as years of 8,760 hours.

    Every day keeps its sum. Hours inside a day are synthetic, and its beam and diffuse light are
    those of a model. Years that the series only begins or ends in are left out, and so is
    29 February.

    Parameters
    ----------
    daily
        Indexed by date: `ghi_kwh_m2`, irradiation of the horizontal in the day [kWh/m2]; where
        known, `temp_air`, mean of the day [degC], with or without `temp_air_range`, its highest
        less its lowest [K]; `wind_speed`, mean of the day [m/s].
    latitude, longitude
        Of the site [deg].
    altitude_m
        Above sea level [m].
    utc_offset_hours
        Local standard time less UTC [h]; the days are taken to be of that clock.
    seed
        The same seed gives the same hours to the last bit; every year has its own.

    Raises
    ------
    InputError
        If days are doubled or out of order, a day is brighter than outside the atmosphere, or no
        calendar year is whole: then its missing days are named.

    Notes
    -----
    Hours: see `hours_of_day`; beam and diffuse: Driesse et al. 2024. A day brighter than the cap
    over the clear sky keeps its sum with the course of the clear sky, and is noted. Days
    of a cell of a degree differ less than those of a point (deviation of the daily clear-sky index
    0.09 where points have 0.12 to 0.19), so self-consumption from them is flattered.

    Examples
    --------
    >>> days = pd.DataFrame({"ghi_kwh_m2": 4.5}, pd.date_range("2019-12-01", "2021-02-01"))
    >>> made = years_of_days(days, latitude=3.2, longitude=-76.6, altitude_m=1000.0,
    ...                      utc_offset_hours=-5.0, seed=1)
    >>> list(made.years), round(float(made.years[2020]["ghi"].sum()) / 1000, 6), made.notes
    ([2020], 1642.5, ())
    """
    years = whole_years(daily)
    spread = spread_of_climate(latitude, longitude, altitude_m).daily_spread
    found, bright = {}, 0
    for year, rows in years.items():
        hours = hours_of_year(year, utc_offset_hours)
        sun = sun_of_hours(latitude, longitude, altitude_m, year=year, zone=hours.tz)
        clear = clear_sky_ghi(sun, latitude=latitude, longitude=longitude, altitude_m=altitude_m)
        _check_days(rows["ghi_kwh_m2"], sun)
        bright += int((rows["ghi_kwh_m2"].to_numpy() > _highest_days_kwh_m2(clear)).sum())
        ghi = hours_of_days(
            rows["ghi_kwh_m2"].to_numpy(),
            _by_day(clear),
            daily_spread=spread,
            generator=np.random.default_rng([seed, year]),
        )
        parts = split_global(pd.Series(ghi.ravel(), index=hours, name="ghi"), sun)
        found[year] = parts.assign(**_air(rows, hours, longitude, altitude_m))
    return YearsOfDays(years=found, notes=(_bright_note(bright),) if bright else ())


def _highest_days_kwh_m2(clear: pd.Series) -> NDArray[np.float64]:
    cap = read_fact(*_FACTS, "clear_sky_cap_fraction").value
    highest: NDArray[np.float64] = cap * _by_day(clear).sum(axis=1) / _W_PER_KW
    return highest


def _check_days(days_kwh_m2: pd.Series, sun: pd.DataFrame) -> None:
    over = days_kwh_m2.to_numpy() > daily_outside_kwh_m2(sun).to_numpy()
    if over.any():
        what = message(
            "{count} days have more light than arrives outside the atmosphere: {days}",
            count=int(over.sum()),
            days=named_days(pd.DatetimeIndex(days_kwh_m2.index[over])),
        )
        raise faulty_days(what)


def _air(
    days: pd.DataFrame, hours: pd.DatetimeIndex, longitude: float, altitude_m: float
) -> dict[str, NDArray[np.float64]]:
    columns = {}
    if "temp_air" in days:
        span = days.get("temp_air_range", pd.Series(diurnal_range_k(altitude_m), days.index))
        columns["temp_air"] = air_temperature(
            hours,
            longitude=longitude,
            mean_c=np.repeat(days["temp_air"].to_numpy(), _HOURS),
            range_k=np.repeat(span.to_numpy(), _HOURS),
        ).to_numpy()
    if "wind_speed" in days:
        columns["wind_speed"] = np.repeat(days["wind_speed"].to_numpy(), _HOURS)
    return columns


def _by_day(hourly: pd.Series) -> NDArray[np.float64]:
    return hourly.to_numpy(dtype=float).reshape(-1, _HOURS)


def _bright_note(days: int) -> Note:
    return Note(
        what=message("Days brighter than the clear sky of the model"),
        value=message("{count} days", count=days),
        source=message("our clear sky with the climatological turbidity, and its cap"),
        effect=message("they keep their sum and take the course of the clear sky"),
        kind="finding",
    )
