"""The HTML report: whole, safe, bilingual, and in agreement with results.json."""

from __future__ import annotations

import json
import re
import shutil
from dataclasses import replace
from html import unescape
from html.parser import HTMLParser
from importlib.resources import files
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from pilot_runs import EXAMPLE, QUICK, studied

from equipment_catalog.messages import Message, message
from mine_study.charts import CHARTS
from mine_study.language import Reader
from mine_study.reports import REPORTS
from mine_study.reports.chart_sources import CHART_SOURCES
from mine_study.reports.figures import Figures
from mine_study.reports.html import html_report
from mine_study.reports.purchases import purchases
from mine_study.reports.tax_remarks import tax_remarks
from mine_study.reports.unknowns import better_sizes
from mine_study.reports.verdict import verdict
from mine_study.results import results
from mine_study.study import run_study

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from mine_study.study import StudyResult

SCRIPT = "<script>alert(1)</script>"
FORMULA = "$x_2$ {site} %s"
VOID = {"meta", "link", "br", "img", "input", "hr"}
LARGEST_BYTES = 3_000_000


class Page(HTMLParser):
    """Follows the tags and gathers what the tests ask of."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.wrong: list[str] = []
        self.ids: list[str] = []
        self.links: list[str] = []
        self.fetched: list[str] = []
        self.headings: list[int] = []
        self.tags: list[str] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self.tags.append(tag)
        if tag not in VOID:
            self.open.append(tag)
        if "id" in given:
            self.ids.append(given["id"])
        if tag == "a":
            self.links.append(given["href"])
        elif "src" in given or "href" in given:
            self.fetched.append(given.get("src", "") + given.get("href", ""))
        if re.fullmatch("h[1-6]", tag):
            self.headings.append(int(tag[1]))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.wrong.append(tag)


@pytest.fixture(scope="module")
def pilot() -> StudyResult:
    return studied()


@pytest.fixture(scope="module")
def report(pilot: StudyResult) -> str:
    return html_report(pilot)


@pytest.fixture(scope="module")
def no_plant() -> StudyResult:
    return studied("pv.build=false", QUICK)


@pytest.fixture(scope="module")
def never() -> StudyResult:
    return studied("prices.pv_usd_per_kw=100000", "study.synthetic=false", QUICK)


@pytest.fixture(scope="module")
def no_plant_report(no_plant: StudyResult) -> str:
    return html_report(no_plant)


@pytest.fixture(scope="module")
def never_report(never: StudyResult) -> str:
    return html_report(never)


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Return the report of a study whose names are an attack."""
    folder = tmp_path_factory.mktemp("study") / "mine"
    shutil.copytree(EXAMPLE, folder)
    for name, encoding in (("inventory.csv", "utf-8"), ("bills.csv", "utf-8")):
        path = folder / name
        text = path.read_text(encoding).replace(",planta,", f",{SCRIPT},")
        text = re.sub("(?m)^planta,", f"{SCRIPT},", text)
        text = text.replace("molienda", FORMULA).replace("Molino de bolas", f"{SCRIPT} {FORMULA}")
        path.write_text(text.replace("TR-01", "$T$&<b>"), encoding)
    path = folder / "study.yaml"
    text = path.read_text("utf-8").replace("- name: planta", f"- name: '{SCRIPT}'")
    text = text.replace("name: Los Conquistadores", f"name: '{SCRIPT} {FORMULA}'")
    path.write_text(text, "utf-8")
    return html_report(run_study(folder))


def block(report: str, language: str) -> str:
    """Return what one reader sees."""
    other = {"es": "en", "en": "es"}[language]
    start = report.index(f'<div class="report" id="{language}"')
    end = report.find(f'<div class="report" id="{other}"')
    return report[start : end if end > start else len(report)]


def cells(report: str) -> list[str]:
    found = re.findall(r"<td[^>]*>(.*?)</td>", report, re.DOTALL)
    return [unescape(re.sub("<[^>]*>", "", cell)) for cell in found]


def test_the_registry_writes_both_formats(pilot: StudyResult) -> None:
    assert set(REPORTS) >= {"html", "json"}
    assert REPORTS["json"](pilot).startswith("{")


def test_the_page_fetches_nothing_and_runs_its_own_script_only(report: str) -> None:
    """The one script is the file of the package, letter by letter: no word of a study is in it."""
    page = Page(report)
    assert page.fetched == []
    assert not {"link", "iframe", "img", "object"} & set(page.tags)
    shipped = files("mine_study.reports").joinpath("templates/report.js").read_text("utf-8")
    assert re.findall("<script>(.*?)</script>", report, re.DOTALL) == [f"\n{shipped}\n"]
    assert len(re.findall("<script", report)) == 2
    assert not re.search(r"<[^>]*\son[a-z]+=|javascript:", report)


def test_the_script_asks_nothing_of_a_network_and_keeps_nothing() -> None:
    shipped = files("mine_study.reports").joinpath("templates/report.js").read_text("utf-8")
    for word in ("fetch(", "XMLHttp", "import", "eval", "innerHTML", "Storage", "cookie", "src"):
        assert word not in shipped, word


def test_the_manifest_of_results_json_is_embedded(pilot: StudyResult, report: str) -> None:
    embedded = re.search('<script type="application/json" id="manifest">(.*?)</script>', report)
    assert embedded
    assert json.loads(embedded[1]) == json.loads(REPORTS["json"](pilot))["manifest"]
    assert not re.search(r"url\((?!#)|@import|@font-face", report)
    assert not re.search("https?://", report)


def test_the_page_is_whole_small_and_its_links_lead_somewhere(report: str) -> None:
    page = Page(report)
    assert page.wrong == []
    assert page.open == []
    assert len(report.encode()) < LARGEST_BYTES
    assert len(page.ids) == len(set(page.ids))
    assert {link.removeprefix("#") for link in page.links} <= set(page.ids)


def test_every_reference_inside_a_drawing_leads_to_a_mark_of_the_same_language(report: str) -> None:
    """A mark inside a hidden block draws nothing: hatches and clips must not be shared."""
    for language in ("es", "en"):
        own = block(report, language)
        used = set(re.findall(r"url\(#([^)]+)\)|xlink:href=\"#([^\"]+)\"", own))
        assert used
        assert {"".join(pair) for pair in used} <= set(re.findall(r'id="([^"]+)"', own))


def test_headings_never_skip_a_level(report: str) -> None:
    levels = Page(report).headings
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_both_languages_are_there_and_the_studys_own_comes_first(report: str) -> None:
    assert report.index('id="es" lang="es"') < report.index('id="en" lang="en"')
    assert '<html lang="es">' in report
    assert "The decision" in block(report, "en")
    assert "The decision" not in block(report, "es")
    assert "kWh al año" in block(report, "es")


def test_a_study_in_english_shows_english_first(no_plant: StudyResult) -> None:
    english = no_plant.study.study.model_copy(update={"language": "en"})
    study = no_plant.study.model_copy(update={"study": english})
    report = html_report(replace(no_plant, study=study))
    assert report.index('id="en" lang="en"') < report.index('id="es" lang="es"')
    assert '<html lang="en">' in report


@pytest.mark.parametrize("language", ["es", "en"])
def test_the_first_page_shows_the_headline_of_results_json(
    language: str, pilot: StudyResult, report: str
) -> None:
    reader = Reader(language, "CO")
    own = block(report, language)
    cards = " ".join(re.findall(r'<div class="card">(.*?)</div>', own, re.DOTALL))
    for name, decimals in (("saved_kwh", 0), ("pv_dc_kw", 1), ("payback_years", 1)):
        for figure in results(pilot)["headline"][name].values():
            assert reader.number(figure, decimals) in cards


def words_of(html: str) -> str:
    return " ".join(unescape(re.sub("<[^>]*>", " ", html)).split())


def test_page_one_tells_the_plan_of_the_report_from_that_of_the_budget(
    pilot: StudyResult, report: str
) -> None:
    """The cards stand between the two, right below the plan that they are of."""
    own = block(report, "en")
    plan, cards = own.index("The plan of this report</h3>"), own.index('<div class="cards">')
    budget = own.index("Within the budget of USD 100 thousand</h3>")
    assert (
        own.index('class="verdict"') < plan < cards < budget < own.index("What to buy first</h3>")
    )
    cost = pilot.money.whole.figures.capex / pilot.study.prices.usd_rate
    assert f"This plan costs USD {cost / 1000:.0f} thousand" in words_of(own[plan:cards])
    assert own.count("With USD 100 thousand these are worth most", 0, budget) == 0
    assert "With USD 100 thousand these are worth most" in own[budget:]


def test_the_card_of_the_payback_gives_the_range_of_the_draws_and_leads_to_them(
    pilot: StudyResult, report: str
) -> None:
    assert pilot.risk is not None
    drawn, number = pilot.risk.drawn.simple_payback_after_tax_years, Reader("en", "CO").number
    card = re.findall(r'<div class="card">(.*?)</div>', block(report, "en"), re.DOTALL)[2]
    assert f"{number(drawn.p10, 1)} at P10 and {number(drawn.p90, 1)} at P90" in card
    assert 'href="#en-risk"' in card
    assert "all doubts stand together on one side" in card


def test_what_is_not_known_is_told_with_its_effect(pilot: StudyResult, report: str) -> None:
    reader, own = Reader("en", "CO"), block(report, "en")
    known = own[own.index("What is not known") : own.index("Where to look")]
    told = [note for note in pilot.notes if reader.say(note.what) in words_of(known)]
    warned = [note for note in told if note.kind == "warning"]
    assert len(warned) >= 5
    assert all(reader.say(note.effect) in words_of(known) for note in warned)


def test_the_country_is_named_and_not_its_code(report: str) -> None:
    found = re.search('<p class="subtitle">(.*?)</p>', block(report, "en"))
    assert found
    assert "Colombia" in found[1]
    assert ", CO," not in found[1]


@pytest.mark.parametrize(
    ("template", "value", "said"),
    [
        ("{x:.1%}", -1e-9, "0,0 %"),
        ("{x:,.0f}", -0.4, "0"),
        ("{x:.1%}", -0.001, "-0,1 %"),
        ("{x:.2e}", -1e-9, "-1,00e-09"),
    ],
)
def test_nothing_has_no_sign(template: str, value: float, said: str) -> None:
    assert Reader("es", "CO").say(Message(template, {"x": value})) == said


def test_the_money_table_shows_the_figures_of_results_json(pilot: StudyResult, report: str) -> None:
    finance, reader = results(pilot)["finance"], Reader("en", "CO")
    shown = cells(block(report, "en"))
    for part in ("efficiency", "pv", "whole"):
        assert reader.number(finance[part]["npv"]) in shown
        assert reader.number(finance[part]["lcoe_per_kwh"], 1) in shown
        assert reader.percent(finance[part]["irr"], 1) in shown


def test_one_result_gives_the_same_bytes_twice(no_plant: StudyResult, no_plant_report: str) -> None:
    assert html_report(replace(no_plant)) == no_plant_report


def test_what_a_person_typed_is_shown_and_never_run(hostile: str) -> None:
    page = Page(hostile)
    assert page.wrong == []
    assert page.open == []
    assert page.tags.count("script") == 2
    assert "b" not in page.tags
    assert SCRIPT not in hostile
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in hostile
    assert FORMULA in unescape(hostile)
    assert "$T$&<b>" in unescape(hostile)


def test_names_in_drawings_are_not_read_as_mathematics(hostile: str) -> None:
    drawings = "".join(re.findall("<svg.*?</svg>", hostile, re.DOTALL))
    assert "$T$&amp;&lt;b&gt;" in drawings


def test_every_table_has_a_caption_and_scoped_heads(report: str) -> None:
    tables = re.findall("<table.*?</table>", report, re.DOTALL)
    assert tables
    for table in tables:
        assert "<caption>" in table
        assert not re.search("<th(?! scope=)", table.replace("<thead", ""))


def test_every_drawing_has_words_for_those_who_cannot_see_it(report: str) -> None:
    drawings = re.findall("<svg[^>]*>", report)
    assert drawings
    assert all(re.search('role="img" aria-label="[^"]+"', head) for head in drawings)


def test_the_sketch_of_a_motor_has_a_title_and_says_which_curve_is_which(report: str) -> None:
    sketches = re.findall(
        r"<figure>\s*<figcaption>(Efficiency against load: [^<]+)</figcaption>\s*"
        r'<svg [^>]*aria-label="\1"[^>]*>(.*?)</svg>',
        block(report, "en"),
        re.DOTALL,
    )
    assert sketches
    for _, drawn in sketches:
        key = re.findall(r"<path ([^>]*)/>\s*<circle [^>]*/>\s*<text [^>]*>(\w+)</text>", drawn)
        (dashed, before), (solid, after) = key
        assert (before, after) == ("before", "after")
        assert "stroke-dasharray" in dashed
        assert "stroke-dasharray" not in solid


@pytest.mark.parametrize("section", ["decision", "audit", "plant", "money", "carbon"])
def test_synthetic_data_is_labelled_in_every_section_that_shows_it(
    section: str, report: str
) -> None:
    text = re.search(f'<section[^>]*id="en-{section}">(.*?)</section>', report, re.DOTALL)
    assert text
    assert 'class="synthetic"' in text[1]
    assert 'class="tag"' in text[1]


def test_tables_of_inventory_and_bills_carry_the_label_in_their_caption(report: str) -> None:
    captions = re.findall("<caption>(.*?)</caption>", block(report, "en"))
    for words in (
        "Sites",
        "Process",
        "energy balance",
        "Load census",
        "package",
        "is wasted",
        "bill with",
        "Solar plant of",
        "why this size",
        "came close",
        "every size of the curve",
        "energy that is exceeded",
        "What is not sure",
    ):
        named = [caption for caption in captions if words in caption]
        assert named
        assert all('class="tag"' in caption for caption in named)


def test_a_study_of_real_data_carries_no_such_label(never_report: str) -> None:
    assert 'class="synthetic"' not in never_report
    assert 'class="tag"' not in never_report


def test_a_plan_that_never_pays_back_says_never_and_a_missing_figure_is_a_dash(
    never_report: str,
) -> None:
    report = block(never_report, "en")
    row = re.search("<tr><th[^>]*>simple payback after tax.*?</tr>", report)
    coverage = re.search("<tr><th[^>]*>least debt service coverage.*?</tr>", report)
    assert row
    assert coverage
    assert cells(row[0])[1:] == ["never", "never"]
    assert cells(coverage[0]) == ["—"] * 3
    assert "no loan is part of this study" in report
    assert "never at P50, never at P90" in report
    assert not re.search(r">\s*(nan|None|inf)\b", never_report)


def test_without_a_plant_the_report_says_why_the_section_is_empty(no_plant_report: str) -> None:
    report = block(no_plant_report, "en")
    assert "pv.build is false" in report
    assert 'Solar plant</p>\n<p class="value">—</p>' in report


def test_the_verdict_follows_the_money(
    pilot: StudyResult, no_plant: StudyResult, never: StudyResult
) -> None:
    write = Figures(Reader("en", "CO"), "COP")
    assert write.say(verdict(pilot, write)).startswith("Do it, in steps")
    assert write.say(verdict(no_plant, write)).startswith("Do it:")
    assert "the measures of efficiency" in write.say(verdict(never, write))


def test_a_plan_without_any_good_part_is_refused(never: StudyResult) -> None:
    write, plant = Figures(Reader("en", "CO"), "COP"), never.money.pv
    assert plant is not None
    money = replace(never.money, efficiency=plant, whole=plant)
    said = write.say(verdict(replace(never, money=money), write))
    assert said.startswith("Do not buy")
    assert said.endswith("never pays back.")


def test_purchases_add_up_to_the_plan_and_keep_within_the_budget(pilot: StudyResult) -> None:
    bought = purchases(pilot)
    budget = pilot.study.finance.budget_usd * pilot.study.prices.usd_rate
    capex = pilot.money.amounts.measures_capex + pilot.money.amounts.plant_capex
    assert bought[-1].running_cost == pytest.approx(capex)
    assert sum(item.cost for item in bought if item.within_budget) <= budget
    for step in (True, False):
        paybacks = [item.payback_years for item in bought if item.within_budget is step]
        assert paybacks == sorted(paybacks)


def with_unexplained(result: StudyResult, share: float) -> StudyResult:
    """Return a study whose inventory misses a share of the bills, or has too much."""
    billed = result.audit.balance.inventory_kwh / (1 - share)
    balance = replace(result.audit.balance, billed_kwh=billed)
    return replace(result, audit=replace(result.audit, balance=balance))


def test_an_inventory_above_the_bills_is_not_called_unexplained(no_plant: StudyResult) -> None:
    report = block(html_report(with_unexplained(no_plant, -0.135)), "en")
    assert "The inventory adds up to 13.5 % more than the bills: check hours and load" in report
    assert "is not explained by any machine" not in report


def test_p90_is_not_told_as_nine_years_of_ten(report: str) -> None:
    own = block(report, "en")
    assert "energy exceeded with 90 % probability, P90 [kWh]" in cells_and_heads(own)
    assert "nine years" not in own


def test_the_energy_of_each_probability_stands_for_a_year_and_for_ten(
    pilot: StudyResult, report: str
) -> None:
    number = Reader("en", "CO").number
    own = block(report, "en")
    for site in pilot.sites:
        assert site.exceedance is not None
        for percent in (75, 90, 99):
            name = f"energy exceeded with {percent} % probability, P{percent} [kWh]"
            rows = re.findall(f"<tr><th[^>]*>{re.escape(name)}.*?</tr>", own)
            wanted = [number(site.exceedance.exceeded_kwh(percent / 100, n)) for n in (1, 10)]
            assert wanted in [cells(row) for row in rows]


def cells_and_heads(report: str) -> list[str]:
    found = re.findall(r"<t[dh][^>]*>(.*?)</t[dh]>", report, re.DOTALL)
    return [unescape(re.sub("<[^>]*>", "", cell)) for cell in found]


def test_the_plain_figure_of_vendors_stands_in_the_money_table(
    pilot: StudyResult, report: str
) -> None:
    row = re.search("<tr><th[^>]*>cost over first-year saving.*?</tr>", block(report, "en"))
    assert row
    money = pilot.money
    assert money.pv is not None
    wanted = [
        worth.figures.capex_per_first_year_savings_years
        for worth in (money.efficiency, money.pv, money.whole)
    ]
    assert cells(row[0]) == [Reader("en", "CO").number(years, 1) for years in wanted]


def test_a_plant_that_another_size_beats_by_far_is_said_on_page_one(
    never: StudyResult, never_report: str
) -> None:
    assert len(better_sizes(never)) == len(never.sites)
    report = block(never_report, "en")
    first_page = report[: report.index("Where to look")]
    assert "and no size adds to it" in first_page


def test_the_quickest_purchase_beyond_the_budget_is_named_on_page_one(
    pilot: StudyResult, report: str
) -> None:
    items = purchases(pilot)
    quickest = min(items, key=lambda item: item.payback_years or float("inf"))
    said = "it does not fit the budget of USD 100 thousand" in block(report, "en")
    assert said is not quickest.within_budget


@pytest.mark.parametrize(
    ("country", "said_of_it", "unsaid", "vat"),
    [
        ("CO", "Of the special deduction", "know no special deduction", "IVA"),
        ("PE", "know no special deduction", "Of the special deduction", "IGV"),
    ],
)
def test_the_tax_remarks_follow_the_rules_of_the_country(
    country: str, said_of_it: str, unsaid: str, vat: str, pilot: StudyResult
) -> None:
    """Ley 1715 art. 11 deducts half of the investment; Peru's DL 1058 only depreciates faster."""
    identity = pilot.study.study.model_copy(update={"country": country})
    study = pilot.study.model_copy(update={"study": identity})
    write = Figures(Reader("en", country), "COP")
    said = " ".join(write.say(m) for m in tax_remarks(replace(pilot, study=study), write))
    assert said_of_it in said
    assert unsaid not in said
    assert f"({vat})" in said
    assert "instead of 10.0 %" in said


def test_prices_of_a_kwh_have_the_decimals_of_their_currency() -> None:
    assert Figures(Reader("en", "PE"), "PEN").unit_price(0.6249) == "PEN 0.625"
    assert Figures(Reader("en", "CO"), "COP").unit_number(64.52) == "64.5"


def test_a_registered_chart_that_no_section_places_stands_in_the_report(
    pilot: StudyResult, monkeypatch: pytest.MonkeyPatch
) -> None:
    def draw(_result: StudyResult, axes: Axes, reader: Reader) -> None:
        axes.set_title(f"a planted finding in {reader.language}", loc="left")

    monkeypatch.setitem(CHARTS, "planted", draw)
    monkeypatch.setitem(CHART_SOURCES, "planted", lambda _result: message("planted numbers"))
    planted = html_report(replace(pilot))
    for language in ("es", "en"):
        assert f"a planted finding in {language}" in planted


def test_no_chart_is_placed_twice(report: str) -> None:
    captions = re.findall(r"<figcaption[^>]*>(.*?)</figcaption>", report, flags=re.DOTALL)
    assert len(captions) > 20
    assert len(set(captions)) == len(captions)
