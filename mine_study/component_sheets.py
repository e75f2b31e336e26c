"""Modules and inverters that a person brings as a data sheet typed into a small file."""

from __future__ import annotations

from dataclasses import MISSING, fields, replace
from typing import TYPE_CHECKING, Any, TypeVar

from equipment_catalog.column_rules import allowed_names
from equipment_catalog.errors import InputError, Problem, shown
from equipment_catalog.inverters import Inverter
from equipment_catalog.messages import message
from equipment_catalog.pv_modules import PvModule
from mine_study.yaml_places import load_yaml
from project_finance.tariffs.price_file import read_price_rows

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

Component = TypeVar("Component", PvModule, Inverter)
TEXTS = frozenset({"name", "source", "trust", "note", "from_memory"})
WHOLE = frozenset({"year", "cells_in_series", "trackers", "phases"})
STEEPER = "beta_vmp_fraction_per_c"


def module_of_sheet(path: Path) -> PvModule:
    """Return the module of a data sheet in a .csv (item, value) or .yaml file.

    The items are the fields of `PvModule`. Where the coefficient of the voltage at maximum power
    is missing it is that of power less that of the current, as in the catalogue.

    Parameters
    ----------
    path
        The file.

    Raises
    ------
    InputError
        With every item that is unknown, missing or no number, or as `PvModule` does.

    Examples
    --------
    >>> import tempfile
    >>> from pathlib import Path
    >>> sheet = '''name: Mine 500
    ... power_w: 500
    ... voc_v: 45.0
    ... vmp_v: 38.0
    ... isc_a: 14.0
    ... imp_a: 13.16
    ... beta_voc_fraction_per_c: -0.0025
    ... gamma_pmp_fraction_per_c: -0.0030
    ... alpha_isc_fraction_per_c: 0.0005
    ... '''
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = Path(folder, "module.yaml")
    ...     _ = path.write_text(sheet)
    ...     module_of_sheet(path).beta_vmp_fraction_per_c
    -0.0035
    """
    values = _values(path, PvModule)
    if STEEPER not in values:
        needed = ("gamma_pmp_fraction_per_c", "alpha_isc_fraction_per_c")
        _require(path, values, (*needed, "power_w"))
        values[STEEPER] = values[needed[0]] - values[needed[1]]
    return _built(path, PvModule, values)


def inverter_of_sheet(path: Path) -> Inverter:
    """Return the inverter of a data sheet in a .csv (item, value) or .yaml file.

    Parameters
    ----------
    path
        The file; its items are the fields of `Inverter`.

    Raises
    ------
    InputError
        With every item that is unknown, missing or no number, or as `Inverter` does.
    """
    values = _values(path, Inverter)
    _require(path, values, ("ac_kw",))
    return _built(path, Inverter, values)


def _values(path: Path, kind: type[PvModule | Inverter]) -> dict[str, Any]:
    given = _given(path)
    known = [one.name for one in fields(kind)]
    problems = [
        Problem(
            what=message("unknown item {name!r}", name=name),
            allowed=allowed_names(name, known),
            file=path.name,
        )
        for name in given
        if name not in known
    ]
    values: dict[str, Any] = {"source": path.name}
    for name in [name for name in given if name in known]:
        try:
            values[name] = _typed(name, given[name])
        except ValueError:
            what = message("{value} is not accepted", value=shown(given[name]))
            allowed = message("a number")
            problems.append(Problem(what=what, allowed=allowed, file=path.name, field=name))
    if problems:
        raise InputError(problems)
    return values


def _given(path: Path) -> Mapping[str, Any]:
    if path.suffix.casefold() == ".csv":
        rows = read_price_rows(path, ("item", "value"))
        return {row.cells["item"].strip(): row.cells["value"].strip() for row in rows}
    given, problems = load_yaml(path)
    if problems:
        raise InputError(problems)
    return {str(name): value for name, value in given.items()}


def _typed(name: str, value: object) -> str | int | float:
    if name in TEXTS:
        return str(value)
    text = str(value)
    number = float(text.replace(",", ".", 1) if "." not in text else text)
    if name not in WHOLE:
        return number
    if number != int(number):
        raise ValueError
    return int(number)


def _require(path: Path, values: Mapping[str, Any], names: tuple[str, ...]) -> None:
    absent = [name for name in names if name not in values]
    if absent:
        what = message("items are missing: {names}", names=", ".join(absent))
        raise InputError([Problem(what=what, file=path.name)])


def _built(path: Path, kind: type[Component], values: Mapping[str, Any]) -> Component:
    needed = tuple(one.name for one in fields(kind) if one.default is MISSING)
    _require(path, values, needed)
    try:
        return kind(**values)
    except InputError as error:
        raise InputError([replace(one, file=path.name) for one in error.problems]) from None
