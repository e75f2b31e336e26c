"""Workbooks as a visit leaves them are read, or refused with the name of sheet and cell."""

from __future__ import annotations

import datetime as dt
import io
import random
import zipfile

import openpyxl
import pytest

from energy_audit.inventory import inventory_aliases, inventory_rules, read_inventory
from equipment_catalog import workbooks
from equipment_catalog.user_tables import read_user_table
from equipment_catalog.workbook_archives import CHUNK_BYTES, FORMULA, any_sheet_holds

HEADINGS = ["Código", "Sede", "Área", "Equipo", "Potencia (HP)", "Polos", "Carga", "Horas/día"]
PUMP = ["B-1", "plant", "agua", "Bomba", 10, 4, 0.6, 9]


def book(tmp_path, **sheets):
    workbook = openpyxl.Workbook()
    workbook.remove(workbook.active)
    for title, rows in sheets.items():
        sheet = workbook.create_sheet(title)
        for row in rows:
            sheet.append(row)
    path = tmp_path / "visita.xlsx"
    workbook.save(path)
    return path


def change(path, cells, **formats):
    workbook = openpyxl.load_workbook(path)
    for place, value in cells.items():
        workbook.worksheets[0][place] = value
    for place, number_format in formats.items():
        workbook.worksheets[0][place].number_format = number_format
    workbook.save(path)


def table(path, **options):
    return read_user_table(
        path, inventory_rules(), record="tag", aliases=inventory_aliases(), **options
    )


def said(read):
    return [(problem.place, str(problem.what)) for problem in read.problems]


def test_titles_empty_rows_and_columns_totals_and_hidden_sheets_are_passed_over(tmp_path):
    rows = [["INVENTARIO"], [], [None, *HEADINGS], [None, *PUMP], [], [None, "TOTAL", None]]
    path = book(tmp_path, Motores=rows, Notas=[["nota"]], vieja=[HEADINGS, ["B-9"]])
    workbook = openpyxl.load_workbook(path)
    workbook["vieja"].sheet_state = "hidden"
    workbook.save(path)
    read = table(path)
    assert read.problems == ()
    assert read.frame["tag"].tolist() == ["B-1"]
    assert read.frame["rated_kw"].tolist() == [pytest.approx(7.45699872)]
    assert {str(note.value) for note in read.remarks} == {"left out", "left out: row 6"}
    assert len(read.remarks) == 3


def test_rows_that_a_filter_hides_count_and_a_note_names_them(tmp_path):
    path = book(tmp_path, Motores=[HEADINGS, PUMP, ["B-2", *PUMP[1:]], ["B-3", *PUMP[1:]]])
    workbook = openpyxl.load_workbook(path)
    workbook["Motores"].row_dimensions[3].hidden = True
    workbook.save(path)
    read = table(path)
    assert (read.problems, read.frame["tag"].tolist()) == ((), ["B-1", "B-2", "B-3"])
    assert [(str(note.what), note.value) for note in read.remarks] == [
        ("Rows of visita.xlsx!Motores that are hidden", "3")
    ]


def test_a_book_whose_only_list_is_hidden_is_not_called_empty(tmp_path):
    path = book(tmp_path, Motores=[], Lista=[HEADINGS, PUMP])
    workbook = openpyxl.load_workbook(path)
    workbook["Lista"].sheet_state = "hidden"
    workbook.save(path)
    read = table(path)
    assert said(read) == [("visita.xlsx", "no visible sheet of the workbook holds anything")]
    assert [str(note.what) for note in read.remarks] == ["Hidden sheet 'Lista' of visita.xlsx"]


def test_a_unit_below_one_of_many_merged_headings_belongs_to_it(tmp_path):
    above = ["Potencia" if text == "Potencia (HP)" else text for text in HEADINGS]
    units = ["HP" if text == "Potencia" else None for text in above]
    read = table(book(tmp_path, Motores=[above, units, PUMP]))
    assert read.problems == ()
    assert read.frame["rated_kw"].tolist() == [pytest.approx(7.45699872)]


def test_a_heading_over_the_choices_of_another_column_is_one_problem(tmp_path):
    rows = [[*row, kind] for row, kind in ((HEADINGS, "Tipo"), (PUMP, "motor"), (PUMP, "Motor"))]
    (problem,) = table(book(tmp_path, Motores=rows)).problems
    assert (problem.place, problem.field) == ("visita.xlsx!Motores!I1", "machine_type")
    assert str(problem.allowed) == "the heading kind"


def test_a_single_wrong_choice_among_right_ones_stays_a_problem_of_its_cell(tmp_path):
    rows = [[*row, kind] for row, kind in ((HEADINGS, "Tipo"), (PUMP, "bomba"), (PUMP, "motor"))]
    (problem,) = table(book(tmp_path, Motores=rows)).problems
    assert problem.place == "visita.xlsx!Motores!I3"


def test_problems_name_book_sheet_and_cell(tmp_path):
    wrong = [*PUMP[:4], "diez", *PUMP[5:]]
    assert said(table(book(tmp_path, Motores=[["título"], HEADINGS, wrong])))[0] == (
        "visita.xlsx!Motores!E3",
        "'diez' is not accepted",
    )


def test_merged_group_headings_say_whose_volts_they_are(tmp_path):
    top = ["Código", "Sede", "Área", "Equipo", "Placa", None, "Medición", None, None, "Horas"]
    low = [None, None, None, None, "HP", "V", "V", "A", "FP", None]
    row = ["B-1", "plant", "agua", "Bomba", 10, 440, 431, 9.1, 0.8, 9]
    path = book(tmp_path, Motores=[top, low, row])
    workbook = openpyxl.load_workbook(path)
    for merged in ("E1:F1", "G1:I1", "A1:A2"):
        workbook["Motores"].merge_cells(merged)
    workbook.save(path)
    read = table(path)
    assert read.problems == ()
    columns = ["rated_v", "measured_v", "measured_a", "measured_power_factor", "hours_per_day"]
    assert read.frame[columns].to_numpy().tolist() == [[440, 431, 9.1, 0.8, 9]]


def test_values_merged_over_machines_are_one_problem_a_group_and_not_one_a_row(tmp_path):
    rows = [["MINA", *[None] * 7], HEADINGS, *([f"B-{n}", *PUMP[1:]] for n in range(4))]
    path = book(tmp_path, Motores=rows)
    workbook = openpyxl.load_workbook(path)
    for merged in ("A1:H1", "B3:C5", "F3:F4"):
        workbook["Motores"].merge_cells(merged)
    workbook.save(path)
    read = table(path)
    assert said(read) == [
        ("visita.xlsx!Motores!B3", "cells B3:C5 are merged"),
        ("visita.xlsx!Motores!F3", "cells F3:F4 are merged"),
    ]
    assert read.frame["site"].tolist() == ["plant", "", "", "plant"]


def test_a_machine_whose_tag_begins_with_a_hash_is_a_record(tmp_path):
    remark = ["# vista en mayo", None, "con ruido"]
    read = table(book(tmp_path, Motores=[HEADINGS, ["#1", *PUMP[1:]], remark]))
    assert read.problems == ()
    assert read.frame["tag"].tolist() == ["#1"]
    assert [(str(note.what), note.value) for note in read.remarks] == [
        ("Rows of visita.xlsx!Motores that are remarks", "3"),
        ("Rows of visita.xlsx!Motores that begin with # and are records", "2"),
    ]


def test_a_percent_format_is_not_taken_for_a_percentage_once_more(tmp_path):
    path = book(tmp_path, M=[[*HEADINGS[:6], "Carga (%)", "Horas"], PUMP])
    change(path, {}, G2="0%")
    read = table(path)
    assert read.problems == ()
    assert read.frame["load_fraction"].tolist() == [0.6]


def test_a_small_number_under_a_heading_in_percent_is_asked_about(tmp_path):
    read = table(book(tmp_path, M=[[*HEADINGS[:6], "Carga (%)", "Horas"], PUMP]))
    (problem,) = read.problems
    assert problem.place == "visita.xlsx!M!G2"
    assert str(problem.allowed) == "write 60 % or 0.6 % in the cell"


def test_error_values_and_formulas_without_value_are_named_at_their_cells(tmp_path):
    path = book(tmp_path, M=[HEADINGS, PUMP, PUMP])
    change(path, {"A3": "B-2", "G2": "=H2/0", "H3": "#DIV/0!"})
    assert said(table(path)) == [
        ("visita.xlsx!M!G2", "the formula has no stored value"),
        ("visita.xlsx!M!H3", "the cell shows the error #DIV/0!"),
    ]


def test_numbers_for_texts_and_logical_values_are_understood(tmp_path):
    row = [101, *PUMP[1:], True]
    read = table(book(tmp_path, M=[[*HEADINGS, "desplazable"], row]))
    assert read.problems == ()
    assert read.frame[["tag", "shiftable"]].to_numpy().tolist() == [["101", "yes"]]


def test_a_number_of_a_workbook_has_one_meaning_where_a_text_has_two(tmp_path):
    read = table(book(tmp_path, M=[HEADINGS, [*PUMP[:4], 1.312, *PUMP[5:]]]))
    assert read.problems == ()
    assert read.frame["rated_kw"].tolist() == [pytest.approx(1.312 * 0.745699872)]


def test_a_date_in_place_of_a_number_is_shown_as_a_date(tmp_path):
    row = [*PUMP[:4], dt.datetime(2025, 2, 1), *PUMP[5:]]  # noqa: DTZ001  Excel knows no zones
    assert said(table(book(tmp_path, M=[HEADINGS, row])))[0][1] == "'2025-02-01' is not accepted"


def test_every_sheet_with_the_headings_is_read_and_one_can_be_chosen(tmp_path):
    path = book(tmp_path, Planta=[HEADINGS, PUMP], Mina=[HEADINGS, ["B-2", *PUMP[1:]]])
    assert table(path).frame["tag"].tolist() == ["B-1", "B-2"]
    assert table(path).frame.index.is_unique
    assert table(path, sheet="mina").frame["tag"].tolist() == ["B-2"]
    (problem,) = table(path, sheet="Mena").problems
    assert "did you mean Mina?" in str(problem.allowed)


def ods():
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
    return made.getvalue()


@pytest.mark.parametrize(
    ("content", "word"),
    [
        (b"\xd0\xcf\x11\xe0" + bytes(600), "Excel 97"),
        (b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le"), "password"),
        (b"PK\x03\x04" + bytes(600), "damaged"),
        (ods(), "ods"),
    ],
)
def test_other_makes_are_one_problem_that_says_what_to_do(tmp_path, content, word):
    path = tmp_path / "inventario.xlsx"
    path.write_bytes(content)
    (problem,) = table(path).problems
    assert word in str(problem.what)
    assert "save it" in str(problem.allowed)


def test_no_damage_to_a_workbook_makes_the_reader_fall(tmp_path, calendars):
    """Bytes of the parts inside the archive are changed, so that the damage reaches the parser."""
    source = book(tmp_path, M=[HEADINGS, PUMP], N=[HEADINGS, PUMP])
    with zipfile.ZipFile(source) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    chance = random.Random(7)  # noqa: S311  a test wants the same damage each time
    for _ in range(60):
        name = chance.choice(sorted(parts))
        spoiled = bytearray(parts[name])
        for _ in range(chance.randint(1, 6)):
            spoiled[chance.randrange(len(spoiled))] = chance.randrange(256)
        path = tmp_path / "spoiled.xlsx"
        with zipfile.ZipFile(path, "w") as archive:
            for part, content in parts.items():
                archive.writestr(part, bytes(spoiled) if part == name else content)
        inventory, problems = read_inventory(path, calendars=calendars, frequency_hz=60)
        assert problems or len(inventory.machines)


def with_part(path, name, content):
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, content)


def test_a_small_file_that_unpacks_to_more_than_the_memory_should_hold_is_one_problem(tmp_path):
    path = book(tmp_path, Motores=[HEADINGS, PUMP])
    with_part(path, "xl/media/picture.png", bytes(200_000_000))
    assert path.stat().st_size < 1_000_000
    (problem,) = table(path).problems
    assert "unpacked" in str(problem.what)
    assert "200,000,000" in str(problem.allowed)


@pytest.mark.parametrize("filling", range(CHUNK_BYTES - 3, CHUNK_BYTES + 2))
def test_a_formula_on_the_border_of_two_parts_is_seen(filling):
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b" " * filling + b"<x:f>1+1</x:f>")
    assert any_sheet_holds(FORMULA, "visita.xlsx", content.getvalue())


def test_our_own_faults_are_not_called_damage_of_the_workbook(tmp_path, monkeypatch):
    path = book(tmp_path, Motores=[HEADINGS, PUMP])
    monkeypatch.setattr(workbooks, "_value", lambda _cell: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        table(path)


def test_a_cell_with_a_style_that_does_not_exist_is_damage(tmp_path):
    path = book(tmp_path, Motores=[HEADINGS, PUMP])
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    sheet = parts["xl/worksheets/sheet1.xml"]
    parts["xl/worksheets/sheet1.xml"] = sheet.replace(b'<c r="E2"', b'<c r="E2" s="99"')
    assert parts["xl/worksheets/sheet1.xml"] != sheet
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    (problem,) = table(path).problems
    assert "damaged" in str(problem.what)
