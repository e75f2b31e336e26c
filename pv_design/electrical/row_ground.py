"""Rows of modules on level ground: how far apart they stand, and what ground so many take."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from equipment_catalog.errors import InputError
from equipment_catalog.messages import message
from pv_design.electrical.row_shadow import shade_length_factor
from pv_design.electrical.string_window import electrical_fact

if TYPE_CHECKING:
    import numpy.typing as npt

    from equipment_catalog.pv_modules import PvModule

    Floats = npt.NDArray[np.float64]

_UPRIGHT_DEG = 90


@dataclass(frozen=True, kw_only=True)
class RowGround:
    """How rows of upright modules stand, whatever their number."""

    module_width_m: float
    """Of one module [m]."""
    modules_up: int
    """Modules above each other in a row."""
    most_columns: int
    """Modules beside each other in a full row."""
    slope_length_m: float
    """Of a row, along its slope [m]."""
    pitch_m: float
    """From row to row [m]."""
    gap_m: float
    """Free ground between rows [m]."""
    needed_pitch_m: float
    """Pitch that leaves an aisle and keeps rows out of each other's shade in the free hours [m]."""
    free_hours: float
    """Hours before and after solar noon that the needed pitch keeps without shade [h]."""

    def columns(self, modules: Floats) -> Floats:
        """Return the modules beside each other in a row of so many modules."""
        return np.asarray(np.minimum(self.most_columns, np.ceil(modules / self.modules_up)))

    def rows(self, modules: Floats) -> Floats:
        """Return the rows that so many modules fill, the last in part."""
        return np.asarray(np.ceil(modules / (self.columns(modules) * self.modules_up)))

    def ground_m2(self, modules: Floats) -> Floats:
        """Return the ground that so many modules take, 1 or more, without the way around [m2]."""
        depth_m = self.rows(modules) * self.pitch_m - self.gap_m
        return np.asarray(self.columns(modules) * self.module_width_m * depth_m)

    @property
    def m2_per_module(self) -> float:
        """Ground of a module in full rows, the gap behind each of them counted [m2]."""
        return self.pitch_m * self.module_width_m / self.modules_up

    @property
    def last_gap_m2(self) -> float:
        """Gap behind the last full row, which needs no ground [m2]."""
        return self.gap_m * self.most_columns * self.module_width_m


def row_ground(
    module: PvModule,
    *,
    latitude_deg: float,
    tilt_deg: float,
    azimuth_deg: float,
    row_width_m: float,
    modules_up: int = 2,
    free_hours: float | None = None,
    aisle_m: float | None = None,
    gcr: float | None = None,
) -> RowGround:
    """Return how rows of upright modules stand on level ground.

    Parameters
    ----------
    module
        With its sides.
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
        Slope length over pitch that is asked for [fraction]; None for the needed pitch.

    Raises
    ------
    InputError
        If a side of the module is unknown, a number out of its range, or the sun down in one of
        the free hours.

    Examples
    --------
    >>> from equipment_catalog.pv_modules import module
    >>> field = row_ground(module(), latitude_deg=3.0, tilt_deg=10.0, azimuth_deg=180.0,
    ...                    row_width_m=30.0, gcr=0.5)
    >>> round(field.pitch_m, 3), round(field.needed_pitch_m, 2)  # 2 x 2.278 / 0.5; 0.8 m of aisle
    (9.112, 5.29)
    >>> field.ground_m2(np.array([52.0, 53.0])).round(1).tolist()  # a second row begins
    [132.3, 400.9]
    """
    if module.length_m is None or module.width_m is None:
        allowed = message("a module with length_m and width_m")
        raise InputError.of("module", module.name, allowed=allowed)
    if not 0 <= tilt_deg <= _UPRIGHT_DEG:
        allowed = message("0 (flat) to 90 (upright) degrees")
        raise InputError.of("tilt_deg", tilt_deg, allowed=allowed)
    if modules_up < 1:
        raise InputError.of("modules_up", modules_up, allowed=message("1 or more"))
    if not module.width_m <= row_width_m < math.inf:
        allowed = message("{width:g} m, the width of a module, or more", width=module.width_m)
        raise InputError.of("row_width_m", row_width_m, allowed=allowed)
    if gcr is not None and not 0 < gcr <= 1:
        raise InputError.of("gcr", gcr, allowed=message("a fraction above 0, up to 1"))
    hours = electrical_fact("free_hours").value if free_hours is None else free_hours
    aisle = electrical_fact("aisle").value if aisle_m is None else aisle_m
    slope, tilt = modules_up * module.length_m, math.radians(tilt_deg)
    shade = shade_length_factor(latitude_deg, azimuth_deg=azimuth_deg, free_hours=hours)
    needed_gap = max(slope * math.sin(tilt) * shade, aisle)
    depth = slope * math.cos(tilt)
    gap = needed_gap if gcr is None else slope / gcr - depth
    return RowGround(
        module_width_m=module.width_m,
        modules_up=modules_up,
        most_columns=int(row_width_m // module.width_m),
        slope_length_m=slope,
        pitch_m=depth + gap,
        gap_m=gap,
        needed_pitch_m=depth + needed_gap,
        free_hours=hours,
    )
