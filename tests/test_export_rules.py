"""Export rules by hand: one month with more import than export, one with less, one with none."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from equipment_catalog.errors import InputError
from equipment_catalog.tables import read_facts
from project_finance.export_rules import EXPORT_RULES
from project_finance.export_rules.creg174 import credit_per_kwh
from project_finance.tariffs import COMPONENTS, Tariff, fit_tariff, flat_tariff, read_tariff

ROUND = Tariff(
    name="round figures",
    currency="COP",
    generation=300.0,
    transmission=50.0,
    distribution=150.0,
    commercialisation=80.0,
    restrictions=5.0,
    losses=15.0,
    spot_price_per_kwh=250.0,
    source="made up for the test: CU = 600",
    year=2026,
    trust="assumption",
)
HOURS = pd.date_range("2026-01-01", "2026-03-31 23:00", freq="h", tz="America/Bogota")
MONTH = HOURS.month.to_numpy()


def by_month(january: float, february: float, march: float) -> pd.Series:
    """Return one lump of energy in the tenth hour of each month."""
    lumps = pd.Series(0.0, index=HOURS)
    for month, kwh in zip((1, 2, 3), (january, february, march), strict=True):
        lumps.iloc[np.flatnonzero(month == MONTH)[10]] = kwh
    return lumps


IMPORT = by_month(1000.0, 300.0, 500.0)
EXPORT = by_month(400.0, 700.0, 0.0)


# credit of 99 kW: 600 - Cv 80 = 520; of 101 kW: 600 - (50 + 150 + 80 + 15 + 5) = G = 300.
@pytest.mark.parametrize(("plant_ac_kw", "credit"), [(99.0, 520.0), (101.0, 300.0)])
def test_creg174_closes_each_month_as_by_hand(plant_ac_kw: float, credit: float) -> None:
    bill = EXPORT_RULES["creg174"](IMPORT, EXPORT, ROUND, plant_ac_kw)
    by_hand = {
        "import_kwh": [1000.0, 300.0, 500.0],
        "export_kwh": [400.0, 700.0, 0.0],
        "credited_kwh": [400.0, 300.0, 0.0],
        "surplus_kwh": [0.0, 400.0, 0.0],
        "energy_cost": [600_000.0, 180_000.0, 300_000.0],
        "credit_value": [400 * credit, 300 * credit, 0.0],
        "surplus_income": [0.0, 100_000.0, 0.0],
        "net_cost": [600_000 - 400 * credit, 80_000 - 300 * credit, 300_000.0],
    }
    for name, months in by_hand.items():
        assert bill.monthly[name].to_list() == pytest.approx(months, rel=1e-12), name
        assert getattr(bill, name) == pytest.approx(sum(months), rel=1e-12), name
    assert [str(month) for month in bill.monthly.index] == ["2026-01", "2026-02", "2026-03"]


def test_the_step_lies_just_above_100_kw() -> None:
    sheet = read_tariff("CO-CEO-2013-02-N1")
    assert credit_per_kwh(sheet, 100.0) == pytest.approx(346.7222 - 66.8846, abs=1e-9)
    assert credit_per_kwh(sheet, 100.001) == pytest.approx(144.7471, abs=1e-9)


def test_a_contribution_is_charged_on_import_and_not_credited() -> None:
    charged = replace(ROUND, contribution_fraction=0.2)
    bill = EXPORT_RULES["creg174"](IMPORT, EXPORT, charged, 99.0)
    assert bill.energy_cost == pytest.approx(1800 * 720.0)
    assert bill.credit_value == pytest.approx(700 * 520.0)
    assert any("contribution" in str(note.what) for note in bill.notes)


def test_without_a_spot_price_the_surplus_earns_nothing_and_a_warning_says_so() -> None:
    bill = EXPORT_RULES["creg174"](IMPORT, EXPORT, replace(ROUND, spot_price_per_kwh=None), 99.0)
    assert bill.surplus_income == 0.0
    warnings = [note for note in bill.notes if note.kind == "warning"]
    assert len(warnings) == 1
    assert "400 kWh" in str(warnings[0].effect)


def test_without_a_rule_export_is_worth_nothing_and_a_note_says_so() -> None:
    bill = EXPORT_RULES["none"](IMPORT, EXPORT, ROUND, 80.0)
    assert bill.net_cost == bill.energy_cost == pytest.approx(1800 * 600.0)
    assert (bill.credited_kwh, bill.credit_value, bill.surplus_income) == (0.0, 0.0, 0.0)
    assert bill.surplus_kwh == bill.export_kwh == pytest.approx(1100.0)
    assert [note.value for note in bill.notes] == [0.0]


@pytest.mark.parametrize("rule", EXPORT_RULES)
def test_without_export_every_rule_charges_import_at_the_full_price(rule: str) -> None:
    bill = EXPORT_RULES[rule](IMPORT, EXPORT * 0.0, ROUND, 0.0)
    assert bill.net_cost == pytest.approx(1800 * 600.0)
    assert bill.notes == ()


@pytest.mark.parametrize("rule", EXPORT_RULES)
@given(
    bought=st.tuples(*[st.floats(0.0, 1e6)] * 3),
    sold=st.tuples(*[st.floats(0.0, 1e6)] * 3),
    plant_ac_kw=st.floats(0.1, 1000.0),
)
def test_every_rule_keeps_the_energy_and_never_pays_more_than_the_price(
    rule: str,
    bought: tuple[float, float, float],
    sold: tuple[float, float, float],
    plant_ac_kw: float,
) -> None:
    bill = EXPORT_RULES[rule](by_month(*bought), by_month(*sold), ROUND, plant_ac_kw)
    monthly = bill.monthly
    split = monthly["credited_kwh"] + monthly["surplus_kwh"]
    assert np.allclose(split, monthly["export_kwh"], rtol=1e-12, atol=0.0)
    assert (monthly["credited_kwh"] <= monthly["import_kwh"]).all()
    assert (monthly["credit_value"] <= monthly["credited_kwh"] * ROUND.price_per_kwh).all()
    parts = bill.energy_cost - bill.credit_value - bill.surplus_income
    assert bill.net_cost == pytest.approx(parts, rel=1e-9, abs=1e-3)  # of amounts up to 1e9
    assert bill.import_kwh == pytest.approx(sum(bought), rel=1e-12)


def test_months_are_those_of_the_local_clock() -> None:
    # 23:00 on 31 January in Bogota is already February in UTC.
    last = pd.date_range("2026-01-31 23:00", periods=1, freq="h", tz="America/Bogota")
    bill = EXPORT_RULES["none"](
        pd.Series([7.0], index=last), pd.Series([0.0], index=last), ROUND, 1.0
    )
    assert [str(month) for month in bill.monthly.index] == ["2026-01"]


def test_a_tariff_without_components_cannot_be_credited_but_can_be_charged() -> None:
    flat = flat_tariff(600.0, "COP", year=2026)
    with pytest.raises(InputError, match="components"):
        EXPORT_RULES["creg174"](IMPORT, EXPORT, flat, 50.0)
    assert EXPORT_RULES["none"](IMPORT, EXPORT, flat, 50.0).net_cost == pytest.approx(1.08e6)


@pytest.mark.parametrize("plant_ac_kw", [1000.1, -1.0, math.nan, 0.0])
def test_a_plant_outside_the_rule_is_refused_by_name(plant_ac_kw: float) -> None:
    with pytest.raises(InputError, match="plant_ac_kw"):
        EXPORT_RULES["creg174"](IMPORT, EXPORT, ROUND, plant_ac_kw)


def test_one_megawatt_is_still_within_the_rule() -> None:
    assert credit_per_kwh(ROUND, 1000.0) == pytest.approx(300.0)


@pytest.mark.parametrize("rule", EXPORT_RULES)
@pytest.mark.parametrize("wrong", [math.nan, -1.0, math.inf])
def test_a_missing_or_negative_energy_is_refused_with_its_hour(rule: str, wrong: float) -> None:
    broken = IMPORT.copy()
    broken.iloc[5] = wrong
    with pytest.raises(InputError, match=r"import_kwh.*2026-01-01 05:00"):
        EXPORT_RULES[rule](broken, EXPORT, ROUND, 50.0)
    with pytest.raises(InputError, match="export_kwh"):
        EXPORT_RULES[rule](IMPORT, EXPORT.where(EXPORT > 0), ROUND, 50.0)


def test_energies_on_different_times_are_refused() -> None:
    with pytest.raises(InputError, match="same times"):
        EXPORT_RULES["none"](IMPORT, EXPORT.iloc[1:], ROUND, 50.0)
    with pytest.raises(InputError, match="indexed by time"):
        EXPORT_RULES["none"](IMPORT.reset_index(drop=True), EXPORT, ROUND, 50.0)


def test_the_rules_numbers_name_each_component_for_both_sizes() -> None:
    facts = read_facts("project_finance", "export_rules/creg174.csv")
    charges = {f"{size}_charges_{name}" for size in ("small", "large") for name in COMPONENTS}
    assert set(facts["key"]) == {*charges, "largest_plant_ac_kw", "small_plant_ac_kw"}
    assert set(facts["trust"]) == {"secondary"}


def three_hours(*kwh: float) -> pd.Series:
    """Return energies of the first three hours of January."""
    return pd.Series(kwh, index=HOURS[:3])


def test_surplus_is_paid_at_the_spot_price_of_the_hours_after_the_import_is_reached() -> None:
    # Import 100: the first 60 and 40 of the 80 in the second hour are credited; 40 of the second
    # hour at 200 and the 10 of the third at 500 are paid: 8,000 + 5,000.
    spot = three_hours(900.0, 200.0, 500.0)
    bill = EXPORT_RULES["creg174"](
        three_hours(100.0, 0.0, 0.0),
        three_hours(60.0, 80.0, 10.0),
        replace(ROUND, spot_price_by_hour=spot),
        99.0,
    )
    assert bill.credited_kwh == pytest.approx(100.0)
    assert bill.surplus_kwh == pytest.approx(50.0)
    assert bill.surplus_income == pytest.approx(13_000.0)
    assert any("Surplus begins" in str(note.what) for note in bill.notes)


@given(
    bought=st.lists(st.floats(0.0, 1e4), min_size=90, max_size=90),
    sold=st.lists(st.floats(0.0, 1e4), min_size=90, max_size=90),
)
def test_a_flat_series_of_spot_prices_pays_as_the_mean_does(
    bought: list[float], sold: list[float]
) -> None:
    noons = HOURS[HOURS.hour == 12]
    energies = pd.Series(bought, index=noons), pd.Series(sold, index=noons)
    hourly = replace(ROUND, spot_price_by_hour=pd.Series(250.0, index=noons))
    one, other = (EXPORT_RULES["creg174"](*energies, tariff, 99.0) for tariff in (ROUND, hourly))
    assert other.surplus_income == pytest.approx(one.surplus_income, rel=1e-9, abs=1e-3)


def test_a_spot_series_must_be_on_the_times_of_the_energies_and_finite() -> None:
    for spot, words in (
        (three_hours(1.0, 2.0, 3.0).iloc[1:], "same times"),
        (three_hours(1.0, math.nan, 3.0), "2026-01-01 01:00"),
    ):
        with pytest.raises(InputError, match=f"spot_price_by_hour.*{words}"):
            EXPORT_RULES["creg174"](
                three_hours(1.0, 0.0, 0.0),
                three_hours(2.0, 0.0, 0.0),
                replace(ROUND, spot_price_by_hour=spot),
                99.0,
            )


def test_a_fitted_tariff_hands_on_the_spot_series_it_is_given_and_no_other() -> None:
    spot = three_hours(1.0, 2.0, 3.0)
    fitted = fit_tariff(ROUND, price_per_kwh=600.0, study_year=2026, spot_price_by_hour=spot)
    assert fitted.spot_price_by_hour is spot
    again = fit_tariff(fitted, price_per_kwh=600.0, study_year=2026)
    assert again.spot_price_by_hour is None
