"""A cover of a loan as it is told: with decimals enough to read below the line it breaks."""

from __future__ import annotations

from equipment_catalog.messages import Message
from project_finance.debt.cover import is_below

FEWEST, MOST = 2, 15
PAID = 1.0
"""Cash that just pays the debt service."""


def told_cover(dscr: float, covenant: float | None = None) -> Message:
    """Return a cover in words.

    Parameters
    ----------
    dscr
        Cash over debt service.
    covenant
        Least cover by contract; None without one.

    Examples
    --------
    >>> str(told_cover(1.19981, 1.2)), str(told_cover(1.2, 1.2))
    ('1.1998', '1.20')
    """
    return Message(f"{{cover:.{cover_decimals(dscr, covenant)}f}}", {"cover": dscr})


def cover_decimals(dscr: float, covenant: float | None = None) -> int:
    """Return the decimals of a cover: two, more where they would lift it to a line it is below.

    Parameters
    ----------
    dscr
        Cash over debt service.
    covenant
        Least cover by contract, which has decimals enough itself; None without one.

    Examples
    --------
    >>> cover_decimals(1.197), cover_decimals(1.197, 1.2), cover_decimals(1.19981, 1.2)
    (2, 3, 4)
    >>> cover_decimals(0.998), cover_decimals(1.25, 1.205), cover_decimals(1.19, 1.2)
    (3, 3, 2)
    """
    fewest = FEWEST if covenant is None else _decimals_of(covenant)
    lines = [PAID] if covenant is None else [PAID, covenant]
    broken = [line for line in lines if is_below(dscr, line)]
    enough = (
        decimals
        for decimals in range(fewest, MOST)
        if all(round(dscr, decimals) < line for line in broken)
    )
    return next(enough, MOST)


def _decimals_of(line: float) -> int:
    """Return the decimals that a line has, two at least."""
    exact = (decimals for decimals in range(FEWEST, MOST) if round(line, decimals) == line)
    return next(exact, MOST)
