"""Internal rate of return: every rate at which a cash flow is worth nothing, and which to quote."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Literal

import numpy as np

from project_finance.amounts import checked_flow, checked_rate

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

NO_AMOUNT = float(np.sqrt(np.finfo(float).tiny))
"""An amount so much smaller than the largest, 1e-154 of it, is no amount."""

IrrRule = Literal["no_root", "only_root", "agrees_with_npv", "nearest_to_hurdle"]


@dataclass(frozen=True, kw_only=True)
class Irr:
    """The internal rate of return, with all that makes it doubtful."""

    rate: float | None
    """The rate to quote [fraction per year]; None where the flow has no rate of return."""
    roots: tuple[float, ...]
    """Every real rate above -1 at which the net present value is zero, ascending."""
    conventional: bool
    """Outlay first and one change of sign: the rate is unique and may be ranked."""
    rule: IrrRule
    """How `rate` was chosen among `roots`; see :func:`irr`."""


def irr(cash_flow: ArrayLike, *, hurdle_rate: float = 0.10) -> Irr:
    r"""Return all internal rates of return above -1 and the one to compare with the hurdle rate.

    With :math:`u = -\ln(1+r)` the net present value is :math:`f(u)=\sum_k c_k e^{ku}`. By
    Descartes' rule f has at most as many roots as c has changes of sign. Where c changes sign at
    k = m, the derivative of :math:`e^{-mu} f(u)` has coefficients :math:`(k-m)\,c_k` and exactly
    one change of sign fewer, and between its roots f has at most one root. So the roots are found
    from the simplest such derivative upwards, each in its own bracket: none is missed and none
    depends on a starting guess or on the money unit.

    Which root is quoted (`rule`): the only one; else the next root above the hurdle rate where
    the flow is worth something at the hurdle rate, or the next one below where it is not, so that
    "rate above hurdle" and "NPV above zero" say the same (`agrees_with_npv`); else, if no
    root lies on that side, the nearest one (`nearest_to_hurdle`: judge by NPV and MIRR instead).

    Parameters
    ----------
    cash_flow
        Amounts by year, year 0 first; in positive, out negative [money].
    hurdle_rate
        Rate that the owner demands [fraction per year].

    Returns
    -------
    Irr
        All amounts of one sign, or all zero: `rate` None and no roots. A rate at which the
        value touches zero without crossing it counts once.

    Raises
    ------
    InputError
        If an amount is missing or infinite, or the hurdle rate is not above -1.

    References
    ----------
    The two-root example is J. H. Lorie and L. J. Savage, "Three Problems in Rationing Capital",
    Journal of Business 28 (1955): the oil pump, -1600, +10000, -10000.

    Examples
    --------
    >>> round(irr([-70_000, 12_000, 15_000, 18_000, 21_000, 26_000]).rate, 4)
    0.0866
    >>> [round(root, 6) for root in irr([-1600, 10_000, -10_000]).roots]
    [0.25, 4.0]
    """
    flow = checked_flow("cash_flow", cash_flow)
    hurdle = checked_rate("hurdle_rate", hurdle_rate)
    return rates_of_return(np.arange(float(flow.size)), flow, hurdle_rate=hurdle)


def rates_of_return(
    times: NDArray[np.float64],
    cash_flow: NDArray[np.float64],
    *,
    hurdle_rate: float,
    times_per_year: float = 1.0,
) -> Irr:
    """Return the yearly rates of return of amounts at ascending whole times, as :func:`irr`.

    Parameters
    ----------
    times
        When each amount falls due: whole, ascending, each once [years, months or days].
    cash_flow
        Finite amounts; in positive, out negative [money].
    hurdle_rate
        Rate that the owner demands [fraction per year], above -1.
    times_per_year
        How many of those times make a year: 1, 12 or 365.

    Returns
    -------
    Irr
        A rate above the largest float, as of money doubled overnight for ever, is infinite.

    Examples
    --------
    >>> monthly = rates_of_return(np.array([0.0, 12.0]), np.array([-100.0, 110.0]),
    ...     hurdle_rate=0.10, times_per_year=12.0)
    >>> round(monthly.rate, 9)
    0.1
    """
    scaled = cash_flow / (np.abs(cash_flow).max() or 1.0)
    terms = np.flatnonzero(np.abs(scaled) > NO_AMOUNT)
    if terms.size == 0:
        return Irr(rate=None, roots=(), conventional=False, rule="no_root")
    due, amounts = times[terms], scaled[terms]
    with np.errstate(over="ignore"):
        roots = tuple(
            sorted(float(np.expm1(-u * times_per_year)) + 0.0 for u in _roots(due, amounts))
        )
    worth = _value(-np.log1p(hurdle_rate) / times_per_year, due, amounts)
    rate, rule = _choose(roots, worth=worth, hurdle=hurdle_rate)
    conventional = bool(amounts[0] < 0 and _sign_changes(amounts).size == 1)
    return Irr(rate=rate, roots=roots, conventional=conventional, rule=rule)


def _choose(
    roots: tuple[float, ...], *, worth: float, hurdle: float
) -> tuple[float | None, IrrRule]:
    """Return the root to quote, given the sign of the worth at the hurdle rate."""
    if not roots:
        return None, "no_root"
    if len(roots) == 1:
        return roots[0], "only_root"
    nearest = min(roots, key=lambda root: abs(root - hurdle))
    if worth == 0:
        return nearest, "agrees_with_npv"
    beside = [root for root in roots if (root > hurdle) == (worth > 0)]
    if not beside:
        return nearest, "nearest_to_hurdle"
    return min(beside, key=lambda root: abs(root - hurdle)), "agrees_with_npv"


def _roots(years: NDArray[np.float64], amounts: NDArray[np.float64]) -> list[float]:
    """Return the real roots u of sum(amounts x exp(years x u)), ascending."""
    changes = _sign_changes(amounts)
    if changes.size == 0:
        return []
    between = (years[changes[0]] + years[changes[0] + 1]) / 2
    slope = (years - between) * amounts
    turns = _roots(years, slope / np.abs(slope).max())
    sizes = np.log(np.abs(amounts))
    lowest = -np.logaddexp(0.0, sizes.max() - sizes[0]) - 1  # below it the first outweighs all
    highest = np.logaddexp(0.0, sizes.max() - sizes[-1]) + 1  # above it the last one does
    brackets = pairwise([lowest, *turns, highest])
    touching = [turn for turn in turns if _value(turn, years, amounts) == 0]
    crossing = [_cross(*b, years, amounts) for b in brackets if _crosses(b, years, amounts)]
    return sorted(touching + crossing)


def _cross(
    left: float, right: float, years: NDArray[np.float64], amounts: NDArray[np.float64]
) -> float:
    """Return the one root between two marks, to the last digits of a float."""
    from scipy.optimize import brentq  # noqa: PLC0415  a check of a study does without scipy

    precision = float(np.finfo(float).eps)
    return float(brentq(_scaled, left, right, args=(years, amounts), xtol=precision))


def _crosses(
    marks: tuple[float, float], years: NDArray[np.float64], amounts: NDArray[np.float64]
) -> bool:
    """Tell whether the sum has opposite signs at two marks."""
    left, right = (_value(mark, years, amounts) for mark in marks)
    return left * right < 0


def _scaled(u: float, years: NDArray[np.float64], amounts: NDArray[np.float64]) -> float:
    """Return the sum divided by its largest exponential, which can neither over- nor underflow."""
    exponents = years * u
    return float(amounts @ np.exp(exponents - exponents.max()))


def _value(u: float, years: NDArray[np.float64], amounts: NDArray[np.float64]) -> float:
    """Return the scaled sum, or zero where it is no larger than its own rounding error."""
    exponents = years * u
    terms = amounts * np.exp(exponents - exponents.max())
    total = float(terms.sum())
    rounding = 8 * np.finfo(float).eps * (1 + np.abs(exponents).max()) * np.abs(terms).sum()
    return 0.0 if abs(total) <= rounding else total


def _sign_changes(amounts: NDArray[np.float64]) -> NDArray[np.intp]:
    """Return the positions after which the next amount has the other sign."""
    return np.flatnonzero(np.diff(np.sign(amounts)))
