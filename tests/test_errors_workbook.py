"""Tables with mistakes come back as workbooks that show each mistake where it stands."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner
from openpyxl.comments import Comment
from openpyxl.styles import PatternFill

from cli import main

STUDY = """schema_version: 1
study: {name: La Esperanza, country: CO, language: es}
files: {inventory: inventory.csv, bills: bills.csv}
sites: [{name: planta, coordinates: "2.98, -76.65"}]
finance:
  budget_usd: 100000
"""
MACHINES = """# visita de mayo
tag;site;area;equipment;rated_kw;poles;load_fraction;hours_per_day;remark

M-1;planta;molienda;Molino de bolas;22;6;0,7;9;
M-2;planta;agua;Bomba;4;2;0,6;8;"dice ""4 kW""; ver foto"
"""
BILLS = "site,month,kwh,kvarh,amount\n" + "".join(
    f"planta,2025-{month:02d},9000,4000,5400000\n" for month in range(1, 13)
)
RED, YELLOW = "FFFF9999", "FFFFF2A8"
HEADINGS = ["Código", "Sede", "Área", "Equipo", "Potencia (HP)", "Polos", "Carga", "Horas/día"]
PUMP = ["B-1", "planta", "agua", "Bomba", 10, 4, 0.6, 9]


@pytest.fixture
def study(tmp_path):
    folder = tmp_path / "study"
    folder.mkdir()
    for name, text in (("study.yaml", STUDY), ("inventory.csv", MACHINES), ("bills.csv", BILLS)):
        (folder / name).write_text(text, encoding="utf-8")
    return folder


@pytest.fixture
def check(study, tmp_path):
    """Return what `check --errors-xlsx` says and the books it wrote, by name."""

    def run(*more, name="errores.xlsx"):
        words = ["check", str(study), "--errors-xlsx", str(tmp_path / name), *more]
        result = CliRunner().invoke(main, words)
        paths = [path for path in tmp_path.iterdir() if path.suffix == ".xlsx"]
        return result, {path.name: openpyxl.load_workbook(path) for path in paths}

    return run


def spoil(path, right, wrong):
    text = path.read_text(encoding="utf-8")
    assert text.count(right) == 1
    path.write_text(text.replace(right, wrong), encoding="utf-8")


def visit(study, rows, **changes):
    """Give the study a workbook of a visit in place of its list of machines."""
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    book.active.title = "L'Oro"
    for cell, value in changes.items():
        book.active[cell] = value
    book.save(study / "visita.xlsx")
    spoil(study / "study.yaml", "inventory: inventory.csv", "inventory: visita.xlsx")
    return book


def marks(book):
    return {
        cell.coordinate: (cell.fill.start_color.rgb, cell.comment.text)
        for sheet in book.worksheets
        for row in sheet.iter_rows()
        for cell in row
        if cell.comment
    }


def rows_of(sheet):
    return [[cell.value for cell in row] for row in sheet.iter_rows()]


def test_a_csv_file_comes_back_as_a_workbook_with_its_cells_where_they_stood(study, check):
    spoil(study / "inventory.csv", "22;6", "22;5")
    result, books = check()
    assert result.stderr.startswith("inventory.csv:4:6 [M-1 · poles]")
    (book,) = books.values()
    assert list(marks(book)) == ["F4"]
    assert rows_of(book["inventory.csv"])[1:] == [
        MACHINES.splitlines()[1].split(";"),
        [None] * 9,
        ["M-1", "planta", "molienda", "Molino de bolas", "22", "5", "0,7", "9", None],
        ["M-2", "planta", "agua", "Bomba", "4", "2", "0,6", "8", 'dice "4 kW"; ver foto'],
    ]


def test_several_faulty_tables_come_back_each_under_its_name_and_the_paths_are_said(study, check):
    spoil(study / "inventory.csv", "22;6", "22;5")
    spoil(study / "bills.csv", "planta,2025-03,", "planta,2025-13,")
    result, books = check("--json")
    assert sorted(books) == ["errores-bills.csv.xlsx", "errores-inventory.csv.xlsx"]
    written = json.loads(result.stdout)["written"]
    assert sorted(Path(path).name for path in written) == sorted(books)
    for book in books.values():
        assert len(marks(book)) == 1


def test_comments_say_what_is_wrong_and_what_is_allowed_in_the_language_of_the_reader(study, check):
    visit(study, [HEADINGS, [*PUMP[:5], 5, *PUMP[6:]], ["B-2", "planta", None, *PUMP[3:]]])
    _, books = check("--lang", "es")
    (book,) = books.values()
    assert marks(book) == {
        "F2": (RED, "Solmina:\n5 no se acepta\n→ se admite: 2, 4, 6, 8"),
        "C3": (YELLOW, "Solmina:\nla celda está vacía\n→ se requiere un valor"),
    }


def test_the_list_names_every_problem_of_the_study_and_leads_to_the_cells(study, check):
    visit(study, [HEADINGS, [*PUMP[:5], 5, *PUMP[6:]]])
    spoil(study / "study.yaml", "  budget_usd: 100000", "  budget_usd: lots")
    result, books = check("--lang", "en")
    (book,) = books.values()
    listed = book["Solmina"]
    assert [cell.value for cell in listed[1]] == [
        "Cell", "Record and column", "What is wrong", "What is allowed",
    ]  # fmt: skip
    said = result.stderr.splitlines()
    assert listed.max_row == 1 + len(said)
    for row, line in zip(listed.iter_rows(min_row=2), said, strict=True):
        place, subject, what, allowed = (cell.value or "" for cell in row)
        assert line == f"{place} {subject}: {what}" + (f"; {allowed}" if allowed else "")
    links = [cell.hyperlink.location for cell in listed["A"] if cell.hyperlink]
    assert links == ["'L''Oro'!F2"]
    assert [sheet.title for sheet in book if sheet.sheet_view.tabSelected] == ["Solmina"]


def test_no_text_of_a_person_becomes_a_formula(study, check):
    spoil(study / "inventory.csv", "22;6", "22;=1+1")
    spoil(study / "inventory.csv", "M-2;planta;", "=M-2;plonta;")
    _, books = check()
    (book,) = books.values()
    typed = {cell.data_type for sheet in book for row in sheet.iter_rows() for cell in row}
    assert typed <= {"s", "n"}
    texts = {cell.value for row in book["inventory.csv"].iter_rows() for cell in row}
    assert {"=1+1", "=M-2"} <= texts


def test_what_a_person_commented_formatted_or_calculated_stays(study, check):
    visit(study, [HEADINGS, [*PUMP[:5], 5, *PUMP[6:]]])
    path = study / "visita.xlsx"
    book = openpyxl.load_workbook(path)
    sheet = book.active
    sheet["F2"].comment = Comment("ver foto 12", "Ana")
    sheet["A2"].fill = PatternFill("solid", start_color="FF00FF00")
    sheet["A2"].comment = Comment("placa ilegible", "Ana")
    sheet["K9"] = "=SUM(E2:E3)"
    book.create_sheet("Notas")["A1"] = "llamar al taller"
    book.save(path)
    _, books = check("--lang", "en")
    (again,) = books.values()
    own = again["L'Oro"]
    assert own["F2"].comment.text.startswith("ver foto 12\nSolmina:\n5 is not accepted")
    assert (own["A2"].comment.text, own["A2"].fill.start_color.rgb) == (
        "placa ilegible",
        "FF00FF00",
    )
    assert own["K9"].value == "=SUM(E2:E3)"
    assert again.sheetnames == ["L'Oro", "Notas", "Solmina"]


def test_a_returned_workbook_that_was_mended_keeps_no_old_mark(study, check, tmp_path):
    visit(study, [HEADINGS, [*PUMP[:5], 5, *PUMP[6:]]])
    path = study / "visita.xlsx"
    book = openpyxl.load_workbook(path)
    book.active["F2"].comment = Comment("ver foto 12", "Ana")
    book.save(path)
    check()
    shutil.move(tmp_path / "errores.xlsx", path)
    book = openpyxl.load_workbook(path)
    book["L'Oro"]["F2"], book["L'Oro"]["H2"] = 4, 26
    book.save(path)
    _, books = check("--lang", "en")
    (again,) = books.values()
    found = marks(again)
    assert found["F2"] == ("00000000", "ver foto 12")
    assert found["H2"][0] == RED
    assert again.sheetnames == ["L'Oro", "Solmina"]
    assert again["Solmina"].max_row == 2


def test_a_mistake_in_merged_cells_is_shown_where_they_show_their_text(study, check):
    visit(study, [[*HEADINGS, "Zumbido"], [], PUMP])
    path = study / "visita.xlsx"
    book = openpyxl.load_workbook(path)
    book.active.merge_cells("I1:I2")
    book.save(path)
    assert set(marks(check()[1]["errores.xlsx"])) == {"I1"}


def test_a_problem_of_a_whole_row_is_shown_at_its_first_filled_cell(study, check):
    visit(study, [[None, *HEADINGS[:-1]], [None, *PUMP[:-1]]])
    result, books = check("--lang", "en")
    assert "visita.xlsx!L'Oro!1 [hours_per_day]: the column" in result.stderr
    assert list(marks(books["errores.xlsx"])) == ["B1"]


def test_without_a_faulty_table_the_book_holds_the_list_alone(study, check):
    spoil(study / "study.yaml", "  budget_usd: 100000", "  budget_usd: lots")
    _, books = check()
    assert books["errores.xlsx"].sheetnames == ["Solmina"]
    assert books["errores.xlsx"]["Solmina"].max_row == 2


def test_a_study_that_is_not_there_is_listed_too(tmp_path):
    path = tmp_path / "errores.xlsx"
    words = ["check", str(tmp_path / "nowhere"), "--errors-xlsx", str(path)]
    assert CliRunner().invoke(main, words).exit_code == 1
    assert openpyxl.load_workbook(path)["Solmina"].max_row == 2


def test_a_study_without_mistakes_writes_no_book(check):
    result, books = check()
    assert (result.exit_code, books) == (0, {})


def test_the_input_is_never_overwritten_and_other_files_only_by_force(study, check, tmp_path):
    visit(study, [HEADINGS, [*PUMP[:5], 5, *PUMP[6:]]])
    path = study / "visita.xlsx"
    before = path.read_bytes()
    words = ["check", str(study), "--errors-xlsx", str(path), "--force"]
    assert CliRunner().invoke(main, words).exit_code == 2
    assert path.read_bytes() == before
    assert check()[0].exit_code == 1
    standing = (tmp_path / "errores.xlsx").read_bytes()
    assert check()[0].exit_code == 2
    assert (tmp_path / "errores.xlsx").read_bytes() == standing
    assert check("--force")[0].exit_code == 1


def test_of_two_tables_of_one_name_neither_is_marked_but_both_are_listed(study, check):
    (study / "b").mkdir()
    shutil.copy(study / "inventory.csv", study / "b" / "inventory.csv")
    spoil(study / "b" / "inventory.csv", "22;6", "22;5")
    spoil(
        study / "study.yaml",
        "inventory: inventory.csv",
        "inventory: [inventory.csv, b/inventory.csv]",
    )
    result, books = check()
    assert result.stderr.count("inventory.csv:4:6") == 1
    assert books["errores.xlsx"].sheetnames == ["Solmina"]


def test_a_workbook_stays_whole_even_where_the_study_file_cannot_be_read(study):
    visit(study, [HEADINGS, PUMP])
    spoil(study / "study.yaml", "schema_version: 1", "schema_version: 1\nfiles: {}")
    path = study / "visita.xlsx"
    before = path.read_bytes()
    words = ["check", str(study), "--errors-xlsx", str(path), "--force"]
    assert CliRunner().invoke(main, words).exit_code == 2
    assert path.read_bytes() == before


def test_a_workbook_that_cannot_be_marked_is_said_and_listed(study, check, monkeypatch):
    visit(study, [HEADINGS, [*PUMP[:5], 5, *PUMP[6:]]])
    monkeypatch.setattr("mine_study.errors_workbook.mark_cells", lambda *_: 1 / 0)
    result, books = check("--lang", "en")
    assert result.exit_code == 1
    assert "could not be returned with marks" in result.stderr
    assert books["errores.xlsx"].sheetnames == ["Solmina"]
    assert books["errores.xlsx"]["Solmina"].max_row == 3
