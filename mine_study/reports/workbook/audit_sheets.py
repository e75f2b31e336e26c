"""Sheets of the audit: machines, balance against the bills, measures."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from energy_audit.measures import MEASURES
from equipment_catalog.messages import Message, message
from mine_study.charts.words import choice
from mine_study.decisions import DO
from mine_study.reports.evidence_tables import evidence_of_machines
from mine_study.reports.workbook.sheet_table import (
    LiveCell,
    SheetColumn,
    SheetTable,
    columns,
    sums,
)

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterator, Mapping

    from mine_study.evidence import EvidenceClass
    from mine_study.reports.workbook.open_book import Say
    from mine_study.reports.workbook.sheet_table import Cell
    from mine_study.study import StudyResult

BALANCE_FIGURES = (
    "inventory_kwh",
    "billed_kwh",
    "unexplained_kwh",
    "inventory_max_kw",
    "billed_max_kw",
    "inventory_kvarh",
    "billed_kvarh",
    "power_factor",
)
MEASURE_COLUMNS = 15
SUMMED_OF_BALANCE = (2, 3, 4, 7, 8)
"""Places of the columns that add up."""


def inventory_sheet(result: StudyResult, say: Say) -> SheetTable:
    """Return every line of the inventory, the largest user first.

    Parameters
    ----------
    result
        The study.
    say
        Writes a message in the reader's language.
    """
    mine = result.audit.before
    census = mine.machines.join(mine.points).sort_values("kwh_per_year", ascending=False)
    saved = result.audit.done.groupby(level="tag")["saved_kwh"].sum()
    known = evidence_of_machines(result)
    rows = [
        [*_machine(str(tag), row, known.get(str(tag)), say), float(saved.get(tag, 0.0))]
        for tag, row in census.iterrows()
    ]
    found = {12: mine.annual_kwh, 13: float(saved.reindex(census.index).sum())}
    return SheetTable(
        name=say(message("Inventory")),
        columns=(
            SheetColumn(head=say(message("Tag"))),
            SheetColumn(head=say(message("Equipment")), width=34),
            *columns(
                "text",
                say(message("Site")),
                say(message("Area")),
                say(message("Class")),
                say(message("Evidence of the load")),
            ),
            *columns("whole", say(message("Number"))),
            *columns("hundredth", say(message("Rated [kW each]"))),
            *columns("percent", say(message("Load"))),
            *columns("whole", say(message("Hours [h/year]"))),
            *columns("percent", say(message("Efficiency at load"))),
            *columns("hundredth", say(message("Input [kW]"))),
            *columns(
                "whole",
                say(message("Energy [kWh/year]")),
                say(message("Saved [kWh/year]")),
            ),
        ),
        rows=rows,
        totals=[sums(say(message("Total")), found, len(rows[0]))],
    )


def _machine(tag: str, row: pd.Series, known: EvidenceClass | None, say: Say) -> Iterator[Cell]:
    is_motor = row["kind"] == "motor"
    yield from (tag, str(row["equipment"]), str(row["site"]), str(row["area"]))
    yield say(choice(row["ie_class"])) if is_motor else None
    yield None if known is None else known.written(say)
    yield from (row["quantity"], row["rated_kw"], row["load_fraction"], row["hours_per_year"])
    yield row["efficiency_at_load"] if is_motor else None
    yield from (row["input_kw"], row["kwh_per_year"])


def balance_sheet(result: StudyResult, say: Say) -> SheetTable:
    """Return the inventory against the bills by site and month."""
    monthly = result.audit.balance.monthly
    summed = {
        place: float(monthly[BALANCE_FIGURES[place - 2]].sum()) for place in SUMMED_OF_BALANCE
    }
    return SheetTable(
        name=say(message("Balance")),
        columns=(
            *columns("text", say(message("Site"))),
            *columns("year", say(message("Month"))),
            *columns(
                "whole",
                say(message("Inventory [kWh]")),
                say(message("Billed [kWh]")),
                say(message("Bills less inventory: + missing, - too much [kWh]")),
            ),
            *columns(
                "tenth",
                say(message("Highest hour, inventory [kW]")),
                say(message("Highest demand, bill [kW]")),
            ),
            *columns("whole", say(message("Inventory [kvarh]")), say(message("Billed [kvarh]"))),
            *columns("hundredth", say(message("Power factor, bill"))),
        ),
        rows=[
            [site, month, *_balance(row)]
            for (site, month), row in zip(
                monthly.index.tolist(), monthly.to_dict("records"), strict=True
            )
        ],
        totals=[sums(say(message("Total")), summed, 2 + len(BALANCE_FIGURES))],
    )


def _balance(row: Mapping[Hashable, Any]) -> list[Cell]:
    cells: list[Cell] = [row[name] for name in BALANCE_FIGURES]
    place = BALANCE_FIGURES.index("unexplained_kwh")
    cells[place] = LiveCell(formula="[3]-[2]", value=row["unexplained_kwh"])
    return cells


def measure_sheet(result: StudyResult, say: Say) -> SheetTable:
    """Return every measure that was considered, done or kept, with its money."""
    return SheetTable(
        name=say(message("Measures")),
        columns=(
            SheetColumn(head=say(message("Where")), width=34),
            SheetColumn(head=say(message("Measure")), width=28),
            *columns("text", say(message("Site")), say(message("Verdict"))),
            *columns(
                "whole",
                say(message("Saved [kWh/year]")),
                say(message("Low: one case in ten below [kWh/year]")),
                say(message("High: one case in ten above [kWh/year]")),
            ),
            *columns("hundredth", say(message("At the highest hour [kW]"))),
            *columns(
                "money",
                say(message("Cost [{currency}]", currency=result.study.study.currency)),
                say(message("Saved [{currency}/year]", currency=result.study.study.currency)),
            ),
            *columns("tenth", say(message("Payback [years]"))),
            *columns(
                "money", say(message("NPV [{currency}]", currency=result.study.study.currency))
            ),
            *columns("tenth", say(message("Life [years]"))),
            SheetColumn(head=say(message("Price from")), width=34),
            SheetColumn(head=say(message("Reason")), width=60),
        ),
        rows=[_measure(row, say) for row in result.audit.measures.reset_index().to_dict("records")],
        totals=[_package(result, say)],
    )


def _package(result: StudyResult, say: Say) -> list[Cell]:
    """Return the sums of what is done: each measure is reckoned after those before it."""
    cells: list[Cell] = [None] * MEASURE_COLUMNS
    cells[0] = say(message("Total of what is done"))
    chosen = say(choice(DO)).replace('"', '""')
    for place, found in (
        (4, result.audit.saved_kwh),
        (8, result.money.amounts.measures_capex),
    ):
        cells[place] = LiveCell(formula=f'SUMIF([3:],"{chosen}",[{place}:])', value=found)
    return cells


def _measure(row: Mapping[Hashable, Any], say: Say) -> list[Cell]:
    lasting = row["simple_payback_years"]
    has_offer = pd.notna(row["capex"])
    never = has_offer and not pd.notna(lasting)
    return [
        f"{row['tag']} {row['equipment']}".strip(),
        say(MEASURES[row["kind"]].name),
        str(row["site"]),
        say(choice(row["decision"])),
        row["saved_kwh"],
        row["p10_kwh"] if has_offer else None,
        row["p90_kwh"] if has_offer else None,
        row["saved_kw"],
        row["capex"],
        row["saved_money_per_year"],
        say(message("never")) if never else _payback(lasting),
        row["npv"],
        row["life_years"],
        say(row["price_source"]) if isinstance(row["price_source"], Message) else None,
        say(row["reason"]) if isinstance(row["reason"], Message) else str(row["reason"]),
    ]


def _payback(years: float) -> Cell:
    """Return a payback as cost over saving; nothing where there is no offer."""
    return LiveCell(formula="[8]/[9]", value=years) if pd.notna(years) else None
