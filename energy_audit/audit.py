"""The measures of a mine: what each saves alone, what each still saves after those before it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

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
    moved = MovedMines.of(before.machines, conditions)
    for measure in MEASURES.values():
        offers = evaluate(measure, mine, conditions)
        offered.append(offers)
        rows = choose(measure, offers, mine)
        rows = rows.assign(alone_kwh=_alone_kwh(measure, rows, mine, before, conditions))
        rows = rows.join(_slopes(measure, rows, moved, conditions))
        done = rows[rows["decision"] == "do"]
        if not done.empty:
            after = consume(
                measure.apply(mine.machines, done, conditions), conditions, earlier=mine
            )
            steps.append(_step(measure.kind, mine, after))
            rows["saved_kwh"] += _share_of_meter(done, mine, after).reindex(rows.index).fillna(0.0)
            mine, moved = after, moved.after(measure, done, conditions)
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
    peak = mine.site_demand_kw.to_numpy().argmax(axis=0)
    hour = dict(zip(mine.site_demand_kw.columns, peak, strict=True))
    share = of_places(machines, lambda *place: float(conditions.shape(*place)[hour[place[0]]]))
    kw: pd.Series = points["input_kw"] * machines["hours_per_day"] * share
    return kw


def _site_effect(
    measure: Measure, chosen: pd.DataFrame, mine: Consumption, conditions: Conditions
) -> pd.DataFrame:
    after = consume(measure.apply(mine.machines, chosen, conditions), conditions, earlier=mine)
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
    mine: Consumption,
    before: Consumption,
    conditions: Conditions,
) -> pd.Series:
    """Return what each offer not refused would save on the mine as it is today."""
    if mine is before:
        return rows["saved_kwh"].where(rows["decision"] != "keep")
    offered = rows[rows["saved_kwh"].notna() & (rows["decision"] != "keep")]
    if offered.empty:
        return pd.Series(np.nan, index=rows.index)
    offers = offered.drop(columns=list(MEASURED), errors="ignore")
    if measure.scope == "site":
        return _site_effect(measure, offers, before, conditions)["saved_kwh"].reindex(rows.index)
    own = before.machines.loc[offers.index]
    left_kwh = yearly_kwh(measure.apply(own, offers, conditions), conditions)
    return (before.points["kwh_per_year"].loc[offers.index] - left_kwh).reindex(rows.index)


def _slopes(
    measure: Measure, rows: pd.DataFrame, moved: MovedMines, conditions: Conditions
) -> pd.DataFrame:
    """Return how the saving of each row moves; nothing where there is no offer or no machine."""
    offered = rows[rows["saved_kwh"].notna()]
    if measure.scope == "site" or offered.empty:
        return pd.DataFrame(np.nan, index=rows.index, columns=list(SLOPES))
    return saving_slopes(measure, offered, moved, conditions).reindex(rows.index)


def _share_of_meter(done: pd.DataFrame, mine: Consumption, after: Consumption) -> pd.Series:
    """Return for each row done its share of what its meter saves besides the machines [kWh].

    Transformers lose less when their load falls; rows share that by what they save themselves,
    alike where none saves anything.
    """
    of_meter = mine.site_demand_kw.sum() - after.site_demand_kw.sum()
    own = done["saved_kwh"].groupby(done["site"]).sum()
    size = done["saved_kwh"].abs()
    of_site = size.groupby(done["site"]).transform("sum")
    alike = 1 / size.groupby(done["site"]).transform("count")
    share = (size / of_site).where(of_site > 0, alike)
    return share * done["site"].map(of_meter.reindex(own.index) - own)


def _step(kind: str, mine: Consumption, after: Consumption) -> Step:
    return Step(
        kind=kind,
        saved_kw=mine.demand_kw.sub(after.demand_kw, fill_value=0.0),
        saved_kvar=mine.demand_kvar.sub(after.demand_kvar, fill_value=0.0),
    )
