"""What a finished run left: its `results.json`, read again."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from equipment_catalog.errors import InputError, Problem
from equipment_catalog.messages import message
from mine_study.outputs import FINISHED, is_finished_run
from mine_study.results import SCHEMA_VERSION
from mine_study.run_faults import run_faults

if TYPE_CHECKING:
    from pathlib import Path


def names_a_run(place: Path) -> bool:
    """Tell whether a path is a folder of a finished run or its results, and not a study.

    Examples
    --------
    >>> from pathlib import Path
    >>> names_a_run(Path("made/results.json")), names_a_run(Path("mine/study.yaml"))
    (True, False)
    """
    return place.suffix == ".json" or is_finished_run(place)


def finished_run(place: Path) -> dict[str, Any]:
    """Return the results of a finished run.

    Parameters
    ----------
    place
        Folder that holds ``results.json``, or that file.

    Raises
    ------
    InputError
        If there is none, or it is not what a run writes; with each key that is damaged.
    """
    path = place / FINISHED if place.is_dir() else place
    if not path.is_file():
        what = message("there is no finished run at {path}", path=str(place))
        allowed = message("a folder that holds results.json, or that file")
        raise InputError([Problem(what=what, allowed=allowed)])
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except ValueError:
        found = None
    if not isinstance(found, dict) or found.get("schema_version") != SCHEMA_VERSION:
        what = message("these are not the results of a run of this version")
        allowed = message("run the study again")
        raise InputError([Problem(what=what, allowed=allowed, file=str(path))])
    if problems := run_faults(found, str(path)):
        raise InputError(problems)
    return found
