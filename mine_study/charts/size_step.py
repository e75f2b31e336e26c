"""Coverage, self-sufficiency and first-year saving of a site's sizes, on both sides of a step."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from equipment_catalog.messages import Message, message
from mine_study.charts.size_finding import site_of_sizes
from mine_study.charts.size_panels import decimals_of, money, panel_below, shares
from mine_study.charts.style import legend_above, no_plant, say_why_empty, scale_of_money
from mine_study.size_sweep import size_sweep

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from mine_study.language import Reader
    from mine_study.site_design import SiteDesign
    from mine_study.size_sweep import SizeSweep
    from mine_study.study import StudyResult


def draw(result: StudyResult, axes: Axes, reader: Reader, design: SiteDesign) -> None:
    """Draw the shares of the demand above and the net first-year saving below."""
    sweep = size_sweep(result, design)
    if sweep is None:
        say_why_empty(axes, reader, no_plant(design.name))
        return
    currency = result.study.study.currency
    divisor, unit = scale_of_money(float(np.abs(sweep.net_saving).max()), currency)
    site = site_of_sizes(sweep, design.name)
    axes.set_title(reader.say(_finding(sweep, site, reader, divisor, unit)), loc="left")
    shares(axes, reader, sweep)
    legend_above(axes, 2)
    money(
        panel_below(axes),
        reader,
        sweep,
        sweep.net_saving / divisor,
        name=message("net saving of the first year, before tax"),
        unit=message("saving,\n{unit} a year", unit=unit),
    )


def _finding(
    sweep: SizeSweep, site: Message | str, reader: Reader, divisor: float, unit: Message
) -> Message:
    chosen = sweep.worth.chosen
    energy = message(
        "{site}: {dc} kWp cover {coverage} over the year, but {carried} hour by hour",
        site=site,
        dc=reader.number(float(sweep.dc_kw[chosen]), 1),
        coverage=reader.percent(float(sweep.coverage_fraction[chosen])),
        carried=reader.percent(float(sweep.self_sufficiency_fraction[chosen])),
    )
    if sweep.step is None:
        return energy
    below, above = (float(sweep.net_saving[place] / divisor) for place in sweep.step)
    at, decimals = float(sweep.dc_kw[sweep.step[0]]), decimals_of(below, above)
    return message(
        "{energy}; just above {ac:,.0f} kW of inverters the saving falls from {below} to {above} "
        "{unit} a year",
        energy=energy,
        ac=sweep.meter.inverters_kw(at),
        below=reader.number(below, decimals),
        above=reader.number(above, decimals),
        unit=unit,
    )
