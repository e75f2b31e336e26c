"""What a kilowatt-hour costs at a site: off its bills, its tariff sheet or its price sheet."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from equipment_catalog.errors import InputError, Problem
from equipment_catalog.messages import message
from mine_study.power_tariffs import power_tariff, power_terms_after, tariff_of_today
from mine_study.site_off_grid import fuel_tariff, is_off_grid
from mine_study.tariff_notes import after_note, band_note, bill_year_notes, fit_note, sheet_notes
from project_finance.export_rules import EXPORT_RULES
from project_finance.tariffs import Tariff, fit_tariff, flat_tariff, read_tariff
from project_finance.tariffs.bill_fit import fit_bills
from project_finance.tariffs.hour_bands import read_hour_bands
from project_finance.tariffs.sheet_file import read_tariff_file
from project_finance.tariffs.sheets import sheet_of_level
from project_finance.tariffs.spot_prices import read_spot_prices

if TYPE_CHECKING:
    from pathlib import Path

    from mine_study.study_file import SiteKeys, Study


def site_tariff(
    study: Study, site: SiteKeys, bills: pd.DataFrame, *, folder: Path, today_kw: pd.Series
) -> Tariff:
    """Return the tariff of a site: the price its bills show, split in the shares of its sheet.

    The contribution that the bills hold is taken out and that of the study put in; what they
    charge for reactive energy is no price of a kWh. Without a sheet and a price the bills are
    asked for a fixed charge as well. Where the study names a tariff option, its price sheet makes
    the whole bill, and a kWh is worth the mean of today's energy alone. Where no grid is, it is
    worth the diesel one more kWh takes.

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
    own = bills_of(site.name, bills)
    if site.tariff.option is not None:
        paid = float(_paid_for_energy(own).sum())
        tariff = tariff_of_today(study, site, paid=paid, folder=folder, today_kw=today_kw)
    else:
        tariff = _by_energy(study, site, own, folder=folder, today_kw=today_kw)
    return _with_after(study, site, tariff, folder=folder, today_kw=today_kw)


def bills_of(site: str, bills: pd.DataFrame) -> pd.DataFrame:
    """Return the bills of one site, indexed by month number."""
    return bills[bills.index.get_level_values("site") == site].droplevel("site")


def site_sheet(study: Study, site: SiteKeys, folder: Path) -> Tariff | None:
    """Return the sheet whose shares split the price of a site; None where it names none.

    Parameters
    ----------
    study, site
        Checked keys.
    folder
        Folder of the study.

    Raises
    ------
    InputError
        If the sheet beside the study is missing or has faults, or no sheet of the level ships.
    """
    keys = site.tariff
    if keys.sheet_file is not None:
        return _own_sheet(study, site, folder / keys.sheet_file)
    if keys.sheet is None:
        return None
    level = keys.voltage_level
    return read_tariff(keys.sheet if level is None else sheet_of_level(keys.sheet, level))


def site_sheet_after(study: Study, site: SiteKeys, folder: Path) -> Tariff | None:
    """Return the sheet that holds once the plant of a site runs; None where it stays today's.

    Parameters
    ----------
    study, site
        Checked keys.
    folder
        Folder of the study.

    Raises
    ------
    InputError
        If the sheet beside the study is missing, has faults or is of another month than today's.
    """
    keys, today = site.tariff, site_sheet(study, site, folder)
    if keys.sheet_file_after is None or today is None:
        return None if keys.sheet_after is None else read_tariff(keys.sheet_after)
    after = _own_sheet(study, site, folder / keys.sheet_file_after)
    if after.valid_from != today.valid_from:
        what = message("the sheet is of {after}", after=str(after.valid_from))
        allowed = message("{today}, the month of today's sheet", today=str(today.valid_from))
        raise InputError([Problem(what=what, allowed=allowed, file=after.name, field="valid_from")])
    return after


def _own_sheet(study: Study, site: SiteKeys, path: Path) -> Tariff:
    return read_tariff_file(
        path,
        currency=study.study.currency,
        needs_components=EXPORT_RULES[site.tariff.export_rule].needs_components,
    )


def _paid_for_energy(bills: pd.DataFrame) -> pd.Series[float]:
    return bills["amount"] - bills["reactive_amount"].fillna(0.0)


def _by_energy(
    study: Study, site: SiteKeys, bills: pd.DataFrame, *, folder: Path, today_kw: pd.Series
) -> Tariff:
    """Return the tariff of a site that pays by the kilowatt-hour."""
    keys, sheet = site.tariff, site_sheet(study, site, folder)
    surcharge = (1 + keys.contribution_fraction) / (1 + keys.contribution_in_bills_fraction)
    if sheet is None:
        tariff = _off_bills(study, site, bills, surcharge)
    else:
        mean_price = float(_paid_for_energy(bills).sum()) / float(bills["kwh"].sum())
        tariff = fit_tariff(
            sheet,
            price_per_kwh=(keys.price_per_kwh or mean_price) * surcharge,
            study_year=study.study.year,
            contribution_fraction=keys.contribution_fraction,
            spot_price_per_kwh=keys.spot_price_per_kwh,
            spot_price_by_hour=_spot_price(site, folder, today_kw),
        )
        tariff = replace(tariff, notes=(*tariff.notes, *sheet_notes(study, sheet, tariff)))
    if keys.price_per_kwh is None:
        tariff = replace(tariff, notes=(*tariff.notes, *bill_year_notes(study, bills)))
    return _by_hour(study, site, tariff, folder=folder, today_kw=today_kw)


def _off_bills(study: Study, site: SiteKeys, bills: pd.DataFrame, surcharge: float) -> Tariff:
    """Return the price that the study gives, or what its bills show beside a fixed charge."""
    currency, year = study.study.currency, study.study.year
    given = site.tariff.price_per_kwh
    if given is not None:
        return flat_tariff(given * surcharge, currency, year=year)
    fit = fit_bills(bills["kwh"].to_numpy(), _paid_for_energy(bills).to_numpy())
    return replace(
        flat_tariff(fit.price_per_kwh * surcharge, currency, year=year),
        fixed_per_month=fit.fixed_per_month * surcharge,
        notes=(fit_note(fit, currency),),
    )


def _by_hour(
    study: Study, site: SiteKeys, tariff: Tariff, *, folder: Path, today_kw: pd.Series
) -> Tariff:
    """Return the tariff with the price of each hour, the mean of today's demand kept."""
    if site.tariff.hours_file is None:
        return tariff
    times = pd.DatetimeIndex(today_kw.index)
    factors = read_hour_bands(folder / site.tariff.hours_file).at(times, study.study.country)
    weights = today_kw.to_numpy(dtype=float)
    mean = float(np.average(factors, weights=weights if weights.any() else None))
    by_hour = pd.Series(factors / mean, times)
    notes = (*tariff.notes, band_note(by_hour, tariff, site.tariff.hours_file))
    return replace(tariff, price_factor_by_hour=by_hour, notes=notes)


def _with_after(
    study: Study, site: SiteKeys, tariff: Tariff, *, folder: Path, today_kw: pd.Series
) -> Tariff:
    """Return the tariff with the one that holds once a plant runs, where it is another."""
    keys = site.tariff
    if keys.option_after is not None:
        after = power_tariff(study, power_terms_after(study, site, folder), today_kw, ())
    elif (sheet := site_sheet_after(study, site, folder)) is not None:
        today = site_sheet(study, site, folder) or sheet
        moved = sheet.unit_cost_per_kwh / today.unit_cost_per_kwh
        after = fit_tariff(
            sheet,
            price_per_kwh=tariff.price_per_kwh * moved,
            study_year=study.study.year,
            contribution_fraction=tariff.contribution_fraction,
            spot_price_per_kwh=tariff.spot_price_per_kwh,
            spot_price_by_hour=tariff.spot_price_by_hour,
        )
        after = replace(after, price_factor_by_hour=tariff.price_factor_by_hour)
    else:
        return tariff
    return replace(tariff, behind_plant=after, notes=(*tariff.notes, after_note(tariff, after)))


def _spot_price(site: SiteKeys, folder: Path, today_kw: pd.Series) -> pd.Series | None:
    """Return the spot price on the hours of the demand; None where no file is named."""
    if site.tariff.spot_price_file is None:
        return None
    hours = pd.DatetimeIndex(today_kw.index)
    return read_spot_prices(folder / site.tariff.spot_price_file, hours)
