"""Studies of the example that many tests read and none changes: each is run once a process."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from mine_study.study import run_study

if TYPE_CHECKING:
    from mine_study.study import StudyResult

QUICK = "best_plan.search=false"
"""For studies whose results or report are written by tests that ask nothing of the best plan."""
EXAMPLE = Path(__file__).parent.parent / "examples" / "los_conquistadores"


@cache
def studied(*overrides: str) -> StudyResult:
    """Return the study of the example with some keys overridden, as ``run_study`` gives it."""
    return run_study(EXAMPLE, overrides)
