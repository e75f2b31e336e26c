"""Backtracking rows at gcr 0.4 turned step by step into those of PVWatts v8, at twelve sites.

Run as ``python docs/validation/pv_row_steps.py``; `table` is then the page's part.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
from pv_its_glass import behind, light_on_plane, through_its_glass
from pv_production import DAYLIGHT_W_M2, TRACKER_LIMIT_PERCENT, ours, theirs
from pv_production_sites import HERE, percent, sites, weather_of

from pv_design.array_power import array_power
from pv_design.cover_glass import beam_passed, diffuse_passed_hourly
from pv_design.sun_position import sun_position
from pv_design.trackers import tracker_angles

if TYPE_CHECKING:
    import numpy.typing as npt

    from pv_design.production import Production
    from pv_design.weather import Weather

    Floats = npt.NDArray[np.float64]

RESULTS, TEMPLATE = HERE / "pv_row_steps.csv", HERE / "pv_row_steps_template.md"
CASE = "backtracking"


def on_rows(weather: Weather, plant: Production) -> dict[str, Floats]:
    """Return light and angles on rows that turn back, before any neighbour takes of it."""
    sun, settings = sun_position(weather), plant.settings
    if settings.tracking is None or settings.rows is None:
        raise ValueError(settings)
    tilt, towards = tracker_angles(
        sun["apparent_zenith"].to_numpy(),
        sun["azimuth"].to_numpy(),
        axis_tilt_deg=settings.tilt_deg,
        axis_azimuth_deg=settings.azimuth_deg,
        tracking=settings.tracking,
        gcr=settings.rows.gcr,
    )
    return light_on_plane(weather, tilt, towards, albedo=settings.albedo)


def like_its_rows(
    weather: Weather, plant: Production, peer: dict[str, Any], *, its_glass: bool
) -> Floats:
    """Return our hours with the row shade of PVWatts, and with its cover glass too [kWh].

    PVWatts takes its share of the rows from the whole light of the sky, that around the sun too,
    and lets all of it through the glass as even light.
    """
    light = on_rows(weather, plant)
    left = np.array(peer["ss_sky_diffuse_factor"])
    ground = light["ground"] * np.array(peer["ss_gnd_diffuse_factor"])
    sky = light["poa_sky_diffuse"] * left
    through = (
        through_its_glass(light, sky, ground) if its_glass else _our_glass(light, left, ground)
    )
    plane = behind(weather, light["zenith"], lit=light["beam"] + sky + ground, glass=through)
    return array_power(weather, plane, plant.settings)[0]


def _our_glass(light: dict[str, Floats], left: Floats, ground: Floats) -> Floats:
    passed = diffuse_passed_hourly(light["tilt"])
    around = (light["beam"] + light["poa_circumsolar"] * left) * beam_passed(light["cosine"])
    even = light["poa_isotropic"] * passed["sky"] + light["poa_horizon"] * passed["horizon"]
    return around + even * left + ground * passed["ground"]


def measure() -> pd.DataFrame:
    """Return what our year is above that of PVWatts after each step, of every site [%]."""
    rows = []
    for site in sites()["name"]:
        weather = weather_of(str(site))
        plant, peer = ours(weather, CASE, 0.0), theirs(weather, CASE, 0.0)
        dark = (np.array(peer["sunup"]) == 0) & (weather.data["ghi"].to_numpy() > DAYLIGHT_W_M2)
        whole = float(np.array(peer["ac"])[~dark].sum()) / 1000
        steps = {
            "as_we_do": plant.ac_kw.to_numpy(),
            "its_rows": like_its_rows(weather, plant, peer, its_glass=False),
            "its_rows_and_glass": like_its_rows(weather, plant, peer, its_glass=True),
        }
        apart = {name: percent(kwh[~dark].sum(), whole) for name, kwh in steps.items()}
        rows.append({"site": site, **apart})
    return pd.DataFrame(rows).round(3)


def section() -> str:
    """Return the part of the page about rows that turn back."""
    table = pd.read_csv(RESULTS)
    most = table.drop(columns="site").abs().max()
    over = table.loc[table["as_we_do"].abs() > TRACKER_LIMIT_PERCENT, "site"]
    head = ["site", "as we do", "its row shade", "its row shade and cover glass"]
    lines = [head, ["---"] * len(head)]
    lines += [
        [str(row[0]), *(f"{value:+.2f}" for value in row[1:])]
        for row in table.itertuples(index=False)
    ]
    return TEMPLATE.read_text(encoding="utf-8").format(
        most=f"{most['as_we_do']:.2f}",
        over=", ".join(over) or "nowhere",
        like=f"{most['its_rows']:.2f}",
        glass=f"{most['its_rows_and_glass']:.2f}",
        table="\n".join("| " + " | ".join(line) + " |" for line in lines),
    )


if __name__ == "__main__":
    measure().to_csv(RESULTS, index=False, lineterminator="\n")
