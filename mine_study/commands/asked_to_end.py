"""A command that a service or a person asks to end ends as one that is interrupted."""

from __future__ import annotations

import signal
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING, NoReturn

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import FrameType

_ASKED: list[int] = []
"""Numbers of the signals that asked the command to end."""


@contextmanager
def ended_as_interrupted() -> Iterator[None]:
    """Take SIGTERM, as schedulers and containers send it, for Ctrl-C: what waits is cleared away.

    Ctrl-C is told by Python too: what C makes of it pandas' reader drops. Where a process was begun
    not to hear it, and beside the first thread of Python, which alone takes signals, nothing
    changes.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    taken = {signal.SIGTERM: signal.getsignal(signal.SIGTERM)}
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        taken[signal.SIGINT] = signal.default_int_handler
    for number in taken:
        signal.signal(number, _interrupt)
    try:
        yield
    finally:
        _ASKED.clear()
        for number, before in taken.items():
            signal.signal(number, before)


def was_asked_to_end() -> bool:
    """Tell whether the command was interrupted, even if a library made another error of it."""
    return bool(_ASKED)


def _interrupt(number: int, _frame: FrameType | None) -> NoReturn:
    _ASKED.append(number)
    raise KeyboardInterrupt
