"""A study as a selection: what may be bought at each meter, and what each is worth before tax."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from itertools import compress
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from equipment_catalog.tables import read_fact
from mine_study.best_plan.alike_hours import with_alike_hours
from mine_study.best_plan.battery_offers import BatterySite
from mine_study.best_plan.machine_ways import Way, machine_ways
from mine_study.best_plan.plant_offers import PlantOffer, plant_offers
from mine_study.best_plan.site_ways import site_ways
from mine_study.plan_sites import PlanSites
from mine_study.site_off_grid import is_off_grid
from mine_study.site_soiling import washing_per_year
from mine_study.storage_prices import energy_prices
from project_finance.selection.case import SelectionCase
from project_finance.selection.choices import Measure, MeterYear, Plant
from project_finance.selection.convex_bill import bill_and_slope

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    import numpy.typing as npt

    from mine_study.audited import Audited
    from mine_study.best_plan.money_weights import MoneyWeights
    from mine_study.case import Case
    from mine_study.chooser import Chooser
    from mine_study.site_size import PlantSearch, SizeTask

    Floats = npt.NDArray[np.float64]


REACTIVE_SIZES = 6
"""Plants of a site whose charges for reactive energy are reckoned."""


@dataclass(frozen=True, kw_only=True, eq=False)
class StudyChoices:
    """What a study may buy."""

    case: SelectionCase
    """The same as a selection."""
    ways: Mapping[str, Way]
    """Ways to treat machines and meters, by the name of their measure."""
    plants: Mapping[str, PlantOffer]
    """Plants by name."""
    left_out: int
    """Ways that might pay and are not looked at, for there are too many."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Offered:
    """What it takes to write a study as a selection."""

    case: Case
    """The study and its files."""
    audited: Audited
    """The mine before and after the package of the audit."""
    chooser: Chooser
    """Prices of measures."""
    tasks: Sequence[SizeTask]
    """Sites with weather and prices."""
    searches: Sequence[PlantSearch | None]
    """Plants of each site; None where there is none."""
    weights: MoneyWeights
    """Worth of amounts of the first year."""
    carbon_kg_per_kwh: float
    """Of the grid."""

    def choices(self) -> StudyChoices:
        """Return all that may be bought; ways that could never pay are left out."""
        ways = (*machine_ways(self.audited, self.chooser), *site_ways(self.audited, self.chooser))
        measures = [self._measure(way) for way in ways]
        paying = list(compress(zip(ways, measures, strict=True), self._worth_a_look(measures)))
        kept = sorted(paying, key=lambda pair: -self._most_worth(pair[1]))[: self._most_ways]
        plants = tuple(self._plants())
        case = SelectionCase(
            meters=tuple(self._meters.values()),
            measures=tuple(measure for _, measure in kept),
            plants=tuple(plant for _, plant in plants),
            years=self.weights.years,
        )
        return StudyChoices(
            case=with_alike_hours(case),
            ways={measure.name: way for way, measure in kept},
            plants={plant.name: offer for offer, plant in plants},
            left_out=len(paying) - len(kept),
        )

    @property
    def _most_ways(self) -> int:
        return int(read_fact("mine_study", "data/best_plan.csv", "most_ways").value)

    def search_at(self, site: str) -> PlantSearch:
        """Return the search of a site that has plants."""
        return next(one for one in self.searches if one is not None and one.task.site.name == site)

    @cached_property
    def _meters(self) -> dict[str, MeterYear]:
        return {task.site.name: self._meter(task) for task in self.tasks}

    @cached_property
    def _sites(self) -> PlanSites:
        return PlanSites.of(self.case, self.audited, self.tasks)

    def _meter(self, task: SizeTask) -> MeterYear:
        """Return the year of a meter as its bill of today has it, power charges apart."""
        today_kw = self.audited.site_demand_kw(task.site.name, after=False)
        if task.outages is not None and not is_off_grid(task.site):
            today_kw = task.outages.metered(task.outages.demand(today_kw))
        times = pd.DatetimeIndex(today_kw.index)
        months = times.month.to_numpy() - 1
        return MeterYear(
            name=task.site.name,
            load_kw=today_kw.to_numpy(dtype=float),
            step_hours=np.ones(len(times)),
            price_per_kwh=energy_prices(task.tariff, times),
            period=months.astype(np.intp),
            demand_price_per_kw=np.zeros(int(months.max()) + 1),
            carbon_kg_per_kwh=np.full(len(times), self.carbon_kg_per_kwh),
        )

    def _measure(self, way: Way) -> Measure:
        cost = sum(
            self.weights.measure_cost(float(offer["life_years"])) * float(offer["capex"])
            for offer in way.offers
        )
        return Measure(
            name=way.name,
            meter=way.site,
            machine=way.machine,
            capex=way.capex,
            present_cost=cost - self.weights.saving * way.saved_charges,
            yearly_cost=-way.saved_charges,
            saved_kw=way.saved_kw,
        )

    def _pays(self, measure: Measure, rival: Measure | None) -> bool:
        """Tell whether a measure may be worth more than a cheaper one of its machine, or nothing.

        What it saves more is worth at most its full price, whatever stands beside it.
        """
        if rival is not None and (rival is measure or rival.capex > measure.capex):
            return True
        more_kw = measure.saved_kw - rival.saved_kw if rival else measure.saved_kw
        extra_cost = measure.present_cost - (rival.present_cost if rival else 0.0)
        gain = self._at_full_price(measure.meter, more_kw) - extra_cost
        is_first = rival is not None and measure.name < rival.name
        return gain > 0 or (gain == 0 and is_first)

    def _most_worth(self, measure: Measure) -> float:
        """Return what a measure is worth at most, at the full price of what it saves."""
        return self._at_full_price(measure.meter, measure.saved_kw) - measure.present_cost

    def _at_full_price(self, meter: str, saved_kw: Floats) -> float:
        price = self._meters[meter].price_per_kwh
        return float(np.maximum(saved_kw, 0.0) @ price) * self.weights.saving

    def _worth_a_look(self, measures: Sequence[Measure]) -> list[bool]:
        """Tell of each measure whether any plan may be better with it than with another way."""
        of_machine: dict[tuple[str, str], list[Measure]] = {}
        for measure in measures:
            of_machine.setdefault((measure.meter, measure.machine), []).append(measure)
        return [
            all(
                self._pays(measure, rival)
                for rival in (None, *of_machine[measure.meter, measure.machine])
            )
            for measure in measures
        ]

    def _plants(self) -> Iterator[tuple[PlantOffer, Plant]]:
        for task, search in zip(self.tasks, self.searches, strict=True):
            if search is not None and not is_off_grid(task.site):
                yield from self._of_site(task, search)

    def _of_site(self, task: SizeTask, search: PlantSearch) -> Iterator[tuple[PlantOffer, Plant]]:
        offers = plant_offers(search)
        supplies = [self._supply(task, offer) for offer in offers]
        added = self._added_charges(task, supplies)
        for offer, supply_kw, charges in zip(offers, supplies, added.tolist(), strict=True):
            yield offer, self._plant(search, offer, supply_kw, charges)
        if task.site.storage.build:
            yield from self._stored(search, offers, added)

    def _stored(
        self, search: PlantSearch, offers: Sequence[PlantOffer], added: Floats
    ) -> Iterator[tuple[PlantOffer, Plant]]:
        """Yield each plant with the batteries worth most beside the study's own measures."""
        site = self.batteries[search.task.site.name]
        kept = int(read_fact("mine_study", "data/best_plan.csv", "batteries_per_plant").value)
        limit = self._sites.empty[search.task.site.name].design.export_limit_kw
        found = site.beside(offers, limit)
        for offer, years, charges in zip(offers, found, added.tolist(), strict=True):
            plants = []
            for year in years:
                stored = replace(offer, battery=year.battery)
                supply_kw = site.metered_kw - year.import_kw + year.export_kw
                plants.append((stored, self._plant(search, stored, supply_kw, charges)))
            yield from sorted(plants, key=lambda pair: -self._beside(site, pair[1]))[:kept]

    def _beside(self, site: BatterySite, plant: Plant) -> float:
        """Return what a plant is worth beside the measures of the study, up to a constant."""
        bill, _ = bill_and_slope(
            self._meters[plant.meter],
            site.metered_kw - plant.supply_kw,
            credit_per_kwh=plant.credit_per_kwh,
            surplus_per_kwh=plant.surplus_per_kwh,
        )
        return -self.weights.supply * bill - plant.present_cost

    @cached_property
    def batteries(self) -> Mapping[str, BatterySite]:
        """Sites whose plants may have a battery."""
        sites = (task for task in self.tasks if task.site.storage.build)
        return {task.site.name: BatterySite(task=task) for task in sites}

    def _plant(
        self, search: PlantSearch, offer: PlantOffer, supply_kw: Floats, charges: float
    ) -> Plant:
        meter, weights, keys = self._meters[offer.site], self.weights, search.task.site.pv
        lowest = np.full(meter.periods, np.inf)
        np.minimum.at(lowest, meter.period, meter.price_per_kwh)
        regimes = search.cases.first.regimes
        regime = next(one for one in regimes if offer.inverters_kw <= one.most_ac_kw)
        credit = np.minimum(regime.credit_per_kwh, lowest)
        running = weights.plant_running(offer.dc_kw) + washing_per_year(keys)
        cost = weights.plant_cost(offer.capital, offer.inverter_capital, running, offer.dc_kw)
        battery = offer.battery
        if battery is not None:
            cost += weights.battery_cost(battery)
            running += battery.om_per_year - battery.failures_saved
        return Plant(
            name=offer.name,
            meter=offer.site,
            capex=weights.plant_outlay(offer.all_capital),
            present_cost=cost + weights.supply * charges,
            yearly_cost=running + charges,
            supply_kw=supply_kw,
            credit_per_kwh=credit,
            surplus_per_kwh=np.minimum(regime.surplus_per_kwh, credit),
        )

    def _supply(self, task: SizeTask, offer: PlantOffer) -> Floats:
        """Return what a plant gives while the grid is there.

        What the connection does not take beside today's load is lost.
        """
        limit = self._sites.empty[task.site.name].design.export_limit_kw
        there = 1.0 if task.outages is None else 1.0 - task.outages.fraction
        return np.minimum(offer.ac_kw * there, self._meters[task.site.name].load_kw + limit)

    def _added_charges(self, task: SizeTask, supplies: Sequence[Floats]) -> Floats:
        """Return the charges for reactive energy that plants add beside the audit's package.

        Those of a few sizes are reckoned, those between read off a straight line.
        """
        empty = self._sites.empty[task.site.name]
        sizes = np.array([supply_kw.sum() for supply_kw in supplies])
        looked_at = np.unique(np.linspace(0, len(supplies) - 1, REACTIVE_SIZES).astype(int))
        load_kw = empty.design.load_kw
        added = [
            empty.reactive.with_import((load_kw - supplies[at]).clip(lower=0.0)).added_by_plant
            for at in looked_at.tolist()
        ]
        known = np.append(0.0, sizes[looked_at]), np.append(0.0, added)
        return np.asarray(np.interp(sizes, *known), dtype=float)
