"""Every number can be asked where it comes from: ``explain(result, key)``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from equipment_catalog.errors import InputError
from equipment_catalog.messages import Message
from mine_study.explain.asked_figure import asked_figure
from mine_study.explain.explanation import Explanation, Input
from mine_study.explain.filled_formula import GUARD, filled_formula
from mine_study.explain.formulas import names_of
from mine_study.explain.key_paths import named_key, value_at
from mine_study.explain.missing import refused
from mine_study.explain.no_figure import why_no_value, why_null
from mine_study.explain.no_figure_reasons import UNKNOWN
from mine_study.explain.numbers import shown_number
from mine_study.explain.place import Place
from mine_study.explain.references import found_at
from mine_study.explain.topic_words import topic_words, unit_words
from mine_study.explain.topics import topic_of
from mine_study.explain.tree import result_tree

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mine_study.explain.key_paths import Path
    from mine_study.explain.place import Found
    from mine_study.explain.topics import Topic
    from mine_study.explain.tree import ResultTree
    from mine_study.study import StudyResult

__all__ = ["Explanation", "Input", "explain", "explained"]


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
    path = asked_figure(result, tree, key)
    value = value_at(tree, path)
    if value is None:
        return _null(result, tree, path)
    topic, named = topic_of(path)
    found = _found(topic, Place(result, tree, path, named))
    formula = filled_formula(topic.formula, found, value)
    words = topic_words(result, tree, path, named)
    return Explanation(
        key=named_key(tree, path),
        value=value,
        shown=shown_number(value),
        unit=unit_words(topic, named, words),
        what=Message(topic.what, words),
        how=Message(topic.how, words) if topic.how else None,
        why_null=None,
        source=Message(topic.source) if topic.source else None,
        inputs=_inputs(found, formula.digits),
        formula=formula.shown,
        put_in=formula.put_in,
        recomputed=formula.recomputed,
    )


def _null(result: StudyResult, tree: ResultTree, path: Path) -> Explanation:
    """Return why a figure does not exist, and the formula that found nothing to reckon with."""
    key, why = named_key(tree, path), why_null(tree, path)
    try:
        topic, named = topic_of(path)
    except InputError as error:
        raise refused(key, why or UNKNOWN) from error
    found = _found(topic, Place(result, tree, path, named)) if topic.formula else {}
    formula = filled_formula(topic.formula, found, None)
    read = [found[symbol] for symbol in names_of(topic.formula)] if topic.formula else []
    return Explanation(
        key=key,
        value=None,
        shown=shown_number(None),
        unit=None,
        what=Message(topic.what, topic_words(result, tree, path, named)),
        how=None,
        why_null=why or why_no_value(read),
        source=Message(topic.source) if topic.source else None,
        inputs=_inputs(found, formula.digits),
        formula=formula.shown,
        put_in=None,
        recomputed=None,
    )


def _found(topic: Topic, place: Place) -> dict[str, Found]:
    """Return what the symbols of a topic stand for at a place."""
    return {symbol: found_at(place, reference) for symbol, reference in topic.inputs.items()}


def _inputs(found: Mapping[str, Found], digits: int) -> tuple[Input, ...]:
    return tuple(
        Input(
            symbol=symbol,
            name=one.name,
            key=one.key,
            is_figure=one.is_figure,
            value=None if one.value is None else shown_number(one.value, digits),
            unit=one.unit,
            source=one.source,
            where=one.where,
            trust=one.trust,
        )
        for symbol, one in found.items()
        if not symbol.startswith(GUARD)
    )
