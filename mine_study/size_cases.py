"""A site as the search of its size sees it: load, sun, prices, costs, years and limits."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from mine_study.size_money import export_regimes, life_costs, life_of_plant
from mine_study.storage_prices import energy_prices
from pv_design.electrical.row_ground import row_ground
from pv_design.module_count import module_kw, module_limit
from pv_design.size_search.limits import SizeLimits
from pv_design.size_search.objective import Objective, SizeCase
from pv_design.size_search.site_hours import SiteHours

if TYPE_CHECKING:
    import numpy.typing as npt

    from mine_study.site_outages import SiteOutages
    from mine_study.study_file import PvKeys, SiteKeys, Study
    from project_finance.tariffs import Tariff
    from pv_design.electrical.row_ground import RowGround
    from pv_design.module_count import DesignTask
    from pv_design.production import Production

    Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, kw_only=True, eq=False)
class SiteCases:
    """The site under every DC/AC ratio, efficiency and plane."""

    task: DesignTask
    """The plant but its size."""
    unit_year: Production
    """Of 1 kW of these modules, behind some inverters."""
    first: SizeCase
    """The site with the sun of some ratio."""
    grid_fraction: Floats
    """Of each hour with the grid: in the others a plant without a battery stands still."""

    def at(self, dc_ac_ratio: float, efficiency_fraction: float | None) -> SizeCase:
        """Return the site with the sun of a ratio and of inverters of an efficiency."""
        sun_kw = unit_ac_kw(self.unit_year, dc_ac_ratio, efficiency_fraction)
        hours = replace(self.first.hours, unit_ac_kw=sun_kw * self.grid_fraction)
        return replace(self.first, hours=hours)

    def turned(self, tilt_deg: float, azimuth_deg: float) -> SiteCases:
        """Return the site with modules that look another way."""
        task = replace(self.task, tilt_deg=tilt_deg, azimuth_deg=azimuth_deg)
        return replace(self, task=task, unit_year=unit_year(task))


def site_cases(
    study: Study,
    site: SiteKeys,
    task: DesignTask,
    *,
    load_kw: pd.Series,
    tariff: Tariff,
    outages: SiteOutages | None = None,
) -> SiteCases:
    """Return a site for the search of its size.

    Parameters
    ----------
    study, site
        Checked keys.
    task
        The plant but its size.
    load_kw
        Hourly demand after the measures [kW].
    tariff
        Prices.
    outages
        Hours in which load and plant find no grid; what the plant saves of a genset's diesel in
        them is left out. A site that never has a grid is sized as one whose grid is its genset.

    Raises
    ------
    InputError
        If there is no load or no sun.
    """
    with_grid = np.ones(len(load_kw))
    if outages is not None and not site.storage.off_grid:
        with_grid = 1 - outages.fraction
    times, limit = pd.DatetimeIndex(load_kw.index), site.tariff.export_limit_kw
    life, year = life_of_plant(study, site), unit_year(task)
    hours = SiteHours.of(
        load_kw * with_grid,
        unit_ac_kw(year, site.pv.dc_ac_ratio, None) * with_grid,
        settlement=times.month.to_numpy(),
        avoided_per_kwh=energy_prices(tariff.with_plant, times),
        export_limit_kw=math.inf if limit is None else limit,
    )
    first = SizeCase(
        hours=hours,
        regimes=export_regimes(site, tariff, hours.unit_ac_kw),
        costs=life_costs(study, life),
        lifetime=life,
    )
    return SiteCases(task=task, unit_year=year, first=first, grid_fraction=with_grid)


def unit_year(task: DesignTask) -> Production:
    """Return the year of 1 kW of the modules of a task, behind inverters of 1 kW."""
    return task.year(dc_kw=1.0, ac_kw=1.0, inverter_efficiency=None)


def unit_ac_kw(year: Production, dc_ac_ratio: float, efficiency_fraction: float | None) -> Floats:
    """Return the hourly power at the meter of 1 kW of modules [kW].

    Parameters
    ----------
    year
        Of 1 kW of the modules.
    dc_ac_ratio
        Module over inverter power.
    efficiency_fraction
        Nominal, of the inverters; None for the published default.
    """
    return year.ac_kw_behind(
        ac_rating_kw=1.0 / dc_ac_ratio, inverter_efficiency=efficiency_fraction
    )


def objective_of(keys: PvKeys) -> Objective:
    """Return what the keys of a plant seek."""
    target = {"coverage": keys.coverage_fraction, "payback": keys.coverage_fraction}
    return Objective(
        aim=keys.aim, coverage_fraction=target.get(keys.aim, keys.least_coverage_fraction)
    )


def limits_of(
    study: Study, keys: PvKeys, task: DesignTask, *, latitude: float, budget: float
) -> SizeLimits:
    """Return the limits that the keys set for the plant of a site.

    Parameters
    ----------
    study, keys
        Checked keys.
    task
        The plant but its size.
    latitude
        North positive [deg], for the distance of the rows.
    budget
        What the site may spend of a budget that all share [money]; infinite without one.

    Raises
    ------
    InputError
        If the sides of the module are not known although an area is given, or no rows can be
        laid out on the ground.
    """
    own = math.inf if keys.budget_usd is None else keys.budget_usd * study.prices.usd_rate
    roof = math.inf
    if keys.area_m2 is not None:
        roof = module_limit(task.module, keys.area_m2) * module_kw(task.module)
    rows = None if keys.ground_m2 is None else _rows_of(keys, task, latitude)
    per_module_m2 = 0.0 if rows is None else rows.m2_per_module
    return SizeLimits(
        roof_dc_kw=roof,
        capital=min(own, budget),
        ac_kw=math.inf if keys.ac_limit_kw is None else keys.ac_limit_kw,
        area_m2=math.inf if keys.ground_m2 is None else keys.ground_m2,
        m2_per_dc_kw=per_module_m2 / module_kw(task.module),
        rows=rows,
    )


def _rows_of(keys: PvKeys, task: DesignTask, latitude: float) -> RowGround:
    return row_ground(
        task.module,
        latitude_deg=latitude,
        tilt_deg=task.tilt_deg,
        azimuth_deg=task.azimuth_deg,
        row_width_m=keys.row_width_m,
        gcr=keys.gcr,
    )
