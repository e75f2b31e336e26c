"""Plants of whole modules and inverters: covered, balanced, and not larger than needed."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd
import pytest

from equipment_catalog.errors import InputError
from equipment_catalog.inverters import Inverter, catalogue_inverters, inverter
from equipment_catalog.pv_modules import PvModule, module
from equipment_catalog.year_hours import hours_of_year
from pv_design.inverter_choice import choose_inverters, inverter_candidates, rated_kw
from pv_design.module_count import DesignTask, design_of
from pv_design.plant import Plant, choose_plant
from pv_design.plant_notes import ac_limit_note
from pv_design.production import simulate
from pv_design.weather import Weather, embedded_weather

PLANE: dict[str, Any] = {"tilt_deg": 10.0, "azimuth_deg": 180.0}
OWN = PvModule("own", 50.0, 42.0, 14.0, 13.1, -0.0026, -0.0034, power_w=550.0)


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
def plant(here: Weather, two_shifts: pd.Series) -> Plant:
    return choose_plant(here, two_shifts, **PLANE)


@pytest.mark.parametrize("scale", [0.002, 0.03, 0.4, 1.0, 9.0])
@pytest.mark.parametrize("coverage", [0.35, 1.0])
def test_the_plant_covers_what_was_asked_and_one_module_less_would_not(
    here: Weather, two_shifts: pd.Series, scale: float, coverage: float
) -> None:
    load = two_shifts * scale
    chosen = choose_plant(here, load, coverage_fraction=coverage, **PLANE)
    task = DesignTask(
        weather=here,
        module=module(),
        candidates=inverter_candidates(module(), None),
        options={},
        **PLANE,
    )
    assert chosen.coverage_fraction >= coverage
    if chosen.modules > 1:
        fewer = design_of(task, chosen.modules - 1)
        assert fewer.production.annual_ac_kwh < coverage * load.sum()


def test_the_year_of_the_plant_is_that_of_its_rounded_size(here: Weather, plant: Plant) -> None:
    assert plant.dc_kw == pytest.approx(plant.modules * 0.58, rel=1e-12)
    assert plant.inverter.ac_kw is not None
    assert plant.ac_kw == plant.inverters * plant.inverter.ac_kw
    again = simulate(
        here,
        dc_kw=plant.dc_kw,
        ac_kw=plant.ac_kw,
        gamma_pmp_per_c=-0.0029,
        inverter_efficiency=plant.inverter.efficiency_fraction,
        **PLANE,
    )
    assert again.annual_ac_kwh == plant.annual_ac_kwh


def test_every_hour_and_the_year_are_in_balance(two_shifts: pd.Series, plant: Plant) -> None:
    ac = plant.production.ac_kw
    assert (plant.self_used_kw + plant.export_kw).to_numpy() == pytest.approx(ac.to_numpy())
    assert (plant.self_used_kw + plant.import_kw).to_numpy() == pytest.approx(two_shifts.to_numpy())
    assert not ((plant.export_kw > 0) & (plant.import_kw > 0)).any()
    for power in (plant.self_used_kw, plant.export_kw, plant.import_kw):
        assert power.min() >= 0
        assert power.index.equals(two_shifts.index)
    year = plant.self_used_kwh + plant.export_kwh
    assert year == pytest.approx(plant.annual_ac_kwh, rel=1e-9)
    assert plant.import_kwh == pytest.approx(plant.load_kwh - plant.self_used_kwh, rel=1e-9)
    assert plant.self_sufficiency_fraction == pytest.approx(
        plant.self_consumption_fraction * plant.coverage_fraction, rel=1e-9
    )


def test_what_nobody_chose_is_noted_and_what_somebody_chose_is_not(
    here: Weather, two_shifts: pd.Series, plant: Plant
) -> None:
    noted = [note.value for note in plant.notes]
    assert plant.module.name in noted
    assert plant.inverter.name in noted
    named = choose_plant(
        here, two_shifts, module="Trina TSM-700NEG21C.20", inverter="Sungrow SG110CX", **PLANE
    )
    assert named.module.power_w == 700
    assert named.inverter.name == "Sungrow SG110CX"
    assert named.module.name not in [note.value for note in named.notes]


def test_a_small_area_is_filled_and_the_shortfall_is_a_warning(
    here: Weather, two_shifts: pd.Series
) -> None:
    small = choose_plant(here, two_shifts, area_m2=26.0, **PLANE)
    assert small.modules == 10  # 2.278 m x 1.134 m = 2.583 m2 each
    assert small.coverage_fraction < 0.1
    assert [str(note.value) for note in small.notes if note.kind == "warning"] == [
        f"{small.coverage_fraction:.1%} of the load"
    ]


def test_an_area_with_room_to_spare_changes_nothing(
    here: Weather, two_shifts: pd.Series, plant: Plant
) -> None:
    roomy = choose_plant(here, two_shifts, area_m2=1e5, **PLANE)
    assert (roomy.modules, roomy.notes) == (plant.modules, plant.notes)


def test_an_oversized_inverter_that_was_asked_for_is_obeyed(here: Weather) -> None:
    load = pd.Series(0.1, here.hours)
    own = choose_plant(here, load, module=OWN, inverter="Sungrow SG110CX", **PLANE)
    assert own.inverters == 1
    assert own.coverage_fraction >= 1  # hardly efficient at 2 % of its load, so more modules
    fitting = choose_plant(here, load, module=OWN, **PLANE)
    assert own.modules > fitting.modules


def test_more_losses_need_more_modules(here: Weather, two_shifts: pd.Series, plant: Plant) -> None:
    dusty = choose_plant(here, two_shifts, losses={"soiling": 0.2}, **PLANE)
    assert dusty.modules == pytest.approx(plant.modules * 0.98 / 0.8, rel=0.02)


@pytest.mark.parametrize("dc_kw", [0.55, 2.0, 7.0, 13.34, 31.0, 58.0, 121.0, 150.0, 999.0, 5e4])
@pytest.mark.parametrize("ratio", [0.8, 1.2, 1.39, 2.0])
def test_the_ratio_never_exceeds_the_bound(dc_kw: float, ratio: float) -> None:
    unit, count = choose_inverters(dc_kw, ratio, catalogue_inverters())
    assert unit.ac_kw is not None
    assert count >= 1
    assert dc_kw / (count * unit.ac_kw) <= 1.4 * (1 + 1e-12)


@pytest.mark.parametrize(
    ("dc_kw", "name", "count"),
    [
        (120.0, "Huawei SUN2000-100KTL-M2", 1),
        (132.0, "Sungrow SG110CX", 1),
        (48.0, "Sungrow SG40CX", 1),
        (600.0, "Sungrow SG110CX", 4),  # 440 of 500 kW is within 15 %, and 600/440 = 1.36
        (700.0, "Sungrow SG110CX", 5),  # four would be 700/440 = 1.59; 550 is nearer than 500
        (3.6, "Solis S6-GR1P3K-M", 1),
    ],
)
def test_fewest_units_near_the_aim_are_taken(dc_kw: float, name: str, count: int) -> None:
    unit, number = choose_inverters(dc_kw, 1.2, catalogue_inverters())
    assert (unit.name, number) == (name, count)


@pytest.mark.parametrize(
    ("dc_kw", "limit_kw", "total_kw"),
    [
        (127.6, None, 110),  # nearest to 106.3 kW
        (127.6, 100.0, 100),  # 127.6 / 100 = 1.28
        (127.6, 99.0, 99),  # three of 33 kW: 1.29
        (127.6, 90.0, 110),  # 127.6 / 90 = 1.42 is too much, so nothing changes
        (140.0, 100.0, 100),  # exactly 1.4
        (250 * 0.56, 100.0, 100),  # 140.00000000000003 is 140
        (140.1, 100.0, 110),  # a hair above: 117 kW are aimed at, one of 110 kW is within 15 %
        (48.0, 100.0, 40),  # far below the limit nothing changes
        (600.0, 100.0, 440),
    ],
)
def test_a_plant_stays_at_the_limit_where_the_ratio_allows(
    dc_kw: float, limit_kw: float | None, total_kw: float
) -> None:
    unit, count = choose_inverters(dc_kw, 1.2, catalogue_inverters(), ac_limit_kw=limit_kw)
    assert count * rated_kw(unit) == total_kw


@pytest.mark.parametrize("limit_kw", [4.0, 33.0, 90.0, 100.0, 105.0, 1000.0])
@pytest.mark.parametrize("ratio", [0.8, 1.2, 1.39, 2.0])
def test_the_limit_is_passed_only_where_no_number_of_one_type_keeps_it(
    limit_kw: float, ratio: float
) -> None:
    powers = np.array([rated_kw(unit) for unit in catalogue_inverters()])
    for dc_kw in np.arange(0.58, 200.0, 7 * 0.58):
        unit, count = choose_inverters(
            float(dc_kw), ratio, catalogue_inverters(), ac_limit_kw=limit_kw
        )
        largest = np.floor(limit_kw / powers) * powers
        assert dc_kw / (count * rated_kw(unit)) <= 1.4 * (1 + 1e-9)
        assert (count * rated_kw(unit) <= limit_kw) == bool((largest * 1.4 >= dc_kw).any())


def test_the_plant_of_the_limit_is_the_one_of_its_inverters_and_has_no_warning(
    here: Weather,
) -> None:
    load = pd.Series(21.3, here.hours)
    free = choose_plant(here, load, **PLANE)
    kept = choose_plant(here, load, ac_limit_kw=100.0, **PLANE)
    assert (free.ac_kw, kept.ac_kw) == (110, 100)
    assert kept.coverage_fraction >= 1
    assert kept.dc_kw / kept.ac_kw <= 1.4
    for plant in (free, kept):
        assert "warning" not in [note.kind for note in plant.notes]


@pytest.mark.parametrize("wish", [{"inverter": "Sungrow SG110CX"}, {"coverage_fraction": 1.5}])
def test_a_plant_above_the_limit_is_warned_of(here: Weather, wish: dict[str, Any]) -> None:
    load = pd.Series(21.3, here.hours)
    above = choose_plant(here, load, ac_limit_kw=100.0, **wish, **PLANE)
    warned = [note for note in above.notes if note.kind == "warning"]
    assert [str(note.what) for note in warned] == [
        f"The plant's {above.ac_kw:g} kW lie above 100 kW"
    ]
    assert str(warned[0].effect) == "exported energy is worth less above the limit"


def test_a_limit_met_to_the_last_digit_is_kept_and_not_warned_of(here: Weather) -> None:
    small = Inverter("small", 600.0, 80.0, 500.0, 30.0, ac_kw=0.1)  # 3 x 0.1 = 0.30000000000000004
    assert choose_inverters(0.36, 1.2, [small], ac_limit_kw=0.3) == (small, 3)
    plant = choose_plant(
        here, pd.Series(0.06, here.hours), module=OWN, inverter=small, ac_limit_kw=0.4, **PLANE
    )
    assert "warning" not in [note.kind for note in plant.notes]
    assert ac_limit_note(3 * 0.1, 0.3) == ()


@pytest.mark.parametrize("limit_kw", [0.0, -1.0, float("nan"), float("inf")])
def test_a_limit_that_is_no_power_is_refused(here: Weather, limit_kw: float) -> None:
    with pytest.raises(InputError, match=rf"^ac_limit_kw: {limit_kw} is not accepted"):
        choose_plant(here, pd.Series(1.0, here.hours), ac_limit_kw=limit_kw, **PLANE)


def notes_of_efficiency(plant: Plant) -> list[tuple[str, str]]:
    return [
        (str(note.value), str(note.source))
        for note in plant.notes
        if "Nominal efficiency" in str(note.what)
    ]


def test_the_efficiency_is_the_inverters_own_and_its_note_tells_what_is_from_memory(
    here: Weather, two_shifts: pd.Series
) -> None:
    huawei = choose_plant(here, two_shifts, inverter="Huawei SUN2000-100KTL-M2", **PLANE)
    said = "Huawei data sheet SUN2000-100KTL-M2 (2023, secondary)"
    assert notes_of_efficiency(huawei) == [("98.4%", said)]
    sungrow = choose_plant(here, two_shifts, inverter="Sungrow SG110CX", **PLANE)
    assert notes_of_efficiency(sungrow) == [("98.5%", "from memory, not read in a source")]


def test_the_energy_follows_the_inverters_efficiency_and_a_given_one_has_no_note(
    here: Weather,
) -> None:
    task = DesignTask(
        weather=here,
        module=module(),
        candidates=inverter_candidates(module(), "Huawei SUN2000-100KTL-M2"),
        options={},
        **PLANE,
    )
    own = design_of(task, 150).production  # 87 kW: the limit is never reached
    given = design_of(replace(task, options={"inverter_efficiency": 0.96}), 150).production
    assert not any("Nominal" in str(note.what) for note in (*own.notes, *given.notes))
    assert own.annual_ac_kwh / given.annual_ac_kwh == pytest.approx(0.984 / 0.96, rel=2e-3)


def test_an_inverter_without_an_efficiency_takes_the_default_with_its_note(here: Weather) -> None:
    box = Inverter("box", 1100.0, 200.0, 1000.0, 40.0, ac_kw=10.0)
    plain = choose_plant(here, pd.Series(1.0, here.hours), inverter=box, **PLANE)
    ((value, source),) = notes_of_efficiency(plain)
    assert (value, "PVWatts" in source) == ("96.0%", True)
    rated = replace(box, efficiency_fraction=0.97)
    known = choose_plant(here, pd.Series(1.0, here.hours), inverter=rated, **PLANE)
    assert notes_of_efficiency(known) == [("97.0%", "given with the inverter")]


def test_only_inverters_that_bear_the_current_of_a_string_are_proposed() -> None:
    large = module("Jinko JKM720N-66HL5-BDV")  # 1.25 x 18.67 A = 23.3 A
    assert "ZCS Azzurro 1PH 5000TLM-V3" not in {u.name for u in inverter_candidates(large, None)}
    assert all(unit.isc_max_a >= 23.3 for unit in inverter_candidates(large, None))
    assert inverter_candidates(large, inverter("ZCS Azzurro 1PH 5000TLM-V3"))


def test_a_load_of_another_clock_or_length_is_refused(here: Weather, two_shifts: pd.Series) -> None:
    with pytest.raises(InputError, match="the clock of the weather"):
        choose_plant(here, two_shifts.tz_convert("UTC"), **PLANE)
    with pytest.raises(InputError, match="8760"):
        choose_plant(here, two_shifts.iloc[1:], **PLANE)
    other_year = two_shifts.set_axis(hours_of_year(2031, -5))
    assert choose_plant(here, other_year, **PLANE).import_kw.index[0].year == 2031


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"coverage_fraction": 0.0}, "coverage_fraction"),
        ({"coverage_fraction": float("nan")}, "coverage_fraction"),
        ({"module": "Jinko"}, "module"),
        ({"inverter": "Huawei"}, "inverter"),
        ({"area_m2": 1.0}, "area_m2"),
        ({"area_m2": float("nan")}, "area_m2"),
        ({"module": OWN, "area_m2": 100.0}, "module"),
        ({"module": PvModule("own", 50.0, 42.0, 14.0, 13.1, -0.0026, -0.0034)}, "module.power_w"),
    ],
)
def test_wrong_wishes_are_refused_by_the_name_of_their_field(
    here: Weather, two_shifts: pd.Series, wrong: dict[str, Any], field: str
) -> None:
    with pytest.raises(InputError) as refused:
        choose_plant(here, two_shifts, **{**PLANE, **wrong})
    assert refused.value.problems[0].field == field


def test_a_load_of_nothing_has_no_plant(here: Weather) -> None:
    with pytest.raises(InputError, match=r"load_kw: 0\.0 is not accepted"):
        choose_plant(here, pd.Series(0.0, here.hours), **PLANE)
