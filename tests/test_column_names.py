"""Headings, choices, units and months are understood as people write them, or asked about."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from energy_audit.bills import bill_aliases, bill_rules
from energy_audit.inventory import inventory_aliases, inventory_rules
from equipment_catalog.cell_values import RefusedCellError, number_in_cell
from equipment_catalog.column_names import LEFT_OUT, ColumnNames, word_key
from equipment_catalog.month_cells import month_in_cell
from equipment_catalog.user_tables import read_user_table

RULES = {rule.column: rule for rule in inventory_rules()}
NAMES = ColumnNames(inventory_rules(), inventory_aliases())


@pytest.mark.parametrize(
    ("heading", "column", "unit"),
    [
        ("Código", "tag", ""),
        ("ÁREA", "area", ""),
        ("Potencia\n(HP)", "rated_kw", "HP"),
        ("Potencia, kW", "rated_kw", "kW"),
        ("Potencia en CV", "rated_kw", "cv"),
        ("Rated power [W]", "rated_kw", "W"),
        ("potencia", "rated_kw", "ask"),
        ("Eficiencia (%)", "efficiency_fraction", "%"),
        ("% carga", "load_fraction", "%"),
        ("Horas por día", "hours_per_day", ""),
        ("Presión (psi)", "pressure_bar", "psi"),
        ("Nº", LEFT_OUT, ""),
        ("Presión (HP)", "", ""),
        ("Potencia (placa)", "rated_kw", "ask"),
    ],
)
def test_a_heading_names_its_column_and_its_unit(heading, column, unit):
    found = NAMES.heading(heading)
    assert (found.column, found.unit) == (column, unit)


@pytest.mark.parametrize(
    ("rules", "aliases"),
    [(inventory_rules(), inventory_aliases()), (bill_rules(), bill_aliases())],
    ids=["inventory", "bills"],
)
def test_no_alias_means_two_columns_or_two_choices(rules, aliases):
    columns = {rule.column for rule in rules}
    meanings = {}
    for column, alias, unit in aliases.columns:
        assert column in columns | {LEFT_OUT}
        assert meanings.setdefault(word_key(alias), (column, unit))[0] == column, alias
        assert word_key(alias), alias
    for column in columns:
        assert meanings.get(word_key(column), (column, ""))[0] == column
    values = {}
    for column, value, alias in aliases.choices:
        (rule,) = [rule for rule in rules if rule.column == column]
        assert value in rule.allowed
        assert values.setdefault((column, word_key(alias) or alias), value) == value, alias
    for rule in rules:
        for word in rule.allowed:
            assert values.get((rule.column, word_key(word)), word) == word


@pytest.mark.parametrize(
    ("text", "column", "expected"),
    [
        # NIST SP 811: 550 ft lbf/s are 745.6999 W, the metric horsepower is 735.4988 W.
        ("10 HP", "rated_kw", 7.456999),
        ("10 cv", "rated_kw", 7.354988),
        ("7 1/2 HP", "rated_kw", 5.592749),
        ("1/2 hp", "rated_kw", 0.372850),
        ("7,5 kW", "rated_kw", 7.5),
        ("750W", "rated_kw", 0.75),
        ("440 V", "rated_v", 440),
        ("13,2 kV", "rated_v", 13200),
        ("93 %", "efficiency_fraction", 0.93),
        ("100 psi", "pressure_bar", 6.894757),
        ("4 polos", "poles", 4),
        ("30 min/día", "hours_per_day", 0.5),
    ],
)
def test_a_unit_in_a_cell_is_converted(text, column, expected):
    assert number_in_cell(text, RULES[column]) == pytest.approx(expected, rel=1e-6)


@pytest.mark.parametrize(
    ("text", "column"),
    [
        ("220/440 V", "rated_v"),
        ("10 V", "rated_kw"),
        ("1,500", "rated_kw"),
        ("1.500", "rated_v"),
        ("~75", "load_fraction"),
        ("1_000", "rated_v"),
        ("1.2.3", "rated_kw"),
        ("7½ HP", "rated_kw"),
        ("4.5", "poles"),
        ("\u0661\u0665", "rated_kw"),
    ],
)
def test_a_number_that_is_unclear_or_of_another_unit_is_refused(text, column):
    with pytest.raises(RefusedCellError):
        number_in_cell(text, RULES[column])


@given(kw=st.floats(0.02, 740), unit=st.sampled_from(["HP", "CV", "W", "kW"]))
def test_a_power_is_the_same_with_its_unit_in_the_cell_or_in_the_heading(kw, unit):
    factor = {"HP": 0.745699872, "CV": 0.73549875, "W": 0.001, "kW": 1.0}[unit]
    text = f"{kw / factor:.17e}"
    in_cell = number_in_cell(f"{text} {unit}", RULES["rated_kw"])
    assert in_cell == number_in_cell(text, RULES["rated_kw"], unit)
    assert math.isclose(in_cell, kw, rel_tol=1e-12)


def test_power_without_unit_is_one_question_on_its_heading(tmp_path):
    path = tmp_path / "list.csv"
    path.write_text("tag,Potencia,area\nA,10,x\nB,15 HP,x\nC,20,x\n", encoding="utf-8")
    read = read_user_table(path, inventory_rules(), record="tag", aliases=inventory_aliases())
    asked = [problem for problem in read.problems if problem.field == "rated_kw"]
    assert [problem.place for problem in asked] == ["list.csv:1:2"]
    assert "HP" in str(asked[0].allowed)
    assert "CV" in str(asked[0].allowed)


def test_power_whose_every_cell_says_its_unit_needs_none_in_the_heading(tmp_path):
    path = tmp_path / "list.csv"
    path.write_text("tag,Potencia,area\nA,10 kW,x\nB,7500 W,x\n", encoding="utf-8")
    read = read_user_table(path, inventory_rules(), record="tag", aliases=inventory_aliases())
    assert read.frame["rated_kw"].tolist() == [10, 7.5]
    assert [problem for problem in read.problems if problem.field == "rated_kw"] == []


def test_two_headings_of_one_column_are_refused_by_their_names(tmp_path):
    path = tmp_path / "list.csv"
    path.write_text("tag,Potencia (HP),Potencia (kW)\nA,10,7.5\n", encoding="utf-8")
    read = read_user_table(path, inventory_rules(), record="tag", aliases=inventory_aliases())
    assert str(read.problems[0].what) == ("'Potencia (kW)' and 'Potencia (HP)' both mean rated_kw")
    assert read.problems[0].place == "list.csv:1:3"


def test_a_misspelt_spanish_heading_is_answered_in_its_own_words(tmp_path):
    path = tmp_path / "list.csv"
    path.write_text("tag,Transmición,area\nA,directa,x\n", encoding="utf-8")
    read = read_user_table(path, inventory_rules(), record="tag", aliases=inventory_aliases())
    assert "did you mean transmi" in str(read.problems[0].allowed)


@pytest.mark.parametrize(
    ("text", "value"),
    [("Premium", "IE3"), ("ie 3", "IE3"), ("IE-2", "IE2"), ("?", "unknown"), ("n/d", "unknown")],
)
def test_classes_are_understood_as_nameplates_and_auditors_write_them(tmp_path, text, value):
    path = tmp_path / "list.csv"
    path.write_text(f"tag,Clase,area\nA,{text},x\n", encoding="utf-8")
    read = read_user_table(path, inventory_rules(), record="tag", aliases=inventory_aliases())
    assert read.frame["ie_class"].tolist() == [value]


@pytest.mark.parametrize(
    "text",
    ["2025-01", "ene-25", "enero 2025", "Enero de 2025", "Jan-25", "01/2025", "1/2025", "2025/1",
     "2025-01-31", "2025 ene", "31/01/2025", "202501"],
)  # fmt: skip
def test_a_month_is_understood_in_words_and_figures(text):
    assert month_in_cell(text) == "2025-01"


@pytest.mark.parametrize("text", ["enero", "13/2025", "02/01/2025", "2025", "ener-25", "45658"])
def test_a_month_of_no_certain_year_or_day_order_is_refused(text):
    with pytest.raises(RefusedCellError):
        month_in_cell(text)


@given(text=st.text(max_size=12))
def test_no_text_makes_a_cell_fall(text):
    for column in ("rated_kw", "poles", "load_fraction"):
        try:
            value = number_in_cell(text, RULES[column])
        except RefusedCellError:
            continue
        assert RULES[column].minimum <= value <= RULES[column].maximum
