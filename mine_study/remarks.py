"""How tables were read, as lines of the command line."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from equipment_catalog.notes import Note
    from mine_study.language import Reader


def remark_line(note: Note, reader: Reader) -> str:
    """Return a remark as one line: what, its value where it has one, what it does.

    Examples
    --------
    >>> from equipment_catalog.messages import message
    >>> from equipment_catalog.notes import Note
    >>> from mine_study.language import Reader
    >>> note = Note(what=message("Rows left out"), value="18", source="", effect=message("none"))
    >>> remark_line(note, Reader("en", "CO"))
    'Rows left out: 18 (none)'
    """
    what, effect = reader.say(note.what), reader.say(note.effect)
    if note.value is None:
        return f"{what} ({effect})"
    return f"{what}: {reader.say(note.value)} ({effect})"
