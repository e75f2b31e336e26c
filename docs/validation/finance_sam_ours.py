"""The projects that SAM reckons too, by this program's meter bill, cash flow, tax and loan."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
import pandas as pd

from project_finance.debt.plan import DebtPlan, plan_debt
from project_finance.debt.terms import DebtTerms
from project_finance.export_rules import EXPORT_RULES
from project_finance.incentives import IncentiveRules, read_incentives
from project_finance.metrics import lcoe
from project_finance.project import Project
from project_finance.project_tax import project_tax
from project_finance.real_lcoe import lcoe_real
from project_finance.real_money import nominal_rate
from project_finance.summary import FinanceSummary, summary
from project_finance.tariffs import Tariff
from project_finance.timeline.grant import Grant

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from project_finance.export_rules import Bill

GAINS = ("pv_savings", "export_income")
Fading = Literal["compound", "linear"]
SEED = 8
HOURS = pd.date_range("2025-01-01", periods=8760, freq="h", tz="America/Bogota")
RICH = 100.0
"""Other taxable income in outlays: SAM's owner always has income to set a loss against."""


@dataclass(frozen=True, kw_only=True)
class Reckoned:
    """A project without and with its loan."""

    first_year: Project
    """The project."""
    worth: FinanceSummary
    """Its figures."""
    loan: DebtPlan
    """With its loan."""
    lcoe_after_tax: float | None
    """Cost of energy as SAM defines it: after tax and from the owner's side [nominal]."""
    lcoe_real_after_tax: float | None
    """The same at the prices of year 0."""


def hours_of(project: dict[str, Any]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return the load and the plant's power by hour [kW]: two shifts, six days, drawn skies."""
    draw = np.random.default_rng(SEED)
    hour, day = np.asarray(HOURS.hour), np.asarray(HOURS.day_of_week)
    works = (hour >= 6) & (hour < 22) & (day < 6)  # noqa: PLR2004  shifts and days
    load = np.where(works, 1.0, 0.15) * draw.uniform(0.8, 1.2, HOURS.size)
    sky = draw.uniform(0.3, 1.0, HOURS.size // 24).repeat(24)
    sun = 0.9 * np.clip(np.sin((hour - 6) / 12 * np.pi), 0.0, None) * sky
    return load * project["load_kw"], sun * project["plant_kw"]


def tariff_of(project: dict[str, Any]) -> Tariff:
    """Return the prices of a project."""
    parts = ("generation", "distribution", "commercialisation")
    return Tariff(
        name=str(project["project"]),
        currency="USD",
        spot_price_per_kwh=project["spot"],
        price_factor_by_hour=_factors(project),
        source="made for this page",
        year=2026,
        trust="assumption",
        **{part: project[part] for part in parts},
    )


def _factors(project: dict[str, Any]) -> pd.Series | None:
    """Return the price of each hour as a part of the flat one; None where it is flat."""
    day, evening = project["day"], project["evening"]
    if day == evening == 1:
        return None
    late = (HOURS.hour >= 18) & (HOURS.hour < 23)  # noqa: PLR2004  the evening
    return pd.Series(np.where(late, evening, day), HOURS)


def bills(
    project: dict[str, Any], load_kw: NDArray[np.float64], gen_kw: NDArray[np.float64]
) -> tuple[Bill, Bill]:
    """Return the year's bill without the plant and with it."""
    rule, tariff = EXPORT_RULES[project["rule"]], tariff_of(project)
    load, net = pd.Series(load_kw, HOURS), pd.Series(load_kw - gen_kw, HOURS)
    without = rule(load, load * 0.0, tariff, 0.0)
    return without, rule(net.clip(lower=0.0), (-net).clip(lower=0.0), tariff, project["plant_kw"])


def reckoned(project: dict[str, Any], *, fading: Fading = "compound") -> Reckoned:
    """Return a project's figures, without its loan and with it."""
    given = first_year(project, fading=fading)
    terms = DebtTerms(
        kind="annuity",
        rate=project["loan_rate"],
        years=project["loan_years"],
        loan_fraction=project["debt"],
    )
    assess = None if given.tax_rules is None else lambda gains: project_tax(given, gains)
    loan = plan_debt(given.flow, terms, assess_tax=assess)
    yearly, inflation = given.flow.yearly, project["inflation"]
    kept = yearly[list(GAINS)].sum(axis=1) * (1 - tax_of(project))
    costs = (kept - loan.yearly["equity_after_tax"]).to_numpy()
    energy = yearly["energy_kwh"].to_numpy()
    return Reckoned(
        first_year=given,
        worth=summary(given.flow, inflation_fraction=inflation),
        loan=loan,
        lcoe_after_tax=lcoe(given.discount_rate, costs, energy),
        lcoe_real_after_tax=lcoe_real(given.discount_rate, inflation, costs, energy),
    )


def first_year(project: dict[str, Any], *, fading: Fading) -> Project:
    """Return the project in the amounts of its first year."""
    load, gen = hours_of(project)
    without, having = bills(project, load, gen)
    taxed = tax_of(project) > 0
    last_prices = (1 + project["inflation"]) ** (project["years"] - 1)
    return Project(
        capex=project["capex"],
        discount_rate=nominal_rate(project["real_discount"], project["inflation"]),
        tariff_escalation_fraction=project["tariff_escalation"],
        inflation_fraction=project["inflation"],
        degradation_fraction_per_year=project["degradation"],
        degradation=fading,
        pv_savings_year1=without.energy_cost - having.energy_cost,
        export_income_year1=having.credit_value + having.surplus_income,
        pv_kwh_year1=float(gen.sum()),
        om_per_year=project["om_per_year"],
        replacements={project["renewal_year"]: project["renewal"]} if project["renewal"] else {},
        grants=(Grant(name="given", amount=project["grant"]),),
        plant_delay_years=project["delay"],
        salvage=project["salvage"] * project["capex"] / last_prices,
        horizon_years=project["years"],
        tax_rules=rules_of(project) if taxed else None,
        other_taxable_income=RICH * project["capex"] if taxed else None,
    )


def tax_of(project: dict[str, Any]) -> float:
    """Return the rate of both taxes together: the state's lowers what the federal one takes."""
    federal, state = project["federal_tax"], project["state_tax"]
    return float(federal + state * (1 - federal))


def rules_of(project: dict[str, Any]) -> IncentiveRules:
    """Return the tax rules of a project."""
    fraction = 1 / project["depreciation_years"]
    return replace(
        read_incentives("CO"),
        income_tax_fraction=tax_of(project),
        accelerated_depreciation_fraction=fraction,
        deduction_fraction=project["special_deduction"],
    )
