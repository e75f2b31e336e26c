"""Hours that are alike in all that decides a plan, taken as one longer step."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    import numpy.typing as npt

    from project_finance.selection.case import SelectionCase
    from project_finance.selection.meter_choices import MeterChoices

    Floats = npt.NDArray[np.float64]
    Bools = npt.NDArray[np.bool_]
    Places = npt.NDArray[np.intp]


def with_alike_hours(case: SelectionCase) -> SelectionCase:
    """Return the same case with hours in which every plan buys, of one price, as one step.

    Where load is left to buy whatever is chosen, the bill is a sum over hours of price times what
    is bought, so hours of one period, price and carbon may be added up: their mean load, savings
    and supplies give each plan the bill and the carbon it had. Only a charge on the highest import
    tells them apart; a meter that pays one keeps its hours.

    Parameters
    ----------
    case
        A case by hours.
    """
    steps = {choices.meter.name: _steps(case, choices) for choices in case.at_meters}
    meters = tuple(
        replace(
            meter,
            load_kw=_mean(meter.load_kw, meter.step_hours, of_hour),
            step_hours=np.bincount(of_hour, meter.step_hours).astype(np.float64),
            price_per_kwh=meter.price_per_kwh[first],
            period=meter.period[first],
            carbon_kg_per_kwh=meter.carbon_kg_per_kwh[first],
        )
        for meter, (first, of_hour) in zip(case.meters, steps.values(), strict=True)
    )
    hours = {meter.name: meter.step_hours for meter in case.meters}
    measures = tuple(
        replace(m, saved_kw=_mean(m.saved_kw, hours[m.meter], steps[m.meter][1]))
        for m in case.measures
    )
    plants = tuple(
        replace(p, supply_kw=_mean(p.supply_kw, hours[p.meter], steps[p.meter][1]))
        for p in case.plants
    )
    return replace(case, meters=meters, measures=measures, plants=plants)


def _mean(power_kw: Floats, step_hours: Floats, of_hour: Places) -> Floats:
    """Return the mean power of each step."""
    energy_kwh = np.bincount(of_hour, power_kw * step_hours)
    return np.asarray(energy_kwh / np.bincount(of_hour, step_hours), dtype=float)


def _steps(case: SelectionCase, choices: MeterChoices) -> tuple[Places, Places]:
    """Return the first hour of each step, and the step of each hour."""
    meter = choices.meter
    buys = _always_buys(case, choices) & ~meter.demand_price_per_kw.any()
    columns = np.vstack([meter.period, meter.price_per_kwh, meter.carbon_kg_per_kwh])[:, buys]
    _, first, kind = np.unique(columns, axis=1, return_index=True, return_inverse=True)
    others = np.flatnonzero(~buys)
    of_hour = np.empty(len(buys), dtype=np.intp)
    of_hour[others] = np.arange(len(others))
    of_hour[buys] = len(others) + kind
    return np.concatenate([others, np.flatnonzero(buys)[first]]), of_hour


def _always_buys(case: SelectionCase, choices: MeterChoices) -> Bools:
    """Tell of each hour whether load is left to buy with the most of every saving and supply."""
    most: dict[str, Floats] = {}
    for place, saved_kw in zip(choices.measures.tolist(), choices.saved_kw, strict=True):
        machine = case.measures[place].machine
        most[machine] = np.maximum(most.get(machine, 0.0), saved_kw)
    left_kw = choices.meter.load_kw - sum(most.values(), np.zeros(len(choices.meter.load_kw)))
    net_kw = left_kw - np.maximum(choices.supply_kw, 0.0).max(axis=0)
    return np.asarray(net_kw > 0, dtype=np.bool_)
