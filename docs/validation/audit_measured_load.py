"""Load from what was measured: worked examples, and the peer's search for the same load."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from audit_figures import (
    HP_KW,
    Comparison,
    compared,
    markdown,
    peer,
    published,
    records,
    signed,
)

from energy_audit.motor_load import load_from_current, load_from_input_power, load_from_slip
from energy_audit.operation.line_power import line_kw
from equipment_catalog.motors import (
    full_load_power_factor,
    full_load_rpm,
    input_kw_at_load,
)

if TYPE_CHECKING:
    import pandas as pd

LEAST_LOAD_BY_CURRENT = 0.5


def measured_load() -> pd.DataFrame:
    """Return the load the peer finds from power or current, and ours; missing where we refuse."""
    rows = peer("measured_load")
    by_power = (rows["by"] == "power").to_numpy()
    enough = ~by_power & (rows["read"] / rows["full_amps"] >= LEAST_LOAD_BY_CURRENT).to_numpy()
    rows["ours"] = np.nan
    rows.loc[by_power, "ours"] = load_from_input_power(
        rows.loc[by_power, "read"].to_numpy(),
        rated_kw=rows.loc[by_power, "hp"].to_numpy() * HP_KW,
        nominal_fraction=rows.loc[by_power, "nominal"].to_numpy(),
    )
    rows.loc[enough, "ours"] = load_from_current(
        rows.loc[enough, "read"].to_numpy(),
        rated_amps=rows.loc[enough, "full_amps"].to_numpy(),
        voltage_v=460,
        rated_voltage_v=460,
    )
    return rows


def load_examples() -> list[Comparison]:
    """Return worked examples of the methods of DOE's fact sheet, and of one measured motor."""
    power, shaft = records(published("input_power_example"))
    drawn = line_kw(
        np.array([power.volts]),
        np.array([power.amps]),
        np.array([power.power_factor]),
        supply=np.array(["three_phase"], dtype=object),
    )[0]
    rated_kw = power.hp * HP_KW
    load = load_from_input_power(drawn, rated_kw=rated_kw, nominal_fraction=power.efficiency)
    slip = records(published("slip_example"))[0]
    found = load_from_slip(slip.rpm, rated_rpm=slip.rated_rpm, synchronous_rpm=slip.synchronous_rpm)
    speed, factor, drawn_full = records(published("motor_18_5_kw"))
    ours = (
        ("40 hp, 469.7 V, 37 A, power factor 0.763: input", power, drawn),
        ("the same: shaft power", shaft, float(load) * rated_kw),
        ("1770 rpm of 1750 rated and 1800 synchronous", slip, found),
        (
            "18.5 kW, 4 poles, 50 Hz, 90.49 %: rated speed",
            speed,
            full_load_rpm(speed.efficiency, poles=4, frequency_hz=50),
        ),
        ("the same: full-load power factor", factor, full_load_power_factor(factor.kw, 4)),
        (
            "the same: input",
            drawn_full,
            input_kw_at_load(drawn_full.efficiency, 1.0, rated_kw=drawn_full.kw),
        ),
    )
    return [
        Comparison(
            case=case,
            source=row.source,
            theirs=row.value,
            ours=float(value),
            unit=row.unit,
            trust=row.trust,
        )
        for case, row, value in ours
    ]


def measured_load_gaps() -> dict[str, str]:
    """Return what fills the section on the load from measurements."""
    table = [
        [
            row.by,
            f"{row.hp:g}",
            f"{row.poles:g}",
            f"{row.read:.4g}",
            f"{row.value:.3f}",
            "refused" if np.isnan(row.ours) else f"{row.ours:.3f}",
            "" if np.isnan(row.ours) else signed(round(row.ours - row.value, 3)),
        ]
        for row in records(measured_load())
    ]
    header = ["By", "hp", "Poles", "Read, kW or A", "MEASUR", "Ours", "Difference"]
    return {
        "load_examples": compared(load_examples()),
        "measured_load": markdown(header, table),
    }
