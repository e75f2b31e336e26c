"""Read the csv tables of facts that ship inside the packages, once and on first use."""

from __future__ import annotations

from csv import reader
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

import pandas as pd

from equipment_catalog.errors import InputError
from equipment_catalog.messages import Message, message
from equipment_catalog.notes import citation

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, kw_only=True)
class Fact:
    """One number and its birth certificate."""

    key: str
    value: float
    unit: str
    source: str
    year: int
    """Year the number was published or, from memory, the year it is meant for."""
    trust: str
    """published: read in the source; secondary: read in a transcription of it; computed: derived
    from published facts; memory: not verified;
    disputed: sources contradict each other; assumption: our engineering judgement."""
    note: str

    @property
    def citation(self) -> Message:
        """Source, year and trust in one sentence."""
        return citation(self.source, self.year, self.trust)


@cache
def read_facts(package: str, path: str) -> pd.DataFrame:
    """Return a csv table of a package; the frame is shared, so do not write into it.

    Parameters
    ----------
    package
        Importable package, for example ``"equipment_catalog"``.
    path
        Path of the file inside it, for example ``"data/prices.csv"``.

    Examples
    --------
    >>> sorted(read_facts("equipment_catalog", "data/motor_efficiency.csv").columns)[:2]
    ['efficiency_fraction', 'frequency_hz']
    """
    with files(package).joinpath(path).open(encoding="utf-8") as stream:
        return pd.read_csv(stream, keep_default_na=False, na_values=[""])


@cache
def read_rows(package: str, path: str) -> tuple[Mapping[str, str], ...]:
    """Return the rows of a csv table of a package as texts; an empty cell is an empty text.

    For tables of which a few cells are asked: a frame of pandas costs more than they do.

    Parameters
    ----------
    package
        Importable package.
    path
        Path of the file inside it.

    Examples
    --------
    >>> read_rows("equipment_catalog", "data/table_words.csv")[0]["word"]
    'de'
    """
    with files(package).joinpath(path).open(encoding="utf-8") as stream:
        names, *rows = reader(stream)
    return tuple(dict(zip(names, row, strict=True)) for row in rows if row)


@cache
def read_fact(package: str, path: str, key: str) -> Fact:
    """Return one row of a table with the columns key, value, unit, source, year, trust, note.

    Raises
    ------
    InputError
        If no row has that key.
    """
    rows = _rows_by_key(package, path)
    if key not in rows:
        known = ", ".join(sorted(rows))
        raise InputError.of("key", key, allowed=message("one of {known}", known=known))
    row = rows[key]
    return Fact(
        key=key,
        value=float(row["value"]),
        unit=row["unit"],
        source=row["source"],
        year=int(row["year"]),
        trust=row["trust"],
        note=row["note"],
    )


@cache
def _rows_by_key(package: str, path: str) -> dict[str, Mapping[str, str]]:
    """Return the rows of a table by key; of rows with one key the first."""
    return {row["key"]: row for row in reversed(read_rows(package, path))}
