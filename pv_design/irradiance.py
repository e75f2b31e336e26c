"""From the horizontal to what a module takes in: plane of array and losses of incidence."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

import numpy as np
import pvlib

from equipment_catalog.tables import read_fact
from pv_design.sun_position import sun_position
from pv_design.terrain_shade import terrain_shade

if TYPE_CHECKING:
    from collections.abc import Mapping

    import numpy.typing as npt

    from pv_design.weather import Weather

_HORIZON_DEG = 90.0


@dataclass(frozen=True, kw_only=True, eq=False)
class PlaneIrradiance:
    """Irradiance of one plane, hour by hour; 0 at night and never below."""

    free_w_m2: npt.NDArray[np.float64]
    """On the plane, were the horizon free [W/m2]."""
    poa_w_m2: npt.NDArray[np.float64]
    """On the plane behind the terrain, before any reflection [W/m2]."""
    effective_w_m2: npt.NDArray[np.float64]
    """What passes the cover glass [W/m2]."""


def plane_irradiance(
    weather: Weather, *, tilt_deg: float, azimuth_deg: float, albedo: float
) -> PlaneIrradiance:
    """Return the irradiance on a plane and behind its cover glass.

    Sky diffuse after Perez-Driesse (Driesse et al. 2024, Solar Energy 267:112093); reflection of
    the beam and of the circumsolar light at coated glass; of the rest of the sky, the horizon and
    the ground after Marion 2017 (Solar Energy 147:344). Hours with the sun below the horizontal
    have no beam; their diffuse light is kept.

    A far horizon of the weather takes the beam and the light around the sun while the sun is
    behind it, its share of the even sky, and its share of the bright band along the horizon; where
    the sky is darker than even along the horizon, it takes as much of that as of the even sky.
    Light from the ground stays, and the terrain itself throws none back.

    Parameters
    ----------
    weather
        Hourly `ghi, dni, dhi` [W/m2] on the free horizontal, its site and its horizon.
    tilt_deg
        From the horizontal [deg].
    azimuth_deg
        The plane looks towards it: 0 north, 90 east [deg].
    albedo
        Of the ground [fraction].

    Examples
    --------
    >>> from pv_design.weather.embedded import embedded_weather
    >>> here = embedded_weather(2.983982, -76.6507771, altitude_m=1200.0)
    >>> flat = plane_irradiance(here, tilt_deg=0.0, azimuth_deg=180.0, albedo=0.2)
    >>> bool(abs(flat.poa_w_m2.sum() / here.data["ghi"].sum() - 1) < 0.002)
    True
    """
    data, sun = weather.data, sun_position(weather)
    ghi, dni, dhi = (data[name].to_numpy(dtype=float) for name in ("ghi", "dni", "dhi"))
    lit = (ghi > 0) | (dni > 0) | (dhi > 0)
    if not lit.any():
        dark = np.zeros(len(lit))
        return PlaneIrradiance(free_w_m2=dark, poa_w_m2=dark, effective_w_m2=dark)
    ghi, dni, dhi = ghi[lit], dni[lit], dhi[lit]
    zenith, sun_azimuth, dni_extra, airmass = (
        sun[name].to_numpy()[lit]
        for name in ("apparent_zenith", "azimuth", "dni_extra", "airmass_relative")
    )
    incidence = pvlib.irradiance.aoi(tilt_deg, azimuth_deg, zenith, sun_azimuth)
    towards_sun = np.maximum(np.cos(np.radians(incidence)), 0)
    beam = np.where(zenith < _HORIZON_DEG, dni * towards_sun, 0)
    sky = pvlib.irradiance.perez_driesse(
        *(tilt_deg, azimuth_deg, dhi, dni, dni_extra, zenith, sun_azimuth, airmass),
        return_components=True,
    )
    ground = pvlib.irradiance.get_ground_diffuse(tilt_deg, ghi, albedo)
    shade = terrain_shade(weather, tilt_deg=tilt_deg, azimuth_deg=azimuth_deg)
    sun_seen = shade.sun[lit]
    seen = _sky_behind_terrain(sky, sun_seen, sky_seen=shade.sky, band_seen=shade.band)
    passed, coating = diffuse_passed(tilt_deg), _coating()
    effective = (
        (beam * sun_seen + seen["poa_circumsolar"]) * pvlib.iam.physical(incidence, n_ar=coating)
        + seen["poa_isotropic"] * passed["sky"]
        + seen["poa_horizon"] * passed["horizon"]
        + ground * passed["ground"]
    )
    return PlaneIrradiance(
        free_w_m2=_over_the_year(beam + sky["poa_sky_diffuse"] + ground, lit),
        poa_w_m2=_over_the_year(beam * sun_seen + seen["poa_sky_diffuse"] + ground, lit),
        effective_w_m2=_over_the_year(effective, lit),
    )


def _sky_behind_terrain(
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


@cache
def diffuse_passed(tilt_deg: float) -> dict[str, float]:
    """Return the fraction of diffuse light that passes coated glass: sky, horizon, ground.

    Marion 2017, Solar Energy 147:344; integrated once a tilt.

    Examples
    --------
    >>> round(diffuse_passed(20.0)["sky"], 2)
    0.96
    """
    integrals = pvlib.iam.marion_diffuse("physical", tilt_deg, n_ar=_coating())
    return {region: float(value) for region, value in integrals.items()}


def _coating() -> float:
    return read_fact("pv_design", "data/production.csv", "coating_refractive_index").value


def _over_the_year(
    lit_values: npt.NDArray[np.float64], lit: npt.NDArray[np.bool_]
) -> npt.NDArray[np.float64]:
    values = np.zeros(len(lit))
    values[lit] = np.maximum(lit_values, 0)
    return values
