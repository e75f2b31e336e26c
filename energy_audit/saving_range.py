"""How sure a saving is: draws of load, hours and efficiencies carried to the kWh saved."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from equipment_catalog.tables import read_fact

if TYPE_CHECKING:
    from collections.abc import Hashable

    import pandas as pd

Draws = npt.NDArray[np.floating]

MANY_ROWS = 1000
DRAWS, DRAWS_OF_MANY = 2000, 200
LOW, HIGH = 0.1, 0.9


@dataclass(frozen=True, kw_only=True)
class SavingRange:
    """What one case in ten stays below, and what one in ten goes beyond."""

    by_row: dict[str, Draws]
    """``p10_kwh`` and ``p90_kwh`` of each saving, in the order of the measures."""
    p10_kwh: float
    """Of the package."""
    p90_kwh: float
    """Of the package."""


def saving_range(measures: pd.DataFrame, sigmas: pd.DataFrame, *, seed: int) -> SavingRange:
    """Return the range of every saving and of the package.

    Each machine has one error of load, one of hours and one of efficiency, the same in all its
    measures. A share of the variance of estimates is common to all machines, because one auditor
    made them; a method's own error is common to all offers of a measure; the losses of a new
    motor vary within their tolerance by themselves.

    Parameters
    ----------
    measures
        Judged rows indexed by tag: ``kind, decision, saved_kwh``, slopes as
        `energy_audit.saving_slopes` gives them (missing for measures of a meter),
        ``model_sigma_fraction, kwh_before, efficiency_before, efficiency_after``. Rows without an
        offer have no range.
    sigmas
        Indexed by tag: ``load_sigma_fraction, hours_sigma_fraction, efficiency_sigma`` and
        ``is_shared``, whether the machine's load and hours are estimates.
    seed
        The same seed gives the same range.

    Notes
    -----
    JCGM 101:2008: propagation of distributions by drawing, 2,000 times, 200 times for more than
    1,000 rows (a percentile is then known to some 0.1 of its sigma); the saving is taken as linear
    in load and efficiency and as proportional to what hours leave of it.
    """
    offered = measures["saved_kwh"].notna().to_numpy()
    count = DRAWS if int(offered.sum()) <= MANY_ROWS else DRAWS_OF_MANY
    errors = _Errors(sigmas, count, np.random.default_rng(seed))
    package = np.zeros(count)
    low, high = np.full(len(measures), np.nan), np.full(len(measures), np.nan)
    for places in measures.reset_index().groupby("kind", sort=False).groups.values():
        own = np.asarray(places)[offered[np.asarray(places)]]
        if not own.size:
            continue
        rows = measures.iloc[own]
        draws = errors.savings(rows)
        low[own], high[own] = np.quantile(draws, [LOW, HIGH], axis=1)
        package += draws[(rows["decision"] == "do").to_numpy()].sum(axis=0)
    p10, p90 = np.quantile(package, [LOW, HIGH])
    return SavingRange(
        by_row={"p10_kwh": low, "p90_kwh": high},
        p10_kwh=float(p10),
        p90_kwh=float(p90),
    )


class _Errors:
    """The errors of all machines, drawn once."""

    def __init__(self, sigmas: pd.DataFrame, count: int, rng: np.random.Generator) -> None:
        self.place: dict[Hashable, int] = {tag: row for row, tag in enumerate(sigmas.index)}
        self.rng = rng
        self.count = count
        shared = sigmas["is_shared"].to_numpy(np.float32)[:, np.newaxis] * shared_share()
        self.load = self._factors(sigmas["load_sigma_fraction"], shared)
        self.hours = self._factors(sigmas["hours_sigma_fraction"], shared)
        self.efficiency = self._factors(sigmas["efficiency_sigma"], np.zeros_like(shared))

    def _factors(self, sigma: pd.Series, shared: Draws) -> Draws:
        """Return relative errors, one row a machine; no value errs by more than itself."""
        common = self.rng.standard_normal(self.count, dtype=np.float32)
        own = self.rng.standard_normal((len(sigma), self.count), dtype=np.float32)
        mixed = np.sqrt(shared) * common + np.sqrt(1 - shared) * own
        return np.maximum(sigma.to_numpy(np.float32)[:, np.newaxis] * mixed, -1.0)

    def savings(self, rows: pd.DataFrame) -> Draws:
        """Return the draws of each row's saving [kWh]."""
        saved = _column(rows, "saved_kwh")
        known = rows.index.isin(list(self.place))
        places = np.array([self.place.get(tag, 0) for tag in rows.index])
        load, hours, efficiency = (
            np.where(known[:, np.newaxis], errors[places], 0.0)
            for errors in (self.load, self.hours, self.efficiency)
        )
        of_state = (
            _column(rows, "load_slope_kwh") * load
            + _column(rows, "efficiency_slope_kwh") * efficiency
        )
        of_hours = _column(rows, "hours_slope_kwh") * hours + of_state * hours
        of_method = 1 + _column(rows, "model_sigma_fraction") * self.rng.standard_normal(
            self.count, dtype=np.float32
        )
        savings: Draws = (saved + of_state + of_hours) * of_method
        sigma_kwh = new_loss_sigma_kwh(rows)
        renewed = np.flatnonzero(sigma_kwh)
        draws = self.rng.standard_normal((len(renewed), self.count), dtype=np.float32)
        savings[renewed] += sigma_kwh[renewed, np.newaxis] * draws
        return savings


def _column(rows: pd.DataFrame, name: str) -> Draws:
    return rows[name].fillna(0.0).to_numpy(np.float32)[:, np.newaxis]


def new_loss_sigma_kwh(rows: pd.DataFrame) -> Draws:
    """Return one sigma of the energy after a better motor, by the tolerance of its losses."""
    bound = read_fact("energy_audit", "data/audit_facts.csv", "efficiency_loss_uncertainty")
    tolerance = bound.value / math.sqrt(3)
    renewed = rows["efficiency_after"] > rows["efficiency_before"]
    lost = (rows["kwh_before"] - rows["saved_kwh"]) * (1 - rows["efficiency_after"])
    sigma: Draws = (tolerance * lost).where(renewed, 0.0).to_numpy(np.float32)
    return sigma


def shared_share() -> float:
    """Return the part of the variance of estimates that is common to all machines."""
    return read_fact("energy_audit", "data/saving_facts.csv", "shared_error_share").value
