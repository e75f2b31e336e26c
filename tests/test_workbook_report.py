"""The workbook: live formulas equal to the engine, texts that stay texts, the same figures."""

from __future__ import annotations

import io
import math
import re
import shutil
from dataclasses import replace
from datetime import date

import openpyxl
import pandas as pd
import pytest
from never_paying import never_paying
from openpyxl.utils import column_index_from_string
from pilot_runs import EXAMPLE, LENT_AND_STORED, QUICK, studied
from planned_project import CO, PLAN
from recalculated import SOFFICE, named, recalculated, with_inputs

from equipment_catalog.workbook_sheets import new_workbook
from mine_study.finance_results import finance_results
from mine_study.language import Reader
from mine_study.money import Worth
from mine_study.reports import REPORTS, workbook
from mine_study.reports.workbook.cell_looks import looks
from mine_study.reports.workbook.flow_sheets import write_flow
from mine_study.reports.workbook.hourly_sheet import hourly_sheet
from mine_study.reports.workbook.open_book import OpenBook
from mine_study.reports.workbook.sheet_table import SheetTable, columns, write_table
from mine_study.reports.workbook.summary_sheet import write_summary
from mine_study.study import run_study
from project_finance.incentives import read_incentives
from project_finance.summary import summary
from project_finance.timeline.grant import Grant

SAY = Reader("en", "CO").say
PE = read_incentives("PE")
PROJECTS = {
    "plan": PLAN,
    "delayed": replace(
        PLAN,
        plant_delay_years=1.75,
        grants=(Grant(name="fund", amount=90e6, month=18), Grant(name="town", amount=5e6)),
        at_once_capex=60e6,
        at_once_incentive_capex=45e6,
        vat_paid=10e6,
        vat_recovered=100e6,
        vat_return_months=14,
        salvage=30e6,
        dismantling=20e6,
        foreign_fraction=0.6,
        foreign_replacements={12: 50e6},
        tariff_factors={"efficiency_savings": [1.0] * 3 + [1.2] * 11, "pv_savings": [1.1] * 14},
        usd_rate_growth_fraction=0.07,
    ),
    "poor": replace(
        PLAN,
        other_taxable_income=0.0,
        om_per_year=150e6,
        tax_rules=replace(CO, loss_carry_forward_years=2.0, deduction_years=4.0),
    ),
    "losing": replace(
        PLAN,
        other_taxable_income=[-50e6, 40e6, -30e6, 60e6, 80e6, 9e6, -70e6] * 2,
        tax_rules=replace(CO, loss_carry_forward_years=3.0),
    ),
    "small": replace(
        PLAN,
        capex=6e5,
        incentive_capex=0.0,
        replacements={},
        efficiency_savings_year1=4e4,
        pv_savings_year1=8e4,
        export_income_year1=0.0,
        om_per_year=6e3,
        other_taxable_income=5e4,
        tax_rules=PE.small_firm(),
        degradation="compound",
        degradation_fraction_per_year=0.03,
    ),
    "untaxed": replace(PLAN, tax_rules=None, other_taxable_income=None),
    "closing": replace(PLAN, closes_after_years=7, dismantling=40e6),
    "never": replace(
        PLAN,
        efficiency_savings_year1=1e6,
        pv_savings_year1=1e6,
        export_income_year1=0.0,
        other_taxable_income=0.0,
    ),
}
CHANGES = {"tariff_factor": 1.2, "capex_factor": 0.9, "discount_rate": 0.07, "inflation": 0.02}
CHANGED = replace(
    PROJECTS["delayed"],
    efficiency_savings_year1=1.2 * 40e6,
    pv_savings_year1=1.2 * 80e6,
    export_income_year1=1.2 * 50e6,
    capex=0.9 * 600e6,
    vat_paid=0.9 * 10e6,
    vat_recovered=0.9 * 100e6,
    incentive_capex=0.9 * 550e6,
    at_once_capex=0.9 * 60e6,
    at_once_incentive_capex=0.9 * 45e6,
    replacements={10: 0.9 * 1.5e6, 12: 0.9 * 60e6},
    foreign_replacements={12: 0.9 * 50e6},
    salvage=0.9 * 30e6,
    discount_rate=0.07,
    inflation_fraction=0.02,
)
LINES = ("net_before_tax", "tax_delta", "net_after_tax", "cumulative_after_tax")


def worth(project):
    return Worth(project=project, figures=summary(project.flow))


def flow_book(project):
    into = io.BytesIO()
    with new_workbook(into) as book:
        write_flow(OpenBook(book, looks(book, "COP"), SAY), worth(project), "CO", "COP")
    return into.getvalue()


def money_sheets(result, say=SAY):
    """Return a workbook of the first sheet and those of the money."""
    into, debt = io.BytesIO(), result.debt
    with new_workbook(into) as book:
        made = OpenBook(book, looks(book, "COP"), say)
        write_summary(made, result)
        write_flow(made, result.money.whole, "CO", "COP", debt)
    return into.getvalue()


def read(content, *, formulas=False):
    return openpyxl.load_workbook(io.BytesIO(content), data_only=not formulas)


def column(book, head):
    sheet = book["Cash flow"]
    place = next(cell.column for cell in sheet[3] if cell.value == head)
    return [sheet.cell(row, place).value for row in range(4, sheet.max_row + 1)]


def agrees(book, names, project):
    """Say whether a workbook shows what the engine finds of a project, to 1e-9."""
    figures, yearly = worth(project).figures, project.flow.yearly
    scale = max(project.capex, 1.0)
    assert named(book, names, "npv_after_tax") == pytest.approx(
        figures.npv, rel=1e-9, abs=1e-9 * scale
    )
    assert named(book, names, "npv_before_tax") == pytest.approx(
        figures.npv_before_tax, rel=1e-9, abs=1e-9 * scale
    )
    pairs = {
        "irr_after_tax": figures.irr if figures.irr is not None else "—",
        "mirr_after_tax": figures.mirr if figures.mirr is not None else "—",
        "payback_after_tax": figures.simple_payback_years or "never",
        "discounted_payback_after_tax": figures.discounted_payback_years or "never",
        "levelised_cost": figures.lcoe_per_kwh,
    }
    for name, expected in pairs.items():
        assert named(book, names, name) == (
            expected if isinstance(expected, str) else pytest.approx(expected, rel=1e-9)
        ), name
    heads = ("net before tax", "income tax moved", "net after tax", "running sum after tax")
    for head, line in zip(heads, LINES, strict=True):
        assert column(book, head) == pytest.approx(
            yearly[line].tolist(), rel=1e-9, abs=1e-9 * scale
        ), head


@pytest.fixture(scope="module")
def written():
    return {name: flow_book(project) for name, project in PROJECTS.items()}


@pytest.mark.parametrize("name", PROJECTS)
def test_the_values_beside_the_formulas_are_those_of_the_engine(written, name):
    agrees(read(written[name]), read(written[name], formulas=True), PROJECTS[name])


@pytest.fixture(scope="module")
def by_libreoffice(written, pilot, tmp_path_factory):
    if SOFFICE is None:
        pytest.skip("no LibreOffice here: apt-get install libreoffice-calc-nogui")
    bare = {name: with_inputs(content, {}) for name, content in written.items()}
    bare["changed"] = with_inputs(written["delayed"], CHANGES)
    poor = with_inputs(written["plan"], {"tariff_factor": 0.3})
    bare["poor_tariff"] = poor
    given = replace(PLAN, grants=(Grant(name="fund", amount=600e6),))
    bare["given"] = with_inputs(flow_book(given), {})
    bare["pilot"] = with_inputs(pilot[3], {})
    bare["lent"] = with_inputs(money_sheets(studied(*LENT_AND_STORED)), {"tariff_factor": 0.7})
    bare["late"] = with_inputs(written["plan"], {"plant_delay": 1.25})
    return recalculated(bare, tmp_path_factory.mktemp("recalculated"))


@pytest.mark.parametrize("name", PROJECTS)
def test_libreoffice_reckons_the_formulas_to_what_the_engine_finds(written, by_libreoffice, name):
    agrees(by_libreoffice[name], read(written[name], formulas=True), PROJECTS[name])


def test_changed_cells_move_every_figure_to_what_the_engine_finds_of_the_changed_plan(
    written, by_libreoffice
):
    agrees(by_libreoffice["changed"], read(written["delayed"], formulas=True), CHANGED)


def test_a_longer_delay_typed_into_its_cell_delays_the_plant_and_its_tax(written, by_libreoffice):
    late = replace(PLAN, plant_delay_years=1.25)
    agrees(by_libreoffice["late"], read(written["plan"], formulas=True), late)


def test_a_poor_tariff_leaves_a_rate_of_return_that_the_formula_finds(written, by_libreoffice):
    poor = replace(
        PLAN,
        efficiency_savings_year1=0.3 * 40e6,
        pv_savings_year1=0.3 * 80e6,
        export_income_year1=0.3 * 50e6,
    )
    agrees(by_libreoffice["poor_tariff"], read(written["plan"], formulas=True), poor)


def test_the_first_sheet_follows_a_tariff_that_breaches_the_loan(by_libreoffice):
    result = studied(*LENT_AND_STORED)
    names = read(money_sheets(result), formulas=True)
    book = by_libreoffice["lent"]
    first = {row[0]: row[1] for row in book.worksheets[0].iter_rows(values_only=True)}
    cover = first["least cover of a year (DSCR)"]
    assert cover == named(book, names, "dscr_least")
    assert cover < 0.8 * result.debt.cover.dscr_min
    years = first["years below the agreed cover"]
    assert years == named(book, names, "years_below_covenant")
    assert years > len(result.debt.cover.years_below_covenant)


def test_a_recalculated_plan_that_others_pay_says_what_its_cached_value_says(by_libreoffice):
    content = flow_book(replace(PLAN, grants=(Grant(name="fund", amount=600e6),)))
    names = read(content, formulas=True)
    for book in (read(content), by_libreoffice["given"]):
        assert named(book, names, "payback_after_tax") == "immediate"
        assert named(book, names, "investment_net") == pytest.approx(0.0, abs=1e-6)


def test_what_looks_like_a_formula_stays_a_text():
    into = io.BytesIO()
    plain = ('=HYPERLINK("http://x")', "+1+1", "@SUM(A1)", "-2+3", "{=1+1}", "http://x")
    typed = (*plain, "\t=1+1", "\r=1+1", "\n=1+1", "\r\n@SUM(A1)")
    with new_workbook(into) as book:
        table = SheetTable(name="t", columns=columns("text", "a"), rows=[[text] for text in typed])
        write_table(OpenBook(book, looks(book, "COP"), SAY), table)
    sheet = read(into.getvalue(), formulas=True)["t"]
    cells = [sheet.cell(row, 1) for row in range(2, 2 + len(typed))]
    found = [(cell.value.replace("_x000D_", "\r"), cell.data_type) for cell in cells]
    assert found == [(text, "s") for text in typed]
    assert [cell.hyperlink for cell in cells] == [None] * len(typed)


@pytest.fixture(scope="module")
def pilot():
    """Return the study and its workbook without the hours, which take long to read."""
    result = studied()
    with pytest.MonkeyPatch.context() as patch:
        tables = tuple(table for table in workbook.TABLES if table is not hourly_sheet)
        patch.setattr(workbook, "TABLES", tables)
        content = REPORTS["xlsx"](result)
    return result, read(content), read(content, formulas=True), content


def test_the_workbook_says_what_the_json_says(pilot):
    result, book, names, _ = pilot
    told, first = finance_results(result), book.worksheets[0]
    whole = told["whole"]
    assert named(book, names, "npv_after_tax") == whole["npv"]
    assert named(book, names, "irr_after_tax") == whole["irr"]
    assert named(book, names, "payback_after_tax") == whole["simple_payback_years"]
    assert [[cell.value for cell in row] for row in first["B5:D7"]] == [
        [found.value, found.low, found.high]
        for found in (
            result.headline.saved_kwh,
            result.headline.dc_kw,
            result.headline.payback_years,
        )
    ]
    assert [cell.value for cell in first[11]][1:] == [
        told[part]["npv"] for part in ("efficiency", "pv", "whole")
    ]


def formulas_of(book):
    return [
        (sheet.title, cell.coordinate, cell.value)
        for sheet in book
        for row in sheet.iter_rows()
        for cell in row
        if cell.data_type == "f"
    ]


def test_formulas_stand_where_figures_follow_from_others_and_none_is_an_error(pilot):
    _, values, book, _ = pilot
    titles = [sheet.title for sheet in book.worksheets]
    follow = {*titles[:4], *titles[5:9]}
    assert {title for title, _, _ in formulas_of(book)} == follow
    cells = [cell for sheet in values for row in sheet.iter_rows() for cell in row]
    assert [cell for cell in cells if cell.data_type == "e"] == []


def test_libreoffice_finds_each_formula_of_the_pilot_as_it_is_shown(pilot, by_libreoffice):
    _, shown, book, _ = pilot
    found = by_libreoffice["pilot"]
    assert len(formulas_of(book)) > 1000
    for title, place, formula in formulas_of(book):
        expected = shown[title][place].value or 0
        reckoned = found[title][place].value or 0
        if not isinstance(expected, str):
            expected = pytest.approx(expected, rel=1e-9, abs=1e-3)
        assert reckoned == expected, (title, place, formula)


def test_totals_are_those_of_the_study(pilot):
    result, book, _, _ = pilot
    inventory, balance, measures, bills = book.worksheets[5:9]
    last = [sheet.max_row for sheet in (inventory, balance, measures, bills)]
    assert inventory.cell(last[0], 13).value == result.audit.before.annual_kwh
    assert balance.cell(last[1], 4).value == pytest.approx(result.audit.balance.billed_kwh)
    assert measures.cell(last[2], 5).value == result.audit.saved_kwh
    assert measures.cell(last[2], 9).value == result.money.amounts.measures_capex
    assert [bills.cell(last[3] - 2 + case, 11).value for case in range(3)] == pytest.approx(
        [
            sum(getattr(of_site, case).net_cost for of_site in result.bills.values())
            for case in ("today", "after_measures", "with_plant")
        ]
    )


def test_every_machine_month_and_note_is_there(pilot):
    result, book, _, _ = pilot
    sites = len(result.sites)
    rows_and_totals = [sheet.max_row - 1 for sheet in book.worksheets[5:10]]
    assert rows_and_totals == [
        len(result.audit.before.machines) + 1,
        12 * sites + 1,
        len(result.audit.measures) + 1,
        3 * 12 * sites + 3,
        len(result.notes),
    ]


def test_draws_and_the_best_plan_have_their_sheets_with_the_figures_of_the_study(pilot):
    result, book, _, _ = pilot
    draws, best = book.worksheets[10:]
    found = result.risk.drawn.npv_after_tax
    assert [cell.value for cell in draws[2]][1:] == [found.p90, found.p50, found.p10]
    assert [row[2].value for row in best.iter_rows(min_row=2)] == [
        bar.npv for bar in result.best_plan.bars
    ]


SPITE = "=HYPERLINK(A1)"
REPORT_TEXTS = {
    "client": rf"\t{SPITE} client",
    "auditor": rf"\r{SPITE} auditor",
    "auditor_licence": rf"\n{SPITE} licence",
    "scope": rf"\r\n{SPITE} scope",
}
"""As written in YAML, where a quoted text may begin with a tab or a new line."""
QUOTED = (
    "kind,tag,variant,amount,currency,supplier,date,includes_tax,remark\n"
    f"idle_switch_off,{SPITE}TR-01,,900000,COP,{SPITE} seller,2026-03-02,yes,{SPITE} remark\n"
)


def with_spite(folder):
    """Copy the example with what looks like a formula before every name that a person typed."""
    shutil.copytree(EXAMPLE, folder)
    inventory = pd.read_csv(folder / "inventory.csv", comment="#", dtype=str)
    for name in ("tag", "site", "area", "equipment", "remark"):
        inventory[name] = SPITE + inventory[name]
    inventory.to_csv(folder / "inventory.csv", index=False)
    bills = pd.read_csv(folder / "bills.csv", comment="#", dtype=str)
    bills["site"] = SPITE + bills["site"]
    bills.to_csv(folder / "bills.csv", index=False)
    text = (folder / "study.yaml").read_text("utf-8")
    typed = re.sub(r"(name: |ghi_reason: )\"?([^\"\n]*)\"?", rf'\1"{SPITE}\2"', text)
    said = "".join(f'  {key}: "{text}"\n' for key, text in REPORT_TEXTS.items())
    typed = typed.replace("files:\n", f"report:\n{said}\nfiles:\n  quotations: quotations.csv\n", 1)
    (folder / "study.yaml").write_text(typed, "utf-8")
    (folder / "quotations.csv").write_text(QUOTED, "utf-8")
    return folder


def test_nothing_that_a_person_types_anywhere_becomes_a_formula(tmp_path):
    content = REPORTS["xlsx"](run_study(with_spite(tmp_path / "spite"), [QUICK]))
    book = read(content, formulas=True)
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    spiteful = [cell for cell in cells if SPITE in str(cell.value)]
    assert len(spiteful) > 300
    assert {cell.data_type for cell in spiteful} == {"s"}
    texts = [cell.value for cell in spiteful]
    for typed in ("client", "auditor", "licence", "scope", "seller"):
        assert any(f"{SPITE} {typed}" in text for text in texts), typed
    assert [cell for cell in cells if cell.hyperlink] == []
    assert [name for name in book.defined_names if "HYPERLINK" in str(name)] == []


@pytest.mark.parametrize("share", [1.0, 1.4])
def test_what_others_pay_wholly_is_paid_back_at_once_and_too_much_is_told(share):
    given = replace(PLAN, vat_recovered=20e6, grants=(Grant(name="fund", amount=share * 620e6),))
    content = flow_book(given)
    shown, names = read(content), read(content, formulas=True)
    assert named(shown, names, "investment_net") == pytest.approx((1 - share) * 620e6)
    assert named(shown, names, "payback_after_tax") == "immediate"
    told = [str(note.what) for note in given.flow.notes]
    assert "The grant is more than the whole outlay" in told


def test_an_input_shows_its_line_and_a_default_its_source(pilot):
    keys = {row[0].value: [cell.value for cell in row] for row in pilot[1].worksheets[4]}
    assert keys["finance.other_taxable_income_per_year"][3].endswith("study.yaml:56")
    value, _unit, _source, trust = keys["finance.inflation_fraction"][1:5]
    assert (value, trust) == (0.05, "supuesto")


def test_the_hours_are_those_of_the_year_with_the_power_of_each_site(pilot):
    result = pilot[0]
    table = hourly_sheet(result, SAY)
    demand = result.audit.site_demand_kw(result.sites[0].name, after=False)
    assert len(table.rows) == 8760
    assert table.rows[0][0] == (date(result.study.study.year, 1, 1) - date(1899, 12, 30)).days
    assert table.rows[25][0] - table.rows[0][0] == pytest.approx(25 / 24, abs=1e-9)
    assert sum(row[1] for row in table.rows) == pytest.approx(demand.sum(), abs=8760 * 0.5e-4)


def test_what_if_is_printed_whole_and_of_the_hours_a_week_is(pilot):
    result, _, book, _ = pilot
    what_if = book.worksheets[1]
    inputs = max(cell.row for cell in what_if["B"] if cell.value is not None)
    last = int(re.search(r"\$F\$(\d+)$", what_if.print_area)[1])
    assert inputs <= last <= inputs + 2
    into = io.BytesIO()
    with new_workbook(into) as alone:
        write_table(OpenBook(alone, looks(alone, "COP"), SAY), hourly_sheet(result, SAY))
    hours = read(into.getvalue()).worksheets[0]
    assert hours.max_row == 8761
    assert re.fullmatch(r"'Hours'!\$A\$1:\$[A-Z]+\$169", hours.print_area)
    assert "first week" in hours.oddFooter.center.text


def test_remarks_beside_the_results_have_rows_of_their_own_and_labels_are_not_cut(pilot):
    what_if, summary_ = pilot[2].worksheets[1], pilot[2].worksheets[0]
    remarks = [merged.bounds for merged in what_if.merged_cells.ranges]
    assert len(remarks) == 4
    rows = [row for _, first, _, last in remarks for row in range(first, last + 1)]
    assert len(rows) == len(set(rows))
    for sheet, letter, first in ((what_if, "A", 4), (what_if, "E", 4), (summary_, "A", 4)):
        of_rows = [cell for cell in sheet[letter][first:] if cell.row not in rows]
        longest = max(len(str(cell.value or "")) for cell in of_rows)
        assert sheet.column_dimensions[letter].width >= longest, (sheet.title, letter)


def shown(number, look):
    """Return a number as Excel writes it in a cell of a format, with the separators of English."""
    if look == "General":
        return f"{number:.7g}"
    decimals = len(look.rstrip("%").partition(".")[2])
    comma = "," if "," in look else ""
    return f"{number:{comma}.{decimals}{'%' if look.endswith('%') else 'f'}}"


def test_every_number_and_every_word_of_a_head_has_room_in_its_column(pilot):
    for sheet in pilot[1]:
        widths = {
            place: size.width
            for size in sheet.column_dimensions.values()
            for place in range(size.min, size.max + 1)
        }
        for row in sheet.iter_rows():
            for cell in row:
                if isinstance(cell.value, int | float) and not isinstance(cell.value, bool):
                    written = shown(cell.value, cell.number_format)
                    assert len(written) < widths[cell.column], (sheet.title, cell.coordinate)
        if sheet.auto_filter.ref:
            for cell in sheet[1]:
                words = str(cell.value).split()
                assert max(map(len, words)) < widths[cell.column], (sheet.title, cell.value)


def points_wide(sheet):
    """Return how wide the columns that are printed are: a digit of Calibri 11 takes 7 pixels."""
    area = sheet.print_area or sheet.dimensions
    last = column_index_from_string(re.search(r"([A-Z]+)\$?\d+$", area)[1])
    widths = [
        size.width
        for size in sheet.column_dimensions.values()
        for place in range(size.min, size.max + 1)
        if place <= last
    ]
    assert len(widths) == last
    return [7 * width * 72 / 96 for width in widths]


def pages_across(sheet):
    return sheet.page_setup.fitToWidth or 1


def test_every_sheet_prints_on_a4_sideways_in_letters_of_six_points(pilot):
    for sheet in pilot[2]:
        first, *others = points_wide(sheet)
        page, across = sheet.page_setup, pages_across(sheet)
        assert (page.paperSize, page.orientation) == (9, "landscape")
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert page.fitToHeight == 0
        room = (297 / 25.4 - sheet.page_margins.left - sheet.page_margins.right) * 72
        assert 11 * room / (first + sum(others) / across) >= 5.9, sheet.title
        assert bool(sheet.print_title_cols) == (across > 1), sheet.title
    assert max(map(pages_across, pilot[2])) == 2


def test_rows_of_long_texts_are_as_high_as_their_lines(pilot):
    register = pilot[2].worksheets[9]
    for row in register.iter_rows(min_row=2):
        needed = max(
            math.ceil(len(str(cell.value or "")) / register.column_dimensions[letter].width)
            for letter, cell in zip("ABCDE", row, strict=True)
        )
        assert (register.row_dimensions[row[0].row].height or 15) >= 15 * needed


def test_draws_are_shown_in_the_format_of_each_figure(pilot):
    draws = pilot[2].worksheets[10]
    looks_of_rows = [{cell.number_format for cell in row[1:]} for row in draws.iter_rows(min_row=2)]
    assert looks_of_rows == [{"#,##0"}, {"0.0%"}, {"#,##0.00"}, {"#,##0.00"}]


def test_numbers_stand_under_heads_at_the_same_side(pilot):
    inventory = pilot[2].worksheets[5]
    sides = {
        inventory.cell(1, place).alignment.horizontal
        for place in range(1, inventory.max_column + 1)
        if isinstance(inventory.cell(2, place).value, int | float)
    }
    assert sides == {"right"}
    assert inventory.cell(1, 1).alignment.horizontal is None


def grey_and_black(sheet):
    """Return the places of the figures of a sheet that are grey, and of those that are not."""
    figures = [
        cell
        for row in sheet.iter_rows(min_row=4, min_col=2)
        for cell in row
        if cell.data_type in {"n", "f"} and cell.value is not None
    ]
    is_grey = {cell.coordinate: cell.font.color.rgb == "FF56626A" for cell in figures}
    formulas = {cell.coordinate for cell in figures if cell.data_type == "f"}
    return {place for place, grey in is_grey.items() if grey}, formulas, set(is_grey)


def test_each_figure_of_the_first_sheet_follows_the_inputs_or_is_grey(pilot):
    grey, formulas, every = grey_and_black(pilot[2].worksheets[0])
    assert len(formulas) == 8
    assert grey == every - formulas


def test_a_plan_that_never_pays_says_so_and_a_part_that_buys_nothing_shows_a_dash(pilot):
    result = never_paying(pilot[0])
    content = money_sheets(result, Reader("es", "CO").say)
    shown, names = read(content), read(content, formulas=True)
    assert named(shown, names, "payback_after_tax") == "nunca"
    assert named(shown, names, "discounted_payback_after_tax") == "nunca"
    first = shown.worksheets[0]
    assert [cell.value for cell in first[7]][1:] == ["nunca"] * 3
    assert first["D15"].value == "nunca"
    assert finance_results(result)["whole"]["simple_payback_years"] is None
