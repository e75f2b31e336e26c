"""The best source that answers is used, and each one that did not is named with its reason."""

from __future__ import annotations

import pytest
from played_service import (
    PLACE,
    PlayedService,
    Reply,
    nsrdb_body,
    power_hours_body,
    pvgis_tmy_body,
    sunny_hours,
)

from equipment_catalog.errors import InputError
from pv_design.weather.embedded import embedded_weather
from pv_design.weather.online.ladder import LADDER, ladder_weather, source_weather

ALTITUDE_M = 1200.0
DOWN = Reply(status=404)
LIMA = (-12.05, -77.05)


@pytest.fixture(autouse=True)
def surroundings(monkeypatch):
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    for name in ("NLR_API_KEY", "NREL_API_KEY", "NLR_API_EMAIL"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def service():
    with PlayedService() as played:
        yield played


def climb(service, folder, **settings):
    access = service.access(folder, **settings)
    return ladder_weather(*PLACE, altitude_m=ALTITUDE_M, utc_offset_hours=-5, access=access)


def warnings_of(weather):
    return {
        str(n.what): str(n.value) for n in weather.notes if "was asked and failed" in str(n.what)
    }


def test_the_first_source_that_answers_is_used_without_a_warning(service, tmp_path):
    service.plays(Reply(body=pvgis_tmy_body()))
    weather = climb(service, tmp_path)
    assert str(weather.source) == "PVGIS typical year, PVGIS-NSRDB"
    assert weather.utc_offset_hours == -5
    assert weather.annual_ghi_kwh_m2 == pytest.approx(sunny_hours()["ghi"].sum() / 1000, rel=1e-6)
    assert warnings_of(weather) == {}
    assert len(service.asked) == 1


def test_the_second_is_used_only_with_the_reason_of_the_first(service, tmp_path):
    service.plays(Reply(status=403), Reply(body=power_hours_body()))
    weather = climb(service, tmp_path)
    assert str(weather.source).startswith("NASA POWER")
    assert warnings_of(weather) == {
        "PVGIS typical year was asked and failed": (
            "PVGIS refuses this computer (answer 403): it gives no reason"
        )
    }
    assert {note.kind for note in weather.notes if "asked and failed" in str(note.what)} == {
        "warning"
    }


def test_hours_with_gaps_in_every_year_lead_to_the_next_source_with_the_reason(
    service, tmp_path, monkeypatch
):
    monkeypatch.setenv("NLR_API_KEY", "DEMO_KEY")
    monkeypatch.setenv("NLR_API_EMAIL", "ana@mina.example")
    gaps = power_hours_body(years=(2024,), missing=600)
    service.plays(DOWN, Reply(body=gaps), Reply(body=nsrdb_body()))
    weather = climb(service, tmp_path)
    assert str(weather.source).startswith("NSRDB")
    reasons = warnings_of(weather)
    assert len(reasons) == 2
    assert reasons["NASA POWER hours of many years was asked and failed"].startswith(
        "NASA POWER hours of many years gave weather that cannot be used: "
    )


def test_where_none_answers_what_ships_inside_is_used_with_every_reason(service, tmp_path):
    service.plays(DOWN)
    weather = climb(service, tmp_path)
    inside = embedded_weather(*PLACE, altitude_m=ALTITUDE_M, utc_offset_hours=-5)
    assert weather.data.equals(inside.data)
    reasons = warnings_of(weather)
    assert len(reasons) == len(LADDER)
    assert "NSRDB needs a key" in reasons["NSRDB typical year was asked and failed"]
    assert [str(note.what) for note in weather.notes[3:]] == [str(n.what) for n in inside.notes]


def test_offline_what_is_kept_is_used_and_nothing_is_asked(service, tmp_path):
    service.plays(Reply(body=pvgis_tmy_body()))
    online = climb(service, tmp_path)
    offline = climb(service, tmp_path, offline=True)
    assert offline.data.equals(online.data)
    assert len(service.asked) == 1


def test_offline_with_nothing_kept_what_ships_inside_is_used_with_a_note(service, tmp_path):
    weather = climb(service, tmp_path, offline=True)
    assert service.asked == []
    reasons = warnings_of(weather)
    assert len(reasons) == 3
    assert "run once with a network" in reasons["PVGIS typical year was asked and failed"]


def test_a_given_level_is_used_inside_and_only_warned_of_where_a_service_answers(service, tmp_path):
    level = {"ghi_kwh_m2_day": 4.4, "ghi_reason": "CERES of the valley"}
    place = {"altitude_m": ALTITUDE_M, "utc_offset_hours": -5}
    service.plays(DOWN)
    inside = ladder_weather(*PLACE, **place, **level, access=service.access(tmp_path))
    assert inside.annual_ghi_kwh_m2 / 365 == pytest.approx(4.4)
    service.plays(Reply(body=pvgis_tmy_body()))
    served = ladder_weather(*PLACE, **place, **level, access=service.access(tmp_path))
    (note,) = (n for n in served.notes if "given level" in str(n.what))
    assert (note.value, note.kind) == (4.4, "warning")


def test_where_nothing_can_be_had_all_the_reasons_are_told(service, tmp_path):
    service.plays(DOWN)
    with pytest.raises(InputError) as caught:
        ladder_weather(*LIMA, altitude_m=100.0, access=service.access(tmp_path))
    told = str(caught.value)
    assert "PVGIS does not know this address" in told
    assert "NASA POWER does not know this address" in told
    assert "NSRDB needs a key" in told


def test_a_source_that_somebody_chose_is_not_replaced_by_another(service, tmp_path):
    service.plays(DOWN, Reply(body=power_hours_body()))
    with pytest.raises(InputError, match=r"weather\.source: PVGIS does not know this address"):
        source_weather("pvgis", *PLACE, altitude_m=ALTITUDE_M, access=service.access(tmp_path))
    assert len(service.asked) == 1


def test_a_source_that_somebody_chose_gives_its_own_years(service, tmp_path):
    service.plays(Reply(body=power_hours_body(years=(2021, 2022, 2023))))
    weather = source_weather(
        "nasa_power",
        *PLACE,
        altitude_m=ALTITUDE_M,
        utc_offset_hours=-5,
        years=(2021, 2023),
        access=service.access(tmp_path),
    )
    assert (service.question()["start"], service.question()["end"]) == ("20210101", "20231231")
    assert str(weather.source).startswith("NASA POWER")
    assert len(weather.real_years) >= 2


@pytest.mark.parametrize("place", [(91.0, 0.0), (0.0, 181.0)])
def test_a_place_that_is_not_on_earth_is_no_reason_to_climb(service, tmp_path, place):
    with pytest.raises(InputError, match=r"latitude|longitude"):
        ladder_weather(*place, access=service.access(tmp_path))
    assert service.asked == []
