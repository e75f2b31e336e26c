"""Answers of NASA POWER as json: hours, days, months or the means of many years."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from equipment_catalog.errors import InputError, Problem, shown
from equipment_catalog.messages import Message, message
from pv_design.weather.formats.decoding import decoded
from pv_design.weather.formats.format import Format, raise_all, sealed, sun_offset, years_of
from pv_design.weather.formats.json_rows import inside, parsed_json
from pv_design.weather.formats.nasa_power_head import (
    PowerHead,
    in_our_units,
    parameters_for,
    power_resolution,
    power_sigma,
    power_source,
    years_said,
)
from pv_design.weather.formats.nasa_power_months import CLIMATOLOGY_YEAR, MONTHS, months_record
from pv_design.weather.formats.times import no_time
from pv_design.weather.record import RecordStep, WeatherRecord

if TYPE_CHECKING:
    from typing import Any

_TITLE = message("NASA POWER, json")
_STEPS: dict[int, tuple[RecordStep, str]] = {
    10: ("hours", "%Y%m%d%H"),
    8: ("days", "%Y%m%d"),
    6: ("months", "%Y%m"),
}
_YEAR_MEAN = "13"


def read(content: bytes, name: str) -> WeatherRecord:
    """Return the record of an answer of NASA POWER as json.

    Parameters
    ----------
    content
        Of the answer.
    name
        Of the file, for problems.

    Raises
    ------
    InputError
        If the json is broken or a refusal; with every value that is no number or no time; if the
        sun is not among the parameters or its unit is not known.

    Examples
    --------
    >>> answer = b'''{"geometry": {"coordinates": [-76.5, 3.2, 1163.4]}, "properties": {"parameter":
    ...     {"ALLSKY_SFC_SW_DWN": {"2021010112": 509.2, "2021010113": -999.0}}},
    ...     "header": {"time_standard": "LST", "fill_value": -999.0},
    ...     "parameters": {"ALLSKY_SFC_SW_DWN": {"units": "Wh/m^2"}}}'''
    >>> record = read(answer, "power.json")
    >>> record.utc_offset_hours, record.data["ghi"].tolist(), record.cell_altitude_m
    (-5.0, [509.2, nan], 1163.4)
    """
    body = parsed_json(decoded(content, name), name)
    head = _head(body, name)
    table = _table(body, name)
    keys = [str(key) for key in table.index]
    if set(keys) & set(MONTHS):
        months = table.loc[[key for key in keys if key in MONTHS]]
        firsts = [f"{CLIMATOLOGY_YEAR}-{MONTHS.index(str(key)) + 1:02d}-01" for key in months.index]
        data = months.set_axis(pd.DatetimeIndex(firsts), axis="index")
        return sealed(months_record(data, head, is_typical=True, file=name), content)
    step, labels = _labels(keys, name)
    data = table.set_axis(labels, axis="index")
    data = data[data.index.notna()]
    if step == "months":
        return sealed(months_record(data, head, is_typical=False, file=name), content)
    return sealed(_series(data, head, step, name), content)


def _series(data: pd.DataFrame, head: PowerHead, step: RecordStep, name: str) -> WeatherRecord:
    parameters = parameters_for(step, list(data.columns))
    if not set(parameters.values()) <= set(data.columns):
        what = message("the parameter {parameter} is missing", parameter="ALLSKY_SFC_SW_DWN")
        raise _fault(name, what)
    ours = data[list(parameters.values())].set_axis(list(parameters), axis="columns")
    values, notes = in_our_units(ours, head, parameters, step=step, file=name)
    is_hourly = step == "hours"
    return WeatherRecord(
        data=values,
        step=step,
        utc_offset_hours=head.utc_offset_hours if is_hourly else None,
        sun_offset_minutes=sun_offset("sun_offset_nasa_power_min") if is_hourly else None,
        source=power_source(),
        origins=("nasa_power",),
        period=years_of(pd.DatetimeIndex(values.index)),
        sigma_resource_fraction=power_sigma(),
        latitude=head.latitude,
        longitude=head.longitude,
        cell_altitude_m=head.cell_altitude_m,
        air_is_of_cell=True,
        spatial_resolution=power_resolution(),
        file=name,
        notes=notes,
    )


def _head(body: dict[str, Any], name: str) -> PowerHead:
    place = inside(body, ("geometry", "coordinates"))
    height = place[2] if isinstance(place, list) and len(place) > 2 else None  # noqa: PLR2004  x, y, z
    units = inside(body, ("parameters",))
    code = inside(body, ("header", "fill_value"))
    try:
        return PowerHead(
            longitude=None if place is None else float(place[0]),
            latitude=None if place is None else float(place[1]),
            cell_altitude_m=None if height is None else float(height),
            clock=str(inside(body, ("header", "time_standard")) or ""),
            missing=PowerHead().missing if code is None else float(code),
            years=years_said(str(inside(body, ("header", "range")) or "")),
            units={key: str(value["units"]) for key, value in (units or {}).items()},
        )
    except (TypeError, ValueError, KeyError, IndexError, AttributeError):
        raise _fault(name, message("coordinates, units or code for missing are broken")) from None


def _table(body: dict[str, Any], name: str) -> pd.DataFrame:
    found = inside(body, ("properties", "parameter"))
    if not isinstance(found, dict) or not found:
        raise _fault(name, message("there are no rows under {path}", path="properties.parameter"))
    if not all(isinstance(series, dict) for series in found.values()):
        raise _fault(name, message("there are no rows under {path}", path="properties.parameter"))
    cells = pd.DataFrame({key: pd.Series(series, dtype=object) for key, series in found.items()})
    values = pd.DataFrame(
        {key: pd.to_numeric(cells[key].astype(str), errors="coerce").astype(float) for key in cells}
    )
    wrong = (cells.notna() & values.isna()) | np.isinf(values)
    raise_all(
        [
            Problem(
                what=message("{value} is not a number", value=shown(cells[parameter][key])),
                allowed=message("a number"),
                file=name,
                field=str(parameter),
                record=str(key),
            )
            for parameter in wrong.columns
            for key in wrong.index[wrong[parameter]]
        ]
    )
    return values


def _labels(keys: list[str], name: str) -> tuple[RecordStep, pd.DatetimeIndex]:
    """Return the step and the labels of keys, NaT for the mean of a year."""
    step, pattern = _STEPS.get(max((len(key) for key in keys), default=0), ("days", ""))
    labels = pd.to_datetime(pd.Series(keys, dtype=str), format=pattern, errors="coerce")
    is_mean = [step == "months" and key.endswith(_YEAR_MEAN) for key in keys]
    wrong = labels.isna() & ~np.array(is_mean, dtype=bool)
    raise_all(
        [
            Problem(
                what=no_time(keys[row]),
                allowed=message("a time such as {example}", example="2021123123"),
                file=name,
            )
            for row in np.flatnonzero(wrong)
        ]
    )
    return step, pd.DatetimeIndex(labels)


def _fault(name: str, what: Message) -> InputError:
    return InputError([Problem(what=what, allowed=message("a whole download"), file=name)])


FORMAT = Format(
    name="nasa_power_json",
    title=_TITLE,
    endings=(".json",),
    recognises=lambda head: '"geometry"' in head and '"parameter"' in head,
    read=read,
)
