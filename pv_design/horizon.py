"""The terrain around a site: how high it stands in each direction and what sky it leaves."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from equipment_catalog.errors import InputError
from equipment_catalog.messages import Message, message
from equipment_catalog.notes import Note
from equipment_catalog.tables import read_fact

if TYPE_CHECKING:
    import numpy.typing as npt

    from pv_design.weather import Weather

FACTS = "data/horizon.csv"
_TURN_DEG = 360.0
_UPRIGHT_DEG = 90.0
_DIRECTIONS = 720
"""Directions over which the sky is integrated; half a degree each."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Horizon:
    """Height of the terrain all round, straight lines between its points.

    Raises
    ------
    InputError
        If there is no point, a value is no number, an azimuth stands twice, or an elevation is
        not from 0 to 90 deg.

    Examples
    --------
    >>> ridge = Horizon(azimuth_deg=[90.0, 180.0, 350.0], elevation_deg=[20.0, 0.0, 10.0])
    >>> ridge.elevation_at(np.array([90.0, 135.0, 40.0, 360.0])).tolist()
    [20.0, 10.0, 15.0, 11.0]
    """

    azimuth_deg: npt.NDArray[np.float64]
    """Direction of each point: 0 north, 90 east; kept from 0 to below 360 and in order."""
    elevation_deg: npt.NDArray[np.float64]
    """Top of the terrain above the horizontal, 0 to 90."""
    source: Message | str = ""
    """File or service the profile comes from."""
    sha256: str = ""
    """Checksum of the file that was read."""
    notes: tuple[Note, ...] = ()
    """How the profile was read, where that was not plain."""

    def __post_init__(self) -> None:
        """Refuse what is no profile and put its points in order."""
        azimuth = np.asarray(self.azimuth_deg, dtype=float) % _TURN_DEG
        elevation = np.asarray(self.elevation_deg, dtype=float)
        if azimuth.ndim != 1 or not len(azimuth) or azimuth.shape != elevation.shape:
            allowed = message("as many elevations as azimuths, at least one")
            raise InputError.of("azimuth_deg", azimuth.size, allowed=allowed)
        if not np.isfinite(azimuth).all() or len(np.unique(azimuth)) < len(azimuth):
            allowed = message("numbers, each direction once")
            raise InputError.of("azimuth_deg", self.azimuth_deg, allowed=allowed)
        outside = ~((elevation >= 0) & (elevation <= _UPRIGHT_DEG))
        if outside.any():
            allowed = message("0 to 90 degrees")
            raise InputError.of("elevation_deg", float(elevation[outside][0]), allowed=allowed)
        order = np.argsort(azimuth)
        for name, values in (("azimuth_deg", azimuth), ("elevation_deg", elevation)):
            ordered = values[order]
            ordered.flags.writeable = False
            object.__setattr__(self, name, ordered)

    def elevation_at(self, azimuth_deg: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
        """Return the height of the terrain in some directions [deg]."""
        return np.interp(azimuth_deg, self.azimuth_deg, self.elevation_deg, period=_TURN_DEG)


def with_horizon(weather: Weather, horizon: Horizon) -> Weather:
    """Return the weather with the terrain that shades the plane.

    Where the source has already taken the terrain's part, the weather stays as it is and a
    warning says so: nothing is shaded twice.

    Parameters
    ----------
    weather
        Of the site; its real years get the same terrain.
    horizon
        Terrain around the site.

    Examples
    --------
    >>> from pv_design.weather.embedded import embedded_weather
    >>> here = embedded_weather(2.983982, -76.6507771, altitude_m=1200.0)
    >>> with_horizon(here, Horizon(azimuth_deg=[0.0], elevation_deg=[5.0])).horizon.elevation_deg
    array([5.])
    """
    if weather.horizon_is_included:
        return replace(weather, notes=(*weather.notes, _included_note(weather, horizon)))
    return replace(
        weather,
        horizon=horizon,
        real_years=tuple(with_horizon(year, horizon) for year in weather.real_years),
        notes=(*weather.notes, *horizon.notes),
    )


def _included_note(weather: Weather, horizon: Horizon) -> Note:
    return Note(
        what=message("The horizon file is not used: the weather has the terrain in it"),
        value=horizon.source,
        source=weather.source,
        effect=message(
            "the sun would be shaded twice; fetch the weather without its horizon to use the file"
        ),
        kind="warning",
    )


@lru_cache(maxsize=256)
def sky_seen_fraction(horizon: Horizon, tilt_deg: float, azimuth_deg: float) -> float:
    """Return what the terrain leaves of an even sky, seen by a plane; 1 for a free horizon.

    The radiance over the plane's own half of the sky, weighted with the cosine of its incidence,
    above the terrain over that above the horizontal: in closed form over the height, summed over
    the directions. Flat under an even horizon h it is cos(h)^2.

    Parameters
    ----------
    horizon
        Terrain around the site.
    tilt_deg, azimuth_deg
        Of the plane [deg].

    Examples
    --------
    >>> even = Horizon(azimuth_deg=[0.0], elevation_deg=[30.0])
    >>> round(sky_seen_fraction(even, 0.0, 180.0), 6)
    0.75
    """
    directions, towards = _directions(azimuth_deg)
    tilt = np.radians(tilt_deg)
    behind = np.arctan2(np.sin(tilt) * np.maximum(-towards, 0), np.cos(tilt))
    terrain = np.radians(horizon.elevation_at(directions))
    seen, open_sky = (
        _light_above(lowest, tilt, towards).sum()
        for lowest in (np.maximum(terrain, behind), behind)
    )
    return float(seen / open_sky)


@lru_cache(maxsize=256)
def band_seen_fraction(horizon: Horizon, azimuth_deg: float) -> float:
    """Return what the terrain leaves of the bright band along the horizon; 1 for a free horizon.

    The band reaches 6.5 deg up and is seen by the half of the compass before the plane, weighted
    with the cosine; terrain hides the part of its height that it covers.

    Parameters
    ----------
    horizon
        Terrain around the site.
    azimuth_deg
        The plane looks towards it [deg].

    Examples
    --------
    >>> low = Horizon(azimuth_deg=[0.0], elevation_deg=[3.25])
    >>> round(band_seen_fraction(low, 180.0), 6)
    0.5
    """
    directions, towards = _directions(azimuth_deg)
    before = np.maximum(towards, 0)
    band = read_fact("pv_design", FACTS, "horizon_band").value
    left = np.maximum(1 - horizon.elevation_at(directions) / band, 0)
    return float((before * left).sum() / before.sum())


def _directions(azimuth_deg: float) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    """Return directions all round and the cosine of each against that of the plane."""
    steps = np.arange(_DIRECTIONS, dtype=np.float64)
    directions: npt.NDArray[np.float64] = (steps + 0.5) * (_TURN_DEG / _DIRECTIONS)
    towards: npt.NDArray[np.float64] = np.cos(np.radians(directions - azimuth_deg))
    return directions, towards


def _light_above(
    lowest: npt.NDArray[np.float64], tilt: float, towards: npt.NDArray[np.float64]
) -> npt.NDArray[np.float64]:
    """Return the even light of each direction from a height up to the zenith, on the plane."""
    level = np.cos(lowest) ** 2 / 2
    upright = (np.pi / 2 - lowest) / 2 - np.sin(2 * lowest) / 4
    light: npt.NDArray[np.float64] = np.cos(tilt) * level + np.sin(tilt) * towards * upright
    return light
