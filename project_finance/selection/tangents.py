"""Tangents to the tallies of each meter and plant: what the programme knows of the bills."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from equipment_catalog.errors import InputError
from equipment_catalog.messages import message
from project_finance.selection.plan import Point

if TYPE_CHECKING:
    import numpy.typing as npt

    from project_finance.selection.best_plan import Selection
    from project_finance.selection.case import SelectionCase
    from project_finance.selection.programme import Asked
    from project_finance.selection.tallies import Tally

    Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, kw_only=True)
class Tangents:
    """Tangents at every set of measures that was looked at, beside every plant of its meter.

    They hold whatever the limits are, so a frontier of budgets shares them.
    """

    case: SelectionCase
    """The problem."""
    scales: Floats
    """Unit of each tally in the programme, so that its figures are near 1."""
    cuts: dict[tuple[int, tuple[bool, ...]], tuple[Tally, ...]] = field(default_factory=dict)
    """By meter and set of its measures, one tangent for each plant."""
    found: dict[Asked, Selection] = field(default_factory=dict)
    """What was proved with them."""

    @classmethod
    def of(cls, case: SelectionCase) -> Tangents:
        """Return the tangents at no measure, and at the largest saving of every machine."""
        nothing = Point(frozenset(), (0,) * len(case.meters))
        tangents = cls(case=case, scales=_scales(case))
        tangents.add(nothing)
        tangents.add(Point(_largest_savings(case), nothing.plants))
        return tangents

    @classmethod
    def known(cls, case: SelectionCase, tangents: Tangents | None) -> Tangents:
        """Return the tangents of earlier searches, or the first ones where there are none.

        Raises
        ------
        InputError
            If they belong to another case, of which they would prove nothing.
        """
        if tangents is None:
            return cls.of(case)
        if tangents.case is not case:
            raise InputError.of("tangents", "another case", allowed=message("those of this case"))
        return tangents

    def add(self, point: Point) -> None:
        """Add the tangents at the measures of a choice, beside every plant."""
        for place, choices in enumerate(self.case.at_meters):
            chosen = point.chosen(choices)
            key = place, tuple(chosen.tolist())
            if key not in self.cuts:
                rows = range(len(choices.plants))
                self.cuts[key] = tuple(self.case.tally(place, chosen, row) for row in rows)

    def knows(self, point: Point) -> bool:
        """Tell whether a choice was looked at: then nothing overrates it."""
        keys = (
            (place, tuple(point.chosen(choices).tolist()))
            for place, choices in enumerate(self.case.at_meters)
        )
        return all(key in self.cuts for key in keys)

    def stacked(self, place: int) -> tuple[Floats, Floats]:
        """Return the tangents of a meter as arrays.

        Parameters
        ----------
        place
            Place of the meter.

        Returns
        -------
        tuple
            Tallies x tangents x plants at no measure; tallies x tangents x plants x measures.
        """
        cuts = [(chosen, row) for (at, chosen), row in self.cuts.items() if at == place]
        slopes = np.array([[tally.slopes for tally in row] for _, row in cuts])
        values = np.array([[tally.values for tally in row] for _, row in cuts])
        done = np.array([chosen for chosen, _ in cuts], dtype=float)
        starts = values - np.einsum("cptm,cm->cpt", slopes, done)
        return np.moveaxis(starts, 2, 0), np.moveaxis(slopes, 2, 0)


def _largest_savings(case: SelectionCase) -> frozenset[int]:
    largest: dict[tuple[str, str], int] = {}
    for place, measure in enumerate(case.measures):
        key = measure.meter, measure.machine
        rival = largest.get(key)
        if rival is None or measure.saved_kw.sum() > case.measures[rival].saved_kw.sum():
            largest[key] = place
    return frozenset(largest.values())


def _scales(case: SelectionCase) -> Floats:
    """Return today's bill of all years, bill, carbon and energy; 1 where there is none."""
    bill = carbon = energy = 0.0
    for meter in case.meters:
        load_kwh = meter.load_kw * meter.step_hours
        bill += float(meter.price_per_kwh @ load_kwh)
        carbon += float(meter.carbon_kg_per_kwh @ load_kwh)
        energy += float(load_kwh.sum())
    totals = np.array([bill * case.years.discounted.sum(), bill, carbon, energy])
    return np.where(totals > 0, totals, 1.0)
