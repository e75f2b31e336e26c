from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from equipment_catalog.errors import InputError
from equipment_catalog.prices import (
    installed_motor_price_usd,
    installed_rewind_price_usd,
    motor_price_note,
    motor_price_usd,
)
from equipment_catalog.tables import read_facts


@pytest.mark.parametrize(
    ("rated_kw", "expected"),
    [
        (0.12, 150),  # floor
        (1, 150),  # 130 x 1 is below the floor
        (2.2, 268.52),  # 130 x 2.2^0.92: ln 2.2 = 0.788457, x 0.92 = 0.725381, e^ = 2.065518
        (7.5, 829.85),  # ln 7.5 = 2.014903, x 0.92 = 1.853711, e^ = 6.383466
        (8.0, 829.85),  # 95 x 8 = 760 is below the price at 7.5 kW, which is held
        (10, 950),  # 95 x 10
        (90, 8550),
        (1000, 95_000),
    ],
)
def test_price_of_a_4_pole_ie3_motor_by_hand(rated_kw: float, expected: float) -> None:
    assert motor_price_usd("IE3", rated_kw, 4) == pytest.approx(expected, abs=0.01)


@given(rated_kw=st.floats(0.12, 900), more=st.floats(1e-9, 100))
def test_a_bigger_motor_never_costs_less(rated_kw: float, more: float) -> None:
    small, big = motor_price_usd("IE3", [rated_kw, rated_kw + more], 4)
    assert big >= small > 0


def test_the_price_has_no_jump() -> None:
    rated_kw = np.geomspace(0.12, 1000, 100_000)
    step = rated_kw[1] / rated_kw[0] - 1
    growth = np.diff(np.log(motor_price_usd("IE3", rated_kw, 4)))
    # the steepest branch is proportional to power
    assert growth.max() <= step * (1 + 1e-6)


def test_classes_and_poles_multiply_the_price_of_a_4_pole_ie3_motor() -> None:
    of_class = motor_price_usd(["IE2", "IE3", "IE4"], 30, 4)
    assert of_class == pytest.approx([2422.5, 2850, 3420])
    of_poles = motor_price_usd("IE3", 30, [2, 4, 6, 8])
    assert of_poles == pytest.approx([2707.5, 2850, 3847.5, 5130])


def test_installed_price_is_landed_price_and_fitting() -> None:
    # 2850 x 1.3 x 1.15
    assert installed_motor_price_usd("IE3", 30, 4) == pytest.approx(4260.75)
    own = installed_motor_price_usd(
        "IE3", [30, 45], 4, landed_multiplier=1.2, installation_fraction=0.1
    )
    # 2850 x 1.2 x 1.1 and 4275 x 1.2 x 1.1
    assert own == pytest.approx([3762, 5643])


def test_rewinding_costs_a_falling_share_of_a_new_motor_and_the_same_fitting() -> None:
    # landed x (0.65 + 0.15) at 9 kW and below, x (0.45 + 0.15) from 75 kW, and midway in
    # logarithm, at 25.981 kW, x (0.55 + 0.15)
    assert installed_rewind_price_usd([7.5, 25.981, 75, 150], 4) == pytest.approx(
        [
            829.85 * 1.3 * 0.80,
            95 * 25.981 * 1.3 * 0.70,
            95 * 75 * 1.3 * 0.60,
            95 * 150 * 1.3 * 0.60,
        ],
        rel=1e-5,
    )


@given(rated_kw=st.floats(0.12, 900), more=st.floats(1e-9, 100))
def test_rewinding_is_cheaper_than_an_ie3_motor_and_dearer_for_a_bigger_one(
    rated_kw: float, more: float
) -> None:
    small, big = installed_rewind_price_usd([rated_kw, rated_kw + more], 4)
    assert 0 < small <= big
    assert small < installed_motor_price_usd("IE3", rated_kw, 4)


@pytest.mark.parametrize(
    ("arguments", "field"),
    [
        (("IE1", 30, 4), "ie_class"),
        (("IE3", 0, 4), "rated_kw"),
        (("IE3", 1001, 4), "rated_kw"),
        (("IE3", float("nan"), 4), "rated_kw"),
        (("IE3", 30, 12), "poles"),
    ],
)
def test_motors_nobody_sells_are_refused(arguments: tuple[object, ...], field: str) -> None:
    for function in (motor_price_usd, installed_motor_price_usd):
        with pytest.raises(InputError) as caught:
            function(*arguments)
        assert caught.value.problems[0].field == field


@pytest.mark.parametrize(
    "override",
    [{"landed_multiplier": 0}, {"installation_fraction": 15}, {"landed_multiplier": float("nan")}],
)
def test_overrides_that_cannot_be_are_refused(override: dict[str, float]) -> None:
    with pytest.raises(InputError, match=next(iter(override))):
        installed_motor_price_usd("IE3", 30, 4, **override)


def test_no_price_is_shown_as_sourced() -> None:
    facts = read_facts("equipment_catalog", "data/motor_prices.csv")
    assert set(facts["trust"]) == {"memory"}
    assert "memory" in str(motor_price_note().source)
