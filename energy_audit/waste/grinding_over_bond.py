"""Mills that take more energy for a ton than Bond and Rowland give for the ore."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from energy_audit.bond import ball_mill_factor, bond_energy_kwh_per_t, work_index_kwh_per_t
from energy_audit.waste.waste_point import (
    EVIDENCE,
    WastePoint,
    findings,
    waste_fact,
    weakest_evidence,
)
from equipment_catalog.messages import message

if TYPE_CHECKING:
    from energy_audit.conditions import Conditions
    from energy_audit.consumption import Consumption
    from energy_audit.production import Production

TYPICAL_ORE = "gold_ore"


def grinding_over_bond(
    mine: Consumption, _conditions: Conditions, production: Production
) -> pd.DataFrame:
    """Return the meters whose mills take more than the ore should cost; none without mills or ore.

    Set side by side is the energy at the shafts of the mill motors under load. Where nobody
    tested the ore the average work index of gold ores stands in, and the finding is assumed.

    Parameters
    ----------
    mine
        The mine as it is.
    production
        Ore of the year and sizes of feed and product; without them there is nothing to compare.
    """
    rows = mine.machines[mine.machines["machine_type"] == "mill"]
    points = mine.points.loc[rows.index]
    loaded_h = points["hours_per_year"] * rows["loaded_fraction"]
    shaft_kwh = float((points["shaft_kw"] * loaded_h).sum())
    good = good_grinding_kwh_per_t(production)
    if good is None or production.ore_t_per_year is None or shaft_kwh == 0:
        rows, loaded_h, good, taken = rows[:0], loaded_h[:0], 0.0, 1.0
    else:
        taken = shaft_kwh / production.ore_t_per_year
    electric_kwh = (points["loaded_kw"] * loaded_h).groupby(rows["site"], sort=False).sum()
    sites = electric_kwh.index
    assumed = production.bond_work_index_kwh_per_t is None
    known = weakest_evidence(rows, "load_evidence", "hours_evidence", assumed=assumed)
    return findings(
        pd.DataFrame({"site": sites}, index=sites),
        waste_kwh=electric_kwh * (1 - good / taken),
        said=message("mills take {taken:.1f} kWh/t at their shafts, the ore asks for {good:.1f}"),
        facts={"taken": pd.Series(taken, sites), "good": pd.Series(good, sites)},
        evidence_kind=known.map(EVIDENCE.index)
        .groupby(rows["site"], sort=False)
        .max()
        .map(dict(enumerate(EVIDENCE))),
        remedy=(),
    )


def good_grinding_kwh_per_t(production: Production) -> float | None:
    """Return the energy at the shafts of a small plant's mill motors, None without the sizes.

    Parameters
    ----------
    production
        Work index of the ore, or the average of gold ores; sizes of feed and product.

    Examples
    --------
    >>> from energy_audit.production import Production
    >>> ore = Production(bond_work_index_kwh_per_t=14, f80_um=9500, p80_um=106)
    >>> round(good_grinding_kwh_per_t(ore), 1)
    17.1

    Notes
    -----
    Bond's energy times Rowland's factors of a wet closed mill of 1.2 m, over the efficiency of
    belt and pinion.
    """
    feed, product = production.f80_um, production.p80_um
    if feed is None or product is None:
        return None
    index = production.bond_work_index_kwh_per_t or work_index_kwh_per_t(TYPICAL_ORE)
    energy = bond_energy_kwh_per_t(index, f80_um=feed, p80_um=product)
    diameter_m = waste_fact("mill_diameter_m")
    factor = ball_mill_factor(index, f80_um=feed, p80_um=product, diameter_m=diameter_m)
    return float(energy * factor / waste_fact("mill_drive_efficiency"))


GRINDING_OVER_BOND = WastePoint(
    kind="grinding_over_bond", name=message("Grinding above Bond's work"), find=grinding_over_bond
)
