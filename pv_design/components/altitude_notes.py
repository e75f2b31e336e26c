"""What the altitude of a place means for a plant, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from equipment_catalog.messages import message
from equipment_catalog.notes import Note, citation
from equipment_catalog.tables import read_facts
from pv_design.components.altitude_derating import (
    AltitudeLimits,
    altitude_limits,
    insulation_fraction,
)

if TYPE_CHECKING:
    from equipment_catalog.inverters import Inverter
    from equipment_catalog.pv_modules import PvModule


def altitude_notes(
    inverter: Inverter,
    module: PvModule,
    *,
    altitude_m: float,
    altitude_max_m: float | None = None,
) -> tuple[Note, ...]:
    """Return what the altitude of a place means for a plant, nothing where it means nothing.

    Raises
    ------
    InputError
        As `insulation_fraction` and `altitude_limits` do.

    Examples
    --------
    >>> from equipment_catalog.inverters import inverter
    >>> from equipment_catalog.pv_modules import module
    >>> [note.kind for note in altitude_notes(inverter("Sungrow SG110CX"), module(),
    ...                                       altitude_m=4300.0)]
    ['warning', 'warning']
    """
    limits = altitude_limits(inverter, altitude_max_m=altitude_max_m)
    notes = []
    if altitude_m > limits.altitude_max_m:
        notes.append(_too_high_note(inverter, limits, altitude_m))
    elif altitude_m > limits.full_power_altitude_m:
        notes.append(_warmer_note(inverter, limits, altitude_m))
    fraction = insulation_fraction(altitude_m)
    if fraction < 1:
        notes.append(_insulation_note(module, fraction, altitude_m))
    return tuple(notes)


def _too_high_note(inverter: Inverter, limits: AltitudeLimits, altitude_m: float) -> Note:
    return Note(
        what=message(
            "{name} is allowed up to {highest:,g} m",
            name=inverter.name,
            highest=limits.altitude_max_m,
        ),
        value=message("{altitude:,.0f} m", altitude=altitude_m),
        source=limits.source,
        effect=message("ask its maker for a statement in writing or take another inverter"),
        kind="warning",
    )


def _warmer_note(inverter: Inverter, limits: AltitudeLimits, altitude_m: float) -> Note:
    shift_c = limits.air_shift_c_per_100m * (altitude_m - limits.full_power_altitude_m) / 100
    return Note(
        what=message("Thin air cools {name} less", name=inverter.name),
        value=message("as if the air were {shift:.0f} degC warmer", shift=shift_c),
        source=limits.air_shift_source,
        effect=message("less power in the hottest hours; makers differ by a factor of five"),
    )


def _insulation_note(module: PvModule, fraction: float, altitude_m: float) -> Note:
    table = read_facts("pv_design", "data/altitude_clearance.csv").iloc[0]
    return Note(
        what=message(
            "Largest voltage of a string of {name} at {altitude:,.0f} m",
            name=module.name,
            altitude=altitude_m,
        ),
        value=message("{fraction:.0%} of its certificate's", fraction=fraction),
        source=citation(str(table["source"]), int(table["year"]), str(table["trust"])),
        effect=message("shorter strings, unless the maker certifies the module for the altitude"),
        kind="warning",
    )
