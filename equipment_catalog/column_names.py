"""What people call the columns and the choices of a table: aliases, units in headings."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from equipment_catalog.tables import read_rows
from equipment_catalog.unit_words import unit_factor

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from equipment_catalog.column_rule import ColumnRule

LEFT_OUT = "-"
"""Stands in an alias table for columns that a visit brings and nobody needs."""
ASK = "ask"
"""Stands in an alias table for a name that does not tell its unit."""
REMARK = "#"
WORDS = re.compile(r"[a-z0-9]+|%")
BRACKETED = re.compile(r"^(?P<name>.*?)\s*[(\[](?P<unit>[^()\[\]]*)[)\]]\s*$", re.DOTALL)
AFTER_COMMA = re.compile(r"^(?P<name>.*?)\s*,\s*(?P<unit>[^,]*)$", re.DOTALL)


@dataclass(frozen=True, kw_only=True)
class Heading:
    """What a heading of a column means."""

    column: str
    """Column of the rules; empty where nobody knows, ``-`` where it may be left out."""
    unit: str = ""
    """Unit its numbers have; empty for the unit of the rule, ``ask`` where nobody can tell."""


@dataclass(frozen=True, kw_only=True)
class Aliases:
    """Other names of columns and of choices."""

    columns: tuple[tuple[str, str, str], ...] = ()
    """Column, its other name, the unit that goes with this name."""
    choices: tuple[tuple[str, str, str], ...] = ()
    """Column, value, its other name; of each value the first is what a Spanish reader is shown."""
    spanish: frozenset[str] = frozenset()
    """Keys of the columns' other names that are Spanish."""


NO_ALIASES = Aliases()


@cache
def read_aliases(package: str, columns_path: str, choices_path: str = "") -> Aliases:
    """Return the aliases of a schema from csv tables of a package.

    Parameters
    ----------
    package
        Importable package.
    columns_path
        Table ``column, alias, unit, language``.
    choices_path
        Table ``column, value, alias``; none where the schema has no choices.

    Examples
    --------
    >>> read_aliases("energy_audit", "data/bill_aliases.csv").columns[0]
    ('site', 'sede', '')
    """
    rows = read_rows(package, columns_path)
    choices = read_rows(package, choices_path) if choices_path else ()
    return Aliases(
        columns=tuple((row["column"], row["alias"], row["unit"]) for row in rows),
        choices=tuple((row["column"], row["value"], row["alias"]) for row in choices),
        spanish=frozenset(word_key(row["alias"]) for row in rows if row["language"] == "es"),
    )


def word_key(text: str) -> str:
    """Return a text without accents, case, punctuation and small words, to compare names by.

    Examples
    --------
    >>> word_key("Horas por DÍA"), word_key("ie-3")
    ('horasdia', 'ie3')
    """
    return "".join(_words(text))


def choice_values(rule: ColumnRule, aliases: Aliases) -> dict[str, str]:
    """Return the value of a choice by the key of each of its names.

    Examples
    --------
    >>> from equipment_catalog.column_rules import column_rules
    >>> kind = column_rules("energy_audit", "data/inventory_columns.csv")[4]
    >>> choice_values(kind, NO_ALIASES)["motor"]
    'motor'
    """
    named = {
        word_key(alias) or alias: value
        for column, value, alias in aliases.choices
        if column == rule.column
    }
    return named | {word_key(word): word for word in rule.allowed}


@cache
def column_names(rules: tuple[ColumnRule, ...], aliases: Aliases) -> ColumnNames:
    """Return the names of a schema; they are worked out once."""
    return ColumnNames(rules, aliases)


class ColumnNames:
    """The names under which the columns of a schema are recognised.

    Examples
    --------
    >>> from equipment_catalog.column_rules import column_rules
    >>> rules = column_rules("energy_audit", "data/inventory_columns.csv")
    >>> aliases = read_aliases("energy_audit", "data/column_aliases.csv")
    >>> ColumnNames(rules, aliases).heading("Potencia [CV]")
    Heading(column='rated_kw', unit='CV')
    """

    def __init__(self, rules: Sequence[ColumnRule], aliases: Aliases) -> None:
        self.rules: Mapping[str, ColumnRule] = {rule.column: rule for rule in rules}
        self._known = {
            word_key(alias): Heading(column=column, unit=unit)
            for column, alias, unit in aliases.columns
        } | {word_key(column): Heading(column=column) for column in self.rules}
        self.aliases = {
            alias: column for column, alias, _ in aliases.columns if column in self.rules
        }

        self._spanish = aliases.spanish
        self._understood: dict[str, Heading] = {}

    def heading(self, text: str) -> Heading:
        """Return what a heading means; its column is empty where nobody knows."""
        if text not in self._understood:
            self._understood[text] = self._meaning(text)
        return self._understood[text]

    def is_spanish(self, text: str) -> bool:
        """Tell whether a heading, without its unit, is one of the Spanish names."""
        match = BRACKETED.match(text)
        return bool({word_key(text), word_key(match["name"] if match else text)} & self._spanish)

    def _meaning(self, text: str) -> Heading:
        if not text or text[0].isdigit():  # no name begins with one
            return Heading(column="")
        if text.startswith(REMARK):
            return Heading(column=LEFT_OUT)
        return (
            self._with_unit_apart(text)
            or self._known.get(word_key(text))
            or self._with_unit_last(text)
            or Heading(column="")
        )

    def grouped_heading(self, group: str, text: str) -> Heading:
        """Return what a heading means under the heading of a group such as ``Placa``."""
        together = self.heading(f"{group} {text}") if group and text else Heading(column="")
        return together if together.column else self.heading(text or group)

    def _with_unit_apart(self, text: str) -> Heading | None:
        """Return the meaning of ``name (unit)``, ``name [unit]`` or ``name, unit``."""
        match = BRACKETED.match(text) or AFTER_COMMA.match(text)
        if match is None:
            return None
        return self._in_unit(match["name"], match["unit"])

    def _with_unit_last(self, text: str) -> Heading | None:
        """Return the meaning of ``name unit``."""
        words = _words(text)
        return self._in_unit(" ".join(words[:-1]), words[-1]) if len(words) > 1 else None

    def _in_unit(self, name: str, unit: str) -> Heading | None:
        known = self._known.get(word_key(name))
        if known is None or known.column not in self.rules:
            return known
        if unit_factor(self.rules[known.column].unit, unit) is None:
            return None
        return Heading(column=known.column, unit=unit)


@lru_cache(maxsize=8192)
def _words(text: str) -> tuple[str, ...]:
    small = _small_words()
    return tuple(word for word in WORDS.findall(_without_accents(text)) if word not in small)


def _without_accents(text: str) -> str:
    if text.isascii():
        return text.lower()
    plain = unicodedata.normalize("NFKD", text).casefold()
    return "".join(letter for letter in plain if not unicodedata.combining(letter))


@cache
def _small_words() -> frozenset[str]:
    rows = read_rows("equipment_catalog", "data/table_words.csv")
    return frozenset(row["word"] for row in rows if row["kind"] == "left_out_of_names")
