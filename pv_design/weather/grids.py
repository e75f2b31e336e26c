"""The grids of the world that ship inside the package, and how a place is read from them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray

from equipment_catalog.tables import read_facts

_PACKAGE = "pv_design.weather"
_KM_PER_DEG = 111.2

Array = NDArray[np.float64]
Indices = NDArray[np.intp]


@dataclass(frozen=True, kw_only=True, eq=False)
class Grid:
    """One quantity on cells of equal steps of latitude and longitude around the whole world."""

    stored: NDArray[np.int16] | NDArray[np.float16]
    """Rows from south to north, columns from west to east, months where the quantity has them;
    below 0 (whole numbers) or NaN where there is no value. Shared, so do not write into it."""
    scale: float
    """Unit of the quantity per stored unit."""
    south_deg: float
    """Centre of the southernmost cells [deg]."""
    west_deg: float
    """Centre of the westernmost cells [deg]."""
    step_deg: float
    """From centre to centre [deg]."""

    @property
    def north_deg(self) -> float:
        """Centre of the northernmost cells that have any value [deg]."""
        has = self._has(self.stored).any(axis=tuple(range(1, self.stored.ndim)))
        return self.south_deg + self.step_deg * float(np.flatnonzero(has)[-1])

    def at(self, rows: Indices, columns: Indices) -> Array:
        """Return the values of cells, NaN where there are none; columns go round the world.

        Rows off the grid have no values either.
        """
        inside = (rows >= 0) & (rows < self.stored.shape[0])
        cells = self.stored[np.where(inside, rows, 0), columns % self.stored.shape[1]]
        known = self._has(cells) & inside.reshape(inside.shape + (1,) * (cells.ndim - inside.ndim))
        values: Array = np.where(known, cells.astype(np.float64) * self.scale, np.nan)
        return values

    def latitudes(self, rows: Indices) -> Array:
        """Return the latitudes of the centres of rows [deg]."""
        return self.south_deg + self.step_deg * rows.astype(np.float64)

    def longitudes(self, columns: Indices) -> Array:
        """Return the longitudes of the centres of columns, -180 to 180 [deg]."""
        round_the_world = np.mod(columns, self.stored.shape[1])
        return self.west_deg + self.step_deg * round_the_world.astype(np.float64)

    @staticmethod
    def _has(cells: NDArray[np.int16] | NDArray[np.float16]) -> NDArray[np.bool_]:
        return ~np.isnan(cells) if cells.dtype.kind == "f" else cells >= 0


@dataclass(frozen=True, kw_only=True, eq=False)
class Cells:
    """Cells of a grid that speak for a place, with their shares; none where it has none."""

    rows: Indices
    """From the south."""
    columns: Indices
    """From the west."""
    shares: Array
    """They sum to 1 [fraction]."""


@cache
def world_grid(array: str) -> Grid:
    """Return a grid of `data/grids.csv` by the name of its array.

    Examples
    --------
    >>> world_grid("merra2_ghi").stored.shape, world_grid("merra2_ghi").north_deg
    ((44, 120, 12), 66.0)
    """
    table = read_facts(_PACKAGE, "data/grids.csv")
    register = table[table["array"] == array].iloc[0]
    with (
        files(_PACKAGE).joinpath("data", str(register["file"])).open("rb") as stream,
        np.load(stream) as arrays,
    ):
        stored = arrays[array]
    return Grid(
        stored=stored,
        scale=float(register["scale"]),
        south_deg=float(register["south_deg"]),
        west_deg=float(register["west_deg"]),
        step_deg=float(register["step_deg"]),
    )


def corner_cells(grid: Grid, latitude: float, longitude: float) -> Cells:
    """Return the cells between whose centres a place lies, with bilinear shares.

    Corners without a value lend their share to the others; without any there are no cells.

    Examples
    --------
    >>> cells = corner_cells(world_grid("merra2_ghi"), 4.5, -75.0)
    >>> cells.shares.tolist()
    [0.5, 0.5]
    """
    row = (latitude - grid.south_deg) / grid.step_deg
    column = (longitude - grid.west_deg) / grid.step_deg
    rows = int(np.floor(row)) + np.array([0, 0, 1, 1])
    columns = int(np.floor(column)) + np.array([0, 1, 0, 1])
    shares = (1 - np.abs(rows - row)) * (1 - np.abs(columns - column))
    known = ~np.isnan(grid.at(rows, columns)).reshape(len(rows), -1).any(axis=1) & (shares > 0)
    total = shares[known].sum()
    return Cells(rows=rows[known], columns=columns[known], shares=shares[known] / (total or 1.0))


def nearest_cell(grid: Grid, latitude: float, longitude: float, *, reach_km: float) -> Cells:
    """Return the cell with a value whose centre is nearest; none if none is within reach.

    Parameters
    ----------
    grid
        Without months.
    latitude, longitude
        Of the place [deg].
    reach_km
        The furthest centre that still counts [km].

    Examples
    --------
    >>> lima = nearest_cell(world_grid("pvcz_ghi"), -12.05, -77.05, reach_km=50.0)
    >>> world_grid("pvcz_ghi").latitudes(lima.rows).tolist()
    [-11.875]
    """
    reach_deg = reach_km / _KM_PER_DEG
    narrowing = float(np.cos(np.radians(latitude)))
    north = _steps_within(latitude - grid.south_deg, reach_deg, grid.step_deg)
    east = _steps_within(longitude - grid.west_deg, reach_deg / narrowing, grid.step_deg)
    rows, columns = (axis.ravel() for axis in np.meshgrid(north, east, indexing="ij"))
    north_deg = grid.south_deg + grid.step_deg * rows - latitude
    east_deg = (grid.west_deg + grid.step_deg * columns - longitude) * narrowing
    away_km = np.hypot(north_deg, east_deg) * _KM_PER_DEG
    counts = ~np.isnan(grid.at(rows, columns)) & (away_km <= reach_km)
    found = np.flatnonzero(counts)[np.argsort(away_km[counts], kind="stable")[:1]]
    return Cells(rows=rows[found], columns=columns[found], shares=np.ones(len(found)))


def _steps_within(offset_deg: float, reach_deg: float, step_deg: float) -> Indices:
    first = int(np.floor((offset_deg - reach_deg) / step_deg))
    last = int(np.ceil((offset_deg + reach_deg) / step_deg))
    return np.arange(first, last + 1)


def mean_of_cells(grid: Grid, cells: Cells) -> Array:
    """Return the value of a place from its cells, by month where the grid has months.

    Examples
    --------
    >>> grid = world_grid("merra2_ghi")
    >>> mean_of_cells(grid, corner_cells(grid, 2.983982, -76.6507771)).round(2).tolist()[:3]
    [5.0, 4.74, 4.94]
    """
    mean: Array = cells.shares @ grid.at(cells.rows, cells.columns)
    return mean


def block_around(grid: Grid, cells: Cells) -> Array:
    """Return the values of the 3 x 3 cells around the first cell, those without a value left out.

    Examples
    --------
    >>> grid = world_grid("pvcz_ghi")
    >>> here = nearest_cell(grid, 2.983982, -76.6507771, reach_km=50.0)
    >>> block_around(grid, here).round(2).max()
    np.float64(5.46)
    """
    steps = np.arange(-1, 2)
    rows, columns = np.meshgrid(cells.rows[0] + steps, cells.columns[0] + steps)
    block = grid.at(rows, columns)
    return block[~np.isnan(block)]
