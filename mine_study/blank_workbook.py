"""A workbook to fill in: drop-downs, ranges and tips from the rules that later check it."""

from __future__ import annotations

import io
import math
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from xlsxwriter.utility import xl_range_abs

from equipment_catalog.messages import Message, message
from equipment_catalog.tables import read_facts
from equipment_catalog.unit_words import unit_factor, unit_names
from equipment_catalog.workbook_sheets import new_workbook, width_of, write_cells

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

    from equipment_catalog.cell_values import Cell
    from equipment_catalog.column_rule import ColumnRule
    from mine_study.language import Reader

LAST_ROW = 10_000
"""Row down to which cells have tips and drop-downs."""
LISTS = "lists"
UNITS_UNSAID = frozenset({"", "currency", "year", "poles", "machines", "times"})
"""Units that the name of a column tells, or the study."""
FRACTION = "0-1"
LONGEST_TITLE, LONGEST_TIP = 32, 255
"""Letters that Excel shows beside a cell."""
FEW_UNITS = 3


@dataclass(frozen=True, kw_only=True)
class BlankTable:
    """What a workbook to fill in is made from."""

    rules: Sequence[ColumnRule]
    """What may stand in each column."""
    words_path: str
    """Table ``column, value, language, word`` of energy_audit; empty value: the heading."""
    title: Message
    """Name of the sheet."""
    rows: Sequence[Sequence[str]] = ()
    """Texts that stand in the first columns already."""


def blank_workbook(table: BlankTable, reader: Reader) -> bytes:
    """Return a workbook whose headings, choices and tips speak the reader's language.

    Required columns bear a star, numbers outside their range are asked about and not refused,
    since a cell may carry its own unit (``10 HP``), and choices are picked from a list.

    Parameters
    ----------
    table
        Its columns and first rows.
    reader
        Language of headings, choices and tips.

    Examples
    --------
    >>> from energy_audit.bills import bill_rules
    >>> from mine_study.language import Reader
    >>> bills = BlankTable(
    ...     rules=bill_rules(), words_path="data/bills_template_words.csv", title=message("Bills")
    ... )
    >>> blank_workbook(bills, Reader("en", "CO")).startswith(b"PK")
    True
    """
    words = template_words(table.words_path, reader.language)
    into = io.BytesIO()
    with new_workbook(into) as book:
        sheet = book.add_worksheet(reader.say(table.title))
        lists = book.add_worksheet(LISTS)
        lists.very_hidden()
        look = _formats(book)
        for place, rule in enumerate(table.rules):
            title = heading(rule, words)
            sheet.write_string(0, place, title, look["required" if rule.required else "optional"])
            as_text = look["text"] if rule.type in {"text", "month"} else None
            sheet.set_column(place, place, width_of([title]), as_text)
            checks = _checks(rule, words, reader, book, lists, place)
            sheet.data_validation(1, place, LAST_ROW - 1, place, checks)
        _fill(sheet, table.rows, look["text"])
        sheet.freeze_panes(1, 1)
        sheet.autofilter(0, 0, LAST_ROW - 1, len(table.rules) - 1)
    return into.getvalue()


@cache
def template_words(path: str, language: str) -> Mapping[tuple[str, str], str]:
    """Return the words of a language by column and value; the heading stands under no value.

    Examples
    --------
    >>> template_words("data/inventory_template_words.csv", "es")["machine_type", "mill"]
    'molino'
    """
    table = read_facts("energy_audit", path).astype(object)
    own = table[table["language"] == language]
    values = own["value"].where(own["value"].notna(), "")
    return dict(zip(zip(own["column"], values, strict=True), own["word"], strict=True))


def heading(rule: ColumnRule, words: Mapping[tuple[str, str], str]) -> str:
    """Return the heading of a column: its name, a star where it is required, its unit.

    Examples
    --------
    >>> from energy_audit.inventory import inventory_rules
    >>> rules = {rule.column: rule for rule in inventory_rules()}
    >>> heading(rules["hours_per_day"], {("hours_per_day", ""): "Horas por día"})
    'Horas por día * (h)'
    >>> heading(rules["load_fraction"], {})
    'load_fraction (0-1)'
    """
    name = words.get((rule.column, ""), rule.column)
    unit = FRACTION if rule.unit == "fraction" else rule.unit
    parts = [name, "*" if rule.required else "", "" if unit in UNITS_UNSAID else f"({unit})"]
    return " ".join(part for part in parts if part)


def _formats(book: Workbook) -> dict[str, Any]:
    plain = {"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"}
    return {
        "required": book.add_format({**plain, "bg_color": "#FFE699"}),
        "optional": book.add_format({**plain, "bg_color": "#DDEBF7"}),
        "text": book.add_format({"num_format": "@"}),
    }


def _fill(sheet: Worksheet, rows: Sequence[Sequence[str]], as_text: Format) -> None:
    for row, cells in enumerate(rows, start=1):
        for place, cell in enumerate(cells):
            sheet.write_string(row, place, cell, as_text)


def _checks(  # noqa: PLR0917  a column and where its choices are listed
    rule: ColumnRule,
    words: Mapping[tuple[str, str], str],
    reader: Reader,
    book: Workbook,
    lists: Worksheet,
    place: int,
) -> dict[str, Any]:
    """Return what Excel checks in a column and says beside its cells."""
    allowed = "\n".join(_allowed(rule, reader))
    tip = "\n".join(filter(None, [reader.say(Message(rule.description)), allowed]))
    said = {
        "input_title": heading(rule, words)[:LONGEST_TITLE],
        "input_message": _shortened(tip),
        "error_title": heading(rule, words)[:LONGEST_TITLE],
        "error_message": _shortened(allowed) or None,
    }
    if rule.allowed:
        name = f"{LISTS}_{rule.column}"
        write_cells(lists, place, _choices(rule, words), first_row=0)
        cells = xl_range_abs(0, place, len(rule.allowed) - 1, place)
        book.define_name(name, f"={LISTS}!{cells}")
        return {"validate": "list", "source": f"={name}", **said}
    if not math.isfinite(rule.minimum + rule.maximum):
        return {"validate": "any", **said}
    kind = "integer" if rule.type == "integer" else "decimal"
    limits = {"criteria": "between", "minimum": rule.minimum, "maximum": rule.maximum}
    return {"validate": kind, **limits, "error_type": "warning", **said}


def _choices(rule: ColumnRule, words: Mapping[tuple[str, str], str]) -> list[Cell]:
    if rule.type == "integer":
        return [float(value) for value in rule.allowed]
    return [words.get((rule.column, value), value) for value in rule.allowed]


def _allowed(rule: ColumnRule, reader: Reader) -> Iterator[str]:
    """Yield what may stand in a cell: range, other units, whether it may stay empty."""
    low, high = rule.minimum, rule.maximum
    if rule.allowed:
        yield reader.say(message("one of the list"))
    elif math.isfinite(low + high) and rule.type == "integer":
        yield reader.say(
            message("a whole number from {low:.10g} to {high:.10g}", low=low, high=high)
        )
    elif math.isfinite(low + high):
        yield reader.say(message("a number from {low:.10g} to {high:.10g}", low=low, high=high))
    others = _other_units(rule.unit)
    if others:
        yield reader.say(
            message("or with its unit in the cell: {units}", units=", ".join(others[:FEW_UNITS]))
        )
    if rule.required:
        yield reader.say(message("required"))


def _other_units(unit: str) -> list[str]:
    """Return one word for each other size of a unit."""
    factors: dict[float | None, str] = {}
    for word in unit_names(unit).split(", ") if unit else []:
        factors.setdefault(unit_factor(unit, word), word)
    return [word for factor, word in factors.items() if factor not in {None, 1.0}]


def _shortened(text: str) -> str:
    return text if len(text) <= LONGEST_TIP else f"{text[: LONGEST_TIP - 1]}…"
