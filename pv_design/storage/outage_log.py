"""A log of outages: when the grid went and when it came back."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

import numpy as np

from equipment_catalog.csv_files import read_csv_rows
from equipment_catalog.errors import InputError, Problem, shown
from equipment_catalog.messages import message
from pv_design.storage.outages import outage_fraction

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import tzinfo
    from pathlib import Path

    import numpy.typing as npt
    import pandas as pd

    from equipment_catalog.cell_values import Cell
    from equipment_catalog.messages import Message

    Floats = npt.NDArray[np.float64]

COLUMNS = ("start", "end")
SPANISH = {"inicio": "start", "fin": "end"}
_SECONDS = 3600.0


def read_outages(path: Path, hours: pd.DatetimeIndex) -> Floats:
    r"""Return the fraction of each hour that a log of outages leaves without the grid.

    Parameters
    ----------
    path
        Text with commas, semicolons or tabs and the columns `start` and `end`, or `inicio` and
        `fin`, in UTF-8, UTF-16 or Windows-1252; lines that begin with ``#`` are remarks, other
        columns are left alone.
        Times are ISO 8601, as 2025-03-31 14:30; those without a zone are the site's own. Other
        orders are refused: 01/03/2025 is a day of March to one reader and of January to another.
    hours
        Starts of the hours of the year, with a time zone, one after the other.

    Raises
    ------
    InputError
        With every fault of the log: no such file, no text, a column missing, a time that cannot be
        read, an outage that ends before it starts or lies outside the hours.

    Examples
    --------
    >>> import tempfile
    >>> from pathlib import Path
    >>> import pandas as pd
    >>> hours = pd.date_range("2025-03-01", periods=3, freq="h", tz="America/Bogota")
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     log = Path(folder, "outages.csv")
    ...     _ = log.write_text("start;end\n2025-03-01 00:30;2025-03-01 02:15\n")
    ...     read_outages(log, hours).tolist()
    [0.5, 1.0, 0.25]

    Sources
    -------
    The log of the mine or of its grid company.
    """
    if not path.is_file():
        what, allowed = message("the file does not exist"), message("path: {path}", path=str(path))
        raise InputError([Problem(what=what, allowed=allowed, file=path.name)])
    rows = read_csv_rows(path.name, path.read_bytes(), names_in=_known)
    places = _places(path.name, rows[0] if rows else (1, []))
    begin, finish = hours[0].to_pydatetime(), hours[-1].to_pydatetime()
    problems: list[Problem] = []
    spans: list[tuple[float, float]] = []
    for line, cells in rows[1:]:
        found = _Line(path.name, line, cells, places, hours.tz)
        first, last = (found.time(name, problems) for name in COLUMNS)
        if first is None or last is None:
            continue
        start_h = (first - begin).total_seconds() / _SECONDS
        end_h = (last - begin).total_seconds() / _SECONDS
        if not first < last:
            problems.append(found.problem("end", message("after the start")))
        elif start_h < 0 or end_h > len(hours):
            allowed = message(
                "within the hours of the study, from {first} to the end of {last}",
                first=f"{begin:%Y-%m-%d %H:%M}",
                last=f"{finish:%Y-%m-%d}",
            )
            problems.append(found.problem("start", allowed))
        spans.append((start_h, end_h))
    if problems:
        raise InputError(problems)
    starts, ends = np.array(spans, dtype=float).reshape(-1, 2).T
    return outage_fraction(starts, ends, len(hours))


class _Line:
    """One outage of the log."""

    def __init__(
        self,
        file: str,
        line: int,
        cells: Sequence[Cell],
        places: dict[str, int],
        zone: tzinfo | None,
    ) -> None:
        self.file, self.line, self.places, self.zone = file, line, places, zone
        self.texts = {
            name: str(cells[at]) if at < len(cells) else "" for name, at in places.items()
        }

    def time(self, name: str, problems: list[Problem]) -> datetime | None:
        """Return a time of the line; what is wrong with it joins the problems."""
        try:
            time = datetime.fromisoformat(self.texts[name])
        except ValueError:
            problems.append(self.problem(name, message("a time such as 2025-03-31 14:30")))
            return None
        return time.replace(tzinfo=self.zone) if time.tzinfo is None else time

    def problem(self, name: str, allowed: Message) -> Problem:
        """Return that a cell is not accepted, at its place."""
        return Problem(
            what=message("{value} is not accepted", value=shown(self.texts[name])),
            allowed=allowed,
            file=self.file,
            row=self.line,
            column=self.places[name] + 1,
            field=name,
        )


def _known(cells: Sequence[Cell]) -> int:
    return len(set(COLUMNS) & set(_named(cells)))


def _named(cells: Sequence[Cell]) -> list[str]:
    """Return the headings, Spanish ones by their English names."""
    return [SPANISH.get(str(cell).casefold(), str(cell).casefold()) for cell in cells]


def _places(file: str, heading: tuple[int, Sequence[Cell]]) -> dict[str, int]:
    """Return where the columns stand."""
    line, cells = heading[0], _named(heading[1])
    absent = [name for name in COLUMNS if name not in cells]
    if absent:
        what = message("columns are missing: {names}", names=", ".join(absent))
        allowed = message("a csv with the columns start and end, or inicio and fin")
        raise InputError([Problem(what=what, allowed=allowed, file=file, row=line)])
    return {name: cells.index(name) for name in COLUMNS}
