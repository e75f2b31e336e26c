"""The electrical design inside a study: it adds up, and all outputs show the same figures."""

from __future__ import annotations

import re
from dataclasses import replace
from html import unescape
from pathlib import Path

import pytest

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
    return run_study(EXAMPLE, [ENGLISH])


@pytest.fixture(scope="module")
def plants(pilot):
    return results(pilot)["pv"]["by_site"]


@pytest.fixture(scope="module")
def refused():
    """More modules than two trackers of one string of 19 each have room for, on a roof.

    1100 V over 52.31 V x (1 + 0.0025 x 21) at 4 degC bear 19 modules.
    """
    types = ["pv.inverter=Huawei SUN2000-25KTL-M5", "pv.dc_ac_ratio=2", "pv.record_low_air_c=4"]
    roofs = [f"sites.{number}.pv.mounting=roof" for number in (0, 1)]
    return run_study(EXAMPLE, [ENGLISH, *types, *roofs])


def count_of(plant, key):
    return sum(m["count"] for m in plant["electrical"]["materials"] if m["key"] == key)


def test_strings_and_left_over_modules_are_all_the_modules_of_the_plant(plants):
    for plant in plants.values():
        strings = plant["electrical"]["strings"]
        wired = strings["modules_in_series"] * sum(strings["strings_by_inverter"])
        assert wired == strings["modules_wired"]
        assert wired + strings["modules_left_over"] == plant["modules"]
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
        assert values[9:11] == [str(strings["modules_wired"]), str(strings["modules_left_over"])]
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


def test_modules_that_no_tracker_has_room_for_are_warned_of(pilot):
    """At the adit two trackers bear one string of 20 each: 59 modules leave 19 without a place."""
    adit = next(site for site in pilot.sites if site.name == "mina La Leche")
    said = {str(note.what): str(note.value) for note in adit.electrical.notes}
    full = "Every tracker of the plant is full and modules are left over"
    assert adit.plant.modules == 59
    assert said[full] == "19 of 59 modules"
    assert any(full in str(note.what) for note in pilot.notes)
    plant = next(site for site in pilot.sites if site is not adit)
    assert full not in {str(note.what) for note in plant.electrical.notes}


def test_a_plant_that_cannot_be_wired_is_warned_of_and_the_study_goes_on(refused):
    found = results(refused)["pv"]["by_site"]
    page = unescape(html_report(refused))
    warned = [str(note.value) for note in refused.notes if note.kind == "warning"]
    for site in refused.sites:
        told = found[site.name]["electrical"]
        strings = 2 * site.plant.inverters
        assert f"at most {19 * strings} modules: {strings} strings of 19" in told["refusal"]
        assert all(told[part] is None for part in (*WIRED, "rows"))
        assert found[site.name]["annual_ac_kwh"] > 0
        assert told["refusal"] in warned
        assert told["refusal"] in page


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


def test_the_installer_of_a_roof_gets_no_rows(refused):
    assert all(site.electrical.layout is None for site in refused.sites)


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


def test_the_record_low_of_the_study_file_reaches_the_design(refused):
    assert all(site.electrical.extremes.coldest_air_c == 4 for site in refused.sites)


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
    bare = run_study(EXAMPLE, [ENGLISH, "pv.build=false"])
    assert all(site.electrical is None for site in bare.sites)
    parts = results(bare)["pv"]["by_site"].values()
    assert all(part["electrical"] is None for part in parts)


def test_a_cable_without_length_is_refused():
    with pytest.raises(InputError, match="string_length_m"):
        run_study(EXAMPLE, [ENGLISH, "pv.string_length_m=0"])
