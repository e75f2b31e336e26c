"""The weather of one site for one year: what every reader returns and production consumes."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from equipment_catalog.errors import InputError, Problem
from equipment_catalog.messages import Message, message
from equipment_catalog.tables import read_facts
from equipment_catalog.year_hours import HOURS, hours_of_year
from pv_design.site import check_altitude_m, check_latitude, check_longitude, utc_offset_hours

if TYPE_CHECKING:
    from equipment_catalog.notes import Note
    from pv_design.horizon import Horizon
    from pv_design.weather.doctor import QualityMark

_SHOWN = 5


def _no_levels() -> pd.DataFrame:
    return pd.DataFrame({"source": pd.Series(dtype=str), "ghi_kwh_m2_day": pd.Series(dtype=float)})


@dataclass(frozen=True, kw_only=True, eq=False)
class Weather:
    """One year of hourly weather in local standard time; checked when it is made.

    Raises
    ------
    InputError
        With every problem found: a missing column, hours that are not the 8,760 of one
        calendar year, gaps (named by their timestamps), values no instrument can read.

    Examples
    --------
    >>> hours = hours_of_year(2025, -5)
    >>> dark = pd.DataFrame(0.0, hours, ["ghi", "dni", "dhi", "temp_air", "wind_speed"])
    >>> night = Weather(data=dark, latitude=2.98, longitude=-76.65, altitude_m=1200.0,
    ...                 source="nowhere", period="2025", sigma_resource_fraction=0.08)
    >>> night.utc_offset_hours, night.annual_ghi_kwh_m2
    (-5.0, 0.0)
    """

    data: pd.DataFrame
    """Hourly `ghi, dni, dhi` [W/m2, mean of the hour], `temp_air` [degC], `wind_speed` [m/s];
    each hour labelled by its start in local standard time; shared, so do not write into it."""
    latitude: float
    """North positive [deg]."""
    longitude: float
    """East positive [deg]."""
    altitude_m: float
    """Above sea level [m]."""
    source: Message | str
    """Name of the database or the file."""
    period: Message | str
    """Years the weather stands for."""
    origins: tuple[str, ...] = ()
    """Families the irradiance comes from, as nasa_power: sources that share one are not
    independent; empty for a file of the site's own."""
    sigma_resource_fraction: float
    """One standard deviation of the long-term annual irradiation [fraction of it]."""
    spatial_resolution: Message | str = ""
    """Size of the area one value stands for."""
    sha256: str = ""
    """Checksum of the file that was read; empty for what ships in the package."""
    sun_offset_minutes: float = 30.0
    """Minutes from the label to the moment whose sun belongs to the row: 30 for a label at the
    start of the hour, 0 at its centre or for instantaneous values, -30 at its end."""
    levels: pd.DataFrame = field(default_factory=_no_levels)
    """Annual level of each source that was looked at: `source`, `ghi_kwh_m2_day`."""
    seed: int | None = None
    """Of hours that were made; None where they were read."""
    is_typical: bool = False
    """Whether months of different years were joined or made: no real year."""
    real_years: tuple[Weather, ...] = ()
    """Every complete calendar year of a source that brings several, in order, this one among
    them; empty otherwise."""
    horizon_is_included: bool = False
    """Whether the terrain has already taken its part of the sun."""
    horizon: Horizon | None = None
    """Terrain around the site that shades the plane; None for none, or none known."""
    marks: tuple[QualityMark, ...] = ()
    """What each check of the weather doctor found; empty where none was asked for."""
    notes: tuple[Note, ...] = ()
    """What was assumed, guessed or warned of."""

    def __post_init__(self) -> None:
        """Refuse weather that production could not use."""
        check_latitude(self.latitude)
        check_longitude(self.longitude)
        check_altitude_m(self.altitude_m)
        _check_sigma(self.sigma_resource_fraction)
        problems = [*_column_problems(self.data), *_hour_problems(self.data.index)]
        if not problems:
            problems = [*_gap_problems(self.data), *_range_problems(self.data)]
        if problems:
            raise InputError(problems)

    @property
    def hours(self) -> pd.DatetimeIndex:
        """The 8,760 labels of the year."""
        return pd.DatetimeIndex(self.data.index)

    @property
    def utc_offset_hours(self) -> float:
        """Local standard time less UTC [h]."""
        return utc_offset_hours(self.hours[0])

    @property
    def annual_ghi_kwh_m2(self) -> float:
        """Irradiation of the horizontal over the year [kWh/m2]."""
        return float(self.data["ghi"].sum()) / 1000

    @property
    def monthly_ghi_kwh_m2_day(self) -> pd.Series:
        """Mean daily irradiation of the horizontal by month, 1 to 12 [kWh/m2/day]."""
        return self.data["ghi"].groupby(self.hours.month).mean() * 24 / 1000


def _check_sigma(sigma_resource_fraction: float) -> None:
    if not 0 <= sigma_resource_fraction < 1:
        allowed = message("a fraction from 0 up to 1")
        raise InputError.of("sigma_resource_fraction", sigma_resource_fraction, allowed=allowed)


def _column_problems(data: pd.DataFrame) -> list[Problem]:
    needed = list(read_facts("pv_design.weather", "data/weather_columns.csv")["column"])
    missing = [column for column in needed if column not in data.columns]
    return [
        Problem(
            what=message("the column {column} is missing", column=column),
            allowed=message("the columns {columns}", columns=", ".join(needed)),
            field=column,
        )
        for column in missing
    ]


def _hour_problems(labels: pd.Index) -> list[Problem]:
    allowed = message(
        "the {count} hours of one calendar year in local standard time, each labelled by its "
        "start, with a fixed difference from UTC and without 29 February",
        count=HOURS,
    )
    if not isinstance(labels, pd.DatetimeIndex) or labels.tz is None:
        what = message("the rows are not labelled by times with a time zone")
        return [Problem(what=what, allowed=allowed, field="data")]
    if len(labels) != HOURS:
        what = message("there are {count} rows", count=len(labels))
        return [Problem(what=what, allowed=allowed, field="data")]
    expected = hours_of_year(labels[0].year, utc_offset_hours(labels[0]))
    wrong = labels != expected
    if not wrong.any():
        return []
    first = int(np.argmax(wrong))
    what = message(
        "row {row} is {found} where {expected} was expected",
        row=first + 1,
        found=str(labels[first]),
        expected=str(expected[first]),
    )
    return [Problem(what=what, allowed=allowed, field="data")]


def _gap_problems(data: pd.DataFrame) -> list[Problem]:
    columns = list(read_facts("pv_design.weather", "data/weather_columns.csv")["column"])
    allowed = message("a number in every hour")
    return [
        Problem(
            what=message(
                "hours without a value: {count} ({hours})",
                count=int(data[column].isna().sum()),
                hours=_first_hours(data.index[data[column].isna()]),
            ),
            allowed=allowed,
            field=column,
        )
        for column in columns
        if data[column].isna().any()
    ]


def _range_problems(data: pd.DataFrame) -> list[Problem]:
    limits = read_facts("pv_design.weather", "data/weather_columns.csv").set_index("column")
    problems = []
    for column, limit in limits.to_dict(orient="index").items():
        values = data[str(column)]
        outside = ~values.between(limit["lowest"], limit["highest"]) & values.notna()
        if outside.any():
            what = message(
                "hours out of range: {count}, the first is {value:g} ({hours})",
                count=int(outside.sum()),
                value=float(values[outside].iloc[0]),
                hours=_first_hours(data.index[outside]),
            )
            allowed = message(
                "{lowest:g} to {highest:g} {unit}",
                lowest=float(limit["lowest"]),
                highest=float(limit["highest"]),
                unit=str(limit["unit"]),
            )
            problems.append(Problem(what=what, allowed=allowed, field=str(column)))
    return problems


def _first_hours(labels: pd.Index) -> str:
    named = ", ".join(str(label) for label in labels[:_SHOWN])
    return named + (", …" if len(labels) > _SHOWN else "")
