"""The values that a formula reads: figures, keys of the study, facts of the catalogues."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

import pandas as pd

from equipment_catalog.messages import Message, message
from equipment_catalog.notes import citation
from equipment_catalog.tables import read_fact
from mine_study.chooser import moved_price
from mine_study.explain.key_paths import NAMED_BY, key_text, named_key
from mine_study.explain.topics import steps_of
from mine_study.study_defaults import study_keys

if TYPE_CHECKING:
    from collections.abc import Hashable

    from mine_study.explain.key_paths import Path
    from mine_study.explain.tree import ResultTree
    from mine_study.study import StudyResult

BESIDE = re.compile(r"\{(\w+)\}([+-]1)")
UP_TO = re.compile(r":\{(\w+)\}")
WHERE = re.compile(r"\*(\w+)=(.+)", re.DOTALL)
COMPUTED = frozenset({"saved_anyway_kwh", "price_per_moved_kwh", "years_counted"})
"""What of an offer is not a plain column of the measures."""


@dataclass(frozen=True, kw_only=True)
class Found:
    """A value and its birth certificate."""

    key: str
    value: Any
    """A number, a list of them, or None."""
    is_figure: bool = False
    unit: Message | None = None
    source: Message | None = None
    where: str = ""
    trust: str = ""


@dataclass(frozen=True)
class Place:
    """The figure that is explained, from which references start."""

    result: StudyResult
    tree: ResultTree
    path: Path
    named: Mapping[str, Any]
    """What the ``{names}`` of its pattern stand for."""

    def found(self, reference: str) -> Found:
        """Return what a reference of ``topics.csv`` means.

        Parameters
        ----------
        reference
            ``study:KEY``, ``fact:PACKAGE/FILE#KEY``, ``machine:COLUMN``, ``offer:COLUMN``, or the
            pattern of a key of results.json; after ``??`` what stands in where it is missing.
        """
        first, _, other = reference.partition("??")
        kind, colon, rest = first.partition(":")
        makers = {
            "study": self._of_study,
            "fact": self._of_fact,
            "machine": self._of_machine,
            "offer": self._of_offer,
        }
        found = makers[kind](rest) if colon and kind in makers else self._of_results(first)
        return self.found(other) if found.value is None and other else found

    def _of_results(self, pattern: str) -> Found:
        node: Any = self.tree
        steps = steps_of(pattern)
        path: list[str | int] = []
        for number, written in enumerate(steps):
            step = self._filled(written)
            if step == "*" or WHERE.fullmatch(step):
                rest = [self._step(one) for one in steps[number + 1 :]]
                values = [_walked(one, rest) for one in _members(node, step)]
                kept = [value for value in values if value is not None]
                return Found(key=pattern_text(steps, self.named), value=kept)
            if upto := UP_TO.fullmatch(step):
                last = self.named[upto[1]]
                return Found(
                    key=f"{key_text(tuple(path))}[0…{last}]",
                    value=None if node is None else node[: last + 1],
                )
            member = _numbered(node, self._step(step))
            if not _has(node, member):
                return Found(key=key_text((*path, member)), value=None)
            path.append(member)
            node = node[member]
        return Found(key=named_key(self.tree, tuple(path)), value=node, is_figure=True)

    def _filled(self, step: str) -> str:
        """Return a condition with what its ``{name}`` stands for."""
        return step.format(**self.named) if step.startswith("*") else step

    def _step(self, step: str) -> str | int:
        """Return the step that a step of a pattern means here."""
        if beside := BESIDE.fullmatch(step):
            return int(self.named[beside[1]]) + int(beside[2])
        if step.startswith("{@"):
            return str(self._sibling(step.strip("{@}")))
        if step.startswith("{"):
            found: str | int = self.named[step.strip("{}")]
            return found
        return step

    def _sibling(self, name: str) -> Any:  # noqa: ANN401  json holds any type
        """Return what stands beside the figure."""
        node: Any = self.tree
        for step in self.path[:-1]:
            node = node[step]
        return node[name]

    def _of_study(self, key: str) -> Found:
        """Return a key of study.yaml: of the whole study, or ``site.`` of the figure's site."""
        node: Any = self.result.study
        given = [key]
        if key.startswith("site."):
            names = [site.name for site in node.sites]
            number, key = names.index(str(self.named["site"])), key.removeprefix("site.")
            node, given = node.sites[number], [f"sites.{number}.{key}", key]
        for step in key.split("."):
            node = getattr(node, step)
        origins = self.result.origins
        where = next((str(origins[one]) for one in given if one in origins), "")
        return _study_key(key, node, where)

    def _of_fact(self, text: str) -> Found:
        file, _, key = text.partition("#")
        package, _, path = file.partition("/")
        fact = read_fact(package, path, key)
        return Found(
            key=key,
            value=fact.value,
            unit=Message(fact.unit),
            source=fact.citation,
            trust=fact.trust,
        )

    def _of_machine(self, column: str) -> Found:
        tag = str(self._sibling("tag"))
        machine = self.tree.machines[tag]
        return Found(
            key=f"{tag} · {column}",
            value=_number(machine[column]),
            source=message("inventory, line {tag}", tag=tag),
        )

    def _of_offer(self, column: str) -> Found:
        tag = str(self._sibling("id")).partition(":")[2]
        row = self.tree.offers[int(self.path[1])]
        value = self._computed(column, row) if column in COMPUTED else _number(row[column])
        return Found(
            key=f"{tag} · {column}",
            value=value,
            source=message("what the measure offers for {tag}", tag=tag),
        )

    def _computed(self, column: str, row: Mapping[Hashable, Any]) -> float | None:
        study, site = self.result.study, str(row["site"])
        if column == "saved_anyway_kwh":
            return _number(row.get("saved_anyway_kwh")) or 0.0
        if column == "price_per_moved_kwh":
            keys = next(one for one in study.sites if one.name == site)
            return moved_price(keys, self.result.audit.tariffs[site])
        closes = study.finance.mine_closes_after_years
        return min(float(row["life_years"]), closes) if closes else _number(row["life_years"])


@cache
def _rows_of_keys() -> pd.DataFrame:
    return study_keys().set_index("key")


def _study_key(key: str, value: Any, where: str) -> Found:  # noqa: ANN401  any type of a key
    row = _rows_of_keys().loc[key]
    default = (
        citation(str(row["source"]), int(str(row["year"])), str(row["trust"]))
        if not where and pd.notna(row["source"])
        else None
    )
    return Found(
        key=key,
        value=_number(value),
        unit=Message(str(row["unit"])) if pd.notna(row["unit"]) else None,
        source=default and message("default: {source}", source=default),
        where=where,
        trust=str(row["trust"]) if default else "",
    )


def _number(value: Any) -> float | None:  # noqa: ANN401  whatever a table holds
    return None if value is None or pd.isna(value) else float(value)


def _has(node: Any, step: str | int) -> bool:  # noqa: ANN401  json holds any type
    if isinstance(node, list):
        return isinstance(step, int) and 0 <= step < len(node)
    return isinstance(node, Mapping) and step in node


def _members(node: Any, step: str) -> list[Any]:  # noqa: ANN401  json holds any type
    """Return the members of a group, or those of which something is said."""
    members = list(node.values()) if isinstance(node, Mapping) else list(node or ())
    if condition := WHERE.fullmatch(step):
        return [one for one in members if str(one[condition[1]]) == condition[2]]
    return members


def _walked(node: Any, steps: list[str | int]) -> Any:  # noqa: ANN401  json holds any type
    for step in steps:
        member = _numbered(node, step)
        if not _has(node, member):
            return None
        node = node[member]
    return node


def _numbered(node: Any, step: str | int) -> str | int:  # noqa: ANN401  json holds any type
    """Return the number of a member of a list that is given by its number or its name."""
    if not isinstance(node, list) or isinstance(step, int):
        return step
    named = [place for place, one in enumerate(node) if step in _names(one)]
    if len(named) == 1:
        return named[0]
    return int(step) if step.isdigit() else step


def _names(member: Any) -> set[Any]:  # noqa: ANN401  json holds any type
    return (
        {member.get(field) for field in NAMED_BY.values()} if isinstance(member, Mapping) else set()
    )


def pattern_text(steps: tuple[str, ...], named: Mapping[str, Any]) -> str:
    """Return the key of many figures at once, as ``bills.*.today.net_cost``.

    Examples
    --------
    >>> pattern_text(("measures", "*decision=do", "capex"), {})
    'measures[decision=do].capex'
    >>> pattern_text(("calibration", "by_site", "*site={site}", "billed_kwh"), {"site": "planta"})
    'calibration.by_site[site=planta].billed_kwh'
    """
    text = ""
    for step in steps:
        if condition := WHERE.fullmatch(step):
            text += f"[{condition[1]}={condition[2].format(**named)}]"
            continue
        said = str(named[step.strip("{}")]) if step.startswith("{") else step
        text += f".{said}" if text else said
    return text
