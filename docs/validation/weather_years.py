"""Hourly years of public files, read without the product, to compare synthetic years with."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta, timezone
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pvlib
from numpy.typing import NDArray

from pv_design.sun_position import sun_of_hours
from pv_design.weather.climate_spread import spread_of_climate
from pv_design.weather.synthetic_year import clear_sky_ghi

if TYPE_CHECKING:
    from collections.abc import Callable

    from pv_design.weather.climate_spread import ClimateSpread

HERE = Path(__file__).parent
EXAMPLES = HERE.parents[2] / "shared" / "data" / "weather"
WITH_PVLIB = Path(pvlib.__file__).parent / "data"
DAYS, HOURS, MONTHS = 365, 24, 12
LOWEST_HEIGHT_DEG = 5
"""Hours with a lower sun are left out of the distributions: their clearness is mostly noise."""

Array = NDArray[np.float64]


@dataclass(frozen=True, kw_only=True, eq=False)
class RealYear:
    """A file's hours, one row a day where it is an array, and the sun over them."""

    name: str
    latitude: float
    longitude: float
    altitude_m: float
    data: pd.DataFrame
    """`ghi`, `temp_air`, `wind_speed` and, where the file has them, `dni` and `dhi`."""
    sun: pd.DataFrame
    """From the product, at the moments the rows stand for."""
    ghi: Array
    """Days by hours [W/m2]."""
    clear_sky: Array
    """Days by hours [W/m2]."""
    outside: Array
    """On the horizontal outside the atmosphere, days by hours [W/m2]."""
    month_of_day: NDArray[np.int_]

    @property
    def monthly_ghi_kwh_m2_day(self) -> Array:
        """Twelve means: all that a synthesis is told."""
        days = pd.Series(self.ghi.sum(axis=1) / 1000)
        means: Array = days.groupby(self.month_of_day).mean().to_numpy()
        return means

    @property
    def climate(self) -> ClimateSpread:
        """Class of the place, as the product has it."""
        return spread_of_climate(self.latitude, self.longitude, self.altitude_m)

    @property
    def sine_of_height(self) -> Array:
        """Of the sun, 0 while it is down, days by hours."""
        sine = np.cos(np.radians(self.sun["zenith"].to_numpy())).clip(min=0)
        by_day: Array = sine.reshape(DAYS, HOURS)
        return by_day

    def hourly_clearness(self, ghi: Array) -> Array:
        """Return global over extraterrestrial irradiance of the hours with a sun of 5 degrees."""
        high = self.sine_of_height > np.sin(np.radians(LOWEST_HEIGHT_DEG))
        clearness: Array = ghi[high] / self.outside[high]
        return clearness

    def daily_clearness(self, ghi: Array) -> Array:
        """Return global over extraterrestrial irradiation of every day."""
        clearness: Array = ghi.sum(axis=1) / self.outside.sum(axis=1)
        return clearness

    def lag_one(self, ghi: Array) -> float:
        """Return the correlation of a day's index, less its month's mean, with the next one's."""
        index = pd.Series(ghi.sum(axis=1) / self.clear_sky.sum(axis=1))
        return float((index - index.groupby(self.month_of_day).transform("mean")).autocorr())


def sites() -> pd.DataFrame:
    """Return the table of the files, with the path of each."""
    table = pd.read_csv(HERE / "weather_sites.csv")
    folders = [WITH_PVLIB if "pvlib" in origin else EXAMPLES for origin in table["origin"]]
    paths = [folder / file for folder, file in zip(folders, table["file"], strict=True)]
    return table.assign(path=paths)


@cache
def real_year(name: str) -> RealYear:
    """Return the year of a site of `weather_sites.csv`."""
    (row,) = sites().query("name == @name").to_dict(orient="records")
    latitude, longitude, altitude_m = (
        float(row[column]) for column in ("latitude", "longitude", "altitude_m")
    )
    sun = sun_of_hours(
        latitude,
        longitude,
        altitude_m,
        year=2025,
        zone=timezone(timedelta(hours=float(row["utc_offset_hours"]))),
        sun_offset_minutes=float(row["sun_offset_minutes"]),
    )
    data = READERS[str(row["reader"])](Path(row["path"])).set_axis(sun.index)
    height = np.cos(np.radians(sun["zenith"])).clip(lower=0)
    clear = clear_sky_ghi(sun, latitude=latitude, longitude=longitude, altitude_m=altitude_m)
    return RealYear(
        name=name,
        latitude=latitude,
        longitude=longitude,
        altitude_m=altitude_m,
        data=data,
        sun=sun,
        ghi=data["ghi"].to_numpy().reshape(DAYS, HOURS),
        clear_sky=clear.to_numpy().reshape(DAYS, HOURS),
        outside=(sun["dni_extra"] * height).to_numpy().reshape(DAYS, HOURS),
        month_of_day=pd.DatetimeIndex(sun.index).month.to_numpy()[::HOURS],
    )


def _renamed(table: pd.DataFrame, names: dict[str, str]) -> pd.DataFrame:
    return table.rename(columns=names)[list(names.values())].astype(float).reset_index(drop=True)


def _iquitos(path: Path) -> pd.DataFrame:
    names = {f"{part}_wm2": part for part in ("ghi", "dni", "dhi")}
    air = {"temp_air_c": "temp_air", "wind_speed_ms": "wind_speed"}
    return _renamed(pd.read_csv(path), names | air)


def _san_andres(path: Path) -> pd.DataFrame:
    names = {"ghi_w_m2": "ghi", "temp_air_c": "temp_air", "wind_speed_m_s": "wind_speed"}
    return _renamed(pd.read_csv(path), names)


def _explorador(path: Path) -> pd.DataFrame:
    names = {"ghi": "ghi", "dni": "dni", "difh": "dhi", "temp": "temp_air", "vel": "wind_speed"}
    return _renamed(pd.read_csv(path, skiprows=41), names)


def _psm4(path: Path) -> pd.DataFrame:
    names = {part.upper(): part for part in ("ghi", "dni", "dhi")}
    air = {"Temperature": "temp_air", "Wind Speed": "wind_speed"}
    return _renamed(pd.read_csv(path), names | air)


def _pvgis(path: Path) -> pd.DataFrame:
    """Return the rows in the standard time of the site: the file is in UTC."""
    sun = {"G(h)": "ghi", "Gb(n)": "dni", "Gd(h)": "dhi"}
    air = {"T2m": "temp_air", "WS10m": "wind_speed"}
    table = _renamed(pd.read_csv(path, skiprows=17, nrows=DAYS * HOURS), sun | air)
    return pd.DataFrame(np.roll(table.to_numpy(), 1, axis=0), columns=table.columns)


def _tmy2(path: Path) -> pd.DataFrame:
    names = {"GHI": "ghi", "DNI": "dni", "DHI": "dhi", "DryBulb": "temp_air", "Wspd": "wind_speed"}
    table = _renamed(pvlib.iotools.read_tmy2(path)[0], names)
    return table.assign(temp_air=table["temp_air"] / 10, wind_speed=table["wind_speed"] / 10)


def _tmy3(path: Path) -> pd.DataFrame:
    names = ("ghi", "dni", "dhi", "temp_air", "wind_speed")
    return _renamed(
        pvlib.iotools.read_tmy3(path, map_variables=True)[0], dict(zip(names, names, strict=True))
    )


READERS: dict[str, Callable[[Path], pd.DataFrame]] = {
    "iquitos": _iquitos,
    "san_andres": _san_andres,
    "explorador": _explorador,
    "psm4": _psm4,
    "pvgis": _pvgis,
    "tmy2": _tmy2,
    "tmy3": _tmy3,
}
"""Name of a reader in `weather_sites.csv` to the function: rows in local standard time."""
