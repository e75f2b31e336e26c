"""Import and export of a plant of any size at once: exact, without simulating each size."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, overload

import numpy as np
import pandas as pd

from equipment_catalog.errors import InputError
from equipment_catalog.messages import message
from pv_design.sorted_hours import SortedHours

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    import numpy.typing as npt

    Floats = npt.NDArray[np.float64]
    Hourly = pd.Series[float] | Sequence[float] | Floats
    Sizes = Sequence[float] | Floats
    Labels = Sequence[object] | npt.NDArray[np.generic] | pd.Index

BLOCK = 16_384
"""Sizes looked up together: in order and within a processor's cache it is twice as quick."""


class SizeCurve:
    """Energy bought, sold and used on site in each billing period, for any rated DC power.

    In an hour with the load L and the production u of one kW, a plant of K kW exports as soon as
    K exceeds L/u. Hours are sorted by that ratio once a period; sums up to a place in the order
    then give every size exactly. The result is piecewise linear in K; AC power must scale with
    K, as it does at a fixed DC/AC ratio.

    Parameters
    ----------
    load_kw
        Load of each hour [kW], 0 or more.
    unit_ac_kw
        AC power of 1 kW of modules in the same hours [kW], 0 or more; at night 0.
    period
        Label of the billing period of each hour, or "month" where the load is labelled by times.

    Raises
    ------
    InputError
        If the two differ in length or in labels, or an hour is negative or has no value.

    Examples
    --------
    >>> curve = SizeCurve([5.0, 5.0], [0.0, 0.5], period=["may", "may"])
    >>> curve.import_kwh(4.0).to_dict(), curve.export_kwh(14.0).to_dict()
    ({'may': 8.0}, {'may': 2.0})
    >>> curve.import_kwh([0.0, 4.0, 14.0]).loc["may"].tolist()
    [10.0, 8.0, 5.0]
    """

    def __init__(
        self,
        load_kw: Hourly,
        unit_ac_kw: Hourly,
        *,
        period: str | Labels,
    ) -> None:
        load, unit = hourly("load_kw", load_kw), hourly("unit_ac_kw", unit_ac_kw)
        _require_same_hours(load_kw, unit_ac_kw)
        codes, labels = pd.factorize(_labels(load_kw, period, len(load)), sort=True)
        self._periods: pd.Index[Any] = pd.Index(labels, name="period")
        self._sorted = tuple(
            SortedHours.of(load[codes == code], unit[codes == code]) for code in range(len(labels))
        )

    @property
    def periods(self) -> pd.Index[Any]:
        """Labels of the billing periods, in order."""
        return self._periods

    @overload
    def import_kwh(self, dc_kw: float) -> pd.Series[float]: ...
    @overload
    def import_kwh(self, dc_kw: Sizes) -> pd.DataFrame: ...
    def import_kwh(self, dc_kw: float | Sizes) -> pd.Series[float] | pd.DataFrame:
        """Return the energy bought.

        Parameters
        ----------
        dc_kw
            Rated power of the modules [kW], 0 or more: one size or many.

        Returns
        -------
        Series or DataFrame
            By period for one size; periods x sizes for many [kWh].

        Raises
        ------
        InputError
            If a size is negative or not a number.
        """
        return self._by_period(dc_kw, SortedHours.import_kwh)

    @overload
    def export_kwh(self, dc_kw: float) -> pd.Series[float]: ...
    @overload
    def export_kwh(self, dc_kw: Sizes) -> pd.DataFrame: ...
    def export_kwh(self, dc_kw: float | Sizes) -> pd.Series[float] | pd.DataFrame:
        """Return the energy that the load of its hour could not take; as `import_kwh`."""
        return self._by_period(dc_kw, SortedHours.export_kwh)

    @overload
    def self_used_kwh(self, dc_kw: float) -> pd.Series[float]: ...
    @overload
    def self_used_kwh(self, dc_kw: Sizes) -> pd.DataFrame: ...
    def self_used_kwh(self, dc_kw: float | Sizes) -> pd.Series[float] | pd.DataFrame:
        """Return the energy used in the hour it was made; as `import_kwh`."""
        return self._by_period(dc_kw, SortedHours.self_used_kwh)

    def _by_period(
        self,
        dc_kw: float | Sizes,
        energy_kwh: Callable[[SortedHours, Floats], Floats],
    ) -> pd.Series[float] | pd.DataFrame:
        sizes = np.atleast_1d(np.asarray(dc_kw, dtype=float))
        wrong = ~(np.isfinite(sizes) & (sizes >= 0))
        if wrong.any():
            allowed = message("a number of 0 or more")
            raise InputError.of("dc_kw", float(sizes[wrong][0]), allowed=allowed)
        order = np.argsort(sizes)
        rows = np.empty((len(self._sorted), len(sizes)))
        for start in range(0, len(sizes), BLOCK):
            block = order[start : start + BLOCK]
            rows[:, block] = [energy_kwh(hours, sizes[block]) for hours in self._sorted]
        if np.ndim(dc_kw) == 0:
            return pd.Series(rows[:, 0], self._periods)
        return pd.DataFrame(rows, self._periods, pd.Index(sizes, name="dc_kw"))


def hourly(field: str, values: Hourly) -> Floats:
    """Return hourly power as an array.

    Raises
    ------
    InputError
        If an hour is negative or has no value.

    Examples
    --------
    >>> hourly("load_kw", [1, 2.5]).tolist()
    [1.0, 2.5]
    """
    array = np.asarray(values, dtype=float)
    allowed = message("one number of 0 or more for each hour")
    if array.ndim != 1:
        raise InputError.of(field, array.shape, allowed=allowed)
    wrong = ~(np.isfinite(array) & (array >= 0))
    if wrong.any():
        found = f"{array[wrong][0]} in hour {int(np.argmax(wrong)) + 1}"
        raise InputError.of(field, found, allowed=allowed)
    return array


def _require_same_hours(load_kw: Hourly, unit_ac_kw: Hourly) -> None:
    lengths = len(load_kw), len(unit_ac_kw)
    if lengths[0] != lengths[1]:
        allowed = message("as many hours as the load, {count}", count=lengths[0])
        raise InputError.of("unit_ac_kw", lengths[1], allowed=allowed)
    if not (isinstance(load_kw, pd.Series) and isinstance(unit_ac_kw, pd.Series)):
        return
    if not load_kw.index.equals(unit_ac_kw.index):
        allowed = message("labels as those of load_kw, from {first}", first=str(load_kw.index[0]))
        raise InputError.of("unit_ac_kw", str(unit_ac_kw.index[0]), allowed=allowed)


def _labels(load_kw: Hourly, period: str | Labels, count: int) -> npt.NDArray[np.generic]:
    if isinstance(period, str):
        index = load_kw.index if isinstance(load_kw, pd.Series) else None
        if period != "month" or not isinstance(index, pd.DatetimeIndex):
            allowed = message('a label for each hour, or "month" with a load labelled by times')
            raise InputError.of("period", period, allowed=allowed)
        return np.asarray(index.month)
    labels = np.asarray(period)
    if labels.shape != (count,) or pd.isna(labels).any():
        allowed = message("a label for each of the {count} hours", count=count)
        raise InputError.of("period", labels.shape, allowed=allowed)
    return labels
