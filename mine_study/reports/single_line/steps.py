"""What stands on the lines of a single-line diagram, step by step and already in words."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from textwrap import wrap
from typing import TYPE_CHECKING

from equipment_catalog.messages import Message, message
from mine_study.reports.single_line.symbols import HALF_PX
from pv_design.electrical.single_line import ASIDE

if TYPE_CHECKING:
    from mine_study.language import Reader
    from pv_design.electrical.cables import Cable
    from pv_design.electrical.single_line import LineKind, SingleLine

LINE_PX, GAP_PX = 17, 12
WITH_UNIT = re.compile(r"(?<=\d) (?=(A|V|kW|kWh|m|mm²)\b)")
"""The space between a number and its unit."""


@dataclass(frozen=True, kw_only=True)
class Step:
    """One step down a line: a symbol or a cable, and what is written beside it."""

    kind: LineKind | None
    """None for a cable."""
    lines: tuple[str, ...]
    """Words, one text a line."""
    aside: LineKind | None = None
    """What stands between the line and the earth."""
    conductors: int = 0
    """Of the cable."""

    @property
    def height_px(self) -> int:
        """Room for the symbol and for the words."""
        return max(2 * HALF_PX, LINE_PX * len(self.lines)) + GAP_PX


def steps_of(
    diagram: SingleLine, reader: Reader, *, branch: int | None, letters: int
) -> list[Step]:
    """Return what stands on a line from the modules down.

    Parameters
    ----------
    diagram
        Of the plant.
    reader
        Whose language the words are in.
    branch
        Place of the branch; None for what all branches share.
    letters
        Longest line of words; longer ones are broken.
    """
    cables = {
        edge.start: (edge.cable, edge.circuits) for edge in diagram.edges if edge.cable is not None
    }
    steps: list[Step] = []
    for node in diagram.nodes:
        if node.branch != branch:
            continue
        lines = tuple(part for line in node.lines for part in broken(reader.say(line), letters))
        if node.kind in ASIDE:
            beside = (*steps[-1].lines, *lines)
            steps[-1] = replace(steps[-1], aside=node.kind, lines=beside)
            continue
        steps.append(Step(kind=node.kind, lines=lines))
        if node.key in cables:
            cable, circuits = cables[node.key]
            words = tuple(broken(reader.say(cable_words(cable, circuits)), letters))
            steps.append(Step(kind=None, lines=words, conductors=cable.conductors))
    return steps


def cable_words(cable: Cable, circuits: int) -> Message:
    """Return what is written beside cables: circuits, conductors, section, length, current.

    Parameters
    ----------
    cable
        Of one circuit.
    circuits
        Equal circuits that the line stands for.
    """
    return message(
        "{circuits} x {conductors} x {section:g} mm², {length:g} m, for {current:.1f} A",
        circuits=circuits * cable.runs,
        conductors=cable.conductors,
        section=cable.section_mm2,
        length=cable.length_m,
        current=cable.design_current_a,
    )


def broken(text: str, letters: int) -> list[str]:
    """Return a text in lines; a number stays with its unit.

    Examples
    --------
    >>> [len(line) for line in broken("Battery, 40.0 kWh", 10)]
    [8, 8]
    """
    return wrap(WITH_UNIT.sub("\N{NO-BREAK SPACE}", text), letters, break_on_hyphens=False)
