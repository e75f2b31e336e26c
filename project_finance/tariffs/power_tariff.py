"""Prices of a tariff with peak energy and power charges, as they stand on a user's own bill."""

from __future__ import annotations

from dataclasses import dataclass
from importlib.resources import files
from typing import TYPE_CHECKING

import pandas as pd

from equipment_catalog.errors import InputError, Problem
from equipment_catalog.messages import message
from equipment_catalog.tables import read_facts
from project_finance.amounts import checked_amount
from project_finance.tariffs.price_file import price_of, read_price_rows

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from project_finance.tariffs.price_file import PriceRow

_FOLDER = "grid_rules"
_ITEMS = f"{_FOLDER}/price_items.csv"
_OPTIONS = "_options.csv"
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
    """Price by item, with the sales tax below [money per the item's unit]."""
    tax_fraction: float = 0.0
    """Sales tax that the prices hold and nobody gives back [fraction]; 0 where it is recovered."""


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


def price_sheet(currency: str, *, country: str = "PE") -> pd.DataFrame:
    """Return the file a user fills in whatever the option: each item with the options it is of.

    Parameters
    ----------
    currency
        Currency of the prices.
    country
        Two letters.

    Raises
    ------
    InputError
        If the country has no tariff options.

    Examples
    --------
    >>> sheet = price_sheet("PEN").set_index("item")
    >>> sheet.loc["energy_peak_per_kwh", "options"]
    'MT2 MT3 BT2 BT3'
    """
    layouts = [
        price_layout(option, currency, country=country).assign(options=option)
        for option in _options(country).index
    ]
    together = pd.concat(layouts)
    options = together.groupby("item", sort=False)["options"].agg(" ".join)
    return together.drop_duplicates("item").assign(options=options.to_numpy())


def has_options(country: str) -> bool:
    """Tell whether a country has tariff options that bill power.

    Examples
    --------
    >>> has_options("PE"), has_options("CO")
    (True, False)
    """
    return files("project_finance").joinpath(_options_path(country)).is_file()


def countries_with_options() -> tuple[str, ...]:
    """Return the countries with tariff options that bill power.

    Examples
    --------
    >>> countries_with_options()
    ('PE',)
    """
    names = (entry.name for entry in files("project_finance").joinpath(_FOLDER).iterdir())
    return tuple(sorted(name.removesuffix(_OPTIONS) for name in names if name.endswith(_OPTIONS)))


def options_of(country: str) -> tuple[str, ...]:
    """Return the tariff options of a country; none where it has none.

    Examples
    --------
    >>> options_of("CO"), "MT3" in options_of("PE")
    ((), True)
    """
    return tuple(map(str, _options(country).index)) if has_options(country) else ()


def read_power_tariff(
    path: Path, *, option: str, currency: str, country: str = "PE", tax_fraction: float = 0.0
) -> PowerTariff:
    """Return the prices of a filled-in layout; every missing or wrong one is named at once.

    Parameters
    ----------
    path
        File with the columns item, value and unit; items of other options may stay empty.
    option, currency, country
        As for `price_layout`.
    tax_fraction
        Sales tax that is added to the prices of the file, which are before it [fraction].

    Raises
    ------
    InputError
        If the tax is not a fraction, an item is missing or unknown, a price missing, negative or
        no number, or a unit is not the item's: a price printed in hundredths (ctm. S/) is given
        in whole money.

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
    tax = checked_amount("tax_fraction", tax_fraction, least=0.0, most=1.0)
    layout = price_layout(option, currency, country=country).set_index("item")
    rows = read_price_rows(path, ("item", "value", "unit"))
    used = [row for row in rows if row.cells["item"] in layout.index or row.cells["value"]]
    problems = list(_problems(used, layout, path.name))
    if problems:
        raise InputError(problems)
    energy, power = _registers(option, country)
    return PowerTariff(
        option=option,
        currency=currency,
        energy_registers=energy,
        power_registers=power,
        prices={
            row.cells["item"]: (1 + tax) * (price_of(row.cells["value"]) or 0.0) for row in used
        },
        tax_fraction=tax,
    )


def _problems(rows: Sequence[PriceRow], layout: pd.DataFrame, file: str) -> Iterator[Problem]:
    """Yield what is wrong with a filled-in layout."""
    given = [row.cells["item"] for row in rows]
    for item in layout.index.difference(given):
        yield Problem(what=message("the price {item} is missing", item=item), file=file)
    for place, row in enumerate(rows):
        item = row.cells["item"]
        if item not in layout.index or item in given[:place]:
            yield row.refused(
                "item", message("each of {known} once", known=", ".join(layout.index))
            )
        elif row.cells["unit"] != layout.loc[item, "unit"]:
            unit = str(layout.loc[item, "unit"])
            yield row.refused("unit", message("{unit}, in whole money", unit=unit))
        elif price_of(row.cells["value"]) is None:
            allowed = message("a finite price of at least 0, decimals after a point")
            yield row.refused("value", allowed)


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
    if not has_options(country):
        allowed = message("a country with a table of tariff options")
        raise InputError.of("country", country, allowed=allowed)
    return read_facts("project_finance", _options_path(country)).set_index("option")


def _options_path(country: str) -> str:
    """Return the path of a country's options."""
    return f"{_FOLDER}/{country}{_OPTIONS}"
