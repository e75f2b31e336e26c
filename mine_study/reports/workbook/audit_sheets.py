"""Sheets of the audit: machines, balance against the bills, measures, bills in three cases."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from energy_audit.measures import MEASURES
from equipment_catalog.messages import Message, message
from mine_study.charts.words import choice
from mine_study.reports.workbook.sheet_table import SheetColumn, SheetTable, columns

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterator, Mapping

    from mine_study.reports.workbook.sheet_table import Cell
    from mine_study.study import StudyResult

    Say = Callable[[Message], str]

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
BILL_FIGURES = (
    "import_kwh",
    "export_kwh",
    "credited_kwh",
    "surplus_kwh",
    "energy_cost",
    "credit_value",
    "surplus_income",
    "net_cost",
)


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
                say(message("Evidence")),
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
        rows=[
            [*_machine(str(tag), row, say), float(saved.get(tag, 0.0))]
            for tag, row in census.iterrows()
        ],
    )


def _machine(tag: str, row: pd.Series, say: Say) -> Iterator[Cell]:
    is_motor = row["kind"] == "motor"
    yield from (tag, str(row["equipment"]), str(row["site"]), str(row["area"]))
    yield say(choice(row["ie_class"])) if is_motor else None
    yield say(choice(row["evidence"]))
    yield from (row["quantity"], row["rated_kw"], row["load_fraction"], row["hours_per_year"])
    yield row["efficiency_at_load"] if is_motor else None
    yield from (row["input_kw"], row["kwh_per_year"])


def balance_sheet(result: StudyResult, say: Say) -> SheetTable:
    """Return the inventory against the bills by site and month."""
    monthly = result.audit.balance.monthly
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
            *columns("hundredth", say(message("Power factor"))),
        ),
        rows=[
            [site, month, *(row[name] for name in BALANCE_FIGURES)]
            for (site, month), row in zip(
                monthly.index.tolist(), monthly.to_dict("records"), strict=True
            )
        ],
    )


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
    )


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
        say(message("never")) if never else lasting,
        row["npv"],
        row["life_years"],
        say(row["price_source"]) if isinstance(row["price_source"], Message) else None,
        say(row["reason"]) if isinstance(row["reason"], Message) else str(row["reason"]),
    ]


def bill_sheet(result: StudyResult, say: Say) -> SheetTable:
    """Return the bills of each site by month: today, after the measures, with the plant."""
    currency = result.study.study.currency
    return SheetTable(
        name=say(message("Bills")),
        columns=(
            *columns("text", say(message("Site"))),
            SheetColumn(head=say(message("Case")), width=24),
            *columns("year", say(message("Month"))),
            *columns(
                "whole",
                say(message("Import [kWh]")),
                say(message("Export [kWh]")),
                say(message("Credited [kWh]")),
                say(message("Surplus [kWh]")),
            ),
            *columns(
                "money",
                say(message("Energy and power [{currency}]", currency=currency)),
                say(message("Credits [{currency}]", currency=currency)),
                say(message("Surplus [{currency}]", currency=currency)),
                say(message("To pay [{currency}]", currency=currency)),
            ),
        ),
        rows=list(_bill_rows(result, say)),
    )


def _bill_rows(result: StudyResult, say: Say) -> Iterator[list[Cell]]:
    for site, bills in result.bills.items():
        cases = {
            say(message("today")): bills.today,
            say(message("after the measures")): bills.after_measures,
            say(message("with the plant")): bills.with_plant,
        }
        for case, bill in cases.items():
            for month, row in zip(
                bill.monthly.index.tolist(), bill.monthly.to_dict("records"), strict=True
            ):
                yield [site, case, month.month, *(row[name] for name in BILL_FIGURES)]
