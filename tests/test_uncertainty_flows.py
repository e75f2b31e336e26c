"""Many cash flows at once equal the one-by-one reckoning, line, tax and payback."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from equipment_catalog.errors import InputError
from project_finance.incentives import read_incentives
from project_finance.loan import debt_service_coverage
from project_finance.metrics import payback_years
from project_finance.price_paths import TARIFF_LINES
from project_finance.project import Project
from project_finance.tax import tax_flow
from project_finance.timeline.grant import Grant
from project_finance.uncertainty.changes import Changes
from project_finance.uncertainty.flow_many import flow_many
from project_finance.uncertainty.payback_of_draws import payback_of_draws
from project_finance.uncertainty.project_case import Debt, ProjectCase
from project_finance.uncertainty.tax_many import tax_delta_many

CO, PE = read_incentives("CO"), read_incentives("PE")
SMALL = replace(PE, reduced_tax_up_to=80.0)
SHORT_LOSSES = replace(CO, loss_carry_forward_years=2)
CERTIFIED = [
    dict(zip(("incentive_capex", "at_once_capex", "at_once_incentive_capex"), shares, strict=True))
    for shares in [(None, 0.0, None), (None, 0.4, None), (0.0, 0.3, 0.0), (0.6, 0.5, 0.1)]
]
"""Parts of the outlay: certified, in use at once, and both."""
SOME = settings(max_examples=60, deadline=None)
MONEY = st.floats(0, 500)
FACTOR = st.floats(0, 3)


def plain(**given) -> ProjectCase:
    """Return a project without growth, decay or tax, but what is given."""
    still = {
        "discount_rate": 0.10,
        "tariff_escalation_fraction": 0.0,
        "inflation_fraction": 0.0,
        "degradation_fraction_per_year": 0.0,
    }
    return ProjectCase(**(still | given))


@st.composite
def timings(draw, horizon, capex):
    """Return what comes later, from others, or at the end of a project."""
    months = st.integers(0, 12)
    gifts = st.builds(Grant, name=st.just("fund"), amount=MONEY, month=months)
    return {
        "plant_delay_years": draw(st.sampled_from([0.0, 0.25, 0.75, 1.0, 1.5, 2.0])),
        "grants": tuple(draw(st.lists(gifts, max_size=2))),
        "vat_recovered": draw(st.sampled_from([0.0, 0.18])) * capex,
        "vat_return_months": draw(months),
        "salvage": draw(MONEY),
        "dismantling": draw(MONEY),
        "closes_after_years": draw(st.sampled_from([None, max(horizon // 2, 1), horizon + 1])),
        "usd_rate_growth_fraction": draw(st.sampled_from([None, 0.0, 0.12])),
    }


def tariff_factors(horizon):
    """Return what the tariff of each year does beside its rise, for some of the lines."""
    by_year = st.lists(st.floats(0, 2), min_size=horizon, max_size=horizon)
    return st.dictionaries(st.sampled_from(TARIFF_LINES), by_year)


@st.composite
def plans(draw):
    """Return the arguments of a cash flow with tax."""
    horizon, capex = draw(st.integers(1, 20)), draw(MONEY)
    income = st.floats(-200, 400)
    return {
        "capex": capex,
        "discount_rate": draw(st.floats(0, 0.3)),
        "efficiency_savings_year1": draw(st.floats(-100, 300)),
        "pv_savings_year1": draw(MONEY),
        "export_income_year1": draw(MONEY),
        "om_per_year": draw(MONEY),
        "replacements": draw(st.dictionaries(st.integers(1, horizon), MONEY, max_size=3)),
        "vat_paid": draw(st.sampled_from([0.0, 0.19])) * capex,
        "tariff_escalation_fraction": draw(st.floats(-0.05, 0.2)),
        "tariff_factors": draw(tariff_factors(horizon)),
        "inflation_fraction": draw(st.floats(0, 0.2)),
        "degradation_fraction_per_year": draw(st.floats(0, 0.1)),
        "degradation": draw(st.sampled_from(["linear", "compound"])),
        "horizon_years": horizon,
        "tax_rules": draw(st.sampled_from([None, CO, SHORT_LOSSES, SMALL, CO.ordinary()])),
        "other_taxable_income": draw(st.lists(income, min_size=horizon, max_size=horizon)),
        **draw(st.sampled_from(CERTIFIED)),
        **draw(timings(horizon, capex)),
    }


def _renewal(plan, foreign, rate, year):
    """Return by what dearer dollars raise a renewal of a year whose foreign part follows them."""
    growth = plan["usd_rate_growth_fraction"]
    local = (1 + plan["inflation_fraction"]) ** (year - 1)
    dollars = local if growth is None else (1 + growth) ** (year - 1)
    planned = (1 - foreign) * local + foreign * dollars
    return ((1 - foreign) * local + foreign * rate * dollars) / planned


def one_by_one(
    plan, *, foreign=0.0, renewed_foreign=0.0, by_hours=0.0, export_by_hours=0.0, **factors
):
    """Return the cash flow that the changed amounts give in the reckoning of one project."""
    rate = factors["exchange_rate"]
    renewals = {
        year: cost * factors["capex"] * _renewal(plan, renewed_foreign, rate, year)
        for year, cost in plan["replacements"].items()
    }
    bought = factors["capex"] * (1 + foreign * (factors["exchange_rate"] - 1))
    plant, more = factors["tariff"] * factors["pv_yield"], factors["hours_worked"] - 1
    changed = plan | {
        "capex": plan["capex"] * bought,
        "vat_paid": plan["vat_paid"] * bought,
        "vat_recovered": plan["vat_recovered"] * bought,
        "replacements": renewals,
        "foreign_replacements": {year: renewed_foreign * cost for year, cost in renewals.items()},
        "salvage": plan["salvage"] * bought,
        "foreign_fraction": foreign,
        "efficiency_savings_year1": plan["efficiency_savings_year1"]
        * factors["tariff"]
        * factors["hours_worked"]
        * factors["audit_savings"],
        "pv_savings_year1": plan["pv_savings_year1"] * plant * (1 + by_hours * more),
        "export_income_year1": plan["export_income_year1"] * plant * (1 + export_by_hours * more),
        "tariff_escalation_fraction": plan["tariff_escalation_fraction"]
        + factors["tariff_escalation"],
    }
    for part in CERTIFIED[0]:
        if plan[part] is not None:
            changed[part] = plan[part] * bought
    return Project(**changed).flow.yearly


@SOME
@given(
    plan=plans(),
    foreign=st.floats(0, 1),
    renewed_foreign=st.none() | st.floats(0, 1),
    by_hours=st.floats(0, 1),
    export_by_hours=st.floats(-1, 0),
    drawn=st.lists(
        st.fixed_dictionaries(
            {
                "pv_yield": FACTOR,
                "capex": FACTOR,
                "tariff": FACTOR,
                "tariff_escalation": st.floats(-0.1, 0.1),
                "exchange_rate": st.floats(0.5, 3),
                "hours_worked": FACTOR,
                "audit_savings": FACTOR,
            }
        ),
        min_size=1,
        max_size=4,
    ),
)
def test_every_draw_is_the_cash_flow_of_its_own_project(
    plan, foreign, renewed_foreign, by_hours, export_by_hours, drawn
):
    shares = {name: plan[name] for name in CERTIFIED[0] if plan[name] is not None}
    plan = plan | {name: share * plan["capex"] for name, share in shares.items()}
    case = ProjectCase(
        **plan,
        foreign_fraction=foreign,
        foreign_replacements=None
        if renewed_foreign is None
        else {year: renewed_foreign * cost for year, cost in plan["replacements"].items()},
        pv_savings_per_hours=by_hours,
        export_per_hours=export_by_hours,
    )
    changes = Changes.of(**{name: [row[name] for row in drawn] for name in drawn[0]})
    many = flow_many(case, changes)
    for i, factors in enumerate(drawn):
        alone = one_by_one(
            plan,
            foreign=foreign,
            renewed_foreign=foreign if renewed_foreign is None else renewed_foreign,
            by_hours=by_hours,
            export_by_hours=export_by_hours,
            **factors,
        )
        near = {"rel": 1e-9, "abs": 1e-9 * (1 + alone.abs().to_numpy().max())}
        assert many.net_before_tax[i] == pytest.approx(alone["net_before_tax"].to_numpy(), **near)
        assert many.net_after_tax[i] == pytest.approx(alone["net_after_tax"].to_numpy(), **near)


@SOME
@given(
    rows=st.lists(st.lists(st.floats(-300, 300), min_size=9, max_size=9), min_size=1, max_size=5),
    other=st.lists(st.floats(-300, 300), min_size=9, max_size=9),
    capex=st.floats(0, 500),
    share=st.floats(0, 1),
    rules=st.sampled_from([CO, SHORT_LOSSES, PE, replace(CO, deduction_years=3)]),
)
def test_the_tax_of_many_draws_is_the_tax_of_each(rows, other, capex, share, rules):
    outlay = capex * np.arange(1, len(rows) + 1)
    many = tax_delta_many(
        np.array(rows),
        capex=outlay,
        incentive_capex=share * outlay,
        rules=rules,
        other_taxable_income=np.array(other),
    )
    for i, row in enumerate(rows):
        alone = tax_flow(
            row,
            capex=outlay[i],
            incentive_capex=share * outlay[i],
            rules=rules,
            other_taxable_income=other,
        )
        assert many[i] == pytest.approx(alone.yearly["tax_delta"].to_numpy(), rel=1e-9, abs=1e-7)


def test_a_yield_of_each_year_moves_that_year_alone():
    case = plain(capex=100.0, pv_savings_year1=60.0, export_income_year1=20.0, horizon_years=2)
    flows = flow_many(case, Changes.of(pv_yield=[[0.9, 1.1], [1.0, 0.5]]))
    assert flows.net_after_tax == pytest.approx(np.array([[-100, 72, 88], [-100, 80, 40]]))


def test_dearer_dollars_raise_the_foreign_part_of_outlay_and_renewals_and_a_foreign_loan():
    case = plain(
        capex=100.0,
        vat_paid=10.0,
        pv_savings_year1=60.0,
        replacements={2: 20.0},
        horizon_years=2,
        foreign_fraction=0.5,
        debt=Debt(service=[25.0, 0.0], covenant_dscr=1.2, is_foreign=True),
    )
    flows = flow_many(case, Changes.of(exchange_rate=[1.0, 1.2]))
    # Half of the price rises by a fifth: 110 and 20 by a tenth. 60 over 25 and over 30.
    assert flows.net_after_tax == pytest.approx(np.array([[-110, 60, 40], [-121, 60, 38]]))
    assert flows.debt_cover == pytest.approx(np.array([[2.4], [2.0]]))


def test_the_cover_of_a_loan_is_that_of_the_loan_module_in_every_draw():
    service = [40.0, 0.0, 30.0, 0.0]
    case = plain(
        capex=100.0,
        pv_savings_year1=70.0,
        horizon_years=4,
        tax_rules=CO,
        other_taxable_income=20.0,
        debt=Debt(service=service),
    )
    flows = flow_many(case, Changes.of(tariff=[0.7, 1.0, 1.4]))
    years = case.flow.yearly.index[1:]
    for after, cover in zip(flows.net_after_tax, flows.debt_cover, strict=True):
        asked = debt_service_coverage(
            case.flow.yearly.loc[1:, "net_after_tax"] * 0 + after[1:],
            case.flow.yearly.loc[years, "capex"] * 0 + service,
        )
        assert cover == pytest.approx(asked.to_numpy())
        assert list(asked.index) == [1, 3]


@SOME
@given(
    flows=st.lists(st.lists(st.integers(-50, 60), min_size=6, max_size=6), min_size=1, max_size=6)
)
def test_the_paybacks_are_those_of_each_flow_and_infinite_where_never(flows):
    table = np.array(flows, dtype=float)
    for flow, years in zip(table, payback_of_draws(table), strict=True):
        alone = payback_years(flow)
        assert years == (math.inf if alone is None else pytest.approx(alone))


def test_a_grant_covers_no_loan_in_any_draw():
    given = {"grants": (Grant(name="fund", amount=70.0, month=6),), "salvage": 90.0}
    case = plain(
        capex=100.0,
        pv_savings_year1=60.0,
        horizon_years=2,
        debt=Debt(service=[40.0, 40.0]),
        **given,
    )
    cover = flow_many(case, Changes.of(tariff=[1.0, 0.5])).debt_cover
    np.testing.assert_allclose(cover, [[1.5, 1.5], [0.75, 0.75]])


def test_wrong_changes_are_refused_by_name():
    with pytest.raises(InputError, match="changes"):
        Changes.of(sunshine=1.1)
    for name, value in [("capex", math.nan), ("tariff", -0.1), ("exchange_rate", 0.0)]:
        with pytest.raises(InputError, match=name):
            Changes.of(**{name: value})
    with pytest.raises(InputError, match="tariff"):
        Changes.of(tariff=[1.0, 1.1], capex=[1.0, 1.1, 1.2])
    with pytest.raises(InputError, match="capex"):
        Changes.of(capex=[[1.0, 1.1]])


def test_changes_that_do_not_fit_the_plan_are_refused():
    case = plain(capex=100.0, pv_savings_year1=60.0, horizon_years=3)
    with pytest.raises(InputError, match="pv_yield"):
        flow_many(case, Changes.of(pv_yield=[[1.0, 1.0]]))
    with pytest.raises(InputError, match="tariff_escalation"):
        flow_many(case, Changes.of(tariff_escalation=[0.0, -1.0]))


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("capex", -1.0),
        ("foreign_fraction", 1.1),
        ("pv_savings_per_hours", math.nan),
        ("debt", Debt(service=[10.0, 10.0])),
        ("debt", Debt(service=[0.0, 0.0, 0.0])),
        ("debt", Debt(service=[-1.0, 5.0, 5.0])),
    ],
)
def test_a_wrong_plan_is_refused_when_it_is_made(field, value):
    with pytest.raises(InputError, match=field):
        plain(**({"capex": 100.0, "pv_savings_year1": 60.0, "horizon_years": 3} | {field: value}))


def test_a_covenant_below_zero_is_refused():
    with pytest.raises(InputError, match="covenant_dscr"):
        Debt(service=[1.0], covenant_dscr=-1.0)
