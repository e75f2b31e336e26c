"""What a set of measures is worth beside each plant, and how that bends: exact and tangent."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from project_finance.selection.convex_bill import bill_and_slope, yearly_bill

if TYPE_CHECKING:
    import numpy.typing as npt

    from project_finance.selection.choices import MeterYear, Years
    from project_finance.selection.meter_choices import MeterChoices

    Floats = npt.NDArray[np.float64]

TALLIES = ("worth", "first_year_saving", "avoided_kg", "saved_kwh")
"""On the bill over the horizon [money of year 0], on the first year's bill [money], carbon of
bought energy avoided in a mean year [kgCO2e], energy the measures save in a year [kWh]; none
with the costs of what is bought."""
WORTH, FIRST_YEAR, AVOIDED, SAVED = range(len(TALLIES))
"""Their places."""


@dataclass(frozen=True, kw_only=True)
class Tally:
    """The tallies of one meter with one plant at one set of measures.

    Each is concave in the measures: ``values + slopes @ (other - chosen)`` is never below the
    tallies of any other set.
    """

    values: Floats
    """By tally."""
    slopes: Floats
    """Tallies x measures of the meter: what choosing or leaving one changes, at most."""


def tally(choices: MeterChoices, years: Years, chosen: npt.NDArray[np.bool_], plant: int) -> Tally:
    """Return the exact tallies and their tangent.

    The load after the measures is ``max(load - saved, 0)``; a saving beyond the load is lost.

    Parameters
    ----------
    choices
        What may be bought behind the meter.
    years
        Years of the horizon.
    chosen
        For each measure of the meter whether it is done.
    plant
        Row of the meter's plants; 0 is none.
    """
    meter = choices.meter
    left_kw = meter.load_kw - chosen @ choices.saved_kw
    saves = left_kw > 0
    after_kw = np.where(saves, left_kw, 0.0)
    tariff = choices.credit_per_kwh[plant], choices.surplus_per_kwh[plant]
    before, _ = _bill_and_carbon(choices, meter.load_kw, tariff)
    share = years.count / years.count.sum()
    first = np.where(np.arange(len(share)) == 0, 1.0, 0.0)
    weights = np.column_stack([years.discounted, first, share])
    values, slopes = np.zeros(3), np.zeros((3, len(saves)))
    for weight, fraction in zip(weights, years.supply_fraction, strict=True):
        net_kw = after_kw - fraction * choices.supply_kw[plant]
        after, slope = _bill_and_carbon(choices, net_kw, tariff)
        values += weight * (before - after)[[0, 0, 1]]
        slopes += weight[:, None] * slope[[0, 0, 1]]
    energy = meter.step_hours
    saved_kwh = float(energy @ (meter.load_kw - after_kw))
    rows = np.where(saves, np.vstack([slopes, energy]), 0.0)
    return Tally(values=np.append(values, saved_kwh), slopes=rows @ choices.saved_kw.T)


def bought(
    choices: MeterChoices, chosen: npt.NDArray[np.bool_], plant: int, supply_fraction: float
) -> Floats:
    """Return the year's bill [money] and the carbon of bought energy [kgCO2e], without slopes.

    Parameters
    ----------
    choices, chosen, plant
        As for :func:`tally`.
    supply_fraction
        Output of the plant over that of its first year.
    """
    load_kw = np.maximum(choices.meter.load_kw - chosen @ choices.saved_kw, 0.0)
    net_kw = load_kw - supply_fraction * choices.supply_kw[plant]
    bill = yearly_bill(
        choices.meter,
        net_kw,
        credit_per_kwh=choices.credit_per_kwh[plant],
        surplus_per_kwh=choices.surplus_per_kwh[plant],
    )
    return np.array([bill, _emitted_kg(choices.meter, net_kw)])


def _bill_and_carbon(
    choices: MeterChoices, net_kw: Floats, tariff: tuple[Floats, Floats]
) -> tuple[Floats, Floats]:
    """Return bill and carbon of bought energy, with their slopes by step."""
    meter = choices.meter
    bill, slope = bill_and_slope(meter, net_kw, credit_per_kwh=tariff[0], surplus_per_kwh=tariff[1])
    emitting = np.where(net_kw > 0, meter.carbon_kg_per_kwh * meter.step_hours, 0.0)
    return np.array([bill, _emitted_kg(meter, net_kw)]), np.vstack([slope, emitting])


def _emitted_kg(meter: MeterYear, net_kw: Floats) -> float:
    """Return the carbon of the energy that is bought [kgCO2e]."""
    return float((meter.carbon_kg_per_kwh * meter.step_hours) @ np.maximum(net_kw, 0.0))
