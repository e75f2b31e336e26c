"""The part of the validation page about figures of merit meets the limits it states."""

from __future__ import annotations

import importlib
import sys
from pathlib import Path

import pandas as pd
import pytest

VALIDATION = Path(__file__).parent.parent / "docs" / "validation"


@pytest.fixture(scope="module")
def part():
    sys.path.insert(0, str(VALIDATION))
    yield importlib.import_module("finance_metrics")
    sys.path.remove(str(VALIDATION))


def test_every_published_example_is_met_to_its_last_digit(part):
    told = part.examples()
    off = (told["ours"] - told["published"]).abs()
    assert (off <= 0.5000001 * 10.0 ** -told["digits"]).all(), told[
        ["example", "published", "ours"]
    ]


def test_an_example_without_a_page_that_was_read_says_so(part):
    told = part.examples()
    assert set(told["trust"]) == {"published", "memory"}
    assert told.loc[told["trust"] == "published", "year"].notna().all()


def test_a_hundred_thousand_rates_were_found_in_time():
    took = pd.read_csv(VALIDATION / "finance_metrics_speed.csv").set_index("work")["seconds"]
    assert took["irr_many"] <= 1.5
    assert took["numpy_financial"] > 10 * took["irr_many"]


def test_the_part_shows_each_awkward_flow_with_all_its_rates(part):
    written = part.section()
    for flow in part.HARD_CASES:
        assert f"| {flow} |" in written
    assert "-0.0341761, 0.0882598" in written  # numpy's roots of the polynomial
    assert "{" not in written
