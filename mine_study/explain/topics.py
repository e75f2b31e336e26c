"""What each kind of figure of ``results.json`` is: one row a kind, in ``topics.csv``."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from equipment_catalog.errors import InputError
from equipment_catalog.messages import message
from equipment_catalog.tables import read_facts
from mine_study.explain.key_paths import FIELD, key_text

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from mine_study.explain.key_paths import Path

LIKE_THIS = re.compile(r"\[([^\]]*)\]|([^.\[]+)")
Steps = tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Topic:
    """One kind of figure."""

    pattern: str
    """Its key; ``{name}`` stands for any step, and may be used in the inputs."""
    steps: Steps
    unit: str
    """Empty where it has none; ``{currency}`` is the study's."""
    what: str
    how: str
    formula: str
    """Empty where no closed formula gives it."""
    inputs: Mapping[str, str]
    """Where each symbol of the formula, or each thing it rests on, stands."""
    source: str


def steps_of(pattern: str) -> Steps:
    """Return the steps of a pattern of keys.

    Examples
    --------
    >>> steps_of("finance.{part}.yearly.net_after_tax[{year}]")
    ('finance', '{part}', 'yearly', 'net_after_tax', '{year}')
    """
    return tuple(bracketed or plain for bracketed, plain in LIKE_THIS.findall(pattern))


@cache
def topics() -> tuple[Topic, ...]:
    """Return all topics, those of the most particular patterns first."""
    rows = (
        read_facts("mine_study", "explain/topics.csv")
        .astype("string")
        .astype("string")
        .fillna("")
        .to_dict("records")
    )
    found = [
        Topic(
            pattern=str(row["pattern"]),
            steps=steps_of(str(row["pattern"])),
            unit=str(row["unit"]),
            what=str(row["what"]),
            how=str(row["how"]),
            formula=str(row["formula"]),
            inputs=dict(_input(text) for text in str(row["inputs"]).split("|") if text.strip()),
            source=str(row["source"]),
        )
        for row in rows
    ]
    return tuple(sorted(found, key=lambda topic: sum("{" in step for step in topic.steps)))


def topics_named(figure: str) -> list[Topic]:
    """Return the kinds of figures that bear a name.

    Examples
    --------
    >>> [topic.pattern for topic in topics_named("kwh_per_year")]
    ['machines[{tag}].kwh_per_year']
    """
    return [topic for topic in topics() if topic.steps[-1] == figure]


def _input(text: str) -> tuple[str, str]:
    symbol, _, place = text.partition("=")
    return symbol.strip(), place.strip()


@cache
def _by_form() -> Mapping[tuple[int, str], Sequence[Topic]]:
    """Return the topics by how many steps they have and by the first of them."""
    found = defaultdict(list)
    for topic in topics():
        found[len(topic.steps), topic.steps[0]].append(topic)
    return found


def topic_of(path: Path) -> tuple[Topic, dict[str, Any]]:
    """Return the topic of a place and what its ``{names}`` stand for.

    Raises
    ------
    InputError
        If no row of ``topics.csv`` fits.

    Examples
    --------
    >>> topic, steps = topic_of(("finance", "whole", "npv"))
    >>> topic.formula, steps
    ('sum(net_after_tax / (1 + discount_rate) ** year)', {'part': 'whole'})
    """
    for topic in _by_form().get((len(path), str(path[0])), ()):
        named = _fits(topic.steps, path)
        if named is not None:
            return topic, named
    raise InputError.of(FIELD, key_text(path), allowed=message("a figure that this study has"))


def _fits(steps: Steps, path: Path) -> dict[str, Any] | None:
    named: dict[str, Any] = {}
    for step, found in zip(steps, path, strict=True):
        if step.startswith("{"):
            named[step.strip("{}")] = found
        elif step != str(found):
            return None
    return named
