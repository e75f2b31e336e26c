"""The values that a formula reads: figures, keys of the study, facts of the catalogues."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

import pandas as pd

from equipment_catalog.messages import Message, message
from equipment_catalog.notes import citation
from equipment_catalog.tables import read_fact, read_facts
from mine_study.chooser import moved_price
from mine_study.explain.figure_patterns import figure_of_pattern
from mine_study.explain.place import Found, Place
from mine_study.explain.topic_words import figure_name
from mine_study.study_defaults import study_keys

if TYPE_CHECKING:
    from collections.abc import Hashable, Mapping

COMPUTED = frozenset({"saved_anyway_kwh", "price_per_moved_kwh", "years_counted"})
"""What of an offer is not a plain column of the measures."""
NAMES = {
    "capex_usd": message("its cost in dollars"),
    "saved_excess_kvarh": message("reactive energy that it saves beyond the free share"),
    "saved_anyway_kwh": message("energy that is saved without it too, by what is bought later"),
    "price_per_moved_kwh": message("what a kWh is worth that is moved into the sun"),
    "years_counted": message("years that it works: its life, or until the mine closes"),
    "capex_sigma_fraction": message("doubt of the cost of the plan, one standard deviation"),
}
"""What of an offer and of the facts has no name elsewhere."""


def found_at(place: Place, reference: str) -> Found:
    """Return what a reference of ``topics.csv`` means.

    Parameters
    ----------
    place
        The figure that is explained.
    reference
        ``study:KEY``, ``fact:PACKAGE/FILE#KEY``, ``machine:COLUMN``, ``offer:COLUMN``, or the
        pattern of a key of results.json; after ``??`` what stands in where it is missing.
    """
    first, _, other = reference.partition("??")
    kind, colon, rest = first.partition(":")
    found = (
        MAKERS[kind](place, rest) if colon and kind in MAKERS else figure_of_pattern(place, first)
    )
    return found_at(place, other) if found.value is None and other else found


def _of_study(place: Place, key: str) -> Found:
    """Return a key of study.yaml: of the whole study, or ``site.`` of the figure's site."""
    node: Any = place.result.study
    given = [key]
    if key.startswith("site."):
        names = [site.name for site in node.sites]
        number, key = names.index(str(place.named["site"])), key.removeprefix("site.")
        node, given = node.sites[number], [f"sites.{number}.{key}", key]
    for step in key.split("."):
        node = getattr(node, step)
    origins = place.result.origins
    where = next((str(origins[one]) for one in given if one in origins), "")
    return _study_key(key, node, where)


def _of_fact(_place: Place, text: str) -> Found:
    file, _, key = text.partition("#")
    package, _, path = file.partition("/")
    fact = read_fact(package, path, key)
    return Found(
        key=key,
        name=NAMES.get(key),
        value=fact.value,
        unit=Message(fact.unit),
        source=fact.citation,
        trust=fact.trust,
    )


def _of_machine(place: Place, column: str) -> Found:
    tag = str(place.sibling("tag"))
    machine = place.tree.machines[tag]
    return Found(
        key=f"{tag} · {column}",
        name=Message(_inventory_columns()[column]),
        value=_number(machine[column]),
        source=message("inventory, line {tag}", tag=tag),
    )


def _of_offer(place: Place, column: str) -> Found:
    tag = str(place.sibling("id")).partition(":")[2]
    row = place.tree.offers[int(place.path[1])]
    value = _computed(place, column, row) if column in COMPUTED else _number(row[column])
    as_figure = figure_name(place.result, place.tree, (*place.path[:-1], column))
    return Found(
        key=f"{tag} · {column}",
        name=NAMES.get(column) or as_figure,
        value=value,
        source=message("what the measure offers for {tag}", tag=tag),
    )


def _computed(place: Place, column: str, row: Mapping[Hashable, Any]) -> float | None:
    study, site = place.result.study, str(row["site"])
    if column == "saved_anyway_kwh":
        return _number(row.get("saved_anyway_kwh")) or 0.0
    if column == "price_per_moved_kwh":
        keys = next(one for one in study.sites if one.name == site)
        return moved_price(keys, place.result.audit.tariffs[site])
    closes = study.finance.mine_closes_after_years
    return min(float(row["life_years"]), closes) if closes else _number(row["life_years"])


MAKERS = {
    "study": _of_study,
    "fact": _of_fact,
    "machine": _of_machine,
    "offer": _of_offer,
}
"""What makes the values of each kind of reference."""


@cache
def _rows_of_keys() -> pd.DataFrame:
    return study_keys().set_index("key")


@cache
def _inventory_columns() -> dict[str, str]:
    columns = read_facts("energy_audit", "data/inventory_columns.csv")
    return dict(zip(columns["column"], columns["description"], strict=True))


def _study_key(key: str, value: Any, where: str) -> Found:  # noqa: ANN401  any type of a key
    row = _rows_of_keys().loc[key]
    default = (
        citation(str(row["source"]), int(str(row["year"])), str(row["trust"]))
        if not where and pd.notna(row["source"])
        else None
    )
    return Found(
        key=key,
        name=Message(str(row["description"])),
        value=_number(value),
        unit=Message(str(row["unit"])) if pd.notna(row["unit"]) else None,
        source=default and message("default: {source}", source=default),
        where=where,
        trust=str(row["trust"]) if default else "",
    )


def _number(value: Any) -> float | None:  # noqa: ANN401  whatever a table holds
    return None if value is None or pd.isna(value) else float(value)
