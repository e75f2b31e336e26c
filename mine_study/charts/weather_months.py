"""The sun of a place by month as several sources have it."""

from __future__ import annotations

from textwrap import fill
from typing import TYPE_CHECKING

import numpy as np

from equipment_catalog.messages import message
from mine_study.charts.style import (
    ACCENT,
    GREY,
    INK,
    PALE,
    SOFT,
    mark_months,
    month_names,
    write_numbers,
)
from pv_design.weather.description import YEAR

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

    from equipment_catalog.messages import Message
    from mine_study.language import Reader
    from pv_design.weather.comparison import WeatherComparison

COLOURS = (ACCENT, INK, SOFT, GREY)
MARKERS = ("o", "s", "^", "D", "v", "P", "X")
LINES = ("-", "--", ":", "-.", (0, (5, 1, 1, 1, 1, 1)))
"""Colours, markers and lines run in turn: sources are told apart on a black-and-white copy."""
LEGEND_COLUMNS = 2
LONGEST_NAME = 44
LINE_CHARACTERS = 76
HEADROOM = 1.08


def draw(comparison: WeatherComparison, axes: Axes, reader: Reader) -> None:
    """Draw the months of each source; months in which two disagree stand on a pale ground."""
    finding = reader.say(comparison_finding(comparison, reader))
    axes.set_title(fill(finding, LINE_CHARACTERS), loc="left")
    months = comparison.ghi_kwh_m2_day.drop(index=YEAR)
    for number, name in enumerate(months.columns):
        axes.plot(
            np.arange(12),
            months[name],
            color=COLOURS[number % len(COLOURS)],
            marker=MARKERS[number % len(MARKERS)],
            markersize=4,
            linestyle=LINES[number % len(LINES)],
            linewidth=1.2,
            label=_shown(str(name)),
        )
    _shade_disputed(comparison, axes, reader)
    axes.set_ylim(0, HEADROOM * float(months.to_numpy().max()))
    axes.set_ylabel(reader.say(message("irradiation [kWh/m² a day]")))
    mark_months(axes, reader)
    write_numbers(axes.yaxis, reader, 1)
    axes.legend(loc="upper left", bbox_to_anchor=(-0.01, -0.08), ncols=LEGEND_COLUMNS)


def _shade_disputed(comparison: WeatherComparison, axes: Axes, reader: Reader) -> None:
    disputed = _disputed_months(comparison)
    if not disputed:
        return
    limit = reader.percent(comparison.limit_fraction)
    name = reader.say(message("two sources more than {limit} apart", limit=limit))
    spans = [(month - 1.5, 1.0) for month in disputed]
    axes.broken_barh(
        spans,
        (0, 1),
        transform=axes.get_xaxis_transform(),
        color=PALE,
        linewidth=0,
        zorder=0,
        label=name,
    )


def comparison_finding(comparison: WeatherComparison, reader: Reader) -> Message:
    """Return in one sentence how far the sources are apart."""
    disputed = _disputed_months(comparison)
    if not comparison.annual_disagreements.empty:
        worst = widest(comparison.annual_disagreements)
        return message(
            "{first} and {second} differ by {share} of their mean over the year",
            first=_shown(str(worst["first"])),
            second=_shown(str(worst["second"])),
            share=reader.percent(abs(worst["difference_fraction"]), 0),
        )
    limit = reader.percent(comparison.limit_fraction)
    if disputed and comparison.has_independent_pair:
        names = month_names(reader)
        return message(
            "The years agree within {limit}; these months do not: {months}",
            limit=limit,
            months=", ".join(names[month - 1] for month in disputed),
        )
    if not comparison.has_independent_pair:
        return message("No two of these sources are independent: their agreement says nothing")
    if len(comparison.not_independent):
        return message("The independent sources agree within {limit} in every month", limit=limit)
    return message("All sources agree within {limit} in every month", limit=limit)


def widest(disagreements: pd.DataFrame) -> pd.Series:
    """Return the pair that is furthest apart."""
    apart = disagreements["difference_fraction"].abs().to_numpy()
    return disagreements.iloc[int(apart.argmax())]


def _disputed_months(comparison: WeatherComparison) -> list[int]:
    months = comparison.disagreements["month"]
    return sorted({int(month) for month in months if month != YEAR})


def _shown(name: str) -> str:
    """Return a name short enough for a legend, its end kept: it tells files apart.

    Examples
    --------
    >>> _shown("embedded"), len(_shown("a/very/long/way/to/the/files/of/the/weather/of/it.epw"))
    ('embedded', 44)
    """
    return name if len(name) <= LONGEST_NAME else "…" + name[1 - LONGEST_NAME :]
