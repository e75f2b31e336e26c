"""Notes on what was typed: labels, cells left empty, the years of the bills."""

from __future__ import annotations

from typing import TYPE_CHECKING

from energy_audit.inventory import inventory_rules
from equipment_catalog.messages import Message, message
from equipment_catalog.notes import Note
from mine_study.study_file import ReportKeys

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mine_study.case import Case

SAID_ELSEWHERE = {"ie_class"}


def input_notes(case: Case) -> Iterator[Note]:
    """Yield what the files of a study left open or should not have said."""
    study = case.study
    if study.study.synthetic:
        yield Note(
            what=message("Inventory and bills of this study are synthetic"),
            value=None,
            source=message("study.synthetic in study.yaml"),
            effect=message("no figure of this report is a measurement of the mine"),
            kind="warning",
        )
    yield from _nobody_stands_for_it(study.report)
    yield from _empty_cells(case)
    yield from _years_of_bills(case)
    for site in study.sites:
        if site.pv.build and site.pv.azimuth_deg is None:
            yield Note(
                what=message("Direction of the modules"),
                value=message("towards the equator"),
                source=message("pv.azimuth_deg is not given"),
                effect=message("most energy over the year at a fixed tilt"),
            )


def _nobody_stands_for_it(keys: ReportKeys) -> Iterator[Note]:
    """Yield one row that names what the report does not say of itself; nothing if it says all."""
    missing = [name for name in ReportKeys.model_fields if getattr(keys, name) is None]
    if missing:
        yield Note(
            what=message("The report does not say who stands for it"),
            value=listed([f"report.{name}" for name in missing], most=len(missing)),
            source=message("report in study.yaml"),
            effect=message("the lines stay open on its page, to be filled in by hand"),
        )


def _empty_cells(case: Case) -> Iterator[Note]:
    meaning = {rule.column: rule.default for rule in inventory_rules()}
    for column, rows in case.inventory.defaulted.items():
        if rows and column not in SAID_ELSEWHERE:
            yield Note(
                what=message("Empty cells of {column} in the inventory", column=column),
                value=message(
                    "{rows:,d} rows take {default}",
                    rows=rows,
                    default=Message(meaning[column] or ""),
                ),
                source=message("default of the inventory's rules"),
                effect=message("fill in the column to use the mine's own values"),
            )


def _years_of_bills(case: Case) -> Iterator[Note]:
    months = sorted(case.bills["month"])
    year = case.study.study.year
    if abs(int(months[0][:4]) - year) > 1 or abs(int(months[-1][:4]) - year) > 1:
        yield Note(
            what=message("The bills are not of the study's year"),
            value=message(
                "{first} to {last}; the study is of {year:d}",
                first=months[0],
                last=months[-1],
                year=year,
            ),
            source=message("bills and study.year"),
            effect=message("their price is taken as today's: bring newer bills"),
            kind="warning",
        )


def listed(tags: list[str], most: int = 6) -> Message:
    """Return some tags, and how many more there are.

    Examples
    --------
    >>> str(listed(["A", "B", "C"], most=2))
    'A, B and 1 more'
    """
    shown = ", ".join(tags[:most])
    if len(tags) <= most:
        return message("{tags}", tags=shown)
    return message("{tags} and {more:d} more", tags=shown, more=len(tags) - most)
