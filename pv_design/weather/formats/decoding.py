"""Bytes to text: alphabets, and the files that are no text at all."""

from __future__ import annotations

import re

from equipment_catalog.errors import InputError, Problem
from equipment_catalog.messages import Message, message

_UTF_16_MARKS = (b"\xff\xfe", b"\xfe\xff")
_NOT_TEXT = re.compile("[\x00-\x08\x0e-\x1b\x7f]")
_WORKBOOKS = (message("an Excel workbook or a zip archive"), message("an old Excel workbook"))
_NO_WEATHER: dict[bytes, Message] = {
    b"PK\x03\x04": _WORKBOOKS[0],
    b"\xd0\xcf\x11\xe0": _WORKBOOKS[1],
    b"%PDF": message("a PDF"),
    b"\x1f\x8b": message("a gzip archive"),
    b"CDF": message("a NetCDF file"),
    b"\x89HDF": message("an HDF5 or NetCDF file"),
}


def decoded(content: bytes, name: str) -> str:
    r"""Return the text of a weather file, its lines ended by a line feed.

    UTF-8 with or without a byte-order mark, UTF-16 with one, or else Windows-1252 or Latin-1:
    the figures of a file are the same in all of them.

    Parameters
    ----------
    content
        Of the file.
    name
        Of the file, for problems.

    Raises
    ------
    InputError
        If it is empty, a workbook, an archive, a PDF, a web page, or no text.

    Examples
    --------
    >>> decoded("Radiación\r\n".encode("cp1252"), "a.csv")
    'Radiación\n'
    >>> decoded(b"PK\x03\x04...", "a.csv")
    Traceback (most recent call last):
        ...
    equipment_catalog.errors.InputError: a.csv: this is an Excel workbook or a zip archive; the
    weather as text: in the spreadsheet, save the sheet as csv
    """
    for mark, kind in _NO_WEATHER.items():
        if content.startswith(mark):
            raise _refused(name, message("this is {kind}", kind=kind), allowed=_as_text(kind))
    text = _text(content, name).replace("\r\n", "\n").replace("\r", "\n")
    if not text.strip():
        raise _refused(name, message("the file is empty"))
    if _NOT_TEXT.search(text):
        raise _refused(name, message("this is not text"))
    if text.lstrip()[:14].lower().startswith(("<!doctype html", "<html")):
        raise _refused(name, message("this is a web page, not the file it leads to"))
    return text


def _text(content: bytes, name: str) -> str:
    if content.startswith(_UTF_16_MARKS):
        try:
            return content.decode("utf-16")
        except UnicodeDecodeError:
            raise _refused(name, message("this is not text")) from None
    for alphabet in ("utf-8-sig", "cp1252"):
        try:
            return content.decode(alphabet)
        except UnicodeDecodeError:
            continue
    return content.decode("latin-1")


def _as_text(kind: Message) -> Message:
    if kind in _WORKBOOKS:
        return message("the weather as text: in the spreadsheet, save the sheet as csv")
    return message("the weather as text: csv, epw or json")


def _refused(name: str, what: Message, *, allowed: Message | None = None) -> InputError:
    allowed = allowed or message("the weather as text: csv, epw or json")
    return InputError([Problem(what=what, allowed=allowed, file=name)])
