"""What `solmina init` writes is a form that the reader understands and that guides who fills it."""

from __future__ import annotations

import io

import openpyxl
import pytest
from click.testing import CliRunner
from openpyxl.utils import get_column_letter

from cli import main
from energy_audit.bills import bill_aliases, bill_rules, read_bills
from energy_audit.inventory import inventory_aliases, inventory_rules, read_inventory
from energy_audit.measures import MEASURES
from energy_audit.quotations import read_quotations
from equipment_catalog.column_names import column_names
from mine_study.blank_study import blank_study
from mine_study.language import Reader

READERS = pytest.mark.parametrize("reader", [Reader("es", "CO"), Reader("en", "PE")], ids=str)
RULES = {rule.column: rule for rule in inventory_rules()}
SCHEMAS = {
    "inventory.xlsx": (inventory_rules(), inventory_aliases()),
    "bills.xlsx": (bill_rules(), bill_aliases()),
}


def book_of(reader, name):
    content = blank_study(reader)[name]
    return content, openpyxl.load_workbook(io.BytesIO(content))


def validations(book):
    """Return the check of each column by its letter."""
    return {
        str(check.sqref).rstrip("0123456789").split("2:")[0]: check
        for check in book.worksheets[0].data_validations.dataValidation
    }


def listed(book, check):
    """Return the words that a drop-down offers, through its name and the hidden sheet."""
    ((sheet, cells),) = book.defined_names[check.formula1.lstrip("=")].destinations
    found = book[sheet][cells.replace("$", "")]
    rows = found if isinstance(found, tuple) else ((found,),)
    return [cell.value for (cell,) in rows]


@READERS
@pytest.mark.parametrize("name", SCHEMAS)
def test_every_heading_is_understood_as_its_column_in_its_unit(reader, name):
    rules, aliases = SCHEMAS[name]
    headings = [cell.value for cell in book_of(reader, name)[1].worksheets[0][1]]
    names = column_names(tuple(rules), aliases)
    assert [names.heading(text).column for text in headings] == [rule.column for rule in rules]
    assert "ask" not in {names.heading(text).unit for text in headings}


def test_headings_are_spanish_for_a_spanish_reader_and_required_ones_bear_a_star():
    _, book = book_of(Reader("es", "CO"), "inventory.xlsx")
    headings = [cell.value for cell in book.worksheets[0][1]]
    assert headings[:4] == ["Código *", "Sede *", "Área *", "Equipo *"]
    assert "Potencia nominal (kW)" in headings
    starred = [text for text in headings if "*" in text]
    assert len(starred) == sum(rule.required for rule in inventory_rules())


@READERS
def test_each_choice_of_a_drop_down_is_read_as_the_value_it_stands_for(reader, tmp_path, calendars):
    _, book = book_of(reader, "inventory.xlsx")
    checks, sheet = validations(book), book.worksheets[0]
    plain = {"tag": "", "site": "plant", "area": "mill", "equipment": "x", "rated_kw": 4,
             "poles": 4, "load_fraction": 0.5, "hours_per_day": 4}  # fmt: skip
    expected = []
    for place, rule in enumerate(inventory_rules(), start=1):
        check = checks[get_column_letter(place)]
        if not rule.allowed:
            continue
        words = listed(book, check)
        assert (check.type, len(words)) == ("list", len(rule.allowed))
        for word, value in zip(words, rule.allowed, strict=True):
            row = sheet.max_row + 1
            for column, cell in {**plain, "tag": f"{rule.column}-{value}"}.items():
                sheet.cell(row, [*RULES].index(column) + 1, cell)
            sheet.cell(row, place, word)
            expected.append((f"{rule.column}-{value}", rule.column, value))
    path = tmp_path / "inventory.xlsx"
    book.save(path)
    read, _ = read_inventory(path, calendars=calendars, frequency_hz=60)
    for tag, column, value in expected:
        found = read.machines.loc[tag, column]
        assert found == (float(value) if RULES[column].type == "integer" else value), tag


@READERS
def test_ranges_of_the_rules_are_what_excel_asks_about(reader):
    checks = validations(book_of(reader, "inventory.xlsx")[1])
    for place, rule in enumerate(inventory_rules(), start=1):
        check = checks[get_column_letter(place)]
        if rule.type in {"number", "integer"} and not rule.allowed:
            assert (float(check.formula1), float(check.formula2)) == (rule.minimum, rule.maximum)
            assert check.errorStyle == "warning"


@READERS
@pytest.mark.parametrize("name", SCHEMAS)
def test_every_cell_has_a_tip_that_excel_can_show(reader, name):
    checks = validations(book_of(reader, name)[1])
    assert len(checks) == len(SCHEMAS[name][0])
    for check in checks.values():
        assert 0 < len(check.prompt) <= 255
        assert 0 < len(check.promptTitle) <= 32
        assert len(check.error or "") <= 255


def test_the_tip_of_a_power_names_its_range_and_the_other_units_a_cell_may_have():
    checks = validations(book_of(Reader("en", "CO"), "inventory.xlsx")[1])
    place = [*RULES].index("rated_kw") + 1
    assert checks[get_column_letter(place)].prompt.splitlines()[1:] == [
        "a number from 0.01 to 1000",
        "or with its unit in the cell: HP, CV, W",
    ]


def test_tags_and_months_are_cells_of_text_so_that_excel_makes_no_dates_of_them():
    _, machines = book_of(Reader("es", "CO"), "inventory.xlsx")
    assert machines.worksheets[0].column_dimensions["A"].number_format == "@"
    _, bills = book_of(Reader("es", "CO"), "bills.xlsx")
    months = [bills.worksheets[0].cell(row, 2) for row in range(2, 14)]
    assert [cell.value for cell in months] == [f"2025-{month:02d}" for month in range(1, 13)]
    assert {(cell.data_type, cell.number_format) for cell in months} == {("s", "@")}


@READERS
def test_the_empty_form_has_no_fault_but_that_it_is_empty(reader, tmp_path, calendars):
    for name, content in blank_study(reader).items():
        data = content.encode() if isinstance(content, str) else content
        (tmp_path / name).write_bytes(data)
    for ending in ("xlsx", "csv"):
        path = tmp_path / f"inventory.{ending}"
        _, problems = read_inventory(path, calendars=calendars, frequency_hz=60)
        assert [str(problem.what) for problem in problems] == ["the file has no rows"]
        problems = read_bills(tmp_path / f"bills.{ending}", sites=["plant"]).problems
        empty = [problem for problem in problems if str(problem.what) == "the cell is empty"]
        assert len(empty) == 24
        assert len(problems) == len(empty)


@READERS
def test_both_kinds_of_file_ask_for_the_same_columns(reader):
    texts = blank_study(reader)
    for name, (rules, _) in SCHEMAS.items():
        lines = texts[name.replace("xlsx", "csv")].splitlines()
        heading = next(line for line in lines if not line.startswith(("#", "\ufeff")))
        assert heading.split(",") == [rule.column for rule in rules]


def test_a_filled_form_of_a_field_visit_is_read_with_its_spanish_words(tmp_path, calendars):
    content, book = book_of(Reader("es", "CO"), "inventory.xlsx")
    assert content
    sheet = book.worksheets[0]
    columns = {rule.column: place for place, rule in enumerate(inventory_rules(), start=1)}
    row = {
        "tag": "V-01", "site": "plant", "area": "mina", "equipment": "Ventilador", "kind": "motor",
        "machine_type": "ventilador", "rated_kw": "10 HP", "poles": 4, "load_fraction": "85 %",
        "hours_per_day": 9, "transmission": "correa en V", "shiftable": "sí",
        "supply": "trifásico", "schedule": "turnos",
    }  # fmt: skip
    for column, value in row.items():
        sheet.cell(2, columns[column], value)
    path = tmp_path / "visita.xlsx"
    book.save(path)
    read, problems = read_inventory(path, calendars=calendars, frequency_hz=60)
    assert problems == ()
    machine = read.machines.loc["V-01"]
    # 1 HP is 0.7457 kW (550 foot-pounds a second).
    assert machine["rated_kw"] == pytest.approx(7.457, rel=1e-4)
    assert machine[["machine_type", "transmission", "shiftable"]].tolist() == [
        "fan", "v_belt", "yes",
    ]  # fmt: skip
    assert machine["load_fraction"] == 0.85


def test_init_writes_the_seven_files_and_the_study_names_the_workbooks(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert CliRunner().invoke(main, ["init", "mine"]).exit_code == 0
    assert sorted(path.name for path in (tmp_path / "mine").iterdir()) == [
        "bills.csv", "bills.xlsx", "inventory.csv", "inventory.xlsx", "quotations.csv",
        "study.schema.json", "study.yaml",
    ]  # fmt: skip
    found = CliRunner().invoke(main, ["check", "mine", "--lang", "en"]).stderr
    assert "inventory.xlsx!" in found
    assert ".csv" not in found


@READERS
def test_the_empty_list_of_quotations_explains_each_measure_and_has_no_fault_but_that_it_is_empty(
    reader, tmp_path
):
    text = blank_study(reader)["quotations.csv"]
    path = tmp_path / "quotations.csv"
    path.write_text(text, encoding="utf-8")
    empty = read_quotations(path, known=dict.fromkeys(MEASURES), currency="COP")
    assert [str(problem.what) for problem in empty.problems] == ["the file has no rows"]
    for kind, measure in MEASURES.items():
        assert f"#   {kind}: {reader.say(measure.name)}\n" in text


@pytest.mark.parametrize("kind", [*MEASURES])
def test_a_quotation_may_name_its_measure_as_the_spanish_report_does(kind, tmp_path):
    path = tmp_path / "quotations.csv"
    name = Reader("es", "CO").say(MEASURES[kind].name)
    header = "kind,tag,amount,currency,supplier,date,includes_tax\n"
    path.write_text(f"{header}{name},M1,1,USD,A,2025-01-31,yes\n", encoding="utf-8")
    quotations = read_quotations(path, known={kind: ["M1"]}, currency="COP")
    assert quotations.problems == ()
    assert quotations.rows["kind"].tolist() == [kind]
