"""The light that arrives outside the atmosphere: more than that no ground receives."""

from __future__ import annotations

import numpy as np
import pandas as pd

_W_PER_KW = 1000


def daily_outside_kwh_m2(sun: pd.DataFrame) -> pd.Series:
    """Return the irradiation of the horizontal outside the atmosphere, day by day [kWh/m2].

    Parameters
    ----------
    sun
        `zenith` [deg] and `dni_extra` [W/m2] of whole days of hours, as
        `pv_design.sun_position.sun_of_hours` gives them.

    Returns
    -------
    Series
        By date; 0 in the polar night.

    Examples
    --------
    >>> hours = pd.date_range("2025-03-20", periods=24, freq="h")
    >>> zenith = np.abs(np.arange(24) - 12) * 15.0
    >>> day = daily_outside_kwh_m2(pd.DataFrame({"zenith": zenith, "dni_extra": 1361.0}, hours))
    >>> round(float(day.iloc[0]), 2)  # 24/pi times 1.361 in the limit of short steps: 10.40
    10.34
    """
    height = np.cos(np.radians(sun["zenith"])).clip(lower=0)
    labels = pd.DatetimeIndex(sun.index)
    hourly: pd.Series = sun["dni_extra"] * height / _W_PER_KW
    return hourly.groupby(labels.tz_localize(None).normalize()).sum()
