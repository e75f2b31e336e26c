"""A site whose plant is to be sized, and what the plant is made of before that."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from equipment_catalog import pv_modules
from equipment_catalog.inverters import catalogue_inverters
from mine_study.plant_components import plant_components
from mine_study.plant_production import plane_azimuth_deg, producer
from pv_design.electrical.site_extremes import site_extremes
from pv_design.inverter_choice import inverter_candidates
from pv_design.module_count import DesignTask
from pv_design.size_search.wired_options import WiredOptions, wired_options

if TYPE_CHECKING:
    from pathlib import Path

    import pandas as pd

    from equipment_catalog.inverters import Inverter
    from mine_study.plant_components import PlantComponents
    from mine_study.site_outages import SiteOutages
    from mine_study.size_cases import SiteCases
    from mine_study.study_file import SiteKeys, Study
    from project_finance.tariffs import Tariff
    from pv_design.weather import Weather


@dataclass(frozen=True, kw_only=True, eq=False)
class SizeTask:
    """A site whose plant is to be sized."""

    study: Study
    """Checked keys of the study."""
    site: SiteKeys
    """Those of the site."""
    load_kw: pd.Series[float]
    """Hourly demand after the measures, above 0 in some hour [kW]."""
    weather: Weather
    """A year of hours."""
    tariff: Tariff
    """Prices."""
    folder: Path
    """Of the study, in which its files lie."""
    budget: float = math.inf
    """What the site may spend of a budget that all sites share [money]."""
    outages: SiteOutages | None = None
    """Of the grid; None where none are counted."""

    @property
    def builds(self) -> bool:
        """Whether the study builds a plant here and some machine runs."""
        return self.site.pv.build and bool(self.load_kw.any())


def plant_task(task: SizeTask) -> tuple[DesignTask, PlantComponents]:
    """Return the plant of a site but its size, and the components that the study names.

    Parameters
    ----------
    task
        The site.

    Raises
    ------
    InputError
        If a component or a file of the study cannot be read.
    """
    keys = task.site.pv
    named = plant_components(keys, task.folder)
    design = DesignTask(
        module=named.module or pv_modules.module(),
        tilt_deg=keys.tilt_deg,
        azimuth_deg=plane_azimuth_deg(keys, task.weather.latitude),
        produce=producer(keys, task.weather, folder=task.folder, circuit=named.circuit),
    )
    return design, named


def wired(
    task: SizeTask, cases: SiteCases, named: Inverter | None, *, short_strings: bool
) -> WiredOptions:
    """Return the inverters that strings of the modules fit at the site.

    Parameters
    ----------
    task, cases
        The site.
    named
        The inverter that the study names; None looks at those that the catalogue proposes, and
        at all of it where none of them may stand as high.
    short_strings
        As `wired_options.wired_options` takes it.
    """
    keys, weather = task.site.pv, task.weather
    return wired_options(
        cases.task.module,
        inverter_candidates(named),
        catalogue_inverters(proposed_only=False) if named is None else (),
        extremes=site_extremes(weather, cases.unit_year, record_low_air_c=keys.record_low_air_c),
        altitude_m=weather.altitude_m,
        hottest_air_c=float(weather.data["temp_air"].max()),
        short_strings=short_strings,
    )
