"""An answer is asked for once and kept for ever; what was kept is checked before it is used."""

from __future__ import annotations

import hashlib
import json
import os
import stat
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from played_service import PLACE, PlayedService, Reply, pvgis_tmy_body

from equipment_catalog.errors import InputError
from mine_study.weather_answers import fetch_answers
from mine_study.weather_question import WeatherQuestion
from pv_design.weather.online import Access, SourceFailure
from pv_design.weather.online.answer_cache import (
    DamagedEntryError,
    cache_folder,
    entry_name,
    kept_answer,
    kept_files,
)
from pv_design.weather.online.exchange import Request
from pv_design.weather.online.pvgis import pvgis_typical_year

ASKED = Request(
    service="PVGIS",
    product="tmy v5_3",
    url="https://re.jrc.ec.europa.eu/api/v5_3/tmy",
    parameters={"lat": "2.9840", "lon": "-76.6508", "outputformat": "json", "usehorizon": "1"},
    expects="json",
)


@pytest.fixture(autouse=True)
def no_proxy(monkeypatch):
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")


@pytest.fixture
def service():
    with PlayedService() as played:
        played.plays(Reply(body=pvgis_tmy_body()))
        yield played


def record(service, folder, **settings):
    return pvgis_typical_year(*PLACE, access=service.access(folder, **settings))


def said(weather):
    return [str(note.what) for note in weather.notes]


def entry_of(folder):
    (entry,) = (folder / "answers").iterdir()
    return entry


def test_the_second_time_nothing_is_asked_and_the_same_rows_come(service, tmp_path):
    first, second = (record(service, tmp_path) for _ in range(2))
    assert len(service.asked) == 1
    assert first.data.equals(second.data)
    assert first.sha256 == second.sha256
    assert first.notes == second.notes


def test_a_place_a_few_metres_away_is_the_same_place(service, tmp_path):
    record(service, tmp_path)
    pvgis_typical_year(PLACE[0] + 2e-5, PLACE[1], access=service.access(tmp_path))
    assert len(service.asked) == 1


def test_another_place_is_asked_for_anew(service, tmp_path):
    record(service, tmp_path)
    pvgis_typical_year(PLACE[0] + 0.01, PLACE[1], access=service.access(tmp_path))
    assert len(service.asked) == 2


def test_refresh_asks_again_and_leaves_the_older_body_where_it_was(service, tmp_path):
    first = record(service, tmp_path)
    service.plays(Reply(body=pvgis_tmy_body("PVGIS-ERA5")))
    fresh = record(service, tmp_path, refresh=True)
    assert len(service.asked) == 2
    assert fresh.sha256 != first.sha256
    assert {body.name for body in (tmp_path / "bodies").iterdir()} == {first.sha256, fresh.sha256}
    assert record(service, tmp_path, offline=True).sha256 == fresh.sha256


def test_a_refresh_that_fails_leaves_what_was_kept(service, tmp_path):
    first = record(service, tmp_path)
    service.plays(Reply(status=503))
    with pytest.raises(SourceFailure):
        record(service, tmp_path, refresh=True)
    assert record(service, tmp_path).sha256 == first.sha256


def test_offline_gives_what_is_kept_and_goes_nowhere(service, tmp_path):
    kept = record(service, tmp_path)
    asked = len(service.asked)
    assert record(service, tmp_path, offline=True).data.equals(kept.data)
    assert len(service.asked) == asked


def test_offline_without_a_kept_answer_says_how_to_get_one(service, tmp_path):
    with pytest.raises(SourceFailure, match="run once with a network") as caught:
        record(service, tmp_path, offline=True)
    assert str(caught.value).startswith("PVGIS has no kept answer for this place")
    assert service.asked == []


def test_beside_the_body_stands_where_and_when_it_came_from(service, tmp_path):
    weather = record(service, tmp_path)
    entry = json.loads(entry_of(tmp_path).read_text(encoding="utf-8"))
    assert entry["database"] == "PVGIS typical year, PVGIS-NSRDB"
    assert entry["years"] == "2005-2015"
    assert entry["sha256"] == weather.sha256
    assert entry["url"].startswith(service.url + "tmy?lat=2.9840&lon=-76.6508")
    assert entry["retrieved"].endswith("+00:00")
    assert (tmp_path / "bodies" / weather.sha256).read_bytes() == pvgis_tmy_body()


def test_the_day_and_the_checksum_are_among_the_notes(service, tmp_path):
    weather = record(service, tmp_path)
    (note,) = (n for n in weather.notes if str(n.what) == "Day on which PVGIS was asked")
    entry = json.loads(entry_of(tmp_path).read_text(encoding="utf-8"))
    assert entry["retrieved"].startswith(note.value)
    assert weather.sha256 in str(note.effect)


def cut_body(folder):
    (body,) = (folder / "bodies").iterdir()
    body.write_bytes(body.read_bytes()[:-1000])


def no_body(folder):
    next((folder / "bodies").iterdir()).unlink()


def cut_entry(folder):
    entry_of(folder).write_bytes(entry_of(folder).read_bytes()[:40])


def numbered_entry(folder):
    said = json.loads(entry_of(folder).read_bytes()) | {"url": 5}
    entry_of(folder).write_text(json.dumps(said), encoding="utf-8")


def hollow_entry(folder):
    entry_of(folder).write_text('{"sha256": 7}', encoding="utf-8")


def listed_entry(folder):
    entry_of(folder).write_text("[1, 2]", encoding="utf-8")


def undated_entry(folder):
    entry = json.loads(entry_of(folder).read_text(encoding="utf-8"))
    entry_of(folder).write_text(json.dumps(entry | {"retrieved": "?"}), encoding="utf-8")


DAMAGES = {
    cut_body: "its body is not the one that was kept",
    no_body: "its body is missing",
    cut_entry: "its entry cannot be read",
    hollow_entry: "its entry is not whole",
    numbered_entry: "its entry is not whole",
    listed_entry: "its entry is not whole",
    undated_entry: "its entry is not whole",
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_answer_is_noticed_said_and_asked_for_again(service, tmp_path, damage):
    sound = record(service, tmp_path)
    damage(tmp_path)
    mended = record(service, tmp_path)
    assert len(service.asked) == 2
    assert mended.data.equals(sound.data)
    (note,) = (n for n in mended.notes if str(n.what) == "The kept answer of PVGIS was damaged")
    assert str(note.value) == DAMAGES[damage]
    assert note.kind == "warning"
    assert said(record(service, tmp_path)) == said(sound)
    assert len(service.asked) == 2


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_answer_is_refused_offline(service, tmp_path, damage):
    record(service, tmp_path)
    damage(tmp_path)
    with pytest.raises(SourceFailure) as caught:
        record(service, tmp_path, offline=True)
    assert str(caught.value) == (
        f"the kept answer of PVGIS is damaged ({DAMAGES[damage]}), and offline nothing is asked; "
        "run once with a network"
    )
    assert len(service.asked) == 1


@given(spoiled=st.binary(max_size=300))
def test_whatever_stands_in_an_entry_it_is_damaged_or_it_is_the_answer(tmp_path_factory, spoiled):
    folder = tmp_path_factory.mktemp("kept")
    entry = folder / "answers" / f"{entry_name(ASKED)}.json"
    entry.parent.mkdir()
    entry.write_bytes(spoiled)
    with pytest.raises(DamagedEntryError):
        kept_answer(ASKED, folder)


def test_what_cannot_be_read_is_not_kept(service, tmp_path):
    service.plays(Reply(body=b'{"outputs": {"other": []}}'))
    with pytest.raises(SourceFailure, match="^PVGIS sent something that cannot be read"):  # noqa: RUF043  no special letters but the first
        record(service, tmp_path)
    assert not (tmp_path / "bodies").exists()


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_may_not_be_written_costs_a_warning_only(service, tmp_path):
    tmp_path.chmod(stat.S_IRUSR | stat.S_IXUSR)
    weather = record(service, tmp_path)
    assert "The answer of PVGIS could not be kept" in said(weather)


def test_a_file_where_the_folder_should_be_costs_a_warning_only(service, tmp_path):
    (tmp_path / "bodies").write_text("a file", encoding="utf-8")
    weather = record(service, tmp_path)
    assert "The answer of PVGIS could not be kept" in said(weather)
    assert len(weather.data) == 8760


def test_nothing_but_whole_files_is_left_in_the_cache(service, tmp_path):
    record(service, tmp_path)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["answers", "bodies"]
    assert [path.name for path in tmp_path.rglob(".*")] == []


def test_secrets_and_host_do_not_make_the_name_of_an_entry_but_all_else_does():
    same = [
        replace(ASKED, secrets={"api_key": "abc12345"}),
        replace(ASKED, url="https://elsewhere.org/tmy"),
        replace(ASKED, parameters=dict(reversed(ASKED.parameters.items()))),
    ]
    other = [
        replace(ASKED, service="NSRDB"),
        replace(ASKED, product="tmy v5_2"),
        replace(ASKED, parameters={**ASKED.parameters, "usehorizon": "0"}),
    ]
    assert {entry_name(request) for request in same} == {entry_name(ASKED)}
    assert len({entry_name(request) for request in other}) == 3
    assert entry_name(ASKED) not in {entry_name(request) for request in other}


def test_the_argument_wins_over_the_variable_and_the_variable_over_the_system(monkeypatch):
    monkeypatch.setenv("SOLMINA_CACHE", "of/the/variable")
    assert cache_folder(Path("given")) == Path("given")
    assert cache_folder() == Path("of/the/variable")
    monkeypatch.setenv("SOLMINA_CACHE", "")
    assert cache_folder().name == "weather"


@pytest.mark.parametrize(
    ("platform", "variable", "folder"),
    [
        ("linux", "XDG_CACHE_HOME", "solmina/weather"),
        ("win32", "LOCALAPPDATA", "solmina/weather"),
    ],
)
def test_each_system_has_its_own_folder(monkeypatch, tmp_path, platform, variable, folder):
    monkeypatch.delenv("SOLMINA_CACHE", raising=False)
    monkeypatch.setattr("sys.platform", platform)
    monkeypatch.setenv(variable, str(tmp_path))
    assert cache_folder() == tmp_path / folder
    monkeypatch.setattr("sys.platform", "darwin")
    assert cache_folder() == Path.home() / "Library" / "Caches" / folder


def test_refreshing_offline_is_a_contradiction():
    with pytest.raises(InputError, match="refresh"):
        Access(refresh=True, offline=True)


@pytest.mark.parametrize(
    "content", [b"", b"{tr", b"[]", b"null", b'{"x": 1}', b"\xff\xfe", b"[" * 9999]
)
def test_a_damaged_entry_of_another_question_keeps_no_answer_from_being_found(
    service, tmp_path, content
):
    checksum = record(service, tmp_path).sha256
    own = entry_of(tmp_path)
    (tmp_path / "answers" / "other.json").write_bytes(content)
    (tmp_path / "answers" / "folder.json").mkdir()
    (found,) = kept_files([checksum], tmp_path)
    assert (found.meta, found.entry["sha256"]) == (own, checksum)
    assert hashlib.sha256(found.body.read_bytes()).hexdigest() == checksum
    question = WeatherQuestion(
        latitude=PLACE[0], longitude=PLACE[1], access=service.access(tmp_path, offline=True)
    )
    (fetched,) = fetch_answers("pvgis", question)
    assert (fetched.meta, fetched.body) == (found.meta, found.body)
