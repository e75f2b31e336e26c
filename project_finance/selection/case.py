"""A selection problem: meters, what may be bought at each, and the years."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import numpy as np

from equipment_catalog.errors import InputError
from equipment_catalog.messages import message
from project_finance.selection.choices import checked_row
from project_finance.selection.meter_choices import MeterChoices
from project_finance.selection.tallies import Tally, bought, tally

if TYPE_CHECKING:
    import numpy.typing as npt

    from project_finance.selection.choices import Measure, MeterYear, Plant, Years
    from project_finance.selection.plan import Plan, Point

    Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, kw_only=True)
class SelectionCase:
    """All that may be bought, and what decides its worth.

    Bills that were reckoned once are kept, since searches come back to the same choices.

    Raises
    ------
    InputError
        If two things share a name, one names an unknown meter or has steps or periods of its
        own, or an export is worth more than a kilowatt-hour bought in the same period: then the
        bill is not convex and no proof is possible.
    """

    meters: tuple[MeterYear, ...]
    """Meters of the mine."""
    measures: tuple[Measure, ...]
    """Ways to save."""
    plants: tuple[Plant, ...]
    """Sizes on offer."""
    years: Years
    """Years of the horizon."""
    at_meters: tuple[MeterChoices, ...] = field(init=False, repr=False)
    """The choices of each meter, in the order of `meters`."""
    plans: dict[Point, Plan] = field(init=False, repr=False, compare=False, default_factory=dict)
    """Plans that were reckoned."""
    _known: dict[tuple[int, bytes, int], Tally] = field(
        init=False, repr=False, compare=False, default_factory=dict
    )
    _totals: dict[tuple[int, bytes, int], Floats] = field(
        init=False, repr=False, compare=False, default_factory=dict
    )
    _bought: dict[tuple[int, bytes, int, float], Floats] = field(
        init=False, repr=False, compare=False, default_factory=dict
    )

    def __post_init__(self) -> None:
        known = {meter.name: meter for meter in self.meters}
        _require_unique("meters", [meter.name for meter in self.meters])
        _require_unique("names", [choice.name for choice in self.choices])
        for choice in self.choices:
            if choice.meter not in known:
                allowed = message("one of {known}", known=", ".join(known))
                raise InputError.of("meter", choice.meter, allowed=allowed)
        for measure in self.measures:
            meter = known[measure.meter]
            checked_row("saved_kw", measure.saved_kw, len(meter.load_kw), least=-np.inf)
        for plant in self.plants:
            _require_fits(plant, known[plant.meter])
        choices = tuple(MeterChoices.of(m, self.measures, self.plants) for m in self.meters)
        object.__setattr__(self, "at_meters", choices)

    @property
    def choices(self) -> tuple[Measure | Plant, ...]:
        """Measures, then plants."""
        return (*self.measures, *self.plants)

    def tally(self, meter: int, chosen: npt.NDArray[np.bool_], plant: int) -> Tally:
        """Return the tallies of some measures beside a plant, reckoned once.

        Parameters
        ----------
        meter
            Place of the meter.
        chosen, plant
            As for :func:`project_finance.selection.tallies.tally`.
        """
        key = meter, chosen.tobytes(), plant
        if key not in self._known:
            self._known[key] = tally(self.at_meters[meter], self.years, chosen, plant)
        return self._known[key]

    def totals(self, meter: int, chosen: npt.NDArray[np.bool_], plant: int) -> Floats:
        """Return the values of :meth:`tally` alone, which takes less time.

        Parameters
        ----------
        meter, chosen, plant
            As for :meth:`tally`.
        """
        key = meter, chosen.tobytes(), plant
        if key not in self._totals:
            self._totals[key] = self._reckoned(meter, chosen, plant)
        return self._totals[key]

    def _reckoned(self, meter: int, chosen: npt.NDArray[np.bool_], plant: int) -> Floats:
        choices, years = self.at_meters[meter], self.years
        before = self._bill(meter, np.zeros_like(chosen), 0, 0.0)
        fell = np.array(
            [
                before - self._bill(meter, chosen, plant, fraction)
                for fraction in years.supply_fraction.tolist()
            ]
        )
        share = years.count / years.count.sum()
        load_kw = choices.meter.load_kw
        saved_kw = np.minimum(chosen @ choices.saved_kw, load_kw)
        energy = choices.meter.step_hours
        return np.array(
            [years.discounted @ fell[:, 0], fell[0, 0], share @ fell[:, 1], energy @ saved_kw]
        )

    def _bill(
        self, meter: int, chosen: npt.NDArray[np.bool_], plant: int, fraction: float
    ) -> Floats:
        """Return bill and carbon of a year, reckoned once; without supply no plant matters."""
        row = plant if fraction else 0
        key = meter, chosen.tobytes(), row, fraction
        if key not in self._bought:
            self._bought[key] = bought(self.at_meters[meter], chosen, row, fraction)
        return self._bought[key]

    def without_plants(self) -> SelectionCase:
        """Return the case in which only measures may be bought."""
        return replace(self, plants=())

    def without_measures(self) -> SelectionCase:
        """Return the case in which only plants may be bought."""
        return replace(self, measures=())


def _require_unique(field_name: str, names: list[str]) -> None:
    if len(set(names)) < len(names):
        twice = sorted({name for name in names if names.count(name) > 1})
        raise InputError.of(field_name, ", ".join(twice), allowed=message("each name once"))


def _require_fits(plant: Plant, meter: MeterYear) -> None:
    """Refuse a plant of other steps or periods, or whose exports are worth more than imports."""
    checked_row("supply_kw", plant.supply_kw, len(meter.load_kw), least=-np.inf)
    checked_row("credit_per_kwh", plant.credit_per_kwh, meter.periods)
    if (plant.credit_per_kwh[meter.period] > meter.price_per_kwh).any():
        allowed = message("at most the price of every kilowatt-hour bought in the same period")
        raise InputError.of("credit_per_kwh", plant.name, allowed=allowed)
