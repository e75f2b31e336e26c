"""How far the embedded climate is trusted where, and where it is not trusted at all."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from equipment_catalog.tables import read_fact, read_facts

_PACKAGE = "pv_design.weather"
_FACTS = (_PACKAGE, "data/weather_facts.csv")
_REACH = (_PACKAGE, "data/embedded_facts.csv")
_TRUST = "data/resource_trust.csv"


@dataclass(frozen=True, kw_only=True)
class Trust:
    """What the level of the sun is worth under one circumstance."""

    circumstance: str
    """Row of `data/resource_trust.csv`."""
    level: str
    """The level that is used: `nasa_power`, `both_grids`, `pvcz`, `merra2`, or `none` where one
    must be given."""
    sigma_fraction: float
    """One standard deviation of the annual level."""
    source: str
    """Where the figure comes from."""
    year: int
    """Year of that source."""
    trust: str
    """Trust of the figure itself, as in `equipment_catalog.tables.Fact`."""


@cache
def trust_under(circumstance: str) -> Trust:
    """Return what the level is worth under a circumstance.

    Examples
    --------
    >>> trust_under("coast").level, trust_under("coast").sigma_fraction
    ('none', 0.25)
    """
    table = read_facts(_PACKAGE, _TRUST)
    row = table[table["circumstance"] == circumstance].iloc[0]
    return Trust(
        circumstance=circumstance,
        level=str(row["level"]),
        sigma_fraction=float(row["sigma_fraction"]),
        source=str(row["source"]),
        year=int(row["year"]),
        trust=str(row["trust"]),
    )


def is_compared_region(latitude: float, longitude: float) -> bool:
    """Tell whether a site lies where the grids were compared with what was measured.

    Examples
    --------
    >>> is_compared_region(2.98, -76.65), is_compared_region(5.3, -2.0)
    (True, False)
    """
    return _lies_in("checked", latitude, longitude)


def is_under_west_african_monsoon(latitude: float, longitude: float) -> bool:
    """Tell whether a site lies where the season of the grids is known to be wrong.

    Examples
    --------
    >>> is_under_west_african_monsoon(6.2, -1.67), is_under_west_african_monsoon(14.7, -17.4)
    (True, False)
    """
    return _lies_in("monsoon", latitude, longitude)


def _lies_in(box: str, latitude: float, longitude: float) -> bool:
    edges = {
        side: read_fact(*_REACH, f"{box}_{side}_deg").value
        for side in ("south", "north", "west", "east")
    }
    inside = edges["south"] <= latitude <= edges["north"]
    return inside and edges["west"] <= longitude <= edges["east"]


def is_uneven(cells_kwh_m2_day: tuple[float, float, float]) -> bool:
    """Tell whether the lowest and the highest of neighbouring cells disagree, for their mean.

    Examples
    --------
    >>> is_uneven((3.91, 4.79, 5.46)), is_uneven((4.7, 4.75, 4.8))
    (True, False)
    """
    lowest, mean, highest = cells_kwh_m2_day
    return (highest - lowest) / mean > read_fact(*_FACTS, "uneven_spread_fraction").value
