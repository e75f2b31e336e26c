"""The three cash flows of a study: efficiency alone, plant alone, both together."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from mine_study.project_timing import (
    foreign_renewals,
    grants,
    plant_delay_years,
    renewals,
)
from project_finance.incentives import IncentiveRules, read_incentives
from project_finance.project import Project
from project_finance.summary import FinanceSummary, summary

if TYPE_CHECKING:
    from mine_study.first_year import Amounts
    from mine_study.study_file import Study
    from project_finance.cash_flow import CashFlow


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


def kept_vat_fraction(study: Study) -> float:
    """Return the value-added tax on the plant that stays a cost, over its price."""
    return tax_rules(study).vat_fraction if pays_vat(study) else 0.0


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
    return Project(
        capex=capex,
        discount_rate=keys.discount_rate,
        energy_bill_year1=amounts.energy_bill - (not measures) * amounts.efficiency_savings,
        efficiency_savings_year1=measures * amounts.efficiency_savings,
        pv_savings_year1=plant * (amounts.pv_savings + amounts.storage_savings),
        export_income_year1=plant * amounts.export_income,
        tariff_factors=amounts.tariff_factors,
        saved_kwh_year1=max(measures * amounts.saved_kwh, 0.0),
        pv_kwh_year1=plant * amounts.pv_kwh,
        om_per_year=plant * amounts.om_per_year,
        replacements=renewals(keys, amounts, measures=measures, plant=plant),
        vat_paid=plant * (amounts.plant_vat + amounts.storage_vat),
        vat_recovered=own * _returned_vat_fraction(study),
        vat_return_months=keys.vat_return_months,
        grants=grants(keys, capex / everything if everything else 0.0),
        plant_delay_years=plant_delay_years(keys) if plant else 0.0,
        salvage=keys.salvage_fraction * own,
        dismantling=plant * _dismantling(study, amounts),
        tariff_escalation_fraction=keys.tariff_escalation_fraction,
        inflation_fraction=keys.inflation_fraction,
        degradation_fraction_per_year=amounts.degradation_fraction_per_year,
        horizon_years=keys.horizon_years,
        closes_after_years=keys.mine_closes_after_years,
        foreign_fraction=keys.foreign_fraction * own / capex if capex else 0.0,
        foreign_replacements=foreign_renewals(keys, amounts, plant=plant),
        usd_rate_growth_fraction=keys.usd_rate_growth_fraction,
        tax_rules=tax_rules(study) if keys.income_tax else None,
        other_taxable_income=keys.other_taxable_income_per_year,
        incentive_capex=_incentive_capex(study, amounts, measures=measures, plant=plant),
        at_once_capex=measures * amounts.measures_capex,
        at_once_incentive_capex=_incentive_capex(study, amounts, measures=measures, plant=False),
    )


def _returned_vat_fraction(study: Study) -> float:
    """Return the value-added tax on the plant that is advanced and given back, over its price."""
    keys = study.finance
    returned = keys.vat == "recovered" and keys.vat_return_months > 0
    return tax_rules(study).vat_fraction if returned else 0.0


def _dismantling(study: Study, amounts: Amounts) -> float:
    return study.finance.dismantling_usd_per_kw * study.prices.usd_rate * amounts.plant_dc_kw


def _worth(study: Study, amounts: Amounts, *, measures: bool, plant: bool) -> Worth:
    project = project_of(study, amounts, measures=measures, plant=plant)
    inflation = study.finance.inflation_fraction
    return Worth(project=project, figures=summary(project.flow, inflation_fraction=inflation))


def _incentive_capex(study: Study, amounts: Amounts, *, measures: bool, plant: bool) -> float:
    """Return the part of the outlay that the special deduction and fast depreciation cover."""
    covered = measures and study.finance.measures_qualify
    return covered * amounts.measures_capex + plant * (amounts.plant_capex + amounts.storage_capex)
