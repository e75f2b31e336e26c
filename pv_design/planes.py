"""Several planes at once, such as the roofs of a camp, behind one inverter or their own."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from equipment_catalog.errors import InputError
from equipment_catalog.messages import message
from pv_design.array_power import cells_dc_kw, inverter_ac_kw
from pv_design.irradiance import array_irradiance
from pv_design.losses import SystemLoss, kept_fraction
from pv_design.production import Production, ProductionOptions, simulate

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy.typing as npt

    from equipment_catalog.notes import Note
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


@dataclass(frozen=True, kw_only=True, eq=False)
class PlanesProduction:
    """A year of several planes."""

    ac_kw: pd.Series
    """At the meter, all planes [kW]."""
    annual_ac_kwh: float
    """Energy of the year [kWh]."""
    monthly_ac_kwh: pd.Series
    """Energy of each month, 1 to 12 [kWh]."""
    planes: pd.DataFrame
    """A row a plane: `dc_kw, annual_ac_kwh, share_fraction, specific_yield_kwh_per_kw`."""
    clipped_kwh: float
    """What the limit or limits take in the year [kWh]."""
    notes: tuple[Note, ...]
    """Of all planes, each once."""


def simulate_planes(
    weather: Weather, planes: Sequence[Plane], *, ac_kw: float | None = None
) -> PlanesProduction:
    """Return what several planes produce together.

    Parameters
    ----------
    weather
        A year of hours.
    planes
        Each with its own name.
    ac_kw
        Limit of one inverter, with a tracker for each plane, behind all of them [kW]; the energy
        of an hour is shared as the DC power of it. None for an inverter a plane, as `simulate`
        sizes it.

    Raises
    ------
    InputError
        If there is no plane, two share a name, planes behind one inverter differ in its efficiency
        or in the losses behind it, or as `simulate` does.

    Examples
    --------
    >>> from pv_design.weather.embedded import embedded_weather
    >>> here = embedded_weather(2.983982, -76.6507771, altitude_m=1200.0)
    >>> roofs = [Plane(name=name, dc_kw=50.0, tilt_deg=15.0, azimuth_deg=azimuth)
    ...          for name, azimuth in (("east", 90.0), ("west", 270.0))]
    >>> together = simulate_planes(here, roofs, ac_kw=60.0)
    >>> float(together.planes["share_fraction"].sum().round(9))
    1.0
    """
    _check_names(planes)
    plants = [
        simulate(
            weather,
            dc_kw=plane.dc_kw,
            tilt_deg=plane.tilt_deg,
            azimuth_deg=plane.azimuth_deg,
            **plane.options,
        )
        for plane in planes
    ]
    if ac_kw is None:
        hourly = np.stack([plant.ac_kw.to_numpy() for plant in plants])
        clipped = sum(map(_clipped_kwh, plants))
    else:
        hourly, clipped = _behind_one_inverter(weather, plants, ac_kw)
    return _together(planes, plants, hourly, clipped)


def _behind_one_inverter(
    weather: Weather, plants: Sequence[Production], ac_kw: float
) -> tuple[npt.NDArray[np.float64], float]:
    if not 0 < ac_kw < float("inf"):
        raise InputError.of("ac_kw", ac_kw, allowed=message("a number above 0"))
    efficiency, behind = _common(plants)
    dc = np.stack(
        [
            cells_dc_kw(weather, array_irradiance(weather, plant.settings), plant.settings)
            * kept_fraction(plant.settings.losses, "dc")
            for plant in plants
        ]
    )
    whole = dc.sum(axis=0)
    free, limited = inverter_ac_kw(whole, ac_rating_kw=ac_kw, efficiency=efficiency)
    kept = kept_fraction(behind, "ac")
    share = np.divide(dc, whole, out=np.zeros_like(dc), where=whole > 0)
    return share * limited * kept, float((free - limited).sum()) * kept


def _common(plants: Sequence[Production]) -> tuple[float, tuple[SystemLoss, ...]]:
    """Return efficiency of the inverter and losses, which must agree behind it."""
    kept = {kept_fraction(plant.settings.losses, "ac") for plant in plants}
    efficiency = {plant.settings.inverter_efficiency for plant in plants}
    for name, values in (("losses", kept), ("inverter_efficiency", efficiency)):
        if len(values) > 1:
            allowed = message("the same for all planes behind one inverter")
            raise InputError.of(f"planes.{name}", str(sorted(values)), allowed=allowed)
    return efficiency.pop(), plants[0].settings.losses


def _together(
    planes: Sequence[Plane],
    plants: Sequence[Production],
    hourly: npt.NDArray[np.float64],
    clipped_kwh: float,
) -> PlanesProduction:
    hours = pd.DatetimeIndex(plants[0].ac_kw.index)
    ac = hourly.sum(axis=0)
    by_month = np.bincount(np.asarray(hours.month), weights=ac, minlength=13)[1:]
    dc_kw, by_plane = np.array([plane.dc_kw for plane in planes]), hourly.sum(axis=1)
    annual = float(ac.sum())
    table = pd.DataFrame(
        {
            "dc_kw": dc_kw,
            "annual_ac_kwh": by_plane,
            "share_fraction": by_plane / annual if annual > 0 else np.zeros(len(planes)),
            "specific_yield_kwh_per_kw": by_plane / dc_kw,
        },
        index=pd.Index([plane.name for plane in planes], name="plane"),
    )
    notes = {str(note.what) + str(note.value): note for plant in plants for note in plant.notes}
    return PlanesProduction(
        ac_kw=pd.Series(ac, hours, name="ac_kw"),
        annual_ac_kwh=annual,
        monthly_ac_kwh=pd.Series(by_month, pd.RangeIndex(1, 13, name="month"), name="ac_kwh"),
        planes=table,
        clipped_kwh=clipped_kwh,
        notes=tuple(notes.values()),
    )


def _clipped_kwh(plant: Production) -> float:
    energy = plant.losses.set_index("step")["energy_kwh"]
    return float(energy["inverter"] - energy["clipping"]) * kept_fraction(
        plant.settings.losses, "ac"
    )


def _check_names(planes: Sequence[Plane]) -> None:
    names = [plane.name for plane in planes]
    if not names or len(set(names)) < len(names):
        allowed = message("at least one plane, each with a name of its own")
        raise InputError.of("planes", ", ".join(names), allowed=allowed)
