"""A quotation mark that nothing closes is named, and no row is lost without a word."""

from __future__ import annotations

import csv

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from energy_audit.bills import read_bills
from energy_audit.meters.cells import read_grids
from equipment_catalog.errors import InputError
from equipment_catalog.quoted_cells import quoted_cells
from project_finance.tariffs.price_file import read_price_rows
from pv_design.horizon_files import read_horizon
from pv_design.storage.outage_log import read_outages

OPEN = "a quotation mark opens here and nothing closes it"
BILLS = "site,month,kwh,amount\n" + "".join(
    f"mine,2025-{month:02d},1000,500\n" for month in range(1, 13)
)


def said(problems):
    return [(problem.place, str(problem.what)) for problem in problems]


def bills(tmp_path, text):
    path = tmp_path / "bills.csv"
    path.write_bytes(text.encode())
    return read_bills(path, sites=("mine",))


@pytest.mark.parametrize(
    ("typed", "spoilt", "place"),
    [
        ("mine,2025-03", '"mine,2025-03', "bills.csv:4:1"),
        ("2025-12,1000,500", '2025-12,1000,"500', "bills.csv:13:4"),
        ("month,kwh", 'month,"kwh', "bills.csv:1:3"),
        ("site,month", '"site,month', "bills.csv:1:1"),
    ],
    ids=["first cell", "last row", "heading", "first heading"],
)
def test_one_open_mark_is_told_at_its_cell_and_hides_no_month(tmp_path, typed, spoilt, place):
    found = bills(tmp_path, BILLS.replace(typed, spoilt))
    assert said(found.problems)[0] == (place, OPEN)
    assert not any("no bill" in str(problem.what) for problem in found.problems)


def test_mistakes_below_an_open_mark_are_found_in_the_same_pass(tmp_path):
    text = BILLS.replace("mine,2025-03", '"mine,2025-03').replace("2025-07,1000", "2025-07,-1")
    places = [problem.place for problem in bills(tmp_path, text).problems]
    assert places == ["bills.csv:4:1", "bills.csv:8:3"]


def test_an_open_mark_above_more_than_any_cell_of_csv_may_hold_is_told_too(tmp_path):
    remarks = "# as in the office's folder\n" * 6000
    assert len(remarks) > csv.field_size_limit()
    found = bills(tmp_path, BILLS.replace("mine,2025-03", '"mine,2025-03') + remarks)
    assert said(found.problems) == [("bills.csv:4:1", OPEN)]


def test_line_ends_of_windows_do_not_move_the_mark(tmp_path):
    text = BILLS.replace("mine,2025-03", '"mine,2025-03').replace("\n", "\r\n")
    assert said(bills(tmp_path, text).problems) == [("bills.csv:4:1", OPEN)]


def test_a_doubled_mark_behind_an_open_one_stays_as_it_was_typed():
    rows, marks = quoted_cells('tag,kw\n"4"" pump,2\n', ",")
    assert (rows[1], marks) == ((2, ['4"" pump', "2"]), [(2, 1)])


def test_a_mark_that_is_the_last_letter_of_a_text_is_open():
    assert quoted_cells('tag\n"', ",")[1] == [(2, 1)]


@given(st.text(alphabet='a",;\n', max_size=40))
def test_what_is_left_of_a_text_without_its_open_marks_reads_as_csv_does(text):
    rows, marks = quoted_cells(text, ",")
    if not marks:
        lines = f"{text}\n".splitlines(keepends=True)
        assert [cells for _, cells in rows] == list(csv.reader(lines))
    letters = sum(cell.count("a") for _, cells in rows for cell in cells)
    assert letters == text.count("a")
    assert len(set(marks)) == len(marks)


OUTAGES = "start;end;cause\n2025-03-01 00:00;2025-03-01 01:00;storm\n"
PRICES = "item;value;note\nenergy;0.75;May\n"
HORIZON = "azimuth_deg;elevation_deg;note\n" + "".join(
    f"{azimuth};5;ridge\n" for azimuth in range(0, 360, 45)
)
READINGS = "time;kw;note\n2025-03-01 00:00;5;night\n"
HOURS = pd.date_range("2025-03-01", periods=3, freq="h", tz="America/Bogota")


@pytest.mark.parametrize(
    ("text", "read"),
    [
        (OUTAGES, lambda path: read_outages(path, HOURS)),
        (PRICES, lambda path: read_price_rows(path, ("item", "value"))),
        (HORIZON, read_horizon),
        (READINGS, read_grids),
    ],
    ids=["outages", "prices", "horizon", "meter"],
)
def test_no_log_is_read_beyond_an_open_mark(tmp_path, text, read):
    path = tmp_path / "log.csv"
    path.write_text(text, encoding="utf-8")
    read(path)
    head, _, word = text.rstrip().rpartition(";")
    path.write_text(f'{head};"{word}\n{head}\n', encoding="utf-8")
    with pytest.raises(InputError) as caught:
        read(path)
    assert said(caught.value.problems) == [(f"log.csv:{text.count(chr(10))}:3", OPEN)]
