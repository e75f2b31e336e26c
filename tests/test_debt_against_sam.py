"""Loans against NREL's SAM: its commercial loan after tax, its sculpted debt and its reserve."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from types import SimpleNamespace

import numpy as np
import pytest

from project_finance.debt.cover import cover
from project_finance.debt.ledger import ledger
from project_finance.debt.plan import plan_debt
from project_finance.debt.reserve import reserve_account
from project_finance.debt.sizing import loan_amount, loan_payments
from project_finance.debt.terms import DebtTerms
from project_finance.incentives import read_incentives
from project_finance.project import Project
from project_finance.tax import tax_flow

cashloan = pytest.importorskip("PySAM.Cashloan")
singleowner = pytest.importorskip("PySAM.Singleowner")
HORIZON, CAPEX, SAVINGS, OM = 20, 1000.0, 240.0, 20.0


def sams_cash_loan(*, debt_fraction, rate, years, escalation, tax_fraction):
    """SAM's loan on a plant of given yearly savings, depreciated over ten years."""
    model = cashloan.default("PVWattsCommercial")
    model.Lifetime.system_use_lifetime_output = 0
    model.SystemOutput.assign({"gen": [1.0] * 8760, "degradation": [0.0]})
    model.ElectricityRates.rate_escalation = [0.0]
    model.FinancialParameters.assign(
        {
            "analysis_period": HORIZON,
            "debt_fraction": 100 * debt_fraction,
            "loan_rate": 100 * rate,
            "loan_term": years,
            "federal_tax_rate": [100 * tax_fraction],
            "state_tax_rate": [0.0],
            "inflation_rate": 0.0,
            "real_discount_rate": 10.0,
            "prop_tax_cost_assessed_percent": 0.0,
        }
    )
    model.SystemCosts.assign(
        {"total_installed_cost": CAPEX, "om_capacity": [0.0], "om_fixed": [OM]}
    )
    custom = 6.0  # depreciation by the custom schedule, in percent a year
    model.Depreciation.assign(
        {
            "depr_alloc_macrs_5_percent": 0.0,
            "depr_alloc_custom_percent": 100.0,
            "depr_custom_schedule": [10.0] * 10,
            "depr_bonus_fed": 0.0,
            "depr_bonus_sta": 0.0,
            "depr_basis_mat": [[1.0, CAPEX, 100.0, 0, 0, custom], [2.0, 0.0, 0.0, 0, 0, 0]],
        }
    )
    savings = [SAVINGS * (1 + escalation) ** k for k in range(HORIZON)]
    model.value("annual_energy_value", [0.0, *savings])
    model.value("true_up_credits_ym", [[0.0] * 12] * (HORIZON + 1))
    model.value("utility_bill_w_sys", [0.0] * (HORIZON + 1))
    model.value("utility_bill_wo_sys", [0.0] * (HORIZON + 1))
    model.execute(0)
    return SimpleNamespace(**model.Outputs.export())  # the model is gone afterwards


LOANS = [
    {"debt_fraction": 0.0, "rate": 0.10, "years": 5, "escalation": 0.0, "tax_fraction": 0.0},
    {"debt_fraction": 0.7, "rate": 0.11, "years": 8, "escalation": 0.03, "tax_fraction": 0.35},
    {"debt_fraction": 0.4, "rate": 0.0, "years": 10, "escalation": 0.0, "tax_fraction": 0.295},
    {"debt_fraction": 0.5, "rate": 0.18, "years": 3, "escalation": 0.05, "tax_fraction": 0.35},
    {"debt_fraction": 0.9, "rate": 0.20, "years": 20, "escalation": 0.0, "tax_fraction": 0.10},
    {"debt_fraction": 0.3, "rate": 0.08, "years": 1, "escalation": -0.02, "tax_fraction": 0.10},
]


@pytest.mark.parametrize("loan", LOANS)
def test_loan_and_owners_flow_after_tax_are_those_of_sams_cash_loan(loan):
    theirs = sams_cash_loan(**loan)
    rules = replace(
        read_incentives("CO"),
        income_tax_fraction=loan["tax_fraction"],
        ordinary_depreciation_fraction=0.10,
    ).ordinary()
    project = Project(
        capex=CAPEX,
        discount_rate=0.10,
        pv_savings_year1=SAVINGS,
        om_per_year=OM,
        tariff_escalation_fraction=loan["escalation"],
        inflation_fraction=0.0,
        degradation_fraction_per_year=0.0,
        horizon_years=HORIZON,
        tax_rules=rules,
        other_taxable_income=1e6,
    ).flow
    terms = DebtTerms(
        kind="annuity", rate=loan["rate"], years=loan["years"], loan_fraction=loan["debt_fraction"]
    )
    assess = partial(tax_flow, capex=CAPEX, rules=rules, other_taxable_income=1e6)
    ours = plan_debt(project, terms, assess_tax=assess)
    last = loan["years"] + 1
    tight = {"rtol": 1e-9, "atol": 1e-6}
    assert np.allclose(ours.account["payment"], theirs.cf_debt_payment_total[1:last], **tight)
    assert np.allclose(ours.account["interest"], theirs.cf_debt_payment_interest[1:last], **tight)
    assert np.allclose(ours.account["closing"], theirs.cf_debt_balance[1:last], **tight)
    assert np.allclose(ours.yearly["equity_after_tax"], theirs.cf_after_tax_cash_flow, **tight)
    assert ours.equity.npv_after_tax == pytest.approx(theirs.npv, rel=1e-9, abs=1e-9 * CAPEX)
    # SAM stops its search for the rate within one part in a million.
    assert 100 * ours.equity.irr_after_tax == pytest.approx(theirs.irr, rel=1e-6)


def sams_single_owner(**parameters):
    """SAM's single owner with a plant of 10 MW, no reserve interest, and the given debt."""
    model = singleowner.default("PVWattsSingleOwner")
    model.Lifetime.system_use_lifetime_output = 0
    constant = [10_000.0] * 8760
    model.SystemOutput.assign({"gen": constant, "system_pre_curtailment_kwac": constant})
    model.FinancialParameters.assign(
        {
            "reserves_interest": 0.0,
            "dscr_limit_debt_fraction": 0,
            "dscr_reserve_months": 6.0,
            "loan_moratorium": 0,
            **parameters,
        }
    )
    model.execute(0)
    return SimpleNamespace(**model.Outputs.export())  # the model is gone afterwards


@pytest.mark.parametrize(("rate", "years", "target"), [(0.08, 12, 1.3), (0.0, 7, 1.1)])
def test_sculpted_debt_and_its_reserve_are_those_of_sams_single_owner(rate, years, target):
    theirs = sams_single_owner(
        debt_option=1, dscr=target, term_tenor=years, term_int_rate=100 * rate
    )
    cash = np.array(theirs.cf_cash_for_ds)[1:]
    terms = DebtTerms(kind="sculpted", rate=rate, years=years, dscr_target=target)
    amount, limit = loan_amount(terms, cash, outlay=1e12)
    account = ledger(rate, loan_payments(terms, cash, amount))
    assert limit == "cover"
    assert amount == pytest.approx(theirs.size_of_debt, rel=1e-9)
    last = years + 1
    tight = {"rtol": 1e-9, "atol": 1e-3}
    assert np.allclose(account["payment"], theirs.cf_debt_payment_total[1:last], **tight)
    assert np.allclose(account["closing"], theirs.cf_debt_balance[1:last], **tight)
    held = cover(cash, account, local_rate=rate)
    assert held.dscr_min == pytest.approx(theirs.min_dscr, rel=1e-9)
    service = account["payment"].reindex(range(1, cash.size + 1), fill_value=0.0)
    reserve = reserve_account(cash - service, service, months=6)
    assert np.allclose(reserve["balance"], theirs.cf_reserve_debtservice, **tight)


@pytest.mark.parametrize(("kind", "option"), [("annuity", 0), ("equal_principal", 1)])
@pytest.mark.parametrize("grace", [0, 3])
def test_payments_and_years_of_grace_are_those_of_sams_single_owner(kind, option, grace):
    theirs = sams_single_owner(
        debt_option=0,
        debt_percent=10.0,
        payment_option=option,
        term_tenor=10,
        term_int_rate=9.0,
        loan_moratorium=grace,
    )
    cash = np.array(theirs.cf_cash_for_ds)[1:]
    amount = theirs.size_of_debt
    terms = DebtTerms(kind=kind, rate=0.09, years=10, grace_years=grace, loan_amount=amount)
    account = ledger(0.09, loan_payments(terms, cash, amount))
    assert np.allclose(account["payment"], theirs.cf_debt_payment_total[1:11], rtol=1e-9)
    held = cover(cash, account, local_rate=0.09)
    dscr = held.yearly["dscr"].loc[1:10]
    assert np.allclose(dscr, theirs.cf_pretax_dscr[1:11], rtol=1e-9)
