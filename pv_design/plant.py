"""A plant as it can be bought: whole strings on whole inverters, and its year."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from equipment_catalog.errors import InputError
from equipment_catalog.messages import message
from pv_design.inverter_choice import rated_kw
from pv_design.module_count import module_kw

if TYPE_CHECKING:
    from equipment_catalog.inverters import Inverter
    from equipment_catalog.notes import Note
    from equipment_catalog.pv_modules import PvModule
    from pv_design.module_count import DesignTask
    from pv_design.production import Production


@dataclass(frozen=True, kw_only=True, eq=False)
class Plant:
    """A plant of equal strings on equal inverters, and its year."""

    module: PvModule
    """Type of the modules."""
    modules: int
    """Number of modules: strings x string_modules."""
    inverter: Inverter
    """Type of the inverters."""
    inverters: int
    """Number of inverters."""
    strings: int
    """Number of strings, over all inverters."""
    string_modules: int
    """Modules of each string."""
    production: Production
    """Its year, with the true limit of its inverters."""
    notes: tuple[Note, ...]
    """What was assumed and warned of."""

    @property
    def dc_kw(self) -> float:
        """Rated power of the modules [kW]."""
        return self.production.dc_kw

    @property
    def ac_kw(self) -> float:
        """Rated power of the inverters, which grid rules go by [kW]."""
        return self.inverters * rated_kw(self.inverter)

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


def plant_of(
    task: DesignTask,
    *,
    inverter: Inverter,
    inverters: int,
    strings: int,
    string_modules: int,
    power_fraction: float = 1.0,
    notes: tuple[Note, ...] = (),
) -> Plant:
    """Return a plant of so many strings on so many inverters, with its year.

    Parameters
    ----------
    task
        The rest of the plant.
    inverter
        Type of the inverters.
    inverters, strings, string_modules
        Each 1 or more; no more inverters than strings.
    power_fraction
        Of the rated power of the inverters, what the place leaves them.
    notes
        What its size assumed.

    Raises
    ------
    InputError
        If a number is below 1 or an inverter would be without a string; if module or inverter
        has no rated power; and as `production.simulate` does.

    Examples
    --------
    >>> from functools import partial
    >>> from equipment_catalog.inverters import inverter
    >>> from equipment_catalog.pv_modules import module
    >>> from pv_design.module_count import DesignTask
    >>> from pv_design.production import simulate
    >>> from pv_design.weather.embedded import embedded_weather
    >>> here = embedded_weather(2.983982, -76.6507771, altitude_m=1200.0)
    >>> task = DesignTask(module=module(), tilt_deg=10.0, azimuth_deg=180.0,
    ...                   produce=partial(simulate, here))
    >>> plant = plant_of(task, inverter=inverter("Sungrow SG40CX"), inverters=2, strings=12,
    ...                  string_modules=14)
    >>> plant.modules, round(plant.dc_kw, 2), plant.ac_kw
    (168, 97.44, 80.0)
    """
    counts = {"inverters": inverters, "strings": strings, "string_modules": string_modules}
    for field, count in counts.items():
        if count < 1:
            raise InputError.of(field, count, allowed=message("1 or more"))
    if strings < inverters:
        allowed = message("{inverters} or more: a string for each inverter", inverters=inverters)
        raise InputError.of("strings", strings, allowed=allowed)
    modules = strings * string_modules
    production = task.year(
        dc_kw=modules * module_kw(task.module),
        ac_kw=inverters * rated_kw(inverter) * power_fraction,
        inverter_efficiency=inverter.efficiency_fraction,
    )
    return Plant(
        module=task.module,
        modules=modules,
        inverter=inverter,
        inverters=inverters,
        strings=strings,
        string_modules=string_modules,
        production=production,
        notes=(*production.notes, *notes),
    )
