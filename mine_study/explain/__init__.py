"""Every number can be asked where it comes from: ``explain(result, key)``."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

import numpy as np

from energy_audit.measures import MEASURES
from equipment_catalog.errors import InputError
from equipment_catalog.messages import Message, message
from mine_study.charts.words import cash_line
from mine_study.explain.explanation import Explanation, Input
from mine_study.explain.formulas import names_of, reckoned, written
from mine_study.explain.key_paths import (
    ALIKE,
    FIELD,
    SHOWN,
    member_name,
    members_of,
    named_key,
    path_of,
)
from mine_study.explain.missing import null_here, refused
from mine_study.explain.numbers import (
    FEWEST_DIGITS,
    bracketed,
    digits_enough,
    shown_number,
)
from mine_study.explain.references import Place
from mine_study.explain.topics import topic_of, topics
from mine_study.explain.tree import result_tree

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mine_study.explain.key_paths import Path
    from mine_study.explain.references import Found
    from mine_study.explain.topics import Topic
    from mine_study.explain.tree import ResultTree
    from mine_study.study import StudyResult

__all__ = ["Explanation", "Input", "explain", "explained"]

PARTS = {
    "efficiency": message("the measures"),
    "pv": message("the plant"),
    "whole": message("the whole plan"),
    "today": message("today"),
    "after_measures": message("after the measures"),
    "with_plant": message("with the plant"),
    "one_year": message("any single year"),
    "long_mean": message("the mean of many years"),
}
"""Steps of keys as a reader sees them."""
GUARD = "?"
"""First sign of an input that the formula does not read but without which it does not hold."""


def explain(result: StudyResult, key: str) -> Explanation:
    """Return where one figure of ``results.json`` comes from.

    Parameters
    ----------
    result
        What ``run_study`` returns.
    key
        Path of the figure, as ``finance.whole.npv``, ``pv.by_site.planta.dc_kw``,
        ``measures[right_size:MO-01].npv`` or ``machines[TR-01].load_fraction``.

    Raises
    ------
    InputError
        If there is no such figure, saying what comes closest; or if the key names a group, saying
        what it holds.
    """
    return explained(result, result_tree(result), key)


def explained(result: StudyResult, tree: ResultTree, key: str) -> Explanation:
    """Return where a figure comes from, of a tree that many questions share.

    Parameters
    ----------
    result
        What ``run_study`` returns.
    tree
        ``result_tree(result)``.
    key
        As for :func:`explain`.

    Raises
    ------
    InputError
        As :func:`explain`.
    """
    if key not in tree and "." not in key:
        raise _only_a_name(tree, key)
    path = _path(result, tree, key)
    value = _at(tree, path)
    if isinstance(value, Mapping | list):
        raise _group(value, path, key)
    if isinstance(value, str | bool):
        said = message("a number; {key} is {value}", key=key, value=str(value))
        raise InputError.of(FIELD, key, allowed=said)
    if value is None and (null := null_here(result, path)):
        raise null
    topic, named = _topic(path, value)
    place = Place(result, tree, path, named)
    found = {symbol: place.found(reference) for symbol, reference in topic.inputs.items()}
    words = _words(place)
    formula = _formula(topic, found, value)
    return Explanation(
        key=named_key(tree, path),
        value=value,
        shown=shown_number(value),
        unit=Message(topic.unit, words) if topic.unit else None,
        what=Message(topic.what, words),
        how=Message(topic.how, words) if topic.how else None,
        source=Message(topic.source) if topic.source else None,
        inputs=tuple(
            _input(symbol, one, formula.digits)
            for symbol, one in found.items()
            if not symbol.startswith(GUARD)
        ),
        formula=formula.shown,
        put_in=formula.put_in,
        recomputed=formula.recomputed,
    )


def _at(tree: ResultTree, path: Path) -> Any:  # noqa: ANN401  json holds any type
    value: Any = tree
    for step in path:
        value = value[step]
    return value


def _path(result: StudyResult, tree: ResultTree, key: str) -> Path:
    """Return the place of a key; what is asked of a group that is null is refused as null."""
    try:
        return path_of(tree, key)
    except InputError as error:
        for above in _groups_above(tree, key):
            if _at(tree, above) is None:
                raise (null_here(result, above) or refused(above)) from error
        raise


def _groups_above(tree: ResultTree, key: str) -> Iterator[Path]:
    """Yield the places that the first steps of a key mean."""
    for cut in (place for place, sign in enumerate(key) if sign in ".[" and place):
        with suppress(InputError):
            yield path_of(tree, key[:cut])


def _topic(path: Path, value: Any) -> tuple[Topic, dict[str, Any]]:  # noqa: ANN401  any type
    try:
        return topic_of(path)
    except InputError as error:
        if value is None:
            raise refused(path) from error
        raise


def _group(value: Any, path: Path, key: str) -> InputError:  # noqa: ANN401  a group or a list
    members = [*members_of(value, path)]
    shown = ", ".join(members[:SHOWN])
    if len(members) > SHOWN:
        said = message(
            "one figure of the group: {keys} and {more:d} more",
            keys=shown,
            more=len(members) - SHOWN,
        )
    else:
        said = message("one figure of the group: {keys}", keys=shown)
    return InputError.of(FIELD, key, allowed=said)


def _only_a_name(tree: Mapping[str, Any], key: str) -> InputError:
    """Return the refusal of a key that names no group: figures of that name, or what is alike."""
    named = [topic.pattern for topic in topics() if topic.steps[-1] == key]
    alike = named or get_close_matches(key, tree, n=3, cutoff=ALIKE) or list(tree)
    return InputError.of(FIELD, key, allowed=message("one of: {keys}", keys=", ".join(alike)))


def _words(place: Place) -> dict[str, object]:
    """Return what the gaps of a topic's texts stand for."""
    identity = place.result.study.study
    words: dict[str, object] = {"currency": identity.currency}
    for name, step in place.named.items():
        words[name] = PARTS.get(str(step), step if isinstance(step, int) else str(step))
        if name == "line":
            words[name] = _line(str(step), identity.country)
        elif isinstance(step, int) and name != "year":
            words[name] = _member_words(place, step)
    return words


def _member_words(place: Place, number: int) -> Message | str:
    """Return a member of a list as a reader sees it: a measure by its machine and its kind."""
    name = _member(place, number)
    kind, _, tag = name.partition(":")
    if kind not in MEASURES:
        return name
    said = MEASURES[kind].name
    return message("{tag}, {measure}", tag=tag, measure=said) if tag else said


def _line(name: str, country: str) -> Message:
    try:
        return cash_line(name, country)
    except KeyError:
        return Message(name.replace("_", " "))


def _member(place: Place, number: int) -> str:
    """Return the name of a member of a list, as its key has it."""
    return member_name(place.tree, place.path[: place.path.index(number) + 1])


@dataclass(frozen=True, kw_only=True)
class _Formula:
    """A formula as it is shown, with its numbers."""

    shown: str | None = None
    put_in: Message | None = None
    recomputed: float | None = None
    digits: int = FEWEST_DIGITS


def _formula(topic: Topic, found: Mapping[str, Found], figure: float | None) -> _Formula:
    """Return the formula, its numbers and what it gives."""
    if not topic.formula:
        return _Formula()
    values = {symbol: found[symbol].value for symbol in names_of(topic.formula)}
    shown = written(topic.formula)
    guards = (one.value for symbol, one in found.items() if symbol.startswith(GUARD))
    if any(value is None for value in (*values.values(), *guards)):
        return _Formula(shown=shown)
    numbers = {
        symbol: np.asarray(value, float) if isinstance(value, list) else float(value)
        for symbol, value in values.items()
    }
    recomputed = reckoned(topic.formula, numbers)
    if recomputed is None or figure is None:
        return _Formula(shown=shown)
    digits = digits_enough(topic.formula, numbers, figure)
    gaps = {symbol: bracketed(value, digits) for symbol, value in values.items()}
    put_in = Message(written(topic.formula, lambda name: f"{{{name}}}"), gaps)
    return _Formula(shown=shown, put_in=put_in, recomputed=recomputed, digits=digits)


def _input(symbol: str, found: Found, digits: int) -> Input:
    return Input(
        symbol=symbol,
        key=found.key,
        is_figure=found.is_figure,
        value=None if found.value is None else shown_number(found.value, digits),
        unit=found.unit,
        source=found.source,
        where=found.where,
        trust=found.trust,
    )
