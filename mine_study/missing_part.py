"""An optional part that a wish needs and the machine lacks."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from equipment_catalog.messages import Message


class MissingPartError(Exception):
    """What was asked needs a part that is not installed.

    Examples
    --------
    >>> from equipment_catalog.messages import message
    >>> from mine_study.language import Reader
    >>> missing = MissingPartError(message("install {name}", name="WeasyPrint"))
    >>> Reader("en", "CO").say(missing.what_to_do)
    'install WeasyPrint'
    """

    def __init__(self, what_to_do: Message) -> None:
        super().__init__(what_to_do.template)
        self.what_to_do = what_to_do
        """What is missing and the command that brings it."""
