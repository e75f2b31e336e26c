"""The inventory beside the bills of a site, month by month."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from equipment_catalog.messages import Message, message
from mine_study.charts.style import ACCENT, HATCH, PALE, legend_above, mark_months, write_numbers

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from mine_study.language import Reader
    from mine_study.site_design import SiteDesign
    from mine_study.study import StudyResult


def draw(result: StudyResult, axes: Axes, reader: Reader, design: SiteDesign) -> None:
    """Draw what was billed beside what the machines explain."""
    balance = result.audit.balance
    monthly = balance.monthly.loc[design.name]
    explained = 1 - balance.by_site["unexplained_fraction"][design.name]
    axes.set_title(reader.say(_finding(design.name, explained, reader)), loc="left")
    places = np.arange(12)
    axes.bar(
        places - 0.2,
        monthly["billed_kwh"],
        width=0.38,
        color=PALE,
        edgecolor=ACCENT,
        linewidth=0.8,
        label=reader.say(message("billed")),
    )
    axes.bar(
        places + 0.2,
        monthly["inventory_kwh"],
        width=0.38,
        color=ACCENT,
        hatch=HATCH,
        label=reader.say(message("by the inventory")),
    )
    axes.set_ylabel(reader.say(message("kWh a month")))
    mark_months(axes, reader)
    write_numbers(axes.yaxis, reader)
    legend_above(axes, 2)


def _finding(site: str, explained: float, reader: Reader) -> Message:
    if explained > 1:
        return message(
            "{site}: the inventory adds up to {share} more than the bills: check hours and load",
            site=site,
            share=reader.percent(explained - 1, 1),
        )
    return message(
        "{site}: the machines explain {share} of what was billed",
        site=site,
        share=reader.percent(explained, 1),
    )
