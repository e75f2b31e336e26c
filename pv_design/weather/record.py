"""What a weather file or a service says, on its own clock, before it is checked and made a year."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping

    import numpy as np
    import numpy.typing as npt
    import pandas as pd

    from equipment_catalog.messages import Message
    from equipment_catalog.notes import Note

RecordStep = Literal["hours", "days", "months"]

HOURLY_COLUMNS = ("ghi", "dni", "dhi", "temp_air", "wind_speed")
"""What a record of hours may hold [W/m2, degC, m/s]; ghi is needed."""
DAILY_COLUMNS = ("ghi_kwh_m2_day", "temp_air", "wind_speed")
"""What a record of days or months may hold [kWh/m2/day, degC, m/s]; ghi_kwh_m2_day is needed."""


@dataclass(frozen=True, kw_only=True, eq=False)
class WeatherRecord:
    """Rows of a source as it gives them, missing values as NaN, nothing filled or moved."""

    data: pd.DataFrame
    """Some of `HOURLY_COLUMNS`, or of `DAILY_COLUMNS` for days and months; the index has the
    labels of the rows without a zone, on the record's own clock, in the order of the file."""
    step: RecordStep = "hours"
    """`hours` for steps of 5 to 60 minutes; days and months are labelled by their first moment."""
    utc_offset_hours: float | None
    """Clock of the labels less UTC [h]; None where the source does not say."""
    sun_offset_minutes: float | None
    """From a label to the middle of what it stands for [min]: half a step where labels are the
    start of a step, minus half a step for its end, 0 for its centre or an instant; None where
    the source does not say."""
    source: Message | str
    """Name of the database or the file."""
    period: Message | str
    """Years the rows stand for."""
    sigma_resource_fraction: float
    """One standard deviation of the long-term annual irradiation [fraction of it]."""
    latitude: float | None = None
    longitude: float | None = None
    altitude_m: float | None = None
    """Place of the source [deg, deg, m]; None where it does not say."""
    cell_altitude_m: float | None = None
    """Height that the air temperature is of, where it is not that of the place [m]."""
    air_is_of_cell: bool = False
    """Whether the air temperature is the mean of a coarse cell, at `cell_altitude_m` if known."""
    is_typical: bool = False
    """Months of different years joined: the years of the labels say nothing."""
    horizon_is_included: bool = False
    """Whether the source has already shaded the sun by its terrain."""
    origins: tuple[str, ...] = ()
    """Families the irradiance comes from, as `Weather` has them."""
    spatial_resolution: Message | str = ""
    """Size of the area one value stands for."""
    file: str = ""
    """Name of the file, for messages; empty for the answer of a service."""
    lines: npt.NDArray[np.intp] | None = None
    """Line of each row in the file, from 1; None where rows have no lines."""
    columns_at: Mapping[str, int] = field(default_factory=dict)
    """Place of each of our columns in the file, from 1, as far as the reader knows it."""
    sha256: str = ""
    """Checksum of the content."""
    notes: tuple[Note, ...] = ()
    """What the source itself says that a reader of the yield must know."""
