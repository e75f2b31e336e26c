"""What a machine is, from the words with which the auditor named it, and what such machines do."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from equipment_catalog.errors import InputError
from equipment_catalog.messages import message
from equipment_catalog.tables import read_facts

if TYPE_CHECKING:
    from equipment_catalog.motor_inputs import Floats

PLURALS = {"es": "(?:es|as|a|s)?", "en": "(?:es|s)?"}


def inferred_machine_type(equipment: pd.Series) -> pd.Series:
    """Return the type of machine that the words of each name tell, ``other`` if none does.

    Accents and capitals do not matter. A Spanish name begins with the thing itself, so its first
    known word decides; an English one ends with it, so its last known word does.

    Parameters
    ----------
    equipment
        Names such as ``Bomba de pulpa`` or ``slurry pump``.

    Returns
    -------
    Series
        Types of data/machine_types.csv, indexed as the names.

    Examples
    --------
    >>> names = pd.Series(["Bomba del MOLINO", "mill feed pump", "Lámparas", "xyz"])
    >>> inferred_machine_type(names).tolist()
    ['pump', 'pump', 'lamp', 'other']

    Notes
    -----
    data/machine_words.csv.
    """
    names = pd.Series(pd.unique(equipment), dtype=object)
    plain = _plain(names)
    found = pd.Series(np.nan, names.index, object)
    for language in ("es", "en"):
        pattern, types = _words(language)
        found = found.fillna(plain.str.extract(pattern)["word"].map(types))
    by_name = dict(zip(names, found.fillna("other"), strict=True))
    return equipment.map(by_name).astype(equipment.dtype)


def typical_of_type(machine_type: pd.Series, key: str) -> Floats:
    """Return what is typical of the type of each machine.

    Parameters
    ----------
    machine_type
        Types of data/machine_types.csv.
    key
        ``load_low``, ``load_high`` (range of the load under work) or ``idle_load`` (at idling),
        fractions of rated power.

    Returns
    -------
    ndarray
        Fractions.

    Raises
    ------
    InputError
        For a type that is not in the table.

    Examples
    --------
    >>> typical_of_type(pd.Series(["mill", "hoist"]), "load_low").tolist()
    [0.75, 0.3]

    Notes
    -----
    data/machine_types.csv: remembered and judged, none measured.
    """
    codes, types = pd.factorize(machine_type)
    typical = _typical(key)
    for unknown in set(types) - set(typical):
        known = ", ".join(typical)
        raise InputError.of("machine_type", unknown, allowed=message("one of {known}", known=known))
    return np.array([typical[name] for name in types], dtype=float)[codes]


def _plain(names: pd.Series) -> pd.Series:
    """Return texts in small letters without accents."""
    decomposed = names.astype(str).str.normalize("NFKD")
    return decomposed.str.replace(r"[\u0300-\u036f]", "", regex=True).str.lower()


@cache
def _words(language: str) -> tuple[str, dict[str, str]]:
    """Return a pattern that finds the word that decides, and the type of each word."""
    table = read_facts("energy_audit", "data/machine_words.csv")
    rows = table[table["language"] == language]
    types = dict(zip(_plain(rows["word"]), rows["machine_type"].astype(str), strict=True))
    longest_first = "|".join(re.escape(word) for word in sorted(types, key=len, reverse=True))
    before = "^.*" if language == "en" else ""
    return rf"{before}\b(?P<word>{longest_first}){PLURALS[language]}\b", types


@cache
def _typical(key: str) -> dict[str, float]:
    table = read_facts("energy_audit", "data/machine_types.csv")
    rows = table[table["key"] == key]
    return dict(zip(rows["machine_type"].astype(str), rows["value"].astype(float), strict=True))
