"""How weather is had from a service: from what is kept, or by asking, and what is said of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from equipment_catalog.errors import InputError
from equipment_catalog.messages import Message, message
from equipment_catalog.notes import Note
from pv_design.site import check_latitude, check_longitude
from pv_design.weather.online.access import Obtained, Way
from pv_design.weather.online.answer_cache import (
    DamagedEntryError,
    KeptAnswer,
    cache_folder,
    keep,
    kept_answer,
)
from pv_design.weather.online.client import fetch
from pv_design.weather.online.exchange import limit
from pv_design.weather.online.source_failure import SourceFailure

if TYPE_CHECKING:
    from collections.abc import Callable

    from pv_design.weather.online.access import Access
    from pv_design.weather.online.exchange import Answer, Request

T = TypeVar("T")


def obtained(
    request: Request,
    access: Access,
    *,
    read: Callable[[Answer], T],
    describe: Callable[[T], tuple[str, str]],
    way: Way | None = None,
) -> Obtained[T]:
    """Return what a service has for a request, kept or asked for, and read.

    Only what can be read is kept. A kept answer that is damaged is asked for again, with a note;
    offline it is refused.

    Parameters
    ----------
    request
        What is wanted.
    access
        From where it may come.
    read
        Makes something of the body; its InputError becomes a failure of the source.
    describe
        Names the database and the years of what was read, for the entry in the cache.
    way
        Secrets, and what to ask instead after a refusal; nothing of either without it.

    Raises
    ------
    SourceFailure
        If there is nothing to be had.
    """
    way = way or Way()
    folder = cache_folder(access.cache)
    notes: tuple[Note, ...] = ()
    if not access.refresh:
        try:
            kept = kept_answer(request, folder)
        except DamagedEntryError as error:
            if access.offline:
                raise _damaged(request, error.why) from None
            kept, notes = None, (_damaged_note(request, error.why),)
        if kept is not None:
            value = _read(request, kept.answer, read)
            return Obtained(value=value, kept=kept, notes=(_asked_note(request, kept),))
    if access.offline:
        raise _not_kept(request)
    answer, refused = _asked(request, access, way)
    value = _read(request, answer, read)
    database, years = describe(value)
    kept = KeptAnswer(answer=answer, database=database, years=years, refused=refused)
    try:
        keep(request, kept, folder)
    except OSError as error:
        notes = (*notes, _unkept_note(request, error))
    return Obtained(value=value, kept=kept, notes=(*notes, _asked_note(request, kept)))


def rounded(latitude: float, longitude: float) -> tuple[str, str]:
    """Return a place as it is asked for: four decimals, 11 m.

    Raises
    ------
    InputError
        If the place is not on Earth.

    Examples
    --------
    >>> rounded(2.9839821, -0.00001)
    ('2.9840', '0.0000')
    """
    check_latitude(latitude)
    check_longitude(longitude)
    digits = int(limit("coordinate_decimals"))
    north, east = (round(value, digits) + 0.0 for value in (latitude, longitude))
    return f"{north:.{digits}f}", f"{east:.{digits}f}"


def in_order(years: tuple[int, int]) -> tuple[int, int]:
    """Return a first and a last year.

    Raises
    ------
    InputError
        If the last is before the first.

    Examples
    --------
    >>> in_order((2015, 2024))
    (2015, 2024)
    """
    first, last = years
    if first > last:
        allowed = message("the first year, then the last")
        raise InputError.of("years", f"{first}-{last}", allowed=allowed)
    return years


def _asked(request: Request, access: Access, way: Way) -> tuple[Answer, str]:
    try:
        return fetch(way.sign(request), limits=access.limits), ""
    except SourceFailure as failure:
        other = way.instead(request, failure)
        if other is None:
            raise
        refused = failure.said
    return fetch(way.sign(other), limits=access.limits), refused


def _read(request: Request, answer: Answer, read: Callable[[Answer], T]) -> T:
    try:
        return read(answer)
    except InputError as error:
        what = message(
            "{service} sent something that cannot be read: {problem}",
            service=request.service,
            problem=error.problems[0].what,
        )
    raise SourceFailure(what)


def _not_kept(request: Request) -> SourceFailure:
    return SourceFailure(
        message(
            "{service} has no kept answer for this place and these years, and offline nothing is "
            "asked; run once with a network",
            service=request.service,
        )
    )


def _damaged(request: Request, why: Message) -> SourceFailure:
    return SourceFailure(
        message(
            "the kept answer of {service} is damaged ({why}), and offline nothing is asked; run "
            "once with a network",
            service=request.service,
            why=why,
        )
    )


def _damaged_note(request: Request, why: Message) -> Note:
    return Note(
        what=message("The kept answer of {service} was damaged", service=request.service),
        value=why,
        source=message("cache of answers"),
        effect=message("the service was asked again"),
        kind="warning",
    )


def _unkept_note(request: Request, error: OSError) -> Note:
    return Note(
        what=message("The answer of {service} could not be kept", service=request.service),
        value=error.strerror or type(error).__name__,
        source=message("cache of answers"),
        effect=message("the next run asks again and may get something else"),
        kind="warning",
    )


def _asked_note(request: Request, kept: KeptAnswer) -> Note:
    return Note(
        what=message("Day on which {service} was asked", service=request.service),
        value=kept.answer.retrieved.date().isoformat(),
        source=kept.answer.url,
        effect=message(
            "the answer is kept under its checksum {checksum} and used until it is refreshed",
            checksum=kept.answer.sha256,
        ),
        kind="finding",
    )
