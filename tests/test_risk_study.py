"""How sure the money of a study is: from its keys to its report, and put back into the plan."""

from __future__ import annotations

import json
import re
from dataclasses import fields, replace
from functools import partial
from html import unescape
from typing import TYPE_CHECKING

import numpy as np
import pytest
from matplotlib.figure import Figure
from pilot_runs import EXAMPLE, studied

from equipment_catalog.errors import InputError
from equipment_catalog.messages import message
from equipment_catalog.tables import read_fact
from mine_study.charts import CHARTS
from mine_study.charts.risk_words import chance
from mine_study.debt_study import study_debt
from mine_study.headline import yield_sigma_fraction
from mine_study.language import Reader
from mine_study.money import Worth, project_of
from mine_study.reports.figures import Figures
from mine_study.reports.page_templates import page_template
from mine_study.reports.pictures import picture
from mine_study.reports.risk_findings import risk_findings
from mine_study.reports.risk_tables import risk_tables
from mine_study.results import plain
from mine_study.risk import FACTORS, Risk, study_risk
from mine_study.risk_drivers import plan_drivers, saving_sigma, yield_sigmas
from mine_study.risk_hours import hours_slopes
from mine_study.risk_quantities import quantities, thresholds
from mine_study.risk_results import risk_results
from mine_study.study_reader import examine_study
from project_finance.metrics import npv
from project_finance.project import Project
from project_finance.summary import summary
from project_finance.uncertainty.drivers import read_drivers
from project_finance.uncertainty.project_case import Debt

if TYPE_CHECKING:
    from mine_study.study import StudyResult

Z90 = 1.2815515655446004
"""A normal law is below its mean less so many deviations in one case of ten."""
ENGLISH = Figures(Reader("en", "CO"), "COP")
LOAN = {"kind": "annuity", "rate": 0.12, "years": 7, "loan_fraction": 0.7, "covenant_dscr": 1.2}


@pytest.fixture(scope="module")
def pilot() -> StudyResult:
    return studied()


@pytest.fixture(scope="module")
def risk(pilot: StudyResult) -> Risk:
    assert pilot.risk is not None
    return pilot.risk


@pytest.fixture(scope="module")
def told(pilot: StudyResult):
    return plain(risk_results(pilot))


def asked(risk: Risk, **keys) -> Risk:
    """Return the same plan with other keys of the section risk."""
    case = risk.plan.case
    own = case.study.risk.model_copy(update=keys)
    study = case.study.model_copy(update={"risk": own})
    plan = replace(risk.plan, case=replace(case, study=study))
    found = study_risk(plan, risk.bills, risk.money, risk.debt)
    assert found is not None
    return found


def sure(**sigmas: float):
    """Return drivers without doubt but for the given ones."""
    return read_drivers(sigmas=dict.fromkeys(read_drivers(), 0.0) | sigmas)


def worth(project: Project) -> float:
    return npv(project.discount_rate, project.flow.yearly["net_after_tax"].to_numpy())


def section(result: StudyResult, language: str) -> str:
    """Return the section on risk of the report in a language."""
    write = Figures(Reader(language, "CO"), "COP")
    page = {
        "lang": language,
        "t": lambda text, /, **values: write.say(message(text, **values)),
        "write": write,
        "result": result,
        "tables": risk_tables(result, write),
        "origins": {},
        "risk_findings": tuple(risk_findings(result, write)),
        "pictures": {
            name: picture(
                partial(CHARTS[name], result, reader=write.reader), name, salt=name, source="draws"
            )
            for name in ("tornado", "exceedance")
        },
    }
    return unescape(page_template("risk.html").render(page=page))


def test_without_doubt_every_draw_is_the_plan(risk: Risk) -> None:
    drawn, planned = replace(risk, drivers=sure()).drawn, risk.money.whole.figures
    for found, figure in (
        (drawn.npv_after_tax, planned.npv),
        (drawn.irr_after_tax, planned.irr),
        (drawn.simple_payback_after_tax_years, planned.simple_payback_years),
        (drawn.discounted_payback_after_tax_years, planned.discounted_payback_years),
    ):
        assert (found.p90, found.p50, found.p10) == pytest.approx((figure,) * 3, rel=1e-9)


def test_the_same_seed_writes_the_same_bytes_and_another_seed_others(pilot, risk, told) -> None:
    again = replace(pilot, risk=asked(risk))
    assert json.dumps(plain(risk_results(again))) == json.dumps(told)
    other = asked(risk, seed=risk.seed + 1, draws=1000)
    assert (other.count, other.drawn.npv_after_tax) != (risk.count, risk.drawn.npv_after_tax)


def test_the_cautious_end_is_the_worse_one_of_every_figure(told) -> None:
    for name in ("npv_after_tax", "irr_after_tax"):
        assert told[name]["p90"] < told[name]["p50"] < told[name]["p10"]
    for name in ("simple_payback_after_tax_years", "discounted_payback_after_tax_years"):
        assert told[name]["p90"] > told[name]["p50"] > told[name]["p10"]
    assert "P90" in told["p90_means"]


def test_one_doubt_alone_gives_its_own_quantile_of_the_plan(risk: Risk) -> None:
    # Only the outlay is unsure, by a lognormal law: its P90 is the plan at exp(1.2816 sigma).
    alone = replace(risk, drivers=sure(capex=0.15)).drawn.npv_after_tax
    dearer = float(np.exp(Z90 * 0.15))
    project = risk.money.whole.project
    outlay = ("capex", "vat_paid", "incentive_capex", "at_once_capex", "at_once_incentive_capex")
    amounts = {name: getattr(project, name) * dearer for name in outlay}
    renewed = {year: cost * dearer for year, cost in project.replacements.items()}
    dear = replace(project, **amounts, replacements=renewed)
    assert alone.p90 == pytest.approx(worth(dear), rel=2e-4)  # 1/10 000 of the draws


def test_the_yield_is_as_unsure_as_on_the_first_page_split_in_two(pilot, risk) -> None:
    stays, differs = yield_sigmas(pilot.sites)
    assert np.hypot(stays, differs) == pytest.approx(yield_sigma_fraction(pilot.sites), rel=1e-12)
    # The pilot has no real years: years differ by the table's floor, all else stays.
    assert differs == read_fact("pv_design", "data/exceedance.csv", "interannual").value
    assert risk.drivers["pv_yield"].sigma == stays
    assert risk.drivers["pv_yield_of_a_year"].sigma == differs
    assert yield_sigmas(()) == (0.0, 0.0)


def test_the_savings_are_as_unsure_as_the_audit_says(pilot, risk) -> None:
    low, high = risk.drivers["audit_savings"].at([0.1, 0.9])
    span, saved = pilot.audit.saved_range, pilot.audit.saved_kwh
    assert (high - low) * saved == pytest.approx(span.p90_kwh - span.p10_kwh, rel=1e-9)
    assert saving_sigma(span, 0.0) == 0.0


def test_a_sigma_of_the_study_goes_before_every_other(risk: Risk) -> None:
    own = asked(risk, sigmas={"pv_yield": 0.02, "tariff": 0.0})
    assert own.drivers["pv_yield"].sigma == 0.02
    assert own.drivers["audit_savings"] == risk.drivers["audit_savings"]
    assert "tariff" in {bar.driver for bar in risk.bars}
    assert "tariff" not in {bar.driver for bar in own.bars}
    noted = [str(note.what) for note in own.notes]
    assert not any("Level of the tariff" in what for what in noted)


@pytest.mark.parametrize(
    ("override", "field"),
    [
        ("risk.sigmas.capx=0.1", "risk.sigmas.capx"),
        ("risk.sigmas.capex=1.5", "risk.sigmas.capex"),
        ("risk.sigmas.capex=-0.1", "risk.sigmas.capex"),
        ("risk.draws=99", "risk.draws"),
        ("risk.draws=200000", "risk.draws"),
        ("risk.seed=-1", "risk.seed"),
    ],
)
def test_a_doubt_that_cannot_be_is_a_fault_at_its_key(override: str, field: str) -> None:
    problems = examine_study(EXAMPLE / "study.yaml", [override]).problems
    assert [(problem.file, problem.field) for problem in problems] == [("--set", field)]


def test_a_misspelt_doubt_is_told_its_nearest_name() -> None:
    (problem,) = examine_study(EXAMPLE / "study.yaml", ["risk.sigmas.capx=0.1"]).problems
    assert "did you mean capex?" in str(problem.allowed)


def test_the_plan_is_worth_nothing_at_each_break_even_put_back_into_it(risk: Risk) -> None:
    project = risk.money.whole.project
    gains = ("efficiency_savings_year1", "pv_savings_year1", "export_income_year1")
    known = {one.lever: one for one in thresholds(risk)}
    for lever, names in (("tariff", gains), ("pv_yield", gains[1:])):
        factor = known[lever].factor
        moved = {name: getattr(project, name) * factor for name in names}
        assert worth(replace(project, **moved)) == pytest.approx(0.0, abs=1e-6 * project.capex)


def test_bills_at_the_break_even_price_make_a_plan_of_no_worth(risk: Risk) -> None:
    """Every price of the tariff is multiplied, the bills are settled anew, the flow is reckoned."""
    factor = next(one.factor for one in thresholds(risk) if one.lever == "tariff")
    plan = risk.plan
    prices = (
        "generation", "transmission", "distribution", "commercialisation", "restrictions",
        "losses", "undivided", "spot_price_per_kwh",
    )  # fmt: skip
    tariffs = {
        site: replace(tariff, **{name: getattr(tariff, name) * factor for name in prices})
        for site, tariff in plan.audited.tariffs.items()
    }
    charges = {
        site: replace(own, price=replace(own.price, per_kvarh=own.price.per_kvarh * factor))
        for site, own in plan.reactive.items()
    }
    cheap = replace(plan, audited=replace(plan.audited, tariffs=tariffs), reactive=charges)
    bills = cheap.bills()
    paid = sum(site.today.energy_cost for site in bills.values())
    assert paid / risk.imported_kwh == pytest.approx(
        next(one.value for one in thresholds(risk) if one.lever == "tariff"), rel=1e-9
    )
    project = project_of(plan.case.study, cheap.amounts(bills), measures=True, plant=True)
    assert worth(project) == pytest.approx(0.0, abs=1e-6 * project.capex)


def test_break_evens_stand_in_units_that_their_reader_knows(pilot, told) -> None:
    even, amounts = told["break_even"], pilot.money.amounts
    dc_kw = sum(site.plant.dc_kw for site in pilot.sites if site.plant)
    price = even["plant_capex_per_kw"]
    assert price["planned"] == pytest.approx(amounts.plant_capex / dc_kw)
    assert price["factor"] == even["capex"]["factor"]
    sun = even["specific_yield_kwh_per_kw"]
    assert sun["planned"] == pytest.approx(amounts.pv_kwh / dc_kw)
    for one in even.values():
        if one["factor"] is not None:
            assert one["break_even"] == pytest.approx(one["planned"] * one["factor"])
            assert one["margin_fraction"] == one["factor"] - 1


def test_the_middle_of_the_two_way_table_is_the_plan_and_its_corners_are_the_ends(told) -> None:
    table = np.array(told["two_way"]["npv_after_tax"])
    assert told["two_way"]["tariff_factors"] == list(FACTORS)
    middle = FACTORS.index(1.0)
    assert table[middle, middle] == pytest.approx(studied().money.whole.figures.npv, rel=1e-9)
    assert (np.diff(table, axis=0) > 0).all()  # dearer energy, more worth
    assert (np.diff(table, axis=1) < 0).all()  # dearer plant, less


def test_a_load_above_every_sun_earns_the_same_at_any_hours(risk: Risk) -> None:
    """A demand a thousand times as high takes all energy at once: nothing is left to lose."""
    designs = tuple(replace(one, load_kw=1000.0 * (one.load_kw + 1.0)) for one in risk.plan.designs)
    plan = replace(risk.plan, designs=designs)
    savings, export = hours_slopes(plan, plan.amounts(plan.bills()))
    assert savings == pytest.approx(0.0, abs=1e-9)
    assert export == 0.0  # nothing is exported, so nothing changes of it


def test_a_load_far_below_the_sun_saves_in_proportion_to_the_hours(risk: Risk) -> None:
    designs = tuple(replace(one, load_kw=1e-4 * one.load_kw) for one in risk.plan.designs)
    plan = replace(risk.plan, designs=designs)
    planned = plan.amounts(plan.bills())
    added = sum(site.added_by_plant for site in plan.reactive.values())
    savings, _ = hours_slopes(plan, planned)
    # The charge for reactive energy that the plant adds stays as designed.
    assert savings * planned.pv_savings == pytest.approx(planned.pv_savings + added, rel=1e-2)


def with_loan(risk: Risk, covenant_dscr: float | None) -> Risk:
    """Return the plan with a service of a tenth of its outlay in seven years."""
    service = np.zeros(risk.case.years)
    service[:7] = 0.1 * risk.case.capex
    found = replace(risk)
    vars(found)["case"] = replace(
        risk.case, debt=Debt(service=service, covenant_dscr=covenant_dscr)
    )
    return found


def test_a_covenant_of_any_height_is_broken_and_one_of_nothing_never(risk: Risk) -> None:
    assert with_loan(risk, 1e9).drawn.probability_dscr_below_covenant == 1.0
    assert with_loan(risk, 0.0).drawn.probability_dscr_below_covenant == 0.0
    assert with_loan(risk, None).drawn.probability_dscr_below_covenant is None


def test_a_loan_of_the_study_is_served_in_every_draw_as_it_was_agreed(pilot, risk) -> None:
    case = risk.plan.case
    study = case.study.model_copy(update={"debt": case.study.debt.model_copy(update=LOAN)})
    debt = study_debt(study, pilot.money.whole)
    plan = replace(risk.plan, case=replace(case, study=study))
    lent = study_risk(plan, risk.bills, pilot.money, debt)
    assert lent is not None
    service = lent.case.debt.service
    assert service[:7].tolist() == debt.account["payment"].to_list()
    assert not service[7:].any()
    unsure = replace(lent, drivers=sure())
    assert unsure.drawn.dscr_min.p50 == pytest.approx(debt.cover.dscr_min, rel=1e-9)
    result = replace(pilot, risk=lent, debt=debt)
    told = plain(risk_results(result))
    assert told["dscr_min"]["p90"] < told["dscr_min"]["p50"] < told["dscr_min"]["p10"]
    assert 0 <= told["probability_dscr_below_covenant"] <= 1
    said = [ENGLISH.say(found) for found in risk_findings(result, ENGLISH)]
    assert any("agreed cover of 1.20" in sentence for sentence in said)
    table = risk_tables(result, ENGLISH)["risk_figures"]
    assert table.rows[-1][1] == ENGLISH.number(debt.cover.dscr_min, 2)


@pytest.fixture(scope="module")
def never(pilot: StudyResult, risk: Risk) -> StudyResult:
    """Return the pilot as if all of it had cost a hundred times as much."""
    project = replace(risk.money.whole.project, capex=100 * risk.money.whole.project.capex)
    whole = Worth(project=project, figures=summary(project.flow))
    money = replace(risk.money, whole=whole)
    return replace(pilot, money=money, risk=replace(risk, money=money))


def test_a_plan_that_never_pays_back_is_null_and_a_loss_in_every_draw(never) -> None:
    told = plain(risk_results(never))
    assert told["simple_payback_after_tax_years"] == {"p90": None, "p50": None, "p10": None}
    assert told["probability_never_pays_back"] == told["probability_npv_below_zero"] == 1.0
    paybacks = np.array(told["two_way"]["simple_payback_after_tax_years"], dtype=object)
    assert set(paybacks.ravel()) == {None}


@pytest.mark.parametrize("language", ["en", "es"])
def test_the_section_of_a_plan_that_never_pays_back_says_never(never, language: str) -> None:
    page, word = section(never, language), Reader(language, "CO").say(message("never"))
    assert f"{word} at P50" in page or f"{word} en P50" in page
    cells = len(FACTORS) ** 2 + 2 * len(("planned", "p90", "p50", "p10"))
    assert len(re.findall(rf"<td class=.n.>{word}</td>", page)) == cells
    assert not re.search(r"\b(nan|None|inf)\b", page)


def test_where_nothing_is_drawn_the_tables_are_empty_and_the_charts_say_why(pilot, risk) -> None:
    case = risk.plan.case
    off = case.study.model_copy(
        update={"risk": case.study.risk.model_copy(update={"build": False})}
    )
    plan = replace(risk.plan, case=replace(case, study=off))
    assert study_risk(plan, risk.bills, risk.money, None) is None
    without = replace(pilot, risk=None)
    assert risk_results(without) is None
    assert risk_tables(without, ENGLISH) == {}
    assert list(risk_findings(without, ENGLISH)) == []
    assert "risk.build" in section(without, "en")
    for name in ("tornado", "exceedance"):
        axes = Figure().add_subplot()
        CHARTS[name](without, axes, ENGLISH.reader)
        assert "risk.build" in axes.get_title(loc="left")


def test_a_study_that_draws_nothing_assumes_nothing_of_the_draws() -> None:
    drawn, not_drawn = (
        {str(note.value) for note in examine_study(EXAMPLE / "study.yaml", asked).notes}
        for asked in ([], ["risk.build=false"])
    )
    assert {text for text in drawn - not_drawn if text.startswith("risk.")} == {
        "risk.draws = 10000",
        "risk.seed = 20251122",
    }


def test_every_bar_of_the_tornado_is_drawn_with_both_its_values(pilot, risk) -> None:
    axes = Figure().add_subplot()
    CHARTS["tornado"](pilot, axes, ENGLISH.reader)
    known = quantities(risk)
    written = {text.get_text() for text in axes.texts}
    for bar in risk.bars:
        quantity = known[bar.driver]
        ends = {quantity.text(quantity.moved(end), ENGLISH.reader) for end in (bar.low, bar.high)}
        assert ends <= written
    assert len(axes.patches) == 2 * len(risk.bars)


def test_the_register_names_every_doubt_once(pilot, risk) -> None:
    what = [str(note.what) for note in pilot.notes]
    for driver in risk.drivers.values():
        named = sum(str(driver.description) in text for text in what if "deviation" in text)
        assert named == int(driver.sigma > 0)


@pytest.mark.parametrize(
    ("probability", "said"),
    [
        (0.0, "none of 10,000 draws"),
        (0.0001, "less than 0.1 %"),
        (0.05, "5.0 %"),
        (0.9999, "more than 99.9 %"),
        (1.0, "all of 10,000 draws"),
    ],
)
def test_a_probability_is_told_no_finer_than_the_draws_know_it(probability, said) -> None:
    assert chance(probability, 10_000, ENGLISH.reader) == said


def test_the_case_that_is_drawn_is_the_project_of_the_plan(risk: Risk) -> None:
    project = risk.money.whole.project
    for field in fields(Project):
        assert getattr(risk.case, field.name) is getattr(project, field.name)


def test_unknown_doubts_are_refused_in_python_too(risk: Risk) -> None:
    with pytest.raises(InputError, match="moon"):
        asked(risk, sigmas={"moon": 0.1})


def test_the_doubt_of_the_dollar_is_that_of_the_studys_currency(risk: Risk) -> None:
    case = risk.plan.case

    def driver(country: str, currency: str, name: str = "exchange_rate"):
        own = case.study.study.model_copy(update={"country": country, "currency": currency})
        study = case.study.model_copy(update={"study": own})
        plan = replace(risk.plan, case=replace(case, study=study))
        return plan_drivers(plan, is_foreign=True, most_hours_factor=1.0)[name]

    assert driver("CO", "COP").sigma == 0.13
    assert driver("PE", "PEN").sigma == driver("CO", "PEN").sigma == 0.065
    assert driver("PE", "USD").sigma == 0.0
    assert "no Peruvian price sheets" in str(driver("PE", "PEN", "tariff").source)
    assert "Peruvian" not in str(driver("CO", "COP", "tariff").source)


def test_a_bar_says_what_its_ends_are_and_no_doubt_leaves_no_bar(pilot, told) -> None:
    units = {bar["driver"]: bar["unit"] for bar in told["tornado"]}
    assert units.pop("tariff_escalation") == "fraction_per_year"
    assert set(units.values()) == {"factor"}
    axes = Figure().subplots()
    plain_risk = replace(pilot.risk, drivers=sure())
    CHARTS["tornado"](replace(pilot, risk=plain_risk), axes, ENGLISH.reader)
    assert axes.get_title(loc="left") == "No doubt moves the worth of the plan"


def test_the_register_tells_what_part_of_the_plant_follows_the_dollar(pilot) -> None:
    values = [str(note.value) for note in pilot.notes]
    assert "finance.foreign_fraction = 0.6" in values
    assert "tariff.contribution_then_fraction = 0.2" in values
