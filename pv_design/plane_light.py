"""The parts of the light on a plane, and what terrain, rows and glass leave of each."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
import pvlib

from pv_design.cover_glass import beam_passed
from pv_design.row_shade import RowLight, Rows, row_light
from pv_design.sky_light import sky_light
from pv_design.sun_position import direction

if TYPE_CHECKING:
    from collections.abc import Mapping

    import numpy.typing as npt

    from pv_design.lit_hours import LitHours
    from pv_design.row_shade import Angles
    from pv_design.terrain_shade import TerrainShade

_HORIZON_DEG = 90.0


@dataclass(frozen=True, kw_only=True, eq=False)
class PlaneLight:
    """Parts of the light on a plane."""

    cos_incidence: npt.NDArray[np.float64]
    """Cosine of the angle between the sun and the plane's normal, 0 from behind."""
    beam: npt.NDArray[np.float64]
    """From the disc of the sun [W/m2]."""
    sky: Mapping[str, npt.NDArray[np.float64]]
    """From the sky: `poa_circumsolar, poa_isotropic, poa_horizon` and `poa_sky_diffuse`, what
    they add up to but never below 0 [W/m2]."""
    ground: npt.NDArray[np.float64]
    """Thrown back by the ground [W/m2]."""

    @property
    def total(self) -> npt.NDArray[np.float64]:
        """All of it [W/m2]."""
        return self.beam + self.sky["poa_sky_diffuse"] + self.ground


def on_plane(light: LitHours, tilt: Angles, azimuth: Angles, albedo: float) -> PlaneLight:
    """Return the light on a free plane, by Perez-Driesse.

    Parameters
    ----------
    light
        The hours and their sun.
    tilt, azimuth
        Of the plane, one for all hours or one an hour [deg].
    albedo
        Of the ground [fraction].
    """
    east, north, up = direction(tilt, azimuth)
    sun_east, sun_north, sun_up = light.towards
    towards_sun = np.clip(east * sun_east + north * sun_north + up * sun_up, 0, 1)
    sky = sky_light(
        dhi=light.dhi,
        dni=light.dni,
        dni_extra=light.dni_extra,
        zenith_deg=light.zenith,
        cos_zenith=sun_up,
        airmass=light.airmass,
        towards_sun=towards_sun,
        tilt_deg=tilt,
    )
    return PlaneLight(
        cos_incidence=towards_sun,
        beam=np.where(light.zenith < _HORIZON_DEG, light.dni * towards_sun, 0),
        sky=sky,
        ground=pvlib.irradiance.get_ground_diffuse(tilt, light.ghi, albedo),
    )


def behind_terrain(
    plane: PlaneLight, sun_seen: npt.NDArray[np.float64], shade: TerrainShade
) -> PlaneLight:
    """Return the light that the terrain leaves; that of the ground stays."""
    sky = _sky_behind(plane.sky, sun_seen, sky_seen=shade.sky, band_seen=shade.band)
    return replace(plane, beam=plane.beam * sun_seen, sky=sky)


def _sky_behind(
    sky: Mapping[str, npt.NDArray[np.float64]],
    sun_seen: npt.NDArray[np.float64],
    *,
    sky_seen: float,
    band_seen: float,
) -> dict[str, npt.NDArray[np.float64]]:
    """Return the parts of the sky's light that the terrain leaves, and their sum."""
    band = sky["poa_horizon"]
    left = {
        "poa_circumsolar": sky["poa_circumsolar"] * sun_seen,
        "poa_isotropic": sky["poa_isotropic"] * sky_seen,
        "poa_horizon": band * np.where(band > 0, band_seen, sky_seen),
    }
    lost = sum(sky[part] - kept for part, kept in left.items())
    return {**left, "poa_sky_diffuse": np.maximum(sky["poa_sky_diffuse"] - lost, 0)}


def light_between_rows(
    light: LitHours,
    rows: Rows,
    tilt: Angles,
    azimuth: Angles,
    *,
    albedo: float,
    sun_seen: npt.NDArray[np.float64],
    with_rear: bool,
) -> RowLight:
    """Return what rows leave of each part of the light.

    Parameters
    ----------
    light
        The hours and their sun.
    rows
        Before and behind.
    tilt, azimuth
        Of the planes [deg].
    albedo
        Of the ground [fraction].
    sun_seen
        Of the beam, what the terrain leaves [fraction].
    with_rear
        The back is reckoned too.
    """
    return row_light(
        rows,
        tilt_deg=tilt,
        azimuth_deg=azimuth,
        zenith_deg=light.zenith,
        sun_azimuth_deg=light.sun_azimuth,
        ghi=light.ghi,
        dhi=light.dhi,
        dni=np.where(light.zenith < _HORIZON_DEG, light.dni * sun_seen, 0),
        dni_extra=light.dni_extra,
        albedo=albedo,
        with_rear=with_rear,
    )


def behind_rows(plane: PlaneLight, left: RowLight) -> PlaneLight:
    """Return the light that rows leave, which is never more than on the free plane."""
    part = np.broadcast_to(np.asarray(left.sky), left.sun.shape)
    sky = {
        "poa_circumsolar": plane.sky["poa_circumsolar"] * left.sun,
        "poa_isotropic": plane.sky["poa_isotropic"] * part,
        "poa_horizon": plane.sky["poa_horizon"] * part,
    }
    lost = sum(plane.sky[name] - kept for name, kept in sky.items())
    total = np.maximum(plane.sky["poa_sky_diffuse"] - lost, 0)
    return replace(
        plane,
        beam=plane.beam * left.sun,
        sky={**sky, "poa_sky_diffuse": total},
        ground=np.minimum(left.ground_w_m2, plane.ground),
    )


def through_glass(plane: PlaneLight, passed: Mapping[str, Angles]) -> npt.NDArray[np.float64]:
    """Return what passes the glass, with the diffuse fractions of its sky, horizon and ground."""
    through: npt.NDArray[np.float64] = (
        (plane.beam + plane.sky["poa_circumsolar"]) * beam_passed(plane.cos_incidence)
        + plane.sky["poa_isotropic"] * passed["sky"]
        + plane.sky["poa_horizon"] * passed["horizon"]
        + plane.ground * passed["ground"]
    )
    return through
