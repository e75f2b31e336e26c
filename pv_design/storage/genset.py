"""Diesel gensets: fuel by a straight line, least power, and what altitude takes."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from equipment_catalog.errors import InputError
from equipment_catalog.messages import message
from equipment_catalog.tables import read_fact, read_facts

_FACTS = "data/storage_facts.csv"
_LOADS = {
    "quarter_l_per_h": 0.25,
    "half_l_per_h": 0.5,
    "three_quarters_l_per_h": 0.75,
    "full_l_per_h": 1.0,
}


@dataclass(frozen=True, kw_only=True)
class Genset:
    """A diesel genset at its site."""

    rated_kw: float
    """At sea level [kW]."""
    largest_kw: float
    """At the altitude of the site [kW]."""
    least_kw: float
    """When it runs [kW]; at most `largest_kw`."""
    no_load_l_per_h: float
    """Fuel it burns at no load [L/h]."""
    fuel_l_per_kwh: float
    """Fuel each kWh adds to that [L/kWh]."""

    def fuel_l(self, energy_kwh: float, running_hours: float) -> float:
        """Return the fuel burnt [L]; none where it does not run.

        Examples
        --------
        >>> round(genset(100.0).fuel_l(100.0, 1.0), 1)
        28.0
        """
        return self.no_load_l_per_h * running_hours + self.fuel_l_per_kwh * energy_kwh


def genset(rated_kw: float, *, altitude_m: float = 0.0) -> Genset:
    """Return a genset of some rated power at some altitude.

    The fuel line is fitted to four loads of a public chart, between its sizes by straight lines;
    outside them fuel goes with rated power. Fuel per kWh is not raised for altitude.

    Parameters
    ----------
    rated_kw
        At sea level [kW], above 0.
    altitude_m
        Of the site [m].

    Raises
    ------
    InputError
        If the power is not above 0, or the altitude leaves less than the least power.

    Examples
    --------
    >>> machine = genset(100.0, altitude_m=3800.0)
    >>> round(machine.largest_kw, 1), round(machine.least_kw, 1)
    (72.0, 30.0)
    """
    if not 0 < rated_kw < float("inf"):
        raise InputError.of("rated_kw", rated_kw, allowed=message("above 0"))
    if not np.isfinite(altitude_m):
        raise InputError.of("altitude_m", altitude_m, allowed=message("a number of metres"))
    start, slope, least = (
        read_fact("pv_design", _FACTS, key).value
        for key in ("genset_derate_from_m", "genset_derate_per_m", "genset_least_fraction")
    )
    largest_kw = rated_kw * (1 - slope * max(altitude_m - start, 0.0))
    if largest_kw < least * rated_kw:
        allowed = message("an altitude at which the genset still gives its least power")
        raise InputError.of("altitude_m", altitude_m, allowed=allowed)
    no_load, per_kwh = _fuel_line(rated_kw)
    return Genset(
        rated_kw=rated_kw,
        largest_kw=largest_kw,
        least_kw=least * rated_kw,
        no_load_l_per_h=no_load,
        fuel_l_per_kwh=per_kwh,
    )


def _fuel_line(rated_kw: float) -> tuple[float, float]:
    """Return fuel at no load [L/h] and for each kWh more [L/kWh]."""
    table = read_facts("pv_design", "data/storage_genset_fuel.csv")
    rated = table["rated_kw"].to_numpy(dtype=float)
    per_kw = table[list(_LOADS)].to_numpy(dtype=float) / rated[:, None]
    slopes, no_loads = np.polyfit(list(_LOADS.values()), per_kw.T, 1)
    return (
        float(np.interp(rated_kw, rated, no_loads)) * rated_kw,
        float(np.interp(rated_kw, rated, slopes)),
    )
