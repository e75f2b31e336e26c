"""What a kilowatt-hour costs at a site: off its bills, its tariff sheet or its price sheet."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pandas as pd

from equipment_catalog.messages import message
from equipment_catalog.notes import Note
from mine_study.site_off_grid import fuel_tariff, is_off_grid
from project_finance.grid_rules import read_grid_rules
from project_finance.grid_rules.power_settlement import PowerTerms
from project_finance.tariffs import Tariff, fit_tariff, flat_tariff, read_tariff
from project_finance.tariffs.power_tariff import read_power_tariff
from project_finance.tariffs.spot_prices import read_spot_prices

if TYPE_CHECKING:
    from pathlib import Path

    from mine_study.study_file import SiteKeys, Study


def site_tariff(
    study: Study, site: SiteKeys, bills: pd.DataFrame, *, folder: Path, today_kw: pd.Series
) -> Tariff:
    """Return the tariff of a site: the price its bills show, split in the shares of its sheet.

    The contribution that the bills hold is taken out and that of the study put in; what they
    charge for reactive energy is no price of a kWh. Where the study names a tariff option, its
    price sheet makes the whole bill, and a kWh is worth the mean of today's energy alone. Where no
    grid is, it is worth the diesel one more kWh takes.

    Parameters
    ----------
    study, site
        Checked keys.
    bills
        Bills of all sites, indexed by site and month.
    folder
        Folder of the study, in which its files lie.
    today_kw
        Hourly demand of the site today [kW].

    Raises
    ------
    InputError
        If a file of prices is missing or has faults.
    """
    if is_off_grid(site):
        return fuel_tariff(study, site)
    keys, own = site.tariff, bills_of(site.name, bills)
    if keys.option is not None:
        return _by_power(study, site, own, folder=folder, today_kw=today_kw)
    billed = keys.price_per_kwh or _paid_for_energy(own) / float(own["kwh"].sum())
    surcharge = (1 + keys.contribution_fraction) / (1 + keys.contribution_in_bills_fraction)
    price = billed * surcharge
    if keys.sheet is None:
        return flat_tariff(price, study.study.currency, year=study.study.year)
    return fit_tariff(
        read_tariff(keys.sheet),
        price_per_kwh=price,
        study_year=study.study.year,
        contribution_fraction=keys.contribution_fraction,
        spot_price_per_kwh=keys.spot_price_per_kwh,
        spot_price_by_hour=_spot_price(site, folder, today_kw),
    )


def bills_of(site: str, bills: pd.DataFrame) -> pd.DataFrame:
    """Return the bills of one site, indexed by month number."""
    return bills[bills.index.get_level_values("site") == site].droplevel("site")


def _paid_for_energy(bills: pd.DataFrame) -> float:
    return float(bills["amount"].sum() - bills["reactive_amount"].sum())


def _spot_price(site: SiteKeys, folder: Path, today_kw: pd.Series) -> pd.Series | None:
    """Return the spot price on the hours of the demand; None where no file is named."""
    if site.tariff.spot_price_file is None:
        return None
    hours = pd.DatetimeIndex(today_kw.index)
    return read_spot_prices(folder / site.tariff.spot_price_file, hours)


def power_terms(study: Study, site: SiteKeys, folder: Path) -> PowerTerms:
    """Return the terms of a site whose study names a tariff option and its price sheet.

    Raises
    ------
    InputError
        If the price sheet is missing or has faults.
    """
    keys = site.tariff
    prices = read_power_tariff(
        folder / str(keys.prices_file),
        option=str(keys.option),
        currency=study.study.currency,
        country=study.study.country,
    )
    return PowerTerms(
        tariff=prices,
        rules=read_grid_rules(study.study.country),
        earlier_peak_kw=keys.earlier_peak_kw,
        earlier_offpeak_kw=keys.earlier_offpeak_kw,
    )


def _by_power(
    study: Study, site: SiteKeys, bills: pd.DataFrame, *, folder: Path, today_kw: pd.Series
) -> Tariff:
    terms = power_terms(study, site, folder)
    mean_price = terms.mean_price_per_kwh(today_kw)
    tariff = flat_tariff(mean_price, study.study.currency, year=study.study.year)
    notes: tuple[Note, ...] = (
        _mean_note(site, tariff),
        _against_bills(site, bills, terms.charged(today_kw).cost, tariff),
    )
    steady = replace(terms, earlier_peak_kw=None, earlier_offpeak_kw=None)
    if terms.earlier_peak_kw is not None:
        notes = (*notes, _steady_note(site))
    return replace(tariff, name=str(site.tariff.option), power=steady, notes=notes)


def _steady_note(site: SiteKeys) -> Note:
    return Note(
        what=message("Powers of the months before the year of the study"),
        value=message("{count:d} months", count=len(site.tariff.earlier_peak_kw or ())),
        source=message("tariff.earlier_peak_kw and tariff.earlier_offpeak_kw"),
        effect=message(
            "they count in today's year beside the bills; the plan repeats its own year, for what "
            "they weigh in the first is gone in the next"
        ),
    )


def _mean_note(site: SiteKeys, tariff: Tariff) -> Note:
    return Note(
        what=message("Price of a kWh by which each measure is judged"),
        value=message(
            "{price:,.4f} {currency}/kWh", price=tariff.price_per_kwh, currency=tariff.currency
        ),
        source=message(
            "energy charges of today's bill under {option}", option=str(site.tariff.option)
        ),
        effect=message(
            "power charges a measure lowers count in the bills of the plan, not in its own payback"
        ),
    )


def _against_bills(site: SiteKeys, bills: pd.DataFrame, cost: float, tariff: Tariff) -> Note:
    """Return what the price sheet makes of today's demand beside what was paid."""
    paid = _paid_for_energy(bills)
    return Note(
        what=message("Today's year by the price sheet against the bills, reactive energy apart"),
        value=message(
            "{cost:,.0f} against {paid:,.0f} {currency}",
            cost=cost,
            paid=paid,
            currency=tariff.currency,
        ),
        source=message("{file} and the bills", file=str(site.tariff.prices_file)),
        effect=message(
            "the plan counts with the price sheet; value-added tax, the month of the prices or "
            "peaks within the hour may make the difference"
        ),
        kind="finding",
    )
