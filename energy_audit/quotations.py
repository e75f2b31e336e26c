"""Quotations of suppliers: read, checked, and put in place of the model prices of offers."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from equipment_catalog.cell_values import RefusedCellError
from equipment_catalog.column_names import Aliases, read_aliases, word_key
from equipment_catalog.column_rules import allowed_names, column_rules, did_you_mean, placed
from equipment_catalog.messages import Message, message
from equipment_catalog.month_cells import MONTHS, month_in_cell
from equipment_catalog.notes import Note
from equipment_catalog.user_tables import CheckedTable, read_user_table

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping
    from pathlib import Path

    from equipment_catalog.column_rule import ColumnRule
    from equipment_catalog.errors import Problem

USD = "USD"
OFFER = ["tag", "variant"]
DAY_FIRST = re.compile(r"^(\d{1,2})[-/.](\d{1,2})[-/.]((?:19|20)\d\d)$", re.ASCII)
YEAR_FIRST = re.compile(r"^(?:19|20)\d\d-\d\d-\d\d(?:[T ][\d:.]+)?$", re.ASCII)
DATE_LIKE = re.compile(r"^\d{4}\D+\d+\D+\d+", re.ASCII)
"""A date of three figures that is none of the above: its day must not get lost."""


def quotation_rules() -> tuple[ColumnRule, ...]:
    """Return what may stand in each column of a list of quotations."""
    return column_rules("energy_audit", "data/quotation_columns.csv")


def read_quotations(
    path: Path, *, known: Mapping[str, Collection[str] | None], currency: str | None
) -> tuple[pd.DataFrame, tuple[Problem, ...]]:
    """Read a list of quotations and find everything that is wrong with it.

    Parameters
    ----------
    path
        The file.
    known
        For each kind of measure the tags, or sites, that it looks at; where the inventory is
        wrong, all that could be read; None where there is nothing to compare with.
    currency
        Currency of the study; quotations are in it or in USD. None where the study does not tell.

    Returns
    -------
    quotations, problems
        One row a quotation with the columns of quotation_columns.csv, kinds by their names and
        dates as ``2025-01-31`` or ``2025-01``; usable only when there is no problem.
    """
    aliases = quotation_aliases()
    table = read_user_table(path, quotation_rules(), record="tag", aliases=aliases)
    if table.frame.empty or "kind" not in table.frame:
        return table.frame, table.problems
    table = replace(table, frame=_with_known_kinds(table.frame, list(known), aliases))
    dates, wrong_dates = _dates(table)
    problems = [
        *table.problems,
        *_unknown_kinds(table, list(known), aliases),
        *_unknown_tags(table, known),
        *(_unknown_currencies(table, [currency, USD]) if currency else ()),
        *wrong_dates,
    ]
    return table.frame.assign(date=dates), table.in_order(problems)


def quotation_aliases() -> Aliases:
    """Return the Spanish and English names of columns, kinds and choices."""
    return read_aliases("energy_audit", "data/quotation_aliases.csv", "data/quotation_choices.csv")


def _with_known_kinds(frame: pd.DataFrame, kinds: list[str], aliases: Aliases) -> pd.DataFrame:
    """Return quotations whose kinds bear their own names, what nobody knows as it stands."""
    named = {word_key(alias): kind for column, kind, alias in aliases.choices if column == "kind"}
    named |= {word_key(kind): kind for kind in kinds}
    own = [named.get(word_key(text), text) for text in frame["kind"].tolist()]
    return frame.assign(kind=pd.Series(own, frame.index, dtype=frame["kind"].dtype))


def _unknown_kinds(table: CheckedTable, kinds: list[str], aliases: Aliases) -> Iterator[Problem]:
    offered = [*kinds, *(alias for column, _, alias in aliases.choices if column == "kind")]
    for row, kind in placed(table.frame["kind"]):
        if kind and kind not in kinds:
            what = message("{kind!r} is not a measure", kind=kind)
            record, near = table.frame["tag"][row], did_you_mean(kind, offered)
            allowed = message("allowed: {listed}", listed=", ".join(kinds))
            if near:
                allowed = message(
                    "did you mean {near}? allowed: {listed}", near=near, listed=", ".join(kinds)
                )
            yield table.problem(row, "kind", what, allowed, record=record)


def _unknown_tags(
    table: CheckedTable, known: Mapping[str, Collection[str] | None]
) -> Iterator[Problem]:
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


def _dates(table: CheckedTable) -> tuple[list[str], list[Problem]]:
    """Return the dates as ``2025-01-31``, or the month where no day stands, and what is wrong."""
    dates, problems = [], []
    for row, text in placed(table.frame["date"]):
        day = iso_date(text)
        dates.append(day)
        if text and not day:
            what = message("{value!r} is not a date", value=text)
            allowed = message("a date as 2025-01-31, 31/01/2025 or ene-25")
            record = table.frame["tag"][row]
            problems.append(table.problem(row, "date", what, allowed, record=record))
    return dates, problems


def iso_date(text: str) -> str:
    """Return a date as ``2025-01-31``, a month as ``2025-01``; empty where the text is neither.

    Where figures alone could be day or month, nobody can tell, and it is neither.

    Examples
    --------
    >>> [iso_date(text) for text in ("2025-03-14", "14/03/2025", "mar-25", "02/03/2025")]
    ['2025-03-14', '2025-03-14', '2025-03', '']
    """
    try:
        if match := DAY_FIRST.match(text):
            day, month, year = map(int, match.groups())
            is_certain = day > MONTHS or day == month
            return date(year, month, day).isoformat() if is_certain else ""
        if YEAR_FIRST.match(text):
            return date.fromisoformat(text[: len("2025-01-31")]).isoformat()
        return month_in_cell(text) if text and not DATE_LIKE.match(text) else ""
    except (ValueError, RefusedCellError):
        return ""


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

    A quotation that names the variant goes before one that does not; the latter counts only where
    one offer can be done now, not where several can, of which nobody knows the one it prices. The
    newest quotation of each supplier counts, and of these the cheapest.

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
    anyhow.loc[~_is_the_only_one(offers).to_numpy()] = np.nan
    anyhow.index = named.index
    found = named.where(named["capex_usd"].notna(), anyhow).set_index(offers.index)
    is_quoted = found["capex_usd"].notna()
    return offers.assign(
        capex_usd=found["capex_usd"].where(is_quoted, offers["capex_usd"]),
        price_source=found["price_source"].where(is_quoted, offers["price_source"]),
        is_quoted=is_quoted,
    )


def _is_the_only_one(offers: pd.DataFrame) -> pd.Series:
    """Return which offers can be done now and are the only such one of their kind and tag."""
    now = offers["timing"] == "now"
    keys = [offers[column] for column in ("kind", "tag") if column in offers]
    only: pd.Series = now & (now.groupby(keys).transform("sum") == 1)
    return only


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
        Offers of all measures, with ``kind, tag, variant, timing``.
    """
    made = set(offers[["kind", *OFFER]].itertuples(index=False, name=None))
    now = offers[offers["timing"] == "now"].groupby(["kind", "tag"])["variant"]
    by_tag: dict[tuple[str, str], list[str]] = {
        (str(kind), str(tag)): list(dict.fromkeys(variants)) for (kind, tag), variants in now
    }
    made |= {(*key, "") for key, variants in by_tag.items() if len(variants) == 1}
    rows = quotations[["kind", *OFFER, "supplier", "date"]].itertuples(index=False, name=None)
    return tuple(
        _unmatched(row, by_tag.get((row[0], row[1]), [])) for row in rows if row[:3] not in made
    )


def _unmatched(row: tuple[str, ...], variants: list[str]) -> Note:
    """Return the warning about a quotation: it fits nothing, or several offers alike."""
    kind, tag, variant, supplier, day = row
    value: Message | str = variant
    if not variant and variants:
        value = message("names no variant: one of {listed}", listed=", ".join(variants))
    return Note(
        what=message("A quotation for {tag} fits no offer of {kind}", tag=tag, kind=kind),
        value=value,
        source=_source(supplier, day),
        effect=message("It was left aside; look at its variant"),
        kind="warning",
    )
