"""A project in the amounts of its first year: what its cash flow is made of."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from types import MappingProxyType
from typing import TYPE_CHECKING, Literal

from project_finance.cash_flow import CashFlow, project_cash_flow
from project_finance.price_paths import checked_horizon
from project_finance.whole_numbers import checked_whole

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import ArrayLike

    from project_finance.incentives import IncentiveRules
    from project_finance.timeline.grant import Grant

_NOTHING: Mapping[int, float] = MappingProxyType({})
_NO_FACTORS: Mapping[str, Sequence[float]] = MappingProxyType({})


@dataclass(frozen=True, kw_only=True)
class Project:
    """A project paid in year 0 that works from year 1, in nominal money and before any loan.

    Amounts are given in the money of year 1. They are checked when the cash flow is reckoned.
    Measures work at once; the plant waits for its permits if ``plant_delay_years`` says so.

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
    tariff_factors: Mapping[str, Sequence[float]] = field(default_factory=lambda: _NO_FACTORS)
    """By what the tariff of each year, year 1 first, is dearer than its rise alone makes it, as
    where a surcharge begins; by the line that follows it, a line without being multiplied by
    nothing [-]."""
    energy_bill_year1: float | None = None
    """What the business pays for energy in the first year without the project [money]; None where
    nobody knows. It grows as what efficiency saves."""
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
    vat_recovered: float = 0.0
    """Value-added tax on the capex that is paid in year 0 and given back later [money]."""
    vat_return_months: int = 12
    """Months after the spending in which it is given back."""
    grants: tuple[Grant, ...] = ()
    """Gifts towards the outlay; what they pay is neither depreciated nor deducted."""
    plant_delay_years: float = 0.0
    """From the spending to the plant's first day of operation, 0 to 2 [years]. Its savings,
    export, energy and upkeep begin and its age counts then; depreciation of what does not work at
    once, and the special deduction of the whole outlay, wait for it too."""
    salvage: float = 0.0
    """What the equipment is sold for at the end [money of year 1]."""
    dismantling: float = 0.0
    """What taking it down costs at the end [money of year 1]."""
    horizon_years: int = 25
    """Years of the cash flow after year 0."""
    closes_after_years: int | None = None
    """Year at whose end the mine closes and the flow stops, salvage and dismantling falling in
    it; None where it works to the horizon."""
    foreign_fraction: float = 0.0
    """Part of the outlay that is priced in foreign money [fraction]."""
    foreign_replacements: Mapping[int, float] | None = None
    """Of the replacements, by year, what is priced in foreign money [money of year 1]; None where
    it is the same part of each as of the outlay."""
    usd_rate_growth_fraction: float | None = None
    """Yearly growth of local money for the foreign one, which the foreign part of renewals
    follows [fraction]; None where it follows local inflation."""
    tax_rules: IncentiveRules | None = None
    """None where no tax is reckoned."""
    other_taxable_income: ArrayLike | None = None
    """As for :func:`project_finance.tax.tax_flow`; must be given with rules, if only as 0:
    benefits are worth what it can use."""
    incentive_capex: float | None = None
    """Part of the capex with the certificate, all of it where None [money]."""
    at_once_capex: float = 0.0
    """Part of the capex that does not wait for the plant, as measures do not: its depreciation
    begins with the spending [money]."""
    at_once_incentive_capex: float | None = None
    """Part of that with the certificate, all of it where None [money]."""

    @property
    def years(self) -> int:
        """Years of the cash flow after year 0: the horizon, or less where the mine closes before.

        Raises
        ------
        InputError
            If either is not a whole number of at least one year.
        """
        horizon = checked_horizon(self.horizon_years)
        if self.closes_after_years is None:
            return horizon
        return min(horizon, checked_whole("closes_after_years", self.closes_after_years, least=1))

    @cached_property
    def flow(self) -> CashFlow:
        """The cash flow, every line of it."""
        return project_cash_flow(self)
