"""By how much the rows of a record are moved, and where the sun of each then stands."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from equipment_catalog.tables import read_fact
from pv_design.site import utc_offset_hours as standard_offset_hours
from pv_design.weather.clock import sun_offset_minutes

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt
    import pandas as pd

    from pv_design.weather.clock import SunClock

_FACTS = ("pv_design.weather", "data/weather_facts.csv")
_HOUR_MINUTES = 60


@dataclass(frozen=True, kw_only=True)
class RecordClock:
    """What was found out about the hours of a record."""

    utc_offset_hours: float
    """Standard time the rows come to, less UTC [h]."""
    delay_hours: int
    """By how much all rows are delayed in the end [h]."""
    sun_offset_minutes: float
    """From the start of an hour to the moment of its sun, 0 up to 60 [min]."""
    to_target_hours: int
    """Part of the delay that leads from the record's zone to the standard time [h]."""
    by_label_hours: int
    """Part of the delay that the meaning of the label asks for: -1 for the end of an hour [h]."""
    by_sun_hours: int
    """What the sun asks for against the zone of the record, part of the delay only if the user
    did not say what a label means [h]."""
    label_minutes: float
    """From a label of the record to its sun, as the source or the user says it or as the sun
    shows it [min]."""
    is_found_by_sun: bool
    """Whether nobody said what a label means, so that the sun decided."""
    is_declared: bool
    """Whether the user said what a label means, so that the rows were left alone."""


def record_clock(
    ghi: npt.NDArray[np.float64],
    labels: pd.DatetimeIndex,
    *,
    latitude: float,
    longitude: float,
    known_offset_minutes: float | None,
    to_target_hours: int,
    is_declared: bool,
) -> RecordClock:
    """Return how to move the rows of a year so that they are hours of their sun.

    A whole number of hours is believed only where irradiance then follows the sun clearly
    better; less than that is a matter of what a label means, of which the doctor speaks. Where
    nobody says what a label means, the sun tells label and zone: up to three quarters of an hour
    to either side are the label, whole hours beyond are the zone.

    Parameters
    ----------
    ghi
        Irradiance of the 8,760 hours [W/m2]; gaps are left out.
    labels
        Their starts on the record's own clock.
    latitude, longitude
        Of the site [deg].
    known_offset_minutes
        From a label to its sun as the source or the user says it; None to find it.
    to_target_hours
        From the record's clock to the standard time of the site [h].
    is_declared
        Whether the user said what a label means.
    """
    own_offset_hours = standard_offset_hours(labels[0])
    sun = sun_offset_minutes(
        ghi,
        labels,
        latitude=latitude,
        longitude=longitude,
        utc_offset_hours=own_offset_hours,
    )
    label = _label_minutes(sun) if known_offset_minutes is None else known_offset_minutes
    is_clear = sun.is_found and sun.gain_over(label) > read_fact(*_FACTS, "clock_gain").value
    by_sun = round((sun.best_minutes - label) / _HOUR_MINUTES) if is_clear else 0
    by_label = math.floor(label / _HOUR_MINUTES)
    return RecordClock(
        utc_offset_hours=own_offset_hours + to_target_hours,
        delay_hours=to_target_hours + by_label + (0 if is_declared else by_sun),
        sun_offset_minutes=label - _HOUR_MINUTES * by_label,
        to_target_hours=to_target_hours,
        by_label_hours=by_label,
        by_sun_hours=by_sun,
        label_minutes=label,
        is_found_by_sun=known_offset_minutes is None,
        is_declared=is_declared,
    )


def _label_minutes(sun: SunClock) -> float:
    """Return what a label of unknown meaning stands for [min]; its start where no sun shows."""
    if not sun.is_found:
        return _HOUR_MINUTES / 2
    if abs(sun.best_minutes) <= read_fact(*_FACTS, "farthest_label_min").value:
        return sun.best_minutes
    return sun.best_minutes % _HOUR_MINUTES
