"""The whole cash flow with its tax, of many draws at once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from equipment_catalog.errors import InputError
from equipment_catalog.messages import message
from project_finance.cash_flow import ONE_OFF_LINES, OUTLAY_LINES, TAXED_LINES
from project_finance.debt.cover import without_cash
from project_finance.project_tax import at_once_shares, certified_share, other_income
from project_finance.renewals import renewal_costs
from project_finance.uncertainty.project_case import checked_years
from project_finance.uncertainty.tax_many import tax_delta_many

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from project_finance.uncertainty.changes import Changes
    from project_finance.uncertainty.project_case import ProjectCase

    Floats = NDArray[np.float64]


@dataclass(frozen=True, kw_only=True)
class FlowMany:
    """Nominal cash flows, a row a draw, a column a year from year 0."""

    net_before_tax: Floats
    """Before income tax and any loan [money]."""
    net_after_tax: Floats
    """After income tax, before any loan [money]."""
    debt_cover: Floats | None
    """What is earned after tax, without what comes once and without the relief of interest, over
    debt service, in the years that have any [ratio]; None without a loan."""
    loses_cash_while_owing: NDArray[np.bool_]
    """Whether a draw has a year that loses cash while a loan is owed and nothing falls due."""


def flow_many(case: ProjectCase, changes: Changes) -> FlowMany:
    """Return the cash flow of each draw, as `project_cash_flow` would reckon it one by one.

    A change of yield moves self-use and export alike; in truth more of a surplus is exported.
    Dearer foreign money moves the foreign part of outlay and renewals, and a foreign loan.
    Salvage, a part of the price, follows the outlay. Grants and dismantling stay as planned.

    Parameters
    ----------
    case
        The plan.
    changes
        What each draw changes of it.

    Raises
    ------
    InputError
        If a growth of the tariff falls to -1 or below, or yields by year are not one a year.

    Examples
    --------
    >>> from project_finance.uncertainty.changes import Changes
    >>> from project_finance.uncertainty.project_case import ProjectCase
    >>> case = ProjectCase(capex=100.0, pv_savings_year1=60.0, discount_rate=0.10,
    ...     tariff_escalation_fraction=0.05, inflation_fraction=0.0,
    ...     degradation_fraction_per_year=0.0, horizon_years=2)
    >>> flow_many(case, Changes.of(capex=[1.0, 1.2])).net_after_tax.tolist()
    [[-100.0, 60.0, 63.0], [-120.0, 60.0, 63.0]]
    """
    factors = _line_factors(case, changes)
    taxed, outlay = (_sum(case, changes, factors, names) for names in (TAXED_LINES, OUTLAY_LINES))
    before = taxed + outlay
    after = before - _tax(case, changes, taxed)
    earned = after - _sum(case, changes, factors, ONE_OFF_LINES)
    return FlowMany(
        net_before_tax=before,
        net_after_tax=after,
        debt_cover=_cover(case, changes, earned),
        loses_cash_while_owing=_loses_cash(case, earned),
    )


def _sum(
    case: ProjectCase, changes: Changes, factors: dict[str, Floats], names: tuple[str, ...]
) -> Floats:
    """Return the sum of lines, each draw and year."""
    lines = case.flow.yearly
    zero = np.zeros((changes.count, len(lines)))
    return sum((lines[name].to_numpy() * factors.get(name, 1.0) for name in names), start=zero)


def _line_factors(case: ProjectCase, changes: Changes) -> dict[str, Floats]:
    """Return by what each line of the plan is multiplied, each draw and year."""
    prices = _outlay_factor(case, changes)[:, None]
    level, worked = _tariff_level(case, changes), (changes.hours_worked - 1)[:, None]
    plant = level * _yield_by_year(case, changes)
    measures = (changes.audit_savings * changes.hours_worked)[:, None]
    return {
        "capex": prices,
        "vat": prices,
        "vat_returned": prices,
        "replacement_cost": _renewal_factor(case, changes),
        "salvage": prices,
        "efficiency_savings": level * measures,
        "pv_savings": plant * (1 + case.pv_savings_per_hours * worked),
        "export_income": plant * (1 + case.export_per_hours * worked),
    }


def _outlay_factor(case: ProjectCase, changes: Changes) -> Floats:
    """Return what is paid for equipment over what was planned, each draw."""
    return changes.capex * (1 + case.foreign_fraction * (changes.exchange_rate - 1))


def _renewal_factor(case: ProjectCase, changes: Changes) -> Floats:
    """Return what renewals cost over what was planned, each draw and year."""
    planned = renewal_costs(case)
    renewed = np.where(planned.total > 0, planned.total, 1.0)
    dearer = (changes.exchange_rate - 1)[:, None] * (planned.foreign / renewed)
    return np.hstack([np.ones((changes.count, 1)), changes.capex[:, None] * (1 + dearer)])


def _tariff_level(case: ProjectCase, changes: Changes) -> Floats:
    """Return the tariff over the planned one, each draw and year, the planned one in year 1."""
    planned = 1 + case.tariff_escalation_fraction
    growth = planned + changes.tariff_escalation
    if not (growth > 0).all():
        least = float(changes.tariff_escalation.min())
        allowed = message("above {least:.4f}, the growth planned then being -1", least=-planned)
        raise InputError.of("tariff_escalation", least, allowed=allowed)
    age = np.clip(case.flow.yearly.index.to_numpy(dtype=float) - 1, 0.0, None)
    return np.asarray(changes.tariff[:, None] * (growth / planned)[:, None] ** age)


def _yield_by_year(case: ProjectCase, changes: Changes) -> Floats:
    """Return the plant's energy over the planned one, each draw and year."""
    drawn = changes.pv_yield
    if drawn.ndim == 1:
        return drawn[:, None]
    years = len(case.flow.yearly) - 1
    if drawn.shape[1] != years:
        allowed = message("{years} columns, one a year", years=years)
        raise InputError.of("pv_yield", drawn.shape, allowed=allowed)
    return np.hstack([np.ones((len(drawn), 1)), drawn])


def _tax(case: ProjectCase, changes: Changes, taxed: Floats) -> Floats:
    """Return the tax the project moves, each draw and year from year 0."""
    if case.tax_rules is None or case.other_taxable_income is None:
        return np.zeros_like(taxed)
    given = sum(grant.amount for grant in case.grants)
    spent = (case.capex + case.vat_paid) * _outlay_factor(case, changes)
    own = np.maximum(spent - given, 0.0)
    moved = tax_delta_many(
        taxed[:, 1:],
        capex=own,
        incentive_capex=certified_share(case) * own,
        rules=case.tax_rules,
        other_taxable_income=checked_years("other_taxable_income", other_income(case), case.years),
        in_use_after_years=case.plant_delay_years,
        at_once_shares=at_once_shares(case),
    )
    return np.hstack([np.zeros((len(taxed), 1)), moved])


def _loses_cash(case: ProjectCase, earned: Floats) -> NDArray[np.bool_]:
    """Return whether a year of each draw has no cover because it has no cash."""
    if case.debt is None:
        return np.zeros(len(earned), dtype=bool)
    available = earned[:, 1:]
    service, owed = (
        checked_years(f"debt.{name}", getattr(case.debt, name), available.shape[1])
        for name in ("service", "owed")
    )
    return np.asarray(without_cash(available, service, owed).any(axis=1))


def _cover(case: ProjectCase, changes: Changes, earned: Floats) -> Floats | None:
    """Return the cover of the debt service, each draw and year that has any."""
    if case.debt is None:
        return None
    available = earned[:, 1:]
    service = checked_years("debt.service", case.debt.service, available.shape[1])
    rate = changes.exchange_rate[:, None] if case.debt.is_foreign else 1.0
    due = service > 0
    return np.asarray(available[:, due] / (service[due] * rate))
