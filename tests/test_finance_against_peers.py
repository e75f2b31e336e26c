"""Bills, cash flow, tax and loans beside SAM, libraries and reckoning by hand."""

from __future__ import annotations

import importlib
import sys
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

VALIDATION = Path(__file__).parent.parent / "docs" / "validation"
QUICK = ("surplus", "Ley 1715", "poor", "grant", "renewal", "permits")
"""One project of each kind of line; make fuzz takes all."""


@pytest.fixture(scope="module")
def part():
    sys.path.insert(0, str(VALIDATION))
    yield importlib.import_module
    sys.path.remove(str(VALIDATION))


def test_the_page_is_what_its_program_writes(part):
    written = (VALIDATION / "finance.md").read_bytes().decode("utf-8")
    assert written == part("finance_page").page(), "run make validation"


def within_limits(part, told):
    off = part("finance_sam_tables").worst(told)
    assert off["bill"] <= 1e-6
    assert off["npv"] <= 1e-6
    assert off["irr"] <= 1e-6
    assert off["lcoe"] <= 1e-5
    assert off["payback"] <= 1e-9
    for rate in ("irr", "irr_owner"):
        assert told[[rate, f"{rate}_root"]].notna().all(axis=None)
    never = told["payback"].isna()
    assert (never == told["payback_sam"].isna()).all()
    assert never.to_list() == (told["project"] == "poor").to_list()


def test_the_stored_projects_are_within_the_limits_against_sam(part):
    told = pd.read_csv(VALIDATION / "finance_sam.csv")
    within_limits(part, told)
    assert told["project"].to_list() == [row["project"] for row in part("finance_sam").projects()]


def test_the_projects_span_what_was_asked():
    given = pd.read_csv(VALIDATION / "finance_sam_projects.csv")
    assert len(given) >= 12
    assert {0.0, 0.4, 0.7} <= set(given["debt"])
    assert {0.0, 0.35} <= set(given["federal_tax"])
    assert {0.0, 0.05} <= set(given["tariff_escalation"])
    assert {5, 10, 15} <= set(given["loan_years"])
    assert {10, 25, 30} <= set(given["years"])
    assert {0.0, 0.1} <= set(given["salvage"])
    for rate in ("loan_rate", "real_discount", "inflation", "degradation"):
        assert (given[rate] == 0).any()
        assert (given[rate] > 0).any()


def measured_again(part, names):
    pytest.importorskip("PySAM.Cashloan")
    sam = part("finance_sam")
    table = pd.DataFrame([sam.compared(row) for row in sam.projects() if row["project"] in names])
    assert set(table["project"]) == set(names)
    within_limits(part, table)


def test_a_project_of_each_kind_meets_sam_today(part):
    measured_again(part, QUICK)


@pytest.mark.long
def test_every_project_meets_sam_today(part):
    measured_again(part, [row["project"] for row in part("finance_sam").projects()])


def test_the_rate_of_return_leaves_less_over_than_the_one_sam_prints():
    told = pd.read_csv(VALIDATION / "finance_sam.csv")
    ours = told[["irr_left", "irr_owner_left"]].to_numpy().max()
    assert ours <= 1e-12
    assert ours < np.nanmin(told[["irr_left_sam", "irr_owner_left_sam"]].to_numpy())


@pytest.mark.parametrize("loan", ["sculpted to 1.3", "equal principal, 3 years of grace"])
def test_a_loan_its_cover_and_its_reserve_meet_sam_today(part, loan):
    pytest.importorskip("PySAM.Singleowner")
    debt = part("finance_debt")
    assert debt.worst(pd.DataFrame([debt.compared(loan)])) <= 1e-9


def test_the_stored_loans_are_within_the_limit_and_a_sculpted_one_keeps_its_cover(part):
    debt = part("finance_debt")
    told = pd.read_csv(debt.RESULTS).set_index("loan")
    assert set(told.index) == set(debt.LOANS)
    assert debt.worst(told) <= 1e-6
    for name, loan in debt.LOANS.items():
        if loan["kind"] == "sculpted":
            assert told.loc[name, ["dscr_min", "llcr"]].to_list() == pytest.approx(
                [loan["dscr_target"]] * 2
            )


def test_the_assessment_of_ley_1715_is_that_by_hand_and_never_gives_more_than_is_due(part):
    by_law = part("finance_incentives")
    assert by_law.furthest_apart() <= 1e-9
    for taxpayer in by_law.TAXPAYERS:
        yearly = by_law.ours(taxpayer).yearly
        assert (-yearly["tax_delta"] <= yearly["tax_without_project"] + 1e-9).all()
        assert (yearly["deduction_used"] <= yearly["income_before_deduction"].clip(0) / 2).all()


def test_a_mine_with_hardly_any_income_loses_deduction_and_is_told_how_much(part):
    by_law = part("finance_incentives")
    ample, tight, poor = (by_law.ours(taxpayer) for taxpayer in by_law.TAXPAYERS)
    assert ample.deduction_lost == tight.deduction_lost == 0.0
    # From year 4 on the income is 5 + 10; half of it for twelve years is 90 of 150.
    assert poor.deduction_lost == pytest.approx(60.0)
    assert "60 of it" in [str(note.value) for note in poor.notes]


def test_the_tax_of_a_peruvian_firm_large_or_small_is_that_by_hand(part):
    assert part("finance_incentives_peru").furthest_apart() <= 1e-9


def test_the_deduction_alone_has_its_worth_by_hand(part):
    for income, hand, program, _ in part("finance_incentives").worths():
        assert program == pytest.approx(hand, rel=1e-9), income


def test_drawn_flows_and_loans_have_the_figures_of_numpy_financial_and_pyxirr(part):
    told = part("finance_peers").measure(draws=50).set_index("figure")
    assert told["numpy_financial"].max() <= 1e-9
    assert told["pyxirr"].max() <= 1e-6  # where its search for a rate stops
    assert told["numpy_financial"].isna().to_list() == told.index.str.startswith("X").tolist()


def test_every_figure_of_a_bill_is_that_by_hand(part):
    for row in part("finance_tariffs").rows():
        assert row.ours == pytest.approx(row.hand, rel=1e-9, abs=1e-9), row.case


def test_draws_are_projects_of_their_own_and_the_stored_ones_were_in_time(part):
    assert part("finance_draws").furthest_apart(alone=10) <= 1e-9
    told = pd.read_csv(VALIDATION / "finance_draws.csv").iloc[0]
    assert told["apart"] <= 1e-9
    assert told["seconds"] < 1.0


def test_the_best_plan_equals_every_plan_there_is_and_was_found_in_time():
    exact = pd.read_csv(VALIDATION / "finance_best_plan_exact.csv")
    assert exact["apart_fraction"].max() <= 1e-6
    plans = pd.read_csv(VALIDATION / "finance_best_plan_plans.csv")
    for other in ("measures_only", "plant_only", "greedy"):
        assert (plans["best"] >= plans[other] * (1 - 1e-6)).all(), other
    assert pd.read_csv(VALIDATION / "finance_best_plan_speed.csv")["plan_s"].iloc[0] < 3.0


def test_the_pilots_best_plan_is_worth_most_at_each_budget_and_was_found_in_time():
    told = pd.read_csv(VALIDATION / "finance_best_plan_pilot.csv").set_index("budget_usd")
    assert told.index.to_list() == [25e3, 50e3, 100e3, 200e3]
    for other in ("efficiency_alone", "panels_alone", "greedy"):
        assert (told["best"] >= told[other] * (1 - 1e-6)).all(), other
    assert (told["cost_usd"] <= told.index * (1 + 1e-9)).all()
    assert told["best"].is_monotonic_increasing
    assert told["seconds"].max() < 3.0
