"""Which columns of a meter file hold active and reactive energy, and in which unit."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from equipment_catalog.errors import InputError, Problem
from equipment_catalog.messages import message

if TYPE_CHECKING:
    from energy_audit.meters.cells import Grid
    from energy_audit.meters.layout import Readings

UNIT = re.compile(r"(?<![a-z])(mwh|kwh|wh|mw|kw|w)(?![a-z])")
REACTIVE_UNIT = re.compile(r"(?<![a-z])(mvarh|kvarh|varh|mvar|kvar|var)(?![a-z])")
REACTIVE = re.compile(r"reactiv|var")
SOMETHING_ELSE = re.compile(
    "export|inyect|generad|capacit|penaliz|volt|corriente|current|factor|frecuen|frequen|temp|cos"
)
OTHER_UNIT = re.compile(r"(?<![a-z])(?:fp|pf|hz|kvah?|a|v)(?![a-z])")
POWER_WORDS = re.compile(r"potencia|demanda|power|demand|carga|load")
ENERGY_WORDS = re.compile(r"energ|consum|lectura|registro|contador|reading|register|activa|active")
COUNTER_WORDS = re.compile(r"lectura|registro|contador|acumul|totaliz|reading|register|cumul|index")
PREFIXES = {"m": 1e3, "k": 1.0}
WITHOUT_PREFIX = 1e-3


@dataclass(frozen=True, kw_only=True)
class MeterColumns:
    """Where the readings of a file stand and what they are."""

    active: int
    """Place of the active readings among the columns of the readings."""
    unit: str
    """``kwh``, ``kw`` with any prefix; empty where the file does not say."""
    says_counter: bool
    """Whether the header calls the active readings those of a register."""
    reactive: int | None
    reactive_unit: str


def unit_factor(unit: str) -> float:
    """Return what one of a unit is in kilo.

    Examples
    --------
    >>> unit_factor("kwh"), unit_factor("mw"), unit_factor("wh"), unit_factor("")
    (1.0, 1000.0, 0.001, 1.0)
    """
    return PREFIXES.get(unit[:1], WITHOUT_PREFIX) if unit else 1.0


def meter_columns(readings: Readings, grid: Grid) -> MeterColumns:
    """Return where the active and the reactive readings stand.

    Raises
    ------
    InputError
        If no column, or more than one, may be the active energy.
    """
    headers = list(readings.texts.columns)
    usable = [place for place, text in enumerate(headers) if not _is_else(text)]
    reactive = [place for place in usable if REACTIVE.search(headers[place])]
    active = _most_telling([place for place in usable if place not in reactive], headers)
    if len(active) != 1:
        listed = ", ".join(repr(headers[place]) for place in active)
        what = message("no column holds the active energy")
        if active:
            what = message("several columns may hold the active energy: {listed}", listed=listed)
        allowed = message("a moment, and one column whose header says kWh or kW")
        problem = Problem(what=what, allowed=allowed, file=grid.file, sheet=grid.sheet)
        raise InputError([problem])
    (place,) = active
    return MeterColumns(
        active=place,
        unit=_unit(headers[place]) or _unit(readings.titles),
        says_counter=bool(COUNTER_WORDS.search(headers[place])),
        reactive=reactive[0] if len(reactive) == 1 else None,
        reactive_unit=_first(REACTIVE_UNIT, headers[reactive[0]]) if len(reactive) == 1 else "",
    )


def _is_else(text: str) -> bool:
    """Tell whether a header names neither active nor reactive energy that is drawn."""
    has_unit = UNIT.search(text) or REACTIVE_UNIT.search(text)
    return bool(SOMETHING_ELSE.search(text) or (OTHER_UNIT.search(text) and not has_unit))


def _most_telling(places: list[int], headers: list[str]) -> list[int]:
    """Return the columns that say most clearly that they are active energy, or power."""
    energy = [place for place in places if _first(UNIT, headers[place]).endswith("h")]
    power = [place for place in places if _first(UNIT, headers[place]).endswith("w")]
    words = [place for place in places if _unit(headers[place])]
    return energy or power or words or places


def _unit(text: str) -> str:
    """Return the unit a text names, or the one its words mean; empty where it tells neither."""
    found = _first(UNIT, text)
    if found:
        return found
    if POWER_WORDS.search(text):
        return "kw"
    return "kwh" if ENERGY_WORDS.search(text) else ""


def _first(pattern: re.Pattern[str], text: str) -> str:
    found = pattern.search(text)
    return found.group(1) if found else ""
