"""What a meter file needs to say in the register: how it was read, what it lacks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from energy_audit.meters.counter import METER_FACTS
from energy_audit.meters.series import listed_lines
from energy_audit.meters.times import MINUTES_A_DAY, MINUTES_AN_HOUR
from equipment_catalog.messages import Message, message
from equipment_catalog.notes import Note, NoteKind
from equipment_catalog.tables import read_fact

if TYPE_CHECKING:
    from collections.abc import Iterator

    import numpy.typing as npt
    import pandas as pd

LABELS = {"start": message("the start"), "end": message("the end")}


@dataclass(frozen=True, kw_only=True)
class ReadingFaults:
    """What stood in the way while a meter file was read."""

    label: str
    """Meaning of a time, ``start`` or ``end``."""
    is_label_assumed: bool
    """Whether neither the file nor its layout told it."""
    is_counter: bool
    """Whether the readings were those of a register."""
    may_be_thousands: bool
    """Whether every decimal mark could as well group thousands."""
    unreadable: tuple[int, ...]
    """Lines that hold something, but no moment or no number."""
    doubled: int
    """Readings of a moment that had one already."""


def meter_notes(
    file: str, kw: pd.Series, interval_minutes: int, faults: ReadingFaults
) -> Iterator[Note]:
    """Yield the rows of the register for a meter file.

    Parameters
    ----------
    file
        Name of the file.
    kw
        Power of each interval [kW], NaN in gaps.
    interval_minutes
        Length of an interval [min].
    faults
        What stood in the way while it was read.
    """
    days = len(kw) * interval_minutes / MINUTES_A_DAY
    read = message("{days:.1f} days of {minutes:d} min", days=days, minutes=interval_minutes)
    first, last = kw.index[0].date(), kw.index[-1].date()
    span = message("{first} to {last}", first=str(first), last=str(last))
    yield _note(file, message("Interval meter"), read, span, kind="finding")
    yield from _understood(file, faults)
    yield from _lacking(file, kw, interval_minutes, faults)
    if days < read_fact(*METER_FACTS, "shortest_days").value:
        effect = message("days that were not metered keep the pattern of the inventory")
        yield _note(file, message("The meter file is shorter than a week"), read, effect)


def _understood(file: str, faults: ReadingFaults) -> Iterator[Note]:
    if faults.is_counter:
        effect = message("the power is that between two readings; overflows were mended")
        what = message("The meter file holds the readings of a register")
        yield _note(file, what, None, effect, kind="finding")
    elif faults.is_label_assumed:
        effect = message("set meter.label to the other one if the file means it; all moves by one")
        what = message("Times of the meter file stand at this end of their interval")
        yield _note(file, what, LABELS[faults.label], effect, kind="assumption")
    if faults.may_be_thousands:
        effect = message("compare the energy of the meter with the bills: a factor of 1000 shows")
        what = message("Marks in the numbers of the meter file were read as decimal marks")
        yield _note(file, what, None, effect)


def _lacking(
    file: str, kw: pd.Series, interval_minutes: int, faults: ReadingFaults
) -> Iterator[Note]:
    if faults.unreadable:
        what = message("Rows of the meter file that hold no moment or no number")
        effect = message("they count as gaps")
        yield _note(file, what, listed_lines(faults.unreadable), effect)
    if faults.doubled:
        what = message("Moments of the meter file that stand more than once")
        effect = message("the mean of their readings counts")
        yield _note(file, what, faults.doubled, effect)
    missing = kw.isna().to_numpy()
    if missing.any():
        gaps = _lengths(missing) * interval_minutes / MINUTES_AN_HOUR
        value = message(
            "{count:d} gaps, {share:.1%} of the time, the longest {hours:g} h",
            count=len(gaps),
            share=missing.mean(),
            hours=gaps.max(),
        )
        effect = message("filled by the mean of the same hour on days of the same kind")
        yield _note(file, message("Gaps in the meter file"), value, effect)


def _lengths(missing: npt.NDArray[np.bool_]) -> npt.NDArray[np.int64]:
    """Return the lengths of the runs of True.

    Examples
    --------
    >>> _lengths(np.array([True, True, False, True]))
    array([2, 1])
    """
    edges = np.diff(np.concatenate([[0], missing.astype(int), [0]]))
    return np.flatnonzero(edges < 0) - np.flatnonzero(edges > 0)


def _note(
    file: str,
    what: Message,
    value: Message | float | None,
    effect: Message,
    kind: NoteKind = "warning",
) -> Note:
    return Note(what=what, value=value, source=file, effect=effect, kind=kind)
