"""Read `study.yaml` and find every mistake in it, each with its line."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from equipment_catalog.errors import InputError, Problem
from equipment_catalog.messages import message
from mine_study.carbon import grid_factor
from mine_study.language import LANGUAGES, Reader
from mine_study.layers import with_layers
from mine_study.override_notes import override_notes
from mine_study.site_faults import site_faults
from mine_study.site_off_grid import without_grid
from mine_study.study_defaults import default_notes, used_defaults, with_defaults
from mine_study.study_faults import study_faults
from mine_study.study_file import SITE_SECTIONS, Study
from mine_study.study_problems import explain_error
from mine_study.yaml_places import Place, find, load_yaml, origins, plain

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from ruamel.yaml.comments import CommentedMap

    from equipment_catalog.notes import Note
    from mine_study.layers import Override, Typed

SITE_DEPTH = 2
ENDINGS = frozenset({".yaml", ".yml"})
"""Of the names of study files."""


@dataclass(frozen=True, kw_only=True)
class Examined:
    """A study file as far as it could be read, and everything that is wrong with it."""

    merged: Mapping[str, Any]
    """Plain keys and values, defaults filled in, nothing checked."""
    study: Study | None
    """The checked study, None when there are problems."""
    problems: tuple[Problem, ...]
    origins: Mapping[str, str]
    """For each key that was given: ``study.yaml:LINE``, ``SCENARIO.yaml:LINE`` or ``--set``."""
    notes: tuple[Note, ...]
    """One row for each default, and one for each value of a scenario or of ``--set``."""


def study_path(place: Path) -> Path:
    """Return the study file of a folder, or the file itself.

    Raises
    ------
    InputError
        If there is none.
    """
    path = place / "study.yaml" if place.is_dir() else place
    if path.suffix.lower() in ENDINGS and path.is_file():
        return path
    if path.is_file():
        what = message("{path} is no study file", path=str(path))
        allowed = message("its folder, {folder}, or the study.yaml there", folder=str(path.parent))
        raise InputError([Problem(what=what, allowed=allowed)])
    what = message("there is no study file at {path}", path=str(path))
    allowed = message("a folder that holds study.yaml, or that file")
    raise InputError([Problem(what=what, allowed=allowed)])


def reader_of(place: Path, language: str | None = None) -> Reader:
    """Return who reads the messages about a study, as far as its file tells.

    Parameters
    ----------
    place
        Folder that holds ``study.yaml``, or the file; it may be missing or wrong.
    language
        Goes before the language of the file; Spanish where neither is known.
    """
    path = place / "study.yaml" if place.is_dir() else place
    if path.is_file() and path.suffix.lower() not in ENDINGS:
        path = path.with_name("study.yaml")
    given = load_yaml(path)[0] if path.is_file() else {}
    identity = given.get("study")
    known = identity if isinstance(identity, dict) else {}
    spoken = known.get("language") if known.get("language") in LANGUAGES else "es"
    return Reader(language or str(spoken), str(known.get("country", "CO")))


def examine_study(path: Path, overrides: Sequence[Override] = ()) -> Examined:
    """Read a study file and check every key.

    Parameters
    ----------
    path
        The study file.
    overrides
        Texts ``KEY=VALUE`` as ``--set`` takes them, for example ``finance.discount_rate=0.12``,
        and scenario files.

    Raises
    ------
    InputError
        If an override or a scenario file cannot be understood. What is wrong in the file itself
        is returned, so that the other files can be checked in the same pass.
    """
    given, unreadable = load_yaml(path)
    values = plain(given)
    overridden = with_layers(values, overrides)
    layers = {_dotted(place): str(typed) for place, typed in overridden.items() if typed.is_value}
    of_study = origins(given, path.name)
    merged, taken = with_defaults(values)
    study, problems = (
        (None, unreadable) if unreadable else _check(merged, _Source(given, path.name, overridden))
    )
    return Examined(
        merged=merged,
        study=study,
        problems=tuple(problems),
        origins=of_study | layers,
        notes=(
            *override_notes(overridden, values, before=plain(given), places=of_study),
            *default_notes(used_defaults(merged, taken)),
        ),
    )


def at_key(
    error: InputError, place: Place, path: Path, overrides: Sequence[Override] = ()
) -> InputError:
    """Return an error whose problems without a file stand at a key of the study.

    Parameters
    ----------
    error
        Raised after the study was read, for what one of its keys asks.
    place
        Of the key, as ``("sites", 0, "weather", "source")``.
    path
        The study file.
    overrides
        Texts ``KEY=VALUE`` and scenario files it was read with.
    """
    given = load_yaml(path)[0]
    source = _Source(given, path.name, with_layers(plain(given), overrides))
    return InputError([one if one.file else _placed(one, place, source) for one in error.problems])


@dataclass(frozen=True)
class _Source:
    """What the keys of a study were typed into: its file, scenario files, ``--set``."""

    given: CommentedMap
    file: str
    overridden: Mapping[Place, Typed]


def _check(merged: Mapping[str, Any], source: _Source) -> tuple[Study | None, list[Problem]]:
    study, faults = None, [*study_faults(merged), *_faults_of_sites(merged)]
    try:
        study = Study.model_validate(merged)
    except ValidationError as error:
        faults += [(fault["loc"], explain_error(fault)) for fault in error.errors()]
    faults += _fault_of_factor(merged)
    problems = [_placed(fault, place, source) for place, fault in faults]
    read = None if problems or study is None else without_grid(study)
    return read, _each_once(problems)


def _placed(problem: Problem, place: Place, source: _Source) -> Problem:
    """Return the problem with the line and column of its key, or of the nearest one above it."""
    places = tuple(_may_stand_at(place))
    layers = [_in_layers(where, source) for where in places]
    found = [(*find(where, source.given), source.file) for where in places]
    typed = [one for one in zip(places, layers, strict=True) if one[1][0]]
    known = [*typed, *zip(places, found, strict=True)]
    _, (_, row, column, file) = min(known, key=lambda one: len(one[0]) - one[1][0])
    return replace(problem, file=file, row=row, column=column, field=_dotted(place))


def _in_layers(place: Place, source: _Source) -> tuple[int, int | None, int | None, str]:
    """Return how many parts of a place were typed over the study, and where the last was.

    A section that only a layer opened was typed with the first key below it.
    """
    below = (typed for key, typed in source.overridden.items() if key[: len(place)] == place)
    opened = next(below, None) if find(place, source.given)[0] < len(place) else None
    for depth in range(len(place), 0, -1):
        typed = source.overridden.get(place[:depth], opened if depth == len(place) else None)
        if typed is not None:
            return depth, typed.row, typed.column, typed.file
    return 0, None, None, ""


def _dotted(place: Place) -> str:
    return ".".join(map(str, place))


def _may_stand_at(place: Place) -> Iterator[Place]:
    """Yield where a key may have been typed: in its area, its site, or for the whole study."""
    yield place
    if place[0] != "sites" or len(place) <= SITE_DEPTH:
        return
    inner = place[SITE_DEPTH:]
    if inner[0] == "areas" and len(inner) > SITE_DEPTH and inner[SITE_DEPTH] == "calendar":
        inner = inner[SITE_DEPTH:]
        yield (*place[:SITE_DEPTH], *inner)
    if inner[0] in SITE_SECTIONS:
        yield inner


def _each_once(problems: Sequence[Problem]) -> list[Problem]:
    """Keep one problem a place: what is wrong in a general section shows in each site too."""
    seen: dict[tuple[Any, ...], Problem] = {}
    for problem in problems:
        seen.setdefault((problem.row, problem.column, str(problem.what)), problem)
    return sorted(seen.values(), key=lambda problem: (problem.row or 0, problem.column or 0))


def _fault_of_factor(merged: Mapping[str, Any]) -> list[tuple[Place, Problem]]:
    """Return the fault of a grid factor that was asked for and is not in the table."""
    carbon, identity = merged.get("carbon"), merged.get("study")
    year = carbon.get("factor_year") if isinstance(carbon, dict) else None
    country = identity.get("country") if isinstance(identity, dict) else None
    if not isinstance(year, int) or not isinstance(country, str):
        return []
    try:
        grid_factor(country, study_year=year, factor_year=year)
    except InputError as error:
        return [(("carbon", "factor_year"), problem) for problem in error.problems]
    return []


def _faults_of_sites(merged: Mapping[str, Any]) -> Iterator[tuple[Place, Problem]]:
    """Yield what single keys cannot tell: names that exist, keys that need one another."""
    sites, identity = merged.get("sites"), merged.get("study")
    country = str(identity.get("country")) if isinstance(identity, dict) else ""
    names: set[str] = set()
    for number, site in enumerate(sites if isinstance(sites, list) else []):
        if not isinstance(site, dict):
            continue
        place: Place = ("sites", number)
        name = str(site.get("name"))
        if name in names:
            what = message("the site {name!r} stands twice", name=name)
            yield (*place, "name"), Problem(what=what, allowed=message("each site once"))
        names.add(name)
        yield from (((*place, *key), fault) for key, fault in site_faults(site, country))
