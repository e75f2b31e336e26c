"""The three cash flows of a study: efficiency alone, plant alone, both together."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mine_study.plant_costs import plant_costs
from mine_study.project_timing import grants, plant_delay_years, renewals
from mine_study.site_soiling import washing_per_year
from project_finance.incentives import IncentiveRules, read_incentives
from project_finance.project import Project
from project_finance.summary import FinanceSummary, summary

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import pandas as pd

    from mine_study.site_bills import SiteBills
    from mine_study.site_design import SiteDesign
    from mine_study.site_reactive import SiteReactive
    from mine_study.site_storage import StorageDesign
    from mine_study.study_file import Study
    from project_finance.cash_flow import CashFlow


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


@dataclass(frozen=True, kw_only=True)
class Worth:
    """A project, its cash flow and its figures of merit."""

    project: Project
    """What the cash flow is made of."""
    figures: FinanceSummary

    @property
    def flow(self) -> CashFlow:
        """The cash flow before any loan."""
        return self.project.flow


@dataclass(frozen=True, kw_only=True)
class Money:
    """What the plan is worth."""

    amounts: Amounts
    efficiency: Worth
    pv: Worth | None
    whole: Worth


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
    dc_kw = sum(plant.dc_kw for plant in plants)
    prices, rules = study.prices, tax_rules(study)
    costs, ac_kw = plant_costs(study), sum(plant.ac_kw for plant in plants)
    inverter_capex = capex_factor * costs.capital_per_ac_kw * ac_kw
    boxes = capex_factor * costs.capital_per_inverter * sum(plant.inverters for plant in plants)
    plant_capex = capex_factor * costs.capital_per_dc_kw * dc_kw + inverter_capex + boxes
    stores = [design.storage for design in designs.values() if design.storage is not None]
    storage_capex = capex_factor * sum(store.capital for store in stores)
    vat_fraction = rules.vat_fraction if pays_vat(study) else 0.0
    whole_years = measures["life_years"].astype(int).clip(lower=1)
    by_life = capex_factor * measures["capex"].groupby(whole_years).sum()
    degradation = {site.name: site.pv.degradation_fraction_per_year for site in study.sites}
    weighted = sum(
        design.plant.dc_kw * degradation[name]
        for name, design in designs.items()
        if design.plant is not None
    )
    return Amounts(
        measures_capex=float(by_life.sum()),
        plant_capex=plant_capex,
        inverter_capex=inverter_capex,
        plant_dc_kw=dc_kw,
        plant_vat=plant_capex * vat_fraction,
        efficiency_savings=sum(site.saved_by_measures for site in reactive.values())
        + sum(b.today.net_cost - b.after_measures.net_cost for b in bills.values())
        + sum(b.failures.today.cost - b.failures.after_measures.cost for b in bills.values()),
        pv_savings=sum(
            b.after_measures.energy_cost - b.with_plant.energy_cost for b in bills.values()
        )
        - sum(site.added_by_plant for site in reactive.values()),
        export_income=sum(
            b.with_plant.credit_value + b.with_plant.surplus_income for b in bills.values()
        ),
        om_per_year=dc_kw * prices.pv_om_usd_per_kw_year * prices.usd_rate
        + sum(store.om_per_year for store in stores)
        + sum(washing_per_year(site.pv) for site in study.sites if designs[site.name].plant),
        storage_capex=storage_capex,
        storage_vat=storage_capex * vat_fraction,
        storage_savings=sum(
            b.failures.after_measures.cost - b.failures.with_plant.cost for b in bills.values()
        ),
        storage_renewals=_storage_renewals(stores, capex_factor),
        saved_kwh=saved_kwh,
        pv_kwh=pv_factor * sum(plant.annual_ac_kwh for plant in plants),
        degradation_fraction_per_year=weighted / dc_kw if dc_kw else 0.0,
        measure_renewals=dict(zip(by_life.index.tolist(), by_life.tolist(), strict=True)),
    )


def _storage_renewals(stores: Sequence[StorageDesign], capex_factor: float) -> dict[int, float]:
    renewed: dict[int, float] = defaultdict(float)
    for store in stores:
        for year in store.renewals:
            renewed[year] += capex_factor * store.renewal_cost
        for year in store.converter_renewals:
            renewed[year] += capex_factor * store.converter_cost
    return dict(renewed)


def tax_rules(study: Study) -> IncentiveRules:
    """Return the tax rules that the study claims."""
    rules = read_incentives(study.study.country)
    if study.finance.tax_regime == "mype":
        rules = rules.small_firm()
    return rules.in_year(study.study.year) if study.finance.use_incentives else rules.ordinary()


def pays_vat(study: Study) -> bool:
    """Return whether value-added tax on the plant stays a cost.

    It is ``excluded`` only as far as the claimed rules relieve certified goods of it.
    """
    if study.finance.vat == "excluded":
        return not tax_rules(study).vat_excluded
    return study.finance.vat == "paid"


def value_plan(study: Study, amounts: Amounts) -> Money:
    """Return the three cash flows and what each is worth."""
    has_plant = amounts.plant_capex > 0
    return Money(
        amounts=amounts,
        efficiency=_worth(study, amounts, measures=True, plant=False),
        pv=_worth(study, amounts, measures=False, plant=True) if has_plant else None,
        whole=_worth(study, amounts, measures=True, plant=has_plant),
    )


def whole_flow(study: Study, amounts: Amounts) -> CashFlow:
    """Return the cash flow of measures and plant together."""
    return project_of(study, amounts, measures=True, plant=amounts.plant_capex > 0).flow


def project_of(study: Study, amounts: Amounts, *, measures: bool, plant: bool) -> Project:
    """Return the measures, the plants or both as a project.

    Parameters
    ----------
    study
        Checked keys.
    amounts
        Money and energy of the first year.
    measures, plant
        Whether the project holds them.
    """
    keys, own = study.finance, plant * (amounts.plant_capex + amounts.storage_capex)
    capex = measures * amounts.measures_capex + own
    everything = amounts.measures_capex + amounts.plant_capex + amounts.storage_capex
    delay = plant_delay_years(keys) if plant else 0.0
    returned = keys.vat == "recovered" and keys.vat_return_months > 0
    return Project(
        capex=capex,
        discount_rate=keys.discount_rate,
        efficiency_savings_year1=measures * amounts.efficiency_savings,
        pv_savings_year1=plant * (amounts.pv_savings + amounts.storage_savings),
        export_income_year1=plant * amounts.export_income,
        saved_kwh_year1=max(measures * amounts.saved_kwh, 0.0),
        pv_kwh_year1=plant * amounts.pv_kwh,
        om_per_year=plant * amounts.om_per_year,
        replacements=renewals(keys, amounts, measures=measures, plant=plant),
        vat_paid=plant * (amounts.plant_vat + amounts.storage_vat),
        vat_recovered=own * tax_rules(study).vat_fraction * returned,
        vat_return_months=keys.vat_return_months,
        grants=grants(keys, capex / everything if everything else 0.0),
        plant_delay_years=delay,
        salvage=keys.salvage_fraction * own,
        dismantling=plant
        * keys.dismantling_usd_per_kw
        * study.prices.usd_rate
        * amounts.plant_dc_kw,
        tariff_escalation_fraction=keys.tariff_escalation_fraction,
        inflation_fraction=keys.inflation_fraction,
        degradation_fraction_per_year=amounts.degradation_fraction_per_year,
        horizon_years=keys.horizon_years,
        closes_after_years=keys.mine_closes_after_years,
        foreign_fraction=keys.foreign_fraction * own / capex if capex else 0.0,
        usd_rate_growth_fraction=keys.usd_rate_growth_fraction,
        tax_rules=tax_rules(study) if keys.income_tax else None,
        other_taxable_income=keys.other_taxable_income_per_year,
        incentive_capex=_incentive_capex(study, amounts, measures=measures, plant=plant),
    )


def _worth(study: Study, amounts: Amounts, *, measures: bool, plant: bool) -> Worth:
    project = project_of(study, amounts, measures=measures, plant=plant)
    inflation = study.finance.inflation_fraction
    return Worth(project=project, figures=summary(project.flow, inflation_fraction=inflation))


def _incentive_capex(study: Study, amounts: Amounts, *, measures: bool, plant: bool) -> float:
    """Return the part of the outlay that the special deduction and fast depreciation cover."""
    covered = measures and study.finance.measures_qualify
    return covered * amounts.measures_capex + plant * (amounts.plant_capex + amounts.storage_capex)
