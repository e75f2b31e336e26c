"""Headings as people write them, English and Spanish, to our columns and their units."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from equipment_catalog.tables import read_facts

if TYPE_CHECKING:
    import pandas as pd

_BRACKETED = re.compile(r"^(?P<name>.*?)\s*[\[(](?P<unit>[^\])]*)[\])]\s*$")
_PACKAGE = "pv_design.weather"
VALUES = {
    "ghi": "irradiance",
    "dni": "irradiance",
    "dhi": "irradiance",
    "temp_air": "temperature",
    "wind_speed": "speed",
}
"""Our columns of values to what their units measure."""


@dataclass(frozen=True, kw_only=True)
class Unit:
    """What a figure is multiplied by, and what is added, to become ours."""

    said: str
    """As it stands in the heading; empty where none does."""
    is_energy: bool = False
    """Of one step, so that its power depends on how long that is."""
    factor: float = 1.0
    """To W/m2 (Wh/m2 for an energy), degC or m/s."""
    offset: float = 0.0
    """Added before the factor."""


@dataclass(frozen=True, kw_only=True)
class Heading:
    """One heading and what we make of it."""

    column: str
    """Ours."""
    said_unit: str
    """In brackets or behind the name; empty where none is."""
    unit: Unit | None
    """None for a unit in brackets that we do not know, and for times."""


def word_key(text: str) -> str:
    """Return a heading without accents, capitals, signs.

    Examples
    --------
    >>> word_key(" Radiación Global W/m² "), word_key("temp_air_c")
    ('radiacion_global_w_m2', 'temp_air_c')
    """
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "_", plain.lower()).strip("_")


def understood(heading: str) -> Heading | None:
    """Return what a heading means, None for one we have no use for.

    A unit stands in brackets or behind the name. Words behind the name that are no unit make
    it another column, as the clear-sky irradiance is.

    Examples
    --------
    >>> understood("Temperatura (°F)").unit.offset
    -32.0
    >>> understood("ghi_w_m2").column, understood("ghi clear sky")
    ('ghi', None)
    >>> understood("GHI [BTU/ft2]").unit is None
    True
    """
    aliases = _aliases()
    bracketed = _BRACKETED.match(heading.strip())
    if bracketed and (column := aliases.get(word_key(bracketed["name"]))):
        said = bracketed["unit"].strip()
        return Heading(column=column, said_unit=said, unit=_unit(column, said))
    key = word_key(heading)
    if key in aliases:
        return Heading(column=aliases[key], said_unit="", unit=_unit(aliases[key], ""))
    for cut in (place for place, mark in enumerate(key) if mark == "_"):
        column, said = aliases.get(key[:cut], ""), key[cut + 1 :]
        if column in VALUES and (unit := _unit(column, said)):
            return Heading(column=column, said_unit=said, unit=unit)
    return None


def known_units(column: str) -> str:
    """Return the units of a column that are read, for a message.

    Examples
    --------
    >>> known_units("wind_speed")
    'm/s, km/h, mph, kt'
    """
    units = read_facts(_PACKAGE, "data/column_units.csv")
    shown = units.loc[units["quantity"] == VALUES[column], "shown"]
    return ", ".join(shown.drop_duplicates())


@cache
def _aliases() -> dict[str, str]:
    table = read_facts(_PACKAGE, "data/column_aliases.csv")
    return dict(zip(table["alias"], table["column"], strict=True))


def _unit(column: str, said: str) -> Unit | None:
    if column not in VALUES:
        return None
    if not said:
        return Unit(said="")
    units = read_facts(_PACKAGE, "data/column_units.csv")
    fits = (units["quantity"] == VALUES[column]) & (units["key"] == word_key(said))
    if not fits.any():
        return None
    row = units[fits].iloc[0]
    return Unit(
        said=str(row["shown"]),
        is_energy=bool(row["is_energy"] == "yes"),
        factor=float(row["factor"]),
        offset=float(row["offset"]),
    )


def as_power(values: pd.Series, unit: Unit, *, step_minutes: float) -> pd.Series:
    """Return figures in our unit.

    Parameters
    ----------
    values
        As they stand.
    unit
        Of them.
    step_minutes
        Length of a step [min], over which an energy is spread.

    Examples
    --------
    >>> import pandas as pd
    >>> mj = Unit(said="MJ/m2", is_energy=True, factor=277.7777777778)
    >>> float(as_power(pd.Series([1.8]), mj, step_minutes=30.0).round(6)[0])
    1000.0
    """
    scaled = (values + unit.offset) * unit.factor
    return scaled * 60.0 / step_minutes if unit.is_energy else scaled
