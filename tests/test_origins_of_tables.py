"""Every table of the page leads to where its figures come from, and to the right ones."""

from __future__ import annotations

import re
from functools import cache
from itertools import chain

from pilot_runs import LENT_AND_STORED, studied

from mine_study.language import Reader
from mine_study.reports.debt_tables import debt_page
from mine_study.reports.esco_tables import esco_page
from mine_study.reports.figures import Figures
from mine_study.reports.origin_places import section_with_origins, with_origins
from mine_study.reports.origins import ORIGINS, explanations
from mine_study.reports.page_tables import _site_tables, mine_tables
from mine_study.reports.section_pages import section_pages
from mine_study.reports.table import Table
from mine_study.reports.timing_tables import timing_page

WITHOUT = {
    "needed": "empty where the bills are explained",
    "verification": "sums of measures by kind, which results.json holds one by one",
    "register": "notes, each with its own source",
    "manifest": "files and versions",
    "one_meter": "a what-if beside the study, which results.json does not hold",
    "site:levels": "services that the study did not take",
    "site:steps": "other sizes, which results.json does not hold",
    "sections:identity": "what was typed",
    "sections:norms": "norms, each with its own source",
    "sections:files": "checksums",
    "sections:evidence": "counts of the inventory",
    "sections:doubts": "readings to take, which results.json does not hold",
    "sections:components": "words",
    "sections:claims": "claims that need others, each with how it is reckoned beside it",
    "sections:risks": "words with the worth of the scenarios",
    "sections:permits": "weeks with their source beside them",
    "sections:work": "weeks with their source beside them",
    "sections:glossary": "words",
    "sections:formulas": "words",
}
"""Tables that point to no explanation, and why."""
OF_ANOTHER_MEMBER = {"measure_first", "kept", "areas"}
"""Tables whose columns are told by a figure of the same kind in the table above them."""
SCALES = (1.0, 1e2, 1e-3, 1e-6, 1e-9)
"""Of a figure as it is shown: itself, as a percentage, in thousands and millions of money."""


@cache
def shown(*case):
    """Return the tables of a study by their names as ``ORIGINS`` has them; of the first site."""
    result = studied(*case)
    write, site = Figures(Reader("en", "CO"), "COP"), result.sites[0]
    tables = with_origins(result, mine_tables(result, write), write)
    of_site = with_origins(result, _site_tables(result, site, write), write, site=site.name)
    named = {**tables, **{f"site:{name}": table for name, table in of_site.items()}}
    for name, section in (
        ("sections", section_pages(result, write)),
        ("timing", timing_page(result, write)),
        ("debt", debt_page(result, write)),
        ("esco", esco_page(result.esco, write)),
    ):
        marked = section_with_origins(result, section, name) or {}
        named |= {f"{name}:{key}": one for key, one in marked.items() if isinstance(one, Table)}
    return named


def pointers(table):
    """Yield each key of a table with the cells, one of which shows its figure."""
    rows = [*table.rows, *filter(None, [table.total])]
    if table.origin:
        yield table.origin, [*chain(*rows)]
    for place, column in enumerate(table.columns):
        if column.origin:
            yield column.origin, [row[place] for row in rows]
    for (row, column), key in table.cell_origins.items():
        yield key, [rows[row][column]]


def reads(cell, value, usd_rate):
    """Tell whether a cell shows a number, at its own rounding and in the unit of its column."""
    found = re.search(r"-?\d[\d,]*(?:\.(\d+))?", cell)
    if found is None:
        return False
    written, half = abs(float(found[0].replace(",", ""))), 0.5 * 10 ** -len(found[1] or "")
    scales = (*SCALES, 1 / usd_rate)
    return any(abs(abs(value) * scale - written) <= half * 1.0001 for scale in scales)


def test_a_table_without_an_origin_has_a_reason():
    explained = set(explanations(studied(), ORIGINS))
    without = {
        name
        for name, table in shown().items()
        if not explained & {key for key, _ in pointers(table)}
    }
    assert without == set(WITHOUT)


def wrongly_told(tables, result):
    """Return what stands in tables and is not the figure that its link explains."""
    told, rate = explanations(result, ORIGINS), result.study.prices.usd_rate
    return [
        (name, key, told[key][1].value, cells[:3])
        for name, table in tables.items()
        for key, cells in pointers(table)
        if key in told and not any(reads(cell, told[key][1].value, rate) for cell in cells)
    ]


def test_each_figure_that_is_explained_stands_where_its_link_is():
    tables = {name: one for name, one in shown().items() if name not in OF_ANOTHER_MEMBER}
    assert wrongly_told(tables, studied()) == []


def test_the_figures_of_loan_contract_and_battery_stand_where_their_links_are():
    sections = ("debt:", "esco:", "site:battery", "site:other_batteries", "site:outages", "risk")
    tables = {
        name: one for name, one in shown(*LENT_AND_STORED).items() if name.startswith(sections)
    }
    told = set(explanations(studied(*LENT_AND_STORED), ORIGINS))
    assert all(told & {key for key, _ in pointers(table)} for table in tables.values())
    assert {"debt:cover", "debt:owner", "esco:yearly", "site:battery"} <= set(tables)
    assert wrongly_told(tables, studied(*LENT_AND_STORED)) == []
