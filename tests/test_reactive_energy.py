"""Reactive energy: the worked case of a plant that worsens it, the factor M, the remedies."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from equipment_catalog.errors import InputError
from equipment_catalog.tables import read_facts
from project_finance.grid_rules import read_grid_rules
from project_finance.grid_rules.reactive_factor import reactive_factor
from project_finance.reactive_energy import reactive_bill, reactive_change, reactive_excess
from project_finance.reactive_remedy import (
    controlled_source,
    fixed_bank,
    inverter_kvar,
    kvar_needed,
)

COLOMBIA, PERU = read_grid_rules("CO").reactive, read_grid_rules("PE").reactive
TAN_090 = math.tan(math.acos(0.90))
HOURS = pd.date_range("2026-01-01", "2026-03-31 23:00", freq="h", tz="America/Bogota")
POWERS = arrays(float, 24, elements=st.floats(0.0, 500.0))


def flat(kw: float) -> pd.Series:
    return pd.Series(kw, index=HOURS)


def midday(kw: float) -> pd.Series:
    return flat(kw).where((HOURS.hour >= 10) & (HOURS.hour < 14), 0.0)


def test_a_load_at_090_is_free_and_60_percent_sun_makes_28_kvarh_of_100_kwh_excess() -> None:
    excess = reactive_excess([100.0, 40.0], [100 * TAN_090] * 2, free_fraction=0.5)
    assert excess[0] == 0.0
    assert excess[1] == pytest.approx(48.43 - 20.0, abs=0.005)


def test_while_the_plant_exports_all_inductive_energy_is_excess() -> None:
    bought = (flat(100.0) - midday(300.0)).clip(lower=0.0)
    change = reactive_change(flat(100.0), bought, flat(40.0), COLOMBIA)
    # 90 days of four hours without import
    assert change.before.excess_kvarh == 0.0
    assert change.after.excess_kvarh == pytest.approx(90 * 4 * 40.0)
    assert [note.kind for note in change.notes] == ["warning"]


def test_a_plant_that_changes_nothing_is_not_blamed() -> None:
    assert reactive_change(flat(100.0), flat(100.0), flat(40.0), COLOMBIA).notes == ()


def test_peru_sets_the_month_against_the_month() -> None:
    # 31 days: 74,400 kWh and 29,760 kvarh; 30 % of 74,400 is 22,320 and 7,440 are charged.
    january = reactive_bill(flat(100.0), flat(40.0), PERU).monthly.iloc[0]
    assert january["excess_kvarh"] == pytest.approx(7440.0)
    assert january["charged_kvarh"] == pytest.approx(7440.0)
    # 12 hours at 80 kvar and 12 at none are the same month, though the hours differ.
    uneven = flat(80.0).where(HOURS.hour < 12, 0.0)
    assert reactive_bill(flat(100.0), uneven, PERU).excess_kvarh == pytest.approx(
        reactive_bill(flat(100.0), flat(40.0), PERU).excess_kvarh
    )
    assert reactive_bill(flat(100.0), uneven, COLOMBIA).excess_kvarh == pytest.approx(
        90 * 12 * 30.0
    )


def test_one_hour_over_the_limit_makes_a_day() -> None:
    kvar = flat(40.0).where(HOURS.hour != 9, 60.0)
    kvar[HOURS.day > 7] = 40.0
    monthly = reactive_bill(flat(100.0), kvar, COLOMBIA).monthly
    assert monthly["days_over"].to_list() == [7, 7, 7]
    assert monthly["factor"].to_list() == [1.0, 1.0, 1.0]


def test_an_hour_at_the_limit_is_not_over_it_whatever_the_rounding() -> None:
    # 0.1 + 0.2 is 0.3 and 5e-17 more: at half of twice that, no hour is over.
    kvar, active = flat(0.1) + flat(0.2), 2 * flat(0.3)
    bill = reactive_bill(active, kvar, COLOMBIA)
    assert bill.monthly["days_over"].to_list() == [0, 0, 0]


def test_leading_energy_is_charged_whole_in_colombia_and_not_in_peru() -> None:
    leading = flat(-10.0)
    assert reactive_bill(flat(5.0), leading, COLOMBIA).charged_kvarh == pytest.approx(21_600.0)
    assert reactive_bill(flat(5.0), leading, PERU).charged_kvarh == 0.0


def test_the_factor_waits_twelve_months_and_then_rises_by_one_up_to_six() -> None:
    factor = reactive_factor([31] * 20, COLOMBIA)
    assert factor.tolist() == [1.0] * 12 + [2.0, 3.0, 4.0, 5.0, 6.0, 6.0, 6.0, 6.0]


def test_ten_days_do_not_count_and_eleven_do() -> None:
    assert reactive_factor([10], COLOMBIA, months_over_before=14).tolist() == [1.0]
    assert reactive_factor([11], COLOMBIA, months_over_before=14).tolist() == [4.0]


@pytest.mark.parametrize(("clear_months", "then"), [(3, 3.0), (4, 1.0)])
def test_more_than_three_clear_months_start_the_factor_again(
    clear_months: int, then: float
) -> None:
    days = [20] + [0] * clear_months + [20]
    assert reactive_factor(days, COLOMBIA, months_over_before=12)[-1] == then


def test_peru_never_multiplies() -> None:
    assert reactive_factor([31] * 24, PERU, months_over_before=24).tolist() == [1.0] * 24


def test_the_charge_is_the_excess_times_the_factor() -> None:
    bill = reactive_bill(flat(100.0), flat(60.0), COLOMBIA, months_over_before=12)
    hours = np.array([744, 672, 744])
    assert bill.monthly["charged_kvarh"].to_list() == pytest.approx(
        (hours * 10.0 * [2, 3, 4]).tolist()
    )


@given(POWERS, POWERS, POWERS, st.floats(0.0, 1.0))
def test_more_sun_never_lessens_the_excess_and_never_adds_more_than_the_free_part(
    load_kw: np.ndarray, kvar: np.ndarray, sun_kw: np.ndarray, free_fraction: float
) -> None:
    without = reactive_excess(load_kw, kvar, free_fraction=free_fraction)
    imported = np.maximum(load_kw - sun_kw, 0.0)
    with_sun = reactive_excess(imported, kvar, free_fraction=free_fraction)
    assert (with_sun >= without).all()
    assert (with_sun <= without + free_fraction * (load_kw - imported) + 1e-9).all()
    assert (with_sun <= kvar).all()


@given(POWERS, arrays(float, 24, elements=st.floats(-200.0, 500.0)), st.floats(0.0, 600.0))
def test_a_controlled_source_never_makes_the_meter_lead_and_keeps_the_balance(
    import_kw: np.ndarray, kvar: np.ndarray, size_kvar: float
) -> None:
    for step in (0.0, 12.5):
        remedy = controlled_source(
            import_kw, kvar, available_kvar=size_kvar, step_kvar=step, free_fraction=0.5
        )
        assert (remedy.supplied_kvar <= size_kvar + 1e-9).all()
        assert np.allclose(remedy.kvar + remedy.supplied_kvar, kvar, rtol=0.0, atol=1e-9)
        assert remedy.leading_kvarh == pytest.approx(-kvar[kvar < 0].sum(), abs=1e-6)
        assert remedy.excess_after_kvarh <= remedy.excess_before_kvarh


def test_the_needed_bank_leaves_nothing_and_a_smaller_one_does() -> None:
    bought, kvar = flat(100.0) - midday(60.0), flat(100 * TAN_090)
    size = kvar_needed(bought, kvar, COLOMBIA)
    assert size == pytest.approx(48.43 - 20.0, abs=0.005)
    enough = controlled_source(bought, kvar, available_kvar=size, free_fraction=0.5)
    short = controlled_source(bought, kvar, available_kvar=size - 1.0, free_fraction=0.5)
    assert enough.excess_after_kvarh == pytest.approx(0.0, abs=1e-9)
    assert short.missing_kvar == pytest.approx(1.0)
    assert short.excess_after_kvarh == pytest.approx(90 * 4 * 1.0)


@given(POWERS, POWERS)
def test_the_needed_source_of_a_month_leaves_no_excess_and_a_smaller_one_does(
    import_kw: np.ndarray, kvar: np.ndarray
) -> None:
    bought, drawn = (pd.Series(values, index=HOURS[:24]) for values in (import_kw, kvar))
    size = kvar_needed(bought, drawn, PERU)

    def left(source_kvar: float) -> float:
        supplied = np.minimum(drawn, source_kvar)
        return reactive_bill(bought, drawn - supplied, PERU).excess_kvarh

    assert left(size) == pytest.approx(0.0, abs=1e-6)
    if size > 1.0:
        assert left(size - 1.0) >= 1.0 - 1e-6  # the largest load alone draws 1 kvarh more
    else:
        assert left(0.0) <= 24 * size + 1e-6


def test_a_fixed_bank_leads_at_night_and_a_stepped_one_does_not() -> None:
    kvar = flat(5.0).where(HOURS.hour < 6, 50.0)
    fixed = fixed_bank(flat(0.0), kvar, bank_kvar=50.0, free_fraction=0.5)
    stepped = controlled_source(
        flat(0.0), kvar, available_kvar=50.0, step_kvar=5.0, free_fraction=0.5
    )
    assert fixed.leading_kvarh == pytest.approx(90 * 6 * 45.0)
    assert stepped.leading_kvarh == 0.0
    assert fixed.excess_after_kvarh == stepped.excess_after_kvarh == 0.0


def test_inverters_give_what_the_circle_leaves_and_their_own_share_at_night() -> None:
    kvar = inverter_kvar(
        [0.0, 30.0, 80.0, 99.0, 100.0], rated_kva=100.0, day_fraction=0.6, night_fraction=0.5
    )
    assert kvar.tolist() == pytest.approx([50.0, 60.0, 60.0, math.sqrt(199.0), 0.0])


def test_without_a_datasheet_the_table_says_what_inverters_give() -> None:
    facts = read_facts("project_finance", "grid_rules/inverter_reactive.csv").set_index("key")
    assert facts.loc["day_fraction", "trust"] == "memory"
    assert inverter_kvar([0.0, 10.0], rated_kva=50.0).tolist() == pytest.approx([0.0, 22.0])


def test_inverters_of_the_plant_cure_by_day_what_the_plant_made_by_day() -> None:
    sun = midday(60.0)
    bought, kvar = flat(100.0) - sun, flat(100 * TAN_090)
    available = inverter_kvar(sun, rated_kva=70.0)
    remedy = controlled_source(bought, kvar, available_kvar=available, free_fraction=0.5)
    assert remedy.excess_before_kvarh == pytest.approx(90 * 4 * (100 * TAN_090 - 20.0))
    assert remedy.excess_after_kvarh == pytest.approx(0.0, abs=1e-9)


@pytest.mark.parametrize("wrong", [math.nan, math.inf, -1.0])
def test_a_missing_or_negative_import_is_refused(wrong: float) -> None:
    with pytest.raises(InputError, match="import_kw"):
        reactive_excess([wrong, 1.0], [1.0, 1.0], free_fraction=0.5)
    with pytest.raises(InputError, match="import_kw"):
        reactive_change(flat(1.0), flat(wrong), flat(1.0), COLOMBIA)


def test_what_does_not_fit_is_refused_by_name() -> None:
    with pytest.raises(InputError, match="kvar"):
        reactive_excess([1.0, 2.0], [1.0], free_fraction=0.5)
    with pytest.raises(InputError, match="kvar"):
        reactive_excess([1.0], [math.nan], free_fraction=0.5)
    with pytest.raises(InputError, match="free_fraction"):
        reactive_excess([1.0], [1.0], free_fraction=-0.5)
    with pytest.raises(InputError, match="available_kvar"):
        controlled_source([1.0], [1.0], available_kvar=-1.0, free_fraction=0.5)
    with pytest.raises(InputError, match="ac_kw"):
        inverter_kvar([101.0], rated_kva=100.0)
    with pytest.raises(InputError, match="ac_kw"):
        inverter_kvar([math.nan], rated_kva=100.0)
    with pytest.raises(InputError, match="same times"):
        reactive_bill(flat(1.0), flat(1.0).iloc[1:], COLOMBIA)
    with pytest.raises(InputError, match="same times"):
        reactive_change(flat(1.0), flat(1.0).iloc[1:], flat(1.0), COLOMBIA)
    quarters = pd.Series(1.0, index=pd.date_range("2026-01-01", periods=8, freq="15min"))
    with pytest.raises(InputError, match="one value an hour"):
        reactive_bill(quarters, quarters, COLOMBIA)
