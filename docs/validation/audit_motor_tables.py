"""Full-load efficiency: our tables against formulas, NEMA's tables and the peer's curve."""

from __future__ import annotations

import numpy as np
import pandas as pd
from audit_figures import HP_KW, ROUNDING, markdown, peer, records

from equipment_catalog.motors import nominal_efficiency
from equipment_catalog.tables import read_facts

KEYS = ["frequency_hz", "ie_class", "poles"]
SOUND_HP = 5
"""Rating from which the peer's curve follows its table."""
ABSURD_POINTS = 5
"""Points by which a curve must miss its table to be named cell by cell."""
CLASSES = {"12-11": "IE2", "12-12": "IE3"}


def cells_by_formula() -> pd.DataFrame:
    """Return the cells of the 50 Hz tables whose class has a formula, and what it gives."""
    cells = read_facts("equipment_catalog", "data/motor_efficiency.csv")
    formulas = read_facts("equipment_catalog", "data/motor_efficiency_coefficients.csv")
    found = []
    for _, part in formulas.groupby([*KEYS, "from_kw"]):
        first = part.iloc[0]
        in_range = cells["rated_kw"].between(float(first["from_kw"]), float(first["to_kw"]))
        rows = cells[(cells[KEYS] == first[KEYS]).all(axis=1) & in_range]
        curve = part.sort_values("coefficient")["value"].to_numpy(float)
        percent = np.polyval(curve, np.log10(rows["rated_kw"].to_numpy(float)))
        found.append(rows.assign(by_formula=np.round(percent, 1) / 100))
    return pd.concat(found)


def cells_by_lookup() -> pd.DataFrame:
    """Return every cell of the tables beside what the product answers for it."""
    cells = read_facts("equipment_catalog", "data/motor_efficiency.csv")
    cells = cells[cells["trust"] != "disputed"]
    parts = []
    for frequency_hz in (50, 60):
        rows = cells[cells["frequency_hz"] == frequency_hz]
        ours = nominal_efficiency(
            rows["ie_class"].to_numpy(),
            rows["rated_kw"].to_numpy(),
            rows["poles"].to_numpy(),
            frequency_hz=frequency_hz,
        )
        parts.append(rows.assign(ours=ours))
    return pd.concat(parts)


def nema_cells() -> pd.DataFrame:
    """Return NEMA's ratings for enclosed motors at 60 Hz beside our class of the same standing."""
    table = peer("nema_table").drop_duplicates(["table", "poles", "hp"])
    table["ie_class"] = table["table"].map(CLASSES)
    table["ours_percent"] = 100 * np.asarray(
        nominal_efficiency(
            table["ie_class"].to_numpy(),
            table["hp"].to_numpy() * HP_KW,
            table["poles"].to_numpy(),
            frequency_hz=60,
        )
    )
    table["difference"] = (table["ours_percent"] - table["value"]).round(6)
    return table.sort_values(["table", "poles", "hp"])


def premium_curve() -> pd.DataFrame:
    """Return the peer's curve, its own table and our value for all NEMA Premium ratings."""
    curve = peer("premium_curve").drop_duplicates(["poles", "hp"])
    cells = nema_cells()
    cells = cells[cells["table"] == "12-12"]
    joined = curve.merge(cells, on=["poles", "hp"], suffixes=("_curve", "_table"))
    joined["error"] = joined["value_curve"] - joined["value_table"]
    return joined.sort_values(["poles", "hp"])


def motor_tables_gaps() -> dict[str, str]:
    """Return what fills the sections on full-load efficiency."""
    by_formula = cells_by_formula()
    strict = by_formula[by_formula["ie_class"] != "IE1"]
    return {
        "formula_cells": f"{_equal(strict)} of {len(strict)}",
        "european_cells": _european(by_formula),
        "absurd_points": str(ABSURD_POINTS),
        **_nema(),
        **_peer_curve(),
    }


def _equal(cells: pd.DataFrame) -> int:
    return int(((cells["by_formula"] - cells["efficiency_fraction"]).abs() < ROUNDING).sum())


def _european(by_formula: pd.DataFrame) -> str:
    rows = []
    for (hz, name), part in cells_by_lookup().groupby(["frequency_hz", "ie_class"]):
        own = by_formula[(by_formula["frequency_hz"] == hz) & (by_formula["ie_class"] == name)]
        own = own[own["trust"] == "published"]
        given_back = ((part["ours"] - part["efficiency_fraction"]).abs() < ROUNDING).sum()
        trust = ", ".join(f"{kind} {count}" for kind, count in part["trust"].value_counts().items())
        formula = f"{_equal(own)} of {len(own)}" if len(own) else "no formula exists"
        rows.append([hz, name, len(part), given_back, formula, trust])
    header = ["Hz", "Class", "Cells", "Given back", "Published cells equal by formula"]
    return markdown([*header, "Cells by trust"], rows)


def _nema() -> dict[str, str]:
    cells = nema_cells()
    rows = []
    for (table, name), part in cells.groupby(["table", "ie_class"]):
        equal = int((part["difference"].abs() < ROUNDING).sum())
        worst = f"{part['difference'].abs().max():.1f}"
        rows.append([f"Table {table}", name, len(part), equal, worst])
    other = [
        [
            row.table,
            f"{row.hp:g}",
            f"{row.poles:g}",
            row.value,
            f"{row.ours_percent:.1f}",
            f"{row.difference:+.1f}",
        ]
        for row in records(cells[cells["difference"].abs() >= ROUNDING])
    ]
    header = ["NEMA MG 1-2018", "Ours", "Ratings", "Equal", "Largest difference, points"]
    of_cell = ["Table", "hp", "Poles", "In the peer's data, %", "Ours, %", "Difference, points"]
    return {"nema_tables": markdown(header, rows), "nema_differences": markdown(of_cell, other)}


def _peer_curve() -> dict[str, str]:
    joined = premium_curve()
    rows = []
    for poles in sorted(joined["poles"].unique()):
        part = joined[joined["poles"] == poles]
        small, large = part[part["hp"] < SOUND_HP], part[part["hp"] >= SOUND_HP]
        worst = records(small.sort_values("error", key=abs))[-1]
        rows.append(
            [
                f"{poles:g}",
                len(part),
                f"{part['difference'].abs().max():.1f}",
                f"{worst.error:+,.1f} at {worst.hp:g} hp",
                f"{large['error'].abs().max():.1f}",
            ]
        )
    absurd = [
        [
            f"{row.poles:g}",
            f"{row.hp:g}",
            row.value_table,
            f"{row.value_curve:,.1f}",
            f"{row.ours_percent:.1f}",
        ]
        for row in records(joined[joined["error"].abs() > ABSURD_POINTS])
    ]
    header = ["Poles", "Ratings", "Our largest difference, points"]
    header += ["Its largest error below 5 hp, points", "Its largest error from 5 hp, points"]
    of_cell = ["Poles", "hp", "Table, %", "MEASUR's curve, %", "Ours, %"]
    return {"premium_curve": markdown(header, rows), "absurd_cells": markdown(of_cell, absurd)}
