"""What a plan must keep within: budget, loan, carbon, coverage."""

from __future__ import annotations

from dataclasses import dataclass, replace

from project_finance.amounts import checked_amount


@dataclass(frozen=True, kw_only=True)
class Loan:
    """A loan for what the mine's own money does not pay."""

    own_money: float
    """Capex paid without a loan [money]."""
    most_debt: float
    """Largest loan [money]."""
    payment_per_debt: float
    """Yearly payment over the loan [1/year]; see :func:`project_finance.loan.payment`."""
    least_cover: float
    """Least ratio of the first year's savings, running costs paid, to the yearly payment."""

    def __post_init__(self) -> None:
        for name in ("own_money", "most_debt", "payment_per_debt", "least_cover"):
            checked_amount(name, getattr(self, name), least=0.0)


@dataclass(frozen=True, kw_only=True)
class Limits:
    """What a plan must keep within, and what it must reach."""

    budget: float
    """Most capex [money]."""
    least_avoided_kg: float = 0.0
    """Least carbon of bought energy avoided, mean of the years [kgCO2e/year]."""
    least_coverage_fraction: float = 0.0
    """Least energy of the plants over the load after the measures, in the first year."""
    loan: Loan | None = None
    """None where the whole budget is at hand."""

    def __post_init__(self) -> None:
        for name in ("budget", "least_avoided_kg", "least_coverage_fraction"):
            checked_amount(name, getattr(self, name), least=0.0)

    def with_budget(self, budget: float) -> Limits:
        """Return the same limits with another budget."""
        return replace(self, budget=budget)
