"""From the horizontal to what a module takes in: plane of array and losses of incidence."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING

import numpy as np
import pvlib

from pv_design.cover_glass import diffuse_passed_hourly
from pv_design.lit_hours import LitHours, lit_hours
from pv_design.plane_light import (
    PlaneLight,
    behind_rows,
    behind_terrain,
    light_between_rows,
    on_plane,
    through_glass,
)
from pv_design.spectrum import de_soto_factor
from pv_design.terrain_shade import terrain_shade
from pv_design.trackers import Tracking, tracker_angles

if TYPE_CHECKING:
    import numpy.typing as npt

    from pv_design.array_settings import ArraySettings
    from pv_design.row_shade import Angles, Rows
    from pv_design.weather import Weather


@dataclass(frozen=True, kw_only=True, eq=False)
class PlaneIrradiance:
    """Irradiance of one plane, hour by hour; 0 at night and never below."""

    free_w_m2: npt.NDArray[np.float64]
    """On the plane, were the horizon free [W/m2]."""
    poa_w_m2: npt.NDArray[np.float64]
    """On the plane behind the terrain, before any reflection [W/m2]."""
    lit_w_m2: npt.NDArray[np.float64]
    """On the plane behind the rows before it; that behind the terrain for a row alone [W/m2]."""
    glass_w_m2: npt.NDArray[np.float64]
    """What passes the cover glass of the front [W/m2]."""
    rear_w_m2: npt.NDArray[np.float64]
    """What the back adds, told as light of the front; 0 where it is dark [W/m2]."""
    effective_w_m2: npt.NDArray[np.float64]
    """What the cells make use of: both sides, with the factor of the spectrum [W/m2]."""


_PARTS = [part.name for part in fields(PlaneIrradiance)]


def array_irradiance(weather: Weather, settings: ArraySettings) -> PlaneIrradiance:
    """Return the irradiance on the modules of a plant as `plane_irradiance` does.

    Parameters
    ----------
    weather
        Hourly irradiance, its site and its horizon.
    settings
        Plane, rows, trackers, rear and spectrum are used.
    """
    return plane_irradiance(
        weather,
        tilt_deg=settings.tilt_deg,
        azimuth_deg=settings.azimuth_deg,
        albedo=settings.albedo,
        tracking=settings.tracking,
        rows=settings.rows,
        rear_fraction=settings.rear_fraction,
        spectral=settings.spectral,
    )


def plane_irradiance(
    weather: Weather,
    *,
    tilt_deg: float,
    azimuth_deg: float,
    albedo: float,
    tracking: Tracking | None = None,
    rows: Rows | None = None,
    rear_fraction: float = 0.0,
    spectral: str | None = None,
) -> PlaneIrradiance:
    """Return the irradiance on a plane and behind its cover glass.

    Sky diffuse after Perez-Driesse (Driesse et al. 2024, Solar Energy 267:112093); reflection of
    the beam and of the circumsolar light at coated glass; of the rest of the sky, the horizon and
    the ground after Marion 2017 (Solar Energy 147:344). Hours with the sun below the horizontal
    have no beam; their diffuse light is kept.

    A far horizon of the weather takes the beam and the light around the sun while the sun is
    behind it, its share of the even sky, and its share of the bright band along the horizon; where
    the sky is darker than even along the horizon, it takes as much of that as of the even sky.
    Light from the ground stays, and the terrain itself throws none back. Of trackers, the share
    of the sky behind the terrain is that of their axis.

    Parameters
    ----------
    weather
        Hourly `ghi, dni, dhi` [W/m2] on the free horizontal, its site and its horizon.
    tilt_deg
        From the horizontal, with trackers that of the axis [deg].
    azimuth_deg
        The plane looks towards it, with trackers the axis lies along it: 0 north, 90 east [deg].
    albedo
        Of the ground [fraction].
    tracking
        How the rows turn; None for a fixed plane.
    rows
        Rows before and behind; None for one alone. They take their share of the bright band along
        the horizon as of the even sky.
    rear_fraction
        What light on the back gives over the same on the front; counts with rows only [fraction].
    spectral
        None or `de_soto`.

    Examples
    --------
    >>> from pv_design.weather.embedded import embedded_weather
    >>> here = embedded_weather(2.983982, -76.6507771, altitude_m=1200.0)
    >>> flat = plane_irradiance(here, tilt_deg=0.0, azimuth_deg=180.0, albedo=0.2)
    >>> bool(abs(flat.poa_w_m2.sum() / here.data["ghi"].sum() - 1) < 0.002)
    True
    """
    light = lit_hours(weather)
    if not light.lit.any():
        return PlaneIrradiance(**dict.fromkeys(_PARTS, np.zeros(len(light.lit))))
    tilt, azimuth = _angles(light, tilt_deg, azimuth_deg, tracking, rows)
    plane = on_plane(light, tilt, azimuth, albedo)
    sun_seen, unshaded = _behind_far_horizon(weather, light, plane, tilt_deg, azimuth_deg)
    seen, rear = unshaded, np.zeros(len(sun_seen))
    if rows is not None:
        left = light_between_rows(
            light,
            rows,
            tilt,
            azimuth,
            albedo=albedo,
            sun_seen=sun_seen,
            with_rear=rear_fraction > 0,
        )
        seen = behind_rows(unshaded, left)
        rear = left.rear_w_m2 * diffuse_passed_hourly(tilt)["sky"] * rear_fraction
    glass = through_glass(seen, diffuse_passed_hourly(tilt))
    used = np.maximum(glass, 0) + rear
    if spectral is not None:
        used = used * _colour_factor(weather, light)
    free, poa, lit = _totals(light.lit, plane, unshaded, seen)
    glass_w_m2, rear_w_m2, effective = (
        _over_the_year(part, light.lit) for part in (glass, rear, used)
    )
    return PlaneIrradiance(
        free_w_m2=free,
        poa_w_m2=poa,
        lit_w_m2=lit,
        glass_w_m2=glass_w_m2,
        rear_w_m2=rear_w_m2,
        effective_w_m2=effective,
    )


def _angles(
    light: LitHours,
    tilt_deg: float,
    azimuth_deg: float,
    tracking: Tracking | None,
    rows: Rows | None,
) -> tuple[Angles, Angles]:
    if tracking is None:
        return tilt_deg, azimuth_deg
    return tracker_angles(
        light.zenith,
        light.sun_azimuth,
        axis_tilt_deg=tilt_deg,
        axis_azimuth_deg=azimuth_deg,
        tracking=tracking,
        gcr=None if rows is None else rows.gcr,
    )


def _behind_far_horizon(
    weather: Weather, light: LitHours, plane: PlaneLight, tilt_deg: float, azimuth_deg: float
) -> tuple[npt.NDArray[np.float64], PlaneLight]:
    """Return the share of the sun that the terrain leaves in each lit hour, and of the light."""
    if weather.horizon is None or weather.horizon_is_included:
        return np.ones(len(light.ghi)), plane
    shade = terrain_shade(weather, tilt_deg=tilt_deg, azimuth_deg=azimuth_deg)
    sun_seen = shade.sun[light.lit]
    return sun_seen, behind_terrain(plane, sun_seen, shade)


def _colour_factor(weather: Weather, light: LitHours) -> npt.NDArray[np.float64]:
    pressure_pa = pvlib.atmosphere.alt2pres(weather.altitude_m)
    return de_soto_factor(light.zenith, pressure_pa=pressure_pa)


def _totals(lit: npt.NDArray[np.bool_], *steps: PlaneLight) -> list[npt.NDArray[np.float64]]:
    """Return the light of each hour after each step, one array for steps that change nothing."""
    hourly = {id(step): _over_the_year(step.total, lit) for step in dict.fromkeys(steps)}
    return [hourly[id(step)] for step in steps]


def _over_the_year(
    lit_values: npt.NDArray[np.float64], lit: npt.NDArray[np.bool_]
) -> npt.NDArray[np.float64]:
    values = np.zeros(len(lit))
    values[lit] = np.maximum(lit_values, 0)
    return values
