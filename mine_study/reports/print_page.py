"""The report as paper wants it: one language, contents with page numbers, nothing folded."""

from __future__ import annotations

import base64
import re
from importlib.resources import files
from typing import TYPE_CHECKING

from mine_study.language import Reader
from mine_study.reports.headings import with_anchors
from mine_study.reports.html import page_template, report_page

if TYPE_CHECKING:
    from mine_study.study import StudyResult

DRAWING = re.compile(r'<svg [^>]*?role="img" aria-label="([^"]*)"[^>]*>.*?</svg>', re.DOTALL)
FOLDED = re.compile(r"<details(?![^>]*\bopen\b)")
DRAWN_NUMBERS = re.compile(r'<details class="data[^"]*">.*?</details>', re.DOTALL)
"""Tables of what a drawing shows, which need neither paper nor the other languages."""
OF_THE_SCREEN = re.compile(
    r"<script.*?</script>"
    r'|<(nav|dialog|button|a|p) (?:[^>]* )?class="[^"]*\b(?:controls|swipe)\b.*?</\1>',
    re.DOTALL,
)
"""What is there to be clicked."""
SVG_OF_ITS_OWN = (
    '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'
    ' font-family="DejaVu Sans, Verdana, sans-serif" stroke-linejoin="round" stroke-linecap="butt" '
)


def printed_page(result: StudyResult) -> str:
    """Return the report in the study's language, to be printed.

    Every heading stands in the contents with its page; what a screen folds is open, what is there
    to be clicked is gone, drawings are images of vectors. The numbers of a drawing stay on the
    screen, where they are folded below it.

    Parameters
    ----------
    result
        What ``run_study`` returns.
    """
    identity = result.study.study
    page = OF_THE_SCREEN.sub("", DRAWN_NUMBERS.sub("", report_page(result, [identity.language])))
    page = DRAWING.sub(_as_image, FOLDED.sub("<details open", page))
    page, entries = with_anchors(page, identity.language)
    page = page.replace("</head>", f"<style>\n{_sheet(result)}</style>\n</head>", 1)
    reader = Reader(identity.language, identity.country)
    contents = page_template("contents.html").render(t=reader.word, entries=entries)
    return page.replace("</section>", f"</section>\n{contents}", 1)


def _sheet(result: StudyResult) -> str:
    """Return the style sheet of paper, the running head of a study in it."""
    identity = result.study.study
    sheet = files("mine_study.reports").joinpath("templates/print.css").read_text("utf-8")
    head = f"{identity.name} · {identity.year} · Solmina {result.manifest['created'][:10]}"
    return sheet.replace('"RUNNING_HEAD"', _css_text(head))


def _css_text(text: str) -> str:
    """Return a text as a string of a style sheet, whatever a person typed.

    Examples
    --------
    >>> _css_text('Oro "2"; <i>').count(chr(92)), _css_text("Oro 2")
    (5, '"Oro 2"')
    """
    return '"' + re.sub(r"[^\w .·-]", lambda found: f"\\{ord(found[0]):x} ", text) + '"'


def _as_image(found: re.Match[str]) -> str:
    """Return a drawing as an image: a printer then reads its vectors once, without any style."""
    document = found[0].replace("<svg ", SVG_OF_ITS_OWN, 1).replace("&nbsp;", "&#160;")
    data = base64.b64encode(document.encode()).decode()
    return f'<img class="drawn" alt="{found[1]}" src="data:image/svg+xml;base64,{data}">'
