"""How the command line ends; 0 is done, and click ends with 2 where the words are wrong."""

from __future__ import annotations

INPUT_WRONG = 1
PART_MISSING = 3
INTERNAL = 4
CHECK_FAILED = 5
INTERRUPTED = 130
