"""The rising register of an energy meter, as the power between its readings."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from energy_audit.meters.times import MINUTES_AN_HOUR
from equipment_catalog.tables import read_fact

if TYPE_CHECKING:
    import numpy.typing as npt

    Numbers = npt.NDArray[np.float64]

METER_FACTS = ("energy_audit", "data/meter_facts.csv")


def is_counter(readings: Numbers, *, says_so: bool) -> bool:
    """Tell whether readings are those of a register that only rises.

    Energy of single intervals falls about as often as it rises, so a column that hardly ever
    falls and often rises is a register, whatever its header says.

    Parameters
    ----------
    readings
        In the order of time; NaN are passed over.
    says_so
        Whether the header names a register: then it may also rise seldom.

    Examples
    --------
    >>> is_counter(np.array([10.0, 12.0, 12.0, 15.0]), says_so=False)
    True
    >>> is_counter(np.array([10.0, 12.0, 9.0, 15.0]), says_so=True)
    False
    """
    steps = np.diff(readings[np.isfinite(readings)])
    if not (steps > 0).any():
        return False
    most_falls = read_fact(*METER_FACTS, "counter_falls_fraction").value
    least_rises = read_fact(*METER_FACTS, "counter_rises_fraction").value
    rises_enough = says_so or (steps > 0).mean() >= least_rises
    return bool((steps < 0).mean() <= most_falls and rises_enough)


def power_between(counter: pd.Series, interval_minutes: int) -> pd.Series:
    """Return the mean power of each interval between the readings of a register.

    What was drawn between two readings is spread evenly over them up to the gap that the facts
    allow; over a longer gap, and where the register was reset, the power is NaN. A register
    that falls from nearly full to nearly empty has overflowed and goes on from there.

    Parameters
    ----------
    counter
        Readings [kWh], indexed by their moment, in order.
    interval_minutes
        Usual time between readings [min].

    Examples
    --------
    >>> times = pd.to_datetime(["2025-01-01 00:00", "2025-01-01 00:15", "2025-01-01 00:45"])
    >>> power_between(pd.Series([9990.0, 9995.0, 5.0], index=times), 15).tolist()
    [20.0, 20.0, 20.0]
    """
    known = counter.dropna()
    drawn = _without_overflow(known.to_numpy())
    minutes = np.diff(known.index.to_numpy()) / np.timedelta64(1, "m")
    longest = read_fact(*METER_FACTS, "counter_gap_hours").value * MINUTES_AN_HOUR
    power = np.where(minutes <= longest, drawn / minutes * MINUTES_AN_HOUR, np.nan)
    counts = np.maximum(np.round(minutes / interval_minutes).astype(int), 1)
    counts[minutes > longest] = 1
    first = np.repeat(np.cumsum(counts) - counts, counts)
    later = pd.to_timedelta((np.arange(len(first)) - first) * interval_minutes, unit="m")
    return pd.Series(np.repeat(power, counts), index=known.index[:-1].repeat(counts) + later)


def _without_overflow(readings: Numbers) -> Numbers:
    """Return what a register counted between readings, NaN where it was reset."""
    drawn = np.diff(readings)
    before, after = readings[:-1], readings[1:]
    capacity = 10.0 ** np.ceil(np.log10(np.maximum(before, 1.0) * (1 + np.finfo(float).eps)))
    nearly_full = read_fact(*METER_FACTS, "register_nearly_full_fraction").value
    overflowed = (before >= nearly_full * capacity) & (after <= (1 - nearly_full) * capacity)
    mended: Numbers = np.where(drawn >= 0, drawn, np.where(overflowed, drawn + capacity, np.nan))
    return mended
