"""Third typical years of the United States' National Solar Radiation Data Base, and their like."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pandas as pd
from pvlib import iotools

from equipment_catalog.messages import message
from equipment_catalog.tables import read_fact
from pv_design.weather.formats.decoding import decoded
from pv_design.weather.formats.format import FACTS, Format, sealed, sun_offset, years_of
from pv_design.weather.formats.pvgis_words import pvgis_sigma
from pv_design.weather.formats.with_pvlib import diagnosed, line_of, parsed, row_lines
from pv_design.weather.record import HOURLY_COLUMNS, WeatherRecord

if TYPE_CHECKING:
    from typing import Any

_TITLE = message("TMY3")
_DATE, _TIME = "Date (MM/DD/YYYY)", "Time (HH:MM)"
_HEADING_LINE = 2
_WANTED = {
    "ghi": "GHI (W/m^2)",
    "dni": "DNI (W/m^2)",
    "dhi": "DHI (W/m^2)",
    "temp_air": "Dry-bulb (C)",
    "wind_speed": "Wspd (m/s)",
}


def read(content: bytes, name: str) -> WeatherRecord:
    r"""Return the record of a TMY3 file.

    Hour 1 is read as 00:00, so that every row keeps the month it belongs to.

    Parameters
    ----------
    content
        Of the file.
    name
        Of the file, for problems.

    Raises
    ------
    InputError
        With every missing column, or every cell that is no number or no date.

    Notes
    -----
    Wilcox & Marion (2008), Users Manual for TMY3 Data Sets, NREL/TP-581-43156, table 1-1.

    Examples
    --------
    >>> read(b"1,a,b,-5,1,2,3\nDate (MM/DD/YYYY),Time (HH:MM)\n", "a.csv")  # doctest: +ELLIPSIS
    Traceback (most recent call last):
        ...
    equipment_catalog.errors.InputError: a.csv:2 [ghi]: the column GHI (W/m^2) is missing; ...
    """
    text = decoded(content, name)
    found = parsed(lambda: _read(text), HOURLY_COLUMNS)
    if found is None:
        raise diagnosed(
            text,
            name,
            title=_TITLE,
            allowed=message(
                "a line with station, name, state, zone, latitude, longitude and altitude, then "
                "the headings, then the hours"
            ),
            heading_line=_HEADING_LINE if text.count("\n") >= _HEADING_LINE else None,
            wanted=_WANTED,
            time=(_DATE, "%m/%d/%Y"),
        )
    data, head = found
    labels = pd.DatetimeIndex(data.index)
    lowest = read_fact(*FACTS, "tmy3_missing_below").value
    record = WeatherRecord(
        data=data.where(data > lowest),
        utc_offset_hours=head["TZ"],
        sun_offset_minutes=sun_offset("sun_offset_tmy3_min"),
        source=message("TMY3 of {place}", place=str(head["Name"]).strip('"')),
        period=years_of(labels),
        sigma_resource_fraction=pvgis_sigma(),
        latitude=head["latitude"],
        longitude=head["longitude"],
        altitude_m=head["altitude"],
        is_typical=True,
        file=name,
        lines=row_lines(text, line_of(text, _DATE) or _HEADING_LINE, len(data)),
    )
    return sealed(record, content)


def _read(text: str) -> tuple[pd.DataFrame, dict[str, Any]]:
    data, head = iotools.read_tmy3(io.StringIO(text))
    hours = data[_TIME].str.partition(":")[0].astype(int) - 1
    dates = pd.to_datetime(data[_DATE], format="%m/%d/%Y")
    labels = pd.DatetimeIndex(dates + pd.to_timedelta(hours, unit="h"))
    return data[list(HOURLY_COLUMNS)].set_axis(labels, axis="index"), head


FORMAT = Format(
    name="tmy3",
    title=_TITLE,
    endings=(".csv", ".tm3"),
    recognises=lambda head: _DATE in head,
    read=read,
)
