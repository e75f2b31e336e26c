"""The three cash flows of a study: efficiency alone, plant alone, both together."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from project_finance.cash_flow import CashFlow, project_cash_flow
from project_finance.incentives import IncentiveRules, read_incentives
from project_finance.summary import FinanceSummary, summary

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

    from mine_study.site_bills import SiteBills
    from mine_study.site_design import SiteDesign
    from mine_study.study_file import Study


@dataclass(frozen=True, kw_only=True)
class Amounts:
    """Money and energy of the first year, summed over the sites."""

    measures_capex: float
    plant_capex: float
    plant_vat: float
    efficiency_savings: float
    pv_savings: float
    """Energy not bought because the plant delivers it."""
    export_income: float
    """Credits and surplus income of exported energy."""
    om_per_year: float
    saved_kwh: float
    pv_kwh: float
    degradation_fraction_per_year: float
    measure_renewals: Mapping[int, float]
    """Cost of the measures by their life in years, after which they are bought again."""


@dataclass(frozen=True, kw_only=True)
class Worth:
    """A cash flow and its figures of merit."""

    flow: CashFlow
    figures: FinanceSummary


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
    reactive_savings: float = 0.0,
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
    reactive_savings
        Charges for reactive energy that the package avoids in a year.
    pv_factor
        Multiplies the plants' energy, as it did in the bills.
    capex_factor
        Multiplies every outlay.
    """
    plants = [design.plant for design in designs.values() if design.plant is not None]
    dc_kw = sum(plant.dc_kw for plant in plants)
    prices, rules = study.prices, tax_rules(study)
    plant_capex = capex_factor * dc_kw * prices.pv_usd_per_kw * prices.usd_rate
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
        plant_vat=plant_capex * rules.vat_fraction if pays_vat(study) else 0.0,
        efficiency_savings=reactive_savings
        + sum(b.today.net_cost - b.after_measures.net_cost for b in bills.values()),
        pv_savings=sum(
            b.after_measures.energy_cost - b.with_plant.energy_cost for b in bills.values()
        ),
        export_income=sum(
            b.with_plant.credit_value + b.with_plant.surplus_income for b in bills.values()
        ),
        om_per_year=dc_kw * prices.pv_om_usd_per_kw_year * prices.usd_rate,
        saved_kwh=saved_kwh,
        pv_kwh=pv_factor * sum(plant.annual_ac_kwh for plant in plants),
        degradation_fraction_per_year=weighted / dc_kw if dc_kw else 0.0,
        measure_renewals=dict(zip(by_life.index.tolist(), by_life.tolist(), strict=True)),
    )


def tax_rules(study: Study) -> IncentiveRules:
    """Return the tax rules that the study claims."""
    rules = read_incentives(study.study.country)
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
    return _flow(study, amounts, measures=True, plant=amounts.plant_capex > 0)


def _worth(study: Study, amounts: Amounts, *, measures: bool, plant: bool) -> Worth:
    flow = _flow(study, amounts, measures=measures, plant=plant)
    return Worth(flow=flow, figures=summary(flow))


def _flow(study: Study, amounts: Amounts, *, measures: bool, plant: bool) -> CashFlow:
    keys = study.finance
    return project_cash_flow(
        capex=measures * amounts.measures_capex + plant * amounts.plant_capex,
        discount_rate=keys.discount_rate,
        efficiency_savings_year1=measures * amounts.efficiency_savings,
        pv_savings_year1=plant * amounts.pv_savings,
        export_income_year1=plant * amounts.export_income,
        saved_kwh_year1=max(measures * amounts.saved_kwh, 0.0),
        pv_kwh_year1=plant * amounts.pv_kwh,
        om_per_year=plant * amounts.om_per_year,
        replacements=_replacements(study, amounts, measures=measures, plant=plant),
        vat_paid=plant * amounts.plant_vat,
        tariff_escalation_fraction=keys.tariff_escalation_fraction,
        inflation_fraction=keys.inflation_fraction,
        degradation_fraction_per_year=amounts.degradation_fraction_per_year,
        horizon_years=keys.horizon_years,
        tax_rules=tax_rules(study) if keys.income_tax else None,
        other_taxable_income=keys.other_taxable_income_per_year,
        incentive_capex=_incentive_capex(study, amounts, measures=measures, plant=plant),
    )


def _replacements(
    study: Study, amounts: Amounts, *, measures: bool, plant: bool
) -> dict[int, float]:
    """Return what is bought again at the end of its life, in years before the horizon."""
    keys = study.finance
    lives: list[tuple[int, float]] = []
    if plant:
        cost = amounts.plant_capex * keys.inverter_replacement_fraction
        lives.append((keys.inverter_replacement_year, cost))
    if measures:
        lives += amounts.measure_renewals.items()
    renewed: dict[int, float] = defaultdict(float)
    for life, cost in lives:
        for year in range(life, keys.horizon_years, life):
            renewed[year] += cost
    return dict(renewed)


def _incentive_capex(study: Study, amounts: Amounts, *, measures: bool, plant: bool) -> float:
    """Return the part of the outlay that the special deduction and fast depreciation cover."""
    covered = measures and study.finance.measures_qualify
    return covered * amounts.measures_capex + plant * amounts.plant_capex
