"""The report as paper wants it: one language, contents with page numbers, nothing folded."""

from __future__ import annotations

import base64
import re
from importlib.resources import files
from typing import TYPE_CHECKING

from mine_study.language import Reader
from mine_study.reports.headings import SECTION, with_anchors
from mine_study.reports.html import report_page
from mine_study.reports.page_templates import page_template
from mine_study.reports.print_columns import with_column_widths
from mine_study.reports.unbroken import unbroken

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mine_study.reports.headings import Entry
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
STYLE = re.compile(r"<style>.*?</style>", re.DOTALL)
FACT = re.compile(r"<dt>.*?</dt>\s*<dd>.*?</dd>", re.DOTALL)
"""A name and what is told of it: a row on paper, where a grid would be measured many times."""
ORIGIN = re.compile(r'<div class="origin-block" id="([^"]+)">(.*?)</div>', re.DOTALL)
OPENING = re.compile(r'<section(?= [^>]*\bid="[^"]*-(?:audit|money)")')
"""Of the sections that begin a page of paper: few, for each may leave one before it half empty."""
NEXT_INPUT, END_OF_TEXT = re.compile(r"</li>\s*<li>"), re.compile(r"</(?:p|ul)>")
BUT_LINKS = re.compile(r"<(?!/?(?:a|strong)[ >])[^>]+>")
SVG_OF_ITS_OWN = (
    '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'
    ' font-family="DejaVu Sans, Verdana, sans-serif" stroke-linejoin="round" stroke-linecap="butt" '
)


def printed_page(result: StudyResult) -> str:
    """Return the report in the study's language, to be printed.

    Every heading stands in the contents, with its page where the printer can tell it: WeasyPrint
    does, browsers know no ``target-counter`` and print a contents of links. What a screen folds is
    open, what is there to be clicked is gone, drawings are images of vectors, columns have their
    widths. The numbers of a drawing stay on the screen, where they are folded below it.

    Parameters
    ----------
    result
        What ``run_study`` returns.
    """
    identity = result.study.study
    page = OF_THE_SCREEN.sub("", DRAWN_NUMBERS.sub("", report_page(result, [identity.language])))
    page = DRAWING.sub(_as_image, FOLDED.sub("<details open", page))
    page = with_plain_origins(unbroken(page))
    page = with_column_widths(FACT.sub(r'<div class="fact">\g<0></div>', page))
    page, entries = with_anchors(page, identity.language)
    page = with_openings(STYLE.sub(lambda _screen: _sheets(result), page, count=1))
    reader = Reader(identity.language, identity.country)
    contents = page_template("contents.html").render(t=reader.word, halves=halves(entries))
    return page.replace("</section>", f"</section>\n{contents}", 1)


def halves(entries: Sequence[Entry]) -> tuple[Sequence[Entry], Sequence[Entry]]:
    """Return the contents for two columns, the second of which begins with a section.

    Examples
    --------
    >>> _page, entries = with_anchors("<h2>Audit</h2><h3>Site</h3><h3>Bill</h3><h2>Sun</h2>", "en")
    >>> [[entry.text for entry in half] for half in halves(entries)]
    [['Audit', 'Site', 'Bill'], ['Sun']]
    """
    starts = [place for place, entry in enumerate(entries) if entry.level == SECTION]
    middle = min(starts, key=lambda place: abs(2 * place - len(entries)), default=0)
    return entries[:middle], entries[middle:]


def with_openings(page: str) -> str:
    """Return a page whose audit and money are to open a page of paper, where two may share it.

    Examples
    --------
    >>> with_openings('<section id="es-money"></section><section id="es-sun"></section>')
    '<section class="opens-page" id="es-money"></section><section id="es-sun"></section>'
    """
    return OPENING.sub('<section class="opens-page"', page)


def _sheets(result: StudyResult) -> str:
    """Return the style sheets of paper, the running head of a study in the one of the whole."""
    identity = result.study.study
    head = f"{identity.name} · {identity.year} · Solmina {result.manifest['created'][:10]}"
    whole = _sheet("print_whole.css").replace('"RUNNING_HEAD"', _css_text(head))
    return f'<style>\n{_sheet("print.css")}</style>\n<style class="of-the-whole">\n{whole}</style>'


def _sheet(name: str) -> str:
    return files("mine_study.reports").joinpath("templates", name).read_text("utf-8")


def _css_text(text: str) -> str:
    """Return a text as a string of a style sheet, whatever a person typed.

    Examples
    --------
    >>> _css_text('Oro "2"; <i>').count(chr(92)), _css_text("Oro 2")
    (5, '"Oro 2"')
    """
    return '"' + re.sub(r"[^\w .·-]", lambda found: f"\\{ord(found[0]):x} ", text) + '"'


def with_plain_origins(page: str) -> str:
    """Return a page that tells the origin of each figure in one paragraph, its links kept.

    Lists and paragraphs of their own for hundreds of figures are a fifth of the time of printing.

    Examples
    --------
    >>> told = '<p>Net present value: 2</p><p><code>a - b</code></p>'
    >>> inputs = '<ul><li>a = 5</li> <li>b = 3</li></ul>'
    >>> with_plain_origins(f'<div class="origin-block" id="npv">{told}{inputs}</div>')
    '<p class="origin-block" id="npv">Net present value: 2<br>a - b · a = 5; b = 3</p>'
    """
    return ORIGIN.sub(_as_paragraph, page)


def _as_paragraph(found: re.Match[str]) -> str:
    texts = END_OF_TEXT.split(NEXT_INPUT.sub("; ", found[2]))
    name, *told = (BUT_LINKS.sub("", text).strip() for text in texts if text.strip())
    return f'<p class="origin-block" id="{found[1]}">{name}<br>{" · ".join(told)}</p>'


def _as_image(found: re.Match[str]) -> str:
    """Return a drawing as an image: a printer then reads its vectors once, without any style."""
    document = found[0].replace("<svg ", SVG_OF_ITS_OWN, 1).replace("&nbsp;", "&#160;")
    data = base64.b64encode(document.encode()).decode()
    return f'<img class="drawn" alt="{found[1]}" src="data:image/svg+xml;base64,{data}">'
