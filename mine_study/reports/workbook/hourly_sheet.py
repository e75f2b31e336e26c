"""The hours of the year: what each site draws, makes, buys and sells."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from equipment_catalog.messages import message
from mine_study.reports.hourly import DECIMALS
from mine_study.reports.workbook.sheet_table import SheetColumn, SheetTable, columns

if TYPE_CHECKING:
    from mine_study.reports.workbook.open_book import Say
    from mine_study.study import StudyResult

DAY_ZERO = pd.Timestamp(1899, 12, 30)
"""Day 0 of Excel's calendar."""
HOURS_OF_A_DAY = 24
HOURS_OF_A_WEEK = 168
"""What is printed: the year would take 120 pages."""


def hourly_sheet(result: StudyResult, say: Say) -> SheetTable:
    """Return 8,760 rows: the mean power of each hour by site, as ``report.csv`` has it.

    Parameters
    ----------
    result
        The study.
    say
        Writes a message in the reader's language.
    """
    series: dict[str, pd.Series] = {}
    for design in result.sites:
        site, audit = design.name, result.audit
        series[say(message("{site}: today [kW]", site=site))] = audit.site_demand_kw(
            site, after=False
        )
        series[say(message("{site}: after the measures [kW]", site=site))] = audit.site_demand_kw(
            site, after=True
        )
        if design.plant is not None:
            flows = design.flows
            series |= {
                say(message("{site}: plant [kW]", site=site)): flows.ac_kw,
                say(message("{site}: bought [kW]", site=site)): flows.import_kw,
                say(message("{site}: sold [kW]", site=site)): flows.export_kw,
                say(message("{site}: thrown away [kW]", site=site)): flows.curtailed_kw,
            }
    hours = pd.DataFrame(series).round(DECIMALS) + 0.0
    return SheetTable(
        name=say(message("Hours")),
        columns=(
            SheetColumn(head=say(message("Hour begins")), kind="hour", width=17),
            *columns("hundredth", *series),
        ),
        rows=[
            [label, *row]
            for label, row in zip(
                _excel_days(pd.DatetimeIndex(hours.index)), hours.to_numpy().tolist(), strict=True
            )
        ],
        printed_rows=HOURS_OF_A_WEEK,
        footer=say(message("Only the first week is printed; the sheet holds the whole year.")),
    )


def _excel_days(hours: pd.DatetimeIndex) -> list[float]:
    """Return the local labels as days since Excel's day 0."""
    whole = (hours.tz_localize(None).normalize() - DAY_ZERO).days
    return (whole + hours.hour / HOURS_OF_A_DAY).tolist()
