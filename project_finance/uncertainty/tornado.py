"""What each doubt alone moves: the net present value at both ends of every driver."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from project_finance.present_value import discount_factors
from project_finance.uncertainty.changes import Changes
from project_finance.uncertainty.drivers import YEAR_BY_YEAR
from project_finance.uncertainty.flow_many import flow_many

if TYPE_CHECKING:
    from collections.abc import Mapping

    from equipment_catalog.messages import Message
    from project_finance.uncertainty.drivers import Driver
    from project_finance.uncertainty.project_case import ProjectCase

ENDS = (0.1, 0.9)


@dataclass(frozen=True, kw_only=True)
class TornadoBar:
    """One driver moved alone, all else as planned."""

    driver: str
    """Its name."""
    description: Message
    """The same for a reader."""
    low: float
    """Value that one case in ten stays below [factor, or points of growth a year]."""
    high: float
    """Value that one case in ten exceeds."""
    npv_after_tax_at_low: float
    """Net present value there [money of year 0]."""
    npv_after_tax_at_high: float
    """Net present value at the other end [money of year 0]."""

    @property
    def swing(self) -> float:
        """What the driver moves from end to end, never negative [money of year 0]."""
        return abs(self.npv_after_tax_at_high - self.npv_after_tax_at_low)


def tornado(case: ProjectCase, drivers: Mapping[str, Driver]) -> tuple[TornadoBar, ...]:
    """Return a bar for each driver of the whole life, the widest first.

    Years that differ from each other average out over a life and have no bar.

    Examples
    --------
    >>> from project_finance.uncertainty.drivers import read_drivers
    >>> from project_finance.uncertainty.project_case import ProjectCase
    >>> case = ProjectCase(capex=100.0, pv_savings_year1=110.0, discount_rate=0.10,
    ...     tariff_escalation_fraction=0.0, inflation_fraction=0.0,
    ...     degradation_fraction_per_year=0.0, horizon_years=1)
    >>> [(bar.driver, round(bar.swing, 1)) for bar in tornado(case, read_drivers())][:2]
    [('capex', 38.7), ('tariff', 25.7)]
    """
    moved = {name: driver.at(ENDS) for name, driver in drivers.items() if name != YEAR_BY_YEAR}
    rows = 2 * len(moved)
    changes = {name: np.full(rows, float(name != "tariff_escalation")) for name in moved}
    for i, (name, ends) in enumerate(moved.items()):
        changes[name][2 * i : 2 * i + 2] = ends
    flows = flow_many(case, Changes.of(**changes)).net_after_tax
    worth = (flows @ discount_factors(case.discount_rate, flows.shape[1])).reshape(-1, 2)
    bars = [
        TornadoBar(
            driver=name,
            description=drivers[name].description,
            low=float(ends[0]),
            high=float(ends[1]),
            npv_after_tax_at_low=float(at_low),
            npv_after_tax_at_high=float(at_high),
        )
        for (name, ends), (at_low, at_high) in zip(moved.items(), worth, strict=True)
    ]
    return tuple(sorted(bars, key=lambda bar: -bar.swing))
