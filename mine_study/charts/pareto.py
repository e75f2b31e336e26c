"""Which machines use the electricity: bars by machine and their running share."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from equipment_catalog.messages import message
from mine_study.charts.style import (
    ACCENT,
    HATCH,
    INK,
    SOFT,
    legend_above,
    write_numbers,
    write_percents,
)

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

    from equipment_catalog.messages import Message
    from mine_study.language import Reader
    from mine_study.study import StudyResult

SHOWN = 16
MOST_OF_IT = 0.8


def draw(result: StudyResult, axes: Axes, reader: Reader) -> None:
    """Draw the largest machines in order, those with a measure marked, and the running share."""
    kwh = result.audit.before.points["kwh_per_year"].sort_values(ascending=False)
    share = kwh.cumsum() / kwh.sum()
    few = int((share < MOST_OF_IT).sum()) + 1
    axes.set_title(reader.say(_finding(few, share, reader)), loc="left")
    kwh, share = kwh.iloc[:SHOWN], share.iloc[:SHOWN]
    places = np.arange(len(kwh))
    replaced = kwh.index.isin(result.audit.done.index)
    kept_word = reader.say(message("kept as it is"))
    axes.bar(places[~replaced], kwh[~replaced], color=SOFT, width=0.7, label=kept_word)
    if replaced.any():
        word = reader.say(message("has a measure"))
        axes.bar(places[replaced], kwh[replaced], color=ACCENT, hatch=HATCH, width=0.7, label=word)
    axes.set_xticks(places, kwh.index.astype(str))
    axes.tick_params(axis="x", labelrotation=45)
    axes.set_ylabel(reader.say(message("kWh a year")))
    write_numbers(axes.yaxis, reader)
    cumulative = axes.twinx()
    cumulative.plot(places, share, color=INK, marker="o", markersize=3.5, linewidth=1)
    cumulative.set_ylim(0, 1.05)
    cumulative.set_ylabel(reader.say(message("running share")))
    write_percents(cumulative.yaxis, reader)
    axes.plot(
        [], [], color=INK, marker="o", markersize=3.5, label=reader.say(message("running share"))
    )
    legend_above(axes, 3)


def _finding(few: int, share: pd.Series, reader: Reader) -> Message:
    """Return how few lines use most; where that takes them all, what the largest uses."""
    if few == len(share):
        most = reader.percent(share.iloc[0])
        return message("{tag} uses {most} of the electricity", tag=str(share.index[0]), most=most)
    return message(
        "{few:,d} of {all:,d} lines of the inventory use {share} of the electricity",
        few=few,
        all=len(share),
        share=reader.percent(share.iloc[few - 1]),
    )
