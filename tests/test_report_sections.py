"""The sections around the study: who, evidence, scenarios, budget, label, work, words."""

from __future__ import annotations

from dataclasses import replace
from importlib.resources import files
from io import BytesIO
from types import SimpleNamespace
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pytest
from matplotlib.path import Path as Outline
from openpyxl import load_workbook
from pilot_runs import EXAMPLE, QUICK, studied

from energy_audit.saving_doubts import saving_doubts
from energy_audit.saving_range import shared_share
from equipment_catalog.messages import Message
from equipment_catalog.tables import read_facts
from mine_study.blank_study import blank_study
from mine_study.charts import CHARTS
from mine_study.debt_study import study_debt
from mine_study.evidence import evidence_shares
from mine_study.language import Reader
from mine_study.life_carbon import life_carbon
from mine_study.money import value_plan
from mine_study.reports.budget_table import budget_lines
from mine_study.reports.figures import Figures
from mine_study.reports.identity_tables import TO_FILL_IN
from mine_study.reports.page_templates import page_template
from mine_study.reports.pictures import picture
from mine_study.reports.section_pages import section_pages
from mine_study.reports.workbook import workbook_report
from mine_study.risk_register import risk_register
from mine_study.scenarios import early_closure, later_plant, without_benefits
from mine_study.study_file import ReportKeys
from mine_study.study_reader import examine_study
from mine_study.work_plan import first_day, work_plan

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from mine_study.scenarios import Scenario
    from mine_study.study import StudyResult

    Case = Callable[[], StudyResult]

NO_PLANT = ("pv.build=false", QUICK)
OWN_CHARTS = ("evidence", "scenarios", "gantt", "locator_map")
OWN_TEMPLATES = (
    "identity.html",
    "evidence.html",
    "budget.html",
    "scenarios.html",
    "green_label.html",
    "implementation.html",
    "glossary.html",
)
WIDEST_KB = 25
ONE_OF_TEN = 1.2815515655446004
"""Standard deviations of the normal law beyond which one case of ten lies."""


def by_key(result: StudyResult) -> dict[str, Scenario]:
    return {one.key: one for one in result.scenarios}


def pilot() -> StudyResult:
    return studied(QUICK)


def without_plant() -> StudyResult:
    return studied(*NO_PLANT)


def nothing_bought() -> StudyResult:
    """Return the pilot without a plant and with every measure refused."""
    bare = studied(*NO_PLANT)
    audit = replace(bare.audit, measures=bare.audit.measures.assign(decision="keep"))
    amounts = replace(
        bare.money.amounts,
        measures_capex=0.0,
        efficiency_savings=0.0,
        saved_kwh=0.0,
        measure_renewals={},
    )
    return replace(bare, audit=audit, money=value_plan(bare.study, amounts), risk=None)


def with_tax() -> StudyResult:
    """Return the pilot without its tax benefits: value-added tax of the plant is paid."""
    own = studied(QUICK)
    bare = without_benefits(own)
    assert bare is not None
    return replace(own, money=replace(own.money, whole=bare.worth))


def lent() -> StudyResult:
    """Return the pilot with a loan of half of its outlay."""
    own = studied(QUICK)
    keys = {"kind": "annuity", "rate": 0.14, "years": 7, "loan_fraction": 0.5}
    study = own.study.model_copy(update={"debt": own.study.debt.model_copy(update=keys)})
    return replace(own, debt=study_debt(study, own.money.whole))


def said_by(**keys: str) -> StudyResult:
    """Return the pilot with keys of its report."""
    own = studied(QUICK)
    report = ReportKeys.model_validate(keys)
    return replace(own, study=own.study.model_copy(update={"report": report}))


def written(result: StudyResult, name: str, language: str = "en") -> str:
    """Return a section as its template writes it, without its drawings."""
    write = Figures(Reader(language, result.study.study.country), result.study.study.currency)
    drawn = SimpleNamespace(title="", svg="", source="", table=None)
    page = {
        "lang": language,
        "t": lambda template, /, **gaps: write.say(Message(template, gaps)),
        "write": write,
        "result": result,
        "origins": {},
        "pictures": dict.fromkeys(OWN_CHARTS, drawn),
        "sections": section_pages(result, write),
    }
    return page_template(name).render(page=page)


def test_energy_of_measured_machines_is_that_of_the_rows_with_a_reading_in_the_inventory() -> None:
    own = studied(QUICK)
    typed = pd.read_csv(EXAMPLE / "inventory.csv", comment="#").set_index("tag")
    read = typed.index[typed["measured_kw"].notna() | (typed["load_evidence"] == "measured")]
    kwh = own.audit.before.points["kwh_per_year"]
    shares = evidence_shares(own.audit)
    assert shares.loc["measured", "kwh"] == pytest.approx(kwh[read].sum(), rel=1e-12)
    assert shares.loc["measured", "lines"] == len(read)
    assert shares["share"].sum() == pytest.approx(1.0, rel=1e-12)
    drawing = own.audit.before.machines["kind"] != "capacitor"
    assert shares["kwh"].sum() == pytest.approx(kwh[drawing].sum(), rel=1e-12)


def test_linear_doubt_of_the_package_is_that_of_the_draws() -> None:
    """2,000 draws tell the distance of P10 and P90 to some 3 %; what is cut off adds a little."""
    audit = studied(QUICK).audit
    drawn = (audit.saved_range.p90_kwh - audit.saved_range.p10_kwh) / 2 / ONE_OF_TEN
    doubts = saving_doubts(audit.measures, audit.sigmas)
    assert doubts.sigma_kwh == pytest.approx(drawn, rel=0.05)
    parts = doubts.by_value["share"].sum() + doubts.efficiency_share + doubts.method_share
    assert parts == pytest.approx(1.0, rel=1e-12)
    assert (doubts.by_value["sigma_left_kwh"] <= doubts.sigma_kwh * (1 + 1e-12)).all()


def two_machines(*, is_shared: bool) -> tuple[pd.DataFrame, pd.DataFrame]:
    tags = ["A", "B"]
    slopes = {"load_slope_kwh": [300.0, 400.0], "hours_slope_kwh": 0.0, "efficiency_slope_kwh": 0.0}
    rest = {"kind": "belts", "decision": "do", "saved_kwh": 1.0, "model_sigma_fraction": 0.0}
    same = {"kwh_before": 0.0, "efficiency_before": 0.9, "efficiency_after": 0.9}
    sigmas = {
        "load_sigma_fraction": 0.1,
        "hours_sigma_fraction": 0.1,
        "efficiency_sigma": 0.0,
        "is_shared": is_shared,
    }
    return pd.DataFrame({**slopes, **rest, **same}, index=tags), pd.DataFrame(sigmas, index=tags)


def test_errors_of_their_own_add_up_in_squares_and_the_larger_is_measured_first() -> None:
    doubts = saving_doubts(*two_machines(is_shared=False))
    assert doubts.sigma_kwh == pytest.approx(50.0)  # 30 and 40 kWh
    best = doubts.by_value.iloc[0]
    assert (best["tag"], best["value"]) == ("B", "load")
    assert best["share"] == pytest.approx(0.64)
    assert best["sigma_left_kwh"] == pytest.approx(np.hypot(30.0, 12.0))  # a clamp leaves 3 %


def test_a_shared_error_adds_up_straight_in_its_share() -> None:
    s = shared_share()
    doubts = saving_doubts(*two_machines(is_shared=True))
    assert doubts.sigma_kwh**2 == pytest.approx(s * 70.0**2 + (1 - s) * 50.0**2)
    assert doubts.by_value["share"].sum() == pytest.approx(1.0)


def test_a_package_that_saves_nothing_has_no_doubt() -> None:
    measures, sigmas = two_machines(is_shared=False)
    doubts = saving_doubts(measures.assign(decision="keep"), sigmas)
    assert doubts.sigma_kwh == 0
    assert doubts.by_value.empty


def test_a_fallen_tariff_is_worth_what_the_tornado_says_at_its_low_end() -> None:
    own = studied(QUICK)
    assert own.risk is not None
    bar = next(bar for bar in own.risk.bars if bar.driver == "tariff")
    low = by_key(own)["tariff"].worth.figures.npv
    assert low == pytest.approx(bar.npv_after_tax_at_low, rel=1e-9)


def test_a_mine_that_closes_halfway_has_the_years_of_the_plan_until_then() -> None:
    own = studied(QUICK)
    closing = early_closure(own)
    assert closing is not None
    flow, plan = closing.worth.flow.yearly, own.money.whole.flow.yearly
    assert flow.index[-1] == 12  # half of 25 years
    # In the year it closes nothing is bought again, so only the years before it are alike.
    pd.testing.assert_series_equal(
        flow["net_before_tax"].iloc[:12], plan["net_before_tax"].iloc[:12], rtol=1e-12
    )


def test_a_plant_three_months_later_works_not_one_day_of_the_first_year() -> None:
    later = later_plant(studied(QUICK))
    assert later is not None
    first = later.worth.flow.yearly.loc[1]
    assert first["pv_savings"] == 0
    assert first["efficiency_savings"] > 0
    assert later_plant(studied(*NO_PLANT)) is None


def test_without_certificate_the_plant_costs_its_19_percent_of_iva_more() -> None:
    own = studied(QUICK)
    bare = without_benefits(own)
    assert bare is not None
    more = bare.worth.figures.capex - own.money.whole.figures.capex
    assert more == pytest.approx(0.19 * own.money.amounts.plant_capex, rel=1e-9)
    assert bare.worth.figures.npv < own.money.whole.figures.npv


def test_scenarios_without_a_plant_leave_the_plant_out_and_nothing_bought_has_none() -> None:
    assert "pv" not in by_key(studied(*NO_PLANT))
    assert nothing_bought().scenarios == ()
    own = studied(QUICK)
    assert by_key(own)["whole"].worth is own.money.whole


@pytest.mark.parametrize("case", [pilot, without_plant, with_tax, lent])
def test_the_lines_of_the_budget_are_the_outlay_to_the_peso(case: Case) -> None:
    result = case()
    total = sum(line.amount for line in budget_lines(result))
    assert total == pytest.approx(result.money.whole.figures.capex, abs=0.5)


def test_a_price_of_the_study_is_told_as_such_and_another_with_its_source() -> None:
    write = Figures(Reader("en", "CO"), "COP")
    priced = replace(studied(QUICK), origins={"prices.pv_usd_per_kw": "study.yaml:9"})
    sources = [write.say(line.source) for line in budget_lines(priced)]
    assert "prices.pv_usd_per_kw of the study" in sources
    own = [write.say(line.source) for line in budget_lines(studied(QUICK))]
    assert any(said.startswith("model price: ") and "20" in said for said in own)


@pytest.mark.parametrize("case", [pilot, without_plant, lent])
def test_each_step_begins_when_those_before_it_have_ended(case: Case) -> None:
    result = case()
    steps = {step.key: step for step in work_plan(result)}
    table = read_facts("mine_study", "data/work_steps.csv").set_index("key")
    for key, step in steps.items():
        before = [steps[one] for one in str(table.loc[key, "after"]).split() if one in steps]
        assert step.starts_week == max((one.ends_week for one in before), default=0.0)
        assert step.earliest_end_week <= step.ends_week <= step.latest_end_week
    paid = sum(step.cost or 0.0 for step in steps.values())
    assert paid == pytest.approx(result.money.whole.figures.capex, rel=1e-12)


def test_the_first_day_adds_up_the_longest_chain_by_hand() -> None:
    """Decision, survey, permits, order, works, connection: 2+3+26+8+4+2 to 4+6+52+14+8+4 weeks."""
    day = first_day(work_plan(studied(QUICK)))
    assert day is not None
    assert (day.earliest_end_week, day.latest_end_week) == (45.0, 88.0)
    assert first_day(work_plan(studied(*NO_PLANT))) is None
    assert "credit" in {step.key for step in work_plan(lent())}


def test_the_register_of_risks_holds_the_worse_end_of_each_bar_the_dearest_first() -> None:
    own = studied(QUICK)
    assert own.risk is not None
    rows = risk_register(own)
    worths = [row.npv for row in rows if row.npv is not None]
    assert worths == sorted(worths)
    worse = {min(bar.npv_after_tax_at_low, bar.npv_after_tax_at_high) for bar in own.risk.bars}
    assert len(worse & set(worths)) == len(own.risk.bars)
    assert risk_register(nothing_bought()) == ()
    assert [row.npv for row in risk_register(replace(own, risk=None))].count(None) > len(worse)


def test_avoided_carbon_of_measures_alone_is_alike_in_every_year() -> None:
    found = life_carbon(studied(*NO_PLANT))
    assert found.certificate_mwh == 0
    assert found.life_t == pytest.approx(25 * found.first_year_t)


def test_avoided_carbon_of_the_pilot_by_hand() -> None:
    """Plant: 0.25 of year 1, then 24 years of 0.5 % less each, at the factor of 0.220 t/MWh."""
    own = studied(QUICK)
    found = life_carbon(own)
    bought = [
        sum(getattr(site, case).import_kwh for site in own.bills.values())
        for case in ("today", "after_measures", "with_plant")
    ]
    measures, plant = (0.220 * kwh / 1000 for kwh in -np.diff(bought))
    assert found.first_year_t == pytest.approx(measures + plant, rel=1e-9)
    # The plant's own first year begins after nine months: of calendar year t it is t - 1 old for
    # nine months and t - 0 for three, so that its mean loss is 0.5 % of t - 1.75 from year 2 on.
    loss = 0.005 * (np.arange(2, 26) - 1.75).clip(min=0.0)
    energy = own.money.pv.flow.yearly["energy_kwh"] if own.money.pv else None
    assert energy is not None
    assert found.life_t == pytest.approx(
        25 * measures + plant * (0.25 + (1 - loss).sum()), rel=2e-3
    )  # the months of a year do not carry alike energy


def test_lines_left_open_are_to_be_filled_in_and_one_row_of_the_register_names_them() -> None:
    own = studied(QUICK)
    assert written(own, "identity.html").count(TO_FILL_IN) == len(ReportKeys.model_fields)
    rows = [note for note in own.notes if "report.auditor" in str(note.value)]
    assert len(rows) == 1
    assert all(f"report.{name}" in str(rows[0].value) for name in ReportKeys.model_fields)


def test_what_a_person_typed_is_escaped() -> None:
    page = written(said_by(client="<script>alert(1)</script>", auditor="Ana & Co"), "identity.html")
    assert "<script>" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "Ana &amp; Co" in page
    assert page.count(TO_FILL_IN) == len(ReportKeys.model_fields) - 2


def with_report(folder: Path, lines: str) -> Path:
    path = folder / "study.yaml"
    text = (EXAMPLE / "study.yaml").read_text(encoding="utf-8")
    path.write_text(f"{text.rstrip()}\n\nreport:\n{lines}", encoding="utf-8")
    return path


def test_a_day_and_a_number_may_be_typed_bare_and_an_empty_text_says_nothing(
    tmp_path: Path,
) -> None:
    lines = '  visited: 2026-03-14\n  auditor_licence: 20512\n  client: ""\n  scope:\n'
    study = examine_study(with_report(tmp_path, lines)).study
    assert study is not None
    assert (study.report.visited, study.report.auditor_licence) == ("2026-03-14", "20512")
    assert (study.report.client, study.report.scope) == (None, None)


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        ("  client: [a, b]\n", "a text"),
        ("  accuracy: true\n", "a text"),
        (f"  scope: {'x' * 501}\n", "at most 500 characters"),
        ("  auditr: Ana\n", "auditor"),
    ],
)
def test_a_wrong_key_of_the_report_is_told_at_its_line(
    tmp_path: Path, lines: str, said: str
) -> None:
    path = with_report(tmp_path, lines)
    (problem,) = examine_study(path).problems
    assert problem.row == len(path.read_text(encoding="utf-8").splitlines())
    assert said in str(problem.allowed)


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("case", [pilot, without_plant, nothing_bought, lent])
def test_every_section_can_be_written(case: Case, language: str) -> None:
    result = case()
    for name in OWN_TEMPLATES:
        page = written(result, name, language)
        assert "nan" not in page.lower().split()
        assert "{" not in page


@pytest.mark.parametrize("case", [pilot, nothing_bought])
@pytest.mark.parametrize("name", OWN_CHARTS)
def test_each_chart_states_a_finding_and_is_light(case: Case, name: str) -> None:
    result = case()
    reader = Reader("es", "CO")
    drawn = picture(
        lambda axes: CHARTS[name](result, axes, reader), name, salt=name, source="estudio"
    )
    assert drawn.title
    assert len(drawn.svg) < 1000 * WIDEST_KB


@pytest.mark.parametrize(
    ("city", "latitude", "longitude", "country"),
    [
        ("Bogotá", 4.61, -74.08, "CO"),
        ("Lima", -12.05, -76.95, "PE"),
        ("Quito", -0.22, -78.51, None),
    ],
)
def test_the_outlines_hold_their_capitals(
    city: str, latitude: float, longitude: float, country: str | None
) -> None:
    outlines = read_facts("mine_study", "data/country_outlines.csv").groupby("country")
    holding = [
        code
        for code, points in outlines
        if Outline(points[["longitude_deg", "latitude_deg"]]).contains_point((longitude, latitude))
    ]
    assert holding == ([country] if country else []), city


def test_the_outlines_are_light() -> None:
    path = files("mine_study").joinpath("data/country_outlines.csv")
    assert len(path.read_bytes()) < 20_000


def test_terms_stand_once_in_each_language_in_alphabetic_order() -> None:
    terms = read_facts("mine_study", "data/glossary.csv")
    for column in ("english", "spanish", "definition_en", "definition_es"):
        assert terms[column].notna().all()
        assert terms[column].is_unique
    for language in ("en", "es"):
        pages = section_pages(studied(QUICK), Figures(Reader(language, "CO"), "COP"))
        names = [row[0].casefold() for row in pages["glossary"].rows]
        assert names == sorted(names)
        assert len(names) == len(terms)


def test_a_fresh_study_shows_the_keys_of_the_report_behind_a_sign() -> None:
    lines = str(blank_study(Reader("en", "CO"))["study.yaml"]).splitlines()
    start = lines.index("report:")
    names = [line.split(":")[0].strip("# ") for line in lines[start + 1 : start + 7]]
    assert names == list(ReportKeys.model_fields)
    assert all(line.lstrip().startswith("#") for line in lines[start + 1 : start + 7])


def test_what_a_person_typed_is_no_formula_of_the_workbook() -> None:
    book = load_workbook(BytesIO(workbook_report(said_by(client='=HYPERLINK("http://x")'))))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    typed = [cell for cell in cells if str(cell.value).startswith("=HYPERLINK")]
    assert typed
    assert {cell.data_type for cell in typed} <= {"s", "inlineStr"}
