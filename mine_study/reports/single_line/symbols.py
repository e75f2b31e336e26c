"""Symbols of a single-line diagram as SVG, after IEC 60617, drawn around the point 0, 0."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mine_study.charts.style import INK

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pv_design.electrical.single_line import LineKind

HALF_PX = 22
"""From the middle of a symbol to the line above and below it."""
ASIDE_PX = 62
"""From the line to an arrester beside it."""
OTHER_CONTACT_PX = 12
"""From the line to the second contact of a transfer switch."""

LETTERING = f'fill="{INK}" stroke="none"'
"""Of words among lines."""

_ARRESTER = (
    '<path d="M0 -22V-12M0 12V18M-9 18H9M-5.5 22H5.5M-2 26H2"/>'
    '<rect x="-7" y="-12" width="14" height="24"/>'
    '<path d="M0 -10V5M-3.5 1L0 8L3.5 1"/>'
)
_EARTH = "M-24 0H-40V8M-48 8H-32M-45 12H-35M-42 16H-38"
"""From the left side of a case to the earth."""
_CONTACT = "M0 -22V-10M0 22V9L-11 -10"

SYMBOLS: Mapping[LineKind, str] = {
    "strings": (
        '<rect x="-24" y="-17" width="48" height="34"/><path d="M-24 -17L0 3L24 -17M0 17V22"/>'
        f'<path d="{_EARTH}"/>'
    ),
    "string_fuse": '<path d="M0 -22V22"/><rect x="-6" y="-13" width="12" height="26"/>',
    "dc_switch": f'<path d="{_CONTACT}M-6 -10H6"/><circle cx="0" cy="-6.5" r="3"/>',
    "dc_spd": _ARRESTER,
    "inverter": (
        '<rect x="-22" y="-22" width="44" height="44"/><path d="M-22 22L22 -22"/>'
        '<path d="M-16 -13H-4M-16 -9H-13M-11.5 -9H-8.5M-7 -9H-4"/>'
        '<path d="M4 12C6 6 9 6 11 12S16 18 18 12"/>'
        f'<path d="{_EARTH}M-24 0H-22"/>'
    ),
    "ac_breaker": f'<path d="{_CONTACT}M-4 -14L4 -6M4 -14L-4 -6"/>',
    "rcd": '<path d="M0 -22V22"/><ellipse cx="0" cy="0" rx="12" ry="6"/><path d="M12 0H22V9"/>',
    "ac_spd": _ARRESTER,
    "load": '<path d="M0 -22V12M-9 12H9L0 22Z"/>',
    "meter": (
        '<path d="M0 -22V-15M0 15V22"/><rect x="-19" y="-15" width="38" height="30"/>'
        '<path d="M-19 -6H19"/><path d="M-12 -10.5H12M-9 -13L-12 -10.5L-9 -8M9 -13L12 -10.5L9 -8"/>'
        f'<text x="0" y="9" text-anchor="middle" font-size="11" {LETTERING}>kWh</text>'
    ),
    "grid": (
        '<path d="M0 -22V-16"/><circle cx="0" cy="0" r="16"/>'
        '<path d="M-9 0C-6 -8 -3 -8 0 0S6 8 9 0"/>'
    ),
    "converter": (
        '<rect x="-22" y="-22" width="44" height="44"/><path d="M-22 22L22 -22"/>'
        '<path d="M-18 -11C-16 -17 -13 -17 -11 -11S-6 -5 -4 -11"/>'
        '<path d="M4 11H16M4 15H7M8.5 15H11.5M13 15H16"/>'
    ),
    "battery": '<path d="M0 -22V-10M-16 -10H16M-8 -4H8M-16 4H16M-8 10H8M0 -4V4"/>',
    "transfer_switch": (
        '<path d="M0 -22V-10M0 -10V12M0 12V22M12 12V22"/>'
        '<circle cx="0" cy="-10" r="2.5"/><circle cx="0" cy="12" r="2.5"/>'
        '<circle cx="12" cy="12" r="2.5"/>'
    ),
    "genset": (
        '<path d="M0 -22V-18"/><circle cx="0" cy="0" r="18"/>'
        '<path d="M-7 9C-5 4 -2 4 0 9S5 14 7 9"/>'
        f'<text x="0" y="3" text-anchor="middle" font-size="14" {LETTERING}>G</text>'
    ),
}
"""Symbols by kind; boards are bars, drawn as long as what they join."""


def earth(x: float, y: float) -> str:
    """Return the sign of the earth alone, for a legend.

    Examples
    --------
    >>> earth(0, 0)[:5]
    '<path'
    """
    return f'<path transform="translate({x:g} {y:g})" d="M0 -8V0M-8 0H8M-5 4H5M-2 8H2"/>'


def symbol(kind: LineKind, x: float, y: float) -> str:
    """Return a symbol with its middle at a place.

    Examples
    --------
    >>> symbol("string_fuse", 10, 20)[:33]
    '<g transform="translate(10 20)"><'
    """
    return f'<g transform="translate({x:g} {y:g})">{SYMBOLS[kind]}</g>'


def wire(*points: tuple[float, float]) -> str:
    """Return a line through points.

    Examples
    --------
    >>> wire((0, 0), (0, 9.5))
    '<path d="M0 0L0 9.5"/>'
    """
    path = "L".join(f"{x:g} {y:g}" for x, y in points)
    return f'<path d="M{path}"/>'


def bar(start_x: float, end_x: float, y: float) -> str:
    """Return the bar of a board.

    Examples
    --------
    >>> bar(0, 50, 10)
    '<path d="M0 10H50" stroke-width="5"/>'
    """
    return f'<path d="M{start_x:g} {y:g}H{end_x:g}" stroke-width="5"/>'


def strokes(count: int, x: float, y: float) -> str:
    """Return the stroke across a line with the number of its conductors.

    Examples
    --------
    >>> strokes(3, 0, 0).endswith(">3</text>")
    True
    """
    stroke = wire((x - 6, y + 5), (x + 6, y - 5))
    number = f'<text x="{x - 18:g}" y="{y + 4:g}" font-size="11" {LETTERING}>{count}</text>'
    return stroke + number
