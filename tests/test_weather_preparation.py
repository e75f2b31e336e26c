from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made_weather import DARKHAN, MAIPO, SUAREZ, Climate, made_year
from pvlib import irradiance, temperature

from equipment_catalog.errors import InputError
from equipment_catalog.year_hours import hours_of_year
from pv_design.sun_position import sun_position
from pv_design.weather import Weather, read_weather
from pv_design.weather.embedded import embedded_weather
from pv_design.weather.hourly_years import hourly_years
from pv_design.weather.preparation import prepared_weather
from pv_design.weather.record import WeatherRecord
from pv_design.weather.record_clock import RecordClock, record_clock

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pv_design.weather.clock import TimeLabel

SHARED = Path("/work/shared/data/weather")
COLUMNS = ["ghi", "dni", "dhi", "temp_air", "wind_speed"]
HOURS = 8760
SHARE = 1 / 64  # exact in binary; 105,120 rows of 5 minutes stay below what an instrument reads


def record(
    data: pd.DataFrame, labels: pd.DatetimeIndex | None = None, **said: Any
) -> WeatherRecord:
    fields: dict[str, Any] = {
        "data": data if labels is None else data.set_axis(labels, axis="index"),
        "utc_offset_hours": -5.0,
        "sun_offset_minutes": 30.0,
        "source": "made up",
        "period": "2025",
        "sigma_resource_fraction": 0.05,
        "file": "mine.csv",
        "lines": np.arange(2, 2 + len(data)),
    }
    return WeatherRecord(**(fields | said))


def counted(labels: pd.DatetimeIndex, *, share: float = 1.0, **said: Any) -> WeatherRecord:
    """Return rows whose global irradiance is the number of the row, or a share of it."""
    return record(pd.DataFrame({"ghi": share * np.arange(float(len(labels)))}, labels), **said)


def steps(start: str, end: str, minutes: int = 60) -> pd.DatetimeIndex:
    return pd.date_range(start, end, freq=f"{minutes}min", inclusive="left")


def light_of(climate: Climate, *, offset_minutes: float = 30.0) -> pd.DataFrame:
    """Return a made year on labels without a zone."""
    data = made_year(climate, offset_minutes=offset_minutes)
    return data.set_axis(pd.DatetimeIndex(data.index).tz_localize(None), axis="index")


def prepared(said: WeatherRecord, climate: Climate, **options: Any) -> Weather:
    return prepared_weather(
        said,
        latitude=climate.latitude,
        longitude=climate.longitude,
        altitude_m=climate.altitude_m,
        **options,
    )


def told(weather: Weather, kind: str = "") -> list[str]:
    return [f"{n.what}: {n.value}" for n in weather.notes if kind in {"", n.kind}]


@pytest.mark.parametrize("minutes", [5, 10, 15, 20, 30, 60])
def test_an_hour_is_the_mean_of_its_steps(minutes: int) -> None:
    """Row number i in k rows an hour: hour h has k h to k h + k - 1, their mean k h + (k - 1)/2."""
    labels = steps("2023", "2024", minutes)
    rows = hourly_years(counted(labels, share=SHARE, sun_offset_minutes=minutes / 2))
    count = 60 // minutes
    expected = count * np.arange(HOURS) + (count - 1) / 2
    assert (rows.years[2023]["ghi"] / SHARE).tolist() == expected.tolist()
    assert rows.sun_offset_minutes == 30.0
    assert rows.lines[2023].tolist() == (2 + count * np.arange(HOURS)).tolist()


@pytest.mark.parametrize("minutes", [10, 60])
@pytest.mark.parametrize("is_said", [True, False])
def test_rows_labelled_by_their_end_may_close_the_year_on_new_year(
    minutes: int, *, is_said: bool
) -> None:
    labels = steps("2022", "2024", minutes) + pd.Timedelta(minutes=minutes)
    offset = -minutes / 2 if is_said else None
    rows = hourly_years(counted(labels, share=SHARE, sun_offset_minutes=offset))
    assert list(rows.years) == [2022, 2023]
    assert rows.incomplete == {}
    count = 60 // minutes
    last = rows.years[2023]["ghi"].iloc[-1] / SHARE
    assert last == 2 * HOURS * count - 1 - (count - 1) / 2
    assert rows.sun_offset_minutes == (30.0 if is_said else None)


def test_ends_of_hours_that_stop_within_a_year_leave_the_year_before_whole() -> None:
    labels = steps("2022", "2023-06-01") + pd.Timedelta(hours=1)
    rows = hourly_years(counted(labels, sun_offset_minutes=-30.0))
    assert rows.years[2022]["ghi"].tolist() == list(range(HOURS))
    assert (rows.sun_offset_minutes, list(rows.incomplete)) == (30.0, [2023])


def test_the_midnight_that_ends_the_year_before_is_not_of_a_year_that_is_not_there() -> None:
    """Ends of hours from 00:00 on: the first row is the last hour of a typical year."""
    rows = hourly_years(counted(steps("2023", "2024"), sun_offset_minutes=-30.0))
    assert rows.years[2023]["ghi"].tolist() == list(range(HOURS))
    assert rows.sun_offset_minutes == -30.0


@pytest.mark.parametrize(
    ("first", "offset", "sun"),
    [("00:30", 0.0, 30.0), ("00:10", 0.0, 10.0), ("00:54", 0.0, 54.0), ("00:00", 0.0, 0.0)],
)
def test_instants_and_centres_keep_their_minutes_after_the_hour(
    first: str, offset: float, sun: float
) -> None:
    labels = pd.date_range(f"2023-01-01 {first}", periods=HOURS, freq="h")
    rows = hourly_years(counted(labels, sun_offset_minutes=offset))
    assert rows.years[2023]["ghi"].tolist() == list(range(HOURS))
    assert rows.sun_offset_minutes == sun


def test_centres_of_five_minutes_lie_on_half_minutes() -> None:
    labels = steps("2023", "2024", 5) + pd.Timedelta(seconds=150)
    rows = hourly_years(counted(labels, share=SHARE, sun_offset_minutes=0.0))
    assert rows.years[2023]["ghi"].iloc[0] == 5.5 * SHARE
    assert rows.sun_offset_minutes == 30.0


def problems_of(said: WeatherRecord) -> list[str]:
    with pytest.raises(InputError) as refused:
        hourly_years(said)
    return [str(problem) for problem in refused.value.problems]


def in_order(rows: Sequence[int]) -> WeatherRecord:
    """Return the hours of 2023 in another order."""
    labels = steps("2023", "2024")[np.array(rows)]
    return counted(pd.DatetimeIndex(labels))


def test_a_doubled_row_is_named_by_line_and_time() -> None:
    (said,) = problems_of(in_order([*range(31), *range(30, HOURS)]))
    assert said == (
        "mine.csv:33: rows that stand twice: 1, the first of 2023-01-02 06:00; each step of the "
        "year once, in order"
    )


def test_missing_rows_are_counted_and_the_first_five_named() -> None:
    (said,) = problems_of(in_order([*range(100), *range(107, HOURS)]))
    assert said == (
        "mine.csv:102: steps of the year without a row: 7 (2023-01-05 04:00, 2023-01-05 05:00, "
        "2023-01-05 06:00, 2023-01-05 07:00, 2023-01-05 08:00, …); the 8760 hours of a year from "
        "1 January to 31 December, 29 February apart"
    )


def test_a_year_that_stops_is_named_by_its_last_line() -> None:
    (said,) = problems_of(in_order(range(8000)))
    assert said.startswith("mine.csv:8001: steps of the year without a row: 760 (2023-11-30 08:00")


def test_a_turned_pair_is_named_by_the_earlier_row() -> None:
    (said,) = problems_of(in_order([*range(10), 11, 10, *range(12, HOURS)]))
    assert said.startswith(
        "mine.csv:13: rows earlier than the row before: 1, the first of 2023-01-01 10:00"
    )


def test_a_row_between_the_steps_is_named() -> None:
    labels = steps("2023", "2024").to_series()
    labels.iloc[5] += pd.Timedelta(minutes=7)
    said = problems_of(counted(pd.DatetimeIndex(labels)))
    assert said[0].startswith("mine.csv:7: rows between the steps of the others: 1, the first")
    assert "2023-01-01 05:07" in said[0]
    assert "steps of the year without a row: 1 (2023-01-01 05:00)" in said[1]


def test_rows_without_lines_are_named_by_their_time_alone() -> None:
    labels = steps("2023", "2024").delete(30)
    (said,) = problems_of(counted(labels, lines=None))
    assert said.startswith("mine.csv: steps of the year without a row: 1 (2023-01-02 06:00)")


@pytest.mark.parametrize(
    ("labels", "said"),
    [
        (pd.date_range("2023", periods=9000, freq="45min"), "45 minutes apart"),
        (pd.date_range("2023", periods=9000, freq="450s"), "7.5 minutes apart"),
        (pd.date_range("2023", periods=9000, freq="2h"), "120 minutes apart"),
        (
            pd.date_range("2023", periods=9000, freq="h")[::-1],
            "the rows run backwards; rows sorted by their time",
        ),
        (pd.date_range("2023", periods=1, freq="h"), "there are 1 rows"),
        (
            pd.date_range("2024-02-29", periods=24, freq="h"),
            "steps of the year without a row: 8760",
        ),
    ],
)
def test_steps_that_make_no_hours_are_refused(labels: pd.DatetimeIndex, said: str) -> None:
    assert said in problems_of(counted(labels))[0]


def test_a_leap_year_loses_its_29_february_and_nothing_else() -> None:
    rows = hourly_years(counted(steps("2024", "2025")))
    february, march = 59 * 24, 60 * 24
    assert rows.years[2024]["ghi"].tolist() == [*range(february), *range(march, 8784)]
    assert rows.lines[2024][february] == 2 + march
    assert (rows.leap_days, rows.is_on_leap_labels) == (1, False)


def test_8760_hours_on_the_labels_of_a_leap_year_stay_in_their_order() -> None:
    labels = pd.date_range("2024-01-01", periods=HOURS, freq="h")
    assert str(labels[-1]) == "2024-12-30 23:00:00"
    rows = hourly_years(counted(labels))
    assert rows.years[2024]["ghi"].tolist() == list(range(HOURS))
    assert (rows.leap_days, rows.is_on_leap_labels) == (0, True)


def test_of_several_years_the_incomplete_ones_are_set_aside() -> None:
    labels = steps("2019-06-01", "2023-03-01")
    gap = labels.get_loc(pd.Timestamp("2021-08-05 10:00"))
    rows = hourly_years(counted(labels.delete(gap)))
    assert list(rows.years) == [2020, 2022]
    assert sorted(rows.incomplete) == [2019, 2021, 2023]
    assert "2021-08-05 10:00" in str(rows.incomplete[2021][0])
    assert rows.leap_days == 1


@pytest.mark.parametrize("january", [2007, 2008])
def test_months_of_different_years_make_one_year(january: int) -> None:
    """Months of leap years among them, the longest with its 29 February."""
    drawn = [january, 2004, 2012, 2005, 2016, 2009, 2004, 2011, 2013, 2008, 2006, 2015]
    months = [
        pd.date_range(f"{year}-{month:02d}-01", freq="h", periods=24 * days)
        for month, (year, days) in enumerate(
            zip(drawn, [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31], strict=True), start=1
        )
    ]
    labels = months[0].append(months[1:])
    rows = hourly_years(counted(labels, is_typical=True))
    assert rows.years[january]["ghi"].tolist() == list(range(HOURS))
    with_leap_day = labels.append(pd.date_range("2004-02-29", periods=24, freq="h")).to_series()
    months[1] = pd.date_range("2004-02-01", freq="h", periods=24 * 29)
    longer = hourly_years(counted(months[0].append(months[1:]), is_typical=True))
    assert len(with_leap_day) == HOURS + 24
    assert longer.years[january]["ghi"].iloc[59 * 24] == 60 * 24
    assert longer.leap_days == 1


def test_an_hour_with_one_empty_step_has_no_value() -> None:
    said = counted(steps("2023", "2024", 15), share=SHARE, sun_offset_minutes=7.5)
    said.data.iloc[4 * 12 + 2] = np.nan
    hours = hourly_years(said).years[2023]["ghi"]
    assert hours.index[hours.isna()].tolist() == [12]


def clock_of(
    climate: Climate,
    *,
    light_minutes: float,
    known: float | None = None,
    rolled: int = 0,
    to_target_hours: int = 0,
    is_declared: bool = False,
) -> RecordClock:
    ghi = made_year(climate, offset_minutes=light_minutes)["ghi"].to_numpy()
    return record_clock(
        np.roll(ghi, rolled),
        hours_of_year(2025, climate.zone),
        latitude=climate.latitude,
        longitude=climate.longitude,
        known_offset_minutes=known,
        to_target_hours=to_target_hours,
        is_declared=is_declared,
    )


@pytest.mark.parametrize("climate", [SUAREZ, MAIPO, DARKHAN])
@pytest.mark.parametrize(
    ("light", "delay", "left"), [(0, 0, 0), (15, 0, 15), (30, 0, 30), (-30, -1, 30)]
)
def test_a_label_of_unknown_meaning_is_found_by_the_sun(
    climate: Climate, light: float, delay: int, left: float
) -> None:
    found = clock_of(climate, light_minutes=light)
    assert (found.label_minutes, found.delay_hours, found.sun_offset_minutes) == (
        light,
        delay,
        left,
    )
    assert found.is_found_by_sun
    assert found.by_sun_hours == 0


@pytest.mark.parametrize("rolled", [-10, -5, -3, -2, 2, 4, 5, 11])
def test_a_label_of_unknown_meaning_in_a_wrong_zone_is_both_found(rolled: int) -> None:
    found = clock_of(SUAREZ, light_minutes=30, rolled=rolled)
    assert (found.label_minutes, found.sun_offset_minutes) == (30, 30)
    assert (found.by_sun_hours, found.delay_hours) == (-rolled, -rolled)


@pytest.mark.parametrize("rolled", [-11, -5, -1, 1, 3, 5, 10])
def test_a_wrong_zone_is_mended_by_whole_hours_and_the_label_believed(rolled: int) -> None:
    found = clock_of(MAIPO, light_minutes=30, known=30.0, rolled=rolled, to_target_hours=1)
    assert (found.by_sun_hours, found.delay_hours) == (-rolled, 1 - rolled)
    assert (found.sun_offset_minutes, found.utc_offset_hours) == (30.0, -4.0)


@pytest.mark.parametrize(
    ("known", "delay", "left"),
    [(30.0, 0, 30.0), (0.0, 0, 0.0), (-30.0, -1, 30.0), (70.5, 1, 10.5), (-5.0, -1, 55.0)],
)
def test_a_declared_label_is_never_moved_by_the_sun(known: float, delay: int, left: float) -> None:
    found = clock_of(SUAREZ, light_minutes=30, known=known, rolled=5, is_declared=True)
    assert (found.delay_hours, found.sun_offset_minutes) == (delay, left)
    assert found.by_label_hours == delay
    assert found.by_sun_hours == pytest.approx(-5, abs=1)  # told, and not done


@pytest.mark.parametrize("known", [None, 0.0, 30.0])
def test_without_a_sun_the_label_stays_what_it_was_said_to_be(known: float | None) -> None:
    found = record_clock(
        np.zeros(HOURS),
        hours_of_year(2025, -5),
        latitude=3.0,
        longitude=-76.0,
        known_offset_minutes=known,
        to_target_hours=0,
        is_declared=False,
    )
    assert found.sun_offset_minutes == (30.0 if known is None else known)
    assert (found.delay_hours, found.by_sun_hours) == (0, 0)


LABELS: dict[TimeLabel, float] = {"start": 0.0, "centre": 0.5, "end": 1.0}


@given(
    minutes=st.sampled_from([5, 10, 15, 30, 60]),
    label=st.sampled_from(sorted(LABELS)),
    zone=st.integers(-11, 12),
    way=st.sampled_from(["said by the source", "declared", "unknown"]),
)
@settings(max_examples=30)
def test_one_year_of_light_is_the_same_in_any_step_label_and_zone(
    minutes: int, label: TimeLabel, zone: int, way: str
) -> None:
    """Steps rise through each hour and keep its mean; clocks turn the year by whole hours."""
    count = 60 // minutes
    year = light_of(SUAREZ)
    turned = np.roll(year.to_numpy(), zone - SUAREZ.zone, axis=0)
    within = 1 + 0.2 * (np.arange(count) - (count - 1) / 2) / count
    rows = (turned[:, np.newaxis, :] * within[:, np.newaxis]).reshape(-1, len(COLUMNS))
    labels = steps("2023", "2024", minutes) + pd.Timedelta(minutes=minutes) * LABELS[label]
    offset = minutes * (0.5 - LABELS[label])
    made = prepared(
        record(
            pd.DataFrame(rows, labels, COLUMNS),
            utc_offset_hours=float(zone),
            sun_offset_minutes=offset if way == "said by the source" else None,
        ),
        SUAREZ,
        utc_offset_hours=-5.0,
        time_label=label if way == "declared" else "auto",
    )
    assert made.sun_offset_minutes == 30.0
    np.testing.assert_allclose(made.data[COLUMNS], year[COLUMNS], rtol=1e-12, atol=1e-9)
    assert sun_position(made) is sun_of_suarez()
    assert made.utc_offset_hours == -5.0


@lru_cache
def sun_of_suarez() -> pd.DataFrame:
    return sun_position(prepared(record(light_of(SUAREZ)), SUAREZ))


def several_years(levels: dict[int, float]) -> pd.DataFrame:
    """Return years of one made light, each by a share of it."""
    year = light_of(SUAREZ)
    return pd.concat(
        [
            year.assign(
                ghi=year["ghi"] * level, dni=year["dni"] * level, dhi=year["dhi"] * level
            ).set_axis(hours_of_year(own, 0).tz_localize(None), axis="index")
            for own, level in levels.items()
        ]
    )


def test_of_real_years_the_one_nearest_to_their_mean_stands_for_all() -> None:
    """Shares 0.9, 1.0, 0.97 and 0.85 have the mean 0.93: 2021 and 2019 are 0.03 and 0.04 off."""
    levels = {2017: 0.9, 2018: 1.0, 2019: 0.97, 2021: 0.85}
    made = prepared(record(several_years(levels)), SUAREZ)
    whole = light_of(SUAREZ)["ghi"].sum() / 1000
    annual = [year.annual_ghi_kwh_m2 / whole for year in made.real_years]
    assert annual == pytest.approx(list(levels.values()))
    assert made.annual_ghi_kwh_m2 / whole == pytest.approx(0.9)
    assert [year.period for year in made.real_years] == ["2017", "2018", "2019", "2021"]
    assert made.period == "2017"
    assert not made.is_typical
    assert "Real years in the weather source: 4 complete years" in told(made, "finding")


def test_a_year_with_a_gap_or_a_fault_is_left_out_with_a_warning() -> None:
    data = several_years({2017: 1.0, 2018: 0.9, 2019: 0.9, 2021: 1.0})
    data.loc["2018-05-05 12:00", "ghi"] = np.nan
    data.loc["2019", "temp_air"] += 273.15
    made = prepared(record(data.drop(pd.Timestamp("2021-07-01 12:00"))), SUAREZ)
    assert made.real_years == ()
    assert made.period == "2017"
    assert told(made, "warning") == ["Years of the weather source left out: 2018, 2019, 2021"]


def test_one_bad_year_does_not_set_the_clock_of_the_others() -> None:
    data = several_years({2017: 1.0, 2018: 0.9, 2019: 0.95})
    dark = data.index.year == 2017
    data.loc[dark, "ghi"] = 0.0
    made = prepared(record(data, sun_offset_minutes=None), SUAREZ)
    assert made.sun_offset_minutes == 30.0
    assert [year.period for year in made.real_years] == ["2018", "2019"]


def test_one_gap_is_an_error_with_its_line_and_time() -> None:
    data = light_of(SUAREZ)
    data.iloc[4000, 0] = np.nan
    with pytest.raises(
        InputError, match=r"^mine\.csv:4002 \[ghi\]: hours without a value: 1 \(06-16 16:00\)"
    ):
        prepared(record(data), SUAREZ)


def test_a_gap_keeps_its_line_when_the_rows_are_moved_to_local_time() -> None:
    data = light_of(SUAREZ)
    in_utc = pd.DataFrame(np.roll(data.to_numpy(), 5, axis=0), data.index, data.columns)
    in_utc.iloc[4000, 3] = np.nan
    with pytest.raises(
        InputError, match=r"^mine\.csv:4002 \[temp_air\]: hours without a value: 1 \(06-16 11:00\)"
    ):
        prepared(record(in_utc, utc_offset_hours=0.0), SUAREZ)


def test_the_clock_is_found_by_beam_and_diffuse_light_where_global_is_empty() -> None:
    data = light_of(SUAREZ, offset_minutes=0.0).assign(ghi=np.nan)
    made = prepared(record(data, sun_offset_minutes=None), SUAREZ)
    assert made.sun_offset_minutes == 0.0


def test_a_record_without_global_light_needs_both_of_its_parts() -> None:
    data = light_of(SUAREZ)
    made = prepared(record(data.assign(ghi=np.nan)), SUAREZ)
    lit = data["ghi"].to_numpy() > 0
    assert made.data["ghi"].to_numpy()[lit] == pytest.approx(data["ghi"].to_numpy()[lit], abs=0.05)
    for columns in (["dni", "temp_air"], ["dhi"], ["temp_air", "wind_speed"]):
        with pytest.raises(InputError, match=r"^mine\.csv \[ghi\]: the column of global irradi"):
            prepared(record(data[columns]), SUAREZ)


@pytest.mark.parametrize(
    ("sigma", "basis"), [(0.05, "Thevenard & Pelland"), (0.08, "a cell of 1 degree"), (0.03, "")]
)
def test_the_doubt_of_a_source_is_told_with_its_own_basis(sigma: float, basis: str) -> None:
    made = prepared(record(light_of(SUAREZ), sigma_resource_fraction=sigma), SUAREZ)
    (note,) = [n for n in made.notes if str(n.what) == "Uncertainty of the weather source"]
    assert f"{sigma:.0%}" in str(note.value)
    assert str(note.source).startswith("mine.csv")
    assert basis in str(note.source)
    assert ("Thevenard" in str(note.source)) == (sigma == 0.05)


def test_a_record_without_a_place_is_refused_and_with_one_takes_it() -> None:
    with pytest.raises(InputError, match=r"^mine\.csv: the file does not say where it is"):
        prepared_weather(record(light_of(SUAREZ)))
    place = {"latitude": SUAREZ.latitude, "longitude": SUAREZ.longitude, "altitude_m": 1200.0}
    made = prepared_weather(record(light_of(SUAREZ), **place))
    assert (made.latitude, made.longitude, made.altitude_m) == (2.98, -76.65, 1200.0)


def test_a_place_across_the_date_line_is_a_neighbour() -> None:
    date_line = Climate(5.0, 179.95, 10.0, 12, 27.0)
    said = record(
        light_of(date_line), latitude=5.0, longitude=-179.95, altitude_m=10.0, utc_offset_hours=12.0
    )
    assert not any("another place" in line for line in told(prepared(said, date_line)))


def test_a_height_that_nobody_says_is_taken_from_a_map_with_a_warning() -> None:
    said = record(light_of(SUAREZ))
    made = prepared_weather(said, latitude=SUAREZ.latitude, longitude=SUAREZ.longitude)
    assert any("guessed from a coarse map" in line for line in told(made, "warning"))
    assert 900 < made.altitude_m < 2000  # the town lies near 1,050 m, the map says 1,706 m


def test_the_air_of_a_high_cell_is_six_and_a_half_kelvin_a_kilometre_colder() -> None:
    data = light_of(SUAREZ)
    made = prepared(record(data, cell_altitude_m=2200.0), SUAREZ)
    warmer = made.data["temp_air"].to_numpy() - data["temp_air"].to_numpy()
    assert warmer == pytest.approx(np.full(HOURS, 6.5))
    assert any("from 2,200 m to 1,200 m, -6.5 K a kilometre" in line for line in told(made))


def test_a_zone_that_nobody_says_is_that_of_the_longitude_and_noted() -> None:
    made = prepared(record(light_of(SUAREZ), utc_offset_hours=None), SUAREZ)
    assert made.utc_offset_hours == -5.0
    assert "The weather file does not say its zone: taken as UTC-5 h" in told(made)


def test_hours_on_leap_labels_are_a_typical_year_with_a_warning() -> None:
    labels = pd.date_range("2024-01-01", periods=HOURS, freq="h")
    made = prepared(record(light_of(SUAREZ), labels), SUAREZ)
    assert made.is_typical
    assert made.data["ghi"].to_numpy() == pytest.approx(light_of(SUAREZ)["ghi"].to_numpy())
    assert told(made, "warning") == [
        "8,760 hours stand on the labels of a leap year: the rows end on 30 December"
    ]


def days_of(years: Sequence[int], **columns: float) -> pd.DataFrame:
    dates = pd.date_range(f"{min(years)}-01-01", f"{max(years)}-12-31")
    draw = np.random.default_rng(5)
    light = {"ghi_kwh_m2_day": draw.uniform(1.5, 6.0, len(dates))}
    return pd.DataFrame(
        light | {name: np.full(len(dates), v) for name, v in columns.items()}, dates
    )


def test_days_become_real_years_that_keep_every_sum() -> None:
    data = days_of([2019, 2020, 2021], temp_air=20.0, wind_speed=2.0)
    made = prepared(record(data, step="days", sun_offset_minutes=None), SUAREZ)
    assert [year.period for year in made.real_years] == ["2019", "2020", "2021"]
    for year in made.real_years:
        own = data.loc[str(year.period), "ghi_kwh_m2_day"]
        own = own[~((own.index.month == 2) & (own.index.day == 29))]
        sums = year.data["ghi"].to_numpy().reshape(365, 24).sum(axis=1) / 1000
        assert sums == pytest.approx(own.to_numpy(), rel=1e-9)
        assert year.data["temp_air"].mean() == pytest.approx(20.0, abs=1e-6)
        assert year.data["wind_speed"].unique().tolist() == [2.0]
    annual = [year.annual_ghi_kwh_m2 for year in made.real_years]
    nearest = min(annual, key=lambda one: abs(one - np.mean(annual)))
    assert made.annual_ghi_kwh_m2 == nearest
    assert not made.is_typical


def months_of(light: Sequence[float], **columns: object) -> pd.DataFrame:
    dates = pd.date_range("2019-01-01", periods=len(light), freq="MS")
    return pd.DataFrame({"ghi_kwh_m2_day": light, **columns}, dates)


MONTHS = [4.6, 4.7, 4.7, 4.3, 4.2, 4.2, 4.5, 4.5, 4.4, 4.2, 4.1, 4.3]


def test_months_become_a_year_that_keeps_their_means() -> None:
    """Two years of months: their mean, and of a month that one year lacks the other's."""
    later = [light + 0.4 for light in MONTHS]
    later[6] = np.nan
    warm = [19.0 + month / 10 for month in range(12)]
    said = record(months_of(MONTHS + later, temp_air=warm * 2, wind_speed=1.8), step="months")
    made = prepared(said, SUAREZ)
    expected = [light + 0.2 for light in MONTHS]
    expected[6] = MONTHS[6]
    assert made.monthly_ghi_kwh_m2_day.tolist() == pytest.approx(expected, abs=1e-6)
    air = made.data["temp_air"].groupby(made.hours.month).mean()
    assert air.tolist() == pytest.approx(warm, abs=1e-6)
    assert made.is_typical
    assert made.data["wind_speed"].unique().tolist() == [1.8]
    assert any("Uncertainty of the weather source" in line for line in told(made))


def test_months_of_a_high_cell_are_moved_to_the_site_and_it_is_said() -> None:
    said = record(months_of(MONTHS, temp_air=12.0), step="months", cell_altitude_m=2112.0)
    made = prepared(said, SUAREZ)
    assert made.data["temp_air"].mean() == pytest.approx(12.0 + 6.5 * 0.912, abs=1e-6)
    assert any("from 2,112 m to 1,200 m" in line for line in told(made))


def test_the_same_months_give_the_same_hours_and_another_seed_others() -> None:
    said = record(months_of(MONTHS), step="months")
    one, same, other = (prepared(said, SUAREZ, seed=seed).data for seed in (3, 3, 4))
    assert one.to_numpy().tobytes() == same.to_numpy().tobytes()
    assert not one["ghi"].equals(other["ghi"])


def test_months_that_cannot_be_used_are_named() -> None:
    holed = [*MONTHS[:2], np.nan, *MONTHS[3:5], np.nan, *MONTHS[6:]]
    with pytest.raises(InputError, match=r"\[ghi_kwh_m2_day\]: months 3, 6 have no value"):
        prepared(record(months_of(holed), step="months"), SUAREZ)
    air = [20.0, np.nan, *[20.0] * 10]
    with pytest.raises(InputError, match=r"\[temp_air\]: months 2 have no value"):
        prepared(record(months_of(MONTHS, temp_air=air), step="months"), SUAREZ)
    megajoules = [light * 3.6 for light in MONTHS]
    with pytest.raises(InputError, match=r"month 1 has 16\.56 .* outside the atmosphere"):
        prepared(record(months_of(megajoules), step="months"), SUAREZ)


def test_months_above_the_clear_sky_are_filled_to_it_with_a_warning() -> None:
    """A little below 10 kWh/m2 a day arrive outside the atmosphere, 8 or so below a clear sky."""
    made = prepared(record(months_of([9.0, *MONTHS[1:]]), step="months"), SUAREZ)
    warned = [line for line in told(made, "warning") if "sunnier than a clear sky" in line]
    assert len(warned) == 1
    assert "months 1 are short" in warned[0]


def plane_and_output(weather: Weather) -> tuple[float, float]:
    """Return POA [kWh/m2] and AC [kWh/kW] with pvlib alone, by the settings of the examples."""
    sun, data = sun_position(weather), weather.data
    parts = irradiance.get_total_irradiance(
        10.0,
        0.0 if weather.latitude < 0 else 180.0,
        sun["apparent_zenith"],
        sun["azimuth"],
        data["dni"],
        data["ghi"],
        data["dhi"],
        dni_extra=sun["dni_extra"],
        albedo=0.2,
        model="haydavies",
    )
    plane = parts["poa_global"].fillna(0.0)
    open_rack = temperature.TEMPERATURE_MODEL_PARAMETERS["sapm"]["open_rack_glass_polymer"]
    cell = temperature.sapm_cell(plane, data["temp_air"], data["wind_speed"], **open_rack)
    dc = plane / 1000 * (1 - 0.0035 * (cell - 25)) * (1 - 0.1408)
    return plane.sum() / 1000, float((dc * 0.96).clip(0.0, 1 / 1.2).sum())


EXAMPLES = {
    "Iquitos_PVGIS": ("PER_Iquitos_PVGIS_TMY_2024index.csv", -5.0),
    "SanAndres": ("COL_SanAndres_hourly.csv", -5.0),
    "Santiago_ES": ("CHL_Santiago_ExploradorSolar_TMY.csv", -4.0),
}


@pytest.mark.skipif(not SHARED.exists(), reason="the example files are not on this machine")
@pytest.mark.parametrize("name", EXAMPLES)
@pytest.mark.parametrize(("label", "case"), [("start", "A"), ("auto", "B")])
def test_the_example_files_give_the_published_plane_and_output(
    name: str, label: TimeLabel, case: str
) -> None:
    figures = pd.read_csv(SHARED / "annual_figures.csv").set_index("name").loc[name]
    file, zone = EXAMPLES[name]
    made = read_weather(
        SHARED / file,
        latitude=figures["lat"],
        longitude=figures["lon"],
        altitude_m=figures["alt_m"],
        time_label=label,
    )
    assert made.utc_offset_hours == zone == figures["tz"]
    assert made.sun_offset_minutes == (30.0 if label == "start" else figures["best_offset_min"])
    assert made.annual_ghi_kwh_m2 == pytest.approx(figures["ghi"], abs=0.06)
    if name != "Iquitos_PVGIS":  # its months are counted by labels of a leap year, a day off
        monthly = [float(month) for month in figures["monthly_ghi_kwh_m2_d"].split()]
        assert made.monthly_ghi_kwh_m2_day.tolist() == pytest.approx(monthly, abs=6e-4)
    plane, output = plane_and_output(made)
    assert plane == pytest.approx(figures[f"poa10_{case}"], rel=0.01)
    assert output == pytest.approx(figures[f"ac_{case}"], rel=0.01)


def test_of_five_minutes_the_one_without_sun_is_named_and_not_its_hour() -> None:
    light = light_of(SUAREZ)
    labels = steps(str(light.index[0]), str(light.index[0] + pd.DateOffset(years=1)), 5)
    fine = light.reindex(labels, method="ffill")
    row = 12 * (24 * 100 + 12) + 7
    fine.iloc[row, fine.columns.get_loc("ghi")] = np.nan
    with pytest.raises(InputError) as caught:
        prepared(record(fine), SUAREZ)
    assert caught.value.problems[0].row == row + 2


@pytest.mark.parametrize("year", [0, 1, 1899, 2201, 9999, float("nan"), 2025.5])
def test_a_year_of_no_calendar_we_know_is_refused_by_name(year: Any) -> None:
    with pytest.raises(InputError, match=f"year: {year} is not accepted; a year from 1900 to 2200"):
        prepared(record(light_of(SUAREZ)), SUAREZ, year=year)
    with pytest.raises(InputError, match=r"year: .* a year from 1900 to 2200"):
        embedded_weather(SUAREZ.latitude, SUAREZ.longitude, altitude_m=0.0, year=year)
