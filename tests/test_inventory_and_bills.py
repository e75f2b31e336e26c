"""Inventories and bills are refused for what no single cell can tell."""

from __future__ import annotations

import pytest

from energy_audit.bills import read_bills
from energy_audit.inventory import full_load_efficiency, read_inventory

HEADER = (
    "tag,site,area,equipment,kind,rated_kw,poles,ie_class,load_fraction,hours_per_day,schedule\n"
)


def problems(tmp_path, calendars, rows, frequency_hz=60):
    path = tmp_path / "inventory.csv"
    path.write_text(HEADER + rows, encoding="utf-8")
    return read_inventory(path, calendars=calendars, frequency_hz=frequency_hz)[1]


def texts(found):
    return [f"{problem.place} {problem.what}" for problem in found]


def test_a_right_inventory_has_no_problem(tmp_path, calendars):
    row = "M1,plant,mill,ball mill,motor,15,4,IE2,0.7,16,shifts\n"
    assert problems(tmp_path, calendars, row) == ()


def test_a_repeated_tag_an_unknown_site_and_missing_poles_are_named(tmp_path, calendars):
    rows = (
        "M1,plant,mill,ball mill,motor,15,4,IE2,0.7,16,shifts\n"
        "M1,plent,mill,pump,motor,15,,IE2,0.7,16,shifts\n"
    )
    assert texts(problems(tmp_path, calendars, rows)) == [
        "inventory.csv:3:1 the tag 'M1' stands already in line 2",
        "inventory.csv:3:2 'plent' is not a site of the study",
        "inventory.csv:3:7 a motor needs its poles",
    ]


def test_hours_that_the_schedule_does_not_hold_are_refused(tmp_path, calendars):
    row = "M1,plant,mill,ball mill,motor,15,4,IE2,0.7,20,shifts\n"
    assert texts(problems(tmp_path, calendars, row)) == [
        "inventory.csv:2:10 20 h a day do not fit the schedule 'shifts' of 16 h"
    ]


def test_a_motor_without_a_tabled_efficiency_needs_its_nameplate(tmp_path, calendars):
    row = "M1,plant,mill,vibrator,motor,0.25,4,IE1,0.7,4,shifts\n"
    (problem,) = problems(tmp_path, calendars, row)
    assert problem.field == "rated_kw"
    assert "efficiency_fraction" in str(problem.allowed)


def test_lighting_needs_neither_poles_nor_class(tmp_path, calendars):
    row = "L1,plant,light,lamps,lighting,0.25,,,1,11,night\n"
    assert problems(tmp_path, calendars, row) == ()


def test_the_nameplate_goes_before_the_class_and_rewinds_cost_a_point_each(machines):
    frame = machines(
        [
            {"rated_kw": 15.0, "poles": 4.0, "ie_class": "IE3"},
            {"rated_kw": 15.0, "poles": 4.0, "ie_class": "IE3", "efficiency_fraction": 0.90},
            {"rated_kw": 15.0, "poles": 4.0, "ie_class": "IE3", "rewinds": 2.0},
            {"rated_kw": 15.0, "poles": 4.0, "ie_class": "IE3", "rewinds": 9.0},
            {"rated_kw": 15.0, "poles": 4.0, "ie_class": "unknown"},
            {"rated_kw": 5.0, "kind": "heating"},
        ]
    )
    # EU 2019/1781 table 3b at 60 Hz, 15 kW, 4 poles: IE2 91.0 %, IE3 93.0 %.
    expected = [0.930, 0.90, 0.910, 0.900, 0.88, 1.0]
    assert full_load_efficiency(frame, frequency_hz=60).tolist() == pytest.approx(expected)


def bills(tmp_path, rows):
    path = tmp_path / "bills.csv"
    path.write_text("site,month,kwh,kvarh,max_kw,amount\n" + rows, encoding="utf-8")
    return read_bills(path, sites=("plant",))


def months(year="2025"):
    return "".join(f"plant,{year}-{month:02d},100,70,10,90000\n" for month in range(1, 13))


def test_twelve_months_are_read(tmp_path):
    frame, found = bills(tmp_path, months())
    assert found == ()
    assert frame.loc["plant", "kwh"].sum() == 1200


def test_a_year_that_does_not_begin_in_january_is_read(tmp_path):
    rows = months().replace("2025-01", "2026-01").replace("2025-02", "2026-02")
    assert bills(tmp_path, rows)[1] == ()


def test_missing_repeated_and_foreign_months_are_named(tmp_path):
    rows = months().replace("plant,2025-02", "plent,2025-02").replace("2025-03", "2025-04")
    assert texts(bills(tmp_path, rows)[1]) == [
        "bills.csv the site 'plant' has no bill for 02, 03",
        "bills.csv:3:1 'plent' is not a site of the study",
        "bills.csv:5:2 2025-04 of 'plant' stands already in line 4",
    ]
