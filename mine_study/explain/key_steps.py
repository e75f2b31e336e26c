"""How a key of ``results.json`` is read, step by step."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from mine_study.explain.key_paths import member_names

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from mine_study.explain.key_paths import Path

    Pick = Callable[[Sequence[str]], str]
    Step = str | int

QUOTED = re.compile(r'\[("(?:[^"\\]|\\.)*")\]')
PLAIN = re.compile(r"\[([^\]]*)\]")
PLACE = re.compile(r"#([0-9]+)")


class NothingThereError(LookupError):
    """A key leads to no one place."""

    def __init__(self, path: Path, rest: str, fits: Sequence[Step]) -> None:
        super().__init__(rest)
        self.path = path
        """Up to where it was read."""
        self.rest = rest
        """What could not be read."""
        self.fits = fits
        """The members that its next step may mean, where it may mean several."""


def shortest(names: Sequence[str]) -> str:
    """Return the name that is meant where a key is written as ``key_text`` writes it."""
    return min(names, key=len)


def longest(names: Sequence[str]) -> str:
    """Return the name that is meant where a name with points stands without brackets."""
    return max(names, key=len)


def read_steps(tree: Mapping[str, Any], key: str, pick: Pick) -> Path:
    """Return the place of a key.

    Parameters
    ----------
    tree
        Figures as groups and lists.
    key
        As ``path_of`` takes it.
    pick
        ``shortest`` or ``longest``: which of several names is meant that a key begins with.

    Raises
    ------
    NothingThereError
        If nothing stands there, or a step stands for several members.

    Examples
    --------
    >>> read_steps({"machines": [{"tag": "TR-01", "kvar": 2.0}]}, "machines[TR-01].kvar", shortest)
    ('machines', 0, 'kvar')
    """
    path: Path = ()
    node: Any = tree
    rest = key.strip()
    while rest:
        name, after = first_step(rest)
        if name is None:
            fits, after = _bare(node, rest, pick)
        else:
            fits = _members(node, path, name, is_quoted=rest.startswith('["'))
        if len(fits) != 1:
            raise NothingThereError(path, rest, fits)
        path, node, rest = (*path, fits[0]), node[fits[0]], after
    return path


def first_step(rest: str) -> tuple[str | None, str]:
    """Return the name that stands in brackets before all else, and what comes after it.

    Examples
    --------
    >>> first_step("[TR-01].kvar"), first_step('["M[1]"].kvar'), first_step(".kvar")
    (('TR-01', '.kvar'), ('M[1]', '.kvar'), (None, '.kvar'))
    """
    if quoted := QUOTED.match(rest):
        return _unquoted(quoted[1]), rest[quoted.end() :]
    if plain := PLAIN.match(rest):
        return plain[1], rest[plain.end() :]
    return None, rest


def _unquoted(text: str) -> str:
    """Return a name that stands in quotes; as it is where its backslashes mean nothing."""
    try:
        return str(json.loads(text))
    except ValueError:
        return text[1:-1]


def _bare(node: Any, rest: str, pick: Pick) -> tuple[list[Step], str]:  # noqa: ANN401  any type
    """Return the member whose name stands bare, and what comes after it."""
    if not isinstance(node, Mapping):
        return [], rest
    word = rest.removeprefix(".")
    fits = [name for name in node if name and begins_with(word, name)]
    if not fits:
        return [], rest
    step = pick(fits)
    return [step], word[len(step) :]


def begins_with(word: str, name: str) -> bool:
    """Tell whether what is left of a key begins with a name.

    Examples
    --------
    >>> begins_with("mina 1.kw", "mina 1"), begins_with("mina 12.kw", "mina 1")
    (True, False)
    """
    return word == name or word.startswith((f"{name}.", f"{name}["))


def _members(
    node: Any,  # noqa: ANN401  json holds any type
    path: Path,
    name: str,
    *,
    is_quoted: bool,
) -> list[Step]:
    """Return the members that brackets mean: names go before places."""
    if isinstance(node, Mapping):
        return [name] if name in node else []
    if not isinstance(node, list):
        return []
    found = _named(node, path, name)
    return found if found or is_quoted else _placed(node, path, name)


def _placed(members: Sequence[Any], path: Path, name: str) -> list[Step]:
    """Return the member of a place, as ``#3``; as ``3`` where no name is a number."""
    place = PLACE.fullmatch(name)
    digits = place[1] if place else name
    if not _is_whole(digits) or int(digits) >= len(members):
        return []
    tails = (known.rpartition(":")[2] for known in member_names(members, path))
    return [int(digits)] if place or not any(map(_is_whole, tails)) else []


def _is_whole(text: str) -> bool:
    return text.isascii() and text.isdigit()


def _named(members: Sequence[Any], path: Path, name: str) -> list[Step]:
    """Return the members of a list that a name means: its own, else those that end in it."""
    names = member_names(members, path)
    if not name or name in names:
        return [names.index(name)] if name else []
    return [place for place, known in enumerate(names) if known.partition(":")[2] == name]
