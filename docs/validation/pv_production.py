"""Measure production against PVWatts v8 at twelve sites; write pv_production.csv and the steps.

Run as ``python docs/validation/pv_production.py``; `section` is then the page's part.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import pvlib
from pv_its_glass import behind, light_on_plane, through_its_glass
from pv_production_sites import (
    ALBEDO,
    DC_KW,
    FAR_GCR,
    HERE,
    LOSSES,
    MAX_ANGLE_DEG,
    ROW_GCR,
    equator_azimuth,
    percent,
    pvwatts,
    site_of,
    sites,
    weather_of,
)

from pv_design.array_power import array_power
from pv_design.cell_temperature import cell_temperature
from pv_design.production import simulate

if TYPE_CHECKING:
    from pv_design.irradiance import PlaneIrradiance
    from pv_design.production import Production
    from pv_design.weather import Weather

RESULTS, STEPS = HERE / "pv_production.csv", HERE / "pv_production_steps.csv"
TEMPLATE = HERE / "pv_production_template.md"
RACK, ROOF, TRACKER, BACKTRACKER = 0, 1, 2, 3
CASES = {"rack": RACK, "roof": ROOF, "tracker": TRACKER, "backtracking": BACKTRACKER}
FIXED = ("rack", "roof")
STEP_SITES = ("Kiruna", "Los Conquistadores", "Juliaca")
SMALL_MONTH = 0.02
"""Months below this part of the year's energy are left out of the monthly figures."""
TRACKER_LIMIT_PERCENT = 2.0
DAYLIGHT_W_M2 = 50.0
"""Hours with more light in which PVWatts has the sun down are its fault and left out."""
MODULE, TAKEN_BY_ITSELF = "Canadian_Solar_Inc__CS1H_320MS", 0.004931
"""Its inverters' own use is that of its plants from 1 MW on at any size: solved from its hours."""


def ours(weather: Weather, case: str, tilt_deg: float) -> Production:
    """Return our year, set up as PVWatts has it: its temperature, its spectrum."""
    common: dict[str, Any] = {"dc_kw": DC_KW, "losses": {"total": LOSSES}, "albedo": ALBEDO}
    common["spectral"] = "de_soto"
    if case in FIXED:
        return simulate(
            weather,
            tilt_deg=tilt_deg,
            azimuth_deg=equator_azimuth(weather),
            mounting="open_rack" if case == "rack" else "roof",
            temperature={"model": "noct_sam"},
            **common,
        )
    return simulate(
        weather,
        tilt_deg=0.0,
        azimuth_deg=180.0,
        tracking={"max_angle_deg": MAX_ANGLE_DEG, "backtrack": case == "backtracking"},
        gcr=ROW_GCR if case == "backtracking" else FAR_GCR,
        temperature={"model": "noct_sam"},
        **common,
    )


def theirs(weather: Weather, case: str, tilt_deg: float) -> dict[str, Any]:
    """Return the year of PVWatts v8."""
    moves = case in ("tracker", "backtracking")
    return pvwatts(
        weather,
        array_type=CASES[case],
        tilt=0.0 if moves else tilt_deg,
        azimuth=180.0 if moves else equator_azimuth(weather),
        gcr=ROW_GCR if case == "backtracking" else FAR_GCR,
    )


def measure() -> pd.DataFrame:
    """Return the differences of every site and case [%]."""
    rows = []
    for site in sites().to_dict("records"):
        weather, tilt = weather_of(str(site["name"])), float(site["tilt_deg"])
        for case in CASES:
            row = compared(weather, ours(weather, case, tilt), theirs(weather, case, tilt))
            rows.append({"site": site["name"], "case": case, **row})
    table = pd.DataFrame(rows)
    table.loc[~table["case"].isin(FIXED), "plane_percent"] = np.nan  # theirs is behind the rows
    return table


def compared(weather: Weather, plant: Production, peer: dict[str, Any]) -> dict[str, float]:
    """Return the differences of year and worst month, without hours PVWatts takes for night."""
    ac = pd.DataFrame({"ours": plant.ac_kw.to_numpy(), "theirs": np.array(peer["ac"]) / 1000})
    dark = (np.array(peer["sunup"]) == 0) & (weather.data["ghi"].to_numpy() > DAYLIGHT_W_M2)
    fair = ac[~dark]
    whole = fair.sum()
    months = fair.groupby(weather.hours.month.to_numpy()[~dark]).sum()
    months = months[months["theirs"] > SMALL_MONTH * whole["theirs"]]
    worst = np.abs(percent(months["ours"], months["theirs"])).max()
    light, peer_light = plant.poa_w_m2.to_numpy()[~dark], np.array(peer["poa"])[~dark]
    return {
        "ours_kwh": round(whole["ours"], 1),
        "pvwatts_kwh": round(whole["theirs"], 1),
        "year_percent": round(float(percent(whole["ours"], whole["theirs"])), 3),
        "worst_month_percent": round(float(worst), 3),
        "plane_percent": round(float(percent(light.sum(), peer_light.sum())), 3),
        "hours_left_out": int(dark.sum()),
    }


def steps(name: str) -> dict[str, float]:
    """Return what each difference between the chains is worth at a site [% of PVWatts]."""
    weather = weather_of(name)
    tilt, azimuth = float(site_of(name)["tilt_deg"]), equator_azimuth(weather)
    plane = {"tilt_deg": tilt, "azimuth_deg": azimuth, "dc_kw": DC_KW, "albedo": ALBEDO}
    given: dict[str, Any] = {**plane, "losses": {"total": LOSSES}}
    noct: dict[str, Any] = {"temperature": {"model": "noct_sam"}}
    shipped = simulate(weather, **given).annual_ac_kwh
    cooled = simulate(weather, **given, **noct).annual_ac_kwh
    coloured_plant = simulate(weather, **given, **noct, spectral="de_soto")
    coloured = coloured_plant.annual_ac_kwh
    light = its_light(weather, coloured_plant)
    glazed = float(array_power(weather, light, coloured_plant.settings)[0].sum())
    diode, sandia = _diode_and_sandia(weather, coloured_plant, light)
    far, near = (
        pvwatts(weather, tilt=tilt, azimuth=azimuth, gcr=gcr)["ac_annual"] for gcr in (FAR_GCR, 0.3)
    )
    return {
        "our defaults over PVWatts, rows far apart": float(percent(shipped, far)),
        "its cell temperature (NOCT 45 degC)": 100 * (cooled - shipped) / far,
        "its spectrum (De Soto)": 100 * (coloured - cooled) / far,
        "its glass: light round the sun as even sky": 100 * (glazed - coloured) / far,
        "its single diode (CS1H-320MS)": 100 * (diode - glazed) / far,
        "its inverter curve (own use 0.49 %)": 100 * (sandia - diode) / far,
        "left over": float(percent(sandia, far)),
        "its row shade, gcr 0.3 to 0.01 (not in the sum)": float(percent(far, near)),
    }


def its_light(weather: Weather, plant: Production) -> PlaneIrradiance:
    """Return the light on a plane that stands still, through the glass of PVWatts v8."""
    hours = np.ones(len(weather.data))
    light = light_on_plane(
        weather, plant.tilt_deg * hours, plant.azimuth_deg * hours, albedo=plant.settings.albedo
    )
    sky, ground = light["poa_sky_diffuse"], light["ground"]
    through = through_its_glass(light, sky, ground)
    return behind(weather, light["zenith"], lit=light["beam"] + sky + ground, glass=through)


def _diode_and_sandia(
    weather: Weather, plant: Production, light: PlaneIrradiance
) -> tuple[float, float]:
    """Return the year with the diode of PVWatts v8, then with its inverter curve too [kWh]."""
    settings = plant.settings
    lit = light.poa_w_m2 > 0
    cell_c = cell_temperature(
        settings.temperature_model,
        settings.temperature_values,
        poa_w_m2=light.poa_w_m2[lit],
        effective_w_m2=light.effective_w_m2[lit],
        temp_air_c=weather.data["temp_air"].to_numpy(dtype=float)[lit],
        wind_speed_m_s=weather.data["wind_speed"].to_numpy(dtype=float)[lit],
    )
    module = pvlib.pvsystem.retrieve_sam("CECMod")[MODULE]
    names = ("alpha_sc", "a_ref", "I_L_ref", "I_o_ref", "R_sh_ref", "R_s", "Adjust")
    diode = pvlib.pvsystem.calcparams_cec(
        light.effective_w_m2[lit], cell_c, *(float(module[name]) for name in names)
    )
    power_w = pvlib.pvsystem.max_power_point(*diode, method="newton")["p_mp"]
    dc = np.nan_to_num(power_w) / float(module["STC"]) * DC_KW * (1 - LOSSES)
    rating, efficiency = settings.ac_rating_kw, settings.inverter_efficiency
    part_load = pvlib.inverter.pvwatts(dc, rating / efficiency, efficiency)
    own_use = TAKEN_BY_ITSELF * rating
    sandia = np.minimum(rating / (rating / efficiency - own_use) * (dc - own_use), rating)
    return float(part_load.sum()), float(np.where(dc > own_use, sandia, 0.0).sum())


def section() -> str:
    """Return the part of the page about production."""
    table = pd.read_csv(RESULTS)
    fixed = table[table["case"].isin(FIXED)]
    moved = table[table["case"] == "backtracking"]
    true = table[table["case"] == "tracker"]
    return TEMPLATE.read_text(encoding="utf-8").format(
        cases=len(fixed),
        mean=f"{fixed['year_percent'].abs().mean():.2f}",
        worst=f"{fixed['year_percent'].abs().max():.2f}",
        month=f"{fixed['worst_month_percent'].max():.2f}",
        left_out=_left_out(table),
        tracker_worst=f"{true['year_percent'].abs().max():.2f}",
        tracker_mean=f"{true['year_percent'].abs().mean():.2f}",
        back_worst=f"{moved['year_percent'].abs().max():.2f}",
        back_mean=f"{moved['year_percent'].abs().mean():.2f}",
        sites=_site_table(table),
        steps=_step_table(pd.read_csv(STEPS)),
        plane=f"{fixed['plane_percent'].abs().max():.2f}",
    )


def _left_out(table: pd.DataFrame) -> str:
    hours = table[table["hours_left_out"] > 0].groupby("site")["hours_left_out"].max()
    return ", ".join(f"{count} hours at {site}" for site, count in hours.items()) or "none"


def _site_table(table: pd.DataFrame) -> str:
    origin = sites().set_index("name")
    by_case = table.set_index(["site", "case"])
    head = ["site", "latitude", "m", "weather", *CASES, "worst month, rack"]
    lines = [head, ["---"] * len(head)]
    for name in origin.index:
        place = origin.loc[name]
        years = [f"{by_case.loc[(name, case), 'year_percent']:+.2f}" for case in CASES]
        month = f"{by_case.loc[(name, 'rack'), 'worst_month_percent']:.2f}"
        where = [f"{place['latitude']:.1f}", f"{place['altitude_m']}", str(place["origin"])]
        lines.append([name, *where, *years, month])
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def _step_table(table: pd.DataFrame) -> str:
    head = list(table.columns)
    lines = [head, ["---"] * len(head)]
    lines += [
        [str(row[0]), *(f"{value:+.2f}" for value in row[1:])]
        for row in table.itertuples(index=False)
    ]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def main() -> None:
    """Write both csv files beside this file."""
    measure().to_csv(RESULTS, index=False, lineterminator="\n")
    worth = pd.DataFrame({name: steps(name) for name in STEP_SITES}).rename_axis("step")
    worth.round(3).reset_index().to_csv(STEPS, index=False, lineterminator="\n")


if __name__ == "__main__":
    main()
