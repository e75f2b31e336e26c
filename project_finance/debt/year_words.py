"""Years of a loan as a sentence names them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from equipment_catalog.messages import Message, message

if TYPE_CHECKING:
    from collections.abc import Collection


def years_named(years: Collection[int]) -> Message:
    """Return one year or several, as they stand after the word "in".

    Parameters
    ----------
    years
        Counted from the first of the loan, at least one.

    Examples
    --------
    >>> str(years_named([3])), str(years_named([1, 2]))
    ('year 3', 'years 1, 2')
    """
    listed = ", ".join(map(str, years))
    if len(years) == 1:
        return message("year {listed}", listed=listed)
    return message("years {listed}", listed=listed)
