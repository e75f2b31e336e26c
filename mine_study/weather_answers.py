"""Answers of services brought into the cache, and where their raw bodies lie."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from equipment_catalog.errors import InputError, Problem
from equipment_catalog.messages import message
from pv_design.weather.online import SourceFailure
from pv_design.weather.online.answer_cache import cache_folder
from pv_design.weather.online.online_sources import ONLINE_SOURCES, fetch_record
from pv_design.weather.online.pvgis import pvgis_horizon

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from equipment_catalog.messages import Message
    from equipment_catalog.notes import Note
    from mine_study.language import Reader
    from mine_study.weather_question import WeatherQuestion
    from pv_design.weather.online import Access

HORIZON = "pvgis_horizon"
"""Name under which the terrain around a place is fetched; it is no weather."""


@dataclass(frozen=True, kw_only=True)
class FetchedAnswer:
    """The raw answer of a service and what stands beside it."""

    name: str
    """Of the source."""
    body: Path
    """File of the raw answer."""
    meta: Path
    """File that says what was asked, when, of which database."""
    entry: dict[str, object]
    """What that file says."""


def fetched_names() -> tuple[str, ...]:
    """Return what can be fetched.

    Examples
    --------
    >>> "pvgis" in fetched_names(), "embedded" in fetched_names()
    (True, False)
    """
    return (*ONLINE_SOURCES, HORIZON)


def fetch_answers(name: str, question: WeatherQuestion) -> list[FetchedAnswer]:
    """Bring the answers of a service into the cache, where they do not lie there yet.

    Parameters
    ----------
    name
        One of `fetched_names`.
    question
        Place, and whether to ask again or nobody.

    Raises
    ------
    InputError
        If there is no such service or no place; if the service does not answer, with the
        reason; if the cache cannot be written.
    """
    if name not in fetched_names():
        allowed = message("one of {known}", known=", ".join(fetched_names()))
        raise InputError.of("source", name, allowed=allowed)
    latitude, longitude = question.needed_place(name)
    try:
        notes = _notes(name, latitude, longitude, question.access)
    except SourceFailure as failure:
        what = failure.message
    else:
        return _kept(name, notes, cache_folder(question.access.cache))
    raise InputError([Problem(what=what, file=name)])


def fetch_all(
    names: Sequence[str],
    question: WeatherQuestion,
    *,
    progress: Callable[[Message], None] = lambda _step: None,
) -> tuple[list[FetchedAnswer], list[Problem]]:
    """Return the answers of all services that gave one, and why the others did not.

    Parameters
    ----------
    names
        Of services; one that fails does not keep the next from being asked.
    question
        Place, and whether to ask again or nobody.
    progress
        Called before each is asked.
    """
    answers: list[FetchedAnswer] = []
    problems: list[Problem] = []
    for name in names:
        progress(message("fetching {source}", source=name))
        try:
            answers += fetch_answers(name, question)
        except InputError as error:
            problems += error.problems
    return answers, problems


def answer_document(answers: Sequence[FetchedAnswer]) -> str:
    """Return where the answers lie, and what they are the answers to, as one JSON document."""
    fetched = [
        {"name": one.name, "body": str(one.body), "meta": str(one.meta), "entry": one.entry}
        for one in answers
    ]
    return json.dumps({"answers": fetched}, ensure_ascii=False, indent=2) + "\n"


def answer_lines(answers: Sequence[FetchedAnswer], reader: Reader) -> Iterator[str]:
    """Yield where each answer lies, and what it is the answer to."""
    for answer in answers:
        yield reader.say(
            message(
                "{source}: asked at {moment}, {url}",
                source=answer.name,
                moment=str(answer.entry["retrieved"]),
                url=str(answer.entry["url"]),
            )
        )
        yield str(answer.body)
        yield str(answer.meta)


def _notes(name: str, latitude: float, longitude: float, access: Access) -> tuple[Note, ...]:
    if name == HORIZON:
        return pvgis_horizon(latitude, longitude, access=access).notes
    return fetch_record(name, latitude, longitude, access=access).notes


def _kept(name: str, notes: Sequence[Note], folder: Path) -> list[FetchedAnswer]:
    """Return the entries of the cache whose checksums the notes of a source name."""
    checksums = {note.effect.values.get("checksum") for note in notes} - {None}
    found = [
        FetchedAnswer(name=name, body=folder / "bodies" / entry["sha256"], meta=meta, entry=entry)
        for meta in sorted((folder / "answers").glob("*.json"))
        if (entry := json.loads(meta.read_bytes()))["sha256"] in checksums
    ]
    if not found:
        what = message("its answer could not be kept in {folder}", folder=str(folder))
        allowed = message("a folder that can be written, named by SOLMINA_CACHE")
        raise InputError([Problem(what=what, allowed=allowed, file=name)])
    return found
