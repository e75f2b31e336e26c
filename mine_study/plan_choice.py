"""The last word on the plants of a study: what each adds to the plan's cash flow after tax."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, field, replace
from itertools import product
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from equipment_catalog.errors import InputError
from mine_study.plan_sites import PlanSites, Standing
from mine_study.site_size import search_plant
from project_finance.metrics import npv, payback_years
from pv_design.size_search.costly_value import best_by_size
from pv_design.size_search.plant_bounds import exact_figures
from pv_design.size_search.whole_plants import KEPT

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from mine_study.audited import Audited
    from mine_study.case import Case
    from mine_study.site_size import PlantSearch, SizeTask

    Key = tuple[object, ...]

SETTLED_AIMS = frozenset({"npv", "payback"})
"""Aims that the cash flow of the plan decides; the others do not ask for money after tax."""
ROUNDS = 3
"""How often each site is chosen anew beside what the others have chosen."""
NEAR_EDGE = 0.95
"""Share of the largest plant looked at, beyond which a best one asks for a wider search."""
WIDER = 2.0
"""By what a search is widened whose largest plant is the best."""
PLANT = ["inverter", "inverters", "strings", "string_modules"]


def choose_plants(
    case: Case,
    audited: Audited,
    tasks: Sequence[SizeTask],
    searches: Sequence[PlantSearch | None],
) -> tuple[PlantSearch | None, ...]:
    """Return the searches with their plants ranked by the plan where the aim is money.

    A search sees a site alone, before tax and without reactive energy. For greatest worth and
    shortest payback its leaders of all sizes are valued by what they add to the plan beside the
    plants of the other sites, and the best is built. For every aim each plant that is shown
    gets ``plan_npv``. Batteries are left out.

    Parameters
    ----------
    case
        The study and its files.
    audited
        The mine before and after the measures.
    tasks, searches
        Each site and its plants; None where there is none.
    """
    sites = PlanSites.of(case, audited, tasks)
    choices = {one.task.site.name: _Choice(sites, one) for one in searches if one is not None}
    asked = [one for one in choices.values() if one.search.objective.aim in SETTLED_AIMS]
    for one in asked:
        one.rivals = tuple(_with_given_plane(one.search))
    for _, one in product(range(ROUNDS), asked):
        beside = [other.key for other in choices.values() if other is not one]
        if beside != one.beside:
            one.beside = beside
            one.settle(_standings(choices, but=one))
    return tuple(
        choices[task.site.name].shown(_standings(choices, but=choices[task.site.name]))
        if task.site.name in choices
        else None
        for task in tasks
    )


@dataclass(eq=False)
class _Choice:
    """The plant of one site; each that is looked at is built and billed once."""

    sites: PlanSites
    search: PlantSearch
    """Its first plant leads."""
    rivals: tuple[PlantSearch, ...] = ()
    """The searches whose plants are valued."""
    is_built: bool = True
    """Whether that plant is worth more than none."""
    is_wide: bool = False
    """Whether the search was widened, which is done once."""
    is_short: bool = False
    """Whether short strings and larger inverters were looked at too, which is done once."""
    beside: list[Key] | None = None
    """What the other sites had when this one was chosen."""
    known: dict[Key, Standing] = field(default_factory=dict)

    @property
    def first(self) -> pd.Series:
        """The plant that leads."""
        return self.search.found.plants.ranked.iloc[0]

    @property
    def key(self) -> Key:
        """What tells the plant that leads from others."""
        return (self.is_built, *_key(self.search, self.first))

    def standing(self, search: PlantSearch, row: pd.Series) -> Standing:
        """Return the site with a plant of a search."""
        key = _key(search, row)
        if key not in self.known:
            self.known[key] = self.sites.standing(search.task, search.plant(row))
        return self.known[key]

    def settle(self, others: Mapping[str, Standing]) -> None:
        """Rank the plants by what they add beside the plants of other sites."""
        self.search = self._best(others)
        largest_kw = float(self.search.found.plants.every["dc_kw"].max())
        if not self.is_wide and float(self.first["dc_kw"]) > NEAR_EDGE * largest_kw:
            self.is_wide = True
            wider = search_plant(self.search.task, wider=WIDER)
            if wider is not None and wider.found.plants.every["dc_kw"].max() > largest_kw:
                self.rivals = (*self.rivals, wider)
                self.search = self._best(others)
        aim = self.search.objective
        is_free = aim.aim == "npv" and not aim.least_coverage_fraction > 0
        if is_free and self._loses():
            self._look_at_short_strings(others)
        self.is_built = not (is_free and self._loses())

    def _loses(self) -> bool:
        """Tell whether the plant that leads takes more than it brings after tax."""
        return bool(_scores(self.search).iloc[0] <= 0)

    def _look_at_short_strings(self, others: Mapping[str, Standing]) -> None:
        """Add the plants that the search passed over for those that paid before tax alone."""
        if self.is_short or not self.search.found.is_usual:
            return
        self.is_short = True
        with suppress(InputError):
            short = search_plant(self.search.task, usual=False)
            if short is not None:
                self.rivals = (*self.rivals, short)
                self.search = self._best(others)

    def _best(self, others: Mapping[str, Standing]) -> PlantSearch:
        bare = self.sites.net_after_tax(others)
        looked = [self._settled(one, others, bare) for one in self.rivals]
        return max(looked, key=lambda one: float(_scores(one).iloc[0]))

    def shown(self, others: Mapping[str, Standing]) -> PlantSearch | None:
        """Return the search with what each of its plants adds to the plan; None if none pays."""
        if not self.is_built:
            return None
        ranked = self.search.found.plants.ranked
        rate = self.sites.case.study.finance.discount_rate
        bare = self.sites.net_after_tax(others)
        flows = [self._added(self.search, row, others, bare) for _, row in ranked.iterrows()]
        return _ranked(self.search, ranked.assign(plan_npv=[npv(rate, flow) for flow in flows]))

    def _settled(
        self, search: PlantSearch, others: Mapping[str, Standing], bare: pd.Series[float]
    ) -> PlantSearch:
        values = best_by_size(
            search.found.plants.every,
            lambda row: self._value(search, self._added(search, row, others, bare)),
        )
        best = _exact(search, values)
        if best.empty:
            return _ranked(search, search.found.plants.ranked.assign(score=-np.inf))
        return replace(_ranked(search, best), settled=len(values))

    def _value(self, search: PlantSearch, added: pd.Series[float]) -> float:
        """Return how well a cash flow meets the aim; more is better."""
        if search.objective.aim == "npv":
            return npv(self.sites.case.study.finance.discount_rate, added)
        years = payback_years(added)
        return -np.inf if years is None else -years

    def _added(
        self,
        search: PlantSearch,
        row: pd.Series,
        others: Mapping[str, Standing],
        bare: pd.Series[float],
    ) -> pd.Series[float]:
        name = search.task.site.name
        return self.sites.net_after_tax({**others, name: self.standing(search, row)}) - bare


def _standings(choices: Mapping[str, _Choice], *, but: _Choice) -> dict[str, Standing]:
    """Return the sites with the plants that lead, one of them left out."""
    return {
        name: one.standing(one.search, one.first)
        for name, one in choices.items()
        if one is not but and one.is_built
    }


def _with_given_plane(search: PlantSearch) -> Iterator[PlantSearch]:
    """Yield a search and, where it turned the modules or chose the ratio, that of those given."""
    yield search
    if search.plane is None:
        return
    task = search.task
    keys = task.site.pv.model_copy(update={"orientation": "given", "dc_ac": "given"})
    site = task.site.model_copy(update={"pv": keys})
    with suppress(InputError):
        given = search_plant(replace(task, site=site))
        if given is not None:
            plane = replace(
                search.plane,
                tilt_deg=given.cases.task.tilt_deg,
                azimuth_deg=given.cases.task.azimuth_deg,
                dc_ac_ratio=keys.dc_ac_ratio,
                size=given.best,
            )
            yield replace(given, task=task, plane=plane)


def _exact(search: PlantSearch, values: pd.Series[float]) -> pd.DataFrame:
    """Return the figures of the best plants that are answers, as `WholePlants.ranked` has them."""
    every = search.found.plants.every
    plants = every.drop(columns=["regime", "hoped_score"])
    found: list[pd.DataFrame] = []
    for at, value in values.items():
        figures = exact_figures(plants.loc[[at]], search.cases.at).assign(score=value)
        if np.isfinite(value) and np.isfinite(search.objective.score(figures)[0]):
            found.append(figures)
        if len(found) == KEPT:
            break
    return pd.concat(found, ignore_index=True) if found else plants.iloc[:0]


def _scores(search: PlantSearch) -> pd.Series[float]:
    return search.found.plants.ranked["score"]


def _ranked(search: PlantSearch, ranked: pd.DataFrame) -> PlantSearch:
    plants = replace(search.found.plants, ranked=ranked)
    return replace(search, found=replace(search.found, plants=plants))


def _key(search: PlantSearch, row: pd.Series) -> Key:
    plane = search.cases.task
    return (plane.tilt_deg, plane.azimuth_deg, *row[PLANT])
