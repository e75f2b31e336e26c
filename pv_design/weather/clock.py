"""Whether the hours of a file are those of its sun: a wrong clock shows in the data."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from equipment_catalog.messages import message
from equipment_catalog.notes import Note
from equipment_catalog.tables import read_fact

if TYPE_CHECKING:
    import pandas as pd

_FACTS = ("pv_design.weather", "data/weather_facts.csv")
_HALF_A_DAY = 12


def hours_to_follow_the_sun(ghi: pd.Series, sun: pd.DataFrame) -> int:
    """Return by how many whole hours to delay a year so that its light follows the sun [h].

    The hours at which the irradiance correlates best with the sun's height; 0 unless that is
    clearly better than the clock as it is, so a label that is half an hour off changes nothing.
    0 for a year without light or with gaps, which no weather may have.

    Parameters
    ----------
    ghi
        Global horizontal irradiance [W/m2] of the 8,760 hours.
    sun
        From `pv_design.sun_position.sun_of_hours`, on the same labels.

    Examples
    --------
    >>> from datetime import timedelta, timezone
    >>> from pv_design.sun_position import sun_of_hours
    >>> sun = sun_of_hours(3.0, -76.5, 1000.0, year=2025, zone=timezone(timedelta(hours=-5)))
    >>> light = 1000 * np.cos(np.radians(sun["zenith"])).clip(lower=0)
    >>> in_universal_time = light.set_axis(sun.index).shift(5, fill_value=0.0)
    >>> hours_to_follow_the_sun(light, sun), hours_to_follow_the_sun(in_universal_time, sun)
    (0, -5)
    """
    values = ghi.to_numpy(dtype=float)
    if not values.any() or np.isnan(values).any():
        return 0
    height = np.cos(np.radians(sun["zenith"].to_numpy())).clip(min=0.0)
    delays = np.arange(-_HALF_A_DAY, _HALF_A_DAY)
    match = np.array([np.corrcoef(np.roll(values, delay), height)[0, 1] for delay in delays])
    best = int(np.argmax(match))
    gain = match[best] - match[_HALF_A_DAY]
    return int(delays[best]) if gain > read_fact(*_FACTS, "clock_gain").value else 0


def clock_notes(delay_hours: int) -> list[Note]:
    """Return the warning about a clock that was mended, none if it was right.

    Examples
    --------
    >>> clock_notes(0), str(clock_notes(-5)[0].value)
    ([], '-5 h')
    """
    if delay_hours == 0:
        return []
    return [
        Note(
            what=message("The clock of the weather file did not follow the sun and was moved"),
            value=message("{delay:+d} h", delay=delay_hours),
            source=message("best correlation of the file's irradiance with the sun's height"),
            effect=message(
                "the zone in the file's head is wrong, as in EPW files of PVGIS: compare noon"
            ),
            kind="warning",
        )
    ]
