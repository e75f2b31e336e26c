"""Processes that help this one: how many are worth having, and how none outlives it."""

from __future__ import annotations

import ctypes
import os
import signal
import sys

END_WITH_PARENT = 1
"""PR_SET_PDEATHSIG of linux/prctl.h: the signal a process gets when its parent ends."""


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
