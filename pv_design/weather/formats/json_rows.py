"""Answers of services as json, and what is wrong with those that are not whole."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from equipment_catalog.errors import InputError, Problem, shown
from equipment_catalog.messages import Message, message
from pv_design.weather.formats.format import raise_all, unreadable
from pv_design.weather.formats.times import no_time, times_of_text

if TYPE_CHECKING:
    from collections.abc import Mapping


def parsed_json(text: str, file: str) -> dict[str, Any]:
    """Return the object of a json text.

    Raises
    ------
    InputError
        If it is broken or no object, or if it is a service's refusal, with its words.

    Examples
    --------
    >>> parsed_json('{"status": 400, "message": "Location over the sea."}', "a.json")
    Traceback (most recent call last):
        ...
    equipment_catalog.errors.InputError: a.json: the service refused: 'Location over the sea.';
    the answer to a request that was met
    """
    try:
        body = json.loads(text)
    except json.JSONDecodeError as error:
        what = message("the json ends too early or is broken at character {place}", place=error.pos)
        raise _fault(file, what, message("a whole download")) from None
    except (RecursionError, ValueError):
        raise _fault(file, message("the json is broken"), message("a whole download")) from None
    if not isinstance(body, dict):
        raise _fault(file, message("the json holds no weather"), message("an object with rows"))
    if isinstance(body.get("message"), str) and len(body) <= len(("status", "message", "code")):
        what = message("the service refused: {words}", words=shown(body["message"]))
        raise _fault(file, what, message("the answer to a request that was met"))
    return body


def inside(body: object, path: tuple[str, ...]) -> Any:  # noqa: ANN401  json holds anything
    """Return what lies under a path of keys, None where there is nothing.

    Examples
    --------
    >>> inside({"a": {"b": 1}}, ("a", "b")), inside({"a": 1}, ("a", "b"))
    (1, None)
    """
    for key in path:
        if not isinstance(body, dict):
            return None
        body = body.get(key)
    return body


def diagnosed_json(
    text: str,
    file: str,
    *,
    title: Message,
    rows: tuple[str, ...],
    wanted: Mapping[str, str],
    time: tuple[str, str],
) -> InputError:
    """Return what is wrong with an answer that pvlib could not read.

    Parameters
    ----------
    text, file
        Of the answer.
    title
        Of the format.
    rows
        Keys under which the rows lie.
    wanted
        Our name of each needed value to its key in a row.
    time
        Key of the times, and how they are written.

    Raises
    ------
    InputError
        With every value that is no number or no time, or what is missing.
    """
    found = inside(parsed_json(text, file), rows)
    path = ".".join(rows)
    if not isinstance(found, list) or not found or not isinstance(found[0], dict):
        what = message("there are no rows under {path}", path=path)
        return _fault(file, what, message("a whole download"))
    if not all(isinstance(row, dict) for row in found):
        return unreadable(file, title, message("a whole download"))
    table = pd.DataFrame(found)
    problems: list[Problem] = []
    for name, key in {**wanted, "time": time[0]}.items():
        if key not in table:
            what = message("{key} is missing in every row of {path}", key=key, path=path)
            problems.append(_problem(file, what, message("a whole download"), name))
        else:
            problems.extend(_cells(table[key], file, name, f"{path}.{key}", time))
    raise_all(problems)
    return unreadable(file, title, message("head, rows and words on them, as the service sends"))


def _cells(
    cells: pd.Series, file: str, name: str, path: str, time: tuple[str, str]
) -> list[Problem]:
    if name == "time":
        wrong = times_of_text(cells, time[1]).isna().to_numpy()
    else:
        values = pd.to_numeric(cells.astype(str), errors="coerce").to_numpy(dtype=float)
        wrong = (cells.notna().to_numpy() & np.isnan(values)) | np.isinf(values)
    return [
        _problem(file, _said(name, cells.iloc[row]), _where(path, int(row)), name)
        for row in np.flatnonzero(wrong)
    ]


def _said(name: str, cell: object) -> Message:
    if name == "time":
        return no_time(str(cell))
    return message("{value} is not a number", value=shown(cell))


def _where(path: str, row: int) -> Message:
    return message("a right value at {path}, row {row}", path=path, row=row + 1)


def _problem(file: str, what: Message, allowed: Message, field: str) -> Problem:
    return Problem(what=what, allowed=allowed, file=file, field=field)


def _fault(file: str, what: Message, allowed: Message) -> InputError:
    return InputError([_problem(file, what, allowed, "")])
