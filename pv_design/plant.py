"""A plant of whole modules and whole inverters that covers a fraction of a load."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Unpack

import numpy as np
import pandas as pd

from equipment_catalog import pv_modules
from equipment_catalog.errors import InputError
from equipment_catalog.messages import message
from pv_design.inverter_choice import inverter_candidates
from pv_design.module_count import Design, DesignTask, fewest_modules, module_limit
from pv_design.plant_notes import (
    ac_limit_note,
    area_note,
    inverter_efficiency_note,
    inverter_note,
    module_note,
)
from pv_design.sizing import hourly

if TYPE_CHECKING:
    import numpy.typing as npt

    from equipment_catalog.inverters import Inverter
    from equipment_catalog.notes import Note
    from equipment_catalog.pv_modules import PvModule
    from pv_design.production import Production, ProductionOptions
    from pv_design.weather import Weather


@dataclass(frozen=True, kw_only=True, eq=False)
class Plant:
    """A plant as it can be bought, and its year beside the load."""

    module: PvModule
    """Type of the modules."""
    modules: int
    """Number of modules."""
    inverter: Inverter
    """Type of the inverters."""
    inverters: int
    """Number of inverters."""
    production: Production
    """Its year, with the true limit of its inverters."""
    self_used_kw: pd.Series[float]
    """Production used in its own hour [kW], on the labels of the load."""
    export_kw: pd.Series[float]
    """Production beyond the load of its hour [kW]."""
    import_kw: pd.Series[float]
    """Load that the plant does not carry [kW]."""
    load_kwh: float
    """Energy of the load in the year [kWh]."""
    notes: tuple[Note, ...]
    """What was assumed and warned of."""

    @property
    def dc_kw(self) -> float:
        """Rated power of the modules [kW]."""
        return self.production.dc_kw

    @property
    def ac_kw(self) -> float:
        """Limit of the inverters [kW]."""
        return self.production.ac_rating_kw

    @property
    def tilt_deg(self) -> float:
        """Of the modules, from the horizontal [deg]."""
        return self.production.tilt_deg

    @property
    def azimuth_deg(self) -> float:
        """The modules look towards it: 0 north, 180 south [deg]."""
        return self.production.azimuth_deg

    @property
    def annual_ac_kwh(self) -> float:
        """Energy at the meter in the year [kWh]."""
        return self.production.annual_ac_kwh

    @property
    def self_used_kwh(self) -> float:
        """Production used in its own hour, in the year [kWh]."""
        return float(self.self_used_kw.sum())

    @property
    def export_kwh(self) -> float:
        """Production beyond the load, in the year [kWh]."""
        return float(self.export_kw.sum())

    @property
    def import_kwh(self) -> float:
        """Load that the plant does not carry, in the year [kWh]."""
        return float(self.import_kw.sum())

    @property
    def coverage_fraction(self) -> float:
        """Energy at the meter over energy of the load."""
        return self.annual_ac_kwh / self.load_kwh

    @property
    def self_consumption_fraction(self) -> float:
        """Of the production, what is used in its own hour; 0 without production."""
        return self.self_used_kwh / self.annual_ac_kwh if self.annual_ac_kwh > 0 else 0.0

    @property
    def self_sufficiency_fraction(self) -> float:
        """Of the load, what the plant carries in the same hour."""
        return self.self_used_kwh / self.load_kwh


def choose_plant(
    weather: Weather,
    load_kw: pd.Series[float],
    *,
    coverage_fraction: float = 1.0,
    tilt_deg: float,
    azimuth_deg: float,
    module: PvModule | str | None = None,
    inverter: Inverter | str | None = None,
    area_m2: float | None = None,
    ac_limit_kw: float | None = None,
    **options: Unpack[ProductionOptions],
) -> Plant:
    """Return the plant with the fewest modules whose year covers a fraction of the load's.

    With one module less the plant would fall short. The inverters are those of
    `inverter_choice.choose_inverters`; the year is that of the rounded plant with their limit.

    Parameters
    ----------
    weather
        A year of hours.
    load_kw
        Load of each of its hours [kW]; labels of times must show the same clock as the weather.
    coverage_fraction
        Energy of the plant over energy of the load in the year.
    tilt_deg, azimuth_deg
        Of the modules [deg].
    module
        Module, its name in the catalogue, or None for the catalogue's default.
    inverter
        Inverter, its name in the catalogue, or None for the one that fits best.
    area_m2
        Area that module faces may fill [m2]; where it is too small the plant fills it and a
        warning says so.
    ac_limit_kw
        AC power above which exported energy is worth less [kW]; inverters at or below it are
        taken where they keep the DC/AC ratio, and a warning is given where the plant passes it.
    options
        As `production.simulate` takes them; None for the power coefficient is the module's own
        and None for the efficiency the inverter's own, where they have one.

    Raises
    ------
    InputError
        If the load is zero, not of the weather's hours or has a gap; if the area holds no
        module; if a name is unknown or a value out of its range, the limit among them.

    Examples
    --------
    >>> from pv_design.weather.embedded import embedded_weather
    >>> here = embedded_weather(2.983982, -76.6507771, altitude_m=1200.0)
    >>> plant = choose_plant(here, pd.Series(10.0, here.hours), tilt_deg=10.0, azimuth_deg=180.0)
    >>> bool(plant.coverage_fraction >= 1), bool(abs(plant.import_kwh - plant.export_kwh) < 1500)
    (True, True)
    """
    load = hourly("load_kw", load_kw)
    _require_the_weathers_hours(weather, load_kw)
    if not load.sum() > 0:
        raise InputError.of("load_kw", 0.0, allowed=message("a load above 0 in some hour"))
    if not 0 < coverage_fraction < float("inf"):
        raise InputError.of("coverage_fraction", coverage_fraction, allowed=message("above 0"))
    chosen = pv_modules.module(module) if module is None or isinstance(module, str) else module
    task = DesignTask(
        weather=weather,
        module=chosen,
        candidates=inverter_candidates(chosen, inverter),
        tilt_deg=tilt_deg,
        azimuth_deg=azimuth_deg,
        options=options,
        ac_limit_kw=ac_limit_kw,
    )
    target_kwh = coverage_fraction * float(load.sum())
    design = fewest_modules(task, target_kwh, most=module_limit(chosen, area_m2))
    notes = list(design.production.notes)
    if module is None:
        notes.append(module_note(chosen))
    if inverter is None:
        notes.append(inverter_note(design.inverter))
    if options.get("inverter_efficiency") is None:
        notes += inverter_efficiency_note(design.inverter)
    notes += ac_limit_note(design.production.ac_rating_kw, ac_limit_kw)
    if area_m2 is not None and design.production.annual_ac_kwh < target_kwh:
        reached = design.production.annual_ac_kwh / float(load.sum())
        notes.append(area_note(area_m2, coverage_fraction, reached))
    return _beside_the_load(design, chosen, load_kw, notes)


def _beside_the_load(
    design: Design, module: PvModule, load_kw: pd.Series[float], notes: list[Note]
) -> Plant:
    load, ac = load_kw.to_numpy(dtype=float), design.production.ac_kw.to_numpy()
    used = np.minimum(load, ac)
    return Plant(
        module=module,
        modules=design.modules,
        inverter=design.inverter,
        inverters=design.inverters,
        production=design.production,
        self_used_kw=pd.Series(used, load_kw.index, name="self_used_kw"),
        export_kw=pd.Series(ac - used, load_kw.index, name="export_kw"),
        import_kw=pd.Series(load - used, load_kw.index, name="import_kw"),
        load_kwh=float(load.sum()),
        notes=tuple(notes),
    )


def _require_the_weathers_hours(weather: Weather, load_kw: pd.Series[float]) -> None:
    hours = pd.DatetimeIndex(weather.data.index)
    allowed = message("the {count} hours of the weather", count=len(hours))
    if len(load_kw) != len(hours):
        raise InputError.of("load_kw", len(load_kw), allowed=allowed)
    if not isinstance(load_kw.index, pd.DatetimeIndex):
        return
    if not np.array_equal(_clock(load_kw.index), _clock(hours)):
        allowed = message("the clock of the weather, from {first}", first=str(hours[0]))
        raise InputError.of("load_kw", str(load_kw.index[0]), allowed=allowed)


def _clock(hours: pd.DatetimeIndex) -> npt.NDArray[np.int64]:
    return np.stack([np.asarray(part) for part in (hours.month, hours.day, hours.hour)])
