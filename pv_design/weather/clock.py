"""Whether the hours of a file are those of its sun: a wrong clock shows in the data."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

from equipment_catalog.messages import message
from equipment_catalog.notes import Note
from equipment_catalog.tables import read_fact

if TYPE_CHECKING:
    import pandas as pd

_FACTS = ("pv_design.weather", "data/weather_facts.csv")
_HALF_A_DAY = 12

TimeLabel = Literal["auto", "start", "centre", "end", "instant"]


@dataclass(frozen=True, kw_only=True)
class LabelRule:
    """What follows from what the time of a row means."""

    delay_hours: int
    """By how much the rows are delayed so that labels lie in the hour they stand for."""
    sun_offset_minutes: float
    """From the label after that to the moment of the row's sun."""


LABEL_RULES: dict[TimeLabel, LabelRule] = {
    "auto": LabelRule(delay_hours=0, sun_offset_minutes=30.0),
    "start": LabelRule(delay_hours=0, sun_offset_minutes=30.0),
    "centre": LabelRule(delay_hours=0, sun_offset_minutes=0.0),
    "end": LabelRule(delay_hours=-1, sun_offset_minutes=30.0),
    "instant": LabelRule(delay_hours=0, sun_offset_minutes=0.0),
}
"""Meaning of a label to its rule; `auto` is the start of the hour, as readers prepare it."""


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


def clock_notes(delay_hours: int, *, was_declared: bool) -> list[Note]:
    """Return the warning about a clock that is not the sun's, none if it is.

    Parameters
    ----------
    delay_hours
        As `hours_to_follow_the_sun` returns it.
    was_declared
        Whether somebody told what the time of a row means, so that the rows were left alone.

    Examples
    --------
    >>> clock_notes(0, was_declared=False)
    []
    >>> str(clock_notes(-5, was_declared=True)[0].effect)
    'the rows were left as declared; if that is wrong, noon is off by so much'
    """
    if delay_hours == 0:
        return []
    source = message("best correlation of the file's irradiance with the sun's height")
    if was_declared:
        return [
            Note(
                what=message("The clock of the weather file does not follow the sun"),
                value=message("{delay:+d} h would follow it best", delay=delay_hours),
                source=source,
                effect=message(
                    "the rows were left as declared; if that is wrong, noon is off by so much"
                ),
                kind="warning",
            )
        ]
    return [
        Note(
            what=message("The clock of the weather file did not follow the sun and was moved"),
            value=message("{delay:+d} h", delay=delay_hours),
            source=source,
            effect=message(
                "the zone in the file's head is wrong, as in EPW files of PVGIS: compare noon"
            ),
            kind="warning",
        )
    ]
