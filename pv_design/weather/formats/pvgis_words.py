"""What the files of PVGIS have in common: the database's name, its cells, its horizon."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from equipment_catalog.messages import Message, message
from equipment_catalog.notes import Note
from equipment_catalog.tables import read_fact, read_facts

if TYPE_CHECKING:
    from collections.abc import Mapping

_HOUR_MINUTES = 60.0


def pvgis_sigma() -> float:
    """Return the doubt of a satellite's typical year [fraction].

    Examples
    --------
    >>> pvgis_sigma()
    0.05
    """
    return read_fact("pv_design.weather", "data/weather_facts.csv", "sigma_file_fraction").value


def database_resolution(database: str) -> Message | str:
    """Return the size of the cells of a database of PVGIS; empty for one we do not know.

    Examples
    --------
    >>> str(database_resolution("PVGIS-SARAH3")), database_resolution("")
    ('0.05 degrees', '')
    """
    known = read_facts("pv_design.weather", "data/pvgis_databases.csv")
    rows = known[known["database"] == database]
    if rows.empty:
        return ""
    return message("{step:g} degrees", step=float(rows["resolution_deg"].iloc[0]))


def database_origins(database: str) -> tuple[str, ...]:
    """Return the families of a database of PVGIS: its own, and NSRDB where PVGIS republishes that.

    Examples
    --------
    >>> database_origins("PVGIS-NSRDB"), database_origins("PVGIS-ERA5")
    (('pvgis', 'nsrdb'), ('pvgis',))
    """
    return ("pvgis", "nsrdb") if database == "PVGIS-NSRDB" else ("pvgis",)


def horizon_note() -> Note:
    """Return the note on a file that does not say whether the terrain shades its sun.

    Examples
    --------
    >>> str(horizon_note().value)
    'taken as shaded by the terrain'
    """
    return Note(
        what=message("Horizon in the file of PVGIS"),
        value=message("taken as shaded by the terrain"),
        source=message("what PVGIS does unless told otherwise; this kind of file does not say"),
        effect=message("no horizon is taken off a second time"),
    )


@dataclass(frozen=True, kw_only=True)
class PvgisHead:
    """What the head of a file of PVGIS says, in whichever of its layouts."""

    latitude: float
    longitude: float
    altitude_m: float
    """Of the place [deg, deg, m]."""
    database: str
    """Of the radiation; empty where it is not said."""
    sun_offset_minutes: float | None
    """From a label to the satellite's picture [min]; None where it is not said."""
    years: tuple[int, int] | None
    """First and last; None where they are not said."""
    uses_horizon: bool | None
    """Whether the terrain shades the sun; None where it is not said."""

    @property
    def notes(self) -> tuple[Note, ...]:
        """Return what was assumed about the horizon."""
        return (horizon_note(),) if self.uses_horizon is None else ()


def pvgis_head(head: Mapping[str, Any]) -> PvgisHead:
    """Return the head that a reader of pvlib gives, flat.

    Raises
    ------
    KeyError, TypeError, ValueError
        If something is missing or no number.

    Examples
    --------
    >>> inputs = {"latitude": 45.0, "longitude": 8.0, "elevation": 250.0}
    >>> pvgis_head({"inputs": inputs | {"irradiance time offset": 0.5}}).sun_offset_minutes
    30.0
    """
    inputs = head["inputs"]
    place = dict(inputs.get("location", inputs))
    chosen = dict(inputs.get("meteo_data", {}))
    offset = place.get("irradiance_time_offset", place.get("irradiance time offset"))
    years = [int(month["year"]) for month in head.get("months_selected", ())]
    years += [int(chosen[key]) for key in ("year_min", "year_max") if key in chosen]
    database = chosen.get("radiation_db", inputs.get("radiation_database", ""))
    horizon = chosen.get("use_horizon")
    return PvgisHead(
        latitude=float(place["latitude"]),
        longitude=float(place["longitude"]),
        altitude_m=float(place["elevation"]),
        database=str(database).strip(),
        sun_offset_minutes=None if offset is None else _HOUR_MINUTES * float(offset),
        years=(min(years), max(years)) if years else None,
        uses_horizon=None if horizon is None else bool(horizon),
    )
