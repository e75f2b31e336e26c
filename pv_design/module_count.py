"""The fewest modules whose year reaches an energy."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from equipment_catalog.errors import InputError
from equipment_catalog.messages import message
from pv_design.array_settings import DC_AC_RATIO
from pv_design.inverter_choice import choose_inverters, rated_kw
from pv_design.production import Production, ProductionOptions, simulate, unit_ac_kw

if TYPE_CHECKING:
    from equipment_catalog.inverters import Inverter
    from equipment_catalog.pv_modules import PvModule
    from pv_design.weather import Weather


@dataclass(frozen=True, kw_only=True, eq=False)
class DesignTask:
    """Everything about a plant but its size."""

    weather: Weather
    """A year of hours."""
    module: PvModule
    """Type of the modules."""
    candidates: tuple[Inverter, ...]
    """Inverters to choose from."""
    tilt_deg: float
    """Of the modules."""
    azimuth_deg: float
    """Of the modules."""
    options: ProductionOptions
    """As `production.simulate` takes them."""
    ac_limit_kw: float | None = None
    """As `inverter_choice.choose_inverters` takes it [kW]."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Design:
    """A plant of whole modules and inverters, and its year."""

    modules: int
    """Number of modules."""
    inverter: Inverter
    """Type of the inverters."""
    inverters: int
    """Number of inverters."""
    production: Production
    """Its year."""


def design_of(task: DesignTask, modules: int) -> Design:
    """Return a plant of so many modules, with the inverters that fit it.

    The power coefficient is the module's own and the nominal efficiency the inverter's own,
    where they have one and none was given.

    Parameters
    ----------
    task
        The rest of the plant.
    modules
        1 or more.

    Raises
    ------
    InputError
        If the module has no rated power, and as `production.simulate` does.
    """
    dc_kw = modules * module_kw(task.module)
    ratio = task.options.get("dc_ac_ratio", DC_AC_RATIO)
    unit, count = choose_inverters(dc_kw, ratio, task.candidates, ac_limit_kw=task.ac_limit_kw)
    return Design(
        modules=modules,
        inverter=unit,
        inverters=count,
        production=simulate(
            task.weather,
            dc_kw=dc_kw,
            tilt_deg=task.tilt_deg,
            azimuth_deg=task.azimuth_deg,
            ac_kw=count * rated_kw(unit),
            **_with_efficiency(_options(task), unit),
        ),
    )


def _with_efficiency(options: ProductionOptions, inverter: Inverter) -> ProductionOptions:
    if options.get("inverter_efficiency") is None:
        options["inverter_efficiency"] = inverter.efficiency_fraction
    return options


def _options(task: DesignTask) -> ProductionOptions:
    options: ProductionOptions = {**task.options}
    if options.get("gamma_pmp_per_c") is None:
        options["gamma_pmp_per_c"] = task.module.gamma_pmp_fraction_per_c
    return options


def module_kw(module: PvModule) -> float:
    """Return the rated power of a module [kW].

    Raises
    ------
    InputError
        If it has none.

    Examples
    --------
    >>> from equipment_catalog.pv_modules import module
    >>> module_kw(module())
    0.58
    """
    if module.power_w is None or not module.power_w > 0:
        allowed = message("rated power in W, above 0")
        raise InputError.of("module.power_w", module.power_w, allowed=allowed)
    return module.power_w / 1000


def fewest_modules(task: DesignTask, target_kwh: float, *, most: int | None) -> Design:
    """Return the plant that reaches an energy and would not with one module less.

    The energy is nearly proportional to the number of modules, so the search starts from the
    proportion and steps from there. It ends: the DC/AC ratio is bounded, so energy grows with
    every added module but where the inverters change.

    Parameters
    ----------
    task
        The rest of the plant.
    target_kwh
        Energy of the year to reach [kWh].
    most
        Modules there is room for, or None; they are used up where the energy is not reached.

    Raises
    ------
    InputError
        If the plane gets no sun at all, and as `design_of` does.
    """

    @cache
    def design(modules: int) -> Design:
        return design_of(task, modules)

    def reaches(modules: int) -> bool:
        return design(modules).production.annual_ac_kwh >= target_kwh

    limit = float("inf") if most is None else most
    count = int(min(_first_guess(task, target_kwh), limit))
    annual_kwh = design(count).production.annual_ac_kwh
    if annual_kwh > 0:
        count = int(min(math.ceil(count * target_kwh / annual_kwh), limit))
    while not reaches(count) and count < limit:
        count += 1
    while count > 1 and reaches(count - 1):
        count -= 1
    return design(count)


def _first_guess(task: DesignTask, target_kwh: float) -> int:
    unit = unit_ac_kw(
        task.weather, tilt_deg=task.tilt_deg, azimuth_deg=task.azimuth_deg, **_options(task)
    )
    unit_kwh = float(unit.sum())
    if not unit_kwh > 0:
        raise InputError.of("weather", unit_kwh, allowed=message("some sun on the modules"))
    return math.ceil(target_kwh / unit_kwh / module_kw(task.module))


def module_limit(module: PvModule, area_m2: float | None) -> int | None:
    """Return how many module faces an area holds, None without an area.

    Raises
    ------
    InputError
        If the area holds no module or the module's sides are unknown.

    Examples
    --------
    >>> from equipment_catalog.pv_modules import module
    >>> module_limit(module(), 26.0)  # 2.278 m x 1.134 m = 2.583 m2
    10
    """
    if area_m2 is None:
        return None
    if module.area_m2 is None:
        allowed = message("a module with length_m and width_m, since an area is given")
        raise InputError.of("module", module.name, allowed=allowed)
    if not module.area_m2 <= area_m2 < float("inf"):
        allowed = message("{area:.2f} m2, the face of one module, or more", area=module.area_m2)
        raise InputError.of("area_m2", area_m2, allowed=allowed)
    return int(area_m2 // module.area_m2)
