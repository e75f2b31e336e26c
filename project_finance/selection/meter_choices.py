"""What may be bought behind one meter, laid out as arrays."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy.typing as npt

    from project_finance.selection.choices import Measure, MeterYear, Plant

    Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, kw_only=True)
class MeterChoices:
    """What may be bought behind one meter, as arrays."""

    meter: MeterYear
    """Its year."""
    measures: npt.NDArray[np.intp]
    """Places of its measures among all."""
    saved_kw: Floats
    """Measures x steps [kW]."""
    plants: npt.NDArray[np.intp]
    """Places of its plants among all; -1 first, for none."""
    supply_kw: Floats
    """Plants x steps [kW]."""
    credit_per_kwh: Floats
    """Plants x periods."""
    surplus_per_kwh: Floats
    """Plants x periods."""

    @cached_property
    def supply_kwh(self) -> Floats:
        """Energy of each plant in its first year [kWh]."""
        return self.supply_kw @ self.meter.step_hours

    @cached_property
    def load_kwh(self) -> float:
        """Load of the year before any measure [kWh]."""
        return float(self.meter.step_hours @ self.meter.load_kw)

    @classmethod
    def of(
        cls, meter: MeterYear, all_measures: Sequence[Measure], all_plants: Sequence[Plant]
    ) -> MeterChoices:
        """Return what of all measures and plants stands behind a meter."""
        measures = [i for i, m in enumerate(all_measures) if m.meter == meter.name]
        plants = [i for i, p in enumerate(all_plants) if p.meter == meter.name]
        offers = [all_plants[i] for i in plants]
        steps, periods = np.zeros((1, len(meter.load_kw))), np.zeros((1, meter.periods))
        saved = np.array([all_measures[i].saved_kw for i in measures])
        return cls(
            meter=meter,
            measures=np.array(measures, dtype=np.intp),
            saved_kw=saved.reshape(len(measures), len(meter.load_kw)),
            plants=np.array([-1, *plants], dtype=np.intp),
            supply_kw=np.vstack([steps, *(plant.supply_kw for plant in offers)]),
            credit_per_kwh=np.vstack([periods, *(plant.credit_per_kwh for plant in offers)]),
            surplus_per_kwh=np.vstack([periods, *(plant.surplus_per_kwh for plant in offers)]),
        )
