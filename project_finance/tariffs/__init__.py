"""What a kilowatt-hour costs, by component; one csv a published sheet, its name the key."""

from __future__ import annotations

import math
from dataclasses import dataclass, field, replace
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from equipment_catalog.errors import InputError
from equipment_catalog.messages import Message, message
from equipment_catalog.notes import Note, citation
from equipment_catalog.tables import read_facts
from project_finance.amounts import checked_amount

if TYPE_CHECKING:
    import pandas as pd

    from project_finance.grid_rules.power_settlement import PowerTerms

COMPONENTS = (
    "generation",
    "transmission",
    "distribution",
    "commercialisation",
    "restrictions",
    "losses",
)
_TRUST_FROM_BEST = ("published", "secondary", "computed", "assumption", "memory", "disputed")


@dataclass(frozen=True, kw_only=True)
class Tariff:
    """The price of energy from the grid, divided into its regulated components where known."""

    name: str
    """Key of the sheet, or what the price was taken from."""
    currency: str
    """Currency of every price, for example COP."""
    generation: float = 0.0
    """G [money/kWh]."""
    transmission: float = 0.0
    """T [money/kWh]."""
    distribution: float = 0.0
    """D [money/kWh]."""
    commercialisation: float = 0.0
    """Cv, the variable part of C [money/kWh]."""
    restrictions: float = 0.0
    """R [money/kWh]."""
    losses: float = 0.0
    """PR [money/kWh]."""
    undivided: float = 0.0
    """Price of which no components are known [money/kWh]; zero on a regulated sheet."""
    contribution_fraction: float = 0.0
    """Surcharge on consumption; in Colombia 0.20, or 0 where the activity is exempt."""
    spot_price_per_kwh: float | None = None
    """Mean hourly spot price for surplus energy [money/kWh]; None where it is not known."""
    spot_price_by_hour: pd.Series | None = field(default=None, compare=False)
    """Spot price on the times of the energies [money/kWh]; stands before the mean where given."""
    power: PowerTerms | None = field(default=None, compare=False)
    """Where power is charged too; `undivided` is then only the mean price of the energy."""
    source: str
    """Where the components come from."""
    year: int
    """Year of the sheet or of the bills."""
    trust: str
    """The weakest trust word among its components."""
    notes: tuple[Note, ...] = ()
    """What was assumed on the way to these prices."""

    @property
    def unit_cost_per_kwh(self) -> float:
        """The sum of the components, in Colombia CU, without the contribution [money/kWh]."""
        return math.fsum(getattr(self, name) for name in (*COMPONENTS, "undivided"))

    @property
    def price_per_kwh(self) -> float:
        """What an imported kilowatt-hour costs with the contribution [money/kWh]."""
        return self.unit_cost_per_kwh * (1 + self.contribution_fraction)

    @property
    def is_divided(self) -> bool:
        """Whether the components are known."""
        return self.undivided == 0


def tariff_names() -> tuple[str, ...]:
    """Return the keys of the sheets that ship with the program.

    Examples
    --------
    >>> "CO-CEO-2013-02-N1" in tariff_names()
    True
    """
    folder = files("project_finance").joinpath("tariffs")
    names = (entry.name for entry in folder.iterdir())
    return tuple(sorted(name.removesuffix(".csv") for name in names if name.endswith(".csv")))


def read_tariff(name: str) -> Tariff:
    """Return a shipped tariff sheet by its key, country-operator-year-month-level.

    Raises
    ------
    InputError
        If there is no such sheet.

    Examples
    --------
    >>> round(read_tariff("CO-CEO-2013-02-N1").unit_cost_per_kwh, 4)
    346.7222
    """
    if name not in tariff_names():
        known = ", ".join(tariff_names())
        raise InputError.of("tariff", name, allowed=message("one of {known}", known=known))
    sheet = read_facts("project_finance", f"tariffs/{name}.csv").set_index("component")
    values: dict[str, Any] = {str(k): float(v) for k, v in sheet["value"].items()}
    prices = sheet.loc[list(COMPONENTS)]
    return Tariff(
        name=name,
        currency=str(prices["unit"].iloc[0]).removesuffix("/kWh"),
        source=str(prices["source"].iloc[0]),
        year=int(prices["year"].min()),
        trust=_weakest(sheet["trust"]),
        **values,
    )


def flat_tariff(price_per_kwh: float, currency: str, *, year: int) -> Tariff:
    """Return a tariff of which only the price on the bills is known; export rules need more.

    Parameters
    ----------
    price_per_kwh
        Price with all that is charged by the kilowatt-hour [money/kWh], above 0.
    currency
        Currency of the price.
    year
        Year of the bills.

    Raises
    ------
    InputError
        If the price is missing, zero or negative.

    Examples
    --------
    >>> flat_tariff(0.62, "PEN", year=2026).price_per_kwh
    0.62
    """
    price = _checked_price("price_per_kwh", price_per_kwh)
    name = "bills"
    return Tariff(
        name=name, currency=currency, undivided=price, source=name, year=year, trust="computed"
    )


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
        where the sheet is of an earlier year and so may be older than twelve months.

    Raises
    ------
    InputError
        If a price is missing, zero or negative, the contribution is not a fraction, or the
        tariff has no price to scale.

    Examples
    --------
    >>> sheet = read_tariff("CO-CEO-2013-02-N1")
    >>> now = fit_tariff(sheet, price_per_kwh=900.0, study_year=2026)
    >>> round(now.price_per_kwh, 9), round(now.generation, 2)
    (900.0, 375.73)
    """
    price = _checked_price("price_per_kwh", price_per_kwh)
    surcharge = (
        tariff.contribution_fraction if contribution_fraction is None else contribution_fraction
    )
    surcharge = checked_amount("contribution_fraction", surcharge, least=0.0, most=1.0)
    if spot_price_per_kwh is not None:
        checked_amount("spot_price_per_kwh", spot_price_per_kwh, least=0.0)
    old = _checked_price("unit_cost_per_kwh", tariff.unit_cost_per_kwh)
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
    if study_year <= tariff.year:
        return (shares,)
    age = Note(
        what=message("Tariff sheet {name} is older than the study's year", name=tariff.name),
        value=message("{year:d}", year=tariff.year),
        source=Message(tariff.source),
        effect=message(
            "its shares may have moved in {years} year(s): ask the operator for its present sheet",
            years=study_year - tariff.year,
        ),
        kind="warning",
    )
    return (shares, age)


def _checked_price(field: str, price: float) -> float:
    """Return a price if it is above zero."""
    if checked_amount(field, price) <= 0:
        raise InputError.of(field, price, allowed=message("a price above 0 per kWh"))
    return float(price)


def _weakest(trust: pd.Series) -> str:
    """Return the least trustworthy word of a sheet."""
    return max((str(word) for word in trust), key=_TRUST_FROM_BEST.index)
