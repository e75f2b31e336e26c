"""Cogged and synchronous belts in the place of V-belts."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import pandas as pd

from energy_audit.measures.driven_machines import typical_of_machine
from energy_audit.measures.measure import Measure
from energy_audit.measures.offer_rows import offer_rows, with_rows
from equipment_catalog.belts import (
    COGGED,
    SYNCHRONOUS,
    V_BELT,
    belt_efficiency,
    belt_life_h,
    belt_price_note,
    installed_belt_price_usd,
)
from equipment_catalog.messages import message
from equipment_catalog.tables import read_fact

if TYPE_CHECKING:
    from energy_audit.conditions import Conditions
    from energy_audit.consumption import Consumption

NAMES = {COGGED: message("Cogged belt"), SYNCHRONOUS: message("Synchronous belt")}
"""Belts on offer, as the reader sees them."""

_fact = partial(read_fact, "energy_audit", "data/motor_measure_facts.csv")


def better_belts(mine: Consumption, _conditions: Conditions) -> pd.DataFrame:
    """Return the better belts that each belt-driven motor could have.

    A cogged belt runs on the sheaves that are there, now or when the V-belt is worn; then it
    costs only what it is dearer. A synchronous belt comes with sprockets chosen so that the
    machine keeps its speed; machines that need a belt to slip get none.

    Parameters
    ----------
    mine
        The mine as it is.

    Returns
    -------
    DataFrame
        One row an offer, with ``new_transmission``; only where the transmission was given.
    """
    machines = belt_driven(mine.machines)
    plain = machines[machines["transmission"] == V_BELT]
    may_slip = typical_of_machine(machines["machine_type"], "needs_slip") != 1
    toothed = machines[may_slip & (machines["transmission"] != SYNCHRONOUS)]
    now, toothed_now = _outlay(COGGED, plain), _outlay(SYNCHRONOUS, toothed)
    later = now - _outlay(V_BELT, plain)
    offers = [
        _rows(COGGED, now, mine),
        _rows(COGGED, later, mine, variant=f"{COGGED}_at_next_change", timing="at_failure"),
        _rows(SYNCHRONOUS, toothed_now, mine),
    ]
    return pd.concat(offers, ignore_index=True)


def _rows(
    belt: str, outlay: pd.Series, mine: Consumption, *, variant: str = "", timing: str = "now"
) -> pd.DataFrame:
    hours = mine.points.loc[outlay.index, "hours_per_year"]
    longest = _fact("longest_belt_life_years").value
    life = (belt_life_h(belt) / hours.where(hours > 0)).fillna(longest).clip(upper=longest)
    return offer_rows(
        mine.machines.loc[outlay.index],
        variant=variant or belt,
        variant_name=NAMES[belt],
        capex_usd=outlay,
        life_years=life,
        is_proven=True,
        model_sigma_fraction=_fact("belt_sigma").value,
        timing=timing,
        new_transmission=belt,
    )


def _outlay(belt: str, machines: pd.DataFrame) -> pd.Series:
    price = installed_belt_price_usd(belt, machines["rated_kw"].to_numpy())
    outlay: pd.Series = machines["quantity"] * price
    return outlay


def belt_driven(machines: pd.DataFrame) -> pd.DataFrame:
    """Return the motors that drive their machine by a belt."""
    belted = machines["transmission"].isin([V_BELT, COGGED, SYNCHRONOUS])
    return machines[(machines["kind"] == "motor") & belted]


def _apply(machines: pd.DataFrame, chosen: pd.DataFrame, _conditions: Conditions) -> pd.DataFrame:
    """Return the inventory with new belts: the machine takes the same, the motor gives less."""
    old, belt = machines.loc[chosen.index], chosen["new_transmission"]
    rated_kw = old["rated_kw"].to_numpy()
    before = belt_efficiency(old["transmission"].to_numpy(str), rated_kw)
    ratio = before / belt_efficiency(belt.to_numpy(str), rated_kw)
    changed = old[["load_fraction", "idle_load_fraction"]].mul(ratio, axis=0)
    return with_rows(machines, changed.assign(transmission=belt))


BELTS = Measure(
    kind="belts",
    name=message("Better belts"),
    scope="machine",
    options=better_belts,
    apply=_apply,
    judges=lambda machines: belt_driven(machines).index,
    without_option=message("already the best belt for this machine"),
    without_saving=message("{variant} would not save: the machine draws no power"),
    ipmvp_option="A",
    to_measure=message(
        "input power of the motor with the old belts tightened, and with the new ones; speed of "
        "the machine, which must stay the same"
    ),
    notes=lambda _offers: (belt_price_note(),),
)
