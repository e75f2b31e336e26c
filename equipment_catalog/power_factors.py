"""Typical power factors of what is not a bare induction motor."""

from __future__ import annotations

from functools import cache

from equipment_catalog.errors import InputError
from equipment_catalog.messages import message
from equipment_catalog.tables import read_facts


def typical_power_factor(load: str) -> float:
    """Return the typical power factor of a lamp, a welder, a drive and the like.

    Parameters
    ----------
    load
        A lamp type or machine type of the inventory, ``drive`` or ``dc_motor``; see
        data/power_factors.csv.

    Returns
    -------
    float
        Displacement power factor, fraction, lagging.

    Raises
    ------
    InputError
        For a load that the table does not know.

    Examples
    --------
    >>> typical_power_factor("welder"), typical_power_factor("furnace")
    (0.6, 1.0)

    Notes
    -----
    Engineering practice from memory; what the nameplate or a measurement says goes before it.
    """
    factors = typical_power_factors()
    if load not in factors:
        raise InputError.of(
            "load", load, allowed=message("one of {known}", known=", ".join(factors))
        )
    return factors[load]


@cache
def typical_power_factors() -> dict[str, float]:
    """Return all typical power factors by load; the dictionary is shared, do not write into it.

    Examples
    --------
    >>> typical_power_factors()["led"]
    0.9
    """
    table = read_facts("equipment_catalog", "data/power_factors.csv")
    return dict(zip(table["key"].astype(str), table["value"].astype(float), strict=True))
