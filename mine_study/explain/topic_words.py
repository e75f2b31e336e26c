"""What a kind of figure is called at one place: the gaps of the texts of ``topics.csv``."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from equipment_catalog.errors import InputError
from equipment_catalog.messages import Message, message
from equipment_catalog.tables import read_facts
from mine_study.charts.risk_words import moved_thing
from mine_study.charts.words import cash_line
from mine_study.explain.key_paths import member_name
from mine_study.explain.member_words import member_words, plan_words
from mine_study.explain.topics import topic_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

    from mine_study.explain.key_paths import Path
    from mine_study.explain.topics import Topic
    from mine_study.explain.tree import ResultTree
    from mine_study.study import StudyResult

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
CABLES = {
    "string": message("direct-current"),
    "ac": message("alternating-current"),
}
"""Which cable of a plant."""
NAMED = {"plan": plan_words, "what": moved_thing}
"""What names the members of groups, by the gap that stands for them."""
TIMES = ("year", "month")
"""Gaps for places in a series, which count from 0 as the series does."""
EACH = "*"
"""Step of a path that speaks of all members of a group."""
ANY_YEAR = "…"


def topic_words(
    result: StudyResult, tree: ResultTree, path: Path, named: Mapping[str, Any]
) -> dict[str, object]:
    """Return what the gaps of a topic's texts stand for.

    Parameters
    ----------
    result, tree
        What ``run_study`` returns, and its figures.
    path
        Place of the figure.
    named
        What the ``{names}`` of its pattern stand for, as ``topic_of`` gives them.
    """
    identity = result.study.study
    words: dict[str, object] = {"currency": identity.currency}
    for name, step in named.items():
        words[name] = PARTS.get(str(step), step if isinstance(step, int) else str(step))
        if step == EACH:
            words[name] = ANY_YEAR if name == "year" else message("each")
        elif name == "cable":
            words[name] = CABLES[str(step)]
        elif name == "line":
            words[name] = _line(str(step), identity.country)
        elif name in NAMED:
            words[name] = NAMED[name](str(step))
        elif isinstance(step, int) and name not in TIMES:
            words[name] = _step_words(tree, path, step)
    return words


def unit_words(
    topic: Topic, named: Mapping[str, Any], words: Mapping[str, object]
) -> Message | None:
    """Return the unit of a figure: its topic's, else that of its line; None where it has none.

    Parameters
    ----------
    topic, named
        As ``topic_of`` gives them.
    words
        Of :func:`topic_words`.
    """
    unit = topic.unit or _line_units().get(str(named.get("line")), "")
    return Message(unit, words) if unit else None


def figure_name(result: StudyResult, tree: ResultTree, path: Path) -> Message | None:
    """Return what stands at a place, of a list what each of its members is; None without a topic.

    Parameters
    ----------
    result, tree
        What ``run_study`` returns, and its figures.
    path
        Place of a figure or of a list of them; ``EACH`` is the step of all members of a group.
    """
    for place in (path, (*path, EACH)):
        try:
            topic, named = topic_of(place)
        except InputError:
            continue
        return Message(topic.what, topic_words(result, tree, place, named))
    return None


def _step_words(tree: ResultTree, path: Path, step: int) -> Message | str | int:
    """Return a member of a list by its name, else by its place counted from 1."""
    of_list = path[: path.index(step)]
    name = member_name(tree, (*of_list, step))
    return step + 1 if name == str(step) else member_words(str(of_list[-1]), name)


def _line(name: str, country: str) -> Message:
    try:
        return cash_line(name, country)
    except KeyError:
        return Message(_line_names().get(name, name.replace("_", " ")))


@cache
def _line_names() -> Mapping[str, str]:
    """Return what the lines of ``results.json`` are called that are none of the cash flow."""
    lines = _line_facts()
    return dict(zip(lines["line"], lines["name"], strict=True))


@cache
def _line_units() -> Mapping[str, str]:
    """Return the units that the lines have wherever they stand; empty where the name tells."""
    lines = _line_facts()
    return dict(zip(lines["line"], lines["unit"].fillna(""), strict=True))


def _line_facts() -> pd.DataFrame:
    return read_facts("mine_study", "explain/line_names.csv")
