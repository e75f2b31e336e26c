"""The single-line diagram of a plant as SVG: from the modules at the top to mine and grid."""

from __future__ import annotations

from typing import TYPE_CHECKING

from markupsafe import Markup, escape

from equipment_catalog.messages import message
from mine_study.charts.style import INK
from mine_study.reports.pictures import Picture
from mine_study.reports.single_line.drops import LETTERS as JOINED_LETTERS
from mine_study.reports.single_line.drops import drops_of
from mine_study.reports.single_line.steps import GAP_PX, LINE_PX, broken, steps_of
from mine_study.reports.single_line.symbols import (
    ASIDE_PX,
    HALF_PX,
    LETTERING,
    LINE_WIDTH,
    OTHER_CONTACT_PX,
    bar,
    drawn,
    earth,
    strokes,
    symbol,
    wire,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from schemdraw.elements import Element

    from mine_study.language import Reader
    from mine_study.reports.single_line.drops import Drop
    from mine_study.reports.single_line.steps import Step
    from mine_study.site_storage import StorageDesign
    from pv_design.electrical.design import ElectricalDesign
    from pv_design.electrical.single_line import LineKind

    Part = Element | str

WIDTH_PX, MARGIN_PX, LABEL_PX, OVERHANG_PX = 800, 10, 42, 40
STEP_PX = 2 * HALF_PX + GAP_PX
MAIN_STEPS = 1.65
"""From the board of the plant to that of the mine: room for an arrester and its earth."""
BRANCHES_X = {1: (300,), 2: (110, 500)}
LETTERS = {1: 56, 2: JOINED_LETTERS}
"""Letters of a line of words beside one branch, and beside each of two."""
LEGEND_LETTERS = 84
"""Of a line of words below the drawing."""
FEEDER_X = 300
LAST = ("load", "grid", "battery", "genset")
"""Symbols below which no line goes on."""
BOARDS = ("board", "main_board")


def single_line_drawing(
    site: str, design: ElectricalDesign, reader: Reader, store: StorageDesign | None = None
) -> Picture:
    """Return the single-line diagram of a plant for a reader.

    Equal inverters are drawn once with their number. What a person typed is escaped.

    Parameters
    ----------
    site
        Name of the site, for the title.
    design
        Of its plant.
    reader
        Whose language the words are in.
    store
        Battery and genset of the site; None where the study does not ask for any.
    """
    diagram = design.diagram
    places = BRANCHES_X[len(diagram.branches)]
    columns = [
        steps_of(diagram, reader, branch=number, letters=LETTERS[len(places)])
        for number in range(len(places))
    ]
    joined = steps_of(diagram, reader, branch=None, letters=LETTERS[2])
    heights = [max(step.height_px for step in row) for row in zip(*columns, strict=True)]
    board_y = MARGIN_PX + sum(heights) + GAP_PX
    parts = [*_branches(columns, heights, places)]
    parts += [
        _times(branch.inverters, x, board_y)
        for x, branch in zip(places, diagram.branches, strict=True)
        if branch.inverters > 1
    ]
    drops = drops_of(diagram, store, reader)
    parts += _shared({step.kind: step for step in joined}, drops, places, board_y)
    below = max(drop.first_row + len(drop.steps) for drop in drops)
    title = message(
        "{site}: single-line diagram (strings: {strings}, inverters: {inverters})",
        site=site,
        strings=design.plan.strings,
        inverters=design.plan.inverters,
    )
    hung = [step for drop in drops for step in drop.steps]
    at_board = [step for step in joined if step.kind in BOARDS]
    said = [line for steps in (*columns, at_board, hung) for step in steps for line in step.lines]
    legend_y = board_y + (2 + below) * STEP_PX + MARGIN_PX
    legend = legend_of(reader, has_grid=store is None or not store.keys.off_grid)
    parts += [*earth(MARGIN_PX + HALF_PX, legend_y - 8), *_legend(legend, legend_y)]
    height_px = legend_y + LINE_PX * len(legend) + MARGIN_PX
    return Picture(
        title=reader.say(title),
        svg=_document(reader.say(title), [*said, *legend], parts, height_px),
        source=reader.say(
            message("electrical design of the plant, tables of strings, cables and protections")
        ),
    )


def legend_of(reader: Reader, *, has_grid: bool) -> list[str]:
    """Return what the drawing does not show by a symbol of its own, line by line.

    Parameters
    ----------
    reader
        Whose language the words are in.
    has_grid
        Whether the site has a grid, which the inverters leave when it fails.
    """
    said = [
        message("Earth: frames of the modules, cases of the inverters and arresters, all joined")
    ]
    if has_grid:
        said.append(
            message(
                "Anti-islanding: inside each inverter, which leaves a grid that fails (IEC 62116); "
                "ask for its certificate"
            )
        )
    return [line for words in said for line in broken(reader.say(words), LEGEND_LETTERS)]


def _legend(lines: Sequence[str], top: float) -> Iterator[Part]:
    for number, line in enumerate(lines):
        yield _words([line], MARGIN_PX + 2 * LABEL_PX, top + number * LINE_PX)


def _times(inverters: int, x: float, board_y: float) -> str:
    """Return the mark of a line that stands for several."""
    return (
        f'<text x="{x - 2 * HALF_PX:g}" y="{board_y - GAP_PX:g}" font-size="16" '
        f'font-weight="bold" {LETTERING}>\N{MULTIPLICATION SIGN}{inverters}</text>'
    )


def _branches(
    columns: Sequence[Sequence[Step]], heights: Sequence[int], places: Sequence[float]
) -> Iterator[Part]:
    """Yield the lines of all branches, one beside the other."""
    for x, steps in zip(places, columns, strict=True):
        yield from _column(steps, heights, x)


def _column(steps: Sequence[Step], heights: Sequence[int], x: float) -> Iterator[Part]:
    """Yield the line of a branch down to the bar of the board."""
    top = MARGIN_PX
    for step, height in zip(steps, heights, strict=True):
        yield from _step(step, x, top, top + height)
        top += height
    yield from wire((x, top), (x, top + GAP_PX))


def _step(step: Step, x: float, top: float, end: float) -> Iterator[Part]:
    """Yield a symbol or a cable in its piece of line, which the modules begin."""
    middle = (top + end) / 2
    yield _words(step.lines, x + LABEL_PX, middle)
    if step.kind is None:
        yield from wire((x, top), (x, end))
        yield from strokes(step.conductors, x, middle)
        return
    if step.kind != "strings":
        yield from wire((x, top), (x, middle - HALF_PX))
    yield from symbol(step.kind, x, middle)
    if step.kind not in LAST:
        yield from wire((x, middle + HALF_PX), (x, end))
    if step.aside is not None:
        yield from _beside(step.aside, x, middle)


def _beside(kind: LineKind, x: float, middle: float) -> Iterator[Part]:
    """Yield what stands beside a line, joined to it from above."""
    left = x - ASIDE_PX
    yield from wire((x, middle - HALF_PX), (left, middle - HALF_PX))
    yield from symbol(kind, left, middle)


def _shared(
    joined: Mapping[LineKind | None, Step],
    drops: Sequence[Drop],
    branches_x: Sequence[float],
    top: float,
) -> Iterator[Part]:
    """Yield what all inverters share, from the bar of their board to what hangs from the mine's."""
    board, main, main_y = joined["board"], joined["main_board"], top + MAIN_STEPS * STEP_PX
    name, arrester = board.lines[:1], board.lines[1:]
    right = max(*branches_x, FEEDER_X) + OVERHANG_PX
    yield from bar(min(*branches_x, FEEDER_X) - OVERHANG_PX, right, top)
    yield _words(name, right + GAP_PX, top)
    yield from wire((FEEDER_X, top), (FEEDER_X, main_y))
    yield from _beside("ac_spd", FEEDER_X, top + STEP_PX * 0.75)
    yield _words(arrester, FEEDER_X + LABEL_PX, top + STEP_PX * 0.75)
    hung_x = [drop.x for drop in drops if drop.first_row == 0]
    end = max(hung_x) + OVERHANG_PX
    yield from bar(min(hung_x) - OVERHANG_PX, end, main_y)
    yield _words(main.lines, end + GAP_PX, main_y - LINE_PX / 2)
    for drop in drops:
        start = main_y + drop.first_row * STEP_PX
        if drop.first_row:
            contact = max(hung_x) + OTHER_CONTACT_PX
            yield from wire((contact, start - GAP_PX / 2), (contact, start), (drop.x, start))
        for row, step in enumerate(drop.steps):
            yield from _step(step, drop.x, start + row * STEP_PX, start + (row + 1) * STEP_PX)


def _words(lines: Sequence[str], x: float, middle: float) -> str:
    """Return lines of words that begin at a place, around a height."""
    first = middle - LINE_PX * (len(lines) - 1) / 2 + 4
    return "".join(
        f'<text x="{x:g}" y="{first + number * LINE_PX:g}" {LETTERING}>{escape(line)}</text>'
        for number, line in enumerate(lines)
    )


def _document(title: str, said: Sequence[str], parts: Sequence[Part], height_px: float) -> Markup:
    """Return the drawing with its name and, for those who cannot see it, all its words."""
    head = (
        f'<svg viewBox="0 0 {WIDTH_PX} {height_px:g}" role="img" aria-label="{escape(title)}" '
        f'font-size="13"><desc>{escape("; ".join(said))}</desc>'
        f'<g fill="none" stroke="{INK}" stroke-width="{LINE_WIDTH:g}">'
    )
    lines = drawn([part for part in parts if not isinstance(part, str)])
    words = "".join(part for part in parts if isinstance(part, str))
    return Markup(f"{head}{lines}{words}</g></svg>")  # noqa: S704  escaped
