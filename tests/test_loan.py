"""Loan payments against Excel's documented examples, numpy-financial and book-keeping."""

from __future__ import annotations

import math

import numpy_financial as npf
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from equipment_catalog.errors import InputError
from project_finance.loan import debt_service_coverage, payment, schedule

rates = st.one_of(st.just(0.0), st.floats(1e-6, 0.5))
terms = st.integers(1, 60)
principals = st.floats(1.0, 1e12)


def test_excels_documented_payment_example_is_met() -> None:
    assert payment(0.08 / 12, 10, 10_000) == pytest.approx(1037.03, abs=0.005)


def test_without_interest_the_principal_is_divided_evenly() -> None:
    assert payment(0.0, 8, 100.0) == 12.5


def test_a_vanishing_rate_tends_to_the_even_division() -> None:
    # First order: P/n x (1 + r (n+1)/2); at 1e-12 the second term is 3e-11 of the first.
    assert payment(1e-12, 60, 6000.0) == pytest.approx(100.0 * (1 + 30.5e-12), rel=1e-14)


@given(st.floats(1e-4, 0.5), terms, principals)
def test_payments_agree_with_numpy_financial(rate: float, periods: int, principal: float) -> None:
    assert payment(rate, periods, principal) == pytest.approx(
        -npf.pmt(rate, periods, principal), rel=1e-9
    )


@given(rates, terms, principals)
def test_the_schedule_balances(rate: float, periods: int, principal: float) -> None:
    loan = schedule(rate, periods, principal)
    close = pytest.approx
    assert loan["opening"].iloc[0] == principal
    assert loan["closing"].iloc[-1] == 0.0
    assert loan["opening"].iloc[-1] == close(loan["principal"].iloc[-1], rel=1e-6)
    assert loan["principal"].sum() == close(principal, rel=1e-9)
    tight = 1e-9 * principal
    assert (loan["interest"] + loan["principal"] - loan["payment"]).abs().max() <= tight
    assert (loan["interest"] - loan["opening"] * rate).abs().max() <= tight
    assert (loan["opening"].shift(-1) - loan["closing"]).abs().max() <= tight or periods == 1


@given(rates, terms, principals)
def test_the_payments_are_worth_the_principal(rate: float, periods: int, principal: float) -> None:
    paid = payment(rate, periods, principal)
    worth = math.fsum(paid / (1 + rate) ** k for k in range(1, periods + 1))
    assert worth == pytest.approx(principal, rel=1e-9)


def test_coverage_is_reckoned_in_the_years_of_debt_only() -> None:
    cash = pd.Series({0: -100.0, 1: 30.0, 2: 24.0, 3: 50.0})
    due = pd.Series({1: 20.0, 2: 20.0, 3: 0.0})
    assert debt_service_coverage(cash, due).to_dict() == pytest.approx({1: 1.5, 2: 1.2})


@pytest.mark.parametrize(
    ("rate", "periods", "principal", "named"),
    [
        (-1.0, 10, 100.0, "rate"),
        (math.nan, 10, 100.0, "rate"),
        (0.1, 0, 100.0, "periods"),
        (0.1, 2.5, 100.0, "periods"),
        (0.1, 10, -1.0, "principal"),
        (0.1, 10, math.nan, "principal"),
    ],
)
def test_a_wrong_loan_is_refused_by_the_name_of_what_is_wrong(
    rate: float, periods: int, principal: float, named: str
) -> None:
    with pytest.raises(InputError, match=named):
        payment(rate, periods, principal)


def test_debt_service_in_a_year_without_known_cash_is_refused() -> None:
    with pytest.raises(InputError, match="available"):
        debt_service_coverage(pd.Series({1: 5.0}), pd.Series({1: 1.0, 2: 1.0}))
    with pytest.raises(InputError, match="debt_service"):
        debt_service_coverage(pd.Series({1: 5.0}), pd.Series({1: math.nan}))
