"""Who reads what: the sections of a page by the readers that its own marks name."""

from __future__ import annotations

import re

from markupsafe import Markup

from mine_study.reports.headings import SECTION, Entry

READERS = ("auditor", "engineer", "financier")
MARKED = re.compile(
    r'<section[^>]* data-for="([^"]*)" id="([^"]*)">\s*<h2[^>]*>(.*?)</h2>', re.DOTALL
)


def reading_paths(page: str) -> dict[str, list[Entry]]:
    """Return the sections that each reader's path shows, in the order of the page.

    A section is for those whom its ``data-for`` names, which is also what hides it.

    Parameters
    ----------
    page
        HTML.

    Examples
    --------
    >>> page = '<section data-for="engineer auditor" id="en-sun"><h2>Sun &amp; sky</h2></section>'
    >>> {reader: [one.text for one in found] for reader, found in reading_paths(page).items()}
    {'auditor': ['Sun & sky'], 'engineer': ['Sun & sky'], 'financier': []}
    """
    found = [
        (readers.split(), Entry(level=SECTION, anchor=anchor, text=_plain(title)))
        for readers, anchor, title in MARKED.findall(page)
    ]
    return {reader: [entry for readers, entry in found if reader in readers] for reader in READERS}


def _plain(title: str) -> str:
    return str(Markup(title).striptags())  # noqa: S704  its tags are taken out
