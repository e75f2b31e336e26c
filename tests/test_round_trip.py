"""An inventory that is written reads back as it was, whatever its texts and numbers."""

from __future__ import annotations

import io
import math
from pathlib import Path

import openpyxl
import pandas as pd
import pytest
from click.testing import CliRunner
from conftest import machine_frame
from hypothesis import given, settings
from hypothesis import strategies as st

from cli import main
from energy_audit.inventory import (
    inventory_aliases,
    inventory_rules,
    read_inventory,
)
from energy_audit.inventory.writing import inventory_bytes, write_inventory
from equipment_catalog.errors import InputError
from equipment_catalog.user_tables import read_user_table
from mine_study.blank_study import inventory_words

EXAMPLE = Path(__file__).parent.parent / "examples" / "los_conquistadores"
RULES = inventory_rules()
SPANISH = inventory_words("es")
ENDINGS = pytest.mark.parametrize("ending", ["csv", "xlsx"])
NASTY = ["=1+1", "+57 300", "-bomba", "@SUM(A1)", "'x", "#1", "a,b;c\td", 'say "no"', "1.500",
         "línea\nsegunda", "2025-01-31", "007", "_x0041_", "\uff1dA1", "TOTAL", "tag", "sí", "😀",
         "# n"]  # fmt: skip
LETTERS = st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff")


def texts(smallest):
    free = st.text(LETTERS, min_size=smallest, max_size=12).map(str.strip)
    return st.one_of(st.sampled_from(NASTY), free.filter(lambda text: len(text) >= smallest))


def values(rule):
    """Return what a person may have given in a column, as the reader hands it on."""
    if rule.type == "text":
        return texts(1 if rule.required else 0)
    if rule.type == "choice":
        return st.sampled_from(rule.allowed)
    if rule.allowed:
        given_values = st.sampled_from([float(word) for word in rule.allowed])
    elif rule.type == "integer":
        given_values = st.integers(int(rule.minimum), int(rule.maximum)).map(float)
    else:
        rounded = st.floats(rule.minimum, rule.maximum).map(lambda value: round(value, 3))
        within = rounded.filter(lambda value: rule.minimum <= value <= rule.maximum)
        given_values = st.one_of(st.floats(rule.minimum, rule.maximum), within)
    empty_means_nothing = not rule.required and rule.default is None
    return st.one_of(st.just(math.nan), given_values) if empty_means_nothing else given_values


MACHINE = st.fixed_dictionaries({rule.column: values(rule) for rule in RULES})
MACHINES = st.lists(MACHINE, min_size=1, max_size=4, unique_by=lambda row: row["tag"])


def read(path):
    return read_user_table(path, RULES, record="tag", aliases=inventory_aliases())


@ENDINGS
@pytest.mark.parametrize("words", [{}, SPANISH], ids=["english", "spanish"])
@given(rows=MACHINES)
@settings(max_examples=20)
def test_every_column_of_random_machines_comes_back_to_the_last_digit(
    tmp_path_factory, ending, words, rows
):
    path = tmp_path_factory.mktemp("trip") / f"list.{ending}"
    machines = machine_frame(rows)
    write_inventory(path, machines, words=words)
    back = read(path)
    assert [str(problem) for problem in back.problems] == []
    pd.testing.assert_frame_equal(
        back.frame.set_index("tag")[list(machines.columns)],
        machines,
        check_dtype=False,
        check_exact=True,
    )


@pytest.mark.parametrize("text", [text for text in NASTY if text[0] in "=+-@\uff1d"])
def test_no_text_becomes_a_formula(tmp_path, text):
    machines = machine_frame([{"tag": "M1", "remark": text}])
    book = openpyxl.load_workbook(io.BytesIO(inventory_bytes(tmp_path / "a.xlsx", machines)))
    cells = [cell for row in book.active for cell in row if cell.value == text]
    assert [cell.data_type for cell in cells] == ["s"]
    line = inventory_bytes(tmp_path / "a.csv", machines).decode("utf-8-sig").splitlines()[1]
    assert line.endswith(f", {text}")


def test_a_number_of_three_decimals_is_not_read_as_thousands(tmp_path):
    machines = machine_frame([{"measured_kw": 1.125, "hours_per_day": 9.0, "load_fraction": 0.5}])
    path = write_inventory(tmp_path / "a.csv", machines)
    assert read(path).problems == ()
    assert read(path).frame["measured_kw"].tolist() == [1.125]


@pytest.mark.parametrize("text", ["a\x07b", "a\rb", " a", "a" * 40_000, "_x005F_x0041_"])
def test_a_text_that_would_not_come_back_is_refused_and_nothing_written(tmp_path, text):
    with pytest.raises(InputError, match=r"remark: .*cannot be written"):
        write_inventory(tmp_path / "a.xlsx", machine_frame([{"remark": text}]))
    assert list(tmp_path.iterdir()) == []


def test_the_frame_that_is_written_stays_as_it_was(tmp_path):
    machines = machine_frame([{"remark": "=1"}, {"tag": "#2"}])
    before = machines.copy(deep=True)
    write_inventory(tmp_path / "a.xlsx", machines)
    pd.testing.assert_frame_equal(machines, before)


@pytest.fixture
def solmina(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return lambda *words: CliRunner().invoke(main, [str(word) for word in words])


@ENDINGS
@pytest.mark.parametrize("lang", ["en", "es"])
def test_check_writes_the_clean_list_of_a_study_and_says_where(solmina, calendars, ending, lang):
    result = solmina("check", EXAMPLE, "--clean", f"clean.{ending}", "--lang", lang)
    assert result.exit_code == 0
    assert f"clean.{ending}" in result.stdout.splitlines()
    sites = {"planta": calendars["plant"], "mina La Leche": calendars["mine"]}
    written, problems = read_inventory(Path(f"clean.{ending}"), calendars=sites, frequency_hz=60)
    own, _ = read_inventory(EXAMPLE / "inventory.csv", calendars=sites, frequency_hz=60)
    assert problems == ()
    pd.testing.assert_frame_equal(written.machines, own.machines, check_exact=True)


def test_a_clean_list_replaces_a_file_only_by_force_and_never_one_of_the_study(solmina, tmp_path):
    (tmp_path / "clean.csv").write_text("mine", encoding="utf-8")
    assert solmina("check", EXAMPLE, "--clean", "clean.csv").exit_code == 2
    assert (tmp_path / "clean.csv").read_text(encoding="utf-8") == "mine"
    own = EXAMPLE / "inventory.csv"
    before = own.read_bytes()
    assert solmina("check", EXAMPLE, "--clean", own, "--force").exit_code == 2
    assert own.read_bytes() == before
    assert solmina("check", EXAMPLE, "--clean", "clean.csv", "--force").exit_code == 0
    assert (tmp_path / "clean.csv").read_text(encoding="utf-8-sig").startswith("Código,Sede,")


def test_a_study_with_mistakes_gives_no_clean_list(solmina, tmp_path):
    wrong = ("--set", "files.inventory=nowhere.csv")
    assert solmina("check", EXAMPLE, "--clean", "clean.xlsx", *wrong).exit_code == 1
    assert list(tmp_path.iterdir()) == []


def test_a_clean_list_of_another_kind_is_a_wrong_command_line(solmina):
    assert solmina("check", EXAMPLE, "--clean", "clean.ods").exit_code == 2


def test_a_spanish_clean_list_has_spanish_sheet_headings_and_choices(solmina):
    assert solmina("check", EXAMPLE, "--clean", "clean.xlsx").exit_code == 0
    book = openpyxl.load_workbook("clean.xlsx")
    assert book.sheetnames == ["Máquinas"]
    rows = [*book.active.iter_rows(values_only=True)]
    assert rows[0][:5] == ("Código", "Sede", "Área", "Equipo", "Clase de equipo")
    spoken = {word for (column, value), word in SPANISH.items() if column == "kind" and value}
    assert "iluminación" in {row[4] for row in rows[1:]} <= spoken


def test_a_clean_list_of_a_wrong_study_is_not_written_and_that_is_said(solmina, tmp_path):
    result = solmina(
        "check", EXAMPLE, "--set", "study.country=XX", "--clean", "clean.csv", "--lang", "en"
    )
    assert result.exit_code == 1
    assert "nothing was written to clean.csv" in result.stderr
    assert not (tmp_path / "clean.csv").exists()
