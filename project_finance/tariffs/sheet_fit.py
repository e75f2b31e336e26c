"""A tariff sheet in the price that the bills show."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from equipment_catalog.messages import Message, message
from equipment_catalog.notes import Note, citation
from project_finance.amounts import checked_amount
from project_finance.tariffs.tariff import COMPONENTS, checked_price

if TYPE_CHECKING:
    import pandas as pd

    from project_finance.tariffs.tariff import Tariff

MONTHS_UNTIL_STALE = 12
"""Months that a sheet may be older than the study's January."""
MONTHS_OF_A_YEAR = 12


def is_stale(tariff: Tariff, study_year: int) -> bool:
    """Tell whether a sheet is more than twelve months older than the first month of a study.

    Parameters
    ----------
    tariff
        A sheet; one without a month is never stale.
    study_year
        Year of the study.

    Examples
    --------
    >>> from project_finance.tariffs import read_tariff
    >>> sheet = read_tariff("CO-ENEL-2026-01-N2")
    >>> is_stale(sheet, 2027), is_stale(sheet, 2028)
    (False, True)
    """
    if tariff.valid_from is None:
        return False
    year, month = (int(part) for part in tariff.valid_from.split("-"))
    return (study_year - year) * MONTHS_OF_A_YEAR + 1 - month > MONTHS_UNTIL_STALE


def fit_tariff(
    tariff: Tariff,
    *,
    price_per_kwh: float,
    study_year: int,
    contribution_fraction: float | None = None,
    spot_price_per_kwh: float | None = None,
    spot_price_by_hour: pd.Series | None = None,
) -> Tariff:
    """Return the tariff with its components scaled in proportion to the price on the bills.

    Parameters
    ----------
    tariff
        A sheet, whose components give the shares.
    price_per_kwh
        Price on the bills, contribution included [money/kWh], above 0.
    study_year
        Year of the bills and of the study.
    contribution_fraction
        Contribution the bills include; the sheet's where None.
    spot_price_per_kwh
        Mean spot price of the study's year for surplus energy [money/kWh]; unknown where None:
        the sheet's own, being of another year, is not kept.
    spot_price_by_hour
        The same by hour, on the times of the energies that will be billed [money/kWh]; used in
        place of the mean. Its values are checked where the energies are.

    Returns
    -------
    Tariff
        Its `price_per_kwh` is that of the bills; `notes` say whose shares they are, and warn
        where the sheet is stale.

    Raises
    ------
    InputError
        If a price is missing, zero or negative, the contribution is not a fraction, or the
        tariff has no price to scale.

    Examples
    --------
    >>> from project_finance.tariffs import read_tariff
    >>> sheet = read_tariff("CO-CEO-2013-02-N1")
    >>> now = fit_tariff(sheet, price_per_kwh=900.0, study_year=2026)
    >>> round(now.price_per_kwh, 9), round(now.generation, 2)
    (900.0, 375.73)
    """
    price = checked_price("price_per_kwh", price_per_kwh)
    surcharge = (
        tariff.contribution_fraction if contribution_fraction is None else contribution_fraction
    )
    surcharge = checked_amount("contribution_fraction", surcharge, least=0.0, most=1.0)
    if spot_price_per_kwh is not None:
        checked_amount("spot_price_per_kwh", spot_price_per_kwh, least=0.0)
    old = checked_price("unit_cost_per_kwh", tariff.unit_cost_per_kwh)
    scale = price / (1 + surcharge) / old
    return replace(
        tariff,
        **{name: getattr(tariff, name) * scale for name in (*COMPONENTS, "undivided")},
        contribution_fraction=surcharge,
        spot_price_per_kwh=spot_price_per_kwh,
        spot_price_by_hour=spot_price_by_hour,
        notes=(*tariff.notes, *_fit_notes(tariff, price, study_year)),
    )


def _fit_notes(tariff: Tariff, price_per_kwh: float, study_year: int) -> tuple[Note, ...]:
    """Return where the shares come from, and a warning where they are old."""
    shares = Note(
        what=message(
            "Price of energy divided in the shares of tariff sheet {name}", name=tariff.name
        ),
        value=message("{price:,.2f} {currency}/kWh", price=price_per_kwh, currency=tariff.currency),
        source=citation(tariff.source, tariff.year, tariff.trust),
        effect=message(
            "sets what an exported kilowatt-hour is worth, not what an imported one costs"
        ),
    )
    if not is_stale(tariff, study_year):
        return (shares,)
    age = Note(
        what=message("Tariff sheet {name} is older than the study's year", name=tariff.name),
        value=message("{year:d}", year=tariff.year),
        source=Message(tariff.source),
        effect=message(
            "its shares may have moved since {year:d}: ask the operator for its present sheet",
            year=tariff.year,
        ),
        kind="warning",
    )
    return (shares, age)
