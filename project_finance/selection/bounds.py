"""Which choices can no longer be part of the best plan: bounds by a price on what is limited."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from project_finance.selection.programme_rows import costs
from project_finance.selection.tallies import AVOIDED, WORTH

if TYPE_CHECKING:
    import numpy.typing as npt

    from project_finance.selection.columns import Columns
    from project_finance.selection.programme import Asked
    from project_finance.selection.tangents import Tangents

    Floats = npt.NDArray[np.float64]
    Bools = npt.NDArray[np.bool_]
    Places = npt.NDArray[np.intp]

PRICES = 12
"""Prices tried of each limit in each round."""
WIDTHS = (1e3, 2.0, 1.1)
"""How far from the middle the prices of each round reach, as a ratio."""
ROUNDING = 1e-9
"""Share of a bound within which it does not prove that a choice is worse."""


@dataclass(frozen=True, kw_only=True, eq=False)
class MeterBounds:
    """The tangents of one meter as arrays, its measures machine by machine."""

    starts: Floats
    """Aim without a measure, by tangent and plant, the plant paid."""
    slopes: Floats
    """What each measure adds, itself paid, by tangent, plant and measure."""
    carbon_starts: Floats
    """As `starts`, of carbon avoided."""
    carbon_slopes: Floats
    """As `slopes`, of carbon avoided."""
    plant_capex: Floats
    """[money]."""
    measure_capex: Floats
    """[money]."""
    measures: Places
    """Places of the measures among all."""
    machines: Places
    """Where the measures of each machine begin."""

    def reached(self, prices: Floats, carbon_price: float) -> Floats:
        """Return, by price of outlay and plant, what no choice with the plant exceeds."""
        _, sums = self._gains(prices, carbon_price)
        return np.asarray(sums.min(axis=1), dtype=float)

    def with_measure(self, price: float, carbon_price: float) -> Floats:
        """Return for each measure what no choice with it exceeds."""
        gains, sums = (rows[0] for rows in self._gains(np.array([price]), carbon_price))
        if not len(self.measures):
            return np.zeros(0)
        counts = np.diff(np.append(self.machines, len(self.measures)))
        lost = np.repeat(self._of_machines(gains), counts, axis=-1) - gains
        return np.asarray((sums[..., None] - lost).min(axis=0).max(axis=0), dtype=float)

    def _gains(self, prices: Floats, carbon_price: float) -> tuple[Floats, Floats]:
        paid = prices[:, None, None, None] * self.measure_capex
        gains = self.slopes + carbon_price * self.carbon_slopes - paid
        bare = self.starts + carbon_price * self.carbon_starts
        sums = bare - prices[:, None, None] * self.plant_capex
        return gains, sums + self._of_machines(gains).sum(axis=-1)

    def _of_machines(self, gains: Floats) -> Floats:
        """Return the best way of each machine, which may be none."""
        if not len(self.measures):
            return gains
        return np.maximum(np.maximum.reduceat(gains, self.machines, axis=-1), 0.0)


@dataclass(frozen=True, kw_only=True, eq=False)
class LagrangianBounds:
    """Bounds on every plan that keeps the limits, whatever prices are put on them.

    With a price on each unit of outlay and of carbon these limits fall away, meters and machines
    stand alone, and the best of each is a bound on all together (Lagrangian relaxation, Geoffrion
    1974). Limits without a price are left out, which makes it only higher.

    References
    ----------
    Geoffrion, A. M. (1974), "Lagrangean relaxation for integer programming", Mathematical
    Programming Study 2.
    """

    tangents: Tangents
    """What is known of the bills."""
    asked: Asked
    """Aim, limits and targets."""

    def hopeless(self, columns: Columns, reached: float) -> Bools:
        """Tell of each column whether every plan in which it is 1 reaches less than a known one.

        Parameters
        ----------
        columns
            Of the programme.
        reached
            Aim of a plan that keeps the limits.
        """
        found = np.zeros(columns.debt + 1, dtype=bool)
        for price, carbon_price in self._prices():
            by_plant = [at.reached(np.array([price]), carbon_price)[0] for at in self._meters]
            tops = [float(each.max()) for each in by_plant]
            total = sum(tops) + self._limited(price, carbon_price)
            line = reached - ROUNDING * max(abs(reached), abs(total))
            for at, plants, each, top in zip(
                self._meters, columns.plants, by_plant, tops, strict=True
            ):
                found[plants] |= total - top + each < line
                each_measure = at.with_measure(price, carbon_price)
                found[columns.measures[at.measures]] |= total - top + each_measure < line
        return found

    def _limited(self, price: float, carbon_price: float) -> float:
        held = self.asked.limits.budget if price > 0 else self.asked.least_capex
        return price * held - carbon_price * self.asked.limits.least_avoided_kg

    def _prices(self) -> list[tuple[float, float]]:
        """Return the pair of prices of the lowest bound of each round."""
        capex = max(sum(choice.capex for choice in self.tangents.case.choices), 1.0)
        unit, carbon = self._unit, float(self.tangents.scales[AVOIDED])
        price, carbon_price = unit / capex, unit / carbon
        has_target = self.asked.limits.least_avoided_kg > 0
        found = []
        for width in WIDTHS:
            around = np.geomspace(1 / width, width, PRICES)
            prices = np.append(0.0, price * around)
            if self.asked.least_capex > 0:
                prices = np.append(prices, -np.abs(price) * around)
            of_carbon = [0.0, *(carbon_price * around[::2]).tolist()] if has_target else [0.0]
            _, price, carbon_price = min(self._lowest(prices, each) for each in of_carbon)
            found.append((price, carbon_price))
        return found

    def _lowest(self, prices: Floats, carbon_price: float) -> tuple[float, float, float]:
        tops = sum(at.reached(prices, carbon_price).max(axis=1) for at in self._meters)
        held = [self._limited(price, carbon_price) for price in prices.tolist()]
        bounds = np.asarray(tops + np.array(held), dtype=float)
        place = int(bounds.argmin())
        return float(bounds[place]), float(prices[place]), carbon_price

    @property
    def _unit(self) -> float:
        return float(self.tangents.scales[WORTH if self.asked.aim == "npv" else AVOIDED])

    @cached_property
    def _meters(self) -> tuple[MeterBounds, ...]:
        return tuple(self._meter(place) for place in range(len(self.tangents.case.meters)))

    def _meter(self, place: int) -> MeterBounds:
        case, choices = self.tangents.case, self.tangents.case.at_meters[place]
        machines = np.array([case.measures[at].machine for at in choices.measures.tolist()])
        names, numbers = np.unique(machines, return_inverse=True)
        order = np.argsort(numbers, kind="stable")
        starts, slopes = self.tangents.stacked(place)
        which = WORTH if self.asked.aim == "npv" else AVOIDED
        own, capex = self._own_cost(), costs(case, "capex")
        plants = len(case.measures) + sum(len(at.plants) for at in case.at_meters[:place])
        rows = np.arange(plants, plants + len(choices.plants))
        measures = choices.measures[order]
        return MeterBounds(
            starts=starts[which] - own[rows],
            slopes=slopes[which][..., order] - own[measures],
            carbon_starts=starts[AVOIDED],
            carbon_slopes=slopes[AVOIDED][..., order],
            plant_capex=capex[rows],
            measure_capex=capex[measures],
            measures=measures,
            machines=np.searchsorted(numbers[order], np.arange(len(names))),
        )

    def _own_cost(self) -> Floats:
        """Return what measures, then plants, cost by themselves in the unit of the aim."""
        case, asked = self.tangents.case, self.asked
        if asked.aim != "npv":
            return 0.0 * costs(case, "capex")
        return costs(case, "present_cost") + asked.price_of_capex * costs(case, "capex")
