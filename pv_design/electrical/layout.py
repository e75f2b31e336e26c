"""Rows on the ground: pitch, ground cover and area of so many modules."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from equipment_catalog.errors import InputError
from equipment_catalog.messages import message
from pv_design.electrical.row_ground import row_ground

if TYPE_CHECKING:
    from equipment_catalog.pv_modules import PvModule


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
    needed_pitch_m: float
    """Pitch that leaves an aisle and keeps rows out of each other's shade in the free hours [m]."""
    free_hours: float | None
    """Hours before and after solar noon without shade of row on row, all year [h]; None where
    the rows stand closer than that needs."""


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
    gcr: float | None = None,
) -> RowLayout:
    """Return rows of upright modules on level ground, out of each other's shade by default.

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
    gcr
        Slope length over pitch that is asked for [fraction]; None for the pitch without shade.

    Raises
    ------
    InputError
        If there is no module, and as `row_ground.row_ground` does.

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
    if modules < 1:
        raise InputError.of("modules", modules, allowed=message("1 or more"))
    field = row_ground(
        module,
        latitude_deg=latitude_deg,
        tilt_deg=tilt_deg,
        azimuth_deg=azimuth_deg,
        row_width_m=row_width_m,
        modules_up=modules_up,
        free_hours=free_hours,
        aisle_m=aisle_m,
        gcr=gcr,
    )
    count = np.array(float(modules))
    columns, rows = int(field.columns(count)), int(field.rows(count))
    is_free = field.pitch_m >= field.needed_pitch_m
    return RowLayout(
        slope_length_m=field.slope_length_m,
        pitch_m=field.pitch_m,
        gap_m=field.gap_m,
        gcr=field.slope_length_m / field.pitch_m,
        rows=rows,
        modules_per_row=columns * modules_up,
        row_width_m=columns * field.module_width_m,
        depth_m=rows * field.pitch_m - field.gap_m,
        ground_area_m2=float(field.ground_m2(count)),
        module_area_m2=modules * field.slope_length_m / modules_up * field.module_width_m,
        needed_pitch_m=field.needed_pitch_m,
        free_hours=field.free_hours if is_free else None,
    )
