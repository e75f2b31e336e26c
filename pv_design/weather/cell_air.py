"""Air temperature of a coarse cell whose height the source does not say."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from equipment_catalog.errors import InputError
from equipment_catalog.messages import message
from equipment_catalog.notes import Note
from equipment_catalog.tables import read_fact
from pv_design.weather.climatology import embedded_climatology
from pv_design.weather.nasa_power_points import power_points_near, shares_cell
from pv_design.weather.seasons import yearly_mean

if TYPE_CHECKING:
    from pv_design.weather.nasa_power_points import PowerPoint
    from pv_design.weather.place import Place
    from pv_design.weather.record import WeatherRecord

_FACTS = ("pv_design.weather", "data/weather_facts.csv")


def with_cell_height(record: WeatherRecord, place: Place) -> WeatherRecord:
    """Return a record whose air is of a known height, or one that warns that it is not.

    The height is that of a NASA POWER point inside the package where the site lies in the same
    cell and the air has the same mean. Elsewhere the air stays as it is, with a warning that
    compares it with the climate inside the package.

    Parameters
    ----------
    record
        Stays as it is where its air is no cell's, or its height is known.
    place
        The site.
    """
    is_open = record.air_is_of_cell and record.cell_altitude_m is None
    if not is_open or "temp_air" not in record.data or record.data["temp_air"].isna().all():
        return record
    mean_c = float(record.data["temp_air"].mean())
    point = _point_of_the_cell(place, mean_c)
    if point is None:
        return replace(record, notes=(*record.notes, _unknown_note(place, mean_c)))
    return replace(
        record, cell_altitude_m=point.elevation_m, notes=(*record.notes, _taken_note(point))
    )


def _point_of_the_cell(place: Place, mean_c: float) -> PowerPoint | None:
    tolerated_k = read_fact(*_FACTS, "same_cell_k").value
    for _, point in power_points_near(place.latitude, place.longitude):
        is_same = point.has_temperature and shares_cell(point, place.latitude, place.longitude)
        if is_same and abs(yearly_mean(point.monthly_temp_air_c) - mean_c) <= tolerated_k:
            return point
    return None


def _taken_note(point: PowerPoint) -> Note:
    return Note(
        what=message("Height of the cell of the air temperature"),
        value=message("{altitude_m:,.0f} m", altitude_m=point.elevation_m),
        source=message(
            "NASA POWER cell of {place} inside the package, whose air has the same mean; the head "
            "of the file is missing",
            place=point.place,
        ),
        effect=message("the air temperature is moved from there to the site"),
    )


def _unknown_note(place: Place, mean_c: float) -> Note:
    climate_c = _climate_c(place)
    doubtful_k = read_fact(*_FACTS, "cell_air_doubtful_k").value
    values: dict[str, object] = {"mean_c": mean_c, "site_m": place.altitude_m}
    if climate_c is not None and abs(mean_c - climate_c) > doubtful_k:
        value = message(
            "mean {mean_c:.1f} degC; the climate inside the package has {climate_c:.1f} degC at "
            "{site_m:,.0f} m: {apart_k:+.1f} K",
            **values,
            climate_c=climate_c,
            apart_k=mean_c - climate_c,
        )
    else:
        value = message("mean {mean_c:.1f} degC, used at {site_m:,.0f} m as it stands", **values)
    return Note(
        what=message("Air temperature of an unknown cell height"),
        value=value,
        source=message("the source does not say the height of its cell"),
        effect=message(
            "3 K are about 1 % of the yield: bring the file with its head, which has the height"
        ),
        kind="warning",
    )


def _climate_c(place: Place) -> float | None:
    """Return the mean air of the climate inside the package [degC], None where it has none."""
    try:
        climate = embedded_climatology(place.latitude, place.longitude, altitude_m=place.altitude_m)
    except InputError:
        return None
    return climate.temp_air_c
