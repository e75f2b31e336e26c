"""What a check of the weather doctor says, and the limits it says it by."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from equipment_catalog.tables import read_fact

if TYPE_CHECKING:
    from collections.abc import Callable

    from equipment_catalog.messages import Message
    from pv_design.weather.doctor.hourly_year import HourlyYear

Verdict = Literal["good", "doubtful", "wrong"]


@dataclass(frozen=True, kw_only=True)
class QualityMark:
    """What one check found."""

    check: str
    """Key of the check."""
    name: Message
    """What was looked at."""
    verdict: Verdict
    """good; doubtful: may be used, with a warning; wrong: the year is refused."""
    said: Message
    """What was seen, with its numbers and first times."""
    columns: tuple[str, ...]
    """Columns it is about."""
    advice: Message | None = None
    """What it does to the result, or how to mend it; None where all is well."""
    hour: int | None = None
    """First hour of the year it is about, counted from 0; None for the year as a whole."""


@dataclass(frozen=True, kw_only=True)
class Check:
    """One way of looking at a year of weather."""

    key: str
    """Name for programs."""
    name: Message
    """Name for people."""
    examine: Callable[[HourlyYear], tuple[QualityMark, ...]]
    """Its marks; none where the year has nothing to look at."""
    sees_means: bool = False
    """Whether it also judges hours that were made from days or months."""


def limit(key: str) -> float:
    """Return a limit of `data/doctor_facts.csv`.

    Examples
    --------
    >>> limit("night_zenith_deg")
    100.0
    """
    return read_fact("pv_design.weather", "data/doctor_facts.csv", key).value


def graded(value: float, *, doubtful: float, wrong: float) -> Verdict:
    """Return the verdict on a value of which more is worse; from each limit on it holds.

    Examples
    --------
    >>> graded(0.5, doubtful=1.0, wrong=2.0), graded(2.0, doubtful=1.0, wrong=2.0)
    ('good', 'wrong')
    """
    if value >= wrong:
        return "wrong"
    return "doubtful" if value >= doubtful else "good"
