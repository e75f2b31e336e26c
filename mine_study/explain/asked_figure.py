"""The one figure that a key asks for; what is no figure is refused with what may be asked."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from difflib import get_close_matches
from itertools import chain
from typing import TYPE_CHECKING

from equipment_catalog.errors import InputError
from equipment_catalog.messages import Message, message
from mine_study.explain.asked_path import holds_none, one_of, path_of
from mine_study.explain.key_paths import (
    ALIKE,
    FIELD,
    SHOWN,
    in_brackets,
    members_of,
    named_key,
    value_at,
)
from mine_study.explain.missing import null_here, refused
from mine_study.explain.no_figure import why_null
from mine_study.explain.no_figure_reasons import UNKNOWN
from mine_study.explain.topics import topics_named

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mine_study.explain.key_paths import Path
    from mine_study.explain.topics import Steps
    from mine_study.explain.tree import ResultTree
    from mine_study.study import StudyResult


def asked_figure(result: StudyResult, tree: ResultTree, key: str) -> Path:
    """Return the place of the figure that a key asks for.

    Parameters
    ----------
    result, tree
        What ``run_study`` returns, and its figures.
    key
        As for :func:`~mine_study.explain.explain`.

    Raises
    ------
    InputError
        If it leads nowhere, to a text or to a group; or to what is null for want of a key of the
        study.
    """
    if key not in tree and not set(".[") & set(key):
        raise InputError.of(FIELD, key, allowed=_alike(tree, key.strip()))
    path = _place(result, tree, key)
    value = value_at(tree, path)
    if isinstance(value, Mapping | list):
        raise InputError.of(FIELD, key, allowed=_members(tree, path))
    if isinstance(value, str | bool):
        said = message("a number; {key} is {value}", key=named_key(tree, path), value=str(value))
        raise InputError.of(FIELD, key, allowed=said)
    if value is None and (null := null_here(result, tree, path)):
        raise null
    return path


def _place(result: StudyResult, tree: ResultTree, key: str) -> Path:
    """Return the place of a key; what is asked of a group that is null is refused as null."""
    try:
        return path_of(tree, key)
    except InputError as error:
        for above in _groups_above(tree, key):
            if value_at(tree, above) is None:
                raise null_here(result, tree, above) or _null(tree, above) from error
        raise


def _null(tree: ResultTree, path: Path) -> InputError:
    return refused(named_key(tree, path), why_null(tree, path) or UNKNOWN)


def _groups_above(tree: ResultTree, key: str) -> Iterator[Path]:
    """Yield the places that the first steps of a key mean."""
    for cut in (place for place, sign in enumerate(key) if sign in ".[" and place):
        with suppress(InputError):
            yield path_of(tree, key[:cut])


def _members(tree: ResultTree, path: Path) -> Message:
    """Return what may be asked of a group; of a machine its measures too."""
    members = [named_key(tree, one) for one in members_of(tree, path)]
    if not members:
        return holds_none(named_key(tree, path))
    if measures := _measures_of(tree, path):
        return message(
            "one figure of the group: {keys}; of its measures: {measures}",
            keys=", ".join(members),
            measures=", ".join(measures),
        )
    if len(members) > SHOWN:
        return message(
            "one figure of the group: {keys} and {more:d} more",
            keys=", ".join(members[:SHOWN]),
            more=len(members) - SHOWN,
        )
    return message("one figure of the group: {keys}", keys=", ".join(members))


def _measures_of(tree: ResultTree, path: Path) -> list[str]:
    """Return the keys of the measures that were judged of a machine; none of other groups."""
    match path:
        case ("machines", int()):
            tag = value_at(tree, path)["tag"]
        case _:
            return []
    offers = (offer["id"] for offer in tree["measures"])
    return [f"measures{in_brackets(one)}" for one in offers if one.partition(":")[2] == tag]


def _alike(tree: ResultTree, name: str) -> Message:
    """Return the figures of a name that is no group, else the groups that are alike."""
    named = chain(*(_places(tree, (), topic.steps) for topic in topics_named(name)))
    keys = [named_key(tree, path) for path in sorted(named, key=len)]
    return one_of(keys or get_close_matches(name, tree, n=3, cutoff=ALIKE) or list(tree))


def _places(tree: ResultTree, path: Path, steps: Steps) -> list[Path]:
    """Return the places of the figures of one kind that exist; of each list one."""
    if not steps:
        return [] if value_at(tree, path) is None else [path]
    wanted = (
        one for one in members_of(tree, path) if steps[0].startswith("{") or steps[0] == one[-1]
    )
    found = (_places(tree, one, steps[1:]) for one in wanted)
    if isinstance(value_at(tree, path), list):
        return next(filter(None, found), [])
    return list(chain(*found))
