"""What the sections around the study show: who, evidence, scenarios, budget, label, work, words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mine_study.reports.budget_table import budget_table
from mine_study.reports.evidence_tables import (
    bill_table,
    doubt_remark,
    doubt_table,
    evidence_table,
    file_table,
)
from mine_study.reports.glossary_tables import formula_table, glossary_table
from mine_study.reports.green_label_tables import green_label_tables
from mine_study.reports.identity_tables import identity_table, norm_table, process_areas
from mine_study.reports.scenario_table import scenario_table
from mine_study.reports.work_tables import (
    permit_remark,
    permit_table,
    risk_table,
    work_findings,
    work_table,
)

if TYPE_CHECKING:
    from mine_study.reports.figures import Figures
    from mine_study.study import StudyResult


def section_pages(result: StudyResult, write: Figures) -> dict[str, Any]:
    """Return the tables and sentences of these sections by name.

    Parameters
    ----------
    result
        The study.
    write
        The reader.
    """
    return {
        "identity": identity_table(result, write),
        "norms": norm_table(write),
        "areas": process_areas(result, write),
        "bills": bill_table(result, write),
        "files": file_table(result, write),
        "evidence": evidence_table(result, write),
        "doubts": doubt_table(result, write),
        "doubt_remark": doubt_remark(result, write),
        "scenarios": scenario_table(result, write),
        "budget": budget_table(result, write),
        **green_label_tables(result, write),
        "risks": risk_table(result, write),
        "permits": permit_table(result, write),
        "permit_remark": permit_remark(result, write),
        "work": work_table(result, write),
        "work_findings": tuple(work_findings(result, write)),
        "glossary": glossary_table(write),
        "formulas": formula_table(write),
    }
