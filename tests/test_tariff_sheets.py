"""Sheets of other levels and of the user, hours, fixed charges, contributions, by hand."""

from __future__ import annotations

import importlib
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from pilot_runs import studied
from test_grid_study import SITE, peru

from cli import main
from equipment_catalog.errors import InputError
from mine_study.case import open_case
from mine_study.catalogue_lines import tariff_rows
from mine_study.contribution_case import contribution_case
from mine_study.contribution_years import tariff_factors, tariff_path
from mine_study.export_worth import ExportWorth
from mine_study.language import Reader
from mine_study.money import value_plan
from mine_study.register.money_notes import money_notes
from mine_study.reports.figures import Figures
from mine_study.reports.tariff_tables import beside_table, tariff_tables
from mine_study.site_bills import meter_bill
from mine_study.site_tariff import site_tariff
from mine_study.storage_prices import energy_prices
from mine_study.storage_settlement import needs_the_bill
from mine_study.tariff_faults import tariff_faults
from mine_study.tariff_notes import sheet_notes
from mine_study.tariff_results import tariff_results
from project_finance.export_rules import EXPORT_RULES
from project_finance.metrics import npv
from project_finance.tariffs import (
    COMPONENTS,
    Tariff,
    fit_tariff,
    flat_tariff,
    is_stale,
    read_tariff,
)
from project_finance.tariffs.bill_fit import fit_bills
from project_finance.tariffs.contribution import contribution_path
from project_finance.tariffs.hour_bands import read_hour_bands
from project_finance.tariffs.power_tariff import read_power_tariff
from project_finance.tariffs.sheet_file import read_tariff_file
from project_finance.tariffs.sheets import sheet_of_level

if TYPE_CHECKING:
    from mine_study.study import StudyResult
    from mine_study.study_file import SiteKeys, Study

PILOT = Path(__file__).parent.parent / "examples" / "los_conquistadores"
VALIDATION = Path(__file__).parent.parent / "docs" / "validation"
CEO = "CO-CEO-2013-02-N{}"
SHEET = "component,value,unit,valid_from,source\n"
OWN = {
    "generation": 380,
    "transmission": 55,
    "distribution": 240,
    "commercialisation": 150,
    "restrictions": 15,
    "losses": 70,
}
DAY = pd.date_range("2026-01-05", periods=24, freq="h", tz="America/Bogota")  # a Monday


def sheet_text(values: dict[str, object], month: str = "2025-06") -> str:
    rows = (f"{name},{value},COP/kWh,{month},CEO\n" for name, value in values.items())
    return SHEET + "".join(rows)


def written(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


# --- as a person in Colombia or Peru writes them


def test_a_sheet_in_spanish_with_decimal_commas_is_read_as_one_in_english(tmp_path: Path) -> None:
    spanish = {
        "Generación": "380,25",
        "transmision": "55,5",
        "Distribución": "240,12",
        "comercializacion": "150",
        "Restricciones": "15",
        "pérdidas": "70",
    }
    lines = "".join(f"{name};{value};COP/kWh;2025-06;CEO\n" for name, value in spanish.items())
    file = written(tmp_path, "hoja.csv", "Componente;Valor;Unidad;Vigente desde;Fuente\n" + lines)
    sheet = read_tariff_file(file, currency="COP")
    assert sheet.unit_cost_per_kwh == pytest.approx(380.25 + 55.5 + 240.12 + 150 + 15 + 70)
    assert (sheet.losses, sheet.valid_from) == (70.0, "2025-06")


def test_the_days_of_a_file_of_hours_may_be_spanish(tmp_path: Path) -> None:
    file = written(
        tmp_path,
        "horas.csv",
        "días;hora_inicial;hora_final;factor\ntodos;18;22;1,25\nsábado;6;7;1,1\ndomingo;6;7;0,9\n"
        "laborable;6;7;1,5\n",
    )
    table = read_hour_bands(file).factors
    assert table[:, 6].tolist() == [1.5, 1.1, 0.9]
    assert table[:, 18].tolist() == [1.25] * 3


def test_a_factor_whose_point_was_lost_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="at most 5"):
        read_hour_bands(bands(tmp_path, "every,9,12,10157"))


@pytest.mark.parametrize(("times", "kind"), [(42.5, "warning"), (1.1, "finding"), (0.2, "warning")])
def test_a_sheet_far_from_the_price_of_the_bills_is_warned_of(times: float, kind: str) -> None:
    study = studied().study
    bills = flat_tariff(894.0, "COP", year=study.study.year)
    sheet = replace(bills, undivided=times * 894.0, source="CEO")
    (note,) = sheet_notes(study, sheet, bills)
    assert note.kind == kind
    assert f"{times * 894.0:,.2f}" in str(note.value)


# --- sheets that ship


@pytest.mark.parametrize(("level", "printed"), [(2, 326.8563), (3, 281.6091), (4, 256.6786)])
def test_higher_levels_of_the_operator_are_their_printed_totals_and_nothing_else(
    level: int, printed: float
) -> None:
    sheet = read_tariff(CEO.format(level))
    assert sheet.unit_cost_per_kwh == printed
    assert not sheet.is_divided
    assert sheet_of_level(CEO.format(1), level) == CEO.format(level)


@pytest.mark.parametrize(("month", "with_contribution"), [("01", 726.5515), ("08", 865.7615)])
def test_the_sheets_of_enel_give_their_printed_price_with_the_contribution(
    month: str, with_contribution: float
) -> None:
    sheet = read_tariff(f"CO-ENEL-2026-{month}-N2")
    charged = replace(sheet, contribution_fraction=0.2)
    assert charged.price_per_kwh == pytest.approx(with_contribution, abs=5e-5 * 1.2)
    assert sheet.trust == "secondary"


def test_no_peruvian_sheet_ships() -> None:
    assert {row["currency"] for row in tariff_rows("")} == {"COP"}
    assert len(tariff_rows("ceo 2013")) == 4


def test_a_sheet_is_stale_when_more_than_twelve_months_old_in_the_studys_january() -> None:
    sheet = read_tariff("CO-ENEL-2026-01-N2")
    assert not is_stale(sheet, 2027)  # twelve months
    assert is_stale(replace(sheet, valid_from="2025-12"), 2027)
    assert is_stale(read_tariff(CEO.format(1)), 2025)
    assert not is_stale(flat_tariff(1.0, "COP", year=1990), 2025)
    notes = fit_tariff(replace(sheet, valid_from="2025-12"), price_per_kwh=700, study_year=2027)
    assert [note.kind for note in notes.notes] == ["assumption", "warning"]


def test_a_level_without_a_sheet_is_refused_with_those_there_are() -> None:
    with pytest.raises(InputError, match="CO-ENEL-2026-08-N2"):
        sheet_of_level("CO-ENEL-2026-08-N2", 1)


# --- the user's own sheet


def test_a_sheet_of_the_user_keeps_its_components_month_and_source(tmp_path: Path) -> None:
    sheet = read_tariff_file(written(tmp_path, "s.csv", sheet_text(OWN)), currency="COP")
    assert {name: getattr(sheet, name) for name in COMPONENTS} == OWN
    assert (sheet.valid_from, sheet.year, sheet.source) == ("2025-06", 2025, "CEO")
    # 1,000 a kWh on the bills, of which Cv is 150 / 910
    fitted = fit_tariff(sheet, price_per_kwh=1000.0, study_year=2025)
    assert fitted.commercialisation == pytest.approx(1000 * 150 / 910)


def test_every_fault_of_a_sheet_is_named_at_once_with_line_and_column(tmp_path: Path) -> None:
    wrong = (
        SHEET
        + "generation,abc,COP/kWh,2025-06,CEO\n"
        + "generation,380,ctm/kWh,2025-06,CEO\n"
        + "transmission,55,COP/kWh,2025-13,\n"
        + "profit,1,COP/kWh,2025-06,CEO\n"
    )
    with pytest.raises(InputError) as refused:
        read_tariff_file(written(tmp_path, "s.csv", wrong), currency="COP")
    places = {(p.row, p.field) for p in refused.value.problems if p.row is not None}
    assert places == {
        (2, "value"),
        (3, "component"),
        (3, "unit"),
        (4, "valid_from"),
        (4, "source"),
        (5, "component"),
    }
    missing = [str(p.what) for p in refused.value.problems if p.row is None]
    assert len(missing) == 4  # distribution, commercialisation, restrictions, losses


def test_a_sheet_of_nothing_is_no_sheet(tmp_path: Path) -> None:
    nothing = sheet_text(dict.fromkeys(OWN, 0))
    with pytest.raises(InputError, match="above 0"):
        read_tariff_file(written(tmp_path, "s.csv", nothing), currency="COP")
    with pytest.raises(InputError, match="is missing"):
        read_tariff_file(written(tmp_path, "s.csv", SHEET), currency="COP")


# --- hours


def bands(folder: Path, *lines: str) -> Path:
    return written(folder, "h.csv", "days,first_hour,end_hour,factor\n" + "\n".join(lines))


def test_bands_hold_on_their_days_and_a_holiday_is_a_sunday(tmp_path: Path) -> None:
    lines = ("weekday,18,22,1.2", "saturday,0,24,1.1", "sunday,0,6,0,9".replace("0,9", "0.9"))
    table = read_hour_bands(bands(tmp_path, *lines))
    # 2026-01-12 is the Monday of Epiphany in Colombia
    days = {"2026-01-13": (1.0, 1.2), "2026-01-10": (1.1, 1.1), "2026-01-12": (0.9, 1.0)}
    for day, (at_five, at_eighteen) in days.items():
        times = pd.DatetimeIndex([f"{day} 05:00", f"{day} 18:00"], tz="America/Bogota")
        assert table.at(times, "CO").tolist() == [at_five, at_eighteen]


@pytest.mark.parametrize(
    ("line", "field", "words"),
    [
        ("daily,0,1,1.1", "days", "every"),
        ("every,-1,1,1.1", "first_hour", "0 to 23"),
        ("every,22,6,1.1", "end_hour", "midnight"),
        ("every,22,25,1.1", "end_hour", "24"),
        ("every,5,6,0", "factor", "above 0"),
        ("every,5,6,x", "factor", "above 0"),
    ],
)
def test_a_band_that_is_none_is_refused_at_its_cell(
    tmp_path: Path, line: str, field: str, words: str
) -> None:
    with pytest.raises(InputError, match=words) as refused:
        read_hour_bands(bands(tmp_path, line))
    assert [(p.row, p.field) for p in refused.value.problems] == [(2, field)]


def test_an_hour_with_two_factors_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="already") as refused:
        read_hour_bands(bands(tmp_path, "every,6,12,1.1", "saturday,11,12,1.2"))
    assert refused.value.problems[0].row == 3


@given(
    bought=st.lists(st.floats(0.0, 1e4), min_size=24, max_size=24),
    sold=st.lists(st.floats(0.0, 1e4), min_size=24, max_size=24),
    factor=st.floats(0.1, 10.0),
)
@hypothesis_settings(max_examples=15)
def test_one_factor_for_all_hours_is_another_price_for_all(
    bought: list[float], sold: list[float], factor: float
) -> None:
    plain = Tariff(
        name="p", currency="COP", generation=500.0, commercialisation=100.0, source="made up",
        year=2026, trust="assumption", spot_price_per_kwh=0.0,
    )  # fmt: skip
    by_hour = replace(plain, price_factor_by_hour=pd.Series(factor, DAY))
    energies = pd.Series(bought, DAY), pd.Series(sold, DAY)
    one, other = (EXPORT_RULES["creg174"](*energies, tariff, 50.0) for tariff in (plain, by_hour))
    assert other.energy_cost == pytest.approx(factor * one.energy_cost, rel=1e-9, abs=1e-6)
    assert other.credit_value == pytest.approx(factor * one.credit_value, rel=1e-9, abs=1e-6)


def test_batteries_and_sizes_see_the_price_of_the_hour_and_of_the_sun() -> None:
    factors = pd.Series(np.where((DAY.hour >= 18) & (DAY.hour < 22), 1.5, 0.9), DAY)
    tariff = Tariff(
        name="p", currency="COP", generation=500.0, commercialisation=100.0, source="made up",
        year=2026, trust="assumption", spot_price_per_kwh=250.0, price_factor_by_hour=factors,
    )  # fmt: skip
    assert energy_prices(tariff, DAY)[[12, 19]].tolist() == [540.0, 900.0]
    assert needs_the_bill(tariff)
    assert not needs_the_bill(replace(tariff, price_factor_by_hour=None))
    sun_kw = np.where(DAY.hour == 12, 40.0, 0.0)
    worth = ExportWorth(rule="creg174", tariff=tariff, export_kw=sun_kw)
    # of the credit of a plant below 100 kW, 500, the noon is worth 0.9; the spot price is flat
    assert worth.per_kwh(50.0) == pytest.approx((450.0, 250.0))


def test_a_time_without_a_price_is_refused() -> None:
    tariff = replace(flat_tariff(1.0, "COP", year=2026), price_factor_by_hour=pd.Series(1.0, DAY))
    tomorrow = DAY + pd.Timedelta(days=1)
    with pytest.raises(InputError, match="times"):
        tariff.price_factors(tomorrow)


# --- a fixed charge on the bills


MONTHS = np.array([80.0, 95.0, 120.0, 150.0, 160.0, 140.0, 130.0, 110.0, 100.0, 90.0, 105.0, 125.0])


def test_bills_of_a_fixed_charge_and_a_price_give_both_back() -> None:
    fit = fit_bills(MONTHS, 45.0 + 0.62 * MONTHS)
    assert (fit.fixed_per_month, fit.price_per_kwh) == pytest.approx((45.0, 0.62))
    assert fit.has_fixed_charge


@pytest.mark.parametrize(
    "amount",
    [
        0.62 * MONTHS,  # no charge at all
        0.62 * MONTHS * 1.01 ** np.arange(12),  # a price that rises by a hundredth a month
        np.full(12, 70.0),  # whatever is used: no price
        0.9 * MONTHS - 20.0,  # a charge below zero
        45.0 + 0.62 * MONTHS + np.tile([9.0, -9.0], 6),  # something else was billed too
    ],
)
def test_bills_that_show_no_charge_give_their_mean_price(amount: np.ndarray) -> None:
    fit = fit_bills(MONTHS, amount)
    assert not fit.has_fixed_charge
    assert fit.price_per_kwh == pytest.approx(amount.sum() / MONTHS.sum())


def test_months_alike_show_no_charge() -> None:
    alike = MONTHS[0] + np.arange(12) * 0.5
    assert not fit_bills(alike, 45.0 + 0.62 * alike).has_fixed_charge
    assert not fit_bills(np.full(12, 80.0), np.full(12, 94.6)).has_fixed_charge


def test_bills_without_a_value_are_refused() -> None:
    for energy, amount in (
        ([1.0, 2.0], [1.0, 2.0]),
        ([1.0, 2.0, np.nan], [1.0, 2.0, 3.0]),
        ([0.0, 0.0, 0.0], [1.0, 2.0, 3.0]),
        ([1.0, 2.0, 3.0], [1.0, 2.0, 3.0, 4.0]),
    ):
        with pytest.raises(InputError, match=r"energy_kwh|amount"):
            fit_bills(energy, amount)


def test_a_fixed_charge_is_paid_each_month_and_saved_by_nothing() -> None:
    tariff = replace(flat_tariff(0.5, "PEN", year=2026), fixed_per_month=45.0)
    times = pd.date_range("2026-01-31 23:00", periods=2, freq="h", tz="America/Lima")
    bought = pd.Series([100.0, 0.0], times)
    bill = meter_bill(bought, bought * 0.0, tariff, export_rule="none", plant_ac_kw=0.0)
    assert bill.monthly["energy_cost"].to_list() == [95.0, 45.0]
    half = meter_bill(bought / 2, bought * 0.0, tariff, export_rule="none", plant_ac_kw=0.0)
    assert bill.energy_cost - half.energy_cost == pytest.approx(50 * 0.5)


# --- through a study's files


@pytest.fixture(scope="module")
def peruvian(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return peru(tmp_path_factory.mktemp("sheets"))


def tariff_of(folder: Path, *overrides: str) -> Tariff:
    case = open_case(folder, overrides)
    hours = pd.date_range("2025-01-01", periods=8760, freq="h", tz="America/Lima")
    load = pd.Series(np.where(hours.hour < 12, 150.0, 50.0), hours)
    site = case.study.sites[0]
    return site_tariff(case.study, site, case.bills, folder=case.folder, today_kw=load)


def test_a_sales_tax_that_nobody_gives_back_raises_each_price_of_the_sheet(peruvian: Path) -> None:
    taxed, plain = tariff_of(peruvian, "tariff.tax_fraction=0.18"), tariff_of(peruvian)
    assert taxed.price_per_kwh == pytest.approx(1.18 * plain.price_per_kwh)
    assert taxed.power is not None
    assert plain.power is not None
    for item, price in plain.power.tariff.prices.items():
        assert taxed.power.tariff.prices[item] == pytest.approx(1.18 * price)
    told = [note for note in taxed.notes if "Sales tax" in str(note.what)]
    assert [str(note.value) for note in told] == ["18%"]
    with pytest.raises(InputError, match="tax_fraction"):
        read_power_tariff(peruvian / "prices.csv", option="MT3", currency="PEN", tax_fraction=18.0)


def without_option(folder: Path, *, after: bool = False) -> Path:
    study = (folder / "study.yaml").read_text()
    copied = folder.parent / f"{folder.name}_flat"
    copied.mkdir(exist_ok=True)
    for path in folder.iterdir():
        (copied / path.name).write_bytes(path.read_bytes())
    kept = [line for line in study.splitlines() if "option: MT3" not in line]
    later = "prices_file_after: prices.csv\n  option_after: MT3" if after else ""
    text = "\n".join(line.replace("prices_file: prices.csv", later) for line in kept)
    (copied / "study.yaml").write_text(text, encoding="utf-8")
    return copied


def test_the_tariff_with_the_plant_may_be_another_than_todays(peruvian: Path) -> None:
    tariff = tariff_of(without_option(peruvian, after=True))
    # 30 a 100 kWh on the bills today; MT3 once a plant runs
    assert tariff.price_per_kwh == pytest.approx(0.30)
    assert tariff.power is None
    assert tariff.with_plant.name == "MT3"
    hours = pd.date_range("2025-01-06", periods=24, freq="h", tz="America/Lima")  # a Monday
    load = pd.Series(100.0, hours)
    bills = [
        meter_bill(load, load * 0.0, tariff, export_rule="none", plant_ac_kw=kw).energy_cost
        for kw in (0.0, 50.0)
    ]
    by_mt3 = 10 + 100 * (5 * 0.4 + 19 * 0.2) + 100 * (50 + 16)
    assert bills == pytest.approx([2400 * 0.30, by_mt3])
    assert any("once its plant runs" in str(note.what) for note in tariff.notes)


def test_the_mean_of_todays_demand_stays_the_price_of_the_bills(peruvian: Path) -> None:
    folder = without_option(peruvian)
    bands(folder, "every,0,12,1.5")
    tariff = tariff_of(folder, "tariff.hours_file=h.csv")
    # mornings take three of four kWh: the mean factor is (3 x 1.5 + 1) / 4 = 1.375
    factors = tariff.price_factor_by_hour
    assert factors is not None
    assert factors.iloc[[0, 12]].to_list() == pytest.approx([1.5 / 1.375, 1 / 1.375])
    assert tariff.price_per_kwh == pytest.approx(0.30)


def test_a_fixed_charge_on_the_bills_is_found_by_the_study_and_told(peruvian: Path) -> None:
    folder = without_option(peruvian)
    rows = [
        f"{SITE},2025-{month:02d},{kwh * 100:.0f},0,100,{(45 + 0.62 * kwh) * 100:.2f}"
        for month, kwh in enumerate(MONTHS, start=1)
    ]
    (folder / "bills.csv").write_text("site,month,kwh,kvarh,max_kw,amount\n" + "\n".join(rows))
    tariff = tariff_of(folder)
    assert (tariff.fixed_per_month, tariff.price_per_kwh) == pytest.approx((4500.0, 0.62))
    assert any("Fixed charge" in str(note.what) for note in tariff.notes)
    older = (folder / "bills.csv").read_text().replace("2025-", "2023-")
    (folder / "bills.csv").write_text(older)
    warned = [note for note in tariff_of(folder).notes if note.kind == "warning"]
    assert [str(note.value) for note in warned] == ["2023 against 2025"]


def test_check_names_the_faults_of_both_new_files_at_once(peruvian: Path) -> None:
    folder = without_option(peruvian)
    written(folder, "s.csv", sheet_text({**OWN, "losses": "x"}).replace("COP", "PEN"))
    bands(folder, "every,9,8,1.1")
    named = ["tariff.sheet_file=s.csv", "tariff.hours_file=h.csv"]
    with pytest.raises(InputError) as refused:
        open_case(folder, named)
    places = [(p.file, p.row, p.field) for p in refused.value.problems]
    assert places == [("s.csv", 7, "value"), ("h.csv", 2, "end_hour")]


@pytest.mark.parametrize(
    ("keys", "country", "field", "words"),
    [
        ({"sheet": CEO.format(1), "voltage_level": 2, "export_rule": "creg174"}, "CO",
         "voltage_level", "no components"),
        ({"sheet": "CO-ENEL-2026-01-N2", "export_rule": "creg174"}, "CO", "sheet", "no components"),
        ({"sheet": "CO-ENEL-2026-01-N2", "voltage_level": 4}, "CO", "voltage_level", "4"),
        ({"sheet_file": "s.csv", "voltage_level": 2}, "CO", "voltage_level", "that ship"),
        ({"contribution_from_year": 2028}, "PE", "contribution_from_year", "stands without"),
        ({"contribution_by_date": "counted"}, "PE", "contribution_by_date", "does not say"),
        ({"tax_fraction": 0.18}, "PE", "tax_fraction", "price sheet"),
        ({"option_after": "MT3"}, "PE", "option_after", "alone"),
        ({"prices_file_after": "p.csv"}, "PE", "prices_file_after", "alone"),
        ({"option_after": "MT9", "prices_file_after": "p.csv"}, "PE", "option_after", "MT9"),
        ({"option_after": "MT3", "prices_file_after": "p.csv"}, "CO", "option_after", "MT3"),
        ({"sheet_after": CEO.format(2)}, "CO", "sheet_after", "without tariff.sheet"),
        ({"sheet": CEO.format(1), "sheet_after": "CO-ENEL-2026-01-N2"}, "CO", "sheet_after",
         "other months"),
        ({"option": "MT3", "prices_file": "p.csv", "hours_file": "h.csv"}, "PE", "hours_file",
         "no effect"),
    ],
)  # fmt: skip
def test_keys_of_sheets_that_do_not_go_together_are_named(
    keys: dict[str, object], country: str, field: str, words: str
) -> None:
    (place, fault), *more = tariff_faults(keys, country)
    assert more == []
    assert place == ("tariff", field)
    assert words in f"{fault.what} {fault.field}" + str(fault.allowed)


def test_the_price_with_the_plant_moves_as_two_sheets_of_one_month_do() -> None:
    overrides = (
        *("tariff.export_rule=none", f"tariff.sheet_after={CEO.format(2)}"),
        "tariff.price_per_kwh=900",
    )
    tariff = tariff_of(PILOT, *overrides)
    assert tariff.price_per_kwh == pytest.approx(900.0)
    assert tariff.with_plant.price_per_kwh == pytest.approx(900 * 326.8563 / 346.7222)


# --- the contribution


def test_a_contribution_raises_the_price_from_its_year_on() -> None:
    path = contribution_path(0.1, then_fraction=0.2, from_year=2027, study_year=2025, years=3)
    assert path.tolist() == pytest.approx([1.0, 1.2 / 1.1, 1.2 / 1.1])
    ended = contribution_path(0.2, then_fraction=0.0, from_year=2020, study_year=2025, years=2)
    assert ended.tolist() == pytest.approx([1 / 1.2, 1 / 1.2])
    with pytest.raises(InputError, match="contribution_then_fraction"):
        contribution_path(0.0, then_fraction=20.0, from_year=2027, study_year=2025, years=2)


def test_the_draft_decree_is_worth_what_a_project_of_dearer_savings_is_worth() -> None:
    result = studied()
    case = contribution_case(result)
    assert case is not None
    assert (case.fraction, case.from_year) == (0.2, 2026)
    project = result.money.whole.project
    saved = [
        0.2 * sum(getattr(bills, first).energy_cost - getattr(bills, then).energy_cost
                  for bills in result.bills.values())
        for first, then in (("today", "after_measures"), ("after_measures", "with_plant"))
    ]  # fmt: skip
    dearer = replace(
        project,
        efficiency_savings_year1=project.efficiency_savings_year1 + saved[0],
        pv_savings_year1=project.pv_savings_year1 + saved[1],
    )
    by_project = dearer.flow.yearly["net_after_tax"]
    assert case.net_after_tax == pytest.approx(by_project.to_numpy(), rel=1e-9)
    assert case.npv == pytest.approx(npv(project.discount_rate, by_project), rel=1e-9)
    assert case.npv_change > 0
    told = tariff_results(result)["contribution"]
    assert told["npv_change_after_tax"] == case.npv_change


def test_a_contribution_that_begins_later_is_worth_less_and_one_never_nothing() -> None:
    result = studied()

    def begun(year: int) -> float | None:
        sites = [
            site.model_copy(
                update={"tariff": site.tariff.model_copy(update={"contribution_from_year": year})}
            )
            for site in result.study.sites
        ]
        study = result.study.model_copy(update={"sites": sites})
        case = contribution_case(replace(result, study=study))
        return None if case is None else case.npv_change

    soon, later = begun(2026), begun(2030)
    assert soon is not None
    assert later is not None
    assert soon > later > 0
    assert begun(2100) is None
    assert all((path == path[0]).all() for path in tariff_path(result.study, 25).values())


def counted_from(result: StudyResult, years: dict[str, int]) -> Study:
    """Return a study that counts with a contribution from a year on at the sites named."""

    def site_of(site: SiteKeys) -> SiteKeys:
        if site.name not in years:
            return site
        counted = {"contribution_from_year": years[site.name], "contribution_by_date": "counted"}
        return site.model_copy(update={"tariff": site.tariff.model_copy(update=counted)})

    return result.study.model_copy(update={"sites": list(map(site_of, result.study.sites))})


def counted_plan(result: StudyResult, years: dict[str, int]) -> StudyResult:
    """Return the same plan with that contribution counted in its money."""
    study, amounts = counted_from(result, years), result.money.amounts
    factors = tariff_factors(
        study,
        result.bills,
        by_measures=amounts.efficiency_savings,
        by_plant=amounts.pv_savings + amounts.storage_savings,
    )
    money = value_plan(study, replace(amounts, tariff_factors=factors))
    return replace(result, study=study, money=money)


def test_a_contribution_that_is_counted_makes_the_plan_worth_what_its_case_beside_it_says() -> None:
    shown = studied()
    case = contribution_case(shown)
    assert case is not None
    everywhere = dict.fromkeys((site.name for site in shown.study.sites), case.from_year)
    counted = counted_plan(shown, everywhere)
    whole = counted.money.whole
    assert whole.figures.npv == pytest.approx(case.npv, rel=1e-12)
    assert whole.flow.yearly["net_after_tax"].to_numpy() == pytest.approx(
        case.net_after_tax, rel=1e-12
    )
    assert whole.figures.simple_payback_years == pytest.approx(case.simple_payback_years)
    assert contribution_case(counted) is None  # nothing beyond what counts


def test_sites_that_count_from_different_years_weigh_by_what_they_save() -> None:
    shown = studied()
    first, second = (site.name for site in shown.study.sites)
    years = {first: 2027, second: 2030}
    yearly = counted_plan(shown, years).money.whole.flow.yearly
    plain = shown.money.whole.flow.yearly
    line = plain["efficiency_savings"] / plain.loc[1, "efficiency_savings"]
    saved = {
        name: bills.today.energy_cost - bills.after_measures.energy_cost
        for name, bills in shown.bills.items()
    }
    begun = {name: np.array([0, *range(2026, 2051)]) >= year for name, year in years.items()}
    more = sum(0.2 * saved[name] * begun[name] for name in years)
    grown = yearly["efficiency_savings"] - plain["efficiency_savings"]
    assert grown.to_numpy() == pytest.approx(more * line.to_numpy(), rel=1e-9)
    one = counted_plan(shown, {first: 2027})
    left = contribution_case(one)
    both = counted_plan(shown, {first: 2027, second: 2026})
    assert left is not None
    assert left.npv == pytest.approx(both.money.whole.figures.npv, rel=1e-12)


def test_the_register_of_a_plan_tells_the_contribution_that_it_counts_with() -> None:
    result = studied()
    case = replace(
        open_case(PILOT, ()), study=counted_from(result, {result.study.sites[0].name: 2028})
    )
    said = [
        note
        for note in money_notes(case, result.sites, result.bills, result.money)
        if "begins later" in str(note.what)
    ]
    assert [str(note.value) for note in said] == ["20% from 2028 on, 0% until then"]


def numbers_of(row: tuple[str, ...]) -> list[float]:
    return [float(cell.replace(",", "")) for cell in row[1:]]


def test_the_report_shows_components_that_add_up_to_the_price_and_both_cases() -> None:
    result = studied()
    case = contribution_case(result)
    assert case is not None
    tables = tariff_tables(result, Figures(Reader("en", "CO"), "COP"))
    assert set(tables) == {"tariff", "contribution"}
    sheet, *parts = tables["tariff"].rows
    assert sheet[1:] == ("CO-CEO-2013-02-N1 (2013-02)",) * 2
    total = tables["tariff"].total
    assert total is not None
    summed = np.sum([numbers_of(row) for row in parts], axis=0)
    # six components to a tenth of a peso each
    assert summed == pytest.approx(numbers_of(total), abs=6 * 0.05)
    paid = pd.read_csv(PILOT / "bills.csv", comment="#").groupby("site", sort=False).sum()
    mean = (paid["amount"] - paid["reactive_amount"]) / paid["kwh"]
    assert numbers_of(total) == pytest.approx(mean.to_list(), abs=0.05)
    now, then = (numbers_of(row) for row in tables["contribution"].rows)
    assert then[0] - now[0] == pytest.approx(case.npv_change, abs=1.0)
    assert then[1] <= now[1]


def test_what_only_some_tariffs_have_stands_in_a_table_of_its_own() -> None:
    result = studied()
    name, tariff = next(iter(result.audit.tariffs.items()))
    hours = pd.date_range("2025-01-01", periods=2, freq="h", tz="America/Bogota")
    other = replace(
        tariff,
        price_factor_by_hour=pd.Series([0.5, 2.0], hours),
        fixed_per_month=70_000.0,
        behind_plant=flat_tariff(500.0, "COP", year=2025),
    )
    audit = replace(result.audit, tariffs={**result.audit.tariffs, name: other})
    table = beside_table(replace(result, audit=audit), Figures(Reader("en", "CO"), "COP"))
    assert table is not None
    price = tariff.price_per_kwh
    shown = [numbers_of(row)[0] for row in table.rows]
    assert shown == pytest.approx([0.5 * price, 2 * price, 500.0, 70_000.0], abs=0.05)


def test_the_command_lists_the_sheets_with_what_is_known_of_them() -> None:
    listed = CliRunner().invoke(main, ["catalog", "tariffs", "enel", "--lang", "en"])
    assert listed.exit_code == 0
    lines = listed.output.splitlines()
    assert [line.split()[0] for line in lines[1:]] == ["CO-ENEL-2026-01-N2", "CO-ENEL-2026-08-N2"]


@pytest.mark.parametrize(("language", "price"), [("es", "721,468"), ("en", "721.468")])
def test_the_command_writes_prices_as_its_reader_does_and_years_plainly(
    language: str, price: str
) -> None:
    listed = CliRunner().invoke(main, ["catalog", "tariffs", "2026-08", "--lang", language])
    cells = listed.output.splitlines()[1].split()
    assert (cells[1], cells[5]) == (price, "2026")


# --- the page


@pytest.fixture(scope="module")
def part():
    sys.path.insert(0, str(VALIDATION))
    yield importlib.import_module("finance_tariffs")
    sys.path.remove(str(VALIDATION))


def test_every_figure_of_the_page_is_that_of_the_hand(part) -> None:
    rows = part.rows()
    assert len(rows) == 18
    for row in rows:
        assert row.ours == pytest.approx(row.hand, rel=1e-12, abs=1e-9), row.case
