"""The JSON Schema of a study file, from which editors complete and check it as it is typed."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pandas as pd

from equipment_catalog.messages import Message, message
from mine_study.study_defaults import study_keys
from mine_study.study_file import Study
from mine_study.yaml_places import scalar

if TYPE_CHECKING:
    from collections.abc import Hashable, Mapping

    from mine_study.language import Reader

Schema = dict[str, Any]

SCHEMA_FILE = "study.schema.json"
DIALECT = "http://json-schema.org/draft-07/schema#"
"""The one that the YAML extensions of editors know best."""
NEEDED = {
    "Study": ["study", "sites"],
    "Identity": ["name", "country"],
    "SiteKeys": ["name", "coordinates"],
    "AreaKeys": ["name", "calendar"],
}
"""Keys without which no study can be read; all others have defaults or may be missing."""
OF_LISTS = ("type", "items", "minItems", "maxItems")
TWO_NUMBERS = r"[0-9][^0-9.][\s\S]*[0-9]"
"""What any two coordinates have in common; how people write them, only the reader knows."""
WHOLE = {"PlaneKeys"}
"""Sections that are given as a whole or not at all."""


def study_schema(reader: Reader) -> Schema:
    """Return the JSON Schema of ``study.yaml``.

    Descriptions, units and defaults are those of the table of keys; an empty section is allowed,
    as in the file that ``solmina init`` writes. What one key asks of another, and what files must
    hold, only ``solmina check`` tells.

    Parameters
    ----------
    reader
        Language of the descriptions.
    """
    made = Study.model_json_schema()
    definitions: dict[str, Schema] = made.pop("$defs")
    rows = study_keys().to_dict("records")
    for row in rows:
        section, _, name = str(row["key"]).rpartition(".")
        owner = definitions[_definition(made, section)] if section else made
        owner["properties"][name] |= _described(row, reader)
    for title, one in {**definitions, "Study": made}.items():
        _relax(one, title)
    definitions["SiteKeys"]["properties"]["coordinates"]["pattern"] = TWO_NUMBERS
    return {
        "$schema": DIALECT,
        "title": "Solmina study",
        **made,
        "$defs": {name: definitions[name] for name in sorted(definitions)},
    }


def schema_json(reader: Reader) -> str:
    """Return the schema as the text of a file."""
    return json.dumps(study_schema(reader), ensure_ascii=False, indent=1) + "\n"


def _definition(made: Schema, section: str) -> str:
    """Return the name of the definition that a section of the study has."""
    if section == "sites[]":
        return "SiteKeys"
    reference: str = made["properties"][section]["$ref"]
    return reference.rpartition("/")[2]


def _described(row: Mapping[Hashable, Any], reader: Reader) -> Schema:
    """Return what a key means and, where every country has the same one, its default."""
    text = reader.say(Message(str(row["description"])))
    if pd.notna(row["unit"]):
        text += f" [{reader.word(str(row['unit']))}]"
    own = {name: row[f"default_{name}"] for name in ("co", "pe")}
    if any(pd.notna(value) for value in own.values()):
        colombia, peru = ("—" if pd.isna(value) else str(value) for value in own.values())
        text += "; " + reader.say(
            message("default: {co} in Colombia, {pe} in Peru", co=colombia, pe=peru)
        )
    default = row["default"]
    if pd.isna(default):
        return {"description": text}
    return {"description": text, "default": scalar(str(default), str(row["key"]))}


def _relax(one: Schema, title: str) -> None:
    """Ask for what a study needs alone; allow empty sections, and one word for a list of words."""
    if title not in WHOLE:
        one.pop("required", None)
    if title in NEEDED:
        one["required"] = NEEDED[title]
    for word in ("title", "description"):
        one.pop(word, None)
    for name, key in one["properties"].items():
        key.pop("title", None)
        if key.get("default", ...) is None:
            del key["default"]
        if "$ref" in key:
            one["properties"][name] = {"anyOf": [{"$ref": key["$ref"]}, {"type": "null"}]}
        for words in _lists_of_words(key):
            listed = {rule: words.pop(rule) for rule in OF_LISTS if rule in words}
            words["anyOf"] = [listed["items"], listed]


def _lists_of_words(key: Schema) -> list[Schema]:
    choices = [key, *key.get("anyOf", [])]
    return [
        one
        for one in choices
        if one.get("type") == "array" and one.get("items", {}).get("type") == "string"
    ]
