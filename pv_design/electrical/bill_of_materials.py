"""What an installer buys for a plant: counts and metres."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from equipment_catalog.messages import Message, message

if TYPE_CHECKING:
    from collections.abc import Sequence

    from equipment_catalog.inverters import Inverter
    from equipment_catalog.pv_modules import PvModule
    from pv_design.electrical.cables import Cable
    from pv_design.electrical.layout import RowLayout
    from pv_design.electrical.parallel_strings import StringPlan
    from pv_design.electrical.protections import Protection


@dataclass(frozen=True, kw_only=True)
class Material:
    """One line of the bill of materials."""

    key: str
    """Name that stays, for prices."""
    what: Message
    """What to buy."""
    count: float
    """How much."""
    unit: str
    """pc, m or m2."""


def bill_of_materials(
    module: PvModule,
    inverter: Inverter,
    plan: StringPlan,
    *,
    string_cable: Cable,
    ac_cable: Cable,
    devices: Sequence[Protection],
    layout: RowLayout | None = None,
) -> tuple[Material, ...]:
    """Return the bill of materials of a plant, without spares and without the civil works.

    Parameters
    ----------
    module, inverter, plan
        Of the plant.
    string_cable, ac_cable
        Of one string and of one inverter, with their mean lengths.
    devices
        Protections of the plant.
    layout
        Rows on the ground; None leaves the structure out.
    """
    rows = [
        ("module", message("Module {name}", name=module.name), plan.modules, "pc"),
        ("inverter", message("Inverter {name}", name=inverter.name), plan.inverters, "pc"),
        (
            "dc_cable",
            message("Solar cable {section:g} mm²", section=string_cable.section_mm2),
            plan.strings * string_cable.runs * string_cable.conductors * string_cable.length_m,
            "m",
        ),
        ("connector", message("Pair of DC connectors"), plan.strings * 2, "pc"),
        (
            "ac_cable",
            message("AC cable, {section:g} mm² a core", section=ac_cable.section_mm2),
            plan.inverters * ac_cable.runs * ac_cable.conductors * ac_cable.length_m,
            "m",
        ),
    ]
    rows += [(device.key, device.what, device.count, "pc") for device in devices]
    if layout is not None:
        rows.append(
            ("structure", message("Structure, by module face"), layout.module_area_m2, "m2")
        )
    return tuple(Material(key=k, what=what, count=n, unit=unit) for k, what, n, unit in rows)
