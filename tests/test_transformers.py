from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from equipment_catalog.errors import InputError
from equipment_catalog.transformer_ratings import rating_for_load_kva
from equipment_catalog.transformers import (
    installed_losses_kw,
    transformer_kvar,
    transformer_losses_kw,
    typical_losses_kw,
)

TIERS = ("tier1", "tier2")


def unit(**values):
    row = {"rated_kva": 100.0, "no_load_loss_kw": np.nan, "load_loss_kw": np.nan}
    row |= {"year_made": np.nan, "quantity": 1.0}
    return pd.DataFrame([row | values], index=["T1"])


@pytest.mark.parametrize(
    ("rated_kva", "tier", "no_load_w", "load_w"),
    [
        (25, "tier1", 70, 900),
        (100, "tier1", 145, 1750),
        (630, "tier1", 600, 6500),
        (160, "tier2", 189, 1750),
        (1000, "tier2", 693, 7600),
        (200, "tier1", 250, 2750),  # 4/9 of the way from 160 (210, 2350) to 250 kVA (300, 3250)
        (10, "tier1", 28, 360),  # 10/25 of the smallest
        (4000, "tier2", 2610, 30_000),  # twice the largest, 1305 and 15000 W
    ],
)
def test_losses_are_those_of_regulation_548_2014(rated_kva, tier, no_load_w, load_w):
    losses = typical_losses_kw(pd.Series([float(rated_kva)]), tier).iloc[0] * 1000
    assert losses.tolist() == pytest.approx([no_load_w, load_w])


def test_the_second_tier_takes_a_tenth_off_the_iron_losses_of_the_first() -> None:
    ratings = pd.Series([25.0, 50, 100, 160, 250, 315, 400, 500, 630, 800, 1000, 1250, 1600, 2000])
    first, second = (typical_losses_kw(ratings, tier)["no_load_loss_kw"] for tier in TIERS)
    assert (0.9 * first - second).abs().max() <= 0.001  # the table is in whole watts


def test_an_unknown_tier_is_refused_by_name() -> None:
    with pytest.raises(InputError, match=r"tier: 'tier3' is not accepted; one of tier1, tier2"):
        typical_losses_kw(pd.Series([100.0]), "tier3")


def test_an_old_or_undated_transformer_loses_more_iron_than_a_new_one() -> None:
    made = pd.concat([unit(), unit(year_made=2014.0), unit(year_made=2015.0)])
    # 145 W x 2.2 before the first tier came into force
    assert installed_losses_kw(made)["no_load_loss_kw"].tolist() == pytest.approx(
        [0.319, 0.319, 0.145]
    )


def test_the_nameplate_goes_before_typical_losses() -> None:
    losses = installed_losses_kw(unit(no_load_loss_kw=0.4, load_loss_kw=2.0)).iloc[0]
    assert losses.tolist() == [0.4, 2.0]


def test_a_line_of_two_transformers_loses_twice() -> None:
    one, two = (
        transformer_losses_kw(unit(quantity=number), np.array([0.0, 0.7]))["T1"]
        for number in (1.0, 2.0)
    )
    assert two == pytest.approx(2 * one)


def test_reactive_power_is_magnetising_and_leakage() -> None:
    # 2 % of 250 kVA without load, and 4 % of it times 0.25 at half load
    assert transformer_kvar(250, np.array([0.0, 0.5])) == pytest.approx([5.0, 7.5])


@pytest.mark.parametrize(
    ("peak_kva", "usable_share", "expected"),
    [
        (0, 1, 15),
        (62.5, 1, 75),  # 1.2 x 62.5 is just 75
        (62.6, 1, 112.5),
        (62.5, 0.98, 112.5),  # 75 / 0.98 = 76.5
        (1000, 1, 1250),
        (2000, 1, np.nan),
    ],
)
def test_the_next_standard_rating_carries_the_peak_with_its_margin(
    peak_kva, usable_share, expected
):
    rating = rating_for_load_kva(peak_kva, usable_share=usable_share)
    assert rating == pytest.approx(expected, nan_ok=True)


def test_a_missing_load_and_an_impossible_share_are_refused() -> None:
    with pytest.raises(InputError, match=r"peak_kva: nan is not accepted"):
        rating_for_load_kva(np.nan)
    with pytest.raises(InputError, match=r"usable_share: 1\.1 is not accepted"):
        rating_for_load_kva(10, usable_share=1.1)
