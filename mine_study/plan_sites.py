"""The plan with other plants at its sites, by the same bills and cash flow as the plan itself."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from mine_study.money import whole_flow
from mine_study.plan import Plan
from mine_study.site_bills import meter_bill, site_bills
from mine_study.site_design import bare_site
from mine_study.site_off_grid import is_off_grid
from mine_study.site_reactive import reactive_charges

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import pandas as pd

    from mine_study.audited import Audited
    from mine_study.case import Case
    from mine_study.first_year import Amounts
    from mine_study.site_bills import SiteBills
    from mine_study.site_design import SiteDesign
    from mine_study.site_reactive import SiteReactive
    from mine_study.site_size import SizeTask
    from pv_design.plant import Plant


@dataclass(frozen=True, kw_only=True, eq=False)
class Standing:
    """A site with a plant or without; what a battery costs is not in it."""

    design: SiteDesign
    """Its load and plant."""
    bills: SiteBills
    """What its meter pays."""
    reactive: SiteReactive
    """Its reactive energy, remedies not looked for."""


@dataclass(frozen=True, kw_only=True, eq=False)
class PlanSites:
    """A plan whose sites may have other plants."""

    case: Case
    """The study and its files."""
    audited: Audited
    """The mine before and after the measures."""
    empty: Mapping[str, Standing]
    """Each site without a plant."""

    @classmethod
    def of(cls, case: Case, audited: Audited, tasks: Sequence[SizeTask]) -> PlanSites:
        """Return the sites of a study without their plants."""
        empty = {task.site.name: _empty(case, audited, task) for task in tasks}
        return cls(case=case, audited=audited, empty=empty)

    def standing(
        self, task: SizeTask, plant: Plant, metered_kw: tuple[pd.Series, pd.Series] | None = None
    ) -> Standing:
        """Return a site with a plant; one without a grid as if its genset were the grid.

        Parameters
        ----------
        task
            The site.
        plant
            Its plant.
        metered_kw
            What the meter sees come in and go out [kW]; None for a plant without a battery.
        """
        empty = self.empty[task.site.name]
        design = replace(empty.design, plant=plant)
        import_kw, export_kw = metered_kw or (
            _metered(design, design.flows.import_kw),
            _metered(design, design.flows.export_kw),
        )
        bill = meter_bill(
            import_kw,
            export_kw,
            task.tariff,
            export_rule=task.site.tariff.export_rule,
            plant_ac_kw=plant.ac_kw,
        )
        return Standing(
            design=design,
            bills=replace(empty.bills, with_plant=bill),
            reactive=empty.reactive.with_import(import_kw),
        )

    def net_after_tax(self, standings: Mapping[str, Standing]) -> pd.Series[float]:
        """Return what the plan brings by year, year 0 first [money].

        Parameters
        ----------
        standings
            The sites that have a plant, by name.
        """
        flow = whole_flow(self.case.study, self.amounts(standings))
        return flow.yearly["net_after_tax"]

    def amounts(self, standings: Mapping[str, Standing]) -> Amounts:
        """Return money and energy of the first year of the plan.

        Parameters
        ----------
        standings
            The sites that have a plant, by name.
        """
        sites = {**self.empty, **standings}
        plan = Plan(
            self.case,
            self.audited,
            tuple(site.design for site in sites.values()),
            {name: site.reactive for name, site in sites.items()},
        )
        return plan.amounts({name: site.bills for name, site in sites.items()})


def _metered(design: SiteDesign, power_kw: pd.Series[float]) -> pd.Series[float]:
    """Return what the meter sees: without a battery a plant stands still while the grid is away."""
    return power_kw if design.outages is None else design.outages.metered(power_kw)


def _empty(case: Case, audited: Audited, task: SizeTask) -> Standing:
    design = bare_site(task)
    if is_off_grid(task.site):
        design = replace(design, outages=None)
    return Standing(
        design=design,
        bills=site_bills(
            design,
            task.tariff,
            today_kw=audited.site_demand_kw(design.name, after=False),
            export_rule=task.site.tariff.export_rule,
        ),
        reactive=reactive_charges(case.study, task.site, audited, design),
    )
