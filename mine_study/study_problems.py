"""Turn what pydantic found wrong in a study file into our sentences."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, get_args

from pydantic import BaseModel

from equipment_catalog.column_rules import allowed_names
from equipment_catalog.errors import Problem, shown
from equipment_catalog.messages import Message, message
from mine_study.study_file import Study

if TYPE_CHECKING:
    from collections.abc import Mapping

BOUNDS = {
    "greater_than_equal": ("ge", message("at least {bound}", bound="{bound}").template),
    "less_than_equal": ("le", message("at most {bound}", bound="{bound}").template),
    "greater_than": ("gt", message("more than {bound}", bound="{bound}").template),
    "less_than": ("lt", message("less than {bound}", bound="{bound}").template),
}
KINDS = {
    "int": message("a whole number"),
    "float": message("a number with a point, as 0.12"),
    "finite": message("a number with a point, as 0.12"),
    "string": message("a text"),
    "bool": message("true or false"),
    "list": message("a list, each entry begun with a dash"),
    "model": message("a section with keys of its own"),
    "dict": message("a section with keys of its own"),
}


def explain_error(fault: Mapping[str, Any]) -> Problem:
    """Return one error of pydantic as a problem without its place.

    Examples
    --------
    >>> fault = {"type": "literal_error", "loc": ("supply", "frequency_hz"), "input": 55,
    ...          "ctx": {"expected": "50 or 60"}}
    >>> print(explain_error(fault))
    55 is not accepted; allowed: 50, 60
    """
    kind, value = str(fault["type"]), fault["input"]
    context = fault.get("ctx", {})
    name = str(fault["loc"][-1])
    if kind == "extra_forbidden":
        known = sorted(_fields_at(fault["loc"][:-1]))
        return Problem(
            what=message("unknown key {name!r}", name=name), allowed=allowed_names(name, known)
        )
    if kind == "missing":
        return Problem(
            what=message("the key {name!r} is missing", name=name),
            allowed=message("a value is required"),
        )
    if value is None:
        what = message("the key {name!r} has no value", name=name)
        return Problem(what=what, allowed=_allowed(kind, context))
    seen = "…" if isinstance(value, dict | list) else shown(value)
    no_number = isinstance(value, float) and math.isnan(value)
    return Problem(
        what=message("{value} is not accepted", value=seen),
        allowed=(
            KINDS["float"]
            if no_number
            else _percentage(kind, context, value) or _allowed(kind, context)
        ),
    )


def _percentage(kind: str, context: Mapping[str, Any], value: object) -> Message | None:
    """Return the fraction that was meant where a percentage was typed, as YAML wants it: 0.12."""
    if kind != "less_than_equal" or not isinstance(value, int | float):
        return None
    bound = float(context["le"])
    if bound > 1 or value / 100 > bound:
        return None
    return message(
        "at most {bound:g}; did you mean {fraction}, which is {value:g} %?",
        bound=bound,
        fraction=f"{value / 100:g}",
        value=value,
    )


def _allowed(kind: str, context: Mapping[str, Any]) -> Message:
    if kind == "literal_error":
        listed = str(context["expected"]).replace("'", "").replace(" or ", ", ")
        return message("allowed: {listed}", listed=listed)
    if kind in BOUNDS:
        limit, template = BOUNDS[kind]
        return Message(template, {"bound": context[limit]})
    if kind == "string_pattern_mismatch":
        return message("three capital letters, as COP")
    if kind == "string_too_long":
        return message("a text of at most {most} characters", most=context["max_length"])
    if kind in {"too_short", "string_too_short"}:
        return message("it must not be empty")
    return KINDS.get(
        kind.split("_", maxsplit=1)[0], message("a value of the kind the reference describes")
    )


def _fields_at(loc: tuple[str | int, ...]) -> set[str]:
    """Return the keys that may stand under a place of the study file."""
    model: type[BaseModel] = Study
    for part in loc:
        if isinstance(part, int):
            continue
        annotation: Any = model.model_fields[part].annotation
        inner = annotation if isinstance(annotation, type) else get_args(annotation)[0]
        if not (isinstance(inner, type) and issubclass(inner, BaseModel)):
            inner = next(
                found
                for found in get_args(annotation)
                if isinstance(found, type) and issubclass(found, BaseModel)
            )
        model = inner
    return set(model.model_fields)
