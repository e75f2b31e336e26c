"""Horizon profiles that a mine can bring: csv, PVGIS, and bare pairs of numbers (.hor)."""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from equipment_catalog.csv_files import read_csv_rows
from equipment_catalog.errors import InputError, Problem
from equipment_catalog.messages import message
from equipment_catalog.notes import Note
from equipment_catalog.raw_sheets import unreadable
from equipment_catalog.tables import read_facts
from pv_design.horizon import Horizon
from pv_design.horizon_points import LIMITS, NUMBER, Point, Zero, terrain_heights

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from equipment_catalog.cell_values import Cell

_HALF_TURN_DEG = 180.0


@dataclass(frozen=True, kw_only=True)
class _Profile:
    """A profile as it stands in the file."""

    points: tuple[Point, ...]
    zero: Zero | None
    """Where azimuth 0 lies; None where the file does not say."""


def read_horizon(
    path: str | Path, *, latitude: float | None = None, azimuth_zero: Zero | None = None
) -> Horizon:
    """Return the horizon profile of a file.

    Read are: a csv with the headings azimuth_deg (0 north, 90 east) or azimuth_from_south_deg
    (0 south, -90 east, 90 west) and elevation_deg in any order, with commas, semicolons or tabs;
    the json or csv of PVGIS printhorizon (0 south); and pairs of numbers without headings, as
    the .hor files of shading software have them.

    Parameters
    ----------
    path
        The file.
    latitude
        Of the site [deg]. Pairs without headings count from the south in the north of the world;
        in its south programs differ, so that there `azimuth_zero` must be said.
    azimuth_zero
        Where azimuth 0 lies, against what the file seems to say: "north" (clockwise, 0 to 360)
        or "south" (east negative, -180 to 180).

    Raises
    ------
    InputError
        With every fault by file and row: no numbers, out of range, a direction twice, a gap of
        more than 90 deg, or an azimuth whose zero is not told.

    Notes
    -----
    PVGIS: azimuth 0 south, 90 west (pvlib.iotools.get_pvgis_horizon turns it by 180 deg). Pairs
    of a .hor file: -180 north, -90 east, 0 south after the help of PV*SOL (Valentin Software);
    north in the southern hemisphere after PVsyst (from memory) and HelioScope's help.

    Examples
    --------
    >>> read_horizon("mountains.docx")
    Traceback (most recent call last):
        ...
    equipment_catalog.errors.InputError: mountains.docx: the file does not exist; a horizon file
    """
    file = Path(path)
    if not file.is_file():
        raise unreadable(str(path), message("the file does not exist"), message("a horizon file"))
    content = file.read_bytes()
    profile = _pvgis_json(file.name, content) or _table(file.name, content)
    zero, notes = _zero(file.name, profile, latitude, azimuth_zero)
    heights = terrain_heights(file.name, profile.points, zero)
    turned = np.array([*heights]) + (_HALF_TURN_DEG if zero == "south" else 0.0)
    return Horizon(
        azimuth_deg=turned,
        elevation_deg=np.array([*heights.values()]),
        source=file.name,
        sha256=hashlib.sha256(content).hexdigest(),
        notes=notes,
    )


def _pvgis_json(file: str, content: bytes) -> _Profile | None:
    """Return the profile in an answer of PVGIS; None where the file is no json."""
    if not content.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{"):
        return None
    try:
        profile = json.loads(content.decode("utf-8-sig"))["outputs"]["horizon_profile"]
        points = tuple(
            Point(azimuth=str(at["A"]), elevation=str(at["H_hor"]), record=f"horizon_profile {n}")
            for n, at in enumerate(profile, start=1)
        )
    except (ValueError, KeyError, TypeError, RecursionError):
        points = ()
    if not points:
        what = message("this json is no horizon of PVGIS")
        allowed = message("outputs.horizon_profile with A and H_hor in each point")
        raise unreadable(file, what, allowed)
    return _Profile(points=points, zero="south")


def _meanings(cells: Sequence[Cell]) -> list[str]:
    """Return what each heading means; empty for one that is not understood."""
    known = read_facts("pv_design", "data/horizon_columns.csv").set_index("heading")["meaning"]
    return [str(known.get(_plain(str(cell)), "")) for cell in cells]


def _plain(heading: str) -> str:
    """Return a heading in small letters without accents, degree signs and brackets."""
    letters = unicodedata.normalize("NFKD", heading).encode("ascii", "ignore").decode().lower()
    return "_".join(re.findall("[a-z]+", letters))


def _headings_in(cells: Sequence[Cell]) -> int:
    return sum(bool(meaning) for meaning in _meanings(cells))


def _table(file: str, content: bytes) -> _Profile:
    """Return the points below the headings of a csv; without headings those of bare pairs."""
    rows = read_csv_rows(file, content, names_in=_headings_in)
    for place, (_, cells) in enumerate(rows):
        meanings = _meanings(cells)
        zero = next((zero for zero in LIMITS if zero in meanings), None)
        if zero is not None and "elevation" in meanings:
            columns = meanings.index(zero), meanings.index("elevation")
            points = tuple(_below_headings(rows[place + 1 :], columns, len(cells)))
            break
    else:
        zero, points = None, tuple(_bare_pairs(content))
    if points:
        return _Profile(points=points, zero=zero)
    what = message("there is no profile of the horizon in this file")
    allowed = message(
        "a csv with the headings azimuth_deg and elevation_deg, PVGIS' horizon as json or csv, "
        "or a .hor file"
    )
    raise unreadable(file, what, allowed)


def _below_headings(
    rows: Sequence[tuple[int, list[Cell]]], columns: tuple[int, int], headings: int
) -> Iterator[Point]:
    """Yield the rows of a table up to the one that ends it with words, as PVGIS' legend does.

    Cells beyond the headings stay in the height, which is then no number and is refused.
    """
    for row, cells in rows:
        azimuth, elevation = (
            str(cells[column]) if column < len(cells) else "" for column in columns
        )
        if not elevation and re.match("[A-Za-z]", azimuth):
            return
        elevation = " ".join([elevation, *map(str, cells[headings:])]).rstrip()
        places = columns[0] + 1, columns[1] + 1
        yield Point(azimuth=azimuth, elevation=elevation, row=row, columns=places)


def _bare_pairs(content: bytes) -> Iterator[Point]:
    """Yield each line from the first that begins with a number; before it stand remarks."""
    begun = False
    for row, line in enumerate(content.decode("latin-1").splitlines(), start=1):
        text = line.strip()
        if not text or text.startswith("#"):
            continue
        cells = [cell.rstrip(",") for cell in re.split(r"[\s;]+", text)]
        if len(cells) == 1 and text.count(",") == 1:
            cells = text.split(",")
        begun = begun or NUMBER.fullmatch(cells[0]) is not None
        if begun:
            elevation = " ".join(cells[1:])
            yield Point(azimuth=cells[0], elevation=elevation, row=row, columns=(1, 2))


def _zero(
    file: str, profile: _Profile, latitude: float | None, azimuth_zero: Zero | None
) -> tuple[Zero, tuple[Note, ...]]:
    """Return where azimuth 0 lies, and what was taken for it."""
    if azimuth_zero is not None:
        return azimuth_zero, ()
    if profile.zero is not None:
        return profile.zero, ()
    is_signed = any(point.azimuth.startswith("-") for point in profile.points)
    if not is_signed or latitude is None or latitude < 0:
        what = message("the file does not say whether azimuth 0 is north or south")
        allowed = message(
            "a first line with the headings azimuth_deg (0 north, 90 east) or "
            "azimuth_from_south_deg (0 south, -90 east), and elevation_deg"
        )
        row = profile.points[0].row
        raise InputError([Problem(what=what, allowed=allowed, file=file, row=row)])
    note = Note(
        what=message("Azimuth 0 of the horizon file {file}", file=file),
        value=message("south, east negative"),
        source=message("as .hor files count in the north of the world: help of PV*SOL"),
        effect=message("counted from the north, east and west would change places"),
    )
    return "south", (note,)
