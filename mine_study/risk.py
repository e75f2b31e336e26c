"""How sure the worth of a plan is: its project with all that may turn out otherwise."""

from __future__ import annotations

from dataclasses import dataclass, fields
from functools import cached_property
from typing import TYPE_CHECKING

from mine_study.debt_study import is_foreign
from mine_study.risk_drivers import plan_drivers
from mine_study.risk_hours import hours_slopes, most_hours_factor
from mine_study.risk_quantities import thresholds
from project_finance.project import Project
from project_finance.uncertainty.monte_carlo import MonteCarlo, draw_notes, monte_carlo
from project_finance.uncertainty.project_case import Debt, ProjectCase
from project_finance.uncertainty.tornado import TornadoBar, tornado
from project_finance.uncertainty.two_way import TwoWay, two_way

if TYPE_CHECKING:
    from collections.abc import Mapping

    from equipment_catalog.notes import Note
    from mine_study.money import Money
    from mine_study.plan import Plan
    from mine_study.risk_quantities import Threshold
    from mine_study.site_bills import SiteBills
    from mine_study.study_file import Study
    from project_finance.debt.plan import DebtPlan
    from project_finance.uncertainty.drivers import Driver

FACTORS = (0.7, 0.85, 1.0, 1.15, 1.3)
"""Of the tariff and of the outlay in the two-way table."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Risk:
    """The doubts of a plan; each part is reckoned when it is first asked for."""

    plan: Plan
    """Measures and plants."""
    bills: Mapping[str, SiteBills]
    """What each site pays."""
    money: Money
    """What they are worth as planned."""
    debt: DebtPlan | None
    """The loan; None without one."""
    drivers: Mapping[str, Driver]
    """Every doubt with its sigma, 0 where the plan holds nothing it could move."""

    @property
    def count(self) -> int:
        """Number of draws."""
        return self.plan.case.study.risk.draws

    @property
    def seed(self) -> int:
        """Of the draws."""
        return self.plan.case.study.risk.seed

    @property
    def paid_today(self) -> float:
        """What all meters pay in a year for energy and power [money]."""
        return sum(site.today.energy_cost for site in self.bills.values())

    @property
    def imported_kwh(self) -> float:
        """What all meters take in a year today [kWh]; 0 where there is no grid."""
        return sum(site.today.import_kwh for site in self.bills.values())

    @property
    def notes(self) -> tuple[Note, ...]:
        """How draws are made, and every sigma."""
        return draw_notes(self.drivers, count=self.count, seed=self.seed)

    @cached_property
    def case(self) -> ProjectCase:
        """The project as planned, with what its doubts need to know."""
        project = self.money.whole.project
        savings, export = hours_slopes(self.plan, self.money.amounts)
        return ProjectCase(
            **{field.name: getattr(project, field.name) for field in fields(Project)},
            pv_savings_per_hours=savings,
            export_per_hours=export,
            debt=_debt(self.plan.case.study, self.debt, years=project.years),
        )

    @cached_property
    def drawn(self) -> MonteCarlo:
        """The figures of all draws."""
        return monte_carlo(self.case, self.drivers, count=self.count, seed=self.seed)

    @cached_property
    def bars(self) -> tuple[TornadoBar, ...]:
        """What each doubt alone moves, the widest first; those that move nothing left out."""
        return tuple(bar for bar in tornado(self.case, self.drivers) if bar.swing > 0)

    @cached_property
    def thresholds(self) -> tuple[Threshold, ...]:
        """Where each thing that the plan holds breaks even."""
        return thresholds(self)

    @cached_property
    def two_way(self) -> TwoWay:
        """The worth over the price of energy and the price of all that is bought."""
        return two_way(self.case, tariff=FACTORS, capex=FACTORS)


def study_risk(
    plan: Plan, bills: Mapping[str, SiteBills], money: Money, debt: DebtPlan | None
) -> Risk | None:
    """Return the doubts of a plan; None where the study asks for none or nothing is bought.

    Parameters
    ----------
    plan
        Measures and plants.
    bills
        What each site pays.
    money
        What they are worth as planned.
    debt
        The loan; None without one.
    """
    study = plan.case.study
    if not study.risk.build or money.whole.figures.capex <= 0:
        return None
    drivers = plan_drivers(
        plan,
        is_foreign=money.whole.project.foreign_fraction > 0
        or (debt is not None and is_foreign(study)),
        most_hours_factor=most_hours_factor(plan),
    )
    return Risk(plan=plan, bills=bills, money=money, debt=debt, drivers=drivers)


def _debt(study: Study, loan: DebtPlan | None, *, years: int) -> Debt | None:
    """Return what a loan asks for in each year; None where it lends nothing."""
    if loan is None or loan.amount <= 0:
        return None
    account = loan.account.reindex(range(1, years + 1), fill_value=0.0)
    return Debt(
        service=account["payment"].to_numpy(),
        owed=account["opening"].to_numpy(),
        covenant_dscr=loan.terms.covenant_dscr,
        is_foreign=is_foreign(study),
    )
