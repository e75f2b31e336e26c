"""The keys of the section pv: what each does to the year of a plant, and which are refused."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from equipment_catalog.errors import InputError
from equipment_catalog.pv_modules import module
from mine_study.component_sheets import inverter_of_sheet, module_of_sheet
from mine_study.plant_components import plant_components
from mine_study.plant_faults import plant_faults
from mine_study.plant_production import producer
from mine_study.plant_remarks import plant_remarks
from mine_study.rain_file import read_rain
from mine_study.site_faults import site_faults
from mine_study.site_soiling import site_rain, wash_note, washing_per_year
from mine_study.study_defaults import study_keys
from mine_study.study_file import PvKeys
from mine_study.yaml_places import scalar
from pv_design.production import Production, simulate
from pv_design.soiling import daily_soiling
from pv_design.weather.embedded import embedded_weather

if TYPE_CHECKING:
    from pv_design.weather import Weather

GAMMA, EFFICIENCY = -0.0029, 0.98
SOUTH = 180.0


@pytest.fixture(scope="module")
def here() -> Weather:
    return embedded_weather(2.983982, -76.6507771, altitude_m=1200.0)


def pv_keys(**given: Any) -> PvKeys:
    """Return the section pv with its defaults."""
    rows = study_keys()
    own = rows[rows["key"].str.startswith("pv.") & rows["default"].notna()]
    defaults = {
        str(key).removeprefix("pv."): scalar(str(value), str(key))
        for key, value in zip(own["key"], own["default"], strict=True)
    }
    return PvKeys.model_validate(defaults | given)


def year(keys: PvKeys, weather: Weather, folder: Path = Path(), **named: Any) -> Production:
    produce = producer(keys, weather, folder=folder, **named)
    return produce(
        dc_kw=120.0,
        ac_kw=100.0,
        tilt_deg=keys.tilt_deg,
        azimuth_deg=SOUTH,
        gamma_pmp_per_c=GAMMA,
        inverter_efficiency=EFFICIENCY,
    )


def plane(name: str, share: float, azimuth: float, tilt: float = 15.0) -> dict[str, object]:
    return {
        "name": name,
        "share_fraction": share,
        "tilt_deg": tilt,
        "azimuth_deg": azimuth,
        "mounting": "roof",
    }


def test_the_defaults_of_all_keys_are_the_plain_simulation(here: Weather) -> None:
    plain = simulate(
        here,
        dc_kw=120.0,
        ac_kw=100.0,
        tilt_deg=10.0,
        azimuth_deg=SOUTH,
        gamma_pmp_per_c=GAMMA,
        inverter_efficiency=EFFICIENCY,
    )
    assert year(pv_keys(), here).ac_kw.tolist() == plain.ac_kw.tolist()


def test_a_plane_that_holds_all_modules_is_the_plant_without_planes(here: Weather) -> None:
    alone = year(pv_keys(mounting="roof", tilt_deg=15.0), here)
    split = year(pv_keys(planes=[plane("a", 0.25, SOUTH), plane("b", 0.75, SOUTH)]), here)
    assert split.ac_kw.to_numpy() == pytest.approx(alone.ac_kw.to_numpy(), rel=1e-9)
    assert split.dc_kw == pytest.approx(120.0)
    assert split.ac_rating_kw == 100.0
    assert split.performance_ratio == pytest.approx(alone.performance_ratio, rel=1e-9)


def test_level_trackers_bring_more_and_rows_before_them_take_some_of_it(here: Weather) -> None:
    fixed = year(pv_keys(tilt_deg=0.0), here).annual_ac_kwh
    alone = year(pv_keys(tilt_deg=0.0, tracking="one_axis"), here).annual_ac_kwh
    rows = year(pv_keys(tilt_deg=0.0, tracking="one_axis", gcr=0.5), here).annual_ac_kwh
    short = year(
        pv_keys(tilt_deg=0.0, tracking="one_axis", tracker_max_angle_deg=10.0), here
    ).annual_ac_kwh
    assert fixed < rows < alone
    assert fixed < short < alone


def test_the_back_brings_at_most_its_share_of_the_light_on_the_front(here: Weather) -> None:
    one_face = year(pv_keys(gcr=0.4), here).annual_ac_kwh
    both = year(pv_keys(gcr=0.4, bifaciality=0.7), here).annual_ac_kwh
    assert one_face < both < one_face * 1.7


def test_the_circuit_gives_what_the_line_gives_within_what_weak_light_changes(
    here: Weather, tmp_path: Path
) -> None:
    keys = pv_keys(module_model="single_diode")
    circuit = plant_components(keys, tmp_path).circuit
    assert circuit is not None
    line, bent = year(keys, here), year(keys, here, circuit=circuit)
    assert bent.annual_ac_kwh != line.annual_ac_kwh
    # at 200 W/m2 the circuit of this module keeps 99.4 % and nowhere gains more than 1 %
    assert bent.annual_ac_kwh == pytest.approx(line.annual_ac_kwh, rel=0.01)


def test_dust_of_a_dry_year_weighs_each_day_with_its_energy(here: Weather, tmp_path: Path) -> None:
    keys = pv_keys(
        soiling_model="kimber", rainy_days=[0] * 12, wash_days=[100], soiling_rate_per_day=0.0005
    )
    found = year(keys, here, tmp_path).losses.set_index("step")
    clean = year(pv_keys(losses={"soiling": 0.0}), here).ac_kw.to_numpy().reshape(365, 24)
    dust = daily_soiling([0.0] * 365, wash_days=[100], rate_per_day=0.0005)
    expected = float(dust @ clean.sum(axis=1)) / float(clean.sum())
    # the share of a day hangs a little on the limit of the inverters, which few hours reach
    assert -found["change_fraction"]["soiling"] == pytest.approx(expected, rel=1e-3)
    assert "Kimber" in found["source"]["soiling"]


def test_rain_every_day_leaves_no_dust_and_no_wash_pays(here: Weather, tmp_path: Path) -> None:
    keys = pv_keys(
        soiling_model="kimber",
        rainy_days=[31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31],
        wash_cost=1.0,
    )
    wet = year(keys, here, tmp_path)
    assert wet.losses.set_index("step")["change_fraction"]["soiling"] == 0.0
    note = wash_note(keys, site_rain(keys, tmp_path), wet, price=1.0)
    assert str(note.value) == "no wash pays beside the rain"


def test_a_wash_that_costs_nothing_is_done_every_week(here: Weather, tmp_path: Path) -> None:
    keys = pv_keys(soiling_model="kimber", rainy_days=[0] * 12, wash_cost=0.0)
    note = wash_note(keys, site_rain(keys, tmp_path), year(keys, here, tmp_path), price=500.0)
    assert str(note.value) == "a wash every 7 days"


def test_washes_cost_their_number_times_the_price_of_one() -> None:
    keys = pv_keys(soiling_model="kimber", wash_days=[30, 200], wash_cost=150.0)
    assert washing_per_year(keys) == 300.0
    assert washing_per_year(pv_keys()) == 0.0


def test_snow_is_always_named_and_trackers_without_rows_are_warned_of(here: Weather) -> None:
    keys = pv_keys(tracking="one_axis")
    said = [(str(note.what), note.kind) for note in plant_remarks(keys, here, year(keys, here))]
    assert ("Snow on the modules", "assumption") in said
    assert ("Trackers without a distance of rows", "warning") in said
    assert ("The axis of the trackers is tilted", "warning") in said


def test_what_is_left_of_the_default_losses_is_still_noted(here: Weather) -> None:
    told = [str(note.what) for note in year(pv_keys(losses={"soiling": 0.1}), here).notes]
    assert "System losses, soiling to availability" in told
    total = [str(note.what) for note in year(pv_keys(losses={"total": 0.1}), here).notes]
    assert "System losses, soiling to availability" not in total


@pytest.mark.parametrize(
    ("section", "keys"),
    [
        ({"bifaciality": 0.7}, ["bifaciality"]),
        ({"tracking": "one_axis", "mounting": "roof"}, ["tracking"]),
        ({"tracker_max_angle_deg": 45}, ["tracker_max_angle_deg"]),
        ({"tracking": "one_axis", "planes": [plane("a", 1.0, 0.0)]}, ["planes"]),
        ({"planes": [plane("a", 0.5, 0.0), plane("a", 0.5, 90.0)]}, ["planes"]),
        ({"planes": [plane("a", 0.5, 0.0), plane("b", 0.4, 90.0)]}, ["planes"]),
        ({"wash_days": [1]}, ["wash_days"]),
        ({"wash_cost": 0}, ["wash_cost"]),
        ({"soiling_model": "kimber"}, ["soiling_model"]),
        (
            {"soiling_model": "kimber", "rain_file": "r.csv", "rainy_days": [0] * 12},
            ["soiling_model"],
        ),
        (
            {"soiling_model": "kimber", "rain_file": "r.csv", "losses": {"soiling": 0.1}},
            ["losses"],
        ),
        ({"module": "x", "module_file": "x.PAN"}, ["module_file"]),
        ({"inverter_file": "x.docx"}, ["inverter_file"]),
        ({"planes": "roof", "losses": 3, "tracking": None}, []),
        ("nonsense", []),
    ],
)
def test_keys_that_do_not_fit_together_are_named(section: object, keys: list[str]) -> None:
    assert [place for place, _ in plant_faults(section)] == [("pv", key) for key in keys]


def test_a_module_of_the_cec_list_brings_its_circuit_and_the_age_of_the_list(
    tmp_path: Path,
) -> None:
    name = "Canadian_Solar_Inc__CS6X_300P"
    found = plant_components(pv_keys(module=name), tmp_path)
    assert found.module is not None
    assert found.module.power_w == pytest.approx(300, rel=0.01)
    assert any(str(note.value) == "list of 2019" for note in found.notes)
    assert found.circuit is None
    bent = plant_components(pv_keys(module=name, module_model="single_diode"), tmp_path)
    assert bent.circuit is not None


def test_a_data_sheet_of_the_catalogues_module_is_that_module(tmp_path: Path) -> None:
    known = module("LONGi LR5-72HBD-545M")
    names = [
        "power_w",
        "voc_v",
        "vmp_v",
        "isc_a",
        "imp_a",
        "beta_voc_fraction_per_c",
        "gamma_pmp_fraction_per_c",
        "alpha_isc_fraction_per_c",
        "length_m",
        "width_m",
        "cells_in_series",
    ]
    rows = "".join(f"{name};{str(getattr(known, name)).replace('.', ',')}\n" for name in names)
    (tmp_path / "m.csv").write_text(f"item;value\nname;{known.name}\n{rows}", encoding="utf-8")
    found = plant_components(pv_keys(module_file="m.csv"), tmp_path).module
    assert found is not None
    assert [getattr(found, name) for name in names] == [getattr(known, name) for name in names]
    assert found.beta_vmp_fraction_per_c == pytest.approx(known.beta_vmp_fraction_per_c)
    assert found.source == "m.csv"


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("name: a\nvoc: 3\n", "unknown item 'voc'"),
        ("name: a\nvoc_v: high\n", "'high' is not accepted"),
        ("name: a\nvoc_v: 50\n", "items are missing"),
    ],
)
def test_a_data_sheet_with_a_mistake_is_refused_with_its_item(
    tmp_path: Path, text: str, part: str
) -> None:
    (tmp_path / "m.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=part):
        module_of_sheet(tmp_path / "m.yaml")


def test_an_inverter_of_a_data_sheet_keeps_its_whole_numbers(tmp_path: Path) -> None:
    sheet = {
        "name": "Mine 50",
        "vdc_max_v": 1100,
        "mppt_min_v": 200,
        "mppt_max_v": 1000,
        "isc_max_a": 40,
        "ac_kw": 50,
        "trackers": 4,
    }
    text = "".join(f"{name}: {value}\n" for name, value in sheet.items())
    (tmp_path / "i.yaml").write_text(text, encoding="utf-8")
    unit = inverter_of_sheet(tmp_path / "i.yaml")
    assert (unit.trackers, unit.ac_kw, unit.efficiency_fraction) == (4, 50.0, None)
    (tmp_path / "i.yaml").write_text(text.replace("trackers: 4", "trackers: 4.5"), encoding="utf-8")
    with pytest.raises(InputError, match="not accepted"):
        inverter_of_sheet(tmp_path / "i.yaml")


@pytest.mark.parametrize(
    ("change", "part"),
    [
        ("", "day 365 is missing"),
        ("364,2\n", "'364' is not accepted"),
        ("365,-1\n", "'-1' is not accepted"),
        ("366,1\n", "'366' is not accepted"),
        ("365,1,5\n", "rain.csv:366:3: 3 cells stand under 2 headings"),
    ],
)
def test_a_rain_file_is_refused_by_its_row(tmp_path: Path, change: str, part: str) -> None:
    rows = "".join(f"{day},1.5\n" for day in range(1, 365)) + change
    (tmp_path / "rain.csv").write_text("day,rain_mm\n" + rows, encoding="utf-8")
    with pytest.raises(InputError, match=part):
        read_rain(tmp_path / "rain.csv")


def test_an_unknown_module_or_inverter_is_told_the_nearest_name_and_where_to_look() -> None:
    site = {"pv": {"module": "LONGi LR5-72HBD-545", "inverter": "Sungrow SG40C"}}
    told = {place[-1]: str(fault) for place, fault in site_faults(site, "CO")}
    assert "did you mean LONGi LR5-72HBD-545M?" in told["module"]
    assert "solmina catalog modules" in told["module"]
    assert "did you mean Sungrow SG40CX?" in told["inverter"]
    assert "solmina catalog inverters" in told["inverter"]


def test_a_rain_file_in_any_order_is_read_by_its_days(tmp_path: Path) -> None:
    rows = "".join(f"{day},{day % 9}\n" for day in range(365, 0, -1))
    (tmp_path / "rain.csv").write_text("day,rain_mm\n" + rows, encoding="utf-8")
    assert read_rain(tmp_path / "rain.csv").tolist() == (np.arange(1, 366) % 9).tolist()
