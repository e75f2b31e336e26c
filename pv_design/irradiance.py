"""From the horizontal to what a module takes in: plane of array and losses of incidence."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from functools import cache, lru_cache
from typing import TYPE_CHECKING

import numpy as np
import pvlib

from equipment_catalog.tables import read_fact
from pv_design.row_shade import RowLight, Rows, row_light
from pv_design.spectrum import de_soto_factor
from pv_design.sun_position import sun_position
from pv_design.terrain_shade import TerrainShade, terrain_shade
from pv_design.trackers import Tracking, tracker_angles

if TYPE_CHECKING:
    from collections.abc import Mapping

    import numpy.typing as npt

    from pv_design.array_settings import ArraySettings
    from pv_design.row_shade import Angles
    from pv_design.weather import Weather

_HORIZON_DEG = 90.0
_TABLE_TILTS_DEG = np.arange(0.0, 91.0, 5.0)


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
    light = _lit_hours(weather)
    if not light.lit.any():
        return PlaneIrradiance(**dict.fromkeys(_PARTS, np.zeros(len(light.lit))))
    tilt, azimuth = _angles(light, tilt_deg, azimuth_deg, tracking, rows)
    plane = _on_plane(light, tilt, azimuth, albedo)
    sun_seen, behind_terrain = np.ones(len(light.ghi)), plane
    if weather.horizon is not None and not weather.horizon_is_included:
        shade = terrain_shade(weather, tilt_deg=tilt_deg, azimuth_deg=azimuth_deg)
        sun_seen = shade.sun[light.lit]
        behind_terrain = _behind_terrain(plane, sun_seen, shade)
    seen, rear = behind_terrain, np.zeros(len(sun_seen))
    if rows is not None:
        left = _row_light(light, rows, tilt, azimuth, albedo=albedo, sun_seen=sun_seen)
        seen = _behind_rows(behind_terrain, left)
        rear = left.rear_w_m2 * _passed(tilt)["sky"] * rear_fraction
    glass = _through_glass(seen, _passed(tilt))
    used = np.maximum(glass, 0) + rear
    if spectral is not None:
        pressure = pvlib.atmosphere.alt2pres(weather.altitude_m)
        used = used * de_soto_factor(light.zenith, pressure_pa=pressure)
    free, poa, lit = _totals(light.lit, plane, behind_terrain, seen)
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


@dataclass(frozen=True, kw_only=True, eq=False)
class _LitHours:
    """The hours with light, and the sun in them."""

    lit: npt.NDArray[np.bool_]
    ghi: npt.NDArray[np.float64]
    dni: npt.NDArray[np.float64]
    dhi: npt.NDArray[np.float64]
    zenith: npt.NDArray[np.float64]
    sun_azimuth: npt.NDArray[np.float64]
    dni_extra: npt.NDArray[np.float64]
    airmass: npt.NDArray[np.float64]


@dataclass(frozen=True, kw_only=True, eq=False)
class _PlaneLight:
    """Parts of the light on a plane."""

    incidence: npt.NDArray[np.float64]
    beam: npt.NDArray[np.float64]
    sky: Mapping[str, npt.NDArray[np.float64]]
    ground: npt.NDArray[np.float64]

    @property
    def total(self) -> npt.NDArray[np.float64]:
        return self.beam + self.sky["poa_sky_diffuse"] + self.ground


def _lit_hours(weather: Weather) -> _LitHours:
    data = weather.data
    ghi, dni, dhi = (data[name].to_numpy(dtype=float) for name in ("ghi", "dni", "dhi"))
    lit = (ghi > 0) | (dni > 0) | (dhi > 0)
    zenith, sun_azimuth, dni_extra, airmass = (column[lit] for column in _sun_columns(weather))
    return _LitHours(
        lit=lit,
        ghi=ghi[lit],
        dni=dni[lit],
        dhi=dhi[lit],
        zenith=zenith,
        sun_azimuth=sun_azimuth,
        dni_extra=dni_extra,
        airmass=airmass,
    )


@lru_cache(maxsize=16)
def _sun_columns(weather: Weather) -> tuple[npt.NDArray[np.float64], ...]:
    """Return the sun of every hour; it hangs on site and hours, not on the weather's values."""
    sun = sun_position(weather)
    names = ("apparent_zenith", "azimuth", "dni_extra", "airmass_relative")
    return tuple(sun[name].to_numpy() for name in names)


def _angles(
    light: _LitHours,
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


def _on_plane(light: _LitHours, tilt: Angles, azimuth: Angles, albedo: float) -> _PlaneLight:
    incidence = pvlib.irradiance.aoi(tilt, azimuth, light.zenith, light.sun_azimuth)
    towards_sun = np.maximum(np.cos(np.radians(incidence)), 0)
    sky = pvlib.irradiance.perez_driesse(
        *(tilt, azimuth, light.dhi, light.dni, light.dni_extra),
        *(light.zenith, light.sun_azimuth, light.airmass),
        return_components=True,
    )
    return _PlaneLight(
        incidence=incidence,
        beam=np.where(light.zenith < _HORIZON_DEG, light.dni * towards_sun, 0),
        sky=sky,
        ground=pvlib.irradiance.get_ground_diffuse(tilt, light.ghi, albedo),
    )


def _row_light(
    light: _LitHours,
    rows: Rows,
    tilt: Angles,
    azimuth: Angles,
    *,
    albedo: float,
    sun_seen: npt.NDArray[np.float64],
) -> RowLight:
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
    )


def _behind_rows(plane: _PlaneLight, left: RowLight) -> _PlaneLight:
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


def _totals(lit: npt.NDArray[np.bool_], *steps: _PlaneLight) -> list[npt.NDArray[np.float64]]:
    """Return the light of each hour after each step, one array for steps that change nothing."""
    hourly = {id(step): _over_the_year(step.total, lit) for step in dict.fromkeys(steps)}
    return [hourly[id(step)] for step in steps]


def _through_glass(plane: _PlaneLight, passed: Mapping[str, Angles]) -> npt.NDArray[np.float64]:
    through: npt.NDArray[np.float64] = (
        (plane.beam + plane.sky["poa_circumsolar"])
        * pvlib.iam.physical(plane.incidence, n_ar=_coating())
        + plane.sky["poa_isotropic"] * passed["sky"]
        + plane.sky["poa_horizon"] * passed["horizon"]
        + plane.ground * passed["ground"]
    )
    return through


def _behind_terrain(
    plane: _PlaneLight, sun_seen: npt.NDArray[np.float64], shade: TerrainShade
) -> _PlaneLight:
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


def _passed(tilt: Angles) -> Mapping[str, Angles]:
    """Return what passes coated glass at the tilt of each hour, by a table of every 5 degrees."""
    if not isinstance(tilt, np.ndarray):
        return diffuse_passed(tilt)
    table = [diffuse_passed(float(row)) for row in _TABLE_TILTS_DEG]
    return {
        region: np.interp(tilt, _TABLE_TILTS_DEG, [row[region] for row in table])
        for region in table[0]
    }


def _coating() -> float:
    return read_fact("pv_design", "data/production.csv", "coating_refractive_index").value


def _over_the_year(
    lit_values: npt.NDArray[np.float64], lit: npt.NDArray[np.bool_]
) -> npt.NDArray[np.float64]:
    values = np.zeros(len(lit))
    values[lit] = np.maximum(lit_values, 0)
    return values
