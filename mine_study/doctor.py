"""What this machine has of what Solmina can use, and what to do about what it lacks."""

from __future__ import annotations

import json
import os
import platform
import re
import sys
import tempfile
import time
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, requires, version
from importlib.util import find_spec
from typing import TYPE_CHECKING

from matplotlib import font_manager

from equipment_catalog.messages import Message, message
from mine_study.examples import example_folder
from mine_study.missing_part import MissingPartError
from mine_study.reports.browsers import find_browser
from mine_study.reports.printers import has_weasyprint, require_printer
from mine_study.text_table import Grid
from pv_design.weather.online.access import OFFLINE_VARIABLE
from pv_design.weather.online.answer_cache import cache_folder

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from mine_study.language import Reader
    from mine_study.text_table import Said

FONT = "DejaVu Sans"
SIGNS = "ñ á · ± — … → ✓"
"""What the command line prints beyond plain letters."""
BYTES_PER_MB = 1e6
REQUIREMENT = re.compile(r"([A-Za-z0-9_.-]+)(?!.*extra\s*==)")


@dataclass(frozen=True, kw_only=True)
class Finding:
    """One thing that was looked at."""

    subject: Message
    said: Message | str
    """What is there."""
    remedy: Message | None = None
    """What to do; None where all is well."""

    @property
    def is_well(self) -> bool:
        """Whether nothing need be done."""
        return self.remedy is None


def examination() -> tuple[Finding, ...]:
    """Return what was found of each thing that Solmina uses; nothing is changed or asked."""
    return tuple(check() for check in CHECKS)


def _program() -> Finding:
    said = message(
        "Solmina {solmina}, Python {python}, {system}",
        solmina=version("solmina"),
        python=platform.python_version(),
        system=platform.platform(),
    )
    return Finding(subject=message("program"), said=said)


def _libraries() -> Finding:
    found: dict[str, str] = {}
    missing: list[str] = []
    for name in _required():
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            missing.append(name)
    said = ", ".join(f"{name} {is_}" for name, is_ in found.items())
    remedy = message("pip install {names}", names=" ".join(missing)) if missing else None
    return Finding(subject=message("libraries"), said=said, remedy=remedy)


def _required() -> list[str]:
    """Return the names of the libraries that Solmina cannot do without."""
    lines = requires("solmina") or []
    return [found[1] for line in lines if (found := REQUIREMENT.match(line))]


def _fast() -> Finding:
    subject = message("fast storage")
    if find_spec("numba"):
        said = message("numba {version} is there", version=version("numba"))
        return Finding(subject=subject, said=said)
    return Finding(
        subject=subject,
        said=message("numba is missing: batteries are searched more slowly, with the same result"),
        remedy=message("pip install {names}", names="'solmina[fast]'"),
    )


def _printer() -> Finding:
    subject = message("PDF")
    try:
        require_printer()
    except MissingPartError as missing:
        said = message("nothing here can make a PDF")
        return Finding(subject=subject, said=said, remedy=missing.what_to_do)
    if has_weasyprint():
        said = message("WeasyPrint {version} prints", version=version("weasyprint"))
        return Finding(subject=subject, said=said)
    return Finding(subject=subject, said=message("{browser} prints", browser=str(find_browser())))


def _font() -> Finding:
    subject = message("font of the charts")
    try:
        path = font_manager.findfont(FONT, fallback_to_default=False)
    except ValueError:
        said = message("{font} is missing", font=FONT)
        remedy = message("pip install {names}", names="--force-reinstall matplotlib")
        return Finding(subject=subject, said=said, remedy=remedy)
    return Finding(subject=subject, said=message("{font}: {path}", font=FONT, path=str(path)))


def _cache() -> Finding:
    folder = cache_folder()
    subject = message("kept weather")
    standing = next(place for place in (folder, *folder.parents) if place.exists())
    if not os.access(standing, os.W_OK):
        return Finding(
            subject=subject,
            said=message("{folder} cannot be written", folder=str(folder)),
            remedy=message("name a folder that can be written in SOLMINA_CACHE"),
        )
    kept = [file for file in folder.rglob("*") if file.is_file()] if folder.is_dir() else []
    size = sum(file.stat().st_size for file in kept)
    said = message(
        "{folder}: {count:d} files, {size:,.1f} MB",
        folder=str(folder),
        count=len(kept),
        size=size / BYTES_PER_MB,
    )
    return Finding(subject=subject, said=said)


def _network() -> Finding:
    subject = message("network")
    if os.environ.get(OFFLINE_VARIABLE):
        said = message(
            "{variable} is set: nobody is asked, kept answers are used", variable=OFFLINE_VARIABLE
        )
    else:
        said = message("asked only where a study names an online source of weather")
    return Finding(subject=subject, said=said)


def _temporary() -> Finding:
    subject = message("temporary files")
    try:
        with tempfile.NamedTemporaryFile():
            said = message("{folder} can be written", folder=tempfile.gettempdir())
    except OSError:
        return Finding(
            subject=subject,
            said=message("no folder for them can be written"),
            remedy=message("name a folder that can be written in TMPDIR, on Windows in TEMP"),
        )
    return Finding(subject=subject, said=said)


def _console() -> Finding:
    subject = message("console")
    encoding = sys.stdout.encoding or "ascii"
    said = message("it speaks {encoding}", encoding=encoding)
    if SIGNS.encode(encoding, errors="ignore").decode(encoding) == SIGNS:
        return Finding(subject=subject, said=said)
    remedy = message(
        "set PYTHONIOENCODING=utf-8 to see every sign; plain ones stand in their place"
    )
    return Finding(subject=subject, said=said, remedy=remedy)


def _clock() -> Finding:
    said = message(
        "{zone}; a study reckons in the standard time of its sites, wherever it runs",
        zone=time.strftime("%Z %z"),
    )
    return Finding(subject=message("time zone"), said=said)


def _example() -> Finding:
    folder = example_folder("los_conquistadores")
    return Finding(subject=message("bundled study"), said=str(folder))


CHECKS: tuple[Callable[[], Finding], ...] = (
    *(_program, _libraries, _fast, _printer, _font, _cache),
    *(_network, _temporary, _console, _clock, _example),
)


def examination_document(findings: Sequence[Finding], reader: Reader) -> str:
    """Return findings as one JSON document."""
    told = [
        {
            "subject": reader.say(one.subject),
            "state": "ok" if one.is_well else "warn",
            "said": reader.say(one.said),
            "remedy": None if one.is_well else reader.say(one.remedy),
        }
        for one in findings
    ]
    return json.dumps({"findings": told}, ensure_ascii=False, indent=2) + "\n"


def examination_told(findings: Sequence[Finding], reader: Reader) -> Iterator[Said]:
    """Yield findings as a table, then what to do, one line each."""
    good, bad = reader.say(message("ok")), reader.say(message("mind"))
    heads = (message("Looked at"), message("State"), message("Found"))
    rows = (
        (reader.say(one.subject), good if one.is_well else bad, reader.say(one.said))
        for one in findings
    )
    yield Grid(rows=(tuple(map(reader.say, heads)), *rows), words=frozenset({0, 1, 2}))
    for one in findings:
        if not one.is_well:
            yield reader.say(message("{part}: {remedy}", part=one.subject, remedy=one.remedy))
