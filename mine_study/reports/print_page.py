"""The report as paper wants it: one language, contents with page numbers, nothing folded."""

from __future__ import annotations

import base64
import re
from dataclasses import dataclass
from importlib.resources import files
from typing import TYPE_CHECKING

from markupsafe import Markup

from mine_study.language import Reader
from mine_study.reports.html import page_template, report_page

if TYPE_CHECKING:
    from mine_study.study import StudyResult

HEADING = re.compile(r"<h([23])([^>]*)>(.*?)</h\1>", re.DOTALL)
DRAWING = re.compile(r'<svg [^>]*?role="img" aria-label="([^"]*)"[^>]*>.*?</svg>', re.DOTALL)
FOLDED = re.compile(r"<details(?![^>]*\bopen\b)")
SVG_OF_ITS_OWN = (
    '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'
    ' font-family="DejaVu Sans, Verdana, sans-serif" stroke-linejoin="round" stroke-linecap="butt" '
)


@dataclass(frozen=True, kw_only=True)
class Entry:
    """A line of the contents."""

    level: int
    """2 for a section, 3 below it."""
    anchor: str
    """Where it leads."""
    text: str


def printed_page(result: StudyResult) -> str:
    """Return the report in the study's language, to be printed.

    Every heading stands in the contents with its page; what a screen folds is open, the choice of
    language is gone, drawings are images of vectors.

    Parameters
    ----------
    result
        What ``run_study`` returns.
    """
    identity = result.study.study
    page = report_page(result, [identity.language])
    page = DRAWING.sub(_as_image, FOLDED.sub("<details open", page))
    page, entries = with_anchors(page)
    sheet = files("mine_study.reports").joinpath("templates/print.css").read_text("utf-8")
    page = page.replace("</head>", f"<style>\n{sheet}</style>\n</head>", 1)
    reader = Reader(identity.language, identity.country)
    contents = page_template("contents.html").render(t=reader.word, entries=entries)
    return page.replace("</section>", f"</section>\n{contents}", 1)


def with_anchors(page: str) -> tuple[str, list[Entry]]:
    """Return a page whose headings can be pointed at, and those headings in their order.

    Examples
    --------
    >>> page, entries = with_anchors("<h2>1 Audit</h2><h3>Sites &amp; more</h3>")
    >>> page
    '<h2 id="heading-1">1 Audit</h2><h3 id="heading-2">Sites &amp; more</h3>'
    >>> [(entry.level, entry.anchor, entry.text) for entry in entries]
    [(2, 'heading-1', '1 Audit'), (3, 'heading-2', 'Sites & more')]
    """
    entries: list[Entry] = []

    def anchored(found: re.Match[str]) -> str:
        level, more, inner = found.groups()
        anchor = f"heading-{len(entries) + 1}"
        text = Markup(inner).striptags()  # noqa: S704  its tags are taken out
        entries.append(Entry(level=int(level), anchor=anchor, text=str(text)))
        return f'<h{level} id="{anchor}"{more}>{inner}</h{level}>'

    return HEADING.sub(anchored, page), entries


def _as_image(found: re.Match[str]) -> str:
    """Return a drawing as an image: a printer then reads its vectors once, without any style."""
    document = found[0].replace("<svg ", SVG_OF_ITS_OWN, 1).replace("&nbsp;", "&#160;")
    data = base64.b64encode(document.encode()).decode()
    return f'<img class="drawn" alt="{found[1]}" src="data:image/svg+xml;base64,{data}">'
