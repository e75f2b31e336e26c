"""Readings of a meter that cannot be: far above all others, or above what is connected."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from energy_audit.meters.counter import METER_FACTS
from equipment_catalog.errors import InputError, Problem
from equipment_catalog.messages import message
from equipment_catalog.tables import read_fact

if TYPE_CHECKING:
    from collections.abc import Iterator

    from energy_audit.meters.cells import Grid
    from energy_audit.meters.interval_meter import IntervalMeter
    from energy_audit.meters.series import NumberTable

SITE_EQUIPMENT = ("transformer", "capacitor")


def refuse_outliers(table: NumberTable, *, is_counted: bool, grid: Grid) -> None:
    """Refuse readings far above nearly all others of their file.

    Of a register the rate between two readings is compared, and the later of the two named;
    reactive readings are judged among themselves. A file whose readings are nearly all zero has
    nothing to compare with and passes.

    Parameters
    ----------
    table
        Readings in the order of time.
    is_counted
        Whether they are readings of a register that rises.
    grid
        Names the file in problems.

    Raises
    ------
    InputError
        With one problem for each reading above the limit of meter_facts.csv.
    """
    times = read_fact(*METER_FACTS, "outlier_over_usual_high").value
    problems: list[Problem] = []
    for column in ("active", "reactive"):
        readings = table.frame[column].dropna()
        compared = _rates(readings) if is_counted else readings.abs()
        most = times * _usual_high(compared)
        problems += [
            _outlier(readings[moment], compared[moment] / most, int(table.lines[moment]), grid)
            for moment in compared.index[(compared > most) & (most > 0)]
        ]
    if problems:
        raise InputError(problems)


def _outlier(value: float, over_limit: float, line: int, grid: Grid) -> Problem:
    limit = read_fact(*METER_FACTS, "outlier_over_usual_high").value
    return Problem(
        what=message(
            "the reading {value:g} is {times:,.0f} times as high as nearly all others",
            value=value,
            times=limit * over_limit,
        ),
        allowed=message(
            "at most {times:g} times; correct it, or empty the cell: it is then a gap", times=limit
        ),
        file=grid.file,
        sheet=grid.sheet,
        row=line,
    )


def _rates(register: pd.Series) -> pd.Series:
    """Return what a register counts a minute until each of its readings but the first."""
    minutes = np.diff(register.index.to_numpy()) / np.timedelta64(1, "m")
    return pd.Series(np.diff(register.to_numpy()) / minutes, index=register.index[1:])


def _usual_high(readings: pd.Series) -> float:
    """Return what nearly all readings are below, never the highest of them; 0 without any.

    Examples
    --------
    >>> _usual_high(pd.Series([7.0] * 23 + [9999.0]))
    7.0
    """
    share = read_fact(*METER_FACTS, "usual_high_quantile").value
    if readings.empty:
        return 0.0
    return float(readings.quantile(share, interpolation="lower"))


def lines_of_intervals(lines: pd.Series, kw: pd.Series, minutes: int, *, ends: bool) -> pd.Series:
    """Return the line of the file of each interval; missing where there is none.

    Parameters
    ----------
    lines
        Line of each moment.
    kw
        Power by the start of its interval [kW].
    minutes
        Length of an interval [min].
    ends
        Whether a moment is the end of its interval.

    Examples
    --------
    >>> times = pd.to_datetime(["2025-03-01 01:00", "2025-03-01 02:00"])
    >>> kw = pd.Series([5.0, 6.0], index=times - pd.Timedelta("1h"))
    >>> lines_of_intervals(pd.Series([2, 3], index=times), kw, 60, ends=True).tolist()
    [2, 3]
    """
    step = pd.Timedelta(minutes=minutes)
    slots = (pd.DatetimeIndex(lines.index) - step * int(ends)).floor(step)
    return lines.groupby(slots).first().reindex(kw.index)


def beyond_connected(meter: IntervalMeter, machines: pd.DataFrame) -> Iterator[Problem]:
    """Yield a problem for each reading above what all machines of the site could draw.

    Parameters
    ----------
    meter
        Of the site, without problems.
    machines
        Rows of the site in the inventory; without any there is nothing to compare with.
    """
    connected = connected_input_kw(machines)
    times = read_fact(*METER_FACTS, "reading_over_connected").value
    if connected <= 0:
        return
    for start in meter.kw.index[meter.kw > times * connected]:
        line = meter.lines[start]
        yield Problem(
            what=message(
                "{kw:,.4g} kW were metered; all machines of the site together draw {most:,.4g} kW",
                kw=meter.kw[start],
                most=connected,
            ),
            allowed=message(
                "at most {times:g} times that: correct the reading, or the machines that are"
                " missing from the inventory",
                times=times,
            ),
            file=meter.file,
            row=None if pd.isna(line) else int(line),
        )


def connected_input_kw(machines: pd.DataFrame) -> float:
    """Return the input of all machines at their rated power [kW].

    Examples
    --------
    >>> row = {"kind": ["motor"], "quantity": [2.0], "rated_kw": [8.5],
    ...     "efficiency_fraction": [float("nan")]}
    >>> connected_input_kw(pd.DataFrame(row))
    20.0
    """
    draws = machines[~machines["kind"].isin(SITE_EQUIPMENT)]
    usual = read_fact("energy_audit", "data/inventory_checks.csv", "usual_efficiency").value
    efficiency = draws["efficiency_fraction"].fillna(usual).where(draws["kind"] == "motor", 1.0)
    return float((draws["quantity"] * draws["rated_kw"] / efficiency).sum())
