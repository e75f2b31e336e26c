"""The figures that a pattern of ``topics.csv`` means, seen from the figure that is explained."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from mine_study.explain.key_paths import NAMED_BY, key_text, named_key
from mine_study.explain.place import Found
from mine_study.explain.topic_words import EACH, figure_name
from mine_study.explain.topics import steps_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from equipment_catalog.messages import Message
    from mine_study.explain.key_paths import Path
    from mine_study.explain.place import Place
    from mine_study.explain.topics import Steps

BESIDE = re.compile(r"\{(\w+)\}([+-]1)")
UP_TO = re.compile(r":\{(\w+)\}")
WHERE = re.compile(r"\*(\w+)=(.+)", re.DOTALL)


def figure_of_pattern(place: Place, pattern: str) -> Found:
    """Return the figure, or the figures, that a pattern means.

    Parameters
    ----------
    place
        The figure that is explained.
    pattern
        Key with steps that stand for others: ``{name}`` as in the pattern of the figure itself,
        ``{name}+1`` and ``{name}-1`` beside it, ``:{name}`` all up to it, ``{@name}`` what stands
        beside the figure under that name, ``*`` all, ``*name=value`` those of which this is said.
    """
    node: Any = place.tree
    steps = steps_of(pattern)
    path: Path = ()
    for number, written in enumerate(steps):
        step = _filled(place, written)
        if step == EACH or WHERE.fullmatch(step):
            rest = [_step(place, one) for one in steps[number + 1 :]]
            return _of_many(place, steps, (*path, EACH, *rest), _members(node, step))
        if upto := UP_TO.fullmatch(step):
            return _up_to(place, path, node, place.named[upto[1]])
        member = _numbered(node, _step(place, step))
        if not _has(node, member):
            return Found(key=key_text((*path, member)), value=None)
        path = (*path, member)
        node = node[member]
    key = named_key(place.tree, path)
    return Found(key=key, name=_name(place, path), value=node, is_figure=True)


def _of_many(place: Place, steps: Steps, path: Path, members: Sequence[Any]) -> Found:
    """Return one figure of each member of a group."""
    rest = path[path.index(EACH) + 1 :]
    values = [_walked(one, rest) for one in members]
    kept = [value for value in values if value is not None]
    return Found(key=pattern_text(steps, place.named), name=_name(place, path), value=kept)


def _up_to(place: Place, path: Path, years: Sequence[Any] | None, last: int) -> Found:
    """Return a list of years up to one of them."""
    return Found(
        key=f"{key_text(path)}[0…{last}]",
        name=_name(place, path),
        value=None if years is None else years[: last + 1],
    )


def _name(place: Place, path: Path) -> Message | None:
    return figure_name(place.result, place.tree, path)


def _filled(place: Place, step: str) -> str:
    """Return a condition with what its ``{name}`` stands for."""
    return step.format(**place.named) if step.startswith(EACH) else step


def _step(place: Place, step: str) -> str | int:
    """Return the step that a step of a pattern means here."""
    if beside := BESIDE.fullmatch(step):
        return int(place.named[beside[1]]) + int(beside[2])
    if step.startswith("{@"):
        return str(place.sibling(step.strip("{@}")))
    if step.startswith("{"):
        found: str | int = place.named[step.strip("{}")]
        return found
    return step


def _has(node: Any, step: str | int) -> bool:  # noqa: ANN401  json holds any type
    if isinstance(node, list):
        return isinstance(step, int) and 0 <= step < len(node)
    return isinstance(node, Mapping) and step in node


def _members(node: Any, step: str) -> list[Any]:  # noqa: ANN401  json holds any type
    """Return the members of a group, or those of which something is said."""
    members = list(node.values()) if isinstance(node, Mapping) else list(node or ())
    if condition := WHERE.fullmatch(step):
        return [one for one in members if str(one[condition[1]]) == condition[2]]
    return members


def _walked(node: Any, steps: Path) -> Any:  # noqa: ANN401  json holds any type
    for step in steps:
        member = _numbered(node, step)
        if not _has(node, member):
            return None
        node = node[member]
    return node


def _numbered(node: Any, step: str | int) -> str | int:  # noqa: ANN401  json holds any type
    """Return the number of a member of a list that is given by its number or its name."""
    if not isinstance(node, list) or isinstance(step, int):
        return step
    named = [place for place, one in enumerate(node) if step in _names(one)]
    if len(named) == 1:
        return named[0]
    return int(step) if step.isdigit() else step


def _names(member: Any) -> set[Any]:  # noqa: ANN401  json holds any type
    return (
        {member.get(field) for field in NAMED_BY.values()} if isinstance(member, Mapping) else set()
    )


def pattern_text(steps: tuple[str, ...], named: Mapping[str, Any]) -> str:
    """Return the key of many figures at once, as ``bills.*.today.net_cost``.

    Examples
    --------
    >>> pattern_text(("measures", "*decision=do", "capex"), {})
    'measures[decision=do].capex'
    >>> pattern_text(("calibration", "by_site", "*site={site}", "billed_kwh"), {"site": "planta"})
    'calibration.by_site[site=planta].billed_kwh'
    """
    text = ""
    for step in steps:
        if condition := WHERE.fullmatch(step):
            text += f"[{condition[1]}={condition[2].format(**named)}]"
            continue
        said = str(named[step.strip("{}")]) if step.startswith("{") else step
        text += f".{said}" if text else said
    return text
