"""The study file: layers, lines, names that are nearly right."""

from __future__ import annotations

import contextlib
import shutil
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from equipment_catalog.errors import InputError
from mine_study.case import open_case
from mine_study.study_defaults import study_keys, with_override
from mine_study.study_file import Study
from mine_study.study_reader import examine_study

EXAMPLE = Path(__file__).parent.parent / "examples" / "los_conquistadores"

SMALL = """schema_version: 1
study: {name: Mine, country: CO}
sites:
  - {name: plant, coordinates: "2.98, -76.65"}
"""


@pytest.fixture
def examine(tmp_path):
    def examined(text, overrides=()):
        path = tmp_path / "study.yaml"
        path.write_text(text, encoding="utf-8")
        return examine_study(path, overrides)

    return examined


def said(examined):
    return [f"{problem.place} {problem.field} {problem.what}" for problem in examined.problems]


def test_a_short_file_takes_every_default_of_its_country(examine):
    study = examine(SMALL).study
    assert study.study.currency == "COP"
    assert study.sites[0].tariff.export_rule == "creg174"
    assert study.prices.usd_rate == 4000


def test_amounts_have_no_default_in_a_currency_that_is_not_the_countrys(examine):
    found = examine(SMALL.replace("country: CO", "country: CO, currency: USD"))
    assert {problem.field for problem in found.problems} == {
        "prices.usd_rate",
        "sites.0.tariff.export_rule",
    }


def test_peru_has_its_own_defaults_and_no_price(examine):
    study = examine(SMALL.replace("CO}", "PE}").replace("2.98, -76.65", "-14.69, -74.12")).study
    assert study.study.currency == "PEN"
    assert study.sites[0].tariff.export_rule == "none"
    assert study.sites[0].tariff.sheet is None
    assert study.sites[0].tariff.price_per_kwh is None


def test_every_default_is_a_row_of_the_register(examine):
    keys = {str(note.value).partition(" =")[0] for note in examine(SMALL).notes}
    assert {"finance.discount_rate", "pv.tilt_deg", "prices.pv_usd_per_kw"} <= keys
    given_key = examine(SMALL + "finance: {discount_rate: 0.12}\n")
    assert "finance.discount_rate" not in {
        str(note.value).partition(" =")[0] for note in given_key.notes
    }


def test_a_section_of_the_whole_study_holds_for_each_site_until_it_says_otherwise(examine):
    text = (
        SMALL
        + """  - name: mine
    coordinates: "2.97, -76.66"
    pv: {tilt_deg: 15}
pv: {tilt_deg: 12, mounting: roof}
"""
    )
    plant, mine = examine(text).study.sites
    assert (plant.pv.tilt_deg, plant.pv.mounting) == (12, "roof")
    assert (mine.pv.tilt_deg, mine.pv.mounting) == (15, "roof")


def test_a_mistake_in_a_shared_section_is_said_once_at_its_line(examine):
    assert said(examine(SMALL + "pv:\n  tilt_deg: steep\n")) == [
        "study.yaml:6:3 pv.tilt_deg 'steep' is not accepted"
    ]


def test_an_unknown_key_is_named_with_the_nearest(examine):
    (problem,) = examine(SMALL + "finance: {discont_rate: 0.1}\n").problems
    assert str(problem.allowed).startswith("did you mean discount_rate?")


def test_an_override_goes_before_the_file_and_is_checked_like_it(examine):
    study = examine(SMALL, ["finance.discount_rate=0.12", "sites.plant.pv.tilt_deg=5"]).study
    assert study.finance.discount_rate == 0.12
    assert study.sites[0].pv.tilt_deg == 5
    assert "'high' is not accepted" in said(examine(SMALL, ["finance.discount_rate=high"]))[0]


@pytest.mark.parametrize("text", ["finance.discount_rate", "=3", "a..b=1"])
def test_an_override_that_leads_nowhere_is_refused(examine, text):
    with pytest.raises(InputError, match="KEY=VALUE"):
        examine(SMALL, [text])


def test_broken_yaml_is_placed(examine):
    (problem,) = examine("study: {name: Mine\nsites: []\n").problems
    assert problem.row == 2


def test_a_key_that_stands_twice_is_refused(examine):
    (problem,) = examine(SMALL + "study: {name: Other, country: CO}\n").problems
    assert problem.row == 5


@pytest.mark.parametrize(
    ("keys", "word"),
    [
        ("weather: {ghi_kwh_m2_day: 4.4}", "ghi_reason"),
        ("weather: {source: file}", "weather.file"),
        ("carbon: {factor_year: 1991}", "1991"),
        ("pv: {area_m2: 1}", "1"),
        ("pv: {module: Solar 9000}", "Solar 9000"),
        ("pv: {losses: {soling: 0.1}}", "soling"),
        ("tariff: {sheet: CO-XXX}", "CO-XXX"),
        ("tariff: {sheet: null}", "needs the components"),
        ("tariff: {export_rule: creg175}", "creg174"),
        ("weather: {source: satellite}", "embedded"),
        ("calendar: {saturdays: sometimes}", "half"),
        ("calendar: {saturdays: half, shifts_per_day: 1}", "worked or off"),
        ("calendar: {shifts_per_day: 4}", "shifts_per_day x hours_per_shift"),
        ("calendar: {ramp_up_hours: 20}", "from 0 to the 16 h of the shifts"),
        ("calendar: {blast_pause_hours: 1}", "blast_pause_starts_at"),
        ("calendar: {blast_pause_starts_at: 24}", "less than 24"),
        ("production: {bond_work_index_kwh_per_t: 1400}", "at most 100"),
        ("production: {f80_um: 106, p80_um: 9500}", "not finer"),
        ("audit: {seed: -1}", "at least 0"),
        ("tariff: {free_reactive_fraction: 30}", "at most 1"),
        ("prices: {measure_price_factor: 0}", "more than 0"),
        ("files: {inventory: []}", "must not be empty"),
        ("files: {inventory: 5}", "a list"),
        ("meter: {mode: mixed}", "calibrate, replace"),
    ],
)
def test_names_that_do_not_exist_and_keys_that_need_another_are_refused(examine, keys, word):
    found = examine(SMALL + keys + "\n")
    assert found.study is None
    assert any(word in str(problem) for problem in found.problems)


TWO_SITES = (
    SMALL
    + """  - name: mine
    coordinates: "2.97, -76.66"
"""
)


def test_an_area_takes_the_calendar_of_its_site_where_it_says_nothing(examine):
    text = (
        (
            SMALL
            + """    calendar: {shifts_per_day: 3}
    areas:
      - name: crushing
        calendar: {hours_per_shift: 6}
calendar: {saturdays: half}
"""
        )
        .replace('76.65"}', '76.65"')
        .replace("- {name: plant, ", "- name: plant\n    ")
    )
    (area,) = examine(text).study.sites[0].areas
    calendar = area.calendar
    assert (calendar.shifts_per_day, calendar.hours_per_shift) == (3, 6)
    assert calendar.saturdays == "half"


def test_a_mistake_in_an_areas_calendar_is_said_at_its_line(examine):
    text = """schema_version: 1
study: {name: Mine, country: CO}
sites:
  - name: plant
    coordinates: "2.98, -76.65"
    areas:
      - name: crushing
        calendar:
          sundays: maybe
      - name: crushing
        calendar: {shift_per_day: 3}
"""
    found = said(examine(text))
    assert found[0] == ("study.yaml:9:11 sites.0.areas.0.calendar.sundays 'maybe' is not accepted")
    assert "the area 'crushing' stands twice" in found[1]
    assert "unknown key 'shift_per_day'" in found[2]


def test_a_mistake_in_a_sites_calendar_is_not_said_again_for_its_areas(examine):
    text = """schema_version: 1
study: {name: Mine, country: CO}
calendar: {sundays: maybe}
sites:
  - name: plant
    coordinates: "2.98, -76.65"
    areas: [{name: crushing}, {name: camp}]
"""
    assert said(examine(text)) == ["study.yaml:3:12 calendar.sundays 'maybe' is not accepted"]


def test_one_inventory_or_a_list_of_them_may_be_named(examine):
    one = examine(SMALL + "files: {inventory: machines.xlsx}\n").study
    two = examine(SMALL + "files: {inventory: [plant.xlsx, mine.csv]}\n").study
    assert one.files.inventory == ["machines.xlsx"]
    assert two.files.inventory == ["plant.xlsx", "mine.csv"]


def test_the_free_share_of_reactive_energy_is_the_countrys(examine):
    assert examine(SMALL).study.sites[0].tariff.free_reactive_fraction == 0.5
    peru = examine(SMALL.replace("CO}", "PE}").replace("2.98, -76.65", "-14.69, -74.12")).study
    assert peru.sites[0].tariff.free_reactive_fraction == 0.3


def test_one_meter_file_at_two_sites_and_two_free_shares_are_refused(examine):
    (problem,) = examine(TWO_SITES + "meter: {file: meter.csv}\n").problems
    assert "stands at two sites" in str(problem)
    (problem,) = examine(TWO_SITES + "    tariff: {free_reactive_fraction: 0.3}\n").problems
    assert "one free share" in str(problem)
    assert problem.row == 7


@pytest.mark.parametrize(
    ("coordinates", "word"),
    [
        ("-76.65, 2.98", "exchanged"),
        ("-14.69, -74.12", "outside CO"),
        ("2.98, 76.65", "south and west negative"),
    ],
)
def test_coordinates_outside_the_country_are_refused_with_a_hint(examine, coordinates, word):
    (problem,) = examine(SMALL.replace("2.98, -76.65", coordinates)).problems
    assert word in str(problem)
    assert problem.row == 4


def test_a_wrong_override_is_placed_on_the_command_line(examine):
    (problem,) = examine(SMALL, ["sites.plant.pv.tilt_deg=high"]).problems
    assert (problem.file, problem.row, problem.field) == ("--set", None, "sites.0.pv.tilt_deg")
    (problem,) = examine(SMALL, ["pv.tilt_deg=high"]).problems
    assert problem.file == "--set"


@pytest.mark.parametrize(
    ("typed", "field", "words"),
    [
        ("finance.discount_rate=.nan", "finance.discount_rate", "nan is not accepted; a number"),
        ("sites[0].pv.tlt_deg=9", "sites.0.pv.tlt_deg", "did you mean tilt_deg?"),
        ("sites.plant.areas.mill.name=x", "sites.0.areas", "a list"),
        ("tariff.sheet=", "sites.0.tariff.sheet", "needs the components of a tariff.sheet"),
    ],
)
def test_what_an_override_spoils_is_laid_at_its_door(examine, typed, field, words):
    text = SMALL + "tariff: {sheet: CO-CEO-2013-02-N1}\nfinance: {horizon_years: 20}\n"
    (problem,) = examine(text, [typed]).problems
    assert (problem.file, problem.row, problem.field) == ("--set", None, field)
    assert words in str(problem)
    assert "%" not in str(problem)


def test_a_fault_of_the_study_is_not_laid_at_the_door_of_an_override(examine):
    text = SMALL + "pv: {tilt_deg: 95}\n"
    (problem,) = examine(text, ["pv.azimuth_deg=10"]).problems
    assert (problem.file, problem.row) == ("study.yaml", 5)


def test_an_override_for_a_site_that_is_not_there_names_those_that_are(examine):
    with pytest.raises(InputError) as caught:
        examine(SMALL, ["sites.plnt.pv.tilt_deg=9"])
    assert str(caught.value) == (
        "--set: the study has no site 'plnt'; did you mean plant? allowed: plant"
    )


def test_an_override_reaches_into_a_section_that_stands_empty(examine):
    assert examine(SMALL + "finance:\n", ["finance.discount_rate=0.12"]).study is not None


@pytest.mark.parametrize(
    "value", ["[", "*a", "@x", "2025-13-45", "\t", "{a: 1", "&a [*a]", "!!int x", "[" * 3000]
)
def test_a_value_that_is_no_yaml_is_refused(examine, value):
    with pytest.raises(InputError, match="--set"):
        examine(SMALL, [f"pv.tilt_deg={value}"])


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("M[1]", 'sites["M[1]"].pv.tilt_deg'),
        ("M[1]", "sites[M[1]].pv.tilt_deg"),
        ("mine 1.2", 'sites["mine 1.2"].pv.tilt_deg'),
        ("mine 1.2", "sites[mine 1.2].pv.tilt_deg"),
        ("a=b", "sites[a=b].pv.tilt_deg"),
        ('the "old" one', 'sites["the \\"old\\" one"].pv.tilt_deg'),
    ],
)
def test_a_site_is_set_by_its_name_as_explain_writes_it(name, key):
    study = {"sites": [{"name": "mill"}, {"name": name}]}
    assert with_override(study, f"{key}=12") == ("sites", 1, "pv", "tilt_deg")
    assert study["sites"][1]["pv"] == {"tilt_deg": 12}


def test_merge_keys_of_yaml_are_understood(examine):
    text = (
        SMALL
        + """  - name: mine
    coordinates: "2.97, -76.66"
    pv: &own {tilt_deg: 15}
  - name: camp
    coordinates: "2.97, -76.66"
    pv: {<<: *own, mounting: roof}
"""
    )
    study = examine(text).study
    assert (study.sites[2].pv.tilt_deg, study.sites[2].pv.mounting) == (15, "roof")


def test_a_wrong_key_behind_a_merge_is_still_placed(examine):
    text = SMALL + "x: &own {tilt_deg: steep}\npv: {<<: *own}\n"
    assert [problem.row for problem in examine(text).problems] == [5, 6]


@pytest.mark.parametrize(
    "value", ["[50]", "{}", "null", "2025-13-45", ".nan", ".inf", "true", "'x'", "-1e308", "[[]]"]
)
@pytest.mark.parametrize(
    "key", ["supply.frequency_hz", "study.country", "study.year", "pv.losses", "sites",
            "sites.0.name", "sites.0.areas", "sites.0.meter", "files.inventory", "calendar",
            "pv.losses.wiring", "finance.discount_rate", "files.bills"],
)  # fmt: skip
def test_no_value_of_a_key_makes_a_case_fall(tmp_path, key, value):
    shutil.copytree(EXAMPLE, tmp_path / "study")
    with contextlib.suppress(InputError):
        open_case(tmp_path / "study", [f"{key}={value}"])


@pytest.mark.parametrize("coordinates", ["95, 10", "north", "2.98", "2,98,-76,65,1"])
def test_coordinates_that_are_none_are_refused_at_their_line(examine, coordinates):
    (problem,) = examine(SMALL.replace("2.98, -76.65", coordinates)).problems
    assert (problem.row, problem.field) == (4, "sites.0.coordinates")


def test_two_sites_of_one_name_are_refused(examine):
    text = SMALL + '  - {name: plant, coordinates: "2.97, -76.66"}\n'
    assert said(examine(text)) == ["study.yaml:5:6 sites.1.name the site 'plant' stands twice"]


def test_a_missing_study_says_where_it_was_looked_for(tmp_path):
    with pytest.raises(InputError, match=r"study\.yaml"):
        open_case(tmp_path / "nowhere")


def test_missing_inventory_and_bills_are_both_said(tmp_path):
    shutil.copy(EXAMPLE / "study.yaml", tmp_path)
    with pytest.raises(InputError) as caught:
        open_case(tmp_path)
    assert [problem.file for problem in caught.value.problems] == ["inventory.csv", "bills.csv"]


def model_keys(model, prefix=""):
    for name, field in model.model_fields.items():
        inner = getattr(field.annotation, "model_fields", None)
        if inner is not None and name != "sites":
            yield from model_keys(field.annotation, f"{prefix}{name}.")
        elif name != "sites":
            yield f"{prefix}{name}"


def test_every_key_of_the_model_is_described_and_every_described_key_exists():
    described = {key for key in study_keys()["key"] if not key.startswith("sites[]")}
    assert described == set(model_keys(Study))


def test_every_default_has_a_source_a_year_and_a_trust():
    keys = study_keys()
    with_default = keys[keys[["default", "default_co", "default_pe"]].notna().any(axis=1)]
    assert with_default[["source", "year", "trust"]].notna().all(axis=None)
    assert keys["description"].notna().all()


@settings(max_examples=100, deadline=None)
@given(text=st.text(alphabet="abc:-[]{} \n\"'#0159,é&*!|>%@`\t", max_size=60))
def test_no_text_makes_the_reader_fall(tmp_path_factory, text):
    path = tmp_path_factory.mktemp("garbage") / "study.yaml"
    path.write_text(text, encoding="utf-8")
    assert examine_study(path).study is None


def test_a_file_read_again_with_overrides_leaves_its_own_keys_as_they_stand(examine):
    own = examine(SMALL)
    overridden = examine(SMALL, ("study.name=Other", "sites.plant.pv.tilt_deg=7"))
    again = examine(SMALL)
    assert overridden.study.study.name == "Other"
    assert again.study == own.study
    assert again.merged == own.merged
