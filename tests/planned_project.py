"""A project of round numbers that tests of the workbook hold its formulas to."""

from __future__ import annotations

from project_finance.incentives import read_incentives
from project_finance.project import Project

CO = read_incentives("CO")
PLAN = Project(
    capex=600e6,
    discount_rate=0.10,
    tariff_escalation_fraction=0.05,
    inflation_fraction=0.04,
    degradation_fraction_per_year=0.005,
    efficiency_savings_year1=40e6,
    pv_savings_year1=80e6,
    export_income_year1=50e6,
    saved_kwh_year1=33_000.0,
    pv_kwh_year1=168_000.0,
    om_per_year=6e6,
    replacements={10: 1.5e6, 12: 60e6},
    horizon_years=14,
    tax_rules=CO,
    other_taxable_income=60e6,
    incentive_capex=550e6,
)
