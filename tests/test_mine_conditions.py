"""A study with areas, meters and several files becomes the surroundings of its machines."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from equipment_catalog.errors import InputError
from mine_study.case import open_case
from mine_study.mine_conditions import mine_conditions

EXAMPLE = Path(__file__).parent.parent / "examples" / "los_conquistadores"
PLANT, MINE = "planta", "mina La Leche"


@pytest.fixture
def folder(tmp_path):
    return Path(shutil.copytree(EXAMPLE, tmp_path / "study"))


def with_area(folder, area, calendar="{sundays: worked, days_per_month: 31}"):
    path = folder / "study.yaml"
    text = path.read_text(encoding="utf-8")
    own = f"    areas: [{{name: {area}, calendar: {calendar}}}]\n"
    path.write_text(text.replace("  - name: mina La Leche\n", own + "  - name: mina La Leche\n"))
    return path.read_text().splitlines().index(own.rstrip("\n")) + 1


def meter_csv(folder):
    times = pd.date_range("2025-03-01", "2025-03-29", freq="15min", inclusive="left")
    kw = np.where((times.hour >= 6) & (times.hour < 14), 40.0, 10.0)
    frame = pd.DataFrame({"Fecha": times.strftime("%d/%m/%Y %H:%M"), "kW": kw})
    frame.to_csv(folder / "meter.csv", sep=";", index=False)


def problems(folder, *overrides):
    with pytest.raises(InputError) as caught:
        open_case(folder, overrides)
    return caught.value.problems


def test_supply_height_and_free_share_come_from_the_study(folder):
    case = open_case(folder, ["sites.0.altitude_m=1234", "tariff.free_reactive_fraction=0.4"])
    surroundings = mine_conditions(case)
    assert surroundings.altitude_m[PLANT] == 1234
    assert 1000 < surroundings.altitude_m[MINE] < 2500  # off the map: the flank of the Cauca
    assert surroundings.free_reactive_fraction == 0.4
    assert surroundings.frequency_hz == 60
    assert (surroundings.hour_weights, surroundings.notes) == ({}, ())


def test_an_area_works_by_its_own_calendar(folder):
    area = open_case(folder).inventory.machines.query("site == @PLANT")["area"].iloc[0]
    with_area(folder, area)
    surroundings = mine_conditions(open_case(folder))
    assert surroundings.shape(PLANT, area, "shifts").sum() == pytest.approx(365)
    assert surroundings.shape(MINE, area, "shifts").sum() == pytest.approx(308)


def test_an_area_without_machines_is_a_problem_at_its_line(folder):
    area = open_case(folder).inventory.machines.query("site == @PLANT")["area"].iloc[0]
    line = with_area(folder, area + "x")
    (problem,) = problems(folder)
    assert (problem.file, problem.row) == ("study.yaml", line)
    assert f"did you mean {area}?" in str(problem)


def test_hours_that_an_areas_shifts_do_not_hold_are_a_problem(folder):
    machines = open_case(folder).inventory.machines
    long = machines.query("site == @PLANT and schedule == 'shifts' and hours_per_day > 4")
    area = long["area"].iloc[0]
    with_area(folder, area, "{shifts_per_day: 1, hours_per_shift: 4}")
    found = problems(folder)
    expected = set(long.index[long["area"] == area])
    assert {problem.record for problem in found} == expected
    assert all("of 4 h" in str(problem) for problem in found)


@pytest.mark.parametrize("mode", ["calibrate", "replace"])
def test_a_meter_shapes_the_hours_of_its_site_alone(folder, mode):
    meter_csv(folder)
    keys = ["sites.planta.meter.file=meter.csv", f"sites.planta.meter.mode={mode}"]
    case = open_case(folder, keys)
    assert folder / "meter.csv" in case.input_files
    surroundings = mine_conditions(case)
    assert set(surroundings.hour_weights) == {PLANT}
    weights = surroundings.hour_weights[PLANT]
    morning = weights[surroundings.hours.hour == 10].mean()
    assert morning > weights[surroundings.hours.hour == 18].mean()
    said = " | ".join(str(note.what) for note in surroundings.notes)
    assert "follow its interval meter" in said
    assert "Energy of planta by its meter and by its inventory" in said


def test_meters_and_quotations_that_are_not_there_are_problems_of_the_same_pass(folder):
    found = problems(folder, "sites.0.meter.file=none.csv", "files.quotations=offers.csv",
                     "files.bills=nobills.csv")  # fmt: skip
    assert {problem.file for problem in found} == {"none.csv", "offers.csv", "nobills.csv"}


def test_several_inventories_are_read_together(folder):
    whole = open_case(folder).inventory.machines
    lines = (folder / "inventory.csv").read_text(encoding="utf-8").splitlines()
    body = [line for line in lines if not line.startswith("#")]
    for name, rows in (("a.csv", body[1:5]), ("b.csv", body[5:])):
        (folder / name).write_text("\n".join([body[0], *rows]) + "\n", encoding="utf-8")
    case = open_case(folder, ["files.inventory=[a.csv, b.csv]"])
    assert set(case.inventory.machines.index) == set(whole.index)
    assert {folder / "a.csv", folder / "b.csv"} <= set(case.input_files)
