"""A project as it is planned, with what its doubts need to know."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from equipment_catalog.errors import InputError
from equipment_catalog.messages import message
from project_finance.amounts import checked_amount, checked_flow
from project_finance.project import Project

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray


@dataclass(frozen=True, kw_only=True)
class Debt:
    """What a loan asks for as agreed, whatever the outlay comes to, and what its lender watches."""

    service: ArrayLike
    """Interest and repayment by year, year 1 to the horizon [money], 0 in years without."""
    owed: ArrayLike = 0.0
    """What is owed at the start of each year, year 1 to the horizon [money]: a year that owes,
    pays nothing and loses cash is a miss of the covenant; 0 where no such year is looked for."""
    covenant_dscr: float | None = None
    """Least cash after tax over debt service that the lender accepts [ratio]; None without."""
    is_foreign: bool = False
    """Whether it is owed in foreign money, at the drawn exchange rate."""

    def __post_init__(self) -> None:
        """Check the covenant; the service is checked with the project, which has the years."""
        if self.covenant_dscr is not None:
            checked_amount("covenant_dscr", self.covenant_dscr, least=0.0)


@dataclass(frozen=True, kw_only=True)
class ProjectCase(Project):
    """A project whose doubts are reckoned."""

    pv_savings_per_hours: float = 0.0
    """Relative change of what the plant saves for one of the hours worked, 0 to about 1: fewer
    hours leave more of its energy unused [-]."""
    export_per_hours: float = 0.0
    """Relative change of the export income for one of the hours worked, below 0 as a rule [-]."""
    debt: Debt | None = None
    """None without a loan."""

    def __post_init__(self) -> None:
        """Check all that was given by reckoning the plan once."""
        checked_amount("pv_savings_per_hours", self.pv_savings_per_hours)
        checked_amount("export_per_hours", self.export_per_hours)
        years = self.flow.yearly.index.size - 1
        if self.debt is None:
            return
        service = checked_years("debt.service", self.debt.service, years)
        if (service < 0).any() or not service.any():
            allowed = message("amounts of at least 0, one of them above it")
            raise InputError.of("debt.service", self.debt.service, allowed=allowed)


def checked_years(field: str, values: ArrayLike, years: int) -> NDArray[np.float64]:
    """Return one amount a year, the same each year if a single one is given.

    Raises
    ------
    InputError
        If there is another number of amounts, or one is missing or infinite.

    Examples
    --------
    >>> checked_years("debt.service", 5.0, 3).tolist()
    [5.0, 5.0, 5.0]
    """
    row = checked_flow(field, np.atleast_1d(np.asarray(values)))
    if row.size not in (1, years):
        allowed = message("one amount, or {years} amounts, year 1 first", years=years)
        raise InputError.of(field, values, allowed=allowed)
    return np.broadcast_to(row, years)
