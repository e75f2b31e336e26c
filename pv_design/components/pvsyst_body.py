"""The keys of a PVsyst component file, each with its line and in the product's units."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pvlib

from equipment_catalog.errors import InputError, Problem, shown
from equipment_catalog.messages import Message, message
from equipment_catalog.tables import read_facts

if TYPE_CHECKING:
    from collections.abc import Hashable, Mapping, Sequence

_NOT_TEXT = re.compile(rb"[\x00-\x08\x0e-\x1f]")
_SECTIONS = ("PVObject_Commercial", "Converter")


@dataclass(frozen=True, kw_only=True)
class PvsystBody:
    """What a file holds."""

    file: str
    """Its name."""
    values: Mapping[str, float]
    """Numbers by the product's field, in its unit; only those that the file gives."""
    words: Mapping[str, str]
    """Texts by PVsyst's key in small letters."""
    rows: Mapping[str, int]
    """Line of the file, counted from 1, by the field of the component that came of it."""

    def at_its_line(self, error: InputError) -> InputError:
        """Return an error about a field as an error about the line the field came from."""
        return InputError(
            [
                Problem(
                    what=problem.what,
                    allowed=problem.allowed,
                    file=self.file,
                    row=self.rows.get(problem.field),
                    field=problem.field,
                )
                for problem in error.problems
            ]
        )


def read_body(path: str | Path, kind: str) -> PvsystBody:
    """Return the known keys of a PVsyst file.

    Parameters
    ----------
    path
        File in the text form that PVsyst writes since version 6.4.
    kind
        ``pvModule`` or ``pvGInverter``.

    Raises
    ------
    InputError
        If the file is missing, in the older binary form or of another kind; if a required key is
        missing or a value is no number, all of them at once.
    """
    path = Path(path)
    text, encoding = _text(path)
    lines = text.splitlines()
    _require_kind(path.name, lines, kind)
    content = pvlib.iotools.read_panond(path, encoding=encoding).get("PVObject_")
    if not isinstance(content, dict):
        raise _file_error(path.name, message("the file ends before its first key"))
    cells = _cells(content)
    rows = _rows(lines)
    table = read_facts("pv_design", "data/pvsyst_keys.csv")
    keys = table[table["kind"] == kind].to_dict("records")
    return PvsystBody(
        file=path.name,
        values=_numbers(path.name, keys, cells, rows),
        words={key: cell for key, cell in cells.items() if isinstance(cell, str)},
        rows={
            str(key["becomes"]): rows[key["key"].casefold()]
            for key in keys
            if key["key"].casefold() in rows
        },
    )


def _numbers(
    file: str,
    keys: Sequence[Mapping[Hashable, Any]],
    cells: Mapping[str, Any],
    rows: Mapping[str, int],
) -> dict[str, float]:
    """Return the numbers of a file in the product's units, or refuse all that is wrong."""
    values: dict[str, float] = {}
    problems: list[Problem] = []
    for key in keys:
        name = str(key["key"])
        cell = cells.get(name.casefold())
        fault = _fault(cell, str(key["required"]), str(key["unit"]))
        if fault is not None:
            row = rows.get(name.casefold())
            problems.append(
                Problem(what=fault[0], allowed=fault[1], file=file, row=row, field=name)
            )
        elif cell is not None and cell != "":
            values[str(key["field"])] = cell * key["factor"]
    if problems:
        raise InputError(problems)
    return values


def _text(path: Path) -> tuple[str, str]:
    try:
        content = path.read_bytes()
    except OSError:
        raise _file_error(path.name, message("the file cannot be read")) from None
    if _NOT_TEXT.search(content):
        what = message("the file is not text: PVsyst before version 6.4 wrote another form")
        raise _file_error(path.name, what)
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            return content.decode(encoding), encoding
        except UnicodeDecodeError:
            continue
    raise _file_error(path.name, message("the file is neither UTF-8 nor Windows-1252"))


def _file_error(file: str, what: Message, row: int | None = None) -> InputError:
    allowed = message("a .PAN or .OND file as PVsyst writes it since version 6.4")
    return InputError([Problem(what=what, allowed=allowed, file=file, row=row)])


def _require_kind(file: str, lines: list[str], kind: str) -> None:
    first = next((line.strip() for line in lines if line.strip()), "")
    if first != f"PVObject_={kind}":
        what = message(
            "the first line is {line}, not PVObject_={kind}", line=shown(first[:60]), kind=kind
        )
        raise _file_error(file, what, row=1)


def _cells(body: Mapping[str, Any]) -> dict[str, Any]:
    """Return keys in small letters of the file's top level and of the sections that matter."""
    found: dict[str, Any] = {}
    sections = [body[name] for name in _SECTIONS if isinstance(body.get(name), dict)]
    for section in (*sections, body):
        found |= {
            key.casefold(): cell for key, cell in section.items() if not isinstance(cell, dict)
        }
    return found


def _rows(lines: list[str]) -> dict[str, int]:
    """Return the first line of each key."""
    rows: dict[str, int] = {}
    for number, line in enumerate(lines, start=1):
        key, equals, _ = line.partition("=")
        if equals:
            rows.setdefault(key.strip().casefold(), number)
    return rows


def _fault(cell: object, required: str, unit: str) -> tuple[Message, Message] | None:
    """Return what is wrong with a cell and what is allowed, None for a cell that serves."""
    allowed = message("a number of {unit} with a decimal point", unit=unit)
    if cell is None or cell == "":
        return None if required == "no" else (message("the key is missing"), allowed)
    if isinstance(cell, list):
        value = ",".join(str(part) for part in cell)
        return message("{value} is not accepted", value=shown(value)), allowed
    if not isinstance(cell, (int, float)) or not abs(cell) < float("inf"):
        return message("{value} is not accepted", value=shown(cell)), allowed
    if cell == 0 and required == "nonzero":
        return message("0 stands where nobody gave the value"), allowed
    return None
