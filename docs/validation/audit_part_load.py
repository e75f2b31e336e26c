"""Efficiency at part load: our losses beside the peer's curves, data sheets and DOE's graph."""

from __future__ import annotations

import numpy as np
import pandas as pd
from audit_figures import (
    HP_KW,
    Comparison,
    compared,
    markdown,
    peer,
    published,
    records,
)

from equipment_catalog.motors import efficiency_at_load

POINTS = 100
UNPHYSICAL_POLES, UNPHYSICAL_HP = 6, 5
"""Below it the peer's curve of 6 poles dives; it took no part in our fit either."""
DIVE_LOAD = 0.75
GRAPH_KW = (0.7, 2.5, 7.5, 15, 35, 70)
"""Sizes of the curves of DOE's graph."""
OLD_MOTORS = (0.745, 0.815, 0.868, 0.888, 0.914, 0.929)
"""Full-load efficiency of standard motors of the sizes of DOE's graph, MEASUR's standard class."""


def part_load() -> pd.DataFrame:
    """Return the efficiency at part load of the peer and ours, from the same full-load value."""
    rows = peer("part_load")
    full = rows[rows["load"] == 1].set_index(["poles", "hp"])["value"]
    rows["nominal"] = full.loc[pd.MultiIndex.from_frame(rows[["poles", "hp"]])].to_numpy()
    rows["ours"] = efficiency_at_load(
        rows["nominal"].to_numpy(), rows["load"].to_numpy(), rated_kw=rows["hp"].to_numpy() * HP_KW
    )
    rows["points"] = POINTS * (rows["ours"] - rows["value"])
    rows["is_physical"] = (rows["poles"] != UNPHYSICAL_POLES) | (rows["hp"] >= UNPHYSICAL_HP)
    return rows


def data_sheets() -> list[Comparison]:
    """Return part-load efficiencies of makers' sheets that had no part in the fit."""
    return [
        Comparison(
            case=f"{row.motor}, {row.load:.0%} load",
            source=row.source,
            theirs=row.value,
            ours=float(efficiency_at_load(row.nominal, row.load, rated_kw=row.kw)),
            unit="fraction",
            trust=row.trust,
        )
        for row in records(published("data_sheet"))
    ]


def doe_figure() -> pd.DataFrame:
    """Return DOE's graph of part-load efficiency over the highest, and ours for an old motor."""
    rows = published("doe_figure")
    loads = np.linspace(0.05, 1.2, 200)
    nominal = np.interp(np.log(rows["kw"]), np.log(GRAPH_KW), OLD_MOTORS)
    rows["ours"] = [
        float(efficiency_at_load(eta, load, rated_kw=kw))
        / np.max(efficiency_at_load(eta, loads, rated_kw=kw))
        for eta, load, kw in zip(nominal, rows["load"], rows["kw"], strict=True)
    ]
    rows["points"] = POINTS * (rows["ours"] - rows["value"])
    return rows


def part_load_gaps() -> dict[str, str]:
    """Return what fills the section on part load."""
    rows = part_load()
    shown = rows[rows["is_physical"] & (rows["load"] != 1)]
    grid = shown.pivot_table(
        index="hp",
        columns="load",
        values="points",
        aggfunc=lambda part: part.loc[part.abs().idxmax()],
    )
    dives = rows[~rows["is_physical"] & (rows["load"] == DIVE_LOAD)]
    figure = doe_figure().pivot_table(index="kw", columns="load", values="points")
    return {
        "part_load": _grid("hp", grid),
        "dives": ", ".join(
            f"{row.value:.1%} of {row.nominal:.1%} at full load ({row.hp:g} hp)"
            for row in records(dives)
        ),
        "data_sheets": compared(data_sheets()),
        "doe_figure": _grid("kW", figure),
    }


def _grid(corner: str, grid: pd.DataFrame) -> str:
    header = [corner, *(f"{load:.0%}" for load in grid.columns)]
    return markdown(
        header,
        [
            [f"{size:g}", *(f"{round(value, 1) + 0.0:+.1f}" for value in row)]
            for size, row in zip(grid.index, grid.to_numpy(), strict=True)
        ],
    )
