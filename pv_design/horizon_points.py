"""The points of a horizon file: each checked, with its line, until they go all round."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

import numpy as np

from equipment_catalog.errors import InputError, Problem
from equipment_catalog.messages import message
from equipment_catalog.tables import read_fact
from pv_design.horizon import FACTS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from equipment_catalog.messages import Message

Zero = Literal["north", "south"]
NUMBER = re.compile(r"[+-]?(\d+[.,]?\d*|[.,]\d+)([eE][+-]?\d+)?", re.ASCII)
LIMITS: dict[Zero, tuple[float, float]] = {"north": (0.0, 360.0), "south": (-180.0, 180.0)}
LIMITS_OF_HEIGHT = (0.0, 90.0)
TURN_DEG = 360.0


@dataclass(frozen=True, kw_only=True)
class Point:
    """One direction as it stands in the file."""

    azimuth: str
    elevation: str
    row: int | None = None
    """Line of the file; None in json."""
    columns: tuple[int | None, int | None] = (None, None)
    """Columns of the two in the file, from 1; None in json."""
    record: str = ""
    """Place in json."""


def terrain_heights(file: str, points: Sequence[Point], zero: Zero) -> dict[float, float]:
    """Return the height of the terrain in each direction [deg], from the file's own zero.

    Parameters
    ----------
    file
        Name for problems.
    points
        At least one, as they stand in the file.
    zero
        Where azimuth 0 lies.

    Raises
    ------
    InputError
        With every fault by its row: no number, out of range, a direction twice; or with a gap of
        more than 90 deg.

    Examples
    --------
    >>> cross = [Point(azimuth=azimuth, elevation="5,5") for azimuth in ("0", "90", "180", "270")]
    >>> terrain_heights("a.csv", cross, "north")
    {0.0: 5.5, 90.0: 5.5, 180.0: 5.5, 270.0: 5.5}
    """
    problems: list[Problem] = []
    heights: dict[float, float] = {}
    for point in points:
        faults = list(_faults(point, zero))
        direction = 0.0 if faults else _number(point.azimuth) % TURN_DEG
        height = 0.0 if faults else _number(point.elevation)
        if not faults and heights.setdefault(direction, height) != height:
            what = message("the direction {azimuth} stands twice", azimuth=point.azimuth)
            faults = [Problem(what=what, allowed=message("each direction once"))]
        problems += [
            replace(fault, file=file, row=point.row, record=point.record) for fault in faults
        ]
    problems = problems or _gap(file, heights)
    if problems:
        raise InputError(problems)
    return heights


def _number(text: str) -> float:
    return float(text.replace(",", "."))


def _faults(point: Point, zero: Zero) -> Iterator[Problem]:
    """Yield what is wrong with the two numbers of a point."""
    low, high = LIMITS[zero]
    allowed = message("{lowest:g} to {highest:g} degrees", lowest=low, highest=high)
    if zero == "north":
        allowed = message(
            "0 to 360 degrees from the north; where 0 is south, head it azimuth_from_south_deg"
        )
    for fault in _fault("azimuth_deg", point.azimuth, (low, high), allowed):
        yield replace(fault, column=point.columns[0])
    low, high = LIMITS_OF_HEIGHT
    allowed = message("{lowest:g} to {highest:g} degrees", lowest=low, highest=high)
    for fault in _fault("elevation_deg", point.elevation, (low, high), allowed):
        yield replace(fault, column=point.columns[1])


def _fault(
    field: str, text: str, limits: tuple[float, float], allowed: Message
) -> Iterator[Problem]:
    if not NUMBER.fullmatch(text):
        what = message("{text!r} is no number", text=text)
    elif not limits[0] <= _number(text) <= limits[1]:
        what = message("{value} is not accepted", value=text)
    else:
        return
    yield Problem(what=what, allowed=allowed, field=field)


def _gap(file: str, heights: dict[float, float]) -> list[Problem]:
    """Return a problem where too large a part of the compass has no point."""
    widest = read_fact("pv_design", FACTS, "widest_gap").value
    turns = np.sort([*heights])
    if np.diff(turns, append=turns[0] + TURN_DEG).max() <= widest:
        return []
    what = message("the profile does not go all round")
    allowed = message("a point at least every {widest:g} degrees", widest=widest)
    return [Problem(what=what, allowed=allowed, file=file)]
