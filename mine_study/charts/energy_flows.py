"""Where today's electricity goes: from its supply through the areas to work done and to losses."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from energy_audit.measures.air_leaks import leak_of_delivered
from equipment_catalog.belts import belt_efficiency
from equipment_catalog.messages import Message, message
from mine_study.site_off_grid import is_off_grid

if TYPE_CHECKING:
    from energy_audit.consumption import Consumption
    from mine_study.study import StudyResult

AREAS_SHOWN = 9
OTHERS = "\N{HORIZONTAL ELLIPSIS}"
"""Key of the areas too small for ribbons of their own."""
UNEXPLAINED = "\N{EM DASH}"
"""Key of what no machine explains, an area and a use at once."""
SITE_KINDS = ("transformer", "capacitor")
BELTS = ("v_belt", "cogged_belt", "synchronous_belt")
USEFUL = ("shaft", "air", "light", "heat_and_other")
"""Uses that the machines are there for; all others are lost."""


def source_name(key: str) -> Message:
    """Return the name of what feeds the mine."""
    names = {
        "grid": message("grid"),
        "genset": message("gensets"),
        "unbilled": message("above the bills"),
    }
    return names[key]


def use_name(key: str) -> Message:
    """Return the name of what becomes of the electricity.

    Examples
    --------
    >>> str(use_name("air_leaks"))
    'air leaks'
    """
    names = {
        "shaft": message("work at the shaft"),
        "air": message("compressed air at the tools"),
        "light": message("light"),
        "heat_and_other": message("heat, camp and other"),
        "motor": message("motors and drives"),
        "needless": message("idling and needless running"),
        "belt": message("belts"),
        "throttled": message("valves and dampers"),
        "air_leaks": message("air leaks"),
        "old_lamps": message("old lamps"),
        "site_equipment": message("transformers and banks"),
        UNEXPLAINED: message("not explained"),
    }
    return names[key]


def energy_flows(result: StudyResult) -> pd.DataFrame:
    """Return today's flows of a year, balanced: what enters the mine leaves it as a use.

    Work is what the machine's shaft, air line, lamp or heater gives; what the process makes of it
    is another matter. Of the hours in which a machine is needed, its motor takes its losses first,
    then the belt, then the leaks or the valve. Where the inventory adds up to more than the bills,
    the rest enters as a source of its own.

    Parameters
    ----------
    result
        The study.

    Returns
    -------
    DataFrame
        ``layer`` (0 from a source, 1 from an area), ``start``, ``end`` and ``kwh`` [kWh a year].
    """
    uses = machine_uses(result.audit.before, result.audit.waste)
    machines = result.audit.before.machines
    shown = _shown_areas(uses.sum(axis=1), machines["area"])
    by_area = uses.groupby(shown).sum()
    supplied = _supplied(result, uses.sum(axis=1).groupby([machines["site"], shown]).sum())
    named = by_area.rename_axis("start").reset_index()
    out = named.melt(id_vars="start", var_name="end", value_name="kwh").assign(layer=1)
    flows = pd.concat([supplied, out], ignore_index=True)[["layer", "start", "end", "kwh"]]
    return flows[flows["kwh"] > 0].reset_index(drop=True)


def machine_uses(mine: Consumption, waste: pd.DataFrame) -> pd.DataFrame:
    """Return what becomes of the electricity of each machine, one column a use [kWh a year].

    Parameters
    ----------
    mine
        The mine.
    waste
        Of `energy_audit.waste.ranking.find_waste`: what throttled machines and old lamps waste.
    """
    machines, points = mine.machines, mine.points
    kwh = points["kwh_per_year"]
    is_motor = (machines["kind"] == "motor").to_numpy()
    on = machines["hours_per_day"]
    needed = machines["needed_hours_per_day"].fillna(np.inf)
    loaded = (machines["loaded_fraction"] * on).clip(upper=needed) / on.where(on > 0)
    working = (points["loaded_kw"] * points["hours_per_year"] * loaded.fillna(0.0)).clip(upper=kwh)
    shaft = working.where(~is_motor, working * points["efficiency_at_load"])
    after_belt = shaft * _belts(machines)
    loaded_kwh = points["loaded_kw"] * points["hours_per_year"] * machines["loaded_fraction"]
    throttled = after_belt * _wasted_share(waste, "throttled", loaded_kwh)
    leaks = (after_belt - throttled) * _leaks(machines)
    lamps = working * _wasted_share(waste, "hot_lighting", kwh)
    left = after_belt - throttled - leaks - lamps
    site_kwh = kwh.where(machines["kind"].isin(SITE_KINDS), 0.0)
    return pd.DataFrame(
        {
            **{use: left.where(_serves(machines) == use, 0.0) for use in USEFUL},
            "motor": working - shaft,
            "needless": kwh - working - site_kwh,
            "belt": shaft - after_belt,
            "throttled": throttled,
            "air_leaks": leaks,
            "old_lamps": lamps,
            "site_equipment": site_kwh,
        }
    )


def _serves(machines: pd.DataFrame) -> pd.Series:
    """Return which use each machine is there for."""
    serves = pd.Series("heat_and_other", machines.index)
    serves[machines["kind"] == "motor"] = "shaft"
    serves[machines["kind"] == "lighting"] = "light"
    serves[machines["machine_type"] == "compressor"] = "air"
    return serves


def _belts(machines: pd.DataFrame) -> pd.Series:
    """Return what the transmission of a motor passes on, 1 where there is no belt."""
    belted = machines["transmission"].isin(BELTS) & (machines["kind"] == "motor")
    rows = machines[belted]
    passed = pd.Series(1.0, machines.index)
    if belted.any():
        passed[belted] = belt_efficiency(rows["transmission"].to_numpy(str), rows["rated_kw"])
    return passed


def _leaks(machines: pd.DataFrame) -> pd.Series:
    """Return the share of its air that each compressor loses, 0 for other machines."""
    is_compressor = machines["machine_type"] == "compressor"
    share = pd.Series(0.0, machines.index)
    share[is_compressor] = leak_of_delivered(machines[is_compressor])
    return share


def _wasted_share(waste: pd.DataFrame, kind: str, kwh: pd.Series) -> pd.Series:
    """Return the part of an energy of each machine that a finding of waste says is lost."""
    rows = waste[waste["kind"] == kind].set_index("tag")["waste_kwh"].astype(float)
    return (rows.reindex(kwh.index) / kwh.where(kwh > 0)).fillna(0.0).clip(0.0, 1.0)


def _shown_areas(kwh: pd.Series, areas: pd.Series) -> pd.Series:
    """Return the area of each machine, the smallest ones together where there are many."""
    by_area = kwh.groupby(areas).sum().sort_values(ascending=False)
    if len(by_area) <= AREAS_SHOWN:
        return areas
    return areas.where(areas.isin(by_area.index[: AREAS_SHOWN - 1]), OTHERS)


def _supplied(result: StudyResult, by_place: pd.Series) -> pd.DataFrame:
    """Return what the grid or gensets give to each area, and what no machine explains."""
    billed = result.audit.balance.by_site["billed_kwh"]
    of_site = by_place.groupby(level="site").sum()
    off_grid = {keys.name for keys in result.study.sites if is_off_grid(keys)}
    rows: list[tuple[int, str, str, float]] = []
    for site in dict.fromkeys([*of_site.index, *billed.index]):
        machines_kwh, paid = float(of_site.get(site, 0.0)), float(billed.get(site, np.nan))
        source = "genset" if site in off_grid else "grid"
        known = paid if np.isfinite(paid) else machines_kwh
        share = min(known / machines_kwh, 1.0) if machines_kwh > 0 else 0.0
        for area, kwh in by_place.xs(site).items() if site in of_site.index else ():
            rows += [(0, source, str(area), kwh * share)]
            rows += [(0, "unbilled", str(area), kwh * (1 - share))]
        rows.append((0, source, UNEXPLAINED, max(known - machines_kwh, 0.0)))
    flows = pd.DataFrame(rows, columns=["layer", "start", "end", "kwh"])
    return flows.groupby(["layer", "start", "end"], sort=False)["kwh"].sum().reset_index()
