"""The place that a key means, and what may have been meant by one that leads nowhere."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from difflib import get_close_matches
from itertools import chain
from typing import TYPE_CHECKING, Any

from equipment_catalog.errors import InputError
from equipment_catalog.messages import message
from mine_study.explain.key_paths import (
    ALIKE,
    FIELD,
    SHOWN,
    member_name,
    members_of,
    named_key,
    value_at,
)
from mine_study.explain.key_steps import (
    NothingThereError,
    begins_with,
    first_step,
    longest,
    read_steps,
    shortest,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from equipment_catalog.messages import Message
    from mine_study.explain.key_paths import Path

CLOSEST = 3
"""Names that are offered in place of a misspelt one."""


def path_of(tree: Mapping[str, Any], key: str) -> Path:
    """Return the place that a key means.

    A key reads ``finance.whole.npv``; members of lists stand in brackets by name or by place:
    ``machines[TR-01].load_fraction``, ``measures[right_size:MO-01].npv``, or
    ``measures[MO-01].npv`` where one measure alone is for that machine; ``measures[#3].npv`` is
    the fourth, as is ``measures[3].npv`` where no member is named by a number. A name with
    brackets or quotes stands in quotes: ``machines["M[1]"].kvar``.

    Parameters
    ----------
    tree
        Figures as groups and lists.
    key
        As above.

    Raises
    ------
    InputError
        If nothing stands there; it says what comes closest.

    Examples
    --------
    >>> path_of({"by": {"La 1.ª": [{"npv": 1}, {"npv": 2}]}}, "by.La 1.ª[1].npv")
    ('by', 'La 1.ª', 1, 'npv')
    >>> path_of({"machines": [{"tag": "1", "kw": 5.0}, {"tag": "0", "kw": 2.0}]}, "machines[1].kw")
    ('machines', 0, 'kw')
    """
    try:
        return _read(tree, key)
    except NothingThereError as error:
        raise InputError.of(FIELD, key, allowed=_meant(tree, error)) from error


def _read(tree: Mapping[str, Any], key: str) -> Path:
    try:
        return read_steps(tree, key, shortest)
    except NothingThereError:
        return read_steps(tree, key, longest)


def _meant(tree: Mapping[str, Any], stuck: NothingThereError) -> Message:
    """Return what may have been meant by a key that leads nowhere."""
    node = value_at(tree, stuck.path)
    if not isinstance(node, Mapping | list):
        known = named_key(tree, stuck.path)
        return message("{key} is a figure: nothing stands below it", key=known)
    if isinstance(node, list) and stuck.rest.startswith("."):
        return _in_brackets(tree, stuck)
    if stuck.fits:
        after = _next_step(stuck.rest)[1]
        return one_of(_keys(tree, [(*stuck.path, step) for step in stuck.fits], after))
    return _alike(tree, stuck)


def _alike(tree: Mapping[str, Any], stuck: NothingThereError) -> Message:
    """Return the members of a group that are named alike, else all."""
    typed, after = _next_step(stuck.rest)
    named = _by_name(tree, stuck.path)
    if not named:
        return holds_none(named_key(tree, stuck.path))
    folded = {name.casefold(): name for name in named}
    spelt = "" if _is_place(typed) else typed.casefold()
    close = [folded[name] for name in get_close_matches(spelt, folded, n=CLOSEST, cutoff=ALIKE)]
    if not close:
        return one_of(_keys(tree, chain(*named.values()), after))
    keys = _keys(tree, chain(*(named[name] for name in close)), after)
    return message("did you mean {keys}?", keys=" · ".join(keys))


def one_of(keys: Sequence[str]) -> Message:
    """Return which keys may be asked for instead."""
    return message("one of: {keys}", keys=", ".join(keys[:SHOWN]))


def holds_none(key: str) -> Message:
    """Return that a group of texts, or an empty one, has nothing to ask for."""
    return message("a number; {key} holds none", key=key)


def _in_brackets(tree: Mapping[str, Any], stuck: NothingThereError) -> Message:
    """Return how a member of a list is asked for whose name stands after a point."""
    word = stuck.rest.removeprefix(".")
    named = _by_name(tree, stuck.path)
    meant = max((name for name in named if begins_with(word, name)), key=len, default=None)
    if meant is None:
        keys = _keys(tree, chain(*named.values()), _next_step(stuck.rest)[1])
    else:
        keys = _keys(tree, named[meant], word[len(meant) :])
    return message("members of a list stand in brackets: {keys}", keys=", ".join(keys[:SHOWN]))


def _by_name(tree: Mapping[str, Any], path: Path) -> Mapping[str, Sequence[Path]]:
    """Return the members of a group by what each may be called, of a measure its machine too."""
    found = defaultdict(list)
    for one in members_of(tree, path):
        name = member_name(tree, one) if isinstance(one[-1], int) else one[-1]
        for called in dict.fromkeys((name, name.partition(":")[2] or name)):
            found[called].append(one)
    return found


def _is_place(typed: str) -> bool:
    return typed.removeprefix("#").isdecimal()


def _keys(tree: Mapping[str, Any], paths: Iterable[Path], after: str) -> list[str]:
    """Return the keys of places, with what came after them in the key where they have it too."""
    return [_with_rest(tree, named_key(tree, path), after) for path in dict.fromkeys(paths)]


def _with_rest(tree: Mapping[str, Any], known: str, after: str) -> str:
    try:
        asked = value_at(tree, _read(tree, known + after))
    except NothingThereError:
        return known
    return known if isinstance(asked, str | bool) else known + after


def _next_step(rest: str) -> tuple[str, str]:
    """Return the step that leads nowhere, and what comes after it.

    Examples
    --------
    >>> _next_step(".load_fractoin"), _next_step("[#99].kvar"), _next_step("whole.npw")
    (('load_fractoin', ''), ('#99', '.kvar'), ('whole', '.npw'))
    """
    name, after = first_step(rest)
    if name is not None:
        return name, after
    word = rest.removeprefix(".")
    end = min((place for place, sign in enumerate(word) if sign in ".[" and place), default=None)
    return word[:end], "" if end is None else word[end:]
