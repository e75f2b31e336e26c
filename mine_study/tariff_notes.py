"""What is told of the price of a site: where it comes from, how old it is, when it changes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from equipment_catalog.messages import message
from equipment_catalog.notes import Note, citation
from project_finance.tariffs import is_stale

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pandas as pd

    from mine_study.study_file import Study
    from project_finance.tariffs import Tariff
    from project_finance.tariffs.bill_fit import BillFit

FAR_OFF = 3.0
"""How many times one price may be the other before one of the two must be wrong."""


def sheet_notes(study: Study, sheet: Tariff, fitted: Tariff) -> Iterator[Note]:
    """Yield how far the bills' price lies from a sheet's, where the sheet is of their time.

    A sheet whose price cannot be that of the bills is warned of whatever its month.

    Parameters
    ----------
    study
        Checked keys.
    sheet
        As it was published.
    fitted
        In the price of the bills.
    """
    published = sheet.unit_cost_per_kwh * (1 + fitted.contribution_fraction)
    is_far = not published / FAR_OFF <= fitted.price_per_kwh <= published * FAR_OFF
    if is_stale(sheet, study.study.year) and not is_far:
        return
    if sheet.valid_from is not None and int(sheet.valid_from[:4]) > study.study.year:
        yield Note(
            what=message("Tariff sheet {name} is newer than the study's year", name=sheet.name),
            value=sheet.valid_from,
            source=citation(sheet.source, sheet.year, sheet.trust),
            effect=message("its shares are taken for those of the study's year"),
        )
    yield Note(
        what=message("Price of the bills against tariff sheet {name}", name=sheet.name),
        value=message(
            "{price:,.2f} against {published:,.2f} {currency}/kWh",
            price=fitted.price_per_kwh,
            published=published,
            currency=fitted.currency,
        ),
        source=citation(sheet.source, sheet.year, sheet.trust),
        effect=message(
            "one of the two is wrong or in another unit; the plan counts with the bills and takes "
            "from the sheet only its shares"
        )
        if is_far
        else message("the plan counts with the bills; tariff.price_per_kwh sets another price"),
        kind="warning" if is_far else "finding",
    )


def bill_year_notes(study: Study, bills: pd.DataFrame) -> Iterator[Note]:
    """Yield a warning where the bills, whose price the plan takes, are of an earlier year.

    Parameters
    ----------
    study
        Checked keys.
    bills
        Bills of a site, with their ``month`` as 2025-01.
    """
    first = int(bills["month"].astype(str).str[:4].min())
    if first < study.study.year:
        yield Note(
            what=message("The bills are of an earlier year than the study"),
            value=message("{first:d} against {year:d}", first=first, year=study.study.year),
            source=message("months of the bills"),
            effect=message("their price of a kWh counts as that of the study's year"),
            kind="warning",
        )


def fit_note(fit: BillFit, currency: str) -> Note:
    """Return what a straight line through the bills says of a fixed charge.

    Parameters
    ----------
    fit
        Of the bills without reactive energy.
    currency
        Of the bills.
    """
    source = message(
        "least squares over the bills; the line misses {residual:.1%}, the months differ by "
        "{spread:.0%}",
        residual=fit.residual_fraction,
        spread=fit.spread_fraction,
    )
    if fit.has_fixed_charge:
        return Note(
            what=message("Fixed charge and price of a kWh that the bills show"),
            value=message(
                "{fixed:,.2f} {currency} a month and {price:,.4f} {currency}/kWh",
                fixed=fit.fixed_per_month,
                price=fit.price_per_kwh,
                currency=currency,
            ),
            source=source,
            effect=message("no kWh saved saves the fixed charge"),
        )
    return Note(
        what=message("The bills show no fixed charge"),
        value=message("{price:,.4f} {currency}/kWh", price=fit.price_per_kwh, currency=currency),
        source=source,
        effect=message(
            "their mean price is that of each kWh; if a fixed charge hides in it, savings are told "
            "too high"
        ),
    )


def band_note(by_hour: pd.Series[float], tariff: Tariff, file: str) -> Note:
    """Return the cheapest and the dearest hour.

    Parameters
    ----------
    by_hour
        Price of each hour over the mean of today's demand.
    tariff
        Prices, which are that mean.
    file
        Name of the file of hours.
    """
    return Note(
        what=message("Price of a kWh by the hour"),
        value=message(
            "{least:,.2f} to {most:,.2f} {currency}/kWh",
            least=tariff.price_per_kwh * float(by_hour.min()),
            most=tariff.price_per_kwh * float(by_hour.max()),
            currency=tariff.currency,
        ),
        source=message("{file}; the mean of today's demand is that of the bills", file=file),
        effect=message(
            "bills, credits and batteries go by the hour; a credit is worth the price of the hours "
            "that export, and a measure is judged by the mean"
        ),
    )


def after_note(today: Tariff, after: Tariff) -> Note:
    """Return which tariff holds once the plant runs.

    Parameters
    ----------
    today, after
        Tariffs of a meter without and with its plant.
    """
    effect = message(
        "what the change of tariff moves counts as saving of the plant; reactive energy keeps "
        "today's price"
    )
    if after.power is not None:
        effect = message("{effect}; power is charged beside the price of a kWh", effect=effect)
    return Note(
        what=message("Tariff of the meter once its plant runs"),
        value=message(
            "{name}: {after:,.2f} against {today:,.2f} {currency}/kWh today",
            name=after.name,
            after=after.price_per_kwh,
            today=today.price_per_kwh,
            currency=today.currency,
        ),
        source=message("tariff of the meter with its plant, in study.yaml"),
        effect=effect,
    )
