"""Rows of the register for what a scenario or `--set` says in place of the study."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from equipment_catalog.messages import Message, message
from equipment_catalog.notes import Note
from mine_study.study_defaults import as_yaml, key_rows

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from mine_study.layers import Typed
    from mine_study.yaml_places import Node, Place

SITE_DEPTH = 2


def override_notes(
    overridden: Mapping[Place, Typed],
    values: Mapping[str, Any],
    *,
    before: Mapping[str, Any],
    places: Mapping[str, str],
) -> Iterator[Note]:
    """Yield one row for each value that does not stand in the study file itself.

    A key that no study has is left to the check, which refuses it.

    Parameters
    ----------
    overridden
        Where each was typed, by its place.
    values
        The study with them, before defaults.
    before
        The study file alone.
    places
        ``study.yaml:LINE`` of its keys.
    """
    descriptions = {row["key"]: row["description"] for row in key_rows()}
    for place, typed in overridden.items():
        described = descriptions.get(_general_key(place))
        if not typed.is_value or described is None:
            continue
        key = ".".join(map(str, place))
        yield Note(
            what=Message(described),
            value=message("{key} = {value}", key=key, value=as_yaml(_at(place, values))),
            source=message("given: {place}", place=str(typed)),
            effect=_effect(_at(place, before), places.get(key)),
        )


def _effect(value: Node, place: str | None) -> Message:
    if place is None:
        return message("goes before the default, in this run alone")
    return message(
        "goes before {value} of {place}, in this run alone", value=as_yaml(value), place=place
    )


def _general_key(place: Place) -> str:
    """Return the key as the table of keys names it: without its site, without what is below it."""
    own = place[SITE_DEPTH:] if place[0] == "sites" else place
    return ".".join(map(str, own[:SITE_DEPTH]))


def _at(place: Place, node: Node) -> Node:
    """Return what stands at a place; None where nothing does."""
    for part in place:
        inside = part in node if isinstance(node, dict) else isinstance(node, list)
        if not inside:
            return None
        node = node[part]
    return node
