"""How the clock of a record was understood and moved."""

from __future__ import annotations

from typing import TYPE_CHECKING

from equipment_catalog.messages import message
from equipment_catalog.notes import Note
from pv_design.weather.clock import clock_fault

if TYPE_CHECKING:
    from pv_design.weather.record_clock import RecordClock


def clock_notes(clock: RecordClock, *, zone_is_given: bool) -> list[Note]:
    """Return the note of every way in which rows were moved against their sun.

    Parameters
    ----------
    clock
        How they were moved.
    zone_is_given
        Whether somebody gave the standard time, rather than the longitude.
    """
    notes = []
    if clock.to_target_hours:
        notes.append(_zone_roll_note(clock, zone_is_given=zone_is_given))
    if clock.by_label_hours:
        notes.append(_label_note(clock.by_label_hours))
    if clock.is_found_by_sun:
        notes.append(_label_found_note(clock))
    if clock.by_sun_hours:
        notes.append(_wrong_clock_note(clock))
    return notes


def _zone_roll_note(clock: RecordClock, *, zone_is_given: bool) -> Note:
    return Note(
        what=message("Hours of the weather file moved to local standard time"),
        value=message(
            "{shift:+d} h, to UTC{offset:+g} h",
            shift=clock.to_target_hours,
            offset=clock.utc_offset_hours,
        ),
        source=message("standard time given with the site")
        if zone_is_given
        else message("longitude over 15, rounded to the hour"),
        effect=message("the first or last hours of the year come from its other end")
        if zone_is_given
        else message(
            "the first or last hours of the year come from its other end; give the standard time "
            "where the country's is another"
        ),
        kind="finding",
    )


def _label_note(delay_hours: int) -> Note:
    return Note(
        what=message("Rows of the weather file moved to the start of their hour"),
        value=message("{delay:+d} h", delay=delay_hours),
        source=message("meaning of the time of a row"),
        effect=message("the first or last hours of the year come from its other end"),
        kind="finding",
    )


def _label_found_note(clock: RecordClock) -> Note:
    return Note(
        what=message("What the time of a row means was found by the sun"),
        value=message(
            "the sun fits best {minutes:+g} min from the label", minutes=clock.label_minutes
        ),
        source=message("best correlation of the file's irradiance with the sun's height"),
        effect=message(
            "half an hour moves morning against afternoon, below 1 % of the year's sun; declare "
            "the label if you know it"
        ),
        kind="finding",
    )


def _wrong_clock_note(clock: RecordClock) -> Note:
    source = message("best correlation of the file's irradiance with the sun's height")
    if clock.is_declared:
        return Note(
            what=message("The clock of the weather file does not follow the sun"),
            value=message("{delay:+d} h would follow it best", delay=clock.by_sun_hours),
            source=source,
            effect=message(
                "the rows were left as declared; if that is wrong, noon is off by so much"
            ),
            kind="warning",
        )
    return Note(
        what=message("The clock of the weather file did not follow the sun and was moved"),
        value=message("{delay:+d} h", delay=clock.by_sun_hours),
        source=source,
        effect=clock_fault(clock.by_sun_hours, clock.utc_offset_hours - clock.to_target_hours),
        kind="warning",
    )
