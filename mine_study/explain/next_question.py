"""Which figure to ask for next: one that the last one is made from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mine_study.explain.asked_path import path_of
from mine_study.explain.key_paths import members_of, named_key

if TYPE_CHECKING:
    from mine_study.explain.explanation import Explanation
    from mine_study.explain.tree import ResultTree


def next_key(tree: ResultTree, explanation: Explanation) -> str | None:
    """Return the key of the first figure that a figure is made from, None where it has none.

    Of a list of years it is the first year's.

    Parameters
    ----------
    tree
        ``result_tree`` of the run.
    explanation
        As ``explained`` gives it from that tree.
    """
    for one in explanation.inputs:
        if one.is_figure and one.value is not None:
            return _one_figure(tree, one.key)
    return None


def _one_figure(tree: ResultTree, key: str) -> str:
    first = next(iter(members_of(tree, path_of(tree, key))), None)
    return key if first is None else named_key(tree, first)
