"""Rows on the ground: pitch, ground cover and area of so many modules."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from equipment_catalog.errors import InputError
from equipment_catalog.messages import message

if TYPE_CHECKING:
    from pv_design.electrical.row_ground import RowGround


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


def lay_out(field: RowGround, *, modules: int) -> RowLayout:
    """Return rows of upright modules on level ground.

    Parameters
    ----------
    field
        How rows stand there, as `row_ground.row_ground` gives it.
    modules
        Of the plant.

    Raises
    ------
    InputError
        If there is no module.

    Examples
    --------
    >>> from equipment_catalog.pv_modules import module
    >>> from pv_design.electrical.row_ground import row_ground
    >>> field = row_ground(module(), latitude_deg=3.0, tilt_deg=10.0, azimuth_deg=180.0,
    ...                    row_width_m=30.0)
    >>> rows = lay_out(field, modules=100)
    >>> rows.rows, rows.modules_per_row, round(rows.gap_m, 2)
    (2, 52, 0.8)
    """
    if modules < 1:
        raise InputError.of("modules", modules, allowed=message("1 or more"))
    count = np.array(float(modules))
    columns, rows = int(field.columns(count)), int(field.rows(count))
    is_free = field.pitch_m >= field.needed_pitch_m
    return RowLayout(
        slope_length_m=field.slope_length_m,
        pitch_m=field.pitch_m,
        gap_m=field.gap_m,
        gcr=field.slope_length_m / field.pitch_m,
        rows=rows,
        modules_per_row=columns * field.modules_up,
        row_width_m=columns * field.module_width_m,
        depth_m=rows * field.pitch_m - field.gap_m,
        ground_area_m2=float(field.ground_m2(count)),
        module_area_m2=modules * field.slope_length_m / field.modules_up * field.module_width_m,
        needed_pitch_m=field.needed_pitch_m,
        free_hours=field.free_hours if is_free else None,
    )
