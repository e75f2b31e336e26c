"""A project in the amounts of its first year: what its cash flow is made of."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from types import MappingProxyType
from typing import TYPE_CHECKING, Literal

from project_finance.cash_flow import CashFlow, project_cash_flow

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import ArrayLike

    from project_finance.incentives import IncentiveRules

_NOTHING: Mapping[int, float] = MappingProxyType({})


@dataclass(frozen=True, kw_only=True)
class Project:
    """A project paid in year 0 that works from year 1, in nominal money and before any loan.

    Amounts are given in the money of year 1. They are checked when the cash flow is reckoned.

    Examples
    --------
    >>> project = Project(capex=100.0, efficiency_savings_year1=40.0, discount_rate=0.10,
    ...     tariff_escalation_fraction=0.0, inflation_fraction=0.0,
    ...     degradation_fraction_per_year=0.0, horizon_years=2)
    >>> project.flow.yearly["net_after_tax"].to_list()
    [-100.0, 40.0, 40.0]
    """

    capex: float
    """Investment of year 0 without value-added tax [money], at least 0."""
    discount_rate: float
    """Nominal [fraction per year]."""
    tariff_escalation_fraction: float
    """Yearly growth of the tariff [fraction]."""
    inflation_fraction: float
    """Yearly growth of costs [fraction]."""
    degradation_fraction_per_year: float
    """Yearly loss of the plant's output [fraction]."""
    degradation: Literal["linear", "compound"] = "linear"
    """Its form."""
    efficiency_savings_year1: float = 0.0
    """Saved by efficiency in the first year [money]; negative where measures cost."""
    pv_savings_year1: float = 0.0
    """Saved by using the plant's energy in the first year [money]."""
    export_income_year1: float = 0.0
    """Earned or credited for its export in the first year [money]."""
    saved_kwh_year1: float = 0.0
    """Energy saved by efficiency in the first year [kWh]."""
    pv_kwh_year1: float = 0.0
    """Energy from the plant in the first year [kWh]."""
    om_per_year: float = 0.0
    """Operation and maintenance [money of year 1 per year]."""
    replacements: Mapping[int, float] = field(default_factory=lambda: _NOTHING)
    """Year (1 to the horizon) and cost [money of year 1] of equipment renewed to keep the plant
    whole, as its inverters: deducted from taxable income in the year it is paid."""
    vat_paid: float = 0.0
    """Value-added tax on the capex that nobody gives back [money]; part of what is depreciated
    and deducted."""
    horizon_years: int = 25
    """Years of operation."""
    tax_rules: IncentiveRules | None = None
    """None where no tax is reckoned."""
    other_taxable_income: ArrayLike | None = None
    """As for :func:`project_finance.tax.tax_flow`; must be given with rules, if only as 0:
    benefits are worth what it can use."""
    incentive_capex: float | None = None
    """Part of the capex with the certificate, all of it where None [money]."""

    @cached_property
    def flow(self) -> CashFlow:
        """The cash flow, every line of it."""
        return project_cash_flow(self)
