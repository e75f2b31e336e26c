"""What a plant of any size produces under the keys of its site."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from mine_study.site_soiling import SOILING, kimber_loss, site_rain
from pv_design.planes import Plane, simulate_planes
from pv_design.production import Production, ProductionOptions, simulate

if TYPE_CHECKING:
    from mine_study.study_file import PlaneKeys, PvKeys
    from pv_design.components.single_diode import SingleDiode
    from pv_design.module_count import Produce
    from pv_design.weather import Weather

NORTH, SOUTH = 0.0, 180.0


def producer(
    keys: PvKeys, weather: Weather, *, folder: Path = Path(), circuit: SingleDiode | None = None
) -> Produce:
    """Return what gives the year of a plant of any size at a site.

    Parameters
    ----------
    keys
        Checked keys of the plant. With planes, the tilt and azimuth that are asked of the result
        are those of none of them and count for nothing.
    weather
        A year of hours.
    folder
        Folder of the study, in which its rain file lies.
    circuit
        Model of the module; None for power linear in light.

    Raises
    ------
    InputError
        If the rain file cannot be read.
    """
    options = production_options(keys, circuit=circuit)
    if keys.soiling_model == "fixed":
        return _producer(keys, weather, options)
    losses = keys.losses or {}
    clean = _producer(keys, weather, {**options, "losses": {**losses, SOILING: 0.0}})(
        dc_kw=1.0,
        ac_kw=1.0,
        tilt_deg=keys.tilt_deg,
        azimuth_deg=plane_azimuth_deg(keys, weather.latitude),
        gamma_pmp_per_c=None,
        inverter_efficiency=None,
    )
    soiling = kimber_loss(keys, site_rain(keys, folder), clean)
    return _producer(keys, weather, {**options, "losses": {**losses, SOILING: soiling}})


def plane_azimuth_deg(keys: PvKeys, latitude: float) -> float:
    """Return the azimuth of the modules that the keys ask for, towards the equator by default."""
    if keys.azimuth_deg is not None:
        return keys.azimuth_deg
    return SOUTH if latitude >= 0 else NORTH


def production_options(keys: PvKeys, *, circuit: SingleDiode | None = None) -> ProductionOptions:
    """Return what `simulate` takes of the keys besides sizes, angles and soiling by rain."""
    turning: dict[str, float | bool] = {"backtrack": keys.backtrack}
    if keys.tracker_max_angle_deg is not None:
        turning["max_angle_deg"] = keys.tracker_max_angle_deg
    return {
        "mounting": keys.mounting,
        "losses": keys.losses,
        "tracking": turning if keys.tracking == "one_axis" else None,
        "gcr": keys.gcr,
        "bifaciality": keys.bifaciality,
        "spectral": None if keys.spectral == "none" else keys.spectral,
        "facing_pole_is_meant": keys.facing_pole_is_meant,
        "circuit": circuit,
    }


def _producer(keys: PvKeys, weather: Weather, options: ProductionOptions) -> Produce:
    if keys.planes:
        return partial(_planes_year, weather, keys.planes, options)
    return partial(simulate, weather, **options)


def _planes_year(
    weather: Weather,
    planes: list[PlaneKeys],
    options: ProductionOptions,
    *,
    dc_kw: float,
    ac_kw: float,
    tilt_deg: float,  # noqa: ARG001  each plane has its own
    azimuth_deg: float,  # noqa: ARG001  each plane has its own
    gamma_pmp_per_c: float | None,
    inverter_efficiency: float | None,
) -> Production:
    of_all: ProductionOptions = {
        **options,
        "gamma_pmp_per_c": gamma_pmp_per_c,
        "inverter_efficiency": inverter_efficiency,
    }
    parts = [
        Plane(
            name=plane.name,
            dc_kw=dc_kw * plane.share_fraction,
            tilt_deg=plane.tilt_deg,
            azimuth_deg=plane.azimuth_deg,
            options={**of_all, "mounting": plane.mounting},
        )
        for plane in planes
    ]
    return simulate_planes(weather, parts, ac_kw=ac_kw)
