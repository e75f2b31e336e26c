"""Tables of the batteries that were tried and not taken, and of what each costs more."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from equipment_catalog.messages import message
from mine_study.reports.table import Table, numbers, words

if TYPE_CHECKING:
    from collections.abc import Hashable, Mapping

    from mine_study.reports.figures import Figures
    from mine_study.site_design import SiteDesign
    from mine_study.site_storage import StorageDesign

RULE_NAMES = {
    "self_consumption": message("stores surplus, gives it back at once"),
    "peak_cap": message("kept full for what stands above a cap"),
    "time_of_use": message("held for dear hours"),
    "backup_reserve": message("self-consumption above a reserve for outages"),
}
AXIS_NAMES = {
    "capacity_kwh": message("rated capacity [kWh]"),
    "battery_kw": message("power [kW]"),
    "import_cap_kw": message("cap on import [kW]"),
    "discharge_price": message("price from which it gives"),
    "charge_price": message("price up to which the grid fills it"),
    "reserve_fraction": message("reserve for outages [kWh]"),
}
PART_NAMES = {
    "energy": message("energy from the grid"),
    "demand": message("charges for power"),
    "export": message("less for exports"),
    "fuel": message("diesel"),
    "unserved": message("demand not served"),
    "owned": message("price and upkeep"),
    "renewal": message("bought again"),
}
"""What a candidate may cost more, by the parts of its yearly cost."""


def no_battery_table(design: SiteDesign, found: StorageDesign, write: Figures) -> Table:
    """Return that no battery pays, and how near the best of those tried comes.

    Parameters
    ----------
    design
        The site.
    found
        Its search, in which the plant without a battery is the cheapest.
    write
        Language and currency of the reader.
    """
    say, number = write.say, write.number
    best = found.search.ranking.runners_up.iloc[0]
    lines = (
        (message("rated capacity [kWh]"), number(best["capacity_kwh"] / _window(found), 1)),
        (message("power [kW]"), number(best["battery_kw"], 1)),
        (message("how it runs"), say(RULE_NAMES[str(best["rule"])])),
        (message("reserve for outages [kWh]"), number(best["reserve_kwh"], 1)),
        (
            message("more cost a year than without it, before tax [{currency}]", **_money(write)),
            number(best["extra_cost"]),
        ),
        (message("cost beyond perfect foresight"), write.percent(found.gap_fraction, 1)),
    )
    caption = message(
        "{site}: no battery of those tried pays; the best costs {cost} a year more",
        site=design.name,
        cost=write.money(best["extra_cost"]),
    )
    return Table(
        caption=say(caption),
        columns=(*words(say(message("The best of them"))), *numbers(say(message("Value")))),
        rows=tuple((say(name), value) for name, value in lines),
        from_mine=True,
    )


def other_tables(design: SiteDesign, found: StorageDesign, write: Figures) -> dict[str, Table]:
    """Return the next best batteries and what each costs more; nothing where only one was tried."""
    others = found.search.ranking.runners_up
    if others.empty:
        return {}
    say = write.say
    table = Table(
        caption=say(message("{site}: next best batteries", site=design.name)),
        columns=(
            *words(say(message("How it runs"))),
            *numbers(
                say(message("Rated capacity [kWh]")),
                say(message("Power [kW]")),
                say(message("Reserve [kWh]")),
                _more_cost(write),
            ),
            *words(say(message("Loses most by"))),
        ),
        rows=tuple(
            _other_cells(found, row, write)
            for row in others.rename_axis("place").reset_index().to_dict("records")
        ),
        from_mine=True,
    )
    return {"other_batteries": table}


def _other_cells(
    found: StorageDesign, row: Mapping[Hashable, Any], write: Figures
) -> tuple[str, ...]:
    name = RULE_NAMES[row["rule"]] if row["capacity_kwh"] else message("no battery")
    return (
        write.say(name),
        write.number(row["capacity_kwh"] / _window(found), 1),
        write.number(row["battery_kw"], 1),
        write.number(row["reserve_kwh"], 1),
        write.number(row["extra_cost"]),
        _dearest_part(found, int(row["place"]), write),
    )


def _dearest_part(found: StorageDesign, place: int, write: Figures) -> str:
    """Return the part of its cost in which a candidate exceeds the chosen one most."""
    costs = found.search.costs.drop(columns="total")
    more = costs.iloc[place] - costs.iloc[found.search.winner]
    name = str(more.idxmax())
    said = message("{part}: {more} more", part=PART_NAMES[name], more=write.money(more[name]))
    return write.say(said) if more[name] > 0 else write.number(None)


def neighbour_tables(design: SiteDesign, found: StorageDesign, write: Figures) -> dict[str, Table]:
    """Return what one step aside of the battery would cost more; nothing without a battery."""
    near, say = found.search.ranking.neighbours.sort_values("axis", kind="stable"), write.say
    if near.empty or not found.capacity_kwh:
        return {}
    table = Table(
        caption=say(message("{site}: one step aside of the battery", site=design.name)),
        columns=(
            *words(say(message("What differs"))),
            *numbers(say(message("Value")), _more_cost(write)),
        ),
        rows=tuple(
            (
                say(AXIS_NAMES[row["axis"]]),
                _finite(_value(row, _window(found)), write),
                write.number(row["extra_cost"]),
            )
            for row in near.to_dict("records")
        ),
        from_mine=True,
    )
    return {"near_batteries": table}


def _window(found: StorageDesign) -> float:
    """Return the usable over the rated capacity."""
    return 1 - found.technology.least_charge_fraction


def _money(write: Figures) -> dict[str, str]:
    return {"currency": write.currency}


def _more_cost(write: Figures) -> str:
    return write.say(message("more cost a year [{currency}]", **_money(write)))


def _value(row: Mapping[Hashable, Any], window: float) -> float:
    """Return what a neighbour has in place of the chosen battery's."""
    axis = row["axis"]
    if axis == "capacity_kwh":
        return float(row[axis]) / window
    return float(row["reserve_kwh"] if axis == "reserve_fraction" else row[axis])


def _finite(value: float, write: Figures) -> str:
    """Return a number; what one without the threshold shows where it is infinite."""
    return write.number(value if math.isfinite(value) else None, 2)
