"""Tables of what the grid bills beyond energy: power, reactive energy, and what could be done."""

from __future__ import annotations

from typing import TYPE_CHECKING

from equipment_catalog.messages import Message, message
from mine_study.reports.table import Table, numbers, words

if TYPE_CHECKING:
    from mine_study.reports.figures import Figures
    from mine_study.site_bills import SiteBills
    from mine_study.site_reactive import SiteReactive
    from project_finance.export_rules import Bill
    from project_finance.reactive_energy import ReactiveBill

CASES = {
    "today": message("today"),
    "after_measures": message("after the measures"),
    "with_plant": message("with the plant"),
}
PARTS = {
    "fixed_charge": message("fixed charge"),
    "energy_charge": message("energy in and off the peak"),
    "generation_charge": message("generation power"),
    "distribution_charge": message("distribution power"),
}


def grid_tables(
    site: str, bills: SiteBills, reactive: SiteReactive, write: Figures
) -> dict[str, Table]:
    """Return the tables of a site by their names in the template.

    Parameters
    ----------
    site
        Name of the site.
    bills, reactive
        What it pays in the three cases.
    write
        Language and currency.
    """
    tables = {}
    if bills.today.parts:
        tables["power"] = power_table(site, bills, write)
    if reactive.today.charged_kvarh > 0 or reactive.with_plant.charged_kvarh > 0:
        tables["reactive"] = reactive_table(site, reactive, write)
    if reactive.remedies:
        tables["remedies"] = remedy_table(site, reactive, write)
    return tables


def power_table(site: str, bills: SiteBills, write: Figures) -> Table:
    """Return the charges of a tariff option in the three cases, the saved money last."""
    say = write.say
    cases: dict[str, Bill] = {name: getattr(bills, name) for name in CASES}
    rows = [
        [float(bill.monthly[part].sum()) for bill in cases.values()] for part in bills.today.parts
    ]
    names = [PARTS[part] for part in bills.today.parts]
    total = [bill.energy_cost for bill in cases.values()]
    return Table(
        caption=say(
            message(
                "{site}: the year's bill by charge, reactive energy apart [{currency}]",
                site=site,
                currency=write.currency,
            )
        ),
        columns=(
            *words(say(message("Charge"))),
            *numbers(
                *(say(case) for case in CASES.values()),
                say(message("Saved by the measures")),
                say(message("Saved by the plant")),
            ),
        ),
        rows=tuple(
            (say(name), *_with_savings(row, write)) for name, row in zip(names, rows, strict=True)
        ),
        total=(say(message("Year")), *_with_savings(total, write)),
        from_mine=True,
    )


def _with_savings(costs: list[float], write: Figures) -> tuple[str, ...]:
    today, after, with_plant = costs
    return tuple(write.number(cost) for cost in (*costs, today - after, after - with_plant))


def reactive_table(site: str, reactive: SiteReactive, write: Figures) -> Table:
    """Return the reactive energy of the first year in the three cases."""
    say = write.say
    cost = (
        message("Charge [{currency}]", currency=write.currency)
        if reactive.price.is_charged
        else message("Charge if it were made [{currency}]", currency=write.currency)
    )
    return Table(
        caption=say(message("{site}: reactive energy of the first year", site=site)),
        columns=(
            *words(say(message("Case"))),
            *numbers(
                say(message("Import [kWh]")),
                say(message("Inductive [kvarh]")),
                say(message("Beyond the free share [kvarh]")),
                say(message("Days with excess")),
                say(message("Highest factor")),
                say(message("Charged [kvarh]")),
                say(cost),
            ),
        ),
        rows=tuple(
            (say(said), *_reactive_cells(reactive, getattr(reactive, name), write))
            for name, said in CASES.items()
        ),
        from_mine=True,
    )


def _reactive_cells(reactive: SiteReactive, bill: ReactiveBill, write: Figures) -> tuple[str, ...]:
    monthly = bill.monthly
    figures = (
        monthly["import_kwh"].sum(),
        monthly["inductive_kvarh"].sum(),
        bill.excess_kvarh,
        monthly["days_over"].sum(),
        monthly["factor"].max(),
        bill.charged_kvarh,
        reactive.cost(bill),
    )
    return tuple(write.number(float(figure)) for figure in figures)


def remedy_table(site: str, reactive: SiteReactive, write: Figures) -> Table:
    """Return what could be done about the excess beside the plant, the cheapest with a star."""
    say, currency = write.say, write.currency

    def named(name: Message, kind: str) -> str:
        best = reactive.cheapest
        return f"{say(name)} *" if best is not None and best.kind == kind else say(name)

    return Table(
        caption=say(
            message(
                "{site}: answers to the reactive energy beside the plant; * cheapest; the cash "
                "flow counts the charge of the first year and none of them",
                site=site,
            )
        ),
        columns=(
            *words(say(message("Answer"))),
            *numbers(
                say(message("Size [kvar]")),
                say(message("Outlay [{currency}]", currency=currency)),
                say(message("Charge of the first year [{currency}]", currency=currency)),
                say(message("Charge of a year once it lasts [{currency}]", currency=currency)),
                say(message("Cost of a year, outlay spread [{currency}]", currency=currency)),
            ),
        ),
        rows=tuple(
            (
                named(remedy.name, remedy.kind),
                write.number(remedy.kvar, 1),
                write.number(remedy.capex),
                write.number(reactive.cost(remedy.first_year)),
                write.number(reactive.cost(remedy.lasting)),
                write.number(remedy.cost_per_year),
            )
            for remedy in reactive.remedies
        ),
        from_mine=True,
    )
