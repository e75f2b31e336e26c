"""Modules, inverters and tariffs to choose from, as a list for a person and as a document."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from equipment_catalog.inverters import catalogue_inverters, inverter
from equipment_catalog.messages import Message, message
from equipment_catalog.pv_modules import catalogue_modules, module
from mine_study.text_table import aligned
from project_finance.tariffs import read_tariff, tariff_names

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from equipment_catalog.inverters import Inverter
    from equipment_catalog.pv_modules import PvModule
    from mine_study.language import Reader

MODULE_COLUMNS = ("power_w", "voc_v", "vmp_v", "isc_a", "imp_a", "year", "trust", "source")
INVERTER_COLUMNS = (
    *("ac_kw", "ac_v", "vdc_max_v", "mppt_min_v", "mppt_max_v", "trackers", "isc_max_a"),
    *("year", "trust", "source"),
)
HEADINGS = {
    "name": message("name"),
    "power_w": message("power [W]"),
    "voc_v": message("open voltage [V]"),
    "vmp_v": message("working voltage [V]"),
    "isc_a": message("short-circuit current [A]"),
    "imp_a": message("working current [A]"),
    "ac_kw": message("AC power [kW]"),
    "ac_v": message("AC voltage [V]"),
    "vdc_max_v": message("greatest DC voltage [V]"),
    "mppt_min_v": message("tracker from [V]"),
    "mppt_max_v": message("tracker to [V]"),
    "trackers": message("trackers"),
    "isc_max_a": message("greatest current [A]"),
    "price_per_kwh": message("price per kWh"),
    "currency": message("currency"),
    "valid_from": message("valid from"),
    "components": message("components"),
    "year": message("year"),
    "trust": message("trust"),
    "source": message("source"),
}
"""What a person reads above each column; programs read the names themselves."""
YES_OR_NO = {"yes": message("yes"), "no": message("no")}
FOUND = 20
"""Most components that a search shows."""


def module_rows(search_text: str) -> list[dict[str, Any]]:
    """Return the modules of the catalogue, or those of it and of the CEC list by their names.

    Parameters
    ----------
    search_text
        Words of a name; empty for the catalogue alone.

    Raises
    ------
    InputError
        If the words hold no letter and no digit.

    Examples
    --------
    >>> first = module_rows("Jinko 580N")[0]
    >>> first["name"], first["power_w"], first["trust"]
    ('Jinko JKM580N-72HL4-V', 580, 'secondary')
    """
    if not search_text:
        return [_row(module(name), MODULE_COLUMNS) for name in catalogue_modules()]
    from pv_design.components.cec_lists import cec_module  # noqa: PLC0415  loads pvlib's lists
    from pv_design.components.lookup import find_modules  # noqa: PLC0415  loads pvlib's lists

    return [
        _row(
            module(one.name) if one.origin == "catalogue" else cec_module(one.name).module,
            MODULE_COLUMNS,
        )
        for one in find_modules(search_text, count=FOUND)
    ]


def inverter_rows(search_text: str) -> list[dict[str, Any]]:
    """Return the inverters of the catalogue, or those of it and of the CEC list by their names.

    The CEC list does not hold the short-circuit limit of a tracker, which is None there.

    Parameters
    ----------
    search_text
        Words of a name; empty for the catalogue alone.

    Raises
    ------
    InputError
        If the words hold no letter and no digit.

    Examples
    --------
    >>> first = inverter_rows("Sungrow SG110CX")[0]
    >>> first["name"], first["ac_kw"]
    ('Sungrow SG110CX', 110)
    """
    if not search_text:
        units = catalogue_inverters(proposed_only=False)
        return [_row(unit, INVERTER_COLUMNS) for unit in units]
    from pv_design.components.lookup import find_inverters  # noqa: PLC0415  loads pvlib's lists

    return [
        _row(inverter(one.name), INVERTER_COLUMNS)
        if one.origin == "catalogue"
        else _cec_inverter_row(one.name)
        for one in find_inverters(search_text, count=FOUND)
    ]


def tariff_rows(search_text: str) -> list[dict[str, Any]]:
    """Return the tariff sheets that ship, all or those whose keys hold some words.

    A sheet of which only the total was read has no components.

    Parameters
    ----------
    search_text
        Words of a key, as an operator; empty for all.

    Examples
    --------
    >>> [(row["name"], row["price_per_kwh"]) for row in tariff_rows("enel 08")]
    [('CO-ENEL-2026-08-N2', 721.4679)]
    """
    wanted = search_text.lower().split()
    sheets = [read_tariff(name) for name in tariff_names()]
    return [
        {
            "name": sheet.name,
            "price_per_kwh": sheet.unit_cost_per_kwh,
            "currency": sheet.currency,
            "valid_from": str(sheet.valid_from),
            "components": "yes" if sheet.is_divided else "no",
            "year": sheet.year,
            "trust": sheet.trust,
            "source": sheet.source,
        }
        for sheet in sheets
        if all(word in sheet.name.lower() for word in wanted)
    ]


def catalogue_document(rows: Sequence[Mapping[str, Any]]) -> str:
    """Return components as one JSON document."""
    return json.dumps({"components": rows}, ensure_ascii=False, indent=2, default=float) + "\n"


def catalogue_lines(rows: Sequence[Mapping[str, Any]], reader: Reader) -> Iterator[str]:
    """Yield components as lines of a table, below what each column holds."""
    if not rows:
        yield reader.say(message("no name holds these words"))
        return
    heads = [reader.say(HEADINGS[name]) for name in rows[0]]
    yield from aligned([heads, *([_cell(*one, reader) for one in row.items()] for row in rows)])


def _cec_inverter_row(name: str) -> dict[str, Any]:
    """Return an inverter of the list; the current that it asks for is none of the list's."""
    from pv_design.components.cec_lists import cec_inverter  # noqa: PLC0415  loads pvlib's lists

    return _row(cec_inverter(name, isc_max_a=1.0).inverter, INVERTER_COLUMNS) | {"isc_max_a": None}


def _row(component: PvModule | Inverter, columns: Sequence[str]) -> dict[str, Any]:
    return {name: getattr(component, name) for name in ("name", *columns)}


def _cell(column: str, value: Any, reader: Reader) -> str:  # noqa: ANN401  a text or a number
    if value is None:
        return "-"
    if column == "trust":
        return reader.say(Message(str(value)))
    if column == "components":
        return reader.say(YES_OR_NO[str(value)])
    return str(value) if isinstance(value, str) or column == "year" else reader.say(value)
