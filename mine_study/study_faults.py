"""What is wrong between keys of a study although each of them may stand alone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from equipment_catalog.errors import Problem
from equipment_catalog.messages import message
from mine_study.debt_faults import debt_faults
from mine_study.finance_faults import finance_faults
from mine_study.risk_faults import risk_faults

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from mine_study.yaml_places import Place

ONE_FOR_ALL_SITES = ("tariff", "free_reactive_fraction")
ONE_FOR_EACH_SITE = ("meter", "file")


def study_faults(merged: Mapping[str, Any]) -> Iterator[tuple[Place, Problem]]:
    """Yield each fault with the place of its key.

    Works on plain keys; a key of the wrong kind is left to the model of the study.

    Examples
    --------
    >>> for place, fault in study_faults({"production": {"f80_um": 106, "p80_um": 9500}}):
    ...     print(place, fault.what)
    ('production', 'p80_um') the product of 9500 µm is not finer than the feed of 106 µm
    """
    yield from _impossible_fineness(merged)
    yield from _files_without_source(merged)
    yield from finance_faults(merged)
    yield from debt_faults(merged)
    yield from risk_faults(merged)


def _impossible_fineness(merged: Mapping[str, Any]) -> Iterator[tuple[Place, Problem]]:
    production = merged.get("production")
    given = production if isinstance(production, dict) else {}
    feed, product = given.get("f80_um"), given.get("p80_um")
    if isinstance(feed, int | float) and isinstance(product, int | float) and product >= feed:
        what = message(
            "the product of {product:g} µm is not finer than the feed of {feed:g} µm",
            product=product,
            feed=feed,
        )
        allowed = message("less than f80_um")
        yield ("production", "p80_um"), Problem(what=what, allowed=allowed)
    yield from _files_of_two_sites(merged)
    yield from _free_shares_that_differ(merged)


def _by_site(merged: Mapping[str, Any], key: tuple[str, str]) -> Iterator[tuple[Place, Any]]:
    """Yield place and value of a key of every site that has the section of the key."""
    sites = merged.get("sites")
    for number, site in enumerate(sites if isinstance(sites, list) else []):
        section = site.get(key[0]) if isinstance(site, dict) else None
        if isinstance(section, dict):
            yield ("sites", number, *key), section.get(key[1])


def _files_of_two_sites(merged: Mapping[str, Any]) -> Iterator[tuple[Place, Problem]]:
    seen: set[str] = set()
    for place, name in _by_site(merged, ONE_FOR_EACH_SITE):
        if isinstance(name, str) and name in seen:
            what = message("the meter file {name!r} stands at two sites", name=name)
            yield place, Problem(what=what, allowed=message("a meter belongs to one site"))
        elif isinstance(name, str):
            seen.add(name)


def _free_shares_that_differ(merged: Mapping[str, Any]) -> Iterator[tuple[Place, Problem]]:
    shares = [found for found in _by_site(merged, ONE_FOR_ALL_SITES) if _is_number(found[1])]
    for place, share in shares[1:]:
        if share != shares[0][1]:
            what = message("{share:g} differs from the first site's free share", share=share)
            allowed = message("one free share of reactive energy for all sites of a study")
            yield place, Problem(what=what, allowed=allowed)


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _files_without_source(merged: Mapping[str, Any]) -> Iterator[tuple[Place, Problem]]:
    """Yield a fault where a weather file is named that no source lets anybody read.

    A site may turn away from the file of the whole study, which is then no mistake of the site.
    """
    of_all = _weather_keys(merged)
    sites = merged.get("sites")
    for number, site in enumerate(sites if isinstance(sites, list) else []):
        keys = _weather_keys(site)
        file, source = keys.get("file"), keys.get("source")
        turned_away = of_all.get("source") == "file" and file == of_all.get("file")
        if not isinstance(file, str) or source == "file" or turned_away:
            continue
        what = message("weather.file stands without weather.source: file")
        allowed = message(
            "source: file, to read {file}; or no file, for the source {source}",
            file=file,
            source=str(source),
        )
        yield ("sites", number, "weather", "file"), Problem(what=what, allowed=allowed)


def _weather_keys(section: object) -> Mapping[str, Any]:
    keys = section.get("weather") if isinstance(section, dict) else None
    return keys if isinstance(keys, dict) else {}
