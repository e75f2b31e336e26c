"""Every rate of return of many flows that change sign equally often."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from project_finance.bracketed_newton import newton_many

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Whole = NDArray[np.intp]


def sign_changes(flows: Floats) -> Whole:
    """Return how often the sign changes along each row, zeros left out.

    Examples
    --------
    >>> sign_changes(np.array([[-1.0, 0.0, 2.0, -3.0], [0.0, 1.0, 0.0, 1.0]])).tolist()
    [2, 0]
    """
    signs = _signs(flows)
    turned = signs[:, 1:] * signs[:, :-1] < 0
    return np.asarray(turned.sum(axis=1))


def roots_many(flows: Floats, changes: int) -> tuple[Floats, NDArray[np.bool_]]:
    """Return the roots u of sum(c_k exp(k u)) of each row, and whether they are sure.

    The way of :func:`project_finance.irr.irr`, many rows at a time: the derivative of the sum
    times exp(-mu), where the sign first changes at k = m, changes sign once less, and between
    its roots the sum has at most one.

    Parameters
    ----------
    flows
        Amounts by year, the largest of each row 1 or -1; a row a flow.
    changes
        How often each row changes sign, at least 1.

    Returns
    -------
    tuple
        A row of `changes` ascending roots for each flow, NaN after the last; and False for a
        flow that touches zero without crossing it, or a root that was not found.

    Examples
    --------
    >>> roots, sure = roots_many(np.array([[-100.0, 230.0, -132.0]]) / 230, 2)
    >>> np.expm1(-roots).round(9).tolist(), sure.tolist()
    ([[0.2, 0.1]], [True])
    """
    if changes == 1:
        only = _only_roots(flows)
        return only[:, np.newaxis], np.isfinite(only)
    weights = np.arange(flows.shape[1]) - _first_change(flows)[:, np.newaxis]
    slopes = flows * weights
    turns, sure = roots_many(slopes / np.abs(slopes).max(axis=1, keepdims=True), changes - 1)
    low, high = _outermost(flows)
    marks = np.column_stack([low, np.where(np.isnan(turns), high[:, np.newaxis], turns), high])
    values = np.stack([worth_many(flows, marks[:, which]) for which in range(changes + 1)], axis=1)
    found = np.full_like(values[:, 1:], np.nan)
    for which in range(changes):
        crossed = np.flatnonzero(values[:, which] * values[:, which + 1] < 0)
        found[crossed, which] = _crossing(
            flows[crossed],
            weights[crossed],
            np.sign(values[crossed, which + 1]),
            marks[crossed, which : which + 2],
        )
        sure[crossed] &= np.isfinite(found[crossed, which])
    return np.sort(found, axis=1), sure & (values != 0).all(axis=1)


def worth_many(flows: Floats, u: Floats) -> Floats:
    """Return the sums of c_k exp(k u) over the largest power, for its sign.

    Parameters
    ----------
    flows
        Amounts by year, a row a flow.
    u
        For each row; -ln(1 + rate).

    Returns
    -------
    numpy.ndarray
        Zero where the sum is no larger than its own rounding error.

    Examples
    --------
    >>> worth_many(np.array([[-1.0, 1.1], [-1.0, 3.0]]), -np.log1p([0.1, 0.5])).round(9).tolist()
    [0.0, 1.0]
    """
    exponents = np.arange(flows.shape[1]) * u[:, np.newaxis]
    terms = flows * np.exp(exponents - exponents.max(axis=1, keepdims=True))
    total = terms.sum(axis=1)
    precision = 8 * np.finfo(float).eps * (1 + np.abs(exponents).max(axis=1))
    return np.where(np.abs(total) <= precision * np.abs(terms).sum(axis=1), 0.0, total)


def _signs(flows: Floats) -> Floats:
    """Return the signs along each row, a zero having that of the amount before it."""
    signs = np.sign(flows)
    years = np.where(signs != 0, np.arange(flows.shape[1]), 0)
    return np.take_along_axis(signs, np.maximum.accumulate(years, axis=1), axis=1)


def _first_change(flows: Floats) -> Floats:
    """Return the time midway between the two amounts where the sign first changes."""
    signs = _signs(flows)
    later = (signs[:, 1:] * signs[:, :-1] < 0).argmax(axis=1) + 1
    years = np.arange(flows.shape[1])
    before = (flows != 0) & (years < later[:, np.newaxis])
    earlier = np.where(before, years, 0).max(axis=1)
    return np.asarray((earlier + later) / 2, dtype=float)


def _outermost(flows: Floats) -> tuple[Floats, Floats]:
    """Return marks below and above which the first or the last amount outweighs all others."""
    there = flows != 0
    rows, last = np.arange(len(flows)), flows.shape[1] - 1
    sizes = np.abs(flows)
    ends = sizes[rows, there.argmax(axis=1)], sizes[rows, last - there[:, ::-1].argmax(axis=1)]
    low, high = (np.logaddexp(0.0, -np.log(end)) + 1 for end in ends)
    return -low, high


def _crossing(flows: Floats, weights: Floats, sign: Floats, marks: Floats) -> Floats:
    """Return the one root of each flow between two marks, at the right of which it has a sign."""
    years, upward = np.arange(flows.shape[1]), flows * sign[:, np.newaxis]

    def rising(u: Floats) -> tuple[Floats, Floats]:
        exponents = years * u[:, np.newaxis]
        terms = upward * np.exp(exponents - exponents.max(axis=1, keepdims=True))
        return terms.sum(axis=1), (weights * terms).sum(axis=1)

    return newton_many(rising, marks[:, 0], marks[:, 1], marks.mean(axis=1))


def _only_roots(flows: Floats) -> Floats:
    r"""Return the root u of each flow with one change of sign.

    With L and E the sums of the sizes of its later and its earlier amounts, each times
    :math:`e^{ku}`, it is the root of :math:`h(u)=\ln L - \ln E`, whose slope is the difference
    of the mean years of L and of E: between 1 and the number of years. So h is nearly straight
    and the root lies between 0 and -h(0). A flow with h(0) below 0 is read backwards, whose root
    is -u, so that every root sought is negative and no power of exp(u) exceeds 1.
    """
    first = np.take_along_axis(flows, (flows != 0).argmax(axis=1)[:, np.newaxis], axis=1)
    signed = flows * np.sign(first)
    backwards = signed.sum(axis=1) > 0
    signed[backwards] = -signed[backwards, ::-1]
    sizes = np.ascontiguousarray(np.stack([-signed, signed]).clip(min=0.0).transpose(2, 0, 1))
    start = np.zeros(len(flows))
    roots = newton_many(lambda u: _balance(sizes, u), -_balance(sizes, start)[0], start, start)
    return np.where(backwards, -roots, roots)


def _balance(sizes: Floats, u: Floats) -> tuple[Floats, Floats]:
    """Return ln(later) - ln(earlier) at exp(u) and its slope, by Horner's rule."""
    power = np.exp(u)
    total, slope = sizes[-1].copy(), np.zeros_like(sizes[-1])
    for size in sizes[-2::-1]:
        slope *= power
        slope += total
        total *= power
        total += size
    mean_year = power * slope / total
    later, earlier = np.log(total)
    return later - earlier, mean_year[0] - mean_year[1]
