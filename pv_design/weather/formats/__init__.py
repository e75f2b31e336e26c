"""The kinds of weather file that are read, each in a file of its own."""

from __future__ import annotations

from functools import reduce
from typing import TYPE_CHECKING

from equipment_catalog.errors import InputError, Problem, shown
from equipment_catalog.messages import Message, message
from pv_design.weather.formats import (
    epw,
    explorador_solar,
    nasa_power_json,
    nasa_power_months,
    nasa_power_series,
    nsrdb_psm4,
    plain_csv,
    pvgis_hourly,
    pvgis_tmy,
    sam_csv,
    tmy2,
    tmy3,
)
from pv_design.weather.formats.decoding import decoded

if TYPE_CHECKING:
    from pv_design.weather.formats.format import Format

FORMATS: tuple[Format, ...] = (
    epw.FORMAT,
    tmy2.FORMAT,
    tmy3.FORMAT,
    pvgis_tmy.FORMAT,
    pvgis_hourly.FORMAT,
    nasa_power_json.FORMAT,
    nasa_power_months.FORMAT,
    nasa_power_series.FORMAT,
    explorador_solar.FORMAT,
    nsrdb_psm4.FORMAT,
    sam_csv.FORMAT,
    plain_csv.FORMAT,
)
"""In the order in which they are tried."""

_HEAD_CHARACTERS = 4000
_SHOWN_CHARACTERS = 60


def recognised(content: bytes, name: str) -> Format:
    r"""Return the kind of a weather file by what is in it; the ending counts where that is silent.

    Parameters
    ----------
    content
        Of the file.
    name
        Of the file.

    Raises
    ------
    InputError
        If it is no text or of no known kind, with its first line and the kinds that are.

    Examples
    --------
    >>> recognised(b"YEAR,MO,DY,ALLSKY_SFC_SW_DWN\n", "power.csv").name
    'nasa_power'
    >>> recognised(b"Dear Sir,\n", "letter.txt")  # doctest: +ELLIPSIS
    Traceback (most recent call last):
        ...
    equipment_catalog.errors.InputError: letter.txt:1: 'Dear Sir,' begins no weather file; ...
    """
    text = decoded(content, name)
    head = text[:_HEAD_CHARACTERS]
    for kind in FORMATS:
        if kind.recognises(head):
            return kind
    by_ending = [kind for kind in FORMATS[:-1] if name.lower().endswith(kind.endings)]
    if len(by_ending) == 1:
        return by_ending[0]
    first = next(line for line in text.split("\n") if line.strip())
    what = message("{line} begins no weather file", line=shown(first[:_SHOWN_CHARACTERS]))
    raise InputError([Problem(what=what, allowed=_known(), file=name, row=1)])


def _joined(titles: Message, title: Message) -> Message:
    return message("{titles}, {title}", titles=titles, title=title)


def _known() -> Message:
    kinds = reduce(_joined, (kind.title for kind in FORMATS))
    return message(
        "one of {kinds}; a csv needs headings such as time, ghi (W/m2), temp_air (C), or a line "
        "on top: # columns: time=…, ghi=…",
        kinds=kinds,
    )
