"""Sheets of what went in: every key of the study with its origin, and the register."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from equipment_catalog.messages import Message, message
from mine_study.charts.words import choice
from mine_study.reports.workbook.sheet_table import SheetColumn, SheetTable, columns
from mine_study.study_defaults import study_keys

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterator, Mapping

    from mine_study.reports.workbook.sheet_table import Cell
    from mine_study.study import StudyResult

    Say = Callable[[Message | str | float | None], str]


def input_sheet(result: StudyResult, say: Say) -> SheetTable:
    """Return every key of the study: its value, unit, where it stands or why it is taken.

    A key of a site stands once a site. What was given shows its line; a default its source and
    how far that is trusted.

    Parameters
    ----------
    result
        The study.
    say
        Writes a message in the reader's language.
    """
    return SheetTable(
        name=say(message("Inputs")),
        columns=(
            SheetColumn(head=say(message("Key")), width=44),
            SheetColumn(head=say(message("Value")), kind="plain", width=22),
            *columns("text", say(message("Unit"))),
            SheetColumn(head=say(message("Source")), width=44),
            *columns("text", say(message("Trust"))),
            SheetColumn(head=say(message("Description")), width=60),
        ),
        rows=list(_keys(result, say)),
    )


def _keys(result: StudyResult, say: Say) -> Iterator[list[Cell]]:
    rows = study_keys().set_index("key").to_dict("index")
    for key, value in _leaves(result.study.model_dump(), ""):
        row = rows.get(_general(key))
        yield [
            _with_name(key, result),
            value,
            None if row is None or pd.isna(row["unit"]) else say(Message(str(row["unit"]))),
            *_origin(key, value, row, result.origins, say),
            None if row is None else say(Message(str(row["description"]))),
        ]


def _leaves(node: Any, place: str) -> Iterator[tuple[str, Cell]]:  # noqa: ANN401  any key
    """Yield each value of a study by its dotted place; sites by number, other lists as text."""
    if isinstance(node, dict) and node:
        for name, inner in node.items():
            yield from _leaves(inner, f"{place}.{name}" if place else str(name))
    elif isinstance(node, list) and place == "sites":
        for number, inner in enumerate(node):
            yield from _leaves(inner, f"{place}.{number}")
    elif isinstance(node, bool):
        yield place, str(node).lower()
    elif node is None or isinstance(node, str | float | int):
        yield place, node
    else:
        yield place, str(node) if node else None


def _general(key: str) -> str:
    """Return the row of study_keys.csv that tells of a place.

    Examples
    --------
    >>> _general("sites.0.name"), _general("sites.1.pv.tilt_deg"), _general("finance.grant")
    ('sites[].name', 'pv.tilt_deg', 'finance.grant')
    """
    if not key.startswith("sites."):
        return key
    inner = key.split(".", 2)[2]
    return inner if "." in inner else f"sites[].{inner}"


def _with_name(key: str, result: StudyResult) -> str:
    """Return a place with the site's name for its number."""
    if not key.startswith("sites."):
        return key
    _, number, inner = key.split(".", 2)
    return f"sites.{result.study.sites[int(number)].name}.{inner}"


def _origin(
    key: str, value: Cell, row: Mapping[Hashable, Any] | None, origins: Mapping[str, str], say: Say
) -> tuple[str | None, str | None]:
    """Return where a value stands in the study, or the source of its default, and the trust."""
    for place in (key, _general(key)):
        if place in origins:
            return say(message("given: {place}", place=origins[place])), None
    if value is None or row is None or pd.isna(row["source"]):
        return None, None
    return say(Message(str(row["source"]))), say(Message(str(row["trust"])))


def register_sheet(result: StudyResult, say: Say) -> SheetTable:
    """Return every note: warnings, findings, assumptions."""
    return SheetTable(
        name=say(message("Register")),
        columns=(
            SheetColumn(head=say(message("What")), width=50),
            *columns("text", say(message("Kind"))),
            SheetColumn(head=say(message("Value")), kind="plain", width=28),
            SheetColumn(head=say(message("Source")), width=50),
            SheetColumn(head=say(message("Effect")), width=60),
        ),
        rows=[
            [
                say(note.what),
                say(choice(note.kind)),
                say(note.value) if isinstance(note.value, Message) else note.value,
                say(note.source),
                say(note.effect),
            ]
            for note in result.notes
        ],
    )
