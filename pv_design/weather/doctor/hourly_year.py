"""A year of hours as the weather doctor gets it: in place, not yet filled."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from equipment_catalog.messages import Message, message
from pv_design.site import utc_offset_hours
from pv_design.weather.synthetic_year import clear_sky_ghi

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

_READABLE = 1e6
_SHOWN = 5

Array = NDArray[np.float64]
Mask = NDArray[np.bool_]


def _no_line(_: int) -> int | None:
    return None


@dataclass(frozen=True, kw_only=True, eq=False)
class HourlyYear:
    """8,760 hours of local standard time with what a source says of them."""

    data: pd.DataFrame
    """Some of `ghi, dni, dhi` [W/m2], `temp_air` [degC], `wind_speed` [m/s]; NaN for no value."""
    sun: pd.DataFrame
    """From `sun_position.sun_of_hours`, row by row of the same hours, with their labels."""
    latitude: float
    """North positive [deg]."""
    longitude: float
    """East positive [deg]."""
    altitude_m: float
    """Used for the site [m]."""
    sun_offset_minutes: float
    """From a label to the sun of `sun` [min]."""
    file: str = ""
    """Name of the file, for messages."""
    line_of: Callable[[int], int | None] = _no_line
    """Line of the file of an hour of the year, counted from 0."""
    columns_at: Mapping[str, int] = field(default_factory=dict)
    """Place of a column in the file, from 1; not of those that are nowhere in it."""
    label_is_found: bool = False
    """Whether nobody said what a label means, so that `sun_offset_minutes` was found by the sun."""
    file_altitude_m: float | None = None
    """That the source itself says [m]; None where it does not."""

    @property
    def hours(self) -> pd.DatetimeIndex:
        """Labels of the hours."""
        return pd.DatetimeIndex(self.sun.index)

    @property
    def utc_offset_hours(self) -> float:
        """Clock of the hours less UTC [h]."""
        return utc_offset_hours(self.hours[0])

    @cached_property
    def zenith(self) -> Array:
        """Of the sun [deg]."""
        return self.sun["zenith"].to_numpy(dtype=float)

    @cached_property
    def cosine(self) -> Array:
        """Of the zenith, 0 at night."""
        return np.maximum(np.cos(np.radians(self.zenith)), 0.0)

    @cached_property
    def clear_sky(self) -> Array:
        """Global irradiance of a cloudless sky [W/m2]."""
        return clear_sky_ghi(
            self.sun, latitude=self.latitude, longitude=self.longitude, altitude_m=self.altitude_m
        ).to_numpy(dtype=float)

    @cached_property
    def global_light(self) -> Array | None:
        """Global irradiance [W/m2], from its parts where it has no column; None without them."""
        ghi, dni, dhi = (self.values(column) for column in ("ghi", "dni", "dhi"))
        if ghi is not None or dni is None or dhi is None:
            return ghi
        total = dni * self.cosine + dhi
        return None if np.isnan(total).all() else total

    def values(self, column: str) -> Array | None:
        """Return a column, NaN where nothing readable stands; None where there is no value."""
        if column not in self.data:
            return None
        values = self.data[column].to_numpy(dtype=float)
        readable = np.where(np.abs(values) < _READABLE, values, np.nan)
        return None if np.isnan(readable).all() else readable

    def counted(self, hours: Mask) -> Message | int:
        """Return how many hours there are and the first by month, day and time; 0 for none."""
        labels = self.hours[hours]
        if labels.empty:
            return 0
        named = ", ".join(f"{label:%m-%d %H:%M}" for label in labels[:_SHOWN])
        times = named + (", …" if len(labels) > _SHOWN else "")
        return message("{count} ({times})", count=len(labels), times=times)


def first(hours: Mask) -> int | None:
    """Return the first of some hours, None where there is none.

    Examples
    --------
    >>> first(np.array([False, True, True])), first(np.array([False]))
    (1, None)
    """
    return int(hours.argmax()) if hours.any() else None


def longest_run(values: Array) -> tuple[int, int]:
    """Return how long the longest stretch of one value is and where it starts; NaN ends it.

    Examples
    --------
    >>> longest_run(np.array([1.0, 2.0, 2.0, 2.0, np.nan, np.nan]))
    (3, 1)
    """
    starts = np.flatnonzero(np.concatenate(([True], values[1:] != values[:-1])))
    lengths = np.diff(np.concatenate((starts, [len(values)])))
    longest = int(lengths.argmax())
    return int(lengths[longest]), int(starts[longest])


def by_day(values: Array) -> Array:
    """Return values of a year's hours as a row a day.

    Examples
    --------
    >>> by_day(np.arange(8760.0)).shape
    (365, 24)
    """
    return values.reshape(-1, 24)
