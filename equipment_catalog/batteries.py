"""Batteries by technology: window, efficiencies, standby and how they age."""

from __future__ import annotations

from dataclasses import dataclass, fields

from equipment_catalog.column_rules import allowed_names
from equipment_catalog.errors import InputError
from equipment_catalog.messages import message
from equipment_catalog.notes import Note, citation
from equipment_catalog.tables import read_facts, read_rows

_TABLE = "data/batteries.csv"
NAMES = {"lithium": message("lithium"), "lead_acid": message("lead-acid")}
"""Technologies of the catalogue as a reader knows them."""
FIGURES = {
    "least_charge_fraction": message("bottom of the usable window, of the rated capacity"),
    "charge_efficiency": message("efficiency of charging, from the AC terminals"),
    "discharge_efficiency": message("efficiency of discharging, to the AC terminals"),
    "standby_fraction": message("own consumption at all hours, of the rated power"),
    "calendar_fade": message("fade with age, for a store held full"),
    "calendar_exponent": message("exponent of the age in days"),
    "cycle_fade": message("fade with each full cycle"),
    "end_of_life_fraction": message("capacity left when it is replaced"),
    "longest_life_years": message("longest life [years]"),
    "converter_life_years": message("life of the converter [years]"),
}
"""What each figure of a technology is."""


@dataclass(frozen=True, kw_only=True)
class BatteryTechnology:
    """What one kWh or one kW of a kind of battery does.

    Raises
    ------
    InputError
        If a figure is not a number in the range its field allows.

    Examples
    --------
    >>> battery = battery_technology("lithium")
    >>> round(battery.charge_efficiency * battery.discharge_efficiency, 3)
    0.899
    """

    least_charge_fraction: float
    """Bottom of the usable window, of the rated capacity; from 0 and below 1."""
    charge_efficiency: float
    """From the AC terminals into the store [fraction]."""
    discharge_efficiency: float
    """From the store to the AC terminals [fraction]."""
    standby_fraction: float
    """Own consumption at all hours, of the rated power."""
    calendar_fade: float
    """Capacity lost is this x mean state of charge x days to the power `calendar_exponent`."""
    calendar_exponent: float
    """Of the age in days; above 0."""
    cycle_fade: float
    """Capacity lost for each full cycle [fraction]."""
    end_of_life_fraction: float
    """Of the capacity when new at which the battery is replaced."""
    longest_life_years: float
    """Age at which it is replaced however little it has faded; above 0."""
    converter_life_years: float
    """Age at which the converter is replaced; above 0."""

    def __post_init__(self) -> None:
        """Refuse figures no battery can have."""
        for name in ("charge_efficiency", "discharge_efficiency", "end_of_life_fraction"):
            if not 0 < getattr(self, name) <= 1:
                allowed = message("a fraction above 0 and up to 1")
                raise InputError.of(name, getattr(self, name), allowed=allowed)
        for name in ("least_charge_fraction", "standby_fraction", "calendar_fade", "cycle_fade"):
            if not 0 <= getattr(self, name) < 1:
                allowed = message("a fraction from 0 and below 1")
                raise InputError.of(name, getattr(self, name), allowed=allowed)
        for name in ("calendar_exponent", "longest_life_years", "converter_life_years"):
            if not 0 < getattr(self, name) < float("inf"):
                allowed = message("above 0")
                raise InputError.of(name, getattr(self, name), allowed=allowed)


def battery_technology(technology: str) -> BatteryTechnology:
    """Return the figures of a technology of the catalogue.

    Raises
    ------
    InputError
        If the catalogue does not know it.

    Examples
    --------
    >>> battery_technology("lead_acid").least_charge_fraction
    0.5
    """
    rows = read_rows("equipment_catalog", _TABLE)
    values = {row["key"]: row["value"] for row in rows if row["technology"] == technology}
    if not values:
        known = list(dict.fromkeys(row["technology"] for row in rows))
        raise InputError.of("technology", technology, allowed=allowed_names(technology, known))
    names = [field.name for field in fields(BatteryTechnology)]
    return BatteryTechnology(**{name: float(values[name]) for name in names})


def battery_notes(technology: str) -> list[Note]:
    """Return what is assumed of a technology, each figure with its source.

    Examples
    --------
    >>> print(battery_notes("lithium")[0].source)
    REopt.jl, electric_storage.jl, default soc_min_fraction (2024, published)
    """
    battery_technology(technology)
    table = read_facts("equipment_catalog", _TABLE)
    return [
        Note(
            what=message(
                "battery, {technology}: {figure}",
                technology=NAMES[technology],
                figure=FIGURES[row["key"]],
            ),
            value=float(row["value"]),
            source=citation(row["source"], int(row["year"]), row["trust"]),
            effect=message("what the battery gives back and when it is replaced"),
        )
        for row in table[table["technology"] == technology].to_dict("records")
    ]
