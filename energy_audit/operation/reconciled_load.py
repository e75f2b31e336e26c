"""One load from several: weighted by how sure each is, and a warning where they disagree."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from energy_audit.operation.load_candidate import method_fact

if TYPE_CHECKING:
    import numpy.typing as npt

    from energy_audit.operation.load_candidate import Candidate
    from equipment_catalog.motor_inputs import Floats


@dataclass(frozen=True, kw_only=True)
class ReconciledLoad:
    """The load of each machine, from all that speaks about it."""

    load: Floats
    """Load fraction; missing where nothing tells it."""
    sigma: Floats
    """One sigma as a fraction of the load; missing where nothing tells the load."""
    method: npt.NDArray[np.object_]
    """Methods joined by ``+``; empty where nothing tells the load."""
    candidates: npt.NDArray[np.intp]
    """How many kinds of evidence there are."""
    chi2: Floats
    """Sum of squared differences to the weighted mean, each over its sigma."""
    disagree: npt.NDArray[np.bool_]
    """Whether they differ by more than their sigmas let expect."""


def reconciled_load(
    candidates: tuple[Candidate, ...], efficiency_sigma_fraction: Floats
) -> ReconciledLoad:
    """Return the load of each machine from several kinds of evidence.

    The mean is weighted by the inverse square of each relative sigma. The error of the efficiency
    is common to all loads that come from input power and does not average out. Where chi-square
    exceeds its 99 % point, the surest evidence stands alone, its sigma widened by the Birge ratio,
    the root of chi-square over its degrees of freedom.

    Parameters
    ----------
    candidates
        Kinds of evidence; missing loads do not count.
    efficiency_sigma_fraction
        One sigma of the efficiency of each machine, as a fraction of the efficiency.

    Returns
    -------
    ReconciledLoad
        One value a machine; a single kind of evidence is taken as it is.

    Notes
    -----
    R. T. Birge, "The calculation of errors by the method of least squares", Physical Review 40
    (1932) 207-227. In chi-square the errors are those at the mean load, or at a tenth of full
    load where it is lower.
    """
    load = np.stack([candidate.load for candidate in candidates])
    own = np.stack([candidate.sigma for candidate in candidates])
    by_efficiency = np.array([[candidate.by_efficiency] for candidate in candidates])
    shared = by_efficiency * efficiency_sigma_fraction
    sigma = np.hypot(own, shared)
    known = ~np.isnan(load)
    count = known.sum(axis=0)
    weight = np.where(known, 1 / sigma**2, 0.0)
    weight /= np.where(count > 0, weight.sum(axis=0), 1.0)
    mean = np.where(count > 0, np.where(known, weight * load, 0.0).sum(axis=0), np.nan)
    independent = np.where(known, weight * own, 0.0)
    common = np.where(known, weight * shared, 0.0).sum(axis=0)
    spread = np.sqrt((independent**2).sum(axis=0) + common**2)
    error = sigma * np.maximum(mean, method_fact("lowest_load"))
    difference = np.where(known, (load - mean) / error, 0.0)
    squares = (difference**2).sum(axis=0)
    freedom = np.maximum(count - 1, 1)
    disagree = (count > 1) & (squares > _chi_square(method_fact("confidence"), freedom))
    best = np.argmin(np.where(known, sigma, np.inf), axis=0)[np.newaxis]
    surest, surest_sigma = (np.take_along_axis(of, best, axis=0)[0] for of in (load, sigma))
    return ReconciledLoad(
        load=np.where(disagree, surest, mean),
        sigma=np.where(
            count > 0,
            np.where(disagree, surest_sigma * np.sqrt(squares / freedom), spread),
            np.nan,
        ),
        method=_names(candidates, known & (~disagree | _marked(best, known))),
        candidates=count,
        chi2=squares,
        disagree=disagree,
    )


def _chi_square(fraction: float, freedom: npt.NDArray[np.int_]) -> Floats:
    """Return the chi-square below which a share of all lies."""
    from scipy.special import gammaincinv  # noqa: PLC0415  a quarter of a second, seldom asked

    return np.asarray(2.0 * gammaincinv(freedom / 2.0, fraction))


def _marked(best: npt.NDArray[np.intp], known: npt.NDArray[np.bool_]) -> npt.NDArray[np.bool_]:
    """Mark the surest evidence of each machine."""
    return np.asarray(np.arange(len(known))[:, np.newaxis] == best)


def _names(
    candidates: tuple[Candidate, ...], used: npt.NDArray[np.bool_]
) -> npt.NDArray[np.object_]:
    """Return the names of the methods used, joined."""
    powers = 1 << np.arange(len(candidates))
    codes = powers @ used
    names = np.full(1 << len(candidates), "", dtype=object)
    for code in np.unique(codes):
        parts = [one.method for one, power in zip(candidates, powers, strict=True) if code & power]
        names[code] = "+".join(parts)
    return np.asarray(names[codes])
