"""The side to which a fixed plane looks: to the equator, or to the pole and away from the sun."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from equipment_catalog.errors import InputError
from equipment_catalog.messages import message
from equipment_catalog.tables import read_fact

if TYPE_CHECKING:
    from pv_design.array_settings import ArraySettings


def looks_to_the_pole(
    latitude: float, settings: ArraySettings, *, beyond_deg: float, steeper_deg: float
) -> bool:
    """Tell whether a fixed plane looks away from the equator.

    Parameters
    ----------
    latitude
        Of the site [deg].
    settings
        Plane; trackers have no side.
    beyond_deg, steeper_deg
        Latitude and tilt up to which no side is wrong [deg].

    Examples
    --------
    >>> from pv_design.array_settings import array_settings
    >>> plane = array_settings(dc_kw=1.0, tilt_deg=30.0, azimuth_deg=180.0)
    >>> looks_to_the_pole(-31.0, plane, beyond_deg=5.0, steeper_deg=5.0)
    True
    """
    if settings.tracking is not None or abs(latitude) <= beyond_deg:
        return False
    towards_equator = 180.0 if latitude > 0 else 0.0
    away = math.cos(math.radians(settings.azimuth_deg - towards_equator)) < 0
    return away and settings.tilt_deg > steeper_deg


def lost_to_the_pole_fraction(latitude: float, settings: ArraySettings) -> float:
    """Return how much less sun a plane gets at noon of the equinox than if it were turned round.

    On that day the sun stands over the equator, as far from the zenith as the latitude, so that
    the cosine of the incidence is ``cos(tilt) cos(latitude)``, with ``sin(tilt) sin(latitude)
    cos(azimuth from the equator)`` more.

    Parameters
    ----------
    latitude
        Of the site [deg].
    settings
        Plane; trackers have no side and lose 0.

    Returns
    -------
    float
        Fraction of what the turned plane gets; 0 for a plane that looks to the equator, east or
        west, for a level one, and on the equator.

    Examples
    --------
    >>> from pv_design.array_settings import array_settings
    >>> plane = array_settings(dc_kw=1.0, tilt_deg=30.0, azimuth_deg=0.0)
    >>> round(lost_to_the_pole_fraction(3.0, plane), 3)
    0.059
    """
    if settings.tracking is not None:
        return 0.0
    tilt, height = math.radians(settings.tilt_deg), math.radians(abs(latitude))
    towards_equator = 180.0 if latitude > 0 else 0.0
    aside = math.cos(math.radians(settings.azimuth_deg - towards_equator))
    level, slope = math.cos(tilt) * math.cos(height), math.sin(tilt) * math.sin(height) * aside
    if slope >= 0:
        return 0.0
    return 1 - max(level + slope, 0.0) / (level - slope)


def refuse_the_wrong_side(latitude: float, settings: ArraySettings) -> None:
    """Refuse a steep plane that looks to the pole outside the tropics, unless it is meant.

    Raises
    ------
    InputError
        If it does and `facing_pole_is_meant` is not set.
    """
    if settings.facing_pole_is_meant:
        return
    latitude_fact, tilt_fact = (
        read_fact("pv_design", "data/production.csv", key).value
        for key in ("pole_refused_latitude", "pole_refused_tilt")
    )
    if looks_to_the_pole(latitude, settings, beyond_deg=latitude_fact, steeper_deg=tilt_fact):
        allowed = message(
            "at latitude {latitude:.1f} the equator lies at azimuth {azimuth:.0f}; a plane that is "
            "to look to the pole takes facing_pole_is_meant",
            latitude=latitude,
            azimuth=180.0 if latitude > 0 else 0.0,
        )
        raise InputError.of("azimuth_deg", settings.azimuth_deg, allowed=allowed)
