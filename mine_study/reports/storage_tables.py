"""Tables of a site's battery, genset and outages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from equipment_catalog.messages import Message, message
from mine_study.reports.battery_search_tables import (
    RULE_NAMES,
    neighbour_tables,
    no_battery_table,
    other_tables,
)
from mine_study.reports.table import Table, numbers, words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mine_study.reports.figures import Figures
    from mine_study.site_bills import SiteBills
    from mine_study.site_design import SiteDesign
    from mine_study.site_flows import SiteFlows
    from mine_study.site_storage import StorageDesign


def storage_tables(design: SiteDesign, bills: SiteBills, write: Figures) -> dict[str, Table]:
    """Return the tables of a site's storage under the names the template knows.

    Parameters
    ----------
    design
        The site.
    bills
        Of the site, with what its outages cost.
    write
        Language and currency of the reader.
    """
    found = design.storage
    if found is None:
        return {}
    best = (
        {"battery": battery_table(design, found, write)}
        if found.capacity_kwh
        else {"no_battery": no_battery_table(design, found, write)}
    )
    return {
        **best,
        **other_tables(design, found, write),
        **neighbour_tables(design, found, write),
        "outages": outage_table(design, bills, write),
    }


def battery_table(design: SiteDesign, found: StorageDesign, write: Figures) -> Table:
    """Return the battery that was chosen, how it runs and what it costs."""
    say, number, flows = write.say, write.number, design.flows
    total = found.search.costs["total"]
    saved = float(total.iloc[found.search.without_battery] - total.iloc[found.search.winner])
    years, again = (
        ", ".join(map(str, bought)) or number(None)
        for bought in (found.renewals, found.converter_renewals)
    )
    money = {"currency": write.currency}
    lines: tuple[tuple[Message, str], ...] = (
        (message("rated capacity [kWh]"), number(found.capacity_kwh, 1)),
        (message("power [kW]"), number(found.battery_kw, 1)),
        (message("how it runs"), say(RULE_NAMES[found.rule])),
        (message("reserve for outages [kWh]"), number(float(found.chosen["reserve_kwh"]), 1)),
        *_yearly_energy(flows, write),
        (
            message("demand carried by the sun, at once or through the battery"),
            write.percent(flows.self_sufficiency_fraction, 1),
        ),
        (message("full cycles a year"), number(found.cycles_per_year)),
        (message("mean state of charge"), write.percent(found.mean_charge_fraction)),
        (message("bought again in years"), years),
        (message("its converter bought again in years"), again),
        (message("price [{currency}]", **money), number(found.capital)),
        (
            message("less cost a year than without it, before tax [{currency}]", **money),
            number(saved),
        ),
        (message("cost beyond perfect foresight"), write.percent(found.gap_fraction, 1)),
        (message("that in money a year [{currency}]", **money), number(found.gap_cost)),
    )
    return Table(
        caption=say(message("Battery of “{site}”", site=design.name)),
        columns=(*words(say(message("Quantity"))), *numbers(say(message("Value")))),
        rows=tuple((say(name), value) for name, value in lines),
        from_mine=True,
    )


def _yearly_energy(flows: SiteFlows, write: Figures) -> Iterator[tuple[Message, str]]:
    """Yield what enters and leaves a battery in a year."""
    yield (
        message("charged from the plant [kWh a year]"),
        write.number(flows.battery_charge_kw.sum()),
    )
    yield message("charged from the grid [kWh a year]"), write.number(flows.grid_charge_kw.sum())
    yield (
        message("charged from the genset [kWh a year]"),
        write.number(flows.genset_charge_kw.sum()),
    )
    yield message("given back [kWh a year]"), write.number(flows.battery_out_kw.sum())
    yield message("own consumption [kWh a year]"), write.number(flows.standby_kw.sum())


def outage_table(design: SiteDesign, bills: SiteBills, write: Figures) -> Table:
    """Return what the hours without the grid take today, after the measures, with the plant."""
    say, number, cases = write.say, write.number, bills.failures
    columns = (cases.today, cases.after_measures, cases.with_plant)
    has_battery = design.storage is not None and design.storage.capacity_kwh > 0
    built = message("With plant and battery") if has_battery else message("With plant")
    lines = (
        (message("demand not served [kWh a year]"), [case.unserved_kwh for case in columns]),
        (message("diesel [L a year]"), [case.fuel_l for case in columns]),
        (
            message("cost of both [{currency}]", currency=write.currency),
            [case.cost for case in columns],
        ),
    )
    return Table(
        caption=say(message("{site}: hours without the grid", site=design.name)),
        columns=(
            *words(say(message("Quantity"))),
            *numbers(
                say(message("Today")),
                say(message("After the measures")),
                say(built),
            ),
        ),
        rows=tuple((say(name), *map(number, values)) for name, values in lines),
        from_mine=True,
    )
