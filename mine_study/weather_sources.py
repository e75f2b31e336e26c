"""From words of a command line to weather: files, names of sources, studies with their sites."""

from __future__ import annotations

from dataclasses import replace
from inspect import signature
from pathlib import Path
from typing import TYPE_CHECKING

from equipment_catalog.errors import InputError, Problem
from equipment_catalog.messages import message
from mine_study.site_design import site_weather
from mine_study.study_reader import at_key, examine_study, study_path
from pv_design.site import parse_coordinates
from pv_design.weather import SOURCES, Weather, read_weather

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from equipment_catalog.messages import Message
    from mine_study.study_file import SiteKeys, Study
    from mine_study.weather_question import WeatherQuestion

_STUDY_ENDINGS = (".yaml", ".yml")
HORIZON = "pvgis_horizon"
"""Name under which the terrain around a place is fetched; it is no weather."""


def study_among(words: Sequence[str]) -> Path:
    """Return the first study among the words, or this folder, which may be one.

    Examples
    --------
    >>> study_among(["embedded", "mine/study.yaml"]).as_posix()
    'mine/study.yaml'
    """
    return next((Path(word) for word in words if is_study(word)), Path())


def weather_of(
    words: Sequence[str],
    question: WeatherQuestion,
    *,
    progress: Callable[[Message], None] = lambda _step: None,
) -> dict[str, Weather]:
    """Return the weather of each word by name, in order; a study gives each of its sites.

    A word is the name of a source, else a folder that holds ``study.yaml`` or that file, else a
    weather file; a file that is called like a source is written ``./embedded``. Where no
    coordinates are given, a study of one site among the words lends its own.

    Parameters
    ----------
    words
        As typed.
    question
        Place, labels, and whether services are asked.
    progress
        Called before each word is read.

    Raises
    ------
    InputError
        With the problems of all words.

    Examples
    --------
    >>> from mine_study.weather_question import weather_question
    >>> question = weather_question(coordinates="2.98, -76.65", altitude_m=1200.0)
    >>> list(weather_of(["embedded"], question))
    ['embedded']
    """
    question = _at_the_study(words, question)
    found: dict[str, Weather] = {}
    problems: list[Problem] = []
    for word in words:
        progress(message("reading {source}", source=word))
        try:
            for name, weather in _of_word(word, question):
                found[_free_name(name, found)] = weather
        except InputError as error:
            problems += [replace(one, file=one.file or word) for one in error.problems]
    if problems:
        raise InputError(problems)
    return found


def is_study(word: str) -> bool:
    """Tell whether a word names a study.

    Examples
    --------
    >>> is_study("mine/study.yaml"), is_study("embedded"), is_study("year.epw")
    (True, False, False)
    """
    path = Path(word)
    return word not in SOURCES and (path.is_dir() or path.suffix.lower() in _STUDY_ENDINGS)


def _free_name(name: str, taken: Mapping[str, Weather]) -> str:
    number, free = 1, name
    while free in taken:
        number += 1
        free = f"{name} ({number})"
    return free


def _of_word(word: str, question: WeatherQuestion) -> Iterator[tuple[str, Weather]]:
    if word in SOURCES:
        yield word, _of_source(word, question)
    elif is_study(word):
        yield from _of_sites(Path(word), question)
    elif Path(word).suffix or Path(word).exists():
        yield word, _of_file(word, question)
    elif word == HORIZON:
        what = message("it is a horizon, no weather: solmina weather fetch {name}", name=word)
        raise InputError([Problem(what=what, file=word)])
    else:
        what = message("there is no source of weather of this name")
        allowed = message("a weather file, a study, or one of {names}", names=", ".join(SOURCES))
        raise InputError([Problem(what=what, allowed=allowed)])


def _of_file(word: str, question: WeatherQuestion) -> Weather:
    return read_weather(
        word,
        latitude=question.latitude,
        longitude=question.longitude,
        time_label=question.time_label,
        **question.place(),
    )


def _of_source(name: str, question: WeatherQuestion) -> Weather:
    """Return the weather of a source; one that may ask a service takes `access`."""
    latitude, longitude = question.needed_place(name)
    source, settings = SOURCES[name], question.place()
    if "access" in signature(source).parameters:
        settings["access"] = question.access
    return source(latitude, longitude, **settings)


def _of_sites(path: Path, question: WeatherQuestion) -> Iterator[tuple[str, Weather]]:
    study, file = study_of(path), study_path(path)
    for number, site in enumerate(study.sites):
        try:
            weather = site_weather(
                site, folder=file.parent, year=study.study.year, access=question.access
            )
        except InputError as error:
            place = ("sites", number, "weather", "source")
            raise at_key(error, place, file) from None
        yield site.name, weather


def study_of(path: Path) -> Study:
    """Return the study of a folder or a file.

    Raises
    ------
    InputError
        With every problem of the study file; the other files are not read.
    """
    examined = examine_study(study_path(path))
    if examined.study is None or examined.problems:
        raise InputError(examined.problems)
    return examined.study


def at_site(question: WeatherQuestion, site: SiteKeys) -> WeatherQuestion:
    """Return the question at a site; altitude and standard time that are given go before."""
    latitude, longitude = parse_coordinates(site.coordinates)
    altitude_m, offset = question.altitude_m, question.utc_offset_hours
    return replace(
        question,
        latitude=latitude,
        longitude=longitude,
        altitude_m=site.altitude_m if altitude_m is None else altitude_m,
        utc_offset_hours=site.utc_offset_hours if offset is None else offset,
    )


def _at_the_study(words: Sequence[str], question: WeatherQuestion) -> WeatherQuestion:
    """Return the question at the one site of the studies among the words, where none is given."""
    studies = [word for word in words if is_study(word)]
    if question.latitude is not None or not studies:
        return question
    try:
        sites = [site for word in studies for site in study_of(Path(word)).sites]
    except InputError:  # told when the study itself is read
        return question
    if len(sites) != 1:
        return question
    return at_site(question, sites[0])
