"""The project's cash flow by year, line by line, in nominal money."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from project_finance.amounts import checked_amount, checked_rate
from project_finance.cash_flow_notes import cash_flow_notes
from project_finance.price_paths import (
    checked_horizon,
    output_fraction,
    price_level,
    replacement_costs,
)
from project_finance.project_tax import project_tax

if TYPE_CHECKING:
    from equipment_catalog.notes import Note
    from project_finance.project import Project
    from project_finance.tax import TaxFlow

LINES_BEFORE_TAX = (
    "capex",
    "vat",
    "efficiency_savings",
    "pv_savings",
    "export_income",
    "om_cost",
    "replacement_cost",
)
"""Lines that add up to ``net_before_tax``; with ``tax_delta`` to ``net_after_tax``."""


@dataclass(frozen=True, kw_only=True)
class CashFlow:
    """A project's cash, year 0 to the horizon, before any loan."""

    yearly: pd.DataFrame
    """Index ``year``; the lines, ``tax_delta``, ``net_before_tax``, ``net_after_tax``, their
    cumulative sums and the discounted flow after tax, in positive and out negative (so
    ``tax_delta`` is positive where the project lowers the tax) [nominal money]; ``energy_kwh``
    produced or saved [kWh]."""
    discount_rate: float
    """Nominal discount rate [fraction per year]."""
    tax: TaxFlow | None
    """The assessment behind ``tax_delta``; None where no tax was reckoned."""
    notes: tuple[Note, ...]
    """Conventions and warnings."""


def project_cash_flow(project: Project) -> CashFlow:
    """Return the cash flow of a project that is paid in year 0 and works from year 1.

    Nominal money throughout. In year t savings have grown by (1 + tariff escalation)^(t-1), costs
    by (1 + inflation)^(t-1). What the plant gives has fallen by (t-1) x degradation of its first
    output (linear), or to (1 - degradation)^(t-1) of it (compound); savings of efficiency do not
    fall. Export is taken to fall in the same measure as self-use; in truth it falls a little more.
    The horizon ends with no salvage value and no cost of removal.

    Parameters
    ----------
    project
        Its amounts, rates and tax rules.

    Raises
    ------
    InputError
        If an amount is missing or out of its range, a replacement lies outside the horizon, or
        tax rules come without the other taxable income.

    Examples
    --------
    >>> from project_finance.project import Project
    >>> flow = project_cash_flow(Project(capex=100.0, pv_savings_year1=60.0, discount_rate=0.10,
    ...     tariff_escalation_fraction=0.05, inflation_fraction=0.0,
    ...     degradation_fraction_per_year=0.0, horizon_years=2))
    >>> flow.yearly["net_after_tax"].to_list()
    [-100.0, 60.0, 63.0]
    """
    lines = _running_lines(project)
    spent = {
        "capex": checked_amount("capex", project.capex, least=0.0),
        "vat": checked_amount("vat_paid", project.vat_paid, least=0.0),
    }
    tax = project_tax(project, lines.drop(columns="energy_kwh").sum(axis=1).to_numpy())
    yearly = _with_year_0(lines, spent, tax)
    rate = checked_rate("discount_rate", project.discount_rate)
    return CashFlow(
        yearly=_with_totals(yearly, rate),
        discount_rate=rate,
        tax=tax,
        notes=cash_flow_notes(
            project.degradation,
            vat_paid=spent["vat"],
            renews=bool(lines["replacement_cost"].any()),
            tax=tax,
        ),
    )


def _running_lines(project: Project) -> pd.DataFrame:
    """Return the lines of years 1 to the horizon, before tax, and the energy."""
    horizon = checked_horizon(project.horizon_years)
    grid = price_level("tariff_escalation_fraction", project.tariff_escalation_fraction, horizon)
    prices = price_level("inflation_fraction", project.inflation_fraction, horizon)
    output = output_fraction(project.degradation_fraction_per_year, project.degradation, horizon)
    gains = {
        "efficiency_savings": (project.efficiency_savings_year1, grid),
        "pv_savings": (project.pv_savings_year1, grid * output),
        "export_income": (project.export_income_year1, grid * output),
    }
    flows = {
        name: checked_amount(f"{name}_year1", amount) * path
        for name, (amount, path) in gains.items()
    }
    flows["om_cost"] = -checked_amount("om_per_year", project.om_per_year, least=0.0) * prices
    flows["replacement_cost"] = -replacement_costs(project.replacements, horizon) * prices
    lines = pd.DataFrame(flows, index=pd.RangeIndex(1, horizon + 1, name="year"))
    lines["energy_kwh"] = (
        checked_amount("saved_kwh_year1", project.saved_kwh_year1, least=0.0)
        + checked_amount("pv_kwh_year1", project.pv_kwh_year1, least=0.0) * output
    )
    return lines


def _with_year_0(lines: pd.DataFrame, spent: dict[str, float], tax: TaxFlow | None) -> pd.DataFrame:
    """Return every line from year 0 on, in the order of a statement."""
    yearly = lines.reindex(pd.RangeIndex(len(lines) + 1, name="year"), fill_value=0.0)
    for name, amount in spent.items():
        yearly[name] = np.where(yearly.index == 0, -amount, 0.0)
    yearly["tax_delta"] = 0.0
    if tax is not None:
        yearly.loc[1:, "tax_delta"] = -tax.yearly["tax_delta"]
    return yearly[[*LINES_BEFORE_TAX, "tax_delta", "energy_kwh"]] + 0.0


def _with_totals(yearly: pd.DataFrame, discount_rate: float) -> pd.DataFrame:
    """Return the statement with its nets and their running totals."""
    before = yearly[list(LINES_BEFORE_TAX)].sum(axis=1)
    after = before + yearly["tax_delta"]
    discounted = after * (1 + discount_rate) ** -yearly.index.to_numpy(dtype=float)
    return yearly.assign(
        net_before_tax=before,
        net_after_tax=after,
        cumulative_before_tax=before.cumsum(),
        cumulative_after_tax=after.cumsum(),
        discounted_after_tax=discounted,
        cumulative_discounted_after_tax=discounted.cumsum(),
    )
