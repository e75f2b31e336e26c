"""`solmina weather`: what a source says, how far two are apart, what is fetched."""

from __future__ import annotations

import hashlib
import json
import re
import shutil
from dataclasses import replace
from pathlib import Path
from typing import get_args

import click
import numpy as np
import pandas as pd
import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st
from played_service import PLACE, POWER_MONTHS, POWER_MONTHS_BODY, PlayedService, Reply
from played_service import pvgis_tmy_body as tmy_body

from cli import main
from equipment_catalog.errors import InputError
from equipment_catalog.year_hours import hours_of_year
from mine_study.charts.svg_file import chart_svg
from mine_study.charts.weather_months import comparison_finding
from mine_study.language import Reader
from mine_study.study_faults import study_faults
from mine_study.weather_comparison_lines import comparison_lines
from mine_study.weather_documents import comparison_csv
from mine_study.weather_files import comparison_files
from mine_study.weather_hours import hours_csv
from mine_study.weather_lines import description_lines
from mine_study.weather_question import weather_question
from mine_study.weather_sources import study_among, weather_of
from pv_design.weather import FORMATS, SOURCES, Weather, read_weather
from pv_design.weather.clock import TimeLabel
from pv_design.weather.comparison import compare_weather
from pv_design.weather.description import YEAR, describe_weather
from pv_design.weather.online import access
from pv_design.weather.online.exchange import service_value
from pv_design.weather.online.online_sources import ONLINE_SOURCES

EXAMPLE = Path(__file__).parent.parent / "examples" / "los_conquistadores"
SHARED = Path("/work/shared/data/weather")
ENGLISH, SPANISH = Reader("en", "CO"), Reader("es", "CO")
COORDINATES = f"{PLACE[0]}, {PLACE[1]}"
AT = ("--coordinates", COORDINATES, "--altitude-m", "1200")
DAYS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


def monthly(*ghi_kwh_m2_day, sigma=0.05, **fields):
    """Return a year whose months have these means, the same power in every hour of a month."""
    hours = hours_of_year(2025, -5)
    means = np.array(ghi_kwh_m2_day if len(ghi_kwh_m2_day) == 12 else ghi_kwh_m2_day * 12)
    ghi = means[hours.month - 1] * 1000 / 24
    columns = {"ghi": ghi, "dni": ghi / 2, "dhi": ghi / 4, "temp_air": 20.0, "wind_speed": 1.5}
    settled = {
        "data": pd.DataFrame(columns, hours),
        "latitude": PLACE[0],
        "longitude": PLACE[1],
        "altitude_m": 1200.0,
        "source": "test",
        "period": "2025",
        "sigma_resource_fraction": sigma,
    }
    return Weather(**(settled | fields))


@pytest.fixture
def solmina(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SOLMINA_CACHE", str(tmp_path / "cache"))
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")

    def run(*words):
        return CliRunner().invoke(main, ["weather", *(str(word) for word in words)])

    return run


@pytest.fixture
def service(monkeypatch):
    """Stand in for all services on the network."""
    with PlayedService() as played:
        monkeypatch.setattr(
            access,
            "service_value",
            lambda key: played.url if key.endswith("_url") else service_value(key),
        )
        yield played


# --- the figures


def test_months_and_year_are_those_of_a_hand_calculation():
    means = [4.0, 4.5, 5.0, 4.1, 4.2, 4.3, 4.4, 4.6, 4.7, 4.8, 4.9, 5.1]
    described = describe_weather(monthly(*means, sigma=0.08))
    assert described.months["ghi_kwh_m2_day"].tolist() == pytest.approx(means)
    assert described.months["dhi_kwh_m2_day"].tolist() == pytest.approx([m / 4 for m in means])
    year = float(np.dot(means, DAYS))
    assert described.annual_kwh_m2["ghi"] == pytest.approx(year)
    assert described.annual_kwh_m2["dni"] == pytest.approx(year / 2)
    assert described.year["temp_air_c"] == pytest.approx(20.0)
    assert described.year["wind_speed_m_s"] == pytest.approx(1.5)


def test_p90_stands_1_2816_standard_deviations_below_p50():
    described = describe_weather(monthly(4.0, sigma=0.08))
    assert described.p50_ghi_kwh_m2 == pytest.approx(1460)
    assert described.p90_ghi_kwh_m2 == pytest.approx(1460 * (1 - 1.2815516 * 0.08))


def test_with_several_real_years_the_long_term_is_their_mean_and_each_is_named():
    years = tuple(monthly(ghi, period=str(2020 + n)) for n, ghi in enumerate([4.0, 4.4, 4.5]))
    described = describe_weather(monthly(4.4, real_years=years))
    assert described.real_years_ghi_kwh_m2.to_dict() == pytest.approx(
        {"2020": 1460.0, "2021": 1606.0, "2022": 1642.5}
    )
    assert described.p50_ghi_kwh_m2 == pytest.approx((1460 + 1606 + 1642.5) / 3)
    compared = compare_weather({"years": monthly(4.4, real_years=years), "one": monthly(4.3)})
    assert compared.ghi_kwh_m2_day.loc[[1, YEAR], "years"].tolist() == pytest.approx([4.3, 4.3])


def test_a_pair_is_named_when_it_is_more_than_a_tenth_of_its_mean_apart():
    compared = compare_weather({"a": monthly(4.0), "b": monthly(4.41), "c": monthly(4.43)})
    apart = compared.annual_disagreements
    assert apart[["first", "second"]].to_numpy().tolist() == [["a", "c"]]
    assert apart["difference_fraction"].item() == pytest.approx(0.43 / 4.215)
    assert apart["likely_fraction"].item() == pytest.approx(0.05 * 2**0.5)


def test_a_month_can_disagree_where_the_years_agree():
    means = [4.0] * 12
    means[5] = 4.6
    compared = compare_weather({"flat": monthly(4.0), "june": monthly(*means)})
    assert compared.disagreements["month"].tolist() == [6]
    assert compared.disagreements["difference_fraction"].item() == pytest.approx(0.6 / 4.3)
    assert compared.annual_disagreements.empty
    finding = ENGLISH.say(comparison_finding(compared, ENGLISH))
    assert finding == "The years agree within 10 %; these months do not: Jun"


def test_differences_are_from_the_first_over_the_mean_of_both():
    compared = compare_weather({"a": monthly(4.0), "b": monthly(5.0)})
    assert compared.from_first_fraction.loc[YEAR].tolist() == pytest.approx([0.0, 1 / 4.5])
    (apart,) = compared.annual_disagreements["difference_fraction"]
    assert apart == pytest.approx(1 / 4.5)


def test_sources_of_one_family_confirm_nothing_together():
    power = {"origins": ("nasa_power",)}
    compared = compare_weather({"cell": monthly(4.0, **power), "service": monthly(4.0, **power)})
    assert compared.not_independent.to_numpy().tolist() == [["cell", "service", "nasa_power"]]
    finding = ENGLISH.say(comparison_finding(compared, ENGLISH))
    assert finding == "No two of these sources are independent: their agreement says nothing"
    third = compare_weather(
        {"cell": monthly(4.0, **power), "service": monthly(4.0, **power), "own": monthly(4.1)}
    )
    assert len(third.not_independent) == 1
    finding = ENGLISH.say(comparison_finding(third, ENGLISH))
    assert finding == "The independent sources agree within 10 % in every month"


def test_the_same_file_twice_is_one_source():
    twice = {name: monthly(4.0, sha256="ab12") for name in ("a", "b")}
    assert compare_weather(twice).not_independent["origins"].tolist() == [""]
    files = {"a": monthly(4.0, sha256="ab12"), "b": monthly(4.0, sha256="cd34")}
    assert compare_weather(files).not_independent.empty


def test_places_more_than_a_cell_apart_are_told_over_the_date_line_too():
    one, near = monthly(4.0, longitude=179.9), monthly(4.0, longitude=-179.9)
    far = monthly(4.0, longitude=-179.5)
    found = compare_weather({"one": one, "near": near, "far": far}).different_places
    assert found[["first", "second"]].to_numpy().tolist() == [["one", "far"], ["near", "far"]]
    assert found["apart_deg"].tolist() == pytest.approx([0.6, 0.4])


def test_p90_of_one_year_adds_how_years_differ_and_ten_years_a_tenth_of_its_square():
    described = describe_weather(monthly(4.0, sigma=0.08))
    spread = 0.03  # the table's, data/exceedance.csv
    for years in (1, 10):
        sigma = (0.08**2 + spread**2 / years) ** 0.5
        assert described.p90_of_years_kwh_m2(years) == pytest.approx(1460 * (1 - 1.2815516 * sigma))
    assert described.interannual_basis == "sigma_table"


def test_eight_real_years_tell_their_own_spread():
    levels = [4.0, 4.2, 4.0, 4.2, 4.0, 4.2, 4.0, 4.2]
    years = tuple(monthly(level, period=str(2010 + n)) for n, level in enumerate(levels))
    described = describe_weather(monthly(4.0, real_years=years))
    assert described.interannual_basis == "years"
    assert described.interannual_fraction == pytest.approx(np.std(levels, ddof=1) / 4.1)


@settings(max_examples=10)
@given(st.lists(st.floats(0.5, 9.0), min_size=2, max_size=4))
def test_who_disagrees_does_not_depend_on_the_order(levels):
    named = {f"s{number}": monthly(level) for number, level in enumerate(levels)}
    forth = compare_weather(named).annual_disagreements
    back = compare_weather(dict(reversed(named.items()))).annual_disagreements
    pairs = [{frozenset(pair) for pair in found[["first", "second"]].to_numpy()}
             for found in (forth, back)]  # fmt: skip
    assert pairs[0] == pairs[1]
    assert sorted(forth["difference_fraction"]) == pytest.approx(
        sorted(-back["difference_fraction"])
    )


def test_a_month_without_any_sun_is_no_disagreement():
    dark = [0.0, *[4.0] * 11]
    assert compare_weather({"a": monthly(*dark), "b": monthly(*dark)}).disagreements.empty


def test_one_source_alone_cannot_be_compared():
    with pytest.raises(InputError, match="two or more sources"):
        compare_weather({"a": monthly(4.0)})


# --- what a chart and a table say


def test_the_chart_draws_a_line_a_source_and_says_the_finding_in_both_languages():
    compared = compare_weather({"pvgis": monthly(4.0), "nasa_power": monthly(5.0)})
    english, spanish = (comparison_files(compared, r)["weather.svg"] for r in (ENGLISH, SPANISH))
    assert "pvgis and nasa_power differ by 22 % of their mean over the year" in english
    for document in (english, spanish):
        assert document.count(">pvgis<") == document.count(">nasa_power<") == 1
    assert ">ene<" in spanish
    assert ">Jan<" in english


def test_the_same_comparison_gives_the_same_bytes():
    compared = compare_weather({"a": monthly(4.0), "b": monthly(5.0)})
    assert comparison_files(compared, SPANISH) == comparison_files(compared, SPANISH)


def test_text_in_a_name_is_no_markup_in_the_chart():
    compared = compare_weather({"<b>$x_1$": monthly(4.0), "b": monthly(5.0)})
    document = comparison_files(compared, ENGLISH)["weather.svg"]
    assert "<b>" not in document
    assert "&lt;b&gt;$x_1$" in document


def test_a_chart_without_a_drawing_is_still_a_document():
    assert chart_svg(lambda axes: axes.set_axis_off()).startswith("<?xml")


def test_the_table_holds_the_months_and_the_year_by_source():
    text = comparison_csv(compare_weather({"a": monthly(4.0), "b": monthly(5.0)}))
    head, *rows = (line.split(",") for line in text.splitlines())
    assert head == [
        "month",
        *(f"{what} | {name}" for what in ("ghi_kwh_m2_day", "dni_kwh_m2_day", "dhi_kwh_m2_day")
          for name in "ab"),
        "temp_air_c | a", "temp_air_c | b", "from_first_fraction | b",
    ]  # fmt: skip
    assert [row[0] for row in rows] == [*map(str, range(1, 13)), "year"]
    expected = ("4", "5", "2", "2.5", "1", "1.25", "20", "20", "0.222222")
    assert {tuple(row[1:]) for row in rows} == {expected}


def test_the_table_names_files_without_their_folders():
    sources = {"data/far/a.csv": monthly(4.0), "=1+1": monthly(5.0)}
    head = comparison_csv(compare_weather(sources)).splitlines()[0]
    assert "ghi_kwh_m2_day | a.csv" in head
    assert not any(cell.startswith(("=", "+", "-", "@")) for cell in head.split(","))


# --- words to weather


def test_every_registered_source_can_be_named(solmina):
    assert {*ONLINE_SOURCES, "embedded", "ladder"} <= set(SOURCES)
    said = solmina("describe", "nowhere", "--lang", "en")
    assert said.exit_code == 1
    assert all(name in said.stderr for name in SOURCES)


def test_the_labels_of_the_command_line_are_those_of_the_reader():
    option = next(
        param for param in main.commands["weather"].commands["describe"].params
        if param.name == "time_label"
    )  # fmt: skip
    assert isinstance(option.type, click.Choice)
    assert tuple(option.type.choices) == get_args(TimeLabel)


@pytest.mark.parametrize("name", ["describe", "compare", "fetch", "hours"])
def test_every_part_of_the_command_has_help_json_and_quiet(solmina, name):
    command = main.commands["weather"].commands[name]
    options = {option for param in command.params for option in param.opts}
    assert {"--json", "--quiet", "--lang", "--coordinates", "--offline", "--refresh"} <= options
    assert solmina(name, "--help").exit_code == 0


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"coordinates": "2.98, -76.65", "latitude": 2.0}, "not both"),
        ({"latitude": 2.98}, "longitude: it is missing.*; --latitude and --longitude, both"),
        ({"coordinates": "-76.65, 2.98"}, "in the Antarctic.*exchanged: 2.98, -76.65"),
        ({"coordinates": "45,8"}, "may be one number or two; .*45 / 8"),
        ({"coordinates": "-176.65, 2.98"}, "latitude: -176.65.*exchanged"),
        ({"latitude": 99.0, "longitude": 0.0}, "latitude: 99.0"),
        ({"latitude": float("nan"), "longitude": 0.0}, "latitude: nan"),
        ({"coordinates": "here"}, "coordinates: 'here'"),
        ({"altitude_m": 9000.0}, "altitude_m: 9000.0"),
        ({"utc_offset": float("nan")}, "utc_offset_hours: nan"),
        ({"offline": True, "refresh": True}, "one of refresh and offline"),
    ],
)
def test_a_place_that_cannot_be_is_refused(given, said):
    with pytest.raises(InputError, match=said):
        weather_question(**given)


def test_a_folder_called_like_a_source_is_the_source(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "embedded").mkdir()
    assert study_among(["embedded", "./embedded"]) == Path("./embedded")


def test_a_study_gives_each_of_its_sites():
    assert list(weather_of([str(EXAMPLE)], weather_question())) == ["planta", "mina La Leche"]


def test_a_study_of_one_site_lends_its_place_to_the_other_sources(tmp_path):
    text = (EXAMPLE / "study.yaml").read_text(encoding="utf-8")
    path = tmp_path / "study.yaml"
    path.write_text(re.sub(r"  - name: mina La Leche\n(    .*\n)*", "", text), encoding="utf-8")
    site, embedded = weather_of([str(path), "embedded"], weather_question()).values()
    assert (embedded.latitude, embedded.longitude) == (site.latitude, site.longitude)
    assert embedded.altitude_m == site.altitude_m
    given = weather_question(coordinates="3.5, -76.0")
    _, elsewhere = weather_of([str(path), "embedded"], given).values()
    assert (elsewhere.latitude, elsewhere.longitude) == (3.5, -76.0)


def test_the_problems_of_all_sources_are_told_at_once(solmina):
    Path("words.csv").write_text("no weather at all\n", encoding="utf-8")
    said = solmina("describe", "missing.epw", "words.csv", "gnome", "embedded", "--lang", "en")
    assert said.exit_code == 1
    assert said.stdout == ""
    lines = [line for line in said.stderr.splitlines() if not line.startswith("·")]
    assert [any(name in line for line in lines) for name in ("missing.epw", "words.csv", "gnome")]
    assert "gnome: there is no source of weather of this name" in said.stderr
    assert "embedded: the coordinates of the place are needed; --coordinates" in said.stderr
    assert "Traceback" not in said.stderr


# --- describe


def test_a_folder_without_a_study_hides_no_other_problem(solmina):
    Path("empty").mkdir()
    said = solmina("describe", "empty", "missing.epw", *AT, "--lang", "en")
    assert said.exit_code == 1
    assert "empty: there is no study file" in said.stderr
    assert "missing.epw: the file does not exist" in said.stderr


def test_describe_prints_months_year_level_and_notes(solmina):
    said = solmina("describe", "embedded", *AT, "--lang", "en")
    assert said.exit_code == 0, said.stderr
    lines = said.stdout.splitlines()
    months = [line.split()[0] for line in lines if len(line.split()) == 6]
    assert months[-13:] == ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep",
                            "Oct", "Nov", "Dec", "year"]  # fmt: skip
    weather = SOURCES["embedded"](*PLACE, altitude_m=1200.0)
    assert f"GHI {weather.annual_ghi_kwh_m2:,.0f}" in said.stdout
    assert "P90" in said.stdout
    assert sum(line.startswith(("assumption:", "warning:")) for line in lines) >= 3
    assert "reading embedded" in said.stderr


def test_describe_as_json_is_one_document_with_the_same_figures(solmina):
    said = solmina("describe", "embedded", *AT, "--json", "--quiet")
    assert said.stderr == ""
    (source,) = json.loads(said.stdout)["sources"]
    weather = SOURCES["embedded"](*PLACE, altitude_m=1200.0)
    assert source["annual_kwh_m2"]["ghi"] == pytest.approx(weather.annual_ghi_kwh_m2)
    assert [month["month"] for month in source["months"]] == list(range(1, 13))
    assert [month["ghi_kwh_m2_day"] for month in source["months"]] == pytest.approx(
        weather.monthly_ghi_kwh_m2_day.tolist()
    )
    assert source["altitude_m"] == 1200.0
    assert len(source["notes"]) == len(weather.notes)
    assert source["p90_ghi_kwh_m2"] < source["p50_ghi_kwh_m2"]


def test_describe_speaks_the_language_of_the_study(solmina):
    shutil.copytree(EXAMPLE, "mine")
    spanish, english = solmina("describe", "mine"), solmina("describe", "mine", "--lang", "en")
    assert (spanish.exit_code, english.exit_code) == (0, 0), spanish.stderr
    assert "ene " in spanish.stdout
    assert "Jan " in english.stdout


def test_a_study_with_a_mistake_ends_in_its_line(solmina):
    shutil.copytree(EXAMPLE, "mine")
    path = Path("mine/study.yaml")
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("coordinates:", "koordinates:", 1), encoding="utf-8")
    said = solmina("describe", "mine", "--lang", "en")
    assert said.exit_code == 1
    assert "study.yaml:" in said.stderr
    assert "Traceback" not in said.stderr


@pytest.mark.skipif(not SHARED.is_dir(), reason="the sample files are not here")
def test_a_real_file_shows_what_every_check_saw(solmina):
    path = SHARED / "CHL_Santiago_ExploradorSolar_TMY.csv"
    said = solmina("describe", path, "--json")
    assert said.exit_code == 0, said.stderr
    (source,) = json.loads(said.stdout)["sources"]
    assert source["sha256"] == hashlib.sha256(path.read_bytes()).hexdigest()
    assert source["annual_kwh_m2"]["ghi"] == pytest.approx(1923, abs=2)
    assert {mark["verdict"] for mark in source["marks"]} <= {"good", "doubtful"}
    assert len(source["marks"]) > 5


# --- compare


def test_compare_writes_chart_and_table_whole_and_never_over_others(solmina, service, tmp_path):
    service.plays(Reply(body=POWER_MONTHS_BODY))
    words = ("compare", "embedded", "nasa_power_climatology", *AT, "--out", "made")
    said = solmina(*words, "--lang", "en")
    assert said.exit_code == 0, said.stderr
    assert sorted(path.name for path in (tmp_path / "made").iterdir()) == [
        "weather.csv",
        "weather.svg",
    ]
    assert str(Path("made/weather.svg")) in said.stdout
    assert solmina(*words).exit_code == 2
    assert solmina(*words, "--force", "--offline").exit_code == 0
    assert len(service.asked) == 1


def test_compare_as_json_holds_the_months_of_the_service(solmina, service):
    service.plays(Reply(body=POWER_MONTHS_BODY))
    said = solmina("compare", "embedded", "nasa_power_climatology", *AT, "--json")
    document = json.loads(said.stdout)
    power = document["ghi_kwh_m2_day"]["nasa_power_climatology"]
    assert [power[str(month)] for month in range(1, 13)] == pytest.approx(list(POWER_MONTHS))
    assert document["limit_fraction"] == pytest.approx(0.10)
    level = document["ghi_kwh_m2_day"]["embedded"]["year"] / power["year"] - 1
    assert document["from_first_fraction"]["nasa_power_climatology"]["year"] == pytest.approx(
        -level / (1 + level / 2)
    )
    assert [row["origins"] for row in document["not_independent"]] == ["nasa_power"]


def test_compare_of_one_word_is_a_wrong_command_line(solmina):
    assert solmina("compare", "embedded", *AT).exit_code == 2


def test_a_source_that_fails_stops_the_comparison_with_its_reason(solmina, service):
    service.plays(Reply(status=400, body=b'{"message": "out of the spatial coverage"}'))
    said = solmina("compare", "embedded", "pvgis", *AT, "--out", "made", "--lang", "en")
    assert said.exit_code == 1
    assert "pvgis" in said.stderr
    assert "out of the spatial coverage" in said.stderr
    assert not Path("made").exists()


def test_the_ladder_goes_on_to_what_is_embedded_and_says_why(solmina):
    said = solmina("describe", "ladder", *AT, "--offline", "--lang", "en")
    assert said.exit_code == 0, said.stderr
    warnings = [line for line in said.stdout.splitlines() if line.startswith("warning:")]
    assert [sum(name in line for line in warnings) >= 1 for name in ("PVGIS", "POWER", "NSRDB")]


# --- fetch


def test_fetch_says_where_body_and_meta_lie(solmina, service, tmp_path):
    service.plays(Reply(body=tmy_body()))
    said = solmina("fetch", "pvgis", *AT, "--out", "raw.json", "--json")
    assert said.exit_code == 0, said.stderr
    (answer,) = json.loads(said.stdout)["answers"]
    body = Path(answer["body"])
    assert body.is_relative_to(tmp_path / "cache")
    assert body.read_bytes() == Path("raw.json").read_bytes() == tmy_body()
    assert json.loads(Path(answer["meta"]).read_bytes())["sha256"] == answer["entry"]["sha256"]
    assert solmina("fetch", "pvgis", *AT, "--offline").exit_code == 0
    assert len(service.asked) == 1


def test_fetch_offline_ends_with_the_reason_for_each_service(solmina):
    said = solmina("fetch", "pvgis", "nasa_power", *AT, "--offline", "--lang", "en")
    assert said.exit_code == 1
    assert "PVGIS has no kept answer" in said.stderr
    assert "NASA POWER has no kept answer" in said.stderr
    assert "Traceback" not in said.stderr


def test_a_service_that_fails_does_not_keep_the_next_from_being_fetched(solmina, service):
    service.plays(Reply(status=404), Reply(body=POWER_MONTHS_BODY))
    words = ("fetch", "pvgis", "nasa_power_climatology", *AT, "--json")
    said = solmina(*words)
    assert said.exit_code == 1
    document = json.loads(said.stdout)
    assert len(document["problems"]) == 1
    (body,) = document["written"]
    assert Path(body).read_bytes() == POWER_MONTHS_BODY


def test_what_is_embedded_cannot_be_fetched_and_the_names_are_told(solmina):
    said = solmina("fetch", "embedded", *AT, "--lang", "en")
    assert said.exit_code == 1
    assert "pvgis_horizon" in said.stderr


def test_fetch_without_a_place_says_how_to_give_it(solmina):
    said = solmina("fetch", "pvgis", "--lang", "en")
    assert said.exit_code == 1
    assert "--coordinates" in said.stderr


def test_fetch_overwrites_no_file_and_copies_one_answer_only(solmina):
    Path("mine.json").write_text("mine", encoding="utf-8")
    assert solmina("fetch", "pvgis", *AT, "--out", "mine.json").exit_code == 2
    assert solmina("fetch", "pvgis", "nsrdb", *AT, "--out", "new.json").exit_code == 2
    assert Path("mine.json").read_text(encoding="utf-8") == "mine"


def test_a_cache_that_cannot_be_written_is_said_in_one_line(solmina, service, monkeypatch):
    Path("file").write_text("no folder", encoding="utf-8")
    monkeypatch.setenv("SOLMINA_CACHE", str(Path("file").absolute()))
    service.plays(Reply(body=POWER_MONTHS_BODY))
    said = solmina("fetch", "nasa_power_climatology", *AT, "--lang", "en")
    assert said.exit_code == 1
    assert "SOLMINA_CACHE" in said.stderr
    assert "Traceback" not in said.stderr


# --- a study and the network


def asking(folder, keys):
    """Write a study whose sites take their sun as these keys of `weather` say."""
    shutil.copytree(EXAMPLE, folder)
    path = Path(folder) / "study.yaml"
    text = path.read_text(encoding="utf-8")
    assert text.count("\nweather:\n") == 1
    text = re.sub(r"\nweather:\n(  .*\n)*", f"\nweather:\n  {keys}\n", text)
    path.write_text(text, encoding="utf-8")
    return path


def solmina_run(*words):
    return CliRunner().invoke(main, [str(word) for word in words])


def line_of(path, begun):
    lines = path.read_text(encoding="utf-8").splitlines()
    return next(n for n, line in enumerate(lines, start=1) if line.startswith(begun))


@pytest.mark.usefixtures("solmina")
def test_a_weather_file_without_its_source_is_one_problem_at_its_key():
    path = asking("mine", "file: w.csv")
    said = solmina_run("check", "mine", "--lang", "en")
    assert said.exit_code == 1
    (line,) = said.stderr.splitlines()
    assert f"study.yaml:{line_of(path, '  file: w.csv')}:3" in line
    assert "weather.file stands without weather.source: file" in line


def test_a_site_may_turn_away_from_the_file_of_the_whole_study():
    merged = {
        "weather": {"source": "file", "file": "w.csv"},
        "sites": [{"weather": {"source": "embedded", "file": "w.csv"}}],
    }
    assert list(study_faults(merged)) == []
    merged["sites"][0]["weather"]["file"] = "other.csv"
    ((place, _),) = study_faults(merged)
    assert place == ("sites", 0, "weather", "file")


def test_check_remarks_that_a_service_needs_the_network_once(solmina, service):
    asking("mine", "source: nasa_power_climatology")
    said = solmina_run("check", "mine", "--lang", "en")
    assert said.exit_code == 0, said.stderr
    assert said.stdout.count("needs the network once") == 2
    assert "solmina weather fetch mine" in said.stdout
    assert service.asked == []
    service.plays(Reply(body=POWER_MONTHS_BODY))
    assert solmina("fetch", "mine").exit_code == 0
    assert "network" not in solmina_run("check", "mine", "--lang", "en").stdout


def test_a_run_offline_asks_nobody_and_names_the_key_that_asks(solmina, service):
    path = asking("mine", "source: pvgis")
    said = solmina_run("run", "mine", "--out", "made", "--offline", "--lang", "en", "--quiet")
    assert said.exit_code == 1
    assert f"study.yaml:{line_of(path, '  source: pvgis')}:3" in said.stderr
    assert "weather.source" in said.stderr
    assert "PVGIS has no kept answer" in said.stderr
    assert service.asked == []
    described = solmina("describe", "mine", "--offline", "--lang", "en")
    assert f"study.yaml:{line_of(path, '  source: pvgis')}:3" in described.stderr


def test_fetch_of_a_study_asks_for_each_site_what_it_or_the_words_name(solmina, service):
    asking("mine", "source: nasa_power_climatology")
    service.plays(Reply(body=POWER_MONTHS_BODY))
    said = solmina("fetch", "mine", "--json")
    assert said.exit_code == 0, said.stderr
    assert {answer["name"] for answer in json.loads(said.stdout)["answers"]} == {
        "nasa_power_climatology"
    }
    asked = {re.search(r"latitude=([-\d.]+)", one)[1] for one in service.asked}
    assert len(asked) == len(service.asked) == 2
    service.plays(Reply(body=tmy_body()))
    assert solmina("fetch", "mine", "pvgis", "--json").exit_code == 0
    assert sum("/tmy" in one for one in service.asked) == 2


def test_fetch_of_a_study_without_a_service_or_with_a_place_besides_says_so(solmina):
    shutil.copytree(EXAMPLE, "mine")
    said = solmina("fetch", "mine", "--lang", "en")
    assert said.exit_code == 1
    assert "no site of this study takes its sun from a service" in said.stderr
    said = solmina("fetch", "mine", "pvgis", *AT, "--lang", "en")
    assert said.exit_code == 1
    assert "coordinates or a study" in said.stderr
    assert solmina("fetch", "mine", "pvgis", "--out", "raw.json", "--offline").exit_code == 2


def test_fetch_ladder_takes_the_first_service_that_answers(solmina, service):
    service.plays(Reply(body=tmy_body()))
    said = solmina("fetch", "ladder", *AT, "--json")
    assert said.exit_code == 0, said.stderr
    assert [answer["name"] for answer in json.loads(said.stdout)["answers"]] == ["pvgis"]


def test_a_horizon_is_told_to_be_none_of_weather(solmina):
    said = solmina("describe", "pvgis_horizon", *AT, "--lang", "en")
    assert said.exit_code == 1
    assert "it is a horizon, no weather: solmina weather fetch pvgis_horizon" in said.stderr


def test_formats_are_listed_in_the_language_of_the_reader(solmina):
    Path("words.csv").write_text("no weather at all\n", encoding="utf-8")
    said = solmina("describe", "words.csv", *AT, "--lang", "es")
    title = SPANISH.say(FORMATS[3].title)
    assert title != str(FORMATS[3].title)
    assert title in said.stderr


# --- hours


@pytest.mark.parametrize("minutes", [30.0, 10.0])
def test_the_hours_are_read_back_as_they_were_written(tmp_path, minutes):
    made = replace(SOURCES["embedded"](*PLACE, altitude_m=1200.0), sun_offset_minutes=minutes)
    path = tmp_path / "hours.csv"
    path.write_text(hours_csv(made, SPANISH), encoding="utf-8")
    head, values, headings = path.read_text(encoding="utf-8").splitlines()[:3]
    assert head.startswith("Source,Location ID,City,State,Country,Latitude,Longitude,Time Zone")
    assert len(values.split(",")) == len(head.split(","))
    assert headings == "Year,Month,Day,Hour,Minute,GHI,DNI,DHI,Tdry,Wspd"
    again = read_weather(path)
    pd.testing.assert_frame_equal(again.data, made.data[again.data.columns], check_freq=False)
    assert (again.latitude, again.longitude, again.altitude_m) == (*PLACE, 1200.0)
    assert again.sun_offset_minutes == minutes
    assert again.utc_offset_hours == made.utc_offset_hours


def test_the_name_of_a_source_is_no_formula_and_no_second_cell():
    line = hours_csv(monthly(4.0, source='=HYPERLINK("x","y")\n+1'), ENGLISH).splitlines()[1]
    assert line.startswith(" =HYPERLINK('x';'y') +1,")
    assert len(line.split(",")) == 10


def test_hours_are_written_once_and_whole(solmina):
    words = ("hours", "embedded", *AT, "--out", "hours.csv")
    assert solmina(*words).exit_code == 0
    content = Path("hours.csv").read_bytes()
    assert len(content.splitlines()) == 8763
    Path("hours.csv").write_text("mine", encoding="utf-8")
    assert solmina(*words).exit_code == 2
    assert Path("hours.csv").read_text(encoding="utf-8") == "mine"
    assert solmina(*words, "--force").exit_code == 0
    assert Path("hours.csv").read_bytes() == content


def test_the_hours_of_several_sites_do_not_go_into_one_file(solmina):
    said = solmina("hours", EXAMPLE, "--out", "hours.csv", "--lang", "en")
    assert said.exit_code == 1
    assert "planta, mina La Leche" in said.stderr
    assert not Path("hours.csv").exists()


def test_years_that_are_several_are_told_apart_from_the_one_that_is_used():
    years = tuple(monthly(ghi, period=str(2020 + n)) for n, ghi in enumerate([4.0, 4.4, 4.5]))
    named = {"years": monthly(4.4, period="2021", real_years=years), "one": monthly(4.3)}
    described = "\n".join(description_lines({"years": named["years"]}, ENGLISH))
    assert "mean of 3 years, 2020 to 2022; of these 2021 is used hour by hour" in described
    row = next(line for line in described.splitlines() if line.startswith("Jan"))
    assert (row.split()[1], row.split()[-1]) == ("4.40", "4.30")
    compared = "\n".join(comparison_lines(compare_weather(named), named, ENGLISH))
    assert "mean of 3 years, 2020 to 2022" in compared
