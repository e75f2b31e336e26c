"""The first sheet: what the decision rests on, and which of it follows the sheet *What if*."""

from __future__ import annotations

from typing import TYPE_CHECKING

from equipment_catalog.messages import Message, message
from mine_study.reports.workbook.column_widths import set_widths
from mine_study.reports.workbook.flow_results import flow_results
from mine_study.reports.workbook.loan_results import loan_results
from mine_study.reports.workbook.printed_sheet import print_sideways
from mine_study.reports.workbook.sheet_table import write_cell
from mine_study.reports.workbook.summary_rows import headline_rows, quantity_rows
from mine_study.reports.workbook.what_if_sheet import WHAT_IF

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xlsxwriter.worksheet import Worksheet

    from mine_study.reports.workbook.flow_results import FlowResult
    from mine_study.reports.workbook.open_book import OpenBook
    from mine_study.reports.workbook.summary_rows import Line
    from mine_study.study import StudyResult

VALUE_WIDTH, HEAD_HEIGHT = 28, 32
WHOLE_PLAN = 3
"""Column of the whole plan, beside efficiency and plant: the last of the sheet."""
_HEADLINE = (
    message("Headline, as run"),
    message("Value"),
    message("Low: one case in ten below"),
    message("High: one case in ten above"),
)
_WORTHS = (
    message("What it is worth, before any loan"),
    message("Efficiency, as run"),
    message("Solar plant, as run"),
    message("Whole plan: follows the sheet “{sheet}”", sheet=WHAT_IF),
)
_LENT = (message("Lender and owner"), message("Value: follows the sheet “{sheet}”", sheet=WHAT_IF))
_QUANTITIES = (
    message("Plant, battery and emissions of the whole plan, as run"),
    message("Value"),
)


def write_summary(made: OpenBook, result: StudyResult) -> None:
    """Write the headline with its ranges and the figures of merit of the three projects.

    Those of the whole plan and of its loan follow the sheet *What if*; all others are grey.

    Parameters
    ----------
    made
        The workbook.
    result
        The study.
    """
    say, sheet = made.say, made.new_sheet(made.say(message("Summary")))
    _write_title(made, sheet, result)
    headline, quantities = headline_rows(result, say), quantity_rows(result)
    worths = flow_results(result.money.whole, say)
    lent = [] if result.debt is None else loan_results(result.debt)
    labels = [label for label, _, _ in (*headline, *quantities)]
    labels += [figure.label for figure in (*worths, *lent)]
    widths = [max(len(say(label)) for label in labels), *[VALUE_WIDTH] * WHOLE_PLAN]
    set_widths(sheet, widths)
    print_sideways(sheet, widths)
    row = _write_as_run(made, sheet, 3, _HEADLINE, headline)
    row = _write_worths(made, sheet, row + 1, result, worths)
    if lent:
        _write_heads(made, sheet, row + 1, _LENT)
        _write_labels(made, sheet, row + 2, [figure.label for figure in lent])
        _write_live(made, sheet, row + 2, 1, lent)
        row += len(lent) + 2
    _write_as_run(made, sheet, row + 1, _QUANTITIES, quantities)


def _write_title(made: OpenBook, sheet: Worksheet, result: StudyResult) -> None:
    say, look, identity = made.say, made.look, result.study.study
    sheet.write_string(0, 0, identity.name, look["title"])
    if identity.synthetic:
        words = message(
            "Inventory and bills are synthetic: no figure here is a measurement of the mine."
        )
        sheet.write_string(1, 0, say(words), look["section"])
    remark = message(
        "Grey: as the study was run; it does not follow the sheet “{sheet}”. Black: it follows.",
        sheet=WHAT_IF,
    )
    sheet.write_string(2, 0, say(remark), look["aside"])


def _write_heads(made: OpenBook, sheet: Worksheet, row: int, heads: Sequence[Message]) -> None:
    sheet.set_row(row, HEAD_HEIGHT)
    for place, head in enumerate(heads):
        look = made.look["number head" if place else "head"]
        sheet.write_string(row, place, made.say(head), look)


def _write_labels(made: OpenBook, sheet: Worksheet, row: int, labels: Sequence[Message]) -> None:
    for number, label in enumerate(labels, start=row):
        sheet.write_string(number, 0, made.say(label))


def _write_as_run(
    made: OpenBook, sheet: Worksheet, row: int, heads: Sequence[Message], lines: Sequence[Line]
) -> int:
    """Write figures in grey under their heads and return the row below them."""
    _write_heads(made, sheet, row, heads)
    _write_labels(made, sheet, row + 1, [label for label, _, _ in lines])
    for number, (_, kind, values) in enumerate(lines, start=row + 1):
        for place, value in enumerate(values, start=1):
            write_cell(sheet, number, place, value, made.look[f"{kind} as run"])
    return row + len(lines) + 1


def _write_worths(
    made: OpenBook, sheet: Worksheet, row: int, result: StudyResult, worths: Sequence[FlowResult]
) -> int:
    """Write efficiency and plant in grey, the plan live, and return the row below them."""
    money = result.money
    _write_heads(made, sheet, row, _WORTHS)
    for place, worth in enumerate((money.efficiency, money.pv), start=1):
        found = [] if worth is None else flow_results(worth, made.say)
        for number, figure in enumerate(found, start=row + 1):
            write_cell(sheet, number, place, figure.value, made.look[f"{figure.kind} as run"])
    _write_labels(made, sheet, row + 1, [figure.label for figure in worths])
    _write_live(made, sheet, row + 1, WHOLE_PLAN, worths)
    return row + len(worths) + 1


def _write_live(
    made: OpenBook, sheet: Worksheet, row: int, place: int, figures: Sequence[FlowResult]
) -> None:
    """Write figures that are those of the named cells of the sheet *What if*."""
    for number, figure in enumerate(figures, start=row):
        look = made.look[figure.kind]
        sheet.write_formula(number, place, f"={figure.name}", look, figure.value)
