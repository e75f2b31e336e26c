"""The archive that a workbook is: of which make, how large, what its sheets hold."""

from __future__ import annotations

import io
import re
import zipfile
from contextlib import contextmanager
from typing import TYPE_CHECKING

from equipment_catalog.messages import message
from equipment_catalog.raw_sheets import unreadable
from equipment_catalog.tables import read_fact

if TYPE_CHECKING:
    from collections.abc import Iterator

    from equipment_catalog.errors import InputError

ZIP_MARK = b"PK\x03\x04"
OLD_EXCEL_MARK = b"\xd0\xcf\x11\xe0"
LOCKED_MARK = "EncryptedPackage".encode("utf-16-le")
FORMULA = re.compile(rb"<(?:\w+:)?f[ />]")
TALL_MERGE_OR_HIDDEN_ROW = re.compile(
    rb'<(?:\w+:)?(?:mergeCell ref="[A-Z]+(\d+):[A-Z]+(?!\1")\d|row [^>]*hidden="(?:1|true)")'
)
"""Cells of several rows that were made one, and rows that a filter or a hand hides."""
SHEET_FILE = re.compile(r"xl/worksheets/[^/]+\.xml")
CHUNK_BYTES = 1 << 20
"""Part of a sheet that is looked through at a time."""
LONGEST_MARK_BYTES = 512
"""Bytes that two parts share, so that what stands on their border is seen."""


def refuse_unreadable(file: str, content: bytes) -> None:
    """Refuse what is no workbook of Excel 2007 or later, is locked, damaged or too large.

    Parameters
    ----------
    file
        Name for problems.
    content
        The bytes of the file.

    Raises
    ------
    InputError
        With the one thing that is wrong and what to do about it; the limit of the size is that
        of data/workbook_facts.csv.
    """
    as_xlsx = message("open it and save it again as xlsx")
    if content.startswith(OLD_EXCEL_MARK):
        if LOCKED_MARK in content:
            what = message("the workbook is locked with a password")
            raise unreadable(file, what, message("save it without password"))
        raise unreadable(file, message("this is a workbook of Excel 97 (xls)"), as_xlsx)
    with opening(file), zipfile.ZipFile(io.BytesIO(content)) as archive:
        names = set(archive.namelist())
        unpacked_bytes = sum(part.file_size for part in archive.infolist())
    if "xl/workbook.xml" not in names:
        what = message("this is not an xlsx workbook, but an ods, xlsb or another archive")
        raise unreadable(file, what, as_xlsx)
    _refuse_too_large(file, unpacked_bytes)


def _refuse_too_large(file: str, unpacked_bytes: int) -> None:
    """Refuse what would fill the memory; nothing is unpacked beyond the size its archive states."""
    limit = read_fact("equipment_catalog", "data/workbook_facts.csv", "largest_unpacked_bytes")
    if unpacked_bytes > limit.value:
        what = message("the workbook holds {bytes:,d} bytes unpacked", bytes=unpacked_bytes)
        allowed = message(
            "at most {limit:,.0f}: delete empty rows and columns that are formatted, or split it",
            limit=limit.value,
        )
        raise unreadable(file, what, allowed)


@contextmanager
def opening(file: str) -> Iterator[None]:
    """Report whatever fails inside as a damaged workbook; only foreign code belongs there."""
    try:
        yield
    except Exception:  # noqa: BLE001  a damaged workbook fails anywhere inside openpyxl
        raise _damaged(file) from None


def _damaged(file: str) -> InputError:
    what = message("the workbook is damaged")
    return unreadable(file, what, message("open it and save it again as xlsx"))


def any_sheet_holds(mark: re.Pattern[bytes], file: str, content: bytes) -> bool:
    """Tell whether any sheet of a workbook holds a mark, without unpacking a whole one.

    Parameters
    ----------
    mark
        `FORMULA`, `TALL_MERGE_OR_HIDDEN_ROW`, or another of at most `LONGEST_MARK_BYTES`.
    file
        Name for problems.
    content
        The bytes of an xlsx or xlsm file.

    Raises
    ------
    InputError
        If the workbook is damaged.
    """
    with opening(file), zipfile.ZipFile(io.BytesIO(content)) as archive:
        sheets = [name for name in archive.namelist() if SHEET_FILE.fullmatch(name)]
        return any(_holds(mark, archive, name) for name in sheets)


def _holds(mark: re.Pattern[bytes], archive: zipfile.ZipFile, name: str) -> bool:
    end = b""
    with archive.open(name) as sheet:
        while part := sheet.read(CHUNK_BYTES):
            if mark.search(end + part):
                return True
            end = part[-LONGEST_MARK_BYTES:]
    return False
