"""Tables of the calibration: what the bills changed, what is left, what would settle it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from equipment_catalog.messages import message
from mine_study.charts.words import choice
from mine_study.reports.table import Column, Table, numbers, words

if TYPE_CHECKING:
    from mine_study.reports.figures import Figures
    from mine_study.study import StudyResult


def fit_table(result: StudyResult, write: Figures) -> Table:
    """Return each site as listed, as fitted and as billed."""
    say, number = write.say, write.number
    calibration = result.audit.calibration
    fits = calibration.by_site if calibration else pd.DataFrame()
    return Table(
        caption=say(message("The inventory as listed, as fitted to the bills, and the bills")),
        columns=(
            *words(say(message("Site"))),
            *numbers(
                say(message("As listed [kWh]")),
                say(message("± one sigma [kWh]")),
                say(message("As fitted [kWh]")),
                say(message("± one sigma [kWh]")),
                say(message("Billed [kWh]")),
                say(message("+ missing, - too much [kWh]")),
                say(message("+ missing, - too much [share of the bills]")),
            ),
        ),
        rows=tuple(
            (
                str(site),
                number(row["inventory_kwh"]),
                number(row["inventory_sigma_kwh"]),
                number(row["calibrated_kwh"]),
                number(row["calibrated_sigma_kwh"]),
                number(row["billed_kwh"]),
                number(row["unexplained_kwh"]),
                write.percent(row["unexplained_fraction"], 1),
            )
            for site, row in fits.iterrows()
        ),
        from_mine=True,
    )


def change_table(result: StudyResult, write: Figures) -> Table:
    """Return every value that the bills moved, the furthest first."""
    say = write.say
    calibration = result.audit.calibration
    changes = calibration.changes if calibration else pd.DataFrame({"relative_change": []})
    order = changes["relative_change"].abs().sort_values(ascending=False).index
    return Table(
        caption=say(message("Every value that the bills changed")),
        columns=(
            *words(say(message("Tag")), say(message("Value"))),
            *numbers(
                say(message("As given")),
                say(message("Fitted")),
                say(message("Change")),
                say(message("Its own sigma")),
            ),
            Column(head=say(message("Remark")), is_number=False),
        ),
        rows=tuple(
            (
                str(row["tag"]),
                say(choice(row["column"])),
                write.number(row["before"], 3),
                write.number(row["after"], 3),
                write.percent(row["relative_change"], 1),
                write.percent(row["sigma_fraction"], 1),
                say(message("at its bound")) if row["at_bound"] else "",
            )
            for row in changes.loc[order].to_dict("records")
        ),
        from_mine=True,
        is_wide=True,
    )


def needed_table(result: StudyResult, write: Figures) -> Table:
    """Return which measurements would settle what the bills leave open."""
    say = write.say
    calibration = result.audit.calibration
    needed = calibration.needed.to_dict("records") if calibration else []
    return Table(
        caption=say(message("What to measure to settle the unexplained energy, the best first")),
        columns=(
            *words(say(message("Site")), say(message("What to do"))),
            *numbers(say(message("Share of the doubt it settles"))),
        ),
        rows=tuple(
            (str(row["site"]), say(row["what"]), write.percent(row["settles_fraction"]))
            for row in needed
        ),
        from_mine=True,
    )
