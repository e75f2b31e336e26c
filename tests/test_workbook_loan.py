"""The loan in the workbook: LibreOffice reckons it from its cells to what the engine finds."""

from __future__ import annotations

import io
from dataclasses import replace
from functools import partial

import openpyxl
import pytest
from planned_project import PLAN as PLANNED
from recalculated import SOFFICE, named, recalculated, with_inputs

from equipment_catalog.workbook_sheets import new_workbook
from mine_study.language import Reader
from mine_study.money import Worth
from mine_study.reports.workbook.cell_looks import looks
from mine_study.reports.workbook.flow_sheets import write_flow
from mine_study.reports.workbook.open_book import OpenBook
from project_finance.debt.plan import plan_debt
from project_finance.debt.terms import DebtTerms
from project_finance.project_tax import project_tax
from project_finance.summary import summary
from project_finance.timeline.grant import Grant

PLAN = replace(PLANNED, grants=(Grant(name="fund", amount=40e6, month=18),), salvage=25e6)
POOR = replace(PLAN, pv_savings_year1=5e6, export_income_year1=-55e6, other_taxable_income=0.0)
ANNUITY = DebtTerms(
    kind="annuity", rate=0.12, years=7, loan_fraction=0.7, covenant_dscr=1.25, reserve_months=6
)
SCULPTED = DebtTerms(
    kind="sculpted", rate=0.11, years=9, dscr_target=1.4, gearing_cap=0.9, covenant_dscr=1.4
)
LOANS = {
    "annuity": (PLAN, ANNUITY),
    "grace": (PLAN, replace(ANNUITY, grace_years=2)),
    "added": (
        PLAN,
        replace(ANNUITY, kind="equal_principal", grace_years=1, grace_interest="capitalised"),
    ),
    "dollars": (
        replace(PLAN, usd_rate_growth_fraction=0.06),
        replace(ANNUITY, kind="bullet", currency_growth_fraction_per_year=0.06, rate=0.07),
    ),
    "sculpted": (PLAN, SCULPTED),
    "sculpted_late": (PLAN, replace(SCULPTED, grace_years=1, grace_interest="capitalised")),
    "covered": (PLAN, replace(ANNUITY, dscr_target=2.5, covenant_dscr=None)),
    "free": (replace(PLAN, tax_rules=None, other_taxable_income=None), replace(ANNUITY, rate=0.0)),
    "poor": (POOR, replace(ANNUITY, reserve_months=12)),
    "nothing": (POOR, replace(SCULPTED, gearing_cap=0.0)),
}
CHOSEN = ("equal principal", "bullet", "sculpted")
CHANGES = {
    "tariff_factor": 1.1,
    "capex_factor": 0.9,
    "discount_rate": 0.08,
    "loan_rate": 0.09,
    "loan_years": 10,
    "grace_years": 1,
    "loan_share": 0.5,
    "covenant": 1.6,
    "reserve_months": 3,
    "owner_rate": 0.14,
}
CHANGED = (
    replace(
        PLAN,
        efficiency_savings_year1=1.1 * 40e6,
        pv_savings_year1=1.1 * 80e6,
        export_income_year1=1.1 * 50e6,
        capex=0.9 * 600e6,
        incentive_capex=0.9 * 550e6,
        replacements={10: 0.9 * 1.5e6, 12: 0.9 * 60e6},
        salvage=0.9 * 25e6,
        discount_rate=0.08,
    ),
    replace(
        ANNUITY,
        rate=0.09,
        years=10,
        grace_years=1,
        loan_fraction=0.5,
        covenant_dscr=1.6,
        reserve_months=3,
    ),
)

GRID = [(tariff, share) for tariff in (0.35, 0.5, 1.5) for share in (0.45, 0.7)]
"""Tariffs and shares lent that leave a return far from that of the plan as written."""
TWO_RATES = replace(PLAN, dismantling=1.5e9)
"""Worth something only between 8.7 and 21.3 %: what is left to clear away outweighs the rest."""


def lent(project, terms, owner_rate=0.13):
    assess = None if project.tax_rules is None else partial(project_tax, project)
    return plan_debt(project.flow, terms, assess_tax=assess, equity_discount_rate=owner_rate)


def loan_book(project, terms, language="en", owner_rate=0.13):
    into, worth = io.BytesIO(), Worth(project=project, figures=summary(project.flow))
    debt, say = lent(project, terms, owner_rate), Reader(language, "CO").say
    with new_workbook(into) as book:
        write_flow(OpenBook(book, looks(book, "COP"), say), worth, "CO", "COP", debt)
    return into.getvalue()


def read(content, *, formulas=False):
    return openpyxl.load_workbook(io.BytesIO(content), data_only=not formulas)


def column(book, head):
    sheet = book["Loan"]
    place = next(cell.column for cell in sheet[3] if cell.value == head)
    return [sheet.cell(row, place).value for row in range(4, sheet.max_row + 1)]


def agrees(book, names, project, terms, owner_rate=0.13):
    """Say whether a workbook shows what the engine finds of a loan, to 1e-9."""
    debt = lent(project, terms, owner_rate)
    cover, equity, money = debt.cover, debt.equity, 1e-9 * project.capex
    figures = {
        "loan_amount": debt.amount,
        "dscr_least": cover.dscr_min,
        "dscr_mean": cover.dscr_average,
        "llcr": cover.llcr,
        "plcr": cover.plcr,
        "years_below_covenant": len(cover.years_below_covenant),
        "years_below_one": len(cover.years_below_one),
        "owner_outlay": equity.outlay,
        "owner_npv": equity.npv_after_tax,
        "owner_npv_before_tax": equity.npv_before_tax,
        "owner_irr": equity.irr_after_tax,
        "owner_irr_before_tax": equity.irr_before_tax,
        "owner_mirr": equity.mirr_after_tax,
    }
    for name, found in figures.items():
        tiny = money if found is not None and abs(found) > 1e3 else 1e-9
        expected = "—" if found is None else pytest.approx(found, rel=1e-9, abs=tiny)
        assert named(book, names, name) == expected, name
    years = debt.yearly.index
    account = debt.account.reindex(years, fill_value=0.0)
    lines = {
        "Owed": account["opening"],
        "Exchange loss": account["exchange_loss"],
        "Interest": account["interest"],
        "Repaid": account["principal"],
        "Paid": account["payment"],
        "Tax saved by the interest": debt.yearly["interest_tax_relief"],
        "Reserve": debt.reserve["balance"],
        "Owner before tax": debt.yearly["equity_before_tax"],
        "Owner after tax": debt.yearly["equity_after_tax"],
    }
    for head, found in lines.items():
        assert column(book, head) == pytest.approx(found.tolist(), rel=1e-9, abs=money), head
    dscr = [value or None for value in column(book, "Cover (DSCR)")]
    told = debt.cover.yearly["dscr"].reindex(years)
    assert [value is None for value in dscr] == told.isna().tolist()
    assert [value for value in dscr if value is not None] == pytest.approx(
        told.dropna().tolist(), rel=1e-9, abs=1e-9
    )


@pytest.fixture(scope="module")
def written():
    return {name: loan_book(*loan) for name, loan in LOANS.items()}


@pytest.mark.parametrize("name", LOANS)
def test_the_values_beside_the_formulas_of_a_loan_are_those_of_the_engine(written, name):
    agrees(read(written[name]), read(written[name], formulas=True), *LOANS[name])


@pytest.fixture(scope="module")
def by_libreoffice(written, tmp_path_factory):
    if SOFFICE is None:
        pytest.skip("no LibreOffice here: apt-get install libreoffice-calc-nogui")
    bare = {name: with_inputs(content, {}) for name, content in written.items()}
    bare["changed"] = with_inputs(written["annuity"], CHANGES)
    for kind in CHOSEN:
        bare[f"chosen {kind}"] = with_inputs(written["annuity"], {"loan_kind": kind})
    for tariff, share in GRID:
        values = {"tariff_factor": tariff, "loan_share": share}
        bare[f"{tariff} {share}"] = with_inputs(written["annuity"], values)
    cleared = loan_book(TWO_RATES, ANNUITY)
    for demanded in (0.04, 0.25):
        bare[f"two rates {demanded}"] = with_inputs(cleared, {"discount_rate": demanded})
    followed = loan_book(PLAN, ANNUITY, owner_rate=None)
    bare["owner follows"] = with_inputs(followed, {"discount_rate": 0.15})
    spanish = loan_book(PLAN, ANNUITY, "es")
    bare["spanish"] = with_inputs(spanish, {})
    return recalculated(bare, tmp_path_factory.mktemp("recalculated"))


@pytest.mark.parametrize("name", LOANS)
def test_libreoffice_reckons_a_loan_to_what_the_engine_finds(written, by_libreoffice, name):
    agrees(by_libreoffice[name], read(written[name], formulas=True), *LOANS[name])


def test_another_tariff_price_rate_tenor_grace_and_share_give_the_loan_of_the_engine(
    written, by_libreoffice
):
    names = read(written["annuity"], formulas=True)
    agrees(by_libreoffice["changed"], names, *CHANGED, owner_rate=0.14)


def test_an_owner_who_demands_no_rate_of_their_own_follows_the_one_of_the_plan(
    written, by_libreoffice
):
    names, demanding = read(written["annuity"], formulas=True), replace(PLAN, discount_rate=0.15)
    agrees(by_libreoffice["owner follows"], names, demanding, ANNUITY, owner_rate=None)


@pytest.mark.parametrize(("tariff", "share"), GRID)
def test_every_rate_of_return_is_found_whatever_tariff_and_share_are_typed(
    written, by_libreoffice, tariff, share
):
    names, book = read(written["annuity"], formulas=True), by_libreoffice[f"{tariff} {share}"]
    sold = ("efficiency_savings_year1", "pv_savings_year1", "export_income_year1")
    project = replace(PLAN, **{name: tariff * getattr(PLAN, name) for name in sold})
    owner = lent(project, replace(ANNUITY, loan_fraction=share)).equity
    expected = {
        "irr_after_tax": summary(project.flow).irr,
        "owner_irr": owner.irr_after_tax,
        "owner_irr_before_tax": owner.irr_before_tax,
    }
    found = {name: named(book, names, name) for name in expected}
    assert found == {
        name: "—" if rate is None else pytest.approx(rate, rel=1e-9, abs=1e-9)
        for name, rate in expected.items()
    }


@pytest.mark.parametrize("demanded", [0.04, 0.25])
def test_of_two_rates_of_return_the_one_beside_the_demanded_rate_is_shown(
    written, by_libreoffice, demanded
):
    found = summary(replace(TWO_RATES, discount_rate=demanded).flow)
    assert len(found.irr_roots) == 2
    assert found.irr == found.irr_roots[demanded > found.irr_roots[1]]
    names = read(written["annuity"], formulas=True)
    shown = named(by_libreoffice[f"two rates {demanded}"], names, "irr_after_tax")
    assert shown == pytest.approx(found.irr, rel=1e-9)


@pytest.mark.parametrize("kind", CHOSEN)
def test_another_form_of_repayment_chosen_from_the_list_pays_as_the_engine(
    written, by_libreoffice, kind
):
    terms = replace(
        ANNUITY, kind=kind.replace(" ", "_"), dscr_target=None if kind != "sculpted" else 1e-9
    )
    agrees(by_libreoffice[f"chosen {kind}"], read(written["annuity"], formulas=True), PLAN, terms)


def test_a_loan_in_spanish_knows_its_own_words(by_libreoffice):
    names = read(loan_book(PLAN, ANNUITY, "es"), formulas=True)
    found = named(by_libreoffice["spanish"], names, "dscr_least")
    assert found == pytest.approx(lent(PLAN, ANNUITY).cover.dscr_min, rel=1e-9)


def test_the_form_of_repayment_is_chosen_from_a_list_and_years_are_whole(written):
    sheet = read(written["annuity"], formulas=True)["What if"]
    rules = {rule.type: rule for rule in sheet.data_validations.dataValidation}
    assert rules["list"].formula1 == '"annuity,equal principal,bullet,sculpted"'
    assert (rules["whole"].formula1, rules["whole"].formula2) == ("0", "1")
