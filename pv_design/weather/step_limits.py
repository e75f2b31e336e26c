"""Steps of less than an hour against what can be read, before a mean hides a wrong one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from equipment_catalog.errors import Problem
from equipment_catalog.messages import message
from equipment_catalog.tables import read_fact, read_facts
from pv_design.weather.row_order import lines_of

if TYPE_CHECKING:
    import numpy.typing as npt
    import pandas as pd

    from pv_design.weather.record import WeatherRecord

_PACKAGE = "pv_design.weather"
_SMALL_NEGATIVES = {"temp_air": None, "wind_speed": "small_negative_wind_m_s"}


def step_problems(
    labels: pd.DatetimeIndex, record: WeatherRecord, rows: npt.NDArray[np.intp]
) -> tuple[Problem, ...]:
    """Return the columns of which a step is beyond what an instrument can read.

    Readings a little below zero, as thermal sensors give at night, pass.

    Parameters
    ----------
    labels
        Of the rows.
    record
        With their values.
    rows
        Their positions in the record.

    Examples
    --------
    >>> import pandas as pd
    >>> from pv_design.weather.record import WeatherRecord
    >>> labels = pd.date_range("2025-01-01", periods=3, freq="5min")
    >>> record = WeatherRecord(data=pd.DataFrame({"ghi": [0.0, 9999.0, 5.0]}, labels), source="x",
    ...     period="2025", utc_offset_hours=-5, sun_offset_minutes=None,
    ...     sigma_resource_fraction=0.05)
    >>> str(step_problems(labels, record, np.arange(3))[0])
    'ghi: steps out of range: 1, the first is 9999 at 2025-01-01 00:05; 0 to 2218 W/m2'
    """
    limits = read_facts(_PACKAGE, "data/weather_columns.csv")
    problems = []
    for name, low, high, unit in limits[["column", "lowest", "highest", "unit"]].to_numpy():
        if name not in record.data:
            continue
        values = record.data[name].to_numpy(float)[rows]
        outside = np.flatnonzero((values < _lowest(name, float(low))) | (values > float(high)))
        if outside.size:
            first = outside[0]
            problems.append(
                Problem(
                    what=message(
                        "steps out of range: {count}, the first is {value:g} at {time}",
                        count=len(outside),
                        value=float(values[first]),
                        time=f"{labels[first]:%Y-%m-%d %H:%M}",
                    ),
                    allowed=message(
                        "{low:g} to {high:g} {unit}", low=float(low), high=float(high), unit=unit
                    ),
                    file=record.file,
                    row=int(lines_of(record, rows)[first]) or None,
                    field=name,
                )
            )
    return tuple(problems)


def _lowest(column: str, limit: float) -> float:
    key = _SMALL_NEGATIVES.get(column, "night_offset_w_m2")
    return limit if key is None else read_fact(_PACKAGE, "data/doctor_facts.csv", key).value
