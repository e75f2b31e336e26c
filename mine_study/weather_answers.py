"""Answers of services brought into the cache, and where their raw bodies lie."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from equipment_catalog.errors import InputError, Problem
from equipment_catalog.messages import message
from mine_study.weather_sources import HORIZON, at_site, is_study, study_of
from pv_design.weather.online import SourceFailure
from pv_design.weather.online.answer_cache import cache_folder, kept_files
from pv_design.weather.online.ladder import LADDER
from pv_design.weather.online.online_sources import ONLINE_SOURCES, fetch_record
from pv_design.weather.online.pvgis import pvgis_horizon

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from equipment_catalog.messages import Message
    from equipment_catalog.notes import Note
    from mine_study.language import Reader
    from mine_study.weather_question import WeatherQuestion
    from pv_design.weather.online import Access


FIRST_THAT_ANSWERS = "ladder"
"""Name that stands for the services of the ladder, one after the other."""


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
    return (*ONLINE_SOURCES, HORIZON, FIRST_THAT_ANSWERS)


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
    if name == FIRST_THAT_ANSWERS:
        return _first_answers(question)
    try:
        notes = _notes(name, latitude, longitude, question.access)
    except SourceFailure as failure:
        what = failure.message
    else:
        return _kept(name, notes, cache_folder(question.access.cache))
    raise InputError([Problem(what=what, file=name)])


def questions_asked(
    words: Sequence[str], question: WeatherQuestion
) -> list[tuple[str, WeatherQuestion]]:
    """Return which service is asked about which place.

    Studies among the words give the places of their sites; without a service beside them each
    site asks the one it takes its sun from.

    Parameters
    ----------
    words
        Names of `fetched_names`, studies.
    question
        Place, where no study gives one, and whether to ask again or nobody.

    Raises
    ------
    InputError
        If a study has a problem, or no site that asks a service; if a place is given besides.

    Examples
    --------
    >>> from mine_study.weather_question import weather_question
    >>> here = weather_question(coordinates="2.98, -76.65")
    >>> [name for name, _ in questions_asked(["pvgis", "nasa_power"], here)]
    ['pvgis', 'nasa_power']
    """
    studies = [word for word in words if is_study(word)]
    names = [word for word in words if word not in studies]
    if not studies:
        return [(name, question) for name in names]
    if question.latitude is not None:
        allowed = message("coordinates or a study, which has its own")
        given = f"{question.latitude:g}, {question.longitude:g}"
        raise InputError.of("coordinates", given, allowed=allowed)
    sites = [site for word in studies for site in study_of(Path(word)).sites]
    asked = [
        (name, at_site(question, site))
        for site in sites
        for name in names or [site.weather.source]
        if names or name in fetched_names()
    ]
    if not asked:
        what = message("no site of this study takes its sun from a service")
        allowed = message("the study and one of {known}", known=", ".join(fetched_names()))
        raise InputError([Problem(what=what, allowed=allowed, file=studies[0])])
    return [one for number, one in enumerate(asked) if one not in asked[:number]]


def fetch_all(
    asked: Sequence[tuple[str, WeatherQuestion]],
    *,
    progress: Callable[[Message], None] = lambda _step: None,
) -> tuple[list[FetchedAnswer], list[Problem]]:
    """Return the answers of all services that gave one, and why the others did not.

    Parameters
    ----------
    asked
        As `questions_asked` gives them; a service that fails does not keep the next from being
        asked.
    progress
        Called before each is asked.
    """
    answers: list[FetchedAnswer] = []
    problems: list[Problem] = []
    for name, question in asked:
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


def _first_answers(question: WeatherQuestion) -> list[FetchedAnswer]:
    """Return the answers of the first service of the ladder that gives one."""
    problems: list[Problem] = []
    for name in LADDER:
        try:
            return fetch_answers(name, question)
        except InputError as error:
            problems += error.problems
    raise InputError(problems)


def _notes(name: str, latitude: float, longitude: float, access: Access) -> tuple[Note, ...]:
    if name == HORIZON:
        return pvgis_horizon(latitude, longitude, access=access).notes
    return fetch_record(name, latitude, longitude, access=access).notes


def _kept(name: str, notes: Sequence[Note], folder: Path) -> list[FetchedAnswer]:
    """Return the entries of the cache whose checksums the notes of a source name."""
    checksums = {str(note.effect.values.get("checksum", "")) for note in notes} - {""}
    found = [
        FetchedAnswer(name=name, body=kept.body, meta=kept.meta, entry=kept.entry)
        for kept in kept_files(checksums, folder)
    ]
    if not found:
        what = message("its answer could not be kept in {folder}", folder=str(folder))
        allowed = message("a folder that can be written, named by SOLMINA_CACHE")
        raise InputError([Problem(what=what, allowed=allowed, file=name)])
    return found
