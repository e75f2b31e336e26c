"""Which load or which hours, once measured, would make the saving of the package surest."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from energy_audit.saving_range import new_loss_sigma_kwh, shared_share
from equipment_catalog.tables import read_fact

if TYPE_CHECKING:
    import numpy.typing as npt

    Floats = npt.NDArray[np.float64]

VALUES = {
    "load": ("load_slope_kwh", "load_sigma_fraction"),
    "hours": ("hours_slope_kwh", "hours_sigma_fraction"),
    "efficiency": ("efficiency_slope_kwh", "efficiency_sigma"),
}
"""For each value of a machine: how the saving moves with it, and how sure it is."""
MEASURED = {
    "load": ("data/load_methods.csv", "input_power"),
    "hours": ("data/value_sigmas.csv", "hours_measured"),
}
"""What is left of the sigma of a value that is measured."""


@dataclass(frozen=True, kw_only=True)
class SavingDoubts:
    """Where the variance of what the package saves comes from."""

    sigma_kwh: float
    """One sigma of the package, linear in every error [kWh a year]."""
    by_value: pd.DataFrame
    """One row a machine and value, the best to measure first: ``tag``, ``value`` (``load`` or
    ``hours``), ``share`` of the variance, ``sigma_left_kwh`` of the package once it is
    measured."""
    efficiency_share: float
    """Of the variance: efficiencies of the motors."""
    method_share: float
    """Of the variance: methods of the measures and losses of new motors; no reading before the
    purchase settles it."""


def saving_doubts(measures: pd.DataFrame, sigmas: pd.DataFrame) -> SavingDoubts:
    """Return what each value of each machine adds to the variance of the package's saving.

    Parameters
    ----------
    measures
        Judged rows indexed by tag, as for :func:`energy_audit.saving_range.saving_range`.
    sigmas
        Indexed by tag: ``load_sigma_fraction, hours_sigma_fraction, efficiency_sigma`` and
        ``is_shared``.

    Notes
    -----
    JCGM 100:2008, clause 5: the law of propagation of uncertainty with the slopes and sigmas whose
    distributions `saving_range` draws. Values that one auditor estimated share a part of their
    error; the share of each is its covariance with the whole, so that shares add up to 1. A
    package that saves nothing has no doubts.

    Examples
    --------
    >>> row = {"kind": "belts", "decision": "do", "saved_kwh": 100.0, "load_slope_kwh": 100.0,
    ...        "hours_slope_kwh": 100.0, "efficiency_slope_kwh": 0.0, "model_sigma_fraction": 0.0,
    ...        "kwh_before": 1e3, "efficiency_before": 0.9, "efficiency_after": 0.9}
    >>> sigmas = pd.DataFrame({"load_sigma_fraction": 0.15, "hours_sigma_fraction": 0.2,
    ...     "efficiency_sigma": 0.0, "is_shared": False}, index=["M1"])
    >>> found = saving_doubts(pd.DataFrame([row], index=["M1"]), sigmas)
    >>> found.sigma_kwh, found.by_value["value"].to_list()
    (25.0, ['hours', 'load'])
    """
    done = measures[measures["decision"] == "do"]
    slopes = done[[slope for slope, _ in VALUES.values()]].fillna(0.0).groupby(level=0).sum()
    known = sigmas.loc[slopes.index.intersection(sigmas.index)]
    slopes = slopes.loc[known.index]
    shared = known["is_shared"].to_numpy(np.float64) * shared_share()
    errors = {
        value: _Errors(
            (slopes[slope] * known[sigma]).to_numpy(np.float64),
            shared if value in MEASURED else np.zeros_like(shared),
        )
        for value, (slope, sigma) in VALUES.items()
    }
    method = _method_variance(done)
    whole = method + sum(error.variance for error in errors.values())
    rows = [
        _measured(value, errors[value], slopes[VALUES[value][0]].to_numpy(), whole)
        for value in MEASURED
    ]
    by_value = pd.concat(rows).assign(tag=[*known.index, *known.index])
    return SavingDoubts(
        sigma_kwh=float(np.sqrt(whole)),
        by_value=by_value.sort_values("sigma_left_kwh", kind="stable", ignore_index=True),
        efficiency_share=float(errors["efficiency"].variance / whole) if whole else 0.0,
        method_share=method / whole if whole else 0.0,
    )


@dataclass(frozen=True)
class _Errors:
    """One kind of error of all machines."""

    kwh: Floats
    """What one sigma of each moves."""
    shared: Floats
    """Part of the variance of each that is common to all."""

    @property
    def common(self) -> Floats:
        return self.kwh * np.sqrt(self.shared)

    @property
    def contributions(self) -> Floats:
        """Covariance of each with the sum of all."""
        found: Floats = self.common * self.common.sum() + self.kwh**2 * (1 - self.shared)
        return found

    @property
    def variance(self) -> float:
        return float(self.contributions.sum())

    def once_measured(self, kwh: Floats) -> Floats:
        """Return the variance that is left when one of them, each in turn, moves less and alone."""
        rest = self.common.sum() - self.common
        own = self.kwh**2 * (1 - self.shared)
        left: Floats = rest**2 + own.sum() - own + kwh**2
        return left


def _measured(value: str, errors: _Errors, slopes: Floats, whole: float) -> pd.DataFrame:
    sigma = read_fact("energy_audit", *MEASURED[value]).value
    kwh = np.minimum(np.abs(errors.kwh), np.abs(slopes) * sigma)
    is_surer = kwh < np.abs(errors.kwh)
    left = np.where(is_surer, errors.once_measured(kwh), errors.variance)
    variance = np.maximum(whole - errors.variance + left, 0.0)
    share = errors.contributions / whole if whole else np.zeros_like(kwh)
    return pd.DataFrame({"value": value, "share": share, "sigma_left_kwh": np.sqrt(variance)})


def _method_variance(done: pd.DataFrame) -> float:
    """Return the variance of the methods, common to a kind, and of losses, by themselves."""
    method = (done["model_sigma_fraction"].fillna(0.0) * done["saved_kwh"]).groupby(done["kind"])
    return float((method.sum() ** 2).sum() + (new_loss_sigma_kwh(done) ** 2).sum())
