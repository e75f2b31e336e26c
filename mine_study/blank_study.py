"""A study to fill in, made from the same tables that later check it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pandas as pd

from energy_audit.bills import MONTHS_A_YEAR, bill_rules
from energy_audit.inventory import inventory_rules
from energy_audit.measures import MEASURES
from energy_audit.quotations import quotation_rules
from equipment_catalog.messages import Message, message
from mine_study.blank_workbook import BlankTable, blank_workbook, heading, template_words
from mine_study.study_defaults import study_keys
from mine_study.study_schema import SCHEMA_FILE, schema_json
from project_finance.tariffs.power_tariff import has_options, price_sheet

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterator, Mapping, Sequence

    from equipment_catalog.column_rule import ColumnRule
    from mine_study.language import Reader

INVENTORY = BlankTable(
    rules=inventory_rules(),
    words_path="data/inventory_template_words.csv",
    title=message("Machines"),
)
CSV_INSTEAD = message(
    "inventory.csv and bills.csv have the same columns; study.yaml names the files that count"
)
QUOTATIONS_COUNT = message(
    "one row a price of a supplier; it counts once study.yaml names this file under"
    " files.quotations"
)
PRICES_COUNT = message(
    "fill in the prices of the option on the bill, whole money before value-added tax; the others"
    " stay empty; the sheet counts once study.yaml names it under tariff.prices_file and the"
    " option under tariff.option"
)
PRICES = "prices.csv"
BYTE_ORDER_MARK = "\ufeff"
"""Shows Excel the alphabet of a csv file."""
FIRST_SITE = "plant"
FIRST_YEAR = 2025
TO_FILL_IN = {
    "study.name": '""',
    "sites[].name": FIRST_SITE,
    "sites[].coordinates": '""',
    "files.inventory": "inventory.xlsx",
    "files.bills": "bills.xlsx",
}
INDENTS = {"": ("", ""), "sites[]": ("  - ", "    ")}


def blank_study(reader: Reader) -> dict[str, str | bytes]:
    """Return the files of an empty study by their names.

    What must be filled in stands open; what has a default stands behind ``#`` with its value
    and what it means. Machines and bills are filled into workbooks, or, where ``study.yaml`` names
    them instead, into csv files of the same columns. ``solmina check`` on the fresh folder names
    everything that is missing; an editor that knows JSON Schema names keys as they are typed.

    Parameters
    ----------
    reader
        Language of the remarks, and the country whose defaults are shown.
    """
    bills = BlankTable(
        rules=bill_rules(),
        words_path="data/bills_template_words.csv",
        title=message("Bills"),
        rows=_months(),
    )
    return {
        "study.yaml": "\n".join(_study_lines(reader)) + "\n",
        SCHEMA_FILE: schema_json(reader),
        "inventory.xlsx": blank_workbook(INVENTORY, reader),
        "bills.xlsx": blank_workbook(bills, reader),
        "inventory.csv": _blank_csv(INVENTORY, reader),
        "bills.csv": _blank_csv(bills, reader),
        "quotations.csv": _blank_quotations(reader),
        **_blank_prices(reader),
    }


def inventory_words(language: str) -> Mapping[tuple[str, str], str]:
    """Return headings with their units, and choices, of an inventory in a language.

    English has none of its own: the names of the columns are English.

    Examples
    --------
    >>> inventory_words("es")["rated_kw", ""]
    'Potencia nominal (kW)'
    """
    words = template_words(INVENTORY.words_path, language)
    headings = {
        (rule.column, ""): heading(replace(rule, required=False), words)
        for rule in INVENTORY.rules
        if (rule.column, "") in words
    }
    return {**words, **headings}


def _study_lines(reader: Reader) -> Iterator[str]:
    yield f"# yaml-language-server: $schema={SCHEMA_FILE}"
    intro = message("Fill in what stands open; take away the # to change a default.")
    yield f"# {reader.say(intro)}"
    keys = study_keys()
    for section, rows in keys.groupby(keys["key"].str.rpartition(".")[0], sort=False):
        if section:
            yield f"\n{str(section).removesuffix('[]')}:"
        if section == "files":
            yield f"  # {reader.say(CSV_INSTEAD)}"
        first, other = INDENTS.get(str(section), ("  ", "  "))
        for number, row in enumerate(rows.to_dict("records")):
            yield f"{other if number else first}{_key_line(row, reader)}"


def _key_line(row: Mapping[Hashable, Any], reader: Reader) -> str:
    """Return ``name: value  # meaning``, behind ``#`` where the value is a default."""
    key, name = row["key"], row["key"].rpartition(".")[2]
    own = row[f"default_{reader.country.lower()}"]
    default = row["default"] if pd.isna(own) else own
    given = {"study.country": reader.country, "study.language": reader.language, **TO_FILL_IN}
    value = given.get(key, "" if pd.isna(default) else default)
    unit = "" if pd.isna(row["unit"]) else f" [{reader.word(str(row['unit']))}]"
    mark = "" if key in {*given, "schema_version"} else "# "
    return f"{mark}{name}: {value}  # {reader.say(Message(row['description']))}{unit}"


def _blank_quotations(reader: Reader) -> str:
    """Return a list of quotations to fill in, with each kind of measure and what it means."""
    rules = quotation_rules()
    kinds = message("kind is one of these, or its name:")
    lines = [
        reader.say(QUOTATIONS_COUNT),
        *_described(rules, reader),
        reader.say(kinds),
        *(f"  {kind}: {reader.say(measure.name)}" for kind, measure in MEASURES.items()),
    ]
    header = ",".join(rule.column for rule in rules)
    return BYTE_ORDER_MARK + "\n".join([*(f"# {line}" for line in lines), header]) + "\n"


def _blank_prices(reader: Reader) -> dict[str, str]:
    """Return the price sheet of a country whose tariff options bill power; elsewhere none."""
    if not has_options(reader.country):
        return {}
    currency = study_keys().set_index("key").loc["study.currency"]
    own = str(currency[f"default_{reader.country.lower()}"])
    sheet = price_sheet(own, country=reader.country).to_csv(index=False, lineterminator="\n")
    return {PRICES: f"{BYTE_ORDER_MARK}# {reader.say(PRICES_COUNT)}\n{sheet}"}


def _described(rules: Sequence[ColumnRule], reader: Reader) -> list[str]:
    return [f"{rule.column}: {reader.say(Message(rule.description))}" for rule in rules]


def _blank_csv(table: BlankTable, reader: Reader) -> str:
    described = _described(table.rules, reader)
    rows = [",".join(row) + "," * (len(table.rules) - len(row)) for row in table.rows]
    lines = [
        *(f"# {remark}" for remark in (reader.say(CSV_INSTEAD), *described)),
        ",".join(rule.column for rule in table.rules),
        *rows,
    ]
    return BYTE_ORDER_MARK + "\n".join(lines) + "\n"


def _months() -> list[list[str]]:
    return [[FIRST_SITE, f"{FIRST_YEAR}-{month:02d}"] for month in range(1, MONTHS_A_YEAR + 1)]
