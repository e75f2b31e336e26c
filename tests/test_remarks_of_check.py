"""What `check` says of rows it left out: beside problems too, and of every file."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from cli import main
from equipment_catalog.messages import message
from equipment_catalog.notes import Note
from equipment_catalog.remark_rows import lines_left_out
from equipment_catalog.table_sheets import remarks_of_one_book

PILOT = Path(__file__).parents[1] / "examples" / "los_conquistadores"
REMARKS = "Rows of bills.csv that are remarks: 5"


@pytest.fixture
def study(tmp_path):
    folder = tmp_path / "study"
    shutil.copytree(PILOT, folder)
    lines = (folder / "bills.csv").read_text(encoding="utf-8").splitlines(keepends=True)
    assert lines[4].startswith("planta,2025-03")
    lines[4] = f"# {lines[4]}"
    (folder / "bills.csv").write_text("".join(lines), encoding="utf-8")
    return folder


def check(*words):
    return CliRunner().invoke(main, ["check", *map(str, words), "--lang", "en"])


def test_a_month_that_became_a_remark_is_told_beside_the_month_that_lacks(study):
    said = check(study).stderr.splitlines()
    assert "has no bill for 03" in said[0]
    assert said[1].startswith(f"note: {REMARKS} (")


def test_programs_get_the_remarks_beside_the_problems(study):
    found = json.loads(check(study, "--json").stdout)
    assert [one["place"] for one in found["problems"]] == ["bills.csv"]
    assert [one for one in found["remarks"] if one.startswith(REMARKS)]


def left_out(sheet):
    what = message("Sheet {sheet!r} of {file}", sheet=sheet, file="visit.xlsx")
    return Note(what=what, value=None, source="", effect=message("none"))


def test_of_one_workbook_only_a_sheet_that_nobody_reads_is_left_out_and_told_once():
    first = [left_out("Bills"), left_out("Photos")]
    other = [left_out("Motors"), left_out("Photos")]
    found = remarks_of_one_book("visit.xlsx", first, other)
    assert found == ((left_out("Photos"),), ())


def test_lines_of_a_log_that_begin_with_a_hash_below_its_headings_are_named(tmp_path):
    log = tmp_path / "log.csv"
    log.write_text("# of 2025\nstart;end\n#2025-04-01;2025-04-02\n2025-05-01;2025-05-02\n# end\n")
    (note,) = lines_left_out(log)
    assert (str(note.what), note.value) == ("Rows of log.csv that are remarks", "3, 5")


def test_a_log_with_remarks_above_its_headings_alone_has_nothing_left_out(tmp_path):
    log = tmp_path / "log.csv"
    log.write_text("# of 2025\n# by the office\nstart;end\n2025-05-01;2025-05-02\n")
    assert lines_left_out(log) == ()
    assert lines_left_out(tmp_path / "none.csv") == ()


def test_check_names_the_lines_that_an_outage_log_leaves_out(tmp_path):
    folder = tmp_path / "study"
    shutil.copytree(PILOT, folder)
    log = "start;end\n2025-03-01 00:00;2025-03-01 02:00\n# 2025-04-01 00:00;2025-04-01 05:00\n"
    (folder / "log.csv").write_text(log)
    found = check(folder, "--set", "storage.build=true", "--set", "storage.outage_file=log.csv")
    assert found.exit_code == 0, found.output
    assert "note: Rows of log.csv that are remarks: 3" in found.output
