"""What a person says about a csv: which column is which, its zone, what its labels mean."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Literal, cast, get_args

from equipment_catalog.errors import Problem, shown
from equipment_catalog.messages import Message, message
from equipment_catalog.tables import read_facts
from pv_design.weather.formats.format import raise_all
from pv_design.weather.formats.headings import VALUES, understood, word_key

if TYPE_CHECKING:
    from collections.abc import Iterator

Label = Literal["start", "centre", "end", "instant"]
TIMES = ("time", "date", "hour", "year", "month", "day", "minute", "hour_of_year")
"""Our columns that together say a time."""
_LINE = re.compile(r"^#?\s*([^\W\d_]+(?:[ _][^\W\d_]+){0,2})\s*:(?!//)\s*(.*)$")
_ZONE = re.compile(r"^(?:UTC|GMT)?\s*([+-]?)\s*(\d{1,2})(?::?(\d{2}))?$", re.IGNORECASE)
_NO_ZONE = re.compile(r"^(?:UTC|GMT|Z)$", re.IGNORECASE)
_FARTHEST_H = 14
_HOUR_MINUTES = 60


@dataclass(frozen=True, kw_only=True)
class ColumnMap:
    """The lines on top of a csv that say what it does not show."""

    columns: dict[str, str] = field(default_factory=dict)
    """Our column to the heading in the file."""
    utc_offset_hours: float | None = None
    """Clock of the labels less UTC [h]; None where it is not said."""
    label: Label | None = None
    """What a label means; None where it is not said."""
    passed_over: tuple[str, ...] = field(default=(), repr=False)
    """Words before a colon on top of a file without a map, which say nothing to us."""

    def over(self, other: ColumnMap) -> ColumnMap:
        """Return what either says, this one first.

        Examples
        --------
        >>> ColumnMap(label="end").over(ColumnMap(utc_offset_hours=-5.0, label="start"))
        ColumnMap(columns={}, utc_offset_hours=-5.0, label='end')
        """
        zone = self.utc_offset_hours
        return ColumnMap(
            columns=other.columns | self.columns,
            utc_offset_hours=other.utc_offset_hours if zone is None else zone,
            label=self.label or other.label,
            passed_over=self.passed_over + other.passed_over,
        )


def column_map(text: str, file: str) -> ColumnMap:
    r"""Return what the map lines on top of a text say.

    ``# columns: time=Fecha Hora, ghi=Rad, temp_air=Temp``, ``# zone: UTC-5`` and
    ``# label: start``, or ``columnas``, ``zona`` and ``etiqueta``; each may be missing. Beside
    them no other word may stand before a colon; where none of them is there, all other remarks
    are passed over.

    Parameters
    ----------
    text
        Of the file, or the lines alone, with or without ``#``.
    file
        Name for problems.

    Raises
    ------
    InputError
        With every line that says what we do not know.

    Examples
    --------
    >>> column_map("# columns: time=Fecha Hora, ghi=Rad\n# zone: UTC-5\n# label: end\n", "a.csv")
    ColumnMap(columns={'time': 'Fecha Hora', 'ghi': 'Rad'}, utc_offset_hours=-5.0, label='end')
    """
    problems: list[Problem] = []
    found = ColumnMap()
    lines = list(_map_lines(text))
    if not any(_meaning("key", word) for _, word, _ in lines):
        return ColumnMap(passed_over=tuple(word for _, word, _ in lines))
    for line, word, value in lines:
        key = _meaning("key", word)
        more = _READERS[key](value) if key else _known_words("key")
        if isinstance(more, ColumnMap):
            found = more.over(found)
        else:
            what = message("{value} is not accepted", value=shown(value if key else word))
            field = key or "remark"
            problems.append(Problem(what=what, allowed=more, file=file, row=line, field=field))
    raise_all(problems)
    return found


def zone_hours(text: str) -> float | None:
    """Return a zone as people write it [h], None if it is none.

    Examples
    --------
    >>> zone_hours("UTC-5"), zone_hours("GMT +05:30"), zone_hours("Bogota")
    (-5.0, 5.5, None)
    """
    if _NO_ZONE.match(text.strip()):
        return 0.0
    found = _ZONE.match(text.strip())
    if found is None:
        return None
    hours = int(found[2]) + int(found[3] or 0) / _HOUR_MINUTES
    if hours > _FARTHEST_H:
        return None
    return -hours if found[1] == "-" else hours


def _map_lines(text: str) -> Iterator[tuple[int, str, str]]:
    for line, row in enumerate(text.split("\n"), start=1):
        found = _LINE.match(row.strip())
        if found is None and not row.startswith("#") and row.strip():
            return
        if found is not None:
            yield line, found[1], found[2].strip().rstrip(",;")


def _columns(value: str) -> ColumnMap | Message:
    pairs = [pair.partition("=") for pair in value.split(",")]
    columns = {_column(ours.strip()): heading.strip() for ours, _, heading in pairs}
    if all(columns.values()) and set(columns) <= {*TIMES, *VALUES}:
        return ColumnMap(columns=columns)
    known = ", ".join([*TIMES, *VALUES])
    return message("pairs such as ghi=Rad; on the left one of {known}", known=known)


def _zone(value: str) -> ColumnMap | Message:
    hours = zone_hours(value)
    if hours is None:
        return message("a zone such as UTC-5")
    return ColumnMap(utc_offset_hours=hours)


def _label(value: str) -> ColumnMap | Message:
    meaning = _meaning("label", value)
    if meaning in get_args(Label):
        return ColumnMap(label=cast("Label", meaning))
    return _known_words("label")


@cache
def _words(kind: str) -> dict[str, str]:
    table = read_facts("pv_design.weather", "data/map_words.csv")
    rows = table[table["kind"] == kind]
    return dict(zip(rows["word"], rows["meaning"], strict=True))


def _meaning(kind: str, word: str) -> str | None:
    """Return what a word of the map means, None for one that we do not know."""
    return _words(kind).get(word_key(word))


def _known_words(kind: str) -> Message:
    return message("one of {known}", known=", ".join(_words(kind)))


def _column(word: str) -> str:
    """Return our column that a word on the left of a pair names, or the word itself."""
    if word in {*TIMES, *VALUES}:
        return word
    heading = understood(word)
    return word if heading is None or heading.said_unit else heading.column


_READERS = {"columns": _columns, "zone": _zone, "label": _label}
