"""What is wrong with the keys of a battery although each is of the right kind."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from equipment_catalog.errors import InputError, Problem
from equipment_catalog.messages import message
from equipment_catalog.year_hours import hours_of_year
from pv_design.site import parse_coordinates, standard_utc_offset_hours
from pv_design.storage.outages import read_outages

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
        return
    if isinstance(pv, Mapping) and pv.get("build") is False:
        what = message("storage.build is true, but pv.build is false")
        allowed = message("a battery beside a photovoltaic plant")
        yield ("storage", "build"), Problem(what=what, allowed=allowed)
    if keys.get("genset_kw") is not None and keys.get("diesel_price_per_l") is None:
        what = message("storage.genset_kw stands without storage.diesel_price_per_l")
        allowed = message("the price of diesel in the currency of the study")
        yield ("storage", "genset_kw"), Problem(what=what, allowed=allowed)
    yield from _without_effect(keys)


def _without_effect(keys: Mapping[str, Any]) -> Iterator[tuple[Place, Problem]]:
    for fixed, largest in FIXED.items():
        if keys.get(fixed) is not None and keys.get(largest) is not None:
            what = message(
                "storage.{largest} has no effect beside storage.{fixed}",
                largest=largest,
                fixed=fixed,
            )
            yield ("storage", largest), Problem(what=what, allowed=message("one of the two"))
    if keys.get("cycle_charging") is True and keys.get("genset_kw") is None:
        what = message("storage.cycle_charging has no effect without storage.genset_kw")
        allowed = message("a genset, or false")
        yield ("storage", "cycle_charging"), Problem(what=what, allowed=allowed)


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
