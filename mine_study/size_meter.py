"""A meter behind which a plant of any size could stand: a site's own, or one for the mine."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from mine_study.export_worth import ExportWorth
from mine_study.site_bills import meter_bill
from project_finance.export_rules import EXPORT_RULES

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy.typing as npt

    from mine_study.site_design import SiteDesign
    from mine_study.site_reactive import SiteReactive
    from mine_study.study import StudyResult
    from project_finance.export_rules import Bill
    from project_finance.tariffs import Tariff
    from pv_design.plant import Plant
    from pv_design.size_search.plant_money import PlantCosts

    Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, kw_only=True, eq=False)
class SizeMeter:
    """Load, sun and prices behind one meter; inverters grow with the modules as designed."""

    sites: tuple[str, ...]
    """Names of the sites behind it."""
    load_kw: pd.Series[float]
    """Hourly demand after the measures, without battery and outages [kW]."""
    unit_kw: pd.Series[float]
    """AC power of 1 kW of modules in the same hours [kW]."""
    dc_kw: float
    """Modules as designed [kW]."""
    ac_kw: float
    """Inverters as designed [kW]."""
    inverters: int
    """Number of them as designed."""
    export_rule: str
    """Key of ``EXPORT_RULES``."""
    export_limit_kw: float
    """Most power that the connection takes [kW]; infinite without a limit."""
    tariff: Tariff
    """Prices."""
    reactive: SiteReactive
    """Reactive energy of the meter; ``after_measures`` is that of the load without a plant."""
    leaves_out_storage: bool
    """Whether a site behind it has a battery or outages."""

    @property
    def step_dc_kw(self) -> float | None:
        """Largest plant whose credits keep their better worth [kW]; None without such a step."""
        step = EXPORT_RULES[self.export_rule].limits().step_ac_kw
        if step is None or self.tariff.with_plant.power is not None:
            return None
        return step / self.ac_kw * self.dc_kw

    @property
    def largest_dc_kw(self) -> float:
        """Largest plant that the rule holds for [kW]; infinite without an end."""
        return EXPORT_RULES[self.export_rule].limits().largest_ac_kw / self.ac_kw * self.dc_kw

    def inverters_kw(self, dc_kw: float) -> float:
        """Return the inverters that modules of some power have [kW]."""
        return self.ac_kw * (dc_kw / self.dc_kw)

    def capital(self, costs: PlantCosts, dc_kw: float) -> float:
        """Return what a plant of some power costs, its inverters grown with the modules [money]."""
        number = np.array(self.inverters * (dc_kw / self.dc_kw))
        return float(costs.capital(np.array(dc_kw), np.array(self.inverters_kw(dc_kw)), number))

    def covering_dc_kw(self, coverage_fraction: float) -> float:
        """Return the modules that make a share of the demand over the year [kW]."""
        return coverage_fraction * float(self.load_kw.sum()) / float(self.unit_kw.sum())

    def import_kw(self, dc_kw: float) -> pd.Series[float]:
        """Return what is still bought in each hour [kW]."""
        return self._hourly(np.maximum(self._left_kw(dc_kw), 0.0))

    def credit_per_kwh(self, dc_kw: float) -> float:
        """Return what a credited kilowatt-hour takes off the bill [money]; 0 without credits."""
        if self.tariff.with_plant.power is not None or not dc_kw > 0:
            return 0.0
        worth = ExportWorth(
            rule=self.export_rule,
            tariff=self.tariff,
            export_kw=np.asarray(self.unit_kw, dtype=np.float64),
        )
        return worth.per_kwh(self.inverters_kw(dc_kw))[0]

    def bill(self, dc_kw: float) -> Bill:
        """Return the bill of the first year, hour by hour."""
        return meter_bill(
            self.import_kw(dc_kw),
            self._hourly(np.clip(-self._left_kw(dc_kw), 0.0, self.export_limit_kw)),
            self.tariff,
            export_rule=self.export_rule,
            plant_ac_kw=self.inverters_kw(dc_kw),
        )

    def _left_kw(self, dc_kw: float) -> Floats:
        """Return the demand that a plant leaves in each hour, below zero where it exports [kW]."""
        return np.asarray(self.load_kw.to_numpy() - dc_kw * self.unit_kw.to_numpy())

    def _hourly(self, power_kw: Floats) -> pd.Series[float]:
        return pd.Series(power_kw, self.load_kw.index)


def site_meter(result: StudyResult, design: SiteDesign) -> SizeMeter | None:
    """Return the meter of a site; None without a plant."""
    return None if design.plant is None else _meter(result, [(design, design.plant)])


def mine_meter(result: StudyResult) -> SizeMeter | None:
    """Return one meter for all sites that have a plant, as if the operator consented.

    Prices are those of the site that uses most; the plant is the sum of those designed. There
    is none with fewer than two plants, or where exports are not worth less above some size
    under one rule for all.

    Parameters
    ----------
    result
        The study.
    """
    plants = [(design, design.plant) for design in result.sites if design.plant is not None]
    if len(plants) < 2 or len({_rule(result, design) for design, _plant in plants}) > 1:  # noqa: PLR2004  two
        return None
    meter = _meter(result, plants)
    return meter if meter.step_dc_kw is not None else None


def _meter(result: StudyResult, plants: Sequence[tuple[SiteDesign, Plant]]) -> SizeMeter:
    main = max((design for design, _plant in plants), key=lambda design: design.load_kw.sum())
    load_kw = sum((design.load_kw for design, _plant in plants), start=main.load_kw * 0.0)
    made_kw = sum(plant.production.ac_kw.to_numpy() for _design, plant in plants)
    dc_kw = math.fsum(plant.dc_kw for _design, plant in plants)
    kvar = [result.reactive[design.name].hours.kvar for design, _plant in plants]
    return SizeMeter(
        sites=tuple(design.name for design, _plant in plants),
        load_kw=load_kw,
        unit_kw=pd.Series(made_kw / dc_kw, load_kw.index),
        dc_kw=dc_kw,
        ac_kw=math.fsum(plant.ac_kw for _design, plant in plants),
        inverters=sum(plant.inverters for _design, plant in plants),
        export_rule=_rule(result, main),
        export_limit_kw=math.fsum(design.export_limit_kw for design, _plant in plants),
        tariff=result.audit.tariffs[main.name],
        reactive=_reactive(result.reactive[main.name], load_kw, sum(kvar[1:], start=kvar[0])),
        leaves_out_storage=any(design.storage or design.outages for design, _plant in plants),
    )


def _reactive(rules: SiteReactive, load_kw: pd.Series, kvar: pd.Series) -> SiteReactive:
    """Return the reactive energy of a meter under the price and the rules of a site."""
    hours = replace(rules.hours, import_kw=load_kw, kvar=kvar)
    return replace(rules, hours=hours, after_measures=hours.bill(kvar))


def _rule(result: StudyResult, design: SiteDesign) -> str:
    return next(s.tariff.export_rule for s in result.study.sites if s.name == design.name)
