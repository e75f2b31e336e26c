"""What reactive energy costs a meter, as its bills show it or as the tariff would charge it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from equipment_catalog.messages import message
from equipment_catalog.notes import Note

if TYPE_CHECKING:
    import pandas as pd

    from equipment_catalog.messages import Message
    from mine_study.study_file import SiteKeys
    from project_finance.tariffs import Tariff


@dataclass(frozen=True, kw_only=True)
class ReactivePrice:
    """Price of a kvarh beyond the free share of a meter."""

    per_kvarh: float
    is_charged: bool
    """Whether the bills or the study say so; else it is what the rule would allow."""
    note: Note


def reactive_price(
    site: SiteKeys, bills: pd.DataFrame, tariff: Tariff, *, excess_kvarh: float
) -> ReactivePrice:
    """Return what a kvarh beyond the free share costs.

    The study's own price goes first; else what the bills charged over the year's excess; else
    the distribution component of the tariff, which the rule of Colombia allows the operator to
    charge. Where no component is known the price is zero.

    Parameters
    ----------
    site
        Checked keys.
    bills
        The site's bills, with ``reactive_amount`` missing where they show no such line.
    tariff
        The site's prices.
    excess_kvarh
        Inductive energy of the year beyond the free share.
    """
    given, charged = site.tariff.reactive_price_per_kvarh, float(bills["reactive_amount"].sum())
    if given is not None:
        source = message("tariff.reactive_price_per_kvarh in study.yaml")
        return _price(given, source, is_charged=given > 0)
    if charged > 0 and excess_kvarh > 0:
        source = message("what the bills charge over the excess of the inventory")
        return _price(charged / excess_kvarh, source, is_charged=True)
    if tariff.distribution > 0:
        source = message("CREG 015/2018: distribution component of the tariff")
        return _price(tariff.distribution, source, is_charged=False)
    return _price(0.0, message("no price is known"), is_charged=False)


def _price(per_kvarh: float, source: Message, *, is_charged: bool) -> ReactivePrice:
    effect = (
        message("values capacitor banks")
        if is_charged
        else message("the bills show no such charge: look for it before buying capacitors")
    )
    note = Note(
        what=message("Price of reactive energy beyond the free share"),
        value=message("{price:,.2f} per kvarh", price=per_kvarh),
        source=source,
        effect=effect,
    )
    return ReactivePrice(per_kvarh=per_kvarh, is_charged=is_charged, note=note)
