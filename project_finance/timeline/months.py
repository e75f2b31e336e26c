"""Months after the spending, and the years of a cash flow that they fall in."""

from __future__ import annotations

MONTHS = 12


def year_of_month(month: int) -> int:
    """Return the year of a cash flow in which a month ends; month 0 is the spending in year 0.

    Examples
    --------
    >>> [year_of_month(month) for month in (0, 1, 12, 13)]
    [0, 1, 1, 2]
    """
    return -(-month // MONTHS)
