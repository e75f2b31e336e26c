"""Light on a plane told apart, and through the glass as PVWatts v8 lets it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pvlib

from pv_design.cover_glass import beam_passed
from pv_design.irradiance import PlaneIrradiance
from pv_design.spectrum import de_soto_factor
from pv_design.sun_position import sun_position

if TYPE_CHECKING:
    import numpy.typing as npt

    from pv_design.weather import Weather

    Floats = npt.NDArray[np.float64]

SKY_ANGLE, GROUND_ANGLE = (0.001497, -0.1388, 59.7), (0.002693, -0.5788, 90.0)
"""Tilt [deg] to the incidence [deg] of even light: Brandemuehl & Beckman 1980, Solar Energy 24:511,
as PVWatts v8 has it."""
UP_DEG = 90.0


def light_on_plane(
    weather: Weather, tilt: Floats, towards: Floats, *, albedo: float
) -> dict[str, Floats]:
    """Return light and angles of each hour on a plane without neighbours, by pvlib's functions."""
    sun, data = sun_position(weather), weather.data
    zenith, azimuth = sun["apparent_zenith"].to_numpy(), sun["azimuth"].to_numpy()
    ghi, dni, dhi = (data[name].to_numpy(dtype=float) for name in ("ghi", "dni", "dhi"))
    cosine = np.maximum(pvlib.irradiance.aoi_projection(tilt, towards, zenith, azimuth), 0)
    sky = pvlib.irradiance.perez_driesse(
        *(tilt, towards, dhi, dni, sun["dni_extra"].to_numpy(), zenith, azimuth),
        airmass=sun["airmass_relative"].to_numpy(),
        return_components=True,
    )
    return {
        "tilt": tilt,
        "zenith": zenith,
        "cosine": cosine,
        "beam": np.where(zenith < UP_DEG, dni * cosine, 0),
        "ground": pvlib.irradiance.get_ground_diffuse(tilt, ghi, albedo),
        **{name: np.nan_to_num(part) for name, part in sky.items()},
    }


def through_its_glass(light: dict[str, Floats], sky: Floats, ground: Floats) -> Floats:
    """Return what passes as PVWatts has it: all light of the sky, round the sun too, is even."""
    glass = light["beam"] * beam_passed(light["cosine"])
    for part, angle in ((sky, SKY_ANGLE), (ground, GROUND_ANGLE)):
        even = np.cos(np.radians(np.polyval(angle, light["tilt"])))
        glass = glass + part * beam_passed(even)
    return glass


def behind(weather: Weather, zenith: Floats, *, lit: Floats, glass: Floats) -> PlaneIrradiance:
    """Return light on a plane and behind its glass as the chain of power takes it."""
    seen, passed = np.maximum(lit, 0), np.maximum(glass, 0)
    pressure = pvlib.atmosphere.alt2pres(weather.altitude_m)
    return PlaneIrradiance(
        free_w_m2=seen,
        poa_w_m2=seen,
        lit_w_m2=seen,
        glass_w_m2=passed,
        rear_w_m2=np.zeros(len(seen)),
        effective_w_m2=passed * de_soto_factor(zenith, pressure_pa=pressure),
    )
