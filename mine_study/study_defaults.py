"""The layers of a study: defaults of the country, the file, `--set` on top."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from equipment_catalog.column_rules import allowed_names
from equipment_catalog.errors import InputError, Problem
from equipment_catalog.messages import Message, message
from equipment_catalog.notes import Note
from equipment_catalog.tables import read_facts, read_rows
from mine_study.finance_faults import follow_real_rate
from mine_study.study_file import SITE_SECTIONS
from mine_study.yaml_places import Node, Place, scalar

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    import pandas as pd

COUNTRY_OF_A_WRONG_NAME = "co"
OVERRIDE = "--set"
SITES = "sites"
STUDY_KEYS = "data/study_keys.csv"
IN_BRACKETS = re.compile(
    r'sites\[(?P<name>"(?:[^"\\]|\\.)*"|.*?)\]\.(?P<key>[^=]+)=(?P<value>.*)', re.DOTALL
)
"""An override of a site whose name stands in brackets, in quotes where ``explain`` has them."""
SILENT = {
    "schema_version",
    "best_plan.least_avoided_t",
    "best_plan.least_coverage_fraction",
    "best_plan.search",
    "finance.dismantling_usd_per_kw",
    "finance.grant",
    "finance.grant_month",
    "finance.salvage_fraction",
    "finance.tax_regime",
    "finance.vat_return_months",
    "meter.label",
    "meter.mode",
    "pv.backtrack",
    "pv.build",
    "pv.facing_pole_is_meant",
    "pv.module_model",
    "pv.rain_of_a_day_mm",
    "pv.soiling_model",
    "pv.spectral",
    "pv.tracking",
    "risk.build",
    "storage.build",
    "storage.off_grid",
    "tariff.contribution_by_date",
}
"""Defaults that change nothing as long as nobody asks for what they belong to."""


def study_keys() -> pd.DataFrame:
    """Return the keys of a study file, one row each, with unit, default and description."""
    return read_facts("mine_study", STUDY_KEYS).astype({"year": "Int64"})


def key_rows() -> tuple[Mapping[str, str], ...]:
    """Return the rows of those keys as texts, which a study is read by."""
    return read_rows("mine_study", STUDY_KEYS)


def with_override(given: dict[str, Any], text: str) -> Place:
    """Put one ``KEY=VALUE`` into a plain study and return the place of its key.

    Raises
    ------
    InputError
        If the text has no key or no sign ``=``, or the key leads through a value or a site that
        the study has not.

    Examples
    --------
    >>> study = {"sites": [{"name": "plant"}]}
    >>> with_override(study, "sites.plant.pv.tilt_deg=12")
    ('sites', 0, 'pv', 'tilt_deg')
    >>> study
    {'sites': [{'name': 'plant', 'pv': {'tilt_deg': 12}}]}
    """
    parts, value = _parted(text.lstrip())
    allowed = message("KEY=VALUE with a key of study.yaml, as finance.discount_rate=0.12")
    if not all(parts):
        raise InputError.of(OVERRIDE, text, allowed=allowed)
    node: Node = given
    place: list[str | int] = []
    for part in parts[:-1]:
        step = part if isinstance(node, dict) else site_number(node, part)
        if step is None and place == [SITES]:
            raise InputError([unknown_site(node, part, field=OVERRIDE)])
        if step is None:
            raise InputError.of(OVERRIDE, text, allowed=allowed)
        if isinstance(node, dict) and node.get(part) is None:
            node[part] = {}
        node = node[step]
        place.append(step)
    if not isinstance(node, dict):
        raise InputError.of(OVERRIDE, text, allowed=allowed)
    node[parts[-1]] = scalar(value, OVERRIDE)
    return (*place, parts[-1])


def _parted(text: str) -> tuple[list[str], str]:
    """Return the steps of a key and its value; a site stands between points, or in brackets.

    Examples
    --------
    >>> _parted("sites.mill.pv.tilt_deg=9"), _parted("sites[a=1.2].name=b")
    ((['sites', 'mill', 'pv', 'tilt_deg'], '9'), (['sites', 'a=1.2', 'name'], 'b'))
    >>> _parted('sites["M[1]"].pv.tilt_deg=9'), _parted("sites")
    ((['sites', 'M[1]', 'pv', 'tilt_deg'], '9'), ([''], ''))
    """
    if site := IN_BRACKETS.fullmatch(text):
        return [SITES, _unquoted(site["name"]), *site["key"].strip().split(".")], site["value"]
    key, equals, value = text.partition("=")
    return key.strip().split(".") if equals else [""], value


def _unquoted(name: str) -> str:
    """Return a name without the quotes and slashes of JSON; as it is where it has none.

    Examples
    --------
    >>> _unquoted("mill"), _unquoted('"M[1]"'), _unquoted("7")
    ('mill', 'M[1]', '7')
    """
    if not name.startswith('"'):
        return name
    try:
        return str(json.loads(name))
    except ValueError:
        return name


def site_number(node: Node, part: str) -> int | None:
    """Return the place in a list of sites that a name or a number means; None for no site.

    Examples
    --------
    >>> site_number([{"name": "plant"}, {"name": "mine"}], "mine")
    1
    """
    if not isinstance(node, list):
        return None
    names = [str(site.get("name")) if isinstance(site, dict) else "" for site in node]
    if part in names:
        return names.index(part)
    return int(part) if part in map(str, range(len(node))) else None


def unknown_site(sites: Node, name: str, *, field: str = "") -> Problem:
    """Return the problem of a site that a study has not, with those that it has.

    Examples
    --------
    >>> print(unknown_site([{"name": "plant"}], "mill", field="--set"))
    --set: the study has no site 'mill'; allowed: plant
    """
    known = [str(site.get("name")) for site in sites if isinstance(site, dict)]
    what = message("the study has no site {name!r}", name=name)
    return Problem(what=what, allowed=allowed_names(name, known), field=field)


def with_defaults(given: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return the study with the defaults of its country, and the defaults it took.

    What stands in a section of the whole study holds for each site that does not say otherwise.
    """
    merged = {key: {} if value is None else _copy(value) for key, value in given.items()}
    sites = merged["sites"] if isinstance(merged.get("sites"), list) else []
    merged_sites = [dict(site) if isinstance(site, dict) else site for site in sites]
    taken: dict[str, Any] = {}
    for key, value in _defaults(given).items():
        section, _, name = key.rpartition(".")
        targets = merged_sites if section == "sites[]" else [_section(merged, section)]
        for target in targets:
            if isinstance(target, dict) and name not in target:
                target[name] = value
                taken[key] = value
    follow_real_rate(given, merged, taken)
    if isinstance(merged.get("sites"), list):
        merged["sites"] = [_on_general_sections(site, merged) for site in merged_sites]
    return merged, taken


def _copy(value: Node) -> Node:
    return dict(value) if isinstance(value, dict) else value


def _country(given: Mapping[str, Any]) -> str:
    identity = given.get("study")
    named = str(identity.get("country", "")).lower() if isinstance(identity, dict) else ""
    return named if f"default_{named}" in key_rows()[0] else COUNTRY_OF_A_WRONG_NAME


def _section(merged: dict[str, Any], section: str) -> Node:
    return merged.setdefault(section, {}) if section else merged


def _on_general_sections(site: Node, merged: Mapping[str, Any]) -> Node:
    if not isinstance(site, dict):
        return site
    sections = {}
    for name in SITE_SECTIONS:
        general, own = merged.get(name, {}), site.get(name, {})
        both = isinstance(general, dict) and isinstance(own, dict)
        sections[name] = {**general, **own} if both else own
    merged_site = {**site, **sections}
    if isinstance(site.get("areas"), list):
        calendar = sections["calendar"]
        merged_site["areas"] = [_on_site_calendar(area, calendar) for area in site["areas"]]
    return merged_site


def _on_site_calendar(area: Node, calendar: Node) -> Node:
    if not isinstance(area, dict) or not isinstance(calendar, dict):
        return area
    own = area.get("calendar", {})
    return {**area, "calendar": {**calendar, **own} if isinstance(own, dict) else own}


def _defaults(given: Mapping[str, Any]) -> dict[str, Any]:
    """Return the defaults of a study's country; amounts only in the country's own currency."""
    own = f"default_{_country(given)}"
    texts = {row["key"]: row[own] or row["default"] for row in key_rows()}
    values = {key: _default(text) for key, text in texts.items() if text}
    identity = given.get("study")
    currency = identity.get("currency") if isinstance(identity, dict) else None
    is_code = isinstance(currency, str) and re.fullmatch("[A-Z]{3}", currency)
    if not is_code or currency == values["study.currency"]:
        return values
    amounts = {row["key"] for row in key_rows() if row["unit"].startswith("currency")}
    return {key: value for key, value in values.items() if not value or key not in amounts}


def _default(text: str) -> Node:
    """Return a default of the table: a number or a yes, else the word itself.

    Examples
    --------
    >>> _default("0.12"), _default("true"), _default("off")
    (0.12, True, 'off')
    """
    try:
        return json.loads(text)
    except ValueError:
        return text


def as_yaml(value: Node) -> str:
    """Return a value as a study file has it.

    Examples
    --------
    >>> as_yaml(False), as_yaml(0.12), as_yaml(None)
    ('false', '0.12', 'null')
    """
    if value is None:
        return "null"
    return str(value).lower() if isinstance(value, bool) else str(value)


def used_defaults(merged: Mapping[str, Any], taken: Mapping[str, Any]) -> dict[str, Any]:
    """Return the defaults that a study makes use of: those of a loan only where there is one.

    Parameters
    ----------
    merged
        Plain keys and values of the study, right or wrong.
    taken
        Defaults it took.

    Examples
    --------
    >>> used_defaults({"sites": []}, {"storage.search": "quick", "pv.tilt_deg": 10})
    {'pv.tilt_deg': 10}
    """
    idle = tuple(f"{section}." for section in _idle_sections(merged))
    return {key: value for key, value in taken.items() if not key.startswith(idle)}


def _idle_sections(merged: Mapping[str, Any]) -> Iterator[str]:
    """Yield the sections of what is not sought: no battery, loan, shared savings, draws."""
    sites = merged.get("sites")
    stores = [
        site.get("storage")
        for site in (sites if isinstance(sites, list) else [])
        if isinstance(site, dict)
    ]
    if not any(isinstance(keys, dict) and keys.get("build") is True for keys in stores):
        yield "storage"
    debt, esco = merged.get("debt"), merged.get("esco")
    if not isinstance(debt, dict) or debt.get("kind") in (None, "none"):
        yield "debt"
    if not isinstance(esco, dict) or esco.get("esco_share") is None:
        yield "esco"
    risk = merged.get("risk")
    if isinstance(risk, dict) and risk.get("build") is False:
        yield "risk"


def default_notes(taken: Mapping[str, Any]) -> Iterator[Note]:
    """Yield one row of the register for each default that a study took."""
    rows = {row["key"]: row for row in key_rows()}
    for key, value in taken.items():
        if key in SILENT:
            continue
        row = rows[key]
        yield Note(
            what=Message(row["description"]),
            value=message("{key} = {value}", key=key, value=as_yaml(value)),
            source=message(
                "default: {source} ({year:d}, {trust})",
                source=Message(row["source"]),
                year=int(row["year"]),
                trust=Message(row["trust"]),
            ),
            effect=message("set {key} in study.yaml to use another value", key=key),
        )
