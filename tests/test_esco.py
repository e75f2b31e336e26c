"""Shared savings from both sides, by hand and by what must always hold."""

from __future__ import annotations

import numpy as np
import numpy_financial as npf
import pytest
from hypothesis import given
from hypothesis import strategies as st

from equipment_catalog.errors import InputError
from project_finance.esco import EscoTerms, share_range, shared_savings
from project_finance.project import Project

close = pytest.approx
fractions = st.floats(0.0, 1.0)


def project_of(**given_flow):
    flow = {
        "capex": 1000.0,
        "efficiency_savings_year1": 300.0,
        "pv_savings_year1": 80.0,
        "export_income_year1": 20.0,
        "om_per_year": 30.0,
        "discount_rate": 0.10,
        "tariff_escalation_fraction": 0.0,
        "inflation_fraction": 0.0,
        "degradation_fraction_per_year": 0.0,
        "horizon_years": 5,
        **given_flow,
    }
    return Project(**flow).flow


def both_of(project, terms, *, host=0.1, esco=0.1):
    return shared_savings(project, terms, host_discount_rate=host, esco_discount_rate=esco)


def test_both_sides_by_hand():
    # 400 saved a year; 80 % of it to the company for 3 years, which pays 90 % of the outlay and
    # 30 a year to run the plant, and hands it over for 50; the host pays a renewal in year 4.
    terms = EscoTerms(esco_share=0.8, contract_years=3, esco_outlay_share=0.9, transfer_price=50.0)
    both = both_of(project_of(replacements={4: 70.0}), terms)
    assert both.yearly["host_before_tax"].to_list() == close([-100, 80, 80, 30, 300, 370])
    assert both.yearly["esco_before_tax"].to_list() == close([-900, 290, 290, 340, 0, 0])
    assert (both.host.outlay, both.esco.outlay) == (close(100.0), close(900.0))
    assert both.esco.irr_before_tax == close(npf.irr([-900, 290, 290, 340]), rel=1e-9)


@given(fractions, st.integers(1, 5), fractions, st.booleans(), st.floats(0.0, 500.0))
def test_the_two_sides_sum_to_the_project(share, years, outlay_share, runs, price):
    project = project_of(vat_paid=190.0, replacements={2: 100.0}, tariff_escalation_fraction=0.05)
    terms = EscoTerms(
        esco_share=share,
        contract_years=years,
        esco_outlay_share=outlay_share,
        esco_runs_plant=runs,
        transfer_price=price,
    )
    yearly = both_of(project, terms).yearly
    total = yearly["host_before_tax"] + yearly["esco_before_tax"]
    assert np.allclose(total, project.yearly["net_before_tax"], rtol=0, atol=1e-9)


@given(fractions)
def test_present_values_at_one_rate_sum_to_the_projects(share):
    project = project_of()
    both = both_of(project, EscoTerms(esco_share=share, contract_years=4))
    total = both.host.npv_before_tax + both.esco.npv_before_tax
    assert total == close(project.yearly["discounted_after_tax"].sum(), abs=1e-9)


def test_at_the_ends_of_the_range_one_side_just_earns_its_rate():
    terms = EscoTerms(esco_share=0.5, contract_years=4, esco_outlay_share=0.8)
    project = project_of()
    room = share_range(project, terms, host_discount_rate=0.15, esco_discount_rate=0.12)
    assert room.exists
    assert room.most < 1
    least = EscoTerms(esco_share=room.least, contract_years=4, esco_outlay_share=0.8)
    assert both_of(project, least, esco=0.12).esco.npv_before_tax == close(0.0, abs=1e-9)
    most = EscoTerms(esco_share=room.most, contract_years=4, esco_outlay_share=0.8)
    assert both_of(project, most, host=0.15).host.npv_before_tax == close(0.0, abs=1e-9)


def test_too_short_a_contract_leaves_no_share_that_pays_the_company():
    room = share_range(
        project_of(),
        EscoTerms(esco_share=0.5, contract_years=2),
        host_discount_rate=0.1,
        esco_discount_rate=0.1,
    )
    assert (room.least, room.exists) == (None, False)


def test_a_host_who_pays_for_nothing_useful_has_no_share_to_give():
    room = share_range(
        project_of(efficiency_savings_year1=0.0, pv_savings_year1=1.0, export_income_year1=0.0),
        EscoTerms(esco_share=0.5, contract_years=2, esco_outlay_share=0.0),
        host_discount_rate=0.1,
        esco_discount_rate=0.1,
    )
    assert (room.most, room.exists) == (None, False)


def test_a_host_without_outlay_has_no_rate_of_return_but_a_worth():
    both = both_of(project_of(), EscoTerms(esco_share=0.9, contract_years=4))
    assert both.host.outlay == 0.0
    assert both.host.irr_before_tax is None
    assert both.host.npv_before_tax > 0


def test_no_fee_is_paid_on_savings_that_are_losses():
    project = project_of(efficiency_savings_year1=-500.0)
    both = both_of(project, EscoTerms(esco_share=0.9, contract_years=5))
    assert both.yearly["fee"].abs().max() == 0.0
    assert both.yearly.loc[1, "host_before_tax"] == close(-400.0)


@pytest.mark.parametrize(
    ("field", "given_terms"),
    [
        ("esco_share", {"esco_share": 80.0}),
        ("esco_share", {"esco_share": float("nan")}),
        ("esco_outlay_share", {"esco_outlay_share": -0.1}),
        ("transfer_price", {"transfer_price": -1.0}),
        ("contract_years", {"contract_years": 0}),
    ],
)
def test_a_contract_that_is_none_is_refused_by_name(field, given_terms):
    with pytest.raises(InputError, match=rf"^{field}: "):
        EscoTerms(**{"esco_share": 0.5, "contract_years": 5, **given_terms})


def test_a_contract_that_outlives_the_project_is_refused():
    with pytest.raises(InputError, match=r"^contract_years: "):
        both_of(project_of(), EscoTerms(esco_share=0.5, contract_years=6))
