"""One word for how the load of a machine is known, wherever it is told."""

from __future__ import annotations

from collections import Counter

from pilot_runs import studied

from mine_study.evidence import CLASSES
from mine_study.language import Reader
from mine_study.reports.evidence_tables import evidence_of_machines, evidence_table
from mine_study.reports.figures import Figures
from mine_study.reports.machine_tables import machine_table
from mine_study.reports.workbook.audit_sheets import inventory_sheet

ENGLISH = Figures(Reader("en", "CO"), "COP")
HEAD = "Evidence of the load"
MEASURED = "● measured"


def test_census_and_workbook_count_as_many_lines_of_each_evidence_as_the_table_of_it() -> None:
    pilot = studied()
    census, sheet = machine_table(pilot, ENGLISH), inventory_sheet(pilot, ENGLISH.say)
    of_census = [column.head for column in census.columns].index(HEAD)
    of_sheet = [column.head for column in sheet.columns].index(HEAD)
    told = {row[0]: int(row[2]) for row in evidence_table(pilot, ENGLISH).rows}
    on_page = Counter(row[of_census] for row in census.rows)
    in_book = Counter(row[of_sheet] for row in sheet.rows)
    names = [one.written(ENGLISH.say) for one in CLASSES]
    assert {name: on_page[name] for name in names} == told
    assert {name: in_book[name] for name in names} == told


def test_a_machine_measured_at_its_terminals_is_called_measured_by_the_census() -> None:
    # Its row of the inventory says load_evidence measured and names 11.2 kW of input.
    pilot = studied()
    row = next(row for row in machine_table(pilot, ENGLISH).rows if row[0] == "MO-01")
    assert MEASURED in row
    assert evidence_of_machines(pilot)["MO-01"].key == "measured"
