"""What a mine's machines share: working time, hours of the year, supply, height above the sea."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from energy_audit.shift_calendar import ShiftCalendar, load_share, window_hours

if TYPE_CHECKING:
    from collections.abc import Mapping

    import numpy as np
    import numpy.typing as npt
    import pandas as pd

    from equipment_catalog.notes import Note


@dataclass(frozen=True, kw_only=True)
class Conditions:
    """The surroundings in which an inventory works."""

    calendars: Mapping[str, ShiftCalendar]
    """Working time of each site."""
    hours: pd.DatetimeIndex
    """The hours of the year, each labelled by its start."""
    frequency_hz: int
    """Frequency of the supply [Hz]."""
    altitude_m: Mapping[str, float] = field(default_factory=dict)
    """Height of each site above the sea [m]; a site that is not named lies at sea level."""
    free_reactive_fraction: float = 0.5
    """Reactive over active energy that the tariff leaves free in every hour."""
    area_calendars: Mapping[tuple[str, str], ShiftCalendar] = field(default_factory=dict)
    """Working time of areas, by (site, area), where it differs from that of the site."""
    hour_weights: Mapping[str, npt.NDArray[np.float64]] = field(default_factory=dict)
    """For a site with an interval meter, how much more than evenly its load falls on each hour."""
    notes: tuple[Note, ...] = ()
    """What was found or assumed where these surroundings were taken from files."""
    _shapes: dict[tuple[str, str, str], npt.NDArray[np.float64]] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )

    def calendar(self, site: str, area: str) -> ShiftCalendar:
        """Return the working time of an area."""
        return self.area_calendars.get((site, area), self.calendars[site])

    def shape(self, site: str, area: str, schedule: str) -> npt.NDArray[np.float64]:
        """Return the share of an hour of daily running that falls on each hour of the year.

        ``hours_per_day`` times the sum of the shape are the hours of the year in which a machine
        is on; its input power times ``hours_per_day`` times the shape is its hourly demand. The
        array is shared and cannot be written into.
        """
        place = (site, area, schedule)
        if place not in self._shapes:
            shape = self._shape(*place)
            shape.setflags(write=False)
            self._shapes[place] = shape
        return self._shapes[place]

    def _shape(self, site: str, area: str, schedule: str) -> npt.NDArray[np.float64]:
        calendar = self.calendar(site, area)
        share = load_share(calendar, schedule, self.hours) / window_hours(calendar, schedule)
        weights = self.hour_weights.get(site)
        weighted = share if weights is None else share * weights
        total = weighted.sum()
        return weighted * (share.sum() / total) if total > 0 else share
