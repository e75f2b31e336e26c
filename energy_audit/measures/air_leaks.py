"""Repair leaks of compressed air; what that saves depends on how the compressor is controlled."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from energy_audit.measures.measure import Measure
from energy_audit.measures.offer_rows import (
    compressor_tags,
    compressors,
    offer_rows,
    some_unproven,
    with_rows,
)
from equipment_catalog.air_demand import air_left_after_repair, power_at_flow
from equipment_catalog.compressed_air import air_fact
from equipment_catalog.compressed_air_notes import (
    air_price_note,
    throttled_power_note,
    typical_air_flow_note,
    typical_leak_note,
)
from equipment_catalog.messages import message

if TYPE_CHECKING:
    from energy_audit.conditions import Conditions
    from energy_audit.consumption import Consumption
    from equipment_catalog.notes import Note

UNKNOWN = ("", "none")
BLOWS_OFF = "bypass"
STOPS = "start_stop"
DRIVE = "drive"
FOLLOWS_FLOW = ("modulating", "throttle", "damper", DRIVE)
MOST_THAT_LEAKS = 0.95
"""A test that says more was made on another day than the one whose loaded share was noted."""
LEAST_LOADED = 1e-9


def repaired(rows: pd.DataFrame) -> pd.DataFrame:
    """Return what changes in rows of compressors when their leaks are repaired.

    The air that is used stays; what leaks falls to the share of a well kept net. Under load and
    unload control the compressor is loaded for less of its time, under start and stop it runs
    less, throttled or slowed its power falls with the flow, throttled only a little.

    Parameters
    ----------
    rows
        Rows of an inventory that are compressors; a missing ``leak_fraction`` or
        ``flow_fraction`` is taken as typical.

    Returns
    -------
    DataFrame
        ``leak_fraction, loaded_fraction, hours_per_day, load_fraction, flow_fraction``.

    Notes
    -----
    Power against flow: data/compressed_air.csv. Leaks that shrink because the pressure becomes
    steadier are not counted.
    """
    goal = air_fact("repaired_leak_fraction").value
    leak = leak_of_delivered(rows)
    air = np.asarray(air_left_after_repair(np.maximum(leak, goal), goal))
    control = rows["control"]
    stops, follows = (control == STOPS).to_numpy(), control.isin(FOLLOWS_FLOW).to_numpy()
    rest = power_at_no_flow(control)
    flow = flow_fraction(rows)
    lighter = np.asarray(power_at_flow(flow * air, rest)) / np.asarray(power_at_flow(flow, rest))
    return pd.DataFrame(
        {
            "leak_fraction": np.minimum(leak, goal) * air * _delivered(rows),
            "loaded_fraction": rows["loaded_fraction"] * np.where(stops | follows, 1.0, air),
            "hours_per_day": rows["hours_per_day"] * np.where(stops, air, 1.0),
            "load_fraction": rows["load_fraction"] * np.where(follows, lighter, 1.0),
            "flow_fraction": rows["flow_fraction"] * np.where(follows, air, 1.0),
        },
        index=rows.index,
    )


def power_at_no_flow(control: pd.Series) -> np.ndarray:
    """Return the share of its power a compressor keeps when it is throttled or slowed to nothing.

    Parameters
    ----------
    control
        How the flow of each compressor is set.
    """
    throttled = air_fact("modulating_power_at_no_flow").value
    return np.where(control == DRIVE, air_fact("drive_power_at_no_flow").value, throttled)


def flow_fraction(rows: pd.DataFrame) -> np.ndarray:
    """Return the mean flow of throttled or slowed compressors, typical where it is missing.

    Parameters
    ----------
    rows
        Rows of an inventory.
    """
    return rows["flow_fraction"].fillna(air_fact("modulating_flow_fraction").value).to_numpy()


def leak_of_delivered(rows: pd.DataFrame) -> np.ndarray:
    """Return the share of the air a compressor delivers that leaks, typical where it is missing.

    A leak test tells the share of what the compressor can deliver: the time on load over the
    whole cycle with all tools shut. What it delivers in its work is its loaded share of that, or
    its mean flow where it is throttled or slowed.

    Parameters
    ----------
    rows
        Rows of an inventory.
    """
    told = (rows["leak_fraction"] / _delivered(rows)).clip(upper=MOST_THAT_LEAKS)
    known: np.ndarray = told.fillna(air_fact("typical_leak_fraction").value).to_numpy()
    return known


def _delivered(rows: pd.DataFrame) -> np.ndarray:
    """Return the air delivered over what the compressor can deliver while it is on."""
    follows = rows["control"].isin(FOLLOWS_FLOW).to_numpy()
    return np.where(follows, flow_fraction(rows), rows["loaded_fraction"].clip(lower=LEAST_LOADED))


def _offers(mine: Consumption, conditions: Conditions) -> pd.DataFrame:
    del conditions
    rows = compressors(mine.machines)
    control = rows["control"]
    leaking = leak_of_delivered(rows) > air_fact("repaired_leak_fraction").value
    unloads = ~control.isin([*FOLLOWS_FLOW, STOPS])
    saves_unloaded = rows["idle_load_fraction"].fillna(0.0) < rows["load_fraction"]
    rows = rows[leaking & (control != BLOWS_OFF) & (saves_unloaded | ~unloads)]
    throttled = rows["control"].isin(FOLLOWS_FLOW) & (rows["control"] != DRIVE)
    given = rows["leak_fraction"].notna() & ~rows["control"].isin(UNKNOWN)
    price = air_fact("leak_campaign_usd").value
    price_per_kw = air_fact("leak_campaign_usd_per_kw").value
    return offer_rows(
        rows,
        variant="repair",
        variant_name=message("repairing the leaks"),
        capex_usd=rows["quantity"] * (price + price_per_kw * rows["rated_kw"]),
        life_years=air_fact("leak_repair_life_years").value,
        is_proven=given & (rows["flow_fraction"].notna() | ~throttled),
        model_sigma_fraction=air_fact("air_leaks_sigma_fraction").value,
    )


def _apply(machines: pd.DataFrame, chosen: pd.DataFrame, conditions: Conditions) -> pd.DataFrame:
    del conditions
    return with_rows(machines, repaired(machines.loc[chosen.index]))


def _notes(offers: pd.DataFrame) -> tuple[Note, ...]:
    assumed = (typical_leak_note(), typical_air_flow_note()) if some_unproven(offers) else ()
    return (*assumed, throttled_power_note(), air_price_note())


AIR_LEAKS = Measure(
    kind="air_leaks",
    name=message("Repair of air leaks"),
    scope="machine",
    judges=compressor_tags,
    options=_offers,
    apply=_apply,
    without_option=message(
        "leaks no more than a well kept net, or its control saves nothing by it"
    ),
    without_saving=message("its power does not fall when less air is taken"),
    ipmvp_option="B",
    to_measure=message(
        "leak test with all tools shut: time on load over the whole cycle; how the compressor is "
        "controlled; afterwards its kW over a week"
    ),
    notes=_notes,
)
