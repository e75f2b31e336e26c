"""The annual sun of PVCZ at a site and how much its cells disagree."""

from __future__ import annotations

from dataclasses import dataclass

from equipment_catalog.tables import read_fact
from pv_design.weather.grids import (
    block_around,
    corner_cells,
    mean_of_cells,
    nearest_cell,
    world_grid,
)
from pv_design.weather.resource_trust import is_uneven

_REACH = ("pv_design.weather", "data/embedded_facts.csv")


@dataclass(frozen=True, kw_only=True, eq=False)
class LandSun:
    """The sun of PVCZ at a site and around it [kWh/m2/day]."""

    ghi: float
    """Annual level, bilinear between land cells of 0.25 degrees."""
    cell_ghi: float
    """Of the land cell nearest to the site."""
    neighbours_ghi: tuple[float, float, float]
    """Lowest, mean and highest of the 3 x 3 cells around it, the sea left out."""

    @property
    def is_uneven(self) -> bool:
        """Whether the cells around the site disagree."""
        return is_uneven(self.neighbours_ghi)


def land_sun(latitude: float, longitude: float) -> LandSun | None:
    """Return the sun of the land cells at a place; None where none is within reach.

    Examples
    --------
    >>> round(land_sun(2.983982, -76.6507771).ghi, 2), land_sun(12.54, -81.71)
    (5.1, None)
    """
    grid = world_grid("pvcz_ghi")
    reach_km = read_fact(*_REACH, "land_reach_km").value
    nearest = nearest_cell(grid, latitude, longitude, reach_km=reach_km)
    if not len(nearest.rows):
        return None
    corners = corner_cells(grid, latitude, longitude)
    block = block_around(grid, nearest)
    return LandSun(
        ghi=float(mean_of_cells(grid, corners if len(corners.rows) else nearest)),
        cell_ghi=float(mean_of_cells(grid, nearest)),
        neighbours_ghi=(float(block.min()), float(block.mean()), float(block.max())),
    )
