"""A plan bought out of its own savings: what first, and when the rest can be paid."""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import ceil, inf
from typing import TYPE_CHECKING

from project_finance.amounts import checked_amount
from project_finance.selection.plan import Plan, Point, plan_at
from project_finance.selection.purchases import joined, parts

if TYPE_CHECKING:
    from project_finance.selection.case import SelectionCase

MONTHS_PER_YEAR = 12
ROUNDING = 1e-9


@dataclass(frozen=True, kw_only=True)
class Purchase:
    """One part of the plan and when it is paid."""

    name: str
    """Measure or plant."""
    month: int | None
    """Month in which the money is there, 0 at the start; None where it never is."""
    capex: float
    """What it costs [money]."""
    saving_per_month: float
    """What it adds to the savings beside those bought before, at the first year's prices and
    with running costs paid [money/month]."""
    cash_left: float | None
    """Money left once it is paid [money]; None where it never is."""

    def within(self, months: int) -> Purchase:
        """Return the same purchase, never made where its money is not there within some months.

        Examples
        --------
        >>> pump = Purchase(name="pump", month=24, capex=9.0, saving_per_month=1.0, cash_left=0.0)
        >>> pump.within(25).month, pump.within(24).month
        (24, None)
        """
        if self.month is None or self.month < months:
            return self
        return replace(self, month=None, cash_left=None)


def purchase_order(case: SelectionCase, plan: Plan, *, cash: float) -> tuple[Purchase, ...]:
    """Return the parts of a plan in the order in which money in hand and their savings buy them.

    Next comes the part that will have paid itself back first, the wait for its money included.
    Savings are those of the first year, a twelfth a month, and all are kept for the next part.
    A rule, not a proof: another order may end sooner.

    Parameters
    ----------
    case
        What could be bought.
    plan
        A plan of that case.
    cash
        Money in hand at the start [money].

    Raises
    ------
    InputError
        If the money in hand is negative or missing.
    """
    cash = checked_amount("cash", cash, least=0.0)
    left = parts(case, plan)
    now = plan_at(case, Point(frozenset(), (0,) * len(case.meters)))
    month: int | None = 0
    bought: list[Purchase] = []
    while left:
        tried = {name: plan_at(case, joined(now.point, part)) for name, part in left.items()}
        name = min(tried, key=lambda each: (*_paid_back(now, tried[each], cash), each))
        wait = _wait(now, tried[name], cash)
        month = None if month is None or wait is None else month + wait
        cash += _monthly(now) * (wait or 0) - (tried[name].capex - now.capex)
        bought.append(_purchase(name, now, tried[name], month, cash))
        now = tried[name]
        del left[name]
    return tuple(bought)


def _purchase(name: str, before: Plan, after: Plan, month: int | None, cash: float) -> Purchase:
    return Purchase(
        name=name,
        month=month,
        capex=after.capex - before.capex,
        saving_per_month=_monthly(after) - _monthly(before),
        cash_left=None if month is None else cash,
    )


def _monthly(plan: Plan) -> float:
    return plan.first_year_saving / MONTHS_PER_YEAR


def _wait(now: Plan, then: Plan, cash: float) -> int | None:
    """Return the months until a part can be paid; None where the savings never reach it."""
    missing = then.capex - now.capex - cash
    if missing <= ROUNDING * then.capex:
        return 0
    return ceil(missing / _monthly(now) - ROUNDING) if _monthly(now) > 0 else None


def _paid_back(now: Plan, then: Plan, cash: float) -> tuple[bool, float, float]:
    """Return, to be least: never payable, months until paid back, months until paid."""
    wait = _wait(now, then, cash)
    gained = _monthly(then) - _monthly(now)
    back = (then.capex - now.capex) / gained if gained > 0 else inf
    return wait is None, (wait or 0) + back, float(wait or 0)
