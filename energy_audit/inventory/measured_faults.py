"""Readings of a machine that its nameplate, or another reading, does not allow."""

from __future__ import annotations

from typing import TYPE_CHECKING

from energy_audit.inventory.fault import (
    PHASE_FACTOR,
    SITE_EQUIPMENT,
    WATTS_A_KILOWATT,
    Fault,
    check_fact,
    speed_allowed,
)
from equipment_catalog.messages import message

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pandas as pd


def measured_faults(frame: pd.DataFrame) -> Iterator[Fault]:
    """Yield readings beyond the nameplate, beyond volts and amps, or beyond synchronous speed.

    Parameters
    ----------
    frame
        An inventory with all columns of its schema, and ``synchronous_rpm``.
    """
    efficiency = frame["efficiency_fraction"].fillna(check_fact("least_usual_efficiency"))
    rated_input_kw = frame["rated_kw"] / efficiency.where(frame["kind"] == "motor", 1.0)
    limit = check_fact("measured_over_rated_limit")
    runs = ~frame["kind"].isin(SITE_EQUIPMENT)
    yield Fault(
        column="measured_kw",
        rows=runs & (frame["measured_kw"] > limit * rated_input_kw),
        what=lambda row: message(
            "{measured:g} kW were measured on a machine of {rated:.3g} kW",
            measured=row["measured_kw"],
            rated=row["rated_kw"],
        ),
        allowed=lambda _: message(
            "the input of one machine, not of all {column}", column="quantity"
        ),
    )
    yield from _line_faults(frame, runs=runs, most_kw=limit * rated_input_kw)
    free = (frame["kind"] == "motor") & (frame["supply"] != "dc") & (frame["control"] != "drive")
    yield Fault(
        column="measured_rpm",
        rows=free & (frame["measured_rpm"] >= frame["synchronous_rpm"]),
        what=lambda row: message(
            "{rpm:g} rpm are at or above the synchronous speed", rpm=row["measured_rpm"]
        ),
        allowed=speed_allowed,
    )


def _line_faults(frame: pd.DataFrame, *, runs: pd.Series, most_kw: pd.Series) -> Iterator[Fault]:
    """Yield amps, and powers of volts, amps and power factor, that the machine cannot draw."""
    yield Fault(
        column="measured_a",
        rows=frame["measured_a"] > check_fact("measured_over_rated_amps") * frame["rated_a"],
        what=lambda row: message(
            "{measured:g} A were measured on a nameplate of {rated:g} A",
            measured=row["measured_a"],
            rated=row["rated_a"],
        ),
        allowed=lambda _: message(
            "at most {times:g} times the nameplate, running and not starting",
            times=check_fact("measured_over_rated_amps"),
        ),
    )
    volt_amps = frame["supply"].map(PHASE_FACTOR) * frame["measured_v"] * frame["measured_a"]
    apparent_kva = volt_amps / WATTS_A_KILOWATT
    factor = frame["measured_power_factor"].where(frame["supply"] != "dc", 1.0)
    known = frame["rated_kw"].notna() & frame["measured_kw"].isna()
    carried_kw = apparent_kva * (1 + check_fact("power_over_volt_amps"))
    yield Fault(
        column="measured_v",
        rows=runs & known & (apparent_kva * factor > most_kw),
        what=lambda row: message(
            "{volts:g} V and {amps:g} A at their power factor are too much for {rated:.3g} kW",
            volts=row["measured_v"],
            amps=row["measured_a"],
            rated=row["rated_kw"],
        ),
        allowed=lambda _: message("volts between lines, and amps of one line of one machine"),
    )
    yield Fault(
        column="measured_kw",
        rows=runs & (frame["measured_kw"] > carried_kw),
        what=lambda row: message(
            "{measured:g} kW are more than {volts:g} V and {amps:g} A can carry",
            measured=row["measured_kw"],
            volts=row["measured_v"],
            amps=row["measured_a"],
        ),
        allowed=lambda _: message("volts between lines, and amps of one line of one machine"),
    )
