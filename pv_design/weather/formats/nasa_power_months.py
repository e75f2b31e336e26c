"""Monthly means of NASA POWER as csv: of each year, or of many years together."""

from __future__ import annotations

import calendar
from dataclasses import replace
from typing import TYPE_CHECKING

import pandas as pd

from equipment_catalog.errors import Problem
from equipment_catalog.messages import Message, message
from pv_design.weather.formats.cell_numbers import numbers
from pv_design.weather.formats.decoding import decoded
from pv_design.weather.formats.format import Format, raise_all, sealed, unreadable, years_of
from pv_design.weather.formats.nasa_power_head import (
    PowerHead,
    in_our_units,
    parameters_for,
    power_head,
    power_resolution,
    power_sigma,
    power_source,
)
from pv_design.weather.formats.tables import places_of, read_table
from pv_design.weather.formats.times import add_untimely, assembled
from pv_design.weather.formats.with_pvlib import line_of
from pv_design.weather.record import WeatherRecord

if TYPE_CHECKING:
    from pv_design.weather.formats.tables import Table

_TITLE = message("NASA POWER, months")
MONTHS = tuple(name.upper() for name in calendar.month_abbr[1:])
"""Headings of the months, JAN to DEC."""
CLIMATOLOGY_YEAR = 2001
"""Year that labels the means of many years; no leap year."""


def read(content: bytes, name: str) -> WeatherRecord:
    r"""Return the record of a csv of monthly means of NASA POWER, with or without its head.

    Parameters
    ----------
    content
        Of the file.
    name
        Of the file, for problems.

    Raises
    ------
    InputError
        With every missing column or parameter, every cell that is no number, every line that
        repeats a parameter and year.

    Examples
    --------
    >>> months = ",".join(MONTHS)
    >>> rows = "ALLSKY_SFC_SW_DWN," + ",".join(["4.2"] * 12)
    >>> record = read(f"PARAMETER,{months}\n{rows}\n".encode(), "climatology.csv")
    >>> record.step, record.is_typical, record.data["ghi_kwh_m2_day"].sum().round(1)
    ('months', True, np.float64(50.4))
    """
    text = decoded(content, name)
    heading_line = line_of(text, "PARAMETER,")
    if heading_line is None:
        raise unreadable(name, _TITLE, message("a line of headings that begins with PARAMETER"))
    table = read_table(text, name, heading_line=heading_line)
    data = _months(table)
    has_years = "YEAR" in table.headings
    record = months_record(data, power_head(text), is_typical=not has_years, file=name)
    return sealed(record, content)


def months_record(
    data: pd.DataFrame, head: PowerHead, *, is_typical: bool, file: str
) -> WeatherRecord:
    """Return the record of monthly means.

    Parameters
    ----------
    data
        Columns by the names of the parameters, labelled by the first of each month.
    head
        Of the series.
    is_typical
        Whether the months are means of many years.
    file
        Name for problems.

    Raises
    ------
    InputError
        If the sun is not among the parameters, or its unit is not known.
    """
    parameters = parameters_for("months", list(data.columns))
    if parameters["ghi_kwh_m2_day"] not in data:
        what = message("the parameter {parameter} is missing", parameter="ALLSKY_SFC_SW_DWN")
        raise_all([_problem(file, what, ", ".join(str(name) for name in data.columns))])
    ours = data[list(parameters.values())].set_axis(list(parameters), axis="columns")
    values, notes = in_our_units(ours, head, parameters, step="months", file=file)
    labels = pd.DatetimeIndex(values.index)
    return WeatherRecord(
        data=values,
        step="months",
        utc_offset_hours=None,
        sun_offset_minutes=None,
        source=power_source(),
        origins=("nasa_power",),
        period=(head.years or message("means of many years"))
        if is_typical
        else (years_of(labels) if len(labels) else ""),
        sigma_resource_fraction=power_sigma(),
        latitude=head.latitude,
        longitude=head.longitude,
        cell_altitude_m=head.cell_altitude_m,
        air_is_of_cell=True,
        is_typical=is_typical,
        spatial_resolution=power_resolution(),
        file=file,
        notes=notes,
    )


def _months(table: Table) -> pd.DataFrame:
    problems: list[Problem] = []
    wanted = {"parameter": "PARAMETER"} | {month: month for month in MONTHS}
    places = places_of(table, wanted, needed=wanted, problems=problems)
    raise_all(problems)
    names = table.cells[places.pop("parameter")].astype(str).str.strip()
    known = parameters_for("hours", list(names))
    kept = names[names.isin(list(known.values()))].index
    table = replace(table, cells=table.cells.loc[kept])
    values = numbers(table, places, problems)
    years = _years(table, problems)
    problems.extend(_repeated(table, names[kept], years))
    raise_all(problems)
    series = {}
    for parameter in names[kept].unique():
        lines = kept[names[kept] == parameter]
        firsts = [
            f"{year}-{month + 1:02d}-01" for year in years[lines] for month in range(len(MONTHS))
        ]
        series[parameter] = pd.Series(values.loc[lines].to_numpy().ravel(), index=firsts)
    wide = pd.DataFrame(series).sort_index()
    return wide.set_axis(pd.DatetimeIndex(wide.index), axis="index")


def _years(table: Table, problems: list[Problem]) -> pd.Series:
    if "YEAR" not in table.headings:
        return pd.Series(CLIMATOLOGY_YEAR, index=table.cells.index)
    place = table.headings.index("YEAR")
    known = len(problems)
    said = numbers(table, {"year": place}, problems)
    times = assembled(said.assign(month=1, day=1))
    if len(problems) == known:
        add_untimely(table, times, [place], problems)
    return pd.Series(times.dt.year)


def _repeated(table: Table, names: pd.Series, years: pd.Series) -> list[Problem]:
    twice = pd.DataFrame({"name": names, "year": years}).duplicated()
    return [
        Problem(
            what=message("the line repeats {parameter}", parameter=str(names[line])),
            allowed=message("one line for each parameter and year"),
            file=table.file,
            row=int(line),
        )
        for line in twice.index[twice]
    ]


def _problem(file: str, what: Message, here: str) -> Problem:
    allowed = message("the parameters here are {parameters}", parameters=here)
    return Problem(what=what, allowed=allowed, file=file, field="ghi_kwh_m2_day")


FORMAT = Format(
    name="nasa_power_months",
    title=_TITLE,
    endings=(".csv",),
    recognises=lambda head: ("\n" + head).find("\nPARAMETER,") >= 0,
    read=read,
)
