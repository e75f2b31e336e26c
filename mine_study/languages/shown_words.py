"""Texts that are shown without a call of ``message``: columns of tables, words of data."""

from __future__ import annotations

from typing import get_args

from energy_audit.waste.waste_point import EVIDENCE
from equipment_catalog.notes import NoteKind
from mine_study.decisions import DO, KEEP, MEASURE_FIRST
from project_finance.tariffs.sheet_file import OWN_FILE

SHOWN_COLUMNS = (
    ("mine_study", "data/study_keys.csv", ("description", "source", "unit")),
    ("mine_study", "data/grid_emission_factors.csv", ("source",)),
    ("mine_study", "data/study_facts.csv", ("source",)),
    ("mine_study", "explain/topics.csv", ("what", "how", "source", "unit")),
    ("mine_study", "explain/line_names.csv", ("name", "unit")),
    ("mine_study", "data/glossary.csv", ("unit",)),
    ("mine_study", "data/permits.csv", ("permit", "authority", "why", "source")),
    ("mine_study", "data/report_norms.csv", ("about", "source")),
    ("mine_study", "data/risk_register.csv", ("risk", "mitigation", "owner")),
    ("mine_study", "data/work_steps.csv", ("task", "who", "source")),
    ("energy_audit", "data/inventory_columns.csv", ("description",)),
    ("energy_audit", "data/bills_columns.csv", ("description",)),
    ("energy_audit", "data/quotation_columns.csv", ("description",)),
    ("energy_audit", "data/audit_facts.csv", ("source",)),
    ("energy_audit", "data/calibration_facts.csv", ("source",)),
    ("energy_audit", "data/derating.csv", ("source",)),
    ("energy_audit", "data/efficiency_by_age.csv", ("source",)),
    ("energy_audit", "data/indicator_ranges.csv", ("source",)),
    ("energy_audit", "data/machine_types.csv", ("source",)),
    ("energy_audit", "data/metering_facts.csv", ("source",)),
    ("energy_audit", "data/saving_facts.csv", ("source",)),
    ("equipment_catalog", "data/batteries.csv", ("source",)),
    ("equipment_catalog", "data/belt_facts.csv", ("source",)),
    ("equipment_catalog", "data/capacitor_facts.csv", ("source",)),
    ("equipment_catalog", "data/compressed_air.csv", ("source",)),
    ("equipment_catalog", "data/controls.csv", ("source",)),
    ("equipment_catalog", "data/drive_facts.csv", ("source",)),
    ("equipment_catalog", "data/lamps.csv", ("source",)),
    ("equipment_catalog", "data/motor_facts.csv", ("source",)),
    ("equipment_catalog", "data/motor_prices.csv", ("source",)),
    ("equipment_catalog", "data/supply_prices.csv", ("source",)),
    ("equipment_catalog", "data/transformer_facts.csv", ("source",)),
    ("equipment_catalog", "data/voltage_unbalance_derating.csv", ("source",)),
    ("pv_design", "data/electrical_codes.csv", ("code", "source")),
    ("pv_design", "data/electrical_facts.csv", ("source",)),
    ("pv_design", "data/exceedance.csv", ("source",)),
    ("pv_design", "data/losses.csv", ("source",)),
    ("pv_design", "data/storage_facts.csv", ("source",)),
    ("pv_design", "data/production.csv", ("source",)),
    ("pv_design.weather", "data/climate_spread.csv", ("name", "source")),
    ("pv_design.weather", "data/embedded_facts.csv", ("source",)),
    ("pv_design.weather", "data/resource_trust.csv", ("source",)),
    ("pv_design.weather", "data/weather_facts.csv", ("source",)),
    ("project_finance", "export_rules/creg174.csv", ("source", "note")),
    ("project_finance", "grid_rules/CO.csv", ("source", "description")),
    ("project_finance", "grid_rules/PE.csv", ("source", "description")),
    ("project_finance", "incentives/*.csv", ("source", "description")),
    ("project_finance", "tariffs/*.csv", ("source",)),
    ("project_finance", "uncertainty/drivers.csv", ("source", "description")),
    ("project_finance", "uncertainty/drivers_of_places.csv", ("source",)),
)
"""Package, tables and those of their columns that a reader sees."""
WORDS = {
    "equipment_catalog/notes.py": get_args(NoteKind),
    "equipment_catalog/tables.py": (
        "published",
        "secondary",
        "computed",
        "memory",
        "disputed",
        "assumption",
    ),
    "energy_audit/waste/waste_point.py": EVIDENCE,
    "energy_audit/data/inventory_columns.csv": (
        "motor",
        "three_phase",
        "constant_power",
        "shifts",
        "no",
    ),
    "energy_audit/indicators.py": ("below", "inside", "above"),
    "mine_study/decisions.py": (DO, KEEP, MEASURE_FIRST),
    "project_finance/tariffs/sheet_file.py": (OWN_FILE,),
    "pv_design/losses.py": ("given",),
    "pv_design/loss_waterfall.py": (
        "weather",
        "physical, coated glass; Marion 2017",
        "cell temperature model and power coefficient",
        "infinite sheds; Mikofski et al. 2019",
        "PVWatts Version 5 part load",
        "AC rating of the inverters",
    ),
    "mine_study/plant_losses.py": ("hourly balance of the site",),
    "pv_design/production_notes.py": ("in the weather", "taken as free"),
}
"""Words that are chosen at run time, under the file that writes them."""
