"""Loans of each kind, their account, reserve and cover, by hand and by what must always hold."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from equipment_catalog.errors import InputError
from project_finance.debt.bullet import bullet_payments
from project_finance.debt.cover import cover
from project_finance.debt.equal_principal import equal_principal_payments
from project_finance.debt.ledger import ledger
from project_finance.debt.reserve import reserve_account
from project_finance.debt.sculpted import sculpted_payments
from project_finance.debt.sizing import loan_amount, loan_payments
from project_finance.debt.terms import DebtTerms

close = pytest.approx


@st.composite
def any_terms(draw):
    kind = draw(st.sampled_from(["annuity", "equal_principal", "bullet", "sculpted"]))
    years = draw(st.integers(1, 20))
    return DebtTerms(
        kind=kind,
        rate=draw(st.one_of(st.just(0.0), st.floats(1e-4, 0.4))),
        years=years,
        grace_years=draw(st.integers(0, years - 1)),
        grace_interest=draw(st.sampled_from(["paid", "capitalised"])),
        loan_amount=100.0,
        dscr_target=1.3 if kind == "sculpted" else None,
        currency_growth_fraction_per_year=draw(st.sampled_from([0.0, 0.04, -0.02])),
    )


cash_rows = st.lists(st.floats(1.0, 1e3), min_size=20, max_size=25)


def account_of(terms, cash, amount):
    return ledger(
        terms.rate,
        loan_payments(terms, cash, amount),
        currency_growth_fraction_per_year=terms.currency_growth_fraction_per_year,
    )


def test_equal_principal_pays_the_same_part_and_interest_on_the_rest():
    terms = DebtTerms(kind="equal_principal", rate=0.12, years=4, loan_amount=1000.0)
    account = account_of(terms, [0.0] * 4, 1000.0)
    assert account["principal"].to_list() == close([250.0] * 4)
    assert account["interest"].to_list() == close([120.0, 90.0, 60.0, 30.0])
    assert account["closing"].to_list() == close([750.0, 500.0, 250.0, 0.0])


def test_paid_grace_leaves_the_loan_and_capitalised_grace_lets_it_grow():
    paid = DebtTerms(kind="equal_principal", rate=0.10, years=4, grace_years=2, loan_amount=1000.0)
    assert loan_payments(paid, [0.0] * 4, 1000.0).tolist() == close([100.0, 100.0, 600.0, 550.0])
    grown = DebtTerms(
        kind="equal_principal",
        rate=0.10,
        years=4,
        grace_years=2,
        grace_interest="capitalised",
        loan_amount=1000.0,
    )
    # 1000 x 1.1^2 = 1210, repaid as 605 twice with interest of 121 and 60.5.
    account = account_of(grown, [0.0] * 4, 1000.0)
    assert account["payment"].to_list() == close([0.0, 0.0, 726.0, 665.5])
    assert account["closing"].to_list() == close([1100.0, 1210.0, 605.0, 0.0])
    assert account["principal"].to_list() == close([-100.0, -110.0, 605.0, 605.0])


def test_a_bullet_repays_nothing_before_its_end():
    terms = DebtTerms(kind="bullet", rate=0.07, years=5, loan_amount=300.0)
    account = account_of(terms, [0.0] * 5, 300.0)
    assert account["principal"].to_list() == [0.0, 0.0, 0.0, 0.0, close(300.0)]


@given(st.floats(1e-6, 1.0), st.integers(1, 40), st.sampled_from([0.0, 0.04, -0.02]))
def test_no_rounding_of_a_bullet_looks_like_interest_unpaid(rate, years, rise):
    terms = DebtTerms(
        kind="bullet",
        rate=rate,
        years=years,
        loan_amount=300.0,
        currency_growth_fraction_per_year=rise,
    )
    principal = account_of(terms, [0.0] * years, 300.0)["principal"]
    assert (principal.iloc[:-1] == 0.0).all()
    assert principal.iloc[-1] == close(300.0 * (1 + rise) ** years, rel=1e-9)


def test_a_loan_in_a_rising_currency_costs_its_rise_as_well():
    # 100 dollars at 10 %, bullet of 2 years; 1 dollar is 1 now, 1.5 and 2.25 later.
    terms = DebtTerms(
        kind="bullet",
        rate=0.10,
        years=2,
        loan_amount=100.0,
        currency_growth_fraction_per_year=0.5,
    )
    account = account_of(terms, [0.0] * 2, 100.0)
    assert account["payment"].to_list() == close([15.0, 247.5])
    assert account["opening"].to_list() == close([100.0, 150.0])
    assert account["exchange_loss"].to_list() == close([50.0, 75.0])
    assert account["interest"].to_list() == close([15.0, 22.5])
    assert account["principal"].to_list() == close([0.0, 225.0])


@given(any_terms(), cash_rows)
def test_every_loan_ends_at_zero_when_its_account_is_kept_forward_in_its_own_currency(terms, cash):
    account = account_of(terms, cash, 100.0)
    rise = 1 + terms.currency_growth_fraction_per_year
    owed, largest = 100.0, 100.0
    for year, payment in account["payment"].items():
        owed = owed * (1 + terms.rate) - payment / rise**year
        largest = max(largest, owed)
        assert owed * rise**year == close(account.loc[year, "closing"], abs=1e-7 * largest)
    assert account["closing"].iloc[-1] == 0.0
    assert account["opening"].iloc[0] == close(100.0, rel=1e-9)


@given(any_terms(), cash_rows)
def test_an_account_balances_in_each_year(terms, cash):
    account = account_of(terms, cash, 100.0)
    tight = 1e-9 * (account["opening"].max() + account["payment"].max())
    kept = account["opening"] + account["exchange_loss"] - account["principal"]
    assert (kept - account["closing"]).abs().max() <= tight
    assert (account["interest"] + account["principal"] - account["payment"]).abs().max() <= tight


def test_sculpted_payments_follow_the_cash():
    # 0 %: 60 lent on cash of 100, 0 (a year of renewal at a loss), 50: 60/150 of each.
    payments = sculpted_payments(0.0, [100.0, -20.0, 50.0], 60.0)
    assert payments.tolist() == close([40.0, 0.0, 20.0])


def test_the_sculpted_loan_is_the_worth_of_the_cash_over_the_cover():
    # (130/1.1 + 143/1.21) / 1.3 = 100/1.1 + 110/1.21 = 181.8181...
    terms = DebtTerms(kind="sculpted", rate=0.10, years=2, dscr_target=1.3)
    amount, limit = loan_amount(terms, [130.0, 143.0, 900.0], outlay=1000.0)
    assert (amount, limit) == (close(2000.0 / 11), "cover")
    payments = loan_payments(terms, [130.0, 143.0, 900.0], amount)
    assert payments.tolist() == close([100.0, 110.0])


def test_the_gearing_cap_lowers_a_sculpted_loan_and_raises_every_cover_alike():
    terms = DebtTerms(kind="sculpted", rate=0.10, years=2, dscr_target=1.3, gearing_cap=0.5)
    cash = [130.0, 143.0]
    amount, limit = loan_amount(terms, cash, outlay=2000.0 / 11)
    assert (amount, limit) == (close(1000.0 / 11), "gearing")
    held = cover(cash, account_of(terms, cash, amount), local_rate=0.10)
    assert held.yearly["dscr"].to_list() == close([2.6, 2.6])


def test_a_loan_of_level_payments_is_lowered_to_the_worst_years_cover():
    # Annuity of 2 years at 0 %: half each year; the worst cash of 60 pays 50 at a cover of 1.2.
    terms = DebtTerms(kind="annuity", rate=0.0, years=2, loan_amount=500.0, dscr_target=1.2)
    assert loan_amount(terms, [90.0, 60.0], outlay=1000.0) == (close(100.0), "cover")


def test_without_cash_to_repay_from_a_loan_bound_to_cover_is_none():
    terms = DebtTerms(kind="sculpted", rate=0.1, years=2, dscr_target=1.3)
    assert loan_amount(terms, [0.0, -5.0], outlay=100.0) == (0.0, "cover")
    assert loan_payments(terms, [0.0, -5.0], 0.0).tolist() == [0.0, 0.0]


@given(any_terms(), cash_rows, st.floats(1.0, 3.0))
def test_the_cover_after_the_grace_is_never_below_the_target(terms, cash, target):
    bound = DebtTerms(
        kind=terms.kind,
        rate=terms.rate,
        years=terms.years,
        grace_years=terms.grace_years,
        grace_interest=terms.grace_interest,
        dscr_target=target,
        loan_fraction=1.0,
        currency_growth_fraction_per_year=terms.currency_growth_fraction_per_year,
    )
    amount, _ = loan_amount(bound, cash, outlay=1e5)
    held = cover(cash, account_of(bound, cash, amount), local_rate=bound.local_rate)
    after = held.yearly["dscr"].loc[terms.grace_years + 1 :].dropna()
    assert after.min() >= target * (1 - 1e-9)


@given(cash_rows, st.floats(0.0, 0.3), st.integers(1, 20))
def test_the_cover_over_a_loans_life_lies_between_its_worst_and_its_best_year(cash, rate, years):
    terms = DebtTerms(kind="annuity", rate=rate, years=years, loan_amount=100.0)
    held = cover(cash, account_of(terms, cash, 100.0), local_rate=rate)
    best = held.yearly["dscr"].max()
    assert held.dscr_min * (1 - 1e-9) <= held.llcr <= best * (1 + 1e-9)
    assert held.plcr >= held.llcr * (1 - 1e-12)


@given(cash_rows, st.floats(0.0, 0.3), st.integers(1, 20), st.floats(1.05, 3.0))
def test_a_sculpted_loan_covers_its_life_as_it_covers_each_year(cash, rate, years, target):
    terms = DebtTerms(kind="sculpted", rate=rate, years=years, dscr_target=target)
    amount, _ = loan_amount(terms, cash, outlay=1e9)
    held = cover(cash, account_of(terms, cash, amount), local_rate=rate, covenant_dscr=target)
    assert held.yearly["dscr"].dropna().to_numpy() == close(target)
    assert held.yearly["llcr"].dropna().to_numpy() == close(target)
    assert held.years_below_covenant == ()


def test_covers_by_hand():
    # 200 at 10 % in two equal parts: 120 and 110. Cash 150, 99, then 121 after the loan.
    account = ledger(0.10, [120.0, 110.0])
    held = cover([150.0, 99.0, 121.0], account, local_rate=0.10, covenant_dscr=1.1)
    assert held.yearly["dscr"].to_list() == close([1.25, 0.9, math.nan], nan_ok=True)
    assert (held.dscr_min, held.dscr_average) == (close(0.9), close(1.075))
    worth = 150 / 1.1 + 99 / 1.21
    assert held.llcr == close(worth / 200)
    assert held.plcr == close((worth + 121 / 1.331) / 200)
    assert held.yearly["llcr"].to_list() == close([worth / 200, 0.9, math.nan], nan_ok=True)
    assert held.yearly["headroom"].to_list() == close([18.0, -22.0, math.nan], nan_ok=True)
    assert (held.years_below_covenant, held.years_below_one) == ((2,), (2,))


def test_without_debt_there_is_no_cover():
    held = cover([100.0, 100.0], ledger(0.1, [0.0]), local_rate=0.1, covenant_dscr=1.2)
    assert (held.dscr_min, held.dscr_average, held.llcr, held.plcr) == (None, None, None, None)
    assert held.years_below_covenant == ()


def test_cash_fills_the_reserve_before_the_owner_is_paid():
    # Half of the next year's 100. Year 1 lacks 30, year 2 leaves 20, year 3 leaves 60.
    frame = reserve_account([-30.0, 20.0, 60.0, 5.0], [100.0] * 4, months=6)
    assert frame["balance"].to_list() == [50.0, 20.0, 40.0, 50.0, 0.0]
    assert frame["change"].to_list() == [50.0, -30.0, 20.0, 10.0, -50.0]
    assert frame["unmet"].to_list() == [0.0] * 5


def test_what_cash_and_reserve_cannot_pay_is_shown():
    frame = reserve_account([-80.0, 10.0], [100.0, 100.0], months=6)
    assert frame["balance"].to_list() == [50.0, 0.0, 0.0]
    assert frame["unmet"].to_list() == [0.0, 30.0, 0.0]


def test_a_loss_beyond_the_debt_service_is_not_debt_service_unmet():
    frame = reserve_account([-150.0, -40.0], [100.0, 0.0], months=0)
    assert frame["unmet"].to_list() == [0.0, 100.0, 0.0]


@given(
    st.lists(st.tuples(st.floats(-200, 500), st.floats(0, 200)), min_size=1, max_size=20),
    st.floats(0, 12),
)
def test_a_reserve_never_falls_below_zero_and_gives_back_all_it_took(years, months):
    cash, service = (list(row) for row in zip(*years, strict=True))
    frame = reserve_account(cash, service, months=months)
    assert (frame["balance"] >= 0).all()
    assert (frame["balance"] <= frame["target"]).all()
    assert frame["balance"].iloc[-1] == 0.0
    assert frame["change"].sum() == close(0.0, abs=1e-9)


@pytest.mark.parametrize(
    ("field", "given_terms"),
    [
        ("kind", {"kind": "balloon"}),
        ("grace_interest", {"grace_interest": "forgiven"}),
        ("rate", {"rate": 12.0}),
        ("rate", {"rate": math.nan}),
        ("years", {"years": 0}),
        ("years", {"years": 2.5}),
        ("grace_years", {"grace_years": 5}),
        ("grace_years", {"grace_years": -1}),
        ("loan_fraction", {"loan_fraction": 1.2, "loan_amount": None}),
        ("loan_fraction", {"loan_fraction": 0.5}),
        ("loan_fraction", {"loan_amount": None}),
        ("loan_amount", {"loan_amount": -1.0}),
        ("gearing_cap", {"gearing_cap": 70.0}),
        ("dscr_target", {"kind": "sculpted"}),
        ("dscr_target", {"dscr_target": 0.0}),
        ("covenant_dscr", {"covenant_dscr": -1.0}),
        ("reserve_months", {"reserve_months": 13.0}),
        ("currency_growth_fraction_per_year", {"currency_growth_fraction_per_year": math.nan}),
    ],
)
def test_terms_that_describe_no_loan_are_refused_by_name(field, given_terms):
    with pytest.raises(InputError, match=rf"^{field}: "):
        DebtTerms(**{"kind": "annuity", "rate": 0.1, "years": 5, "loan_amount": 9.0, **given_terms})


def test_a_loan_that_outlives_the_cash_is_refused():
    terms = DebtTerms(kind="annuity", rate=0.1, years=5, loan_amount=9.0)
    with pytest.raises(InputError, match="at most 4 years"):
        loan_amount(terms, [1.0] * 4, outlay=10.0)
    with pytest.raises(InputError, match="at most 1 years"):
        cover([1.0], ledger(0.1, [1.0, 1.0]), local_rate=0.1)


@pytest.mark.parametrize("wrong", [[1.0, math.nan], [1.0, -1.0]])
def test_a_missing_or_negative_payment_is_refused(wrong):
    with pytest.raises(InputError, match=r"^payments: "):
        ledger(0.1, wrong)


def test_sculpting_on_no_cash_or_a_reserve_of_unequal_rows_is_refused():
    with pytest.raises(InputError, match=r"^available: "):
        sculpted_payments(0.1, [0.0, -1.0], 10.0)
    with pytest.raises(InputError, match=r"^debt_service: "):
        reserve_account([1.0, 1.0], [1.0], months=6)


@pytest.mark.parametrize("payments", [bullet_payments, equal_principal_payments])
@pytest.mark.parametrize(("field", "wrong"), [("periods", 0), ("periods", 1.5), ("periods", True)])
def test_a_loan_is_repaid_in_a_whole_number_of_payments(payments, field, wrong):
    with pytest.raises(InputError, match=rf"^{field}: .*at least 1"):
        payments(0.1, wrong, 100.0)


def test_huge_and_tiny_loans_have_the_same_shape():
    terms = DebtTerms(kind="annuity", rate=0.1, years=15, grace_years=2, loan_amount=1.0)
    tiny, huge = (loan_payments(terms, [1.0] * 15, amount) for amount in (1e-6, 1e15))
    assert np.allclose(huge, tiny * 1e21, rtol=1e-12, atol=0)
