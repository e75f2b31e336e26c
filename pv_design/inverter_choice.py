"""Which inverters may be chosen from: the one asked for, or those of the catalogue."""

from __future__ import annotations

from typing import TYPE_CHECKING

from equipment_catalog import inverters
from equipment_catalog.errors import InputError
from equipment_catalog.messages import message

if TYPE_CHECKING:
    from equipment_catalog.inverters import Inverter


def inverter_candidates(inverter: Inverter | str | None) -> tuple[Inverter, ...]:
    """Return the inverter asked for, or all that the catalogue proposes.

    Parameters
    ----------
    inverter
        Inverter, its name in the catalogue, or None.

    Raises
    ------
    InputError
        If the name is unknown or the inverter has no rated power.

    Examples
    --------
    >>> [unit.ac_kw for unit in inverter_candidates("Sungrow SG40CX")]
    [40]
    """
    if inverter is None:
        return inverters.catalogue_inverters()
    chosen = inverters.inverter(inverter) if isinstance(inverter, str) else inverter
    rated_kw(chosen)
    return (chosen,)


def rated_kw(inverter: Inverter) -> float:
    """Return the rated AC power of an inverter that has one [kW].

    Raises
    ------
    InputError
        If it has none.

    Examples
    --------
    >>> rated_kw(inverters.inverter("Sungrow SG40CX"))
    40.0
    """
    if inverter.ac_kw is None or not inverter.ac_kw > 0:
        raise InputError.of("inverter.ac_kw", inverter.ac_kw, allowed=message("a power above 0"))
    return float(inverter.ac_kw)
