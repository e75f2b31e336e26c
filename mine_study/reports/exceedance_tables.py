"""Tables of how sure the yield of a plant is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from equipment_catalog.messages import Message, message
from mine_study.charts.risk_words import doubt_name
from mine_study.reports.table import Table, numbers, words
from pv_design.exceedance_law import EXCEEDED, long_span_years

if TYPE_CHECKING:
    from mine_study.reports.figures import Figures
    from mine_study.site_design import SiteDesign
    from pv_design.exceedance_law import Exceedance


def exceedance_table(design: SiteDesign, sure: Exceedance, write: Figures) -> Table:
    """Return the energy that is exceeded with each probability, in a year and in a mean."""
    say, spans = write.say, (1, long_span_years())
    return Table(
        caption=say(message("{site}: energy that is exceeded", site=design.name)),
        columns=(
            *words(say(message("Probability"))),
            *numbers(
                say(message("in a single year")),
                say(message("in the mean of {years:d} years", years=spans[1])),
            ),
        ),
        rows=tuple(
            (
                say(_exceeded_with(probability)),
                *(write.number(sure.exceeded_kwh(probability, years)) for years in spans),
            )
            for probability in EXCEEDED
        ),
        total=(
            say(message("one standard deviation")),
            *(write.percent(sure.sigma_fraction(years), 1) for years in spans),
        ),
        from_mine=True,
    )


def sigma_table(design: SiteDesign, sure: Exceedance, write: Figures) -> Table:
    """Return what the standard deviation is made of."""
    say, spans = write.say, (1, long_span_years())
    return Table(
        caption=say(message("{site}: what the yield is unsure of", site=design.name)),
        columns=(
            *words(say(message("Reason"))),
            *numbers(say(message("One standard deviation"))),
            *words(say(message("In the mean of years")), say(message("Source"))),
        ),
        rows=tuple(
            (
                say(doubt_name(part.name)),
                write.percent(part.sigma_fraction, 1),
                say(message("averages out") if part.averages_out else message("stays")),
                say(part.source),
            )
            for part in sure.components
        ),
        total=(
            say(message("squares added")),
            write.percent(sure.sigma_fraction(), 1),
            write.percent(sure.sigma_fraction(spans[1]), 1),
            "",
        ),
    )


def _exceeded_with(probability: float) -> Message:
    names = {
        0.50: message("energy of a mean year, P50 [kWh]"),
        0.75: message("energy exceeded with 75 % probability, P75 [kWh]"),
        0.90: message("energy exceeded with 90 % probability, P90 [kWh]"),
        0.99: message("energy exceeded with 99 % probability, P99 [kWh]"),
    }
    return names[probability]
