"""The report in a real browser: read, moved, sorted, asked, printed; with a script and without."""

from __future__ import annotations

import shutil
from importlib.resources import files
from io import BytesIO
from types import SimpleNamespace

import pytest
from axe_playwright_python.sync_playwright import Axe
from pilot_runs import studied
from playwright.sync_api import sync_playwright
from pypdf import PdfReader

from mine_study.language import Reader
from mine_study.reports import REPORTS
from mine_study.results import results

BROWSER = next(filter(None, map(shutil.which, ("chromium", "chromium-browser"))), None)
WIDE, PHONE = {"width": 1100, "height": 900}, {"width": 360, "height": 800}
LARGEST_BYTES = 3_000_000
PATHS = ("auditor", "engineer", "financier")

pytestmark = pytest.mark.skipif(
    BROWSER is None, reason="no Chromium here: apt-get install chromium"
)


@pytest.fixture(scope="module")
def pilot():
    return studied()


@pytest.fixture(scope="module")
def address(pilot, tmp_path_factory):
    path = tmp_path_factory.mktemp("browser") / "report.html"
    path.write_text(REPORTS["html"](pilot), encoding="utf-8")
    assert path.stat().st_size < LARGEST_BYTES
    return path.as_uri()


@pytest.fixture(scope="module")
def browser():
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=BROWSER, args=["--no-sandbox"])
        yield opened
        opened.close()


@pytest.fixture(scope="module")
def opened(browser, address):
    """The page that every test of this file moves on, and all that it complained of or fetched."""
    context = browser.new_context(viewport=WIDE)
    page, complaints, requests = context.new_page(), [], []
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("request", lambda request: requests.append(request.url))
    page.goto(address)
    yield SimpleNamespace(page=page, complaints=complaints, requests=requests)
    context.close()


@pytest.fixture
def page(opened, address):
    """The page as it opens: Spanish, all sections, nothing unfolded."""
    opened.page.emulate_media(media="screen")
    opened.page.set_viewport_size(WIDE)
    opened.page.goto("about:blank")
    opened.page.goto(address)
    opened.requests.clear()
    return opened.page


@pytest.fixture(scope="module")
def plain(browser, address):
    """The page of a reader who runs no script."""
    context = browser.new_context(viewport=WIDE, java_script_enabled=False)
    page = context.new_page()
    page.goto(address)
    yield page
    context.close()


def shown(page, text):
    return page.get_by_role("heading", name=text, exact=True, level=2).filter(visible=True).count()


def seen(page, selector):
    return page.locator(selector).filter(visible=True)


def test_the_report_opens_without_a_complaint_and_fetches_nothing(opened, page, address):
    page.goto(f"{address}#es-money")
    assert opened.complaints == []
    assert opened.requests == []


def test_it_opens_in_the_language_of_the_study_and_switches_by_a_click(page):
    assert (shown(page, "La decisión"), shown(page, "The decision")) == (1, 0)
    page.get_by_role("link", name="English").filter(visible=True).first.click()
    assert (shown(page, "La decisión"), shown(page, "The decision")) == (0, 1)


def test_a_link_with_a_language_opens_in_it(page, address):
    page.goto(f"{address}#en-risk")
    assert (shown(page, "La decisión"), shown(page, "The decision")) == (0, 1)


def test_the_other_language_opens_at_the_same_section(page):
    """Whoever reads of the loan, the risk or the tariff goes on there."""
    page.evaluate("document.getElementById('es-tariff').scrollIntoView()")
    page.evaluate("document.querySelector('#es .languages a[lang=en]').click()")
    page.wait_for_function("location.hash === '#en-tariff'")
    top = page.evaluate("document.getElementById('en-tariff').getBoundingClientRect().top")
    assert 0 <= top < WIDE["height"] / 2


ROW_READ = """language => {
    const rows = [...document.querySelectorAll(`#${language}-purchases tbody tr`)];
    const at = rows.findLastIndex(row => row.getBoundingClientRect().top < 120);
    return [at, rows[at].getBoundingClientRect().top];
}"""


def test_the_other_language_goes_on_at_the_row_that_was_read(page):
    page.evaluate("document.querySelectorAll('#es-purchases tbody tr')[8].scrollIntoView()")
    row, top = page.evaluate(ROW_READ, "es")
    assert row >= 8
    page.evaluate("document.querySelector('#es .languages a[lang=en]').click()")
    page.wait_for_function("location.hash.startsWith('#en-')")
    page.wait_for_timeout(50)
    assert page.evaluate(ROW_READ, "en") == [row, pytest.approx(top, abs=2.0)]


@pytest.mark.parametrize("size", [PHONE, WIDE], ids=["phone", "wide"])
@pytest.mark.parametrize("language", ["es", "en"])
def test_no_page_is_wider_than_its_screen(page, address, size, language):
    page.set_viewport_size(size)
    page.goto(f"{address}#{language}")
    assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]


def test_a_telephone_says_of_each_wide_chart_that_it_slides_and_cuts_no_caption(page):
    page.set_viewport_size(PHONE)
    unsaid = page.evaluate("""() => [...document.querySelectorAll("figure > .drawing")]
        .filter((drawing) => drawing.scrollWidth > drawing.clientWidth)
        .filter(({ previousElementSibling: hint }) =>
            !hint.matches(".swipe") || !hint.getClientRects().length).length""")
    assert unsaid == 0
    widest = page.evaluate("""() => Math.max(...[...document.querySelectorAll("caption")]
        .map((caption) => caption.getBoundingClientRect().right))""")
    assert 0 < widest <= PHONE["width"]


def test_a_telephone_cuts_no_table_that_does_not_say_that_it_slides(page):
    page.set_viewport_size(PHONE)
    cut = page.evaluate("""() => {
        for (const folded of document.querySelectorAll("#es details")) folded.open = true;
        return [...document.querySelectorAll("#es .scroll")]
            .filter((held) => held.scrollWidth > held.clientWidth)
            .filter(({ previousElementSibling: hint }) => !hint || !hint.matches(".swipe"))
            .map((held) => held.getAttribute("aria-label"));
    }""")
    assert cut == []


def test_no_key_of_an_origin_runs_past_a_telephone(page, address):
    page.set_viewport_size(PHONE)
    page.goto(f"{address}#es-origins")
    wide = page.locator("#es-origins code").evaluate_all(
        "codes => codes.filter(e => e.getBoundingClientRect().right > innerWidth).length"
    )
    assert wide == 0


def test_the_contents_stand_beside_the_page_on_a_screen_of_1300(page, address):
    """A laptop's window: the page keeps the width that it has without them, 59rem."""
    page.set_viewport_size({"width": 1300, "height": 800})
    page.goto("about:blank")
    page.goto(address)
    side = page.locator("#es .side").bounding_box()
    main = page.locator("#es main").bounding_box()
    assert side["x"] + side["width"] <= main["x"]
    assert main["width"] >= 59 * 16
    assert seen(page, "#es .toc a").count() > 10


def test_every_chart_has_a_size_and_a_name(page):
    sizes = page.evaluate(
        "[...document.querySelectorAll('#es figure svg')]"
        ".map(s => [s.clientWidth, s.clientHeight, s.getAttribute('aria-label')])"
    )
    assert len(sizes) >= 20
    assert all(width > 200 and height > 100 and name for width, height, name in sizes)


@pytest.mark.parametrize("path", PATHS)
def test_a_path_shows_what_is_for_its_reader_and_the_decision(page, path):
    page.locator(f"#es .paths input[value={path}]").check(force=True)
    readers = page.evaluate(
        "[...document.querySelectorAll('#es [data-for]')]"
        ".map(e => [e.dataset.for.split(' '), e.getClientRects().length > 0])"
    )
    assert any(not visible for _for, visible in readers)
    assert all(visible == (path in reads) for reads, visible in readers)
    assert shown(page, "La decisión") == 1
    named = page.locator(f"#es-{path} a").evaluate_all("links => links.map(a => a.hash)")
    sections = seen(page, "#es section[data-for]").evaluate_all("all => all.map(e => `#${e.id}`)")
    assert named == sections
    left_out = seen(page, "#es .toc a").evaluate_all(
        "links => links.filter(a => !document.getElementById(a.hash.slice(1)).offsetParent).length"
    )
    assert left_out == 0


def test_a_link_to_what_the_path_leaves_out_opens_it(page):
    page.locator("#es .paths input[value=engineer]").check(force=True)
    assert seen(page, "#es-risk").count() == 0
    page.evaluate("location.hash = '#es-risk'")
    page.wait_for_function("document.getElementById('es-risk').offsetParent")
    assert page.locator("#es .paths input[value=all]").is_checked()


def test_an_address_may_name_the_path(page, address):
    page.goto("about:blank")
    page.goto(f"{address}#en-financier")
    assert page.locator("#en .paths input[value=financier]").is_checked()
    assert shown(page, "The decision") == 1
    assert seen(page, "#en-sun").count() == 0


def moved_to(page, stop):
    """Return what the first slider shows at a stop, and where its mark stands."""
    slider = page.locator("#es .slider input").first
    slider.fill(str(stop))
    shows = page.locator("#es .slider").first.locator("output").all_text_contents()
    return shows, page.locator("#es .sizing .size-mark").first.get_attribute("x1")


def test_the_slider_starts_at_the_plant_of_results_json(page, pilot):
    """Every figure of the stop of the study, as the reader sees it, is that of results.json."""
    found, reader = results(pilot), Reader("es", "CO")
    for number, site in enumerate(pilot.sites):
        plant, whole = found["pv"]["by_site"][site.name], found["finance"]["whole"]
        shows = page.locator("#es .slider").nth(number).locator("output").all_text_contents()
        assert shows[:10] == [
            reader.number(plant["dc_kw"], 1),
            reader.number(plant["ac_kw"], 1),
            *(
                reader.percent(plant[f"{name}_fraction"], 1)
                for name in ("coverage", "self_sufficiency", "self_consumption")
            ),
            reader.number(plant["import_kwh"]),
            reader.number(plant["export_kwh"]),
            reader.number(whole["capex"]),
            reader.number(whole["simple_payback_years"], 1),
            reader.number(whole["npv"]),
        ]


def test_the_slider_moves_every_figure_and_its_mark_on_the_chart(page):
    last = int(page.locator("#es .slider input").first.get_attribute("max"))
    (nothing, at_nothing), (most, at_most) = moved_to(page, 0), moved_to(page, last)
    assert nothing[0] == "0,0"
    assert all(one != other for one, other in zip(nothing[:10], most[:10], strict=True))
    assert float(at_nothing) < float(at_most)
    said = page.locator("#es .slider input").first.get_attribute("aria-valuetext")
    assert said.startswith(f"{most[0]} kWp")
    page.locator("#es .slider .back").first.click()
    again = page.locator("#es .slider input").first
    assert again.input_value() == again.evaluate("input => input.defaultValue")


def test_the_mark_of_the_slider_stands_on_the_dot_of_the_chart(page):
    """The chart draws the plant of the study as a round mark: the line goes through its centre."""
    centres = page.evaluate(
        """() => [...document.querySelectorAll('#es .sizing')].map(sizing => {
            const middle = e => { const r = e.getBoundingClientRect(); return r.x + r.width / 2 };
            const line = middle(sizing.querySelector('.size-mark'));
            const uses = [...sizing.querySelectorAll('figure svg use')].map(middle);
            return Math.min(...uses.map(x => Math.abs(x - line)));
        })"""
    )
    assert centres
    assert max(centres) < 1.0


def column(page, number):
    return page.locator("#es-purchases tbody tr").evaluate_all(
        f"rows => rows.map(row => row.cells[{number}].textContent)"
    )


def test_a_table_is_sorted_by_value_up_down_and_back(page):
    first = column(page, 1)
    head = page.locator("#es-purchases thead th").nth(1)
    sorted_ = []
    for _click in range(3):
        head.locator("button").click()
        sorted_.append((head.get_attribute("aria-sort"), column(page, 1)))
    by_value = sorted(first, key=lambda text: float(text.replace(".", "").replace(",", ".")))
    assert by_value != sorted(first)
    assert sorted_ == [("ascending", by_value), ("descending", by_value[::-1]), (None, first)]


def test_row_names_that_start_with_a_quantity_are_sorted_by_it(page):
    tables = page.locator("#es table:has(tbody th:has-text('COP/kWh ('))").first
    names = "rows => rows.map(row => row.cells[0].textContent)"
    prices = tables.locator("tbody tr").evaluate_all(names)
    assert prices[0].startswith("626,0 ")
    assert prices[-1].startswith("1.162,5 ")
    for expected in (prices, prices[::-1]):
        tables.locator("thead button").first.click()
        assert tables.locator("tbody tr").evaluate_all(names) == expected


def test_the_total_stays_last_and_what_is_no_number_too(page):
    page.evaluate(
        """() => {
            const table = document.querySelector('#es-purchases table');
            table.tBodies[0].rows[0].cells[1].textContent = '—';
            table.querySelectorAll('thead button')[1].click();
        }"""
    )
    assert column(page, 1)[-1] == "—"
    page.locator("#es-purchases thead button").nth(1).click()
    assert column(page, 1)[-1] == "—"


def test_a_long_table_is_folded_until_it_is_asked_for_and_whole_on_paper(page):
    rows = page.locator("#es-purchases tbody tr")
    assert rows.filter(visible=True).count() == 12
    page.emulate_media(media="print")
    assert rows.filter(visible=True).count() == rows.count() > 25
    page.emulate_media(media="screen")
    page.locator("#es-purchases .unfold").click()
    assert rows.filter(visible=True).count() == rows.count()


def test_a_number_tells_where_it_comes_from_and_gives_the_place_back(page):
    link = seen(page, "#es a.origin").first
    told = link.evaluate("a => document.getElementById(a.hash.slice(1)).textContent.trim()")
    link.focus()
    page.keyboard.press("Enter")
    box = page.locator("#es .origin-box")
    assert box.is_visible()
    assert told[:40] in box.text_content()
    page.keyboard.press("Escape")
    assert not box.is_visible()
    assert link.evaluate("a => document.activeElement === a")


HIDDEN_ON_PAPER = """() => [...document.querySelectorAll('#es *')].filter(e =>
    !e.closest('.controls') && !e.closest('.swipe') && !e.closest('svg')
    && e.tagName !== 'DATALIST' && !e.closest('datalist')
    && !e.checkVisibility({contentVisibilityAuto: true})).map(e => e.outerHTML.slice(0, 80))"""


def test_paper_shows_all_and_no_control(page):
    page.emulate_media(media="print")
    assert page.evaluate(HIDDEN_ON_PAPER) == []
    assert seen(page, ".controls, button:not(.sort), input").count() == 0


A4_PX = {"width": 794, "height": 1123}
INSIDE_MM = 268
"""Height that the margins of the sheet for paper leave of A4; at its sides they are 14 mm."""


def test_a_browser_prints_the_whole_decision_on_the_first_sheet_with_its_bars(page):
    page.set_viewport_size(A4_PX)
    page.emulate_media(media="print")
    page.add_style_tag(content="body { margin: 0 14mm }")
    last = page.locator("#es-decision .columns")
    assert last.evaluate("e => e.getBoundingClientRect().bottom + scrollY") < INSIDE_MM * 96 / 25.4
    bar = page.locator("#es-decision .whisker .reach").first
    assert bar.evaluate("e => getComputedStyle(e).printColorAdjust") == "exact"


FOOT = """<div style="break-before: page; height: {height}mm"></div><h4>Title {height}</h4>
<div class="scroll"><table class="wide"><caption>Caption {height}</caption>
<thead><tr><th>Head</th></tr></thead><tbody>{rows}</tbody></table></div>"""
ROW = "<tr><td>Row {number} of {height}<br>second line<br>third line</td></tr>"


def test_no_table_starts_at_the_foot_of_a_sheet_without_two_of_its_rows(browser):
    """A4 leaves 263 mm: tables begin at eight places before its end, long enough to be split."""
    heights = range(224, 262, 5)
    tables = [
        FOOT.format(
            height=height,
            rows="".join(ROW.format(number=number, height=height) for number in range(1, 60)),
        )
        for height in heights
    ]
    css = files("mine_study.reports").joinpath("templates/report.css").read_text("utf-8")
    sheet = browser.new_page()
    sheet.set_content(f"<style>{css}</style>{''.join(tables)}")
    pages = [page.extract_text() for page in PdfReader(BytesIO(sheet.pdf())).pages]
    sheet.close()
    for height in heights:
        start = next(text for text in pages if f"Title {height}" in text)
        assert f"Caption {height}" in start
        assert f"Row 2 of {height}" in start


def test_without_a_script_all_is_there_and_no_dead_control(plain):
    assert seen(plain, ".paths, .slider, .unfold, button").count() == 0
    assert seen(plain, "#es-purchases tbody tr").count() > 25
    assert seen(plain, "#es section").count() == plain.locator("#es section").count()
    plain.locator("#es .sizes summary").first.click()
    assert seen(plain, "#es .sizes tbody tr").count() > 10
    plain.get_by_role("link", name="English").filter(visible=True).first.click()
    assert (shown(plain, "La decisión"), shown(plain, "The decision")) == (0, 1)


THINNED = """language => {
    for (const report of document.querySelectorAll('.report'))
        if (report.id !== language) report.remove();
    for (const body of document.querySelectorAll('tbody'))
        [...body.rows].slice(2).forEach(row => row.remove());
    for (const svg of document.querySelectorAll('svg')) svg.replaceChildren();
    for (const folded of document.querySelectorAll('main details')) folded.open = true;
    for (const told of document.querySelectorAll('.origin-block ~ .origin-block')) told.remove();
}"""


@pytest.mark.parametrize(("language", "size"), [("es", PHONE), ("en", WIDE)])
def test_axe_finds_no_serious_fault(page, address, size, language):
    """Two rows of each table stand for all, which one macro writes; drawings speak by a name."""
    page.set_viewport_size(size)
    page.goto(f"{address}#{language}")
    page.evaluate(THINNED, language)
    found = Axe().run(page).response["violations"]
    assert [
        (fault["id"], fault["nodes"][0]["html"])
        for fault in found
        if fault["impact"] in {"serious", "critical"}
    ] == []
