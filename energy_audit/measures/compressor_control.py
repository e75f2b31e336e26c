"""End the unloaded running of compressors: an automatic stop, or a drive that follows the air."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from energy_audit.measures.air_leaks import DRIVE, STOPS, UNKNOWN, flow_fraction, power_at_no_flow
from energy_audit.measures.idle_switch_off import stopped_when_idle
from energy_audit.measures.measure import Measure
from energy_audit.measures.offer_rows import (
    MEASURED,
    altitudes_m,
    compressor_tags,
    compressors,
    offer_rows,
    offers_variant,
    some_unproven,
    with_rows,
)
from equipment_catalog.air_demand import power_at_flow
from equipment_catalog.compressed_air import air_fact
from equipment_catalog.compressed_air_notes import (
    air_price_note,
    throttled_power_note,
    typical_air_flow_note,
)
from equipment_catalog.controls import control_fact, stopped_share_note
from equipment_catalog.drives import (
    drive_altitude_factor,
    drive_fact,
    drive_price_note,
    installed_drive_price_usd,
)
from equipment_catalog.messages import message

if TYPE_CHECKING:
    from collections.abc import Iterator

    from energy_audit.conditions import Conditions
    from energy_audit.consumption import Consumption
    from equipment_catalog.notes import Note

UNLOADS = (*UNKNOWN, "load_unload", "stepped")
"""A compressor that idles part of its time and whose control nobody wrote down unloads."""
THROTTLED = ("modulating", "throttle", "damper")


def slowed_to_the_air(rows: pd.DataFrame) -> pd.DataFrame:
    """Return what changes in rows of compressors when a drive sets their speed by the air taken.

    The mean flow is the share of time under load, times the flow where the inlet is throttled. A
    drive turns no slower than its lowest flow and stops for the rest of the time. Its own losses
    are those of the operating point.

    Parameters
    ----------
    rows
        Rows of an inventory that are compressors without a drive.

    Returns
    -------
    DataFrame
        ``control, load_fraction, loaded_fraction, hours_per_day, flow_fraction``, and nothing
        measured, as it was measured before.

    Notes
    -----
    Power against flow: straight lines of data/compressed_air.csv, from memory.
    """
    throttled = rows["control"].isin(THROTTLED).to_numpy()
    flow = np.where(throttled, flow_fraction(rows), 1.0)
    full_load = rows["load_fraction"] / power_at_flow(flow, power_at_no_flow(rows["control"]))
    air = rows["loaded_fraction"].to_numpy() * flow
    kept = np.maximum(air, air_fact("drive_lowest_flow_fraction").value)
    changed = pd.DataFrame(
        {
            "control": DRIVE,
            "load_fraction": full_load * power_at_flow(kept, _no_flow_power_with_drive()),
            "loaded_fraction": 1.0,
            "hours_per_day": rows["hours_per_day"] * (air / kept),
            "flow_fraction": kept,
        },
        index=rows.index,
    )
    return changed.assign(**dict.fromkeys(MEASURED, np.nan))


def _no_flow_power_with_drive() -> float:
    return air_fact("drive_power_at_no_flow").value


def _offers(mine: Consumption, conditions: Conditions) -> pd.DataFrame:
    rows = compressors(mine.machines)
    unloading = rows["control"].isin(UNLOADS) & (rows["loaded_fraction"] < 1)
    throttled = rows["control"].isin(THROTTLED) & ~(rows["flow_fraction"] >= 1)
    stopping, slowing = rows[unloading], rows[unloading | throttled]
    rating = slowing["rated_kw"] / drive_altitude_factor(altitudes_m(slowing, conditions))
    price = air_fact("start_stop_usd").value
    price_per_kw = air_fact("start_stop_usd_per_kw").value
    by_stop = offer_rows(
        stopping,
        variant=STOPS,
        variant_name=message("an automatic stop of the unloaded compressor"),
        capex_usd=stopping["quantity"] * (price + price_per_kw * stopping["rated_kw"]),
        life_years=control_fact("control_life_years").value,
        is_proven=True,
        model_sigma_fraction=air_fact("start_stop_sigma_fraction").value,
    )
    by_drive = offer_rows(
        slowing,
        variant=DRIVE,
        variant_name=message("a drive that follows the air taken"),
        capex_usd=slowing["quantity"] * installed_drive_price_usd(rating),
        life_years=drive_fact("drive_life_years").value,
        is_proven=~slowing["control"].isin(THROTTLED) | slowing["flow_fraction"].notna(),
        model_sigma_fraction=air_fact("drive_sigma_fraction").value,
    )
    return pd.concat([by_stop, by_drive], ignore_index=True)


def _apply(machines: pd.DataFrame, chosen: pd.DataFrame, conditions: Conditions) -> pd.DataFrame:
    del conditions
    rows = machines.loc[chosen.index]
    by_stop = chosen["variant"] == STOPS
    stopped = stopped_when_idle(rows[by_stop]).assign(control=STOPS)
    after = with_rows(machines, stopped)
    return with_rows(after, slowed_to_the_air(rows[~by_stop]))


def _notes(offers: pd.DataFrame) -> Iterator[Note]:
    if offers_variant(offers, STOPS):
        yield stopped_share_note()
        yield air_price_note()
    if offers_variant(offers, DRIVE):
        yield throttled_power_note()
        yield drive_price_note()
    if some_unproven(offers):
        yield typical_air_flow_note()


COMPRESSOR_CONTROL = Measure(
    kind="compressor_control",
    name=message("Control of compressors"),
    scope="machine",
    judges=compressor_tags,
    options=_offers,
    apply=_apply,
    without_option=message("does not run unloaded, or already stops or slows with the air taken"),
    without_saving=message("{variant}: the drive would lose more than unloaded running costs"),
    ipmvp_option="B",
    to_measure=message(
        "current every second for a week: hours loaded, hours unloaded, kW in both; starts an hour "
        "that its motor allows"
    ),
    notes=_notes,
)
