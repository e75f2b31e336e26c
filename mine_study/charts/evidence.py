"""On what kind of evidence the energy of the machines stands: one bar in four parts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from equipment_catalog.messages import Message, message
from mine_study.charts.style import ACCENT, HATCH, INK, PALE, SOFT, say_why_empty, write_percents
from mine_study.evidence import CLASSES, evidence_shares

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from mine_study.language import Reader
    from mine_study.study import StudyResult

LOOKS: dict[str, dict[str, Any]] = {
    "measured": {"color": ACCENT},
    "read": {"color": SOFT},
    "stated": {"color": PALE, "hatch": HATCH, "edgecolor": INK},
    "guessed": {"color": "white", "edgecolor": INK},
}
LEAST_NAMED = 0.05
"""Narrower parts are named by the table alone."""


def draw(result: StudyResult, axes: Axes, reader: Reader) -> None:
    """Draw the share of the energy of each class of evidence, the best at the left."""
    shares = evidence_shares(result.audit)["share"]
    if not shares.any():
        say_why_empty(axes, reader, message("No machine draws energy"))
        return
    axes.set_title(reader.say(_finding(float(shares["measured"]), reader)), loc="left")
    starts = np.concatenate([[0.0], shares.cumsum().to_numpy()[:-1]])
    for one, start in zip(CLASSES, starts, strict=True):
        share = float(shares[one.key])
        label = one.written(reader.say)
        axes.barh(0, share, left=start, height=0.6, label=label, linewidth=0.8, **LOOKS[one.key])
        if share >= LEAST_NAMED:
            axes.text(
                start + share / 2,
                0,
                f"{one.badge} {reader.percent(share)}",
                ha="center",
                va="center",
                color="white" if one.key == "measured" else INK,
                bbox=None if one.key != "stated" else {"color": "white", "pad": 1.5},
            )
    axes.set_yticks([])
    axes.spines["left"].set_visible(False)
    axes.set_xlim(0, 1)
    axes.set_xlabel(reader.say(message("share of the energy of all machines")))
    write_percents(axes.xaxis, reader)
    axes.legend(loc="lower left", bbox_to_anchor=(-0.01, 1.0), ncols=2, borderaxespad=0.2)


def _finding(measured: float, reader: Reader) -> Message:
    if measured == 0:
        return message("No machine's load was measured: all are read, estimated or guessed")
    return message(
        "{share} of the energy goes through machines whose load was measured",
        share=reader.percent(measured),
    )
