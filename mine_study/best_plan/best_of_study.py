"""The best plan of a study: proved before tax, ranked anew after tax, and what lies around it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from equipment_catalog.tables import read_fact, read_facts
from mine_study.audited import doubtful_sites
from mine_study.best_plan.money_limits import limits_of_study
from mine_study.best_plan.money_weights import MoneyWeights
from mine_study.best_plan.selection_case import Offered, StudyChoices
from mine_study.best_plan.true_plan import TruePlan, Truth
from mine_study.chooser import Chooser
from project_finance.selection.abatement import Abatement, abatement_curve
from project_finance.selection.best_plan import Selection, best_plan
from project_finance.selection.comparison import FourPlans, four_plans, leading_plans
from project_finance.selection.frontier import (
    FrontierPoint,
    NextStep,
    budget_frontier,
    carbon_frontier,
    next_step,
)
from project_finance.selection.plan import plan_at, point_of
from project_finance.selection.purchase_order import Purchase, purchase_order
from project_finance.selection.tangents import Tangents

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from mine_study.audited import Audited
    from mine_study.carbon import Carbon
    from mine_study.case import Case
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
    before tax, for which it has a proof. Its leading plans, and the plan that each compared
    budget below the study's makes best, are then reckoned with the audit, the bills, the
    reactive energy and the tax of the study, and the one worth most after tax is chosen.
    """

    offered: Offered
    """The study."""
    limits: Limits
    """Budget, loan and targets."""

    @cached_property
    def choices(self) -> StudyChoices:
        """What may be bought."""
        return self.offered.choices()

    @cached_property
    def selection(self) -> Selection:
        """The best plan before tax with its proof."""
        return best_plan(self._case, self.limits, tangents=self._tangents)

    @cached_property
    def ranked(self) -> tuple[TruePlan, ...]:
        """Plans that had a second look, the one worth most after tax first; empty without one."""
        count = int(read_fact(*FACTS, "second_look_plans").value)
        rows = (row.best.plan for row in self.compared)
        plans = [
            *leading_plans(self._case, self.limits, count, tangents=self._tangents),
            *self._without_batteries(),
            *(plan for plan in rows if plan and plan.meets(self.limits)),
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
                names = (*found.measures, *found.plants)
                yield plan_at(self._case, point_of(self._case, names))

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

    @cached_property
    def compared(self) -> tuple[FourPlans, ...]:
        """Best, efficiency alone, plants alone and greedy order, by budget."""
        budgets = sorted({*self._dollars(COMPARED), self.limits.budget})
        return four_plans(self._case, self.limits, budgets, tangents=self._tangents)

    @cached_property
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

    @cached_property
    def by_carbon(self) -> tuple[FrontierPoint, ...]:
        """The best plan of the budget for some carbon targets, the least first."""
        points = int(read_fact(*FACTS, "carbon_points").value)
        return carbon_frontier(self._case, self.limits, points=points, tangents=self._tangents)

    @cached_property
    def next_step(self) -> NextStep | None:
        """What more money buys best; None where it buys nothing worth more."""
        least = self.limits.budget * read_fact(*FACTS, "next_step_fraction").value
        return next_step(self._case, self.limits, least_extra=least, tangents=self._tangents)

    @property
    def first_money(self) -> float:
        """Share of the budget in hand at the start of `order` [money]."""
        return self.limits.budget * read_fact(*FACTS, "first_money_fraction").value

    @cached_property
    def order(self) -> tuple[Purchase, ...]:
        """The chosen plan bought part by part by the first money and its own savings."""
        if self.chosen is None:
            return ()
        return purchase_order(self._case, self.chosen.plan, cash=self.first_money)

    @cached_property
    def bars(self) -> tuple[Abatement, ...]:
        """The parts of the chosen plan by cost per tonne avoided."""
        return abatement_curve(self._case, self.chosen.plan) if self.chosen else ()

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
