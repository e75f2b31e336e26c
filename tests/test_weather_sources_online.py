"""What each service is asked, and the record that its recorded answer becomes."""

from __future__ import annotations

import json
from contextlib import suppress
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from played_service import (
    PLACE,
    POWER_MONTHS,
    POWER_MONTHS_BODY,
    PlayedService,
    Reply,
    nsrdb_body,
    power_days_body,
    power_hours_body,
    pvgis_hours_body,
    pvgis_tmy_body,
    quick_limits,
    sunny_hours,
)

from equipment_catalog.errors import InputError
from equipment_catalog.tables import read_facts
from pv_design.weather.online import Access, SourceFailure, nasa_power, nsrdb, pvgis
from pv_design.weather.online.exchange import service_value
from pv_design.weather.online.online_sources import ONLINE_SOURCES, fetch_record

OVER_THE_SEA = (
    b'{"message": "Location over the sea. Please, select another location", "status": 400}'
)
UNKNOWN_DATABASE = b'{"message": "raddatabase: Incorrect value", "status": 400}'
SHARED = Path("/work/shared/data/weather/tmy_45.000_8.000_2005_2023.json")


@pytest.fixture(autouse=True)
def surroundings(monkeypatch):
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    monkeypatch.setenv("NLR_API_KEY", "DEMO_KEY")
    monkeypatch.setenv("NLR_API_EMAIL", "ana@mina.example")


@pytest.fixture
def service():
    with PlayedService() as played:
        yield played


def texts(record):
    return [str(note.what) for note in record.notes]


def test_the_typical_year_of_pvgis_is_asked_for_in_a_fixed_version_with_the_horizon(
    service, tmp_path
):
    service.plays(Reply(body=pvgis_tmy_body()))
    record = pvgis.pvgis_typical_year(*PLACE, access=service.access(tmp_path))
    assert service.asked[0].startswith("/tmy?")
    assert service.question() == {
        "lat": "2.9840",
        "lon": "-76.6508",
        "outputformat": "json",
        "usehorizon": "1",
    }
    assert service_value("pvgis_url").endswith("/v5_3/")
    assert record.is_typical
    assert record.horizon_is_included
    assert (record.utc_offset_hours, record.sun_offset_minutes) == (0.0, 30.0)
    assert str(record.source) == "PVGIS typical year, PVGIS-NSRDB"
    assert record.file == ""
    np.testing.assert_allclose(record.data["ghi"], sunny_hours()["ghi"])


def test_many_years_of_pvgis_are_asked_for_on_the_horizontal_with_their_parts(service, tmp_path):
    service.plays(Reply(body=pvgis_hours_body()))
    access = service.access(tmp_path)
    record = pvgis.pvgis_hours(*PLACE, years=(2014, 2015), access=access)
    asked = service.question()
    assert service.asked[0].startswith("/seriescalc?")
    assert asked["raddatabase"] == "PVGIS-NSRDB"
    assert (asked["components"], asked["angle"], asked["usehorizon"]) == ("1", "0", "1")
    assert (asked["startyear"], asked["endyear"]) == ("2014", "2015")
    assert len(record.data) == 2 * 8760
    assert not record.is_typical
    np.testing.assert_allclose(record.data["ghi"], sunny_hours((2014, 2015))["ghi"])


def test_without_years_pvgis_is_asked_for_all_it_has(service, tmp_path):
    service.plays(Reply(body=pvgis_hours_body()))
    pvgis.pvgis_hours(*PLACE, access=service.access(tmp_path))
    assert {"startyear", "endyear"}.isdisjoint(service.question())


@pytest.mark.parametrize(
    ("place", "database"),
    [
        ((7.1, -73.1), "PVGIS-NSRDB"),
        ((-16.5, -69.4), "PVGIS-NSRDB"),
        ((-20.5, -67.0), "PVGIS-ERA5"),
        ((6.2, -1.7), "PVGIS-SARAH3"),
        ((47.9, 106.9), "PVGIS-ERA5"),
        ((-9.4, 147.2), "PVGIS-ERA5"),
    ],
    ids=["Vetas", "La Paz", "south of 20 S", "Obuasi", "Ulaanbaatar", "Port Moresby"],
)
def test_the_database_follows_the_place(place, database):
    assert pvgis.database_of(*place) == database


def test_the_last_database_is_of_the_world_so_that_every_place_has_one():
    last = read_facts("pv_design.weather.online", "data/pvgis_databases.csv").iloc[-1]
    box = [last[f"{a}_{b}"] for a, b in (("latitude", "south"), ("latitude", "north"))]
    assert (last["database"], box) == ("PVGIS-ERA5", [-90, 90])


@pytest.mark.parametrize("refusal", [UNKNOWN_DATABASE, OVER_THE_SEA])
def test_a_database_that_pvgis_refuses_is_replaced_by_era5_and_said(service, tmp_path, refusal):
    service.plays(
        Reply(status=400, body=refusal), Reply(body=pvgis_hours_body(database="PVGIS-ERA5"))
    )
    record = pvgis.pvgis_hours(*PLACE, access=service.access(tmp_path))
    databases = [service.question(n)["raddatabase"] for n in range(2)]
    assert databases == ["PVGIS-NSRDB", "PVGIS-ERA5"]
    (note,) = (n for n in record.notes if str(n.what).startswith("PVGIS refused"))
    assert str(note.what) == "PVGIS refused PVGIS-NSRDB and was asked for ERA5"
    assert note.value == json.loads(refusal)["message"]
    assert note.kind == "warning"
    assert "PVGIS-ERA5" in str(record.source)


def test_the_replacement_is_kept_with_its_warning_for_when_there_is_no_network(service, tmp_path):
    service.plays(
        Reply(status=400, body=UNKNOWN_DATABASE),
        Reply(body=pvgis_hours_body(database="PVGIS-ERA5")),
    )
    online = pvgis.pvgis_hours(*PLACE, access=service.access(tmp_path))
    offline = pvgis.pvgis_hours(*PLACE, access=service.access(tmp_path, offline=True))
    assert len(service.asked) == 2
    assert texts(offline) == texts(online)
    assert offline.data.equals(online.data)


def test_a_typical_year_without_a_database_is_asked_for_from_era5(service, tmp_path):
    service.plays(
        Reply(status=400, body=OVER_THE_SEA), Reply(body=pvgis_tmy_body(database="PVGIS-ERA5"))
    )
    record = pvgis.pvgis_typical_year(*PLACE, access=service.access(tmp_path))
    assert service.question()["raddatabase"] == "PVGIS-ERA5"
    assert "PVGIS refused the database of the place and was asked for ERA5" in texts(record)


def test_a_refusal_of_something_else_is_not_blamed_on_the_database(service, tmp_path):
    service.plays(Reply(status=400, body=b'{"message": "startyear: Incorrect value"}'))
    with pytest.raises(SourceFailure, match="startyear"):
        pvgis.pvgis_hours(*PLACE, years=(1980, 1981), access=service.access(tmp_path))
    assert len(service.asked) == 1


def test_era5_refused_too_is_a_failure_and_not_a_circle(service, tmp_path):
    service.plays(Reply(status=400, body=UNKNOWN_DATABASE))
    with pytest.raises(SourceFailure, match="raddatabase"):
        pvgis.pvgis_hours(*PLACE, access=service.access(tmp_path))
    assert len(service.asked) == 2
    service.asked.clear()
    with pytest.raises(SourceFailure, match="raddatabase"):
        pvgis.pvgis_hours(47.9, 106.9, access=service.access(tmp_path))
    assert len(service.asked) == 1


def test_the_horizon_of_pvgis_counts_from_the_south_and_is_turned_to_the_north(service, tmp_path):
    profile = [{"A": -180.0 + 7.5 * n, "H_hor": float(n % 5)} for n in range(49)]
    profile[-1]["H_hor"] = profile[0]["H_hor"]
    body = {"inputs": {}, "outputs": {"horizon_profile": profile}, "meta": {}}
    service.plays(Reply(body=json.dumps(body).encode()))
    horizon = pvgis.pvgis_horizon(*PLACE, access=service.access(tmp_path))
    assert service.asked[0].startswith("/printhorizon?lat=2.9840")
    assert len(horizon.azimuth_deg) == 48
    assert horizon.elevation_at(np.array([7.5, 15.0, 22.5])).tolist() == [1.0, 2.0, 3.0]
    assert "Day on which PVGIS was asked" in [str(note.what) for note in horizon.notes]
    again = pvgis.pvgis_horizon(*PLACE, access=service.access(tmp_path, offline=True))
    assert again.elevation_deg.tolist() == horizon.elevation_deg.tolist()


def test_hours_of_nasa_power_are_asked_for_in_universal_time_and_minus_999_is_missing(
    service, tmp_path
):
    service.plays(Reply(body=power_hours_body(missing=7)))
    access = service.access(tmp_path)
    record = nasa_power.power_hours(*PLACE, years=(2023, 2024), access=access)
    asked = service.question()
    assert service.asked[0].startswith("/hourly/point?")
    assert (asked["start"], asked["end"]) == ("20230101", "20241231")
    assert (asked["time-standard"], asked["community"]) == ("UTC", "RE")
    assert asked["parameters"].split(",")[0] == "ALLSKY_SFC_SW_DWN"
    assert record.utc_offset_hours == 0.0
    assert record.cell_altitude_m == 1500.0
    assert int(record.data["ghi"].isna().sum()) == 7
    assert float(record.data["ghi"].min()) >= 0.0


def test_without_years_nasa_power_is_asked_for_ten_whole_ones(service, tmp_path):
    service.plays(Reply(body=power_days_body()))
    nasa_power.power_days(*PLACE, access=service.access(tmp_path))
    asked = service.question()
    assert int(asked["end"][:4]) - int(asked["start"][:4]) == 9
    assert (asked["start"][4:], asked["end"][4:]) == ("0101", "1231")


def test_days_of_nasa_power_come_with_the_height_of_their_air(service, tmp_path):
    service.plays(Reply(body=power_days_body(missing=2)))
    record = nasa_power.power_days(*PLACE, years=(2024, 2024), access=service.access(tmp_path))
    assert service.asked[0].startswith("/daily/point?")
    assert record.step == "days"
    assert record.cell_altitude_m == 1889.4
    assert record.data["ghi_kwh_m2_day"].iloc[:3].isna().tolist() == [True, True, False]


def test_the_twelve_means_of_nasa_power_come_in_one_small_answer(service, tmp_path):
    service.plays(Reply(body=POWER_MONTHS_BODY))
    record = nasa_power.power_months(*PLACE, access=service.access(tmp_path))
    assert service.asked[0].startswith("/climatology/point?")
    assert {"start", "end"}.isdisjoint(service.question())
    assert record.step == "months"
    assert record.data["ghi_kwh_m2_day"].tolist() == list(POWER_MONTHS)
    assert record.cell_altitude_m == 1889.4


def test_years_in_the_wrong_order_are_wrong_input(service, tmp_path):
    for fetch in (nasa_power.power_hours, pvgis.pvgis_hours, nsrdb.nsrdb_hours):
        with pytest.raises(InputError, match="years: '2024-2015'"):
            fetch(*PLACE, years=(2024, 2015), access=service.access(tmp_path))
    assert service.asked == []


def test_the_typical_year_of_nsrdb_is_asked_for_by_a_point_and_a_key(service, tmp_path):
    service.plays(Reply(body=nsrdb_body()))
    record = nsrdb.nsrdb_typical_year(*PLACE, access=service.access(tmp_path))
    asked = service.question()
    assert service.asked[0].startswith("/nsrdb-GOES-tmy-v4-0-0-download.csv?")
    assert asked["wkt"] == "POINT(-76.6508 2.9840)"
    assert (asked["names"], asked["interval"], asked["utc"]) == ("tmy", "60", "false")
    assert (asked["api_key"], asked["email"]) == ("DEMO_KEY", "ana@mina.example")
    assert (record.utc_offset_hours, record.sun_offset_minutes) == (-5.0, 0.0)
    assert float(record.data["ghi"].sum()) == pytest.approx(
        float(sunny_hours((2022,))["ghi"].sum())
    )


def test_years_of_nsrdb_are_asked_for_one_by_one_and_joined(service, tmp_path):
    service.plays(Reply(body=nsrdb_body(2022)), Reply(body=nsrdb_body(2023)))
    record = nsrdb.nsrdb_hours(*PLACE, years=(2022, 2023), access=service.access(tmp_path))
    assert [service.question(n)["names"] for n in range(2)] == ["2022", "2023"]
    assert len(record.data) == 2 * 8760
    assert record.data.index.is_monotonic_increasing
    assert record.period == "2022-2023"
    assert texts(record).count("Day on which NSRDB was asked") == 2
    again = nsrdb.nsrdb_hours(*PLACE, years=(2022, 2023), access=service.access(tmp_path))
    assert len(service.asked) == 2
    assert again.sha256 == record.sha256


def test_the_older_name_of_the_key_is_still_known(service, tmp_path, monkeypatch):
    monkeypatch.delenv("NLR_API_KEY")
    monkeypatch.setenv("NREL_API_KEY", "of_the_old_name")
    service.plays(Reply(body=nsrdb_body()))
    nsrdb.nsrdb_typical_year(*PLACE, access=service.access(tmp_path))
    assert service.question()["api_key"] == "of_the_old_name"


@pytest.mark.parametrize("missing", ["NLR_API_KEY", "NLR_API_EMAIL"])
def test_without_a_key_or_its_address_it_is_said_how_to_get_one(
    service, tmp_path, monkeypatch, missing
):
    monkeypatch.delenv("NREL_API_KEY", raising=False)
    monkeypatch.delenv(missing)
    with pytest.raises(SourceFailure) as caught:
        nsrdb.nsrdb_typical_year(*PLACE, access=service.access(tmp_path))
    assert str(caught.value) == (
        "NSRDB needs a key: ask for one without cost at https://developer.nlr.gov/signup/, then "
        "set NLR_API_KEY to it and NLR_API_EMAIL to the address it was given to"
    )
    assert service.asked == []


def test_a_kept_answer_of_nsrdb_needs_no_key(service, tmp_path, monkeypatch):
    service.plays(Reply(body=nsrdb_body()))
    nsrdb.nsrdb_typical_year(*PLACE, access=service.access(tmp_path))
    monkeypatch.delenv("NLR_API_KEY")
    record = nsrdb.nsrdb_typical_year(*PLACE, access=service.access(tmp_path, offline=True))
    assert len(record.data) == 8760


def test_a_key_that_is_refused_is_told_as_one(service, tmp_path):
    service.plays(Reply(status=403, body=b'{"error": {"message": "An invalid api_key was given"}}'))
    with pytest.raises(SourceFailure) as caught:
        nsrdb.nsrdb_typical_year(*PLACE, access=service.access(tmp_path))
    assert str(caught.value) == (
        "NSRDB refuses the key (answer 403): 'An invalid api_key was given'"
    )


def test_nsrdb_is_not_asked_for_what_its_satellites_do_not_see(service, tmp_path):
    with pytest.raises(SourceFailure, match=r"NSRDB has no data at 6\.2, -1\.7"):
        nsrdb.nsrdb_typical_year(6.2, -1.7, access=service.access(tmp_path))
    assert service.asked == []


@pytest.mark.parametrize("name", ONLINE_SOURCES)
def test_no_source_asks_for_a_place_that_is_not_on_earth(service, tmp_path, name):
    with pytest.raises(InputError, match="latitude"):
        fetch_record(name, 91.0, 0.0, access=service.access(tmp_path))
    with pytest.raises(InputError, match="longitude"):
        fetch_record(name, 0.0, float("nan"), access=service.access(tmp_path))
    assert service.asked == []


@pytest.mark.parametrize("name", ONLINE_SOURCES)
def test_a_record_comes_by_the_name_of_its_source(service, tmp_path, name):
    bodies = {
        "pvgis": pvgis_tmy_body(),
        "pvgis_hourly": pvgis_hours_body(),
        "nasa_power": power_hours_body(),
        "nasa_power_daily": power_days_body(),
        "nasa_power_climatology": POWER_MONTHS_BODY,
        "nsrdb": nsrdb_body(),
        "nsrdb_hourly": nsrdb_body(),
    }
    years = (2022, 2022) if ONLINE_SOURCES[name].has_years else None
    service.plays(Reply(body=bodies[name]))
    record = fetch_record(name, *PLACE, years=years, access=service.access(tmp_path))
    again = fetch_record(name, *PLACE, years=years, offline=True, cache=tmp_path)
    pd.testing.assert_frame_equal(again.data, record.data)
    assert len(record.sha256) == 64


def test_an_unknown_source_is_refused_with_the_names_of_those_known():
    with pytest.raises(InputError, match="pvgis, pvgis_hourly, nasa_power"):
        fetch_record("meteonorm", *PLACE)


def test_years_cannot_be_chosen_where_there_is_one_typical_year():
    with pytest.raises(InputError, match="no years for PVGIS typical year"):
        fetch_record("pvgis", *PLACE, years=(2015, 2020))


def test_every_fact_of_the_services_has_a_source_and_a_known_trust():
    known = {"published", "secondary", "computed", "memory", "assumption", "disputed"}
    folder = Path(pvgis.__file__).parent / "data"
    for table in folder.iterdir():
        rows = read_facts("pv_design.weather.online", f"data/{table.name}")
        assert set(rows["trust"]) <= known, table.name
        assert rows["source"].notna().all(), table.name


@pytest.mark.skipif(not SHARED.exists(), reason="the recorded file of PVGIS is not here")
def test_the_recorded_typical_year_of_pvgis_is_read_from_its_service(service, tmp_path):
    service.plays(Reply(body=SHARED.read_bytes()))
    record = pvgis.pvgis_typical_year(45.0, 8.0, access=service.access(tmp_path))
    recorded = pd.DataFrame(json.loads(SHARED.read_bytes())["outputs"]["tmy_hourly"])
    assert str(record.source) == "PVGIS typical year, PVGIS-SARAH3"
    assert record.period == "2005-2023"
    assert record.sun_offset_minutes == pytest.approx(60 * 0.1761)
    np.testing.assert_allclose(record.data["ghi"], recorded["G(h)"])


def test_addresses_that_ship_are_encrypted():
    access = Access()
    for key in ("pvgis_url", "nasa_power_url", "nsrdb_url"):
        assert access.url(key).startswith("https://")
        assert access.url(key).endswith("/")


JSON_LEAVES = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5)
JSON_KEYS = st.sampled_from(["outputs", "inputs", "meta", "tmy_hourly", "location", "message", "x"])
JSON = st.recursive(
    JSON_LEAVES,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(JSON_KEYS, inner, max_size=3),
    max_leaves=12,
)


@settings(max_examples=40)
@given(sent=JSON | st.binary(max_size=80), status=st.sampled_from([200, 200, 400, 403, 418]))
def test_whatever_pvgis_sends_it_is_a_failure_with_a_sentence(tmp_path_factory, sent, status):
    body = sent if isinstance(sent, bytes) else json.dumps(sent).encode()
    assert_failure(pvgis.pvgis_typical_year, tmp_path_factory, Reply(status=status, body=body))


@settings(max_examples=40)
@given(
    start=st.integers(0, len(POWER_MONTHS_BODY) - 1),
    length=st.integers(1, 400),
    put=st.binary(max_size=8),
)
def test_whatever_becomes_of_the_twelve_means_it_is_a_record_or_a_failure(
    tmp_path_factory, start, length, put
):
    body = POWER_MONTHS_BODY[:start] + put + POWER_MONTHS_BODY[start + length :]
    with PlayedService() as played:
        played.plays(Reply(body=body))
        access = played.access(tmp_path_factory.mktemp("kept"), limits=quick_limits(attempts=1))
        with suppress(SourceFailure):
            assert nasa_power.power_months(*PLACE, access=access).step == "months"


def assert_failure(source, tmp_path_factory, reply):
    with PlayedService() as played:
        played.plays(reply)
        access = played.access(tmp_path_factory.mktemp("kept"), limits=quick_limits(attempts=1))
        with pytest.raises(SourceFailure) as caught:
            source(*PLACE, access=access)
        assert str(caught.value).startswith("PVGIS ")
