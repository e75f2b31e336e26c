"""An interval meter's file is read as it comes: every layout tells the same two weeks."""

from __future__ import annotations

import datetime as dt

import numpy as np
import openpyxl
import pandas as pd
import pytest
from conftest import machine_frame
from hypothesis import given, settings
from hypothesis import strategies as st

from energy_audit.meters.interval_meter import read_interval_meter
from energy_audit.meters.outliers import beyond_connected

TIMES = pd.date_range("2025-03-01", "2025-03-15", freq="15min", inclusive="left")
KW = np.round(30 + 10 * np.sin(np.arange(len(TIMES)) / 7) + np.arange(len(TIMES)) % 5, 2)
DAYS, BY_DAY = TIMES[::96], KW.reshape(-1, 96)
HOURLY = BY_DAY.reshape(-1, 24, 4).mean(axis=2).round(3)


def comma(number):
    return str(number).replace(".", ",")


def long_file(stamp="%Y-%m-%d %H:%M", sep=",", header="Fecha y hora{sep}kW", values=KW, mark=str):
    rows = (f"{time:{stamp}}{sep}{mark(kw)}" for time, kw in zip(TIMES, values, strict=True))
    return "\n".join([header.format(sep=sep), *rows])


def two_columns(stamp="%d/%m/%Y;%H:%M"):
    head = "Medidor 0815;;;\nPlanta;;;\nFecha;Hora;Energía activa (kWh);Energía reactiva (kvarh)"
    rows = (
        f"{time:{stamp}};{comma(round(kw / 4, 4))};1,5" for time, kw in zip(TIMES, KW, strict=True)
    )
    return "\n".join([head, *rows])


def a_day_a_row(labels, table=BY_DAY, sep=";", total="", mark=comma):
    head = ["Demanda en kW", sep.join(["Fecha", *labels, *([total] if total else [])])]
    rows = (
        sep.join([f"{day:%d/%m/%Y}", *map(mark, row), *(["9,9"] if total else [])])
        for day, row in zip(DAYS, table, strict=True)
    )
    return "\n".join([*head, *rows])


def a_day_a_column():
    head = ";".join(["Hora", *(f"{day:%d-%m-%Y}" for day in DAYS)])
    rows = (";".join([f"{hour:02d}:00", *map(comma, HOURLY[:, hour])]) for hour in range(24))
    return "\n".join(["Potencia media kW", head, *rows])


STARTS = [f"{n // 4:02d}:{n % 4 * 15:02d}" for n in range(96)]
ENDS = [f"{n // 4:02d}:{n % 4 * 15:02d}" for n in range(1, 97)]


def read(path, content, **given_keys):
    path.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
    return read_interval_meter(path, **given_keys)


def said(meter):
    return " | ".join(f"{note.what}: {note.value}" for note in meter.remarks)


@pytest.mark.parametrize(
    "content",
    [
        long_file(),
        long_file("%d/%m/%Y %H:%M", ";", mark=comma),
        long_file("%d-%m-%y %I:%M %p", "\t"),
        long_file("%m/%d/%Y %H:%M"),
        long_file("%Y%m%d %H:%M:%S"),
        long_file("%Y-%m-%dT%H:%M:%S-05:00"),
        long_file(values=KW * 1000, header="t{sep}Potencia (W)"),
        long_file(values=(KW / 4).round(4), header="timestamp{sep}Energy [kWh]"),
        two_columns(),
        two_columns().encode("cp1252"),
        ("\ufeff" + two_columns()).encode(),
        a_day_a_row(STARTS),
        a_day_a_row(STARTS, total="Total kWh"),
        a_day_a_row(ENDS),
        a_day_a_row([*ENDS[:-1], "00:00"]),
        a_day_a_row([f"P{n}" for n in range(1, 97)], sep="\t"),
        a_day_a_row([f"{a} - {b}" for a, b in zip(STARTS, ENDS, strict=True)]),
    ],
)
def test_every_layout_of_quarter_hours_gives_the_same_power(tmp_path, content):
    meter = read(tmp_path / "meter.csv", content)
    assert meter.problems == ()
    assert meter.interval_minutes == 15
    assert (meter.kw.index == TIMES).all()
    assert meter.kw.to_numpy() == pytest.approx(KW, abs=1e-9)
    assert meter.recorded_kwh == pytest.approx(KW.sum() / 4, rel=1e-9)


@pytest.mark.parametrize(
    "content",
    [
        a_day_a_row([f"H{n}" for n in range(1, 25)], HOURLY),
        a_day_a_row([f"{n:02d}:00" for n in range(24)], HOURLY),
        a_day_a_row([str(n) for n in range(24)], HOURLY, sep=",", mark=str),
        a_day_a_column(),
    ],
)
def test_every_layout_of_hours_gives_the_same_power(tmp_path, content):
    meter = read(tmp_path / "meter.csv", content)
    assert meter.problems == ()
    assert meter.kw.to_numpy() == pytest.approx(HOURLY.ravel(), abs=1e-9)
    assert (meter.kw.index == TIMES[::4]).all()


@pytest.mark.parametrize("first", [0, 1])
def test_hours_counted_from_0_or_from_1_begin_the_same_day(tmp_path, first):
    rows = [
        f"{day:%d/%m/%Y},{hour + first},{HOURLY[number, hour]}"
        for number, day in enumerate(DAYS)
        for hour in range(24)
    ]
    meter = read(tmp_path / "meter.csv", "\n".join(["Fecha,Hora,kWh", *rows]))
    assert meter.kw.index[0] == TIMES[0]
    assert meter.kw.to_numpy() == pytest.approx(HOURLY.ravel(), abs=1e-9)


def test_reactive_energy_is_read_where_it_stands(tmp_path):
    meter = read(tmp_path / "meter.csv", two_columns())
    assert meter.kvar.to_numpy() == pytest.approx(np.full(len(TIMES), 6.0))  # 1.5 kvarh in 1/4 h


def test_a_workbook_with_a_title_and_real_moments_is_read(tmp_path):
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["Registro del analizador"])
    sheet.append(["Fecha", "Hora", "Energía (kWh)"])
    for time, kw in zip(TIMES, KW, strict=True):
        sheet.append([time.to_pydatetime().replace(hour=0, minute=0), time.time(), kw / 4])
    hidden = book.create_sheet("old", 0)
    hidden.append(["Fecha", "kW"])
    hidden.append([dt.datetime(2020, 1, 1), 1.0])  # noqa: DTZ001  meters know no zone
    hidden.sheet_state = "hidden"
    book.save(tmp_path / "meter.xlsx")
    meter = read_interval_meter(tmp_path / "meter.xlsx")
    assert meter.problems == ()
    assert meter.kw.to_numpy() == pytest.approx(KW, abs=1e-9)


def test_times_at_the_end_of_their_interval_move_by_one_interval(tmp_path):
    later = "\n".join(
        ["t,kW", *(f"{t + pd.Timedelta('15min')},{v}" for t, v in zip(TIMES, KW, strict=True))]
    )
    meter = read(tmp_path / "meter.csv", later, label="end")
    assert (meter.kw.index == TIMES).all()
    assert "Times of the meter file stand at this end of their interval: the end" in said(meter)


def register(factor=1.0):
    """Return a five-digit register that overflows on its way."""
    return (99_500 + np.concatenate([[0], np.cumsum(KW / 4)])[:-1] * factor) % 100_000


@pytest.mark.parametrize("header", ["t{sep}Lectura", "t{sep}valor", "t{sep}kWh"])
def test_a_register_that_overflows_gives_the_power_between_its_readings(tmp_path, header):
    counted = [f"{reading:.4f}" for reading in register()]
    meter = read(tmp_path / "meter.csv", long_file(header=header, values=counted))
    assert meter.problems == ()
    assert "readings of a register" in said(meter)
    assert meter.kw.to_numpy() == pytest.approx(KW[:-1], abs=1e-3)


def test_a_register_that_was_reset_leaves_one_gap(tmp_path):
    counted = np.concatenate([[50_000], 50_000 + np.cumsum(KW[:-1] / 4)])
    counted[700:] -= counted[700]
    meter = read(tmp_path / "meter.csv", long_file(header="t{sep}kWh", values=counted.round(4)))
    assert np.flatnonzero(meter.kw.isna()).tolist() == [699]


def test_a_short_gap_of_a_register_is_spread_and_a_long_one_stays_a_gap(tmp_path):
    lines = long_file(header="t{sep}kWh", values=register().round(4)).splitlines()
    del lines[1001 : 1001 + 20]  # five hours without a reading
    del lines[102:105]  # three readings: an hour between those beside them
    meter = read(tmp_path / "meter.csv", "\n".join(lines))
    assert meter.kw.iloc[100:104].to_numpy() == pytest.approx(KW[100:104].mean(), abs=1e-3)
    assert np.flatnonzero(meter.kw.isna()).tolist() == list(range(999, 999 + 21))


def test_gaps_stay_gaps_and_are_counted(tmp_path):
    lines = long_file().splitlines()
    lines[5] = lines[5].partition(",")[0] + ","
    lines[6] = lines[6].partition(",")[0] + ",---"
    del lines[101:141]
    meter = read(tmp_path / "meter.csv", "\n".join(lines))
    gaps = [4, 5, *range(100, 140)]
    assert np.flatnonzero(meter.kw.isna()).tolist() == gaps
    assert "2 gaps, 3.1% of the time, the longest 10 h" in said(meter)
    assert "hold no moment or no number: line 7" in said(meter)
    hourly = meter.hourly_kw()
    assert np.isnan(hourly.iloc[25:35]).all()
    assert hourly.iloc[1] != hourly.iloc[1]  # half of the hour is missing
    assert hourly.iloc[2] == pytest.approx(KW[8:12].mean())


def test_an_hour_that_stands_twice_counts_once_with_its_mean(tmp_path):
    lines = long_file().splitlines()
    doubled = [f"{line.partition(',')[0]},0" for line in lines[9:13]]
    meter = read(tmp_path / "meter.csv", "\n".join([*lines[:13], *doubled, *lines[13:]]))
    assert len(meter.kw) == len(TIMES)
    assert meter.kw.iloc[8:12].to_numpy() == pytest.approx(KW[8:12] / 2)
    assert "stand more than once: 4" in said(meter)


def test_a_total_below_the_readings_is_not_one_of_them(tmp_path):
    meter = read(tmp_path / "meter.csv", long_file() + "\nTOTAL,99999")
    assert meter.kw.to_numpy() == pytest.approx(KW)


def test_a_leap_year_keeps_its_29_february(tmp_path):
    times = pd.date_range("2024-02-25", "2024-03-05", freq="h", inclusive="left")
    meter = read(tmp_path / "m.csv", "\n".join(["t,kW", *(f"{time},7.5" for time in times)]))
    assert len(meter.kw) == 9 * 24


def test_less_than_a_week_is_warned_of(tmp_path):
    lines = long_file().splitlines()[: 3 * 96]
    meter = read(tmp_path / "meter.csv", "\n".join(lines))
    assert "shorter than a week" in said(meter)
    assert "shorter than a week" not in said(read(tmp_path / "all.csv", long_file()))


def test_numbers_whose_mark_may_group_thousands_are_read_as_decimals_and_warned_of(tmp_path):
    values = [f"{kw:.3f}" for kw in KW]
    assert "read as decimal marks" in said(read(tmp_path / "m.csv", long_file(values=values)))


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (long_file(header="Fecha{sep}valor"), "kW or kWh"),
        (long_file(header="t{sep}kWh", values=-KW), "below zero"),
        ("t,kWh a,kWh b\n" + "\n".join(f"{t},1,2" for t in TIMES), "several columns"),
        ("t,Voltaje (V)\n" + "\n".join(f"{t},220" for t in TIMES), "no column"),
        ("t,kW\n" + "\n".join(f"{t},5" for t in TIMES[:9]), "only 9 readings"),
        (
            "t,kW\n"
            + "\n".join(f"{t},{n % 7}" for n, t in enumerate(TIMES[0] + pd.to_timedelta(
                np.arange(99) * 7, unit="min"))),
            "7 min apart",
        ),
        ("t,kW\n2001-01-01 00:00,1\n" + long_file().partition("\n")[2], "span"),
        ("", "empty"),
        ("kW\n5\n6", "no readings with a date"),
        (long_file("%Y-%m-%dT%H:%M:%SZ"), "local time"),
        (long_file(values=["987", "1.234"] * 672), "'1.234' can be read in two ways"),
        (b"PK\x03\x04\0\0", "not a csv"),
    ],
)  # fmt: skip
def test_what_cannot_be_understood_is_asked_about(tmp_path, content, words):
    meter = read(tmp_path / "meter.csv", content)
    (problem,) = meter.problems
    assert words in str(problem)
    assert problem.file == "meter.csv"
    assert meter.kw.empty


def test_a_missing_file_and_a_broken_workbook_are_problems(tmp_path):
    assert "does not exist" in str(read_interval_meter(tmp_path / "none.csv").problems[0])
    broken = read(tmp_path / "meter.xlsx", b"no workbook")
    assert "cannot be opened" in str(broken.problems[0])


@settings(max_examples=60)
@given(
    content=st.one_of(
        st.binary(max_size=200),
        st.text(alphabet="0123456789/-:;,. kWhHoraFec\n\"'", max_size=300).map(str.encode),
    ),
    suffix=st.sampled_from([".csv", ".xlsx"]),
)
def test_no_bytes_make_the_reader_fall(tmp_path_factory, content, suffix):
    path = tmp_path_factory.mktemp("meter") / f"meter{suffix}"
    meter = read(path, content)
    assert meter.problems


def spoiled(line, text):
    """Return the plain file with one of its lines, counted from 1 with the header, replaced."""
    lines = long_file().splitlines()
    lines[line - 1] = text
    return "\n".join(lines)


def test_one_reading_of_9999_is_a_problem_with_its_line(tmp_path):
    meter = read(tmp_path / "m.csv", spoiled(700, f"{TIMES[698]:%Y-%m-%d %H:%M},9999"))
    assert [problem.place for problem in meter.problems] == ["m.csv:700"]
    assert "the reading 9999 is" in str(meter.problems[0])


def test_five_times_the_usual_highest_reading_is_the_limit(tmp_path):
    # Of 1344 equal readings of 7 the 99.5th percentile is 7: 35 passes, 35.1 does not.
    flat = np.full(len(TIMES), 7.0)
    flat[100] = 35.0
    assert read(tmp_path / "m.csv", long_file(values=flat)).problems == ()
    flat[100] = 35.1
    (problem,) = read(tmp_path / "m.csv", long_file(values=flat)).problems
    assert problem.row == 102  # the header and a hundred readings stand above


def test_a_leap_of_a_register_is_a_problem_at_the_later_reading(tmp_path):
    register = np.cumsum(np.full(len(TIMES), 2.0))
    register[500:] += 90_000
    text = long_file(values=register, header="t{sep}Lectura activa (kWh)")
    (problem,) = read(tmp_path / "m.csv", text).problems
    assert problem.row == 502


def test_nearly_empty_files_have_nothing_to_compare_with(tmp_path):
    off = np.zeros(len(TIMES))
    off[40] = 12.0
    assert read(tmp_path / "m.csv", long_file(values=off)).problems == ()


@pytest.mark.parametrize(
    ("line", "text"),
    [
        (2, "2025-03-01 00:00,x"),
        (2, "03/13/2025 00:00,31.5"),
        (300, "2025-03-04 02:30,x"),
        (300, "03/13/2025 00:00,31.5"),
    ],
)
def test_a_line_that_cannot_be_read_is_counted_and_named(tmp_path, line, text):
    meter = read(tmp_path / "m.csv", spoiled(line, text))
    assert meter.problems == ()
    assert f"no moment or no number: line {line}" in said(meter)
    assert meter.kw.count() == len(TIMES) - 1


def test_an_unreadable_date_beside_a_time_does_not_take_the_day_above(tmp_path):
    text = two_columns().splitlines()
    at = 3 + 2 * 96  # three titles, then the third day's first reading
    text[at] = "32/13/2025" + text[at][10:]
    meter = read(tmp_path / "m.csv", "\n".join(text))
    assert f"no moment or no number: line {at + 1}" in said(meter)
    assert meter.kw.isna().tolist() == [place == 2 * 96 for place in range(len(TIMES))]


def test_too_few_readings_are_refused_with_the_lines_that_failed(tmp_path):
    rows = [f"2025-03-01 {hour:02d}:00,{'x' if hour in {5, 9} else 7}" for hour in range(24)]
    (problem,) = read(tmp_path / "m.csv", "\n".join(["t,kW", *rows])).problems
    assert "only 22 readings; no moment or no number in 2 lines: 7, 11" in str(problem)


def test_power_beyond_twice_what_is_connected_is_a_problem_with_its_line(tmp_path):
    # 17 kW at 0.85 draw 20 kW: twice that are 40 kW, and the highest readings are about 44 kW.
    meter = read(tmp_path / "m.csv", long_file())
    machines = machine_frame([{"rated_kw": 17.0}, {"kind": "transformer", "rated_kva": 100.0}])
    lines = [problem.row for problem in beyond_connected(meter, machines)]
    assert lines == [place + 2 for place in np.flatnonzero(KW > 40)]
    assert lines
    assert [*beyond_connected(meter, machine_frame([{"rated_kw": 30.0}]))] == []
    assert [*beyond_connected(meter, machines.iloc[:0])] == []
