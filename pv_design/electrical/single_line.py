"""The single-line diagram as data: what stands where and what joins it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from equipment_catalog.messages import Message, message

if TYPE_CHECKING:
    from equipment_catalog.inverters import Inverter
    from equipment_catalog.pv_modules import PvModule
    from pv_design.electrical.cables import Cable
    from pv_design.electrical.parallel_strings import StringPlan


@dataclass(frozen=True, kw_only=True)
class LineNode:
    """One symbol of the diagram."""

    key: str
    """Name within the diagram."""
    kind: str
    """strings, dc_protection, inverter, ac_breaker, board, load or grid."""
    label: Message
    """What is written beside it."""
    column: int
    """From the modules, 0, to the grid."""
    row: int
    """Inverter it belongs to, from 0."""


@dataclass(frozen=True, kw_only=True)
class LineEdge:
    """One line of the diagram."""

    start: str
    """Key of a node."""
    end: str
    """Key of a node."""
    label: Message | None
    """Cable and count, None for a bar."""


@dataclass(frozen=True, kw_only=True)
class SingleLine:
    """A diagram that a chart can draw."""

    nodes: tuple[LineNode, ...]
    """Symbols."""
    edges: tuple[LineEdge, ...]
    """Lines."""


def strings_of_inverters(strings: int, inverters: int) -> tuple[int, ...]:
    """Return the strings of each inverter, spread as evenly as they go.

    Examples
    --------
    >>> strings_of_inverters(11, 3)
    (4, 4, 3)
    """
    each, more = divmod(strings, inverters)
    return tuple(each + (number < more) for number in range(inverters))


def single_line(
    module: PvModule,
    inverter: Inverter,
    plan: StringPlan,
    *,
    string_cable: Cable,
    ac_cable: Cable,
    breaker_a: float,
) -> SingleLine:
    """Return the diagram of a plant: one branch an inverter, one board, the load and the grid.

    Parameters
    ----------
    module, inverter, plan
        Of the plant.
    string_cable, ac_cable
        Of one string and of one inverter.
    breaker_a
        Rating of an inverter's breaker [A].
    """
    nodes = [
        _node("board", "board", message("Board of the plant"), 4, 0),
        _node("load", "load", message("Mine and plant"), 5, 0),
        _node("grid", "grid", message("Grid, two-way meter"), 6, 0),
    ]
    edges = [
        LineEdge(start="board", end="load", label=None),
        LineEdge(start="load", end="grid", label=None),
    ]
    for row, strings in enumerate(strings_of_inverters(plan.strings, plan.inverters)):
        keys = tuple(f"{kind}_{row + 1}" for kind in ("strings", "dc", "inverter", "breaker"))
        labels = (
            message(
                "{strings} strings of {modules} {name}",
                strings=strings,
                modules=plan.modules_in_series,
                name=module.name,
            ),
            message("Fuses, switch, arrester") if plan.fuses else message("Switch, arrester"),
            message("{name}, {ac_kw:g} kW", name=inverter.name, ac_kw=inverter.ac_kw),
            message("{rating:g} A", rating=breaker_a),
        )
        kinds = ("strings", "dc_protection", "inverter", "ac_breaker")
        parts = zip(keys, kinds, labels, strict=True)
        nodes += [_node(*part, column, row) for column, part in enumerate(parts)]
        edges += [
            LineEdge(start=keys[0], end=keys[1], label=_cable_words(string_cable, strings)),
            LineEdge(start=keys[1], end=keys[2], label=None),
            LineEdge(start=keys[2], end=keys[3], label=_cable_words(ac_cable, 1)),
            LineEdge(start=keys[3], end="board", label=None),
        ]
    return SingleLine(nodes=tuple(nodes), edges=tuple(edges))


def _node(key: str, kind: str, label: Message, column: int, row: int) -> LineNode:
    return LineNode(key=key, kind=kind, label=label, column=column, row=row)


def _cable_words(cable: Cable, circuits: int) -> Message:
    return message(
        "{circuits} x {conductors} x {section:g} mm2, {length:.0f} m",
        circuits=circuits * cable.runs,
        conductors=cable.conductors,
        section=cable.section_mm2,
        length=cable.length_m,
    )
