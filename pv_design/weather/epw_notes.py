"""What a reader must know about a weather file before believing a yield."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypedDict

from equipment_catalog.messages import Message, message
from equipment_catalog.notes import Note
from equipment_catalog.tables import read_fact

if TYPE_CHECKING:
    from pathlib import Path

_FACTS = ("pv_design.weather", "data/weather_facts.csv")


class EpwHead(TypedDict):
    """First line of an EPW file, by the names that pvlib gives."""

    latitude: float
    longitude: float
    altitude: float
    TZ: float
    city: str
    data_type: str


def typical_year_note(path: Path) -> Note:
    """Return the note of how sure any file is.

    Examples
    --------
    >>> from pathlib import Path
    >>> str(typical_year_note(Path("mine.epw")).value)
    'plus or minus 5% of the long-term level (one standard deviation)'
    """
    sigma = read_fact(*_FACTS, "sigma_file_fraction")
    return Note(
        what=message("Uncertainty of the weather file"),
        value=message(
            "plus or minus {sigma:.0%} of the long-term level (one standard deviation)",
            sigma=sigma.value,
        ),
        source=message("{file}; {basis}", file=path.name, basis=Message(sigma.source)),
        effect=message("a typical year hides how years differ; P90 adds that apart"),
    )


def roll_notes(shift: int, offset: float, *, is_given: bool) -> list[Note]:
    """Return the note of a file moved to another standard time, none if it stayed.

    Parameters
    ----------
    shift
        By how much the rows were delayed [h].
    offset
        Standard time they came to, less UTC [h].
    is_given
        Whether somebody gave that standard time, rather than the longitude.

    Examples
    --------
    >>> str(roll_notes(-5, -5.0, is_given=False)[0].value), roll_notes(0, -5.0, is_given=True)
    ('-5 h, to UTC-5 h', [])
    """
    if shift == 0:
        return []
    return [
        Note(
            what=message("Hours of the weather file moved to local standard time"),
            value=message("{shift:+d} h, to UTC{offset:+g} h", shift=shift, offset=offset),
            source=message("standard time given with the site")
            if is_given
            else message("longitude over 15, rounded to the hour"),
            effect=message("the first or last hours of the year come from its other end"),
            kind="finding",
        )
    ]


def label_notes(delay_hours: int) -> list[Note]:
    """Return the note of rows moved to the start of their hour, none if they stayed.

    Examples
    --------
    >>> str(label_notes(-1)[0].value), label_notes(0)
    ('-1 h', [])
    """
    if delay_hours == 0:
        return []
    return [
        Note(
            what=message("Rows of the weather file moved to the start of their hour"),
            value=message("{delay:+d} h", delay=delay_hours),
            source=message("time label declared as the end of the hour"),
            effect=message("the first or last hours of the year come from its other end"),
            kind="finding",
        )
    ]


def place_notes(head: EpwHead, latitude: float, longitude: float) -> list[Note]:
    """Return the warning about a file of another place, none if it is of the site.

    Examples
    --------
    >>> head: EpwHead = {"latitude": 3.0, "longitude": -76.0, "altitude": 1000.0, "TZ": -5.0,
    ...                  "city": "Mina", "data_type": "TMY"}
    >>> place_notes(head, 3.1, -76.1), place_notes(head, 3.3, -76.0)[0].kind
    ([], 'warning')
    """
    north_south = abs(head["latitude"] - latitude)
    east_west = abs(head["longitude"] - longitude)
    if max(north_south, east_west) <= read_fact(*_FACTS, "distance_tolerated_deg").value:
        return []
    return [
        Note(
            what=message("The weather file is of another place"),
            value=message(
                "the file is of {latitude:g}, {longitude:g}",
                latitude=head["latitude"],
                longitude=head["longitude"],
            ),
            source=message("first line of the file"),
            effect=message("sun, cloud and temperature are of there"),
            kind="warning",
        )
    ]
