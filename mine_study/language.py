"""Sentences and numbers in the reader's language."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, SupportsFloat, SupportsIndex

from equipment_catalog.messages import Message
from mine_study.languages.catalogue import catalogue
from mine_study.languages.number_signs import with_signs

if TYPE_CHECKING:
    from collections.abc import Mapping

LANGUAGES = ("es", "en")
MISSING = "—"
NUMBERS = (float, int, SupportsFloat)
"""Plain numbers first: to ask others what they can do takes a hundred times as long."""
SEPARATORS = {("es", "CO"): (".", ","), ("es", "PE"): (",", ".")}


class _LocalNumber(float):
    """A number that a template's format prints with the reader's separators."""

    separators: tuple[str, str]
    whole: bool
    """Whether it was an integer, such as a year, and prints as one."""

    def __format__(self, spec: str) -> str:
        as_whole = spec.endswith("d") or (self.whole and not spec)
        text = format(int(self) if as_whole else float(self), spec)
        if not text.strip("-0.,%"):
            text = text.removeprefix("-")
        if spec.endswith("%"):
            text = f"{text[:-1]} %"
        thousands, point = self.separators
        return text.translate({ord(","): thousands, ord("."): point})


@dataclass(frozen=True)
class Reader:
    """Who reads: a language, and the country whose way of writing numbers is used.

    Examples
    --------
    >>> from equipment_catalog.messages import message
    >>> Reader("es", "CO").say(message("{kwh:,.1f} kWh", kwh=1234.56))
    '1.234,6 kWh'
    >>> Reader("en", "CO").number(1234.56, 1)
    '1,234.6'
    """

    language: str
    country: str

    @property
    def separators(self) -> tuple[str, str]:
        """The signs between thousands and before decimals."""
        return SEPARATORS.get((self.language, self.country), (",", "."))

    def word(self, text: str) -> str:
        """Return the translation of a template without values."""
        translation = catalogue(self.language).get(text)
        return text if translation is None else with_signs(translation, text, self.separators)

    def say(self, said: Message | SupportsFloat | str | None) -> str:
        """Return a message, a number or a text as this reader reads it."""
        if said is None:
            return MISSING
        if isinstance(said, str):
            return said
        if isinstance(said, Message):
            return self.word(said.template).format(**self._localised(said.values))
        return format(self._local(said), ",.6g")

    def number(self, value: SupportsFloat | None, decimals: int = 0) -> str:
        """Return a number with separators, or a dash where there is none."""
        if value is None or math.isnan(float(value)):
            return MISSING
        rounded = round(float(value), decimals) + 0.0
        return format(self._local(rounded), f",.{decimals}f")

    def percent(self, fraction: SupportsFloat | None, decimals: int = 0) -> str:
        """Return a fraction as a percentage."""
        if fraction is None:
            return MISSING
        return f"{self.number(100 * float(fraction), decimals)} %"

    def _localised(self, values: Mapping[str, object]) -> dict[str, object]:
        return {name: self._value(value) for name, value in values.items()}

    def _value(self, value: object) -> object:
        if isinstance(value, Message):
            return self.say(value)
        if isinstance(value, bool | str) or value is None:
            return value
        return self._local(value) if isinstance(value, NUMBERS) else value

    def _local(self, value: SupportsFloat) -> _LocalNumber:
        number = _LocalNumber(value)
        number.separators = self.separators
        number.whole = not isinstance(value, float) and isinstance(value, SupportsIndex)
        return number
