"""What a lender offers: size, rate, years, form of repayment and conditions of a loan."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

from equipment_catalog.errors import InputError
from equipment_catalog.messages import message
from project_finance.amounts import checked_amount, checked_rate
from project_finance.whole_numbers import checked_whole

DebtKind = Literal["annuity", "equal_principal", "bullet", "sculpted"]
GraceInterest = Literal["paid", "capitalised"]


@dataclass(frozen=True, kw_only=True)
class DebtTerms:
    """A loan drawn in year 0 and served once a year, at the end of years 1 to ``years``.

    Raises
    ------
    InputError
        If a value is missing, has an unknown name or lies outside its range; if both or, save
        for a sculpted loan, neither of fraction and amount are given; if a sculpted loan has no
        target of cover; if the grace leaves no year to repay in.

    Examples
    --------
    >>> DebtTerms(kind="annuity", rate=0.12, years=7, loan_fraction=0.7).repayment_years
    7
    """

    kind: DebtKind
    """annuity: equal payments; equal_principal: equal repayments and interest on the rest;
    bullet: interest alone, all of it repaid at the end; sculpted: each year's cash over
    ``dscr_target``."""
    rate: float
    """Nominal effective interest of a year [fraction], in the currency of the loan."""
    years: int
    """Years until the last payment, years of grace among them."""
    loan_fraction: float | None = None
    """Loan over the outlay of year 0 [fraction]."""
    loan_amount: float | None = None
    """Loan [money], instead of the fraction."""
    grace_years: int = 0
    """First years without repayment."""
    grace_interest: GraceInterest = "paid"
    """paid: interest is paid in the years of grace; capitalised: it is added to the loan."""
    dscr_target: float | None = None
    """Least cash over debt service [ratio], above 0, in each year after the grace; lowers the
    loan."""
    gearing_cap: float = 1.0
    """Most of the outlay that is lent [fraction]; never more than all of it."""
    reserve_months: float = 0.0
    """Months of the coming year's debt service kept in reserve, 0 to 12."""
    covenant_dscr: float | None = None
    """Cover that the contract demands each year [ratio], above 0; None without a covenant."""
    currency_growth_fraction_per_year: float = 0.0
    """Yearly rise of the loan's currency in the study's money [fraction]; 0 for a loan in it."""

    def __post_init__(self) -> None:
        """Refuse terms that describe no loan."""
        _check_names(self)
        _check_years(self)
        _check_size(self)
        checked_amount("rate", self.rate, least=0.0, most=1.0)
        checked_amount("reserve_months", self.reserve_months, least=0.0, most=12.0)
        checked_rate("currency_growth_fraction_per_year", self.currency_growth_fraction_per_year)
        for field in ("dscr_target", "covenant_dscr"):
            _check_ratio(field, getattr(self, field))

    @property
    def repayment_years(self) -> int:
        """Years after the grace."""
        return self.years - self.grace_years

    @property
    def local_rate(self) -> float:
        """Interest of a year in the study's money, the rise of the loan's currency included."""
        return (1 + self.rate) * (1 + self.currency_growth_fraction_per_year) - 1


def _check_names(terms: DebtTerms) -> None:
    for field, kinds in (("kind", get_args(DebtKind)), ("grace_interest", get_args(GraceInterest))):
        given = getattr(terms, field)
        if given not in kinds:
            allowed = message("one of {known}", known=", ".join(kinds))
            raise InputError.of(field, given, allowed=allowed)


def _check_years(terms: DebtTerms) -> None:
    years = checked_whole("years", terms.years, least=1)
    checked_whole("grace_years", terms.grace_years, least=0, most=years - 1)


def _check_size(terms: DebtTerms) -> None:
    given = [size for size in (terms.loan_fraction, terms.loan_amount) if size is not None]
    free = terms.kind == "sculpted"
    if len(given) > 1 or (not given and not free):
        allowed = message("either loan_fraction or loan_amount; a sculpted loan may have neither")
        raise InputError.of("loan_fraction", terms.loan_fraction, allowed=allowed)
    if free and terms.dscr_target is None:
        allowed = message("the cover to which the loan is sculpted, for example 1.3")
        raise InputError.of("dscr_target", None, allowed=allowed)
    checked_amount("gearing_cap", terms.gearing_cap, least=0.0, most=1.0)
    if terms.loan_fraction is not None:
        checked_amount("loan_fraction", terms.loan_fraction, least=0.0, most=1.0)
    if terms.loan_amount is not None:
        checked_amount("loan_amount", terms.loan_amount, least=0.0)


def _check_ratio(field: str, ratio: float | None) -> None:
    if ratio is not None and checked_amount(field, ratio) <= 0:
        raise InputError.of(field, ratio, allowed=message("a ratio above 0, for example 1.25"))
