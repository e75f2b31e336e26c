"""A file of prices that a person filled in: its columns by name, each cell with its place."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from equipment_catalog.csv_files import read_csv_rows
from equipment_catalog.errors import InputError, Problem, shown
from equipment_catalog.messages import message
from project_finance.tariffs.spanish_words import known_word

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from equipment_catalog.cell_values import Cell
    from equipment_catalog.messages import Message
    from equipment_catalog.raw_sheets import Row

NUMBER = re.compile(r"[0-9]*[.,]?[0-9]+")
THOUSANDS = re.compile(r"[1-9][0-9]{0,2},[0-9]{3}")


@dataclass(frozen=True, kw_only=True)
class PriceRow:
    """One line of the file."""

    file: str
    """Name of the file."""
    line: int
    """Line of the file, counted from 1."""
    cells: dict[str, str]
    """Text by column; empty where the line is too short."""
    columns: dict[str, int]
    """Where each column stands, counted from 1."""

    def reading(self, column: str) -> PriceRow:
        """Return the row with the Spanish word of a column as the word it is read by."""
        return replace(self, cells=self.cells | {column: known_word(self.cells[column])})

    def problem(self, column: str, what: Message, allowed: Message) -> Problem:
        """Return what is wrong with a cell, at its place."""
        return Problem(
            what=what,
            allowed=allowed,
            file=self.file,
            row=self.line,
            column=self.columns[column],
            field=column,
        )

    def refused(self, column: str, allowed: Message) -> Problem:
        """Return that the value of a cell is not accepted, at its place."""
        what = message("{value} is not accepted", value=shown(self.cells[column]))
        return self.problem(column, what, allowed)


def read_price_rows(path: Path, names: Sequence[str]) -> tuple[PriceRow, ...]:
    r"""Return the lines of a file with commas, semicolons or tabs below its headings.

    Parameters
    ----------
    path
        The file; lines that begin with ``#`` are remarks, other columns are left alone.
    names
        Columns it must have, in any order, as they are or in Spanish.

    Raises
    ------
    InputError
        If there is no such file, it is no text, a column is missing or stands twice, or a line
        has cells beyond the headings: a decimal comma between commas makes two cells of a price.

    Examples
    --------
    >>> import tempfile
    >>> from pathlib import Path
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = Path(folder, "prices.csv")
    ...     _ = path.write_text("# of May\nitem;value\nenergy;0,75\n")
    ...     [(row.line, row.cells) for row in read_price_rows(path, ("item", "value"))]
    [(3, {'item': 'energy', 'value': '0,75'})]
    """
    if not path.is_file():
        allowed = message("path: {path}", path=str(path))
        what = message("the file does not exist")
        raise InputError([Problem(what=what, allowed=allowed, file=path.name)])

    def names_in(cells: Sequence[Cell]) -> int:
        return len(set(names) & set(_heads(cells)))

    rows = read_csv_rows(path.name, path.read_bytes(), names_in=names_in)
    head_line, head = rows[0] if rows else (1, [])
    heads = _heads(head)
    absent = set(names) - set(heads)
    if absent:
        what = message("columns are missing: {names}", names=", ".join(sorted(absent)))
        raise InputError([Problem(what=what, file=path.name, row=head_line)])
    twice = [name for name in names if heads.count(name) > 1]
    if twice:
        what = message("columns stand twice: {names}", names=", ".join(twice))
        raise InputError([Problem(what=what, file=path.name, row=head_line)])
    beyond = [line for line in rows[1:] if any(map(str, line[1][len(head) :]))]
    if beyond:
        raise InputError([_beyond(path.name, line, len(head)) for line in beyond])
    places = {name: heads.index(name) for name in names}
    return tuple(
        PriceRow(
            file=path.name,
            line=line,
            cells={
                name: str(cells[place]) if place < len(cells) else ""
                for name, place in places.items()
            },
            columns={name: place + 1 for name, place in places.items()},
        )
        for line, cells in rows[1:]
    )


def _heads(cells: Sequence[Cell]) -> list[str]:
    """Return the headings as the columns are named, Spanish ones too."""
    return [known_word(str(cell)) for cell in cells]


def _beyond(file: str, row: Row, headings: int) -> Problem:
    """Return that a line has more cells than the headings name."""
    line, cells = row
    what = message(
        "{count:d} cells stand under {headings:d} headings", count=len(cells), headings=headings
    )
    allowed = message(
        "as many cells as headings; decimals after a point, or cells separated by semicolons"
    )
    return Problem(what=what, allowed=allowed, file=file, row=line, column=headings + 1)


def price_of(text: str) -> float | None:
    """Return a price with a point or a comma before its decimals; None where it is none.

    What may be thousands as well, as 1,500, is none.

    Examples
    --------
    >>> price_of("0,750"), price_of("12.5"), price_of("-1"), price_of("1.234,5"), price_of("1,500")
    (0.75, 12.5, None, None, None)
    """
    return None if THOUSANDS.fullmatch(text) else factor_of(text)


def factor_of(text: str) -> float | None:
    """Return a factor with a point or a comma before its decimals; None where it is none.

    Of a factor nobody writes thousands: 1,125 is 1.125.

    Examples
    --------
    >>> factor_of("1,125"), factor_of("1_000"), factor_of("\uff11"), factor_of("")
    (1.125, None, None, None)
    """
    if not NUMBER.fullmatch(text):
        return None
    factor = float(text.replace(",", "."))
    return factor if math.isfinite(factor) else None
