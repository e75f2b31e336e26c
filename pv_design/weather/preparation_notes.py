"""What was done to the rows of a source before they became a year of weather."""

from __future__ import annotations

from typing import TYPE_CHECKING

from equipment_catalog.messages import Message, message
from equipment_catalog.notes import Note
from equipment_catalog.tables import read_fact
from pv_design.weather.record_clock_notes import clock_notes

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pv_design.weather.hourly_years import HourlyRows
    from pv_design.weather.place import Place
    from pv_design.weather.record import WeatherRecord
    from pv_design.weather.record_clock import RecordClock

_FACTS = ("pv_design.weather", "data/weather_facts.csv")
_SIGMAS = (
    ("data/weather_facts.csv", "sigma_file_fraction"),
    ("data/format_facts.csv", "sigma_nasa_power_fraction"),
)


def preparation_notes(
    record: WeatherRecord,
    place: Place,
    clock: RecordClock,
    *,
    zone_is_given: bool,
    whole_years: int,
    left_out: Sequence[int],
    rows: HourlyRows,
) -> list[Note]:
    """Return the note of every step from the rows of a source to the hours of a year.

    Parameters
    ----------
    record
        The rows.
    place
        The site.
    clock
        How the rows were moved.
    zone_is_given
        Whether somebody gave the standard time, rather than the longitude.
    whole_years
        Complete calendar years that were found.
    left_out
        Years that are not complete, or whose values are wrong.
    rows
        The whole years.
    """
    notes = [*source_notes(record, place), *clock_notes(clock, zone_is_given=zone_is_given)]
    if record.utc_offset_hours is None:
        notes.append(_zone_note(clock))
    if whole_years > 1:
        notes.append(_years_note(whole_years))
    notes.extend(left_out_notes(left_out))
    if rows.leap_days:
        notes.append(_leap_note(rows.leap_days))
    if rows.is_on_leap_labels:
        notes.append(_leap_labels_note())
    return notes


def source_notes(record: WeatherRecord, place: Place) -> list[Note]:
    """Return the notes of any source: how sure it is, its place, the height of its air.

    Parameters
    ----------
    record
        What the source says.
    place
        The site.
    """
    notes = [_sigma_note(record), *place.notes]
    known = record.data.dropna(axis="columns", how="all").columns
    if record.cell_altitude_m is not None and "temp_air" in known:
        notes.append(_height_note(record.cell_altitude_m, place.altitude_m))
    return notes


def _sigma_note(record: WeatherRecord) -> Note:
    return Note(
        what=message("Uncertainty of the weather source"),
        value=message(
            "plus or minus {sigma:.0%} of the long-term level (one standard deviation)",
            sigma=record.sigma_resource_fraction,
        ),
        source=_sigma_source(record),
        effect=message("a typical year hides how years differ; P90 adds that apart")
        if record.is_typical
        else message("how years differ is added to it in P90"),
    )


def _sigma_source(record: WeatherRecord) -> Message | str:
    origin = record.file or record.source
    for table, key in _SIGMAS:
        basis = read_fact("pv_design.weather", table, key)
        if basis.value == record.sigma_resource_fraction:
            return message("{file}; {basis}", file=origin, basis=Message(basis.source))
    return origin


def _zone_note(clock: RecordClock) -> Note:
    return Note(
        what=message("The weather file does not say its zone"),
        value=message("taken as UTC{offset:+g} h", offset=clock.utc_offset_hours),
        source=message("standard time of the site, checked against the sun"),
        effect=message("a wrong zone would move the sun against the shifts"),
    )


def _height_note(cell_altitude_m: float, altitude_m: float) -> Note:
    lapse = read_fact(*_FACTS, "lapse_rate_k_per_km")
    return Note(
        what=message("Air temperature moved to the height of the site"),
        value=message(
            "from {cell:,.0f} m to {site:,.0f} m, {lapse:g} K a kilometre",
            cell=cell_altitude_m,
            site=altitude_m,
            lapse=lapse.value,
        ),
        source=Message(lapse.source),
        effect=message("temperatures of a coarse cell are those of its mean height"),
    )


def _years_note(count: int) -> Note:
    return Note(
        what=message("Real years in the weather source"),
        value=message("{count} complete years", count=count),
        source=message("rows of the source"),
        effect=message(
            "the year nearest to their mean stands for all; how they differ goes into P90"
        ),
        kind="finding",
    )


def left_out_notes(years: Sequence[int]) -> tuple[Note, ...]:
    """Return the warning about calendar years that could not be used, none where there are none.

    Parameters
    ----------
    years
        Not whole, or with a wrong value.

    Examples
    --------
    >>> str(left_out_notes([2016, 2019])[0].value), left_out_notes([])
    ('2016, 2019', ())
    """
    if not years:
        return ()
    return (
        Note(
            what=message("Years of the weather source left out"),
            value=", ".join(str(year) for year in years),
            source=message("rows of the source"),
            effect=message("they have gaps or wrong values; what is left stands for them"),
            kind="warning",
        ),
    )


def _leap_note(count: int) -> Note:
    return Note(
        what=message("29 February left out"),
        value=message("{count} days", count=count),
        source=message("a study's year has 8,760 hours"),
        effect=message("a day in 1,461"),
        kind="finding",
    )


def _leap_labels_note() -> Note:
    return Note(
        what=message("8,760 hours stand on the labels of a leap year"),
        value=message("the rows end on 30 December"),
        source=message("rows of the source"),
        effect=message("they were counted from 1 January on, 29 February apart: their order stays"),
        kind="warning",
    )
