from __future__ import annotations

import pandas as pd
import pytest

from energy_audit.quotations import read_quotations
from energy_audit.quoted_prices import unmatched_quotations, with_quotations
from equipment_catalog.messages import message

HEADER = "kind,tag,variant,amount,currency,supplier,date,includes_tax\n"
KNOWN = {"replace_motors": ["M-01", "M-02"], "capacitor_bank": ["plant"]}
OFFERED = [
    ("M-01", "IE3", "now", 1000.0),
    ("M-01", "IE4", "now", 1200.0),
    ("M-01", "IE3_at_failure", "at_failure", 150.0),
    ("M-02", "IE3", "now", 2000.0),
]


@pytest.fixture
def read(tmp_path):
    def reader(body):
        path = tmp_path / "quotations.csv"
        path.write_text(HEADER + body, encoding="utf-8")
        found = read_quotations(path, known=KNOWN, currency="COP")
        return found.rows, found.problems

    return reader


@pytest.fixture
def offers():
    frame = pd.DataFrame(OFFERED, columns=["tag", "variant", "timing", "capex_usd"])
    return frame.assign(price_source=[message("model price")] * len(frame))


def quoted(offers, quotations):
    return with_quotations(
        offers, "replace_motors", quotations, usd_rate=4000.0, currency="COP", vat_fraction=0.19
    ).set_index(["tag", "variant"])


def test_a_quotation_takes_the_place_of_the_model_price(read, offers):
    quotations, problems = read("replace_motors,M-01,IE4,6000000,COP,Motores SA,2026-03-02,yes\n")
    assert problems == ()
    priced = quoted(offers, quotations)
    assert priced.loc[("M-01", "IE4"), "capex_usd"] == 1500.0  # 6,000,000 at 4000 for a USD
    source = str(priced.loc[("M-01", "IE4"), "price_source"])
    assert source == "quotation of Motores SA, 2026-03-02"
    others = priced.drop(("M-01", "IE4"))
    assert others["capex_usd"].tolist() == [1000.0, 150.0, 2000.0]
    assert {str(source) for source in others["price_source"]} == {"model price"}
    assert priced["is_quoted"].tolist() == [False, True, False, False]


def test_an_empty_variant_prices_the_only_offer_that_can_be_done_now(read, offers):
    quotations, _ = read("replace_motors,M-02,,1300,USD,Motores SA,2026-03-02,yes\n")
    assert quoted(offers, quotations)["capex_usd"].tolist() == [1000.0, 1200.0, 150.0, 1300.0]


def test_an_empty_variant_prices_nothing_where_several_offers_can_be_done_now(read, offers):
    quotations, _ = read("replace_motors,M-01,,1300,USD,Motores SA,2026-03-02,yes\n")
    priced = quoted(offers, quotations)
    assert priced["capex_usd"].tolist() == offers["capex_usd"].tolist()
    assert not priced["is_quoted"].any()
    (note,) = unmatched_quotations(quotations, offers.assign(kind="replace_motors"))
    assert str(note.value) == "names no variant: one of IE3, IE4"


def test_a_named_variant_goes_before_an_empty_one(read, offers):
    quotations, _ = read(
        "replace_motors,M-02,,1300,USD,Motores SA,2026-03-02,yes\n"
        "replace_motors,M-02,IE3,1700,USD,Motores SA,2026-03-02,yes\n"
    )
    assert quoted(offers, quotations)["capex_usd"].tolist() == [1000.0, 1200.0, 150.0, 1700.0]


@pytest.mark.parametrize(
    ("typed", "kind", "tag"),
    [
        ("cambio de motor", "replace_motors", "M-01"),
        ("Motores de mejor clase", "replace_motors", "M-01"),
        ("Banco de condensadores", "capacitor_bank", "plant"),
        ("CAPACITOR_BANK", "capacitor_bank", "plant"),
    ],
)
def test_a_measure_may_be_named_in_spanish(read, typed, kind, tag):
    quotations, problems = read(f"{typed},{tag},,1300,USD,Motores SA,2026-03-02,yes\n")
    assert problems == ()
    assert quotations["kind"].tolist() == [kind]


@pytest.mark.parametrize(
    ("typed", "day"),
    [("14/03/2025", "2025-03-14"), ("mar-25", "2025-03"), ("2025-03-14", "2025-03-14")],
)
def test_dates_are_understood_as_spaniards_and_workbooks_write_them(read, typed, day):
    quotations, problems = read(f"replace_motors,M-02,,1,USD,Motores SA,{typed},yes\n")
    assert problems == ()
    assert quotations["date"].tolist() == [day]


@pytest.mark.parametrize("typed", ["02/03/2025", "31/02/2025", "2025-02-30", "2025/02/30", "ayer"])
def test_a_date_that_may_be_two_days_or_none_is_a_problem(read, typed):
    _, problems = read(f"replace_motors,M-02,,1,USD,Motores SA,{typed},yes\n")
    assert [problem.place for problem in problems] == ["quotations.csv:2:7"]


def test_tax_is_added_where_the_quotation_leaves_it_out(read, offers):
    quotations, _ = read("replace_motors,M-02,IE3,1000,USD,Motores SA,2026-03-02,no\n")
    assert quoted(offers, quotations).loc[("M-02", "IE3"), "capex_usd"] == pytest.approx(1190.0)


def test_the_newest_of_each_supplier_and_of_these_the_cheapest_counts(read, offers):
    quotations, _ = read(
        "replace_motors,M-02,IE3,900,USD,Motores SA,2025-01-15,yes\n"
        "replace_motors,M-02,IE3,1100,USD,Motores SA,2026-03-02,yes\n"
        "replace_motors,M-02,IE3,1050,USD,Bobinados Cauca,2026-02-01,yes\n"
    )
    row = quoted(offers, quotations).loc[("M-02", "IE3")]
    assert row["capex_usd"] == 1050.0
    assert str(row["price_source"]) == "quotation of Bobinados Cauca, 2026-02-01"


def test_the_cheapest_is_found_across_currencies(read, offers):
    quotations, _ = read(
        "replace_motors,M-02,IE3,1100,USD,Motores SA,2026-03-02,yes\n"
        "replace_motors,M-02,IE3,4200000,COP,Bobinados Cauca,2026-02-01,yes\n"
    )
    assert quoted(offers, quotations).loc[("M-02", "IE3"), "capex_usd"] == 1050.0


def test_quotations_for_other_measures_change_nothing(read, offers):
    quotations, problems = read("capacitor_bank,plant,stepped,900,USD,Redes,2026-03-02,yes\n")
    assert problems == ()
    priced = quoted(offers, quotations)
    assert priced["capex_usd"].tolist() == offers["capex_usd"].tolist()
    assert not priced["is_quoted"].any()


def test_the_offers_given_stay_as_they_are(read, offers):
    before = offers.copy(deep=True)
    quotations, _ = read("replace_motors,M-01,,1300,USD,Motores SA,2026-03-02,yes\n")
    quoted(offers, quotations)
    pd.testing.assert_frame_equal(offers, before)


def test_without_offers_there_is_nothing_to_price(read, offers):
    quotations, _ = read("replace_motors,M-01,,1300,USD,Motores SA,2026-03-02,yes\n")
    assert quoted(offers.iloc[:0], quotations).empty


@pytest.mark.parametrize(
    ("row", "column", "said"),
    [
        ("replace_motor,M-01,,1,USD,A,2026-03-02,yes", 1, "did you mean replace_motors?"),
        ("replace_motors,M-1,,1,USD,A,2026-03-02,yes", 2, "did you mean M-01?"),
        ("capacitor_bank,M-01,,1,USD,A,2026-03-02,yes", 2, "allowed: plant"),
        ("replace_motors,M-01,,0,USD,A,2026-03-02,yes", 4, "a number from 0.01"),
        ("replace_motors,M-01,,,USD,A,2026-03-02,yes", 4, "a value is required"),
        ("replace_motors,M-01,,1,EUR,A,2026-03-02,yes", 5, "allowed: COP, USD"),
        ("replace_motors,M-01,,1,USD,,2026-03-02,yes", 6, "a value is required"),
        ("replace_motors,M-01,,1,USD,A,2026-02-30,yes", 7, "a date as 2025-01-31"),
        ("replace_motors,M-01,,1,USD,A,2026-03-02,perhaps", 8, "allowed: yes, no"),
    ],
)
def test_a_mistake_is_one_line_with_its_cell_and_what_is_allowed(read, row, column, said):
    _, problems = read(row + "\n")
    assert [problem.place for problem in problems] == [f"quotations.csv:2:{column}"]
    assert said in str(problems[0])


def test_every_mistake_of_a_file_is_found_in_one_pass(read):
    _, problems = read(
        "replace_motor,M-01,,1,USD,A,2026-03-02,yes\n"
        "replace_motors,M-01,,1,USD,A,02/03/2026,yes\n"
        "replace_motors,M-77,,1,GBP,A,2026-03-02,yes\n"
    )
    places = [problem.place for problem in problems]
    assert places == [f"quotations.csv:{place}" for place in ("2:1", "3:7", "4:2", "4:5")]


def test_a_date_of_two_meanings_is_told_with_both(read):
    _, (problem,) = read("replace_motors,M-01,,1,USD,A,01/02/2026,yes\n")
    assert str(problem).endswith("can be read as two days; 2026-02-01 or 2026-01-02")


def test_rows_that_are_remarks_or_totals_are_named(tmp_path):
    path = tmp_path / "quotations.csv"
    row = "replace_motors,M-01,IE3,1,USD,A,2026-03-02,yes\n"
    path.write_text(f"{HEADER}{row}# {row}TOTAL,,,1,,,,\n", encoding="utf-8")
    found = read_quotations(path, known=KNOWN, currency="COP")
    assert (len(found.rows), found.problems) == (1, ())
    assert [str(note.value) for note in found.remarks] == ["left out: row 4", "3"]


def test_a_missing_file_is_one_problem(tmp_path):
    missing = read_quotations(tmp_path / "none.csv", known=KNOWN, currency="COP")
    assert [str(problem.what) for problem in missing.problems] == ["the file does not exist"]


def test_a_quotation_that_no_offer_could_use_is_said(read, offers):
    quotations, _ = read(
        "replace_motors,M-02,IE5,900,USD,Motores SA,2026-03-02,yes\n"
        "replace_motors,M-02,IE3,900,USD,Motores SA,2026-03-02,yes\n"
        "replace_motors,M-02,,900,USD,Motores SA,2026-03-02,yes\n"
    )
    notes = unmatched_quotations(quotations, offers.assign(kind="replace_motors"))
    assert [(str(note.what), note.value) for note in notes] == [
        ("A quotation for M-02 fits no offer of replace_motors", "IE5")
    ]


def test_a_spanish_list_reads_as_the_english_one(tmp_path, read):
    path = tmp_path / "cotizaciones.csv"
    path.write_text(
        "Medida;Equipo;Variante;Valor;Moneda;Proveedor;Fecha;Incluye IVA\n"
        "replace_motors;M-02;IE3;1000,5;USD;Motores SA;2026-03-02;sí\n",
        encoding="utf-8",
    )
    spanish = read_quotations(path, known=KNOWN, currency="COP")
    english, _ = read("replace_motors,M-02,IE3,1000.5,USD,Motores SA,2026-03-02,yes\n")
    assert spanish.problems == ()
    assert spanish.rows.to_dict("records") == english.to_dict("records")
