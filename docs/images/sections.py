"""Render pictures of the report's parts for the documentation, from the real report."""

from __future__ import annotations

import shutil
import sys
import tempfile
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page, sync_playwright

from mine_study.examples import example_folder
from mine_study.reports.html import html_report
from mine_study.study import run_study

HERE = Path(__file__).parent
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "msedge")
WIDTH, HEIGHT = 900, 1000
COLOURS = 96
"""Few enough to keep a picture light, more than a chart has."""
FIGURES = {
    "energy_flows": ("audit", "do their work"),
    "hours_of_the_week": ("audit", "is used from"),
    "cost_of_saving": ("audit", "can be saved for less"),
    "sun_path": ("sun", "noon sun stands"),
    "size": ("plant", "cover"),
    "losses": ("plant", "reaches the meter"),
    "single_line": ("plant", "single-line diagram"),
    "cash": ("money", "pays back"),
    "tornado": ("money", "hangs most on"),
    "order_of_work": ("implementation", "first day comes"),
}
"""Picture: the section of the report, and words of the title of its chart."""


def main() -> None:
    """Write the pictures beside this file; of a report that is named, else of the example's."""
    browser_path = next(filter(None, map(shutil.which, BROWSERS)), None)
    if browser_path is None:
        sys.exit(f"none of {', '.join(BROWSERS)} is installed")
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        report = Path(sys.argv[1]) if sys.argv[1:] else _report_in(Path(folder))
        browser = playwright.chromium.launch(executable_path=browser_path, args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": WIDTH, "height": HEIGHT})
        page.goto(f"{report.resolve().as_uri()}#en")
        for name, (section, words) in FIGURES.items():
            _take(page, name, section, words)
        browser.close()


def _report_in(folder: Path) -> Path:
    """Write the report of the bundled example."""
    report = folder / "report.html"
    report.write_text(html_report(run_study(example_folder("los_conquistadores"))), "utf-8")
    return report


def _take(page: Page, name: str, section: str, words: str) -> None:
    """Write the picture of one chart with its title."""
    figures = page.locator(f"#en-{section} figure").filter(
        has=page.locator("figcaption", has_text=words)
    )
    if not figures.count():
        sys.exit(f"no chart of the section {section} says '{words}' in its title")
    path = HERE / f"{name}.png"
    figures.first.screenshot(path=path)
    with Image.open(path) as taken:
        few = taken.convert("RGB").quantize(COLOURS)
    few.save(path, optimize=True)


if __name__ == "__main__":
    main()
