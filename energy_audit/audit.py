"""The measures of a mine: what each saves alone, what each still saves after those before it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from energy_audit.columns import compact
from energy_audit.consumption import Consumption, consume
from energy_audit.measures import MEASURES, Measure
from energy_audit.operation.operating_point import operating_point, running_hours
from energy_audit.places import of_places
from energy_audit.saving_slopes import MovedMines, saving_slopes, yearly_kwh

if TYPE_CHECKING:
    from collections.abc import Callable

    from energy_audit.conditions import Conditions

    Choose = Callable[[Measure, pd.DataFrame, Consumption], pd.DataFrame]

SLOPES = ("load_slope_kwh", "hours_slope_kwh", "efficiency_slope_kwh")
EFFECTS = ("saved_kwh", "saved_kw", "saved_kvarh", "saved_excess_kvarh")
MEASURED = (*EFFECTS, "kwh_before", "efficiency_before", "efficiency_after")


@dataclass(frozen=True, kw_only=True)
class Step:
    """One kind of measure, done where it was chosen, on the mine that the steps before left."""

    kind: str
    saved_kw: pd.DataFrame
    """What every hour saves, columns (site, area) [kW]."""
    saved_kvar: pd.DataFrame
    """What every hour saves of reactive power, columns (site, area) [kvar]."""


@dataclass(frozen=True, kw_only=True)
class Package:
    """All measures judged in their order, and the mine that those done leave."""

    measures: pd.DataFrame
    """One row for each measure and machine or meter it looks at."""
    offers: pd.DataFrame
    """Every offer that was judged, with what it would save at its place in the order."""
    steps: tuple[Step, ...]
    after: Consumption


def build_package(before: Consumption, conditions: Conditions, choose: Choose) -> Package:
    """Judge every measure on the mine that the measures done before it leave.

    Parameters
    ----------
    before
        The mine as it is.
    conditions
        Working time, hours, supply.
    choose
        ``choose(measure, offers, mine)``: one row a judged tag with ``decision``; rows whose
        decision is ``do`` are carried out.

    Returns
    -------
    Package
        Its steps add up, hour by hour, to the difference between before and after. In
        ``measures``, ``saved_kwh`` is what a row saves at its place in the order, ``alone_kwh``
        what the same offer would save on the mine as it is today; missing for what is kept.
    """
    mine, judged, offered, steps = before, [], [], []
    moved, changed = MovedMines.of(before.machines, conditions), before.machines.index[:0]
    for measure in MEASURES.values():
        offers = evaluate(measure, mine, conditions)
        offered.append(offers)
        rows = choose(measure, offers, mine)
        rows["alone_kwh"] = _alone_kwh(measure, rows, changed, before, conditions)
        tried = _tried(measure, rows, moved, conditions)
        rows[list(SLOPES)] = _slopes(rows, moved, tried)
        done = rows[rows["decision"] == "do"]
        if not done.empty:
            machines = compact(measure.apply(mine.machines, done, conditions))
            after = consume(machines, conditions)
            steps.append(_step(measure.kind, mine, after))
            rows["saved_kwh"] += _share_of_meter(done, mine, after).reindex(rows.index).fillna(0.0)
            mine, changed = after, changed.union(done.index, sort=False)
            moved = moved.taking(tried, done.index) if tried else moved
        judged.append(rows)
    return Package(
        measures=pd.concat(judged),
        offers=pd.concat(offered, ignore_index=True),
        steps=tuple(steps),
        after=mine,
    )


def evaluate(measure: Measure, mine: Consumption, conditions: Conditions) -> pd.DataFrame:
    """Return the offers of a measure with what each saves by itself on a mine.

    Returns
    -------
    DataFrame
        The offers with ``kind``, ``saved_kwh`` and ``saved_kvarh`` of a year, ``saved_kw`` in
        the highest hour of its meter, ``saved_excess_kvarh`` beyond the free share
        (meters only), ``kwh_before, efficiency_before, efficiency_after``. A saving is negative
        where a measure makes a machine draw more.
    """
    offers = measure.options(mine, conditions)
    if offers.empty:
        evaluated = offers.assign(**dict.fromkeys(MEASURED, np.nan))
    elif measure.scope == "machine":
        evaluated = _machine_effect(measure, offers, mine, conditions)
    else:
        variants = (rows for _, rows in offers.groupby("variant", sort=False))
        effects = [
            _site_effect(measure, rows.set_index("tag"), mine, conditions) for rows in variants
        ]
        evaluated = pd.concat(effects).reset_index()
    if "moved_kwh" not in evaluated:
        evaluated["moved_kwh"] = 0.0
    return evaluated.assign(kind=measure.kind)


def _machine_effect(
    measure: Measure, offers: pd.DataFrame, mine: Consumption, conditions: Conditions
) -> pd.DataFrame:
    """Return offers with what each does to its machine, each to a copy of the machine's own."""
    places = mine.machines.index.get_indexer(pd.Index(offers["tag"]))
    copies = pd.RangeIndex(len(offers))
    own = mine.machines.iloc[places].set_axis(copies)
    now = mine.points.iloc[places].set_axis(copies)
    chosen = offers.set_axis(copies)
    after = measure.apply(own, chosen, conditions)
    points = operating_point(after, frequency_hz=conditions.frequency_hz)
    hours = running_hours(after, conditions)
    return chosen.assign(
        kwh_before=now["kwh_per_year"],
        efficiency_before=now["efficiency_at_load"],
        efficiency_after=points["efficiency_at_load"],
        saved_kwh=now["kwh_per_year"] - points["input_kw"] * hours,
        saved_kw=_kw_at_peak(own, now, mine, conditions)
        - _kw_at_peak(after, points, mine, conditions),
        saved_kvarh=now["kvar"] * now["hours_per_year"] - points["kvar"] * hours,
        saved_excess_kvarh=0.0,
    )


def _kw_at_peak(
    machines: pd.DataFrame, points: pd.DataFrame, mine: Consumption, conditions: Conditions
) -> pd.Series:
    """Return what machines draw in the hour in which their meter is highest today."""
    hour = mine.peak_hour
    share = of_places(machines, lambda *place: float(conditions.shape(*place)[hour[place[0]]]))
    kw: pd.Series = points["input_kw"] * machines["hours_per_day"] * share
    return kw


def _site_effect(
    measure: Measure, chosen: pd.DataFrame, mine: Consumption, conditions: Conditions
) -> pd.DataFrame:
    after = consume(measure.apply(mine.machines, chosen, conditions), conditions)
    limit = conditions.free_reactive_fraction
    kw, kvar = mine.site_demand_kw, mine.site_demand_kvar
    kw_after, kvar_after = after.site_demand_kw, after.site_demand_kvar
    saved = pd.DataFrame(
        {
            "kwh_before": kw.sum(),
            "efficiency_before": np.nan,
            "efficiency_after": np.nan,
            "saved_kwh": kw.sum() - kw_after.sum(),
            "saved_kw": kw.max() - kw_after.max(),
            "saved_kvarh": kvar.sum() - kvar_after.sum(),
            "saved_excess_kvarh": mine.excess_kvarh(limit) - after.excess_kvarh(limit),
        }
    )
    return chosen.join(saved).rename_axis("tag")


def _alone_kwh(
    measure: Measure,
    rows: pd.DataFrame,
    changed: pd.Index,
    before: Consumption,
    conditions: Conditions,
) -> pd.Series:
    """Return what each offer not refused would save on the mine as it is today.

    That is what it saves at its place, unless a measure before it changed its machine or, for a
    meter, anything.
    """
    offered = rows["saved_kwh"].where(rows["decision"] != "keep")
    moved = rows.index.isin(changed) if measure.scope == "machine" else not changed.empty
    again = rows[offered.notna() & moved]
    if again.empty:
        return offered
    offers = again.drop(columns=list(MEASURED), errors="ignore")
    if measure.scope == "site":
        return _site_effect(measure, offers, before, conditions)["saved_kwh"].reindex(rows.index)
    own = before.machines.loc[offers.index]
    left_kwh = yearly_kwh(measure.apply(own, offers, conditions), conditions)
    saved_kwh = before.points["kwh_per_year"].loc[offers.index] - left_kwh
    return saved_kwh.reindex(rows.index).fillna(offered)


def _tried(
    measure: Measure, rows: pd.DataFrame, moved: MovedMines, conditions: Conditions
) -> MovedMines | None:
    """Return what the offers leave of their machines; None without offers or for a meter."""
    offered = rows[rows["saved_kwh"].notna()]
    if measure.scope == "site" or offered.empty:
        return None
    return moved.after(measure, offered, conditions)


def _slopes(rows: pd.DataFrame, moved: MovedMines, tried: MovedMines | None) -> pd.DataFrame:
    """Return how the saving of each row moves; nothing where there is no offer or no machine."""
    if tried is None:
        return pd.DataFrame(np.nan, index=rows.index, columns=list(SLOPES))
    return saving_slopes(rows.loc[tried.tags], moved, tried).reindex(rows.index)


def _share_of_meter(done: pd.DataFrame, mine: Consumption, after: Consumption) -> pd.Series:
    """Return for each row done its share of what its meter saves besides the machines [kWh].

    Transformers lose less when their load falls; rows share that by what they save themselves,
    alike where none saves anything.
    """
    of_meter = mine.site_demand_kw.sum() - after.site_demand_kw.sum()
    site, saved_kwh = done["site"], done["saved_kwh"]
    saved = pd.DataFrame({"own": saved_kwh, "size": saved_kwh.abs(), "rows": 1})
    of_site = saved.groupby(site).sum()
    whole, rows = site.map(of_site["size"]), site.map(of_site["rows"])
    share = (saved["size"] / whole).where(whole > 0, 1 / rows)
    return share * site.map(of_meter.reindex(of_site.index) - of_site["own"])


def _step(kind: str, mine: Consumption, after: Consumption) -> Step:
    return Step(
        kind=kind,
        saved_kw=_saved(mine.demand_kw, after.demand_kw),
        saved_kvar=_saved(mine.demand_kvar, after.demand_kvar),
    )


def _saved(now: pd.DataFrame, after: pd.DataFrame) -> pd.DataFrame:
    """Return the difference hour by hour; a bank may stand in an area that had no machine."""
    if now.columns.equals(after.columns):
        return now - after
    return now.sub(after, fill_value=0.0)
