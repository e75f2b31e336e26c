"""The tariff of a site whose option charges power, by its price sheet: today or with a plant."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from equipment_catalog.messages import message
from equipment_catalog.notes import Note
from project_finance.grid_rules import read_grid_rules
from project_finance.grid_rules.power_settlement import PowerTerms
from project_finance.tariffs import flat_tariff
from project_finance.tariffs.power_tariff import read_power_tariff

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    import pandas as pd

    from mine_study.study_file import SiteKeys, Study
    from project_finance.tariffs import Tariff


def power_terms(study: Study, site: SiteKeys, folder: Path) -> PowerTerms:
    """Return the terms of a site whose study names a tariff option and its price sheet.

    Parameters
    ----------
    study, site
        Checked keys.
    folder
        Folder of the study.

    Raises
    ------
    InputError
        If the price sheet is missing or has faults.
    """
    keys = site.tariff
    return replace(
        _terms(study, site, folder, option=str(keys.option), file=str(keys.prices_file)),
        earlier_peak_kw=keys.earlier_peak_kw,
        earlier_offpeak_kw=keys.earlier_offpeak_kw,
    )


def power_terms_after(study: Study, site: SiteKeys, folder: Path) -> PowerTerms:
    """Return the terms of the option that a site has once its plant runs; the year repeats.

    Parameters
    ----------
    study, site
        Checked keys.
    folder
        Folder of the study.

    Raises
    ------
    InputError
        If the price sheet is missing or has faults.
    """
    keys = site.tariff
    option, file = str(keys.option_after), str(keys.prices_file_after)
    return _terms(study, site, folder, option=option, file=file)


def _terms(study: Study, site: SiteKeys, folder: Path, *, option: str, file: str) -> PowerTerms:
    country = study.study.country
    prices = read_power_tariff(
        folder / file,
        option=option,
        currency=study.study.currency,
        country=country,
        tax_fraction=site.tariff.tax_fraction or 0.0,
    )
    return PowerTerms(tariff=prices, rules=read_grid_rules(country))


def power_tariff(
    study: Study, terms: PowerTerms, load_kw: pd.Series, notes: tuple[Note, ...]
) -> Tariff:
    """Return a tariff whose bill the terms make; a kWh is worth the mean of a load's energy.

    Parameters
    ----------
    study
        Checked keys.
    terms
        Prices and rules.
    load_kw
        Hourly demand whose mean price judges each measure [kW].
    notes
        What was assumed.
    """
    mean_price = terms.mean_price_per_kwh(load_kw)
    tariff = flat_tariff(mean_price, study.study.currency, year=study.study.year)
    notes = (*notes, *_tax_note(terms, study))
    return replace(tariff, name=terms.tariff.option, power=terms, notes=notes)


def tariff_of_today(
    study: Study, site: SiteKeys, *, paid: float, folder: Path, today_kw: pd.Series
) -> Tariff:
    """Return the tariff of a site by its option.

    Parameters
    ----------
    study, site
        Checked keys.
    paid
        What the bills ask for but reactive energy [money].
    folder
        Folder of the study.
    today_kw
        Hourly demand of today [kW].

    Raises
    ------
    InputError
        If the price sheet is missing or has faults.
    """
    terms = power_terms(study, site, folder)
    steady = replace(terms, earlier_peak_kw=None, earlier_offpeak_kw=None)
    tariff = power_tariff(study, steady, today_kw, ())
    notes = (
        _mean_note(site, tariff),
        _against_bills(site, paid, terms.charged(today_kw).cost, tariff),
        *(() if terms.earlier_peak_kw is None else (_steady_note(site),)),
    )
    return replace(tariff, notes=(*notes, *tariff.notes))


def _tax_note(terms: PowerTerms, study: Study) -> Iterator[Note]:
    tax = terms.tariff.tax_fraction
    if tax > 0 and study.finance.vat == "recovered":
        yield Note(
            what=message("The mine recovers the tax on its plant, but not that on its energy"),
            value=message("finance.vat = recovered, tariff.tax_fraction = {tax:g}", tax=tax),
            source=message("tariff.tax_fraction and finance.vat in study.yaml"),
            effect=message(
                "a firm credits both or neither: set tariff.tax_fraction: 0, or finance.vat: paid"
            ),
            kind="warning",
        )
    if tax > 0:
        yield Note(
            what=message("Sales tax on the price sheet is a cost"),
            value=message("{tax:.0%}", tax=tax),
            source=message("tariff.tax_fraction in study.yaml"),
            effect=message("raises each price of the sheet, and so what a saving is worth"),
        )


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


def _against_bills(site: SiteKeys, paid: float, cost: float, tariff: Tariff) -> Note:
    """Return what the price sheet makes of today's demand beside what was paid."""
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
