"""Photovoltaic modules: what their data sheets promise, and the few the product proposes."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from equipment_catalog.column_rules import allowed_names
from equipment_catalog.errors import InputError
from equipment_catalog.messages import Message, message
from equipment_catalog.tables import read_facts

_STEEPEST_PER_C = -0.01
"""No cell loses 1 % a degree; a coefficient beyond it was typed in percent."""


@dataclass(frozen=True)
class PvModule:
    """One module type at standard test conditions (1000 W/m2, 25 degC, AM 1.5).

    Raises
    ------
    InputError
        If a voltage or a current is not above 0, the maximum-power point lies beyond the open or
        the short circuit, or a coefficient of voltage is not a negative fraction a degree.

    Examples
    --------
    >>> PvModule("mine", voc_v=50.0, vmp_v=42.0, isc_a=14.0, imp_a=13.1,
    ...          beta_voc_fraction_per_c=-0.27, beta_vmp_fraction_per_c=-0.0035)
    Traceback (most recent call last):
        ...
    equipment_catalog.errors.InputError: beta_voc_fraction_per_c: -0.27 is not accepted; a fraction
    of the value at 25 degC, per degree, between -0.01 and 0: write -0.0027 for -0.27 %/degC
    """

    name: str
    """Manufacturer and type."""
    voc_v: float
    """Open-circuit voltage [V]."""
    vmp_v: float
    """Voltage at maximum power [V]."""
    isc_a: float
    """Short-circuit current [A]."""
    imp_a: float
    """Current at maximum power [A]."""
    beta_voc_fraction_per_c: float
    """Change of the open-circuit voltage [fraction per degC], negative."""
    beta_vmp_fraction_per_c: float
    """Change of the voltage at maximum power [fraction per degC], negative."""
    power_w: float | None = None
    """Rated power [W]."""
    gamma_pmp_fraction_per_c: float | None = None
    """Change of the maximum power [fraction per degC], negative."""
    alpha_isc_fraction_per_c: float | None = None
    """Change of the short-circuit current [fraction per degC]."""
    noct_c: float | None = None
    """Nominal operating cell temperature [degC]."""
    length_m: float | None = None
    """Longer side [m]."""
    width_m: float | None = None
    """Shorter side [m]."""
    vdc_max_v: float | None = None
    """Largest system voltage the module is certified for [V]."""
    source: str = ""
    """Data sheet or file the values come from."""
    year: int | None = None
    """Year of the source."""
    trust: str = ""
    """published, secondary, computed, memory; empty for the user's own module."""
    note: str = ""
    """What else a reader should know."""
    from_memory: str = ""
    """Names of the fields that were not read in a source, separated by blanks."""
    cells_in_series: int | None = None
    """Cells in series of one half: 72 of a module with 144 half cells."""
    bifaciality_fraction: float | None = None
    """Power of the back over power of the front under the same light [fraction]."""
    weight_kg: float | None = None
    """Weight [kg]."""

    def __post_init__(self) -> None:
        """Refuse values no module can have."""
        for field in ("voc_v", "vmp_v", "isc_a", "imp_a"):
            if not getattr(self, field) > 0:
                raise InputError.of(field, getattr(self, field), allowed=message("above 0"))
        for field, limit in (("vmp_v", self.voc_v), ("imp_a", self.isc_a)):
            if not getattr(self, field) < limit:
                allowed = message("below {limit:g}, the circuit's own limit", limit=limit)
                raise InputError.of(field, getattr(self, field), allowed=allowed)
        for field in ("beta_voc_fraction_per_c", "beta_vmp_fraction_per_c"):
            if not _STEEPEST_PER_C < getattr(self, field) < 0:
                raise InputError.of(field, getattr(self, field), allowed=_coefficient_allowed())
        if self.bifaciality_fraction is not None and not 0 <= self.bifaciality_fraction <= 1:
            allowed = message("a fraction from 0 to 1")
            raise InputError.of("bifaciality_fraction", self.bifaciality_fraction, allowed=allowed)

    @property
    def area_m2(self) -> float | None:
        """Area of the module face [m2], None where a side is unknown."""
        if self.length_m is None or self.width_m is None:
            return None
        return self.length_m * self.width_m


def _coefficient_allowed() -> Message:
    return message(
        "a fraction of the value at 25 degC, per degree, between -0.01 and 0: "
        "write -0.0027 for -0.27 %/degC"
    )


def module(name: str | None = None) -> PvModule:
    """Return a module of the catalogue, the default one without a name.

    Data sheets rarely print the coefficient of the voltage at maximum power. As Pmp = Vmp x Imp,
    it is the coefficient of power less that of the current, for which that of the short-circuit
    current stands: a little too steep, so the hot string is judged on the safe side.

    Parameters
    ----------
    name
        As `catalogue_modules` lists it.

    Raises
    ------
    InputError
        If the catalogue has no such module.

    Examples
    --------
    >>> module().name, round(module().beta_vmp_fraction_per_c, 5)
    ('Jinko JKM580N-72HL4-V', -0.00335)
    """
    table = read_facts("equipment_catalog", "data/pv_modules.csv")
    rows = table[table["default"] == "yes"] if name is None else table[table["name"] == name]
    if rows.empty:
        raise InputError.of("module", name, allowed=allowed_names(str(name), catalogue_modules()))
    row = rows.drop(columns="default").to_dict("records")[0]
    known = {str(key): value for key, value in row.items() if not pd.isna(value)}
    beta_vmp = row["gamma_pmp_fraction_per_c"] - row["alpha_isc_fraction_per_c"]
    return PvModule(**known, beta_vmp_fraction_per_c=beta_vmp)


def catalogue_modules() -> list[str]:
    """Return the names of the catalogue's modules.

    Examples
    --------
    >>> "LONGi LR5-72HBD-545M" in catalogue_modules()
    True
    """
    return list(read_facts("equipment_catalog", "data/pv_modules.csv")["name"])
