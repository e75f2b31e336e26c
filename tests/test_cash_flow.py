"""The cash flow line by line, and the figures read from it, against hand and published cases."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from equipment_catalog.errors import InputError
from project_finance.cash_flow import LINES_BEFORE_TAX, CashFlow
from project_finance.incentives import IncentiveRules, read_incentives
from project_finance.metrics import npv
from project_finance.project import Project
from project_finance.summary import FinanceSummary, summary

CO = read_incentives("CO")


def published_example(
    self_use: float, credit_per_kwh: float, rules: IncentiveRules
) -> FinanceSummary:
    """Return 100 kWp at 3.2 M COP/kWp, 1300 kWh/kWp, 721 COP/kWh, 25 years.

    Stated for it are also the growth of the tariff, 5 %, and an inverter of 8 % of capex in year
    12. Upkeep of 45 000 COP/kWp stands elsewhere in the same source; costs growing by 5 % and a
    degradation of 0.5 % are the round figures that meet the thirteen results together. So this
    is a calibration: it shows that the cash flow can give those results, not that it must.
    """
    kwh, price, capex = 130_000.0, 721.0, 320e6
    flow = Project(
        capex=capex,
        discount_rate=0.10,
        pv_savings_year1=kwh * self_use * price,
        export_income_year1=kwh * (1 - self_use) * credit_per_kwh,
        pv_kwh_year1=kwh,
        om_per_year=45_000.0 * 100,
        replacements={12: 0.08 * capex},
        tariff_escalation_fraction=0.05,
        inflation_fraction=0.05,
        degradation_fraction_per_year=0.005,
        degradation="compound",
        tax_rules=rules,
        other_taxable_income=1e12,
    ).flow
    return summary(flow)


SMALL = 721 * (1 - 0.1385)  # Cv is 13.85 % of the unit cost
LARGE = 721 * 0.52  # G is 52 % of it
SPOT = 250.0


@pytest.mark.parametrize(
    ("credit", "published"),
    [
        (SMALL, [0.317, 0.306, 0.296]),
        (LARGE, [0.317, 0.280, 0.241]),
        (SPOT, [0.317, 0.266, 0.211]),
    ],
)
def test_the_published_returns_by_self_use_and_regime_are_met(
    credit: float, published: list[float]
) -> None:
    returns = [published_example(self_use, credit, CO).irr for self_use in (1.0, 0.7, 0.4)]
    assert returns == pytest.approx(published, abs=0.0005)  # printed to a tenth of a percent


def test_the_published_paybacks_with_and_without_incentives_are_met() -> None:
    with_incentives = published_example(0.7, SMALL, CO)
    without = published_example(0.7, SMALL, CO.ordinary())
    assert with_incentives.simple_payback_before_tax_years == pytest.approx(3.54, abs=0.005)
    assert without.simple_payback_before_tax_years == pytest.approx(3.54, abs=0.005)
    assert without.simple_payback_years == pytest.approx(4.49, abs=0.005)
    assert with_incentives.simple_payback_years == pytest.approx(2.78, abs=0.005)
    assert without.irr == pytest.approx(0.239, abs=0.0005)


def test_the_published_plain_paybacks_on_both_sides_of_the_step_are_met() -> None:
    small, large = published_example(0.4, SMALL, CO), published_example(0.4, LARGE, CO)
    assert small.capex_per_first_year_savings_years == pytest.approx(3.9, abs=0.05)
    assert large.capex_per_first_year_savings_years == pytest.approx(5.1, abs=0.05)


def by_hand(**changed: object) -> CashFlow:
    """Return three years in round figures."""
    values = {
        "capex": 1000.0,
        "vat_paid": 190.0,
        "discount_rate": 0.10,
        "efficiency_savings_year1": 200.0,
        "pv_savings_year1": 400.0,
        "export_income_year1": 100.0,
        "saved_kwh_year1": 50.0,
        "pv_kwh_year1": 1000.0,
        "om_per_year": 20.0,
        "replacements": {2: 30.0},
        "tariff_escalation_fraction": 0.10,
        "inflation_fraction": 0.50,
        "degradation_fraction_per_year": 0.10,
        "horizon_years": 3,
    }
    return Project(**(values | changed)).flow  # type: ignore[arg-type]


def test_every_line_is_as_by_hand() -> None:
    yearly = by_hand().yearly
    lines = {
        "capex": [-1000, 0, 0, 0],
        "vat": [-190, 0, 0, 0],
        "efficiency_savings": [0, 200, 220, 242],
        "pv_savings": [0, 400, 400 * 1.1 * 0.9, 400 * 1.21 * 0.8],
        "export_income": [0, 100, 100 * 1.1 * 0.9, 100 * 1.21 * 0.8],
        "om_cost": [0, -20, -30, -45],
        "replacement_cost": [0, 0, -45, 0],
        "energy_kwh": [0, 1050, 950, 850],
        "net_before_tax": [-1190, 680, 640, 681],
        "cumulative_before_tax": [-1190, -510, 130, 811],
    }
    for name, amounts in lines.items():
        assert yearly[name].to_list() == pytest.approx(amounts), name


def test_compound_degradation_falls_from_year_to_year() -> None:
    energy = by_hand(degradation="compound", saved_kwh_year1=0.0).yearly["energy_kwh"]
    assert energy.to_list() == pytest.approx([0, 1000, 900, 810])


def test_tax_is_that_of_the_savings_less_depreciation_and_deduction() -> None:
    # Ample income: year 1 deducts a third and half of the 1190 that equipment and VAT cost.
    yearly = by_hand(tax_rules=CO, other_taxable_income=1e6).yearly
    third = 1190 / 3
    expected = [0, -0.35 * (680 - third - 595), -0.35 * (640 - third), -0.35 * (681 - third)]
    assert yearly["tax_delta"].to_list() == pytest.approx(expected)


money = st.floats(0.0, 1e9)
fractions = st.floats(-0.2, 0.3)


@given(
    capex=money,
    efficiency=st.floats(-1e8, 1e8),
    pv=money,
    export=money,
    upkeep=money,
    renewal=money,
    income=st.floats(-1e9, 1e9),
    growth=fractions,
    prices=fractions,
    years=st.integers(1, 30),
)
def test_the_lines_add_up_to_the_nets(
    *,
    capex: float,
    efficiency: float,
    pv: float,
    export: float,
    upkeep: float,
    renewal: float,
    income: float,
    growth: float,
    prices: float,
    years: int,
) -> None:
    flow = Project(
        capex=capex,
        discount_rate=0.1,
        efficiency_savings_year1=efficiency,
        pv_savings_year1=pv,
        export_income_year1=export,
        om_per_year=upkeep,
        replacements={years: renewal},
        tariff_escalation_fraction=growth,
        inflation_fraction=prices,
        degradation_fraction_per_year=0.01,
        horizon_years=years,
        tax_rules=CO,
        other_taxable_income=income,
    ).flow
    yearly = flow.yearly
    lines = yearly[[*LINES_BEFORE_TAX, "tax_delta"]]
    size = lines.abs().sum(axis=1).sum() + 1.0
    gap = lines.sum(axis=1) - yearly["net_after_tax"]
    assert gap.abs().max() <= 1e-9 * size
    assert (
        yearly["net_before_tax"] + yearly["tax_delta"] - yearly["net_after_tax"]
    ).abs().max() <= (1e-9 * size)
    assert yearly["cumulative_after_tax"].iloc[-1] == pytest.approx(
        lines.sum(axis=None), abs=1e-9 * size
    )
    worth = npv(0.1, yearly["net_after_tax"])
    last = yearly["cumulative_discounted_after_tax"].iloc[-1]
    assert last == pytest.approx(worth, abs=1e-9 * size)


def test_the_summary_reads_an_annuity_as_its_closed_form() -> None:
    flow = Project(
        capex=1000.0,
        discount_rate=0.10,
        efficiency_savings_year1=200.0,
        saved_kwh_year1=400.0,
        tariff_escalation_fraction=0.0,
        inflation_fraction=0.0,
        degradation_fraction_per_year=0.0,
        horizon_years=20,
    ).flow
    worth = summary(flow)
    annuity = (1 - 1.1**-20) / 0.1
    assert worth.npv == pytest.approx(200 * annuity - 1000)
    assert worth.lcoe_per_kwh == pytest.approx(1000 / (400 * annuity))
    assert worth.simple_payback_years == pytest.approx(5.0)
    assert worth.irr is not None
    assert 200 * (1 - (1 + worth.irr) ** -20) / worth.irr == pytest.approx(1000)
    future = 200 * (1.1**20 - 1) / 0.1
    assert worth.mirr == pytest.approx((future / 1000) ** (1 / 20) - 1)
    assert worth.deduction_lost is None


def test_cost_of_energy_holds_the_tax_out_and_the_vat_in() -> None:
    untaxed, taxed = summary(by_hand()), summary(by_hand(tax_rules=CO, other_taxable_income=1e6))
    costs = 1190 + 20 / 1.1 + 75 / 1.21 + 45 / 1.331
    energy = 1050 / 1.1 + 950 / 1.21 + 850 / 1.331
    assert untaxed.lcoe_per_kwh == taxed.lcoe_per_kwh == pytest.approx(costs / energy)
    assert taxed.npv_before_tax == untaxed.npv
    assert taxed.npv != pytest.approx(untaxed.npv)
    assert taxed.capex == 1190.0


def test_a_project_that_never_pays_back_says_none_everywhere() -> None:
    worth = summary(
        by_hand(efficiency_savings_year1=0.0, pv_savings_year1=10.0, export_income_year1=0.0)
    )
    assert worth.simple_payback_years is None
    assert worth.discounted_payback_years is None
    assert worth.capex_per_first_year_savings_years is None
    assert worth.irr is None
    assert not worth.payback_lasts
    assert worth.npv < 0


def test_where_nothing_is_spent_there_is_no_payback_and_no_rate_of_return() -> None:
    worth = summary(by_hand(capex=0.0, vat_paid=0.0))
    assert worth.simple_payback_years is None
    assert worth.discounted_payback_years is None
    assert worth.irr is None
    assert worth.capex_per_first_year_savings_years == 0.0


def test_what_is_assumed_is_said() -> None:
    said = [str(note.what) for note in by_hand().notes]
    for word in ("nominal", "salvage", "first output", "no income tax", "value-added"):
        assert any(word in sentence.casefold() for sentence in said), word
    poor = by_hand(tax_rules=CO, other_taxable_income=-1e6)
    assert any(str(note.value) == "595 of it" for note in poor.notes)
    assert summary(poor).deduction_lost == 595.0
    assert any("renewed" in str(note.what).casefold() for note in poor.notes)


def test_a_mine_without_taxable_income_neither_pays_nor_gains() -> None:
    yearly = by_hand(tax_rules=CO, other_taxable_income=-1e6).yearly
    assert np.array_equal(yearly["net_after_tax"], yearly["net_before_tax"])


@pytest.mark.parametrize(
    ("changed", "named"),
    [
        ({"capex": -1.0}, "capex"),
        ({"vat_paid": math.nan}, "vat_paid"),
        ({"pv_savings_year1": math.nan}, "pv_savings_year1"),
        ({"saved_kwh_year1": -1.0}, "saved_kwh_year1"),
        ({"om_per_year": -1.0}, "om_per_year"),
        ({"discount_rate": -1.0}, "discount_rate"),
        ({"tariff_escalation_fraction": math.inf}, "tariff_escalation_fraction"),
        ({"inflation_fraction": -1.5}, "inflation_fraction"),
        ({"degradation_fraction_per_year": 1.5}, "degradation_fraction_per_year"),
        ({"degradation": "stepwise"}, "degradation"),
        ({"horizon_years": 0}, "horizon_years"),
        ({"horizon_years": 2.5}, "horizon_years"),
        ({"replacements": {4: 1.0}}, "replacements"),
        ({"replacements": {0: 1.0}}, "replacements"),
        ({"replacements": {2: -1.0}}, "replacements"),
        ({"tax_rules": CO}, "other_taxable_income"),
    ],
)
def test_wrong_cash_flow_input_is_refused_by_name(changed: dict[str, object], named: str) -> None:
    with pytest.raises(InputError, match=named):
        by_hand(**changed)
