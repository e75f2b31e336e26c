"""What a plant saves in its first year, against its size, with the step of the export rule."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from equipment_catalog.messages import Message, message
from mine_study.charts.size_value import Step, size_money
from mine_study.charts.style import (
    ACCENT,
    GREY,
    INK,
    legend_above,
    no_plant,
    say_why_empty,
    scale_of_money,
    write_numbers,
)

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from mine_study.language import Reader
    from mine_study.site_design import SiteDesign
    from mine_study.study import StudyResult


def draw(result: StudyResult, axes: Axes, reader: Reader, design: SiteDesign) -> None:
    """Draw the net first-year saving, the chosen plant and the size at which credits fall."""
    plant = design.plant
    if plant is None:
        say_why_empty(axes, reader, no_plant(design.name))
        return
    values = size_money(result, design, plant)
    divisor, unit = scale_of_money(
        float(np.abs(values.net_saving).max()), result.study.study.currency
    )
    saving = values.net_saving / divisor
    chosen = float(np.interp(plant.dc_kw, values.dc_kw, saving))
    finding = _no_step(reader, design.name, plant.dc_kw, chosen, unit)
    if values.step is not None:
        finding = _step(reader, design.name, values.step, divisor, unit)
    axes.set_title(reader.say(finding), loc="left")
    net = reader.say(message("net saving of the first year, before tax"))
    axes.plot(values.dc_kw, saving, color=ACCENT, label=net)
    axes.plot(
        plant.dc_kw,
        chosen,
        color=INK,
        marker="o",
        markersize=6,
        linestyle="none",
        label=reader.say(message("this plant")),
    )
    if values.step is not None:
        word = reader.say(message("limit of {ac:,.0f} kW of inverters", ac=values.step.ac_kw))
        axes.axvline(values.step.dc_kw, color=GREY, linestyle="--", linewidth=1, label=word)
    axes.set_xlim(0, values.dc_kw[-1])
    axes.set_ylim(min(0.0, float(saving.min())), None)
    axes.set_xlabel(reader.say(message("module power [kWp]")))
    axes.set_ylabel(reader.say(message("{unit} a year", unit=unit)))
    axes.grid(axis="y")
    write_numbers(axes.xaxis, reader)
    write_numbers(axes.yaxis, reader)
    legend_above(axes, 3)


def _no_step(reader: Reader, site: str, dc_kw: float, chosen: float, unit: Message) -> Message:
    return message(
        "{site}: {dc} kWp save {saving} {unit} in the first year",
        site=site,
        dc=reader.number(dc_kw, 1),
        saving=reader.number(chosen, 1),
        unit=unit,
    )


def _step(reader: Reader, site: str, step: Step, divisor: float, unit: Message) -> Message:
    return message(
        "{site}: just above {dc} kWp the saving falls from {before} to {after} {unit} a year",
        site=site,
        dc=reader.number(step.dc_kw, 1),
        before=reader.number(step.saving_below / divisor, 1),
        after=reader.number(step.saving_above / divisor, 1),
        unit=unit,
    )
