"""Electrical design: hand calculation, published rules, pvlib's shade of rows, invariants."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pandas as pd
import pvlib
import pytest
from hypothesis import given
from hypothesis import strategies as st

from equipment_catalog.errors import InputError
from equipment_catalog.inverters import Inverter
from equipment_catalog.messages import message
from equipment_catalog.pv_modules import PvModule
from equipment_catalog.tables import read_facts
from pv_design.electrical.cables import choose_cable, voltage_drop_fraction
from pv_design.electrical.design import electrical_design
from pv_design.electrical.layout import lay_out
from pv_design.electrical.parallel_strings import most_parallel, plan_strings
from pv_design.electrical.protections import protections, standard_rating_a, string_fuse_a
from pv_design.electrical.row_ground import row_ground
from pv_design.electrical.row_shadow import shade_length_factor
from pv_design.electrical.single_line import strings_of_inverters
from pv_design.electrical.site_extremes import site_extremes
from pv_design.electrical.site_rules import code_note, switchgear_notes
from pv_design.production import simulate
from pv_design.strings import size_strings
from pv_design.weather import embedded_weather

PANEL = PvModule(
    *("580 W", 52.31, 43.35, 14.01, 13.38, -0.0025, -0.00335),
    power_w=580.0,
    length_m=2.278,
    width_m=1.134,
)
BOX = Inverter("box", 1100.0, 200.0, 1000.0, 40.0, trackers=4, ac_kw=50.0, phases=3, imp_max_a=30.0)
SITE = {"coldest_air_c": 0.0, "hottest_cell_c": 70.0}
SIZE = size_strings(PANEL, BOX, **SITE)
FACTOR = 1.25
GIVEN = {"strings": 6, "string_modules": 16, "inverters": 1, "irradiance_factor": FACTOR}
RUN = {"what": message("a run"), "length_m": 60.0, "voltage_v": 800.0}


def rows(*, modules=100, **changes):
    asked = {"latitude_deg": 40.0, "tilt_deg": 30.0, "azimuth_deg": 180.0, "row_width_m": 30.0}
    return lay_out(row_ground(PANEL, **{**asked, **changes}), modules=modules)


@pytest.fixture(scope="module")
def plant():
    here = embedded_weather(2.983982, -76.6507771, altitude_m=1200.0)
    production = simulate(here, dc_kw=120.0, tilt_deg=10.0, azimuth_deg=180.0)
    extremes = site_extremes(here, production)
    layout = rows(modules=105, latitude_deg=2.98, tilt_deg=10.0, row_width_m=40.0)
    return extremes, electrical_design(
        *(PANEL, BOX),
        strings=7,
        string_modules=15,
        inverters=1,
        extremes=extremes,
        altitude_m=1286.0,
        country="CO",
        string_length_m=60.0,
        ac_length_m=40.0,
        layout=layout,
    )


def test_a_tracker_bears_strings_by_the_sites_own_peak_sun():
    # 40 A over 17.51 A is 2.28; over 1.43 x 14.01 = 20.03 A it is 1.997
    assert most_parallel(PANEL, BOX, irradiance_factor=1.25) == 2
    assert most_parallel(PANEL, BOX, irradiance_factor=1.43) == 1


def test_strings_are_spread_evenly_over_the_trackers():
    plan = plan_strings(SIZE, **GIVEN)
    # 6 strings on 4 trackers: 2 on the fullest, each tracker bears 2 x 17.5 A of 40 A
    assert (plan.modules, plan.strings_per_tracker, plan.most_per_tracker) == (96, 2, 2)
    assert not plan.fuses


@given(strings=st.integers(1, 120), modules=st.integers(1, 30), inverters=st.integers(1, 12))
def test_strings_are_wired_as_they_are_given_or_refused(strings, modules, inverters):
    places = inverters * 4 * 2
    asked = {"strings": strings, "string_modules": modules, "inverters": inverters}
    if SIZE.fewest <= modules <= SIZE.most and strings <= places:
        plan = plan_strings(SIZE, **asked, irradiance_factor=FACTOR)
        assert plan.modules == strings * modules
        assert plan.strings_per_tracker <= plan.most_per_tracker
        assert plan.strings <= plan.strings_per_tracker * inverters * 4
    else:
        with pytest.raises(InputError):
            plan_strings(SIZE, **asked, irradiance_factor=FACTOR)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"string_modules": 3}, "string_modules"),
        ({"string_modules": 21}, "string_modules"),
        ({"strings": 0}, "strings"),
        ({"strings": 9}, "strings"),
        ({"inverters": 0}, "inverters"),
        ({"size": size_strings(PANEL, replace(BOX, isc_max_a=10.0), **SITE)}, "inverter"),
        ({"size": size_strings(PANEL, replace(BOX, trackers=None), **SITE)}, "inverter.trackers"),
    ],
)
def test_a_plant_that_cannot_be_wired_is_refused_by_name(changes, field):
    asked = {"size": SIZE, **GIVEN, **changes}
    with pytest.raises(InputError) as refused:
        plan_strings(asked.pop("size"), **asked)
    assert refused.value.problems[0].field == field


def test_a_tracker_that_works_with_less_current_is_warned_of():
    thin = size_strings(PANEL, replace(BOX, imp_max_a=26.0), **SITE)
    plan = plan_strings(thin, **GIVEN)
    assert [str(note.value) for note in plan.notes] == ["26.8 A of 26 A"]  # 2 x 13.38 A


def test_the_drop_of_voltage_is_the_resistance_there_and_back():
    run = {"current_a": 10.0, "voltage_v": 600.0, "length_m": 100.0, "conductor_c": 20.0}
    # 0.017241 x 200 m / 4 mm2 = 0.862 ohm: 8.62 V of 600 V
    assert voltage_drop_fraction(section_mm2=4.0, **run) == pytest.approx(8.6205 / 600)
    three = voltage_drop_fraction(section_mm2=4.0, phases=3, **run)
    assert three == pytest.approx(8.6205 / 600 * math.sqrt(3) / 2)
    assert voltage_drop_fraction(section_mm2=4.0, **{**run, "current_a": 0.0}) == 0


def test_two_phases_are_refused():
    with pytest.raises(InputError, match="phases"):
        voltage_drop_fraction(
            current_a=1.0, voltage_v=1.0, length_m=1.0, section_mm2=1.0, conductor_c=20.0, phases=2
        )


@given(
    current=st.floats(1, 400),
    length=st.floats(1, 500),
    kind=st.sampled_from(["dc", "ac"]),
)
def test_the_cable_is_the_thinnest_that_keeps_ampacity_and_drop(current, length, kind):
    asked = {**RUN, "length_m": length, "working_current_a": current / 1.25}
    phases = 1 if kind == "dc" else 3
    cable = choose_cable(kind, design_current_a=current, phases=phases, **asked)
    limit = 0.015 if kind == "dc" else 0.02
    assert cable.ampacity_a >= current
    assert cable.drop_fraction <= limit
    table = read_facts("pv_design", "data/electrical_cables.csv").query("kind == @kind")
    thinner = table[table["section_mm2"] < cable.section_mm2]
    if thinner.empty:
        return
    row = thinner.iloc[-1]
    hot, grouping, rise = (70.0, 0.7, 60.0) if kind == "dc" else (40.0, 0.8, 60.0)
    ampacity = (
        cable.runs * row["ampacity_a"] * grouping * math.sqrt((row["conductor_max_c"] - hot) / rise)
    )
    coolest = voltage_drop_fraction(
        current_a=current / 1.25 / cable.runs,
        voltage_v=800.0,
        length_m=length,
        section_mm2=row["section_mm2"],
        conductor_c=row["conductor_max_c"],
        phases=phases,
    )
    assert ampacity < current or coolest > limit


def test_heat_of_the_air_derates_as_the_published_factors():
    def ampacity(kind, ambient_c):
        return choose_cable(
            *(kind,),
            design_current_a=10.0,
            working_current_a=1.0,
            ambient_c=ambient_c,
            grouping_fraction=1.0,
            **RUN,
        ).ampacity_a

    # IEC 60364-5-52 table B.52.14, XLPE: 0.91 at 40, 0.82 at 50, 0.71 at 60 degC
    for ambient_c, factor in ((30.0, 1.0), (40.0, 0.91), (50.0, 0.82), (60.0, 0.71)):
        assert ampacity("ac", ambient_c) / 40 == pytest.approx(factor, abs=0.005)
    # EN 50618 table A.4: 0.92 at 70, 0.82 at 80, 0.71 at 90 degC; the root gives 0.913
    for ambient_c, factor in ((60.0, 1.0), (70.0, 0.92), (80.0, 0.82), (90.0, 0.71)):
        assert ampacity("dc", ambient_c) / 44 == pytest.approx(factor, abs=0.0075)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"length_m": 0.0}, "length_m"),
        ({"voltage_v": math.nan}, "voltage_v"),
        ({"design_current_a": 1e5}, "design_current_a"),
        ({"ambient_c": 130.0}, "design_current_a"),
        ({"ambient_c": math.nan}, "ambient_dc"),
    ],
)
def test_a_cable_that_cannot_be_is_refused_by_name(changes, field):
    asked = {**RUN, "design_current_a": 20.0, "working_current_a": 13.0, **changes}
    with pytest.raises(InputError) as refused:
        choose_cable("dc", **asked)
    assert refused.value.problems[0].field == field


def test_the_published_fuse_of_a_nine_and_a_half_ampere_module_is_fifteen_amperes():
    # tools.gera.services, solar string fuse sizing calculator: 1.56 x 9.5 = 14.8 A
    module = PvModule("guide", 45.0, 37.0, 9.5, 9.0, -0.003, -0.004)
    assert string_fuse_a(module, irradiance_factor=FACTOR, series_fuse_max_a=20.0) == 15.0


def test_a_fuse_that_the_module_does_not_bear_is_refused():
    with pytest.raises(InputError, match="string_fuse"):
        string_fuse_a(PANEL, irradiance_factor=FACTOR, series_fuse_max_a=20.0)  # 21.9 A is needed
    with pytest.raises(InputError, match="breaker"):
        standard_rating_a("breaker", 5000.0)


@pytest.mark.parametrize(("strings", "fused"), [(2, False), (3, True)])
def test_fuses_are_needed_from_three_strings_on_a_tracker(strings, fused):
    wide = replace(BOX, isc_max_a=60.0, trackers=1)
    size = size_strings(PANEL, wide, **SITE)
    plan = plan_strings(size, **{**GIVEN, "strings": strings, "string_modules": 19})
    devices = protections(
        *(PANEL, wide, plan), voc_string_v=1056.0, ac_voltage_v=400.0, irradiance_factor=FACTOR
    )
    fuses = [device for device in devices if device.key == "string_fuse"]
    assert plan.fuses == fused
    assert [device.count for device in fuses] == [2 * strings] * fused
    # 50 kW / 400 V / sqrt 3 = 72.2 A; 1.25 times it is 90.2 A
    assert {d.rating_a for d in devices if d.key == "ac_breaker"} == {100.0}


def test_a_lightning_rod_asks_for_stronger_arresters():
    plan = plan_strings(SIZE, **GIVEN)
    said = [
        {
            str(device.what)
            for device in protections(
                *(PANEL, BOX, plan),
                voc_string_v=1000.0,
                ac_voltage_v=400.0,
                irradiance_factor=FACTOR,
                lightning_rod=rod,
            )
        }
        for rod in (False, True)
    ]
    assert "DC surge arrester, type 2" in said[0]
    assert "DC surge arrester, type 1+2" in said[1]


def test_thin_air_asks_for_stronger_switchgear():
    # IEC 60664-1: 1.14 at 3000 m, 1.48 at 5000 m
    assert switchgear_notes(2000.0, voc_string_v=1000.0) == ()
    for altitude_m, volts in ((3000.0, "1,140 V"), (5000.0, "1,480 V")):
        assert volts in str(switchgear_notes(altitude_m, voc_string_v=1000.0)[0].effect)


def test_thin_air_shortens_the_strings_of_a_high_mine(plant):
    extremes, low = plant
    certified = replace(PANEL, vdc_max_v=1500.0)
    high = electrical_design(
        *(certified, BOX),
        strings=7,
        string_modules=15,
        inverters=1,
        extremes=extremes,
        altitude_m=5000.0,
        country="PE",
        string_length_m=60.0,
        ac_length_m=40.0,
    )
    # 1500 V / 1.48 = 1013.5 V, below the inverter's 1100 V
    assert high.size.upper[0].field == "module.vdc_max_v"
    assert high.size.most == math.floor(1500 / 1.48 / high.size.voc_coldest_v)
    assert high.size.most < low.size.most


def test_a_country_without_rules_of_its_own_gets_the_international_ones():
    assert "IEC 62548" in str(code_note("BO").value)
    assert "Utilizacion" in str(code_note("PE").value)


def test_rows_at_noon_keep_the_textbook_distance():
    # 40 N, 21 December: the noon sun stands 90 - 40 - 23.44 = 26.56 degrees high
    row = rows(free_hours=0.0, modules_up=1)
    high = 2.278 * math.sin(math.radians(30))
    assert row.gap_m == pytest.approx(high / math.tan(math.radians(26.56)), rel=1e-9)
    assert row.gcr == pytest.approx(2.278 / row.pitch_m)


def test_rows_of_the_south_are_the_mirror_of_the_north():
    north = rows(latitude_deg=35.0)
    south = rows(latitude_deg=-35.0, azimuth_deg=0.0)
    assert south.pitch_m == pytest.approx(north.pitch_m, rel=1e-12)


@pytest.mark.parametrize(("latitude", "azimuth"), [(40.0, 180.0), (40.0, 150.0), (-33.0, 0.0)])
def test_pvlib_sees_no_shade_in_the_free_hours_and_some_on_a_shorter_pitch(latitude, azimuth):
    row = rows(latitude_deg=latitude, azimuth_deg=azimuth, modules_up=1)
    minutes = pd.date_range("2025-01-01", "2025-12-31 23:50", freq="10min", tz="UTC")
    sun = pvlib.solarposition.get_solarposition(minutes, latitude, 0.0)
    equation = pvlib.solarposition.equation_of_time_spencer71(minutes.day_of_year.to_numpy())
    solar_hour = minutes.hour + minutes.minute / 60 + equation / 60
    free = np.abs(solar_hour - 12) <= 3

    def shaded(pitch):
        return pvlib.shading.shaded_fraction1d(
            sun["zenith"][free],
            sun["azimuth"][free],
            axis_azimuth=(azimuth - 90) % 360,
            shaded_row_rotation=30.0,
            collector_width=2.278,
            pitch=pitch,
        ).max()

    # the ephemeris of 2025 strays from the formula by hundredths of a degree
    assert shaded(row.pitch_m) < 0.005
    assert shaded(0.9 * row.pitch_m) > 0.05


def test_near_the_equator_rows_keep_only_an_aisle():
    row = rows(latitude_deg=3.0, tilt_deg=10.0)
    assert row.gap_m == 0.8
    assert rows(tilt_deg=0.0).pitch_m == pytest.approx(2 * 2.278 + 0.8)
    # looking south at 60 S the sun is never ahead around noon
    assert shade_length_factor(-60.0, azimuth_deg=180.0, free_hours=1.0) == 0


@given(modules=st.integers(1, 3000), width=st.floats(2, 200), up=st.integers(1, 4))
def test_rows_hold_every_module_within_their_room(modules, width, up):
    row = rows(modules=modules, row_width_m=width, modules_up=up)
    assert row.rows * row.modules_per_row >= modules > (row.rows - 1) * row.modules_per_row
    assert row.row_width_m <= width
    assert 0 < row.gcr <= 1 / math.cos(math.radians(30))
    assert row.ground_area_m2 == pytest.approx(row.row_width_m * row.depth_m)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"latitude_deg": 75.0}, "free_hours"),
        ({"latitude_deg": math.nan}, "latitude_deg"),
        ({"free_hours": math.nan}, "free_hours"),
        ({"tilt_deg": 95.0}, "tilt_deg"),
        ({"row_width_m": 1.0}, "row_width_m"),
        ({"modules": 0}, "modules"),
    ],
)
def test_rows_that_cannot_be_are_refused_by_name(changes, field):
    with pytest.raises(InputError) as refused:
        rows(**changes)
    assert refused.value.problems[0].field == field


def test_a_module_without_sides_is_refused_for_rows():
    with pytest.raises(InputError, match="length_m"):
        row_ground(
            replace(PANEL, length_m=None),
            latitude_deg=3.0,
            tilt_deg=10.0,
            azimuth_deg=180.0,
            row_width_m=30.0,
        )


def test_extremes_lie_beyond_the_year(plant):
    extremes, _ = plant
    here = embedded_weather(2.983982, -76.6507771, altitude_m=1200.0)
    assert extremes.coldest_air_c == pytest.approx(here.data["temp_air"].min() - 10)
    assert extremes.hottest_cell_c == pytest.approx(extremes.cell_c.max() + 5)
    # PVsyst, 29 W/m2/K: 0.9 x (1 - 0.1) / 29 degC per W/m2
    hottest = int(np.argmax(extremes.cell_c))
    air = here.data["temp_air"].to_numpy()[hottest]
    rise = extremes.poa_w_m2[hottest] * 0.9 * 0.9 / 29
    assert extremes.cell_c[hottest] == pytest.approx(air + rise, rel=1e-6)
    assert extremes.irradiance_factor == max(1.25, extremes.peak_poa_w_m2 / 1000)


def test_sun_above_the_codes_is_used_and_warned_of():
    here = embedded_weather(-15.5, -70.1, altitude_m=3825.0)
    brighter = (here.data[["ghi", "dni"]] * 1.4).clip(upper=1400.0)
    strong = replace(here, data=here.data.assign(ghi=brighter["ghi"], dni=brighter["dni"]))
    production = simulate(strong, dc_kw=100.0, tilt_deg=15.0, azimuth_deg=0.0)
    found = site_extremes(strong, production, record_low_air_c=-20.0)
    assert found.irradiance_factor == pytest.approx(production.poa_w_m2.max() / 1000)
    assert found.irradiance_factor > 1.25
    assert [note.kind for note in found.notes] == ["warning"]


def test_materials_count_what_the_diagram_joins(plant):
    _, design = plant
    counts = {material.key: material.count for material in design.materials}
    plan = design.plan
    assert counts["module"] == plan.modules == plan.strings * plan.modules_in_series
    assert counts["dc_cable"] == plan.strings * 2 * 60.0
    assert counts["ac_cable"] == design.ac_cable.runs * 3 * 40.0
    branches = design.diagram.branches
    assert sum(branch.inverters for branch in branches) == counts["inverter"] == 1
    assert sum(branch.inverters * branch.strings for branch in branches) == plan.strings
    keys = {node.key for node in design.diagram.nodes}
    assert len(keys) == len(design.diagram.nodes)
    assert {end for edge in design.diagram.edges for end in (edge.start, edge.end)} == keys
    assert len(design.diagram.edges) == len(keys) - 1  # a tree


def test_the_design_keeps_breaker_and_cable_in_order(plant):
    _, design = plant
    breaker = next(d.rating_a for d in design.protections if d.key == "ac_breaker")
    current = 50_000 / 400 / math.sqrt(3)
    assert current * 1.25 <= breaker <= design.ac_cable.ampacity_a
    assert design.dc_ac_ratio == pytest.approx(design.plan.modules * 0.58 / 50)
    drops = (design.string_cable.drop_fraction, design.ac_cable.drop_fraction)
    assert design.cable_loss_fraction == pytest.approx(1 - (1 - drops[0]) * (1 - drops[1]))


def test_the_losses_of_the_cables_are_currents_squared(plant):
    _, design = plant
    dc, current = design.string_cable, 13.38
    volts = dc.loss_w / current
    resistance = volts / current
    # 2 x 60 m of 4 mm2 copper: 0.517 ohm at 20 degC, 0.73 ohm at 120 degC
    assert 0.017241 * 120 / dc.section_mm2 < resistance < 0.017241 * 1.393 * 120 / dc.section_mm2


def test_a_voltage_that_nobody_gave_is_noted(plant):
    _, design = plant
    assert "Voltage of the inverters' output" in {str(note.what) for note in design.notes}


@given(strings=st.integers(0, 500), inverters=st.integers(1, 40))
def test_strings_are_spread_evenly_over_inverters(strings, inverters):
    spread = strings_of_inverters(strings, inverters)
    assert sum(spread) == strings
    assert len(spread) == inverters
    assert max(spread) - min(spread) <= 1


def test_every_fact_has_a_source_a_year_and_a_trust():
    known = {"published", "secondary", "computed", "memory", "disputed", "assumption"}
    for name in ("facts", "cables", "ratings", "codes"):
        table = read_facts("pv_design", f"data/electrical_{name}.csv")
        assert table[["source", "year", "unit"]].notna().all(axis=None)
        assert set(table["trust"]) <= known
