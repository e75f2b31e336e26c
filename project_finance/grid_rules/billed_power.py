"""What a meter's registers show each month, and the powers that are billed for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from equipment_catalog.errors import InputError
from equipment_catalog.messages import message

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    from project_finance.grid_rules import PowerRules
    from project_finance.tariffs.power_tariff import PowerTariff


def mean_of_highest(
    monthly_kw: ArrayLike, *, months: int, highest: int, earlier_kw: ArrayLike | None = None
) -> NDArray[np.float64]:
    """Return for each month the mean of the highest powers of the last months [kW].

    Parameters
    ----------
    monthly_kw
        Highest power of each month [kW].
    months
        Months looked at, the billed one included.
    highest
        How many of their powers are averaged.
    earlier_kw
        Powers of the months before, the oldest first [kW]; the year repeats where None.

    Raises
    ------
    InputError
        If the earlier months are fewer than the rule looks at, beside the billed one.

    Examples
    --------
    >>> mean_of_highest([100, 80, 60], months=2, highest=1, earlier_kw=[90]).tolist()
    [100.0, 100.0, 80.0]
    >>> mean_of_highest([100, 80, 60], months=2, highest=2).tolist()
    [80.0, 90.0, 70.0]
    """
    own = np.asarray(monthly_kw, dtype=float)
    before = np.tile(own, months) if earlier_kw is None else np.asarray(earlier_kw, dtype=float)
    if before.size < months - 1 or not np.isfinite(before).all():
        allowed = message("the finite powers of {count} earlier months", count=months - 1)
        raise InputError.of("earlier_kw", f"{before.size} values", allowed=allowed)
    row = np.concatenate([before[before.size - (months - 1) :], own])
    looked_at = np.lib.stride_tricks.sliding_window_view(row, months)
    means: NDArray[np.float64] = np.sort(looked_at, axis=1)[:, -highest:].mean(axis=1)
    return means


def measured_months(import_kw: pd.Series, peak: NDArray[np.bool_]) -> pd.DataFrame:
    """Return what the meter's registers show at the end of each month.

    Parameters
    ----------
    import_kw
        Hourly import in local time [kW].
    peak
        Whether each hour is a peak hour; a month without any has no presence in the peak.

    Examples
    --------
    >>> hours = pd.date_range("2026-01-01 17:00", periods=3, freq="h", tz="America/Lima")
    >>> bought = pd.Series([90.0, 60.0, 30.0], index=hours)
    >>> month = measured_months(bought, np.array([False, True, True]))
    >>> month["presence_fraction"].item(), month["peak_kw"].item(), month["offpeak_kwh"].item()
    (0.5, 60.0, 90.0)
    """
    times = pd.DatetimeIndex(import_kw.index)
    months = times.tz_localize(None).to_period("M").rename("month")
    in_peak, off_peak = import_kw.where(peak, 0.0), import_kw.where(~peak, 0.0)
    by_month = pd.DataFrame(
        {
            "peak_kwh": in_peak,
            "offpeak_kwh": off_peak,
            "peak_kw": in_peak,
            "offpeak_kw": off_peak,
            "peak_hours": peak.astype(float),
        }
    ).groupby(months)
    sums, highest = by_month.sum(), by_month.max()
    monthly = sums[["peak_kwh", "offpeak_kwh"]].join(highest[["peak_kw", "offpeak_kw"]])
    top = monthly[["peak_kw", "offpeak_kw"]].max(axis=1)
    possible = top * sums["peak_hours"]
    monthly["presence_fraction"] = (monthly["peak_kwh"] / possible.where(possible > 0)).fillna(0.0)
    return monthly


def billed_powers(
    monthly: pd.DataFrame,
    tariff: PowerTariff,
    power: PowerRules,
    earlier: tuple[NDArray[np.float64], NDArray[np.float64]] | None,
) -> pd.DataFrame:
    """Return the months with the powers that are billed.

    Parameters
    ----------
    monthly
        What the registers show, of `measured_months`.
    tariff
        Its option bills one highest power, or peak power and the off-peak excess over it.
    power
        How many months are looked at and averaged.
    earlier
        Peak and off-peak powers of the months before [kW]; the year repeats where None.

    Raises
    ------
    InputError
        If the earlier months are fewer than the rule looks at.
    """
    before = earlier or (None, None)
    peak, off = monthly["peak_kw"].to_numpy(), monthly["offpeak_kw"].to_numpy()
    main, main_before = peak, before[0]
    if tariff.power_registers == 1:
        main = np.maximum(peak, off)
        main_before = np.maximum(*earlier) if earlier else None
    seen = {
        "months": int(power.distribution_power_months),
        "highest": int(power.distribution_power_highest),
    }
    distribution = mean_of_highest(main, earlier_kw=main_before, **seen)
    generation = mean_of_highest(
        main,
        months=int(power.generation_power_months),
        highest=int(power.generation_power_highest),
        earlier_kw=main_before,
    )
    excess = mean_of_highest(off, earlier_kw=before[1], **seen) - distribution
    return monthly.assign(
        generation_kw=generation,
        distribution_kw=distribution,
        excess_kw=np.maximum(excess, 0.0),
    )


def earlier_powers(
    peak_kw: ArrayLike | None, offpeak_kw: ArrayLike | None
) -> tuple[NDArray[np.float64], NDArray[np.float64]] | None:
    """Return the earlier powers if they are given, and then both.

    Raises
    ------
    InputError
        If they are not of the same months, or only one of them is given.
    """
    if peak_kw is None and offpeak_kw is None:
        return None
    peak, offpeak = np.asarray(peak_kw, dtype=float), np.asarray(offpeak_kw, dtype=float)
    if peak.shape != offpeak.shape or peak.ndim != 1:
        allowed = message("peak and off-peak powers of the same months")
        raise InputError.of("earlier_peak_kw", f"{peak.size} values", allowed=allowed)
    return peak, offpeak
