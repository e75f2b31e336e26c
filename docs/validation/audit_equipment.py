"""Belts, flow, lamps, capacitors, transformers and grinding: ours beside others' figures."""

from __future__ import annotations

import numpy as np
import pandas as pd
from audit_compressed_air import MOSS, compressed_air
from audit_figures import HP_KW, PEER, Comparison, beside, compared, peer, published

from energy_audit.bond import bond_energy_kwh_per_t
from equipment_catalog.belts import belt_efficiency
from equipment_catalog.capacitors import correction_kvar
from equipment_catalog.flow_control import variable_speed_power_fraction
from equipment_catalog.lamps import lamp_fact, light_per_watt
from equipment_catalog.transformers import transformer_losses_kw

HOURS = 8760
LAMPS = {
    "250-W Metal Halide": "metal_halide",
    "250-W HP Sodium": "sodium",
    "250-W MV": "mercury",
    "2-lamp 40-W T12": "fluorescent",
}


def belts() -> list[Comparison]:
    """Return what belts deliver: the peer's, and typical figures."""

    def efficiency(row: pd.Series) -> float:
        return float(belt_efficiency(row["belt"], row["hp"] * HP_KW))

    by_peer = peer("belt")
    by_peer["hp"] = by_peer["value"]
    by_peer["value"] = by_peer["value"] / by_peer["motor_hp"]
    by_peer["unit"] = "fraction"
    shown = by_peer[by_peer["motor_hp"].isin([1, 10, 100])]
    return [
        *beside(shown, efficiency, "{belt}, {motor_hp:g} hp at the motor", PEER),
        *beside(published("belt_typical"), efficiency, "{belt}, 10 hp"),
    ]


def flow_by_speed() -> list[Comparison]:
    """Return the power of a fan set by its speed."""
    return beside(
        peer("fan_speed"),
        lambda row: float(variable_speed_power_fraction(row["flow"], 0.0)),
        "fan at {flow:.0%} of its flow, no static head",
        PEER,
    )


def lamps() -> list[Comparison]:
    """Return the maintained light per watt of lamps, before the fitting keeps its share."""

    def before_fitting(row: pd.Series) -> float:
        kind = LAMPS[row["lamp"]]
        return light_per_watt(kind) / lamp_fact(f"{kind}_output_ratio").value

    return beside(peer("lamp"), before_fitting, "{lamp}", PEER)


def capacitors() -> list[Comparison]:
    """Return the capacitors that bring a power factor to its target."""

    def needed(row: pd.Series) -> float:
        return float(
            correction_kvar(
                row.get("kw", 1.0),
                power_factor=row["power_factor"],
                target_power_factor=row["target"],
            )
        )

    words = "from {power_factor:g} to {target:g}"
    return [
        *beside(peer("power_factor"), needed, "{kw:g} kW " + words, PEER),
        *beside(published("capacitor_example"), needed, "{kw:g} kW " + words),
        *beside(published("capacitor_table"), needed, "1 kW " + words),
    ]


def transformers() -> list[Comparison]:
    """Return the losses of a transformer by load, and what they are in a year."""

    def loss(row: pd.Series) -> float:
        unit = pd.DataFrame(
            {
                "rated_kva": [row["kva"]],
                "no_load_loss_kw": [row["no_load_w"] / 1000],
                "load_loss_kw": [row["load_w"] / 1000],
                "year_made": [2020.0],
                "quantity": [1.0],
            },
            index=["T"],
        )
        kw = transformer_losses_kw(unit, np.array([row["load"]]))["T"][0]
        return float(kw * (HOURS if row["unit"] == "kWh" else 1000))

    return beside(
        published("transformer_example"), loss, "{kva:g} kVA at {load:.0%} load: {quantity}"
    )


def grinding() -> list[Comparison]:
    """Return Bond's work."""
    rows = pd.concat([published("bond_example"), published("bond_definition")])
    return beside(
        rows,
        lambda row: float(
            bond_energy_kwh_per_t(row["work_index"], f80_um=row["f80_um"], p80_um=row["p80_um"])
        ),
        "work index {work_index:g}, {f80_um:g} to {p80_um:g} um",
    )


def equipment_gaps() -> dict[str, str]:
    """Return what fills the section on everything but motors and bills."""
    air = compressed_air()
    moss = [row.difference / row.ours for row in air if row.source == MOSS]
    return {
        "belts": compared(belts()),
        "flow_by_speed": compared(flow_by_speed()),
        "compressed_air": compared(air),
        "moss_percent": f"{max(moss):.1%}",
        "lamps": compared(lamps()),
        "capacitors": compared(capacitors()),
        "transformers": compared(transformers()),
        "grinding": compared(grinding()),
    }
