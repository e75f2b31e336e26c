"""What may go wrong with a plan, and what each of it would do to its worth."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from equipment_catalog.messages import Message, message
from equipment_catalog.tables import read_facts
from mine_study.scenarios import later_plant, without_benefits
from mine_study.work_plan import parts

if TYPE_CHECKING:
    from mine_study.study import StudyResult

LIKELIHOODS = {
    "unlikely": message("unlikely"),
    "possible": message("possible"),
    "likely": message("likely"),
}
COURSES = {"delay": later_plant, "certificate": without_benefits}


@dataclass(frozen=True, kw_only=True)
class RiskRow:
    """One thing that may go wrong."""

    risk: Message
    likelihood: Message
    npv: float | None
    """Net present value of the whole plan then [money]; None where no figure is reckoned."""
    lost_income: float | None
    """What it takes of the first full year's income [money]; None where not reckoned."""
    mitigation: Message
    owner: Message


def risk_register(result: StudyResult) -> tuple[RiskRow, ...]:
    """Return the risks of a plan with their effect, the dearest first; none if nothing is bought.

    The effect of a doubt is that of the tornado, at the end that one case of ten goes beyond; that
    of a course of events is its scenario. What has neither stands last, without a figure.

    Parameters
    ----------
    result
        What ``run_study`` returns.
    """
    if result.money.whole.figures.capex <= 0:
        return ()
    table = read_facts("mine_study", "data/risk_register.csv")
    rows = [
        RiskRow(
            risk=Message(str(row["risk"])),
            likelihood=LIKELIHOODS[str(row["likelihood"])],
            npv=_npv(result, str(row["key"]), str(row["measure"])),
            lost_income=result.money.amounts.export_income if row["measure"] == "export" else None,
            mitigation=Message(str(row["mitigation"])),
            owner=Message(str(row["owner"])),
        )
        for row in table[table["part"].isin(parts(result))].to_dict("records")
    ]
    return tuple(sorted(rows, key=lambda row: (row.npv is None, row.npv or 0.0)))


def _npv(result: StudyResult, key: str, how: str) -> float | None:
    if how == "driver":
        bars = {bar.driver: bar for bar in result.risk.bars} if result.risk else {}
        bar = bars.get(key)
        return min(bar.npv_after_tax_at_low, bar.npv_after_tax_at_high) if bar else None
    if how == "scenario":
        return next((one.worth.figures.npv for one in result.scenarios if one.key == key), None)
    course = COURSES[how](result) if how in COURSES else None
    return course.worth.figures.npv if course else None
