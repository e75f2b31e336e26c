"""Emissions of the electricity, before and after the plan."""

from __future__ import annotations

from typing import TYPE_CHECKING

from equipment_catalog.messages import message
from mine_study.charts.style import ACCENT, HATCH, PALE, write_numbers

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from mine_study.language import Reader
    from mine_study.study import StudyResult


def draw(result: StudyResult, axes: Axes, reader: Reader) -> None:
    """Draw location-based scope 2 of today and after measures and plant."""
    before = result.carbon.scope2_location_before_t
    after = result.carbon.scope2_location_after_t
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
    words = [reader.say(message("today")), reader.say(message("after the plan"))]
    bars = axes.barh(words, [before, after], height=0.55, color=[ACCENT, PALE], edgecolor=ACCENT)
    bars[0].set_hatch(HATCH)
    for place, tonnes in enumerate((before, after)):
        axes.text(tonnes, place, f"  {reader.number(tonnes, 1)}", va="center")
    axes.invert_yaxis()
    axes.set_xlim(0, 1.12 * max(before, after) or 1.0)
    axes.set_xlabel(reader.say(message("scope 2, location-based [t CO₂e a year]")))
    axes.tick_params(axis="y", length=0)
    axes.grid(axis="x")
    write_numbers(axes.xaxis, reader)
