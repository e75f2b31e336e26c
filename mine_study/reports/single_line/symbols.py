"""Symbols of a single-line diagram: those of schemdraw, and boxes made of its segments."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING
from xml.etree.ElementTree import register_namespace

import numpy as np
from schemdraw import Drawing, Segment, SegmentArc, SegmentPoly
from schemdraw import elements as elm

from mine_study.charts.style import INK

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from pv_design.electrical.single_line import LineKind

UNIT_PX = 36.0
"""One unit of schemdraw: the width of its circles."""
SVG = "http://www.w3.org/2000/svg"
INCHES_PER_UNIT = 0.5
LINE_WIDTH, BAR_WIDTH = 1.6, 5.0
HALF_PX = 22
"""From the middle of a symbol to the line above and below it."""
ASIDE_PX = 62
"""From the line to an arrester beside it."""
OTHER_CONTACT_PX = 0.7 * UNIT_PX
"""From the line to the second contact of a transfer switch."""
EARTH_PX = 40
"""From the middle of a symbol to the earth of its case, at its left."""
STYLE = re.compile(r' ?style="[^"]*"')

LETTERING = f'fill="{INK}" stroke="none"'
"""Of words among lines."""

RING = (24 / UNIT_PX, 12 / UNIT_PX)
SINE = np.linspace(0, 1, 13)


class Box(elm.Element):  # type: ignore[no-untyped-call]  # schemdraw's own hook
    """A case with what it holds drawn inside it, around its own middle."""

    def __init__(self, *inside: Sequence[tuple[float, float]], high_px: float = HALF_PX) -> None:
        """Draw a box of half that height and as wide as all boxes, and lines inside.

        Parameters
        ----------
        inside
            Points of each line [px from the middle, up and right above zero].
        high_px
            Half of its height [px].
        """
        super().__init__()
        corners = [(-HALF_PX, -high_px), (-HALF_PX, high_px), (HALF_PX, high_px)]
        self.segments.append(SegmentPoly(_units([*corners, (HALF_PX, -high_px)])))
        self.segments.extend(Segment(_units(line)) for line in inside)


class CurrentRing(elm.Element):  # type: ignore[no-untyped-call]  # as above
    """The ring of a residual current device around its line."""

    def __init__(self) -> None:
        """Draw the line and the ring."""
        super().__init__()
        self.segments.append(Segment(_units([(0, HALF_PX), (0, -HALF_PX)])))
        for start in (0, 180):
            half = SegmentArc((0, 0), *RING, theta1=start, theta2=start + 180)
            self.segments.append(half)
        self.segments.append(Segment(_units([(12, 0), (22, 0), (22, -9)])))


def _units(points: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    return [(x / UNIT_PX, y / UNIT_PX) for x, y in points]


def _at(x: float, y: float) -> tuple[float, float]:
    """Return a place of the picture, counted down from its upper left, in schemdraw's units."""
    return x / UNIT_PX, -y / UNIT_PX


def _wave(left: float, right: float, middle: float) -> list[tuple[float, float]]:
    """Return the points of one wave of alternating current."""
    across, up = left + (right - left) * SINE, middle + 5 * np.sin(2 * np.pi * SINE)
    return [(float(x), float(y)) for x, y in zip(across, up, strict=True)]


def _dashes(left: float, top: float) -> list[list[tuple[float, float]]]:
    """Return the sign of direct current: a line over dashes."""
    below = top - 5
    return [
        [(left, top), (left + 13, top)],
        *([(left + start, below), (left + start + 3, below)] for start in (0, 5, 10)),
    ]


DIAGONAL = [(-HALF_PX, -HALF_PX), (HALF_PX, HALF_PX)]
THROUGH: Mapping[LineKind, Callable[[], elm.Element2Term]] = {
    "string_fuse": elm.FuseIEC,
    "dc_switch": elm.Switch,
    "ac_breaker": elm.Breaker,
    "transfer_switch": elm.SwitchSpdt,
    "battery": elm.Battery,
}
"""What a line goes through from the top down."""
ENDS: Mapping[LineKind, Callable[[], elm.Element2Term]] = {
    "grid": elm.SourceSin,
    "load": elm.Source,
    "genset": elm.Source,
}
"""Circles in which a line ends."""
LETTER: Mapping[LineKind, str] = {"load": "M", "genset": "G", "meter": "kWh"}
"""Written inside a symbol; no words that a language has."""
METER_HALF_PX = 15


def symbol(kind: LineKind, x: float, y: float) -> Iterator[elm.Element | str]:
    """Yield a symbol with its middle at a place; boards are bars, drawn where they are known.

    Parameters
    ----------
    kind
        What it is.
    x, y
        Its middle, counted down [px].
    """
    top = y - HALF_PX
    if kind in THROUGH:
        yield THROUGH[kind]().at(_at(x, top)).down().length(2 * HALF_PX / UNIT_PX)
    elif kind in ENDS:
        yield from wire((x, top), (x, y - UNIT_PX / 2))
        yield ENDS[kind]().at(_at(x, y - UNIT_PX / 2)).down().length(1)
    elif kind == "strings":
        modules = elm.Solar()  # type: ignore[no-untyped-call]  # schemdraw leaves it open
        yield modules.at(_at(x, y - UNIT_PX / 2)).down().length(1)
        yield from wire((x, y + UNIT_PX / 2), (x, y + HALF_PX))
        yield from _earthed(x - UNIT_PX / 2, x - EARTH_PX, y)
    elif kind == "rcd":
        yield CurrentRing().at(_at(x, y)).right()
    elif kind in {"dc_spd", "ac_spd"}:
        arrester = elm.SparkGap()  # type: ignore[no-untyped-call]  # as above
        yield arrester.at(_at(x, top)).down().length(1)
        yield from earth(x, y + UNIT_PX - HALF_PX)
    elif kind == "meter":
        yield Box(high_px=METER_HALF_PX).at(_at(x, y)).right()
        yield from wire((x, top), (x, y - METER_HALF_PX))
        yield from wire((x, y + METER_HALF_PX), (x, y + HALF_PX))
    else:
        yield from _converter(kind, x, y)
    if kind in LETTER:
        yield letter(LETTER[kind], x, y)


def _converter(kind: LineKind, x: float, y: float) -> Iterator[elm.Element]:
    """Yield a box with direct current on one side and alternating current on the other."""
    if kind == "inverter":
        yield Box(DIAGONAL, *_dashes(-18, 15), _wave(2, 18, -12)).at(_at(x, y)).right()
        yield from _earthed(x - HALF_PX, x - EARTH_PX, y)
    else:
        yield Box(DIAGONAL, _wave(-18, -2, 13), *_dashes(4, -10)).at(_at(x, y)).right()


def _earthed(start: float, end: float, y: float) -> Iterator[elm.Element]:
    yield from wire((start, y), (end, y))
    yield from earth(end, y)


def letter(text: str, x: float, y: float) -> str:
    """Return letters in the middle of a symbol.

    Examples
    --------
    >>> letter("G", 10, 20)[:42]
    '<text x="10" y="24" text-anchor="middle" f'
    """
    size = 11 if len(text) > 1 else 14
    return (
        f'<text x="{x:g}" y="{y + 4:g}" text-anchor="middle" font-size="{size}" '
        f"{LETTERING}>{text}</text>"
    )


def earth(x: float, y: float) -> Iterator[elm.Element]:
    """Yield the sign of the earth below a place."""
    yield elm.Ground().at(_at(x, y)).right()


def wire(*points: tuple[float, float]) -> Iterator[elm.Element]:
    """Yield a line through points."""
    for start, end in pairwise(points):
        yield elm.Line().at(_at(*start)).to(_at(*end))


def bar(start_x: float, end_x: float, y: float) -> Iterator[elm.Element]:
    """Yield the bar of a board."""
    yield elm.Line().at(_at(start_x, y)).to(_at(end_x, y)).linewidth(BAR_WIDTH)


def strokes(count: int, x: float, y: float) -> Iterator[elm.Element | str]:
    """Yield the stroke across a line with the number of its conductors."""
    yield from wire((x - 6, y + 5), (x + 6, y - 5))
    yield f'<text x="{x - 18:g}" y="{y + 4:g}" font-size="11" {LETTERING}>{count}</text>'


def drawn(elements: Sequence[elm.Element]) -> str:
    """Return elements as SVG without a head; lines have the look of the group around them.

    Parameters
    ----------
    elements
        With their places.

    Examples
    --------
    >>> drawn([*bar(0, 50, 10)])
    '<path d="M 0.0,10.0 L 25,10 L 50,10" stroke-width="5" />'
    """
    sheet = Drawing(show=False, canvas="svg")
    sheet.config(inches_per_unit=INCHES_PER_UNIT, lw=LINE_WIDTH)
    for element in elements:
        sheet.add(element)
    register_namespace("", SVG)  # whatever another library registered since schemdraw did
    document = sheet.get_imagedata("svg").decode()
    inside = document[document.index(">") + 1 : document.rindex("</svg>")]
    return STYLE.sub(_look, inside)


def _look(style: re.Match[str]) -> str:
    """Return what of a style is not that of all lines: thick bars and filled arrowheads."""
    thick = f' stroke-width="{BAR_WIDTH:g}"' if f"stroke-width:{BAR_WIDTH:g}" in style[0] else ""
    filled = f' fill="{INK}"' if "fill:black" in style[0] else ""
    return f"{thick}{filled}"
