"""Money that is given to a project and not asked back."""

from __future__ import annotations

from dataclasses import dataclass

from project_finance.amounts import checked_amount
from project_finance.timeline.months import year_of_month
from project_finance.whole_numbers import checked_whole


@dataclass(frozen=True, kw_only=True)
class Grant:
    """A gift towards the outlay, paid once.

    It lowers what may be depreciated and deducted: what others paid is no cost of the business.

    Raises
    ------
    InputError
        If the amount is missing or negative, or the month is not a whole number of at least 0.

    Examples
    --------
    >>> Grant(name="climate fund", amount=50.0, month=18).year
    2
    """

    name: str
    """Who gives it."""
    amount: float
    """[nominal money of its month]"""
    month: int = 0
    """Months after the spending in which it is received; 0 with it."""

    def __post_init__(self) -> None:
        """Refuse what is no gift."""
        checked_amount("grant.amount", self.amount, least=0.0)
        checked_whole("grant.month", self.month, least=0)

    @property
    def year(self) -> int:
        """The year of the cash flow that it falls in."""
        return year_of_month(self.month)
