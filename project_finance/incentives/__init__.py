"""Income tax and what it forgives clean energy: one csv of dated facts a country."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from importlib.resources import files
from typing import TYPE_CHECKING

import numpy as np

from equipment_catalog.country_names import country_name
from equipment_catalog.errors import InputError
from equipment_catalog.messages import Message, message
from equipment_catalog.notes import Note, citation
from equipment_catalog.tables import read_fact, read_facts

if TYPE_CHECKING:
    from numpy.typing import NDArray

NOT_OF_THE_TABLE = ("country", "reduced_tax_up_to")
"""Fields that are told or follow from others."""
SMALL_FIRM = ("reduced_tax_fraction", "reduced_tax_units", "tax_unit")
"""Rules of a small firm alone."""


@dataclass(frozen=True, kw_only=True)
class IncentiveRules:
    """The tax rules of a country as they bear on an investment; any may be replaced."""

    country: str
    """Two letters, CO or PE."""
    income_tax_fraction: float
    """Rate of income tax."""
    deduction_fraction: float
    """Part of the investment that may be deducted on top of its depreciation; 0 without."""
    deduction_years: float
    """Years in which to use it, from the year after entry into operation [years]."""
    deduction_cap_fraction: float
    """Most of a year's taxable income, before it, that it may take away."""
    accelerated_depreciation_fraction: float
    """Straight-line depreciation a year of what has the certificate [fraction per year]."""
    ordinary_depreciation_fraction: float
    """Straight-line depreciation a year of everything else [fraction per year]."""
    reduced_tax_fraction: float
    """Rate on the first part of a small firm's taxable income; 0 where no such regime is known."""
    reduced_tax_units: float
    """That part, in tax units."""
    tax_unit: float
    """The tax unit [money]."""
    loss_carry_forward_years: float
    """Years after a tax loss in which it may still be set off [years]."""
    minimum_tax_fraction: float
    """Least tax on book profit; a year below it is flagged, not charged."""
    vat_fraction: float
    """Rate of value-added tax."""
    vat_excluded: float
    """1 where certified goods are relieved of it, else 0."""
    first_year: float
    """First year in which the incentives hold."""
    last_year: float
    """Last year in which they hold."""
    reduced_tax_up_to: float = 0.0
    """Taxable income of a year that bears the lower rate [money]; 0 in the general regime."""

    def income_tax(self, taxable_income: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return the tax on taxable incomes of at least 0: the lower rate first, then the full one.

        Examples
        --------
        >>> read_incentives("PE").small_firm().income_tax(np.array([0.0, 80_250.0, 180_250.0]))
        array([    0.,  8025., 37525.])
        """
        relief = (self.income_tax_fraction - self.reduced_tax_fraction) * np.minimum(
            taxable_income, self.reduced_tax_up_to
        )
        return np.asarray(taxable_income * self.income_tax_fraction - relief)

    def small_firm(self) -> IncentiveRules:
        """Return the rules of a small firm, whose first income bears a lower rate.

        Raises
        ------
        InputError
            If the country's rules know no such regime.

        Examples
        --------
        >>> read_incentives("PE").small_firm().reduced_tax_up_to
        80250.0
        """
        if not self.reduced_tax_units > 0:
            allowed = message("general, the only regime known of {country}", country=self.country)
            raise InputError.of("tax_regime", "mype", allowed=allowed)
        return replace(self, reduced_tax_up_to=self.reduced_tax_units * self.tax_unit)

    def ordinary(self) -> IncentiveRules:
        """Return the rules of an investment that has no incentive.

        Examples
        --------
        >>> read_incentives("CO").ordinary().accelerated_depreciation_fraction
        0.1
        """
        return replace(
            self,
            deduction_fraction=0.0,
            accelerated_depreciation_fraction=self.ordinary_depreciation_fraction,
            vat_excluded=0.0,
        )

    def in_year(self, year: int) -> IncentiveRules:
        """Return the rules of an investment made in a year: ordinary outside the law's years.

        Examples
        --------
        >>> read_incentives("CO").in_year(2052).deduction_fraction
        0.0
        """
        return self if self.first_year <= year <= self.last_year else self.ordinary()


def read_incentives(country: str) -> IncentiveRules:
    """Return the tax rules of a country.

    Raises
    ------
    InputError
        If the country has no file.

    Examples
    --------
    >>> rules = read_incentives("CO")
    >>> rules.deduction_fraction, rules.deduction_years
    (0.5, 15.0)
    """
    path = _path(country)
    keys = [field.name for field in fields(IncentiveRules) if field.name not in NOT_OF_THE_TABLE]
    facts = {key: read_fact("project_finance", path, key).value for key in keys}
    return IncentiveRules(country=country, **facts)


def incentive_notes(country: str, *, small_firm: bool = False) -> tuple[Note, ...]:
    """Return each tax rule of a country that nobody has verified, for the register.

    Parameters
    ----------
    country
        Two letters.
    small_firm
        Whether the rules of a small firm are used and told too.

    Raises
    ------
    InputError
        If the country has no file.

    Examples
    --------
    >>> [note.value for note in incentive_notes("CO")][0]
    0.35
    """
    facts = read_facts("project_finance", _path(country))
    told = small_firm | ~facts["key"].isin(SMALL_FIRM)
    place = country_name(country)
    doubtful = facts[told & facts["trust"].isin(["memory", "disputed"])]
    return tuple(
        Note(
            what=message("{country}: {rule}", country=place, rule=Message(str(rule))),
            value=message("{year:d}", year=int(value)) if unit == "year" else float(value),
            source=citation(str(source), int(year), str(trust)),
            effect=message("moves the tax of the project; ask the mine's accountant"),
        )
        for rule, value, unit, source, year, trust in doubtful[
            ["description", "value", "unit", "source", "year", "trust"]
        ].itertuples(index=False)
    )


def _path(country: str) -> str:
    """Return the path of a country's file if there is one."""
    folder = files("project_finance").joinpath("incentives")
    known = sorted(
        entry.name.removesuffix(".csv") for entry in folder.iterdir() if entry.name.endswith(".csv")
    )
    if country not in known:
        allowed = message("one of {known}", known=", ".join(known))
        raise InputError.of("country", country, allowed=allowed)
    return f"incentives/{country}.csv"
