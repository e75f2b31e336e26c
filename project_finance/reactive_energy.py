"""Reactive energy beyond what is free: by hour, by month, before and after a plant, remedied."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from equipment_catalog.errors import InputError
from equipment_catalog.messages import Message, message
from equipment_catalog.notes import Note
from project_finance.amounts import checked_amount
from project_finance.grid_rules.reactive_factor import reactive_factor
from project_finance.timeline.calendar_months import calendar_months

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    from project_finance.grid_rules import ReactiveRules

LEAST_EXCESS_KVARH = 1e-6
"""An hour with less is not over: two powers that are equal differ by their rounding."""


@dataclass(frozen=True, kw_only=True)
class ReactiveBill:
    """Reactive energy of a meter that is charged, month by month."""

    monthly: pd.DataFrame
    """Index ``month``; import_kwh [kWh], inductive_kvarh, leading_kvarh, excess_kvarh [kvarh],
    days_over [days], factor [multiple of the price], charged_kvarh [kvarh at the plain price]."""
    excess_kvarh: float
    """Inductive energy beyond what is free, before any factor [kvarh]."""
    charged_kvarh: float
    """Excess and charged capacitive energy, times the factor of their month [kvarh]."""


@dataclass(frozen=True, kw_only=True)
class ReactiveChange:
    """What a plant at unity power factor does to the charged reactive energy."""

    before: ReactiveBill
    """Without the plant."""
    after: ReactiveBill
    """With the plant: import falls, the reactive energy of the load stays."""
    notes: tuple[Note, ...]
    """What was found."""


def reactive_excess(
    import_kw: ArrayLike, kvar: ArrayLike, *, free_fraction: float
) -> NDArray[np.float64]:
    """Return the inductive power beyond what is free, step by step [kvar].

    Parameters
    ----------
    import_kw
        Active power taken from the grid, at least 0 [kW]; 0 while a plant covers the load or
        exports, when all inductive energy is excess.
    kvar
        Reactive power at the meter [kvar]; negative where it leads, which is never excess here.
    free_fraction
        Free reactive energy per active energy imported [kvarh/kWh], at least 0.

    Raises
    ------
    InputError
        If a power is missing, an import negative, the lengths differ, or the fraction is none.

    Notes
    -----
    A mean over an hour in kvar is the kvarh of that hour.

    Examples
    --------
    A load of 100 kW at a power factor of 0.90 draws 48.4 kvar: free while all of it is imported,
    28.4 kvarh too much in the hour in which the sun supplies 60 kW.

    >>> reactive_excess([100.0, 40.0], [48.4, 48.4], free_fraction=0.5).round(1).tolist()
    [0.0, 28.4]
    """
    fraction = checked_amount("free_fraction", free_fraction, least=0.0)
    active, reactive = _powers(import_kw, kvar)
    excess: NDArray[np.float64] = np.maximum(reactive - fraction * active, 0.0)
    return excess


def reactive_bill(
    import_kw: pd.Series, kvar: pd.Series, rules: ReactiveRules, *, months_over_before: int = 0
) -> ReactiveBill:
    """Return the charged reactive energy of hourly powers, month by month.

    Parameters
    ----------
    import_kw
        Hourly import in local time, at least 0 [kW].
    kvar
        Hourly reactive power at the meter on the same times [kvar]; negative leads.
    rules
        Period, free part and factor of the country.
    months_over_before
        Months that already count towards the factor when the period begins [months].

    Raises
    ------
    InputError
        If the series have no common times, or a power is missing or an import negative.

    Examples
    --------
    >>> from project_finance.grid_rules import read_grid_rules
    >>> hours = pd.date_range("2026-01-01", periods=2, freq="h", tz="America/Bogota")
    >>> bought, kvar = pd.Series([100.0, 40.0], index=hours), pd.Series(48.4, index=hours)
    >>> round(reactive_bill(bought, kvar, read_grid_rules("CO").reactive).excess_kvarh, 1)
    28.4
    >>> round(reactive_bill(bought, kvar, read_grid_rules("PE").reactive).excess_kvarh, 1)
    54.8
    """
    hourly = _hourly(import_kw, kvar, rules.free_fraction)
    months = calendar_months(pd.DatetimeIndex(import_kw.index))
    lines = {name: months.sums(energy) for name, energy in hourly.items()}
    if rules.period == "month":
        net = lines["inductive_kvarh"] - rules.free_fraction * lines["import_kwh"]
        lines["excess_kvarh"] = np.maximum(net, 0.0)
    over = pd.DatetimeIndex(import_kw.index[hourly["excess_kvarh"] > LEAST_EXCESS_KVARH])
    days = _days_over(over, months.names)
    factor = reactive_factor(days, rules, months_over_before=months_over_before)
    leading = rules.leading_charged_fraction * lines["leading_kvarh"]
    charged = (lines["excess_kvarh"] + leading) * factor
    charges = {"days_over": days, "factor": factor, "charged_kvarh": charged}
    return ReactiveBill(
        monthly=pd.DataFrame(lines | charges, index=months.names),
        excess_kvarh=float(lines["excess_kvarh"].sum()),
        charged_kvarh=float(charged.sum()),
    )


def _days_over(over: pd.DatetimeIndex, months: pd.PeriodIndex) -> NDArray[np.intp]:
    """Return the days of each month that hold one of the times that are over."""
    days = np.unique(over.tz_localize(None).to_numpy().astype("datetime64[D]"))
    at_month = np.searchsorted(months.asi8, days.astype("datetime64[M]").astype(np.int64))
    return np.bincount(at_month, minlength=len(months))


def reactive_change(
    load_kw: pd.Series,
    import_kw: pd.Series,
    kvar: pd.Series,
    rules: ReactiveRules,
    *,
    months_over_before: int = 0,
) -> ReactiveChange:
    """Return the charged reactive energy before and after a plant at unity power factor.

    Parameters
    ----------
    load_kw
        Hourly demand behind the meter, all bought without the plant [kW].
    import_kw
        What is still bought with it [kW].
    kvar
        Hourly reactive demand [kvar].
    rules
        Period, free part and factor of the country.
    months_over_before
        Months that already count towards the factor [months].

    Raises
    ------
    InputError
        If the series have no common times, or a power is missing or negative.

    Examples
    --------
    >>> from project_finance.grid_rules import read_grid_rules
    >>> noon = pd.date_range("2026-01-01 12:00", periods=1, freq="h", tz="America/Bogota")
    >>> load, bought, kvar = (pd.Series([kw], index=noon) for kw in (100.0, 40.0, 48.4))
    >>> change = reactive_change(load, bought, kvar, read_grid_rules("CO").reactive)
    >>> change.before.excess_kvarh, round(change.after.excess_kvarh, 1)
    (0.0, 28.4)
    """
    before, after = (
        reactive_bill(kw, kvar, rules, months_over_before=months_over_before)
        for kw in (load_kw, import_kw)
    )
    return ReactiveChange(before=before, after=after, notes=_notes(before, after))


def _notes(before: ReactiveBill, after: ReactiveBill) -> tuple[Note, ...]:
    """Return that the plant adds to the excess, where it does."""
    if after.excess_kvarh <= before.excess_kvarh:
        return ()
    return (
        Note(
            what=message("The plant worsens the reactive energy that is charged"),
            value=message(
                "{kvarh:,.0f} kvarh more", kvarh=after.excess_kvarh - before.excess_kvarh
            ),
            source=message("import falls while the motors go on drawing reactive power"),
            effect=_charged(float(after.monthly["factor"].max())),
            kind="warning",
        ),
    )


def _charged(most: float) -> Message:
    """Return what an excess does to the bill, with the factor of its worst month where it has one.

    Examples
    --------
    >>> print(_charged(1.0))
    a charge on the bill unless capacitors or the inverters supply it
    >>> str(_charged(3.0)).rpartition("; ")[2]
    'month after month its price is multiplied, here by up to 3'
    """
    if most <= 1:
        return message("a charge on the bill unless capacitors or the inverters supply it")
    return message(
        "a charge on the bill unless capacitors or the inverters supply it; month after month its "
        "price is multiplied, here by up to {most:.0f}",
        most=most,
    )


def _hourly(
    import_kw: pd.Series, kvar: pd.Series, free_fraction: float
) -> dict[str, NDArray[np.float64]]:
    """Return the energies of each hour on the times of the import."""
    times = import_kw.index
    if not isinstance(times, pd.DatetimeIndex) or times.empty or not kvar.index.equals(times):
        allowed = message("hourly series on the same times")
        raise InputError.of("kvar", f"{len(kvar)} values", allowed=allowed)
    if (times[1:] - times[:-1] < pd.Timedelta(hours=1)).any():
        allowed = message("one value an hour")
        raise InputError.of("import_kw", f"{len(times)} values", allowed=allowed)
    excess = reactive_excess(import_kw, kvar, free_fraction=free_fraction)
    reactive = kvar.to_numpy(dtype=float)
    return {
        "import_kwh": import_kw.to_numpy(dtype=float),
        "inductive_kvarh": np.maximum(reactive, 0.0),
        "leading_kvarh": np.maximum(-reactive, 0.0),
        "excess_kvarh": excess,
    }


def _powers(
    import_kw: ArrayLike, kvar: ArrayLike
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return active and reactive power as arrays of one length, all finite, active at least 0."""
    active, reactive = np.asarray(import_kw, dtype=float), np.asarray(kvar, dtype=float)
    wrong = ~(np.isfinite(active) & (active >= 0))
    if wrong.any():
        allowed = message("finite powers of at least 0 kW")
        raise InputError.of("import_kw", float(active[wrong][0]), allowed=allowed)
    if active.shape != reactive.shape or not np.isfinite(reactive).all():
        allowed = message("finite reactive powers, as many as active ones")
        raise InputError.of("kvar", f"{reactive.size} values", allowed=allowed)
    return active, reactive
