"""A csv that a person filled in is understood or refused cell by cell."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from energy_audit.inventory import inventory_rules
from equipment_catalog.column_rule import ColumnRule
from equipment_catalog.user_tables import read_user_table


def rule(column, kind="number", **given_):
    defaults = {
        "type": kind,
        "unit": "kW",
        "required": True,
        "minimum": 0.0,
        "maximum": 1000.0,
        "allowed": (),
        "default": None,
        "description": "",
    }
    return ColumnRule(column=column, **{**defaults, **given_})


RULES = (
    rule("tag", "text"),
    rule("rated_kw"),
    rule("load", unit="fraction", maximum=1.0, required=False),
    rule("kind", "choice", allowed=("motor", "lighting"), default="motor", required=False),
)


def read(tmp_path, text, rules=RULES):
    path = tmp_path / "list.csv"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return read_user_table(path, rules, record="tag")


def said(table):
    return [(problem.place, str(problem.what)) for problem in table.problems]


def test_a_plain_file_is_read_with_types_and_defaults(tmp_path):
    table = read(tmp_path, "tag,rated_kw,load,kind\nA,15,0.6,\nB,7.5,,LIGHTING\n")
    assert table.problems == ()
    assert table.frame["rated_kw"].tolist() == [15.0, 7.5]
    assert table.frame["kind"].tolist() == ["motor", "lighting"]
    assert table.frame["load"].isna().tolist() == [False, True]
    assert table.defaulted == {"tag": 0, "rated_kw": 0, "load": 0, "kind": 1}
    assert table.frame.index.tolist() == [2, 3]


def test_semicolons_decimal_commas_remarks_and_a_byte_order_mark_are_understood(tmp_path):
    text = "\ufeff# remark; with; signs\ntag;rated_kw;load\n\nA;7,5;0,60\n"
    table = read(tmp_path, text)
    assert table.problems == ()
    assert table.frame.loc[4, "rated_kw"] == 7.5
    assert table.frame.loc[4, "load"] == 0.6


def test_a_number_that_can_mean_two_things_is_refused(tmp_path):
    table = read(tmp_path, "tag;rated_kw\nA;1,500\n")
    assert said(table)[0] == (
        "list.csv:2:2",
        "'1,500' can be read in two ways: write it without separators",
    )


def test_a_power_told_twice_in_one_cell_is_refused_in_plain_words(tmp_path):
    table = read(tmp_path, "tag;rated_kw\nA;15 HP (11 kW)\n")
    assert said(table) == [("list.csv:2:2", "'15 HP (11 kW)' holds more than one number")]


def test_a_leading_zero_settles_what_a_comma_means(tmp_path):
    assert read(tmp_path, "tag;rated_kw;load\nA;5;0,125\n").frame.loc[2, "load"] == 0.125


def test_a_percent_where_a_fraction_stands_is_asked_about(tmp_path):
    (problem,) = read(tmp_path, "tag,rated_kw,load\nA,15,75\n").problems
    assert str(problem.allowed) == "a fraction from 0 to 1; did you mean 0.75?"


def test_a_percent_sign_in_the_cell_settles_what_75_means(tmp_path):
    table = read(tmp_path, "tag,rated_kw,load\nA,15,75%\nB,15,57 %\n")
    assert table.problems == ()
    assert table.frame["load"].tolist() == [0.75, 0.57]


@pytest.mark.parametrize("value", ["", "abc", "-1", "1e9", "nan", "inf", "--"])
def test_a_wrong_number_is_placed_by_line_and_column(tmp_path, value):
    table = read(tmp_path, f"tag,rated_kw\nA,{value}\n")
    (problem,) = table.problems
    assert (problem.row, problem.column, problem.field, problem.record) == (2, 2, "rated_kw", "A")


def test_a_misspelt_column_is_named_with_the_nearest_and_the_missing_one(tmp_path):
    table = read(tmp_path, "tag,rated_kv\nA,15\n")
    unknown, missing = table.problems
    assert str(unknown).startswith("list.csv:1:2 [rated_kv]: unknown column 'rated_kv'")
    assert "did you mean rated_kw?" in str(unknown)
    assert str(missing.what) == "the column 'rated_kw' is missing"


def test_a_column_that_stands_twice_is_refused(tmp_path):
    assert said(read(tmp_path, "tag,rated_kw,tag\nA,15,B\n")) == [
        ("list.csv:1:3", "the column 'tag' stands twice")
    ]


def test_lines_that_are_too_long_and_cells_that_are_missing_or_wrong_are_all_named(tmp_path):
    table = read(tmp_path, "tag,rated_kw,load\nA,15,0.5,\nB\nC,,0.5\nD,-7\nE,7\n")
    assert said(table) == [
        ("list.csv:2", "the line has 4 cells, the header 3"),
        ("list.csv:3:1", "the row holds nothing but 'B'"),
        ("list.csv:4:2", "the cell is empty"),
        ("list.csv:5:2", "'-7' is not accepted"),
    ]
    assert table.frame["tag"].tolist() == ["C", "D", "E"]


def test_a_total_without_the_empty_cells_at_its_end_is_passed_over_like_one_with_them(tmp_path):
    table = read(tmp_path, "tag,rated_kw,load\nA,15,0.5\nTotal\nTOTAL,,\n")
    assert table.problems == ()
    assert [str(note.value) for note in table.remarks] == ["left out: rows 3, 4"]


@pytest.mark.parametrize("quoted", ["#1", '"#1"'])
def test_a_machine_whose_tag_begins_with_a_hash_is_a_record_and_a_note_says_so(tmp_path, quoted):
    table = read(tmp_path, f"tag,rated_kw,load\n{quoted},15,\n#2,,0.5\n")
    assert table.frame["tag"].tolist() == ["#1", "#2"]
    assert said(table) == [("list.csv:3:2", "the cell is empty")]
    (note,) = table.remarks
    assert (str(note.what), note.value) == (
        "Rows of list.csv that begin with # and are records",
        "2, 3",
    )


def test_a_machine_behind_a_hash_and_a_blank_is_left_out_and_a_note_says_so(tmp_path):
    table = read(tmp_path, "tag,rated_kw,load\nA,15,0.5\n# B,15,0.5\n")
    assert table.problems == ()
    assert table.frame["tag"].tolist() == ["A"]
    assert [(str(note.what), note.value) for note in table.remarks] == [
        ("Rows of list.csv that are remarks", "3")
    ]


def test_a_sentence_behind_a_hash_is_a_remark_however_many_cells_its_commas_make(tmp_path):
    text = "tag,rated_kw,load\nA,15,0.5\n# bought in 2012, still good, but, noisy\n# seen\n"
    table = read(tmp_path, text)
    assert table.problems == ()
    assert table.frame["tag"].tolist() == ["A"]
    assert [(str(note.what), note.value) for note in table.remarks] == [
        ("Rows of list.csv that are remarks", "3, 4")
    ]


def test_headings_are_found_below_remarks_that_name_columns(tmp_path):
    remarks = "# tag, rated_kw, load, kind: as in the manual\n" * 40
    table = read(tmp_path, f"{remarks}tag,rated_kw\nA,15\n")
    assert (table.problems, table.frame["tag"].tolist()) == ((), ["A"])


def test_below_headings_remarks_and_totals_are_no_rows(tmp_path):
    for text in ("# none yet\n", "TOTAL,,\n"):
        (problem,) = read(tmp_path, f"tag,rated_kw,load\n{text}").problems
        assert str(problem.what) == "the file has no rows"


def test_a_quotation_mark_that_swallows_rows_is_named_where_it_opens(tmp_path):
    table = read(tmp_path, 'tag,rated_kw,kind\nA,15,"motor\nB,15,motor\nC,15,"motor\n')
    assert said(table) == [("list.csv:2:3", "a quotation mark opens here and swallows rows below")]


def test_of_cells_that_were_swallowed_the_beginning_is_told_on_one_line(tmp_path):
    tags = "".join(f"B-{number},15,0.5\n" for number in range(40))
    table = read(tmp_path, f'tag,rated_kw,load\n"A,15,0.5\n{tags}"C",15,0.5\n')
    assert said(table)[0][0] == "list.csv:2:1"
    assert all("\n" not in str(problem) and len(str(problem)) < 200 for problem in table.problems)


@pytest.mark.parametrize("error", ["#N/A", "#REF!", "#VALUE!", "#¡VALOR!", "#¿NOMBRE?", "#n/d"])
def test_an_error_of_a_spreadsheet_is_no_name(tmp_path, error):
    table = read(tmp_path, f"tag,rated_kw,load\n{error},15,0.5\n")
    assert said(table) == [("list.csv:2:1", f"the cell shows the error {error}")]


@pytest.mark.parametrize(
    ("given_", "allowed"),
    [
        ({"unit": "fraction", "maximum": 1.0}, "a fraction from 0 to 1"),
        ({"unit": "year", "type": "integer", "minimum": 1920, "maximum": 2100},
         "a year from 1920 to 2100"),
        ({"unit": "times", "type": "integer", "maximum": 20}, "a whole number from 0 to 20"),
        ({"unit": "currency", "maximum": 1e12}, "a number from 0 to 1,000,000,000,000"),
        ({"unit": "kW"}, "a number from 0 to 1,000 (kW)"),
    ],
)  # fmt: skip
def test_what_is_allowed_is_said_in_words_and_figures_that_are_read_alike_everywhere(
    tmp_path, given_, allowed
):
    (problem,) = read(tmp_path, "tag,x\nA,-7\n", (RULES[0], rule("x", **given_))).problems
    assert str(problem.allowed) == allowed


def test_a_text_of_several_lines_swallows_nothing(tmp_path):
    rules = (*RULES, rule("remark", "text", required=False))
    text = 'tag,rated_kw,load,remark\nA,15,0.5,"seen in May, June,\nJuly, August, late"\n'
    assert read(tmp_path, text, rules).problems == ()


LISTED = (*RULES[:3], rule("area", "text", required=False), rule("remark", "text", required=False))


@pytest.mark.parametrize(
    ("rows", "place"),
    [
        ('A,15,0.5,mill,"\nB,15,0.5\nC,15,0.5,"mill"\n', "list.csv:2:5"),
        ('A,15,0.5,"mill,\nB,11,0.5,pump",\n', "list.csv:2:4"),
        ('"A,15,0.5,mill,\nB",11,0.6,pump,\n', "list.csv:2:1"),
    ],
    ids=["above a row that ends early", "around two rows' ends", "around two tags"],
)
def test_no_row_is_swallowed_by_a_quotation_mark_without_a_word(tmp_path, rows, place):
    table = read(tmp_path, f"tag,rated_kw,load,area,remark\n{rows}", LISTED)
    assert said(table) == [(place, "a quotation mark opens here and swallows rows below")]


def test_a_remark_of_several_lines_with_commas_is_no_fault(tmp_path):
    remark = '"bought 2012, good, but, noisy\nseen, in May, by night"'
    table = read(tmp_path, f"tag,rated_kw,load,area,remark\nA,15,0.5,mill,{remark}\n", LISTED)
    assert table.problems == ()


def test_a_quoted_line_break_does_not_shift_the_lines_that_follow(tmp_path):
    table = read(tmp_path, 'tag,rated_kw\n"A\nold",15\nB,-3\n')
    assert [problem.row for problem in table.problems] == [4]


@pytest.mark.parametrize(
    ("content", "what"),
    [
        (b"", "the file is empty"),
        (b"tag,rated_kw\n", "the file has no rows"),
        (b"tag,rated_kw\nPe\x81,15\n", "the file is neither UTF-8 nor Windows-1252 (byte 15)"),
        (b"tag,rated_kw\nA\x00B,15\n", "the file is not a table of text"),
    ],
)
def test_a_file_without_content_or_in_another_encoding_is_refused(tmp_path, content, what):
    assert [str(problem.what) for problem in read(tmp_path, content).problems] == [what]


def test_another_alphabet_is_read_and_the_reader_is_told_by_a_word_of_the_file(tmp_path):
    table = read(tmp_path, "tag,rated_kw\nMina Peñón,15\n".encode("latin-1"))
    assert table.problems == ()
    assert table.frame["tag"].tolist() == ["Mina Peñón"]
    assert [str(note.value) for note in table.remarks] == ["Windows-1252, as in “Peñón”"]


def test_text_that_was_converted_twice_is_warned_of(tmp_path):
    twice = "tag,rated_kw\nMina Peñón,15\n".encode().decode("cp1252").encode()
    (note,) = read(tmp_path, twice).remarks
    assert note.kind == "warning"
    assert str(note.value).startswith("na PeÃ±")


def test_unicode_text_of_excel_with_tabs_is_read(tmp_path):
    table = read(tmp_path, "tag\trated_kw\nPeñón\t7,5\n".encode("utf-16"))
    assert table.problems == ()
    assert table.frame["rated_kw"].tolist() == [7.5]


def test_titles_above_the_headings_and_totals_below_are_passed_over_with_a_remark(tmp_path):
    text = "INVENTARIO 2025;;\n;;\ntag;rated_kw;load\nA;7,5;0,5\nTOTAL;;\nSuma;7,5;\n"
    table = read(tmp_path, text)
    assert table.frame["tag"].tolist() == ["A", "Suma"]
    assert [str(note.value) for note in table.remarks] == ["left out: row 5"]


def test_a_machine_called_total_with_its_other_required_cells_is_a_record(tmp_path):
    assert read(tmp_path, "tag,rated_kw\nTotal,15\n").frame["tag"].tolist() == ["Total"]


def test_a_stray_cell_is_one_problem_and_not_one_a_column(tmp_path):
    table = read(tmp_path, "tag,rated_kw,load\nA,15,0.5\n,,MOLIENDA\n")
    assert said(table) == [("list.csv:3:3", "the row holds nothing but 'MOLIENDA'")]


def test_a_heading_behind_a_hash_leaves_its_column_out(tmp_path):
    assert read(tmp_path, "tag,# brand,rated_kw\nA,ABB,15\n").problems == ()


def test_a_cell_without_heading_is_asked_about_once(tmp_path):
    table = read(tmp_path, "tag,rated_kw,\nA,15,x\nB,15,y\n")
    assert said(table) == [("list.csv:2:3", "a cell is filled in a column without heading")]


def test_a_file_that_is_not_there_is_one_problem(tmp_path):
    table = read_user_table(tmp_path / "none.csv", RULES, record="tag")
    assert [str(problem.what) for problem in table.problems] == ["the file does not exist"]


@settings(max_examples=100)
@given(text=st.text(alphabet='abc,;\t"\n# 0159.-%é', max_size=80))
def test_no_text_makes_the_reader_fall(tmp_path_factory, text):
    path = tmp_path_factory.mktemp("garbage") / "list.csv"
    path.write_text(text, encoding="utf-8")
    table = read_user_table(path, inventory_rules(), record="tag")
    assert table.problems


@settings(max_examples=80)
@given(start=st.sampled_from([b"", b"PK\x03\x04", b"\xff\xfe", b"tag;site\n"]), rest=st.binary())
def test_no_bytes_make_the_reader_fall(tmp_path_factory, start, rest):
    path = tmp_path_factory.mktemp("garbage") / "list.xlsx"
    path.write_bytes(start + rest)
    assert read_user_table(path, inventory_rules(), record="tag").problems
