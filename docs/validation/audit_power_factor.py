"""Power factor and current at part load: ours beside the peer's and makers' data sheets."""

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

from equipment_catalog.motors import efficiency_at_load, power_factor_at_load

if TYPE_CHECKING:
    import pandas as pd


def motor_performance() -> pd.DataFrame:
    """Return power factor and current over full-load current of the peer, and ours."""
    rows = peer("motor_performance").pivot_table(
        index=["poles", "hp", "load"], columns="quantity", values="value"
    )
    full = rows.xs(1.0, level="load").reindex(rows.droplevel("load").index)
    poles, hp, load = (
        rows.index.get_level_values(name).to_numpy() for name in ("poles", "hp", "load")
    )
    at_load, at_full = (
        np.asarray(
            power_factor_at_load(
                share,
                full_load_power_factor=full["power_factor"].to_numpy(),
                nominal_fraction=full["efficiency"].to_numpy(),
                rated_kw=hp * HP_KW,
                poles=poles,
            )
        )
        for share in (load, np.ones_like(load))
    )
    ours = np.asarray(efficiency_at_load(full["efficiency"].to_numpy(), load, rated_kw=hp * HP_KW))
    rows["our_power_factor"] = at_load
    rows["our_current"] = load * full["efficiency"].to_numpy() / ours * at_full / at_load
    return rows.reset_index()


def sheet_power_factors() -> list[Comparison]:
    """Return power factors of makers' sheets at part load."""
    return [
        Comparison(
            case=f"{row.motor}, {row.load:.0%} load",
            source=row.source,
            theirs=row.value,
            ours=float(
                power_factor_at_load(
                    row.load,
                    full_load_power_factor=row.full_load_power_factor,
                    nominal_fraction=row.nominal,
                    rated_kw=row.kw,
                )
            ),
            unit="fraction",
            trust=row.trust,
        )
        for row in records(published("data_sheet_power_factor"))
    ]


def power_factor_gaps() -> dict[str, str]:
    """Return what fills the section on power factor."""
    rows = motor_performance()
    table = []
    for (poles, load), part in rows[rows["load"] < 1].groupby(["poles", "load"]):
        factor = part["our_power_factor"] - part["power_factor"]
        current = part["our_current"] - part["current"]
        table.append(
            [
                f"{poles:g}",
                f"{load:.0%}",
                f"{part['power_factor'].min():.2f} to {part['power_factor'].max():.2f}",
                *(signed(edge) for edge in (factor.min(), factor.max())),
                *(signed(edge) for edge in (current.min(), current.max())),
            ]
        )
    header = ["Poles", "Load", "MEASUR's power factors", "Ours less, lowest", "highest"]
    return {
        "power_factors": markdown([*header, "Current, lowest", "highest"], table),
        "sheet_power_factors": compared(sheet_power_factors()),
    }
