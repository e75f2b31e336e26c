"""Modules and inverters of the catalogue: consistent with themselves and with their sources."""

from __future__ import annotations

import itertools
from dataclasses import fields

import pytest

from equipment_catalog.errors import InputError
from equipment_catalog.inverters import Inverter, catalogue_inverters, inverter
from equipment_catalog.pv_modules import PvModule, catalogue_modules, module
from equipment_catalog.tables import read_facts

MODULES = [module(name) for name in catalogue_modules()]
INVERTERS = catalogue_inverters(proposed_only=False)


@pytest.mark.parametrize("one", MODULES, ids=lambda one: one.name)
def test_the_power_of_a_module_is_its_voltage_times_its_current(one: PvModule) -> None:
    assert one.power_w is not None
    assert one.vmp_v * one.imp_a == pytest.approx(one.power_w, rel=2e-3)  # ratings are rounded


@pytest.mark.parametrize(
    ("name", "printed"),
    [("Jinko JKM580N-72HL4-V", 0.2245), ("Trina TSM-700NEG21C.20", 0.225)],
)
def test_the_face_of_a_module_gives_the_efficiency_its_data_sheet_prints(
    name: str, printed: float
) -> None:
    one = module(name)
    assert one.power_w is not None
    assert one.area_m2 is not None
    assert one.power_w / 1000 / one.area_m2 == pytest.approx(printed, abs=5e-4)


def test_coefficients_of_millivolts_become_fractions_of_the_open_circuit() -> None:
    longi = module("LONGi LR5-72HBD-545M")
    assert longi.beta_voc_fraction_per_c * longi.voc_v == pytest.approx(-0.134, rel=1e-4)
    assert longi.alpha_isc_fraction_per_c == pytest.approx(0.00430 / 13.92, rel=1e-4)


@pytest.mark.parametrize("one", MODULES, ids=lambda one: one.name)
def test_the_voltage_at_maximum_power_falls_faster_than_at_open_circuit(one: PvModule) -> None:
    assert one.beta_vmp_fraction_per_c < one.beta_voc_fraction_per_c < 0
    assert one.gamma_pmp_fraction_per_c is not None
    assert one.alpha_isc_fraction_per_c is not None
    assert one.beta_vmp_fraction_per_c + one.alpha_isc_fraction_per_c == pytest.approx(
        one.gamma_pmp_fraction_per_c
    )


def test_the_catalogue_holds_what_is_sold_today() -> None:
    powers = [one.power_w for one in MODULES if one.power_w and 540 <= one.power_w <= 700]
    assert len(powers) >= 6
    sizes = [one.ac_kw for one in INVERTERS if one.ac_kw and 20 <= one.ac_kw <= 330]
    assert len(sizes) >= 8
    assert max(sizes) > 300


@pytest.mark.parametrize("one", MODULES, ids=lambda one: one.name)
def test_a_module_has_the_weight_and_the_yield_of_glass_and_silicon(one: PvModule) -> None:
    assert one.area_m2 is not None
    assert one.power_w is not None
    assert 0.205 < one.power_w / 1000 / one.area_m2 < 0.24  # PERC to TOPCon
    assert one.weight_kg is None or 10 < one.weight_kg / one.area_m2 < 13  # glass 3.2 or 2 x 2 mm
    assert one.cells_in_series is not None
    assert 0.66 < one.voc_v / one.cells_in_series < 0.76  # volts of a silicon cell


@pytest.mark.parametrize("one", MODULES, ids=lambda one: one.name)
def test_a_module_tells_which_of_its_fields_are_from_memory(one: PvModule) -> None:
    assert set(one.from_memory.split()) <= {field.name for field in fields(PvModule)}


def test_nobody_is_offered_an_inverter_from_memory_or_of_800_volts() -> None:
    offered = catalogue_inverters()
    assert {one.trust for one in offered} <= {"published", "secondary"}
    assert all(one.ac_v is None or one.ac_v < 800 for one in offered)
    assert set(offered) < set(INVERTERS)
    assert inverter("Sungrow SG350HX") not in offered  # but it is there for who asks


def test_exactly_one_module_is_the_default() -> None:
    table = read_facts("equipment_catalog", "data/pv_modules.csv")
    assert list(table.loc[table["default"] == "yes", "name"]) == [module().name]


@pytest.mark.parametrize("one", [*MODULES, *INVERTERS], ids=lambda one: one.name)
def test_every_row_has_a_source_a_year_and_a_trust(one: PvModule | Inverter) -> None:
    assert one.source
    assert one.year is not None
    assert 2015 <= one.year <= 2026
    assert one.trust in {"published", "secondary", "computed", "memory"}


@pytest.mark.parametrize("one", INVERTERS, ids=lambda one: one.name)
def test_an_inverter_tells_which_of_its_fields_are_from_memory(one: Inverter) -> None:
    assert set(one.from_memory.split()) <= {field.name for field in fields(Inverter)}


@pytest.mark.parametrize("one", INVERTERS, ids=lambda one: one.name)
def test_an_inverter_works_below_the_voltage_and_the_current_it_survives(one: Inverter) -> None:
    assert one.mppt_min_v < one.mppt_max_v <= one.vdc_max_v
    assert one.imp_max_a is not None
    assert one.imp_max_a < one.isc_max_a
    assert one.efficiency_fraction is not None
    assert 0.95 < one.efficiency_fraction < 0.995


def test_inverters_reach_from_a_house_to_a_hundred_kilowatts() -> None:
    powers = [one.ac_kw for one in catalogue_inverters() if one.ac_kw is not None]
    assert powers == sorted(powers)
    assert powers[0] == 3
    assert powers[-1] == 110
    steps = [larger / smaller for smaller, larger in itertools.pairwise(powers)]
    assert max(steps) <= 2  # whatever the size, some number of one type comes near


def test_the_users_own_module_and_inverter_need_only_what_strings_need() -> None:
    own = PvModule("own", 50.0, 42.0, 14.0, 13.0, -0.0026, -0.0034)
    box = Inverter("box", 1000.0, 200.0, 800.0, 30.0)
    assert own.power_w is None
    assert own.area_m2 is None
    assert box.trackers is None


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("voc_v", 0.0),
        ("isc_a", float("nan")),
        ("vmp_v", 51.0),
        ("imp_a", 15.0),
        ("beta_voc_fraction_per_c", -0.26),
        ("beta_voc_fraction_per_c", 0.0026),
        ("beta_vmp_fraction_per_c", float("nan")),
        ("bifaciality_fraction", 80.0),
        ("bifaciality_fraction", float("nan")),
    ],
)
def test_a_module_that_cannot_be_is_refused(field: str, value: float) -> None:
    right = {
        "name": "own",
        "voc_v": 50.0,
        "vmp_v": 42.0,
        "isc_a": 14.0,
        "imp_a": 13.0,
        "beta_voc_fraction_per_c": -0.0026,
        "beta_vmp_fraction_per_c": -0.0034,
    }
    with pytest.raises(InputError) as refused:
        PvModule(**{**right, field: value})  # type: ignore[arg-type]
    assert refused.value.problems[0].field == field


@pytest.mark.parametrize(
    ("field", "value"), [("vdc_max_v", -1.0), ("mppt_max_v", 1200.0), ("mppt_max_v", 100.0)]
)
def test_an_inverter_that_cannot_be_is_refused(field: str, value: float) -> None:
    right = {"vdc_max_v": 1100.0, "mppt_min_v": 200.0, "mppt_max_v": 1000.0, "isc_max_a": 40.0}
    with pytest.raises(InputError) as refused:
        Inverter("own", **{**right, field: value})
    assert refused.value.problems[0].field == field


def test_a_misspelt_name_is_answered_with_the_nearest() -> None:
    with pytest.raises(InputError, match="did you mean Jinko JKM580N-72HL4-V"):
        module("Jinko JKM580N-72HL4")
    with pytest.raises(InputError, match="did you mean Sungrow SG110CX"):
        inverter("Sungrow SG110XC")
