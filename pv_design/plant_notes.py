"""What choosing a plant assumed and what it warns of."""

from __future__ import annotations

from typing import TYPE_CHECKING

from equipment_catalog.messages import message
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


def area_note(area_m2: float, coverage_fraction: float, reached_fraction: float) -> Note:
    """Return the warning that the area is too small for the coverage asked for.

    Examples
    --------
    >>> area_note(100.0, 1.0, 0.4).kind
    'warning'
    """
    return Note(
        what=message(
            "The area does not hold the plant that covers {asked:.0%} of the load",
            asked=coverage_fraction,
        ),
        value=reached_fraction,
        source=message("{area:.0f} m2 of module faces", area=area_m2),
        effect=message(
            "the plant fills the area and covers {reached:.1%}",
            reached=reached_fraction,
        ),
        kind="warning",
    )
