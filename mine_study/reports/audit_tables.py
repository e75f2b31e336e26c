"""Tables of the audit: sites, processes, balance, machines, measures, intensities."""

from __future__ import annotations

from typing import TYPE_CHECKING

from equipment_catalog.messages import message
from mine_study.charts.style import month_names
from mine_study.charts.words import choice
from mine_study.reports.table import Table, numbers, words

if TYPE_CHECKING:
    import pandas as pd

    from mine_study.reports.figures import Figures
    from mine_study.study import StudyResult


def site_table(result: StudyResult, write: Figures) -> Table:
    """Return one row a site: place, machines, energy."""
    say, number, before = write.say, write.number, result.audit.before
    demand, machines = before.site_demand_kw, before.machines
    connected = (machines["rated_kw"] * machines["quantity"]).groupby(machines["site"]).sum()
    count = machines["quantity"].groupby(machines["site"]).sum()
    return Table(
        caption=say(message("Sites")),
        columns=(
            *words(say(message("Site")), say(message("Latitude, longitude [deg]"))),
            *numbers(
                say(message("Altitude [m]")),
                say(message("Machines")),
                say(message("Rated power [kW]")),
                say(message("Energy [kWh/year]")),
                say(message("Largest hourly mean [kW]")),
                say(message("Price [per kWh]")),
            ),
        ),
        rows=tuple(
            (
                design.name,
                f"{design.latitude:.5f}, {design.longitude:.5f}",
                number(design.weather.altitude_m),
                number(count.get(design.name, 0)),
                number(connected.get(design.name, 0), 1),
                number(demand[design.name].sum()),
                number(demand[design.name].max(), 1),
                write.unit_price(result.audit.tariffs[design.name].price_per_kwh),
            )
            for design in result.sites
        ),
        from_mine=True,
    )


def process_table(result: StudyResult, write: Figures) -> Table:
    """Return one row an area of the process, before and after the measures."""
    say, number = write.say, write.number
    before, after = result.audit.before.demand_kw.sum(), result.audit.after.demand_kw.sum()
    machines, points = result.audit.before.machines, result.audit.before.points
    running = points["input_kw"].groupby([machines["site"], machines["area"]]).sum()
    return Table(
        caption=say(message("Process: energy by area")),
        columns=(
            *words(say(message("Area")), say(message("Site"))),
            *numbers(
                say(message("Input when running [kW]")),
                say(message("Today [kWh/year]")),
                say(message("After the measures [kWh/year]")),
                say(message("Share today")),
            ),
        ),
        rows=tuple(
            (
                area,
                site,
                number(running[site, area], 1),
                number(kwh),
                number(after[site, area]),
                write.percent(kwh / before.sum(), 1),
            )
            for (site, area), kwh in before.items()
        ),
        total=(
            say(message("Mine")),
            "",
            number(running.sum(), 1),
            number(before.sum()),
            number(after.sum()),
            write.percent(1.0, 1),
        ),
        from_mine=True,
    )


def balance_table(result: StudyResult, write: Figures, site: str) -> Table:
    """Return the inventory against the bills of a site, month by month."""
    say, number = write.say, write.number
    monthly = result.audit.balance.monthly.loc[site]
    sums = result.audit.balance.by_site.loc[site]
    names = month_names(write.reader)
    return Table(
        caption=say(message("{site}: energy balance against the bills", site=site)),
        columns=(
            *words(say(message("Month"))),
            *numbers(
                say(message("Machines [kWh]")),
                say(message("Billed [kWh]")),
                say(message("Unexplained [kWh]")),
                say(message("Unexplained share")),
                say(message("Highest hour, machines [kW]")),
                say(message("Highest demand, bill [kW]")),
                say(message("Power factor")),
            ),
        ),
        rows=tuple(
            (names[month - 1], *_balance_cells(row, write))
            for month, row in zip(monthly.index.tolist(), monthly.to_dict("records"), strict=True)
        ),
        total=(
            say(message("Year")),
            number(sums["inventory_kwh"]),
            number(sums["billed_kwh"]),
            number(sums["billed_kwh"] - sums["inventory_kwh"]),
            write.percent(sums["unexplained_fraction"], 1),
            number(monthly["inventory_max_kw"].max(), 1),
            number(monthly["billed_max_kw"].max(), 1),
            number(None),
        ),
        from_mine=True,
    )


def _balance_cells(row: dict[str, float], write: Figures) -> tuple[str, ...]:
    billed = row["billed_kwh"]
    return (
        write.number(row["inventory_kwh"]),
        write.number(billed),
        write.number(row["unexplained_kwh"]),
        write.percent(row["unexplained_kwh"] / billed if billed > 0 else None, 1),
        write.number(row["inventory_max_kw"], 1),
        write.number(row["billed_max_kw"], 1),
        write.number(row["power_factor"], 2),
    )


def machine_table(result: StudyResult, write: Figures) -> Table:
    """Return the load census: every machine, the largest user first."""
    say, number, before = write.say, write.number, result.audit.before
    census = before.machines.join(before.points).sort_values("kwh_per_year", ascending=False)
    total = before.points["kwh_per_year"].sum()
    return Table(
        caption=say(message("Load census: every machine, the largest user first")),
        columns=(
            *words(
                say(message("Tag")),
                say(message("Equipment")),
                say(message("Site")),
                say(message("Class")),
                say(message("Evidence")),
            ),
            *numbers(
                say(message("Number")),
                say(message("Rated [kW each]")),
                say(message("Load")),
                say(message("Hours [h/year]")),
                say(message("Efficiency at load")),
                say(message("Input [kW]")),
                say(message("Energy [kWh/year]")),
                say(message("Share")),
            ),
        ),
        rows=tuple(_machine_cells(str(tag), row, total, write) for tag, row in census.iterrows()),
        total=(
            say(message("Mine")), *("",) * 4, number(census["quantity"].sum()), *("",) * 4,
            number(census["input_kw"].sum(), 1), number(total), write.percent(1.0, 1),
        ),
        from_mine=True,
        is_wide=True,
    )


def _machine_cells(tag: str, row: pd.Series, total: float, write: Figures) -> tuple[str, ...]:
    say, number = write.say, write.number
    is_motor = row["kind"] == "motor"
    return (
        tag,
        str(row["equipment"]),
        str(row["site"]),
        say(choice(row["ie_class"])) if is_motor else number(None),
        say(choice(row["evidence"])),
        number(row["quantity"]),
        number(row["rated_kw"], 2),
        write.percent(row["load_fraction"]),
        number(row["hours_per_year"]),
        write.percent(row["efficiency_at_load"] if is_motor else None, 1),
        number(row["input_kw"], 2),
        number(row["kwh_per_year"]),
        write.percent(row["kwh_per_year"] / total, 1),
    )


def measure_table(result: StudyResult, write: Figures) -> Table:
    """Return every motor with its decision and its reason, what is done first."""
    say = write.say
    measures = result.audit.measures.sort_values(["decision", "npv"], ascending=[True, False])
    done, machines = result.audit.done, result.audit.before.machines
    return Table(
        caption=say(message("Measures: what is done and what is kept, before tax")),
        columns=(
            *words(
                say(message("Motor")),
                say(message("Decision")),
                say(message("Reason")),
            ),
            *numbers(
                say(message("Saved [kWh/year]")),
                say(message("Cost [{currency}]", currency=write.currency)),
                say(message("Saved [{currency}/year]", currency=write.currency)),
                say(message("Payback [years]")),
                say(message("NPV [{currency}]", currency=write.currency)),
            ),
        ),
        rows=tuple(
            _measure_cells(str(tag), str(machines["equipment"][tag]), row, write)
            for tag, row in measures.iterrows()
        ),
        total=(
            say(message("What is done")), "", say(message("each alone")),
            write.number(done["saved_kwh"].sum()),
            write.number(done["capex"].sum()),
            write.number(done["saved_money_per_year"].sum()),
            "",
            write.number(done["npv"].sum()),
        ),
        from_mine=True,
        is_wide=True,
    )


def _measure_cells(tag: str, equipment: str, row: pd.Series, write: Figures) -> tuple[str, ...]:
    number = write.number
    is_option = row["capex"] == row["capex"]  # noqa: PLR0124  NaN where no better class exists
    return (
        f"{tag} {equipment}",
        write.say(choice(row["decision"])),
        write.say(row["reason"]),
        number(row["saved_kwh"]),
        number(row["capex"]),
        number(row["saved_money_per_year"]),
        write.years(row["simple_payback_years"]) if is_option else number(None),
        number(row["npv"]),
    )


def intensity_table(result: StudyResult, write: Figures) -> Table:
    """Return energy by tonne, gram and worker, today and after the measures."""
    say, production = write.say, result.study.production
    today, after = result.audit.before.annual_kwh, result.audit.after.annual_kwh
    lines = (
        (message("kWh per tonne of ore"), production.ore_t_per_year),
        (message("kWh per gram of gold"), production.gold_g_per_year),
        (message("kWh per worker and year"), production.workers),
    )
    return Table(
        caption=say(message("Intensities")),
        columns=(
            *words(say(message("Intensity"))),
            *numbers(say(message("Today")), say(message("After the measures"))),
        ),
        rows=tuple(
            (
                say(name),
                write.number(today / base if base else None, 1),
                write.number(after / base if base else None, 1),
            )
            for name, base in lines
        ),
        from_mine=True,
    )
