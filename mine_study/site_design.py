"""One site from the sun to the plant: place, weather, and a plant for its demand."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property
from inspect import signature
from typing import TYPE_CHECKING, Any

from equipment_catalog.errors import InputError
from equipment_catalog.messages import message
from equipment_catalog.notes import Note
from mine_study.site_electrical import site_electrical
from mine_study.site_flows import SiteFlows, site_flows
from project_finance.export_rules import EXPORT_RULES
from pv_design.exceedance import Exceedance, plant_exceedance
from pv_design.horizon import with_horizon
from pv_design.horizon_files import read_horizon
from pv_design.plant import Plant, choose_plant
from pv_design.site import parse_coordinates, standard_utc_offset_hours
from pv_design.weather import SOURCES, Weather, read_weather
from pv_design.weather.online.access import Access

if TYPE_CHECKING:
    from pathlib import Path

    import pandas as pd

    from mine_study.site_electrical import SiteElectrical
    from mine_study.study_file import SiteKeys

NORTH, SOUTH = 0.0, 180.0


@dataclass(frozen=True, kw_only=True)
class SiteDesign:
    """The sun of a site and the plant designed for it."""

    name: str
    latitude: float
    longitude: float
    weather: Weather
    load_kw: pd.Series
    """Hourly demand after the measures [kW]."""
    plant: Plant | None
    """None where the study builds no plant here, or no machine runs."""
    electrical: SiteElectrical | None = None
    """Strings, cables and the rest of the plant; None without a plant."""
    export_limit_kw: float = math.inf
    """Most power that the connection takes [kW]; infinite without a limit."""
    notes: tuple[Note, ...] = ()
    """What the design of this site needs to say."""

    @cached_property
    def flows(self) -> SiteFlows:
        """What flows in each hour of the year as designed."""
        return site_flows(self)

    @property
    def exceedance(self) -> Exceedance | None:
        """How sure the plant's yield is; None without a plant."""
        return plant_exceedance(self.weather, self.plant.production) if self.plant else None


def utc_offset_hours(site: SiteKeys) -> float:
    """Return local standard time less UTC of a site [h], from its longitude where not given."""
    if site.utc_offset_hours is not None:
        return site.utc_offset_hours
    return standard_utc_offset_hours(parse_coordinates(site.coordinates)[1])


def design_site(
    site: SiteKeys, load_kw: pd.Series, weather: Weather, *, country: str
) -> SiteDesign:
    """Return the plant that covers the demand of a site under its weather.

    Parameters
    ----------
    site
        Checked keys of the site.
    load_kw
        Hourly demand after the measures [kW].
    weather
        As `site_weather` gives it.
    country
        Two letters, for the installation rules.

    Raises
    ------
    InputError
        If no plant fits.
    """
    latitude, longitude = parse_coordinates(site.coordinates)
    idle = site.pv.build and not load_kw.any()
    plant = _plant(site, weather, load_kw) if site.pv.build and not idle else None
    sure = plant_exceedance(weather, plant.production).notes if plant else ()
    electrical = site_electrical(plant, weather, site.pv, country=country) if plant else None
    wired = electrical.notes if electrical else ()
    return SiteDesign(
        name=site.name,
        latitude=latitude,
        longitude=longitude,
        weather=weather,
        load_kw=load_kw,
        plant=plant,
        electrical=electrical,
        notes=(_idle_note(),) if idle else (*sure, *wired),
    )


def _idle_note() -> Note:
    return Note(
        what=message("No machine runs at this site"),
        value=None,
        source=message("inventory"),
        effect=message("no plant is designed for it"),
        kind="warning",
    )


def site_weather(
    site: SiteKeys, *, folder: Path, year: int, access: Access | None = None
) -> Weather:
    """Return the weather of a site, behind the terrain of its horizon file where it has one.

    Parameters
    ----------
    site
        Checked keys of the site.
    folder
        Folder of the study, in which its files lie.
    year
        Calendar year of the hours.
    access
        From where the answer of a service may come; without it, what is kept, then the network.

    Raises
    ------
    InputError
        If a file cannot be read, or the climatology does not reach the site.
    """
    weather = _weather_of_source(site, folder=folder, year=year, access=access or Access())
    if site.horizon is None:
        return weather
    return with_horizon(weather, read_horizon(folder / site.horizon, latitude=weather.latitude))


def _weather_of_source(site: SiteKeys, *, folder: Path, year: int, access: Access) -> Weather:
    """Return the weather of a site, from its file or from the climatology inside the package."""
    latitude, longitude = parse_coordinates(site.coordinates)
    keys = site.weather
    if keys.source == "file":
        return read_weather(
            folder / str(keys.file),
            latitude=latitude,
            longitude=longitude,
            altitude_m=site.altitude_m,
            time_label=keys.time_label,
            utc_offset_hours=utc_offset_hours(site),
            year=year,
        )
    source = SOURCES[keys.source]
    level = {"ghi_kwh_m2_day": keys.ghi_kwh_m2_day, "ghi_reason": keys.ghi_reason}
    given: dict[str, Any] = {key: value for key, value in level.items() if value is not None}
    if "access" in signature(source).parameters:
        given["access"] = access
    return source(
        latitude,
        longitude,
        altitude_m=site.altitude_m,
        utc_offset_hours=utc_offset_hours(site),
        year=year,
        seed=keys.seed,
        **given,
    )


def _plant(site: SiteKeys, weather: Weather, load_kw: pd.Series) -> Plant:
    keys = site.pv
    equator = SOUTH if weather.latitude >= 0 else NORTH
    limits = EXPORT_RULES[site.tariff.export_rule].limits()
    plant = choose_plant(
        weather,
        load_kw,
        coverage_fraction=keys.coverage_fraction,
        tilt_deg=keys.tilt_deg,
        azimuth_deg=equator if keys.azimuth_deg is None else keys.azimuth_deg,
        mounting=keys.mounting,
        dc_ac_ratio=keys.dc_ac_ratio,
        module=keys.module,
        inverter=keys.inverter,
        losses=keys.losses,
        area_m2=keys.area_m2,
        ac_limit_kw=limits.step_ac_kw,
    )
    if plant.ac_kw > limits.largest_ac_kw:
        allowed = message(
            "at most {largest:,.0f} kW under {rule}; lower pv.coverage_fraction of {site}",
            largest=limits.largest_ac_kw,
            rule=site.tariff.export_rule,
            site=site.name,
        )
        raise InputError.of("plant.ac_kw", round(plant.ac_kw), allowed=allowed)
    return plant
