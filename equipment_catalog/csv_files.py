"""Texts with separators: which alphabet, which separator, which lines hold something."""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING

from equipment_catalog.errors import InputError
from equipment_catalog.messages import message
from equipment_catalog.notes import Note
from equipment_catalog.quoted_cells import (
    cells_of_any_length,
    numbered_cells,
    open_quote,
    quoted_cells,
)
from equipment_catalog.raw_sheets import HEADING_ROWS, RawSheet, is_remark, unreadable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from equipment_catalog.cell_values import Cell
    from equipment_catalog.quoted_cells import Line
    from equipment_catalog.raw_sheets import Row

DELIMITERS = ",;\t"
BLANKS = " \t\N{NO-BREAK SPACE}"
UTF_16_MARKS = (b"\xff\xfe", b"\xfe\xff")
NOT_TEXT = re.compile("[\x00-\x08\x0e-\x1f]")
BEYOND_ASCII = re.compile(r"\w*[^\x00-\x7f]\w*")
TWICE_ENCODED = re.compile("\u00c3[\u0080-\u00bf\u2018-\u2026]")


def read_csv_sheet(
    file: str, content: bytes, *, names_in: Callable[[Sequence[Cell]], int]
) -> RawSheet:
    """Return the rows of a text with commas, semicolons or tabs between its cells.

    The separator is the one under which the headings are best understood. Lines that begin with
    ``#`` are among the rows: a machine may be called ``#1``. A quotation mark that nothing closes
    is a problem of the sheet, which is read as if it were not there.

    Parameters
    ----------
    file
        Name for problems.
    content
        UTF-8 with or without byte-order mark, UTF-16 with one, or else Windows-1252, which the
        sheet then remarks on.
    names_in
        Tells how many headings of a row are understood.

    Raises
    ------
    InputError
        If it is no text.
    """
    text, remarks = _decoded(file, content)
    with cells_of_any_length(text):
        delimiter = _delimiter(text, names_in)
        lines, open_quotes = quoted_cells(text, delimiter)
    return RawSheet(
        file=file,
        sheet="",
        delimiter=delimiter,
        rows=tuple(_filled(lines, delimiter)),
        open_quotes=tuple(open_quote(file, *place) for place in open_quotes),
        remarks=remarks,
    )


def read_csv_rows(
    file: str, content: bytes, *, names_in: Callable[[Sequence[Cell]], int]
) -> tuple[Row, ...]:
    """Return the rows of a csv file in which no record begins with ``#``.

    The parameters are those of `read_csv_sheet`.

    Raises
    ------
    InputError
        If it is no text, or for each quotation mark that nothing closes.
    """
    raw = read_csv_sheet(file, content, names_in=names_in)
    if raw.open_quotes:
        raise InputError(raw.open_quotes)
    return raw.without_remarks


def _decoded(file: str, content: bytes) -> tuple[str, tuple[Note, ...]]:
    """Return the text of a file and what to remark on its alphabet."""
    try:
        if content.startswith(UTF_16_MARKS):
            text = content.decode("utf-16")
        else:
            text = content.decode("utf-8-sig")
        remarks = _twice_encoded(file, text)
    except UnicodeDecodeError:
        text, remarks = _windows_text(file, content)
    if NOT_TEXT.search(text):
        what = message("the file is not a table of text")
        raise unreadable(file, what, message("save it as “CSV UTF-8” or as xlsx"))
    return text, remarks


def _windows_text(file: str, content: bytes) -> tuple[str, tuple[Note, ...]]:
    try:
        text = content.decode("cp1252")
    except UnicodeDecodeError as error:
        what = message("the file is neither UTF-8 nor Windows-1252 (byte {byte})", byte=error.start)
        raise unreadable(file, what, message("save it as “CSV UTF-8”")) from None
    word = BEYOND_ASCII.search(text)
    note = Note(
        what=message("Alphabet of the file {file}", file=file),
        value=message("Windows-1252, as in “{word}”", word=word[0] if word else ""),
        source=message("the file is not UTF-8"),
        effect=message("names with accents may be misread; save it as “CSV UTF-8” if so"),
        kind="warning",
    )
    return text, (note,)


def _twice_encoded(file: str, text: str) -> tuple[Note, ...]:
    match = TWICE_ENCODED.search(text)
    if match is None:
        return ()
    start = max(match.start() - 5, 0)
    note = Note(
        what=message("Accents of the file {file}", file=file),
        value=text[start : match.end() + 5].replace("\n", " "),
        source=message("letters as they come when a text is converted twice"),
        effect=message("names with accents are misread; export the file again"),
        kind="warning",
    )
    return (note,)


def _delimiter(text: str, names_in: Callable[[Sequence[Cell]], int]) -> str:
    """Return the separator under which the best row of headings is understood best."""
    content = [line for line in text.splitlines() if line.strip() and not line.startswith("#")]
    first = content[0] if content else ""
    return max(
        DELIMITERS,
        key=lambda mark: (
            max((names_in(cells) for cells in islice(_told(text, mark), HEADING_ROWS)), default=0),
            first.count(mark),
        ),
    )


def _told(text: str, delimiter: str) -> Iterator[list[Cell]]:
    """Yield the cells of every line that holds something and is no remark."""
    lines = numbered_cells(text, delimiter)
    return (cells for _, cells in _filled(lines, delimiter) if not is_remark(cells))


def _filled(lines: Iterable[Line], delimiter: str) -> Iterator[Row]:
    """Yield line number and stripped cells of every line that holds something.

    A cell in which cells may have gone astray keeps its line breaks, which tell them.
    """
    for line, cells in lines:
        stripped: list[Cell] = [cell.strip(BLANKS if delimiter in cell else None) for cell in cells]
        if any(stripped):
            yield line, stripped
