"""Rows on the ground: pitch, ground cover and area from the sun of the solstices."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from equipment_catalog.errors import InputError
from equipment_catalog.messages import message
from pv_design.electrical.string_window import electrical_fact

if TYPE_CHECKING:
    from equipment_catalog.pv_modules import PvModule

_DEG_PER_H = 15.0
_UPRIGHT_DEG = 90.0
_MINUTES = 60


@dataclass(frozen=True, kw_only=True)
class RowLayout:
    """How rows stand."""

    slope_length_m: float
    """Of one row, along its slope [m]."""
    pitch_m: float
    """From row to row [m]."""
    gap_m: float
    """Free ground between rows [m]."""
    gcr: float
    """Slope length over pitch: ground cover ratio."""
    rows: int
    """Number of rows."""
    modules_per_row: int
    """In a full row."""
    row_width_m: float
    """Of a full row [m]."""
    depth_m: float
    """From the first row's front to the last row's back [m]."""
    ground_area_m2: float
    """Width times depth [m2], without the way around."""
    module_area_m2: float
    """Faces of the modules [m2]."""
    free_hours: float
    """Hours before and after solar noon without shade of row on row, all year [h]."""


def shade_length_factor(
    latitude_deg: float, *, azimuth_deg: float, free_hours: float | None = None
) -> float:
    """Return the length of the shade behind a rise, over its height, in the worst free hour.

    Of the sun in front of the rows on 21 June and 21 December, in every minute of the free hours
    around solar noon; 0 where it never stands in front of them.

    Parameters
    ----------
    latitude_deg
        North positive [deg].
    azimuth_deg
        The rows look towards it: 0 north, 180 south [deg].
    free_hours
        Before and after solar noon [h]; None for 3.

    Raises
    ------
    InputError
        If the sun is down in one of the hours, or an angle is out of its range.

    Examples
    --------
    >>> round(shade_length_factor(40.0, azimuth_deg=180.0, free_hours=0.0), 2)  # 1 / tan 26.56
    2.0
    """
    hours = electrical_fact("free_hours").value if free_hours is None else free_hours
    if not abs(latitude_deg) <= _UPRIGHT_DEG:
        raise InputError.of("latitude_deg", latitude_deg, allowed=message("-90 to 90 degrees"))
    if not 0 <= hours <= 12:  # noqa: PLR2004 (half a day)
        raise InputError.of("free_hours", hours, allowed=message("0 to 12 hours"))
    hour = np.radians(np.linspace(-hours, hours, int(2 * hours * _MINUTES) + 1) * _DEG_PER_H)
    tilt = math.radians(electrical_fact("obliquity").value)
    declination = np.array([[tilt], [-tilt]])
    latitude = math.radians(latitude_deg)
    up = np.sin(latitude) * np.sin(declination)
    up = up + np.cos(latitude) * np.cos(declination) * np.cos(hour)
    if not (up > 0).all():
        allowed = message("fewer hours: the sun is down on a solstice")
        raise InputError.of("free_hours", hours, allowed=allowed)
    north = math.cos(latitude) * np.sin(declination)
    north = north - math.sin(latitude) * np.cos(declination) * np.cos(hour)
    east = -np.cos(declination) * np.sin(hour)
    azimuth = math.radians(azimuth_deg)
    ahead = north * math.cos(azimuth) + east * math.sin(azimuth)
    return float(np.maximum(ahead / up, 0).max())


def lay_out(
    module: PvModule,
    *,
    modules: int,
    latitude_deg: float,
    tilt_deg: float,
    azimuth_deg: float,
    row_width_m: float,
    modules_up: int = 2,
    free_hours: float | None = None,
    aisle_m: float | None = None,
) -> RowLayout:
    """Return rows of upright modules that keep out of each other's shade on level ground.

    Parameters
    ----------
    module
        With its sides.
    modules
        Of the plant.
    latitude_deg
        North positive [deg].
    tilt_deg, azimuth_deg
        Of the modules [deg].
    row_width_m
        Room for a row from side to side [m].
    modules_up
        Modules above each other in a row.
    free_hours
        Hours before and after solar noon without shade [h]; None for 3.
    aisle_m
        Least free ground between rows, for washing [m]; None for 0.8.

    Raises
    ------
    InputError
        If a side of the module is unknown, a number out of its range, or the sun down in one of
        the free hours.

    Examples
    --------
    >>> from equipment_catalog.pv_modules import PvModule
    >>> panel = PvModule("mine", 50.0, 42.0, 14.0, 13.0, -0.0026, -0.0034, length_m=2.278,
    ...                  width_m=1.134)
    >>> rows = lay_out(panel, modules=100, latitude_deg=3.0, tilt_deg=10.0, azimuth_deg=180.0,
    ...                row_width_m=30.0)
    >>> rows.rows, rows.modules_per_row, round(rows.gap_m, 2)
    (2, 52, 0.8)
    """
    if module.length_m is None or module.width_m is None:
        allowed = message("a module with length_m and width_m")
        raise InputError.of("module", module.name, allowed=allowed)
    if not 0 <= tilt_deg <= _UPRIGHT_DEG:
        allowed = message("0 (flat) to 90 (upright) degrees")
        raise InputError.of("tilt_deg", tilt_deg, allowed=allowed)
    if modules < 1 or modules_up < 1:
        raise InputError.of("modules", min(modules, modules_up), allowed=message("1 or more"))
    if not module.width_m <= row_width_m < math.inf:
        allowed = message("{width:g} m, the width of a module, or more", width=module.width_m)
        raise InputError.of("row_width_m", row_width_m, allowed=allowed)
    hours = electrical_fact("free_hours").value if free_hours is None else free_hours
    aisle = electrical_fact("aisle").value if aisle_m is None else aisle_m
    slope, tilt = modules_up * module.length_m, math.radians(tilt_deg)
    shade = shade_length_factor(latitude_deg, azimuth_deg=azimuth_deg, free_hours=hours)
    gap = max(slope * math.sin(tilt) * shade, aisle)
    pitch = slope * math.cos(tilt) + gap
    columns = min(int(row_width_m // module.width_m), math.ceil(modules / modules_up))
    rows = math.ceil(modules / (columns * modules_up))
    width, depth = columns * module.width_m, rows * pitch - gap
    return RowLayout(
        slope_length_m=slope,
        pitch_m=pitch,
        gap_m=gap,
        gcr=slope / pitch,
        rows=rows,
        modules_per_row=columns * modules_up,
        row_width_m=width,
        depth_m=depth,
        ground_area_m2=width * depth,
        module_area_m2=modules * module.length_m * module.width_m,
        free_hours=hours,
    )
