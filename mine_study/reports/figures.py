"""Money, years and numbers as the reader of a report sees them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from equipment_catalog.messages import Message, message
from mine_study.charts.style import rounded_money
from mine_study.language import Reader  # noqa: TC001  dataclass field
from mine_study.told_cover import cover_decimals

if TYPE_CHECKING:
    from collections.abc import Sequence

UNIT_PRICE_DECIMALS = {"COP": 1}
OTHER_UNIT_PRICE_DECIMALS = 3
LEAST_YEARS = 0.1
"""Shortest payback that is told."""


@dataclass(frozen=True)
class Figures:
    """Writes figures for one reader in one currency.

    Examples
    --------
    >>> write = Figures(Reader("en", "CO"), "COP")
    >>> write.money(1234567.0), write.unit_price(464.52), write.years(None)
    ('COP 1,234,567', 'COP 464.5', 'never')
    """

    reader: Reader
    currency: str

    def say(self, said: Message | str | float | None) -> str:
        """Return a message, a text or a number in the reader's language."""
        return self.reader.say(said)

    def number(self, value: float | None, decimals: int = 0) -> str:
        """Return a number, or a dash."""
        return self.reader.number(value, decimals)

    def percent(self, fraction: float | None, decimals: int = 0) -> str:
        """Return a fraction as a percentage, or a dash where it is None or missing."""
        if fraction is None or fraction != fraction:  # noqa: PLR0124  NaN
            return self.reader.number(None)
        return self.reader.percent(fraction, decimals)

    def money(self, amount: float | None) -> str:
        """Return an amount with its currency, without decimals."""
        return self._in_currency(amount, 0)

    def unit_price(self, amount: float | None) -> str:
        """Return a price of a kWh with its currency."""
        return self._in_currency(amount, self._unit_decimals)

    def unit_number(self, amount: float | None) -> str:
        """Return a price of a kWh, with the decimals that its currency needs."""
        return self.number(amount, self._unit_decimals)

    def rounded(self, amount: float, currency: str | None = None) -> str:
        """Return an amount with three significant digits, in thousands or millions."""
        return self.say(rounded_money(amount, currency or self.currency))

    def years(self, value: float | None) -> str:
        """Return a payback with one decimal, or *never* or *immediate* in the reader's language.

        It is immediate where others pay all that is spent, so that nothing has to come back; what
        comes back in some days is less than a tenth of a year.

        Examples
        --------
        >>> write = Figures(Reader("en", "CO"), "COP")
        >>> write.years(3.77), write.years(0.013), write.years(0.0)
        ('3.8', '< 0.1', 'immediate')
        """
        if value is None or value != value:  # noqa: PLR0124  NaN
            return self.say(message("never"))
        if value == 0:
            return self.say(message("immediate"))
        if 0 < value < LEAST_YEARS / 2:
            return f"< {self.number(LEAST_YEARS, 1)}"
        return self.number(value, 1)

    def cover(self, dscr: float | None, *, line: float | None = None) -> str:
        """Return a cover of a loan, or a dash where nothing is due.

        Parameters
        ----------
        dscr
            Cash over debt service.
        line
            The agreed least cover; what is below it gets as many digits as show it.

        Examples
        --------
        >>> write = Figures(Reader("en", "CO"), "COP")
        >>> write.cover(1.197, line=1.2), write.cover(1.197)
        ('1.197', '1.20')
        """
        if dscr is None:
            return self.number(None)
        return self.number(dscr, cover_decimals(dscr, line))

    def roots(self, rates: Sequence[float]) -> str:
        """Return every rate of return, or a dash where there is none."""
        return "; ".join(self.percent(rate, 1) for rate in rates) or self.number(None)

    @property
    def _unit_decimals(self) -> int:
        return UNIT_PRICE_DECIMALS.get(self.currency, OTHER_UNIT_PRICE_DECIMALS)

    def _in_currency(self, amount: float | None, decimals: int) -> str:
        text = self.number(amount, decimals)
        return text if text == self.number(None) else f"{self.currency} {text}"
