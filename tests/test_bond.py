"""Bond's formula and Rowland's factors, worked by hand."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from energy_audit.bond import ball_mill_factor, bond_energy_kwh_per_t, work_index_kwh_per_t
from energy_audit.production import Production
from equipment_catalog.errors import InputError

sizes_um = st.floats(20, 20_000)


def test_a_ball_mill_of_a_makers_handbook_takes_5_47_kwh_a_short_ton():
    """Wi 11.7, 1200 um to 175 um: 117 / 13.2288 - 117 / 34.641 = 8.844 - 3.377."""
    assert bond_energy_kwh_per_t(11.7, f80_um=1200, p80_um=175) == pytest.approx(5.467, abs=5e-4)


def test_the_work_index_is_the_work_from_any_size_to_100_um():
    assert bond_energy_kwh_per_t(14, f80_um=1e12, p80_um=100) == pytest.approx(14, abs=1e-3)


def test_gold_ores_average_14_83_a_short_ton_which_is_16_34_a_metric_one():
    assert work_index_kwh_per_t("gold_ore") == pytest.approx(14.83 * 1.102)


def test_dry_and_open_circuit_grinding_cost_30_and_20_percent_more():
    plain = ball_mill_factor(14, f80_um=2000, p80_um=150)
    real = ball_mill_factor(14, f80_um=2000, p80_um=150, is_dry=True, is_open_circuit=True)
    assert plain == 1.0
    assert real == pytest.approx(1.3 * 1.2)


def test_the_diameter_factor_is_1_at_8_feet_and_stops_at_0_914():
    def at(diameter_m):
        return ball_mill_factor(14, f80_um=2000, p80_um=150, diameter_m=diameter_m)

    assert at(2.44) == pytest.approx(1)
    assert at(1.22) == pytest.approx(2**0.2)
    assert at(6.0) == pytest.approx(0.914)


def test_coarse_feed_costs_8_6_percent_more_at_9_5_mm():
    """Fo = 4000 sqrt(13 / 12.704) = 4046; (12.704 - 7) (9500 - 4046) / 4046 / 89.62 = 0.0858."""
    assert ball_mill_factor(14, f80_um=9500, p80_um=106) == pytest.approx(1.0858, abs=1e-4)


def test_fine_product_costs_more_below_75_um():
    """At 38 um: (38 + 10.3) / (1.145 x 38) = 1.110."""
    assert ball_mill_factor(14, f80_um=2000, p80_um=38) == pytest.approx(1.1101, abs=1e-4)
    assert ball_mill_factor(14, f80_um=2000, p80_um=80) == 1.0


def test_a_small_reduction_costs_more_below_a_ratio_of_6():
    """At ratio 3: (2 (3 - 1.35) + 0.26) / (2 (3 - 1.35)) = 1.0788."""
    assert ball_mill_factor(14, f80_um=900, p80_um=300) == pytest.approx(3.56 / 3.3)


@given(feed=st.floats(20, 3700), first=st.floats(0.01, 0.5), second=st.floats(0.01, 0.5))
def test_a_finer_product_never_costs_less_from_a_ratio_of_2(feed, first, second):
    """Closer to 1.35 Rowland's EF7 grows faster than the work falls.

    Of a coarser feed than 4000 sqrt(13 / 15) = 3724 um, EF4 falls with the ratio by more than that.
    """
    coarse, fine = sorted([first, second], reverse=True)
    work = [
        bond_energy_kwh_per_t(15, f80_um=feed, p80_um=feed * share)
        * ball_mill_factor(15, f80_um=feed, p80_um=feed * share, diameter_m=1.2)
        for share in (coarse, fine)
    ]
    assert work[0] <= work[1] * 1.002, "EF5 sets in at 75 um with a step of less than 0.1 %"


def test_a_product_coarser_than_its_feed_is_refused():
    with pytest.raises(InputError, match=r"p80_um: 300.0 is not accepted; no coarser than f80_um"):
        bond_energy_kwh_per_t(14, f80_um=200, p80_um=300)
    with pytest.raises(InputError, match=r"p80_um: 180 is not accepted; below 148 um"):
        Production(f80_um=200, p80_um=180)


@pytest.mark.parametrize("wrong", [0.0, -3.0, float("nan"), float("inf")])
def test_an_output_that_is_no_amount_is_refused(wrong):
    with pytest.raises(InputError, match="gold_g_per_year"):
        Production(gold_g_per_year=wrong)


def test_an_unknown_rock_is_answered_with_the_known_ones():
    with pytest.raises(InputError, match="andesite"):
        work_index_kwh_per_t("cheese")
