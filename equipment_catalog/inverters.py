"""Inverters: the voltage and current windows that strings must fit, and the few proposed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pandas as pd

from equipment_catalog.column_rules import allowed_names
from equipment_catalog.errors import InputError
from equipment_catalog.messages import message
from equipment_catalog.tables import read_facts

if TYPE_CHECKING:
    from collections.abc import Hashable, Mapping


@dataclass(frozen=True)
class Inverter:
    """One inverter type.

    Raises
    ------
    InputError
        If a limit is not above 0, or the tracking window is not inside the largest DC voltage.

    Examples
    --------
    >>> Inverter("mine", vdc_max_v=1100.0, mppt_min_v=200.0, mppt_max_v=1000.0, isc_max_a=40.0).name
    'mine'
    """

    name: str
    """Manufacturer and type."""
    vdc_max_v: float
    """Largest DC voltage it survives [V]."""
    mppt_min_v: float
    """Lower end of the maximum-power tracking window [V]."""
    mppt_max_v: float
    """Upper end of the maximum-power tracking window [V]."""
    isc_max_a: float
    """Largest short-circuit current per tracker [A]; of the weaker one where they differ."""
    imp_max_a: float | None = None
    """Largest working current per tracker [A]; more is not used, but does no harm."""
    trackers: int | None = None
    """Independent maximum-power trackers."""
    ac_kw: float | None = None
    """Rated AC power [kW]."""
    efficiency_fraction: float | None = None
    """European efficiency, or the peak where the note says so [fraction]."""
    phases: int | None = None
    """1 or 3."""
    source: str = ""
    """Data sheet the values come from."""
    year: int | None = None
    """Year of the source."""
    trust: str = ""
    """Of the values not named in `from_memory`: published, secondary; empty for the user's own."""
    from_memory: str = ""
    """Names of the fields that were not read in a source, separated by blanks."""
    note: str = ""
    """What else a reader should know."""
    ac_v: float | None = None
    """Line voltage of its output [V]; 800 V needs a transformer of its own."""
    weight_kg: float | None = None
    """Weight [kg]."""

    def __post_init__(self) -> None:
        """Refuse limits no inverter can have."""
        for field in ("vdc_max_v", "mppt_min_v", "mppt_max_v", "isc_max_a"):
            if not getattr(self, field) > 0:
                raise InputError.of(field, getattr(self, field), allowed=message("above 0"))
        if not self.mppt_min_v < self.mppt_max_v <= self.vdc_max_v:
            allowed = message(
                "above mppt_min_v, {low:g}, and up to vdc_max_v, {high:g}",
                low=self.mppt_min_v,
                high=self.vdc_max_v,
            )
            raise InputError.of("mppt_max_v", self.mppt_max_v, allowed=allowed)


def inverter(name: str) -> Inverter:
    """Return an inverter of the catalogue.

    Raises
    ------
    InputError
        If the catalogue has no such inverter.

    Examples
    --------
    >>> inverter("Huawei SUN2000-50KTL-M3").trackers
    4
    """
    table = read_facts("equipment_catalog", "data/inverters.csv")
    rows = table[table["name"] == name]
    if rows.empty:
        known = [unit.name for unit in catalogue_inverters(proposed_only=False)]
        allowed = allowed_names(name, known)
        raise InputError.of("inverter", name, allowed=allowed)
    return _inverter_of_row(rows.to_dict("records")[0])


def catalogue_inverters(*, proposed_only: bool = True) -> tuple[Inverter, ...]:
    """Return the inverters of the catalogue, the smallest first.

    Those that nobody is offered without asking either feed 800 V and need a transformer of their
    own, or stand in the catalogue from memory alone.

    Parameters
    ----------
    proposed_only
        Whether those are left out.

    Examples
    --------
    >>> [unit.ac_kw for unit in catalogue_inverters()][:3]
    [3, 5, 10]
    >>> catalogue_inverters(proposed_only=False)[-1].ac_v
    800.0
    """
    table = read_facts("equipment_catalog", "data/inverters.csv").sort_values("ac_kw")
    if proposed_only:
        table = table[table["proposed"] == "yes"]
    return tuple(_inverter_of_row(row) for row in table.to_dict("records"))


def _inverter_of_row(row: Mapping[Hashable, Any]) -> Inverter:
    known = {str(key): value for key, value in row.items() if not pd.isna(value)}
    del known["proposed"]
    return Inverter(**known)
