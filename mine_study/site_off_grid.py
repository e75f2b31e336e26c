"""A site that no grid reaches: what its keys become, and what a kilowatt-hour is worth there."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from equipment_catalog.messages import message
from equipment_catalog.notes import Note
from equipment_catalog.tables import read_fact
from project_finance.tariffs import Tariff, flat_tariff
from pv_design.storage.genset import genset

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mine_study.site_design import SiteDesign
    from mine_study.storage_hours import OutageCosts
    from mine_study.study_file import SiteKeys, Study

WITHOUT_A_GRID = {
    "sheet": None,
    "price_per_kwh": None,
    "spot_price_per_kwh": None,
    "spot_price_file": None,
    "contribution_in_bills_fraction": 0.0,
    "contribution_fraction": 0.0,
    "export_rule": "none",
    "export_limit_kw": 0.0,
    "option": None,
    "prices_file": None,
    "earlier_peak_kw": None,
    "earlier_offpeak_kw": None,
    "sheet_file": None,
    "voltage_level": None,
    "hours_file": None,
    "contribution_then_fraction": None,
    "contribution_from_year": None,
    "contribution_by_date": "shown",
    "tax_fraction": None,
    "sheet_after": None,
    "sheet_file_after": None,
    "option_after": None,
    "prices_file_after": None,
}
"""Keys of the tariff where nothing is bought from a grid and nothing sold to it."""


def is_off_grid(site: SiteKeys) -> bool:
    """Return whether no grid reaches a site."""
    return site.storage.build and site.storage.off_grid


def without_grid(study: Study) -> Study:
    """Return a study in which the tariff of each site without a grid says so.

    Parameters
    ----------
    study
        Checked keys; returned as they are where every site has a grid.
    """
    if not any(map(is_off_grid, study.sites)):
        return study
    sites = [_cut_off(site) if is_off_grid(site) else site for site in study.sites]
    return study.model_copy(update={"sites": sites})


def _cut_off(site: SiteKeys) -> SiteKeys:
    tariff = site.tariff.model_copy(update=WITHOUT_A_GRID)
    return site.model_copy(update={"tariff": tariff})


def fuel_tariff(study: Study, site: SiteKeys) -> Tariff:
    """Return the price of a kilowatt-hour at a site without a grid: the diesel one more takes.

    What the genset burns at no load is not in it; the fuel of the whole year is.

    Parameters
    ----------
    study, site
        Checked keys.

    Raises
    ------
    InputError
        If there is no genset, or diesel has no price above 0.
    """
    keys = site.storage
    per_kwh_l = genset(keys.genset_kw or 0.0).fuel_l_per_kwh
    price = per_kwh_l * (keys.diesel_price_per_l or 0.0)
    tariff = flat_tariff(price, study.study.currency, year=study.study.year)
    name = "diesel"
    return replace(tariff, name=name, source=name, notes=(_price_note(site, tariff, per_kwh_l),))


def _price_note(site: SiteKeys, tariff: Tariff, per_kwh_l: float) -> Note:
    return Note(
        what=message("“{site}” has no grid: what a kWh is worth there", site=site.name),
        value=message(
            "{price:,.4f} {currency}/kWh", price=tariff.price_per_kwh, currency=tariff.currency
        ),
        source=message(
            "{litres:.3f} L that one more kWh takes, at storage.diesel_price_per_l",
            litres=per_kwh_l,
        ),
        effect=message(
            "measures and the size of the plant are judged by it; other keys of the tariff do "
            "not count there, nothing is sold, and the bills only tell the kWh made"
        ),
    )


def diesel_notes(design: SiteDesign, failures: OutageCosts) -> Iterator[Note]:
    """Yield what the diesel of a site without a grid emits, which no scope 2 holds.

    Parameters
    ----------
    design
        Of the site; nothing is said of one with a grid.
    failures
        Diesel that it burns today and with its plant.
    """
    if design.storage is None or not design.storage.keys.off_grid:
        return
    co2 = read_fact("pv_design", "data/storage_facts.csv", "diesel_co2_kg_per_l")
    yield Note(
        what=message("Diesel of a site without a grid"),
        value=message(
            "{before:,.0f} kg of CO2 a year today, {after:,.0f} kg with the plant",
            before=co2.value * failures.today.fuel_l,
            after=co2.value * failures.with_plant.fuel_l,
        ),
        source=co2.citation,
        effect=message(
            "{kg:.2f} kg a litre; scope 1, so not in the emissions of bought electricity",
            kg=co2.value,
        ),
        kind="finding",
    )
