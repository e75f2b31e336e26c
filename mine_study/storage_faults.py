"""What is wrong with the keys of a battery although each is of the right kind."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from equipment_catalog.errors import InputError, Problem
from equipment_catalog.messages import message
from equipment_catalog.year_hours import hours_of_year
from pv_design.site import parse_coordinates, standard_utc_offset_hours
from pv_design.storage.outage_log import read_outages

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from mine_study.study_file import Study
    from mine_study.yaml_places import Place

FIXED = {"capacity_kwh": "largest_kwh", "power_kw": "largest_kw"}


def storage_faults(storage: object, pv: object) -> Iterator[tuple[Place, Problem]]:
    """Yield each fault of the plain keys of a site's storage with its place inside the site.

    Parameters
    ----------
    storage, pv
        Sections of the site, right or wrong.
    """
    keys = storage if isinstance(storage, Mapping) else {}
    if keys.get("build") is not True:
        if keys.get("off_grid") is True:
            what = message("storage.off_grid is true, but storage.build is false")
            allowed = message("storage.build: true, or a site with a grid")
            yield ("storage", "off_grid"), Problem(what=what, allowed=allowed)
        return
    yield from _without_grid(keys)
    if isinstance(pv, Mapping) and pv.get("build") is False:
        what = message("storage.build is true, but pv.build is false")
        allowed = message("a battery beside a photovoltaic plant")
        yield ("storage", "build"), Problem(what=what, allowed=allowed)
    if keys.get("genset_kw") is not None and keys.get("diesel_price_per_l") is None:
        what = message("storage.genset_kw stands without storage.diesel_price_per_l")
        allowed = message("the price of diesel in the currency of the study")
        yield ("storage", "genset_kw"), Problem(what=what, allowed=allowed)
    yield from _without_effect(keys)


def _without_grid(keys: Mapping[str, Any]) -> Iterator[tuple[Place, Problem]]:
    if keys.get("off_grid") is not True:
        return
    if keys.get("genset_kw") is None:
        what = message("storage.off_grid stands without storage.genset_kw")
        allowed = message("the power of the genset that carries the site today")
        yield ("storage", "genset_kw"), Problem(what=what, allowed=allowed)
    if keys.get("unserved_value_per_kwh") is None:
        what = message("storage.off_grid stands without storage.unserved_value_per_kwh")
        allowed = message("what a kWh that is not served costs the mine: more than its diesel")
        yield ("storage", "unserved_value_per_kwh"), Problem(what=what, allowed=allowed)
    if keys.get("diesel_price_per_l") == 0:
        what = message("storage.off_grid stands beside diesel that costs nothing")
        allowed = message("a price above 0: diesel is all that a kWh costs without a grid")
        yield ("storage", "diesel_price_per_l"), Problem(what=what, allowed=allowed)


def _without_effect(keys: Mapping[str, Any]) -> Iterator[tuple[Place, Problem]]:
    for fixed, largest in FIXED.items():
        if keys.get(fixed) is not None and keys.get(largest) is not None:
            what = message(
                "storage.{largest} has no effect beside storage.{fixed}",
                largest=largest,
                fixed=fixed,
            )
            yield ("storage", largest), Problem(what=what, allowed=message("one of the two"))
    yield from _idle_without_outages(keys)
    if keys.get("cycle_charging") is True and keys.get("genset_kw") is None:
        what = message("storage.cycle_charging has no effect without storage.genset_kw")
        allowed = message("a genset, or false")
        yield ("storage", "cycle_charging"), Problem(what=what, allowed=allowed)


def _idle_without_outages(keys: Mapping[str, Any]) -> Iterator[tuple[Place, Problem]]:
    """Yield the keys that stand beside others under which they change nothing."""
    is_drawn = (keys.get("outages_per_year") or 0) != 0
    if keys.get("outage_file") is not None and is_drawn:
        what = message("storage.outages_per_year has no effect beside storage.outage_file")
        yield ("storage", "outages_per_year"), Problem(what=what, allowed=message("one of the two"))
    if keys.get("off_grid") is True or keys.get("outage_file") is not None or is_drawn:
        return
    allowed = message("storage.outages_per_year or storage.outage_file")
    if keys.get("unserved_value_per_kwh") is not None:
        what = message("storage.unserved_value_per_kwh has no effect without outages")
        yield ("storage", "unserved_value_per_kwh"), Problem(what=what, allowed=allowed)
    if keys.get("rules") in ("backup_reserve", ["backup_reserve"]):
        what = message("the rule backup_reserve has nothing to act on without outages")
        yield ("storage", "rules"), Problem(what=what, allowed=allowed)


def outage_files(study: Study, folder: Path) -> tuple[tuple[Path, ...], tuple[Problem, ...]]:
    """Return the logs of outages of all sites, each once, and what is wrong with them.

    Parameters
    ----------
    study
        Checked keys.
    folder
        Folder of the study.
    """
    problems: list[Problem] = []
    files: list[Path] = []
    for site in study.sites:
        if not site.storage.build or site.storage.outage_file is None:
            continue
        files.append(folder / site.storage.outage_file)
        offset = site.utc_offset_hours
        if offset is None:
            offset = standard_utc_offset_hours(parse_coordinates(site.coordinates)[1])
        try:
            read_outages(files[-1], hours_of_year(study.study.year, offset))
        except InputError as error:
            problems += [problem for problem in error.problems if problem not in problems]
    return tuple(dict.fromkeys(files)), tuple(problems)
