"""What a process that ends with its command can leave out."""

from __future__ import annotations

import atexit
import gc
import os

SELDOM = 200_000
"""Objects made between two searches for unused ones; Python's own 700 look at every module."""


def live_shortly() -> None:
    """Search seldom for unused objects, and for no plugin of pydantic among all packages.

    At the end, when the system takes all memory back, Python would search once more through every
    module: what is frozen it passes over. A word of ``PYDANTIC_DISABLE_PLUGINS`` that the person
    set stays.
    """
    atexit.register(gc.freeze)
    gc.set_threshold(SELDOM)
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
