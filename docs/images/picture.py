"""Render the README's picture: the first page of the real report in a real browser."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

from mine_study.examples import example_folder
from mine_study.reports.html import html_report
from mine_study.study import run_study

HERE = Path(__file__).parent
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "msedge")
WIDTH, HEIGHT = 1100, 1000


def main() -> None:
    """Write report.png beside this file."""
    browser_path = next(filter(None, map(shutil.which, BROWSERS)), None)
    if browser_path is None:
        sys.exit(f"none of {', '.join(BROWSERS)} is installed")
    report = HERE / "report.html"
    report.write_text(html_report(run_study(example_folder("los_conquistadores"))), "utf-8")
    try:
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(
                executable_path=browser_path, args=["--no-sandbox"]
            )
            page = browser.new_page(viewport={"width": WIDTH, "height": HEIGHT})
            page.goto(f"{report.as_uri()}#en")
            page.screenshot(path=HERE / "report.png")
            browser.close()
    finally:
        report.unlink()


if __name__ == "__main__":
    main()
