"""What plants of other sizes would cover and save at a site."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from equipment_catalog.tables import read_fact
from project_finance.export_rules import EXPORT_RULES
from pv_design.sizing import SizeCurve

if TYPE_CHECKING:
    import numpy.typing as npt

    from mine_study.site_design import SiteDesign
    from mine_study.study import StudyResult
    from project_finance.export_rules import Bill
    from pv_design.plant import Plant

    Floats = npt.NDArray[np.float64]

STEPS = 17
JUST_BELOW, JUST_ABOVE = 1 - 1e-9, 1 + 1e-6
RULE_TABLE = "export_rules/creg174.csv"


@dataclass(frozen=True, kw_only=True)
class SizeEnergy:
    """Shares of the demand by size of the plant."""

    dc_kw: Floats
    """Sizes [kW]."""
    coverage_fraction: Floats
    """Energy of the plant over energy of the demand, in the year."""
    self_sufficiency_fraction: Floats
    """Demand that the plant carries in its own hour."""


@dataclass(frozen=True, kw_only=True)
class Step:
    """The size above which the rule gives less for a credited kilowatt-hour."""

    dc_kw: float
    """Module power [kW]."""
    ac_kw: float
    """Inverter power [kW]."""
    saving_below: float
    """Net saving at the step [money]."""
    saving_above: float
    """Net saving just above it [money]."""


@dataclass(frozen=True, kw_only=True)
class SizeMoney:
    """First-year saving by size of the plant."""

    dc_kw: Floats
    """Sizes [kW]."""
    net_saving: Floats
    """What the bill falls by, less operation and maintenance, before tax [money]."""
    step: Step | None
    """Where the worth of exported energy falls; None where it does not within the sizes."""


def sizes(result: StudyResult, design: SiteDesign, plant: Plant) -> Floats:
    """Return sizes from nothing to twice the plant, the plant's own among them [kW]."""
    most = 2.0 * plant.dc_kw
    step = step_dc_kw(result, design, plant)
    if step is not None and step < 2.0 * most:
        most = max(most, 1.3 * step)
    limit = _largest_dc_kw(result, design, plant)
    grid = np.linspace(0.0, min(most, limit), STEPS)
    marks = [plant.dc_kw] if step is None else [plant.dc_kw, step * JUST_BELOW, step * JUST_ABOVE]
    return np.unique([*grid, *(mark for mark in marks if mark <= grid[-1])])


def step_dc_kw(result: StudyResult, design: SiteDesign, plant: Plant) -> float | None:
    """Return the module power whose inverters reach the rule's limit of small plants [kW]."""
    if _rule(result, design) != "creg174":
        return None
    small = read_fact("project_finance", RULE_TABLE, "small_plant_ac_kw").value
    return small / plant.ac_kw * plant.dc_kw


def size_energy(result: StudyResult, design: SiteDesign, plant: Plant) -> SizeEnergy:
    """Return coverage and self-sufficiency of other sizes; sun and inverters grow in step."""
    dc_kw = sizes(result, design, plant)
    used = _curve(design, plant).self_used_kwh(dc_kw).sum().to_numpy()
    return SizeEnergy(
        dc_kw=dc_kw,
        coverage_fraction=dc_kw / plant.dc_kw * plant.annual_ac_kwh / plant.load_kwh,
        self_sufficiency_fraction=used / plant.load_kwh,
    )


def size_money(result: StudyResult, design: SiteDesign, plant: Plant) -> SizeMoney:
    """Return the first-year saving of other sizes under the site's tariff and export rule."""
    dc_kw, prices = sizes(result, design, plant), result.study.prices
    paid = [bill.net_cost for bill in size_bills(result, design, plant, dc_kw)]
    without = result.bills[design.name].after_measures.net_cost
    om_cost = dc_kw * prices.pv_om_usd_per_kw_year * prices.usd_rate
    net_saving = without - np.array(paid) - om_cost
    return SizeMoney(
        dc_kw=dc_kw,
        net_saving=net_saving,
        step=_step(dc_kw, net_saving, step_dc_kw(result, design, plant), plant),
    )


def size_bills(
    result: StudyResult, design: SiteDesign, plant: Plant, dc_kw: Floats
) -> tuple[Bill, ...]:
    """Return the bill of the first year with a plant of each size."""
    curve, rule = _curve(design, plant), EXPORT_RULES[_rule(result, design)]
    bought, sold = curve.import_kwh(dc_kw), curve.export_kwh(dc_kw)
    months, tariff = _months(design), result.audit.tariffs[design.name]
    return tuple(
        rule(
            pd.Series(bought[size].to_numpy(), months),
            pd.Series(sold[size].to_numpy(), months),
            tariff,
            plant.ac_kw * (size / plant.dc_kw),
        )
        for size in dc_kw
    )


def _step(dc_kw: Floats, net_saving: Floats, at: float | None, plant: Plant) -> Step | None:
    if at is None or at * JUST_ABOVE > dc_kw[-1]:
        return None
    return Step(
        dc_kw=at,
        ac_kw=at / plant.dc_kw * plant.ac_kw,
        saving_below=float(net_saving[np.searchsorted(dc_kw, at * JUST_BELOW)]),
        saving_above=float(net_saving[np.searchsorted(dc_kw, at * JUST_ABOVE)]),
    )


def _largest_dc_kw(result: StudyResult, design: SiteDesign, plant: Plant) -> float:
    if _rule(result, design) != "creg174":
        return float("inf")
    largest = read_fact("project_finance", RULE_TABLE, "largest_plant_ac_kw").value
    return largest / plant.ac_kw * plant.dc_kw * JUST_BELOW


def _rule(result: StudyResult, design: SiteDesign) -> str:
    return next(s.tariff.export_rule for s in result.study.sites if s.name == design.name)


def _curve(design: SiteDesign, plant: Plant) -> SizeCurve:
    unit = pd.Series(plant.production.ac_kw.to_numpy() / plant.dc_kw, design.load_kw.index)
    return SizeCurve(design.load_kw, unit, period="month")


def _months(design: SiteDesign) -> pd.DatetimeIndex:
    hours = pd.DatetimeIndex(design.load_kw.index)
    return hours[(hours.day == 1) & (hours.hour == 0)]
