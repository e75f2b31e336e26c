"""Workbooks as an independent spreadsheet program sees them: LibreOffice without a window."""

from __future__ import annotations

import io
import shutil
import subprocess
from typing import TYPE_CHECKING

import openpyxl

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

SOFFICE = shutil.which("soffice")
ALWAYS_RECALCULATE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load">
<prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item>
</oor:items>
"""


def recalculated(books: Mapping[str, bytes], folder: Path) -> dict[str, openpyxl.Workbook]:
    """Return workbooks with the values that LibreOffice gives their formulas."""
    profile, made = folder / "profile", folder / "made"
    (profile / "user").mkdir(parents=True)
    (profile / "user" / "registrymodifications.xcu").write_text(ALWAYS_RECALCULATE)
    for name, content in books.items():
        (folder / f"{name}.xlsx").write_bytes(content)
    subprocess.run(
        [
            str(SOFFICE),
            f"-env:UserInstallation={profile.as_uri()}",
            "--headless",
            "--convert-to",
            "xlsx",
            "--outdir",
            str(made),
            *(str(folder / f"{name}.xlsx") for name in books),
        ],
        check=True,
        capture_output=True,
        timeout=120,
    )
    return {name: openpyxl.load_workbook(made / f"{name}.xlsx", data_only=True) for name in books}


def with_inputs(content: bytes, values: Mapping[str, float]) -> bytes:
    """Return a workbook in which somebody changed named cells; no formula keeps its value."""
    book = openpyxl.load_workbook(io.BytesIO(content))
    for name, value in values.items():
        sheet, cell = next(iter(book.defined_names[name].destinations))
        book[sheet][cell] = value
    into = io.BytesIO()
    book.save(into)
    return into.getvalue()


def named(book: openpyxl.Workbook, names: openpyxl.Workbook, name: str):
    """Return the value of a named cell; the names are read from the workbook as we wrote it."""
    sheet, cell = next(iter(names.defined_names[name].destinations))
    return book[sheet][cell.replace("$", "")].value
