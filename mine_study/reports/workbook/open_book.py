"""A workbook in the making, with what every sheet of it is written with."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from equipment_catalog.workbook_sheets import ExactSheet

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

    from equipment_catalog.messages import Message

    Say = Callable[[Message], str]
    """Writes a message in the reader's language."""


@dataclass(frozen=True)
class OpenBook:
    """A workbook that sheets are added to."""

    book: Workbook
    """Of xlsxwriter."""
    look: Mapping[str, Format]
    """Formats by name, as ``looks`` returns them."""
    say: Say

    def new_sheet(self, name: str) -> Worksheet:
        """Return a sheet behind the others, whose numbers keep all their digits."""
        return self.book.add_worksheet(name, worksheet_class=ExactSheet)
