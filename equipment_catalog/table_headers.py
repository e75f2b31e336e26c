"""Where the headings of a sheet stand, and what is wrong with them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from typing import TYPE_CHECKING

from equipment_catalog.column_names import ASK, LEFT_OUT, ColumnNames, Heading, word_key
from equipment_catalog.column_rules import allowed_names, did_you_mean
from equipment_catalog.errors import Problem
from equipment_catalog.messages import Message, message
from equipment_catalog.raw_sheets import HEADING_ROWS, is_remark, on_one_line
from equipment_catalog.unit_words import unit_names

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from equipment_catalog.cell_values import Cell
    from equipment_catalog.raw_sheets import RawSheet, Row

NO_COLUMN = frozenset({"", LEFT_OUT})
"""What a heading means that nobody knows, or that is left out."""


@dataclass(frozen=True, kw_only=True)
class Header:
    """The headings of a sheet."""

    row: int
    """Row of the headings, the lower one where groups stand above."""
    body_starts_at: int
    """Place of the first row below, among the rows of the sheet."""
    texts: tuple[str, ...]
    """Headings as they stand."""
    headings: tuple[Heading, ...]
    """What they mean."""

    @cached_property
    def columns(self) -> Mapping[str, int]:
        """Place from 1 of each column of the rules; the first of several."""
        places: dict[str, int] = {}
        for place, heading in enumerate(self.headings, start=1):
            if heading.column not in NO_COLUMN:
                places.setdefault(heading.column, place)
        return places

    @cached_property
    def open_units(self) -> int:
        """Number of headings that do not say their unit and should."""
        return sum(heading.unit == ASK for heading in self.headings)

    @property
    def other_names(self) -> dict[str, str]:
        """Heading of each column that does not bear its name of the rules, on one line."""
        named = {column: self.texts[place - 1] for column, place in self.columns.items()}
        return {
            column: " ".join(text.split())
            for column, text in named.items()
            if word_key(text) != word_key(column)
        }


def is_spanish(header: Header, names: ColumnNames) -> bool:
    """Tell whether more headings are Spanish than are names of the rules.

    Examples
    --------
    >>> from equipment_catalog.column_names import read_aliases
    >>> from equipment_catalog.column_rules import column_rules
    >>> names = ColumnNames(
    ...     column_rules("energy_audit", "data/bills_columns.csv"),
    ...     read_aliases("energy_audit", "data/bill_aliases.csv"),
    ... )
    >>> is_spanish(find_header([(1, ["Sede", "Mes *", "kWh"])], names), names)
    True
    """
    known = [
        (text, heading.column)
        for text, heading in zip(header.texts, header.headings, strict=True)
        if heading.column in names.rules
    ]
    spanish = sum(names.is_spanish(text) for text, _ in known)
    return spanish > sum(word_key(text) == word_key(column) for text, column in known)


def names_in(cells: Sequence[Cell], names: ColumnNames) -> int:
    """Return how many columns of the rules a row of cells names."""
    return len({names.heading(str(cell)).column for cell in cells} - NO_COLUMN)


def find_header(rows: Sequence[Row], names: ColumnNames) -> Header:
    """Return the headings: the row, or the pair of rows, of which most is understood.

    Of equals the first counts; a pair counts only where it says more than any row alone, as under
    merged cells such as ``Placa`` over ``HP`` and ``V``, be it only the unit of one column.
    """
    told = (place for place, (_, cells) in enumerate(rows) if not is_remark(cells))
    first = list(islice(told, HEADING_ROWS))
    alone = [_header(rows, place, 1, names) for place in first]
    pairs = [_header(rows, place, 2, names) for place in first if place + 1 in first]
    return max(alone + pairs, key=lambda header: (len(header.columns), -header.open_units))


def _header(rows: Sequence[Row], place: int, height: int, names: ColumnNames) -> Header:
    line, cells = rows[place + height - 1]
    texts = [str(cell) for cell in cells]
    if height == 1:
        headings = [names.heading(text) for text in texts]
    else:
        groups = [str(cell) for cell in rows[place][1]]
        width = max(len(groups), len(texts))
        groups += [""] * (width - len(groups))
        texts += [""] * (width - len(texts))
        spread = _spread(groups)
        headings = [
            names.grouped_heading(group if text else own, text)
            for own, group, text in zip(groups, spread, texts, strict=True)
        ]
        texts = [text or own for own, text in zip(groups, texts, strict=True)]
    return Header(
        row=line,
        body_starts_at=place + height,
        texts=tuple(texts),
        headings=tuple(headings),
    )


def _spread(groups: Sequence[str]) -> list[str]:
    """Return for each column the nearest group to its left, as merged cells show it."""
    spread, last = [], ""
    for group in groups:
        last = group or last
        spread.append(last)
    return spread


def header_problems(raw: RawSheet, header: Header, names: ColumnNames) -> Iterator[Problem]:
    """Yield what is wrong with headings: unknown, or two for one column."""
    free = [column for column in names.rules if column not in header.columns]
    for place, (text, heading) in enumerate(zip(header.texts, header.headings, strict=True), 1):
        first = header.columns.get(heading.column, place)
        if heading.column == LEFT_OUT or (heading.column and first == place) or not text:
            continue
        if not heading.column:
            what = message("unknown column {name!r}", name=on_one_line(text))
            allowed = _nearest(text, free, names)
        elif text == header.texts[first - 1]:
            what = message("the column {name!r} stands twice", name=text)
            allowed = message("each column once")
        else:
            what = message(
                "{name!r} and {other!r} both mean {column}",
                name=text,
                other=header.texts[first - 1],
                column=heading.column,
            )
            allowed = message("one of them; put # before the heading of the other")
        yield _in_header(raw, header, place, on_one_line(text), what, allowed)


def unit_problem(raw: RawSheet, header: Header, column: str, names: ColumnNames) -> Problem:
    """Return the question for the unit of a column."""
    place = header.columns[column]
    text = header.texts[place - 1]
    listed = unit_names(names.rules[column].unit)
    what = message("{name!r} does not say its unit", name=text)
    allowed = message(
        "which is it: {listed}? write it as {example}",
        listed=listed,
        example=f"{text} ({listed.partition(',')[0]})",
    )
    return _in_header(raw, header, place, column, what, allowed)


def choices_problem(raw: RawSheet, header: Header, column: str, meant: str) -> Problem:
    """Return the problem of a heading over the choices of another column."""
    place = header.columns[column]
    what = message(
        "{name!r} means {column}, but what stands below are choices of {meant}",
        name=header.texts[place - 1],
        column=column,
        meant=meant,
    )
    return _in_header(raw, header, place, column, what, message("the heading {meant}", meant=meant))


def _nearest(text: str, free: Sequence[str], names: ColumnNames) -> Message:
    alias = did_you_mean(text, [alias for alias, column in names.aliases.items() if column in free])
    if alias and not did_you_mean(text, free):
        return message(
            "did you mean {near} ({column})? put # before the heading to leave the column out",
            near=alias,
            column=names.aliases[alias],
        )
    return allowed_names(text, free)


def _in_header(  # noqa: PLR0917  a place and two sentences
    raw: RawSheet, header: Header, place: int, field: str, what: Message, allowed: Message
) -> Problem:
    return Problem(
        what=what,
        allowed=allowed,
        file=raw.file,
        sheet=raw.sheet,
        row=header.row,
        column=place,
        field=field,
    )
