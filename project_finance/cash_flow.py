"""The project's cash flow by year, line by line, in nominal money."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np
import pandas as pd

from equipment_catalog.errors import InputError
from equipment_catalog.messages import message
from project_finance.amounts import checked_amount, checked_rate
from project_finance.cash_flow_notes import cash_flow_notes
from project_finance.price_paths import (
    checked_horizon,
    output_fraction,
    price_level,
    replacement_costs,
)
from project_finance.tax import TaxFlow, tax_flow

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import ArrayLike

    from equipment_catalog.notes import Note
    from project_finance.incentives import IncentiveRules

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


def project_cash_flow(
    *,
    capex: float,
    discount_rate: float,
    efficiency_savings_year1: float = 0.0,
    pv_savings_year1: float = 0.0,
    export_income_year1: float = 0.0,
    saved_kwh_year1: float = 0.0,
    pv_kwh_year1: float = 0.0,
    om_per_year: float = 0.0,
    replacements: Mapping[int, float] | None = None,
    vat_paid: float = 0.0,
    tariff_escalation_fraction: float,
    inflation_fraction: float,
    degradation_fraction_per_year: float,
    degradation: Literal["linear", "compound"] = "linear",
    horizon_years: int = 25,
    tax_rules: IncentiveRules | None = None,
    other_taxable_income: ArrayLike | None = None,
    incentive_capex: float | None = None,
) -> CashFlow:
    """Return the cash flow of a project that is paid in year 0 and works from year 1.

    Nominal money throughout. Amounts are given in the money of year 1; in year t savings have
    grown by (1 + tariff escalation)^(t-1), costs by (1 + inflation)^(t-1). What the plant gives
    has fallen by (t-1) x degradation of its first output (linear), or to
    (1 - degradation)^(t-1) of it (compound); savings of efficiency do not fall.
    Export is taken to fall in the same measure as self-use; in truth it falls a little more.
    The horizon ends with no salvage value and no cost of removal.

    Parameters
    ----------
    capex
        Investment of year 0 without value-added tax [money], at least 0.
    discount_rate
        Nominal [fraction per year].
    efficiency_savings_year1, pv_savings_year1, export_income_year1
        Money saved by efficiency, saved by using the plant's energy, and earned or credited
        for its export, in the first year [money]; negative where a measure costs.
    saved_kwh_year1, pv_kwh_year1
        Energy saved by efficiency, and from the plant, in the first year [kWh].
    om_per_year
        Operation and maintenance [money of year 1 per year].
    replacements
        Year (1 to the horizon) and cost [money of year 1] of equipment renewed to keep the
        plant whole, as its inverters: deducted from taxable income in the year it is paid.
    vat_paid
        Value-added tax on the capex that nobody gives back [money]; part of what is depreciated
        and deducted.
    tariff_escalation_fraction, inflation_fraction
        Yearly growth of the tariff, and of costs [fraction].
    degradation_fraction_per_year, degradation
        Yearly loss of the plant's output [fraction] and its form.
    horizon_years
        Years of operation.
    tax_rules, other_taxable_income, incentive_capex
        As for :func:`project_finance.tax.tax_flow`; without rules no tax is reckoned. With
        rules the other income must be given, if only as 0: benefits are worth what it can use.

    Raises
    ------
    InputError
        If an amount is missing or out of its range, a replacement lies outside the horizon, or
        tax rules come without the other taxable income.

    Examples
    --------
    >>> flow = project_cash_flow(capex=100.0, pv_savings_year1=60.0, discount_rate=0.10,
    ...     tariff_escalation_fraction=0.05, inflation_fraction=0.0,
    ...     degradation_fraction_per_year=0.0, horizon_years=2)
    >>> flow.yearly["net_after_tax"].to_list()
    [-100.0, 60.0, 63.0]
    """
    horizon = checked_horizon(horizon_years)
    grid = price_level("tariff_escalation_fraction", tariff_escalation_fraction, horizon)
    prices = price_level("inflation_fraction", inflation_fraction, horizon)
    output = output_fraction(degradation_fraction_per_year, degradation, horizon)
    renewed = replacement_costs(replacements or {}, horizon)
    gains = {
        "efficiency_savings": (efficiency_savings_year1, grid),
        "pv_savings": (pv_savings_year1, grid * output),
        "export_income": (export_income_year1, grid * output),
    }
    flows = {
        name: checked_amount(f"{name}_year1", amount) * path
        for name, (amount, path) in gains.items()
    }
    flows["om_cost"] = -checked_amount("om_per_year", om_per_year, least=0.0) * prices
    flows["replacement_cost"] = -renewed * prices
    lines = pd.DataFrame(flows, index=pd.RangeIndex(1, horizon + 1, name="year"))
    lines["energy_kwh"] = (
        checked_amount("saved_kwh_year1", saved_kwh_year1, least=0.0)
        + checked_amount("pv_kwh_year1", pv_kwh_year1, least=0.0) * output
    )
    spent = {
        "capex": checked_amount("capex", capex, least=0.0),
        "vat": checked_amount("vat_paid", vat_paid, least=0.0),
    }
    outlay, covered = sum(spent.values()), spent["capex"]
    if incentive_capex is not None:
        covered = incentive_capex
    certified = outlay * (covered / spent["capex"]) if spent["capex"] else covered
    tax = _tax(lines, outlay, tax_rules, other_taxable_income, certified)
    yearly = _with_year_0(lines, spent, tax)
    return CashFlow(
        yearly=_with_totals(yearly, checked_rate("discount_rate", discount_rate)),
        discount_rate=discount_rate,
        tax=tax,
        notes=cash_flow_notes(
            degradation, vat_paid=spent["vat"], renews=bool(renewed.any()), tax=tax
        ),
    )


def _tax(
    lines: pd.DataFrame,
    capex: float,
    rules: IncentiveRules | None,
    other_taxable_income: ArrayLike | None,
    incentive_capex: float | None,
) -> TaxFlow | None:
    """Return the tax the lines move, None without rules."""
    if rules is None:
        return None
    if other_taxable_income is None:
        allowed = message("the taxable income of the business without the project, 0 if none")
        raise InputError.of("other_taxable_income", None, allowed=allowed)
    return tax_flow(
        lines.drop(columns="energy_kwh").sum(axis=1).to_numpy(),
        capex=capex,
        rules=rules,
        other_taxable_income=other_taxable_income,
        incentive_capex=incentive_capex,
    )


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
