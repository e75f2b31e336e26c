"""A workbook of a visit with mistakes of thirty sorts and more: each is named at its cell, once."""

from __future__ import annotations

import datetime as dt

import openpyxl
import pytest
from click.testing import CliRunner

from cli import main

BOOK = "visita.xlsx"
STUDY = """schema_version: 1
study: {name: La Esperanza, country: CO, language: es}
files: {inventory: visita.xlsx, bills: visita.xlsx}
sites: [{name: planta, coordinates: "2.98, -76.65"}]
"""
# Groups of the headings of sheet Planta, by the cells that are merged for them.
GROUPS = {"B3:B4": "Código", "C3:C4": "Sede", "D3:D4": "Área", "E3:E4": "Equipo",
          "F3:F4": "Clase de equipo", "G3:G4": "Tipo de máquina", "H3:H4": "Cantidad",
          "I3:N3": "Placa", "O3:O4": "Clase IE", "P3:P4": "Eficiencia (%)",
          "Q3:Q4": "Alimentación", "R3:R4": "Factor de carga", "S3:S4": "Horas/día",
          "T3:T4": "Horario", "U3:U4": "Horas necesarias", "V3:W3": "Presión",
          "X3:X4": "Fugas (%)", "Y3:Y4": "Tipo de lámpara", "Z3:AA3": "Medición",
          "AB3:AB4": "Capacidad transformador [kVA]",
          "AC3:AC4": "Capacidad banco, kvar"}  # fmt: skip
HEADINGS = {"I": "HP", "J": "V", "K": "A", "L": "FP", "M": "RPM", "N": "Polos",
            "V": "de trabajo (bar)", "W": "necesaria (bar)", "Z": "kW", "AA": "RPM",
            "AD": "Observaciones"}  # fmt: skip
PUMP = {"C": "planta", "D": "relaves", "E": "Bomba de relaves", "F": "motor", "G": "bomba",
        "H": 1, "I": 10, "J": 440, "K": "13,0", "L": "0,82", "M": 1750, "N": 4,
        "O": "IE2", "Q": "trifásico", "R": "0,6", "S": 8, "T": "turnos"}  # fmt: skip
COMPRESSOR = {"G": "compresor", "E": "Compresor", "V": 7}
NO_MOTOR = {"G": "", "O": "", "Q": "", "N": "", "I": "", "J": "", "K": "", "L": "", "M": ""}
# The same machine as row 5 of sheet Planta, then others, on sheet Mina.
MINE = ["Código", "Sede", "Área", "Equipo", "Potencia (CV)", "Polos", "Factor de carga",
        "Horas por día", "Potencia medida"]  # fmt: skip
MINE_PUMP = ["planta", "mina", "Bomba de achique", "7,5", 2, "55 %", 6]

# sheet, cell, what that cell and its row hold instead of a pump, what must be said
MISTAKES = [
    ("Planta", "AE4", {"AE": "Zumbido"}, "unknown column 'Zumbido'"),
    ("Planta", "AF4", {"AF": "Tensión nominal"}, "both mean rated_v"),
    ("Planta", "AG4", {"AG": "Observaciones"}, "stands twice"),
    ("Planta", "AH5", {"AH": "ojo"}, "a column without heading"),
    ("Planta", "I6", {"I": "1,500"}, "can be read in two ways"),
    ("Planta", "I7", {"I": "once"}, "'once' is not accepted"),
    ("Planta", "R8", {"R": 75}, "did you mean 0.75?"),
    ("Planta", "P9", {"P": 0.91}, "stands under a heading in %"),
    ("Planta", "O10", {"O": "IE9"}, "'IE9' is not one of the choices"),
    ("Planta", "J11", {"J": "440 kW"}, "is not a unit of this column"),
    ("Planta", "S12", {"S": 26}, "a number from 0 to 24"),
    ("Planta", "H13", {"H": 2.5}, "a whole number"),
    ("Planta", "N14", {"N": 5}, "allowed: 2, 4, 6, 8"),
    ("Planta", "D15", {"D": None}, "the cell is empty"),
    ("Planta", "R16", {"R": "#DIV/0!"}, "shows the error #DIV/0!"),
    ("Planta", "S17", {"S": "=8*2/2"}, "the formula has no stored value"),
    ("Planta", "B18", {"B": "P-05"}, "stands already in line 5"),
    ("Planta", "C19", {"C": "plnata"}, "not a site of the study; did you mean planta?"),
    ("Planta", "N20", {"N": None, "M": None}, "a motor needs its poles"),
    ("Planta", "I21", {"I": None}, "the rated power is missing"),
    ("Planta", "R22", {"R": None}, "nothing tells the load"),
    ("Planta", "Z23", {"Z": 40}, "40 kW were measured on a machine of 7.46 kW"),
    ("Planta", "AA24", {"AA": 1900}, "above the synchronous speed"),
    ("Planta", "M25", {"M": 1150}, "rpm do not fit 4 poles"),
    ("Planta", "I26", {"I": 100}, "74.6 kW do not fit 440 V and 13 A"),
    ("Planta", "O27", {"Q": "cc", "O": "IE3", "N": None, "M": None}, "no class of IEC 60034-30-1"),
    ("Planta", "U28", {"U": 12}, "12 is more than 8 of hours_per_day"),
    ("Planta", "W29", {**COMPRESSOR, "W": 9}, "9 is more than 7 of pressure_bar"),
    ("Planta", "X30", {"X": "20 %"}, "leak_fraction belongs to a compressor"),
    ("Planta", "Y31", {"Y": "sodio"}, "lamp_type belongs to lighting"),
    ("Planta", "AB32", {**NO_MOTOR, "F": "trafo"}, "a transformer needs its rated_kva"),
    ("Planta", "AC33", {**NO_MOTOR, "F": "condensador"}, "a capacitor needs its rated_kvar"),
    ("Planta", "S34", {"S": 20}, "20 h a day do not fit the schedule"),
    ("Planta", "I35", {"I": 0.25, "O": "IE1", "J": "", "K": ""}, "no tabled efficiency"),
    ("Planta", "E36", {"E": "¿y la otra bomba?"}, "the row holds nothing but"),
    ("Mina", "I2", {}, "'Potencia medida' does not say its unit"),
    ("Mina", "F4", {}, f"in {BOOK}!Planta!N5"),
    ("Mina", "G5", {}, "'2025-06-01' is not accepted"),
    ("Recibos", "B5", {}, "'2025-13' is not a month"),
    ("Recibos", "B6", {}, "stands already in line 4"),
    ("Recibos", "C7", {}, "is not accepted; a number from 0"),
]  # fmt: skip


def plant_sheet(sheet):
    sheet["A1"] = "INVENTARIO DE EQUIPOS — visita del 14 de mayo"
    sheet.merge_cells("A1:H1")
    for cells, title in GROUPS.items():
        sheet[cells.partition(":")[0]] = title
        sheet.merge_cells(cells)
    for letters, title in HEADINGS.items():
        sheet[f"{letters}4"] = title
    for name, place, cells, _ in MISTAKES:
        row = int(place.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ"))
        if name != "Planta":
            continue
        lone = place == "E36"
        plain = {} if row == 4 or lone else {"B": f"P-{row:02d}", **PUMP}
        for letters, value in {**plain, **cells}.items():
            sheet[f"{letters}{row}"] = value
    sheet["B37"], sheet["I37"] = "TOTAL", 512


def mine_sheet(sheet):
    sheet["A1"] = "Interior mina"
    rows = [
        MINE,
        ["M-01", *MINE_PUMP, 3],
        ["P-05", "planta", "relaves", "Bomba de relaves", None, 6, "0,6", 8],
        ["M-02", *MINE_PUMP[:5], dt.datetime(2025, 6, 1), 6],  # noqa: DTZ001  Excel knows no zones
    ]
    for row, cells in enumerate(rows, start=2):
        for column, value in enumerate(cells, start=1):
            sheet.cell(row, column, value)


def bills_sheet(sheet):
    sheet.append(["Sede", "Mes", "Energía activa (kWh)", "Energía reactiva", "Valor total"])
    months = [f"{name}-25" for name in ("ene", "feb", "mar", "abr", "may", "jun", "jul", "ago",
                                        "sep", "oct", "nov", "dic")]  # fmt: skip
    for month in months:
        sheet.append(["planta", month, 9_000, 4_000, 5_400_000])
    sheet["B5"], sheet["B6"], sheet["C7"] = "2025-13", "marzo de 2025", -9_000


@pytest.fixture(scope="module")
def study(tmp_path_factory):
    folder = tmp_path_factory.mktemp("visit")
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, fill in (("Planta", plant_sheet), ("Mina", mine_sheet), ("Recibos", bills_sheet)):
        fill(book.create_sheet(name))
    book.save(folder / BOOK)
    (folder / "study.yaml").write_text(STUDY, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def report(study):
    return CliRunner().invoke(main, ["check", str(study), "--lang", "en"])


@pytest.fixture(scope="module")
def returned(study, tmp_path_factory):
    path = tmp_path_factory.mktemp("out") / "errores.xlsx"
    result = CliRunner().invoke(main, ["check", str(study), "--errors-xlsx", str(path)])
    assert result.exit_code == 1
    assert [file.name for file in path.parent.iterdir()] == ["errores.xlsx"]
    return openpyxl.load_workbook(path)


def test_they_are_thirty_sorts_and_more():
    assert len({said for *_, said in MISTAKES}) == len(MISTAKES) >= 30


@pytest.mark.parametrize(
    ("sheet", "cell", "said"), [(sheet, cell, said) for sheet, cell, _, said in MISTAKES]
)
def test_each_mistake_is_named_by_book_sheet_and_cell(report, sheet, cell, said):
    place = f"{BOOK}!{sheet}!{cell}"
    lines = [
        line for line in report.stderr.splitlines() if line.partition(" ")[0].rstrip(":") == place
    ]
    assert lines, f"nothing was said of {place}\n{report.stderr}"
    assert any(said in line for line in lines), lines


def test_one_pass_names_every_cell_once_and_no_other(report):
    cells = [line.partition(" ")[0].rstrip(":") for line in report.stderr.splitlines()]
    placed = sorted(cell for cell in cells if cell.count("!") == 2)
    assert placed == sorted(f"{BOOK}!{sheet}!{cell}" for sheet, cell, *_ in MISTAKES)
    # March stands twice and in place of April, and the thirteenth month is none.
    problems = [line for line in report.stderr.splitlines() if not line.startswith("note: ")]
    rest = [line for line in problems if "!" not in line]
    assert [line.partition(";")[0] for line in rest] == [
        f"{BOOK} [month]: the site 'planta' has no bill for 04, 05"
    ]


def test_no_sheet_that_machines_or_bills_were_read_from_is_called_left_out(report):
    assert not [line for line in report.stderr.splitlines() if "left out (its rows" in line]


def test_the_check_ends_with_1_and_writes_nothing(study, report):
    assert report.exit_code == 1
    assert report.stdout == ""
    assert "Traceback" not in report.output
    assert sorted(path.name for path in study.iterdir()) == ["study.yaml", BOOK]


def test_the_workbook_comes_back_with_exactly_those_cells_coloured_and_commented(returned):
    marked = {
        (sheet.title, cell.coordinate)
        for sheet in returned.worksheets
        for row in sheet.iter_rows()
        for cell in row
        if cell.comment
    }
    coloured = {
        (sheet.title, cell.coordinate)
        for sheet in returned.worksheets
        for row in sheet.iter_rows()
        for cell in row
        if cell.fill.fill_type == "solid"
    }
    assert marked == coloured == {(sheet, cell) for sheet, cell, *_ in MISTAKES}


def test_what_the_person_wrote_comes_back_unchanged(study, returned):
    before = openpyxl.load_workbook(study / BOOK)
    assert returned.sheetnames == [*before.sheetnames, "Solmina"]
    for sheet in before.worksheets:
        again = returned[sheet.title]
        assert again.merged_cells.ranges == sheet.merged_cells.ranges
        assert [[cell.value for cell in row] for row in again.iter_rows()] == [
            [cell.value for cell in row] for row in sheet.iter_rows()
        ]
