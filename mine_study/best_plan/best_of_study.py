"""The best plan of a study: proved before tax, ranked anew after tax, and what lies around it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from equipment_catalog.tables import read_fact, read_facts
from mine_study.audited import doubtful_sites
from mine_study.best_plan.money_limits import limits_of_study
from mine_study.best_plan.money_weights import MoneyWeights
from mine_study.best_plan.parts import Part
from mine_study.best_plan.selection_case import Offered, StudyChoices
from mine_study.best_plan.true_plan import TruePlan, Truth
from mine_study.chooser import Chooser
from mine_study.project_timing import plan_years
from project_finance.selection.abatement import Abatement, abatement_curve
from project_finance.selection.best_plan import Selection, best_plan
from project_finance.selection.comparison import FourPlans, four_plans, leading_plans
from project_finance.selection.frontier import (
    FrontierPoint,
    NextStep,
    budget_frontier,
    carbon_frontier,
    frontier_step,
    next_step,
)
from project_finance.selection.plan import plan_at, point_of
from project_finance.selection.purchase_order import (
    MONTHS_PER_YEAR,
    Purchase,
    purchase_order,
)
from project_finance.selection.reach import Reach, reach
from project_finance.selection.tangents import Tangents

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from mine_study.audited import Audited
    from mine_study.carbon import Carbon
    from mine_study.case import Case
    from mine_study.child_processes import Answer
    from mine_study.first_year import Amounts
    from mine_study.site_size import PlantSearch, SizeTask
    from project_finance.selection.case import SelectionCase
    from project_finance.selection.limits import Limits
    from project_finance.selection.plan import Plan

FACTS = ("mine_study", "data/best_plan.csv")
COMPARED, FRONTIER = "compared_budget_", "frontier_budget_"


@dataclass(frozen=True, kw_only=True, eq=False)
class BestPlan:
    """The best plan for the money there is; each part of the answer is found when it is asked for.

    A tax with limits is not a sum over what is bought, so the programme seeks the greatest worth
    before tax, for which it has a proof. Its leading plans, and those that each compared budget
    up to the study's makes best with plants and without, are then reckoned with the audit, the
    bills, the reactive energy and the tax of the study, and the one worth most after tax is chosen.
    """

    offered: Offered
    """The study."""
    limits: Limits
    """Budget, loan and targets."""
    elsewhere: list[Answer[dict[str, object]]] = field(default_factory=list, repr=False)
    """What finds all parts beside this process; nothing but time depends on it."""

    def __getstate__(self) -> dict[str, object]:
        """Return what a copy of the plan takes over: an answer is for the one that asked."""
        return {**vars(self), "elsewhere": []}

    @Part
    def choices(self) -> StudyChoices:
        """What may be bought."""
        return self.offered.choices()

    @Part
    def compared(self) -> tuple[FourPlans, ...]:
        """Best, efficiency alone, plants alone and greedy order, by budget."""
        budgets = sorted({*self._dollars(COMPARED), self.limits.budget})
        return four_plans(self._case, self.limits, budgets, tangents=self._tangents)

    @Part
    def selection(self) -> Selection:
        """The best plan before tax with its proof."""
        return best_plan(self._case, self.limits, tangents=self._tangents)

    @Part
    def ranked(self) -> tuple[TruePlan, ...]:
        """Plans that had a second look, the one worth most after tax first; empty without one."""
        count = int(read_fact(*FACTS, "second_look_plans").value)
        rows = (
            selection.plan for row in self.compared for selection in (row.best, row.measures_only)
        )
        plans = [
            *leading_plans(self._case, self.limits, count, tangents=self._tangents),
            *self._without_batteries(),
            *(self._of_all(plan) for plan in rows if plan and plan.meets(self.limits)),
        ]
        looked_at = (self.true_plan(plan) for plan in {plan.point: plan for plan in plans}.values())
        return tuple(sorted(looked_at, key=lambda one: -one.worth.figures.npv))

    def _without_batteries(self) -> Iterator[Plan]:
        """Yield the best plan without a battery, where there is a choice of batteries."""
        offers = self.choices.plants
        bare = tuple(each for each in self._case.plants if offers[each.name].battery is None)
        if len(bare) < len(self._case.plants):
            found = best_plan(replace(self._case, plants=bare), self.limits).plan
            if found is not None:
                yield self._of_all(found)

    def _of_all(self, plan: Plan) -> Plan:
        """Return a plan of fewer choices among all of them."""
        return plan_at(self._case, point_of(self._case, (*plan.measures, *plan.plants)))

    def true_plan(self, plan: Plan) -> TruePlan:
        """Return a plan of the choices under the study's own cash flow and tax."""
        return self._truth.of(plan)

    @cached_property
    def _truth(self) -> Truth:
        return Truth(offered=self.offered, choices=self.choices)

    @property
    def chosen(self) -> TruePlan | None:
        """The plan worth most after tax of those that had a second look; None without a plan."""
        return self.ranked[0] if self.ranked else None

    @Part
    def by_budget(self) -> tuple[FrontierPoint, ...]:
        """The best plan of some budgets, the least first, up to where more money buys nothing."""
        unlimited = sum(choice.capex for choice in self._case.choices)
        everything = best_plan(
            self._case, self.limits.with_budget(unlimited), tangents=self._tangents
        ).plan
        budgets = self._dollars(FRONTIER)
        largest, steps = max(budgets), int(read_fact(*FACTS, "frontier_beyond").value)
        if everything is not None and everything.capex > largest:
            budgets += np.linspace(largest, everything.capex, steps + 1)[1:].tolist()
        within = sorted({*budgets, self.limits.budget})
        return budget_frontier(self._case, self.limits, within, tangents=self._tangents)

    @Part
    def by_carbon(self) -> tuple[FrontierPoint, ...]:
        """The best plans of the budget for some carbon targets, the least first, each once."""
        points = int(read_fact(*FACTS, "carbon_points").value)
        found = carbon_frontier(self._case, self.limits, points=points, tangents=self._tangents)
        plans = {one.selection.plan.point: one for one in found if one.selection.plan}
        return tuple(plans.values())

    @Part
    def next_step(self) -> NextStep | None:
        """What more money buys best; None where it buys nothing worth more.

        With a loan, which is a share of every budget, it is one of the budgets of `by_budget`.
        """
        budget = self.limits.budget
        least = self.least_step
        if self.limits.loan is not None:
            points = self.by_budget
            return frontier_step(points, self.selection, budget=budget, least_extra=least)
        return next_step(self._case, self.limits, least_extra=least, tangents=self._tangents)

    @property
    def least_step(self) -> float:
        """The smallest difference of money that is looked at [money]."""
        return self.limits.budget * read_fact(*FACTS, "next_step_fraction").value

    @Part
    def cover_binds(self) -> bool:
        """Whether the same money without the cover that its loan asks for would be worth more."""
        now = self.selection.plan
        if self.limits.loan is None or now is None or self.selection.gap is None:
            return False
        free = best_plan(self._case, self.limits.without_loan(), tangents=self._tangents).plan
        return free is not None and free.npv > now.npv + self.selection.gap

    @Part
    def reach(self) -> Reach:
        """The most that the budget reaches of each target."""
        return reach(self._case, self.limits, tangents=self._tangents)

    @property
    def least_budget(self) -> float | None:
        """The least of the frontier's budgets that has a plan [money]; None where none has."""
        have = (point.asked for point in self.by_budget if point.selection.plan is not None)
        return min(have, default=None)

    @property
    def first_money(self) -> float:
        """Share of the budget in hand at the start of `order` [money]."""
        keys = self.offered.case.study.best_plan
        return self.limits.budget * keys.first_money_fraction

    @property
    def months(self) -> int:
        """Months of the plan: to the horizon, or to the end of the mine."""
        return MONTHS_PER_YEAR * plan_years(self.offered.case.study.finance)

    @Part
    def order(self) -> tuple[Purchase, ...]:
        """The chosen plan bought part by part by the first money and its own savings."""
        if self.chosen is None:
            return ()
        order = purchase_order(self._case, self.chosen.plan, cash=self.first_money)
        return tuple(part.within(self.months) for part in order)

    @Part
    def bars(self) -> tuple[Abatement, ...]:
        """The parts of the chosen plan by cost per tonne avoided."""
        return abatement_curve(self._case, self.chosen.plan) if self.chosen else ()

    def parts(self) -> dict[str, object]:
        """Return all parts of the answer by their names, found in the order in which they stand."""
        names = (name for name, kept in vars(BestPlan).items() if isinstance(kept, Part))
        return {name: getattr(self, name) for name in names}

    def _dollars(self, kind: str) -> list[float]:
        """Return the budgets of a kind in the study's currency."""
        facts = read_facts(*FACTS)
        dollars = facts.loc[facts["key"].str.startswith(kind), "value"].astype(float)
        rate = self.offered.case.study.prices.usd_rate
        return [dollar * rate for dollar in dollars.tolist()]

    @property
    def _case(self) -> SelectionCase:
        return self.choices.case

    @cached_property
    def _tangents(self) -> Tangents:
        return Tangents.of(self._case)


def best_plan_of_study(
    case: Case,
    audited: Audited,
    *,
    tasks: Sequence[SizeTask],
    searches: Sequence[PlantSearch | None],
    amounts: Amounts,
    carbon: Carbon,
) -> BestPlan | None:
    """Return the best plan of a study; None where the study does not ask for it.

    Parameters
    ----------
    case
        The study and its files.
    audited
        The audit with its own package.
    tasks, searches
        Each site and its plants; None where there is none.
    amounts
        Amounts of the plan that was asked for.
    carbon
        Emissions, for the factor of the grid.
    """
    study = case.study
    if not study.best_plan.search:
        return None
    doubtful = doubtful_sites(audited.balance)
    offered = Offered(
        case=case,
        audited=audited,
        chooser=Chooser.of(case, audited.tariffs, audited.reactive, doubtful),
        tasks=tasks,
        searches=searches,
        weights=MoneyWeights(study=study, amounts=amounts),
        carbon_kg_per_kwh=carbon.factor.t_per_mwh,
    )
    return BestPlan(offered=offered, limits=limits_of_study(study))
