"""Quotations of suppliers: read, checked, and put in place of the model prices of offers."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from equipment_catalog.column_names import read_aliases
from equipment_catalog.column_rules import allowed_names, column_rules, placed
from equipment_catalog.messages import Message, message
from equipment_catalog.notes import Note
from equipment_catalog.user_tables import CheckedTable, read_user_table

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping
    from pathlib import Path

    from equipment_catalog.column_rule import ColumnRule
    from equipment_catalog.errors import Problem

USD = "USD"
OFFER = ["tag", "variant"]


def quotation_rules() -> tuple[ColumnRule, ...]:
    """Return what may stand in each column of a list of quotations."""
    return column_rules("energy_audit", "data/quotation_columns.csv")


def read_quotations(
    path: Path, *, known: Mapping[str, Collection[str]], currency: str
) -> tuple[pd.DataFrame, tuple[Problem, ...]]:
    """Read a list of quotations and find everything that is wrong with it.

    Parameters
    ----------
    path
        The file.
    known
        For each kind of measure the tags, or sites, that it looks at.
    currency
        Currency of the study; quotations are in it or in USD.

    Returns
    -------
    quotations, problems
        One row a quotation with the columns of quotation_columns.csv; usable only when there is
        no problem.
    """
    aliases = read_aliases(
        "energy_audit", "data/quotation_aliases.csv", "data/quotation_choices.csv"
    )
    table = read_user_table(path, quotation_rules(), record="tag", aliases=aliases)
    if table.frame.empty:
        return table.frame, table.problems
    problems = [
        *table.problems,
        *_unknown_kinds(table, list(known)),
        *_unknown_tags(table, known),
        *_unknown_currencies(table, [currency, USD]),
        *_wrong_dates(table),
    ]
    problems.sort(key=lambda problem: (problem.row or 0, problem.column or 0))
    return table.frame, tuple(problems)


def _unknown_kinds(table: CheckedTable, kinds: list[str]) -> Iterator[Problem]:
    for row, kind in placed(table.frame["kind"]):
        if kind and kind not in kinds:
            what = message("{kind!r} is not a measure", kind=kind)
            record = table.frame["tag"][row]
            yield table.problem(row, "kind", what, allowed_names(kind, kinds), record=record)


def _unknown_tags(table: CheckedTable, known: Mapping[str, Collection[str]]) -> Iterator[Problem]:
    kinds = table.frame["kind"]
    for row, tag in placed(table.frame["tag"]):
        names = known.get(kinds[row])
        if tag and names is not None and tag not in names:
            what = message("{tag!r} is nothing that {kind} looks at", tag=tag, kind=kinds[row])
            allowed = allowed_names(tag, sorted(names))
            yield table.problem(row, "tag", what, allowed, record=tag)


def _unknown_currencies(table: CheckedTable, currencies: list[str]) -> Iterator[Problem]:
    for row, given in placed(table.frame["currency"]):
        if given and given not in currencies:
            what = message("{currency!r} is not a currency of the study", currency=given)
            record = table.frame["tag"][row]
            allowed = allowed_names(given, currencies)
            yield table.problem(row, "currency", what, allowed, record=record)


def _wrong_dates(table: CheckedTable) -> Iterator[Problem]:
    for row, text in placed(table.frame["date"]):
        if text and not _is_date(text):
            what = message("{value!r} is not a date", value=text)
            record = table.frame["tag"][row]
            yield table.problem(row, "date", what, message("a date as 2025-01-31"), record=record)


def _is_date(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def with_quotations(
    offers: pd.DataFrame,
    kind: str,
    quotations: pd.DataFrame,
    *,
    usd_rate: float,
    currency: str,
    vat_fraction: float,
) -> pd.DataFrame:
    """Return the offers of a measure with quoted prices where there are quotations.

    A quotation that names the variant goes before one that does not; the latter is for what can
    be done now, not for what is bought when the old machine fails. The newest quotation of each
    supplier counts, and of these the cheapest.

    Parameters
    ----------
    offers
        Offers of one measure.
    kind
        Its name.
    quotations
        As `read_quotations` returns them.
    usd_rate
        Units of the study's currency for a USD.
    currency
        Currency of the study.
    vat_fraction
        Value-added tax; it is added to quotations without it, because model prices contain it.

    Returns
    -------
    DataFrame
        The offers with ``capex_usd`` and ``price_source`` replaced where quoted, and ``is_quoted``.
    """
    rate = np.where(quotations["currency"] == currency, usd_rate, 1.0)
    tax = np.where(quotations["includes_tax"] == "no", 1.0 + vat_fraction, 1.0)
    priced = quotations.assign(capex_usd=quotations["amount"] / rate * tax)
    own = _cheapest(priced[priced["kind"] == kind])
    named = own.reindex(pd.MultiIndex.from_frame(offers[OFFER]))
    anyhow = own.reindex(pd.MultiIndex.from_arrays([offers["tag"], [""] * len(offers)]))
    anyhow.loc[(offers["timing"] != "now").to_numpy()] = np.nan
    anyhow.index = named.index
    found = named.where(named["capex_usd"].notna(), anyhow).set_index(offers.index)
    is_quoted = found["capex_usd"].notna()
    return offers.assign(
        capex_usd=found["capex_usd"].where(is_quoted, offers["capex_usd"]),
        price_source=found["price_source"].where(is_quoted, offers["price_source"]),
        is_quoted=is_quoted,
    )


def _cheapest(quotations: pd.DataFrame) -> pd.DataFrame:
    """Return ``capex_usd`` and ``price_source`` of the best quotation by tag and variant."""
    newest = quotations.sort_values("date", kind="stable").drop_duplicates(
        [*OFFER, "supplier"], keep="last"
    )
    best = newest.sort_values("capex_usd", kind="stable").drop_duplicates(OFFER)
    sources = [_source(row["supplier"], row["date"]) for row in best.to_dict("records")]
    return best.assign(price_source=pd.Series(sources, best.index, object)).set_index(OFFER)[
        ["capex_usd", "price_source"]
    ]


def _source(supplier: str, day: str) -> Message:
    return message("quotation of {supplier}, {date}", supplier=supplier, date=day)


def unmatched_quotations(quotations: pd.DataFrame, offers: pd.DataFrame) -> tuple[Note, ...]:
    """Return a warning for each quotation that no offer could use.

    Parameters
    ----------
    quotations
        As `read_quotations` returns them.
    offers
        Offers of all measures, with ``kind, tag, variant``.
    """
    made = set(offers[["kind", *OFFER]].itertuples(index=False, name=None))
    made |= {(kind, tag, "") for kind, tag, _ in made}
    return tuple(
        Note(
            what=message("A quotation for {tag} fits no offer of {kind}", tag=tag, kind=kind),
            value=variant,
            source=_source(supplier, day),
            effect=message("It was left aside; look at its variant"),
            kind="warning",
        )
        for kind, tag, variant, supplier, day in quotations[
            ["kind", *OFFER, "supplier", "date"]
        ].itertuples(index=False, name=None)
        if (kind, tag, variant) not in made
    )
