"""What is not sure about a project, and by how much: one row of data a driver."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal, cast

import numpy as np

from equipment_catalog.errors import InputError
from equipment_catalog.messages import Message, message
from equipment_catalog.notes import Note
from equipment_catalog.tables import read_fact, read_rows
from project_finance.amounts import checked_amount

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import ArrayLike, NDArray

FACTS = "uncertainty/drivers.csv"
OF_PLACES = "uncertainty/drivers_of_places.csv"
YEAR_BY_YEAR = "pv_yield_of_a_year"
"""The driver that takes another value in each year."""
Law = Literal["normal", "lognormal", "added"]


@dataclass(frozen=True, kw_only=True)
class Driver:
    """One doubt: a factor around 1, or an amount added around 0."""

    name: str
    """As a field of `project_finance.uncertainty.changes.Changes`, or YEAR_BY_YEAR."""
    law: Law
    """normal: factor 1 + sigma z; lognormal: factor exp(sigma z); added: sigma z."""
    sigma: float
    """One standard deviation [fraction, fraction per year where added]; 0 where sure."""
    description: Message
    """What it is, for a reader."""
    source: Message | str
    """Where the sigma comes from."""
    most: float = math.inf
    """Largest factor there can be, as the hours of a year over those worked."""

    def at(self, probability: ArrayLike) -> NDArray[np.float64]:
        """Return the values that are not exceeded with the probabilities.

        A factor is never negative. At 0.5 nothing changes.

        Parameters
        ----------
        probability
            Above 0 and below 1.

        Raises
        ------
        InputError
            If a probability is none.

        Examples
        --------
        >>> read_drivers()["capex"].at([0.1, 0.5, 0.9]).round(3).tolist()
        [0.825, 1.0, 1.212]
        """
        from scipy.special import ndtri  # noqa: PLC0415  a check of a study does without scipy

        asked = np.asarray(probability, dtype=float)
        if not ((asked > 0) & (asked < 1)).all():
            raise InputError.of("probability", probability, allowed=message("above 0 and below 1"))
        moved: NDArray[np.float64] = self.sigma * ndtri(asked)
        if self.law == "added":
            return moved
        factor = np.exp(moved) if self.law == "lognormal" else 1 + moved
        return np.clip(factor, 0.0, self.most)


def read_drivers(
    *,
    sigmas: Mapping[str, float] | None = None,
    most_hours_factor: float | None = None,
    places: Sequence[str] = (),
) -> dict[str, Driver]:
    """Return all drivers by name with the sigmas of the table or of the study.

    Parameters
    ----------
    sigmas
        Sigmas that the study knows better, by driver [fraction]; 0 makes a driver sure.
    most_hours_factor
        Hours of a year over the hours worked: no mine works more [-], at least 1; None where
        they are not known.
    places
        Codes of country and currency, as PE and PEN: what is known of them goes before the rest.

    Raises
    ------
    InputError
        If a driver has another name, a sigma is missing, negative or above 1, or the hours are
        out of range.

    Examples
    --------
    >>> read_drivers(sigmas={"capex": 0.05})["capex"].sigma
    0.05
    """
    drivers = {key: _driver(row) for key, row in _rows().items()} | _of_places(places)
    if most_hours_factor is not None:
        most = checked_amount("most_hours_factor", most_hours_factor, least=1.0)
        drivers["hours_worked"] = replace(drivers["hours_worked"], most=most)
    for name, sigma in (sigmas or {}).items():
        if name not in drivers:
            allowed = message("one of {known}", known=", ".join(drivers))
            raise InputError.of("sigmas", name, allowed=allowed)
        checked = checked_amount(f"sigmas[{name}]", sigma, least=0.0, most=1.0)
        told = message("given by the study")
        drivers[name] = replace(drivers[name], sigma=checked, source=told)
    return drivers


def _of_places(places: Sequence[str]) -> dict[str, Driver]:
    """Return the drivers of which a country or a currency has a row of its own."""
    rows, found = _rows(), {}
    for own in read_rows("project_finance", OF_PLACES):
        place, _, name = own["key"].partition(".")
        if place in places:
            fact = read_fact("project_finance", OF_PLACES, own["key"])
            driver = _driver(rows[name])
            found[name] = replace(driver, sigma=fact.value, source=fact.citation)
    return found


def driver_notes(drivers: Mapping[str, Driver]) -> tuple[Note, ...]:
    """Return each sigma for the register; nothing is said of a driver that is sure.

    Examples
    --------
    >>> str(driver_notes(read_drivers(sigmas={"pv_yield": 0.0}))[0].value)
    '3.0%'
    """
    return tuple(
        Note(
            what=message("One standard deviation: {driver}", driver=driver.description),
            value=message("{sigma:.1%}", sigma=driver.sigma),
            source=driver.source,
            effect=message("widens the range of the net present value, not its middle"),
        )
        for driver in drivers.values()
        if driver.sigma > 0
    )


def _rows() -> Mapping[str, Mapping[str, str]]:
    """Return the row of each driver by its name."""
    return {row["key"]: row for row in read_rows("project_finance", FACTS)}


def _driver(row: Mapping[str, str]) -> Driver:
    """Return the driver of a row."""
    fact = read_fact("project_finance", FACTS, row["key"])
    return Driver(
        name=row["key"],
        law=cast("Law", row["law"]),
        sigma=fact.value,
        description=Message(row["description"]),
        source=fact.citation,
    )
