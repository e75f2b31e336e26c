"""One page with everything, in both languages, that needs no network and works without script."""

from __future__ import annotations

from importlib.resources import files
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from equipment_catalog.country_names import COUNTRIES
from equipment_catalog.messages import Message
from mine_study.language import LANGUAGES, Reader
from mine_study.reports.best_plan_finding import best_plan_finding
from mine_study.reports.best_plan_remarks import best_plan_remarks
from mine_study.reports.debt_tables import debt_page
from mine_study.reports.esco_tables import esco_page
from mine_study.reports.figures import Figures
from mine_study.reports.galleries import begin_drawing, galleries
from mine_study.reports.headings import chapters, with_anchors
from mine_study.reports.kept import kept_of_last
from mine_study.reports.measure_sheets import measure_sheets
from mine_study.reports.origin_blocks import origins
from mine_study.reports.origin_places import section_with_origins, with_origins
from mine_study.reports.origins import CHAPTERS, ORIGINS, explanations
from mine_study.reports.page_tables import mine_tables, site_pages
from mine_study.reports.page_templates import page_template
from mine_study.reports.purchases import purchases, quickest_beyond
from mine_study.reports.reading_paths import reading_paths
from mine_study.reports.risk_findings import loan_doubts, risk_findings
from mine_study.reports.section_pages import section_pages
from mine_study.reports.tax_remarks import tax_remarks
from mine_study.reports.timing_tables import timing_page
from mine_study.reports.unknowns import better_sizes, unknowns
from mine_study.reports.verdict import verdict
from mine_study.reports.whiskers import headline_whiskers
from mine_study.results import plain

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mine_study.study import StudyResult

LANGUAGE_NAMES = {"es": "Español", "en": "English"}
UNKNOWNS_SHOWN = 7
CONTENTS_MARK = "<!-- contents -->"
"""Where the contents go; nothing that a person typed can hold it, for that is escaped."""
WHERE_MARK = "<!-- where -->"
"""Where each reader is told the sections that are for them."""


def html_report(result: StudyResult) -> str:
    """Return the report of a study as one HTML page that holds all it shows.

    The study's own language stands first and shows unless the address ends in ``#en`` or
    ``#es``. Whatever a person typed is escaped. The same result gives the same bytes.

    Parameters
    ----------
    result
        What ``run_study`` returns.
    """
    return report_page(result, own_first(result))


def own_first(result: StudyResult) -> list[str]:
    """Return the languages of a page, that of the study in front."""
    own = result.study.study.language
    return sorted(LANGUAGES, key=lambda language: language != own)


def report_page(result: StudyResult, languages: Sequence[str]) -> str:
    """Return the report in some languages, the first of which shows.

    Parameters
    ----------
    result
        What ``run_study`` returns.
    languages
        As ``es``, in their order on the page.
    """
    begin_drawing(result, languages)
    return page_template("report.html").render(
        identity=result.study.study,
        languages=languages,
        css=_text_of("report.css"),
        script=_text_of("report.js"),
        blocks=[language_block(result, language) for language in languages],
        manifest=plain(dict(result.manifest)),
    )


def _text_of(name: str) -> str:
    return files("mine_study.reports").joinpath("templates", name).read_text("utf-8")


@kept_of_last
def language_block(result: StudyResult, language: str) -> Markup:
    """Return the report in one language, its contents made from its headings.

    It is kept, so that paper shows what the screen shows without being written again.

    Parameters
    ----------
    result
        What ``run_study`` returns.
    language
        As ``es``.
    """
    page = _page(result, language, better_sizes(result))
    written = page_template("language.html").render(
        page=page, languages=own_first(result), language_names=LANGUAGE_NAMES
    )
    where = page_template("where.html").render(page=page, paths=reading_paths(written))
    anchored, entries = with_anchors(written.replace(WHERE_MARK, where, 1), language)
    contents = page_template("side.html").render(page=page, chapters=chapters(entries))
    return Markup(anchored.replace(CONTENTS_MARK, contents, 1))  # noqa: S704  templates escape


def _page(result: StudyResult, language: str, better: Sequence[Message]) -> dict[str, Any]:
    """Return what the template needs to write the report in one language."""
    reader = Reader(language, result.study.study.country)
    write = Figures(reader, result.study.study.currency)

    def t(template: str, /, **values: object) -> str:
        return reader.say(Message(template, values))

    bought = purchases(result)
    return {
        "lang": language,
        "t": t,
        "write": write,
        "country": write.say(COUNTRIES[result.study.study.country]),
        "result": result,
        "money": result.money,
        "verdict": verdict(result, write),
        "purchases": bought,
        "quickest_beyond": quickest_beyond(bought, result, write),
        "whiskers": headline_whiskers(result.headline),
        "origin_chapters": CHAPTERS,
        "measure_sheets": measure_sheets(result, write),
        "sections": section_with_origins(result, section_pages(result, write), "sections"),
        "is_plant_asked": any(site.pv.build for site in result.study.sites),
        "plants": [design.name for design in result.sites if design.plant],
        "is_beyond_budget": not all(item.within_budget for item in bought),
        "tax_remarks": tuple(tax_remarks(result, write)),
        "timing": section_with_origins(result, timing_page(result, write), "timing"),
        "debt": section_with_origins(result, debt_page(result, write), "debt"),
        "loan_doubts": tuple(loan_doubts(result, write)),
        "esco": section_with_origins(result, esco_page(result.esco, write), "esco"),
        "risk_findings": tuple(risk_findings(result, write)),
        **_tabled(result, write, better),
        **_drawn(result, write),
    }


def _tabled(result: StudyResult, write: Figures, better: Sequence[Message]) -> dict[str, Any]:
    """Return what tells of the best plan, among others: late, for it is sought meanwhile."""
    tables = with_origins(result, mine_tables(result, write), write)
    unknown = unknowns(result, better)
    return {
        "tables": tables,
        "is_starred": any("*" in cell for row in tables["worth"].rows for cell in row),
        "unknowns": unknown[:UNKNOWNS_SHOWN],
        "more_unknowns": max(len(unknown) - UNKNOWNS_SHOWN, 0),
        "origins": origins(explanations(result, ORIGINS), write),
        "best_plan_finding": best_plan_finding(result, write),
        "best_plan_remarks": tuple(best_plan_remarks(result, write)),
    }


def _drawn(result: StudyResult, write: Figures) -> dict[str, Any]:
    """Return what holds charts: last, for they are drawn while all else is written."""
    sites = site_pages(result, write)
    return {
        "sites": sites,
        "has_grid_tables": any({"power", "reactive"} & set(site["tables"]) for site in sites),
        "pictures": galleries(result, write.reader.language).whole,
    }
