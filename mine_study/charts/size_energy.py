"""Coverage over the year and hour by hour, against the size of the plant."""

from __future__ import annotations

from typing import TYPE_CHECKING

from equipment_catalog.messages import message
from mine_study.charts.size_value import size_energy
from mine_study.charts.style import (
    ACCENT,
    GREY,
    INK,
    legend_above,
    no_plant,
    say_why_empty,
    write_numbers,
    write_percents,
)

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from mine_study.language import Reader
    from mine_study.site_design import SiteDesign
    from mine_study.study import StudyResult


def draw(result: StudyResult, axes: Axes, reader: Reader, design: SiteDesign) -> None:
    """Draw annual coverage and hourly self-sufficiency, the chosen plant marked."""
    plant = design.plant
    if plant is None:
        say_why_empty(axes, reader, no_plant(design.name))
        return
    values = size_energy(result, design, plant)
    axes.set_title(
        reader.say(
            message(
                "{site}: {dc} kWp cover {coverage} over the year, but {carried} hour by hour",
                site=design.name,
                dc=reader.number(plant.dc_kw, 1),
                coverage=reader.percent(design.flows.coverage_fraction),
                carried=reader.percent(design.flows.self_sufficiency_fraction),
            )
        ),
        loc="left",
    )
    yearly = reader.say(message("coverage over the year"))
    hourly = reader.say(message("self-sufficiency hour by hour"))
    axes.plot(values.dc_kw, values.coverage_fraction, color=GREY, linestyle="--", label=yearly)
    axes.plot(values.dc_kw, values.self_sufficiency_fraction, color=ACCENT, label=hourly)
    axes.plot(
        [plant.dc_kw, plant.dc_kw],
        [design.flows.coverage_fraction, design.flows.self_sufficiency_fraction],
        color=INK,
        marker="o",
        markersize=5,
        linestyle=":",
        linewidth=1,
        label=reader.say(message("this plant")),
    )
    axes.set_xlim(0, values.dc_kw[-1])
    axes.set_ylim(0)
    axes.set_xlabel(reader.say(message("module power [kWp]")))
    axes.set_ylabel(reader.say(message("share of the demand")))
    axes.grid(axis="y")
    write_numbers(axes.xaxis, reader)
    write_percents(axes.yaxis, reader)
    legend_above(axes, 3)
