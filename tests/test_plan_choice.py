"""For greatest worth and shortest payback the plan's own cash flow has the last word."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pilot_runs import EXAMPLE, studied

from mine_study.audited import audit_case
from mine_study.case import open_case
from mine_study.language import Reader
from mine_study.plan import Plan
from mine_study.plan_choice import choose_plants
from mine_study.site_reactive import site_reactive
from mine_study.site_size import SizeTask, plant_task, search_plant
from mine_study.size_results import size_results
from mine_study.size_sweep import size_sweep
from project_finance.metrics import payback_years
from pv_design.plant import plant_of
from pv_design.size_search.costly_value import best_by_size
from pv_design.size_search.orientation import BestPlane

if TYPE_CHECKING:
    from mine_study.study import StudyResult
    from pv_design.plant import Plant

WORTH = ("pv.aim=npv",)
DEAR_KVARH = (*WORTH, "tariff.reactive_price_per_kvarh=5000")


@cache
def audited_pilot(*overrides: str):
    case = open_case(EXAMPLE, overrides)
    return case, audit_case(case)


def plan_with(result: StudyResult, plants: dict[str, Plant | None], *overrides: str):
    """Return the cash flows of the whole study with other plants, remedies and all."""
    case, audited = audited_pilot(*overrides)
    designs = tuple(
        replace(design, plant=plants.get(design.name, design.plant)) for design in result.sites
    )
    reactive = {
        site.name: site_reactive(case.study, site, audited, design)
        for site, design in zip(case.study.sites, designs, strict=True)
    }
    return Plan(case, audited, designs, reactive).money().whole


def task_of(result: StudyResult, place: int, *overrides: str, **keys: object) -> SizeTask:
    """Return a site of a study as its size was searched, some keys of its plant changed."""
    case, audited = audited_pilot(*overrides)
    site, design = case.study.sites[place], result.sites[place]
    changed = site.model_copy(update={"pv": site.pv.model_copy(update=keys)})
    return SizeTask(
        study=case.study,
        site=changed,
        load_kw=design.load_kw,
        weather=design.weather,
        tariff=audited.tariffs[design.name],
        folder=EXAMPLE,
    )


def other_plants(result: StudyResult, place: int, *overrides: str):
    """Yield the plants of a site with the same inverters within the DC/AC ratios of the study."""
    task, _ = plant_task(task_of(result, place, *overrides))
    plant = result.sites[place].plant
    for strings in range(plant.inverters, 2 * plant.strings + 1):
        for length in (plant.string_modules - 1, plant.string_modules, plant.string_modules + 1):
            other = plant_of(
                task,
                inverter=plant.inverter,
                inverters=plant.inverters,
                strings=strings,
                string_modules=length,
            )
            if 1.2 / 1.15 <= other.dc_kw / other.ac_kw <= 1.4:
                yield other


@pytest.mark.long
@pytest.mark.parametrize("overrides", [WORTH, DEAR_KVARH], ids=["as is", "dear kvarh"])
def test_no_other_size_of_the_same_inverters_is_worth_more_to_the_plan(overrides) -> None:
    result = studied(*overrides)
    for place, design in enumerate(result.sites):
        others = list(other_plants(result, place, *overrides))
        assert others
        for other in others:
            worth = plan_with(result, {design.name: other}, *overrides).figures.npv
            assert worth <= result.money.whole.figures.npv * (1 + 1e-12)


def test_a_plan_for_worth_is_worth_more_than_one_for_coverage() -> None:
    assert studied(*WORTH).money.whole.figures.npv >= studied().money.whole.figures.npv


def test_dear_reactive_energy_makes_the_plants_smaller() -> None:
    """A search that sees no reactive energy would build the same at any price of it."""
    for cheap, dear in zip(studied(*WORTH).sites, studied(*DEAR_KVARH).sites, strict=True):
        assert dear.plant is None or dear.plant.dc_kw < cheap.plant.dc_kw


@pytest.mark.parametrize("overrides", [(), WORTH], ids=["coverage", "npv"])
def test_what_a_plant_adds_is_the_plan_with_it_less_the_plan_without(overrides) -> None:
    result = studied(*overrides)
    for design in result.sites:
        without = plan_with(result, {design.name: None}, *overrides).figures.npv
        added = result.money.whole.figures.npv - without
        assert design.size.figures["plan_npv"] == pytest.approx(added, rel=1e-9)


@pytest.mark.parametrize("overrides", [(), WORTH], ids=["coverage", "npv"])
def test_the_curve_of_sizes_and_the_table_of_plants_tell_one_worth(overrides) -> None:
    result = studied(*overrides)
    for design in result.sites:
        worth = size_sweep(result, design).worth
        shown = design.size.figures["plan_npv"]
        assert worth.plant_npv[worth.chosen] == pytest.approx(shown, rel=1e-9)


def test_no_size_of_the_curve_is_worth_more_than_the_plant_by_an_inverters_box() -> None:
    """The curve divides what no plant can: an inverter's box, the modules of a string."""
    result = studied(*WORTH)
    prices = result.study.prices
    for design in result.sites:
        worth, plant = size_sweep(result, design).worth, design.plant
        boxes = plant.inverters * prices.pv_usd_per_inverter * prices.usd_rate
        more = worth.plant_npv[worth.best] - worth.plant_npv[worth.chosen]
        assert 0 <= more <= boxes


def test_runners_up_of_a_plan_for_worth_add_less_to_it_in_their_order() -> None:
    for design in studied(*WORTH).sites:
        told = size_results(design.size, Reader("en", "CO"))
        added = [told["plan_npv"], *(one["plan_npv"] for one in told["runners_up"])]
        assert added == sorted(added, reverse=True)
        lost = [one["lost_npv"] for one in told["runners_up"]]
        assert lost == pytest.approx([added[0] - one for one in added[1:]])


def test_the_shortest_payback_is_that_of_what_the_plant_adds_after_tax() -> None:
    """With the other plant as it is, and never below the coverage that is asked for."""
    result = studied()
    case, audited = audited_pilot()
    tasks = [task_of(result, 0, aim="payback"), task_of(result, 1)]
    chosen = choose_plants(case, audited, tasks, [search_plant(task) for task in tasks])
    ranked = chosen[0].found.plants.ranked
    bare = plan_with(result, {"planta": None}).flow.yearly["net_after_tax"]
    for _, row in ranked.iterrows():
        whole = plan_with(result, {"planta": chosen[0].plant(row)}).flow.yearly["net_after_tax"]
        assert row["score"] == pytest.approx(-payback_years(whole - bare), rel=1e-9)
    assert ranked["score"].is_monotonic_decreasing
    assert (ranked["coverage_fraction"] >= 1 - 1e-9).all()


def test_a_plane_that_was_searched_gives_way_to_the_one_given_where_that_is_worth_more() -> None:
    """A search that has turned the modules away from the sun is made up for the test."""
    result = studied()
    case, audited = audited_pilot()
    task = task_of(result, 0, aim="npv", orientation="best")
    away = search_plant(task_of(result, 0, aim="npv", tilt_deg=60.0))
    plane = BestPlane(tilt_deg=60.0, azimuth_deg=0.0, dc_ac_ratio=1.2, size=away.best, planes=1)
    other = task_of(result, 1, build=False)
    chosen, none = choose_plants(
        case, audited, [task, other], [replace(away, task=task, plane=plane), None]
    )
    assert none is None
    assert (chosen.plane.tilt_deg, chosen.cases.task.tilt_deg) == (10.0, 10.0)
    assert chosen.plant(chosen.found.plants.ranked.iloc[0]).tilt_deg == 10.0


@settings(max_examples=40, deadline=None)
@given(
    count=st.integers(3, 400),
    hoped=st.floats(0, 1),
    best=st.floats(0, 1),
    gaps=st.lists(st.floats(0, 0.3), min_size=1, max_size=4),
)
def test_the_best_of_a_value_with_one_hill_is_found_wherever_the_hope_has_its_own(
    count, hoped, best, gaps
) -> None:
    """Both rank the inverters of one size alike; every plant is tried for comparison."""
    dc_kw = np.tile(np.linspace(0.0, 1.0, count), len(gaps))
    less = np.repeat(gaps, count)
    plants = pd.DataFrame(
        {
            "dc_kw": dc_kw,
            "regime": 0,
            "inverter": np.repeat(np.arange(len(gaps)).astype(str), count),
            "hoped_score": -((dc_kw - hoped) ** 2) - less,
            "value": -((dc_kw - best) ** 2) - less,
        }
    )
    found = best_by_size(plants, lambda row: float(row["value"]))
    assert found.iloc[0] == pytest.approx(plants["value"].max(), abs=(1 / count) ** 2)
