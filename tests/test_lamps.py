"""Lamps: light per watt by hand from fixture tables, kinds by the words of an inventory."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from equipment_catalog.errors import InputError
from equipment_catalog.lamps import (
    OLD_LAMPS,
    lamp_type_of_words,
    led_life_years,
    led_power_ratio,
    led_price_usd,
    light_per_watt,
)


@pytest.mark.parametrize(
    ("kind", "lumens", "lamp_w", "ballast", "maintenance"),
    [
        # MEASUR (US DOE) fixture tables, 250 W lamps.
        ("metal_halide", 17000, 250, 1.15, 0.8696),
        ("mercury", 12500, 250, 1.15, 0.79),
        ("sodium", 27000, 250, 1.2, 0.8333),
    ],
)
def test_discharge_lamps_give_the_maintained_light_of_their_fixture_table(
    kind, lumens, lamp_w, ballast, maintenance
):
    # A quarter of the light stays in the fitting, from memory.
    by_hand = lumens * maintenance * 0.75 / (lamp_w * ballast)
    assert light_per_watt(kind) == pytest.approx(by_hand)


def test_a_halide_lamp_of_250_w_becomes_an_led_of_about_100_w():
    # Makers offer 80 to 120 W for it; 250 W with its ballast draws 287.5 W.
    assert 80 < 287.5 * led_power_ratio("metal_halide") < 120


@pytest.mark.parametrize("kind", OLD_LAMPS)
def test_led_of_equal_light_draws_less_than_any_old_lamp(kind):
    assert 0 < led_power_ratio(kind) < 1


def test_led_in_the_place_of_led_draws_the_same():
    assert led_power_ratio("led") == 1


@given(hours=st.floats(0, 8760))
def test_led_lasts_its_hours_but_no_longer_than_its_age(hours):
    years = led_life_years(hours)
    assert years <= 15
    assert years == pytest.approx(15) or years * hours == pytest.approx(50_000)


def test_an_led_of_100_w_costs_its_watts_landed_and_the_electrician():
    # 100 W x 0.8 USD/W x 1.3 + 15 USD.
    assert led_price_usd(0.1) == pytest.approx(119)


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("Lámparas de halogenuro metálico 250 W", "metal_halide"),
        ("METAL HALIDE 400W", "metal_halide"),
        ("Luminarias vapor de mercurio", "mercury"),
        ("Reflectores de sodio", "sodium"),
        ("Tubos fluorescentes 2x40 W T12", "fluorescent"),
        ("Reflector halógeno", "halogen"),
        ("Bombillos incandescentes", "incandescent"),
        ("Reflector LED 50 W", "led"),
        ("Iluminación de la galería", ""),
        ("Soldador y taladro", ""),
    ],
)
def test_words_in_both_languages_name_the_lamp(words, kind):
    assert lamp_type_of_words(pd.Series([words])).tolist() == [kind]


@pytest.mark.parametrize(
    "call",
    [
        lambda: led_power_ratio("candle"),
        lambda: led_price_usd(float("nan")),
        lambda: led_life_years(9000),
    ],
)
def test_unknown_lamps_and_impossible_hours_are_refused(call):
    with pytest.raises(InputError, match="is not accepted"):
        call()
