"""Lists of several auditors become one, and their contradictions are named."""

from __future__ import annotations

import pandas as pd
import pytest

from energy_audit.inventory import read_inventory
from mine_study.language import Reader

HEADER = "tag,site,area,equipment,rated_kw,poles,load_fraction,hours_per_day,evidence,remark\n"
FIRST = "M1,plant,mill,Molino de bolas,15,4,0.7,9,estimated,vieja\nM2,plant,mill,pump,4,4,0.5,9,,\n"


@pytest.fixture
def read(tmp_path, calendars):
    def reader(*texts):
        paths = []
        for name, text in zip("abc", texts, strict=False):
            paths.append(tmp_path / f"{name}.csv")
            paths[-1].write_text(text, encoding="utf-8")
        inventory, problems = read_inventory(paths, calendars=calendars, frequency_hz=60)
        return inventory, [str(problem) for problem in problems]

    return reader


def test_rows_that_complete_each_other_become_one_with_a_remark(read):
    inventory, problems = read(HEADER + FIRST, "tag,measured_kw,rated_rpm\nM1,11.5,1765\n")
    assert problems == []
    assert inventory.machines.index.tolist() == ["M1", "M2"]
    assert inventory.machines.loc["M1", ["measured_kw", "load_fraction"]].tolist() == [11.5, 0.7]
    assert inventory.machines["measured_kw"].isna().tolist() == [False, True]
    assert [note.value for note in inventory.remarks] == ["M1"]


def test_a_contradiction_names_both_places_and_both_values(read):
    second = HEADER + "M1,plant,mill,molino bolas,18.5,4,0.7,9,,\n"
    assert read(HEADER + FIRST, second)[1] == [
        (
            "b.csv:2:5 [M1 · rated_kw]: 18.5 here, 15 in a.csv:2:5; "
            "the same value in both, or the cell of one of them empty"
        )
    ]


def test_a_contradiction_reads_with_the_readers_decimal_sign(tmp_path, calendars):
    paths = [tmp_path / "a.csv", tmp_path / "b.csv"]
    paths[0].write_text(HEADER + FIRST, encoding="utf-8")
    paths[1].write_text(HEADER + "M1,plant,mill,molino,18.5,4,0.7,9,,\n", encoding="utf-8")
    _, problems = read_inventory(paths, calendars=calendars, frequency_hz=60)
    (problem,) = (problem for problem in problems if problem.field == "rated_kw")
    assert Reader("es", "CO").say(problem.what) == "18,5 aquí, 15 en a.csv:2:5"


def test_the_same_size_in_horsepower_and_kilowatts_is_no_contradiction(read):
    # 20 HP are 14.91 kW, 0.6 per cent from 15.
    second = "tag,Potencia (HP),Polos\nM1,20,4\n"
    inventory, problems = read(HEADER + FIRST, second)
    assert problems == []
    assert inventory.machines.loc["M1", "rated_kw"] == 15


def test_equal_values_keep_the_better_evidence_and_both_remarks(read):
    second = HEADER + "M1,plant,mill,Molino de Bolas,,,0.7,9,measured,ruidosa\n"
    inventory, problems = read(HEADER + FIRST, second)
    row = inventory.machines.loc["M1"]
    assert problems == []
    assert row[["load_evidence", "hours_evidence", "rating_evidence"]].tolist() == [
        "measured",
        "measured",
        "estimated",
    ]
    assert row["remark"] == "vieja; ruidosa"


def test_a_measurement_of_a_machine_nobody_listed_is_one_problem(read):
    (problem,) = read(HEADER + FIRST, "tag,measured_kw,rated_rpm\nM1,11.5,1765\nM3,2,\n")[1]
    assert problem.startswith("b.csv:3:1 [M3 · tag]: 'M3' stands in no list of machines")
    assert problem.endswith("allowed: M1, M2")


def test_a_tag_that_stands_twice_in_one_list_stays_a_problem(read):
    (problem,) = read(
        HEADER + FIRST + FIRST.splitlines()[0] + "\n", "tag,measured_kw,poles\nM2,2,4\n"
    )[1]
    assert problem.startswith("a.csv:4:1 [M1 · tag]: the tag 'M1' stands already in line 2")


def test_what_a_list_spoils_is_said_at_its_own_place_after_merging(read):
    second = "tag,measured_kw,rated_rpm\nM1,99,1765\n"
    (problem,) = read(HEADER + FIRST, second)[1]
    assert problem.startswith("b.csv:2:2 [M1 · measured_kw]: 99 kW were measured")


def test_the_order_of_lists_that_agree_changes_nothing_but_the_order_of_rows(read):
    second = "tag,measured_kw,rated_rpm\nM2,2.4,1740\nM1,11.5,1765\n"
    forward, backward = read(HEADER + FIRST, second)[0], read(second, HEADER + FIRST)[0]
    pd.testing.assert_frame_equal(forward.machines.sort_index(), backward.machines.sort_index())


def test_a_contradiction_shows_both_values_as_they_were_written(read):
    second = "tag,Potencia (HP),Polos\nM1,60,4\n"
    (problem,) = read(HEADER + FIRST.replace(",15,", ",15 kW,"), second)[1]
    assert "60 HP here, 15 kW in a.csv:2:5" in problem
