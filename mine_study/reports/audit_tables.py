"""Tables of the audit: sites, processes, balance against the bills, intensities."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from equipment_catalog.messages import message
from mine_study.charts.style import month_names
from mine_study.reports.table import Table, numbers, words

if TYPE_CHECKING:
    from collections.abc import Hashable, Mapping

    from mine_study.reports.figures import Figures
    from mine_study.study import StudyResult


def site_table(result: StudyResult, write: Figures) -> Table:
    """Return one row a site: place, machines, energy."""
    say, number, before = write.say, write.number, result.audit.before
    machines = before.machines
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
                say(message("Price of energy [per kWh]")),
            ),
        ),
        rows=tuple(
            (
                design.name,
                f"{number(design.latitude, 5)}; {number(design.longitude, 5)}",
                number(design.weather.altitude_m),
                number(count.get(design.name, 0)),
                number(connected.get(design.name, 0), 1),
                number(result.audit.site_demand_kw(design.name, after=False).sum()),
                number(result.audit.site_demand_kw(design.name, after=False).max(), 1),
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
            for (site, area), kwh in zip(before.index.tolist(), before.tolist(), strict=True)
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
    monthly = result.audit.balance.monthly.loc[(site, slice(None)), :].droplevel("site")
    sums = result.audit.balance.by_site.to_dict("index")[site]
    names = month_names(write.reader)
    return Table(
        caption=say(message("{site}: energy balance against the bills", site=site)),
        columns=(
            *words(say(message("Month"))),
            *numbers(
                say(message("Inventory [kWh]")),
                say(message("Billed [kWh]")),
                say(message("Bills less inventory: + missing, - too much [kWh]")),
                say(message("+ missing, - too much [share of the bills]")),
                say(message("Highest hour, inventory [kW]")),
                say(message("Highest demand, bill [kW]")),
                say(message("Inventory [kvarh]")),
                say(message("Billed [kvarh]")),
                say(message("Power factor, bill")),
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
            number(monthly["inventory_kvarh"].sum()),
            number(monthly["billed_kvarh"].sum(min_count=1)),
            number(None),
        ),
        from_mine=True,
        is_wide=True,
    )


def _balance_cells(row: Mapping[Hashable, Any], write: Figures) -> tuple[str, ...]:
    billed = row["billed_kwh"]
    return (
        write.number(row["inventory_kwh"]),
        write.number(billed),
        write.number(row["unexplained_kwh"]),
        write.percent(row["unexplained_kwh"] / billed if billed > 0 else None, 1),
        write.number(row["inventory_max_kw"], 1),
        write.number(row["billed_max_kw"], 1),
        write.number(row["inventory_kvarh"]),
        write.number(row["billed_kvarh"]),
        write.number(row["power_factor"], 2),
    )
