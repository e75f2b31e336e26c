"""The first sheet: what the decision rests on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from equipment_catalog.messages import Message, message
from equipment_catalog.workbook_sheets import ExactSheet
from mine_study.language import MISSING, Reader
from mine_study.plant_results import plant_results
from mine_study.reports.workbook.flow_results import flow_results, lasting
from mine_study.reports.workbook.sheet_table import print_wide, write_cell

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

    from mine_study.headline import Ranged
    from mine_study.study import StudyResult

    Say = Callable[[Message], str]
    Line = tuple[Message, str, Sequence[float | str | None]]

LABEL_WIDTH, VALUE_WIDTH = 58, 26


def write_summary(
    book: Workbook, result: StudyResult, look: Mapping[str, Format], say: Say
) -> None:
    """Write the headline with its ranges and the figures of merit of the three projects.

    Those of the whole plan follow the sheet *What if*.

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
    identity = result.study.study
    sheet = book.add_worksheet(say(message("Summary")), worksheet_class=ExactSheet)
    sheet.set_column(0, 0, LABEL_WIDTH)
    sheet.set_column(1, 3, VALUE_WIDTH)
    print_wide(sheet, heads_to=0)
    sheet.write_string(0, 0, identity.name, look["title"])
    if identity.synthetic:
        words = message(
            "Inventory and bills are synthetic: no figure here is a measurement of the mine."
        )
        sheet.write_string(1, 0, say(words), look["section"])
    heads = (
        message("Headline"),
        message("Value"),
        message("Low: one case in ten below"),
        message("High: one case in ten above"),
    )
    row = _write_block(sheet, 3, heads, _headline(result, say), look, say)
    row = _write_worths(sheet, row + 1, result, look, say)
    whole = (message("Plant, battery and emissions of the whole plan"), message("Value"))
    _write_block(sheet, row + 1, whole, _quantities(result), look, say)


def _write_block(  # noqa: PLR0917  a place, what stands there and how
    sheet: Worksheet,
    row: int,
    heads: Sequence[Message],
    lines: Sequence[Line],
    look: Mapping[str, Format],
    say: Say,
) -> int:
    for place, head in enumerate(heads):
        sheet.write_string(row, place, say(head), look["head"])
    for number, (label, kind, values) in enumerate(lines, start=row + 1):
        sheet.write_string(number, 0, say(label))
        for place, value in enumerate(values, start=1):
            write_cell(sheet, number, place, value, look[kind])
    return row + len(lines) + 1


def _headline(result: StudyResult, say: Say) -> list[Line]:
    found = result.headline
    payback, buys = found.payback_years, result.money.whole.figures.capex > 0
    return [
        (message("saved by efficiency [kWh a year]"), "whole", _ranged(found.saved_kwh)),
        (message("solar plant [kWp]"), "tenth", _ranged(found.dc_kw)),
        (
            message("simple payback after tax, from the spending, nominal [years]"),
            "hundredth",
            [
                lasting(years, say, buys=buys)
                for years in (payback.value, payback.low, payback.high)
            ],
        ),
    ]


def _ranged(found: Ranged | None) -> list[float | str | None]:
    return [MISSING] * 3 if found is None else [found.value, found.low, found.high]


def _write_worths(
    sheet: Worksheet, row: int, result: StudyResult, look: Mapping[str, Format], say: Say
) -> int:
    """Write the figures of efficiency, plant and plan and return the row below them.

    The plan's follow its named cells.
    """
    money = result.money
    heads = (message("Efficiency"), message("Solar plant"), message("Whole plan"))
    sheet.write_string(row, 0, say(message("What it is worth, before any loan")), look["head"])
    for place, head in enumerate(heads, start=1):
        sheet.write_string(row, place, say(head), look["head"])
    for place, worth in enumerate((money.efficiency, money.pv), start=1):
        found = [] if worth is None else flow_results(worth, say)
        for number, figure in enumerate(found, start=row + 1):
            write_cell(sheet, number, place, figure.value, look[figure.kind])
    figures = flow_results(money.whole, say)
    for number, figure in enumerate(figures, start=row + 1):
        sheet.write_string(number, 0, say(figure.label))
        sheet.write_formula(number, 3, f"={figure.name}", look[figure.kind], figure.value)
    return row + len(figures) + 1


def _quantities(result: StudyResult) -> list[Line]:
    identity, carbon = result.study.study, result.carbon
    plant = plant_results(result, Reader(identity.language, identity.country))
    cover = None if result.debt is None else result.debt.cover.dscr_min
    lines: list[tuple[Message, str, float | None]] = [
        (message("module power, DC [kWp]"), "tenth", plant["dc_kw"]),
        (message("energy of a mean year, P50 [kWh]"), "whole", plant["annual_ac_kwh"]),
        (
            message("energy exceeded with 90 % probability, P90 [kWh]"),
            "whole",
            plant["p90_ac_kwh"],
        ),
        (message("coverage over the year"), "percent", plant["coverage_fraction"]),
        (
            message("self-sufficiency hour by hour"),
            "percent",
            plant["self_sufficiency_fraction"],
        ),
        (message("battery, rated capacity [kWh]"), "tenth", plant["battery_kwh"]),
        (
            message("emissions of the electricity today [t CO₂e a year]"),
            "tenth",
            carbon.scope2_location_before_t,
        ),
        (
            message("emissions of the electricity after the plan [t CO₂e a year]"),
            "tenth",
            carbon.scope2_location_after_t,
        ),
        (message("least cover of a year (DSCR)"), "hundredth", cover),
    ]
    return [(label, kind, [MISSING if found is None else found]) for label, kind, found in lines]
