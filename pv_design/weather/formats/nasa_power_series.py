"""Series of hours or days of NASA POWER as csv."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from equipment_catalog.messages import message
from pv_design.weather.formats.cell_numbers import numbers
from pv_design.weather.formats.decoding import decoded
from pv_design.weather.formats.format import (
    Format,
    raise_all,
    sealed,
    sun_offset,
    unreadable,
    years_of,
)
from pv_design.weather.formats.nasa_power_head import (
    in_our_units,
    parameters_for,
    power_head,
    power_resolution,
    power_sigma,
    power_source,
)
from pv_design.weather.formats.tables import places_of, read_table
from pv_design.weather.formats.times import add_untimely, assembled, times_of_parts
from pv_design.weather.formats.with_pvlib import line_of
from pv_design.weather.record import RecordStep, WeatherRecord

if TYPE_CHECKING:
    from equipment_catalog.errors import Problem
    from pv_design.weather.formats.tables import Table

_TITLE = message("NASA POWER, hours or days")
_CALENDAR = {"year": "YEAR", "month": "MO", "day": "DY"}


def read(content: bytes, name: str) -> WeatherRecord:
    r"""Return the record of a csv of hours or days of NASA POWER, with or without its head.

    An hour is the mean from its label on. Without the head place and clock are unknown and the
    units are taken as those of its renewable energy service, with a note.

    Parameters
    ----------
    content
        Of the file.
    name
        Of the file, for problems.

    Raises
    ------
    InputError
        With every missing column, or every cell that is no number or no date; if the unit of the
        sun is not known.

    Notes
    -----
    NASA POWER, head of its csv; label of the hours in `data/format_facts.csv`.

    Examples
    --------
    >>> days = read(b"YEAR,MO,DY,ALLSKY_SFC_SW_DWN\n2014,1,1,5.87\n2014,1,2,-999\n", "power.csv")
    >>> days.step, days.data["ghi_kwh_m2_day"].tolist()
    ('days', [5.87, nan])
    """
    text = decoded(content, name)
    head = power_head(text)
    heading_line = line_of(text, "YEAR,")
    if heading_line is None:
        raise unreadable(name, _TITLE, message("a line of headings that begins with YEAR"))
    table = read_table(text, name, heading_line=heading_line)
    step: RecordStep = "hours" if "HR" in table.headings else "days"
    parameters = parameters_for(step, table.headings)
    problems: list[Problem] = []
    places = places_of(table, parameters, needed=parameters, problems=problems)
    times = _times(table, step, problems)
    values = numbers(table, places, problems)
    raise_all(problems)
    labels = pd.DatetimeIndex(times)
    data, notes = in_our_units(
        values.set_axis(labels, axis="index"), head, parameters, step=step, file=name
    )
    is_hourly = step == "hours"
    record = WeatherRecord(
        data=data,
        step=step,
        utc_offset_hours=head.utc_offset_hours if is_hourly else None,
        sun_offset_minutes=sun_offset("sun_offset_nasa_power_min") if is_hourly else None,
        source=power_source(),
        origins=("nasa_power",),
        period=years_of(labels) if len(labels) else "",
        sigma_resource_fraction=power_sigma(),
        latitude=head.latitude,
        longitude=head.longitude,
        cell_altitude_m=head.cell_altitude_m,
        air_is_of_cell=True,
        spatial_resolution=power_resolution(),
        file=name,
        lines=table.cells.index.to_numpy(),
        columns_at={key: place + 1 for key, place in places.items()},
        notes=notes,
    )
    return sealed(record, content)


def _times(table: Table, step: RecordStep, problems: list[Problem]) -> pd.Series:
    if "DOY" in table.headings and "MO" not in table.headings:
        return _times_of_day_numbers(table, problems)
    wanted = _CALENDAR | ({"hour": "HR"} if step == "hours" else {})
    places = places_of(table, wanted, needed=wanted, problems=problems)
    if len(places) < len(wanted):
        return pd.Series(pd.NaT, index=table.cells.index)
    return times_of_parts(table, places, problems)


def _times_of_day_numbers(table: Table, problems: list[Problem]) -> pd.Series:
    places = {"year": table.headings.index("YEAR"), "number": table.headings.index("DOY")}
    known = len(problems)
    said = numbers(table, places, problems)
    first = assembled(pd.DataFrame({"year": said["year"], "month": 1, "day": 1}))
    whole = said["number"].where(said["number"] == said["number"].round())
    days = pd.to_timedelta(whole.where(whole.between(1, 366)) - 1, unit="D")
    times = (first + days).where((first + days).dt.year == said["year"])
    if len(problems) == known:
        add_untimely(table, times, list(places.values()), problems)
    return times


def _recognises(head: str) -> bool:
    lines = head.split("\n")
    if any(line.startswith("PARAMETER,") for line in lines):
        return False
    return "NASA/POWER" in head or any(
        line.startswith(("YEAR,MO,DY", "YEAR,DOY")) for line in lines
    )


FORMAT = Format(
    name="nasa_power", title=_TITLE, endings=(".csv",), recognises=_recognises, read=read
)
