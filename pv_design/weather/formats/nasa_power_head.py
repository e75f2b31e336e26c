"""What NASA POWER says of its series: place, clock, units, code for missing."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from equipment_catalog.errors import Problem, shown
from equipment_catalog.messages import Message, message
from equipment_catalog.notes import Note
from equipment_catalog.tables import read_fact, read_facts
from pv_design.weather.formats.format import FACTS, raise_all, sigma, span_of
from pv_design.weather.record import DAILY_COLUMNS

if TYPE_CHECKING:
    from collections.abc import Collection

    import pandas as pd

    from pv_design.weather.record import RecordStep

_END = "-END HEADER-"
_PLACE = re.compile(r"Latitude\s+(-?\d+(?:\.\d+)?)\s+Longitude\s+(-?\d+(?:\.\d+)?)")
_HEIGHT = re.compile(r"Elevation from MERRA-2.*=\s*(-?\d+(?:\.\d+)?)\s*meters")
_CODE = re.compile(r"missing source data.*:\s*(-?\d+(?:\.\d+)?)\s*$", re.MULTILINE)
_CLOCK = re.compile(r"Dates .* in (LST|UTC)\b")
_PARAMETER = re.compile(r"^([A-Z][A-Z0-9_]+)[^\S\n]+(.+?)\s*$", re.MULTILINE)
_UNIT = re.compile(r"\(([^()]*)\)$")
_SPANS = (
    re.compile(r"January (\d{4}) - December (\d{4})"),
    re.compile(r"\d\d/\d\d/(\d{4}) through \d\d/\d\d/(\d{4})"),
)


@dataclass(frozen=True, kw_only=True)
class PowerHead:
    """Head of a series of NASA POWER, as far as it is there."""

    latitude: float | None = None
    longitude: float | None = None
    cell_altitude_m: float | None = None
    """Mean height of the cell the air temperature is of [m]."""
    clock: str = ""
    """`LST` for the hour of the longitude, `UTC`, or empty where it is not said."""
    missing: float = field(default_factory=lambda: read_fact(*FACTS, "nasa_power_missing").value)
    """Code of a value that is missing."""
    units: dict[str, str] = field(default_factory=dict)
    """Unit of each parameter as it stands; all that is said of one where no unit is found."""
    years: str = ""
    """First and last year of means of many years; empty where they are not said."""

    @property
    def utc_offset_hours(self) -> float | None:
        """Clock of the hours less UTC [h]; LST is UTC and the longitude over 15, rounded."""
        if self.clock == "UTC":
            return 0.0
        if self.clock != "LST" or self.longitude is None:
            return None
        return float(round(self.longitude / read_fact(*FACTS, "earth_degrees_an_hour").value))


def power_head(text: str) -> PowerHead:
    r"""Return what the head of a csv says; many files have lost it.

    Examples
    --------
    >>> power_head("Location: Latitude  3.2284   Longitude -76.5652 \n-END HEADER-").latitude
    3.2284
    >>> power_head("YEAR,MO,DY").missing
    -999.0
    """
    head, end, _ = text.partition(_END)
    if not end:
        return PowerHead()
    place, height = _PLACE.search(head), _HEIGHT.search(head)
    code, clock = _CODE.search(head), _CLOCK.search(head)
    default = PowerHead()
    return PowerHead(
        latitude=float(place[1]) if place else None,
        longitude=float(place[2]) if place else None,
        cell_altitude_m=float(height[1]) if height else None,
        clock=clock[1] if clock else "",
        missing=float(code[1]) if code else default.missing,
        units=_units(head),
        years=years_said(head),
    )


def years_said(text: str) -> str:
    """Return the first and the last year of means of many years, empty where they are not said.

    Examples
    --------
    >>> years_said("20-year Climatologies (January 2001 - December 2020)")
    '2001-2020'
    >>> years_said("Dates (month/day/year): 01/01/1991 through 12/31/2020")
    '1991-2020'
    """
    found = next((span for pattern in _SPANS if (span := pattern.search(text))), None)
    return span_of(*found.groups()) if found else ""


def _units(head: str) -> dict[str, str]:
    said = dict(_PARAMETER.findall(head))
    return {name: unit[1] if (unit := _UNIT.search(text)) else text for name, text in said.items()}


def parameters_for(step: RecordStep, available: Collection[str]) -> dict[str, str]:
    """Return the parameter of each of our columns, the sun's always, the others where there.

    Examples
    --------
    >>> parameters_for("days", ["ALLSKY_SFC_SW_DWN", "WS2M", "ALLSKY_SFC_SW_DNI"])
    {'ghi_kwh_m2_day': 'ALLSKY_SFC_SW_DWN', 'wind_speed': 'WS2M'}
    """
    table = read_facts("pv_design.weather", "data/nasa_power_parameters.csv")
    known = table[table["parameter"].isin(list(available)) | (table["column"] == "ghi")]
    best = known.sort_values("rank", kind="stable").drop_duplicates("column")
    found = dict(zip(best["column"], best["parameter"], strict=True))
    if step == "hours":
        return found
    sun, *air = DAILY_COLUMNS
    return {sun: found["ghi"]} | {name: found[name] for name in air if name in found}


def in_our_units(
    data: pd.DataFrame,
    head: PowerHead,
    parameters: dict[str, str],
    *,
    step: RecordStep,
    file: str,
) -> tuple[pd.DataFrame, tuple[Note, ...]]:
    """Return a series with missing values as NaN and the sun in W/m2 or kWh/m2/day.

    Parameters
    ----------
    data
        Columns by our names, values as they stand.
    head
        Of the series.
    parameters
        From `parameters_for`.
    step
        Of the rows.
    file
        Name for problems.

    Raises
    ------
    InputError
        If a unit is said that is not known; what is not said at all is noted.
    """
    known = read_facts("pv_design.weather", "data/nasa_power_units.csv")
    known = known[known["step"] == ("hours" if step == "hours" else "days")]
    factors = dict(zip(known["said"], known["factor"], strict=True))
    values = data.mask(data <= head.missing)
    problems: list[Problem] = []
    is_silent = False
    for column in (name for name in values if str(name)[:3] in {"ghi", "dni", "dhi"}):
        said = head.units.get(parameters[str(column)])
        if said is None:
            is_silent = True
            continue
        factor = factors.get(said.lower().replace("^", "").replace(" ", ""))
        if factor is None:
            problems.append(_unit_problem(file, parameters[str(column)], said, list(factors)))
        else:
            values[column] *= factor
    raise_all(problems)
    return values, (_unit_note(step),) if is_silent else ()


def power_source() -> Message:
    """Return the name of the source."""
    return message("NASA POWER (CERES and MERRA-2)")


def power_sigma() -> float:
    """Return its doubt [fraction]."""
    return sigma("sigma_nasa_power_fraction")


def power_resolution() -> Message:
    """Return the size of its cells."""
    return message("1 degree the sun, 0.5 by 0.625 degrees the air")


def _unit_problem(file: str, parameter: str, said: str, known: list[str]) -> Problem:
    return Problem(
        what=message("the unit {unit} is not known", unit=shown(said)),
        allowed=message("one of {known}", known=", ".join(known)),
        file=file,
        field=parameter,
    )


def _unit_note(step: RecordStep) -> Note:
    return Note(
        what=message("Units of the NASA POWER file"),
        value="W/m2" if step == "hours" else "kWh/m2/day",
        source=message("the file does not say them; those of the renewable energy service"),
        effect=message("a file in MJ/m2 would come out 3.6 times too sunny"),
    )
