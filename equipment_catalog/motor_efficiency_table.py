"""The tables of nominal efficiency and the rules of their regulation for other ratings."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from equipment_catalog.errors import InputError
from equipment_catalog.messages import message
from equipment_catalog.tables import read_facts

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from equipment_catalog.motor_inputs import Floats

IE_CLASSES = ("IE1", "IE2", "IE3", "IE4")
"""Efficiency classes of IEC 60034-30, worst first."""
FREQUENCIES_HZ = (50, 60)
"""Line frequencies the classes are written for; Colombia and Peru run on 60 Hz."""


@dataclass(frozen=True, kw_only=True)
class Curve:
    """Cubic in log10(rated kW) that gives an efficiency in percent."""

    from_kw: float
    """Lowest rating it holds for, kW."""
    to_kw: float
    """Highest rating it holds for, kW."""
    coefficients: tuple[float, ...]
    """A, B, C, D, highest power first; percent."""
    trust: str
    """Trust in the coefficients."""

    def efficiency_at(self, rated_kw: Floats) -> Floats:
        """Return the efficiency, fraction, rounded to 0.1 point as the regulation asks."""
        return _tenths_of_a_point(np.polyval(self.coefficients, np.log10(rated_kw)))


@dataclass(frozen=True)
class Ratings:
    """One column of a table: the ratings of one class, pole count and frequency."""

    rated_kw: Floats
    """Ratings, kW, ascending."""
    efficiency: Floats
    """Nominal efficiency of each rating, fraction."""
    trust: NDArray[np.object_]
    """Trust in each cell."""
    curves: tuple[Curve, ...]
    """Interpolation of 50 Hz, ascending; empty for 60 Hz, which has none."""

    def efficiency_at(self, rated_kw: Floats) -> Floats:
        """Return the efficiency, fraction, of ratings inside the table, listed or not."""
        efficiency = self.efficiency[self._cell(rated_kw)]
        for curve in self.curves:
            use = self._between(rated_kw, curve.from_kw, curve.to_kw)
            efficiency[use] = curve.efficiency_at(rated_kw[use])
        for low, high in self._gaps:
            use = self._between(rated_kw, low, high)
            straight = np.interp(rated_kw[use], self.rated_kw, self.efficiency)
            efficiency[use] = _tenths_of_a_point(100 * straight)
        return efficiency

    def trust_at(self, rated_kw: Floats) -> NDArray[np.object_]:
        """Return the trust in what `efficiency_at` gives."""
        trust = self.trust[self._cell(rated_kw)]
        spans = [(curve.from_kw, curve.to_kw, curve.trust) for curve in self.curves]
        spans += [(low, high, "published") for low, high in self._gaps]
        for low, high, of_source in spans:
            derived = "computed" if of_source == "published" else of_source
            trust[self._between(rated_kw, low, high)] = derived
        return trust

    def _cell(self, rated_kw: Floats) -> NDArray[np.intp]:
        """Return the cell that stands for a rating: the band it is in, or the nearer midpoint."""
        if self.curves:
            return np.searchsorted(self.rated_kw, rated_kw, side="right") - 1
        return np.searchsorted(self._midpoints_kw, rated_kw, side="right")

    def _between(self, rated_kw: Floats, low: float, high: float) -> NDArray[np.bool_]:
        """Mark the ratings from `low` to `high` that are not in the table."""
        return (rated_kw > low) & (rated_kw < high) & ~np.isin(rated_kw, self.rated_kw)

    @property
    def _gaps(self) -> list[tuple[float, float]]:
        """Stretches between two curves, kW."""
        return [
            (low.to_kw, high.from_kw)
            for low, high in zip(self.curves[:-1], self.curves[1:], strict=True)
        ]

    @cached_property
    def _midpoints_kw(self) -> Floats:
        """Halfway between neighbours; rounding makes 0.925 equal the 0.925 that people type."""
        return np.round((self.rated_kw[:-1] + self.rated_kw[1:]) / 2, 6)


@cache
def ratings(frequency_hz: int, ie_class: str, poles: int) -> Ratings:
    """Return the ratings of one class, pole count and frequency.

    Raises
    ------
    InputError
        If the class has no motors of so many poles at that frequency.

    Examples
    --------
    >>> ratings(60, "IE3", 4).rated_kw[:4].tolist()
    [0.12, 0.18, 0.25, 0.37]

    Notes
    -----
    data/motor_efficiency.csv and data/motor_efficiency_coefficients.csv, source in each row.
    """
    table = _columns("data/motor_efficiency.csv")
    of_class = (table["frequency_hz"] == frequency_hz) & (table["ie_class"] == ie_class)
    rows = np.flatnonzero(of_class & (table["poles"] == poles))
    if not rows.size:
        known = ", ".join(str(count) for count in np.unique(table["poles"][of_class]))
        motors = f"{ie_class}, {frequency_hz} Hz"
        allowed = message("one of {known} for {motors}", known=known, motors=motors)
        raise InputError.of("poles", poles, allowed=allowed)
    rows = rows[np.argsort(table["rated_kw"][rows], kind="stable")]
    return Ratings(
        table["rated_kw"][rows].astype(float),
        table["efficiency_fraction"][rows].astype(float),
        table["trust"][rows].astype(object),
        _curves(frequency_hz, ie_class, poles),
    )


def _curves(frequency_hz: int, ie_class: str, poles: int) -> tuple[Curve, ...]:
    """Return the cubics of one class and pole count, smallest motors first."""
    table = _columns("data/motor_efficiency_coefficients.csv")
    of_class = (table["frequency_hz"] == frequency_hz) & (table["ie_class"] == ie_class)
    rows = np.flatnonzero(of_class & (table["poles"] == poles))
    rows = rows[np.lexsort((table["coefficient"][rows], table["from_kw"][rows]))]
    _, starts = np.unique(table["from_kw"][rows], return_index=True)
    return tuple(
        Curve(
            from_kw=float(table["from_kw"][part[0]]),
            to_kw=float(table["to_kw"][part[0]]),
            coefficients=tuple(table["value"][part].tolist()),
            trust=str(table["trust"][part[0]]),
        )
        for part in np.split(rows, starts[1:])
        if part.size
    )


@cache
def _columns(path: str) -> dict[str, NDArray[Any]]:
    """Return the columns of a table; arrays, since a frame costs more than the few rows taken."""
    table = read_facts("equipment_catalog", path)
    return {str(name): column.to_numpy() for name, column in table.items()}


def _tenths_of_a_point(efficiency_percent: NDArray[np.floating]) -> Floats:
    """Return the fraction of a percentage rounded to one decimal."""
    return np.asarray(np.round(np.round(efficiency_percent, 1) / 100, 3), dtype=float)
