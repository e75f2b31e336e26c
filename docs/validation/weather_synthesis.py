"""Measure synthetic years made of each real file's own twelve means against the file.

Run as ``python docs/validation/weather_synthesis.py``: it needs the example files and writes
``weather_synthesis.csv``, from which ``weather_page.py`` makes the page.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pvlib
from scipy import stats
from weather_baselines import clear_sky_scaled, graham_tag
from weather_years import DAYS, HERE, HOURS, real_year, sites

from equipment_catalog.tables import read_facts
from pv_design.weather.air_temperature import air_temperature, diurnal_range_k
from pv_design.weather.synthetic_year import split_global, synthetic_year

if TYPE_CHECKING:
    from collections.abc import Callable

    from weather_years import Array, RealYear

RESULTS = HERE / "weather_synthesis.csv"
SEEDS = range(1, 7)
TILT_DEG, ALBEDO, GAMMA_PER_C, LOSSES, DC_AC_RATIO, INVERTER = 10, 0.2, -0.0035, 0.1408, 1.2, 0.96
SHIFTS = (6, 22)
"""First hour and hour after the last of the load."""
WIND_M_S = 1.5
"""What the product takes where a source has no wind."""
OTHER_SPREAD = 0.2
"""Part of s by which it is turned up and down, to see what a wrong class does."""


def ours(year: RealYear, seed: int, spread_factor: float = 1.0) -> Array:
    """Return the product's year, with the spread and the persistence of the place's class."""
    climate = year.climate
    return _made(year, seed, spread_factor * climate.daily_spread, climate.daily_persistence)


def left_out(year: RealYear, seed: int) -> Array:
    """Return the product's year, with a class that has never seen the file."""
    return _made(year, seed, *constants_without(year.name))


def constants_without(name: str) -> tuple[float, float]:
    """Return spread and persistence of a file's class, by the medians of its other files.

    A class that has no other file falls away, and the place goes to the class that then holds it.
    """
    files = pd.read_csv(HERE / "weather_file_spreads.csv").set_index("name")
    own = files.loc[name, "climate"]
    others = files[(files["climate"] == own) & (files.index != name)]
    if not others.empty:
        medians = others[["daily_spread", "daily_persistence"]].median()
        return float(medians["daily_spread"]), float(medians["daily_persistence"])
    places = sites().set_index("name")[["latitude", "altitude_m"]].astype(float)
    latitude, altitude_m = places.loc[name].to_numpy()
    classes = read_facts("pv_design.weather", "data/climate_spread.csv")
    holds = (classes["lowest_latitude_deg"] <= abs(latitude)) & (
        classes["lowest_altitude_m"] <= altitude_m
    )
    other = classes[holds & (classes["name"] != own)].iloc[-1]
    return float(other["daily_spread"]), float(other["daily_persistence"])


def _made(year: RealYear, seed: int, daily_spread: float, daily_persistence: float) -> Array:
    made = synthetic_year(
        year.monthly_ghi_kwh_m2_day,
        year.sun,
        latitude=year.latitude,
        longitude=year.longitude,
        altitude_m=year.altitude_m,
        daily_spread=daily_spread,
        daily_persistence=daily_persistence,
        seed=seed,
    )
    return made.ghi.to_numpy().reshape(DAYS, HOURS)


METHODS: dict[str, Callable[[RealYear, int], Array]] = {
    "Solmina": ours,
    "Graham and TAG": graham_tag,
    "clear sky scaled": clear_sky_scaled,
    "Solmina, file left out": left_out,
    "Solmina, s 20 % less": lambda year, seed: ours(year, seed, 1 - OTHER_SPREAD),
    "Solmina, s 20 % more": lambda year, seed: ours(year, seed, 1 + OTHER_SPREAD),
}


def ac_w(parts: pd.DataFrame, air: pd.DataFrame, year: RealYear) -> Array:
    """Return the output of 1 kW of modules, tilted 10 degrees to the equator [W]."""
    sun = year.sun
    plane = pvlib.irradiance.get_total_irradiance(
        *(TILT_DEG, 180 if year.latitude >= 0 else 0, sun["apparent_zenith"], sun["azimuth"]),
        *(parts["dni"], parts["ghi"], parts["dhi"]),
        dni_extra=sun["dni_extra"],
        albedo=ALBEDO,
        model="haydavies",
    )["poa_global"]
    poa = plane.fillna(0).clip(lower=0)
    mounting = pvlib.temperature.TEMPERATURE_MODEL_PARAMETERS["sapm"]["open_rack_glass_polymer"]
    cell = pvlib.temperature.sapm_cell(poa, air["temp_air"], air["wind_speed"], **mounting)
    dc = poa * (1 + GAMMA_PER_C * (cell - 25)) * (1 - LOSSES)
    rated = 1000 / DC_AC_RATIO / INVERTER
    ac: Array = pvlib.inverter.pvwatts(dc, rated, eta_inv_nom=INVERTER).clip(lower=0).to_numpy()
    return ac


def self_consumption(ac: Array) -> float:
    """Return the share of the output that a load of two shifts uses, which needs as much a year."""
    hour = np.arange(len(ac)) % HOURS
    on = (hour >= SHIFTS[0]) & (hour < SHIFTS[1])
    load = np.where(on, ac.sum() / on.sum(), 0.0)
    return float(np.minimum(load, ac).sum() / ac.sum())


def _own_air(year: RealYear) -> pd.DataFrame:
    """Return the plain temperature and the constant wind, at the file's own annual mean."""
    hours = pd.DatetimeIndex(year.sun.index)
    temperature = air_temperature(
        hours,
        longitude=year.longitude,
        mean_c=float(year.data["temp_air"].mean()),
        range_k=diurnal_range_k(year.altitude_m),
    )
    return pd.DataFrame({"temp_air": temperature, "wind_speed": WIND_M_S})


def _split(ghi: Array, year: RealYear) -> pd.DataFrame:
    return split_global(pd.Series(ghi.ravel(), index=year.sun.index), year.sun)


def measured(year: RealYear, made: Array) -> dict[str, float]:
    """Return how far a synthetic year is from its file."""
    of_file = ac_w(year.data if "dni" in year.data else _split(year.ghi, year), year.data, year)
    of_its_global = ac_w(_split(year.ghi, year), year.data, year)
    parts = _split(made, year)
    ac = ac_w(parts, year.data, year)
    hourly, daily = (
        (of_year(made), of_year(year.ghi))
        for of_year in (year.hourly_clearness, year.daily_clearness)
    )
    return {
        "month_error": float(
            np.abs(
                pd.Series(made.sum(axis=1) / 1000).groupby(year.month_of_day).mean().to_numpy()
                / year.monthly_ghi_kwh_m2_day
                - 1
            ).max()
        ),
        "ac_error": ac.sum() / of_file.sum() - 1,
        "ac_error_same_split": ac.sum() / of_its_global.sum() - 1,
        "ac_error_own_air": ac_w(parts, _own_air(year), year).sum() / of_file.sum() - 1,
        "self_consumption_error": self_consumption(ac) - self_consumption(of_file),
        "ks_daily": float(stats.ks_2samp(*daily).statistic),
        "ks_hourly": float(stats.ks_2samp(*hourly).statistic),
        "wasserstein_hourly": float(stats.wasserstein_distance(*hourly)),
        "lag_one": year.lag_one(made),
        "lag_one_real": year.lag_one(year.ghi),
        "self_consumption_real": self_consumption(of_file),
    }


def synthesis_of(name: str, method: str) -> dict[str, object]:
    """Return one row of the csv: means over the seeds, and the seed that is worst in AC."""
    year = real_year(name)
    runs = pd.DataFrame([measured(year, METHODS[method](year, seed)) for seed in SEEDS])
    worst = float(runs["ac_error"].abs().max())
    means = {str(column): float(runs[column].mean()) for column in runs}
    return {"site": name, "method": method, **means, "ac_error_worst": worst}


def main() -> None:
    """Measure every method at every file and write the csv beside this program."""
    table = sites()
    absent = [str(path) for path in table["path"] if not path.exists()]
    if absent:
        sys.stderr.write(f"{RESULTS.name} kept as it is; not here: {', '.join(absent)}\n")
        return
    rows = [synthesis_of(str(name), method) for name in table["name"] for method in METHODS]
    pd.DataFrame(rows).to_csv(RESULTS, index=False, float_format="%.6g", lineterminator="\n")


if __name__ == "__main__":
    main()
