"""The tables of the page, of the whole mine and of each site."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mine_study.reports import (
    audit_tables,
    calibration_tables,
    electrical_tables,
    exceedance_tables,
    kind_tables,
    machine_tables,
    measure_tables,
    money_tables,
    plant_tables,
    register_tables,
)
from mine_study.reports.best_plan_tables import best_plan_tables
from mine_study.reports.carbon_table import carbon_table
from mine_study.reports.galleries import galleries
from mine_study.reports.grid_tables import grid_tables
from mine_study.reports.indicator_table import area_table, indicator_table
from mine_study.reports.origin_places import with_origins
from mine_study.reports.purchase_table import purchase_table
from mine_study.reports.risk_tables import risk_tables
from mine_study.reports.single_line.drawing import single_line_drawing
from mine_study.reports.size_slider import size_slider
from mine_study.reports.size_tables import size_tables
from mine_study.reports.step_tables import one_meter_tables, step_tables
from mine_study.reports.storage_tables import storage_tables
from mine_study.reports.tariff_tables import tariff_tables

if TYPE_CHECKING:
    from mine_study.language import Reader
    from mine_study.reports.figures import Figures
    from mine_study.reports.pictures import Picture
    from mine_study.reports.table import Table
    from mine_study.site_design import SiteDesign
    from mine_study.study import StudyResult


def mine_tables(result: StudyResult, write: Figures) -> dict[str, Table]:
    """Return the tables of the whole mine by name.

    Parameters
    ----------
    result
        The study.
    write
        The reader.
    """
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
        "package": kind_tables.package_table(result, write),
        "done": measure_tables.done_table(result, write),
        "measure_first": measure_tables.measure_first_table(result, write),
        "kept": measure_tables.kept_table(result, write),
        "verification": kind_tables.verification_table(result, write),
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


def site_pages(result: StudyResult, write: Figures) -> list[dict[str, Any]]:
    """Return what the page shows of each site: its design, pictures and tables.

    Parameters
    ----------
    result
        The study.
    write
        The reader.
    """
    tables = {
        design.name: with_origins(
            result, _site_tables(result, design, write), write, site=design.name
        )
        for design in result.sites
    }
    drawn = galleries(result, write.reader.language).sites
    return [
        {
            "design": design,
            "sigma": design.weather.sigma_resource_fraction,
            "warnings": [note for note in design.weather.notes if note.kind == "warning"],
            "pictures": drawn[design.name],
            "diagram": _diagram(design, write.reader),
            "tables": tables[design.name],
            "slider": size_slider(result, design, write),
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
