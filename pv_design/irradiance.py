"""From the horizontal to what a module takes in: plane of array and losses of incidence."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

import numpy as np
import pvlib

from equipment_catalog.tables import read_fact
from pv_design.sun_position import sun_position

if TYPE_CHECKING:
    import numpy.typing as npt

    from pv_design.weather import Weather

_HORIZON_DEG = 90.0


@dataclass(frozen=True, kw_only=True, eq=False)
class PlaneIrradiance:
    """Irradiance of one plane, hour by hour; 0 at night and never below."""

    poa_w_m2: npt.NDArray[np.float64]
    """On the plane, before any reflection [W/m2]."""
    effective_w_m2: npt.NDArray[np.float64]
    """What passes the cover glass [W/m2]."""


def plane_irradiance(
    weather: Weather, *, tilt_deg: float, azimuth_deg: float, albedo: float
) -> PlaneIrradiance:
    """Return the irradiance on a plane and behind its cover glass.

    Sky diffuse after Perez-Driesse (Driesse et al. 2024, Solar Energy 267:112093); reflection of
    the beam and of the circumsolar light at coated glass; of the rest of the sky, the horizon and
    the ground after Marion 2017 (Solar Energy 147:344). Hours with the sun below the horizon have
    no beam; their diffuse light is kept.

    Parameters
    ----------
    weather
        Hourly `ghi, dni, dhi` [W/m2] and its site.
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
        return PlaneIrradiance(poa_w_m2=np.zeros(len(lit)), effective_w_m2=np.zeros(len(lit)))
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
    passed, coating = diffuse_passed(tilt_deg), _coating()
    effective = (
        (beam + sky["poa_circumsolar"]) * pvlib.iam.physical(incidence, n_ar=coating)
        + sky["poa_isotropic"] * passed["sky"]
        + sky["poa_horizon"] * passed["horizon"]
        + ground * passed["ground"]
    )
    poa = beam + sky["poa_sky_diffuse"] + ground
    return PlaneIrradiance(
        poa_w_m2=_over_the_year(poa, lit), effective_w_m2=_over_the_year(effective, lit)
    )


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
