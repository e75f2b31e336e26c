"""A source that did not give its weather, and why, in words that hold no secret."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from equipment_catalog.messages import Message


class SourceFailure(Exception):  # noqa: N818  the failure is the service's, not ours
    """A service that could not be used; the ladder takes its next source and says so.

    Examples
    --------
    >>> from equipment_catalog.messages import message
    >>> raise SourceFailure(message("{service} has no data here", service="PVGIS"))
    Traceback (most recent call last):
        ...
    pv_design.weather.online.source_failure.SourceFailure: PVGIS has no data here
    """

    def __init__(self, message: Message, *, status: int | None = None, said: str = "") -> None:
        super().__init__(str(message))
        self.message = message
        """What happened, as a sentence that can be translated."""
        self.status = status
        """Status of the last answer; None where there was none."""
        self.said = said
        """The service's own words, cleaned and shortened; empty where it gave none."""
