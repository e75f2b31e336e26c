"""A project as it is planned, with what its doubts need to know."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from types import MappingProxyType
from typing import TYPE_CHECKING, Literal

import numpy as np

from equipment_catalog.errors import InputError
from equipment_catalog.messages import message
from project_finance.amounts import checked_amount, checked_flow
from project_finance.cash_flow import CashFlow, project_cash_flow

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import ArrayLike, NDArray

    from project_finance.incentives import IncentiveRules

_NOTHING: Mapping[int, float] = MappingProxyType({})


@dataclass(frozen=True, kw_only=True)
class Debt:
    """What a loan asks for as agreed, whatever the outlay comes to, and what its lender watches."""

    service: ArrayLike
    """Interest and repayment by year, year 1 to the horizon [money], 0 in years without."""
    covenant_dscr: float | None = None
    """Least cash after tax over debt service that the lender accepts [ratio]; None without."""
    is_foreign: bool = False
    """Whether it is owed in foreign money, at the drawn exchange rate."""

    def __post_init__(self) -> None:
        """Check the covenant; the service is checked with the project, which has the years."""
        if self.covenant_dscr is not None:
            checked_amount("covenant_dscr", self.covenant_dscr, least=0.0)


@dataclass(frozen=True, kw_only=True)
class ProjectCase:
    """A project whose doubts are reckoned: the arguments of `project_cash_flow` and five more."""

    capex: float
    discount_rate: float
    tariff_escalation_fraction: float
    inflation_fraction: float
    degradation_fraction_per_year: float
    efficiency_savings_year1: float = 0.0
    pv_savings_year1: float = 0.0
    export_income_year1: float = 0.0
    om_per_year: float = 0.0
    replacements: Mapping[int, float] = field(default_factory=lambda: _NOTHING)
    vat_paid: float = 0.0
    degradation: Literal["linear", "compound"] = "linear"
    horizon_years: int = 25
    tax_rules: IncentiveRules | None = None
    other_taxable_income: ArrayLike | None = None
    incentive_capex: float | None = None
    """All so far as :func:`project_finance.cash_flow.project_cash_flow` takes them."""
    foreign_fraction: float = 0.0
    """Part of the outlay and of renewals that is priced in foreign money [fraction]."""
    pv_savings_per_hours: float = 0.0
    """Relative change of what the plant saves for one of the hours worked, 0 to about 1: fewer
    hours leave more of its energy unused [-]."""
    export_per_hours: float = 0.0
    """Relative change of the export income for one of the hours worked, below 0 as a rule [-]."""
    debt: Debt | None = None
    """None without a loan."""

    def __post_init__(self) -> None:
        """Check all that was given by reckoning the plan once."""
        checked_amount("foreign_fraction", self.foreign_fraction, least=0.0, most=1.0)
        checked_amount("pv_savings_per_hours", self.pv_savings_per_hours)
        checked_amount("export_per_hours", self.export_per_hours)
        years = self.planned.yearly.index.size - 1
        if self.debt is None:
            return
        service = checked_years("debt.service", self.debt.service, years)
        if (service < 0).any() or not service.any():
            allowed = message("amounts of at least 0, one of them above it")
            raise InputError.of("debt.service", self.debt.service, allowed=allowed)

    @cached_property
    def planned(self) -> CashFlow:
        """The cash flow of the plan, every line of it."""
        return project_cash_flow(
            capex=self.capex,
            discount_rate=self.discount_rate,
            efficiency_savings_year1=self.efficiency_savings_year1,
            pv_savings_year1=self.pv_savings_year1,
            export_income_year1=self.export_income_year1,
            om_per_year=self.om_per_year,
            replacements=self.replacements,
            vat_paid=self.vat_paid,
            tariff_escalation_fraction=self.tariff_escalation_fraction,
            inflation_fraction=self.inflation_fraction,
            degradation_fraction_per_year=self.degradation_fraction_per_year,
            degradation=self.degradation,
            horizon_years=self.horizon_years,
            tax_rules=self.tax_rules,
            other_taxable_income=self.other_taxable_income,
            incentive_capex=self.incentive_capex,
        )


def checked_years(field: str, values: ArrayLike, years: int) -> NDArray[np.float64]:
    """Return one amount a year, the same each year if a single one is given.

    Raises
    ------
    InputError
        If there is another number of amounts, or one is missing or infinite.

    Examples
    --------
    >>> checked_years("debt.service", 5.0, 3).tolist()
    [5.0, 5.0, 5.0]
    """
    row = checked_flow(field, np.atleast_1d(np.asarray(values)))
    if row.size not in (1, years):
        allowed = message("one amount, or {years} amounts, year 1 first", years=years)
        raise InputError.of(field, values, allowed=allowed)
    return np.broadcast_to(row, years)
