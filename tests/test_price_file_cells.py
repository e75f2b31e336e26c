"""Cells and sheets that a person writes: digits, columns, what stands in which month."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from test_grid_study import peru
from test_tariff_sheets import (
    CEO,
    OWN,
    PILOT,
    bands,
    sheet_text,
    tariff_of,
    without_option,
    written,
)

from equipment_catalog.errors import InputError
from mine_study.case import open_case
from mine_study.tariff_faults import tariff_faults
from mine_study.tariff_notes import sheet_notes
from mine_study.tariff_results import tariff_figures
from project_finance.tariffs import fit_tariff, read_tariff
from project_finance.tariffs.hour_bands import read_hour_bands
from project_finance.tariffs.price_file import price_of
from project_finance.tariffs.sheet_file import read_tariff_file

if TYPE_CHECKING:
    from pathlib import Path

AFTER = "sheet_file_after"


@pytest.fixture(scope="module")
def peruvian(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return peru(tmp_path_factory.mktemp("cells"))


@pytest.mark.parametrize("text", ["1_000", "\uff11\uff12", "1e3", "nan", "inf", "-1", "", "1.2.3"])
def test_what_python_alone_reads_as_a_number_is_no_price(text: str) -> None:
    assert price_of(text) is None


def test_a_factor_of_three_decimals_after_a_comma_is_no_thousand(tmp_path: Path) -> None:
    path = tmp_path / "h.csv"
    path.write_text("days;first_hour;end_hour;factor\nevery;9;12;1,125\n")
    assert read_hour_bands(path).factors[0, 10] == 1.125


@pytest.mark.parametrize("line", ["every,\uff11,12,1.1", "every,1,1\u00b2,1.1", "every,1,2,1_0"])
def test_an_hour_of_other_digits_is_refused(tmp_path: Path, line: str) -> None:
    with pytest.raises(InputError):
        read_hour_bands(bands(tmp_path, line))


def test_hours_of_headings_alone_are_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no line stands under the headings"):
        read_hour_bands(bands(tmp_path))


def test_a_column_that_stands_twice_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "s.csv"
    path.write_text("component,value,value,unit,valid_from,source\n")
    with pytest.raises(InputError, match="stand twice: value"):
        read_tariff_file(path, currency="COP")


def test_a_total_alone_is_refused_at_its_line_where_credits_go_by_components(
    tmp_path: Path,
) -> None:
    path = tmp_path / "s.csv"
    path.write_text(
        "# copied\ncomponent,value,unit,valid_from,source\nundivided,9,COP/kWh,2025-06,me\n"
    )
    assert read_tariff_file(path, currency="COP").trust == "file of the user"
    with pytest.raises(InputError) as refused:
        read_tariff_file(path, currency="COP", needs_components=True)
    (problem,) = refused.value.problems
    assert (problem.file, problem.row, problem.field) == ("s.csv", 3, "component")


def test_a_sheet_of_a_later_year_than_the_study_is_told() -> None:
    sheet = read_tariff("CO-ENEL-2026-01-N2")
    study = open_case(PILOT, ()).study
    fitted = fit_tariff(sheet, price_per_kwh=900.0, study_year=2025)
    identity = study.study.model_copy(update={"year": 2025})
    told = [
        note.what
        for note in sheet_notes(study.model_copy(update={"study": identity}), sheet, fitted)
    ]
    assert any("is newer than the study's year" in str(what) for what in told)


def test_the_price_with_the_plant_moves_as_two_sheets_of_ones_own_do(peruvian: Path) -> None:
    folder = without_option(peruvian)
    written(folder, "s.csv", sheet_text(OWN).replace("COP", "PEN"))
    dearer = {name: 1.1 * float(value) for name, value in OWN.items()}
    written(folder, "after.csv", sheet_text(dearer).replace("COP", "PEN"))
    named = ("tariff.sheet_file=s.csv", f"tariff.{AFTER}=after.csv")
    tariff = tariff_of(folder, *named)
    assert tariff.with_plant.price_per_kwh == pytest.approx(1.1 * tariff.price_per_kwh)
    assert tariff.with_plant.is_divided
    other_month = sheet_text(OWN).replace("COP", "PEN").replace("2025-", "2024-")
    written(folder, "after.csv", other_month)
    with pytest.raises(InputError) as refused:
        open_case(folder, named)
    assert [(p.file, p.field) for p in refused.value.problems] == [("after.csv", "valid_from")]


@pytest.mark.parametrize(
    "keys",
    [
        {AFTER: "a.csv"},
        {AFTER: "a.csv", "sheet": CEO.format(1), "sheet_after": CEO.format(2)},
        {AFTER: "a.csv", "option": "MT3", "prices_file": "p.csv"},
    ],
)
def test_a_sheet_with_the_plant_that_has_nothing_to_do_is_named(keys: dict[str, object]) -> None:
    (place, _), *more = tariff_faults(keys, "PE")
    assert more == []
    assert place == ("tariff", AFTER)


def test_an_option_tells_the_prices_of_its_own_sheet(peruvian: Path) -> None:
    tariff = tariff_of(peruvian)
    told = tariff_figures(tariff)
    assert (told["cheapest_hour_per_kwh"], told["dearest_hour_per_kwh"]) == (0.2, 0.4)
    assert told["fixed_per_month"] == 10.0
    assert told["cheapest_hour_per_kwh"] < told["price_per_kwh"] < told["dearest_hour_per_kwh"]


def test_a_tax_that_is_recovered_on_the_plant_and_not_on_energy_is_warned_of(peruvian) -> None:
    def warned(*overrides: str) -> list[str]:
        notes = tariff_of(peruvian, "tariff.tax_fraction=0.18", *overrides).notes
        return [str(note.what) for note in notes if note.kind == "warning"]

    assert warned() == ["The mine recovers the tax on its plant, but not that on its energy"]
    assert warned("finance.vat=paid") == []
