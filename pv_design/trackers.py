"""Where a tracker of one axis looks in every hour."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from pvlib import tracking as pvlib_tracking

from equipment_catalog.column_rules import allowed_names
from equipment_catalog.errors import InputError
from equipment_catalog.messages import message
from equipment_catalog.tables import read_fact

if TYPE_CHECKING:
    from collections.abc import Mapping

    import numpy.typing as npt

_UPRIGHT_DEG = 90.0
_LONE_ROW_GCR = 0.01
"""Only fills an argument: without backtracking the angles do not depend on it."""


@dataclass(frozen=True, kw_only=True)
class Tracking:
    """How rows turn about their axis."""

    max_angle_deg: float
    """Farthest turn to either side of the axis' own plane [deg]."""
    backtrack: bool
    """Rows turn back at low sun so that none shades the next; without neighbours no effect."""


def tracking_settings(tracking: Mapping[str, float | bool] | None) -> Tracking | None:
    """Return checked settings of trackers, None for modules that stand still.

    Parameters
    ----------
    tracking
        None, or `max_angle_deg` (above 0, to 90) and `backtrack`; what is missing in it is taken
        from the table, backtracking is on.

    Raises
    ------
    InputError
        If a name is unknown or the angle is out of its range.

    Examples
    --------
    >>> tracking_settings({})
    Tracking(max_angle_deg=60.0, backtrack=True)
    """
    if tracking is None:
        return None
    known = ["max_angle_deg", "backtrack"]
    for name in tracking:
        if name not in known:
            raise InputError.of("tracking", name, allowed=allowed_names(name, known))
    preset = read_fact("pv_design", "data/production.csv", "tracker_max_angle").value
    angle, backtrack = tracking.get("max_angle_deg", preset), tracking.get("backtrack", True)
    if isinstance(angle, bool) or not 0 < angle <= _UPRIGHT_DEG:
        allowed = message("above 0 and at most 90 degrees")
        raise InputError.of("tracking.max_angle_deg", angle, allowed=allowed)
    if not isinstance(backtrack, bool):
        raise InputError.of("tracking.backtrack", backtrack, allowed=message("true or false"))
    return Tracking(max_angle_deg=float(angle), backtrack=backtrack)


def tracker_angles(
    zenith_deg: npt.NDArray[np.float64],
    sun_azimuth_deg: npt.NDArray[np.float64],
    *,
    axis_tilt_deg: float,
    axis_azimuth_deg: float,
    tracking: Tracking,
    gcr: float | None,
) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    """Return tilt and azimuth of the modules [deg]; with the sun down they rest.

    Parameters
    ----------
    zenith_deg, sun_azimuth_deg
        Of the sun, refracted [deg].
    axis_tilt_deg, axis_azimuth_deg
        Of the axis; a tilted axis falls towards its azimuth [deg].
    tracking
        How far the rows turn and whether they turn back.
    gcr
        Width of a row over the distance of rows; None for a row alone, which never turns back.

    Notes
    -----
    Anderson & Mikofski 2020, NREL/TP-5K00-76626, as `pvlib.tracking.singleaxis` has it, on level
    ground.

    Examples
    --------
    >>> morning = tracker_angles(
    ...     np.array([45.0]), np.array([90.0]), axis_tilt_deg=0.0, axis_azimuth_deg=0.0,
    ...     tracking=Tracking(max_angle_deg=60.0, backtrack=False), gcr=None)
    >>> [angle.round(6).tolist() for angle in morning]
    [[45.0], [90.0]]
    """
    turned = pvlib_tracking.singleaxis(
        zenith_deg,
        sun_azimuth_deg,
        axis_tilt=axis_tilt_deg,
        axis_azimuth=axis_azimuth_deg,
        max_angle=tracking.max_angle_deg,
        backtrack=tracking.backtrack and gcr is not None,
        gcr=_LONE_ROW_GCR if gcr is None else gcr,
    )
    rests = np.isnan(turned["surface_tilt"]) | np.isnan(turned["surface_azimuth"])
    return (
        np.where(rests, axis_tilt_deg, turned["surface_tilt"]),
        np.where(rests, axis_azimuth_deg, turned["surface_azimuth"]),
    )
