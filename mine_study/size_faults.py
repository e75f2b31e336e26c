"""Aims and limits that no plant meets, said at the key of the study that asks for them."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING

from equipment_catalog.errors import InputError, Problem
from equipment_catalog.messages import message
from mine_study.whole_search import is_met

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mine_study.size_cases import SiteCases
    from mine_study.study_file import SiteKeys
    from mine_study.whole_search import Found
    from pv_design.size_search.objective import Objective

KEYS_OF_LIMITS = {
    "area_m2": "pv.ground_m2",
    "roof_dc_kw": "pv.area_m2",
    "capital": "pv.budget_usd",
    "ac_kw": "pv.ac_limit_kw",
    "largest_ac_kw": "tariff.export_rule",
}
"""Keys of the study by the limit they set."""
OF_ALL_PLANTS = "finance.plant_budget_usd"
"""The key behind a limit of the capital that the site itself does not set."""
KEYS_OF_FIELDS = {
    "aim": "pv.aim",
    "limits": "pv.aim",
    "inverter": "pv.inverter",
    "inverter.ac_kw": "pv.inverter",
    "area_m2": "pv.area_m2",
    "module": "pv.module",
    "module.power_w": "pv.module",
}
"""Keys of the study by the argument they become."""


@contextmanager
def at_keys(site: SiteKeys) -> Iterator[None]:
    """Name the keys of the study in the problems of a size.

    Parameters
    ----------
    site
        Checked keys of the site.

    Raises
    ------
    InputError
        Whatever is raised inside, its fields renamed where a key stands behind them.
    """
    floor = "coverage" if site.pv.aim in {"coverage", "payback"} else "least_coverage"
    limits = {f"limits.{name}": key for name, key in KEYS_OF_LIMITS.items()}
    keys = {**KEYS_OF_FIELDS, **limits, "coverage_fraction": f"pv.{floor}_fraction"}
    try:
        yield
    except InputError as error:
        raise InputError([_renamed(one, keys, site) for one in error.problems]) from None


def _renamed(problem: Problem, keys: dict[str, str], site: SiteKeys) -> Problem:
    key = keys.get(problem.field)
    if key is None or problem.file:
        return problem
    allowed = problem.allowed or message("another value")
    limits = tuple(limit for limit, name in KEYS_OF_LIMITS.items() if _is_set(site, name))
    given = ", ".join(KEYS_OF_LIMITS[limit] for limit in limits)
    said = message(
        "{allowed}; {site} is limited by {limits}",
        allowed=allowed,
        site=site.name,
        limits=given or message("nothing"),
    )
    if not problem.field.startswith("limits."):
        return replace(problem, field=key, allowed=said)
    if not _is_set(site, key):
        return replace(problem, field=OF_ALL_PLANTS, allowed=said)
    section, name = key.split(".")
    return InputError.of(key, getattr(getattr(site, section), name), allowed=said).problems[0]


def _is_set(site: SiteKeys, key: str) -> bool:
    section, name = key.split(".")
    return getattr(getattr(site, section), name) is not None


def require_coverage(site: SiteKeys, objective: Objective, found: Found, cases: SiteCases) -> None:
    """Refuse a coverage that the largest plant of the export rule does not reach.

    Parameters
    ----------
    site
        Checked keys.
    objective
        What is sought.
    found
        The best whole plants.
    cases
        The site.

    Raises
    ------
    InputError
        At the coverage, with what the rule allows.
    """
    largest = cases.first.regimes[-1].most_ac_kw
    row = found.plants.ranked.iloc[0]
    own = site.pv.ac_limit_kw is not None and site.pv.ac_limit_kw < largest
    full = row["room_largest_ac_kw"] < row["ac_kw"] / row["inverters"]
    if is_met(objective, found.plants) or own or not full:
        return
    allowed = message(
        "at most {reached:.2f}: inverters of {largest:,.0f} kW under {rule}",
        reached=float(row["coverage_fraction"]),
        largest=largest,
        rule=site.tariff.export_rule,
    )
    raise InputError.of("coverage_fraction", objective.coverage_fraction, allowed=allowed)
