"""The weather of twelve sites from 68 N to 37 S, and PVWatts v8 run on it."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import pvlib
from PySAM import Pvwattsv8  # type: ignore[import-untyped]

from pv_design.sun_position import sun_of_hours
from pv_design.weather import Weather, embedded_weather, read_weather
from pv_design.weather.climate_spread import spread_of_climate
from pv_design.weather.synthetic_year import split_global, synthetic_year

if TYPE_CHECKING:
    from collections.abc import Mapping

HERE = Path(__file__).parent
WITH_PVLIB = Path(pvlib.__file__).parent / "data"
HOUR_DEG, WIND_M_S, YEAR = 15.0, 2.0, 2025
ALBEDO, LOSSES, DC_KW, MAX_ANGLE_DEG, ROW_GCR, FAR_GCR = 0.2, 0.1408, 100.0, 60.0, 0.4, 0.01


def sites() -> pd.DataFrame:
    """Return the table of the sites."""
    return pd.read_csv(HERE / "pv_production_sites.csv", keep_default_na=False)


def site_of(name: str) -> dict[str, Any]:
    """Return the row of a site."""
    table = sites()
    (row,) = table[table["name"] == name].to_dict("records")
    return {str(column): value for column, value in row.items()}


@cache
def weather_of(name: str) -> Weather:
    """Return the year that both chains are fed with."""
    row = site_of(name)
    place = (float(row["latitude"]), float(row["longitude"]))
    altitude_m = float(row["altitude_m"])
    if row["file"]:
        return read_weather(WITH_PVLIB / str(row["file"]))
    if row["origin"] == "declared means":
        return _declared(name, *place, altitude_m)
    return embedded_weather(*place, altitude_m=altitude_m)


def _declared(name: str, latitude: float, longitude: float, altitude_m: float) -> Weather:
    means = pd.read_csv(HERE / "pv_declared_means.csv")
    table = means[means["name"] == name]
    zone = pd.Timestamp(f"{YEAR}-01-01T00:00{round(longitude / HOUR_DEG):+03d}:00").tz
    sun = sun_of_hours(latitude, longitude, altitude_m, year=YEAR, zone=zone)
    climate = spread_of_climate(latitude, longitude, altitude_m)
    made = synthetic_year(
        table["ghi_kwh_m2_day"].to_list(),
        sun,
        latitude=latitude,
        longitude=longitude,
        altitude_m=altitude_m,
        daily_spread=climate.daily_spread,
        daily_persistence=climate.daily_persistence,
        seed=1,
    )
    months = pd.DatetimeIndex(sun.index).month.to_numpy()
    air = table.set_index("month")["temp_air_c"].astype(float).reindex(months).to_numpy()
    data = split_global(made.ghi, sun).assign(temp_air=air, wind_speed=WIND_M_S)
    return Weather(
        data=data,
        latitude=latitude,
        longitude=longitude,
        altitude_m=altitude_m,
        source="declared means",
        period=str(YEAR),
        sigma_resource_fraction=0.08,
    )


def pvwatts(weather: Weather, **system: float) -> dict[str, Any]:
    """Return the outputs of PVWatts v8 run on the hours of a weather.

    Parameters
    ----------
    weather
        Whose hours are labelled by their start.
    system
        What differs from a rack of 100 kW without neighbours: tilt, azimuth, array_type, gcr.
    """
    model = Pvwattsv8.new()
    resource = model.SolarResource
    resource.solar_resource_data = _resource(weather)
    resource.use_wf_albedo, resource.albedo = 0, [ALBEDO]
    common = {
        "system_capacity": DC_KW,
        "module_type": 0,
        "array_type": 0,
        "gcr": FAR_GCR,
        "losses": 100 * LOSSES,
        "inv_eff": 96.0,
        "dc_ac_ratio": 1.2,
        "rotlim": MAX_ANGLE_DEG,
    }
    model.SystemDesign.assign(common | system)
    model.execute(0)
    outputs: dict[str, Any] = model.Outputs.export()
    return outputs


def _resource(weather: Weather) -> Mapping[str, object]:
    hours, data = weather.hours, weather.data
    stamps = {part: getattr(hours, part).tolist() for part in ("year", "month", "day", "hour")}
    names = {"gh": "ghi", "dn": "dni", "df": "dhi", "tdry": "temp_air", "wspd": "wind_speed"}
    return {
        "lat": weather.latitude,
        "lon": weather.longitude,
        "tz": weather.utc_offset_hours,
        "elev": weather.altitude_m,
        "minute": [round(weather.sun_offset_minutes)] * len(hours),
        **stamps,
        **{theirs: data[ours].to_numpy(dtype=float).tolist() for theirs, ours in names.items()},
    }


def equator_azimuth(weather: Weather) -> float:
    """Return where the equator lies [deg]."""
    return 180.0 if weather.latitude > 0 else 0.0


def percent(ours: Any, theirs: Any) -> Any:  # noqa: ANN401 - a number gives one, an array another
    """Return by how much ours is above theirs [%]."""
    return 100 * (np.asarray(ours, dtype=float) / np.asarray(theirs, dtype=float) - 1)
