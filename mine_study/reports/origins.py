"""Where the numbers of the report come from: a block for each figure of its first tables."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from equipment_catalog.errors import InputError
from equipment_catalog.messages import Message, message
from equipment_catalog.tables import read_facts
from mine_study.decisions import DO
from mine_study.explain import explained
from mine_study.explain.key_paths import in_brackets
from mine_study.explain.lines import with_unit
from mine_study.explain.tree import result_tree
from mine_study.reports.kept import kept_of_last
from project_finance.timeline.plant_years import first_full_year

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from mine_study.explain import Explanation, Input
    from mine_study.explain.tree import ResultTree
    from mine_study.reports.figures import Figures
    from mine_study.study import StudyResult

BY_SITE = ("energy.by_site[]", "tariffs.by_site[]", "pv.by_site[]", "bills[]", "manifest.weather[]")
PARTS = ("efficiency", "pv", "whole")
OF_EACH_PART = frozenset({"capex", "npv", "irr", "simple_payback_years"})
"""Figures of merit that are explained for measures and plant too, not for the whole plan alone."""
CHAPTERS = {
    "decision": message("The decision"),
    "audit": message("Audit"),
    "plant": message("Sun and solar plant"),
    "money": message("Money"),
    "carbon": message("Carbon"),
}
YEARLY = ("finance.whole.yearly", "finance.debt.owner", "finance.esco.by_year")
"""Lists by year from year 0, which are told by the first year in which all works."""
OF_SITE = "site:"
"""Tables that each site has begin so in ``ORIGINS``."""
FRACTION = "fraction"
FIGURES = "results.json"
ORIGINS = "reports/origins.csv"
"""Figures that are explained in the report, each with the cell that shows it."""


@dataclass(frozen=True, kw_only=True)
class OriginLine:
    """One value that goes into a figure."""

    symbol: str
    value: str
    key: str
    """Where it stands in results.json or study.yaml."""
    slug: str | None
    """Of its own block; None where it has none."""
    said: str
    """Who says so and where it was given; empty for figures of the study."""


@dataclass(frozen=True, kw_only=True)
class OriginBlock:
    """Where one figure comes from, written for a reader."""

    slug: str
    chapter: str
    key: str
    name: str
    value: str
    how: str
    formula: str
    """Empty where none gives it, or where it is another figure of the study."""
    put_in: str
    lines: tuple[OriginLine, ...]
    source: str
    is_example: bool
    """Whether it speaks for a whole column by one of its members."""


@cache
def origin_rows(file: str = ORIGINS) -> list[dict[str, str]]:
    """Return the figures that are explained in the report, and the cells that show them."""
    rows = read_facts("mine_study", file)
    whole = rows.astype({"row": "Int64", "column": "Int64"}).astype("string").fillna("")
    return [
        {str(name): str(value) for name, value in row.items()} for row in whole.to_dict("records")
    ]


@cache
def worth_figures() -> dict[str, str]:
    """Return the figure of merit behind each line of the table of worth, by its template."""
    rows = read_facts("mine_study", "reports/worth_origins.csv")
    return dict(zip(rows["line"], rows["figure"], strict=True))


@kept_of_last
def tree_of(result: StudyResult, _name: str) -> ResultTree:
    """Return the figures of ``results.json``, which the whole report shares."""
    return result_tree(result)


@kept_of_last
def explanations(result: StudyResult, file: str) -> dict[str, tuple[str, Explanation]]:
    """Return the chapter and the explanation of each figure that exists in a study, by its key.

    A key with ``[]`` speaks for all members of a list, by one of them.

    Parameters
    ----------
    result
        What ``run_study`` returns.
    file
        ``ORIGINS``.
    """
    found: dict[str, tuple[str, Explanation]] = {}
    for chapter, shown, keys in _wanted(result, file):
        if shown in found:
            continue
        told = next(_explained_of(result, keys), None)
        if told is not None:
            found[shown] = (chapter, told)
    return found


def _explained_of(result: StudyResult, keys: Iterable[str]) -> Iterator[Explanation]:
    """Yield the explanations of those figures that exist."""
    tree = tree_of(result, FIGURES)
    for key in keys:
        try:
            told = explained(result, tree, key)
        except InputError:
            continue
        if told.value is not None:
            yield told


def origins(asked: Mapping[str, tuple[str, Explanation]], write: Figures) -> dict[str, OriginBlock]:
    """Return the blocks of the section by the keys of their figures.

    Parameters
    ----------
    asked
        As :func:`explanations` gives them.
    write
        The reader.
    """
    slugs = _slugs(asked)
    of_key = {one.key: slugs[shown] for shown, (_, one) in asked.items()}
    of_key |= {shown.removesuffix("[]"): slugs[shown] for shown in asked}
    return {
        shown: _block(chapter, one, slugs[shown], of_key, write, is_example="[]" in shown)
        for shown, (chapter, one) in asked.items()
    }


def _wanted(result: StudyResult, file: str) -> Iterator[tuple[str, str, list[str]]]:
    """Yield chapter, key as tables have it, and the figures that may be explained for it."""
    examples = dict(_examples(result))
    for row in origin_rows(file):
        key = row["key"]
        keys = [of_site(key, site.name) for site in result.sites]
        if not key.startswith(BY_SITE):
            yield row["chapter"], key, [_of_member(key, examples)]
        elif speaks_for_all(row):
            yield row["chapter"], key, [_of_member(one, examples) for one in keys]
        else:
            for one in keys:
                yield row["chapter"], one, [_of_member(one, examples)]
    for figure in worth_figures().values():
        for part in PARTS if figure in OF_EACH_PART else ("whole",):
            key = f"finance.{part}.{figure}"
            yield "money", key, [key]


def speaks_for_all(row: Mapping[str, str]) -> bool:
    """Tell whether a figure of a site is told by one of them: of a whole column or a whole table.

    Examples
    --------
    >>> speaks_for_all({"table": "site:losses", "row": "", "column": "1"})
    True
    >>> speaks_for_all({"table": "sites", "row": "", "column": "5"})
    False
    """
    of_table = bool(row["table"]) and not row["column"]
    return of_table or (row["table"].startswith(OF_SITE) and not row["row"])


def _of_member(key: str, examples: Mapping[str, str]) -> str:
    """Return the key of one member of each list: the one that speaks for all, else the first."""
    for start, member in examples.items():
        if key.startswith(start) and member:
            key = key.replace("[]", in_brackets(member), 1)
    return key.replace("[]", "[#0]")


def of_site(key: str, site: str) -> str:
    """Return a key for one site.

    Examples
    --------
    >>> of_site("pv.by_site[].dc_kw", "planta")
    'pv.by_site[planta].dc_kw'
    """
    return key.replace("[]", in_brackets(site), 1)


def _examples(result: StudyResult) -> Iterator[tuple[str, str]]:
    """Yield the member that speaks for all, the largest, by how keys of its list begin."""
    points = result.audit.before.points
    loaded = points[result.audit.before.machines["load_fraction"].notna()]
    offers = result.audit.measures[result.audit.measures["npv"].notna()].reset_index()
    done = offers[offers["decision"] == DO]
    best = (done if len(done) else offers).nlargest(1, "npv")
    year = str(first_full_year(result.money.whole.flow.commissioned_after_years))
    yield "finance.whole.yearly.capex", "0"
    yield from ((start, year) for start in YEARLY)
    yield "machines", "" if loaded.empty else str(loaded["kwh_per_year"].idxmax())
    yield "measures", "".join(f"{row['kind']}:{row['tag']}" for row in best.to_dict("records"))
    yield from ((start, next(iter(named), "")) for start, named in _named_groups(result))


def _named_groups(result: StudyResult) -> Iterator[tuple[str, Iterable[str]]]:
    """Yield the groups whose members have names, with these."""
    yield "energy.by_area", result.audit.before.machines["area"].unique()
    thresholds = result.risk.thresholds if result.risk else ()
    yield "finance.risk.break_even", (one.quantity.key for one in thresholds)


def _slugs(asked: Mapping[str, tuple[str, Explanation]]) -> dict[str, str]:
    """Return a name for the address of each block, all different."""
    found: dict[str, str] = {}
    for key in asked:
        slug = re.sub(r"[^0-9A-Za-z]+", "-", key).strip("-").lower()
        while slug in found.values():
            slug += "x"
        found[key] = slug
    return found


def _block(
    chapter: str,
    one: Explanation,
    slug: str,
    of_key: Mapping[str, str],
    write: Figures,
    *,
    is_example: bool,
) -> OriginBlock:
    say = write.say
    formula = "" if one.formula is None or one.formula.isidentifier() else one.formula
    return OriginBlock(
        slug=slug,
        chapter=chapter,
        key=one.key,
        name=say(one.what),
        value=_value(one, write),
        how="" if one.how is None else say(one.how),
        formula=formula,
        put_in=say(one.put_in) if formula and one.put_in is not None else "",
        lines=tuple(_line(part, of_key, write) for part in one.inputs),
        source="" if one.source is None else say(one.source),
        is_example=is_example,
    )


def _value(one: Explanation, write: Figures) -> str:
    """Return a figure with its unit, a fraction as a percentage."""
    if one.unit is not None and one.unit.template == FRACTION:
        return write.percent(one.value, 2)
    return with_unit(one.shown, one.unit, write.reader)


def _line(part: Input, of_key: Mapping[str, str], write: Figures) -> OriginLine:
    said = (part.where, write.say(part.source) if isinstance(part.source, Message) else "")
    return OriginLine(
        symbol=part.symbol,
        value=with_unit(part.value, part.unit, write.reader),
        key=part.key,
        slug=of_key.get(part.key),
        said="; ".join(text for text in said if text),
    )
