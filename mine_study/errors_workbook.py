"""What is wrong in the tables of a study, shown in the tables themselves."""

from __future__ import annotations

import io
import re
import warnings
from dataclasses import dataclass
from typing import TYPE_CHECKING

import openpyxl

from energy_audit.bills import bill_aliases, bill_rules
from energy_audit.inventory import inventory_aliases, inventory_rules
from equipment_catalog.column_names import column_names
from equipment_catalog.csv_files import read_csv_sheet
from equipment_catalog.errors import InputError, Problem
from equipment_catalog.messages import message
from equipment_catalog.table_headers import names_in
from equipment_catalog.workbooks import is_workbook
from mine_study.case_files import case_files
from mine_study.cell_marks import as_text, list_problems, mark_cells
from mine_study.layers import scenario_files
from mine_study.study_reader import examine_study, study_path

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from openpyxl import Workbook

    from equipment_catalog.column_names import ColumnNames
    from mine_study.language import Reader
    from mine_study.layers import Override

NOT_IN_A_TITLE = re.compile(r"[\[\]:*?/\\]")
LONGEST_TITLE = 31


@dataclass(frozen=True, kw_only=True)
class MarkedBooks:
    """Workbooks with their mistakes marked, not written yet."""

    contents: Mapping[Path, bytes]
    """Content by the file to write."""
    problems: tuple[Problem, ...]
    """Files that could not be marked."""


def belongs_to_study(file: Path, place: Path, overrides: Sequence[Override] = ()) -> bool:
    """Tell whether a file is one that a study reads, which no output may replace.

    A file whose name stands anywhere in ``study.yaml`` counts as one, since the keys of a wrong
    study file cannot all be told.
    """
    try:
        path = study_path(place)
    except InputError:
        return False
    if file.name in path.read_text(encoding="utf-8", errors="replace"):
        return True
    try:
        merged = examine_study(path, overrides).merged
    except InputError:
        merged = {}
    read = (path, *case_files(merged, path.parent).all, *scenario_files(overrides))
    return any(own.exists() and file.samefile(own) for own in read)


def marked_books(
    to: Path,
    place: Path,
    overrides: Sequence[Override],
    problems: Sequence[Problem],
    reader: Reader,
) -> MarkedBooks:
    """Return the person's own tables with every wrong cell coloured and commented.

    A workbook comes back with all its sheets, formulas and formats, as far as openpyxl keeps them;
    macros do not come back, and formulas are calculated when it is opened. A csv file comes back
    as a workbook whose cells are the texts of the file, each at its line and column. Each book
    lists all problems of the study on a sheet of its own.

    Parameters
    ----------
    to
        File to write. Where several tables have wrong cells, there is one book for each, and the
        name of the table is added: ``errors-inventory.xlsx``, ``errors-bills.csv.xlsx``. Where
        none has, the one book holds the list alone.
    place
        Folder of the study, or its file.
    overrides
        Texts ``KEY=VALUE`` as ``--set`` takes them, and scenario files.
    problems
        Every problem of the study. Of two tables of the same file name neither is marked.
    reader
        Language of comments and list.
    """
    tables = _tables(place, overrides)
    faulty = list(
        dict.fromkeys(one.file for one in problems if one.file in tables and one.row is not None)
    )
    books: dict[str, Workbook] = {}
    unmarked: list[Problem] = []
    for file in faulty:
        try:
            book = _opened(*tables[file])
            mark_cells(book, [one for one in problems if one.file == file], reader)
        except Exception:  # noqa: BLE001  openpyxl fails anywhere inside what it does not know
            unmarked.append(_unmarkable(file))
        else:
            books[file] = book
    everything = [*problems, *unmarked]
    for file, book in books.items():
        list_problems(book, everything, file, reader)
    if not books:
        books[""] = _list_alone(everything, reader)
    names = _names(to, list(books))
    contents = {names[file]: _saved(book) for file, book in books.items()}
    return MarkedBooks(contents=contents, problems=tuple(unmarked))


def _tables(place: Path, overrides: Sequence[Override]) -> dict[str, tuple[Path, ColumnNames]]:
    """Return the tables of a study by file name, without names that two of them bear."""
    try:
        path = study_path(place)
        files = case_files(examine_study(path, overrides).merged, path.parent)
    except InputError:
        return {}
    machines = column_names(tuple(inventory_rules()), inventory_aliases())
    bills = column_names(tuple(bill_rules()), bill_aliases())
    known = {files.bills: bills} | dict.fromkeys(files.inventory, machines)
    names = [file.name for file in known]
    return {file.name: (file, own) for file, own in known.items() if names.count(file.name) == 1}


def _opened(path: Path, names: ColumnNames) -> Workbook:
    content = path.read_bytes()
    if not is_workbook(content):
        return _book_of_csv(path.name, content, names)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # openpyxl warns of what it does not keep
        book = openpyxl.load_workbook(io.BytesIO(content), rich_text=True)
    book.calculation.fullCalcOnLoad = True
    return book


def _book_of_csv(file: str, content: bytes, names: ColumnNames) -> Workbook:
    raw = read_csv_sheet(file, content, names_in=lambda cells: names_in(cells, names))
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = _title(file)
    for line, cells in raw.rows:
        for column, cell in enumerate(cells, start=1):
            if cell != "":
                as_text(sheet.cell(line, column), str(cell))
    return book


def _title(file: str) -> str:
    """Return a name for the sheet of a csv file."""
    return NOT_IN_A_TITLE.sub(" ", file)[:LONGEST_TITLE].strip("' ") or "csv"


def _list_alone(problems: Sequence[Problem], reader: Reader) -> Workbook:
    book = openpyxl.Workbook()
    empty = book.active
    list_problems(book, problems, "", reader)
    book.remove(empty)
    return book


def _unmarkable(file: str) -> Problem:
    return Problem(
        what=message("the workbook could not be returned with marks"),
        allowed=message("open it and save it again as xlsx"),
        file=file,
    )


def _names(to: Path, files: Sequence[str]) -> dict[str, Path]:
    """Return the file to write for each table."""
    if len(files) == 1:
        return {files[0]: to}
    return {file: to.with_name(f"{to.stem}-{file.removesuffix('.xlsx')}.xlsx") for file in files}


def _saved(book: Workbook) -> bytes:
    into = io.BytesIO()
    book.save(into)
    return into.getvalue()
