"""Motors far too large for their load: what they lose more than one of the right size."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from energy_audit.measures.right_size import underloaded
from energy_audit.waste.waste_point import WastePoint, findings, waste_fact, weakest_evidence
from equipment_catalog.messages import message
from equipment_catalog.motors import input_kw_at_load, nominal_efficiency
from equipment_catalog.tables import read_facts

if TYPE_CHECKING:
    import numpy.typing as npt

    from energy_audit.conditions import Conditions
    from energy_audit.consumption import Consumption
    from energy_audit.production import Production

TABLED_CLASS = "IE2"
"""Class whose table knows all ratings and pole counts."""
EFFICIENCY_BOUNDS = (0.05, 0.99)


def oversized(mine: Consumption, conditions: Conditions, _production: Production) -> pd.DataFrame:
    """Return the motors loaded below 40 % that lose more than one of the right size would.

    The smaller motor is as good for its size: its efficiency differs from that of the motor that
    is there by as much as class IE2 differs between the two ratings. Small motors are the less
    efficient ones, so some oversized motors waste nothing and are not listed; nor are those that a
    drive, a valve or a damper holds back.

    Parameters
    ----------
    mine
        The mine as it is.
    conditions
        Its supply.
    """
    rows = _underloaded(mine.machines, conditions.frequency_hz)
    points = mine.points.loc[rows.index]
    right_kw = right_size_kw(_highest_kw(rows), frequency_hz=conditions.frequency_hz)
    ratio = rows["rated_kw"] / right_kw
    smaller = rows.assign(
        rated_kw=right_kw,
        load_fraction=rows["load_fraction"] * ratio,
        idle_load_fraction=rows["idle_load_fraction"] * ratio,
    )
    efficiency = points["full_load_efficiency"]
    gap = _by_rating(smaller, conditions) - _by_rating(rows, conditions)
    of_smaller = (efficiency + gap).clip(*EFFICIENCY_BOUNDS)
    extra_kw = _mean_input_kw(rows, efficiency) - _mean_input_kw(smaller, of_smaller)
    return findings(
        rows,
        waste_kwh=extra_kw * points["hours_per_year"],
        said=message("{rated_kw:g} kW loaded at {load:.0%}; {right_kw:g} kW would do"),
        facts={"rated_kw": rows["rated_kw"], "load": rows["load_fraction"], "right_kw": right_kw},
        evidence_kind=weakest_evidence(rows, "load_evidence", "hours_evidence"),
        remedy=("right_size",),
    )


def right_size_kw(shaft_kw: pd.Series, *, frequency_hz: int) -> pd.Series:
    """Return the smallest standard rating that the shaft power loads to no more than 75 %.

    Parameters
    ----------
    shaft_kw
        Power at the shaft [kW]; beyond the largest rating that one is returned.
    frequency_hz
        Frequency of the supply [Hz]; the series of ratings differ.

    Examples
    --------
    >>> right_size_kw(pd.Series([3.0, 4.5]), frequency_hz=60).tolist()
    [5.5, 7.5]
    """
    ratings = _ratings_kw(frequency_hz)
    place = np.searchsorted(ratings, shaft_kw.to_numpy(float) / waste_fact("target_load"))
    return pd.Series(ratings[np.minimum(place, len(ratings) - 1)], shaft_kw.index)


def _underloaded(machines: pd.DataFrame, frequency_hz: int) -> pd.DataFrame:
    """Return motors within the tables whose load asks for a smaller rating."""
    ratings, light = _ratings_kw(frequency_hz), underloaded(machines)
    rows = light[light["rated_kw"].between(ratings[0], ratings[-1])]
    right_kw = right_size_kw(_highest_kw(rows), frequency_hz=frequency_hz)
    return rows[right_kw < rows["rated_kw"]]


def _highest_kw(rows: pd.DataFrame) -> pd.Series:
    """Return the shaft power that one motor must give: under load, or idling if that is more."""
    load = np.fmax(rows["load_fraction"], rows["idle_load_fraction"])
    highest_kw: pd.Series = rows["rated_kw"] * load
    return highest_kw


def _by_rating(rows: pd.DataFrame, conditions: Conditions) -> pd.Series:
    efficiency = nominal_efficiency(
        TABLED_CLASS,
        rows["rated_kw"].to_numpy(float),
        rows["poles"].to_numpy(int),
        frequency_hz=conditions.frequency_hz,
    )
    return pd.Series(efficiency, rows.index)


def _mean_input_kw(rows: pd.DataFrame, efficiency: pd.Series) -> pd.Series:
    """Return the input of each line over the hours it is on, without its drive."""
    loaded, idle = (
        np.asarray(
            input_kw_at_load(
                efficiency.to_numpy(),
                load.to_numpy(),
                rated_kw=rows["rated_kw"].to_numpy(),
                poles=rows["poles"].to_numpy(int),
            )
        )
        for load in (rows["load_fraction"], rows["idle_load_fraction"].fillna(0.0))
    )
    share = rows["loaded_fraction"]
    mean_kw: pd.Series = (loaded * share + idle * (1 - share)) * rows["quantity"]
    return mean_kw


@cache
def _ratings_kw(frequency_hz: int) -> npt.NDArray[np.float64]:
    table = read_facts("equipment_catalog", "data/motor_efficiency.csv")
    rows = table[(table["ie_class"] == TABLED_CLASS) & (table["frequency_hz"] == frequency_hz)]
    ratings: npt.NDArray[np.float64] = np.sort(rows["rated_kw"].unique())
    return ratings


OVERSIZED = WastePoint(kind="oversized", name=message("Oversized motors"), find=oversized)
