"""Income tax and what it forgives clean energy: one csv of dated facts a country."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from importlib.resources import files

from equipment_catalog.errors import InputError
from equipment_catalog.messages import Message, message
from equipment_catalog.notes import Note, citation
from equipment_catalog.tables import read_fact, read_facts


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
    keys = [field.name for field in fields(IncentiveRules) if field.name != "country"]
    facts = {key: read_fact("project_finance", path, key).value for key in keys}
    return IncentiveRules(country=country, **facts)


def incentive_notes(country: str) -> tuple[Note, ...]:
    """Return each tax rule of a country that nobody has verified, for the register.

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
    doubtful = facts[facts["trust"].isin(["memory", "disputed"])]
    return tuple(
        Note(
            what=message("{country}: {rule}", country=country, rule=Message(str(rule))),
            value=float(value),
            source=citation(str(source), int(year), str(trust)),
            effect=message("moves the tax of the project; ask the mine's accountant"),
        )
        for rule, value, source, year, trust in doubtful[
            ["description", "value", "source", "year", "trust"]
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
