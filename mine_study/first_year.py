"""The money and energy of a study's first year, summed over its sites."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypedDict

from mine_study.contribution_years import tariff_factors
from mine_study.money import kept_vat_fraction
from mine_study.plant_costs import plant_costs
from mine_study.site_soiling import washing_per_year

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import pandas as pd

    from mine_study.site_bills import SiteBills
    from mine_study.site_design import SiteDesign
    from mine_study.site_reactive import SiteReactive
    from mine_study.site_storage import StorageDesign
    from mine_study.study_file import Study
    from pv_design.plant import Plant


class StorageOutlay(TypedDict):
    """The amounts of the first year that are the outlay of batteries."""

    storage_capex: float
    storage_vat: float
    storage_renewals: Mapping[int, float]


@dataclass(frozen=True, kw_only=True)
class Amounts:
    """Money and energy of the first year, summed over the sites."""

    measures_capex: float
    plant_capex: float
    inverter_capex: float
    """Part of the plants' that is bought again with their inverters."""
    plant_dc_kw: float
    """Power of the plants' modules."""
    plant_vat: float
    energy_bill: float
    """What the sites pay for energy today: bills, reactive energy, and what failures of the grid
    cost."""
    efficiency_savings: float
    pv_savings: float
    """Energy and power not bought because the plant delivers it, less the charge for reactive
    energy that it adds."""
    export_income: float
    """Credits and surplus income of exported energy."""
    om_per_year: float
    storage_capex: float
    """Batteries and their converters."""
    storage_vat: float
    storage_savings: float
    """Diesel not burnt and demand served in outages because plant and battery are there."""
    storage_renewals: Mapping[int, float]
    """Cost of batteries and converters by the years in which they are bought again."""
    saved_kwh: float
    pv_kwh: float
    degradation_fraction_per_year: float
    measure_renewals: Mapping[int, float]
    """Cost of the measures by their life in years, after which they are bought again."""
    tariff_factors: Mapping[str, Sequence[float]]
    """By what savings of each year grow beyond the rise of tariffs, where a contribution that
    begins later is counted; by line of the cash flow."""


def first_year_amounts(
    study: Study,
    designs: Mapping[str, SiteDesign],
    bills: Mapping[str, SiteBills],
    *,
    measures: pd.DataFrame,
    saved_kwh: float,
    reactive: Mapping[str, SiteReactive],
    pv_factor: float = 1.0,
    capex_factor: float = 1.0,
) -> Amounts:
    """Return the money and energy of the first year.

    Parameters
    ----------
    study
        Checked keys.
    designs, bills
        Plant and bills of each site.
    measures
        The measures that are done, with ``capex`` and ``life_years``.
    saved_kwh
        Energy the package saves in a year.
    reactive
        Charges for reactive energy of each site, of the plan as designed: what the measures
        avoid in the first year, and what the plant adds.
    pv_factor
        Multiplies the plants' energy, as it did in the bills.
    capex_factor
        Multiplies every outlay.
    """
    plants = [design.plant for design in designs.values() if design.plant is not None]
    stores = [design.storage for design in designs.values() if design.storage is not None]
    whole_years = measures["life_years"].astype(int).clip(lower=1)
    by_life = capex_factor * measures["capex"].groupby(whole_years).sum()
    saved = _savings(bills, reactive)
    return Amounts(
        measures_capex=float(by_life.sum()),
        **_plant_outlay(study, plants, capex_factor),
        **saved,
        om_per_year=_running(study, designs, plants, stores),
        **storage_outlay(study, stores, capex_factor),
        saved_kwh=saved_kwh,
        pv_kwh=pv_factor * sum(plant.annual_ac_kwh for plant in plants),
        degradation_fraction_per_year=_degradation(study, designs),
        measure_renewals=dict(zip(by_life.index.tolist(), by_life.tolist(), strict=True)),
        tariff_factors=tariff_factors(
            study,
            bills,
            by_measures=saved["efficiency_savings"],
            by_plant=saved["pv_savings"] + saved["storage_savings"],
        ),
    )


def _plant_outlay(study: Study, plants: Sequence[Plant], capex_factor: float) -> dict[str, float]:
    """Return what the plants cost and the power that it is told by."""
    costs, dc_kw = plant_costs(study), sum(plant.dc_kw for plant in plants)
    inverters = capex_factor * costs.capital_per_ac_kw * sum(plant.ac_kw for plant in plants)
    boxes = capex_factor * costs.capital_per_inverter * sum(plant.inverters for plant in plants)
    capital = capex_factor * costs.capital_per_dc_kw * dc_kw + inverters + boxes
    return {
        "plant_capex": capital,
        "inverter_capex": inverters,
        "plant_dc_kw": dc_kw,
        "plant_vat": capital * kept_vat_fraction(study),
    }


def storage_outlay(
    study: Study, stores: Sequence[StorageDesign], capex_factor: float = 1.0
) -> StorageOutlay:
    """Return what batteries cost, today and when they are bought again.

    Parameters
    ----------
    study
        Checked keys.
    stores
        Batteries, which may be none.
    capex_factor
        Multiplies every outlay.
    """
    capital = capex_factor * sum(store.capital for store in stores)
    return {
        "storage_capex": capital,
        "storage_vat": capital * kept_vat_fraction(study),
        "storage_renewals": _storage_renewals(stores, capex_factor),
    }


def _savings(
    bills: Mapping[str, SiteBills], reactive: Mapping[str, SiteReactive]
) -> dict[str, float]:
    """Return the bill of today, and what measures, plants and batteries bring in the first year."""
    sites = bills.values()
    return {
        "energy_bill": sum(site.charged_today for site in reactive.values())
        + sum(b.today.net_cost + b.failures.today.cost for b in sites),
        "efficiency_savings": sum(site.saved_by_measures for site in reactive.values())
        + sum(b.today.net_cost - b.after_measures.net_cost for b in sites)
        + sum(b.failures.today.cost - b.failures.after_measures.cost for b in sites),
        "pv_savings": sum(b.after_measures.energy_cost - b.with_plant.energy_cost for b in sites)
        - sum(site.added_by_plant for site in reactive.values()),
        "export_income": sum(
            b.with_plant.credit_value + b.with_plant.surplus_income for b in sites
        ),
        "storage_savings": sum(
            b.failures.after_measures.cost - b.failures.with_plant.cost for b in sites
        ),
    }


def _running(
    study: Study,
    designs: Mapping[str, SiteDesign],
    plants: Sequence[Plant],
    stores: Sequence[StorageDesign],
) -> float:
    """Return what plants and batteries cost to run in the first year, washing included."""
    dc_kw, prices = sum(plant.dc_kw for plant in plants), study.prices
    return (
        dc_kw * prices.pv_om_usd_per_kw_year * prices.usd_rate
        + sum(store.om_per_year for store in stores)
        + sum(washing_per_year(site.pv) for site in study.sites if designs[site.name].plant)
    )


def _degradation(study: Study, designs: Mapping[str, SiteDesign]) -> float:
    """Return the yearly loss of the plants' output, weighed by their power."""
    yearly = {site.name: site.pv.degradation_fraction_per_year for site in study.sites}
    power = {name: d.plant.dc_kw for name, d in designs.items() if d.plant is not None}
    dc_kw = sum(power.values())
    return sum(kw * yearly[name] for name, kw in power.items()) / dc_kw if dc_kw else 0.0


def _storage_renewals(stores: Sequence[StorageDesign], capex_factor: float) -> dict[int, float]:
    renewed: dict[int, float] = defaultdict(float)
    for store in stores:
        for year in store.renewals:
            renewed[year] += capex_factor * store.renewal_cost
        for year in store.converter_renewals:
            renewed[year] += capex_factor * store.converter_cost
    return dict(renewed)
