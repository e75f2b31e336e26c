"""Keys of ``results.json`` as a person writes them, and the places they lead to."""

from __future__ import annotations

import re
from collections.abc import Mapping
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

from equipment_catalog.errors import InputError
from equipment_catalog.messages import message

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

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


def path_of(tree: Mapping[str, Any], key: str) -> Path:
    """Return the place that a key means.

    A key reads ``finance.whole.npv``; members of lists stand in brackets by number or by name:
    ``measures[3].npv``, ``machines[TR-01].load_fraction``, ``measures[right_size:MO-01].npv``, or
    ``measures[MO-01].npv`` where one measure alone is for that machine.

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
    """
    path: Path = ()
    node: Any = tree
    rest = key.strip()
    while rest:
        step, rest = _step(node, path, rest, key)
        path, node = (*path, step), node[step]
    return path


def _step(node: Any, path: Path, rest: str, key: str) -> tuple[str | int, str]:  # noqa: ANN401
    """Return the next member that a key names, and what is left of the key."""
    bracketed = re.match(r"\[([^\]]*)\]", rest)
    if bracketed:
        found = _member(node, path, bracketed[1], key)
        if found is not None:
            return found, rest[bracketed.end() :]
    elif isinstance(node, Mapping):
        word = rest.removeprefix(".")
        fits = [name for name in node if word == name or word.startswith((f"{name}.", f"{name}["))]
        if fits:
            longest = max(fits, key=len)
            return longest, word[len(longest) :]
    raise _unknown(node, path, rest, key)


def _member(node: Any, path: Path, name: str, key: str) -> str | int | None:  # noqa: ANN401
    if isinstance(node, Mapping):
        return name if name in node else None
    if not isinstance(node, list):
        return None
    if name.isdigit() and int(name) < len(node):
        return int(name)
    names = member_names(node, path)
    fits = [
        place
        for place, known in enumerate(names)
        if name in {known, known.partition(":")[2]} - {""}
    ]
    if len(fits) > 1:
        many = ", ".join(key.replace(f"[{name}]", f"[{names[place]}]") for place in fits)
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
        names = member_names(node, path)
        yield from (f"{key_text(path)}[{name or place}]" for place, name in enumerate(names))


def key_text(path: Path) -> str:
    """Return the key of a place.

    Examples
    --------
    >>> key_text(("pv", "by_site", "mina 1.2", "losses", 3, "energy_kwh"))
    'pv.by_site[mina 1.2].losses[3].energy_kwh'
    """
    text = ""
    for step in path:
        if isinstance(step, int) or "." in step or "[" in step:
            text += f"[{step}]"
        else:
            text += f".{step}" if text else step
    return text


def named_key(tree: Mapping[str, Any], path: Path) -> str:
    """Return the key of a place, members of lists by their names where they have one.

    Examples
    --------
    >>> named_key({"machines": [{"tag": "TR-01", "kvar": 2.0}]}, ("machines", 0, "kvar"))
    'machines[TR-01].kvar'
    """
    node: Any = tree
    steps: list[str | int] = []
    text = ""
    for place, step in enumerate(path):
        if isinstance(step, int):
            name = member_names(node, path[:place])[step]
            text += f"{key_text(tuple(steps))}[{name or step}]"
            steps = []
        else:
            steps.append(step)
        node = node[step]
    tail = key_text(tuple(steps))
    return text + (f".{tail}" if tail and text else tail)
