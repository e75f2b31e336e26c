"""A browser of the Chromium family on this machine, and what it prints."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

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
    with tempfile.TemporaryDirectory(prefix="solmina-print-", ignore_cleanup_errors=True) as name:
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
        code = _run(words, folder)
        if not made.is_file() or not made.stat().st_size:
            raise OSError(code, f"{browser.name} printed nothing", str(browser))
        return made.read_bytes()


def _run(words: Sequence[str], folder: Path) -> int:
    """Run a program with all that it begins, which ends with it whatever happens meanwhile.

    What it makes besides, as Chromium its socket, it makes in the folder.
    """
    with subprocess.Popen(  # noqa: S603  a browser found above, words of our own
        words,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env={**os.environ, "TMPDIR": str(folder)},
        start_new_session=True,
    ) as process:
        try:
            return process.wait(PATIENCE_S)
        finally:
            _end_all(process)
            process.wait()


def _end_all(process: subprocess.Popen[bytes]) -> None:
    """End a program and, where the system has groups of processes, those that it began."""
    if sys.platform == "win32":
        process.kill()
    else:
        with suppress(ProcessLookupError):  # none of the group is left
            os.killpg(process.pid, signal.SIGKILL)


def _without_sandbox() -> tuple[str, ...]:
    """Return the word without which Chromium does not start for root, as in a container."""
    is_root = getattr(os, "geteuid", lambda: 1)() == 0
    return ("--no-sandbox",) if is_root else ()
