"""What goes before a study's own keys: scenario files, then `--set`; each key with its origin."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

from ruamel.yaml.comments import CommentedMap, CommentedSeq

from equipment_catalog.errors import InputError, Problem
from equipment_catalog.messages import message
from mine_study.study_defaults import OVERRIDE, SITES, site_number, unknown_site, with_override
from mine_study.yaml_places import Place, load_yaml, plain, position

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

Override: TypeAlias = str | Path
"""A text ``KEY=VALUE``, or a scenario file; texts go before files, later ones before earlier."""
NAME = "name"


@dataclass(frozen=True, kw_only=True)
class Typed:
    """Where a key that goes before the study's own was typed."""

    file: str
    """Name of the scenario file, or ``--set``."""
    row: int | None = None
    column: int | None = None
    is_value: bool = True
    """Whether a value stands there; else a section, whose values stand below it."""

    def __str__(self) -> str:
        """Return ``file:row``, or the bare option."""
        return self.file if self.row is None else f"{self.file}:{self.row}"


def scenario_files(overrides: Sequence[Override]) -> tuple[Path, ...]:
    """Return the scenario files among the overrides, in their order.

    Examples
    --------
    >>> scenario_files(["risk.build=false", Path("p90.yaml")])[0].name
    'p90.yaml'
    """
    return tuple(one for one in overrides if isinstance(one, Path))


def with_layers(values: dict[str, Any], overrides: Sequence[Override]) -> dict[Place, Typed]:
    """Put scenario files and then texts ``KEY=VALUE`` over a plain study; return their places.

    A section of a scenario file leaves what it does not name as it is, all of it where nothing
    stands under it; a list takes the place of the study's. Its sites stand as in a study file,
    each with its name, or as ``NAME: keys``.

    Parameters
    ----------
    values
        Plain keys of the study; they are changed.
    overrides
        Texts and files.

    Raises
    ------
    InputError
        If a text cannot be understood, or a file is missing, is no YAML, or names a site twice or
        one that the study has not; with the problems of all of them.

    Examples
    --------
    >>> study = {"finance": {"discount_rate": 0.1}}
    >>> {place: str(typed) for place, typed in with_layers(study, ["finance.grant=5"]).items()}
    {('finance', 'grant'): '--set'}
    >>> study
    {'finance': {'discount_rate': 0.1, 'grant': 5}}
    """
    found: dict[Place, Typed] = {}
    problems: list[Problem] = []
    texts = (one for one in overrides if isinstance(one, str))
    layers: tuple[Override, ...] = (*scenario_files(overrides), *texts)
    for one in layers:
        try:
            for place, typed in _laid_over(values, one):
                _put(found, place, typed)
        except InputError as error:
            problems += error.problems
    if problems:
        raise InputError(problems)
    return found


def _laid_over(values: dict[str, Any], one: Override) -> Iterator[tuple[Place, Typed]]:
    """Put one layer over a study; yield where each key was typed."""
    if isinstance(one, Path):
        yield from _with_scenario(values, one)
    else:
        yield with_override(values, one), Typed(file=OVERRIDE)


def _put(found: dict[Place, Typed], place: Place, typed: Typed) -> None:
    """Keep where a key was typed; a value takes away what an earlier layer typed below it."""
    if typed.is_value:
        for below in [other for other in found if other[: len(place)] == place]:
            del found[below]
    found[place] = typed


def _with_scenario(values: dict[str, Any], path: Path) -> Iterator[tuple[Place, Typed]]:
    if not path.is_file():
        what = message("there is no scenario file at {path}", path=str(path))
        allowed = message("a YAML file with keys of study.yaml")
        raise InputError([Problem(what=what, allowed=allowed)])
    given, unreadable = load_yaml(path)
    if unreadable:
        raise InputError(unreadable)
    yield from _merged(values, given, (), path.name)


def _merged(
    node: dict[str, Any], layer: Mapping[str, Any], place: Place, file: str
) -> Iterator[tuple[Place, Typed]]:
    """Put the keys of a layer over those of a node; yield where each was typed."""
    for key, value in layer.items():
        name, here = str(key), (*place, str(key))
        row, column = position(layer, key)
        holds_sites = here == (SITES,) and isinstance(node.get(SITES), list)
        is_section = holds_sites or _is_section(value, node.get(name))
        yield here, Typed(file=file, row=row, column=column, is_value=not is_section)
        if holds_sites:
            yield from _merged_sites(node[SITES], value, file, row)
        elif is_section:
            if not isinstance(node.get(name), dict):
                node[name] = {}
            yield from _merged(node[name], value or {}, here, file)
        else:
            node[name] = plain(value)


def _is_section(value: object, own: object) -> bool:
    """Tell whether a key of a scenario opens a section; an empty one opens the study's own."""
    if value is None or value == {}:
        return isinstance(own, dict)
    return isinstance(value, CommentedMap)


def _merged_sites(
    sites: list[Any], layer: object, file: str, row: int
) -> Iterator[tuple[Place, Typed]]:
    """Put the sites of a layer over those of a study; InputError with what is wrong in any."""
    problems: list[Problem] = []
    seen: set[int] = set()
    for name, keys, place in _named_sites(layer, row):
        number = site_number(sites, name)
        if not isinstance(keys, CommentedMap) or not name:
            problems.append(_placed(SITES_NEEDED, file, place))
        elif number is None or not isinstance(sites[number], dict):
            problems.append(_placed(unknown_site(sites, name), file, place))
        elif number in seen:
            problems.append(_placed(_twice(name), file, place))
        else:
            seen.add(number)
            own = {key: value for key, value in sites[number].items() if key == NAME}
            yield from _merged(sites[number], keys, (SITES, number), file)
            sites[number] |= own
    if problems:
        raise InputError(problems)


SITES_NEEDED = Problem(
    what=message("sites of a scenario need their names and keys"),
    allowed=message("a list of sites with their names, as in study.yaml"),
)


def _twice(name: str) -> Problem:
    what = message("the site {name!r} stands twice", name=name)
    return Problem(what=what, allowed=message("each site once"))


def _placed(problem: Problem, file: str, place: tuple[int, int]) -> Problem:
    return replace(problem, file=file, row=place[0], column=place[1])


def _named_sites(layer: object, row: int) -> list[tuple[str, object, tuple[int, int]]]:
    """Return name, keys, line and column of each site of a scenario file."""
    if isinstance(layer, CommentedMap):
        return [(str(name), keys, position(layer, name)) for name, keys in layer.items()]
    if isinstance(layer, CommentedSeq):
        return [(_name(keys), keys, position(layer, n)) for n, keys in enumerate(layer)]
    return [("", layer, (row, 1))]


def _name(keys: object) -> str:
    named = keys.get(NAME) if isinstance(keys, CommentedMap) else None
    return "" if named is None else str(named)
