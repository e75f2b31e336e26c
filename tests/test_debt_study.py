"""The lender's view of a study: loan and shared savings, by hand and beside numpy-financial."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from html import unescape
from pathlib import Path

import numpy as np
import numpy_financial as npf
import openpyxl
import pytest
from pilot_runs import EXAMPLE, studied

from mine_study.charts.dscr import cover_finding
from mine_study.debt_bad_case import bad_case_of, bad_tariff_factor, bad_worth
from mine_study.debt_faults import debt_faults
from mine_study.debt_study import study_debt
from mine_study.esco_study import study_esco
from mine_study.finance_results import finance_results
from mine_study.headline import BadCase
from mine_study.language import Reader
from mine_study.money import Worth
from mine_study.register.debt_notes import debt_notes
from mine_study.reports.debt_tables import debt_page
from mine_study.reports.esco_tables import shares_finding
from mine_study.reports.figures import Figures
from mine_study.reports.html import html_report
from mine_study.reports.lender_tables import merit_table, rate_remarks
from mine_study.reports.workbook import workbook_report
from mine_study.results import plain
from mine_study.risk import study_risk
from mine_study.study_reader import examine_study
from mine_study.summaries import run_lines
from project_finance.esco import ShareRange
from project_finance.summary import summary
from project_finance.timeline.grant import Grant

LOAN = {"kind": "annuity", "rate": 0.12, "years": 7, "loan_fraction": 0.7}
CONTRACT = {"esco_share": 0.8, "contract_years": 8, "esco_discount_rate": 0.15}
ASKED = (
    "debt.kind=annuity",
    "debt.rate=0.12",
    "debt.years=7",
    "debt.loan_fraction=0.7",
    "debt.grace_years=1",
    "debt.reserve_months=6",
    "debt.covenant_dscr=1.2",
    "esco.esco_share=0.8",
    "esco.contract_years=8",
    "esco.esco_discount_rate=0.15",
    "best_plan.search=false",
)
ENGLISH = Figures(Reader("en", "CO"), "COP")


@pytest.fixture(scope="module")
def lent():
    return studied(*ASKED)


@pytest.fixture(scope="module")
def finance(lent):
    return plain(finance_results(lent))


@pytest.fixture(scope="module")
def pilot():
    return studied()


def asking(result, section, **keys):
    """Return the study of a result with other keys of one section."""
    changed = getattr(result.study, section).model_copy(update=keys)
    return result.study.model_copy(update={section: changed})


def loan_of(result, **keys):
    return study_debt(asking(result, "debt", **keys), result.money.whole)


def as_planned(worth):
    """Return the bad case of a plan in which nothing turns out badly."""
    return BadCase(yield_factor=1.0, saving_factor=1.0, capex_factor=1.0, whole=worth)


def said(notes, kind):
    return [str(note.what) for note in notes if note.kind == kind]


def test_the_loan_is_the_asked_part_of_the_outlay_and_its_payment_is_excels_pmt(finance):
    debt = finance["debt"]
    assert debt["amount"] == pytest.approx(0.7 * finance["whole"]["capex"], rel=1e-12)
    payment = -npf.pmt(0.12, 6, debt["amount"])
    assert debt["account"]["payment"][0] == pytest.approx(0.12 * debt["amount"], rel=1e-12)
    assert debt["account"]["payment"][1:] == pytest.approx([payment] * 6, rel=1e-12)


def test_the_account_is_carried_from_year_to_year_as_by_hand(finance):
    account = finance["debt"]["account"]
    owed = finance["debt"]["amount"]
    for year, paid in enumerate(account["payment"]):
        interest = 0.12 * owed
        assert account["opening"][year] == pytest.approx(owed, rel=1e-11)
        assert account["interest"][year] == pytest.approx(interest, rel=1e-11)
        owed -= paid - interest
    assert owed == pytest.approx(0.0, abs=1e-6 * finance["debt"]["amount"])


def test_the_cover_is_the_cash_after_tax_over_the_payment_of_each_year(lent, finance):
    debt = finance["debt"]
    cash = lent.money.whole.flow.yearly["net_after_tax"].to_list()[1:]
    by_hand = [cash[year] / paid for year, paid in enumerate(debt["account"]["payment"])]
    assert debt["dscr_by_year"][:7] == pytest.approx(by_hand, rel=1e-12)
    assert debt["dscr_by_year"][7:] == [None] * (len(cash) - 7)
    assert finance["whole"]["dscr_min"] == debt["dscr_min"] == pytest.approx(min(by_hand))
    assert debt["dscr_mean"] == pytest.approx(np.mean(by_hand))


def test_the_covers_of_loan_and_project_life_are_present_values_at_the_loans_rate(finance):
    debt = finance["debt"]
    cash = debt["cash_available_by_year"]
    worth = npf.npv(0.12, [0.0, *cash[:7]]), npf.npv(0.12, [0.0, *cash])
    assert (debt["llcr"], debt["plcr"]) == pytest.approx([w / debt["amount"] for w in worth])


def test_the_owners_cash_is_the_projects_with_every_line_of_the_loan(finance):
    owner, equity = finance["debt"]["owner"], finance["debt"]["equity"]
    lines = ("project_after_tax", "loan_drawn", "debt_service", "reserve_flow")
    total = sum(np.array(owner[line]) for line in (*lines, "interest_tax_relief"))
    assert owner["equity_after_tax"] == pytest.approx(total.tolist(), rel=1e-12, abs=1e-3)
    assert equity["npv_after_tax"] == pytest.approx(npf.npv(equity["discount_rate"], total))
    assert npf.npv(equity["irr_after_tax"], total) == pytest.approx(0, abs=1e-6 * abs(total).max())
    half_a_year = sum(finance["debt"]["account"]["payment"][:1]) / 2
    own_part = 0.3 * finance["whole"]["capex"]
    assert equity["outlay"] == pytest.approx(own_part + half_a_year, rel=1e-12)


def test_deducting_the_interest_never_saves_more_than_its_tax(finance):
    debt = finance["debt"]
    relief = sum(debt["owner"]["interest_tax_relief"])
    assert 0 < relief <= 0.35 * sum(debt["account"]["interest"]) * (1 + 1e-9)


def test_a_bad_case_pays_the_same_debt_service_from_less_cash(lent, finance):
    debt, bad = finance["debt"], finance["debt"]["bad_case"]
    assert bad["yield_factor"] < 1 <= bad["capex_factor"]
    assert bad["dscr_min"] < debt["dscr_min"]
    assert bad["tariff_factor"] == pytest.approx(np.exp(-1.2815515655446004 * 0.1))
    assert bad["project_npv_after_tax"] < finance["whole"]["npv"]
    dearer = lent.headline.bad_case.whole.figures.capex - finance["whole"]["capex"]
    assert bad["equity"]["outlay"] == pytest.approx(debt["equity"]["outlay"] + dearer)
    paid = lent.debt_in_bad_case.account["payment"]
    assert paid.to_list() == debt["account"]["payment"]


def test_a_case_without_bad_luck_is_the_plan_and_a_sculpted_loan_is_not_sculpted_again(lent):
    worth = lent.money.whole
    debt = loan_of(lent, kind="sculpted", rate=0.12, years=7, dscr_target=1.5, loan_fraction=None)
    sure = asking(lent, "risk", sigmas={"tariff": 0.0})
    same = bad_case_of(sure, debt, worth, as_planned(worth))
    assert same.yearly.equals(debt.yearly)
    assert same.equity == debt.equity
    assert same.cover.yearly.equals(debt.cover.yearly)
    poor = bad_case_of(lent.study, debt, worth, lent.headline.bad_case)
    assert poor.account.equals(debt.account)
    assert poor.cover.yearly["dscr"].dropna().nunique() > 1


@pytest.mark.parametrize("income", [60e6, 0.0, -5e7])
def test_no_year_of_the_bad_case_is_covered_better_than_planned(lent, income):
    # At -5e7 less income makes the special deduction last into years that no longer have it.
    def earning(worth):
        return replace(worth, project=replace(worth.project, other_taxable_income=income))

    case = replace(lent.headline.bad_case, whole=earning(lent.headline.bad_case.whole))
    planned = earning(lent.money.whole)
    study = asking(lent, "debt", years=15)
    debt = study_debt(study, planned)
    bad = bad_case_of(study, debt, planned, case)
    covers = bad.cover.yearly["dscr"].dropna(), debt.cover.yearly["dscr"].dropna()
    assert (covers[0] <= covers[1]).all()
    assert (covers[0] < covers[1]).sum() > 10


def test_the_price_of_the_plant_alone_leaves_the_lenders_cash_as_it_was(lent):
    # An overrun is the owner's: neither its depreciation nor its deduction pays the lender.
    worth, study = lent.money.whole, asking(lent, "risk", sigmas={"tariff": 0.0})
    dear = replace(
        worth.project,
        capex=1.2 * worth.project.capex,
        incentive_capex=1.2 * worth.project.incentive_capex,
    )
    case = replace(as_planned(worth), whole=Worth(project=dear, figures=worth.figures))
    bad = bad_case_of(study, lent.debt, worth, case)
    assert bad.cover.yearly.equals(lent.debt.cover.yearly)
    assert bad.equity.npv_after_tax < lent.debt.equity.npv_after_tax
    assert dear.flow.yearly["net_after_tax"][2] > worth.flow.yearly["net_after_tax"][2]


def test_the_bad_case_earns_what_the_low_tariff_leaves(lent):
    factor, case = bad_tariff_factor(lent.study), lent.headline.bad_case
    low, high = bad_worth(lent.study, case).flow.yearly, case.whole.flow.yearly
    for line in ("efficiency_savings", "pv_savings", "export_income"):
        assert low[line].to_numpy() == pytest.approx(factor * high[line].to_numpy())


def test_the_bad_case_names_each_year_that_fails_in_one_way_or_another(lent):
    cover = replace(
        lent.debt.cover,
        years_below_one=(3,),
        years_below_covenant=(2, 3),
        years_without_cash=(5,),
    )
    bad = replace(lent.debt_in_bad_case, cover=cover)
    (note,) = [
        note
        for note in debt_notes(lent.study, lent.debt, bad, None)
        if str(note.what) == "Least cover of the loan in the bad case"
    ]
    assert str(note.effect) == "the cover is too low in years 2, 3, 5"
    assert note.kind == "warning"


def test_a_year_that_loses_cash_while_a_sculpted_loan_is_owed_is_told(pilot):
    # Everything is bought again in year 4: the project loses cash and the loan pays nothing then.
    project = replace(pilot.money.whole.project, replacements={4: 4e8}, foreign_replacements=None)
    worth = Worth(project=project, figures=pilot.money.whole.figures)
    study = asking(
        pilot, "debt", kind="sculpted", rate=0.12, years=7, dscr_target=1.3, covenant_dscr=1.2
    )
    debt = study_debt(study, worth)
    lacking = -project.flow.yearly["net_after_tax"][4]
    assert lacking > 0
    assert debt.cover.years_without_cash == debt.cover.years_below_covenant == (4,)
    assert debt.cover.lacking_cash == pytest.approx(lacking)
    finding = str(cover_finding(debt.cover))
    assert finding.startswith("The loan is covered 1.30 times in each year; but in year 4")
    told = "The project's own cash is negative in year 4, while the loan is owed"
    assert told in said(debt.notes, "warning")
    money = replace(pilot.money, whole=worth)
    risk = study_risk(pilot.risk.plan, pilot.bills, money, debt)
    sure = {name: replace(driver, sigma=0.0) for name, driver in risk.drivers.items()}
    assert replace(risk, drivers=sure).drawn.probability_dscr_below_covenant == 1.0
    kept = {"covenant_dscr": 1.3, "kind": "sculpted", "dscr_target": 1.3, "rate": 0.12, "years": 7}
    met = study_debt(asking(pilot, "debt", **kept), pilot.money.whole)
    risk = study_risk(pilot.risk.plan, pilot.bills, pilot.money, met)
    assert replace(risk, drivers=sure).drawn.probability_dscr_below_covenant == 0.0


def test_a_rate_without_own_money_is_none_and_one_of_many_signs_is_starred(pilot):
    whole = study_debt(asking(pilot, "debt", **LOAN | {"loan_fraction": 1.0}), pilot.money.whole)
    assert whole.equity.outlay == 0
    assert whole.equity.irr_after_tax is whole.equity.irr_before_tax is None
    assert (whole.equity.irr_roots_after_tax, whole.equity.mirr_after_tax) == ((), None)
    (remark,) = rate_remarks(whole, whole)
    assert "pays nothing of the outlay" in str(remark)
    twice = replace(whole, equity=replace(whole.equity, outlay=1.0, irr_roots_after_tax=(0.1, 0.9)))
    twice = replace(twice, equity=replace(twice.equity, irr_conventional=False))
    (remark,) = rate_remarks(twice, twice)
    assert str(remark).startswith("* The owner's cash changes its sign more than once")
    assert "10.0 %; 90.0 % *" in str(merit_table(pilot.money.whole, twice, ENGLISH).rows)


def test_own_money_of_the_project_is_its_outlay_less_the_grant_of_year_0(pilot):
    gift = Grant(name="fund", amount=1e8, month=0)
    project = replace(pilot.money.whole.project, grants=(gift,))
    worth = Worth(project=project, figures=summary(project.flow))
    debt = study_debt(asking(pilot, "debt", **LOAN), worth)
    own = merit_table(worth, debt, ENGLISH).rows[0]
    assert own[1] == ENGLISH.number(pilot.money.whole.figures.capex - 1e8)
    assert own[2] == ENGLISH.number(0.3 * (pilot.money.whole.figures.capex - 1e8))


def test_both_sides_of_shared_savings_add_up_to_the_project_before_tax(lent, finance):
    years = finance["esco"]["by_year"]
    both = np.array(years["host_before_tax"]) + np.array(years["esco_before_tax"])
    project = lent.money.whole.flow.yearly["net_before_tax"]
    assert both == pytest.approx(project.to_numpy(), rel=1e-12, abs=1e-3)
    gains = np.array(years["savings"])
    assert years["fee"][1:9] == pytest.approx(0.8 * gains[1:9].clip(min=0))
    assert years["fee"][9:] == [0.0] * (gains.size - 9)


def test_at_the_least_share_the_company_earns_just_its_rate(lent, finance):
    least = finance["esco"]["least_share_for_company"]
    again = study_esco(asking(lent, "esco", esco_share=least), lent.money.whole)
    assert again.contract.esco.irr_before_tax == pytest.approx(0.15, abs=1e-9)


def test_a_sculpted_loan_meets_its_target_in_each_year(pilot):
    debt = loan_of(pilot, kind="sculpted", rate=0.12, years=7, dscr_target=2.5)
    assert debt.limited_by == "cover"
    assert str(cover_finding(debt.cover)) == "The loan is covered 2.50 times in each year"
    assert debt.cover.yearly["dscr"].to_list()[:7] == pytest.approx([2.5] * 7, rel=1e-12)
    cash = debt.cover.yearly["available"].to_numpy()[:7]
    assert debt.amount == pytest.approx(npf.npv(0.12, [0.0, *cash]) / 2.5, rel=1e-12)


def test_a_gearing_cap_holds_back_a_larger_loan(pilot):
    debt = loan_of(pilot, **LOAN, gearing_cap=0.5)
    assert (debt.limited_by, debt.amount) == ("gearing", 0.5 * pilot.money.whole.figures.capex)


def test_a_covenant_above_the_cover_is_a_warning_with_its_years(pilot):
    study = asking(pilot, "debt", **LOAN, covenant_dscr=50.0)
    debt = study_debt(study, pilot.money.whole)
    assert debt.cover.years_below_covenant == (1, 2, 3, 4, 5, 6, 7)
    notes = [*debt_notes(study, debt, debt, None)]
    told = "The cover is below the agreed one in years 1, 2, 3, 4, 5, 6, 7"
    assert told in said(notes, "warning")
    assert "Least cover of the loan in the bad case" in said(notes, "warning")


def test_a_first_payment_before_the_plant_works_is_told_with_its_remedy(pilot):
    told = "The first payment falls due while the plant waits for its permits"
    for grace, findings in ((0, [told]), (1, [])):
        study = asking(pilot, "debt", **LOAN, grace_years=grace)
        debt = study_debt(study, pilot.money.whole)
        assert (1 in debt.cover.years_below_one) == (grace == 0)
        findings_told = said(debt_notes(study, debt, debt, None), "finding")
        assert [one for one in findings_told if one == told] == findings


@pytest.mark.parametrize(("fraction", "pays"), [(0.7, True), (0.1, False)])
def test_the_own_money_is_held_against_the_budget(pilot, fraction, pays):
    study = asking(pilot, "debt", **LOAN | {"loan_fraction": fraction})
    debt = study_debt(study, pilot.money.whole)
    dollars = (1 - fraction) * pilot.money.whole.figures.capex / study.prices.usd_rate
    (note,) = [
        note
        for note in debt_notes(study, debt, debt, None)
        if str(note.what) == "Own money of year 0 beside the budget"
    ]
    assert str(note.value) == f"USD {dollars:,.0f} against USD 100,000"
    assert ("pays for the whole plan" in str(note.effect)) == pays


def test_a_loan_in_dollars_rises_with_the_dollar(pilot):
    finance = pilot.study.finance.model_copy(update={"usd_rate_growth_fraction": 0.06})
    study = asking(pilot, "debt", **LOAN, currency="USD").model_copy(update={"finance": finance})
    dollars, own = study_debt(study, pilot.money.whole), loan_of(pilot, **LOAN)
    risen = own.account["payment"].to_numpy() * 1.06 ** np.arange(1.0, 8.0)
    assert dollars.account["payment"].to_numpy() == pytest.approx(risen, rel=1e-12)
    assert dollars.terms.local_rate == pytest.approx(1.12 * 1.06 - 1)
    same = loan_of(pilot, **LOAN, currency="COP")
    assert same.account.equals(own.account)


def test_without_a_path_of_the_dollar_prices_stand_for_it_and_the_register_says_so(pilot):
    study = asking(pilot, "debt", **LOAN, currency="USD")
    debt = study_debt(study, pilot.money.whole)
    rise = pilot.study.finance.inflation_fraction
    assert debt.terms.currency_growth_fraction_per_year == rise
    notes = [*debt_notes(study, debt, debt, None)]
    assert "The dollar of the loan rises as fast as prices do" in said(notes, "assumption")


def test_a_plan_that_buys_nothing_has_no_loan_and_says_why(pilot):
    project = replace(
        pilot.money.whole.project,
        capex=0.0,
        vat_paid=0.0,
        incentive_capex=0.0,
        at_once_capex=0.0,
        at_once_incentive_capex=0.0,
        grants=(),
    )
    nothing = Worth(project=project, figures=pilot.money.whole.figures)
    study = asking(pilot, "debt", **LOAN).model_copy(
        update={"esco": asking(pilot, "esco", **CONTRACT).esco}
    )
    assert study_debt(study, nothing) is None
    assert study_esco(study, nothing) is None
    assert said(debt_notes(study, None, None, None), "warning") == [
        "The loan is left out: the plan pays out nothing in year 0",
        "Shared savings are left out: the plan pays out nothing in year 0",
    ]


def test_a_target_of_cover_that_no_cash_reaches_lends_nothing(pilot):
    project = replace(
        pilot.money.whole.project, efficiency_savings_year1=-1e9, pv_savings_year1=0.0
    )
    poor = Worth(project=project, figures=pilot.money.whole.figures)
    study = asking(pilot, "debt", kind="sculpted", rate=0.1, years=5, dscr_target=1.3)
    debt = study_debt(study, poor)
    assert (debt.amount, debt.cover.dscr_min, debt.cover.llcr) == (0.0, None, None)
    bad = bad_case_of(study, debt, poor, as_planned(poor))
    page = debt_page(replace(pilot, study=study, debt=debt, debt_in_bad_case=bad), ENGLISH)
    nothing = "Nothing is lent: no loan reaches the cover that is asked"
    assert [str(page["finding"]), *page] == [nothing, "finding", "terms"]
    notes = [*debt_notes(study, debt, bad, None)]
    assert [str(note.what) for note in notes] == [nothing]


def test_a_study_without_a_loan_leaves_its_figures_empty(pilot):
    finance = finance_results(pilot)
    assert (finance["debt"], finance["esco"], finance["whole"]["dscr_min"]) == (None, None, None)
    assert "No loan is part of this study" in said(pilot.notes, "assumption")
    assert not any(str(note.value).startswith(("debt.", "esco.")) for note in pilot.notes)
    assert loan_of(pilot, **{**LOAN, "kind": "none"}) is None


def test_the_report_shows_the_loan_in_both_languages_and_no_payback_of_the_owner(lent, finance):
    page = unescape(html_report(lent))
    least = finance["debt"]["dscr_min"]
    year = 1 + finance["debt"]["dscr_by_year"].index(least)
    sections = {
        language: page[
            page.index(f'id="{language}-loan"') : page.index(f'id="{language}-shared-savings"')
        ]
        for language in ("es", "en")
    }
    assert f">{least:.2f}<" in sections["en"]
    assert f">{least:.2f}<".replace(".", ",") in sections["es"]
    finding = f"The loan is covered {least:.2f} times in its worst year, year {year}"
    assert finding in sections["en"]
    first_page = page[page.index('id="en-decision"') : page.index('id="en-audit"')]
    assert finding in first_page
    rows = re.findall("<t[hd].*?</t[hd]>", sections["en"])
    assert rows
    assert not [cell for cell in rows if "payback" in cell.lower()]


def test_the_summary_of_a_run_says_how_well_the_loan_is_covered(lent):
    lines = [*run_lines(lent, Reader("en", "CO"), ())]
    assert any(f"{lent.debt.cover.dscr_min:.2f} times" in line for line in lines)


def test_the_shares_are_told_as_they_are():
    inside = shares_finding(ShareRange(least=0.4, most=0.9), 0.8, ENGLISH)
    outside = shares_finding(ShareRange(least=0.4, most=0.9), 0.2, ENGLISH)
    never = shares_finding(ShareRange(least=None, most=0.9), 0.5, ENGLISH)
    assert str(inside).startswith("Both gain while")
    assert "one of the two loses" in str(outside)
    assert str(never).startswith("No share of the savings serves both")


@pytest.mark.parametrize(
    ("keys", "place"),
    [
        ({"rate": 0.12}, "kind"),
        ({"reserve_months": 6.0}, "kind"),
        ({"gearing_cap": 0.8, "grace_years": 0}, "kind"),
        ({"kind": "annuity", "years": 7, "loan_fraction": 0.7}, "rate"),
        ({"kind": "annuity", "rate": 0.12, "loan_fraction": 0.7}, "years"),
        ({**LOAN, "loan_amount": 1e6}, "loan_amount"),
        ({"kind": "bullet", "rate": 0.12, "years": 7}, "loan_fraction"),
        ({"kind": "sculpted", "rate": 0.12, "years": 7}, "dscr_target"),
        ({**LOAN, "years": 26}, "years"),
        ({**LOAN, "years": 13}, "years"),
        ({**LOAN, "grace_years": 7}, "grace_years"),
        ({**LOAN, "grace_years": 0, "grace_interest": "capitalised"}, "grace_interest"),
        ({**LOAN, "currency": "EUR"}, "currency"),
    ],
)
def test_a_loan_that_is_none_is_refused_at_its_key(keys, place):
    finance = {"horizon_years": 25, "mine_closes_after_years": 12}
    study = {"debt": keys, "finance": finance, "study": {"currency": "COP"}}
    assert [where for where, _ in debt_faults(study)] == [("debt", place)]


@pytest.mark.parametrize(
    ("keys", "place"),
    [
        ({"contract_years": 8}, "esco_share"),
        ({"transfer_price": 1e8}, "esco_share"),
        ({"esco_runs_plant": False}, "esco_share"),
        ({"esco_share": 0.8, "esco_discount_rate": 0.15}, "contract_years"),
        ({"esco_share": 0.8, "contract_years": 8}, "esco_discount_rate"),
        ({**CONTRACT, "contract_years": 26}, "contract_years"),
    ],
)
def test_shared_savings_that_lack_a_term_are_refused_at_its_key(keys, place):
    study = {"esco": keys, "finance": {"horizon_years": 25}}
    assert [where for where, _ in debt_faults(study)] == [("esco", place)]


def test_a_whole_loan_a_switched_off_one_and_none_are_accepted():
    assert not [*debt_faults({"debt": LOAN})]
    assert not [*debt_faults({"debt": {**LOAN, "kind": "none", "rate": None}})]
    assert not [*debt_faults({"debt": None, "esco": 3})]
    defaults = {"grace_years": 0, "grace_interest": "paid", "gearing_cap": 1.0, "reserve_months": 0}
    idle = {"esco_outlay_share": 1.0, "esco_runs_plant": True, "transfer_price": 0.0}
    assert not [*debt_faults({"debt": defaults, "esco": idle})]


def test_a_fault_of_the_loan_is_said_at_its_line(tmp_path):
    text = Path(EXAMPLE / "study.yaml").read_text(encoding="utf-8")
    lines = text.count("\n")
    study = tmp_path / "study.yaml"
    loan = "\ndebt:\n  kind: annuity\n  rate: 0.12\n  years: 30\n  loan_fraction: 0.7\n"
    study.write_text(text + loan, encoding="utf-8")
    (problem,) = examine_study(study).problems
    assert (problem.field, problem.row) == ("debt.years", lines + 5)


def test_the_workbook_holds_the_loan_year_by_year(lent):
    sheets = openpyxl.load_workbook(io.BytesIO(workbook_report(lent)), data_only=True)
    head, *rows = sheets["Préstamo"].iter_rows(min_row=3, values_only=True)
    year, paid, cash, cover = (
        head.index(name)
        for name in ("Año", "Cuota", "Caja después de impuestos", "Cobertura (DSCR)")
    )
    found = {int(row[year]): row[paid] for row in rows if row[paid]}
    assert found == pytest.approx(lent.debt.account["payment"].to_dict())
    assert rows[2][cover] == pytest.approx(rows[2][cash] / rows[2][paid])
