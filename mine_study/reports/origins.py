"""Which numbers of the report tell where they come from, and what explains each."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from equipment_catalog.errors import InputError
from equipment_catalog.messages import message
from equipment_catalog.tables import read_facts
from mine_study.decisions import DO
from mine_study.explain import explained
from mine_study.explain.key_paths import in_brackets
from mine_study.explain.tree import result_tree
from mine_study.reports.kept import kept_of_last
from project_finance.timeline.plant_years import first_full_year

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from mine_study.explain import Explanation
    from mine_study.explain.tree import ResultTree
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
FIGURES = "results.json"
ORIGINS = "reports/origins.csv"
"""Figures that are explained in the report, each with the cell that shows it."""


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
