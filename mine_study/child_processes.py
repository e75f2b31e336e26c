"""Processes that help this one: how many are worth having, and how none outlives it."""

from __future__ import annotations

import ctypes
import gc
import multiprocessing
import os
import signal
import sys
import threading
import warnings
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from multiprocessing.connection import Connection

Found = TypeVar("Found")

END_WITH_PARENT = 1
"""PR_SET_PDEATHSIG of linux/prctl.h: the signal a process gets when its parent ends."""
SELDOM = 50_000
"""Objects made between two searches for unused ones: whoever helps makes many and ends soon."""


def processors() -> int:
    """Return how many processors this process may use.

    Examples
    --------
    >>> processors() >= 1
    True
    """
    allowed = getattr(os, "sched_getaffinity", None)
    return len(allowed(0)) if allowed else os.cpu_count() or 1


def end_with(parent: int) -> None:
    """Have Linux end this process when the one that began it is gone, killed ones included.

    Parameters
    ----------
    parent
        Number of the process that began this one.
    """
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(END_WITH_PARENT, signal.SIGKILL)
        if os.getppid() != parent:  # it went before this one could ask
            os._exit(1)


def may_copy() -> bool:
    """Tell whether a copy of this process can help: no other thread may hold a lock meanwhile."""
    return (
        sys.platform == "linux"
        and processors() > 1
        and threading.active_count() == 1
        and not multiprocessing.current_process().daemon
    )


@contextmanager
def copying() -> Iterator[None]:
    """Copy this process without a word of threads, and with an interrupt held back meanwhile.

    Threads of OpenBLAS hold no lock. A copy that has not begun yet could not bear an interrupt.
    """
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)
            yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def begin_as_copy(parent: int) -> None:
    """Begin a copy of a process: an interrupt is the first one's business, old objects stay.

    Parameters
    ----------
    parent
        Number of the process that was copied.
    """
    end_with(parent)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    gc.freeze()
    gc.set_threshold(SELDOM)


@dataclass(frozen=True)
class Answer(Generic[Found]):
    """What a copy of this process finds out."""

    find: Callable[[], Found]
    _receiver: Connection
    _asker: int

    def get(self) -> Found:
        """Return it when it is there; found out here if the copy came to grief."""
        if os.getpid() != self._asker:  # another copy, which must not take it away
            return self.find()
        with self._receiver:
            try:
                found: Found = self._receiver.recv()
            except (EOFError, OSError):  # gone before, or amid, what it had to say
                return self.find()
            return found


def ask_a_copy(find: Callable[[], Found]) -> Answer[Found]:
    """Have a copy of this process find something out, where `may_copy` allows one.

    Parameters
    ----------
    find
        What it does; its answer has to bear being sent.
    """
    receiver, sender = multiprocessing.Pipe(duplex=False)
    copy = multiprocessing.get_context("fork").Process(
        target=_answer, args=(find, sender, os.getpid()), daemon=True
    )
    with sender, copying():
        copy.start()
    return Answer(find, receiver, os.getpid())


def _answer(find: Callable[[], Found], sender: Connection, parent: int) -> None:
    begin_as_copy(parent)
    with suppress(Exception):  # the first process then comes upon it, and says what there is to say
        sender.send(find())
