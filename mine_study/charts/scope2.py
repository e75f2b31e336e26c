"""Emissions of the electricity before and after the plan, what export avoids elsewhere apart."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from equipment_catalog.messages import Message, message
from mine_study.charts.style import ACCENT, GREY, HATCH, PALE, SOFT, write_numbers

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from mine_study.language import Reader
    from mine_study.study import StudyResult

KWH_PER_MWH = 1000
LOOKS: tuple[dict[str, Any], ...] = (
    {"color": ACCENT, "hatch": HATCH},
    {"color": SOFT},
    {"color": PALE, "edgecolor": ACCENT},
    {"color": "white", "edgecolor": GREY, "linestyle": "--"},
)


def draw(result: StudyResult, axes: Axes, reader: Reader) -> None:
    """Draw location-based scope 2 of today, after the measures and after the plant."""
    lines = emission_lines(result)
    before, after = lines[0][1], lines[2][1]
    axes.set_title(
        reader.say(
            message(
                "Electricity's emissions go from {before} to {after} t CO₂e a year",
                before=reader.number(before, 1),
                after=reader.number(after, 1),
            )
        ),
        loc="left",
    )
    for place, ((_, tonnes), look) in enumerate(zip(lines, LOOKS, strict=True)):
        axes.barh(place, tonnes, height=0.6, **look)
        axes.annotate(
            reader.number(tonnes, 1),
            (tonnes, place),
            xytext=(4, 0),
            textcoords="offset points",
            va="center",
        )
    axes.set_yticks(np.arange(len(lines)), [reader.say(name) for name, _ in lines])
    axes.invert_yaxis()
    axes.set_xlim(0, 1.12 * max(tonnes for _, tonnes in lines) or 1.0)
    axes.set_xlabel(reader.say(message("scope 2, location-based [t CO₂e a year]")))
    axes.tick_params(axis="y", length=0)
    axes.grid(axis="x")
    write_numbers(axes.xaxis, reader)


def emission_lines(result: StudyResult) -> list[tuple[Message, float]]:
    """Return the emissions of a year by their name, the one outside the scopes last [t CO₂e].

    Parameters
    ----------
    result
        The study.
    """
    carbon = result.carbon
    bought_kwh = sum(bills.after_measures.import_kwh for bills in result.bills.values())
    return [
        (message("today"), carbon.scope2_location_before_t),
        (message("after the measures"), bought_kwh * carbon.factor.t_per_mwh / KWH_PER_MWH),
        (message("after measures and plant"), carbon.scope2_location_after_t),
        (message("avoided elsewhere by export,\nnot subtracted"), carbon.avoided_by_export_t),
    ]
