"""The energy of a year as a normal law: what is exceeded with each probability."""

from __future__ import annotations

import math
from dataclasses import dataclass
from statistics import NormalDist
from typing import TYPE_CHECKING, Literal

from equipment_catalog.errors import InputError
from equipment_catalog.messages import message
from equipment_catalog.tables import read_fact

if TYPE_CHECKING:
    from equipment_catalog.messages import Message
    from equipment_catalog.notes import Note

FACTS = "data/exceedance.csv"
EXCEEDED = (0.50, 0.75, 0.90, 0.99)
"""Probabilities that are shown."""
Basis = Literal["years", "sigma_table"]


@dataclass(frozen=True, kw_only=True)
class YieldSigma:
    """One independent reason why the energy may be another."""

    name: str
    """resource, interannual, transposition, model or soiling."""
    sigma_fraction: float
    """One standard deviation of the energy of a year [fraction of it]."""
    source: Message | str
    """Where the figure comes from."""
    averages_out: bool = False
    """Whether good years make up for bad ones: divided by the number of years in a mean."""


@dataclass(frozen=True, kw_only=True)
class Exceedance:
    """The energy of a plant with what is not known of it, as a normal law."""

    p50_kwh: float
    """Energy of a mean year, exceeded as often as not [kWh]."""
    components: tuple[YieldSigma, ...]
    """Independent of each other: their squares add up."""
    basis: Basis
    """Whether the years were told apart by real years, or by the table of sigmas."""
    yearly_kwh: tuple[float, ...] = ()
    """Energy of the plant in each real year; empty where there are too few [kWh]."""
    normal_probability: float | None = None
    """Of such a sample from a normal law, Shapiro and Wilk; None without real years, or where
    all are the same."""
    notes: tuple[Note, ...] = ()
    """How the years were told apart."""

    def sigma_fraction(self, years: int = 1) -> float:
        """Return one standard deviation of the mean energy of some years [fraction].

        Parameters
        ----------
        years
            Number of years in the mean, at least 1.

        Raises
        ------
        InputError
            If it is below 1.
        """
        if not years >= 1:
            raise InputError.of("years", years, allowed=message("at least 1"))
        return math.hypot(
            *(
                part.sigma_fraction / (math.sqrt(years) if part.averages_out else 1)
                for part in self.components
            )
        )

    def exceeded_kwh(self, probability: float, years: int = 1) -> float:
        """Return the energy that the mean of some years exceeds with a probability [kWh].

        Parameters
        ----------
        probability
            0.9 for P90; above 0 and below 1.
        years
            Number of years in the mean, at least 1.

        Raises
        ------
        InputError
            If the probability is none, or the years are fewer than 1.
        """
        if not 0 < probability < 1:
            allowed = message("above 0 and below 1")
            raise InputError.of("probability", probability, allowed=allowed)
        return self.p50_kwh * max(1 - deviations(probability) * self.sigma_fraction(years), 0.0)


def deviations(probability: float) -> float:
    """Return how many standard deviations below its mean a normal law is exceeded.

    Examples
    --------
    >>> round(deviations(0.9), 4)
    1.2816
    """
    return NormalDist().inv_cdf(probability)


def long_span_years() -> int:
    """Return the number of years in the long mean that is shown."""
    return int(read_fact("pv_design", FACTS, "long_span").value)
