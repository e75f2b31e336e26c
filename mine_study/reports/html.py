"""One page with everything, in both languages, that needs no network and no script."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from jinja2 import Environment, PackageLoader, StrictUndefined

from equipment_catalog.messages import Message
from mine_study.language import LANGUAGES, Reader
from mine_study.reports import (
    audit_tables,
    calibration_tables,
    electrical_tables,
    exceedance_tables,
    machine_tables,
    measure_tables,
    money_tables,
    plant_tables,
    register_tables,
)
from mine_study.reports.best_plan_tables import (
    best_plan_finding,
    best_plan_remarks,
    best_plan_tables,
)
from mine_study.reports.carbon_table import carbon_table
from mine_study.reports.debt_tables import debt_page
from mine_study.reports.esco_tables import esco_page
from mine_study.reports.figures import Figures
from mine_study.reports.grid_tables import grid_tables
from mine_study.reports.indicator_table import area_table, indicator_table
from mine_study.reports.pictures import pictures, site_pictures
from mine_study.reports.purchase_table import purchase_table
from mine_study.reports.risk_findings import loan_doubts, risk_findings
from mine_study.reports.risk_tables import risk_tables
from mine_study.reports.single_line.drawing import single_line_drawing
from mine_study.reports.size_tables import size_tables
from mine_study.reports.step_tables import one_meter_tables, step_tables
from mine_study.reports.storage_tables import storage_tables
from mine_study.reports.tariff_tables import tariff_tables
from mine_study.reports.tax_remarks import tax_remarks
from mine_study.reports.timing_tables import timing_page
from mine_study.reports.unknowns import better_sizes, unknowns
from mine_study.reports.verdict import purchases, quickest_beyond, verdict

if TYPE_CHECKING:
    from collections.abc import Sequence

    from jinja2 import Template

    from mine_study.reports.pictures import Picture
    from mine_study.reports.table import Table
    from mine_study.site_design import SiteDesign
    from mine_study.study import StudyResult

LANGUAGE_NAMES = {"es": "Español", "en": "English"}
UNKNOWNS_SHOWN = 7


def html_report(result: StudyResult) -> str:
    """Return the report of a study as one HTML page that holds all it shows.

    The study's own language stands first and shows unless the address ends in ``#en`` or
    ``#es``. Whatever a person typed is escaped. The same result gives the same bytes.

    Parameters
    ----------
    result
        What ``run_study`` returns.
    """
    own = result.study.study.language
    return report_page(result, sorted(LANGUAGES, key=lambda language: language != own))


def report_page(result: StudyResult, languages: Sequence[str]) -> str:
    """Return the report in some languages, the first of which shows.

    Parameters
    ----------
    result
        What ``run_study`` returns.
    languages
        As ``es``, in their order on the page.
    """
    better = better_sizes(result)
    return page_template("report.html").render(
        identity=result.study.study,
        languages=languages,
        language_names=LANGUAGE_NAMES,
        css=files("mine_study.reports").joinpath("templates/report.css").read_text("utf-8"),
        pages=[_page(result, language, better) for language in languages],
    )


@cache
def page_template(name: str) -> Template:
    """Return a template of the page by the name of its file."""
    environment = Environment(
        loader=PackageLoader("mine_study.reports", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template(name)


def _page(result: StudyResult, language: str, better: Sequence[Message]) -> dict[str, Any]:
    """Return what the template needs to write the report in one language."""
    reader = Reader(language, result.study.study.country)
    write = Figures(reader, result.study.study.currency)

    def t(template: str, /, **values: object) -> str:
        return reader.say(Message(template, values))

    tables, sites = _tables(result, write), _sites(result, write)
    unknown, bought = unknowns(result, better), purchases(result)
    return {
        "lang": language,
        "t": t,
        "write": write,
        "result": result,
        "money": result.money,
        "verdict": verdict(result, write),
        "unknowns": unknown[:UNKNOWNS_SHOWN],
        "more_unknowns": max(len(unknown) - UNKNOWNS_SHOWN, 0),
        "purchases": bought,
        "quickest_beyond": quickest_beyond(bought, result, write),
        "tables": tables,
        "pictures": pictures(result, reader),
        "sites": sites,
        "has_grid_tables": any({"power", "reactive"} & set(site["tables"]) for site in sites),
        "is_plant_asked": any(site.pv.build for site in result.study.sites),
        "plants": [design.name for design in result.sites if design.plant],
        "is_starred": any("*" in cell for row in tables["worth"].rows for cell in row),
        "is_beyond_budget": not all(item.within_budget for item in bought),
        "tax_remarks": tuple(tax_remarks(result, write)),
        "timing": timing_page(result, write),
        "debt": debt_page(result, write),
        "loan_doubts": tuple(loan_doubts(result, write)),
        "esco": esco_page(result.esco, write),
        "best_plan_finding": best_plan_finding(result, write),
        "best_plan_remarks": tuple(best_plan_remarks(result, write)),
        "risk_findings": tuple(risk_findings(result, write)),
    }


def _tables(result: StudyResult, write: Figures) -> dict[str, Table]:
    return {
        "purchases": purchase_table(result, write),
        "sites": audit_tables.site_table(result, write),
        "processes": audit_tables.process_table(result, write),
        "machines": machine_tables.machine_table(result, write),
        "points": machine_tables.point_table(result, write),
        "fit": calibration_tables.fit_table(result, write),
        "changes": calibration_tables.change_table(result, write),
        "needed": calibration_tables.needed_table(result, write),
        "waste": measure_tables.waste_table(result, write),
        "package": measure_tables.package_table(result, write),
        "done": measure_tables.done_table(result, write),
        "measure_first": measure_tables.measure_first_table(result, write),
        "kept": measure_tables.kept_table(result, write),
        "verification": measure_tables.verification_table(result, write),
        "indicators": indicator_table(result, write),
        "areas": area_table(result, write),
        "worth": money_tables.worth_table(result, write),
        "cash": money_tables.cash_table(result, write),
        "carbon": carbon_table(result, write),
        "register": register_tables.register_table(result, write),
        "manifest": register_tables.manifest_table(result, write),
        **one_meter_tables(result, write),
        **tariff_tables(result, write),
        **risk_tables(result, write),
        **best_plan_tables(result, write),
    }


def _sites(result: StudyResult, write: Figures) -> list[dict[str, Any]]:
    drawn = site_pictures(result, write.reader)
    return [
        {
            "design": design,
            "sigma": design.weather.sigma_resource_fraction,
            "warnings": [note for note in design.weather.notes if note.kind == "warning"],
            "pictures": drawn[design.name],
            "diagram": _diagram(design, write.reader),
            "tables": _site_tables(result, design, write),
        }
        for design in result.sites
    ]


def _diagram(design: SiteDesign, reader: Reader) -> Picture | None:
    """Return the single-line diagram of a site; None without a plant that can be wired."""
    if design.electrical is None or design.electrical.design is None:
        return None
    return single_line_drawing(design.name, design.electrical.design, reader, design.storage)


def _site_tables(result: StudyResult, design: SiteDesign, write: Figures) -> dict[str, Table]:
    tables = {
        "balance": audit_tables.balance_table(result, write, design.name),
        "levels": plant_tables.level_table(design, write),
        "sun": plant_tables.sun_table(design, write),
    }
    name = design.name
    tables |= grid_tables(name, result.bills[name], result.reactive[name], write)
    if design.plant is not None and design.exceedance is not None:
        tables["exceedance"] = exceedance_tables.exceedance_table(design, design.exceedance, write)
        tables["sigmas"] = exceedance_tables.sigma_table(design, design.exceedance, write)
        tables["plant"] = plant_tables.plant_table(design, design.plant, write)
        tables["months"] = plant_tables.plant_month_table(design, write)
        tables |= size_tables(design, write)
        tables |= step_tables(result, design, write)
        tables["losses"] = plant_tables.loss_table(design, design.plant, write)
        if len(design.plant.production.planes) > 1:
            tables["planes"] = plant_tables.plane_table(design, design.plant, write)
        tables |= electrical_tables.electrical_tables(design.name, design.electrical, write)
        tables |= storage_tables(design, result.bills[design.name], write)
        tables["credits"] = money_tables.credit_table(result, write, design.name)
    return tables
