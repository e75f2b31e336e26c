"""Today's electricity from the meter through the areas to work done and to losses."""

from __future__ import annotations

from textwrap import wrap
from typing import TYPE_CHECKING, Any

from matplotlib.patches import Rectangle

from equipment_catalog.messages import message
from mine_study.charts.energy_flows import (
    OTHERS,
    UNEXPLAINED,
    USEFUL,
    energy_flows,
    source_name,
    use_name,
)
from mine_study.charts.ribbons import BLOCK, column, ends, ribbons, spread
from mine_study.charts.style import ACCENT, GREY, PALE, SOFT, say_why_empty, shortened

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    import pandas as pd
    from matplotlib.axes import Axes

    from mine_study.charts.ribbons import Block
    from mine_study.language import Reader
    from mine_study.study import StudyResult

COLUMNS_X = (0.0, 0.31, 0.63)
GAP_FRACTION = 0.022
"""Between two blocks, over the energy of the year."""
HEIGHT_FRACTION = 1.32
"""Of the drawing, over the energy of the year."""
NAME_FRACTION = 0.037
"""Least distance of two names, over the height of the drawing."""
LONGEST_NAME = 24
SOURCE_LETTERS = 13
"""Of a line left of the drawing."""
LOST_HATCH = "////"
LAST = 2
"""Place of the column of the uses."""
ON_RIBBONS = {"facecolor": "white", "edgecolor": "none", "alpha": 0.92, "pad": 1.0}

LOOKS: dict[bool, dict[str, Any]] = {
    False: {"facecolor": SOFT, "edgecolor": "white", "linewidth": 0.3},
    True: {"facecolor": PALE, "edgecolor": GREY, "hatch": LOST_HATCH, "linewidth": 0.3},
}
"""Of ribbons that are used, and of those that are lost."""


def draw(result: StudyResult, axes: Axes, reader: Reader) -> None:
    """Draw ribbons as wide as their energy; what is lost is hatched."""
    flows = energy_flows(result)
    total = float(flows.loc[flows["layer"] == 0, "kwh"].sum())
    if not total > 0:
        say_why_empty(axes, reader, message("No machine draws power: nothing flows"))
        return
    uses = flows[flows["layer"] == 1].groupby("end")["kwh"].sum()
    useful = float(uses[uses.index.isin(USEFUL)].sum())
    lost = uses[~uses.index.isin(USEFUL)]
    title = message(
        "{share} of today's {kwh} kWh do their work; the largest loss: {loss}, {part}",
        share=reader.percent(useful / total),
        kwh=reader.number(total),
        loss=use_name(str(lost.idxmax())) if len(lost) else "",
        part=reader.percent(float(lost.max()) / total if len(lost) else 0.0),
    )
    axes.set_title(reader.say(title), loc="left")
    _draw_columns(axes, reader, flows, total)
    axes.set_xlim(-0.13, 1.0)
    axes.set_ylim(0, HEIGHT_FRACTION * total)
    axes.set_xlabel(reader.say(message("widths: kWh a year; hatched: lost or not explained")))
    axes.set_xticks([])
    axes.set_yticks([])
    axes.spines[:].set_visible(False)


def _draw_columns(axes: Axes, reader: Reader, flows: pd.DataFrame, total: float) -> None:
    fed, spent = flows[flows["layer"] == 0], flows[flows["layer"] == 1]
    sizes = (_sums(fed, "start"), _ordered(_sums(fed, "end")), _ordered(_sums(spent, "end")))
    blocks = [
        column(sizes[place], x=x, gap=GAP_FRACTION * total, tall=HEIGHT_FRACTION * total)
        for place, x in enumerate(COLUMNS_X)
    ]
    for part, (left, right) in ((fed, blocks[:2]), (spent, blocks[1:])):
        places, is_lost = ends(part, left, right), ~part["end"].isin(_kept(part))
        x = (next(iter(left.values())).x + BLOCK, next(iter(right.values())).x)
        for lost, look in LOOKS.items():
            chosen = [pair for pair, of_it in zip(places, is_lost, strict=True) if of_it == lost]
            if chosen:
                axes.add_patch(ribbons(chosen, left=x[0], right=x[1], **look))
    for place, named in enumerate(blocks):
        _name(axes, reader, named, place=place, tall=HEIGHT_FRACTION * total)


def _sums(part: pd.DataFrame, side: str) -> dict[str, float]:
    by_key = part.groupby(side, sort=False)["kwh"].sum()
    return {str(key): float(kwh) for key, kwh in by_key.items()}


def _kept(part: pd.DataFrame) -> set[str]:
    """Return the ends of ribbons that are neither lost nor unexplained."""
    ends_of = set(part["end"])
    return ends_of & set(USEFUL) if (part["layer"] == 1).all() else ends_of - {UNEXPLAINED}


def _ordered(sizes: Mapping[str, float]) -> dict[str, float]:
    """Return work before losses and the largest first, what is left over last."""
    last = (OTHERS, UNEXPLAINED)

    def rank(key: str) -> tuple[bool, bool, float]:
        return key in last, key not in USEFUL, -sizes[key]

    return {key: sizes[key] for key in sorted(sizes, key=rank)}


def _name(
    axes: Axes, reader: Reader, blocks: Mapping[str, Block], *, place: int, tall: float
) -> None:
    """Draw the blocks of a column and write their names and energies beside them."""
    for block in blocks.values():
        colour = GREY if place == LAST and block.key not in USEFUL else ACCENT
        corner = (block.x, block.top - block.height)
        axes.add_patch(Rectangle(corner, BLOCK, block.height, facecolor=colour, linewidth=0))
    heights = spread(
        [block.middle for block in blocks.values()], least=NAME_FRACTION * tall, low=0.0
    )
    names = list(_names(reader, blocks, place=place))
    for block, height, name in zip(blocks.values(), heights, names, strict=True):
        is_source = place == 0
        x = block.x - 0.008 if is_source else block.x + BLOCK + 0.008
        axes.text(
            x,
            height,
            name,
            ha="right" if is_source else "left",
            va="center",
            fontsize=7.5,
            bbox=ON_RIBBONS if place == 1 else None,
        )


def _names(reader: Reader, blocks: Mapping[str, Block], *, place: int) -> Iterator[str]:
    for key, block in blocks.items():
        if place == 0:
            name = "\n".join([*wrap(reader.say(source_name(key)), SOURCE_LETTERS), ""])
        elif place == LAST or key == UNEXPLAINED:
            name = f"{reader.say(use_name(key))}: "
        elif key == OTHERS:
            name = f"{reader.say(message('other areas'))}: "
        else:
            name = f"{shortened(key, LONGEST_NAME)}: "
        yield f"{name}{reader.number(block.height)}"
