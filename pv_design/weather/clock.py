"""Whether the hours of a file are those of its sun: a wrong clock shows in the data."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np
from numpy.typing import NDArray
from scipy import interpolate

from equipment_catalog.messages import message
from equipment_catalog.tables import read_fact
from pv_design.site import utc_offset_hours as offset_of
from pv_design.weather.quick_sun import cosine_of_zenith

if TYPE_CHECKING:
    import pandas as pd

    from equipment_catalog.messages import Message

_DOCTOR_FACTS = ("pv_design.weather", "data/doctor_facts.csv")
_HALF_A_DAY = 12
_DAY_MINUTES = 1440
_HOUR_MINUTES = 60
_STEP_MINUTES = 15
_AROUND_MINUTES = 90

Array = NDArray[np.float64]

TimeLabel = Literal["auto", "start", "centre", "end", "instant"]


@dataclass(frozen=True, kw_only=True)
class SunClock:
    """When the sun of the rows of a file stands, told by their light."""

    best_minutes: int
    """From a label to the moment whose sun fits best, in steps of a quarter of an hour [min]."""
    fine_minutes: float
    """The same, between the steps [min]."""
    correlation: float
    """Of global irradiance with the sun's height at the best moment; 0 without any light."""
    by_hour: tuple[float, ...]
    """The same for every whole hour from -720 min on, around the clock."""
    monthly_minutes: tuple[float, ...]
    """The same by month, near the best of the year; months without light are left out [min]."""
    uncertainty_minutes: float
    """One standard deviation: haze that is thicker on one side of noon moves the light like a
    wrong clock does, and months differ [min]."""

    def gain_over(self, minutes: float) -> float:
        """Return the correlation won over another moment after the label [min]; good to 0.004."""
        around = np.array([*self.by_hour, self.by_hour[0]])
        hours = np.arange(-_DAY_MINUTES / 2, _DAY_MINUTES / 2 + 1, _HOUR_MINUTES)
        curve = interpolate.CubicSpline(hours, around, bc_type="periodic")
        return self.correlation - float(curve(minutes))

    @property
    def is_found(self) -> bool:
        """Whether the light follows any sun at all."""
        return self.correlation >= read_fact(*_DOCTOR_FACTS, "lowest_sun_correlation").value


def sun_offset_minutes(
    ghi: pd.Series | Array,
    labels: pd.DatetimeIndex,
    *,
    latitude: float,
    longitude: float,
    utc_offset_hours: float | None = None,
) -> SunClock:
    """Return how long after its label the sun of a row stands, by the light itself.

    The moment at which the sun's height correlates best with the irradiance, within half a day
    to either side. Rows without a value are left out; a night or a sensor that never moves has
    a correlation of 0.

    Parameters
    ----------
    ghi
        Global horizontal irradiance [W/m2], or anything in proportion to it.
    labels
        On the clock of the file.
    latitude, longitude
        Of the site [deg].
    utc_offset_hours
        Declared difference of that clock from UTC [h]; None where the labels carry it.

    Notes
    -----
    Sun by Spencer 1971 (declination and equation of time), good to a minute of time. Hours and
    label cannot be told apart by it: 60 minutes of label are an hour of zone.

    Examples
    --------
    >>> import pandas as pd
    >>> from pv_design.weather.quick_sun import cosine_of_zenith
    >>> labels = pd.date_range("2025-01-01", periods=8760, freq="h")
    >>> light = cosine_of_zenith(labels, latitude=3.0, longitude=-76.5, utc_offset_hours=-5,
    ...                          minutes=np.array([30.0])).clip(min=0)[:, 0]
    >>> sun_offset_minutes(light, labels, latitude=3.0, longitude=-76.5,
    ...                    utc_offset_hours=-5).best_minutes
    30
    """
    zone = offset_of(labels[0]) if utc_offset_hours is None else utc_offset_hours
    values = np.asarray(ghi, dtype=float)
    kept = np.isfinite(values)
    values, labels = values[kept], labels[kept]

    def heights(minutes: Array) -> Array:
        cosine = cosine_of_zenith(
            labels,
            latitude=latitude,
            longitude=longitude,
            utc_offset_hours=zone,
            minutes=minutes,
        )
        return np.maximum(cosine, 0.0)

    hours: Array = np.arange(-_DAY_MINUTES / 2, _DAY_MINUTES / 2, _HOUR_MINUTES)
    by_hour = _correlations(values, heights(hours))
    around: Array = np.arange(-_AROUND_MINUTES, _AROUND_MINUTES + 1.0, _STEP_MINUTES)
    near = around + hours[by_hour.argmax()]
    near_heights = heights(near)
    match = _correlations(values, near_heights)
    by_month = _by_month(values, near_heights, near, labels.month.to_numpy())
    return SunClock(
        best_minutes=int(_within_half_a_day(near[match.argmax()])),
        fine_minutes=_within_half_a_day(_peak(near, match)),
        correlation=float(match.max()),
        by_hour=tuple(by_hour.tolist()),
        monthly_minutes=tuple(_within_half_a_day(minutes) for minutes in by_month),
        uncertainty_minutes=_uncertainty_minutes(by_month),
    )


def _by_month(values: Array, heights: Array, minutes: Array, months: Array) -> list[float]:
    """Return the best moment of each month that has light [min]."""
    lit = [months == month for month in np.unique(months) if values[months == month].any()]
    return [_peak(minutes, _correlations(values[rows], heights[rows])) for rows in lit]


def _uncertainty_minutes(by_month: list[float]) -> float:
    haze = read_fact(*_DOCTOR_FACTS, "haze_asymmetry_minutes").value
    scatter = np.std(by_month) / np.sqrt(len(by_month)) if by_month else 0.0
    return float(np.hypot(haze, scatter))


def clock_fault(delay_hours: int, utc_offset_hours: float) -> Message:
    """Return what a clock that must be delayed by whole hours is likely to be.

    Parameters
    ----------
    delay_hours
        By how much the rows must be delayed to follow the sun [h].
    utc_offset_hours
        Zone the file declares [h].

    Examples
    --------
    >>> str(clock_fault(-5, -5.0))
    'the hours are in UTC, though UTC-5 h was declared'
    >>> str(clock_fault(10, 5.0))
    'the sign of the zone is turned: the hours fit UTC-5 h, UTC+5 h was declared'
    """
    fits = (utc_offset_hours - delay_hours + _HALF_A_DAY) % (2 * _HALF_A_DAY) - _HALF_A_DAY
    zones = {"fits": fits, "declared": utc_offset_hours}
    if fits == 0:
        return message("the hours are in UTC, though UTC{declared:+g} h was declared", **zones)
    if fits == -utc_offset_hours:
        return message(
            "the sign of the zone is turned: the hours fit UTC{fits:+g} h, UTC{declared:+g} h was "
            "declared",
            **zones,
        )
    if abs(delay_hours) == 1:
        return message(
            "daylight saving or a neighbour's zone: the hours fit UTC{fits:+g} h, "
            "UTC{declared:+g} h was declared",
            **zones,
        )
    return message(
        "the zone, the longitude or the order of the hours is wrong: the hours fit UTC{fits:+g} h, "
        "UTC{declared:+g} h was declared",
        **zones,
    )


def _correlations(values: Array, heights: Array) -> Array:
    """Return the correlation of values with each column; 0 where either does not vary."""
    if not len(values):
        return np.zeros(heights.shape[1])
    centred = values - values.mean()
    means = heights.mean(axis=0)
    squares = np.einsum("ij,ij->j", heights, heights) / len(values) - means**2
    scale = np.sqrt(np.maximum(squares, 0.0) * (centred @ centred) / len(values))
    match: Array = np.divide(
        centred @ heights / len(values), scale, out=np.zeros_like(scale), where=scale > 0
    )
    return match


def _peak(minutes: Array, match: Array) -> float:
    """Return where the parabola through the best step and its neighbours has its top."""
    best = int(match[1:-1].argmax()) + 1
    before, top, after = match[best - 1 : best + 2]
    bend = before - 2 * top + after
    shift = (before - after) / bend / 2 if bend < 0 else 0.0
    return float(minutes[best] + _STEP_MINUTES * np.clip(shift, -1, 1))


def _within_half_a_day(minutes: float) -> float:
    return float((minutes + _DAY_MINUTES / 2) % _DAY_MINUTES - _DAY_MINUTES / 2)
