"""What it takes to be rid of excess reactive energy: capacitors, or the plant's own inverters."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from equipment_catalog.errors import InputError
from equipment_catalog.messages import message
from equipment_catalog.tables import read_fact
from project_finance.amounts import checked_amount
from project_finance.reactive_energy import reactive_excess

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    from project_finance.grid_rules import ReactiveRules

_INVERTERS = "grid_rules/inverter_reactive.csv"


@dataclass(frozen=True, kw_only=True)
class ReactiveRemedy:
    """Reactive power that is supplied behind the meter, and what is left to be charged."""

    supplied_kvar: NDArray[np.float64]
    """Supplied in each step [kvar]."""
    kvar: NDArray[np.float64]
    """Reactive power at the meter afterwards [kvar]; negative where it leads."""
    missing_kvar: float
    """Most that is still missing in any step [kvar]; 0 where the remedy is enough."""
    excess_before_kvarh: float
    """Hourly excess without it [kvarh]."""
    excess_after_kvarh: float
    """Hourly excess with it [kvarh]."""
    leading_kvarh: float
    """Capacitive energy at the meter afterwards [kvarh]."""


def kvar_needed(import_kw: pd.Series, kvar: pd.Series, rules: ReactiveRules) -> float:
    """Return the smallest controlled source that leaves no excess in any period [kvar].

    Parameters
    ----------
    import_kw, kvar
        Hourly powers at the meter on the same times, with the plant if there is one [kW, kvar].
    rules
        Where they look at hours, the source covers the worst hour; where they look at months, it
        may work in other hours as well, never beyond what the load draws, and is smaller.

    Raises
    ------
    InputError
        If a power is missing, an import negative, or the lengths differ.

    Examples
    --------
    >>> from project_finance.grid_rules import read_grid_rules
    >>> hours = pd.date_range("2026-01-01", periods=2, freq="h", tz="America/Lima")
    >>> bought, kvar = pd.Series([100.0, 40.0], index=hours), pd.Series(48.4, index=hours)
    >>> round(kvar_needed(bought, kvar, read_grid_rules("CO").reactive), 1)
    28.4
    >>> round(kvar_needed(bought, kvar, read_grid_rules("PE").reactive), 1)
    27.4
    """
    excess = reactive_excess(import_kw, kvar, free_fraction=rules.free_fraction)
    if rules.period == "hour":
        return float(excess.max(initial=0.0))
    powers = pd.DataFrame({"active": import_kw, "inductive": kvar.clip(lower=0.0)})
    months = pd.DatetimeIndex(kvar.index).tz_localize(None).to_period("M")
    return max(
        _size_for(
            float((own["inductive"] - rules.free_fraction * own["active"]).sum()),
            own["inductive"].to_numpy(),
        )
        for _, own in powers.groupby(months)
    )


def _size_for(excess_kvarh: float, inductive_kvar: NDArray[np.float64]) -> float:
    """Return the size whose supply, at most the load's own power, adds up to an energy [kvar].

    The supply is piecewise linear in the size with its kinks at the loads, so it is inverted; an
    energy below zero needs nothing.
    """
    sizes = np.unique(np.append(inductive_kvar, 0.0))
    ordered = np.sort(inductive_kvar)
    below = np.searchsorted(ordered, sizes, side="right")
    supplied = np.append(0.0, np.cumsum(ordered))[below] + sizes * (ordered.size - below)
    return float(np.interp(excess_kvarh, supplied, sizes))


def controlled_source(
    import_kw: ArrayLike,
    kvar: ArrayLike,
    *,
    available_kvar: ArrayLike,
    free_fraction: float,
    step_kvar: float = 0.0,
) -> ReactiveRemedy:
    """Return what a source that follows the need leaves: a stepped bank, or inverters.

    Parameters
    ----------
    import_kw, kvar
        Hourly powers at the meter [kW, kvar].
    available_kvar
        Size of the bank, or what the inverters can give in each step, at least 0 [kvar].
    free_fraction
        Free reactive energy per active energy imported [kvarh/kWh].
    step_kvar
        Smallest step of the bank [kvar]; 0 for a source that is set freely. Steps are switched
        in until the excess is gone and never so far that the meter leads.

    Raises
    ------
    InputError
        If a power is missing, an import or an available power negative, or lengths differ.

    Examples
    --------
    >>> bank = controlled_source([100, 40], [48, 48], available_kvar=40, step_kvar=10,
    ...                          free_fraction=0.5)
    >>> bank.supplied_kvar.tolist(), bank.excess_before_kvarh, bank.excess_after_kvarh
    ([0.0, 30.0], 28.0, 0.0)
    """
    need = reactive_excess(import_kw, kvar, free_fraction=free_fraction)
    drawn = np.asarray(kvar, dtype=float)
    most = _available(available_kvar, drawn)
    step = checked_amount("step_kvar", step_kvar, least=0.0)
    ceiling = np.minimum(most, np.maximum(drawn, 0.0))
    supplied = np.minimum(need, ceiling)
    if step > 0:
        supplied = np.minimum(np.ceil(need / step), np.floor(ceiling / step)) * step
    return _remedy(import_kw, drawn, supplied, need, free_fraction)


def fixed_bank(
    import_kw: ArrayLike, kvar: ArrayLike, *, bank_kvar: float, free_fraction: float
) -> ReactiveRemedy:
    """Return what a bank that is never switched off leaves; at rest it makes the meter lead.

    Parameters
    ----------
    import_kw, kvar
        Hourly powers at the meter [kW, kvar].
    bank_kvar
        Size of the bank [kvar], at least 0.
    free_fraction
        Free reactive energy per active energy imported [kvarh/kWh].

    Raises
    ------
    InputError
        If a power is missing, an import or the bank negative, or lengths differ.

    Examples
    --------
    >>> bank = fixed_bank([40, 0], [48, 5], bank_kvar=28, free_fraction=0.5)
    >>> bank.excess_after_kvarh, bank.leading_kvarh
    (0.0, 23.0)
    """
    need = reactive_excess(import_kw, kvar, free_fraction=free_fraction)
    drawn = np.asarray(kvar, dtype=float)
    supplied = np.full_like(drawn, checked_amount("bank_kvar", bank_kvar, least=0.0))
    return _remedy(import_kw, drawn, supplied, need, free_fraction)


def inverter_kvar(
    ac_kw: ArrayLike,
    *,
    rated_kva: float,
    day_fraction: float | None = None,
    night_fraction: float | None = None,
) -> NDArray[np.float64]:
    """Return what the inverters can supply beside their active power, step by step [kvar].

    Parameters
    ----------
    ac_kw
        Active power of the inverters, from 0 to their rating [kW].
    rated_kva
        Their rating by day [kVA], at least 0.
    day_fraction
        Reactive power they are built for while they produce, as a fraction of the rating; what
        the circle of apparent power leaves free if that is less. From the table where None.
    night_fraction
        The same at zero power; from the table where None: nothing.

    Raises
    ------
    InputError
        If a power is missing or outside the rating, or a fraction is none.

    References
    ----------
    IEEE 1547-2018 category B for the daytime fraction, from memory.

    Examples
    --------
    >>> inverter_kvar([0.0, 60.0, 100.0], rated_kva=100.0, day_fraction=0.9).round(6).tolist()
    [0.0, 80.0, 0.0]
    """
    rating = checked_amount("rated_kva", rated_kva, least=0.0)
    day, night = _share("day_fraction", day_fraction), _share("night_fraction", night_fraction)
    power = np.asarray(ac_kw, dtype=float)
    wrong = ~((power >= 0) & (power <= rating))
    if wrong.any():
        allowed = message("powers from 0 to {rating:g} kW", rating=rating)
        raise InputError.of("ac_kw", float(power[wrong].flat[0]), allowed=allowed)
    by_day = np.minimum(day * rating, np.sqrt(rating**2 - power**2))
    return np.where(power > 0, by_day, night * rating)


def _share(field: str, given: float | None) -> float:
    """Return a capability as it is given or as the table has it."""
    if given is None:
        return read_fact("project_finance", _INVERTERS, field).value
    return checked_amount(field, given, least=0.0, most=1.0)


def _available(available_kvar: ArrayLike, drawn: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the available power of each step if it is finite and at least zero."""
    most = np.asarray(available_kvar, dtype=float)
    if most.shape not in {(), drawn.shape} or not (np.isfinite(most) & (most >= 0)).all():
        allowed = message("finite powers of at least 0 kvar, one or one for each step")
        raise InputError.of("available_kvar", f"{most.size} values", allowed=allowed)
    return most


def _remedy(
    import_kw: ArrayLike,
    drawn: NDArray[np.float64],
    supplied: NDArray[np.float64],
    need: NDArray[np.float64],
    free_fraction: float,
) -> ReactiveRemedy:
    """Return what is left at the meter."""
    at_meter = drawn - supplied
    left = reactive_excess(import_kw, at_meter, free_fraction=free_fraction)
    return ReactiveRemedy(
        supplied_kvar=supplied,
        kvar=at_meter,
        missing_kvar=float(left.max(initial=0.0)),
        excess_before_kvarh=float(need.sum()),
        excess_after_kvarh=float(left.sum()),
        leading_kvarh=float(np.maximum(-at_meter, 0.0).sum()),
    )
