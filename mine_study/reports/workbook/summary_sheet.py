"""The first sheet: what the decision rests on, and which of it follows the sheet *What if*."""

from __future__ import annotations

from typing import TYPE_CHECKING

from equipment_catalog.messages import Message, message
from equipment_catalog.workbook_sheets import ExactSheet
from mine_study.reports.workbook.flow_results import flow_results
from mine_study.reports.workbook.loan_results import loan_results
from mine_study.reports.workbook.sheet_table import (
    print_wide,
    set_label_width,
    write_cell,
)
from mine_study.reports.workbook.summary_rows import headline_rows, quantity_rows
from mine_study.reports.workbook.what_if_sheet import WHAT_IF

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

    from mine_study.reports.workbook.flow_results import FlowResult
    from mine_study.reports.workbook.summary_rows import Line
    from mine_study.study import StudyResult

    Say = Callable[[Message], str]

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


def write_summary(
    book: Workbook, result: StudyResult, look: Mapping[str, Format], say: Say
) -> None:
    """Write the headline with its ranges and the figures of merit of the three projects.

    Those of the whole plan and of its loan follow the sheet *What if*; all others are grey.

    Parameters
    ----------
    book
        Open workbook of xlsxwriter.
    result
        The study.
    look
        Formats, as ``looks`` returns them.
    say
        Writes a message in the reader's language.
    """
    sheet = book.add_worksheet(say(message("Summary")), worksheet_class=ExactSheet)
    sheet.set_column(1, WHOLE_PLAN, VALUE_WIDTH)
    print_wide(sheet, heads_to=0)
    _write_title(sheet, result, look, say)
    headline, quantities = headline_rows(result, say), quantity_rows(result)
    worths = flow_results(result.money.whole, say)
    lent = [] if result.debt is None else loan_results(result.debt)
    labels = [label for label, _, _ in (*headline, *quantities)]
    labels += [figure.label for figure in (*worths, *lent)]
    set_label_width(sheet, 0, [say(label) for label in labels])
    row = _write_as_run(sheet, 3, _HEADLINE, headline, look, say)
    row = _write_worths(sheet, row + 1, result, worths, look, say)
    if lent:
        _write_heads(sheet, row + 1, _LENT, look, say)
        _write_labels(sheet, row + 2, [figure.label for figure in lent], say)
        _write_live(sheet, row + 2, 1, lent, look)
        row += len(lent) + 2
    _write_as_run(sheet, row + 1, _QUANTITIES, quantities, look, say)


def _write_title(
    sheet: Worksheet, result: StudyResult, look: Mapping[str, Format], say: Say
) -> None:
    identity = result.study.study
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
    sheet.write_string(2, 0, say(remark), look["text as run"])


def _write_heads(
    sheet: Worksheet, row: int, heads: Sequence[Message], look: Mapping[str, Format], say: Say
) -> None:
    sheet.set_row(row, HEAD_HEIGHT)
    for place, head in enumerate(heads):
        sheet.write_string(row, place, say(head), look["number head" if place else "head"])


def _write_labels(sheet: Worksheet, row: int, labels: Sequence[Message], say: Say) -> None:
    for number, label in enumerate(labels, start=row):
        sheet.write_string(number, 0, say(label))


def _write_as_run(  # noqa: PLR0917  a place, what stands there and how
    sheet: Worksheet,
    row: int,
    heads: Sequence[Message],
    lines: Sequence[Line],
    look: Mapping[str, Format],
    say: Say,
) -> int:
    """Write figures in grey under their heads and return the row below them."""
    _write_heads(sheet, row, heads, look, say)
    _write_labels(sheet, row + 1, [label for label, _, _ in lines], say)
    for number, (_, kind, values) in enumerate(lines, start=row + 1):
        for place, value in enumerate(values, start=1):
            write_cell(sheet, number, place, value, look[f"{kind} as run"])
    return row + len(lines) + 1


def _write_worths(  # noqa: PLR0917  a place, what stands there and how
    sheet: Worksheet,
    row: int,
    result: StudyResult,
    worths: Sequence[FlowResult],
    look: Mapping[str, Format],
    say: Say,
) -> int:
    """Write efficiency and plant in grey, the plan live, and return the row below them."""
    money = result.money
    _write_heads(sheet, row, _WORTHS, look, say)
    for place, worth in enumerate((money.efficiency, money.pv), start=1):
        found = [] if worth is None else flow_results(worth, say)
        for number, figure in enumerate(found, start=row + 1):
            write_cell(sheet, number, place, figure.value, look[f"{figure.kind} as run"])
    _write_labels(sheet, row + 1, [figure.label for figure in worths], say)
    _write_live(sheet, row + 1, WHOLE_PLAN, worths, look)
    return row + len(worths) + 1


def _write_live(
    sheet: Worksheet,
    row: int,
    place: int,
    figures: Sequence[FlowResult],
    look: Mapping[str, Format],
) -> None:
    """Write figures that are those of the named cells of the sheet *What if*."""
    for number, figure in enumerate(figures, start=row):
        sheet.write_formula(number, place, f"={figure.name}", look[figure.kind], figure.value)
