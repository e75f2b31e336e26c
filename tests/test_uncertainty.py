"""The range of the money against closed forms, one doubt at a time and together."""

from __future__ import annotations

import math
from dataclasses import fields
from statistics import NormalDist

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from equipment_catalog.errors import InputError
from equipment_catalog.tables import read_fact, read_facts
from project_finance.incentives import read_incentives
from project_finance.irr import irr
from project_finance.metrics import npv
from project_finance.project import Project
from project_finance.summary import summary
from project_finance.uncertainty.break_even import break_even
from project_finance.uncertainty.draws import draw_changes, latin_hypercube
from project_finance.uncertainty.drivers import FACTS, driver_notes, read_drivers
from project_finance.uncertainty.flow_many import flow_many
from project_finance.uncertainty.monte_carlo import monte_carlo
from project_finance.uncertainty.project_case import Debt, ProjectCase
from project_finance.uncertainty.spread import Spread, spread
from project_finance.uncertainty.tornado import tornado
from project_finance.uncertainty.two_way import two_way

CO = read_incentives("CO")
NORMAL = NormalDist()
Z90 = NORMAL.inv_cdf(0.9)
ALL = tuple(read_drivers())
ANNUITY = float((1.1 ** -np.arange(1.0, 11.0)).sum())
"""Worth of 1 a year for ten years at 10 %."""


def only(**sigmas):
    """Return the drivers, sure but for the given sigmas."""
    return read_drivers(sigmas=dict.fromkeys(ALL, 0.0) | sigmas)


def plain(**given) -> ProjectCase:
    """Return ten years without growth, decay or tax, but what is given."""
    still = {
        "capex": 100.0,
        "discount_rate": 0.10,
        "tariff_escalation_fraction": 0.0,
        "inflation_fraction": 0.0,
        "degradation_fraction_per_year": 0.0,
        "horizon_years": 10,
    }
    return ProjectCase(**(still | given))


def taxed(**given) -> ProjectCase:
    """Return a plant and measures with every line, in Colombia, with a modest income."""
    lines = {
        "capex": 320.0,
        "vat_paid": 20.0,
        "efficiency_savings_year1": 10.0,
        "pv_savings_year1": 45.0,
        "export_income_year1": 12.0,
        "om_per_year": 5.0,
        "replacements": {8: 25.0},
        "tariff_escalation_fraction": 0.05,
        "inflation_fraction": 0.04,
        "degradation_fraction_per_year": 0.005,
        "horizon_years": 15,
        "tax_rules": CO,
        "other_taxable_income": 10.0,
        "incentive_capex": 300.0,
    }
    return plain(**(lines | given))


def test_every_sigma_is_a_dated_fact_with_its_trust_and_a_note():
    table = read_facts("project_finance", FACTS)
    trusts = {"published", "secondary", "computed", "memory", "disputed", "assumption"}
    assert set(table["trust"]) <= trusts
    assert table[["value", "unit", "source", "year", "description"]].notna().all(axis=None)
    told = [str(note.value) for note in driver_notes(read_drivers())]
    assert told == [f"{100 * sigma:.1f}%" for sigma in table["value"]]


def test_sigmas_that_are_known_elsewhere_in_the_house_are_the_same_here():
    drivers = read_drivers()
    parts = [
        read_fact("pv_design", "data/exceedance.csv", key).value
        for key in ("transposition", "model", "soiling")
    ]
    resource = read_fact("pv_design", "weather/data/weather_facts.csv", "sigma_file_fraction").value
    of_years = read_fact("pv_design", "data/exceedance.csv", "interannual").value
    outlay = read_fact("mine_study", "data/study_facts.csv", "capex_sigma_fraction").value
    assert drivers["pv_yield"].sigma == pytest.approx(math.hypot(resource, *parts), abs=5e-4)
    assert drivers["pv_yield_of_a_year"].sigma == of_years
    assert drivers["capex"].sigma == outlay


@pytest.mark.parametrize("name", ALL)
def test_the_middle_of_every_driver_is_the_plan_and_its_ends_lie_on_both_sides(name):
    low, middle, high = read_drivers()[name].at([0.1, 0.5, 0.9])
    planned = 0.0 if name == "tariff_escalation" else 1.0
    assert middle == pytest.approx(planned, abs=1e-15)
    assert low < planned < high


def test_no_mine_works_more_than_the_hours_of_a_year_and_no_factor_is_negative():
    hours = read_drivers(sigmas={"hours_worked": 1.0}, most_hours_factor=8760 / 8000)
    assert hours["hours_worked"].at([0.01, 0.99]).tolist() == [0.0, 1.095]


@given(count=st.integers(1, 200), dimensions=st.integers(1, 6), seed=st.integers(0, 2**32))
@settings(max_examples=30, deadline=None)
def test_each_slice_of_each_side_holds_one_point(count, dimensions, seed):
    points = latin_hypercube(count, dimensions, seed=seed)
    slices = np.sort(np.ceil(points * count), axis=1)
    assert (slices == np.arange(1, count + 1)).all()
    assert ((points > 0) & (points < 1)).all()
    # So the mean of each side misses a half by at most half a slice.
    assert np.abs(points.mean(axis=1) - 0.5).max() <= 0.5 / count + 1e-12


def test_drivers_are_drawn_independently_of_each_other():
    points = latin_hypercube(10_000, 32, seed=3)
    correlation = np.corrcoef(points) - np.eye(32)
    assert np.abs(correlation).max() < 4.5 / math.sqrt(10_000)  # 496 pairs, one in 300 000 each


def test_the_same_seed_gives_the_same_draws_and_another_seed_others():
    risks = [monte_carlo(taxed(), read_drivers(), count=50, seed=seed) for seed in (1, 1, 2)]
    assert risks[0].by_draw.equals(risks[1].by_draw)
    assert not risks[0].by_draw.equals(risks[2].by_draw)


def test_without_doubt_every_draw_is_the_plan():
    case = taxed()
    risk, figures = monte_carlo(case, only(), count=20, seed=1), summary(case.flow)
    for name, planned in {
        "npv_after_tax": figures.npv,
        "irr_after_tax": figures.irr,
        "simple_payback_after_tax_years": figures.simple_payback_years,
        "discounted_payback_after_tax_years": figures.discounted_payback_years,
    }.items():
        found = getattr(risk, name)
        assert (found.p90, found.p50, found.p10) == pytest.approx((planned,) * 3, rel=1e-9)
    assert risk.probability_npv_below_zero == float(figures.npv < 0)
    assert risk.dscr_min is None
    assert risk.probability_dscr_below_covenant is None


def test_a_normal_tariff_gives_a_normal_present_value():
    # NPV = 16.5 x annuity x f - 100 with f normal: quantiles and chance of a loss are known.
    worth, sigma, count = 16.5 * ANNUITY, 0.12, 20_000
    case = plain(pv_savings_year1=16.5)
    risk = monte_carlo(case, only(pv_yield=sigma), count=count, seed=5)
    assert risk.npv_after_tax.p90 == pytest.approx(worth * (1 - Z90 * sigma) - 100, abs=0.01)
    assert risk.npv_after_tax.p50 == pytest.approx(worth - 100, abs=0.01)
    assert risk.npv_after_tax.p10 == pytest.approx(worth * (1 + Z90 * sigma) - 100, abs=0.01)
    loss = NORMAL.cdf((100 / worth - 1) / sigma)
    assert risk.probability_npv_below_zero == pytest.approx(loss, abs=1.01 / count)
    assert risk.mean_npv_after_tax == pytest.approx(worth - 100, abs=0.01)


def test_a_lognormal_outlay_gives_its_known_quantiles_and_mean():
    sigma, worth = 0.15, 20 * ANNUITY
    risk = monte_carlo(plain(pv_savings_year1=20.0), only(capex=sigma), count=20_000, seed=5)
    assert risk.npv_after_tax.p90 == pytest.approx(worth - 100 * math.exp(Z90 * sigma), abs=0.01)
    mean = worth - 100 * math.exp(sigma**2 / 2)
    assert risk.mean_npv_after_tax == pytest.approx(mean, abs=0.01)
    payback = 5.0 * math.exp(Z90 * sigma)  # 100 over 20 a year
    assert risk.simple_payback_after_tax_years.p90 == pytest.approx(payback, abs=0.001)
    assert risk.simple_payback_after_tax_years.p10 == pytest.approx(25 / payback, abs=0.001)


def test_two_doubts_together_add_their_squares():
    sigmas = {"pv_yield": 0.08, "audit_savings": 0.20}
    case = plain(pv_savings_year1=20.0, efficiency_savings_year1=10.0)
    risk = monte_carlo(case, only(**sigmas), count=20_000, seed=5)
    spread_npv = risk.by_draw["npv_after_tax"].std()
    expected = ANNUITY * math.hypot(20 * 0.08, 10 * 0.20)
    assert spread_npv == pytest.approx(expected, rel=4 / math.sqrt(2 * 20_000))  # 4 standard errors


def test_good_years_make_up_for_bad_ones_in_the_value_but_not_in_the_worst_cover():
    sigma, count = 0.05, 20_000
    case = plain(pv_savings_year1=20.0, debt=Debt(service=[16.0] * 10, covenant_dscr=1.2))
    risk = monte_carlo(case, only(pv_yield_of_a_year=sigma), count=count, seed=5)
    expected = 20 * sigma * math.sqrt(((1.1 ** -np.arange(1.0, 11.0)) ** 2).sum())
    four_errors = 4 / math.sqrt(2 * count)
    assert risk.by_draw["npv_after_tax"].std() == pytest.approx(expected, rel=four_errors)
    # The worst of ten years is below the covenant unless all ten lie above it.
    broken = 1 - (1 - NORMAL.cdf((1.2 * 16 / 20 - 1) / sigma)) ** 10
    error = 4 * math.sqrt(broken * (1 - broken) / count)
    assert risk.probability_dscr_below_covenant == pytest.approx(broken, abs=error)


def test_a_foreign_loan_breaks_its_covenant_as_often_as_the_dollar_is_too_dear():
    sigma, count = 0.13, 20_000
    debt = Debt(service=[16.0] * 5 + [0.0] * 5, covenant_dscr=1.2, is_foreign=True)
    case = plain(pv_savings_year1=20.0, debt=debt)
    risk = monte_carlo(case, only(exchange_rate=sigma), count=count, seed=5)
    broken = 1 - NORMAL.cdf(math.log(1.25 / 1.2) / sigma)
    assert risk.probability_dscr_below_covenant == pytest.approx(broken, abs=1.01 / count)
    assert risk.dscr_min.p90 == pytest.approx(1.25 * math.exp(-Z90 * sigma), abs=0.001)
    assert risk.dscr_min.p10 == pytest.approx(1.25 * math.exp(Z90 * sigma), abs=0.001)
    assert risk.npv_after_tax.p90 == pytest.approx(risk.npv_after_tax.p10)  # capex is local


def test_a_loan_without_a_covenant_has_a_cover_but_no_chance_of_breaking_it():
    case = plain(pv_savings_year1=20.0, debt=Debt(service=[16.0] * 10))
    risk = monte_carlo(case, only(), count=3, seed=5)
    assert risk.dscr_min.p90 == pytest.approx(1.25)
    assert risk.probability_dscr_below_covenant is None


def test_a_plan_that_never_pays_back_says_never_and_not_zero():
    risk = monte_carlo(plain(pv_savings_year1=1.0), read_drivers(), count=500, seed=5)
    never = Spread(p90=None, p50=None, p10=None)
    assert risk.simple_payback_after_tax_years == never
    assert risk.discounted_payback_after_tax_years == never
    assert risk.probability_never_pays_back == risk.probability_npv_below_zero == 1.0
    assert risk.irr_after_tax.p10 < 0


def test_a_plan_that_brings_nothing_has_no_rate_of_return():
    risk = monte_carlo(plain(om_per_year=5.0), read_drivers(), count=50, seed=5)
    assert risk.probability_without_irr == 1.0
    assert risk.irr_after_tax == Spread(p90=None, p50=None, p10=None)


def test_half_of_the_draws_that_never_pay_back_leave_the_middle_and_take_the_cautious_end():
    # 10 a year for ten years return 100 in 10 years only if the yield is at least as planned.
    risk = monte_carlo(plain(pv_savings_year1=10.0), only(pv_yield=0.1), count=1000, seed=5)
    assert risk.probability_never_pays_back == pytest.approx(0.5, abs=0.001)
    assert risk.simple_payback_after_tax_years.p90 is None
    assert risk.simple_payback_after_tax_years.p10 == pytest.approx(10 / (1 + Z90 * 0.1), abs=0.01)


def test_lumpy_renewals_leave_the_rate_that_the_exact_solver_quotes():
    case, drivers = taxed(replacements={5: 250.0, 10: 250.0}), read_drivers()
    found = monte_carlo(case, drivers, count=40, seed=5).by_draw["irr_after_tax"]
    draws = draw_changes(drivers, count=40, years=15, seed=5)
    flows = flow_many(case, draws).net_after_tax
    quoted = [irr(flow, hurdle_rate=0.10).rate for flow in flows]
    assert ((flows[:, 5] < 0) & (flows[:, 6] > 0)).any()  # several changes of sign
    assert found.to_list() == pytest.approx(
        [math.nan if r is None else r for r in quoted], rel=1e-9, nan_ok=True
    )


@given(
    values=st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=40),
    better=st.sampled_from(["higher", "lower"]),
)
def test_nine_draws_of_ten_meet_p90_and_the_next_better_value_is_met_by_fewer(values, better):
    found, sign = spread(np.array(values), better=better), 1 if better == "higher" else -1
    ranked = sign * np.array(values)
    for name, part in (("p90", 0.9), ("p50", 0.5), ("p10", 0.1)):
        value = sign * getattr(found, name)
        assert (ranked >= value).mean() >= part - 1e-12
        assert (ranked > value).mean() < part


def worth(case: ProjectCase, **changed) -> float:
    """Return the present value after tax of the one-by-one reckoning with changed amounts."""
    taken = {field.name: getattr(case, field.name) for field in fields(Project)}
    flow = Project(**(taken | changed)).flow
    return npv(case.discount_rate, flow.yearly["net_after_tax"].to_numpy())


def scaled(case: ProjectCase, lever: str, factor: float) -> dict[str, object]:
    """Return the amounts of a project that a lever multiplies."""
    gains = ("efficiency_savings_year1", "pv_savings_year1", "export_income_year1")
    names = {
        "tariff": gains,
        "pv_yield": gains[1:],
        "audit_savings": gains[:1],
        "capex": ("capex", "vat_paid", "incentive_capex"),
    }[lever]
    moved = {name: getattr(case, name) * factor for name in names}
    if lever == "capex":
        moved["replacements"] = {year: cost * factor for year, cost in case.replacements.items()}
    return moved


def test_each_bar_of_the_tornado_is_the_value_of_the_plan_with_one_amount_changed():
    case = taxed()
    bars = {bar.driver: bar for bar in tornado(case, read_drivers())}
    assert set(bars) == set(ALL) - {"pv_yield_of_a_year"}
    for lever in ("tariff", "capex", "pv_yield", "audit_savings"):
        bar = bars[lever]
        low, high = (worth(case, **scaled(case, lever, end)) for end in (bar.low, bar.high))
        assert (bar.npv_after_tax_at_low, bar.npv_after_tax_at_high) == pytest.approx((low, high))
    bar = bars["tariff_escalation"]
    growth = worth(case, tariff_escalation_fraction=0.05 + bar.high)
    assert bar.npv_after_tax_at_high == pytest.approx(growth)


def test_the_bars_stand_in_the_order_of_their_swing_and_a_sure_driver_has_none():
    bars = tornado(taxed(), read_drivers(sigmas={"capex": 0.0}))
    swings = [bar.swing for bar in bars]
    assert swings == sorted(swings, reverse=True)
    assert {bar.driver: bar.swing for bar in bars}["capex"] == 0.0
    assert {bar.driver: bar.swing for bar in bars}["exchange_rate"] == 0.0  # nothing is foreign


@pytest.mark.parametrize("lever", ["tariff", "capex", "pv_yield", "audit_savings"])
def test_at_break_even_the_one_by_one_reckoning_is_worth_nothing(lever):
    case = taxed(efficiency_savings_year1=60.0, capex=600.0, incentive_capex=500.0)
    found = break_even(case, lever)
    assert worth(case, **scaled(case, lever, found.factor)) == pytest.approx(0.0, abs=1e-8)
    assert found.margin_fraction == found.factor - 1


def test_break_even_without_tax_is_a_ratio():
    case = plain(pv_savings_year1=20.0)
    assert break_even(case, "tariff").factor == pytest.approx(100 / (20 * ANNUITY), rel=1e-12)
    assert break_even(case, "pv_yield").factor == pytest.approx(100 / (20 * ANNUITY), rel=1e-12)
    assert break_even(case, "capex").factor == pytest.approx(20 * ANNUITY / 100, rel=1e-12)


def test_there_is_no_break_even_where_nothing_helps():
    assert break_even(plain(om_per_year=5.0), "tariff").factor is None
    assert break_even(plain(pv_savings_year1=20.0), "audit_savings").factor is None
    gift = plain(capex=0.0, pv_savings_year1=20.0)
    assert break_even(gift, "capex").factor is None


@settings(max_examples=20, deadline=None)
@given(
    capex=st.floats(50, 500),
    savings=st.floats(20, 90),
    income=st.floats(-20, 200),
)
def test_a_better_price_than_break_even_pays_and_a_worse_one_does_not(capex, savings, income):
    case = taxed(
        capex=capex,
        incentive_capex=capex,
        vat_paid=0.0,
        pv_savings_year1=savings,
        other_taxable_income=income,
    )
    factor = break_even(case, "tariff").factor
    assert worth(case, **scaled(case, "tariff", factor * 1.01)) > 0
    assert worth(case, **scaled(case, "tariff", factor * 0.99)) < 0


def test_the_two_way_table_holds_the_value_of_each_pair():
    case = taxed()
    table = two_way(case, tariff=[0.8, 1.0, 1.3], capex=[0.7, 1.0])
    for tariff in (0.8, 1.0, 1.3):
        for capex in (0.7, 1.0):
            alone = worth(case, **scaled(case, "tariff", tariff), **scaled(case, "capex", capex))
            assert table.npv_after_tax.loc[tariff, capex] == pytest.approx(alone)
    figures = summary(case.flow)
    assert table.irr_after_tax.loc[1.0, 1.0] == pytest.approx(figures.irr)
    payback = table.simple_payback_after_tax_years.loc[1.0, 1.0]
    assert payback == pytest.approx(figures.simple_payback_years)


def test_a_pair_that_never_pays_back_is_infinite_in_the_table():
    table = two_way(plain(pv_savings_year1=12.0), tariff=[0.5, 1.0], capex=[1.0])
    assert table.simple_payback_after_tax_years[1.0].to_list() == [
        math.inf,
        pytest.approx(100 / 12),
    ]


def test_money_of_any_size_gives_the_same_chances():
    small = monte_carlo(taxed(), read_drivers(), count=300, seed=5)
    huge = taxed(
        **{
            name: getattr(taxed(), name) * 1e12
            for name in (
                "capex",
                "vat_paid",
                "efficiency_savings_year1",
                "pv_savings_year1",
                "export_income_year1",
                "om_per_year",
                "other_taxable_income",
                "incentive_capex",
            )
        },
        replacements={8: 25e12},
    )
    large = monte_carlo(huge, read_drivers(), count=300, seed=5)
    assert large.probability_npv_below_zero == small.probability_npv_below_zero
    assert large.npv_after_tax.p90 == pytest.approx(1e12 * small.npv_after_tax.p90)
    assert large.irr_after_tax.p90 == pytest.approx(small.irr_after_tax.p90)


def test_wrong_doubts_are_refused_by_name():
    with pytest.raises(InputError, match="sigmas"):
        read_drivers(sigmas={"moon": 0.1})
    for sigma in (-0.1, 1.5, math.nan):
        with pytest.raises(InputError, match="capex"):
            read_drivers(sigmas={"capex": sigma})
    for factor in (0.9, math.nan, math.inf):
        with pytest.raises(InputError, match="most_hours_factor"):
            read_drivers(most_hours_factor=factor)
    for probability in (0.0, 1.0, math.nan):
        with pytest.raises(InputError, match="probability"):
            read_drivers()["capex"].at(probability)
    for count in (0, 1.5, True):
        with pytest.raises(InputError, match="count"):
            draw_changes(read_drivers(), count=count, years=3, seed=1)
    with pytest.raises(InputError, match="tariff"):
        two_way(plain(pv_savings_year1=20.0), tariff=[1.0, 1.0], capex=[1.0])
    with pytest.raises(InputError, match="sunshine"):
        break_even(plain(pv_savings_year1=20.0), "sunshine")
