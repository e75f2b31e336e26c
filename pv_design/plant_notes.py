"""What choosing a plant assumed and what it warns of."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from equipment_catalog.messages import Message, message
from equipment_catalog.notes import Note, citation

if TYPE_CHECKING:
    from equipment_catalog.inverters import Inverter
    from equipment_catalog.pv_modules import PvModule


def module_note(module: PvModule) -> Note:
    """Return the note of a module that nobody asked for.

    Examples
    --------
    >>> from equipment_catalog.pv_modules import module
    >>> module_note(module()).value
    'Jinko JKM580N-72HL4-V'
    """
    return Note(
        what=message("Module, the default of the catalogue"),
        value=module.name,
        source=citation(module.source, module.year, module.trust),
        effect=message("power, size and temperature coefficients of each module"),
    )


def inverter_note(inverter: Inverter) -> Note:
    """Return the note of an inverter that nobody asked for.

    Examples
    --------
    >>> from equipment_catalog.inverters import inverter
    >>> str(inverter_note(inverter("Sungrow SG40CX")).source)[-39:]
    'isc_max_a imp_max_a efficiency_fraction'
    """
    return Note(
        what=message("Inverter, chosen from the catalogue by power and current"),
        value=inverter.name,
        source=message(
            "{citation}; from memory: {fields}",
            citation=citation(inverter.source, inverter.year, inverter.trust),
            fields=inverter.from_memory or "-",
        ),
        effect=message("limit of the AC power; check the data sheet before buying"),
    )


def inverter_efficiency_note(inverter: Inverter) -> tuple[Note, ...]:
    """Return the note of the efficiency that the inverter brought, none if it has none.

    Examples
    --------
    >>> from equipment_catalog.inverters import inverter
    >>> str(inverter_efficiency_note(inverter("Sungrow SG110CX"))[0].source)
    'from memory, not read in a source'
    """
    if inverter.efficiency_fraction is None:
        return ()
    return (
        Note(
            what=message("Nominal efficiency of the inverters, that of {name}", name=inverter.name),
            value=message("{efficiency:.1%}", efficiency=inverter.efficiency_fraction),
            source=_source_of_efficiency(inverter),
            effect=message(
                "energy goes with it, one to one; a European efficiency taken as the nominal one "
                "counts part load twice and is some 0.6 % too low"
            ),
        ),
    )


def _source_of_efficiency(inverter: Inverter) -> Message:
    if "efficiency_fraction" in inverter.from_memory.split():
        return message("from memory, not read in a source")
    if not inverter.source:
        return message("given with the inverter")
    return citation(inverter.source, inverter.year, inverter.trust)


def ac_limit_note(ac_kw: float, ac_limit_kw: float | None) -> tuple[Note, ...]:
    """Return the warning that the plant lies above a limit of AC power, none if it does not.

    Examples
    --------
    >>> str(ac_limit_note(110.0, 100.0)[0].what), ac_limit_note(100.0, 100.0)
    ("The plant's 110 kW lie above 100 kW", ())
    """
    if ac_limit_kw is None or ac_kw <= ac_limit_kw or math.isclose(ac_kw, ac_limit_kw):
        return ()
    return (
        Note(
            what=message(
                "The plant's {ac_kw:,g} kW lie above {limit_kw:,g} kW",
                ac_kw=ac_kw,
                limit_kw=ac_limit_kw,
            ),
            value=message("{ac_kw:,g} kW", ac_kw=ac_kw),
            source=message("no plant up to the limit meets what was asked for as well"),
            effect=message("exported energy is worth less above the limit"),
            kind="warning",
        ),
    )


def shortfall_note(asked_fraction: float, reached_fraction: float, limits: str | Message) -> Note:
    """Return the warning that the limits of a plant are too tight for the coverage asked for.

    Parameters
    ----------
    asked_fraction, reached_fraction
        Energy of the plant over energy of the load in the year.
    limits
        Names of what limits it.

    Examples
    --------
    >>> shortfall_note(1.0, 0.4, "pv.area_m2").kind
    'warning'
    """
    return Note(
        what=message(
            "The limits do not hold the plant that covers {asked:.0%} of the load",
            asked=asked_fraction,
        ),
        value=message("{reached:.1%} of the load", reached=reached_fraction),
        source=limits,
        effect=message(
            "the plant is as large as they allow and covers {reached:.1%}",
            reached=reached_fraction,
        ),
        kind="warning",
    )
