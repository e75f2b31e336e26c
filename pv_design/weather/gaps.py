"""Hours of a weather that have no value."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from equipment_catalog.errors import InputError, Problem
from equipment_catalog.messages import message

if TYPE_CHECKING:
    from pv_design.weather import Weather

NAMED_HOURS = 5
"""At most, of each column that has gaps."""


def refuse_gaps(weather: Weather) -> None:
    """Refuse weather with an hour that has no value, naming columns and first hours.

    Examples
    --------
    >>> from pv_design.weather.embedded import embedded_weather
    >>> refuse_gaps(embedded_weather(2.983982, -76.6507771, altitude_m=1200.0))
    """
    columns = ["ghi", "dni", "dhi", "temp_air", "wind_speed"]
    if not any(np.isnan(weather.data[name].to_numpy(dtype=float)).any() for name in columns):
        return
    gaps = weather.data[columns].isna()
    allowed = message("a number in every hour")
    problems = []
    for column in gaps.columns[gaps.any()]:
        hours = pd.DatetimeIndex(weather.data.index[gaps[column]])
        what = message(
            "{count} hours have no value, first {hours}",
            count=len(hours),
            hours=", ".join(str(hour) for hour in hours[:NAMED_HOURS]),
        )
        problems.append(Problem(what=what, allowed=allowed, field=f"weather.{column}"))
    raise InputError(problems)
