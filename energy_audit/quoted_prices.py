"""Quotations of suppliers in place of the model prices of offers."""

from __future__ import annotations

import numpy as np
import pandas as pd

from equipment_catalog.messages import Message, message
from equipment_catalog.notes import Note

OFFER = ["tag", "variant"]


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
