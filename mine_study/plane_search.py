"""Tilt, azimuth and DC/AC ratio searched together with the size, where the study asks for it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from equipment_catalog.tables import read_fact
from mine_study.plant_production import NORTH, SOUTH
from pv_design.size_search.orientation import BestPlane, best_plane

if TYPE_CHECKING:
    from mine_study.size_cases import SiteCases
    from mine_study.study_file import PvKeys
    from pv_design.size_search.objective import Objective, SizeCase
    from pv_design.size_search.orientation import LimitsOfPlane

FACTS = ("pv_design", "data/production.csv")
FINER = 2
"""How often the steps of the grid are halved about its best."""
FULL_CIRCLE_DEG = 360.0


def searched_plane(
    keys: PvKeys,
    cases: SiteCases,
    objective: Objective,
    *,
    limits_of_plane: LimitsOfPlane,
    latitude: float,
    ratios: tuple[float, float],
    efficiency_fraction: float | None,
) -> BestPlane | None:
    """Return the best plane and DC/AC ratio; None where the keys give both.

    Parameters
    ----------
    keys
        Checked keys of the plant.
    cases
        The site.
    objective
        What is sought.
    limits_of_plane
        Gives the limits of the size under a tilt and an azimuth [deg].
    latitude
        North positive [deg].
    ratios
        Least and largest DC/AC ratio.
    efficiency_fraction
        Nominal, of the inverters.

    Raises
    ------
    InputError
        As `best_size.best_size` does.
    """
    is_turned, is_loaded = keys.orientation == "best", keys.dc_ac == "best"
    if not (is_turned or is_loaded):
        return None
    tilts, azimuths = [cases.task.tilt_deg], [cases.task.azimuth_deg]
    if is_turned:
        tilts, azimuths = _tilts(latitude), _azimuths(latitude)

    def case_of_plane(tilt_deg: float, azimuth_deg: float, dc_ac_ratio: float) -> SizeCase:
        turned = cases.turned(tilt_deg, azimuth_deg % FULL_CIRCLE_DEG)
        return turned.at(dc_ac_ratio, efficiency_fraction)

    best = best_plane(
        case_of_plane,
        objective,
        tilt_deg=tilts,
        azimuth_deg=azimuths,
        dc_ac_ratio=_thirds(*ratios) if is_loaded else [min(keys.dc_ac_ratio, ratios[1])],
        finer=FINER,
        limits_of_plane=limits_of_plane,
    )
    return replace(best, azimuth_deg=best.azimuth_deg % FULL_CIRCLE_DEG)


def _tilts(latitude: float) -> list[float]:
    beyond = read_fact(*FACTS, "tilt_beyond_latitude").value
    return _thirds(read_fact(*FACTS, "tilt_least").value, abs(latitude) + beyond)


def _azimuths(latitude: float) -> list[float]:
    equator = SOUTH if latitude >= 0 else NORTH
    swing = read_fact(*FACTS, "azimuth_swing").value
    return [equator - swing, equator, equator + swing]


def _thirds(low: float, high: float) -> list[float]:
    return [low, (low + high) / 2, high]
