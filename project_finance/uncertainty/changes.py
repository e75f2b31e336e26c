"""By how much each draw differs from the plan."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING

import numpy as np

from equipment_catalog.errors import InputError
from equipment_catalog.messages import message

_LEAST = {"tariff_escalation": -np.inf, "exchange_rate": 0.01}
"""Least values of fields that do not begin at zero; money is not given away."""

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray


@dataclass(frozen=True, kw_only=True)
class Changes:
    """One value a draw: factors on what was planned, and points of growth added."""

    pv_yield: NDArray[np.float64]
    """Energy of the plant [factor]; one a draw, or one a draw and year."""
    capex: NDArray[np.float64]
    """Price of all that is bought, first and again [factor]."""
    tariff: NDArray[np.float64]
    """Level of the tariff, credits included, in every year [factor]."""
    tariff_escalation: NDArray[np.float64]
    """Added to the growth of the tariff [fraction per year]."""
    exchange_rate: NDArray[np.float64]
    """Local money for the foreign one [factor]."""
    hours_worked: NDArray[np.float64]
    """Hours the mine works [factor]."""
    audit_savings: NDArray[np.float64]
    """What the measures save in truth over what was reckoned [factor]."""

    @classmethod
    def of(cls, **given: ArrayLike) -> Changes:
        """Return changes with some fields given and the rest as planned.

        Parameters
        ----------
        **given
            One figure, one a draw or, for ``pv_yield`` alone, rows of one a year.

        Raises
        ------
        InputError
            If a field has another name, draws differ in number, a value is missing or infinite,
            a factor is negative, or an exchange rate is below a hundredth of the plan's.

        Examples
        --------
        >>> changes = Changes.of(capex=[0.8, 1.2], tariff=1.1)
        >>> changes.tariff.tolist(), changes.tariff_escalation.tolist()
        ([1.1, 1.1], [0.0, 0.0])
        """
        names = [field.name for field in fields(cls)]
        if unknown := sorted(set(given) - set(names)):
            allowed = message("one of {known}", known=", ".join(names))
            raise InputError.of("changes", unknown[0], allowed=allowed)
        rows = {name: _checked(name, values) for name, values in given.items()}
        count = max((len(row) for row in rows.values()), default=1)
        planned = {name: np.full(1, float(name != "tariff_escalation")) for name in names}
        return cls(**{n: _stretched(n, row, count) for n, row in (planned | rows).items()})

    @property
    def count(self) -> int:
        """Number of draws."""
        return len(self.capex)


def _checked(name: str, values: ArrayLike) -> NDArray[np.float64]:
    """Return the values of a field as an array of draws."""
    row = np.atleast_1d(np.asarray(values, dtype=float))
    most_dimensions = 2 if name == "pv_yield" else 1
    least = _LEAST.get(name, 0.0)
    if row.ndim > most_dimensions or not np.isfinite(row).all() or (row < least).any():
        allowed = message("finite values of at least {least}, one a draw", least=least)
        raise InputError.of(name, values, allowed=allowed)
    return row


def _stretched(name: str, row: NDArray[np.float64], count: int) -> NDArray[np.float64]:
    """Return one value a draw, the same in all where a single one is given."""
    if len(row) not in (1, count):
        allowed = message("one value, or {count} values, one a draw", count=count)
        raise InputError.of(name, row, allowed=allowed)
    return np.broadcast_to(row, (count, *row.shape[1:]))
