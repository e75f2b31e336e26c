"""A plan: what is bought, what it costs and what it is worth, reckoned exactly."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from project_finance.selection.tallies import TALLIES

if TYPE_CHECKING:
    from collections.abc import Iterable

    import numpy.typing as npt

    from project_finance.selection.case import SelectionCase
    from project_finance.selection.choices import Measure, Plant
    from project_finance.selection.limits import Limits
    from project_finance.selection.meter_choices import MeterChoices

SLACK_FRACTION = 1e-6
"""Share of a target by which the solver may miss it."""
BUDGET_SLACK_FRACTION = 1e-9
"""Share of the budget within which sums of costs are rounding."""


@dataclass(frozen=True)
class Point:
    """A choice, as places: what a solver tries."""

    measures: frozenset[int]
    """Places of the measures done."""
    plants: tuple[int, ...]
    """For each meter the row of its plant among its choices; 0 is none."""

    def chosen(self, choices: MeterChoices) -> npt.NDArray[np.bool_]:
        """Return for each measure of a meter whether it is done."""
        return np.array([place in self.measures for place in choices.measures.tolist()], dtype=bool)


@dataclass(frozen=True, kw_only=True)
class Plan:
    """What is bought and what it gives."""

    point: Point
    """The same as places."""
    measures: tuple[str, ...]
    """Names of the measures done."""
    plants: tuple[str, ...]
    """Names of the plants built."""
    capex: float
    """What the budget pays [money]."""
    npv: float
    """Fall of the bills less all costs [money of year 0]."""
    first_year_saving: float
    """Fall of the first year's bill less running costs [money]."""
    avoided_kg: float
    """Carbon of bought energy avoided, mean of the years [kgCO2e/year]."""
    saved_kwh: float
    """Energy the measures save in the first year [kWh]."""
    supplied_kwh: float
    """Energy the plants deliver in the first year, exports included [kWh]."""
    load_kwh: float
    """Load after the measures in the first year [kWh]."""

    @property
    def coverage_fraction(self) -> float | None:
        """Energy of the plants over the load after the measures; None without load."""
        return self.supplied_kwh / self.load_kwh if self.load_kwh > 0 else None

    def meets(self, limits: Limits) -> bool:
        """Tell whether the plan keeps every limit and reaches every target; 0 is no target."""
        loan = limits.loan
        if self.capex > limits.budget * (1 + BUDGET_SLACK_FRACTION):
            return False
        targets = (
            (self.avoided_kg, limits.least_avoided_kg),
            (self.supplied_kwh, limits.least_coverage_fraction * self.load_kwh),
        )
        least = [(got, asked) for got, asked in targets if asked > 0]
        if loan is not None:
            debt = max(self.capex - loan.own_money, 0.0)
            if debt > loan.most_debt * (1 + BUDGET_SLACK_FRACTION):
                return False
            least.append((self.first_year_saving, loan.least_cover * loan.payment_per_debt * debt))
        return all(got >= asked - SLACK_FRACTION * abs(asked) for got, asked in least)


def plan_at(case: SelectionCase, point: Point) -> Plan:
    """Return the plan of a choice with its exact figures, reckoned once for each case."""
    if point not in case.plans:
        case.plans[point] = _reckoned(case, point)
    return case.plans[point]


def _reckoned(case: SelectionCase, point: Point) -> Plan:
    totals = np.zeros(len(TALLIES))
    supplied, load, rows = 0.0, 0.0, []
    for place, (choices, row) in enumerate(zip(case.at_meters, point.plants, strict=True)):
        totals += case.totals(place, point.chosen(choices), row)
        supplied += float(choices.supply_kwh[row])
        load += choices.load_kwh
        rows.append(int(choices.plants[row]))
    measures = [case.measures[place] for place in sorted(point.measures)]
    plants = [case.plants[place] for place in rows if place >= 0]
    bought: list[Measure | Plant] = [*measures, *plants]
    return Plan(
        point=point,
        measures=tuple(measure.name for measure in measures),
        plants=tuple(plant.name for plant in plants),
        capex=sum((choice.capex for choice in bought), 0.0),
        npv=float(totals[0]) - sum(choice.present_cost for choice in bought),
        first_year_saving=float(totals[1]) - sum(choice.yearly_cost for choice in bought),
        avoided_kg=float(totals[2]),
        saved_kwh=float(totals[3]),
        supplied_kwh=supplied,
        load_kwh=load - float(totals[3]),
    )


def point_of(case: SelectionCase, names: Iterable[str]) -> Point:
    """Return the choice of the measures and plants with these names.

    Names that the case does not have are passed over, so that a plan of one case can be looked
    at in another that offers less.
    """
    wanted = set(names)
    return Point(
        frozenset(i for i, measure in enumerate(case.measures) if measure.name in wanted),
        tuple(
            next(
                (
                    row
                    for row, i in enumerate(at.plants)
                    if i >= 0 and case.plants[i].name in wanted
                ),
                0,
            )
            for at in case.at_meters
        ),
    )
