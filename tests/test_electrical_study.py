"""The electrical design inside a study: it adds up, and all outputs show the same figures."""

from __future__ import annotations

import re
from dataclasses import replace
from html import unescape
from pathlib import Path

import pytest
from pilot_runs import QUICK

from equipment_catalog.errors import InputError
from mine_study.language import LANGUAGES, Reader
from mine_study.reports.electrical_tables import electrical_tables
from mine_study.reports.figures import Figures
from mine_study.reports.html import html_report
from mine_study.results import results
from mine_study.site_electrical import site_electrical
from mine_study.study import run_study

EXAMPLE = Path(__file__).parent.parent / "examples" / "los_conquistadores"
ENGLISH = "study.language=en"
WIRED = ("strings", "cables", "protections", "materials")


@pytest.fixture(scope="module")
def pilot():
    return run_study(EXAMPLE, [ENGLISH, QUICK])


@pytest.fixture(scope="module")
def plants(pilot):
    return results(pilot)["pv"]["by_site"]


@pytest.fixture(scope="module")
def small_boxes():
    """Two trackers of one string each on every inverter, on roofs.

    1100 V over 52.31 V x (1 + 0.0025 x 21) at 4 degC bear 19 modules.
    """
    types = ["pv.inverter=Huawei SUN2000-25KTL-M5", "pv.dc_ac_ratio=2", "pv.record_low_air_c=4"]
    roofs = [f"sites.{number}.pv.mounting=roof" for number in (0, 1)]
    return run_study(EXAMPLE, [ENGLISH, QUICK, *types, *roofs])


def count_of(plant, key):
    return sum(m["count"] for m in plant["electrical"]["materials"] if m["key"] == key)


def test_every_module_of_the_plant_is_in_a_string(plants):
    for plant in plants.values():
        strings = plant["electrical"]["strings"]
        wired = strings["modules_in_series"] * sum(strings["strings_by_inverter"])
        assert wired == strings["modules_wired"]
        assert wired == plant["modules"]
        assert len(strings["strings_by_inverter"]) == plant["inverters"]
        in_series = strings["modules_in_series"]
        assert strings["fewest_in_series"] <= in_series <= strings["most_in_series"]


def test_what_is_bought_is_what_is_wired(plants):
    for plant in plants.values():
        strings = plant["electrical"]["strings"]
        assert count_of(plant, "module") == strings["modules_wired"]
        assert count_of(plant, "inverter") == plant["inverters"]
        assert count_of(plant, "connector") == 2 * strings["strings"]
        metres = 2 * 60 * strings["strings"] * plant["electrical"]["cables"]["string"]["runs"]
        assert count_of(plant, "dc_cable") == metres


def test_the_coldest_string_stays_below_what_the_inverter_survives(pilot, plants):
    for site in pilot.sites:
        assert plants[site.name]["electrical"]["strings"]["voc_coldest_v"] <= (
            site.plant.inverter.vdc_max_v
        )


@pytest.mark.parametrize("language", LANGUAGES)
def test_report_and_json_show_the_same_figures(pilot, plants, language):
    write = Figures(Reader(language, "CO"), "COP")
    comma = "," if language == "es" else "."
    for site in pilot.sites:
        found = plants[site.name]["electrical"]
        tables = electrical_tables(site.name, site.electrical, write)
        values = [row[1] for row in tables["strings"].rows]
        strings = found["strings"]
        assert values[0] == f"{found['coldest_air_c']:.1f}".replace(".", comma)
        assert values[3:7] == [
            str(strings[key])
            for key in ("fewest_in_series", "most_in_series", "modules_in_series", "strings")
        ]
        assert values[9] == str(strings["modules_wired"])
        drops = [row[6] for row in tables["cables"].rows]
        assert drops == [
            f"{100 * found['cables'][run]['drop_fraction']:.2f} %".replace(".", comma)
            for run in ("string", "ac")
        ]
        pitch = f"{found['rows']['pitch_m']:.2f}".replace(".", comma)
        assert pitch in [row[1] for row in tables["rows"].rows]
        assert len(tables["materials"].rows) == len(found["materials"])
        assert len(tables["protections"].rows) == len(found["protections"])


def test_the_page_holds_the_tables_of_every_site_in_both_languages(pilot):
    page = unescape(re.sub(r"\s+", " ", html_report(pilot)))
    for language in LANGUAGES:
        write = Figures(Reader(language, "CO"), "COP")
        for site in pilot.sites:
            for table in electrical_tables(site.name, site.electrical, write).values():
                assert table.caption in page
                for row in table.rows:
                    assert all(cell in page for cell in row)


def test_inverters_of_few_places_get_no_string_that_has_none(small_boxes):
    for site in small_boxes.sites:
        plan = site.electrical.design.plan
        assert site.plant.modules == plan.modules
        assert plan.modules_in_series <= 19
        assert plan.strings <= 2 * site.plant.inverters


def test_a_plant_that_cannot_be_wired_is_refused_and_still_shown(pilot):
    """One string more than the trackers have places for: the limit stands on the page."""
    site, keys = pilot.sites[0], pilot.study.sites[0].pv
    plan = site.electrical.design.plan
    places = plan.inverters * plan.trackers * plan.most_per_tracker
    crowded = replace(site.plant, strings=places + 1)
    told = site_electrical(crowded, site.weather, keys, country="CO")
    shown = replace(pilot, sites=(replace(site, electrical=told), *pilot.sites[1:]))
    found = results(shown)["pv"]["by_site"][site.name]
    assert f"1 to {places} strings" in found["electrical"]["refusal"]
    assert all(found["electrical"][part] is None for part in WIRED)
    assert found["annual_ac_kwh"] > 0
    assert found["electrical"]["refusal"] in {
        str(note.value) for note in told.notes if note.kind == "warning"
    }
    assert found["electrical"]["refusal"] in unescape(html_report(shown))


def test_a_pair_whose_hot_string_never_fits_says_which_limit(pilot):
    """990 V over 36 V a hot module asks for 27 or 28; 1100 V over 55 V bears 20."""
    site, keys = pilot.sites[0], pilot.study.sites[0].pv
    narrow = replace(site.plant.inverter, mppt_min_v=990.0)
    told = site_electrical(replace(site.plant, inverter=narrow), site.weather, keys, country="CO")
    assert told.design is None
    assert "largest DC voltage of the inverter allows 20" in str(told.refusal)
    assert [note.value for note in told.notes if note.kind == "warning"] == [told.refusal]


def test_rows_that_do_not_fit_leave_the_strings_alone(pilot):
    """The study file allows rows of 2 m and more; a module across may be wider."""
    site, keys = pilot.sites[0], pilot.study.sites[0].pv
    wide = replace(site.plant.module, width_m=2.5)
    told = site_electrical(
        replace(site.plant, module=wide),
        site.weather,
        keys.model_copy(update={"row_width_m": 2.0}),
        country="CO",
    )
    assert told.layout is None
    assert told.design.plan == site.electrical.design.plan
    assert "2.5 m, the width of a module" in str(told.notes[0].value)


def test_the_installer_of_a_roof_gets_no_rows(small_boxes):
    assert all(site.electrical.layout is None for site in small_boxes.sites)


def test_a_record_low_and_cable_lengths_of_the_keys_are_used(pilot):
    """1100 V over 52.31 V x (1 + 0.0025 x 35) bears 19 modules."""
    site, keys = pilot.sites[0], pilot.study.sites[0].pv
    asked = {"record_low_air_c": -10.0, "string_length_m": 120.0, "ac_length_m": 10.0}
    told = site_electrical(site.plant, site.weather, keys.model_copy(update=asked), country="CO")
    assert told.extremes.coldest_air_c == -10
    assert told.design.size.most == 19
    assert told.design.string_cable.length_m == 120
    assert told.design.ac_cable.length_m == 10
    assert not any("Record low" in str(note.what) for note in told.notes)


def test_the_record_low_of_the_study_file_reaches_the_design(small_boxes):
    assert all(site.electrical.extremes.coldest_air_c == 4 for site in small_boxes.sites)


def test_an_inverter_of_800_v_gets_a_breaker_for_800_v(pilot):
    """40 kW over sqrt(3) x 800 V are 28.9 A; 1.25 times that, 36.1 A, asks for 40 A."""
    site, keys = pilot.sites[0], pilot.study.sites[0].pv
    double = replace(site.plant, inverter=replace(site.plant.inverter, ac_v=800.0))
    told = site_electrical(double, site.weather, keys, country="CO")
    breaker = next(one for one in told.design.protections if one.key == "ac_breaker")
    assert (breaker.rating_a, breaker.rating_v) == (40, 800)
    assert "800 V" in {str(note.value) for note in told.notes}


def test_a_record_low_above_the_weather_is_warned_of(pilot):
    site = pilot.sites[0]
    keys = pilot.study.sites[0].pv.model_copy(update={"record_low_air_c": 30.0})
    told = site_electrical(site.plant, site.weather, keys, country="CO")
    said = [note.kind for note in told.notes if "above the coldest hour" in str(note.what)]
    assert said == ["warning"]


def test_a_study_without_a_plant_has_no_electrical_design():
    bare = run_study(EXAMPLE, [ENGLISH, QUICK, "pv.build=false"])
    assert all(site.electrical is None for site in bare.sites)
    parts = results(bare)["pv"]["by_site"].values()
    assert all(part["electrical"] is None for part in parts)


def test_a_cable_without_length_is_refused():
    with pytest.raises(InputError, match="string_length_m"):
        run_study(EXAMPLE, [ENGLISH, "pv.string_length_m=0"])


EDGE = "Cold strings close to the highest voltage"


def test_a_string_at_its_limit_on_a_guessed_record_low_is_warned_of(pilot):
    """20 x 54.94 V = 1,098.7 V of 1,100 V; the 17 modules of the other site reach 934 V."""
    near = {
        site.name: [str(note.value) for note in site.electrical.notes if EDGE in str(note.what)]
        for site in pilot.sites
    }
    (said,) = near["mina La Leche"]
    assert "1,098.7 V: 0.1%" in said
    assert near["planta"] == []


def test_a_record_low_that_was_measured_ends_the_warning(pilot):
    keys = pilot.study.sites[1].pv.model_copy(update={"record_low_air_c": 4.93})
    site = pilot.sites[1]
    found = site_electrical(site.plant, site.weather, keys, country="CO")
    assert not any(EDGE in str(note.what) for note in found.notes)
