"""A YAML file as plain values, and the line on which each key stands."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import TYPE_CHECKING, Any, TypeAlias

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.error import MarkedYAMLError, YAMLError

from equipment_catalog.errors import InputError, Problem
from equipment_catalog.messages import message

if TYPE_CHECKING:
    from pathlib import Path

Place: TypeAlias = tuple[str | int, ...]
Node: TypeAlias = Any


def load_yaml(path: Path) -> tuple[CommentedMap, list[Problem]]:
    """Return the keys of a file, or no keys and the reason; the keys are shared, only to be read.

    Parameters
    ----------
    path
        A YAML file in UTF-8.
    """
    try:
        given = _parsed(path.read_text(encoding="utf-8-sig"), path.name)
    except UnicodeDecodeError as error:
        what = message("the file is not UTF-8 (byte {byte})", byte=error.start)
        return CommentedMap(), [Problem(what=what, file=path.name)]
    except InputError as error:
        return CommentedMap(), list(error.problems)
    if isinstance(given, CommentedMap):
        return given, []
    what = message("the file holds no keys; it needs sections such as study: and sites:")
    return CommentedMap(), [Problem(what=what, file=path.name)]


@lru_cache(maxsize=16)
def _parsed(text: str, file: str) -> Node:
    """Return what a YAML text holds; InputError with its line where it is none.

    A text that several ask for is parsed once, so do not write into the node.
    """
    row = column = None
    try:
        node = YAML(typ="rt").load(text)
        plain(node)
    except MarkedYAMLError as error:
        fault = error.problem or ""
        if error.problem_mark:
            row, column = error.problem_mark.line + 1, error.problem_mark.column + 1
    except (YAMLError, ValueError) as error:
        fault = str(error).splitlines()[0]
    except RecursionError:
        fault = "sections inside one another without end"
    else:
        return node
    what = message("this is not YAML: {fault}", fault=fault)
    raise InputError([Problem(what=what, file=file, row=row, column=column)])


def scalar(text: str, origin: str) -> Node:
    """Return a text as YAML reads it.

    Parameters
    ----------
    text
        The text.
    origin
        What a problem names as its place.

    Raises
    ------
    InputError
        If the text is no YAML.

    Examples
    --------
    >>> scalar("0.12", "--set"), scalar("true", "--set"), scalar("off", "--set")
    (0.12, True, 'off')
    """
    return plain(_parsed(text, origin))


def plain(node: Node) -> Node:
    """Return a YAML node as dicts, lists and Python's own scalars."""
    if isinstance(node, Mapping):
        return {str(key): plain(value) for key, value in node.items()}
    if isinstance(node, list):
        return [plain(value) for value in node]
    if isinstance(node, bool) or node is None:
        return node
    for kind in (int, float, str):
        if isinstance(node, kind):
            return kind(node)
    return str(node)


def origins(node: Node, file: str, prefix: str = "") -> dict[str, str]:
    """Return ``file:line`` of every value, by its dotted key."""
    found: dict[str, str] = {}
    for key, value in node.items() if isinstance(node, CommentedMap) else enumerate(node):
        name = f"{prefix}{key}"
        if isinstance(value, CommentedMap | CommentedSeq):
            found |= origins(value, file, f"{name}.")
        else:
            found[name] = f"{file}:{position(node, key)[0]}"
    return found


def find(place: Place, given: CommentedMap) -> tuple[int, int, int]:
    """Return how many parts of a place exist in a file, and line and column of the last."""
    node: Node = given
    depth, row, column = 0, 1, 1
    for part in place:
        if part not in _parts(node):
            break
        row, column = position(node, part)
        node = node[part]
        depth += 1
    return depth, row, column


def position(node: Node, key: str | int) -> tuple[int, int]:
    """Return line and column of a key; of its section where a merge key brought it.

    Examples
    --------
    >>> position(YAML().load("{a: 1, b: 2}"), "b")
    (1, 8)
    """
    row, column = (node.lc.data or {}).get(key, (node.lc.line, node.lc.col))[:2]
    return row + 1, column + 1


def _parts(node: Node) -> Node:
    if isinstance(node, CommentedMap):
        return node
    return range(len(node)) if isinstance(node, CommentedSeq) else ()
