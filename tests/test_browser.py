"""The report in a real browser: both languages, nothing fetched, nothing complained of."""

from __future__ import annotations

import shutil

import pytest
from pilot_runs import studied
from playwright.sync_api import sync_playwright

from mine_study.reports import REPORTS

BROWSER = next(filter(None, map(shutil.which, ("chromium", "chromium-browser"))), None)

pytestmark = pytest.mark.skipif(
    BROWSER is None, reason="no Chromium here: apt-get install chromium"
)


@pytest.fixture(scope="module")
def address(tmp_path_factory):
    path = tmp_path_factory.mktemp("browser") / "report.html"
    path.write_text(REPORTS["html"](studied()), encoding="utf-8")
    return path.as_uri()


@pytest.fixture(scope="module")
def browser():
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=BROWSER, args=["--no-sandbox"])
        yield opened
        opened.close()


@pytest.fixture
def page(browser):
    context = browser.new_context(viewport={"width": 1100, "height": 900})
    yield context.new_page()
    context.close()


def shown(page, text):
    return page.get_by_role("heading", name=text, exact=True).filter(visible=True).count()


def test_the_report_opens_without_a_complaint_and_fetches_nothing(page, address):
    complaints, requests = [], []
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("request", lambda request: requests.append(request.url))
    page.goto(address)
    assert complaints == []
    assert requests == [address]


def test_it_opens_in_the_language_of_the_study_and_switches_by_a_click(page, address):
    page.goto(address)
    assert (shown(page, "La decisión"), shown(page, "The decision")) == (1, 0)
    page.get_by_role("link", name="English").filter(visible=True).first.click()
    assert (shown(page, "La decisión"), shown(page, "The decision")) == (0, 1)


def test_a_link_with_a_language_opens_in_it(page, address):
    page.goto(f"{address}#en")
    assert (shown(page, "La decisión"), shown(page, "The decision")) == (0, 1)


@pytest.mark.parametrize("width", [390, 1100])
def test_no_page_is_wider_than_its_screen(page, address, width):
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(address)
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_every_chart_has_a_size_and_a_name(page, address):
    page.goto(address)
    charts = page.locator("svg[role=img]").filter(visible=True)
    assert charts.count() >= 10
    for number in range(charts.count()):
        box = charts.nth(number).bounding_box()
        assert box["width"] > 200
        assert box["height"] > 100
        assert charts.nth(number).get_attribute("aria-label")
