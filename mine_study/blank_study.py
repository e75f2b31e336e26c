"""A study to fill in, made from the same tables that later check it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from energy_audit.bills import MONTHS_A_YEAR, bill_rules
from energy_audit.inventory import inventory_rules
from equipment_catalog.messages import Message, message
from mine_study.study_defaults import study_keys

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterator, Mapping, Sequence

    from equipment_catalog.column_rules import ColumnRule
    from mine_study.language import Reader

FIRST_SITE = "plant"
FIRST_YEAR = 2025
TO_FILL_IN = {"study.name": '""', "sites[].name": FIRST_SITE, "sites[].coordinates": '""'}
INDENTS = {"": ("", ""), "sites[]": ("  - ", "    ")}


def blank_study(reader: Reader) -> dict[str, str]:
    """Return the files of an empty study, name to text.

    What must be filled in stands open; what has a default stands behind ``#`` with its value
    and what it means. ``solmina check`` on the fresh folder names everything that is missing.

    Parameters
    ----------
    reader
        Language of the remarks, and the country whose defaults are shown.
    """
    return {
        "study.yaml": "\n".join(_study_lines(reader)) + "\n",
        "inventory.csv": _blank_table(inventory_rules(), reader, rows=[]),
        "bills.csv": _blank_table(bill_rules(), reader, rows=_months()),
    }


def _study_lines(reader: Reader) -> Iterator[str]:
    intro = message("Fill in what stands open; take away the # to change a default.")
    yield f"# {reader.say(intro)}"
    keys = study_keys()
    for section, rows in keys.groupby(keys["key"].str.rpartition(".")[0], sort=False):
        if section:
            yield f"\n{str(section).removesuffix('[]')}:"
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


def _blank_table(rules: Sequence[ColumnRule], reader: Reader, rows: Sequence[str]) -> str:
    remarks = [f"# {rule.column}: {reader.say(Message(rule.description))}" for rule in rules]
    return "\n".join([*remarks, ",".join(rule.column for rule in rules), *rows]) + "\n"


def _months() -> list[str]:
    return [f"{FIRST_SITE},{FIRST_YEAR}-{month:02d},,,," for month in range(1, MONTHS_A_YEAR + 1)]
