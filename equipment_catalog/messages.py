"""Sentences that are written once in English and translated only when somebody reads them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True)
class Message:
    """A sentence with named gaps.

    Models never format text for a reader: they hand on the English template, which is
    the key of the translation catalogue, and the values of its gaps.

    Examples
    --------
    >>> str(message("{site} gets {sun_kwh:.1f} kWh/m2 a day", site="plant", sun_kwh=4.44))
    'plant gets 4.4 kWh/m2 a day'
    """

    template: str
    values: Mapping[str, object] = field(default_factory=dict)

    def __str__(self) -> str:
        """Return the sentence in English."""
        return self.template.format(**self.values)


def message(template: str, /, **values: object) -> Message:
    """Return a translatable sentence; translation tools look for calls of this name.

    Examples
    --------
    >>> message("{count} motors are kept", count=3).values["count"]
    3
    """
    return Message(template, values)
