"""The numbers of the charts of sun and plant: weeks, strings, the way of the sun."""

from __future__ import annotations

from typing import TYPE_CHECKING

from equipment_catalog.messages import message
from mine_study.charts.string_window import drawn_counts
from mine_study.charts.style import day_names, month_names
from mine_study.charts.sun_path import STEP_MINUTES, sun_of_day
from mine_study.charts.typical_week import DAY, drawn_weeks
from mine_study.reports.table import Table, numbers, words

if TYPE_CHECKING:
    from mine_study.reports.figures import Figures
    from mine_study.site_design import SiteDesign
    from mine_study.study import StudyResult

MINUTES_PER_HOUR = 60


def week_day_numbers(_result: StudyResult, design: SiteDesign, write: Figures) -> Table | None:
    """Return the days of the weeks drawn; None without a plant."""
    if design.plant is None:
        return None
    say, ac_kw = write.say, design.plant.production.ac_kw.to_numpy(float)
    flows = (ac_kw, design.flows.self_used_kw.to_numpy(), design.load_kw.to_numpy())
    days = day_names(write.reader)
    rows = [
        (
            f"{say(name)}, {days[day]}",
            *(write.number(flow[at : at + DAY].sum()) for flow in flows),
        )
        for name, first in drawn_weeks(design, ac_kw)
        for day, at in enumerate(range(first, first + 7 * DAY, DAY))
    ]
    return Table(
        caption=say(message("{site}: the days of these weeks [kWh]", site=design.name)),
        columns=(
            *words(say(message("Day"))),
            *numbers(
                say(message("made by the plant")),
                say(message("self-used")),
                say(message("demand")),
            ),
        ),
        rows=tuple(rows),
        from_mine=True,
    )


def string_numbers(_result: StudyResult, design: SiteDesign, write: Figures) -> Table | None:
    """Return the voltages of strings around the one chosen; None where nothing is wired."""
    wired = design.electrical.design if design.electrical else None
    if wired is None:
        return None
    say, size = write.say, wired.size
    return Table(
        caption=say(message("{site}: voltages of a string by its length", site=design.name)),
        columns=(
            *words(say(message("Modules in series"))),
            *numbers(
                say(message("at maximum power, hottest cells [V]")),
                say(message("open circuit, coldest air [V]")),
            ),
        ),
        rows=tuple(
            (
                write.number(count),
                write.number(count * size.vmp_hottest_v, 1),
                write.number(count * size.voc_coldest_v, 1),
            )
            for count in drawn_counts(wired)
        ),
    )


def sun_numbers(_result: StudyResult, design: SiteDesign, write: Figures) -> Table:
    """Return how high the sun stands at noon in each month, and how long it is up."""
    say = write.say
    days = [sun_of_day(design, month) for month in range(1, 13)]
    rows = tuple(
        (
            name,
            write.number(float(day["elevation"].max())),
            write.number(float(day["azimuth"].iloc[int(day["elevation"].to_numpy().argmax())])),
            write.number(float((day["elevation"] > 0).sum()) * STEP_MINUTES / MINUTES_PER_HOUR, 1),
        )
        for name, day in zip(month_names(write.reader), days, strict=True)
    )
    return Table(
        caption=say(message("{site}: the sun on the 15th of each month", site=design.name)),
        columns=(
            *words(say(message("Month"))),
            *numbers(
                say(message("greatest height [°]")),
                say(message("its direction then [°]")),
                say(message("hours above a level horizon")),
            ),
        ),
        rows=rows,
    )
