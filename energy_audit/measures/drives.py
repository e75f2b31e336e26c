"""Variable-speed drives on pumps and fans whose flow is throttled, bypassed or too large."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from energy_audit.measures.driven_machines import (
    typical_flow_note,
    typical_of_machine,
    typical_static_head_note,
)
from energy_audit.measures.measure import Measure
from energy_audit.measures.motor_swap import classed_motors
from energy_audit.measures.offer_rows import (
    MEASURED,
    altitudes_m,
    offer_rows,
    some_unproven,
    with_rows,
)
from equipment_catalog.drives import (
    drive_altitude_factor,
    drive_efficiency,
    drive_fact,
    drive_loss_limit_kw,
    drive_price_note,
    installed_drive_price_usd,
)
from equipment_catalog.flow_control import (
    constant_speed_power_fraction,
    variable_speed_power_fraction,
)
from equipment_catalog.messages import message
from equipment_catalog.tables import read_fact

if TYPE_CHECKING:
    from energy_audit.conditions import Conditions
    from energy_audit.consumption import Consumption
    from equipment_catalog.notes import Note

FLOW_MACHINES = ("pump", "fan", "blower")
WASTEFUL = ("throttle", "damper", "bypass")
"""Controls that tell by themselves that less than the full flow is needed."""

_fact = partial(read_fact, "energy_audit", "data/motor_measure_facts.csv")


def drive_offers(mine: Consumption, conditions: Conditions) -> pd.DataFrame:
    """Return a drive for each pump and fan of which less than its full flow is needed.

    The load in the inventory is that at the flow as it is set today; the full-flow power follows
    from it and from the way the flow is set, and the power behind a drive from the system curve.
    Where flow or static head was not given, typical ones take their place and the offer is not
    proven. High above the sea a bigger drive is bought.

    Parameters
    ----------
    mine
        The mine as it is.
    conditions
        Its heights above the sea.

    Returns
    -------
    DataFrame
        One row an offer, with ``load_ratio``: shaft power behind the drive over that of today.
    """
    machines = without_drive(mine.machines)
    known = machines["flow_fraction"].notna()
    rows = machines[known | machines["control"].isin(WASTEFUL)]
    ratio = _load_ratio(rows)
    rating_kw = rows["rated_kw"] / drive_altitude_factor(altitudes_m(rows, conditions).to_numpy())
    proven = _is_proven(rows)
    return offer_rows(
        rows,
        variant="drive",
        variant_name=message("Variable-speed drive"),
        capex_usd=rows["quantity"] * installed_drive_price_usd(rating_kw.to_numpy()),
        life_years=drive_fact("drive_life_years").value,
        is_proven=proven,
        model_sigma_fraction=_sigma(rows, ratio, proven),
        load_ratio=ratio,
    )


def without_drive(machines: pd.DataFrame) -> pd.DataFrame:
    """Return the pumps, fans and blowers on three-phase motors that turn at constant speed."""
    kind = machines["machine_type"]
    flows = kind.isin(FLOW_MACHINES) | (
        kind.isin(["", "other"]) & (machines["load_type"] == "centrifugal")
    )
    return machines[classed_motors(machines) & flows & (machines["control"] != "drive")]


def _load_ratio(machines: pd.DataFrame) -> pd.Series:
    """Return the shaft power behind a drive over that of today, at the flow that is needed."""
    kind = machines["machine_type"]
    flow = machines["flow_fraction"].fillna(typical_of_machine(kind, "typical_flow_fraction"))
    static = machines["static_head_fraction"].fillna(
        typical_of_machine(kind, "static_head_fraction")
    )
    displaces = (machines["load_type"] == "constant_torque").to_numpy()
    control = machines["control"].where(machines["control"].isin(WASTEFUL), "none")
    now = constant_speed_power_fraction(np.where(displaces, "bypass", control), flow.to_numpy())
    then = variable_speed_power_fraction(flow.to_numpy(), np.where(displaces, 1.0, static))
    return pd.Series(np.asarray(then / now), machines.index)


def _is_proven(machines: pd.DataFrame) -> pd.Series:
    """Return where flow, its control and static head were given; fans lift nothing."""
    lifts_nothing = machines["machine_type"] == "fan"
    displaces = machines["load_type"] == "constant_torque"
    head_known = machines["static_head_fraction"].notna() | lifts_nothing | displaces
    proven: pd.Series = machines["flow_fraction"].notna() & (machines["control"] != "") & head_known
    return proven


def _sigma(machines: pd.DataFrame, load_ratio: pd.Series, proven: pd.Series) -> pd.Series:
    """Return the uncertainty of the system curve and of the drive's own losses, at most 1.

    The losses are those of the table; the worst drive that may be sold bounds them.
    """
    curve = np.where(proven, _fact("drive_sigma").value, _fact("drive_assumed_sigma").value)
    rated_kw = machines["rated_kw"].to_numpy()
    of_table = 1 / drive_efficiency(rated_kw, 1.0) - 1
    beyond_table = np.maximum(drive_loss_limit_kw(rated_kw) / rated_kw - of_table, 0.0)
    saved = (machines["load_fraction"] * (1 - load_ratio)).to_numpy()
    with np.errstate(over="ignore"):
        losses = np.divide(beyond_table, saved, out=np.ones(len(machines)), where=saved > 0)
    return pd.Series(np.minimum(np.hypot(curve, losses), 1.0), machines.index)


def _apply(machines: pd.DataFrame, chosen: pd.DataFrame, _conditions: Conditions) -> pd.DataFrame:
    """Return the inventory with drives; idle loads stay, the drive's losses come on top.

    Notes
    -----
    The motor keeps its losses at full frequency: at a lower one its iron loses less, the
    harmonics of the drive make it lose more, and the two are left to offset each other.
    """
    load = machines.loc[chosen.index, "load_fraction"] * chosen["load_ratio"]
    changed = pd.DataFrame({"load_fraction": load, "control": "drive"}, index=chosen.index)
    return with_rows(machines, changed.assign(**dict.fromkeys(MEASURED, np.nan)))


def _notes(offers: pd.DataFrame) -> tuple[Note, ...]:
    assumed = (typical_flow_note(), typical_static_head_note()) if some_unproven(offers) else ()
    return (drive_price_note(), *assumed)


DRIVES = Measure(
    kind="drives",
    name=message("Variable-speed drives on pumps and fans"),
    scope="machine",
    options=drive_offers,
    apply=_apply,
    judges=lambda machines: without_drive(machines).index,
    without_option=message("no flow below the full one is known; note how it is set and how much"),
    without_saving=message("the flow that is needed is so high that the drive would only lose"),
    ipmvp_option="B",
    to_measure=message(
        "flow over a week, lift and pressure before and behind the valve, input power before and "
        "after"
    ),
    notes=_notes,
)
