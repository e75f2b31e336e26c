"""What is damaged in the results of a finished run, of that which is compared."""

from __future__ import annotations

from textwrap import shorten
from typing import TYPE_CHECKING, Any

from equipment_catalog.errors import Problem, shown
from equipment_catalog.messages import Message, message
from mine_study.language import LANGUAGES
from mine_study.run_comparison import HEADLINES
from mine_study.run_keys import figure_at

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    Judge = Callable[[Any], bool]

LONGEST = 60
"""Letters of a wrong value that are shown."""


def _is_text(value: object) -> bool:
    return isinstance(value, str)


def _is_number_or_absent(value: object) -> bool:
    return value is None or (isinstance(value, int | float) and not isinstance(value, bool))


def _is_list_of(value: object, judge: Judge) -> bool:
    return isinstance(value, list) and all(map(judge, value))


def _holds_texts(value: object, *names: str) -> bool:
    """Tell whether a mapping has a text under each name; under all it has where none is given."""
    return isinstance(value, dict) and all(_is_text(value.get(name)) for name in names or value)


TEXT = message("a text")
NAMED = message("texts by their names")
SHAPES: Mapping[str, tuple[Judge, Message]] = {
    "study.name": (_is_text, TEXT),
    "study.currency": (_is_text, TEXT),
    "study.country": (_is_text, TEXT),
    "study.language": (
        lambda value: _is_text(value) and value in LANGUAGES,
        message("one of {names}", names=", ".join(LANGUAGES)),
    ),
    "manifest.inputs": (_holds_texts, NAMED),
    "manifest.versions": (_holds_texts, NAMED),
    "manifest.weather": (
        lambda value: (
            isinstance(value, dict) and all(_holds_texts(one, "source") for one in value.values())
        ),
        message("sites, each with the source of its sun"),
    ),
    "manifest.overrides": (
        lambda value: _is_list_of(value, _is_text),
        message("a list of texts KEY=VALUE"),
    ),
    "manifest.scenarios": (
        lambda value: _is_list_of(value, lambda one: _holds_texts(one, "file", "sha256")),
        message("a list of files with their sha256"),
    ),
    "measures": (
        lambda value: _is_list_of(value, lambda one: _holds_texts(one, "id", "decision")),
        message("a list of measures, each with id and decision"),
    ),
    **dict.fromkeys(
        (one.key for one in HEADLINES), (_is_number_or_absent, message("a number, or null"))
    ),
}
"""What `compare` and `run --verify` read of a run, what it must be and how that is said."""


def run_faults(results: Mapping[str, Any], file: str) -> list[Problem]:
    """Return what is wrong with results that a run did not write so.

    Parameters
    ----------
    results
        What a file of results holds.
    file
        Its path, as the person knows it.

    Examples
    --------
    >>> print(run_faults({"measures": 3}, "results.json")[-1])
    results.json [measures]: 3 is not accepted; a list of measures, each with id and decision
    """
    return [*_faults(results, file)]


def _faults(results: Mapping[str, Any], file: str) -> Iterator[Problem]:
    for key, (is_right, allowed) in SHAPES.items():
        value = figure_at(results, key)
        if not is_right(value):
            yield Problem(what=_said(value), allowed=allowed, file=file, field=key)


def _said(value: object) -> Message:
    if value is None:
        return message("nothing stands here")
    words = shorten(shown(value), LONGEST, placeholder=" …")
    return message("{value} is not accepted", value=words)
