"""What each meter pays in a year: today, after the measures, and with the plant."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from mine_study.site_flows import site_flows
from project_finance.export_rules import EXPORT_RULES, Bill
from project_finance.tariffs import Tariff, fit_tariff, flat_tariff, read_tariff

if TYPE_CHECKING:
    import pandas as pd

    from mine_study.site_design import SiteDesign
    from mine_study.study_file import SiteKeys, Study


@dataclass(frozen=True, kw_only=True)
class SiteBills:
    """Three bills of one meter."""

    today: Bill
    after_measures: Bill
    with_plant: Bill
    """Equal to ``after_measures`` where there is no plant."""


def site_tariff(study: Study, site: SiteKeys, bills: pd.DataFrame) -> Tariff:
    """Return the tariff of a site: the price its bills show, split in the shares of its sheet.

    The contribution that the bills hold is taken out and that of the study put in; what they
    charge for reactive energy is no price of a kWh.

    Parameters
    ----------
    study, site
        Checked keys.
    bills
        Bills of all sites, indexed by site and month.
    """
    keys, own = site.tariff, bills_of(site.name, bills)
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
    )


def bills_of(site: str, bills: pd.DataFrame) -> pd.DataFrame:
    """Return the bills of one site, indexed by month number."""
    return bills[bills.index.get_level_values("site") == site].droplevel("site")


def _paid_for_energy(bills: pd.DataFrame) -> float:
    return float(bills["amount"].sum() - bills["reactive_amount"].sum())


def site_bills(
    design: SiteDesign,
    tariff: Tariff,
    *,
    today_kw: pd.Series,
    export_rule: str,
    yield_factor: float = 1.0,
    saving_factor: float = 1.0,
) -> SiteBills:
    """Return what a site pays in the three cases.

    Parameters
    ----------
    design
        The site with its demand after the measures and its plant.
    tariff
        Prices.
    today_kw
        Hourly demand of today [kW].
    export_rule
        Key of ``EXPORT_RULES``.
    yield_factor, saving_factor
        Multiply the plant's output and the measures' saving, to see other years and other luck.
    """
    after_kw = (today_kw - saving_factor * (today_kw - design.load_kw)).clip(lower=0.0)
    nothing = after_kw * 0.0
    settle = EXPORT_RULES["none"]
    after = settle(after_kw, nothing, tariff, 0.0)
    with_plant = after
    if design.plant is not None:
        flows = site_flows(design, load_kw=after_kw, yield_factor=yield_factor)
        rule = EXPORT_RULES[export_rule]
        with_plant = rule(flows.import_kw, flows.export_kw, tariff, design.plant.ac_kw)
    return SiteBills(
        today=settle(today_kw, nothing, tariff, 0.0), after_measures=after, with_plant=with_plant
    )
