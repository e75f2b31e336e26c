"""Tables of what plants of round coverages, and on both sides of a rule's step, give."""

from __future__ import annotations

from typing import TYPE_CHECKING

from equipment_catalog.messages import Message, message
from mine_study.reports.table import Table, numbers, words
from mine_study.size_sweep import COVERAGE_FRACTIONS, size_sweep

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mine_study.reports.figures import Figures
    from mine_study.site_design import SiteDesign
    from mine_study.size_sweep import SizeSweep
    from mine_study.study import StudyResult


def step_tables(result: StudyResult, design: SiteDesign, write: Figures) -> dict[str, Table]:
    """Return the table of a site's sizes under the name the template knows.

    Parameters
    ----------
    result
        The study.
    design
        The site; without a plant there is none.
    write
        Language and currency of the reader.
    """
    sweep = size_sweep(result, design)
    if sweep is None:
        return {}
    caption = message("{site}: coverage, self-sufficiency and money by size", site=design.name)
    return {"steps": size_table(sweep, caption, write)}


def one_meter_tables(result: StudyResult, write: Figures) -> dict[str, Table]:
    """Return the same table for the mine on one meter; nothing as `mine_meter` says."""
    sweep = size_sweep(result)
    if sweep is None:
        return {}
    caption = message("The mine on one meter: coverage, self-sufficiency and money by size")
    return {"one_meter": size_table(sweep, caption, write)}


def size_table(sweep: SizeSweep, caption: Message, write: Figures) -> Table:
    """Return the figures of the sizes that have a name, smallest first.

    Parameters
    ----------
    sweep
        Figures of all sizes.
    caption
        Of the table.
    write
        Language and currency of the reader.
    """
    say = write.say
    named = sorted(_named(sweep, write), key=lambda pair: sweep.dc_kw[pair[0]])
    return Table(
        caption=say(caption),
        columns=(
            *words(say(message("Size"))),
            *numbers(
                say(message("Modules [kWp]")),
                say(message("Inverters [kW]")),
                say(message("Coverage of the year")),
                say(message("Self-sufficiency hour by hour")),
                say(message("A credited kWh is worth [{currency}]", currency=write.currency)),
                say(message("Credited in the first year [kWh]")),
                say(message("Net saving of the first year")),
                say(message("Adds to the net present value")),
            ),
        ),
        rows=tuple((say(name), *_figures(sweep, place, write)) for place, name in named),
        from_mine=True,
        is_wide=True,
    )


def _named(sweep: SizeSweep, write: Figures) -> Iterator[tuple[int, Message]]:
    for fraction in COVERAGE_FRACTIONS:
        place = sweep.place_covering(fraction)
        if place is not None:
            yield place, message("{share} of the demand", share=write.percent(fraction))
    yield sweep.worth.chosen, message("as designed")
    if sweep.step is not None:
        limit = sweep.meter.inverters_kw(float(sweep.dc_kw[sweep.step[0]]))
        yield sweep.step[0], message("at the limit of {ac:,.0f} kW", ac=limit)
        yield sweep.step[1], message("just above the limit")


def _figures(sweep: SizeSweep, place: int, write: Figures) -> tuple[str, ...]:
    dc_kw = float(sweep.dc_kw[place])
    return (
        write.number(dc_kw, 2),
        write.number(sweep.meter.inverters_kw(dc_kw), 1),
        write.percent(float(sweep.coverage_fraction[place]), 1),
        write.percent(float(sweep.self_sufficiency_fraction[place]), 1),
        write.unit_number(float(sweep.credit_per_kwh[place])),
        write.number(float(sweep.credited_kwh[place])),
        write.money(float(sweep.net_saving[place])),
        write.money(float(sweep.worth.plant_npv[place])),
    )
