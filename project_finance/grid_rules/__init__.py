"""How a country's grid bills a meter beyond energy: one csv of dated facts a country."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from equipment_catalog.errors import InputError
from equipment_catalog.messages import Message, message
from equipment_catalog.notes import Note, citation
from equipment_catalog.tables import read_facts
from project_finance.amounts import checked_amount

_DOUBTFUL = ("memory", "disputed")
_PERIODS = ("hour", "month")


@dataclass(frozen=True, kw_only=True)
class ReactiveRules:
    """What reactive energy is charged."""

    period: str
    """``hour`` or ``month``: over what the reactive energy is set against the active."""
    free_fraction: float
    """Inductive energy that is free, per active energy imported in the period [kvarh/kWh]."""
    leading_charged_fraction: float
    """Part of the capacitive energy that is charged; 0 where it is free."""
    factor_free_days: float
    """Days over the limit that a month may have before it counts [days]."""
    factor_grace_months: float
    """Months that count before the price is multiplied [months]."""
    factor_reset_months: float
    """More months in a row than this without excess start the count again [months]."""
    factor_most: float
    """Largest multiple of the price."""


@dataclass(frozen=True, kw_only=True)
class PowerRules:
    """Which hours are peak hours, and from which months the billed power is formed."""

    peak_first_hour: float
    """First peak hour of a day [h]."""
    peak_end_hour: float
    """Hour at which the peak is over [h]."""
    peak_last_weekday: float
    """Last day of the week with peak hours, from Monday 0; public holidays have none."""
    present_in_peak_fraction: float
    """Mean peak power over highest power from which a user is present in the peak."""
    generation_power_months: float
    """Months looked at for generation power, the billed one included [months]."""
    generation_power_highest: float
    """How many of their highest powers are averaged."""
    distribution_power_months: float
    """Months looked at for distribution power, the billed one included [months]."""
    distribution_power_highest: float
    """How many of their highest powers are averaged."""


@dataclass(frozen=True, kw_only=True)
class GridRules:
    """The rules of a country's grid, and what of them is doubtful."""

    country: str
    """Two letters, for example CO."""
    export_rule: str
    """Key of ``EXPORT_RULES``."""
    reactive: ReactiveRules
    """Reactive energy."""
    power: PowerRules | None
    """Peak hours and power; None where power is not charged."""
    notes: tuple[Note, ...]
    """Each rule that nobody has verified."""


@cache
def read_grid_rules(country: str, *, package: str = "project_finance") -> GridRules:
    """Return the rules of a country's grid.

    Parameters
    ----------
    country
        Two letters; the name of a csv in the folder ``grid_rules`` of the package.
    package
        Importable package whose folder is read: another one may bring its own countries.

    Raises
    ------
    InputError
        If the country has no file, a fact is missing, or a value cannot be.

    Examples
    --------
    >>> read_grid_rules("CO").reactive.free_fraction, read_grid_rules("PE").reactive.free_fraction
    (0.5, 0.3)
    >>> read_grid_rules("CO").power is None
    True
    """
    path = _path(country, package)
    table = read_facts(package, path).set_index("key")
    facts = {str(key): str(value) for key, value in table["value"].items()}
    has_power = "peak_first_hour" in facts
    return GridRules(
        country=country,
        export_rule=_text(facts, "export_rule"),
        reactive=_reactive(facts),
        power=_power(facts) if has_power else None,
        notes=_notes(country, package, path),
    )


def _reactive(facts: dict[str, str]) -> ReactiveRules:
    """Return the rules of reactive energy."""
    period = _text(facts, "reactive_period")
    if period not in _PERIODS:
        known = ", ".join(_PERIODS)
        raise InputError.of(
            "reactive_period", period, allowed=message("one of {known}", known=known)
        )
    names = [name for name in ReactiveRules.__annotations__ if name != "period"]
    return ReactiveRules(
        period=period, **{name: _number(facts, f"reactive_{name}") for name in names}
    )


def _power(facts: dict[str, str]) -> PowerRules:
    """Return the rules of peak hours and power."""
    return PowerRules(**{name: _number(facts, name) for name in PowerRules.__annotations__})


def _number(facts: dict[str, str], key: str) -> float:
    """Return a number of the table that is at least zero."""
    text = _text(facts, key)
    try:
        value = float(text)
    except ValueError as error:
        raise InputError.of(key, text, allowed=message("a number")) from error
    return checked_amount(key, value, least=0.0)


def _text(facts: dict[str, str], key: str) -> str:
    """Return a value of the table as it is written."""
    if key not in facts:
        allowed = message("a row of this key in the rules of the country")
        raise InputError.of(key, "no value", allowed=allowed)
    return facts[key]


def _path(country: str, package: str) -> str:
    """Return the path of a country's file if there is one."""
    names = (entry.name for entry in files(package).joinpath("grid_rules").iterdir())
    known = sorted(
        name[:2] for name in names if name.endswith(".csv") and len(name) == len("CO.csv")
    )
    if country not in known:
        allowed = message("one of {known}", known=", ".join(known))
        raise InputError.of("country", country, allowed=allowed)
    return f"grid_rules/{country}.csv"


def _notes(country: str, package: str, path: str) -> tuple[Note, ...]:
    """Return each rule that nobody has verified."""
    table = read_facts(package, path)
    doubtful = table[table["trust"].isin(_DOUBTFUL)]
    return tuple(
        Note(
            what=message("{country}: {rule}", country=country, rule=Message(str(rule))),
            value=str(value),
            source=citation(str(source), int(year), str(trust)),
            effect=message("moves the bill; ask the operator"),
        )
        for rule, value, source, year, trust in doubtful[
            ["description", "value", "source", "year", "trust"]
        ].itertuples(index=False)
    )
