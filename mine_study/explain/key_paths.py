"""Keys of ``results.json`` as a person writes them, from the places of its figures."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence

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
WORD = re.compile(r"[^\s.\[\]\"#]([^.\[\]\"\n\r]*[^\s.\[\]\"])?")
"""A step that stands bare between points."""
IN_BRACKETS = re.compile(r"[^\s\[\]\"#]([^\[\]\"\n\r]*[^\s\[\]\"])?")
"""A name that stands in brackets without quotes."""


def value_at(tree: Mapping[str, Any], path: Path) -> Any:  # noqa: ANN401  json holds any type
    """Return what stands at a place.

    Examples
    --------
    >>> value_at({"machines": [{"tag": "TR-01", "kvar": 2.0}]}, ("machines", 0, "kvar"))
    2.0
    """
    value: Any = tree
    for step in path:
        value = value[step]
    return value


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
    times = Counter(names)
    return [name if times[name] == 1 else "" for name in names]


def members_of(tree: Mapping[str, Any], path: Path) -> list[Path]:
    """Return the places of what a group holds that may be asked for: its figures, its groups.

    Examples
    --------
    >>> members_of({"machines": [{"tag": "TR-01", "kvar": 2.0, "chi2": 0.3}]}, ("machines", 0))
    [('machines', 0, 'kvar'), ('machines', 0, 'chi2')]
    """
    node = value_at(tree, path)
    if isinstance(node, Mapping):
        return [(*path, name) for name in node if _is_asked(node, name)]
    members = node if isinstance(node, list) else []
    return [(*path, place) for place, one in enumerate(members) if not isinstance(one, str | bool)]


def _is_asked(group: Mapping[str, Any], name: str) -> bool:
    """Tell whether a member is more than a text; what is not reckoned yet is no text."""
    return not isinstance(group, dict) or not isinstance(group[name], str | bool)


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
        name = member_names(node, path[:place])[step] if isinstance(step, int) else ""
        if name:
            text += in_brackets(name)
        elif isinstance(step, int):
            text += _place_text(path[place - 1] if place else "", step)
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
    members = value_at(tree, path[:-1])
    return member_names(members, path[:-1])[int(path[-1])] or str(path[-1])


def _place_text(of_list: str | int, place: int) -> str:
    """Return a place in brackets, told from a name where the list has such."""
    return f"[#{place}]" if of_list in NAMED_BY else f"[{place}]"
