"""Which inverters, and how many, for an array of a given power."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from equipment_catalog import inverters
from equipment_catalog.errors import InputError
from equipment_catalog.messages import message
from equipment_catalog.tables import read_fact

if TYPE_CHECKING:
    from collections.abc import Sequence

    from equipment_catalog.inverters import Inverter
    from equipment_catalog.pv_modules import PvModule

_FACTS = ("pv_design", "data/production.csv")
_DIGITS = 9


def inverter_candidates(module: PvModule, inverter: Inverter | str | None) -> tuple[Inverter, ...]:
    """Return the inverter asked for, or all of the catalogue whose trackers bear a string.

    A tracker bears a string of the module if its short-circuit limit is at least 1.25 times the
    module's short-circuit current. An inverter that was asked for is not judged here.

    Parameters
    ----------
    module
        Whose strings are to be connected.
    inverter
        Inverter, its name in the catalogue, or None.

    Raises
    ------
    InputError
        If the name is unknown, the inverter has no rated power, or none of the catalogue fits.

    Examples
    --------
    >>> from equipment_catalog.pv_modules import module
    >>> [unit.ac_kw for unit in inverter_candidates(module(), "Sungrow SG40CX")]
    [40]
    """
    if inverter is None:
        needed_a = module.isc_a * read_fact(*_FACTS, "short_circuit_margin").value
        fitting = tuple(u for u in inverters.catalogue_inverters() if u.isc_max_a >= needed_a)
        if not fitting:
            allowed = message("an inverter with {amps:.1f} A or more a tracker", amps=needed_a)
            raise InputError.of("inverter", None, allowed=allowed)
        return fitting
    chosen = inverters.inverter(inverter) if isinstance(inverter, str) else inverter
    if chosen.ac_kw is None or not chosen.ac_kw > 0:
        raise InputError.of("inverter.ac_kw", chosen.ac_kw, allowed=message("a power above 0"))
    return (chosen,)


def choose_inverters(
    dc_kw: float,
    dc_ac_ratio: float,
    candidates: Sequence[Inverter],
    *,
    ac_limit_kw: float | None = None,
) -> tuple[Inverter, int]:
    """Return the inverter and the number of them for an array.

    One type is used throughout, in a number that keeps the DC/AC ratio at 1.4 or less. Of the
    totals within 15 % of `dc_kw / dc_ac_ratio` the one with the fewest units is taken, the
    nearest of equals; where no total comes so near, the nearest, and of equals the fewest units.
    A plant at most at the limit keeps the better credit for what it exports: where some totals
    up to `ac_limit_kw` keep the ratio, only they are looked at; where none does, it is passed.

    Parameters
    ----------
    dc_kw
        Rated power of the modules [kW].
    dc_ac_ratio
        The ratio that is aimed at.
    candidates
        Inverters with a rated power.
    ac_limit_kw
        AC power above which exported energy is worth less [kW]; None where there is no such rule.

    Raises
    ------
    InputError
        If the limit is not above 0.

    Examples
    --------
    >>> from equipment_catalog.inverters import catalogue_inverters
    >>> unit, count = choose_inverters(120.0, 1.2, catalogue_inverters())
    >>> unit.name, count
    ('Huawei SUN2000-100KTL-M2', 1)
    >>> choose_inverters(127.6, 1.2, catalogue_inverters())[0].ac_kw
    110
    >>> choose_inverters(127.6, 1.2, catalogue_inverters(), ac_limit_kw=100.0)[0].ac_kw
    100
    """
    if ac_limit_kw is not None and not 0 < ac_limit_kw < math.inf:
        allowed = message("a power above 0, or None without a limit")
        raise InputError.of("ac_limit_kw", ac_limit_kw, allowed=allowed)
    aim_kw = dc_kw / dc_ac_ratio
    least_kw = dc_kw / read_fact(*_FACTS, "dc_ac_ratio_max").value
    tolerance_kw = aim_kw * read_fact(*_FACTS, "inverter_match_tolerance").value

    def rank(option: tuple[Inverter, int]) -> tuple[bool, float, float]:
        off_kw = abs(rated_kw(option[0]) * option[1] - aim_kw)
        if off_kw <= tolerance_kw:
            return False, option[1], off_kw
        return True, off_kw, option[1]

    limit_kw = math.inf if ac_limit_kw is None else ac_limit_kw
    options = _options(candidates, aim_kw, least_kw, limit_kw)
    return min(options or _options(candidates, aim_kw, least_kw, math.inf), key=rank)


def rated_kw(inverter: Inverter) -> float:
    """Return the rated AC power of an inverter that has one [kW].

    Examples
    --------
    >>> rated_kw(inverters.inverter("Sungrow SG40CX"))
    40.0
    """
    if inverter.ac_kw is None:
        raise InputError.of("inverter.ac_kw", None, allowed=message("a power above 0"))
    return float(inverter.ac_kw)


def _options(
    candidates: Sequence[Inverter], aim_kw: float, least_kw: float, limit_kw: float
) -> list[tuple[Inverter, int]]:
    return [
        (unit, count)
        for unit in candidates
        for count in _counts(aim_kw, least_kw, limit_kw, rated_kw(unit))
    ]


def _counts(aim_kw: float, least_kw: float, limit_kw: float, unit_kw: float) -> set[int]:
    """Return the numbers of units nearest to the aim from the least power to the limit."""
    fewest = max(math.ceil(_units(least_kw, unit_kw)), 1)
    units_at_limit = _units(limit_kw, unit_kw)
    if units_at_limit < fewest:
        return set()
    aim = _units(aim_kw, unit_kw)
    most = math.floor(min(units_at_limit, max(math.ceil(aim), fewest)))
    return {min(max(count, fewest), most) for count in (math.floor(aim), math.ceil(aim))}


def _units(power_kw: float, unit_kw: float) -> float:
    """Return power over power; 250 x 0.56 kW / 1.4 is 100 kW and not a hair more."""
    return round(power_kw / unit_kw, _DIGITS)
