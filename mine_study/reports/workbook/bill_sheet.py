"""The sheet of the bills: what each site pays by month in three cases."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from equipment_catalog.messages import message
from mine_study.reports.workbook.sheet_table import LiveCell, SheetColumn, SheetTable, columns

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mine_study.reports.workbook.open_book import Say
    from mine_study.reports.workbook.sheet_table import Cell
    from mine_study.site_bills import SiteBills
    from mine_study.study import StudyResult
    from project_finance.export_rules.bill import Bill

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
        totals=list(_bill_totals(result, say)),
    )


def _cases(bills: SiteBills, say: Say) -> dict[str, Bill]:
    return {
        say(message("today")): bills.today,
        say(message("after the measures")): bills.after_measures,
        say(message("with the plant")): bills.with_plant,
    }


def _bill_totals(result: StudyResult, say: Say) -> Iterator[list[Cell]]:
    """Yield the year of all sites in each case."""
    of_sites = [_cases(bills, say) for bills in result.bills.values()]
    for case in of_sites[0]:
        months = pd.concat([cases[case].monthly for cases in of_sites])
        quoted = case.replace('"', '""')
        yield [
            say(message("Total")),
            case,
            None,
            *(
                LiveCell(formula=f'SUMIF([1:],"{quoted}",[{place}:])', value=float(value))
                for place, value in enumerate(months[list(BILL_FIGURES)].sum(), start=3)
            ),
        ]


def _bill_rows(result: StudyResult, say: Say) -> Iterator[list[Cell]]:
    for site, bills in result.bills.items():
        for case, bill in _cases(bills, say).items():
            for month, row in zip(
                bill.monthly.index.tolist(), bill.monthly.to_dict("records"), strict=True
            ):
                figures = [row[name] for name in BILL_FIGURES[:-1]]
                to_pay = LiveCell(formula="[7]-[8]-[9]", value=row["net_cost"])
                yield [site, case, month.month, *figures, to_pay]
