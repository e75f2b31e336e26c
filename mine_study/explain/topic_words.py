"""What a kind of figure is called at one place: the gaps of the texts of ``topics.csv``."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from energy_audit.measures import MEASURES
from equipment_catalog.errors import InputError
from equipment_catalog.messages import Message, message
from equipment_catalog.tables import read_facts
from mine_study.charts.words import cash_line
from mine_study.explain.key_paths import member_name
from mine_study.explain.topics import topic_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mine_study.explain.key_paths import Path
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
        elif isinstance(step, int) and name != "year":
            words[name] = _member_words(member_name(tree, path[: path.index(step) + 1]))
    return words


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


def _member_words(name: str) -> Message | str:
    """Return a member of a list as a reader sees it: a measure by its machine and its kind."""
    kind, _, tag = name.partition(":")
    if kind not in MEASURES:
        return name
    said = MEASURES[kind].name
    return message("{tag}, {measure}", tag=tag, measure=said) if tag else said


def _line(name: str, country: str) -> Message:
    try:
        return cash_line(name, country)
    except KeyError:
        return Message(_line_names().get(name, name.replace("_", " ")))


@cache
def _line_names() -> Mapping[str, str]:
    """Return what the lines of ``results.json`` are called that are none of the cash flow."""
    lines = read_facts("mine_study", "explain/line_names.csv")
    return dict(zip(lines["line"], lines["name"], strict=True))
