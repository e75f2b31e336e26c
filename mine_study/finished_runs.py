"""What a finished run left: its `results.json`, read again."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from equipment_catalog.errors import InputError, Problem
from equipment_catalog.messages import message
from mine_study.outputs import FINISHED, is_finished_run
from mine_study.results import SCHEMA_VERSION

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
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
        If there is none, or it is not what a run writes.
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
    if not _is_complete(found):
        what = message("these are not the results of a run of this version")
        allowed = message("run the study again")
        raise InputError([Problem(what=what, allowed=allowed, file=str(path))])
    return dict(found)


def _is_complete(found: object) -> bool:
    if not isinstance(found, dict) or found.get("schema_version") != SCHEMA_VERSION:
        return False
    sections = (found.get(name) for name in ("study", "finance", "manifest"))
    return all(isinstance(section, dict) for section in sections)


def figure_at(results: Mapping[str, Any], key: str) -> Any:  # noqa: ANN401  json holds any type
    """Return what stands at a key of results, as ``finance.whole.npv``; None where nothing does.

    Examples
    --------
    >>> figure_at({"pv": {"dc_kw": 133.4}}, "pv.dc_kw"), figure_at({"pv": None}, "pv.dc_kw")
    (133.4, None)
    """
    node: Any = results
    for part in key.split("."):
        if not isinstance(node, dict):
            return None
        node = node.get(part)
    return node


def leaves(node: Any, key: str = "") -> Iterator[tuple[str, Any]]:  # noqa: ANN401  json
    """Yield every single value of results by its key; what holds nothing is a value too.

    Examples
    --------
    >>> list(leaves({"irr_roots": [0.1, 0.2], "notes": []}))
    [('irr_roots[0]', 0.1), ('irr_roots[1]', 0.2), ('notes', [])]
    """
    if isinstance(node, dict) and node:
        for name, value in node.items():
            yield from leaves(value, f"{key}.{name}" if key else str(name))
    elif isinstance(node, list) and node:
        for number, value in enumerate(node):
            yield from leaves(value, f"{key}[{number}]")
    else:
        yield key, node
