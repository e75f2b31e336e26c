"""Prices of a tariff with peak energy and power charges, as they stand on a user's own bill."""

from __future__ import annotations

import math
from dataclasses import dataclass
from importlib.resources import files
from typing import TYPE_CHECKING

import pandas as pd

from equipment_catalog.errors import InputError, Problem, shown
from equipment_catalog.messages import message
from equipment_catalog.tables import read_facts
from project_finance.amounts import checked_amount

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from equipment_catalog.messages import Message

_ITEMS = "grid_rules/price_items.csv"
_ANY = "any"


@dataclass(frozen=True, kw_only=True)
class PowerTariff:
    """The prices of one tariff option."""

    option: str
    """Name of the option, for example MT3."""
    currency: str
    """Currency of the prices, for example PEN."""
    energy_registers: int
    """1 where energy has one price, 2 where peak energy has its own."""
    power_registers: int
    """0 without power charge, 1 where one highest power is billed, 2 where peak and off-peak."""
    prices: Mapping[str, float]
    """Price by item, before value-added tax [money per the item's unit]."""


def price_layout(option: str, currency: str, *, country: str = "PE") -> pd.DataFrame:
    """Return the file a user fills in for an option: its items and units, without any price.

    Parameters
    ----------
    option
        Name of the option in the country.
    currency
        Currency of the prices.
    country
        Two letters; its options are the rows of ``grid_rules/<country>_options.csv``.

    Raises
    ------
    InputError
        If the country has no such option.

    Examples
    --------
    >>> sheet = price_layout("MT4", "PEN")
    >>> sheet["item"].to_list()[:3], sheet["unit"].to_list()[:2]
    (['fixed_per_month', 'energy_per_kwh', 'generation_in_peak_per_kw'], ['PEN/month', 'PEN/kWh'])
    """
    energy, power = _registers(option, country)
    items = read_facts("project_finance", _ITEMS)
    wanted = items["energy_registers"].str.contains(f"{energy}|{_ANY}") & items[
        "power_registers"
    ].str.contains(f"{power}|{_ANY}")
    chosen = items[wanted]
    return pd.DataFrame(
        {
            "item": chosen["item"],
            "value": float("nan"),
            "unit": currency + chosen["unit"],
            "heading": chosen["heading"],
        }
    ).reset_index(drop=True)


def read_power_tariff(
    path: Path, *, option: str, currency: str, country: str = "PE"
) -> PowerTariff:
    """Return the prices of a filled-in layout; every missing or wrong one is named at once.

    Parameters
    ----------
    path
        Comma-separated file with the columns item, value and unit.
    option, currency, country
        As for `price_layout`.

    Raises
    ------
    InputError
        If an item is missing or unknown, a price missing, negative or no number, or a unit is
        not the item's: a price printed in hundredths (ctm. S/) is given in whole money.

    Examples
    --------
    >>> import tempfile
    >>> from pathlib import Path
    >>> filled = price_layout("BT5B", "PEN").assign(value=[4.0, 0.75])
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     sheet = Path(folder, "prices.csv")
    ...     filled.to_csv(sheet, index=False)
    ...     read_power_tariff(sheet, option="BT5B", currency="PEN").prices["energy_per_kwh"]
    0.75
    """
    layout = price_layout(option, currency, country=country).set_index("item")
    given = pd.read_csv(path, dtype=str, keep_default_na=False)
    problems = list(_problems(given, layout, path.name))
    if problems:
        raise InputError(problems)
    energy, power = _registers(option, country)
    prices = given.set_index("item")["value"].astype(float).to_dict()
    return PowerTariff(
        option=option,
        currency=currency,
        energy_registers=energy,
        power_registers=power,
        prices={str(item): checked_amount(str(item), price) for item, price in prices.items()},
    )


def _problems(given: pd.DataFrame, layout: pd.DataFrame, file: str) -> Iterator[Problem]:
    """Yield what is wrong with a filled-in layout."""
    absent = {"item", "value", "unit"} - set(given.columns)
    if absent:
        what = message("columns are missing: {names}", names=", ".join(sorted(absent)))
        yield Problem(what=what, file=file, row=1)
        return
    for item in layout.index.difference(given["item"].to_list()):
        yield Problem(what=message("the price {item} is missing", item=item), file=file)
    for row, (item, value, unit) in enumerate(
        given[["item", "value", "unit"]].itertuples(index=False), start=2
    ):
        if item not in layout.index or (given["item"].iloc[: row - 2] == item).any():
            allowed = message("each of {known} once", known=", ".join(layout.index))
            yield _refused("item", item, allowed=allowed, file=file, row=row)
        elif unit != layout.loc[item, "unit"]:
            allowed = message("{unit}, in whole money", unit=str(layout.loc[item, "unit"]))
            yield _refused("unit", unit, allowed=allowed, file=file, row=row)
        elif not _is_price(value):
            allowed = message("a finite price of at least 0")
            yield _refused("value", value, allowed=allowed, file=file, row=row)


def _refused(field: str, value: str, *, allowed: Message, file: str, row: int) -> Problem:
    """Return the problem of one cell."""
    what = message("{value} is not accepted", value=shown(value))
    return Problem(what=what, allowed=allowed, file=file, row=row, field=field)


def _is_price(text: str) -> bool:
    """Tell whether a text is a finite number of at least zero."""
    try:
        price = float(text)
    except ValueError:
        return False
    return math.isfinite(price) and price >= 0


def _registers(option: str, country: str) -> tuple[int, int]:
    """Return how many energies and powers an option measures."""
    options = _options(country)
    if option not in options.index:
        known = ", ".join(options.index)
        raise InputError.of("option", option, allowed=message("one of {known}", known=known))
    energy, power = (options[f"{name}_registers"].to_dict() for name in ("energy", "power"))
    return int(energy[option]), int(power[option])


def _options(country: str) -> pd.DataFrame:
    """Return the options of a country."""
    path = f"grid_rules/{country}_options.csv"
    if not files("project_finance").joinpath(path).is_file():
        allowed = message("a country with a table of tariff options")
        raise InputError.of("country", country, allowed=allowed)
    return read_facts("project_finance", path).set_index("option")
