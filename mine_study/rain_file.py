"""The rain of a year, day by day, as a person brings it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from equipment_catalog.errors import InputError, Problem
from equipment_catalog.messages import message
from project_finance.tariffs.price_file import price_of, read_price_rows
from pv_design.soiling import DAYS

if TYPE_CHECKING:
    from pathlib import Path

    import numpy.typing as npt


def read_rain(path: Path) -> npt.NDArray[np.float64]:
    r"""Return the rain of each of the 365 days of a year [mm].

    Parameters
    ----------
    path
        csv with the columns ``day`` (1 to 365, each once, in any order) and ``rain_mm``.

    Raises
    ------
    InputError
        With every row whose day or rain is none, a day twice, and days that are missing.

    Examples
    --------
    >>> import tempfile
    >>> from pathlib import Path
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = Path(folder, "rain.csv")
    ...     rows = (f"{day},{5.0 if day == 40 else 0}" for day in range(1, 366))
    ...     _ = path.write_text("day,rain_mm\n" + "\n".join(rows))
    ...     rain = read_rain(path)
    >>> float(rain.sum()), int(rain.argmax())
    (5.0, 39)
    """
    found: dict[int, float] = {}
    problems = []
    for row in read_price_rows(path, ("day", "rain_mm")):
        day, rain = price_of(row.cells["day"]), price_of(row.cells["rain_mm"])
        if day is None or day not in range(1, DAYS + 1) or day in found:
            problems.append(row.refused("day", message("days 1 to 365, each once")))
            continue
        if rain is None:
            problems.append(row.refused("rain_mm", message("0 mm or more")))
        found[int(day)] = rain or 0.0
    absent = sorted(set(range(1, DAYS + 1)) - set(found))
    if absent:
        what = message("day {day} is missing", day=absent[0])
        if len(absent) > 1:
            what = message(
                "{count} days are missing, the first is day {day}",
                count=len(absent),
                day=absent[0],
            )
        problems.append(Problem(what=what, allowed=message("365 days"), file=path.name))
    if problems:
        raise InputError(problems)
    return np.array([found[day] for day in range(1, DAYS + 1)])
