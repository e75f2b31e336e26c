"""The numbers of the charts of energy: balance, machines, hours, measures, bills."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from energy_audit.measures import MEASURES
from equipment_catalog.messages import message
from mine_study.charts.day_profile import working_day_kw
from mine_study.charts.energy_flows import OTHERS, UNEXPLAINED, energy_flows, source_name, use_name
from mine_study.charts.measure_cost_curve import saved_kwh_costs
from mine_study.charts.pareto import SHOWN
from mine_study.charts.style import day_names, month_names
from mine_study.charts.week_map import mean_week_kw
from mine_study.charts.words import choice
from mine_study.reports.table import Table, numbers, words

if TYPE_CHECKING:
    from mine_study.reports.figures import Figures
    from mine_study.site_design import SiteDesign
    from mine_study.study import StudyResult


def flow_numbers(result: StudyResult, write: Figures) -> Table:
    """Return what becomes of the electricity of each area, a column a use."""
    say, flows = write.say, energy_flows(result)
    spent = flows[flows["layer"] == 1].pivot(index="start", columns="end", values="kwh").fillna(0.0)
    fed = flows[flows["layer"] == 0]
    left_over = fed[fed["end"] == UNEXPLAINED]
    uses = [str(use) for use in spent.sum().sort_values(ascending=False).index]
    named = {OTHERS: say(message("other areas"))}
    rows = [
        (named.get(str(area), str(area)), *(write.number(row[use]) for use in uses))
        for area, row in spent.iterrows()
    ]
    sources = "; ".join(
        f"{say(source_name(str(name)))} {write.number(kwh)}"
        for name, kwh in fed.groupby("start", sort=False)["kwh"].sum().items()
    )
    caption = message(
        "Where the electricity goes [kWh a year]; supplied: {sources}; not explained: {rest}",
        sources=sources,
        rest=write.number(float(left_over["kwh"].sum())),
    )
    return Table(
        caption=say(caption),
        columns=(
            *words(say(message("Area"))),
            *numbers(*(say(use_name(use)) for use in uses)),
        ),
        rows=tuple(rows),
        total=(say(message("Sum")), *(write.number(spent[use].sum()) for use in uses)),
        from_mine=True,
        is_wide=True,
    )


def pareto_numbers(result: StudyResult, write: Figures) -> Table:
    """Return the largest machines with their running share."""
    kwh = result.audit.before.points["kwh_per_year"].sort_values(ascending=False)
    share, running = kwh / kwh.sum(), kwh.cumsum() / kwh.sum()
    say = write.say
    return Table(
        caption=say(message("The largest machines and their running share")),
        columns=(
            *words(say(message("Machine"))),
            *numbers(
                say(message("kWh a year")), say(message("share")), say(message("running share"))
            ),
        ),
        rows=tuple(
            (
                str(tag),
                write.number(kwh[tag]),
                write.percent(float(share[tag]), 1),
                write.percent(float(running[tag]), 1),
            )
            for tag in kwh.index[:SHOWN]
        ),
        from_mine=True,
    )


def day_numbers(result: StudyResult, write: Figures) -> Table:
    """Return the mean working day hour by hour, today and after the measures."""
    today = working_day_kw(result.audit.before.demand_kw)
    after = working_day_kw(result.audit.after.demand_kw)
    say = write.say
    return Table(
        caption=say(message("The mean working day [kW]")),
        columns=(
            *words(say(message("Hour"))),
            *numbers(say(message("today")), say(message("after the measures"))),
        ),
        rows=tuple(
            (f"{hour}-{hour + 1}", write.number(today[hour], 1), write.number(after[hour], 1))
            for hour in range(24)
        ),
        from_mine=True,
    )


def week_numbers(result: StudyResult, write: Figures) -> Table:
    """Return the mean week, a row an hour and a column a day."""
    week, say = mean_week_kw(result), write.say
    return Table(
        caption=say(message("Mean demand by hour and weekday [kW]")),
        columns=(*words(say(message("Hour"))), *numbers(*day_names(write.reader))),
        rows=tuple(
            (f"{hour}-{hour + 1}", *(write.number(kw, 1) for kw in week[hour]))
            for hour in range(24)
        ),
        from_mine=True,
        is_wide=True,
    )


def measure_cost_numbers(result: StudyResult, write: Figures) -> Table:
    """Return what a saved kWh costs, the cheapest first."""
    rows, say = saved_kwh_costs(result), write.say
    return Table(
        caption=say(message("Cost of a saved kWh, the cheapest first")),
        columns=(
            *words(say(message("Where")), say(message("Measure")), say(message("Decision"))),
            *numbers(
                say(message("Saved [kWh/year]")),
                say(message("Cost [{currency} per kWh]", currency=write.currency)),
                say(message("Price of a bought kWh [{currency}]", currency=write.currency)),
            ),
        ),
        rows=tuple(
            (
                f"{tag} {row['equipment']}".strip(),
                say(MEASURES[str(row["kind"])].name),
                say(choice(str(row["decision"]))),
                write.number(row["saved_kwh"]),
                write.unit_number(row["cost_per_kwh"]),
                write.unit_number(row["price_per_kwh"]),
            )
            for tag, row in rows.iterrows()
        ),
        from_mine=True,
        is_wide=True,
    )


def bill_numbers(result: StudyResult, design: SiteDesign, write: Figures) -> Table | None:
    """Return the bills of a site by month; None where none has an amount."""
    names = result.billed.index.get_level_values("site")
    own = result.billed[names == design.name].droplevel("site")
    if own.empty or own["amount"].isna().all():
        return None
    price = own["amount"] / own["kwh"].where(own["kwh"] > 0, np.nan)
    say, months = write.say, month_names(write.reader)
    return Table(
        caption=say(message("{site}: the bills", site=design.name)),
        columns=(
            *words(say(message("Month"))),
            *numbers(
                say(message("Billed [kWh]")),
                say(message("Amount [{currency}]", currency=write.currency)),
                say(message("Amount over energy [{currency}/kWh]", currency=write.currency)),
            ),
        ),
        rows=tuple(
            (
                months[int(month) - 1],
                write.number(own["kwh"][month]),
                write.number(own["amount"][month]),
                write.unit_number(price[month]),
            )
            for month in pd.Index(own.index).tolist()
        ),
        total=(
            say(message("Year")),
            write.number(own["kwh"].sum()),
            write.number(own["amount"].sum()),
            write.unit_number(own["amount"].sum() / own["kwh"][own["amount"].notna()].sum()),
        ),
        from_mine=True,
    )
