"""Tables of text: their headings, their cells, the lines these stand on."""

from __future__ import annotations

import csv
import io
import warnings
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from equipment_catalog.errors import Problem
from equipment_catalog.messages import Message, message
from equipment_catalog.tables import read_facts
from pv_design.weather.formats.format import raise_all

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence


_SHOWN_HEADINGS = 30


@dataclass(frozen=True, kw_only=True, eq=False)
class Table:
    """The cells below a heading."""

    file: str
    """Name for problems."""
    headings: tuple[str, ...]
    """As they stand, stripped."""
    heading_line: int
    """Line of the headings, from 1."""
    cells: pd.DataFrame
    """Columns by place from 0; the index has the line of each row; blank lines left out."""
    decimal: str = "."
    """Mark of the decimals."""

    def problem(
        self, what: Message, allowed: Message, *, row: int, place: int, field: str
    ) -> Problem:
        """Return a problem of one cell."""
        heading = self.headings[place] if place < len(self.headings) else ""
        return Problem(
            what=what,
            allowed=allowed,
            file=self.file,
            row=row,
            column=place + 1,
            field=field,
            heading="" if heading == field else heading,
        )


def read_table(
    text: str,
    file: str,
    *,
    heading_line: int,
    delimiter: str = ",",
    decimal: str = ".",
    headings: Sequence[str] | None = None,
) -> Table:
    r"""Return the table whose headings stand on a line of a text.

    Parameters
    ----------
    text
        With line feeds, as `decoding.decoded` returns it.
    file
        Name for problems.
    heading_line
        Line of the headings from 1; the rows follow.
    delimiter, decimal
        Marks between the cells and before the decimals.
    headings
        Where the format has them in its manual instead of in the file.

    Raises
    ------
    InputError
        If a row has more cells than the heading, or a quotation mark is never closed.

    Examples
    --------
    >>> table = read_table("a,b\n1,2\n\n3,x\n", "t.csv", heading_line=1)
    >>> table.headings, list(table.cells.index), list(table.cells[1])
    (('a', 'b'), [2, 4], ['2', 'x'])
    """
    lines = text.split("\n", heading_line)
    body = lines[heading_line] if len(lines) > heading_line else ""
    named = cells_of(lines[heading_line - 1], delimiter) if headings is None else list(headings)
    first = body.split("\n", 1)[0]
    width = max(len(named), len(cells_of(first, delimiter)), 1)
    cells = _cells(body, width, delimiter, decimal)
    if cells is None:
        raise_all(_ragged(body, file, width, delimiter, first_line=heading_line + 1))
        what = message("the rows do not form a table, or a quotation mark is never closed")
        raise_all([Problem(what=what, file=file, row=heading_line)])
    table = pd.DataFrame(cells)
    table.index = pd.RangeIndex(heading_line + 1, heading_line + 1 + len(table))
    return Table(
        file=file,
        headings=tuple(heading.strip() for heading in named),
        heading_line=heading_line,
        cells=table.dropna(how="all"),
        decimal=decimal,
    )


def cells_of(line: str, delimiter: str) -> list[str]:
    """Return the cells of one line; a line that is no csv is one cell.

    Examples
    --------
    >>> cells_of('a;"b;c"', ";")
    ['a', 'b;c']
    """
    try:
        return next(csv.reader([line], delimiter=delimiter), [])
    except csv.Error:
        return [line]


def _cells(body: str, width: int, delimiter: str, decimal: str) -> pd.DataFrame | None:
    if not body.strip():
        return pd.DataFrame(columns=range(width))
    words = list(read_facts("pv_design.weather", "data/missing_words.csv")["word"])
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", pd.errors.ParserWarning)
            return pd.read_csv(
                io.StringIO(body),
                header=None,
                names=list(range(width)),
                sep=delimiter,
                decimal=decimal,
                index_col=False,
                skip_blank_lines=False,
                skipinitialspace=True,
                na_values=words,
                low_memory=False,
            )
    except (ValueError, OverflowError, pd.errors.ParserWarning):
        return None


def _ragged(body: str, file: str, width: int, delimiter: str, *, first_line: int) -> list[Problem]:
    rows = enumerate(body.split("\n"), start=first_line)
    return [
        Problem(
            what=message("{count} cells", count=count),
            allowed=message("{width} cells, as in the heading", width=width),
            file=file,
            row=line,
        )
        for line, row in rows
        if (count := len(cells_of(row, delimiter))) > width
    ]


def places_of(
    table: Table, wanted: Mapping[str, str], *, needed: Collection[str], problems: list[Problem]
) -> dict[str, int]:
    r"""Return the place of each heading that is there; a problem for each needed one that is not.

    Parameters
    ----------
    table
        From `read_table`.
    wanted
        Our name of a column to its heading.
    needed
        Names that must be there.
    problems
        What is wrong is added here.

    Examples
    --------
    >>> table, problems = read_table("GHI,T\n1,2\n", "t.csv", heading_line=1), []
    >>> places_of(table, {"ghi": "GHI", "dni": "DNI"}, needed=["ghi", "dni"], problems=problems)
    {'ghi': 0}
    >>> print(problems[0])
    t.csv:1 [dni]: the column DNI is missing; the headings here are GHI, T
    """
    found = {
        name: table.headings.index(heading)
        for name, heading in wanted.items()
        if heading in table.headings
    }
    here = ", ".join(table.headings[:_SHOWN_HEADINGS])
    problems.extend(
        Problem(
            what=message("the column {heading} is missing", heading=wanted[name]),
            allowed=message("the headings here are {headings}", headings=here),
            file=table.file,
            row=table.heading_line,
            field=name,
        )
        for name in needed
        if name not in found
    )
    return found
