"""The plant against every plant of the catalogue, and the limits and heights that it must keep."""

from __future__ import annotations

import math
from dataclasses import replace
from itertools import product
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pilot_runs import EXAMPLE

from equipment_catalog.errors import InputError
from equipment_catalog.inverters import Inverter, catalogue_inverters, inverter
from equipment_catalog.pv_modules import module
from mine_study.chooser import moved_price
from mine_study.site_electrical import site_electrical
from mine_study.site_size import PlantSearch, SizeTask, search_plant, sized_plant
from mine_study.size_money import export_regimes
from mine_study.size_task import wired
from mine_study.study_reader import examine_study
from project_finance.tariffs import fit_tariff, read_tariff
from pv_design.components.altitude_derating import altitude_limits
from pv_design.electrical.layout import lay_out
from pv_design.electrical.row_ground import row_ground
from pv_design.size_search.size_figures import SizeFigures
from pv_design.size_search.standing_inverters import standing_inverters
from pv_design.weather import Weather, embedded_weather

if TYPE_CHECKING:
    from collections.abc import Iterator

MODULE_KW = 0.58
PLACE = {"latitude_deg": 2.98, "tilt_deg": 10.0, "azimuth_deg": 180.0, "row_width_m": 30.0}


@pytest.fixture(scope="module")
def here() -> Weather:
    return embedded_weather(
        2.983982, -76.6507771, altitude_m=1200.0, ghi_kwh_m2_day=5.0, ghi_reason="a sunny mine"
    )


@pytest.fixture(scope="module")
def task(here: Weather) -> SizeTask:
    study = examine_study(EXAMPLE / "study.yaml").study
    assert study is not None
    hour, sheet = here.hours.hour, read_tariff("CO-CEO-2013-02-N1")
    return SizeTask(
        study=study,
        site=study.sites[0],
        load_kw=pd.Series(np.where((hour >= 6) & (hour < 22), 8.0, 1.0), here.hours),
        weather=here,
        tariff=fit_tariff(sheet, price_per_kwh=900.0, study_year=2025, spot_price_per_kwh=250.0),
        folder=EXAMPLE,
    )


def with_keys(task: SizeTask, **keys: object) -> SizeTask:
    site = task.site.model_copy(update={"pv": task.site.pv.model_copy(update=keys)})
    return replace(task, site=site)


def found(task: SizeTask) -> PlantSearch:
    search = search_plant(task)
    assert search is not None
    return search


def every_plant(search: PlantSearch, most_dc_kw: float) -> Iterator[dict[str, object]]:
    """Yield every plant of equal strings on each inverter of the catalogue, counted one by one."""
    options = wired(search.task, search.cases, None, short_strings=False).options
    for option in options:
        lengths = range(option.fewest_modules, option.most_modules + 1)
        boxes = range(1, int(most_dc_kw / option.ac_kw) + 1)
        for length, count, each in product(lengths, boxes, range(1, option.most_strings + 1)):
            dc_kw, ac_kw = length * count * each * MODULE_KW, count * option.ac_kw
            if dc_kw <= most_dc_kw and 1.2 / 1.15 - 1e-9 <= dc_kw / ac_kw <= 1.4 + 1e-9:
                yield {
                    "option": option,
                    "inverters": count,
                    "modules": length * count * each,
                    "dc_kw": dc_kw,
                    "ac_kw": ac_kw,
                }


def judged(search: PlantSearch, plant: dict, regimes: tuple, known: dict) -> pd.Series:
    option, ratio = plant["option"], plant["dc_kw"] / plant["ac_kw"]
    sun = (round(ratio, 9), option.efficiency_fraction)
    if sun not in known:
        known[sun] = search.cases.at(ratio, option.efficiency_fraction)
    regime = next(i for i, one in enumerate(regimes) if plant["ac_kw"] <= one.most_ac_kw)
    sizes = (np.array([float(plant[name])]) for name in ("dc_kw", "ac_kw", "inverters"))
    return SizeFigures.of(known[sun], regime).at_few(*sizes).iloc[0]


def test_no_plant_of_the_whole_catalogue_beats_the_one_that_is_taken(task) -> None:
    searches = {
        aim: found(with_keys(task, aim=aim)) for aim in ("npv", "coverage", "payback", "lcoe")
    }
    known: dict = {}
    plants = list(every_plant(searches["npv"], 100.0))
    regimes = export_regimes(task.site, task.tariff)
    table = pd.DataFrame([judged(searches["npv"], plant, regimes, known) for plant in plants])
    covers = table[table["coverage_fraction"] >= 1 - 1e-9]
    near = table[table["dc_kw"] <= 1.5 * searches["lcoe"].best.dc_kw + 20 * MODULE_KW]
    best = {
        "npv": ("npv", table["npv"].max()),
        "coverage": ("capital", covers["capital"].min()),
        "payback": ("payback_years", covers["payback_years"].min()),
        "lcoe": ("lcoe_per_kwh", near["lcoe_per_kwh"].min()),
    }
    assert len({plant["option"].name for plant in plants}) >= 8
    for aim, (name, value) in best.items():
        taken = searches[aim].found.plants.ranked.iloc[0]
        assert taken[name] == pytest.approx(value, rel=1e-9), aim


def test_many_small_boxes_cost_what_each_of_them_costs_to_mount(task) -> None:
    """Without that cost a plant of more boxes may win; with 10 000 USD a box none does."""
    dear = task.study.prices.model_copy(update={"pv_usd_per_inverter": 1e4})
    study = task.study.model_copy(update={"prices": dear})
    now = found(task).found.plants.ranked.iloc[0]
    few = found(replace(task, study=study)).found.plants.ranked.iloc[0]
    assert few["inverters"] <= now["inverters"]
    power_alone = 4000 * (920 * few["dc_kw"] + 96 * few["ac_kw"])
    assert few["capital"] - power_alone == pytest.approx(4000 * 1e4 * few["inverters"], rel=1e-9)


def test_every_inverter_of_a_plant_bears_the_same_strings(task) -> None:
    every = found(with_keys(task, aim="npv")).found.plants.every
    assert (every["strings"] % every["inverters"] == 0).all()


@given(low=st.floats(0, 6000), rise=st.floats(0, 3000), air_c=st.floats(-10, 45))
def test_no_inverter_gives_more_by_standing_higher(low: float, rise: float, air_c: float) -> None:
    high = min(low + rise, 6000.0)
    for unit in catalogue_inverters(proposed_only=False):
        assert share(unit, high, air_c) <= share(unit, low, air_c) + 1e-12


def share(unit: Inverter, altitude_m: float, air_c: float) -> float:
    """Return what is left of an inverter's power, nothing where it is refused alone."""
    try:
        alone = standing_inverters([unit], altitude_m=altitude_m, hottest_air_c=air_c)
    except InputError:
        return 0.0
    return alone.power_fractions[unit.name]


def test_just_above_their_limit_inverters_go_out_and_the_whole_catalogue_is_asked() -> None:
    every = catalogue_inverters(proposed_only=False)
    below = standing_inverters(catalogue_inverters(), every, altitude_m=4000, hottest_air_c=20)
    above = standing_inverters(catalogue_inverters(), every, altitude_m=4001, hottest_air_c=20)
    assert set(below.inverters) <= set(catalogue_inverters())
    assert [unit.name for unit in above.inverters] == ["Sungrow SG250HX"]
    highest = standing_inverters(catalogue_inverters(), every, altitude_m=5400, hottest_air_c=20)
    assert [unit.name for unit in highest.inverters] == ["Sungrow SG250HX"]
    # 4000 m of full power: 20 + 14 degC at 5400 m stays below 45 degC
    assert highest.power_fractions == {"Sungrow SG250HX": 1.0}


def test_an_inverter_without_power_in_the_heat_is_left_out_and_named() -> None:
    """At 3900 m the 50 kW Huawei, derated from 1000 m, feels 31.5 + 29 = 60.5 degC: it is off."""
    units = (inverter("Huawei SUN2000-50KTL-M3"), inverter("Sungrow SG40CX"))
    kept = standing_inverters(units, altitude_m=3900.0, hottest_air_c=31.5)
    assert [unit.name for unit in kept.inverters] == ["Sungrow SG40CX"]
    assert [names for _, names in kept.left_out] == [["Huawei SUN2000-50KTL-M3"]]
    with pytest.raises(InputError, match="gives power at 3,900 m"):
        standing_inverters(units[:1], altitude_m=3900.0, hottest_air_c=31.5)


def test_the_study_names_an_inverter_that_stands_too_high_and_warns(task) -> None:
    high = replace(task, weather=replace(task.weather, altitude_m=4300.0))
    sized = sized_plant(found(with_keys(high, inverter="Sungrow SG110CX")))
    plant = sized.plant
    assert plant is not None
    assert altitude_limits(plant.inverter).altitude_max_m == 4000
    electrical = site_electrical(plant, high.weather, high.site.pv, country="CO")
    said = [str(note.what) for note in electrical.notes if note.kind == "warning"]
    assert any("is allowed up to 4,000 m" in what for what in said)


@given(modules=st.integers(1, 2000), gcr=st.none() | st.floats(0.05, 0.9))
def test_the_ground_that_limits_the_size_is_the_ground_of_the_layout(
    modules: int, gcr: float | None
) -> None:
    field = row_ground(module(), **PLACE, gcr=gcr)
    ground = lay_out(field, modules=modules).ground_area_m2
    assert field.ground_m2(np.array(float(modules))) == pytest.approx(ground, rel=1e-12)
    # what is reckoned for any size never forbids a plant whose rows fit
    most = (ground + field.last_gap_m2) / field.m2_per_module
    assert most >= modules * (1 - 1e-9)


@pytest.mark.parametrize("keys", [{}, {"gcr": 0.4}, {"orientation": "best"}])
@pytest.mark.parametrize("ground_m2", [280.0, 520.0])
def test_the_rows_of_the_plant_fit_on_the_ground_there_is(task, keys, ground_m2) -> None:
    tight = with_keys(task, aim="npv", ground_m2=ground_m2, **keys)
    plant = sized_plant(found(tight)).plant
    assert plant is not None
    layout = site_electrical(plant, tight.weather, tight.site.pv, country="CO").layout
    assert layout is not None
    assert layout.ground_area_m2 <= ground_m2 * (1 + 1e-9)


@pytest.mark.parametrize(("gcr", "kind"), [(0.3, "assumption"), (0.95, "warning"), (None, None)])
def test_the_rows_shown_to_the_installer_stand_as_far_apart_as_asked(task, gcr, kind) -> None:
    asked = with_keys(task, gcr=gcr)
    plant = sized_plant(found(asked)).plant
    assert plant is not None
    electrical = site_electrical(plant, asked.weather, asked.site.pv, country="CO")
    noted = [note.kind for note in electrical.notes if "pv.gcr" in str(note.what)]
    assert noted == ([] if kind is None else [kind])
    assert electrical.layout is not None
    # two modules of 2.278 m up; 4.556 m x cos 10 deg + 0.8 m of aisle where nothing is asked
    pitch_m = 4.556 / gcr if gcr else 4.556 * math.cos(math.radians(10)) + 0.8
    assert electrical.layout.pitch_m == pytest.approx(pitch_m, rel=1e-9)
    assert (electrical.layout.free_hours is None) == (kind == "warning")


def test_a_missed_coverage_names_the_limit_that_holds_it(task) -> None:
    """20 kW of inverters bear 28 kWp at DC/AC 1.4; one more inverter would pass the 20 kW."""
    sized = sized_plant(found(with_keys(task, ac_limit_kw=20.0)))
    assert sized.plant is not None
    assert sized.decision is not None
    assert sized.plant.dc_kw < 28 + 1e-9
    assert sized.decision.binding == ("ac_kw",)
    (missed,) = (n for n in sized.plant.notes if "do not hold the plant" in str(n.what))
    assert missed.source == "pv.ac_limit_kw"


@pytest.mark.parametrize(
    ("keys", "is_worth"),
    [
        ({"aim": "coverage", "coverage_fraction": 1.0}, True),
        ({"aim": "coverage", "coverage_fraction": 0.5}, False),
        ({"aim": "npv", "coverage_fraction": 1.0}, False),
    ],
)
def test_moved_work_is_worth_something_only_where_a_surplus_is_sought(task, keys, is_worth) -> None:
    site = with_keys(task, **keys).site
    assert (moved_price(site, task.tariff) > 0) == is_worth
