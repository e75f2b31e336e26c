"""The inputs of the cash flow as named cells, which its formulas read."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from equipment_catalog.messages import Message, message
from mine_study.reports.workbook.tax_columns import is_level
from project_finance.project_tax import (
    at_once_shares,
    certified_share,
    other_income,
    own_outlay,
)
from project_finance.timeline.months import year_of_month

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mine_study.reports.workbook.cell_looks import Kind
    from project_finance.incentives import IncentiveRules
    from project_finance.project import Project


@dataclass(frozen=True, kw_only=True)
class FlowInput:
    """A named cell."""

    name: str
    """By which formulas read it."""
    label: Message
    value: float | str | None
    """None where it is left empty, to be filled by whoever wants."""
    kind: Kind = "money"
    unit: Message | str = ""
    formula: str | None = None
    """Where it follows from others; None where it is to be changed by hand."""
    choices: tuple[str, ...] = ()
    """Of a drop-down, the only words that it takes; any number where empty."""
    between: tuple[int, int] | None = None
    """Least and most of a whole number, both allowed."""


def flow_inputs(project: Project, currency: str) -> list[tuple[Message, list[FlowInput]]]:
    """Return the cells in groups, each under its title.

    Parameters
    ----------
    project
        What the cash flow is made of.
    currency
        Of its amounts.
    """
    groups = [
        (message("What if: factors on the amounts below"), list(_factors())),
        (message("Rates"), list(_rates(project))),
        (message("Amounts of the first year"), list(_amounts(project, currency))),
        (message("Times"), list(_times(project))),
    ]
    if project.tax_rules is not None:
        tax = list(_tax(project, project.tax_rules, currency))
        groups.append((message("Income tax and incentives"), tax))
    return groups


def _factors() -> Iterator[FlowInput]:
    names = {
        "tariff_factor": message("tariff: multiplies what is saved and sold"),
        "saving_factor": message("savings of the measures"),
        "yield_factor": message("yield of the plant"),
        "capex_factor": message("price of everything that is bought"),
    }
    for name, label in names.items():
        yield FlowInput(name=name, label=label, value=1.0, kind="hundredth")


def _rates(project: Project) -> Iterator[FlowInput]:
    growth, inflation = project.usd_rate_growth_fraction, project.inflation_fraction
    rates = {
        "discount_rate": (message("discount rate, nominal"), project.discount_rate),
        "tariff_escalation": (message("rise of tariffs"), project.tariff_escalation_fraction),
        "inflation": (message("inflation of costs"), inflation),
        "degradation": (
            message("loss of the plant's output"),
            project.degradation_fraction_per_year,
        ),
    }
    for name, (label, rate) in rates.items():
        yield FlowInput(name=name, label=label, value=rate, kind="percent", unit=message("a year"))
    yield FlowInput(
        name="dollar_growth",
        label=message("rise of the dollar"),
        value=inflation if growth is None else growth,
        kind="percent",
        unit=message("a year"),
        formula="inflation" if growth is None else None,
    )


def _amounts(project: Project, currency: str) -> Iterator[FlowInput]:
    amounts = {
        "investment": (message("investment"), project.capex),
        "vat_kept": (message("value-added tax that nobody gives back"), project.vat_paid),
        "vat_advanced": (message("value-added tax that is given back"), project.vat_recovered),
        "saved_by_measures": (message("saved by the measures"), project.efficiency_savings_year1),
        "energy_not_bought": (message("energy not bought"), project.pv_savings_year1),
        "export_income": (message("credits and sales of export"), project.export_income_year1),
        "upkeep": (message("operation and maintenance"), project.om_per_year),
        "salvage_value": (message("salvage at the end"), project.salvage),
        "dismantling_cost": (message("dismantling at the end"), project.dismantling),
    }
    for name, (label, amount) in amounts.items():
        yield FlowInput(name=name, label=label, value=amount, unit=currency)
    energies = {
        "saved_energy": (message("energy saved by the measures"), project.saved_kwh_year1),
        "plant_energy": (message("energy of the plant"), project.pv_kwh_year1),
    }
    for name, (label, energy) in energies.items():
        yield FlowInput(name=name, label=label, value=energy, kind="whole", unit="kWh")


def _times(project: Project) -> Iterator[FlowInput]:
    delay, years = project.plant_delay_years, message("years")
    yield FlowInput(
        name="plant_delay",
        label=message("from the spending to the plant's first day"),
        value=delay,
        kind="hundredth",
        unit=years,
    )
    yield FlowInput(
        name="delay_whole",
        label=message("of that, whole years"),
        value=math.floor(delay),
        kind="year",
        unit=years,
        formula="INT(plant_delay)",
    )
    yield FlowInput(
        name="vat_return_year",
        label=message("year in which value-added tax is given back"),
        value=min(year_of_month(project.vat_return_months), project.years),
        kind="year",
    )


def _tax(project: Project, rules: IncentiveRules, currency: str) -> Iterator[FlowInput]:
    yield from _tax_fractions(project, rules)
    yield FlowInput(
        name="reduced_tax_limit",
        label=message("income that bears the lower rate"),
        value=rules.reduced_tax_up_to,
        unit=currency,
    )
    yield from _other_income(project, currency)
    years = {
        "deduction_years": (message("years of the special deduction"), rules.deduction_years),
        "loss_years": (message("years in which a loss is set off"), rules.loss_carry_forward_years),
    }
    for name, (label, count) in years.items():
        yield FlowInput(name=name, label=label, value=int(count), kind="year")
    yield FlowInput(
        name="own_outlay",
        label=message("outlay that may be depreciated, less grants"),
        value=own_outlay(project),
        unit=currency,
        formula="MAX((investment+vat_kept)*capex_factor-SUM([grants:]),0)",
    )


def _tax_fractions(project: Project, rules: IncentiveRules) -> Iterator[FlowInput]:
    at_once, certified_at_once = at_once_shares(project)
    fractions = {
        "tax_rate": (message("income tax"), rules.income_tax_fraction),
        "reduced_tax_rate": (message("lower rate of a small firm"), rules.reduced_tax_fraction),
        "deduction_fraction": (
            message("special deduction, part of the certified outlay"),
            rules.deduction_fraction,
        ),
        "deduction_cap": (
            message("most of a year's income that it takes"),
            rules.deduction_cap_fraction,
        ),
        "fast_depreciation": (
            message("depreciation of what is certified"),
            rules.accelerated_depreciation_fraction,
        ),
        "ordinary_depreciation": (
            message("depreciation of the rest"),
            rules.ordinary_depreciation_fraction,
        ),
        "certified_share": (message("certified part of the outlay"), certified_share(project)),
        "at_once_share": (message("part of the outlay that works at once"), at_once),
        "certified_at_once_share": (
            message("part of the outlay that works at once and is certified"),
            certified_at_once,
        ),
    }
    for name, (label, fraction) in fractions.items():
        yield FlowInput(name=name, label=label, value=fraction, kind="percent")


def _other_income(project: Project, currency: str) -> Iterator[FlowInput]:
    """Yield the income beside the project where it is the same every year."""
    other = np.atleast_1d(np.asarray(other_income(project), dtype=float))
    if is_level(other):
        yield FlowInput(
            name="other_taxable_income",
            label=message("taxable income of the business without the project, a year"),
            value=float(other[0]),
            unit=currency,
        )
