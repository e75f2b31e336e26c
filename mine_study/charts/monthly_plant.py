"""What a plant gives by month, beside what the site asks for."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from equipment_catalog.messages import message
from mine_study.charts.style import (
    ACCENT,
    HATCH,
    INK,
    PALE,
    SOFT,
    legend_above,
    mark_months,
    no_plant,
    say_why_empty,
    write_numbers,
)

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from equipment_catalog.messages import Message
    from mine_study.language import Reader
    from mine_study.site_design import SiteDesign
    from mine_study.site_flows import SiteFlows
    from mine_study.study import StudyResult


def draw(
    result: StudyResult,  # noqa: ARG001  every chart of a site is called alike
    axes: Axes,
    reader: Reader,
    design: SiteDesign,
) -> None:
    """Draw self-used, imported and exported energy, and the demand as marks."""
    if design.plant is None:
        say_why_empty(axes, reader, no_plant(design.name))
        return
    axes.set_title(reader.say(_finding(design, reader)), loc="left")
    _draw_months(axes, reader, design.flows)
    axes.axhline(0, color=INK, linewidth=0.8)
    axes.set_ylabel(reader.say(message("kWh a month")))
    mark_months(axes, reader)
    write_numbers(axes.yaxis, reader)
    legend_above(axes, 4)


def _finding(design: SiteDesign, reader: Reader) -> Message:
    flows = design.flows
    return message(
        "{site}: the plant makes {coverage} of the year's demand "
        "and carries {carried} of it in its own hour",
        site=design.name,
        coverage=reader.percent(flows.coverage_fraction),
        carried=reader.percent(float(flows.self_used_kw.sum() / flows.load_kw.sum())),
    )


def _draw_months(axes: Axes, reader: Reader, flows: SiteFlows) -> None:
    """Draw what is used and sold upwards, what is bought downwards, the demand as a line."""
    used, bought, sold, load = (
        _by_month(hourly)
        for hourly in (flows.self_used_kw, flows.import_kw, flows.export_kw, flows.load_kw)
    )
    places = np.arange(12)
    axes.bar(places, used, 0.62, color=ACCENT, hatch=HATCH, label=reader.say(message("self-used")))
    axes.bar(places, sold, 0.62, used, color=SOFT, label=reader.say(message("exported")))
    axes.bar(
        places,
        -bought,
        0.62,
        color=PALE,
        edgecolor=ACCENT,
        linewidth=0.8,
        label=reader.say(message("imported, drawn downwards")),
    )
    axes.plot(
        places,
        load,
        color=INK,
        marker="D",
        markersize=3.5,
        linewidth=0.8,
        label=reader.say(message("demand")),
    )


def _by_month(hourly_kw: pd.Series) -> pd.Series:
    return hourly_kw.groupby(pd.DatetimeIndex(hourly_kw.index).month).sum()
