"""Keys of ``results.json`` as a person writes them, and the places they lead to."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

from equipment_catalog.errors import InputError
from equipment_catalog.messages import message

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

Path = tuple[str | int, ...]

FIELD = "KEY"
SHOWN = 40
ALIKE = 0.5
NAMED_BY = {
    "measures": "id",
    "machines": "tag",
    "losses": "step",
    "drivers": "driver",
    "tornado": "driver",
    "remedies": "kind",
    "steps": "kind",
    "components": "name",
}
"""What names the members of a list, by the name of the list."""
QUOTED = re.compile(r'\[("(?:[^"\\]|\\.)*")\]')
PLAIN = re.compile(r"\[([^\]]*)\]")
PLACE = re.compile(r"#([0-9]+)")
WORD = re.compile(r"[^\s.\[\]\"#]([^.\[\]\"\n\r]*[^\s.\[\]\"])?")
"""A step that stands bare between points."""
IN_BRACKETS = re.compile(r"[^\s\[\]\"#]([^\[\]\"\n\r]*[^\s\[\]\"])?")
"""A name that stands in brackets without quotes."""


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
        return _walked(tree, key, _shortest)
    except InputError:
        return _walked(tree, key, _longest)


def _shortest(names: Sequence[str]) -> str:
    """Return the name that is meant where a key is written as :func:`key_text` writes it."""
    return min(names, key=len)


def _longest(names: Sequence[str]) -> str:
    """Return the name that is meant where a name with points stands without brackets."""
    return max(names, key=len)


def _walked(tree: Mapping[str, Any], key: str, pick: Callable[[Sequence[str]], str]) -> Path:
    path: Path = ()
    node: Any = tree
    rest = key.strip()
    while rest:
        step, rest = _step(node, path, rest, key, pick)
        path, node = (*path, step), node[step]
    return path


def _step(
    node: Any,  # noqa: ANN401  json holds any type
    path: Path,
    rest: str,
    key: str,
    pick: Callable[[Sequence[str]], str],
) -> tuple[str | int, str]:
    """Return the next member that a key names, and what is left of the key."""
    if quoted := QUOTED.match(rest):
        found = _named(node, path, _unquoted(quoted[1]), key)
        if found is not None:
            return found, rest[quoted.end() :]
    elif plain := PLAIN.match(rest):
        found = _member(node, path, plain[1], key)
        if found is not None:
            return found, rest[plain.end() :]
    elif isinstance(node, Mapping):
        word = rest.removeprefix(".")
        fits = [name for name in node if word == name or word.startswith((f"{name}.", f"{name}["))]
        fits = [name for name in fits if name]
        if fits:
            step = pick(fits)
            return step, word[len(step) :]
    raise _unknown(node, path, rest, key)


def _unquoted(text: str) -> str:
    """Return a name that stands in quotes; as it is where its backslashes mean nothing."""
    try:
        return str(json.loads(text))
    except ValueError:
        return text[1:-1]


def _member(node: Any, path: Path, name: str, key: str) -> str | int | None:  # noqa: ANN401
    """Return the member that brackets without quotes mean: names go before places."""
    place = PLACE.fullmatch(name) if isinstance(node, list) else None
    if place:
        return int(place[1]) if int(place[1]) < len(node) else None
    found = _named(node, path, name, key)
    if found is not None or not isinstance(node, list) or not _is_place(name, len(node)):
        return found
    tails = (known.rpartition(":")[2] for known in member_names(node, path))
    return None if any(_is_whole(tail) for tail in tails) else int(name)


def _is_whole(text: str) -> bool:
    return text.isascii() and text.isdigit()


def _is_place(text: str, length: int) -> bool:
    return _is_whole(text) and int(text) < length


def _named(node: Any, path: Path, name: str, key: str) -> str | int | None:  # noqa: ANN401
    if isinstance(node, Mapping):
        return name if name in node else None
    if not isinstance(node, list) or not name:
        return None
    names = member_names(node, path)
    if name in names:
        return names.index(name)
    fits = [place for place, known in enumerate(names) if known.partition(":")[2] == name]
    if len(fits) > 1:
        typed = f"[{name}]" if f"[{name}]" in key else in_brackets(name)
        many = ", ".join(key.replace(typed, in_brackets(names[place])) for place in fits)
        raise InputError.of(FIELD, key, allowed=message("one of: {keys}", keys=many))
    return fits[0] if fits else None


def member_names(members: Sequence[Any], path: Path) -> list[str]:
    """Return the names of the members of a list, empty where they have none.

    Examples
    --------
    >>> member_names([{"tag": "TR-01"}, {"tag": "MO-01"}], ("machines",))
    ['TR-01', 'MO-01']
    """
    field = NAMED_BY.get(str(path[-1])) if path else None
    if field is None or not all(isinstance(one, Mapping) and field in one for one in members):
        return [""] * len(members)
    names = [str(one[field]) for one in members]
    return [name if names.count(name) == 1 else "" for name in names]


def _unknown(node: Any, path: Path, rest: str, key: str) -> InputError:  # noqa: ANN401
    """Return the refusal of a key, with what comes closest to it."""
    near = [*members_of(node, path)]
    wanted = key_text(path) + rest
    close = get_close_matches(wanted, near, n=3, cutoff=ALIKE)
    if close:
        said = message("did you mean {keys}?", keys=" · ".join(close))
    elif near:
        said = message("one of: {keys}", keys=", ".join(near[:SHOWN]))
    else:
        said = message("{key} is a figure: nothing stands below it", key=key_text(path))
    return InputError.of(FIELD, key, allowed=said)


def members_of(node: Any, path: Path) -> Iterator[str]:  # noqa: ANN401  json holds any type
    """Yield the keys of what a group holds.

    Examples
    --------
    >>> list(members_of({"npv": 1.0, "irr": 0.2}, ("finance", "whole")))
    ['finance.whole.npv', 'finance.whole.irr']
    """
    if isinstance(node, Mapping):
        yield from (key_text((*path, name)) for name in node)
    elif isinstance(node, list):
        yield from (_with_member(key_text(path), node, path, place) for place in range(len(node)))


def in_brackets(name: str) -> str:
    """Return a name as it stands in a key, in quotes where brackets alone would not hold it.

    Examples
    --------
    >>> in_brackets("mina 1.2"), in_brackets("M[1]"), in_brackets("#3")
    ('[mina 1.2]', '["M[1]"]', '["#3"]')
    """
    if IN_BRACKETS.fullmatch(name):
        return f"[{name}]"
    return f"[{json.dumps(name, ensure_ascii=False)}]"


def key_text(path: Path) -> str:
    """Return the key of a place.

    Examples
    --------
    >>> key_text(("pv", "by_site", "mina 1.2", "yearly", 3)), key_text(("machines", 3, "kvar"))
    ('pv.by_site[mina 1.2].yearly[3]', 'machines[#3].kvar')
    """
    text = ""
    for before, step in zip(("", *path), path, strict=False):
        if isinstance(step, int):
            text += _place_text(before, step)
        elif WORD.fullmatch(step):
            text += f".{step}" if text else step
        else:
            text += in_brackets(step)
    return text


def named_key(tree: Mapping[str, Any], path: Path) -> str:
    """Return the key of a place, members of lists by their names where they have one.

    Examples
    --------
    >>> named_key({"machines": [{"tag": "TR-01", "kvar": 2.0}]}, ("machines", 0, "kvar"))
    'machines[TR-01].kvar'
    """
    node: Any = tree
    text = ""
    for place, step in enumerate(path):
        if isinstance(step, int):
            text = _with_member(text, node, path[:place], step)
        else:
            own = key_text((step,))
            text += f".{own}" if text and not own.startswith("[") else own
        node = node[step]
    return text


def member_name(tree: Mapping[str, Any], path: Path) -> str:
    """Return the name of the member of a list that stands at a place; its number without one.

    Examples
    --------
    >>> member_name({"machines": [{"tag": "TR-01", "kvar": 2.0}]}, ("machines", 0))
    'TR-01'
    """
    node: Any = tree
    for step in path[:-1]:
        node = node[step]
    return member_names(node, path[:-1])[int(path[-1])] or str(path[-1])


def _with_member(text: str, members: Sequence[Any], path: Path, place: int) -> str:
    """Return the key of a member of a list, by its name where it has one."""
    name = member_names(members, path)[place]
    return text + (in_brackets(name) if name else _place_text(path[-1] if path else "", place))


def _place_text(of_list: str | int, place: int) -> str:
    """Return a place in brackets, told from a name where the list has such."""
    return f"[#{place}]" if of_list in NAMED_BY else f"[{place}]"
