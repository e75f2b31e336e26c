"""The climate that ships inside: two public grids, their level, their shape and their doubt."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from equipment_catalog.errors import InputError, Problem
from equipment_catalog.messages import message
from equipment_catalog.tables import read_fact, read_facts
from pv_design.altitude import lookup_altitude_m
from pv_design.site import check_latitude, check_longitude

if TYPE_CHECKING:
    import pandas as pd

_PACKAGE = "pv_design.weather"
_FACTS = (_PACKAGE, "data/weather_facts.csv")
_MERRA2_STEP_DEG = 3.0
_PVCZ_STEP_DEG = 0.25
_ALTITUDE_STEP_DEG = 1 / 12
_DAYS_OF_MONTHS = np.array([31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31], dtype=float)

Array = NDArray[np.float64]


@dataclass(frozen=True, kw_only=True, eq=False)
class Climatology:
    """Long-term sun and temperature of a site as the embedded grids have them."""

    monthly_ghi_kwh_m2_day: Array
    """January to December: the shape of MERRA-2 at the mean level of the two grids."""
    ghi_kwh_m2_day: float
    """Mean of the two annual levels."""
    merra2_ghi_kwh_m2_day: float
    """Annual level of MERRA-2, bilinear between cells of 3 degrees."""
    pvcz_ghi_kwh_m2_day: float
    """Annual level of PVCZ, bilinear between land cells of 0.25 degrees."""
    pvcz_cell_ghi_kwh_m2_day: float
    """The PVCZ land cell nearest to the site."""
    pvcz_neighbours_ghi_kwh_m2_day: tuple[float, float, float]
    """Lowest, mean and highest of the 3 x 3 PVCZ cells around it, the sea left out."""
    temp_air_c: float
    """Annual mean at the altitude of the site [degC]; on the coast never above the cells'."""
    sigma_resource_fraction: float
    """One standard deviation of the annual level."""
    on_the_coast: bool
    """On the Pacific slope under the garua, where both grids fail together."""

    @property
    def is_uneven(self) -> bool:
        """Whether the PVCZ cells around the site disagree."""
        return _is_uneven(self.pvcz_neighbours_ghi_kwh_m2_day)


def embedded_climatology(latitude: float, longitude: float, *, altitude_m: float) -> Climatology:
    """Return the sun and the temperature of a site from the grids inside the package.

    Parameters
    ----------
    latitude, longitude
        Of the site [deg].
    altitude_m
        Above sea level [m]: the temperature follows it, and the coast is known by it.

    Raises
    ------
    InputError
        If the place is not on Earth or outside the grids.

    Notes
    -----
    MERRA-2 2011-2015 (Gelaro et al. 2017) and Photovoltaic Climate Zones (Karin et al. 2019);
    see `data/grids.csv`. The temperature of the cells follows the altitude of the site by the
    standard lapse rate. On the Peruvian coast it does so only upward: the inversion over the
    cold current keeps the shore no warmer than the cells, which lie in the hills behind it.

    Examples
    --------
    >>> climate = embedded_climatology(2.983982, -76.6507771, altitude_m=1200.0)
    >>> round(climate.merra2_ghi_kwh_m2_day, 2), round(climate.pvcz_cell_ghi_kwh_m2_day, 2)
    (4.86, 5.46)
    """
    check_latitude(latitude)
    check_longitude(longitude)
    months = _merra2_months(latitude, longitude)
    merra2 = float(months @ _DAYS_OF_MONTHS / _DAYS_OF_MONTHS.sum())
    cells = _pvcz_near(latitude, longitude)
    weights = _bilinear_weights(cells, latitude, longitude)
    pvcz = float(weights @ cells["ghi_kwh_m2_day"])
    nearest, neighbours = _neighbourhood(cells)
    level = (merra2 + pvcz) / 2
    coast = is_peruvian_coast(latitude, longitude, altitude_m=altitude_m)
    return Climatology(
        monthly_ghi_kwh_m2_day=months * level / merra2,
        ghi_kwh_m2_day=level,
        merra2_ghi_kwh_m2_day=merra2,
        pvcz_ghi_kwh_m2_day=pvcz,
        pvcz_cell_ghi_kwh_m2_day=nearest,
        pvcz_neighbours_ghi_kwh_m2_day=neighbours,
        temp_air_c=_temperature_at(
            altitude_m, cells[weights > 0], weights[weights > 0], inversion=coast
        ),
        sigma_resource_fraction=_sigma(coast=coast, uneven=_is_uneven(neighbours)),
        on_the_coast=coast,
    )


def is_peruvian_coast(latitude: float, longitude: float, *, altitude_m: float) -> bool:
    """Tell whether a site lies low on the Pacific slope of Peru or northernmost Chile.

    The shore is a line through one point a degree of latitude, good to about 0.2 degrees.

    Examples
    --------
    >>> is_peruvian_coast(-12.05, -77.05, altitude_m=100.0)
    True
    >>> is_peruvian_coast(-3.75, -73.25, altitude_m=104.0)
    False
    """
    shore = read_facts(_PACKAGE, "data/peruvian_coast.csv").sort_values("latitude")
    if not shore["latitude"].min() <= latitude <= shore["latitude"].max():
        return False
    shore_longitude = float(np.interp(latitude, shore["latitude"], shore["longitude"]))
    width = read_fact(*_FACTS, "coast_width_deg").value
    top = read_fact(*_FACTS, "coast_altitude_m").value
    return bool(longitude - shore_longitude < width and altitude_m < top)


@cache
def _merra2_table() -> pd.DataFrame:
    table = read_facts(_PACKAGE, "data/merra2_monthly_ghi.csv")
    return table.pivot_table(
        index=["latitude", "longitude"], columns="month", values="ghi_kwh_m2_day"
    ).reset_index()


def _merra2_months(latitude: float, longitude: float) -> Array:
    cells = _around(_merra2_table(), latitude, longitude, reach_deg=_MERRA2_STEP_DEG)
    weights = _corner_weights(cells, latitude, longitude, step_deg=_MERRA2_STEP_DEG)
    if not weights.sum() > 0:
        raise _outside(latitude, longitude)
    months: Array = weights / weights.sum() @ cells[list(range(1, 13))].to_numpy(dtype=float)
    return months


def _pvcz_near(latitude: float, longitude: float) -> pd.DataFrame:
    table = read_facts(_PACKAGE, "data/pvcz_annual_ghi_temperature.csv")
    near = _around(table, latitude, longitude, reach_deg=2 * _PVCZ_STEP_DEG)
    if near.empty:
        raise _outside(latitude, longitude)
    east_west = (near["longitude"] - longitude) * np.cos(np.radians(latitude))
    away = np.hypot(east_west, near["latitude"] - latitude)
    return near.assign(away_deg=away).sort_values("away_deg", kind="stable", ignore_index=True)


def _around(
    table: pd.DataFrame, latitude: float, longitude: float, *, reach_deg: float
) -> pd.DataFrame:
    north_south = (table["latitude"] - latitude).abs() < reach_deg
    east_west = (table["longitude"] - longitude).abs() < reach_deg
    return table[north_south & east_west]


def _corner_weights(
    cells: pd.DataFrame, latitude: float, longitude: float, *, step_deg: float
) -> Array:
    north_south = 1 - (cells["latitude"] - latitude).abs() / step_deg
    east_west = 1 - (cells["longitude"] - longitude).abs() / step_deg
    weights: Array = (north_south.clip(lower=0) * east_west.clip(lower=0)).to_numpy(dtype=float)
    return weights


def _bilinear_weights(cells: pd.DataFrame, latitude: float, longitude: float) -> Array:
    weights = _corner_weights(cells, latitude, longitude, step_deg=_PVCZ_STEP_DEG)
    if weights.sum() > 0:
        shares: Array = weights / weights.sum()
        return shares
    return np.eye(1, len(cells), dtype=np.float64).ravel()


def _neighbourhood(cells: pd.DataFrame) -> tuple[float, tuple[float, float, float]]:
    nearest = cells.iloc[0]
    table = read_facts(_PACKAGE, "data/pvcz_annual_ghi_temperature.csv")
    block = _around(
        table, nearest["latitude"], nearest["longitude"], reach_deg=1.5 * _PVCZ_STEP_DEG
    )["ghi_kwh_m2_day"]
    return float(nearest["ghi_kwh_m2_day"]), (
        float(block.min()),
        float(block.mean()),
        float(block.max()),
    )


def _temperature_at(
    altitude_m: float, cells: pd.DataFrame, weights: Array, *, inversion: bool
) -> float:
    lapse = read_fact(*_FACTS, "lapse_rate_k_per_km").value / 1000
    altitudes = np.array(
        [
            _cell_altitude_m(float(latitude), float(longitude))
            for latitude, longitude in zip(cells["latitude"], cells["longitude"], strict=True)
        ]
    )
    climb_m = altitude_m - altitudes
    if inversion:
        climb_m = np.maximum(climb_m, 0.0)
    return float(weights @ (cells["temp_air_c"] + lapse * climb_m))


def _cell_altitude_m(latitude: float, longitude: float) -> float:
    """Return the mean of the nine altitudes of 5 minutes inside a cell of 0.25 degrees [m]."""
    steps = (-_ALTITUDE_STEP_DEG, 0.0, _ALTITUDE_STEP_DEG)
    altitudes = [lookup_altitude_m(latitude + y, longitude + x) for y in steps for x in steps]
    return float(np.mean(altitudes))


def _is_uneven(neighbours: tuple[float, float, float]) -> bool:
    lowest, mean, highest = neighbours
    return (highest - lowest) / mean > read_fact(*_FACTS, "uneven_spread_fraction").value


def _sigma(*, coast: bool, uneven: bool) -> float:
    kind = "coast" if coast else "uneven" if uneven else "inland"
    return read_fact(*_FACTS, f"sigma_{kind}_fraction").value


def _outside(latitude: float, longitude: float) -> InputError:
    return InputError(
        [
            Problem(
                what=message(
                    "the weather inside the package does not reach {latitude:g}, {longitude:g}",
                    latitude=latitude,
                    longitude=longitude,
                ),
                allowed=message(
                    "land between 24 S and 12 N, 82 W and 58 W; elsewhere bring an hourly "
                    "weather file of the site"
                ),
                field="latitude, longitude",
            )
        ]
    )
