"""The range of a figure as a small bar: its ends are told in words beside it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mine_study.headline import Headline, Ranged

ROOM = 1.1
"""Length of the axis over its largest figure."""


@dataclass(frozen=True, kw_only=True)
class Whisker:
    """Places on an axis that starts at 0 [% of its length]."""

    low: float
    high: float
    at: float
    """Of the figure itself."""
    is_open: bool
    """Whether the range has no end, as a payback that may never come."""

    @property
    def length(self) -> float:
        """From the low to the high end [% of the axis]."""
        return self.high - self.low


def headline_whiskers(headline: Headline) -> dict[str, Whisker | None]:
    """Return the bars of the three cards by name; None where a card has no figure."""
    return {
        "saved_kwh": whisker(headline.saved_kwh),
        "dc_kw": whisker(headline.dc_kw),
        "payback_years": whisker(headline.payback_years),
    }


def whisker(ranged: Ranged | None) -> Whisker | None:
    """Return the bar of a figure with its range; None without a figure above 0.

    Parameters
    ----------
    ranged
        A figure, one case in ten beyond each end; an end of None is open.

    Examples
    --------
    >>> from mine_study.headline import Ranged
    >>> drawn = whisker(Ranged(value=80.0, low=50.0, high=100.0))
    >>> round(drawn.low, 1), round(drawn.at, 1), round(drawn.high, 1), drawn.is_open
    (45.5, 72.7, 90.9, False)
    >>> whisker(Ranged(value=4.0, low=2.0, high=None)).high
    100.0
    """
    if ranged is None or ranged.value is None or ranged.low is None or ranged.value <= 0:
        return None
    largest = ROOM * (2 * ranged.value if ranged.high is None else ranged.high)
    return Whisker(
        low=max(100 * ranged.low / largest, 0.0),
        high=100.0 if ranged.high is None else 100 * ranged.high / largest,
        at=100 * ranged.value / largest,
        is_open=ranged.high is None,
    )
