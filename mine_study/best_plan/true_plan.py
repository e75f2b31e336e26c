"""A chosen plan under the study's own audit, bills, reactive energy, cash flow and tax."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import pandas as pd

from energy_audit.consumption import consume
from mine_study.best_plan.machine_ways import with_ways
from mine_study.decisions import DO
from mine_study.money import Worth, pays_vat, project_of, tax_rules
from mine_study.plan_sites import PlanSites
from project_finance.summary import summary

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mine_study.audited import Audited
    from mine_study.best_plan.battery_offers import Battery, StoredYear
    from mine_study.best_plan.machine_ways import Way
    from mine_study.best_plan.plant_offers import PlantOffer
    from mine_study.best_plan.selection_case import Offered, StudyChoices
    from mine_study.first_year import Amounts
    from mine_study.plan_sites import Standing
    from mine_study.study_file import Study
    from project_finance.selection.plan import Plan
    from pv_design.plant import Plant


@dataclass(frozen=True, kw_only=True, eq=False)
class TruePlan:
    """A plan as the programme sees it, and what the study's cash flow makes of it."""

    plan: Plan
    """As the programme sees it."""
    worth: Worth
    """Its project and figures of merit after tax."""
    saved_kwh: float
    """Energy that its measures save in a year."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Truth:
    """The study with other measures and plants; what was reckoned once is kept."""

    offered: Offered
    """The study."""
    choices: StudyChoices
    """What may be bought."""
    _mines: dict[frozenset[str], PlanSites] = field(default_factory=dict, repr=False)
    _plants: dict[str, Plant] = field(default_factory=dict, repr=False)

    def of(self, plan: Plan) -> TruePlan:
        """Return what a plan is worth by the study's own reckoning.

        Parameters
        ----------
        plan
            A plan of the choices.
        """
        sites = self._sites(plan)
        years = {name: self._stored(sites, self.choices.plants[name]) for name in plan.plants}
        standings = dict(self._standing(sites, name, year) for name, year in years.items())
        study, batteries = self.offered.case.study, [y.battery for y in years.values() if y]
        amounts = with_batteries(study, sites.amounts(standings), batteries)
        project = project_of(study, amounts, measures=True, plant=bool(plan.plants))
        inflation = study.finance.inflation_fraction
        figures = summary(project.flow, inflation_fraction=inflation)
        return TruePlan(
            plan=plan,
            worth=Worth(project=project, figures=figures),
            saved_kwh=sites.audited.saved_kwh,
        )

    def _sites(self, plan: Plan) -> PlanSites:
        key = frozenset(plan.measures)
        if key not in self._mines:
            ways = tuple(self.choices.ways[name] for name in plan.measures)
            self._mines[key] = _with_measures(self.offered, ways)
        return self._mines[key]

    def _stored(self, sites: PlanSites, offer: PlantOffer) -> StoredYear | None:
        """Return the year of a plant's battery on the load that the plan leaves."""
        if offer.battery is None:
            return None
        load_kw = sites.empty[offer.site].design.load_kw.to_numpy(dtype=float)
        return self.offered.batteries[offer.site].run(offer.battery, load_kw, offer.ac_kw)

    def _standing(
        self, sites: PlanSites, name: str, year: StoredYear | None
    ) -> tuple[str, Standing]:
        offer = self.choices.plants[name]
        task, plant = self.offered.search_at(offer.site).task, self._plant(offer)
        if year is None:
            return offer.site, sites.standing(task, plant)
        times = sites.empty[offer.site].design.load_kw.index
        metered = pd.Series(year.import_kw, times), pd.Series(year.export_kw, times)
        return offer.site, sites.standing(task, plant, metered)

    def _plant(self, offer: PlantOffer) -> Plant:
        bare = replace(offer, battery=None).name
        if bare not in self._plants:
            self._plants[bare] = self.offered.search_at(offer.site).plant(offer.row)
        return self._plants[bare]


def with_batteries(study: Study, amounts: Amounts, batteries: Sequence[Battery]) -> Amounts:
    """Return the money of the first year with that of batteries beside its plants.

    Parameters
    ----------
    study
        Checked keys.
    amounts
        Of a plan without batteries.
    batteries
        What is put beside its plants.
    """
    capital = sum(battery.capital for battery in batteries)
    renewals: dict[int, float] = {}
    for year, cost in (item for battery in batteries for item in battery.renewals.items()):
        renewals[year] = renewals.get(year, 0.0) + cost
    return replace(
        amounts,
        storage_capex=capital,
        storage_vat=capital * tax_rules(study).vat_fraction * pays_vat(study),
        storage_savings=sum(battery.failures_saved for battery in batteries),
        storage_renewals=renewals,
        om_per_year=amounts.om_per_year + sum(battery.om_per_year for battery in batteries),
    )


def _with_measures(offered: Offered, ways: tuple[Way, ...]) -> PlanSites:
    """Return the study with these measures and no plant, as the audit would carry them out."""
    audited = audit_with(offered.audited, ways)
    tasks = [
        replace(task, load_kw=task.outages.demand(load_kw) if task.outages else load_kw)
        for task in offered.tasks
        for load_kw in (audited.site_demand_kw(task.site.name, after=True),)
    ]
    return PlanSites.of(offered.case, audited, tasks)


def audit_with(audited: Audited, ways: tuple[Way, ...]) -> Audited:
    """Return an audit in which some ways are done and nothing else.

    Parameters
    ----------
    audited
        The audit with its own package.
    ways
        At most one for each machine or meter.
    """
    mine, conditions = audited.before, audited.conditions
    machines = with_ways(mine.machines, ways, conditions)
    offers = [offer for way in ways for offer in way.offers]
    columns = ["kind", "tag", "site", "variant", "capex", "life_years"]
    done = pd.DataFrame([offer.reindex(columns) for offer in offers], columns=columns)
    return replace(
        audited,
        after=consume(machines, conditions),
        measures=done.assign(decision=DO).set_index("tag"),
    )
