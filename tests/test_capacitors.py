from __future__ import annotations

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from equipment_catalog.capacitors import (
    bank_loss_kw,
    bank_step_kvar,
    correction_kvar,
    fixed_banks_kvar,
    stepped_bank_kvar,
)
from equipment_catalog.errors import InputError
from equipment_catalog.supply_prices import (
    installed_bank_price_usd,
    installed_panel_price_usd,
    installed_transformer_price_usd,
)

factors = st.floats(0.3, 1.0)


@pytest.mark.parametrize(
    ("active_kw", "before", "after", "expected"),
    [
        (100, 0.80, 0.95, 42.132),  # 0.75 - 0.328684
        (100, 0.70, 0.90, 53.588),  # 1.020204 - 0.484322
        (250, 0.60, 1.00, 333.333),  # 4/3
        (87, 0.87, 0.95, 20.7097),  # unit test of MEASUR: 100 kVA and 87 kW to 0.95
        (388.8, 0.80, 0.95, 163.8076),  # MEASUR 1.2.5, 486 kVA at 0.8; as its worked example
        (250, 0.60, 0.90, 212.2528),  # MEASUR 1.2.5
        (0, 0.60, 1.00, 0),
        (100, 0.95, 0.90, 0),  # better than asked
    ],
)
def test_capacitors_are_active_power_times_the_difference_of_tangents(
    active_kw, before, after, expected
):
    needed = correction_kvar(active_kw, power_factor=before, target_power_factor=after)
    assert needed == pytest.approx(expected, abs=0.001)


@given(active_kw=st.floats(1, 1000), before=factors, after=factors)
def test_with_its_capacitors_a_load_has_the_power_factor_it_was_promised(active_kw, before, after):
    assume(after > before)
    fed = correction_kvar(active_kw, power_factor=before, target_power_factor=after)
    reactive = active_kw * np.tan(np.arccos(before)) - fed
    # near a power factor of 1 the arc cosine keeps only half of the digits
    assert active_kw / np.hypot(active_kw, reactive) == pytest.approx(after, rel=1e-6)


@given(needed=st.floats(0.1, 5000))
def test_a_stepped_bank_covers_the_need_with_whole_equal_steps(needed: float) -> None:
    bank = stepped_bank_kvar(needed)
    step = bank_step_kvar(bank)
    assert bank >= needed
    assert bank - needed < step
    assert bank / step == pytest.approx(round(bank / step))
    if bank <= 600:  # six steps of the largest unit, 100 kvar
        assert round(bank / step) <= 6


def test_fixed_banks_are_the_sums_of_standard_units_up_to_their_limit() -> None:
    units = [5, 7.5, 10, 12.5, 15, 20, 25]
    sums = {a + b + c for a in units for b in [0, *units] for c in [0, *units]}
    assert fixed_banks_kvar(60).tolist() == sorted(total for total in sums if total <= 60)


@given(limit=st.floats(0, 5000))
def test_no_fixed_bank_exceeds_its_limit_and_the_next_one_would(limit: float) -> None:
    banks = fixed_banks_kvar(limit)
    assert (banks.size == 0) == (limit < 5)
    assert banks.size == 0 or banks[-1] <= limit < banks[-1] + 2.5


def test_a_bank_switched_off_loses_nothing_and_a_hundred_kvar_fifty_watts() -> None:
    assert bank_loss_kw(np.array([0.0, 100.0])).tolist() == [0.0, 0.05]


@pytest.mark.parametrize("wrong", [-1.0, float("nan")])
def test_impossible_needs_are_refused(wrong: float) -> None:
    for size in (fixed_banks_kvar, stepped_bank_kvar):
        with pytest.raises(InputError, match=r"kvar: (-1\.0|nan) is not accepted"):
            size(wrong)


def test_prices_are_ex_works_with_freight_tax_and_fitting() -> None:
    # x 1.3 landed x 1.15 fitted
    assert installed_bank_price_usd(40, is_stepped=False, is_detuned=False) == pytest.approx(
        (150 + 40 * 22.5) * 1.495
    )
    assert installed_bank_price_usd(40, is_stepped=True, is_detuned=True) == pytest.approx(
        (600 + 40 * 60 * 1.6) * 1.495
    )
    # 120 x 81^0.75 = 120 x 27, low losses x 1.2
    assert installed_transformer_price_usd(81) == pytest.approx(120 * 27 * 1.2 * 1.495)
    assert installed_panel_price_usd([0, 3]) == pytest.approx([900 * 1.495, 1950 * 1.495])
