"""Several planes at once, such as the roofs of a camp, behind common inverters."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from equipment_catalog.errors import InputError
from equipment_catalog.messages import message
from pv_design.array_settings import array_settings
from pv_design.plane_side import refuse_the_wrong_side
from pv_design.production import Production, ProductionOptions, production_of
from pv_design.weather.gaps import refuse_gaps

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pv_design.weather import Weather


@dataclass(frozen=True, kw_only=True)
class Plane:
    """Modules that look the same way."""

    name: str
    """For tables: the roof, the slope."""
    dc_kw: float
    """Rated power of the modules [kW]."""
    tilt_deg: float
    """0 lies flat, 90 stands [deg]."""
    azimuth_deg: float
    """0 north, 90 east, 180 south [deg]."""
    options: ProductionOptions = field(default_factory=ProductionOptions)
    """What `simulate` takes besides: mounting, losses, gcr, tracking."""


def simulate_planes(weather: Weather, planes: Sequence[Plane], *, ac_kw: float) -> Production:
    """Return what several planes produce together, its waterfall that of all of them.

    Planes with inverters of their own are as many calls of `simulate`.

    Parameters
    ----------
    weather
        A year of hours.
    planes
        Each with its own name.
    ac_kw
        Limit of the inverters behind all of them, with a tracker for each plane [kW]; the energy
        of an hour is shared as the DC power of it.

    Raises
    ------
    InputError
        If there is no plane, two share a name, planes differ in the efficiency of their inverters
        or in losses, or as `simulate` does.

    Examples
    --------
    >>> from pv_design.weather.embedded import embedded_weather
    >>> here = embedded_weather(2.983982, -76.6507771, altitude_m=1200.0)
    >>> roofs = [Plane(name=name, dc_kw=50.0, tilt_deg=15.0, azimuth_deg=azimuth)
    ...          for name, azimuth in (("east", 90.0), ("west", 270.0))]
    >>> together = simulate_planes(here, roofs, ac_kw=60.0)
    >>> bool(abs(together.planes["annual_ac_kwh"].sum() / together.annual_ac_kwh - 1) < 1e-12)
    True
    """
    _check_names(planes)
    if not 0 < ac_kw < float("inf"):
        raise InputError.of("ac_kw", ac_kw, allowed=message("a number above 0"))
    refuse_gaps(weather)
    arrays = {
        plane.name: array_settings(
            dc_kw=plane.dc_kw,
            tilt_deg=plane.tilt_deg,
            azimuth_deg=plane.azimuth_deg,
            **plane.options,
        )
        for plane in planes
    }
    for array in arrays.values():
        refuse_the_wrong_side(weather.latitude, array)
    return production_of(weather, arrays, ac_rating_kw=ac_kw)


def _check_names(planes: Sequence[Plane]) -> None:
    names = [plane.name for plane in planes]
    if not names or len(set(names)) < len(names):
        allowed = message("at least one plane, each with a name of its own")
        raise InputError.of("planes", ", ".join(names), allowed=allowed)
