"""A motor is done when it is worth more than it costs; a new measure needs nothing else."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import pandas as pd
import pytest
from conftest import machine_frame
from pilot_runs import QUICK

from energy_audit.measures import MEASURES, Measure
from equipment_catalog.messages import message
from mine_study.decisions import Valuation, reasons, value_options
from mine_study.decisions import decide as decided
from mine_study.results import results
from mine_study.study import run_study

EXAMPLE = Path(__file__).parent.parent / "examples" / "los_conquistadores"


def valuation(**changed):
    usual = {
        "price_per_kwh": pd.Series({"plant": 1000.0}),
        "price_per_excess_kvarh": pd.Series({"plant": 200.0}),
        "is_reactive_charged": pd.Series({"plant": True}),
        "price_per_moved_kwh": pd.Series({"plant": 100.0}),
        "usd_rate": 4000.0,
        "discount_rate": 0.10,
        "escalation_fraction": 0.05,
    }
    return Valuation(**{**usual, **changed})


def option(**changed):
    usual = {"kind": "replace_motors", "tag": "M0", "variant": "IE3", "timing": "now",
             "capex_usd": 100.0, "life_years": 2.0, "is_proven": True, "saved_kwh": 300.0,
             "saved_excess_kvarh": 0.0, "moved_kwh": 0.0}  # fmt: skip
    return {**usual, **changed}


MACHINES = machine_frame(
    [{"rated_kw": 15.0, "poles": 4.0, "ie_class": "IE2", "load_fraction": 0.8}]
)
MOTORS = MEASURES["replace_motors"]
MINE = SimpleNamespace(machines=MACHINES)


def decide(measure, offers, mine):
    rows = decided(measure, offers, mine)
    return rows.assign(reason=reasons(rows))


def valued(*options, **changed):
    return value_options(pd.DataFrame(options), MACHINES["site"], valuation(**changed))


def test_the_worth_of_an_option_is_its_discounted_growing_saving_less_its_cost():
    row = valued(option()).iloc[0]
    assert row["capex"] == 400_000
    assert row["saved_money_per_year"] == 300_000
    assert row["simple_payback_years"] == pytest.approx(4 / 3)
    by_hand = -400_000 + 300_000 / 1.10 + 300_000 * 1.05 / 1.10**2
    assert row["npv"] == pytest.approx(by_hand)


def test_where_prices_grow_at_the_discount_rate_every_year_counts_alike():
    row = valued(option(), discount_rate=0.05).iloc[0]
    assert row["npv"] == pytest.approx(-400_000 + 2 * 300_000 / 1.05)


@pytest.mark.parametrize(
    ("saved_kwh", "decision", "word"),
    [(300.0, "do", "pays back"), (200.0, "keep", "worth less"), (150.0, "keep", "longer than its"),
     (-10.0, "keep", "runs faster")],
)  # fmt: skip
def test_what_an_option_saves_decides_and_says_why(saved_kwh, decision, word):
    row = decide(MOTORS, valued(option(saved_kwh=saved_kwh)), MINE).iloc[0]
    assert row["decision"] == decision
    assert word in str(row["reason"])


def test_the_option_that_is_worth_most_is_chosen_not_the_quickest():
    better = option(variant="IE4", capex_usd=120.0, saved_kwh=350.0)
    assert decide(MOTORS, valued(option(), better), MINE).iloc[0]["variant"] == "IE4"


def test_a_motor_without_an_option_is_kept():
    none = valued(option()).iloc[:0]
    row = decide(MOTORS, none, MINE).iloc[0]
    assert row["decision"] == "keep"
    assert "best class" in str(row["reason"])


def test_what_rests_on_assumed_values_is_measured_first():
    row = decide(MOTORS, valued(option(is_proven=False)), MINE).iloc[0]
    assert row["decision"] == "measure_first"
    assert str(MOTORS.to_measure) in str(row["reason"])


def test_what_pays_only_when_the_old_motor_fails_is_kept_until_then():
    later = option(variant="IE3_at_failure", timing="at_failure", capex_usd=10.0)
    row = decide(MOTORS, valued(option(saved_kwh=150.0), later), MINE).iloc[0]
    assert row["decision"] == "keep"
    assert "until it fails" in str(row["reason"])


def test_an_offer_that_pays_now_goes_before_a_better_one_for_later():
    later = option(variant="IE3_at_failure", timing="at_failure", capex_usd=10.0)
    row = decide(MOTORS, valued(option(), later), MINE).iloc[0]
    assert (row["decision"], row["variant"]) == ("do", "IE3")


def test_what_the_usual_replacement_would_save_anyway_is_not_counted():
    row = valued(option(saved_anyway_kwh=100.0)).iloc[0]
    assert row["saved_money_per_year"] == 200_000


def test_reactive_and_moved_energy_have_their_own_prices():
    row = valued(option(saved_kwh=0.0, saved_excess_kvarh=50.0, moved_kwh=70.0)).iloc[0]
    assert row["saved_money_per_year"] == 50 * 200 + 70 * 100


def test_reactive_energy_that_no_bill_charges_waits_for_a_look_at_the_bill():
    nowhere = pd.Series({"plant": False})
    bank = option(saved_kwh=0.0, saved_excess_kvarh=5000.0)
    row = decide(MOTORS, valued(bank, is_reactive_charged=nowhere), MINE).iloc[0]
    assert row["decision"] == "measure_first"


def ovens(machines):
    return machines.index[machines["kind"] == "heating"]


def halved(machines, chosen, _conditions):
    power = machines["rated_kw"]
    return machines.assign(rated_kw=power.where(~machines.index.isin(chosen.index), power / 2))


SMALLER_OVEN = Measure(
    kind="smaller_oven",
    name=message("Smaller oven"),
    scope="machine",
    options=lambda mine, _conditions: pd.DataFrame(
        {"tag": ovens(mine.machines), "variant": "half", "timing": "now", "capex_usd": 1.0,
         "life_years": 10.0, "price_source": message("a test's price"), "is_proven": True,
         "model_sigma_fraction": 0.0}
    ),
    apply=halved,
    judges=ovens,
    without_option=message("already small"),
    without_saving=message("{variant} would not save"),
    ipmvp_option="A",
    to_measure=message("its input power"),
)  # fmt: skip


def test_a_registered_measure_reaches_the_results_without_another_line(monkeypatch):
    uncalibrated = ["audit.calibrate=false", QUICK]
    before = results(run_study(EXAMPLE, uncalibrated))
    monkeypatch.setitem(MEASURES, "smaller_oven", SMALLER_OVEN)
    after = results(run_study(EXAMPLE, uncalibrated))
    own = [measure for measure in after["measures"] if measure["kind"] == "smaller_oven"]
    assert [measure["decision"] for measure in own] == ["do"]
    # Half of 4.5 kW at 60 % for 4 h on each of 308 days.
    oven_kwh = 0.5 * 4.5 * 0.6 * 4 * 308
    assert own[0]["saved_kwh"] == pytest.approx(oven_kwh)
    saved = after["package"]["saved_kwh"] - before["package"]["saved_kwh"]
    assert saved == pytest.approx(oven_kwh, rel=1e-3)
    assert len(after["measures"]) == len(before["measures"]) + 1
