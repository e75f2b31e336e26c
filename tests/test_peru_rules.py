"""Peru's peak hours and power charges by hand, and a made-up country that is only data."""

from __future__ import annotations

import datetime as dt
import importlib
import math
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from equipment_catalog.errors import InputError
from equipment_catalog.messages import message
from equipment_catalog.tables import read_facts
from project_finance.export_rules import EXPORT_RULES, MonthlyCredits
from project_finance.grid_rules import read_grid_rules
from project_finance.grid_rules.billed_power import mean_of_highest
from project_finance.grid_rules.peak_hours import is_peak, public_holidays
from project_finance.grid_rules.power_bill import CHARGES, power_bill
from project_finance.reactive_energy import reactive_bill
from project_finance.tariffs import Tariff
from project_finance.tariffs.power_tariff import PowerTariff, price_layout, read_power_tariff

if TYPE_CHECKING:
    from pathlib import Path

PERU = read_grid_rules("PE")
OPTIONS = read_facts("project_finance", "grid_rules/PE_options.csv")["option"].to_list()
YEAR = pd.date_range("2026-01-01", "2026-12-31 23:00", freq="h", tz="America/Lima")
NO_HOLIDAYS: list[dt.date] = []
MT3_PRICES = {
    "fixed_per_month": 10.0,
    "energy_peak_per_kwh": 0.4,
    "energy_offpeak_per_kwh": 0.2,
    "generation_in_peak_per_kw": 50.0,
    "generation_offpeak_per_kw": 30.0,
    "distribution_in_peak_per_kw": 16.0,
    "distribution_offpeak_per_kw": 15.0,
    "reactive_per_kvarh": 0.05,
}
MT3 = PowerTariff(
    option="MT3", currency="PEN", energy_registers=2, power_registers=1, prices=MT3_PRICES
)
MT2 = PowerTariff(
    option="MT2",
    currency="PEN",
    energy_registers=2,
    power_registers=2,
    prices={
        "fixed_per_month": 10.0,
        "energy_peak_per_kwh": 0.4,
        "energy_offpeak_per_kwh": 0.2,
        "generation_peak_per_kw": 60.0,
        "distribution_peak_per_kw": 15.0,
        "distribution_excess_per_kw": 14.0,
        "reactive_per_kvarh": 0.05,
    },
)


def by_clock(day_kw: float, evening_kw: float) -> pd.Series:
    """Return a year with one power from 18 to 23 h on every day and another else."""
    evening = (YEAR.hour >= 18) & (YEAR.hour < 23)
    return pd.Series(np.where(evening, evening_kw, day_kw), index=YEAR)


def test_peak_hours_are_five_a_day_from_monday_to_saturday() -> None:
    week = pd.date_range("2026-03-02", periods=168, freq="h", tz="America/Lima")  # a Monday
    peak = is_peak(week, PERU.power, NO_HOLIDAYS)
    assert peak.sum() == 6 * 5
    assert sorted(set(week.hour[peak])) == [18, 19, 20, 21, 22]
    assert 6 not in set(week.day_of_week[peak])


def test_a_holiday_has_no_peak_hours() -> None:
    independence = dt.date(2026, 7, 28)
    holidays = public_holidays("PE", YEAR)
    assert independence in holidays
    peak = is_peak(YEAR, PERU.power, holidays)
    assert not peak[YEAR.date == independence].any()
    assert peak[YEAR.date == dt.date(2026, 7, 27)].sum() == 5


def test_a_month_of_mt3_is_as_by_hand() -> None:
    # April 2026: 30 days, 4 Sundays, so 26 x 5 = 130 peak hours and 590 others.
    # 100 kW by day, 40 kW in the evening: presence 40/100 < 0.5: off-peak prices.
    bill = power_bill(by_clock(100.0, 40.0), MT3, PERU, holiday_dates=NO_HOLIDAYS)
    april = bill.monthly.iloc[3]
    assert april["peak_kwh"] == pytest.approx(130 * 40.0)
    # on the four Sundays the evening is off-peak
    assert april["offpeak_kwh"] == pytest.approx(570 * 100.0 + 20 * 40.0)
    assert april["presence_fraction"] == pytest.approx(0.4)
    assert april["energy_charge"] == pytest.approx(0.4 * 5200 + 0.2 * 57_800)
    assert april["generation_charge"] == pytest.approx(100 * 30.0)
    assert april["distribution_charge"] == pytest.approx(100 * 15.0)
    assert april["cost"] == pytest.approx(10 + 2080 + 11_560 + 3000 + 1500)


def test_half_the_highest_power_in_the_peak_makes_a_user_present_in_it() -> None:
    for evening_kw, price in ((49.9, 30.0), (50.0, 50.0)):
        bill = power_bill(by_clock(100.0, evening_kw), MT3, PERU, holiday_dates=NO_HOLIDAYS)
        assert (bill.monthly["generation_charge"] == 100 * price).all()


def test_mt2_bills_peak_power_and_the_excess_off_the_peak() -> None:
    bill = power_bill(by_clock(100.0, 40.0), MT2, PERU, holiday_dates=NO_HOLIDAYS)
    month = bill.monthly.iloc[5]
    assert month["generation_charge"] == pytest.approx(40 * 60.0)
    assert month["distribution_charge"] == pytest.approx(40 * 15.0 + 60 * 14.0)
    flat = power_bill(by_clock(40.0, 40.0), MT2, PERU, holiday_dates=NO_HOLIDAYS)
    assert (flat.monthly["excess_kw"] == 0.0).all()


def test_distribution_power_is_the_mean_of_the_two_highest_of_six_months() -> None:
    months = [100, 90, 80, 70, 60, 50, 40, 30]
    billed = mean_of_highest(months, months=6, highest=2, earlier_kw=[0] * 5)
    assert billed.tolist() == [50.0, 95.0, 95.0, 95.0, 95.0, 95.0, 85.0, 75.0]


def test_a_new_plant_goes_on_paying_for_the_powers_of_the_months_before() -> None:
    load = by_clock(60.0, 20.0)
    old = power_bill(
        load,
        MT3,
        PERU,
        holiday_dates=NO_HOLIDAYS,
        earlier_peak_kw=[20.0] * 5,
        earlier_offpeak_kw=[100.0] * 5,
    ).monthly
    assert old["distribution_kw"].to_list()[:7] == [100.0, 100.0, 100.0, 100.0, 80.0, 60.0, 60.0]
    assert (old["generation_kw"] == 60.0).all()


def test_sun_saves_energy_off_the_peak_and_no_power_of_the_evening() -> None:
    load = by_clock(100.0, 100.0)
    sun = pd.Series(np.where((YEAR.hour >= 7) & (YEAR.hour < 17), 80.0, 0.0), index=YEAR)
    before = power_bill(load, MT2, PERU, holiday_dates=NO_HOLIDAYS).monthly
    after = power_bill(load - sun, MT2, PERU, holiday_dates=NO_HOLIDAYS).monthly
    assert (after["peak_kwh"] == before["peak_kwh"]).all()
    assert (after["generation_charge"] == before["generation_charge"]).all()
    saved = before["cost"].sum() - after["cost"].sum()
    assert saved == pytest.approx(365 * 10 * 80.0 * 0.2)


def test_reactive_energy_over_30_percent_of_the_month_is_charged() -> None:
    load = by_clock(100.0, 100.0)
    bill = power_bill(load, MT3, PERU, kvar=load * 0.5, holiday_dates=NO_HOLIDAYS)
    assert bill.monthly["reactive_charge"].sum() == pytest.approx(8760 * 20.0 * 0.05)
    silent = power_bill(load, MT3, PERU, holiday_dates=NO_HOLIDAYS)
    assert silent.monthly["reactive_charge"].sum() == 0.0
    assert any("No reactive power" in str(note.what) for note in silent.notes)


@given(st.lists(st.floats(0.0, 1e4), min_size=72, max_size=72))
def test_the_charges_add_up_and_the_registers_keep_the_energy(powers: list[float]) -> None:
    import_kw = pd.Series(powers, index=YEAR[:72])
    for tariff in (MT2, MT3):
        bill = power_bill(import_kw, tariff, PERU, holiday_dates=NO_HOLIDAYS)
        monthly = bill.monthly
        energy = (monthly["peak_kwh"] + monthly["offpeak_kwh"]).sum()
        assert energy == pytest.approx(sum(powers), rel=1e-9, abs=1e-6)
        assert bill.cost == pytest.approx(monthly[list(CHARGES)].sum().sum())
        assert monthly["presence_fraction"].between(0.0, 1.0 + 1e-9).all()


def test_export_is_worth_nothing_in_peru() -> None:
    assert PERU.export_rule == "none"
    assert EXPORT_RULES[PERU.export_rule].limits().largest_ac_kw == math.inf


@pytest.mark.parametrize("option", OPTIONS)
def test_no_peruvian_price_ships(option: str) -> None:
    assert price_layout(option, "PEN")["value"].isna().all()


def filled(folder: Path, option: str = "MT3", **changed: object) -> Path:
    sheet = price_layout(option, "PEN").assign(value=lambda s: s["item"].map(MT3_PRICES))
    path = folder / "prices.csv"
    sheet.assign(**changed).to_csv(path, index=False)
    return path


def test_a_filled_in_layout_gives_the_tariff(tmp_path: Path) -> None:
    assert read_power_tariff(filled(tmp_path), option="MT3", currency="PEN") == MT3


def test_prices_in_hundredths_missing_or_negative_are_refused_at_once(tmp_path: Path) -> None:
    units = price_layout("MT3", "PEN")["unit"].replace({"PEN/kWh": "ctm. PEN/kWh"})
    with pytest.raises(InputError, match="whole money") as refused:
        read_power_tariff(filled(tmp_path, unit=units), option="MT3", currency="PEN")
    assert len(refused.value.problems) == 2
    assert "prices.csv:3" in str(refused.value)
    for wrong in (-1.0, "abc", math.nan):
        with pytest.raises(InputError, match="price of at least 0") as refused:
            read_power_tariff(filled(tmp_path, value=wrong), option="MT3", currency="PEN")
        assert len(refused.value.problems) == len(MT3_PRICES)


def test_a_layout_of_another_option_names_what_is_missing_and_what_is_too_much(
    tmp_path: Path,
) -> None:
    with pytest.raises(InputError, match="energy_per_kwh is missing") as refused:
        read_power_tariff(filled(tmp_path), option="MT4", currency="PEN")
    assert len(refused.value.problems) == 1 + 2
    nameless = tmp_path / "nameless.csv"
    nameless.write_text("a,b\n1,2\n")
    with pytest.raises(InputError, match="item, unit, value"):
        read_power_tariff(nameless, option="MT4", currency="PEN")


def test_what_is_not_known_is_refused() -> None:
    with pytest.raises(InputError, match="MT9"):
        price_layout("MT9", "PEN")
    with pytest.raises(InputError, match="country"):
        price_layout("MT2", "COP", country="CO")
    with pytest.raises(InputError, match="one of CO, PE"):
        read_grid_rules("XX")
    with pytest.raises(InputError, match="peak hours"):
        power_bill(by_clock(1.0, 1.0), MT3, read_grid_rules("CO"))
    with pytest.raises(InputError, match="5 earlier months"):
        mean_of_highest([1.0], months=6, highest=2, earlier_kw=[1.0])
    with pytest.raises(InputError, match="same months"):
        power_bill(by_clock(1.0, 1.0), MT3, PERU, earlier_peak_kw=[1.0] * 5)
    with pytest.raises(InputError, match="country"):
        public_holidays("XX", YEAR)


@pytest.mark.parametrize("country", ["CO", "PE"])
def test_every_rule_of_memory_is_in_the_register(country: str) -> None:
    facts = read_facts("project_finance", f"grid_rules/{country}.csv")
    assert facts["key"].is_unique
    assert facts[["value", "unit", "source", "year", "trust", "description"]].notna().all(axis=None)
    doubtful = facts["trust"].isin(["memory", "disputed"]).sum()
    assert len(read_grid_rules(country).notes) == doubtful > 0


COLUMNS = "key,value,unit,source,year,trust,note,description\n"
NARNIA = {
    "export_rule": "narnia",
    "reactive_period": "month",
    "reactive_free_fraction": "0.4",
    "reactive_leading_charged_fraction": "0.5",
    "reactive_factor_free_days": "31",
    "reactive_factor_grace_months": "0",
    "reactive_factor_reset_months": "0",
    "reactive_factor_most": "1",
    "peak_first_hour": "6",
    "peak_end_hour": "9",
    "peak_last_weekday": "6",
    "present_in_peak_fraction": "0.5",
    "generation_power_months": "3",
    "generation_power_highest": "3",
    "distribution_power_months": "1",
    "distribution_power_highest": "1",
}
PARTS = (
    "generation",
    "transmission",
    "distribution",
    "commercialisation",
    "restrictions",
    "losses",
)
NARNIAN_CREDITS = {
    "largest_plant_ac_kw": "500",
    "small_plant_ac_kw": "20",
    **{f"small_charges_{part}": "0" for part in PARTS},
    **{f"large_charges_{part}": "0.25" for part in PARTS},
}


def written(facts: dict[str, str]) -> str:
    rows = (f"{key},{value},unit,made up,2026,assumption,,a rule\n" for key, value in facts.items())
    return COLUMNS + "".join(rows)


@pytest.fixture
def narnia(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """Return a package with a made-up country: two tables and nothing else."""
    package = f"narnia_{tmp_path.name}"  # tables are read once a package: a new one each time
    folder = tmp_path / package
    (folder / "grid_rules").mkdir(parents=True)
    (folder / "__init__.py").write_text("")
    (folder / "grid_rules" / "NA.csv").write_text(written(NARNIA))
    (folder / "credits.csv").write_text(written(NARNIAN_CREDITS))
    monkeypatch.syspath_prepend(str(tmp_path))
    importlib.invalidate_caches()
    return package


def test_a_made_up_country_needs_only_its_tables(narnia: str) -> None:
    rules = read_grid_rules("NA", package=narnia)
    credit = MonthlyCredits(package=narnia, path="credits.csv", title=message("Narnia")).rule()
    prices = dict.fromkeys(PARTS, 10.0)
    sheet = Tariff(name="n", currency="NAD", source="n", year=2026, trust="assumption", **prices)
    january = pd.date_range("2026-01-01", periods=48, freq="h", tz="Africa/Windhoek")
    bought, sold = pd.Series(100.0, index=january), pd.Series(50.0, index=january)
    # credits: the whole 60 up to 20 kW, three quarters above
    assert credit(bought, sold, sheet, 20.0).credit_value == pytest.approx(2400 * 60.0)
    assert credit(bought, sold, sheet, 21.0).credit_value == pytest.approx(2400 * 45.0)
    with pytest.raises(InputError, match="500"):
        credit(bought, sold, sheet, 501.0)
    # reactive: 2,400 of 4,800 kWh, 40 % of which are free
    assert reactive_bill(bought, sold, rules.reactive).charged_kvarh == pytest.approx(480.0)
    # power: the peak is 6 to 9 h on all days
    bill = power_bill(bought, MT3, rules, holiday_dates=NO_HOLIDAYS)
    assert bill.monthly["peak_kwh"].item() == pytest.approx(600.0)
    assert bill.monthly["generation_kw"].item() == pytest.approx(100.0)


@pytest.mark.parametrize(
    ("key", "wrong", "words"),
    [
        ("reactive_period", "fortnight", "hour, month"),
        ("reactive_free_fraction", "much", "a number"),
        ("peak_end_hour", "-1", "0.0"),
        ("export_rule", None, "a row of this key"),
    ],
)
def test_a_wrong_rule_of_a_country_is_refused_by_name(
    narnia: str, tmp_path: Path, key: str, wrong: str | None, words: str
) -> None:
    facts = {**NARNIA, key: wrong} if wrong else {k: v for k, v in NARNIA.items() if k != key}
    (tmp_path / narnia / "grid_rules" / "NA.csv").write_text(written(facts))
    with pytest.raises(InputError, match=f"{key}.*{words}"):
        read_grid_rules("NA", package=narnia)
