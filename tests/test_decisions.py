"""A motor is done when it is worth more than it costs; a new measure needs nothing else."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
from conftest import machine_frame

from energy_audit.measures import MEASURES, Measure
from equipment_catalog.messages import message
from mine_study.decisions import Valuation, decide, value_options
from mine_study.results import results
from mine_study.study import run_study

EXAMPLE = Path(__file__).parent.parent / "examples" / "los_conquistadores"


def valuation(**changed):
    usual = {
        "price_per_kwh": pd.Series({"plant": 1000.0}),
        "usd_rate": 4000.0,
        "price_factor": 1.0,
        "discount_rate": 0.10,
        "escalation_fraction": 0.05,
    }
    return Valuation(**{**usual, **changed})


def option(**changed):
    usual = {"kind": "replace_motors", "tag": "M0", "variant": "IE3", "capex_usd": 100.0,
             "life_years": 2.0, "saved_kwh": 300.0}  # fmt: skip
    return {**usual, **changed}


MACHINES = machine_frame([{"rated_kw": 15.0, "poles": 4.0, "ie_class": "IE2"}])


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
    row = decide(valued(option(saved_kwh=saved_kwh)), MACHINES).iloc[0]
    assert row["decision"] == decision
    assert word in str(row["reason"])


def test_the_option_that_is_worth_most_is_chosen_not_the_quickest():
    better = option(variant="IE4", capex_usd=120.0, saved_kwh=350.0)
    assert decide(valued(option(), better), MACHINES).iloc[0]["variant"] == "IE4"


def test_a_motor_without_an_option_is_kept():
    none = valued(option()).iloc[:0]
    row = decide(none, MACHINES).iloc[0]
    assert row["decision"] == "keep"
    assert "best class" in str(row["reason"])


def lamps(machines):
    return machines.index[machines["kind"] == "lighting"]


LED = Measure(
    kind="led",
    options=lambda machines, *, frequency_hz: pd.DataFrame(
        {"tag": lamps(machines), "variant": f"LED {frequency_hz} Hz", "capex_usd": 1.0,
         "life_years": 10.0, "price_source": message("a test's price")}
    ),
    apply=lambda machines, variants, *, frequency_hz: machines.assign(
        rated_kw=machines["rated_kw"].where(
            ~machines.index.isin(variants.index), machines["rated_kw"] * frequency_hz / 120
        )
    ),
    judges=lamps,
    without_option=message("already LED"),
    without_saving=message("{variant} would not save"),
    ipmvp_option="A",
)  # fmt: skip


def test_a_registered_measure_reaches_the_results_without_another_line(monkeypatch):
    before = results(run_study(EXAMPLE))
    monkeypatch.setitem(MEASURES, "led", LED)
    after = results(run_study(EXAMPLE))
    led = [measure for measure in after["measures"] if measure["kind"] == "led"]
    assert [measure["decision"] for measure in led] == ["do", "do"]
    # Half of 6 x 0.28 kW for 11 h a night and of 4 x 0.17 kW for 12 h a day, all days.
    lamps_kwh = 0.5 * (6 * 0.28 * 11 + 4 * 0.17 * 12) * 365
    assert sum(measure["saved_kwh"] for measure in led) == pytest.approx(lamps_kwh)
    saved = after["package"]["saved_kwh"] - before["package"]["saved_kwh"]
    assert saved == pytest.approx(lamps_kwh)
    assert len(after["measures"]) == len(before["measures"]) + 2
