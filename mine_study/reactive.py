"""What reactive energy costs a meter, as its bills show it or as the tariff would charge it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from equipment_catalog.messages import message
from equipment_catalog.notes import Note
from mine_study.site_off_grid import is_off_grid
from project_finance.grid_rules import read_grid_rules
from project_finance.reactive_energy import reactive_bill

if TYPE_CHECKING:
    import pandas as pd

    from equipment_catalog.messages import Message
    from mine_study.study_file import SiteKeys, Study
    from project_finance.grid_rules import ReactiveRules
    from project_finance.reactive_energy import ReactiveBill
    from project_finance.tariffs import Tariff

SHEET_ITEM = "reactive_per_kvarh"
"""Name of the price on a price sheet."""


@dataclass(frozen=True, kw_only=True)
class ReactivePrice:
    """Price of a kvarh beyond the free share of a meter."""

    per_kvarh: float
    is_charged: bool
    """Whether the bills or the study say so; else it is what the rule would allow."""
    note: Note


def reactive_rules(study: Study, site: SiteKeys) -> ReactiveRules:
    """Return the country's rules of reactive energy with the shares of the study."""
    return replace(
        read_grid_rules(study.study.country).reactive,
        free_fraction=site.tariff.free_reactive_fraction,
        leading_charged_fraction=site.tariff.leading_charged_fraction,
    )


def reactive_today(
    study: Study, site: SiteKeys, import_kw: pd.Series, kvar: pd.Series
) -> ReactiveBill:
    """Return what is charged of a demand without a plant.

    Parameters
    ----------
    study, site
        Checked keys.
    import_kw, kvar
        Hourly demand [kW, kvar].
    """
    months = site.tariff.months_of_reactive_excess
    return reactive_bill(import_kw, kvar, reactive_rules(study, site), months_over_before=months)


def reactive_price(
    site: SiteKeys, bills: pd.DataFrame, tariff: Tariff, *, charged_kvarh: float
) -> ReactivePrice:
    """Return what a kvarh beyond the free share costs.

    Nothing at a site without a grid. Else the study's own price goes first; else that of its price
    sheet; else what the bills charged over what the rules charge of the year; else the
    distribution component of the tariff, which the rule of Colombia allows the operator to charge.
    Where none is known the price is zero.

    Parameters
    ----------
    site
        Checked keys.
    bills
        The site's bills, with ``reactive_amount`` missing where they show no such line.
    tariff
        The site's prices.
    charged_kvarh
        What the rules of the country charge of today's year, factors included.
    """
    if is_off_grid(site):
        return _price(0.0, message("no grid, so nobody charges it"), is_charged=False)
    given, charged = site.tariff.reactive_price_per_kvarh, float(bills["reactive_amount"].sum())
    if given is not None:
        source = message("tariff.reactive_price_per_kvarh in study.yaml")
        return _price(given, source, is_charged=given > 0)
    on_sheet = tariff.power.tariff.prices.get(SHEET_ITEM) if tariff.power else None
    if on_sheet is not None:
        source = message("{file}, {item}", file=str(site.tariff.prices_file), item=SHEET_ITEM)
        return _price(on_sheet, source, is_charged=on_sheet > 0)
    if charged > 0 and charged_kvarh > 0:
        source = message("what the bills charge over the excess of the inventory")
        return _price(charged / charged_kvarh, source, is_charged=True)
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
