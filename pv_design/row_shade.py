"""What equal rows one behind the other leave of each part of the light."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from pvlib.bifacial import infinite_sheds, utils

from equipment_catalog.errors import InputError
from equipment_catalog.messages import message
from equipment_catalog.tables import read_fact

if TYPE_CHECKING:
    import numpy.typing as npt

    Angles = float | npt.NDArray[np.float64]


@dataclass(frozen=True, kw_only=True)
class Rows:
    """Equal rows on level ground, so long and so many that ends do not count."""

    gcr: float
    """Width of a row over the distance of rows [fraction]."""
    width_m: float
    """Of a row, along its slope [m]."""
    height_m: float
    """Of the middle of a row above the ground [m]."""

    @property
    def pitch_m(self) -> float:
        """From a row to the next [m]."""
        return self.width_m / self.gcr


def rows_of(gcr: float | None) -> Rows | None:
    """Return rows of the table's width and height; None for a row that stands alone.

    Parameters
    ----------
    gcr
        Width of a row over the distance of rows, above 0 and below 1; None for no neighbours.

    Raises
    ------
    InputError
        If the ratio is out of its range.

    Examples
    --------
    >>> round(rows_of(0.5).pitch_m, 2)
    4.56
    """
    if gcr is None:
        return None
    if not 0 < gcr < 1:
        raise InputError.of("gcr", gcr, allowed=message("above 0 and below 1"))
    width, height = (
        read_fact("pv_design", "data/production.csv", key).value
        for key in ("row_width", "row_height")
    )
    return Rows(gcr=gcr, width_m=width, height_m=height)


@dataclass(frozen=True, kw_only=True, eq=False)
class RowLight:
    """What a row gets behind its neighbours, averaged over its width."""

    sun: npt.NDArray[np.float64]
    """Of the beam and the light around the sun [fraction]."""
    sky: Angles
    """Of the light of the sky that a row alone would see [fraction]."""
    ground_w_m2: npt.NDArray[np.float64]
    """From the ground, itself shaded by the rows [W/m2]."""
    rear_w_m2: npt.NDArray[np.float64]
    """On the back of the row; 0 where it was not asked for [W/m2]."""


def row_light(
    rows: Rows,
    *,
    tilt_deg: Angles,
    azimuth_deg: Angles,
    zenith_deg: npt.NDArray[np.float64],
    sun_azimuth_deg: npt.NDArray[np.float64],
    ghi: npt.NDArray[np.float64],
    dhi: npt.NDArray[np.float64],
    dni: npt.NDArray[np.float64],
    dni_extra: npt.NDArray[np.float64],
    albedo: float,
    with_rear: bool = True,
) -> RowLight:
    """Return the light that rows leave to each other, on both sides.

    Shaded width counts in proportion: strings whose cells are shaded unevenly lose more.

    Parameters
    ----------
    rows
        Their ratio, width and height.
    tilt_deg, azimuth_deg
        Of the rows, one for all hours or one an hour [deg].
    zenith_deg, sun_azimuth_deg
        Of the sun [deg].
    ghi, dhi, dni, dni_extra
        In the same hours [W/m2].
    albedo
        Of the ground [fraction].
    with_rear
        False leaves the back dark, for modules of one face; it takes half of the time.

    Notes
    -----
    Infinite sheds after Mikofski et al. 2019 (46th IEEE PVSC, p. 1282), as pvlib has it; the beam
    after Anderson & Mikofski 2020, NREL/TP-5K00-76626.

    Examples
    --------
    >>> noon = {name: np.array([value]) for name, value in [
    ...     ("zenith_deg", 10.0), ("sun_azimuth_deg", 180.0), ("ghi", 900.0), ("dhi", 100.0),
    ...     ("dni", 812.0), ("dni_extra", 1367.0)]}
    >>> light = row_light(rows_of(0.4), tilt_deg=10.0, azimuth_deg=180.0, albedo=0.2, **noon)
    >>> light.sun.tolist(), bool(0.99 < light.sky < 1), bool(60 < light.rear_w_m2[0] < 120)
    ([1.0], True, True)
    """
    shared = (zenith_deg, sun_azimuth_deg, rows.gcr, rows.height_m, rows.pitch_m, ghi, dhi, dni)

    def side(tilt: Angles, azimuth: Angles) -> dict[str, npt.NDArray[np.float64]]:
        light: dict[str, npt.NDArray[np.float64]] = infinite_sheds.get_irradiance_poa(
            *(tilt, azimuth, *shared, albedo),
            model="haydavies",
            dni_extra=dni_extra,
        )
        return light

    front = side(tilt_deg, azimuth_deg)
    rear_w_m2 = np.zeros(len(zenith_deg))
    if with_rear:
        rear = side(180.0 - np.asarray(tilt_deg), (np.asarray(azimuth_deg) + 180.0) % 360.0)
        rear_w_m2 = np.maximum(rear["poa_global"], 0)
    alone = (1 + np.cos(np.radians(tilt_deg))) / 2
    return RowLight(
        sun=1 - np.asarray(front["shaded_fraction"]),
        sky=np.minimum(utils.vf_row_sky_2d_integ(tilt_deg, rows.gcr) / alone, 1.0),
        ground_w_m2=np.maximum(front["poa_ground_diffuse"], 0),
        rear_w_m2=rear_w_m2,
    )
