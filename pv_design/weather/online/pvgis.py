"""PVGIS of the European Commission: a typical year, many years of hours, the horizon."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from equipment_catalog.messages import message
from equipment_catalog.notes import Note
from equipment_catalog.tables import read_facts
from pv_design.horizon_files import read_horizon
from pv_design.site import check_latitude, check_longitude
from pv_design.weather.formats import pvgis_hourly, pvgis_tmy
from pv_design.weather.online.access import Access, Way
from pv_design.weather.online.exchange import Request, service_value
from pv_design.weather.online.obtaining import in_order, obtained, rounded
from pv_design.weather.online.record_answers import described, record_reader, with_notes

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pv_design.horizon import Horizon
    from pv_design.weather.formats.format import Reader
    from pv_design.weather.online.exchange import Answer
    from pv_design.weather.online.source_failure import SourceFailure
    from pv_design.weather.record import WeatherRecord

SERVICE = "PVGIS"
_PACKAGE = "pv_design.weather.online"
_BAD_REQUEST = 400
_OF_THE_WORLD = "PVGIS-ERA5"


def pvgis_typical_year(
    latitude: float, longitude: float, *, access: Access | None = None
) -> WeatherRecord:
    """Return the typical year of PVGIS, shaded by the horizon that PVGIS knows.

    PVGIS chooses the database by the place; where it has none, ERA5 is asked for, with a note.

    Parameters
    ----------
    latitude, longitude
        Of the site [deg].
    access
        From where the answer may come; without it, the cache, then the network.

    Raises
    ------
    SourceFailure
        If PVGIS does not give it.
    InputError
        If the place is not on Earth.

    Notes
    -----
    PVGIS API for non-interactive service, tool `tmy`; version and address in
    `data/services.csv`.
    """
    access = access or Access()
    request = _request(latitude, longitude, "tmy", {"usehorizon": "1"}, access)
    return _record(request, pvgis_tmy.read, access)


def pvgis_hours(
    latitude: float,
    longitude: float,
    *,
    years: tuple[int, int] | None = None,
    access: Access | None = None,
) -> WeatherRecord:
    """Return the hours of many years on the horizontal, shaded by the horizon PVGIS knows.

    The database is chosen by `data/pvgis_databases.csv`; one that PVGIS refuses is replaced by
    ERA5, with a note.

    Parameters
    ----------
    latitude, longitude
        Of the site [deg].
    years
        First and last; without them, all that the database has.
    access
        From where the answer may come; without it, the cache, then the network.

    Raises
    ------
    SourceFailure
        If PVGIS does not give them.
    InputError
        If the place is not on Earth, or the years are out of order.

    Notes
    -----
    PVGIS API for non-interactive service, tool `seriescalc`.
    """
    asked = {
        "usehorizon": "1",
        "raddatabase": database_of(latitude, longitude),
        "components": "1",
        "angle": "0",
        "aspect": "0",
        "pvcalculation": "0",
    }
    if years is not None:
        first, last = in_order(years)
        asked |= {"startyear": str(first), "endyear": str(last)}
    access = access or Access()
    request = _request(latitude, longitude, "seriescalc", asked, access)
    return _record(request, pvgis_hourly.read, access)


def database_of(latitude: float, longitude: float) -> str:
    """Return the radiation database of PVGIS that is asked for at a place.

    Raises
    ------
    InputError
        If the place is not on Earth.

    Examples
    --------
    >>> database_of(2.98, -76.65), database_of(-22.0, -66.0), database_of(6.2, -1.7)
    ('PVGIS-NSRDB', 'PVGIS-ERA5', 'PVGIS-SARAH3')
    """
    check_latitude(latitude)
    check_longitude(longitude)
    table = read_facts(_PACKAGE, "data/pvgis_databases.csv")
    holds = table["latitude_south"].le(latitude) & table["latitude_north"].ge(latitude)
    holds &= table["longitude_west"].le(longitude) & table["longitude_east"].ge(longitude)
    return str(table.loc[holds, "database"].iloc[0])


def pvgis_horizon(latitude: float, longitude: float, *, access: Access | None = None) -> Horizon:
    """Return the terrain around a place as PVGIS knows it from a model of heights.

    Parameters
    ----------
    latitude, longitude
        Of the site [deg].
    access
        From where the answer may come; without it, the cache, then the network.

    Raises
    ------
    SourceFailure
        If PVGIS does not give it.
    InputError
        If the place is not on Earth.

    Notes
    -----
    PVGIS API for non-interactive service, tool `printhorizon`; steps of 7.5 degrees.
    """
    access = access or Access()
    request = _request(latitude, longitude, "printhorizon", {}, access)
    had = obtained(request, access, read=_horizon, describe=lambda _horizon: (SERVICE, ""))
    return replace(had.value, notes=(*had.value.notes, *had.notes))


def _horizon(answer: Answer) -> Horizon:
    with TemporaryDirectory() as folder:
        file = Path(folder) / "printhorizon.json"
        file.write_bytes(answer.body)
        return replace(read_horizon(file), source=message("PVGIS horizon"))


def _record(request: Request, read: Reader, access: Access) -> WeatherRecord:
    reader = record_reader(read, f"{request.product}.json")
    had = obtained(request, access, read=reader, describe=described, way=Way(instead=_era5_instead))
    record = with_notes(had)
    if not had.kept.refused:
        return record
    note = _refused_note(request, had.kept.refused)
    return replace(record, notes=(*record.notes, note))


def _request(
    latitude: float, longitude: float, tool: str, asked: Mapping[str, str], access: Access
) -> Request:
    north, east = rounded(latitude, longitude)
    return Request(
        service=SERVICE,
        product=f"{tool} {service_value('pvgis_version')}",
        url=access.url("pvgis_url") + tool,
        parameters={"lat": north, "lon": east, "outputformat": "json", **asked},
        expects="json",
    )


def _era5_instead(request: Request, failure: SourceFailure) -> Request | None:
    asked = request.parameters.get("raddatabase", "")
    said = failure.said.lower()
    words = read_facts(_PACKAGE, "data/pvgis_refusals.csv")["words"]
    is_of_the_database = failure.status == _BAD_REQUEST and any(word in said for word in words)
    if not is_of_the_database or asked == _OF_THE_WORLD:
        return None
    return replace(request, parameters={**request.parameters, "raddatabase": _OF_THE_WORLD})


def _refused_note(request: Request, said: str) -> Note:
    first = request.parameters.get("raddatabase") or message("the database of the place")
    return Note(
        what=message("PVGIS refused {database} and was asked for ERA5", database=first),
        value=said,
        source=message("answer of PVGIS"),
        effect=message(
            "a reanalysis of 0.25 degrees in place of a satellite's cells of 4 km: valleys and "
            "ridges are averaged"
        ),
        kind="warning",
    )
