"""What a plan must keep within: budget, loan, carbon, coverage."""

from __future__ import annotations

import math
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
    debt_fraction: float | None = None
    """Largest loan over the budget; None where own money and loan stay whatever the budget is."""
    greatest_debt: float = math.inf
    """Largest loan of any budget, where it is a fraction of it [money]."""

    def __post_init__(self) -> None:
        for name in ("own_money", "most_debt", "payment_per_debt", "least_cover"):
            checked_amount(name, getattr(self, name), least=0.0)

    @classmethod
    def of_budget(
        cls,
        budget: float,
        *,
        debt_fraction: float,
        greatest_debt: float = math.inf,
        payment_per_debt: float,
        least_cover: float,
    ) -> Loan:
        """Return the loan of a budget that own money and loan make up together.

        Parameters
        ----------
        budget
            [money].
        debt_fraction, greatest_debt, payment_per_debt, least_cover
            As the fields of those names.

        Examples
        --------
        >>> loan = Loan.of_budget(
        ...     100.0, debt_fraction=0.6, payment_per_debt=0.2, least_cover=1.2
        ... )
        >>> loan.own_money, loan.with_budget(200.0).own_money
        (40.0, 80.0)
        """
        loan = cls(
            own_money=budget,
            most_debt=0.0,
            payment_per_debt=payment_per_debt,
            least_cover=least_cover,
            debt_fraction=debt_fraction,
            greatest_debt=greatest_debt,
        )
        return loan.with_budget(budget)

    def with_budget(self, budget: float) -> Loan:
        """Return the loan of another budget; the same where it is no fraction of one."""
        if self.debt_fraction is None:
            return self
        most = min(self.debt_fraction * budget, self.greatest_debt)
        return replace(self, own_money=max(budget - most, 0.0), most_debt=most)


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
        """Return the same limits with another budget, of which the loan keeps its share."""
        loan = None if self.loan is None else self.loan.with_budget(budget)
        return replace(self, budget=budget, loan=loan)

    def without_loan(self) -> Limits:
        """Return the same limits with the whole budget at hand."""
        return replace(self, loan=None)
