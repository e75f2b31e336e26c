"""A browser of the Chromium family on this machine, and what it prints."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from pathlib import Path

COMMANDS = (
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "microsoft-edge",
    "microsoft-edge-stable",
    "msedge",
    "chrome",
)
WINDOWS_FOLDERS = ("PROGRAMFILES", "PROGRAMFILES(X86)", "LOCALAPPDATA")
WINDOWS_PATHS = ("Google/Chrome/Application/chrome.exe", "Microsoft/Edge/Application/msedge.exe")
MAC_PATHS = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
)
PATIENCE_S = 120


def find_browser() -> Path | None:
    """Return a browser that prints without a window; None where there is none.

    Examples
    --------
    >>> found = find_browser()
    >>> found is None or found.is_file()
    True
    """
    on_path = (shutil.which(name) for name in COMMANDS)
    known = [Path(found) for found in on_path if found]
    homes = [Path(os.environ[name]) for name in WINDOWS_FOLDERS if name in os.environ]
    known += [home / path for home in homes for path in WINDOWS_PATHS]
    known += [Path(path) for path in MAC_PATHS]
    return next((path for path in known if path.is_file()), None)


def print_with(browser: Path, page: str) -> bytes:
    """Return a page as PDF, printed by a browser that sees nothing but it.

    Parameters
    ----------
    browser
        Its program.
    page
        HTML with everything it shows.

    Raises
    ------
    OSError
        If the browser cannot be started or ends without a PDF.
    subprocess.SubprocessError
        If it does not end.
    """
    with tempfile.TemporaryDirectory(prefix="solmina-print-") as name:
        folder = Path(name)
        source, made = folder / "report.html", folder / "report.pdf"
        source.write_text(page, encoding="utf-8")
        words = [
            str(browser),
            "--headless",
            "--disable-gpu",
            "--no-first-run",
            "--no-pdf-header-footer",
            f"--user-data-dir={folder / 'profile'}",
            f"--print-to-pdf={made}",
            *_without_sandbox(),
            source.as_uri(),
        ]
        ended = subprocess.run(  # noqa: S603  a browser found above, words of our own
            words, capture_output=True, timeout=PATIENCE_S, check=False
        )
        if not made.is_file() or not made.stat().st_size:
            raise OSError(ended.returncode, f"{browser.name} printed nothing", str(browser))
        return made.read_bytes()


def _without_sandbox() -> tuple[str, ...]:
    """Return the word without which Chromium does not start for root, as in a container."""
    is_root = getattr(os, "geteuid", lambda: 1)() == 0
    return ("--no-sandbox",) if is_root else ()
