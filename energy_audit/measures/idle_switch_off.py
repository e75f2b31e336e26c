"""Switch machines off when nobody needs them, and stop those that idle."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from energy_audit.measures.measure import Measure
from energy_audit.measures.offer_rows import offer_rows, offers_variant, with_rows
from equipment_catalog.controls import control_fact, control_price_note, stopped_share_note
from equipment_catalog.messages import message

if TYPE_CHECKING:
    from energy_audit.conditions import Conditions
    from energy_audit.consumption import Consumption
    from equipment_catalog.notes import Note

TIMER, AUTO_STOP = "timer", "auto_stop"
NOT_SWITCHED = ("transformer", "capacitor")
FAN = "fan"
STOPS_ALONE = ("crusher", "conveyor", "screen", "feeder", "workshop", "pump", "blower")
"""Machines that may stop and start by themselves between two loads: no charge to lift, nothing
that settles, nobody carried."""


def only_when_needed(rows: pd.DataFrame) -> pd.DataFrame:
    """Return what changes in rows that are switched off beyond the hours in which they are needed.

    Idling goes first: the hours under load stay as they are while they fit into the hours needed,
    and machines that are loaded all the time save at their load.

    Parameters
    ----------
    rows
        Rows of an inventory with ``needed_hours_per_day``; hours are never added.

    Returns
    -------
    DataFrame
        ``hours_per_day, loaded_fraction``; a machine that is never needed keeps no hours.

    Examples
    --------
    >>> import pandas as pd
    >>> half_idle = pd.DataFrame(
    ...     {"hours_per_day": [12.0], "needed_hours_per_day": [8.0], "loaded_fraction": [0.5]})
    >>> only_when_needed(half_idle).iloc[0].tolist()
    [8.0, 0.75]
    """
    hours = rows[["needed_hours_per_day", "hours_per_day"]].min(axis=1)
    loaded_hours = rows["loaded_fraction"] * rows["hours_per_day"]
    share = (loaded_hours / hours.where(hours > 0)).clip(upper=1.0).fillna(1.0)
    return pd.DataFrame({"hours_per_day": hours, "loaded_fraction": share}, index=rows.index)


def stopped_when_idle(rows: pd.DataFrame) -> pd.DataFrame:
    """Return what changes in rows that stop by themselves when they idle.

    Parameters
    ----------
    rows
        Rows of an inventory; those that never idle stay as they are.

    Returns
    -------
    DataFrame
        ``hours_per_day, loaded_fraction``: the hours under load stay, most of the others go.

    Examples
    --------
    >>> import pandas as pd
    >>> half_idle = pd.DataFrame({"hours_per_day": [10.0], "loaded_fraction": [0.5]})
    >>> stopped_when_idle(half_idle).round(3).iloc[0].tolist()
    [6.0, 0.833]

    Notes
    -----
    Of the idling hours the share ``stopped_share_of_idling`` of data/controls.csv ends, an
    assumption: a timer waits before it acts.
    """
    stopped = control_fact("stopped_share_of_idling").value
    loaded = rows["loaded_fraction"]
    on = loaded + (1 - loaded) * (1 - stopped)
    return pd.DataFrame(
        {"hours_per_day": rows["hours_per_day"] * on, "loaded_fraction": loaded / on},
        index=rows.index,
    )


def overrunning(machines: pd.DataFrame) -> pd.Series:
    """Return which rows run longer than they are needed.

    Parameters
    ----------
    machines
        Rows of an inventory; without ``needed_hours_per_day`` a row is not known to overrun.
    """
    switched = ~machines["kind"].isin(NOT_SWITCHED)
    return switched & (machines["needed_hours_per_day"] < machines["hours_per_day"])


def _idling(machines: pd.DataFrame) -> pd.Series:
    return machines["machine_type"].isin(STOPS_ALONE) & (machines["loaded_fraction"] < 1)


def _judged(machines: pd.DataFrame) -> pd.Index:
    own = machines["machine_type"] != FAN
    return machines.index[own & (overrunning(machines) | _idling(machines))]


def _offers(mine: Consumption, conditions: Conditions) -> pd.DataFrame:
    del conditions
    machines = mine.machines
    life = control_fact("control_life_years").value
    late = machines[overrunning(machines) & (machines["machine_type"] != FAN)]
    idle = machines[_idling(machines)]
    evidence = idle["hours_evidence"].where(idle["hours_evidence"] != "", idle["evidence"])
    by_timer = offer_rows(
        late,
        variant=TIMER,
        variant_name=message("a timer that switches it off"),
        capex_usd=late["quantity"] * control_fact("timer_usd").value,
        life_years=life,
        is_proven=True,
        model_sigma_fraction=control_fact("timer_sigma_fraction").value,
    )
    by_itself = offer_rows(
        idle,
        variant=AUTO_STOP,
        variant_name=message("an automatic stop when it idles"),
        capex_usd=idle["quantity"] * control_fact("auto_stop_usd").value,
        life_years=life,
        is_proven=evidence == "measured",
        model_sigma_fraction=control_fact("auto_stop_sigma_fraction").value,
    )
    return pd.concat([by_timer, by_itself], ignore_index=True)


def _apply(machines: pd.DataFrame, chosen: pd.DataFrame, conditions: Conditions) -> pd.DataFrame:
    del conditions
    rows = machines.loc[chosen.index]
    by_timer = chosen["variant"] == TIMER
    changed = pd.concat([only_when_needed(rows[by_timer]), stopped_when_idle(rows[~by_timer])])
    return with_rows(machines, changed)


def _notes(offers: pd.DataFrame) -> tuple[Note, ...]:
    stops = (stopped_share_note(),) if offers_variant(offers, AUTO_STOP) else ()
    return (*stops, control_price_note())


IDLE_SWITCH_OFF = Measure(
    kind="idle_switch_off",
    name=message("Switching off what runs idle"),
    scope="machine",
    judges=_judged,
    options=_offers,
    apply=_apply,
    without_option=message("must not stop by itself"),
    without_saving=message("draws nothing while it idles"),
    ipmvp_option="A",
    to_measure=message(
        "hours on and hours under load over two weeks, with a current logger; compressed air that "
        "clears blasting fumes is needed air"
    ),
    notes=_notes,
)
