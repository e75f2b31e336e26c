"""Worth and rates of return of dated amounts against Excel's examples and another tool."""

from __future__ import annotations

import math
from datetime import date, timedelta

import numpy as np
import pytest
import pyxirr
from hypothesis import assume, given
from hypothesis import strategies as st

from equipment_catalog.errors import InputError
from project_finance.dated_flows import xirr, xnpv
from project_finance.irr import irr

START = date(2025, 1, 1)
EXCEL = [-10_000.0, 2750.0, 4250.0, 3250.0, 2750.0]
EXCEL_DAYS = [
    date(2008, 1, 1),
    date(2008, 3, 1),
    date(2008, 10, 30),
    date(2009, 2, 15),
    date(2009, 4, 1),
]

gaps = st.lists(st.integers(1, 900), min_size=2, max_size=12)


def test_excels_documented_example_of_xirr_is_met() -> None:
    # Microsoft, XIRR function: 0.373362535; Excel stops at 1e-8 of the rate.
    assert xirr(EXCEL, EXCEL_DAYS).rate == pytest.approx(0.373362535, abs=1e-8)


def test_excels_documented_example_of_xnpv_is_met() -> None:
    # Microsoft, WorksheetFunction.Xnpv: the same amounts at 9 % are worth 2086.6476.
    assert xnpv(0.09, EXCEL, EXCEL_DAYS) == pytest.approx(2086.6476, abs=5e-5)


def test_the_order_of_the_days_does_not_matter_and_those_of_one_day_add_up() -> None:
    order = [3, 0, 4, 2, 1]
    mixed = xirr([EXCEL[i] for i in order], [EXCEL_DAYS[i] for i in order])
    assert mixed.rate == pytest.approx(xirr(EXCEL, EXCEL_DAYS).rate, rel=1e-13)
    split = xirr([-6000, -4000, *EXCEL[1:]], [EXCEL_DAYS[0], *EXCEL_DAYS])
    assert split.rate == pytest.approx(xirr(EXCEL, EXCEL_DAYS).rate, rel=1e-13)


def test_days_may_be_texts_or_numpy_days() -> None:
    texts = [day.isoformat() for day in EXCEL_DAYS]
    assert xirr(EXCEL, texts) == xirr(EXCEL, EXCEL_DAYS)
    assert xirr(EXCEL, np.array(texts, dtype="datetime64[D]")) == xirr(EXCEL, EXCEL_DAYS)


def test_amounts_a_common_year_apart_have_the_rates_of_yearly_amounts() -> None:
    days = [START + timedelta(days=365 * year) for year in range(4)]
    flow = [-1000.0, 3600.0, -4310.0, 1716.0]
    assert xirr(flow, days).roots == pytest.approx(irr(flow).roots, rel=1e-9)
    assert xirr(flow, days).roots == pytest.approx([0.1, 0.2, 0.3], abs=1e-9)


@given(gaps, st.data())
def test_dated_amounts_have_the_rate_another_tool_finds(
    days: list[int], data: st.DataObject
) -> None:
    due = [START, *(START + timedelta(days=int(day)) for day in np.cumsum(days))]
    inflow = data.draw(
        st.lists(st.floats(1.0, 1e4), min_size=len(days), max_size=len(days)), label="inflow"
    )
    flow = [-data.draw(st.floats(1.0, 1e5), label="outlay"), *inflow]
    found = xirr(flow, due)
    assert found.conventional
    assert found.rate is not None
    assume(-0.9 < found.rate < 10)  # beyond it the peer's absolute tolerance decides
    assert found.rate == pytest.approx(pyxirr.xirr(due, flow), abs=1e-6)
    assert xnpv(found.rate, flow, due) == pytest.approx(0.0, abs=1e-10 * sum(map(abs, flow)))
    assert xnpv(0.07, flow, due) == pytest.approx(pyxirr.xnpv(0.07, due, flow), rel=1e-12, abs=1e-8)


def test_money_doubled_overnight_has_an_infinite_yearly_rate_and_no_warning() -> None:
    assert xirr([-1.0, 10.0], [START, START + timedelta(days=1)]).rate == math.inf


def test_amounts_of_one_day_or_one_sign_have_no_rate() -> None:
    assert xirr([-1.0, 2.0], [START, START]).rate is None
    assert xirr([1.0, 2.0], EXCEL_DAYS[:2]).rate is None


@pytest.mark.parametrize(
    "dates", [["2025-01-01"], ["2025-01-01", "soon"], ["2025-01-01", "NaT"], [1.5, 2.5]]
)
def test_days_with_a_hole_are_refused_by_name(dates: list[str]) -> None:
    with pytest.raises(InputError, match="dates"):
        xirr([-1.0, 2.0], dates)


def test_a_hole_in_the_amounts_or_an_impossible_rate_is_refused_by_name() -> None:
    with pytest.raises(InputError, match="cash_flow"):
        xirr([-1.0, math.nan], EXCEL_DAYS[:2])
    with pytest.raises(InputError, match="rate"):
        xnpv(-1.0, [-1.0, 2.0], EXCEL_DAYS[:2])
    with pytest.raises(InputError, match="hurdle_rate"):
        xirr([-1.0, 2.0], EXCEL_DAYS[:2], hurdle_rate=-1.0)
