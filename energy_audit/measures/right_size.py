"""A smaller motor in the place of one that runs far below its rating."""

from __future__ import annotations

from functools import cache, partial
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from energy_audit.measures.driven_machines import typical_of_machine
from energy_audit.measures.measure import Measure
from energy_audit.measures.motor_swap import classed_motors
from energy_audit.measures.offer_rows import MEASURED, offer_rows, with_rows
from equipment_catalog.messages import message
from equipment_catalog.prices import installed_motor_price_usd, motor_price_note
from equipment_catalog.tables import read_fact, read_facts

if TYPE_CHECKING:
    import numpy.typing as npt

    from energy_audit.conditions import Conditions
    from energy_audit.consumption import Consumption

NEW_CLASS = "IE3"
OLD_MOTOR = (
    "efficiency_fraction",
    "rated_rpm",
    "rated_v",
    "rated_a",
    "rated_power_factor",
    *MEASURED,
    "year_made",
)
"""What was written or read of the motor that goes."""

_waste_fact = partial(read_fact, "energy_audit", "data/waste_facts.csv")
_fact = partial(read_fact, "energy_audit", "data/motor_measure_facts.csv")


def smaller_motors(mine: Consumption, conditions: Conditions) -> pd.DataFrame:
    """Return for each underloaded motor the smallest one that would be well loaded.

    The next standard rating at which neither load nor idling pass the target; motors that would
    stay as they are, or never turn under load, get no offer.

    Parameters
    ----------
    mine
        The mine as it is.
    conditions
        Its supply.

    Returns
    -------
    DataFrame
        One row an offer, with ``new_rated_kw``. It is proven where the load was measured, or
        where the machine starts easily and its load is credible.
    """
    machines = underloaded(mine.machines)
    highest = machines[["load_fraction", "idle_load_fraction"]].max(axis=1)
    shaft_kw = machines["rated_kw"] * highest
    sizes = _standard_ratings_kw(conditions.frequency_hz)
    least_kw = shaft_kw / _waste_fact("target_load").value
    at = np.minimum(np.searchsorted(sizes, least_kw), len(sizes) - 1)
    new_kw = pd.Series(sizes[at], machines.index)
    smaller = (new_kw < machines["rated_kw"]) & (machines["load_fraction"] > 0)
    rows, rated_kw = machines[smaller], new_kw[smaller]
    price = installed_motor_price_usd(NEW_CLASS, rated_kw.to_numpy(), rows["poles"].to_numpy(int))
    return offer_rows(
        rows,
        variant="smaller_motor",
        variant_name=[
            message("{rated_kw:g} kW {ie_class} motor", rated_kw=kw, ie_class=NEW_CLASS)
            for kw in rated_kw
        ],
        capex_usd=rows["quantity"] * price,
        life_years=read_fact("energy_audit", "data/audit_facts.csv", "motor_life_years").value,
        is_proven=_is_proven(rows),
        model_sigma_fraction=_fact("right_size_sigma").value,
        new_rated_kw=rated_kw,
    )


def underloaded(machines: pd.DataFrame) -> pd.DataFrame:
    """Return the three-phase motors that run below the load at which efficiency drops.

    Not those behind a drive, a valve or a damper: at full flow they would be loaded more.
    """
    low = machines["load_fraction"] < _waste_fact("underloaded_below").value
    held_back = machines["control"].isin(["drive", "throttle", "damper"])
    return machines[classed_motors(machines) & low & ~held_back]


def _is_proven(machines: pd.DataFrame) -> pd.Series:
    evidence = machines["load_evidence"].where(
        machines["load_evidence"] != "", machines["evidence"]
    )
    starts_hard = typical_of_machine(machines["machine_type"], "starts_hard") == 1
    credible = machines["load_fraction"] >= _fact("lowest_credible_load").value
    proven: pd.Series = (evidence == "measured") | (~starts_hard & credible)
    return proven


@cache
def _standard_ratings_kw(frequency_hz: int) -> npt.NDArray[np.float64]:
    """Return the ratings for which motors are made, rising."""
    table = read_facts("equipment_catalog", "data/motor_efficiency.csv")
    made = (table["frequency_hz"] == frequency_hz) & (table["ie_class"] == NEW_CLASS)
    return np.unique(table.loc[made, "rated_kw"].to_numpy(float))


def _apply(machines: pd.DataFrame, chosen: pd.DataFrame, _conditions: Conditions) -> pd.DataFrame:
    """Return the inventory with the new ratings; the machines take the power they took.

    Notes
    -----
    A smaller motor slips more, so a pump or fan takes a little less than this.
    """
    old = machines.loc[chosen.index]
    ratio = old["rated_kw"] / chosen["new_rated_kw"]
    new = old.assign(
        rated_kw=chosen["new_rated_kw"],
        load_fraction=old["load_fraction"] * ratio,
        idle_load_fraction=old["idle_load_fraction"] * ratio,
        ie_class=NEW_CLASS,
        rewinds=0.0,
        **dict.fromkeys(OLD_MOTOR, np.nan),
    )
    return with_rows(machines, new)


RIGHT_SIZE = Measure(
    kind="right_size",
    name=message("Motors of the right size"),
    scope="machine",
    options=smaller_motors,
    apply=_apply,
    judges=lambda machines: underloaded(machines).index,
    without_option=message("the next smaller motor would be loaded too much"),
    without_saving=message("{variant} would lose as much at this load as the big motor does"),
    ipmvp_option="A",
    to_measure=message(
        "input power of the motor over a working day with its highest loads and its starts, "
        "before and after"
    ),
    notes=lambda _offers: (motor_price_note(),),
)
