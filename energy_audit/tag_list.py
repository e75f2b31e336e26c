"""Some tags of many, for the sentences of the register."""

from __future__ import annotations

from typing import TYPE_CHECKING

from equipment_catalog.messages import Message, message

if TYPE_CHECKING:
    from collections.abc import Iterable


def listed_tags(tags: Iterable[object], most: int = 6) -> Message:
    """Return the first tags and how many more there are.

    Parameters
    ----------
    tags
        Tags of machines.
    most
        How many are named.

    Examples
    --------
    >>> str(listed_tags(["A", "B", "C"], most=2))
    'A, B and 1 more'
    """
    names = [str(tag) for tag in tags]
    shown = ", ".join(names[:most])
    if len(names) <= most:
        return message("{tags}", tags=shown)
    return message("{tags} and {more:d} more", tags=shown, more=len(names) - most)
