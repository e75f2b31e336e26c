"""One figure, one value: results.json, the page, its print and the workbook say the same."""

from __future__ import annotations

import io
import re
from dataclasses import dataclass, replace
from html import unescape
from typing import TYPE_CHECKING

import openpyxl
import pypdf
import pytest
from markupsafe import Markup
from pilot_runs import QUICK, studied

from equipment_catalog.messages import message
from mine_study.language import Reader
from mine_study.reports import page_tables, pictures, workbook
from mine_study.reports.html import language_block
from mine_study.reports.pictures import Picture
from mine_study.reports.print_page import printed_page
from mine_study.reports.printers import find_printer
from mine_study.reports.workbook import workbook_report
from mine_study.reports.workbook.hourly_sheet import hourly_sheet
from mine_study.results import plain, results

if TYPE_CHECKING:
    from collections.abc import Iterator

    from equipment_catalog.messages import Message

NO_PLANT = ("sites.planta.pv.build=false", "sites.mina La Leche.pv.build=false")
PERU = (
    "study.country=PE",
    "study.currency=PEN",
    "sites.planta.coordinates=-7.0, -78.2",
    "sites.mina La Leche.coordinates=-7.01, -78.21",
    "tariff.sheet=null",
    "prices.usd_rate=3.7",
)
STORED = (
    "storage.build=true",
    "sites.planta.storage.capacity_kwh=40",
    "sites.planta.storage.power_kw=20",
    "sites.mina La Leche.storage.capacity_kwh=20",
    "sites.mina La Leche.storage.power_kw=10",
)
LENT = (
    "debt.kind=annuity",
    "debt.rate=0.12",
    "debt.years=7",
    "debt.loan_fraction=0.7",
    "debt.covenant_dscr=1.2",
)
ENGLISH = ("study.language=en",)
CASES = {
    "lent, no plant, english": (QUICK, *LENT, *NO_PLANT, *ENGLISH),
    "stored, lent": (QUICK, *STORED, *LENT),
    "stored, english": (QUICK, *STORED, *LENT),
    "peru": (QUICK, *PERU),
}
"""Each pair of plant, battery, loan, language and country on and off stands in one at least."""
WORTH = message("What it is worth: nominal money, before any loan")
CARBON = message("Emissions of a year [t CO₂e]")
CUT = re.compile(
    r'<section[^>]* id="[a-z]+-(?!decision|money)[a-z]+">.*?</section>|<img [^>]*>'
    r"|(?<=</table>).*?(?=</section>)",
    re.DOTALL,
)
"""What the print of a test leaves out to be quick: sections without a headline, drawings and
what comes after the first table of the others."""


@dataclass(frozen=True)
class Told:
    """A figure of results.json and where a page tells it."""

    key: str
    decimals: int
    caption: Message
    row: Message
    column: int = 1
    is_percent: bool = False


def separators(study):
    """Return the signs between thousands and before decimals, as people there write."""
    if study["language"] == "en" or study["country"] == "PE":
        return ",", "."
    return ".", ","


def read_number(text, study):
    """Return a number as it is written, and how many decimals it shows; None for a dash."""
    if text in ("—", "nunca", "never"):
        return None
    thousands, point = (re.escape(sign) for sign in separators(study))
    written = re.match(rf"-?\d{{1,3}}(?:{thousands}\d{{3}})*(?:{point}(\d+))?(?= %|$)", text)
    assert written is not None, text
    plainly = written[0].replace(separators(study)[0], "").replace(separators(study)[1], ".")
    return float(plainly), len(written[1] or "")


def found_in(tree, key):
    """Return the value of a dotted key; a site's name may hold dots nowhere."""
    for part in key.split("."):
        tree = None if tree is None else tree[part]
    return tree


def clean(markup):
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", "", markup))).strip()


def tables_of(block):
    """Return the rows of each table by caption and head, and the cards by name."""
    tables = {}
    for table in re.findall(r"<table.*?</table>", block, re.DOTALL):
        named = re.search(r"<caption>(.*?)(?:<span class=\"tag\">.*?)?</caption>", table, re.DOTALL)
        rows = tables.setdefault(clean(named[1]), {})
        for row in re.findall(r"<tr>(.*?)</tr>", table, re.DOTALL):
            cells = [clean(cell) for cell in re.findall(r"<t[hd].*?</t[hd]>", row, re.DOTALL)]
            rows[cells[0]] = cells
    return tables


def cards_of(block):
    """Return value and range of each card by its name."""
    found = re.findall(
        r'<p class="name">(.*?)</p>\s*<p class="value">(.*?)</p>.*?<p class="range">(.*?)</p>',
        block,
        re.DOTALL,
    )
    return {clean(name): (clean(value), clean(reach)) for name, value, reach in found}


def figures_of(told):
    """Yield each headline figure of a result and where the page tells it."""
    currency, unit_decimals = (
        told["study"]["currency"],
        1 if told["study"]["currency"] == "COP" else 3,
    )
    rate = message("{rate:.1%}", rate=0.10)
    for column, part in enumerate(("efficiency", "pv", "whole"), start=1):
        rows = (
            ("capex", 0, message("investment [{currency}]", currency=currency)),
            (
                "npv",
                0,
                message(
                    "net present value after tax, at {rate} [{currency}]",
                    rate=rate,
                    currency=currency,
                ),
            ),
            ("simple_payback_years", 1, message("simple payback after tax, nominal [years]")),
            ("discounted_payback_years", 1, message("discounted payback after tax [years]")),
            (
                "lcoe_per_kwh",
                unit_decimals,
                message(
                    "levelised cost of energy, before tax, nominal over the life [{currency}/kWh]",
                    currency=currency,
                ),
            ),
        )
        for name, decimals, row in rows:
            yield Told(f"finance.{part}.{name}", decimals, WORTH, row, column)
        for name, row in (
            ("irr", message("internal rate of return after tax, every root")),
            ("mirr", message("modified rate of return after tax")),
        ):
            yield Told(f"finance.{part}.{name}", 1, WORTH, row, column, is_percent=True)
    yield from _emissions()
    for site in told["study"]["sites"]:
        if found_in(told, f"pv.by_site.{site}") and found_in(told, f"pv.by_site.{site}.dc_kw"):
            yield from _plant(told, site)
    if found_in(told, "finance.debt") is not None:
        yield Told(
            "finance.whole.dscr_min", 2, WORTH, message("least debt service coverage"), column=3
        )
        covers = message("Does the cash pay the loan?")
        yield Told("finance.debt.dscr_min", 2, covers, message("least cover of a year (DSCR)"))
        yield Told("finance.debt.dscr_mean", 2, covers, message("mean cover (DSCR)"))


def _emissions() -> Iterator[Told]:
    row = message("scope 2, location-based")
    yield Told("carbon.scope2_location_before_t", 1, CARBON, row)
    yield Told("carbon.scope2_location_after_t", 1, CARBON, row, column=2)


def _plant(told, site):
    plant, own = message("Solar plant of “{site}”", site=site), f"pv.by_site.{site}"
    exceeded = message("{site}: energy that is exceeded", site=site)
    stored = found_in(told, f"{own}.storage") is not None
    self_sufficient = (
        message("self-sufficiency hour by hour, with what comes back from the battery")
        if stored
        else message("self-sufficiency hour by hour")
    )
    yield Told(f"{own}.dc_kw", 1, plant, message("module power, DC [kWp]"))
    energy = message("energy of the year shown hour by hour [kWh]")
    yield Told(f"{own}.annual_ac_kwh", 0, plant, energy)
    p90 = message("energy exceeded with 90 % probability, P90 [kWh]")
    yield Told(f"{own}.p90_ac_kwh", 0, exceeded, p90)
    covered = message("coverage over the year")
    yield Told(f"{own}.coverage_fraction", 1, plant, covered, is_percent=True)
    yield Told(f"{own}.self_sufficiency_fraction", 1, plant, self_sufficient, is_percent=True)
    if stored:
        battery = message("Battery of “{site}”", site=site)
        yield Told(f"{own}.storage.battery_kwh", 1, battery, message("rated capacity [kWh]"))


def agrees(text, value, study, *, decimals, percent=False):
    """Say whether a text is a figure, rounded to the digits it shows; ``< 0.1`` is too small."""
    if text.startswith("< "):
        limit, shown_decimals = read_number(text.removeprefix("< "), study)
        return shown_decimals == decimals and value > 0 and round(value, decimals) == 0 < limit
    shown = read_number(text, study)
    if value is None or shown is None:
        return shown is None and value is None
    return shown == (pytest.approx(round((100 if percent else 1) * value, decimals)), decimals)


@pytest.fixture(scope="module", autouse=True)
def _without_drawings():
    """Leave the drawings out: they take long and hold no headline figure in words."""

    def blank(*_drawn, **_asked):
        return Picture(title="drawing", svg=Markup("<svg></svg>"), source="study", table=None)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pictures, "picture", blank)
        patch.setattr(page_tables, "single_line_drawing", blank)
        yield


def without_loan_in_english(result):
    """Return the same study as another reader asks for it, without running it again."""
    identity = result.study.study.model_copy(update={"language": "en"})
    study = result.study.model_copy(update={"study": identity})
    return replace(result, study=study, debt=None, debt_in_bad_case=None)


@pytest.fixture(scope="module", params=CASES)
def case(request):
    """Return a result, what results.json says of it and its page in its own language."""
    result = studied(*CASES[request.param])
    if request.param == "stored, english":
        result = without_loan_in_english(result)
    told = plain(results(result))
    return result, told, str(language_block(result, told["study"]["language"]))


def disagreements(told, block, language):
    """Return each figure that a page tells otherwise than results.json."""
    reader, tables = Reader(language, told["study"]["country"]), tables_of(block)
    study = told["study"] | {"language": language}
    for figure in figures_of(told):
        cells = tables[reader.say(figure.caption)][reader.say(figure.row)]
        value = found_in(told, figure.key)
        same = agrees(
            cells[figure.column],
            value,
            study,
            decimals=figure.decimals,
            percent=figure.is_percent,
        )
        if not same:
            yield figure.key, cells[figure.column], value
    yield from wrong_cards(told, cards_of(block), reader, study)


def wrong_cards(told, cards, reader, study):
    """Yield what a card of the first page tells otherwise than results.json."""
    names = {
        "saved_kwh": (message("Saved by efficiency"), 0),
        "pv_dc_kw": (message("Solar plant"), 1),
        "payback_years": (message("Payback after tax"), 1),
    }
    for key, (name, decimals) in names.items():
        value, reach = cards[reader.say(name)]
        headline = told["headline"][key]
        if headline is None:
            if value != "—":
                yield key, value, None
            continue
        numbers = [value, *re.findall(r"(?:< )?[\d.,]*\d|nunca|never", reach)[:2]]
        for written, part in zip(numbers, ("value", "low", "high"), strict=True):
            figure = re.match(r"(?:< )?\S+", written)[0]
            if not agrees(figure, headline[part], study, decimals=decimals):
                yield f"headline.{key}.{part}", written, headline[part]


def test_the_page_tells_each_headline_figure_as_results_json(case):
    _, told, block = case
    assert list(disagreements(told, block, told["study"]["language"])) == []


def test_the_workbook_holds_each_headline_figure_of_results_json_to_its_last_digit(
    case, monkeypatch
):
    result, told, _ = case
    tables = tuple(table for table in workbook.TABLES if table is not hourly_sheet)
    monkeypatch.setattr(workbook, "TABLES", tables)
    content = workbook_report(result)
    book = openpyxl.load_workbook(io.BytesIO(content), data_only=True)
    say = Reader(told["study"]["language"], told["study"]["country"]).say
    rows = {row[0]: row[1:] for row in book.worksheets[0].iter_rows(values_only=True)}

    def told_by(label, place=0):
        shown = rows[say(label)][place]
        return None if shown in ("—", say(message("never"))) else shown

    headline, plant = told["headline"], told["pv"]
    for name, label in (
        ("saved_kwh", message("saved by efficiency [kWh a year]")),
        ("pv_dc_kw", message("solar plant [kWp]")),
        ("payback_years", message("simple payback after tax, from the spending, nominal [years]")),
    ):
        if name != "payback_years":
            expected = headline[name] or dict.fromkeys(("value", "low", "high"))
            assert [told_by(label, place) for place in range(3)] == [
                expected[part] for part in ("value", "low", "high")
            ]
    for place, part in enumerate(("efficiency", "pv", "whole")):
        worth = found_in(told, f"finance.{part}") or {}
        for name, label in (
            ("own_outlay", message("investment, net of what others pay at once")),
            ("npv", message("net present value after tax, nominal")),
            ("irr", message("internal rate of return after tax")),
            (
                "simple_payback_years",
                message("simple payback after tax, from the spending, nominal [years]"),
            ),
            (
                "lcoe_per_kwh",
                message("levelised cost of energy, before tax, nominal [per kWh]"),
            ),
        ):
            assert told_by(label, place) == worth.get(name), (part, name)
    for value, label in (
        (plant["dc_kw"], message("module power, DC [kWp]")),
        (plant["annual_ac_kwh"], message("energy of a mean year, P50 [kWh]")),
        (plant["p90_ac_kwh"], message("energy exceeded with 90 % probability, P90 [kWh]")),
        (plant["coverage_fraction"], message("coverage over the year")),
        (plant["self_sufficiency_fraction"], message("self-sufficiency hour by hour")),
        (plant["battery_kwh"], message("battery, rated capacity [kWh]")),
        (
            told["carbon"]["scope2_location_before_t"],
            message("emissions of the electricity today [t CO₂e a year]"),
        ),
        (
            told["carbon"]["scope2_location_after_t"],
            message("emissions of the electricity after the plan [t CO₂e a year]"),
        ),
    ):
        assert told_by(label) == value, str(label)
    cover = message("least cover of a year (DSCR)")
    assert (told_by(cover) if say(cover) in rows else None) == found_in(
        told, "finance.whole.dscr_min"
    )


@pytest.mark.parametrize("case", ["stored, lent", "stored, english"], indirect=True)
def test_a_study_tells_the_same_in_its_other_language(case):
    result, told, _ = case
    other = "en" if told["study"]["language"] == "es" else "es"
    assert list(disagreements(told, str(language_block(result, other)), other)) == []


def printed_lines(result):
    """Return the text of the decision and the money as they are printed, a line each."""
    content = find_printer()(CUT.sub("", printed_page(result)))
    pages = pypdf.PdfReader(io.BytesIO(content)).pages
    return [line.strip() for page in pages for line in page.extract_text().splitlines()]


@pytest.mark.parametrize("case", ["stored, lent", "stored, english"], indirect=True)
def test_paper_tells_the_headline_figures_of_results_json(case):
    result, told, _ = case
    reader = Reader(told["study"]["language"], told["study"]["country"])
    text = re.sub(r"\s+", " ", " ".join(printed_lines(result)))
    saved = reader.number(told["headline"]["saved_kwh"]["value"])
    assert re.search(
        rf"{reader.word('Saved by efficiency')}.{{0,250}}?{re.escape(saved)} kWh", text
    )
    for figure in figures_of(told):
        if figure.caption is not WORTH or figure.column != 3:
            continue
        value = found_in(told, figure.key)
        row = re.escape(re.sub(r"\s+", " ", reader.say(figure.row)))
        after = re.search(rf"{row} ((?:\S+(?: %)? ){{3}})", text)
        assert after is not None, figure.key
        shown = re.findall(r"\S+(?: %)?", after[1])[2]
        assert agrees(
            shown, value, told["study"], decimals=figure.decimals, percent=figure.is_percent
        ), (figure.key, shown, value)


@pytest.mark.parametrize("case", ["peru"], indirect=True)
def test_a_figure_that_changes_is_found_out(case):
    result, told, _ = case
    whole = result.money.whole
    figures = replace(whole.figures, npv=1.01 * whole.figures.npv)
    money = replace(result.money, whole=replace(whole, figures=figures))
    saved = replace(result.headline.saved_kwh, low=result.headline.saved_kwh.low - 1)
    doctored = replace(result, money=money, headline=replace(result.headline, saved_kwh=saved))
    wrong = {key for key, *_ in disagreements(told, str(language_block(doctored, "es")), "es")}
    assert wrong == {"finance.whole.npv", "headline.saved_kwh.low"}
