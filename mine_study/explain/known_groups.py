"""Keys that no study has, which are refused before one is run."""

from __future__ import annotations

import re
from difflib import get_close_matches

from equipment_catalog.errors import InputError
from equipment_catalog.messages import message
from equipment_catalog.tables import read_facts
from mine_study.explain.key_paths import FIELD
from mine_study.explain.topics import topics, topics_named

ALIKE_GROUP = 0.7
"""Least likeness of a misspelt group, where half of a name is left to chance."""


def require_known_group(key: str) -> None:
    """Refuse a key whose first step names no group of figures, nor is the bare name of one.

    Parameters
    ----------
    key
        Path of a figure in ``results.json``, as a person writes it.

    Raises
    ------
    InputError
        If no study has such a figure, saying what comes closest.

    Examples
    --------
    >>> require_known_group("finance.whole.npv")
    >>> require_known_group("energi.by_site")
    Traceback (most recent call last):
        ...
    equipment_catalog.errors.InputError: KEY: 'energi.by_site' is not accepted; one of: energy
    """
    groups = [*dict.fromkeys(topic.steps[0] for topic in topics())]
    group = re.split(r"[.\[]", key.strip(), maxsplit=1)[0]
    if group in groups or topics_named(key.strip()):
        return
    alike = (
        _groups_inside(group)
        or _figures_called(group)
        or get_close_matches(group, groups, n=3, cutoff=ALIKE_GROUP)
        or groups
    )
    raise InputError.of(FIELD, key, allowed=message("one of: {keys}", keys=", ".join(alike)))


def _groups_inside(name: str) -> list[str]:
    """Return the groups of a name that stand inside others.

    Examples
    --------
    >>> _groups_inside("risk"), _groups_inside("energi")
    (['finance.risk'], [])
    """
    found = (
        topic.steps[: topic.steps.index(name) + 1] for topic in topics() if name in topic.steps[:-1]
    )
    return [*dict.fromkeys(".".join(steps) for steps in found if "{" not in "".join(steps))]


def _figures_called(word: str) -> list[str]:
    """Return the figures that a word of the glossary means, in any of its languages.

    Examples
    --------
    >>> _figures_called("VPN"), _figures_called("TIR"), _figures_called("warnings")
    (['npv'], ['irr'], [])
    >>> _figures_called("demanda"), _figures_called("Autoconsumo")
    (['load_kwh'], ['self_consumption_fraction'])
    """
    terms = read_facts("mine_study", "data/glossary.csv")
    said = word.casefold()
    called = terms[["english", "spanish"]].apply(
        lambda column: column.str.casefold().map(
            lambda term: said == term.partition(" (")[0] or f"({said})" in term
        )
    )
    keys = terms.loc[called.any(axis="columns"), "key"]
    return [name for key in keys for name in _figures_of(key)]


def _figures_of(term: str) -> list[str]:
    """Return the figure that bears the name of a term, else those whose names hold it.

    Examples
    --------
    >>> _figures_of("npv"), _figures_of("performance_ratio"), _figures_of("vsd")
    (['npv'], ['performance_ratio'], [])
    """
    if topics_named(term):
        return [term]
    names = dict.fromkeys(topic.steps[-1] for topic in topics())
    return sorted((name for name in names if f"_{term}_" in f"_{name}_"), key=len)
