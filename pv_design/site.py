"""Where a mine is: coordinates as people write them, standard time."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from equipment_catalog.errors import InputError, Problem, shown
from equipment_catalog.messages import message

if TYPE_CHECKING:
    from datetime import datetime

_POLE = 90.0
_DATE_LINE = 180.0
_LOWEST_M = -450.0
_HIGHEST_M = 6600.0
_WEST_MOST_H = -12.0
_EAST_MOST_H = 14.0
_SIXTY = 60
_LATITUDES = message("-90 to 90 degrees, north positive")
_LONGITUDES = message("-180 to 180 degrees, east positive")
_WRITINGS = message(
    "latitude and longitude, for example 2.98, -76.65 or 2,98 / -76,65 or "
    "02°58'30\" N 76°39'30\" W; the letters N, S, E, W and O (oeste) before or after the number"
)

_SAME = str.maketrans(
    dict.fromkeys("\u2018\u2019\u2032\u00b4`", "'")  # quotation marks, prime, accents
    | dict.fromkeys("\u201c\u201d\u2033", '"')  # quotation marks, double prime
    | dict.fromkeys("\u00ba\u02da", "°")  # masculine ordinal, ring
    | dict.fromkeys("\u2212\u2013", "-")  # minus sign, en dash
)
_WORDS = (
    (r"\b(NORTE|NORTH)\b", "N"),
    (r"\b(SUR|SOUTH)\b", "S"),
    (r"\b(OESTE|WEST)\b", "W"),
    (r"\b(ESTE|EAST)\b", "E"),
    (r"(?<![A-Z])O(?![A-Z])", "W"),
    (r"(?<=\d)\s*D(?![A-Z])", "°"),
    (r"''", '"'),
)
_AXES: dict[str, Literal["latitude", "longitude", ""]] = {
    "N": "latitude",
    "S": "latitude",
    "E": "longitude",
    "W": "longitude",
    "?": "",
}
_ANGLE = re.compile(
    r"""(?P<before>[NSEW])?\s*(?P<sign>[+-])?
    (?P<degrees>\d+(?:[.,]\d+)?)\s*(?:°\s*
    (?:(?P<minutes>\d+(?:[.,]\d+)?)\s*'\s*
    (?:(?P<seconds>\d+(?:[.,]\d+)?)\s*"\s*)?)?)?
    (?P<after>[NSEW])?""",
    re.VERBOSE,
)
_SEPARATOR = re.compile(r"\s*[/;,]\s*|\s+|(?<=[NSEW])(?=[\d+-])")
_TWO_BARE = re.compile(r"(?P<first>[+-]?\d+),(?P<second>\d+)")


@dataclass(frozen=True, kw_only=True)
class _Angle:
    degrees: float
    axis: Literal["latitude", "longitude", ""]


def parse_coordinates(text: str) -> tuple[float, float]:
    r"""Return latitude and longitude [deg] from what a person wrote.

    Decimal point or decimal comma, degrees with minutes and seconds, hemisphere letters before
    or after. A hyphen together with S or W is one negation. Latitude comes first unless the
    letters say otherwise.

    Parameters
    ----------
    text
        Both numbers, with a slash, a semicolon, a comma or a space between them.

    Raises
    ------
    InputError
        If the text cannot be read, can be read in two ways, contradicts itself (a hyphen with
        N or E) or lies off the globe.

    Examples
    --------
    >>> parse_coordinates("2,9839820 / -76,6507771")
    (2.983982, -76.6507771)
    >>> parse_coordinates("02°58'30\" N -76°39'30\" W")
    (2.975, -76.65833333333333)
    """
    plain = text.strip().upper().translate(_SAME)
    for pattern, letter in _WORDS:
        plain = re.sub(pattern, letter, plain)
    readings = {
        pair for separator in _SEPARATOR.finditer(plain) if (pair := _read_pair(plain, separator))
    }
    if len(readings) != 1:
        raise InputError([_unread(text, plain)])
    latitude, longitude = readings.pop()
    if abs(latitude) > _POLE >= abs(longitude):
        allowed = message(
            "{allowed}; latitude comes first: are the two exchanged?", allowed=_LATITUDES
        )
        raise InputError.of("latitude", latitude, allowed=allowed)
    check_latitude(latitude)
    check_longitude(longitude)
    return latitude, longitude


def _unread(text: str, plain: str) -> Problem:
    """Return why a text gives no pair of coordinates, or more than one."""
    pair = _TWO_BARE.fullmatch(plain)
    if pair is None:
        what = message("{value} is not accepted", value=shown(text))
        return Problem(what=what, allowed=_WRITINGS, field="coordinates")
    what = message("{value} may be one number or two", value=shown(text))
    allowed = message(
        "a slash between the two, {first} / {second}, or a point in each, {first}.0, {second}.0",
        first=pair["first"],
        second=pair["second"],
    )
    return Problem(what=what, allowed=allowed, field="coordinates")


def check_latitude(latitude: float) -> None:
    """Refuse a latitude that is not on Earth.

    Raises
    ------
    InputError
        If it is NaN or not between -90 and 90.

    Examples
    --------
    >>> check_latitude(2.98)
    """
    if math.isnan(latitude) or abs(latitude) > _POLE:
        raise InputError.of("latitude", latitude, allowed=_LATITUDES)


def check_longitude(longitude: float) -> None:
    """Refuse a longitude that is not on Earth.

    Raises
    ------
    InputError
        If it is NaN or not between -180 and 180.

    Examples
    --------
    >>> check_longitude(-76.65)
    """
    if math.isnan(longitude) or abs(longitude) > _DATE_LINE:
        raise InputError.of("longitude", longitude, allowed=_LONGITUDES)


def check_altitude_m(altitude_m: float) -> None:
    """Refuse an altitude where nobody mines.

    Raises
    ------
    InputError
        If it is NaN or not between the Dead Sea's shore and the top of the altitude map.

    Examples
    --------
    >>> check_altitude_m(5100.0)
    """
    if not _LOWEST_M <= altitude_m <= _HIGHEST_M:
        allowed = message(
            "{lowest:,g} to {highest:,g} m above sea level", lowest=_LOWEST_M, highest=_HIGHEST_M
        )
        raise InputError.of("altitude_m", altitude_m, allowed=allowed)


def check_utc_offset_hours(utc_offset_hours: float) -> None:
    """Refuse a standard time that no country keeps.

    Raises
    ------
    InputError
        If it is NaN or not between -12 and 14 hours.

    Examples
    --------
    >>> check_utc_offset_hours(-5.0)
    """
    if not _WEST_MOST_H <= utc_offset_hours <= _EAST_MOST_H:
        allowed = message("-12 to 14 hours, Colombia and Peru -5")
        raise InputError.of("utc_offset_hours", utc_offset_hours, allowed=allowed)


def standard_utc_offset_hours(longitude: float) -> float:
    """Return the whole hour nearest to solar time [h]: longitude over 15.

    Examples
    --------
    >>> standard_utc_offset_hours(-76.65)
    -5.0
    """
    check_longitude(longitude)
    return float(round(longitude / 15))


def utc_offset_hours(moment: datetime) -> float:
    """Return the difference of a moment's zone from UTC [h].

    Raises
    ------
    InputError
        If the moment has no zone.

    Examples
    --------
    >>> from datetime import datetime
    >>> utc_offset_hours(datetime.fromisoformat("2025-01-01T00:00-05:00"))
    -5.0
    """
    offset = moment.utcoffset()
    if offset is None:
        raise InputError.of("moment", str(moment), allowed=message("a time with its zone"))
    return offset.total_seconds() / 3600


def _read_pair(text: str, separator: re.Match[str]) -> tuple[float, float] | None:
    left, right = text[: separator.start()], text[separator.end() :]
    if separator[0] == "," and _TWO_BARE.fullmatch(text):
        return None  # "2,98" is more likely one number than two
    first, second = _read_angle(left), _read_angle(right)
    if first is None or second is None:
        return None
    if first.axis == "longitude" or second.axis == "latitude":
        first, second = second, first
    if first.axis == "longitude" or second.axis == "latitude":
        return None
    return first.degrees, second.degrees


def _read_angle(text: str) -> _Angle | None:
    match = _ANGLE.fullmatch(text.strip())
    if match is None or (match["before"] and match["after"]):
        return None
    parts = [_number(match[name]) for name in ("degrees", "minutes", "seconds")]
    whole = [part for part, name in zip(parts, ("minutes", "seconds"), strict=False) if match[name]]
    if any(not part.is_integer() for part in whole) or max(parts[1:]) >= _SIXTY:
        return None
    hemisphere = match["before"] or match["after"] or "?"
    if match["sign"] == "-" and hemisphere in "NE":
        return None
    size = parts[0] + (parts[1] * 60 + parts[2]) / 3600
    negative = match["sign"] == "-" or hemisphere in "SW"
    return _Angle(degrees=-size if negative else size, axis=_AXES[hemisphere])


def _number(text: str | None) -> float:
    return float(text.replace(",", ".")) if text else 0.0
