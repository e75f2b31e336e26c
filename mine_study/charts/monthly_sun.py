"""The sun of a site by month with its uncertainty."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from equipment_catalog.messages import message
from mine_study.charts.style import INK, SOFT, mark_months, month_names, write_numbers

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from mine_study.language import Reader
    from mine_study.site_design import SiteDesign
    from mine_study.study import StudyResult


def draw(
    result: StudyResult,  # noqa: ARG001  every chart of a site is called alike
    axes: Axes,
    reader: Reader,
    design: SiteDesign,
) -> None:
    """Draw the mean daily irradiation of each month with one standard deviation of the level."""
    weather = design.weather
    ghi = weather.monthly_ghi_kwh_m2_day
    months = month_names(reader)
    axes.set_title(
        reader.say(
            message(
                "{site}: {mean} kWh/m² a day over the year, from {least} in {dull} "
                "to {most} in {bright}",
                site=design.name,
                mean=reader.number(weather.annual_ghi_kwh_m2 / 365, 2),
                least=reader.number(ghi.min(), 2),
                dull=months[int(ghi.to_numpy().argmin())],
                most=reader.number(ghi.max(), 2),
                bright=months[int(ghi.to_numpy().argmax())],
            )
        ),
        loc="left",
    )
    axes.bar(np.arange(12), ghi, width=0.62, color=SOFT)
    axes.errorbar(
        np.arange(12),
        ghi,
        yerr=ghi * weather.sigma_resource_fraction,
        fmt="none",
        ecolor=INK,
        elinewidth=1,
        capsize=3,
    )
    axes.set_ylabel(reader.say(message("irradiation [kWh/m² a day]")))
    mark_months(axes, reader)
    write_numbers(axes.yaxis, reader, 1)
