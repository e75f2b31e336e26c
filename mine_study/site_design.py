"""One site from the sun to the plant: place, weather, and a plant for its demand."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from functools import cached_property
from inspect import signature
from typing import TYPE_CHECKING, Any

from equipment_catalog.messages import message
from equipment_catalog.notes import Note
from mine_study.plant_remarks import plant_remarks
from mine_study.site_electrical import site_electrical
from mine_study.site_flows import SiteFlows, site_flows
from mine_study.size_notes import no_plant_note
from pv_design.exceedance import plant_exceedance
from pv_design.horizon import with_horizon
from pv_design.horizon_files import read_horizon
from pv_design.site import parse_coordinates, standard_utc_offset_hours
from pv_design.weather import SOURCES, Weather, read_weather
from pv_design.weather.online.access import Access

if TYPE_CHECKING:
    from pathlib import Path

    import pandas as pd

    from mine_study.site_electrical import SiteElectrical
    from mine_study.site_outages import SiteOutages
    from mine_study.site_size import SizedPlant, SizeTask
    from mine_study.site_storage import StorageDesign
    from mine_study.size_decision import SizeDecision
    from mine_study.study_file import SiteKeys
    from pv_design.exceedance_law import Exceedance
    from pv_design.plant import Plant


@dataclass(frozen=True, kw_only=True)
class SiteDesign:
    """The sun of a site and the plant designed for it."""

    name: str
    latitude: float
    longitude: float
    weather: Weather
    load_kw: pd.Series
    """Hourly demand after the measures, with what outages take from it [kW]."""
    plant: Plant | None
    """None where the study builds no plant here, or no machine runs."""
    electrical: SiteElectrical | None = None
    """Strings, cables and the rest of the plant; None without a plant."""
    export_limit_kw: float = math.inf
    """Most power that the connection takes [kW]; infinite without a limit."""
    size: SizeDecision | None = None
    """How the size of the plant was found; None without a plant."""
    outages: SiteOutages | None = None
    """Of the grid; None without a plant, or where the study does not ask for a battery."""
    storage: StorageDesign | None = None
    """Battery and genset; None where the study does not ask for them."""
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


def export_limit_kw(site: SiteKeys) -> float:
    """Return the most power that the connection of a site takes [kW]; infinite without a limit."""
    given = site.tariff.export_limit_kw
    return math.inf if given is None else given


def bare_site(task: SizeTask) -> SiteDesign:
    """Return a site before it has a plant."""
    latitude, longitude = parse_coordinates(task.site.coordinates)
    return SiteDesign(
        name=task.site.name,
        latitude=latitude,
        longitude=longitude,
        weather=task.weather,
        load_kw=task.load_kw,
        plant=None,
        outages=task.outages,
        export_limit_kw=export_limit_kw(task.site),
    )


def design_site(task: SizeTask, sized: SizedPlant) -> SiteDesign:
    """Return a site with the plant that was chosen for it, wired under its weather.

    Parameters
    ----------
    task
        The site, its demand after the measures, its weather and its prices.
    sized
        The plant.

    Raises
    ------
    InputError
        If the plant cannot be wired.
    """
    site, load_kw, weather, plant = task.site, task.load_kw, task.weather, sized.plant
    idle = site.pv.build and not task.builds
    outages = task.outages if plant else None
    if task.outages and plant is None:
        load_kw = task.outages.known(load_kw)
    sure = plant_exceedance(weather, plant.production).notes if plant else ()
    country = task.study.study.country
    electrical = site_electrical(plant, weather, site.pv, country=country) if plant else None
    wired = electrical.notes if electrical else ()
    told = plant_remarks(site.pv, weather, plant.production) if plant else ()
    unpaid = (no_plant_note(site.pv.aim, task.budget),) if task.builds and plant is None else ()
    return replace(
        bare_site(task),
        load_kw=load_kw,
        plant=plant,
        outages=outages,
        electrical=electrical,
        size=sized.decision,
        notes=(_idle_note(),) if idle else (*sure, *wired, *told, *unpaid),
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
