"""Hours that are alike in all that decides a plan, taken as one longer step."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    import numpy.typing as npt

    from project_finance.selection.case import SelectionCase
    from project_finance.selection.meter_choices import MeterChoices

    Places = npt.NDArray[np.intp]


def with_alike_hours(case: SelectionCase) -> SelectionCase:
    """Return the same case with the dark hours of a month that are alike as one step.

    Nothing is averaged: load, price, carbon and every saving of the hours put together are the
    same, and no plant gives anything in them, so each bill stays what it is.

    Parameters
    ----------
    case
        A case by hours.
    """
    merged = {choices.meter.name: _steps(choices) for choices in case.at_meters}
    meters = tuple(
        replace(
            meter,
            load_kw=meter.load_kw[first],
            step_hours=np.bincount(of_hour, meter.step_hours).astype(np.float64),
            price_per_kwh=meter.price_per_kwh[first],
            period=meter.period[first],
            carbon_kg_per_kwh=meter.carbon_kg_per_kwh[first],
        )
        for meter, (first, of_hour) in zip(case.meters, merged.values(), strict=True)
    )
    measures = tuple(replace(m, saved_kw=m.saved_kw[merged[m.meter][0]]) for m in case.measures)
    plants = tuple(replace(p, supply_kw=p.supply_kw[merged[p.meter][0]]) for p in case.plants)
    return replace(case, meters=meters, measures=measures, plants=plants)


def _steps(choices: MeterChoices) -> tuple[Places, Places]:
    """Return the first hour of each step, and the step of each hour."""
    meter = choices.meter
    dark: npt.NDArray[np.bool_] = (choices.supply_kw == 0).all(axis=0)
    rows = [meter.period, meter.load_kw, meter.price_per_kwh, meter.carbon_kg_per_kwh]
    columns = np.vstack([*rows, choices.saved_kw])[:, dark]
    _, first, kind = np.unique(columns, axis=1, return_index=True, return_inverse=True)
    bright = np.flatnonzero(~dark)
    of_hour = np.empty(len(dark), dtype=np.intp)
    of_hour[bright] = np.arange(len(bright))
    of_hour[dark] = len(bright) + kind
    return np.concatenate([bright, np.flatnonzero(dark)[first]]), of_hour
