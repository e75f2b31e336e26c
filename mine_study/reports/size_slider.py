"""The slider of sizes: every stop is a size that was reckoned, none is read between two."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from equipment_catalog.messages import Message, message
from mine_study.reports.pictures import axes_box
from mine_study.reports.table import Column, Table, numbers, words
from mine_study.size_sweep import size_sweep

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from mine_study.reports.figures import Figures
    from mine_study.site_design import SiteDesign
    from mine_study.size_sweep import SizeSweep
    from mine_study.study import StudyResult

CHART = "size_npv"
"""The chart on which the slider moves a mark."""


@dataclass(frozen=True, kw_only=True)
class SizeSlider:
    """What a slider over the sizes of a plant needs."""

    site: str
    """Name of the site."""
    table: Table
    """One row a stop, from no plant to the largest."""
    words: tuple[str, ...]
    """Each stop as it is said."""
    marks: tuple[float, ...]
    """Each stop across the chart [points]."""
    span: tuple[float, float]
    """Top and bottom of the chart's axes [points]."""
    chosen: int
    """Place of the plant of the study among the stops."""
    dc_ac_ratio: str
    """Modules over inverters, the same at every stop."""
    leaves_out_storage: bool
    """Whether the site has a battery or outages, which the stops leave out."""


def size_slider(result: StudyResult, design: SiteDesign, write: Figures) -> SizeSlider | None:
    """Return the stops of a site's slider; None without a plant.

    The stop of the study's own plant shows what ``results.json`` holds, unless the site has a
    battery or outages, which the sizes leave out. Payback, outlay and present value are those of
    the whole plan.

    Parameters
    ----------
    result
        The study.
    design
        The site.
    write
        The reader.
    """
    sweep = size_sweep(result, design)
    if sweep is None:
        return None
    rows = [_row(sweep, place, write) for place in range(len(sweep.dc_kw))]
    stops = _distinct(rows, sweep)
    left, width, top, bottom = axes_box(CHART)
    largest = float(sweep.dc_kw[-1])
    return SizeSlider(
        site=design.name,
        table=Table(
            caption=write.say(message("{site}: every size of the curve", site=design.name)),
            columns=_columns(result.study.study.currency, write),
            rows=tuple(rows[place] for place in stops),
            from_mine=True,
            is_wide=True,
        ),
        words=tuple(_said(sweep, place, write) for place in stops),
        marks=tuple(round(left + width * float(sweep.dc_kw[at]) / largest, 1) for at in stops),
        span=(round(top, 1), round(bottom, 1)),
        chosen=stops.index(sweep.worth.chosen),
        dc_ac_ratio=write.number(sweep.meter.dc_kw / sweep.meter.ac_kw, 2),
        leaves_out_storage=sweep.meter.leaves_out_storage,
    )


def _distinct(rows: Sequence[tuple[str, ...]], sweep: SizeSweep) -> list[int]:
    """Return the sizes that read differently; of those alike the study's own, or a marked one."""
    kept: dict[tuple[str, ...], int] = {}
    chosen = sweep.worth.chosen
    for place, (*figures, _) in enumerate(rows):
        alike = kept.get(tuple(figures))
        if alike is None or place == chosen or (any(_kinds(sweep, place)) and alike != chosen):
            kept[tuple(figures)] = place
    return sorted(kept.values())


def _columns(currency: str, write: Figures) -> tuple[Column, ...]:
    heads = (
        message("module power [kWp]"),
        message("inverters [kW]"),
        message("coverage over the year"),
        message("self-sufficiency"),
        message("self-consumption"),
        message("bought [kWh a year]"),
        message("exported [kWh a year]"),
        message("outlay of the whole plan [{currency}]", currency=currency),
        message("payback of the whole plan [years]"),
        message("NPV of the whole plan [{currency}]", currency=currency),
    )
    return (*numbers(*map(write.say, heads)), *words(write.say(message("what it is"))))


def _row(sweep: SizeSweep, place: int, write: Figures) -> tuple[str, ...]:
    return (
        write.number(sweep.dc_kw[place], 1),
        write.number(sweep.meter.inverters_kw(float(sweep.dc_kw[place])), 1),
        write.percent(sweep.coverage_fraction[place], 1),
        write.percent(sweep.self_sufficiency_fraction[place], 1),
        write.percent(sweep.self_consumption_fraction[place], 1),
        write.number(sweep.import_kwh[place]),
        write.number(sweep.export_kwh[place]),
        write.number(sweep.plan_capex[place]),
        _years(sweep, place, write),
        write.number(sweep.worth.plan_npv[place]),
        "; ".join(map(write.say, _kinds(sweep, place))) or write.number(None),
    )


def _years(sweep: SizeSweep, place: int, write: Figures) -> str:
    if not sweep.plan_capex[place] > 0:
        return write.number(None)
    return write.years(float(sweep.plan_payback_years[place]))


def _kinds(sweep: SizeSweep, place: int) -> Iterator[Message]:
    """Yield what is particular about a size."""
    if place == 0:
        yield message("no plant")
    if place == sweep.worth.chosen and sweep.meter.leaves_out_storage:
        yield message("the plant of the study, without battery and outages")
    elif place == sweep.worth.chosen:
        yield message("the plant of the study")
    if place == sweep.worth.best:
        yield message("highest present value")
    if place == sweep.place_covering(1.0):
        yield message("makes as much as the year's demand")
    if sweep.step is not None and place in sweep.step:
        ac_kw = sweep.meter.inverters_kw(float(sweep.dc_kw[sweep.step[0]]))
        if place == sweep.step[0]:
            yield message("at the limit of {ac:,.0f} kW of inverters", ac=ac_kw)
        else:
            yield message("just above the limit of {ac:,.0f} kW of inverters", ac=ac_kw)


def _said(sweep: SizeSweep, place: int, write: Figures) -> str:
    said = message(
        "{dc} kWp: coverage {coverage}, payback {years}, NPV {npv}",
        dc=write.number(sweep.dc_kw[place], 1),
        coverage=write.percent(sweep.coverage_fraction[place]),
        years=_years(sweep, place, write),
        npv=write.rounded(float(sweep.worth.plan_npv[place])),
    )
    return "; ".join(map(write.say, (said, *_kinds(sweep, place))))
