"""Plants of whole strings and inverters under an aim: wired, and no larger than needed."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from equipment_catalog.errors import InputError
from equipment_catalog.inverters import Inverter, inverter
from equipment_catalog.pv_modules import PvModule, module
from mine_study.plant_budget import share_plants
from mine_study.site_size import SizedPlant, SizeTask, search_plant, sized_plant
from mine_study.size_attempts import dc_ac_range
from mine_study.study_reader import examine_study
from project_finance.tariffs import fit_tariff, read_tariff
from pv_design.electrical.parallel_strings import most_parallel
from pv_design.electrical.site_extremes import site_extremes
from pv_design.inverter_choice import inverter_candidates, rated_kw
from pv_design.module_count import DesignTask, module_kw
from pv_design.plant import plant_of
from pv_design.plant_notes import ac_limit_note
from pv_design.production import simulate
from pv_design.size_search.wired_options import wired_options
from pv_design.strings import size_strings
from pv_design.weather import Weather, embedded_weather

EXAMPLE = Path(__file__).parent.parent / "examples" / "los_conquistadores"
USD = 4000.0
CASES = settings(max_examples=5, deadline=None)


@pytest.fixture(scope="module")
def here() -> Weather:
    return embedded_weather(
        2.983982, -76.6507771, altitude_m=1200.0, ghi_kwh_m2_day=5.0, ghi_reason="a sunny mine"
    )


@pytest.fixture(scope="module")
def two_shifts(here: Weather) -> pd.Series:
    hour = here.hours.hour
    return pd.Series(np.where((hour >= 6) & (hour < 22), 34.0, 3.0), here.hours)


@pytest.fixture(scope="module")
def task(here: Weather, two_shifts: pd.Series) -> SizeTask:
    study = examine_study(EXAMPLE / "study.yaml").study
    assert study is not None
    sheet = read_tariff("CO-CEO-2013-02-N1")
    return SizeTask(
        study=study,
        site=study.sites[0],
        load_kw=two_shifts,
        weather=here,
        tariff=fit_tariff(sheet, price_per_kwh=900.0, study_year=2025, spot_price_per_kwh=250.0),
        folder=EXAMPLE,
    )


def with_keys(task: SizeTask, scale: float = 1.0, **keys: object) -> SizeTask:
    site = task.site.model_copy(update={"pv": task.site.pv.model_copy(update=keys)})
    return replace(task, site=site, load_kw=task.load_kw * scale)


def size_plant(task: SizeTask) -> SizedPlant:
    return sized_plant(search_plant(task))


def coverage(task: SizeTask, plant) -> float:
    return plant.annual_ac_kwh / float(task.load_kw.sum())


@CASES
@given(scale=st.floats(0.02, 6.0), asked=st.floats(0.3, 1.4))
def test_every_module_is_in_a_string_that_its_tracker_bears(task, here, scale, asked) -> None:
    asked_of = with_keys(task, scale, coverage_fraction=asked)
    plant = size_plant(asked_of).plant
    extremes = site_extremes(here, plant.production)
    size = size_strings(
        plant.module,
        plant.inverter,
        coldest_air_c=extremes.coldest_air_c,
        hottest_cell_c=extremes.hottest_cell_c,
        irradiance_factor=extremes.irradiance_factor,
    )
    places = plant.inverter.trackers * most_parallel(
        plant.module, plant.inverter, irradiance_factor=extremes.irradiance_factor
    )
    assert plant.modules == plant.strings * plant.string_modules
    assert plant.inverters <= plant.strings <= plant.inverters * places
    assert plant.strings % plant.inverters == 0
    assert size.fewest <= plant.string_modules <= size.most
    assert plant.dc_kw / plant.ac_kw <= 1.4 * (1 + 1e-9)
    assert coverage(asked_of, plant) >= asked * (1 - 1e-9)


def test_the_year_of_the_plant_is_that_of_its_rounded_size(task, here) -> None:
    sized = size_plant(task)
    plant, figures = sized.plant, sized.decision.figures
    assert plant.dc_kw == pytest.approx(plant.modules * 0.58, rel=1e-12)
    assert plant.ac_kw == plant.inverters * rated_kw(plant.inverter)
    again = simulate(
        here,
        dc_kw=plant.dc_kw,
        ac_kw=plant.ac_kw,
        tilt_deg=10.0,
        azimuth_deg=180.0,
        gamma_pmp_per_c=-0.0029,
        inverter_efficiency=plant.inverter.efficiency_fraction,
    )
    assert again.annual_ac_kwh == plant.annual_ac_kwh
    assert coverage(task, plant) == pytest.approx(figures["coverage_fraction"], rel=1e-9)


def test_the_plant_costs_no_less_than_the_best_size_of_all_real_numbers(task) -> None:
    """A whole plant of the same ratio cannot cover the load with fewer kilowatts than the best."""
    decision = size_plant(with_keys(task, dc_ac_ratio=1.2)).decision
    assert decision.continuous.figures["coverage_fraction"] == pytest.approx(1.0, rel=1e-9)
    ranked = [decision.figures, *(runner.figures for runner in decision.runners_up)]
    costs = [row["capital"] for row in ranked]
    assert costs == sorted(costs)
    assert all(row["coverage_fraction"] >= 1 - 1e-9 for row in ranked)


def test_a_plant_for_worth_is_worth_more_than_one_for_coverage(task) -> None:
    npv = size_plant(with_keys(task, aim="npv")).decision
    for scale in (0.6, 1.3):
        other = size_plant(with_keys(task, coverage_fraction=scale)).decision
        assert npv.figures["npv"] >= other.figures["npv"] * (1 - 1e-9)
    assert [runner.lost_score >= 0 for runner in npv.runners_up] == [True] * 3


def test_the_money_of_the_first_runner_up_is_reckoned_by_hand(task) -> None:
    """1000 USD/kW: 0.92 on modules, 0.08 x 1.2 on a kW of inverters, 1000 a box, at 4000 COP."""
    figures = size_plant(task).decision.runners_up[0].figures
    boxes = 1000 * figures["inverters"]
    by_hand = USD * (920 * figures["dc_kw"] + 96 * figures["ac_kw"] + boxes)
    assert figures["capital"] == pytest.approx(by_hand, rel=1e-12)


@pytest.mark.parametrize(
    ("keys", "binding"),
    [
        ({"area_m2": 150.0}, "roof_dc_kw"),
        ({"ground_m2": 300.0}, "area_m2"),
        ({"budget_usd": 40_000.0}, "capital"),
    ],
)
def test_a_limit_is_kept_filled_and_warned_of(task, keys, binding) -> None:
    """58 faces of 2.583 m2; two rows of 52 on 29.48 x 9.77 m; 40 000 USD at 920 a kW or more."""
    sized = size_plant(with_keys(task, **keys))
    plant, decision = sized.plant, sized.decision
    most_kw = {"roof_dc_kw": 58 * 0.58, "area_m2": 104 * 0.58, "capital": 43.5}
    assert decision.binding == (binding,)
    assert plant.dc_kw <= most_kw[binding] * (1 + 1e-3)
    assert plant.dc_kw > most_kw[binding] - 20 * 0.58
    warned = [str(note.value) for note in plant.notes if note.kind == "warning"]
    assert warned == [f"{coverage(task, plant):.1%} of the load"]


@pytest.mark.parametrize(
    ("keys", "key"),
    [
        ({"budget_usd": 500.0}, "pv.budget_usd"),
        ({"area_m2": 3.0}, "pv.area_m2"),
        ({"area_m2": 1.0}, "pv.area_m2"),
        ({"aim": "payback", "coverage_fraction": 1.0, "budget_usd": 2e4}, "pv.coverage_fraction"),
        ({"aim": "npv", "least_coverage_fraction": 2.0, "ac_limit_kw": 20.0},
         "pv.least_coverage_fraction"),
        ({"module": "Jinko"}, "pv.module"),
        ({"tilt_deg": 90.0, "coverage_fraction": 5.0}, "pv.coverage_fraction"),
    ],
)  # fmt: skip
def test_what_no_plant_meets_is_refused_at_its_key(task, keys, key) -> None:
    scale = 9.0 if "tilt_deg" in keys else 1.0
    with pytest.raises(InputError) as refused:
        size_plant(with_keys(task, scale, **keys))
    assert refused.value.problems[0].field == key


def test_the_better_credit_is_kept_where_a_plant_up_to_the_step_covers_the_load(task) -> None:
    load = pd.Series(21.3, task.load_kw.index)
    plant = size_plant(replace(task, load_kw=load)).plant
    assert plant.ac_kw <= 100
    assert coverage(replace(task, load_kw=load), plant) >= 1
    above = size_plant(replace(with_keys(task, coverage_fraction=1.6), load_kw=load)).plant
    warned = [str(note.what) for note in above.notes if note.kind == "warning"]
    assert warned == [f"The plant's {above.ac_kw:g} kW lie above 100 kW"]


def test_what_nobody_chose_is_noted_and_what_somebody_chose_is_not(task) -> None:
    plant = size_plant(task).plant
    noted = [note.value for note in plant.notes]
    assert plant.module.name in noted
    assert plant.inverter.name in noted
    named = size_plant(
        with_keys(task, module="Trina TSM-700NEG21C.20", inverter="Sungrow SG110CX")
    ).plant
    assert (named.module.power_w, named.inverter.name) == (700, "Sungrow SG110CX")
    assert named.module.name not in [note.value for note in named.notes]


def test_an_oversized_inverter_that_was_asked_for_is_obeyed_and_warned_of(task) -> None:
    small = with_keys(task, 0.02, inverter="Sungrow SG110CX")
    own = size_plant(small).plant
    assert own.inverters == 1
    assert coverage(small, own) >= 1
    warned = [str(note.what) for note in own.notes if note.kind == "warning"]
    assert any("near the DC/AC ratio" in what for what in warned)


def test_more_losses_need_more_modules(task) -> None:
    sizes = [
        size_plant(with_keys(task, losses=losses)).decision.continuous.dc_kw
        for losses in (None, {"soiling": 0.2})
    ]
    assert sizes[1] == pytest.approx(sizes[0] * 0.98 / 0.8, rel=0.02)


def test_where_no_plant_pays_none_is_built(task) -> None:
    dear = task.study.prices.model_copy(update={"pv_usd_per_kw": 1e6})
    study = task.study.model_copy(update={"prices": dear})
    sized = size_plant(replace(with_keys(task, aim="npv"), study=study))
    assert (sized.plant, sized.decision) == (None, None)


def test_a_best_orientation_is_no_worse_than_the_one_given(task) -> None:
    given_plane = size_plant(with_keys(task, aim="npv")).decision.continuous.score
    best = size_plant(with_keys(task, aim="npv", orientation="best")).decision
    assert best.continuous.score >= given_plane * (1 - 1e-9)
    assert 10 <= best.plane.tilt_deg <= 3 + 25


@pytest.mark.parametrize("budget_usd", [30_000.0, 90_000.0])
def test_sites_that_share_a_budget_spend_no_more_than_it(task, budget_usd) -> None:
    money = task.study.finance.model_copy(update={"plant_budget_usd": budget_usd})
    study = task.study.model_copy(update={"finance": money})
    tasks = [
        replace(with_keys(task, scale), study=study, site=study.sites[place])
        for place, scale in enumerate((1.0, 0.4))
    ]
    split = share_plants(study, tasks)
    assert sum(split.capital.values()) <= budget_usd * USD * (1 + 1e-9)
    assert sum(split.capital.values()) == pytest.approx(split.shared.capital, rel=1e-9)
    for one in tasks:
        own = split.capital[one.site.name]
        decision = size_plant(replace(one, budget=own)).decision
        assert (decision is None) == (own == 0)
        assert own == 0 or decision.figures["capital"] <= own * (1 + 1e-9)


def test_without_a_budget_of_all_plants_nothing_is_shared(task) -> None:
    assert share_plants(task.study, [task]) is None


def test_the_range_of_the_ratio_is_that_of_the_tolerance_up_to_the_bound() -> None:
    assert dc_ac_range(1.0, is_searched=False) == pytest.approx((1 / 1.15, 1 / 0.85))
    assert dc_ac_range(2.0, is_searched=False) == pytest.approx((1.4 / 1.15, 1.4))
    assert dc_ac_range(1.2, is_searched=True) == (1.0, 1.4)


def test_only_inverters_that_bear_the_current_of_a_string_are_looked_at(here) -> None:
    large = module("Jinko JKM720N-66HL5-BDV")  # 1.25 x 18.67 A = 23.3 A
    year = simulate(here, dc_kw=1.0, tilt_deg=10.0, azimuth_deg=180.0)
    wire = partial(
        wired_options,
        large,
        extremes=site_extremes(here, year),
        hottest_air_c=28.0,
    )
    wired = wire(inverter_candidates(None), altitude_m=1200.0)
    assert "ZCS Azzurro 1PH 5000TLM-V3" not in {option.name for option in wired.options}
    assert all(wired.inverters[o.name].isc_max_a >= 23.3 for o in wired.options)
    with pytest.raises(InputError, match="Azzurro"):
        wire(inverter_candidates("ZCS Azzurro 1PH 5000TLM-V3"), altitude_m=1200.0)


def test_thin_air_leaves_out_what_is_not_allowed_there_and_derates_the_rest(here) -> None:
    """At 3800 m and 28 degC the Sungrow feels 36 degC; the Huawei of 1000 m feels 56 degC."""
    year = simulate(here, dc_kw=1.0, tilt_deg=10.0, azimuth_deg=180.0)
    wire = partial(wired_options, module(), extremes=site_extremes(here, year), hottest_air_c=28.0)
    units = (inverter("Sungrow SG110CX"), inverter("Huawei SUN2000-100KTL-M2"))
    high = {option.name: option for option in wire(units, altitude_m=3800.0).options}
    assert high["Sungrow SG110CX"].power_fraction == 1
    # between 0.90 at 50 degC and 0.36 at 60 degC
    assert high["Huawei SUN2000-100KTL-M2"].power_fraction == pytest.approx(0.90 - 0.6 * 0.54)
    bearing = (*units, inverter("Sungrow SG250HX"))
    higher = wire(bearing, altitude_m=4500.0)
    assert [option.name for option in higher.options] == ["Sungrow SG250HX"]
    assert "Sungrow SG110CX" in str(higher.notes[0].value)
    # none is allowed: those allowed highest stay, derated along the line: 28 + 15 degC at 4500 m
    beyond = {option.name: option for option in wire(units, altitude_m=4500.0).options}
    assert beyond["Sungrow SG110CX"].power_fraction == 1
    assert "Huawei SUN2000-100KTL-M2" not in beyond  # 28 + 35 degC: it would be off


def test_counts_that_are_no_plant_are_refused(here) -> None:
    design = DesignTask(
        module=module(), tilt_deg=10.0, azimuth_deg=180.0, produce=partial(simulate, here)
    )
    counts = {"inverters": 2, "strings": 3, "string_modules": 18}
    build = partial(plant_of, design, inverter=inverter("Sungrow SG40CX"))
    for field in counts:
        with pytest.raises(InputError, match=f"^{field}: 0"):
            build(**{**counts, field: 0})
    with pytest.raises(InputError, match="a string for each inverter"):
        build(**{**counts, "strings": 1})


def test_the_energy_follows_the_inverters_efficiency_and_its_default(here) -> None:
    design = DesignTask(
        module=module(), tilt_deg=10.0, azimuth_deg=180.0, produce=partial(simulate, here)
    )
    box = Inverter("box", 1100.0, 200.0, 1000.0, 40.0, ac_kw=100.0, trackers=10)
    counts = {"inverters": 1, "strings": 8, "string_modules": 18}
    plain = plant_of(design, inverter=box, **counts)  # 83.5 kW: the limit is never reached
    rated = plant_of(design, inverter=replace(box, efficiency_fraction=0.984), **counts)
    assert rated.annual_ac_kwh / plain.annual_ac_kwh == pytest.approx(0.984 / 0.96, rel=2e-3)


def test_what_has_no_rated_power_is_refused() -> None:
    bare = PvModule("own", 50.0, 42.0, 14.0, 13.1, -0.0026, -0.0034)
    with pytest.raises(InputError, match=r"^module\.power_w"):
        module_kw(bare)
    with pytest.raises(InputError, match=r"^inverter\.ac_kw"):
        inverter_candidates(Inverter("box", 1100.0, 200.0, 1000.0, 40.0))


def test_a_limit_met_to_the_last_digit_is_not_warned_of() -> None:
    assert ac_limit_note(3 * 0.1, 0.3) == ()
