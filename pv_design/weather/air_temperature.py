"""A plain day of air temperature: coldest at dawn, warmest after noon."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from equipment_catalog.tables import read_fact

if TYPE_CHECKING:
    from numpy.typing import NDArray

_FACTS = ("pv_design.weather", "data/weather_facts.csv")


def is_highland(altitude_m: float) -> bool:
    """Tell whether a site has the wide days of the highland.

    Examples
    --------
    >>> is_highland(3400.0), is_highland(104.0)
    (True, False)
    """
    return altitude_m >= read_fact(*_FACTS, "highland_altitude_m").value


def diurnal_range_k(altitude_m: float) -> float:
    """Return warmest less coldest hour of a day by climate [K].

    Examples
    --------
    >>> diurnal_range_k(3400.0), diurnal_range_k(104.0)
    (10.5, 5.5)
    """
    climate = "highland" if is_highland(altitude_m) else "lowland"
    return read_fact(*_FACTS, f"diurnal_range_{climate}_k").value


def air_temperature(
    hours: pd.DatetimeIndex,
    *,
    longitude: float,
    mean_c: float | NDArray[np.float64],
    range_k: float | NDArray[np.float64],
) -> pd.Series:
    """Return an hourly temperature whose days have the given mean and the given range.

    Half a cosine up from the coldest to the warmest solar hour and half a cosine down to the
    next dawn. With single numbers one day repeats, without season or clouds; with days of their
    own mean the temperature steps at midnight.

    Parameters
    ----------
    hours
        Of whole days, labelled by their start in local standard time.
    longitude
        East positive [deg]; with the offset of the hours it gives the solar hour.
    mean_c
        Mean of the days [degC]: one number, or one for every hour.
    range_k
        Warmest less coldest moment of the day [K]: one number, or one for every hour.

    Examples
    --------
    >>> hours = pd.date_range("2025-01-01", periods=24, freq="h", tz="Etc/GMT+5")
    >>> day = air_temperature(hours, longitude=-75.0, mean_c=20.0, range_k=10.0)
    >>> round(float(day.mean()), 6), day.idxmax().hour, day.idxmin().hour
    (20.0, 14, 5)
    """
    coldest = read_fact(*_FACTS, "coldest_solar_hour").value
    warmest = read_fact(*_FACTS, "warmest_solar_hour").value
    centre = hours.tz_convert("UTC") + pd.Timedelta(minutes=30)
    solar = centre.hour + centre.minute / 60 + longitude / 15
    since_coldest = (solar - coldest) % 24
    rise = warmest - coldest
    phase = np.where(
        since_coldest < rise,
        since_coldest / rise - 1,
        (since_coldest - rise) / (24 - rise),
    )
    shape = np.cos(np.pi * phase) / 2
    return pd.Series(mean_c + range_k * (shape - shape.mean()), index=hours, name="temp_air")
