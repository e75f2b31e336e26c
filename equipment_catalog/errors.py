"""What a person can mend: one line a problem, with its place and what is allowed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from equipment_catalog.messages import Message, message

if TYPE_CHECKING:
    from collections.abc import Sequence

    from equipment_catalog.notes import Note

ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def shown(value: object) -> str:
    """Return a value as a person typed it: texts in quotes, numbers bare.

    Examples
    --------
    >>> shown("IE9"), shown(-43)
    ("'IE9'", '-43')
    """
    return repr(value) if isinstance(value, str) else str(value)


def _letters(column: int | None) -> str:
    """Return the letters with which spreadsheets name a column."""
    letters, rest = "", column or 0
    while rest:
        rest, digit = divmod(rest - 1, len(ALPHABET))
        letters = ALPHABET[digit] + letters
    return letters


@dataclass(frozen=True, kw_only=True)
class Problem:
    """One mistake in what a person gave us."""

    what: Message
    """What is wrong, with the value as it was typed."""
    allowed: Message | None = None
    """What would be right."""
    file: str = ""
    """File as the person knows it, or empty for an argument of a function."""
    sheet: str = ""
    """Sheet of a workbook; empty for files without sheets."""
    row: int | None = None
    """Line of the file, counted from 1 with the header."""
    column: int | None = None
    """Column of the file, counted from 1; in YAML the character of the line."""
    field: str = ""
    """Name of the argument, the column or the key."""
    heading: str = ""
    """The column as its sheet heads it, where that is another name."""
    record: str = ""
    """Tag of the machine or name of the month the row is about."""

    @property
    def place(self) -> str:
        """Where it is: `file:row:column`, in a workbook `book!sheet!cell`, as far as is known.

        Examples
        --------
        >>> Problem(what=message("x"), file="inventory.csv", row=7, column=5).place
        'inventory.csv:7:5'
        >>> Problem(what=message("x"), file="a.xlsx", sheet="Motores", row=7, column=28).place
        'a.xlsx!Motores!AB7'
        """
        if self.sheet:
            cell = f"{_letters(self.column)}{self.row or ''}"
            return "!".join(part for part in (self.file, self.sheet, cell) if part)
        parts = (self.file, self.row, self.column)
        return ":".join(str(part) for part in parts if part not in ("", None))

    @property
    def subject(self) -> str:
        """What it is about: `[record · heading (field)]`, or the bare field for an argument.

        Examples
        --------
        >>> Problem(what=message("x"), file="a.csv", field="load_fraction", heading="Carga %",
        ...     record="M-01").subject
        '[M-01 · Carga % (load_fraction)]'
        """
        if not self.file:
            return self.field
        own = self.heading.split(maxsplit=1)[:1] == [self.field]
        field = f"{self.heading} ({self.field})" if self.heading and not own else self.field
        names = [name for name in (self.record, field) if name]
        return f"[{' · '.join(names)}]" if names else ""

    def __str__(self) -> str:
        """Return the problem as one English line."""
        head = " ".join(part for part in (self.place, self.subject) if part)
        said = f"{self.what}; {self.allowed}" if self.allowed else str(self.what)
        return f"{head}: {said}" if head else said


class InputError(ValueError):
    """Wrong input; carries every problem found, not only the first, and how the rest was read.

    Examples
    --------
    >>> raise InputError.of("ie_class", "IE9", allowed=message("one of IE1, IE2, IE3, IE4"))
    Traceback (most recent call last):
        ...
    equipment_catalog.errors.InputError: ie_class: 'IE9' is not accepted; one of IE1, IE2, IE3, IE4
    """

    def __init__(self, problems: Sequence[Problem], remarks: Sequence[Note] = ()) -> None:
        self.problems = tuple(problems)
        self.remarks = tuple(remarks)
        super().__init__("\n".join(str(problem) for problem in self.problems))

    @classmethod
    def of(cls, field: str, value: object, *, allowed: Message) -> InputError:
        """Return the error for one argument: its name, its value, what is allowed."""
        what = message("{value} is not accepted", value=shown(value))
        return cls([Problem(what=what, allowed=allowed, field=field)])
