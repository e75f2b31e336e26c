"""Tax incentives against their closed forms and published worth, with caps, carry-over and loss."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from equipment_catalog.errors import InputError
from equipment_catalog.tables import read_facts
from project_finance.depreciation import straight_line
from project_finance.incentives import IncentiveRules, incentive_notes, read_incentives
from project_finance.metrics import npv
from project_finance.tax import TaxFlow, tax_flow

CO = read_incentives("CO")
PE = read_incentives("PE")
RICH = 1e6
DEDUCTION_ONLY = replace(CO, accelerated_depreciation_fraction=CO.ordinary_depreciation_fraction)
DEPRECIATION_ONLY = replace(CO, deduction_fraction=0.0)
TRUST = {"published", "secondary", "computed", "memory", "disputed", "assumption"}


def benefit(tax: TaxFlow, rate: float) -> float:
    """Return the present value of the tax that is saved."""
    return -npv(rate, [0.0, *tax.yearly["tax_delta"]])


def worth_to_the_rich(rules: IncentiveRules, rate: float) -> float:
    """Return the benefit of 100 invested by somebody with ample income, over 15 years."""
    return benefit(
        tax_flow([0.0] * 15, capex=100.0, rules=rules, other_taxable_income=RICH),
        rate,
    )


# Of 100 invested, at 35 %: 50 x 0.35 a year late, a third over 3 years, a tenth over 10.
@pytest.mark.parametrize(
    ("rate", "deduction", "three_years", "ten_years", "gain"),
    [(0.10, 15.9, 29.0, 21.5, 23.4), (0.14, 15.4, 27.1, 18.3, 24.2)],
)
def test_the_colombian_incentives_have_their_published_worth(
    rate: float, deduction: float, three_years: float, ten_years: float, gain: float
) -> None:
    ordinary = worth_to_the_rich(CO.ordinary(), rate)
    assert worth_to_the_rich(DEPRECIATION_ONLY, rate) == pytest.approx(three_years, abs=0.05)
    assert ordinary == pytest.approx(ten_years, abs=0.05)
    only = worth_to_the_rich(DEDUCTION_ONLY, rate) - ordinary
    assert only == pytest.approx(deduction, abs=0.051)  # 15.35 is printed as 15.4
    assert worth_to_the_rich(CO, rate) - ordinary == pytest.approx(gain, abs=0.05)


def test_the_peruvian_depreciation_has_its_published_worth() -> None:
    assert worth_to_the_rich(PE, 0.10) == pytest.approx(22.4, abs=0.05)
    assert worth_to_the_rich(PE.ordinary(), 0.10) == pytest.approx(18.1, abs=0.05)


# 300 M COP of capex, at 10 %; income of the mine -> worth of the deduction in % of capex.
@pytest.mark.parametrize(
    ("income", "worth", "lost"),
    [(400, 15.9, 0.0), (150, 15.2, 0.0), (60, 13.3, 0.0), (30, 10.8, 0.0), (10, 4.4, 75.0)],
)
def test_a_small_taxpayer_gets_less_of_the_deduction_and_loses_the_rest(
    income: float, worth: float, lost: float
) -> None:
    # Savings equal to the depreciation leave the mine's own income as the base of the cap.
    savings = straight_line(300.0, fraction_per_year=0.10, years=20)
    tax = tax_flow(savings, capex=300.0, rules=DEDUCTION_ONLY, other_taxable_income=income)
    assert 100 * benefit(tax, 0.10) / 300 == pytest.approx(worth, abs=0.05)
    assert tax.deduction_lost == pytest.approx(lost)
    assert (len(tax.notes) > 0) == (lost > 0)


def test_the_deduction_stops_after_its_fifteenth_year() -> None:
    tax = tax_flow([30.0] * 20, capex=300.0, rules=DEDUCTION_ONLY, other_taxable_income=10.0)
    used = tax.yearly["deduction_used"]
    # Years 1-10: 10 + 30 - 30 of depreciation = 10, half of it; years 11-15: 40, half of it.
    assert used.to_list() == pytest.approx([5.0] * 10 + [20.0] * 5 + [0.0] * 5)
    assert tax.deduction_lost == pytest.approx(0.0)
    poorer = tax_flow([20.0] * 20, capex=300.0, rules=DEDUCTION_ONLY, other_taxable_income=0.0)
    # Depreciation of 30 leaves nothing for ten years; then 20 a year, half of it, five times.
    assert poorer.yearly["deduction_used"].to_list() == pytest.approx(
        [0.0] * 10 + [10.0] * 5 + [0.0] * 5
    )
    assert poorer.deduction_lost == pytest.approx(100.0)


def test_a_loss_is_carried_forward_oldest_first() -> None:
    # Depreciation 40 + 40 + 20 against savings of 10: losses of 30, 30, 10; then gains of 50.
    rules = replace(DEPRECIATION_ONLY, accelerated_depreciation_fraction=0.4)
    tax = tax_flow([10, 10, 10, 50, 50], capex=100.0, rules=rules, other_taxable_income=0.0)
    assert tax.yearly["loss_used"].to_list() == pytest.approx([0, 0, 0, 50, 20])
    assert tax.yearly["taxable_income"].to_list() == pytest.approx([0, 0, 0, 0, 30])
    assert tax.yearly["tax_delta"].to_list() == pytest.approx([0, 0, 0, 0, 30 * 0.35])
    assert tax.losses_unused == pytest.approx(0.0)


def test_a_loss_lapses_after_its_years() -> None:
    rules = replace(CO.ordinary(), loss_carry_forward_years=2)
    income = [-100.0, 0.0, 0.0, 80.0]
    tax = tax_flow([0.0] * 4, capex=0.0, rules=rules, other_taxable_income=income)
    assert tax.yearly["tax_with_project"].iloc[-1] == pytest.approx(80 * 0.35)
    assert tax.losses_unused == pytest.approx(100.0)
    kept = replace(rules, loss_carry_forward_years=3)
    tax = tax_flow([0.0] * 4, capex=0.0, rules=kept, other_taxable_income=income)
    assert tax.yearly["tax_with_project"].iloc[-1] == 0.0
    assert tax.losses_unused == pytest.approx(20.0)


def test_only_what_has_the_certificate_earns_the_incentives() -> None:
    tax = tax_flow(
        [0.0] * 15, capex=100.0, incentive_capex=60.0, rules=CO, other_taxable_income=RICH
    )
    # 60 over three years and a deduction of 30; 40 over ten years.
    assert tax.yearly["depreciation"].to_list() == pytest.approx([24.0] * 3 + [4.0] * 7 + [0.0] * 5)
    assert tax.yearly["deduction_used"].sum() == pytest.approx(30.0)


def test_what_is_not_depreciated_by_the_horizon_is_written_off_with_the_plant() -> None:
    tax = tax_flow([0.0] * 4, capex=100.0, rules=CO.ordinary(), other_taxable_income=RICH)
    assert tax.yearly["depreciation"].to_list() == pytest.approx([10, 10, 10, 70])


incomes = st.lists(st.floats(-200.0, 500.0), min_size=16, max_size=16)


@given(incomes, incomes, st.floats(0.0, 1000.0))
def test_incentives_never_save_more_than_the_tax_otherwise_due(
    other: list[float], savings: list[float], capex: float
) -> None:
    tax = tax_flow(savings, capex=capex, rules=CO, other_taxable_income=other)
    yearly = tax.yearly
    tight = 1e-9 * (1 + capex + 500)
    assert (yearly["tax_with_project"] >= 0).all()
    assert (-yearly["tax_delta"] <= yearly["tax_without_project"] + tight).all()
    cap = 0.5 * yearly["income_before_deduction"].clip(lower=0)
    assert (yearly["deduction_used"] <= cap + tight).all()
    total = yearly["deduction_used"].sum() + tax.deduction_lost
    assert total == pytest.approx(0.5 * capex, abs=tight)
    assert yearly["depreciation"].sum() == pytest.approx(capex, abs=tight)


@given(incomes, incomes, st.floats(0.0, 1000.0))
def test_incomes_losses_and_deductions_balance(
    other: list[float], savings: list[float], capex: float
) -> None:
    tax = tax_flow(savings, capex=capex, rules=CO, other_taxable_income=other)
    sums = tax.yearly.sum()
    # taxed = income - deductions, except for losses that were never set off
    income = sums["income_before_deduction"] - sums["deduction_used"] + tax.losses_unused
    assert sums["taxable_income"] == pytest.approx(income, abs=1e-6)


def test_savings_without_capex_are_taxed_at_the_rate() -> None:
    tax = tax_flow([100.0] * 3, capex=0.0, rules=CO, other_taxable_income=50.0)
    assert tax.yearly["tax_delta"].to_list() == pytest.approx([35.0] * 3)


def test_the_deduction_alone_never_brings_tax_below_the_minimum_but_fast_writing_off_can() -> None:
    # With ordinary depreciation tax is at least 35 % x 50 % = 17.5 % of book profit.
    slow = tax_flow([30.0] * 15, capex=300.0, rules=DEDUCTION_ONLY, other_taxable_income=10.0)
    assert not any("minimum" in str(note.what) for note in slow.notes)
    # 100 a year in three years against 30 of book depreciation: no taxable income, book profit 80.
    fast = tax_flow([10.0] * 15, capex=300.0, rules=CO, other_taxable_income=100.0)
    said = [str(note.value) for note in fast.notes if "minimum" in str(note.what)]
    assert said == ["15%"]


@pytest.mark.parametrize("country", ["CO", "PE"])
def test_every_tax_rule_has_its_source_year_and_trust(country: str) -> None:
    facts = read_facts("project_finance", f"incentives/{country}.csv")
    assert list(facts.columns) == [
        "key",
        "value",
        "unit",
        "source",
        "year",
        "trust",
        "note",
        "description",
    ]
    assert facts[["key", "value", "unit", "source", "year", "trust"]].notna().all(axis=None)
    assert facts["key"].is_unique
    assert set(facts["trust"]) <= TRUST


def test_what_is_only_remembered_is_named_in_the_notes() -> None:
    said = " ".join(str(note.what) for note in incentive_notes("CO"))
    for key in (
        "Rate of income tax",
        "Ordinary depreciation",
        "tax loss",
    ):
        assert key in said
    assert "deduction_fraction" not in said


def test_incentives_hold_in_their_years_only() -> None:
    assert CO.in_year(2026) is CO
    assert CO.in_year(2052).deduction_fraction == 0.0
    assert PE.in_year(2031).accelerated_depreciation_fraction == 0.10


def test_an_unknown_country_is_refused_with_the_known_ones() -> None:
    with pytest.raises(InputError, match="CO, PE"):
        read_incentives("EC")


@pytest.mark.parametrize(
    ("changed", "named"),
    [
        ({"capex": -1.0}, "capex"),
        ({"capex": math.nan}, "capex"),
        ({"incentive_capex": 101.0}, "incentive_capex"),
        ({"other_taxable_income": math.nan}, "other_taxable_income"),
        ({"other_taxable_income": [1.0, 2.0]}, "other_taxable_income"),
        ({"net_savings": [1.0, math.nan, 1.0]}, "net_savings"),
    ],
)
def test_wrong_tax_input_is_refused_by_name(changed: dict[str, object], named: str) -> None:
    given_input = {
        "net_savings": [1.0] * 3,
        "capex": 100.0,
        "rules": CO,
        "other_taxable_income": 10.0,
    }
    with pytest.raises(InputError, match=named):
        tax_flow(**(given_input | changed))  # type: ignore[arg-type]


def test_a_depreciation_of_nothing_or_more_than_all_a_year_is_refused() -> None:
    for fraction in (0.0, 1.1, math.nan):
        with pytest.raises(InputError, match="fraction_per_year"):
            straight_line(100.0, fraction_per_year=fraction, years=5)


@given(st.floats(0.01, 1.0), st.integers(1, 40))
def test_depreciation_is_level_until_nothing_is_left(fraction: float, years: int) -> None:
    yearly = straight_line(100.0, fraction_per_year=fraction, years=years)
    assert yearly.sum() == pytest.approx(100.0)
    assert (yearly >= 0).all()
    assert np.all(yearly[:-1] <= 100 * fraction + 1e-9)


def test_a_year_of_the_rules_is_said_as_a_year_and_its_country_by_name() -> None:
    said = {str(note.what): note.value for note in incentive_notes("PE")}
    assert str(said["Peru: Last year of the incentives"]) == "2030"
