"""The record in the answer of a service, read by the reader of the same kind of file."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from pv_design.weather.online.access import Obtained
    from pv_design.weather.online.exchange import Answer
    from pv_design.weather.record import WeatherRecord


def record_reader(
    read: Callable[[bytes, str], WeatherRecord], name: str
) -> Callable[[Answer], WeatherRecord]:
    """Return what makes a record of an answer, with the reader of a kind of file.

    Parameters
    ----------
    read
        Reader of the format; it takes the content and a name for its messages.
    name
        Name under which problems are told.

    Raises
    ------
    InputError
        By what is returned, as the reader raises it.
    """

    def record_of(answer: Answer) -> WeatherRecord:
        record = read(answer.body, name)
        return replace(record, file="", lines=None, sha256=answer.sha256)

    return record_of


def described(record: WeatherRecord) -> tuple[str, str]:
    """Return the database and the years of a record, for the entry in the cache."""
    return str(record.source), str(record.period)


def with_notes(had: Obtained[WeatherRecord]) -> WeatherRecord:
    """Return the record of an answer, with what is to be said of how it came."""
    return replace(had.value, notes=(*had.value.notes, *had.notes))
