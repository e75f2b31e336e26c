"""The single-line diagram as data: what stands where and what joins it."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby, pairwise
from typing import TYPE_CHECKING, Literal

from equipment_catalog.messages import Message, message

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from equipment_catalog.inverters import Inverter
    from equipment_catalog.pv_modules import PvModule
    from pv_design.electrical.cables import Cable
    from pv_design.electrical.parallel_strings import StringPlan
    from pv_design.electrical.protections import Protection

LineKind = Literal[
    "strings",
    "string_fuse",
    "dc_switch",
    "dc_spd",
    "inverter",
    "ac_breaker",
    "rcd",
    "board",
    "ac_spd",
    "main_board",
    "load",
    "meter",
    "grid",
    "converter",
    "battery",
    "transfer_switch",
    "genset",
]
ASIDE: frozenset[LineKind] = frozenset({"dc_spd", "ac_spd"})
"""Symbols that stand beside the line, between it and the earth."""
DC_DEVICES: tuple[LineKind, ...] = ("string_fuse", "dc_switch", "dc_spd")
AC_DEVICES: tuple[LineKind, ...] = ("ac_breaker", "rcd")
JOINED = (
    ("board", "ac_spd"),
    ("board", "main_board"),
    ("main_board", "load"),
    ("main_board", "meter"),
    ("meter", "grid"),
)


@dataclass(frozen=True, kw_only=True)
class LineNode:
    """One symbol of the diagram."""

    key: str
    """Name within the diagram."""
    kind: LineKind
    """What it is."""
    lines: tuple[Message, ...]
    """What is written beside it."""
    branch: int | None
    """Place of its branch; None where all branches are joined."""


@dataclass(frozen=True, kw_only=True)
class LineEdge:
    """One line of the diagram."""

    start: str
    """Key of a node."""
    end: str
    """Key of a node."""
    cable: Cable | None
    """What it is made of; None for a bar or the wiring inside a board."""
    circuits: int
    """Equal circuits that it stands for."""


@dataclass(frozen=True, kw_only=True)
class LineBranch:
    """Equal inverters that are drawn once."""

    inverters: int
    """How many they are."""
    strings: int
    """Strings of each."""


@dataclass(frozen=True, kw_only=True)
class SingleLine:
    """A diagram that a chart can draw: a tree whose ends are the strings, the load and the grid."""

    branches: tuple[LineBranch, ...]
    """At most two, since strings are spread evenly."""
    nodes: tuple[LineNode, ...]
    """Symbols, those of a branch from the modules on."""
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
    devices: Sequence[Protection],
) -> SingleLine:
    """Return the diagram of a plant: equal inverters once, one board, the mine and the grid.

    Parameters
    ----------
    module, inverter, plan
        Of the plant.
    string_cable, ac_cable
        Of one string and of one inverter.
    devices
        Protections of the plant.
    """
    shared = groupby(strings_of_inverters(plan.strings, plan.inverters))
    branches = tuple(
        LineBranch(inverters=len(list(equal)), strings=strings) for strings, equal in shared
    )
    written = {device.key: _device_words(device) for device in devices}
    nodes = [*_joined(written["ac_spd"])]
    edges = [_bar(*ends) for ends in JOINED]
    for number, branch in enumerate(branches):
        path = list(_path(module, inverter, plan, branch, written))
        chain = [_node(kind, lines, number) for kind, lines in path]
        nodes += chain
        line = [node for node in chain if node.kind not in ASIDE]
        cables = {"strings": (string_cable, branch.strings), "inverter": (ac_cable, 1)}
        for start, end in pairwise(line):
            cable, circuits = cables.get(start.kind, (None, 1))
            edges.append(LineEdge(start=start.key, end=end.key, cable=cable, circuits=circuits))
        edges += [_bar(f"dc_switch_{number}", f"dc_spd_{number}"), _bar(line[-1].key, "board")]
    return SingleLine(branches=branches, nodes=tuple(nodes), edges=tuple(edges))


def _joined(arrester: Message) -> Iterator[LineNode]:
    """Yield what all inverters share, from the board of the plant to the grid."""
    yield _node("board", (message("Board of the plant"),))
    yield _node("ac_spd", (arrester,))
    yield _node("main_board", (message("Main board of the mine"),))
    yield _node("load", (message("Machines"),))
    yield _node("meter", (message("Two-way meter"),))
    yield _node("grid", (message("Grid"),))


def _path(
    module: PvModule,
    inverter: Inverter,
    plan: StringPlan,
    branch: LineBranch,
    written: Mapping[str, Message],
) -> Iterator[tuple[LineKind, tuple[Message, ...]]]:
    """Yield the symbols of a branch from the modules to the board."""
    strings = message(
        "{strings} strings of {modules} modules",
        strings=branch.strings,
        modules=plan.modules_in_series,
    )
    yield "strings", (_how_many(branch), strings, message("{name}", name=module.name))
    for kind in DC_DEVICES:
        if kind in written:
            yield kind, (written[kind],)
    power = message("{name}, {ac_kw:,g} kW", name=inverter.name, ac_kw=inverter.ac_kw)
    yield "inverter", (power,)
    for kind in AC_DEVICES:
        yield kind, (written[kind],)


def _how_many(branch: LineBranch) -> Message:
    if branch.inverters == 1:
        return message("One inverter, with")
    return message("{inverters} equal inverters, each with", inverters=branch.inverters)


def _device_words(device: Protection) -> Message:
    volts = device.rating_v or 0.0
    if device.rating_a is None:
        return message("{what}, {volts:,.0f} V", what=device.what, volts=volts)
    amps = round(device.rating_a, 1)
    return message("{what}, {amps:g} A, {volts:,.0f} V", what=device.what, amps=amps, volts=volts)


def _node(kind: LineKind, lines: tuple[Message, ...], branch: int | None = None) -> LineNode:
    key = kind if branch is None else f"{kind}_{branch}"
    return LineNode(key=key, kind=kind, lines=lines, branch=branch)


def _bar(start: str, end: str) -> LineEdge:
    return LineEdge(start=start, end=end, cable=None, circuits=1)
