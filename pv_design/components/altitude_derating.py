"""What thin air takes: cooling from the inverters, insulation from everything under voltage."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np

from equipment_catalog.errors import InputError
from equipment_catalog.messages import Message, message
from equipment_catalog.notes import citation
from equipment_catalog.tables import read_facts
from pv_design.inverter_choice import rated_kw

if TYPE_CHECKING:
    import numpy.typing as npt

    from equipment_catalog.inverters import Inverter
    from equipment_catalog.pv_modules import PvModule

_ANY = "any"
_LOWEST_M, _HIGHEST_M = -500.0, 6000.0


@dataclass(frozen=True, kw_only=True)
class AltitudeLimits:
    """How high an inverter may stand, and up to where it gives full power."""

    altitude_max_m: float
    """Highest place that its maker allows [m]."""
    full_power_altitude_m: float
    """Up to it the temperature of the air alone limits the power [m]."""
    air_shift_c_per_100m: float
    """Above it the air cools as if it were so much warmer [degC per 100 m]."""
    air_shift_source: Message
    """Where that comes from."""
    source: Message
    """Where the highest place comes from."""
    own: bool
    """Whether it is this inverter's own limit; otherwise what holds where nothing is said."""


def altitude_limits(inverter: Inverter, *, altitude_max_m: float | None = None) -> AltitudeLimits:
    """Return the altitude limits of an inverter.

    Parameters
    ----------
    inverter
        Of the catalogue or the user's own.
    altitude_max_m
        From its data sheet; None for the catalogue's, or 2000 m where it has none [m].

    Raises
    ------
    InputError
        If the altitude is no place on Earth.

    Examples
    --------
    >>> from equipment_catalog.inverters import inverter
    >>> altitude_limits(inverter("Sungrow SG110CX")).full_power_altitude_m
    3000.0
    """
    highest, shift = _fact(inverter, "altitude_max_m"), _fact(inverter, "air_shift_c_per_100m")
    if altitude_max_m is not None:
        _require_place("altitude_max_m", altitude_max_m)
    return AltitudeLimits(
        altitude_max_m=highest["value"] if altitude_max_m is None else altitude_max_m,
        full_power_altitude_m=_fact(inverter, "full_power_altitude_m")["value"],
        air_shift_c_per_100m=shift["value"],
        air_shift_source=_source(shift),
        source=_source(highest) if altitude_max_m is None else message("given by the user"),
        own=altitude_max_m is not None or highest["inverter"] != _ANY,
    )


def derated_ac_kw(
    inverter: Inverter,
    *,
    altitude_m: float,
    air_c: npt.ArrayLike,
    altitude_max_m: float | None = None,
    is_above_limit_meant: bool = False,
) -> npt.NDArray[np.float64]:
    """Return the AC power an inverter can give at a place, hour by hour [kW].

    Full power up to 45 degC, then the points of `altitude_inverter_air.csv`, then nothing. Above
    the altitude of full power the air counts as warmer than it is. Cold never gives more than the
    rated power.

    Parameters
    ----------
    inverter
        With a rated power.
    altitude_m
        Of the place [m].
    air_c
        Temperature of the air around the inverter, in the shade, of each hour [degC].
    altitude_max_m
        As `altitude_limits` takes it.
    is_above_limit_meant
        True to reckon a place above what the maker allows too: the air goes on counting as warmer
        by the same degrees a metre, so that the power never rises with the altitude.

    Raises
    ------
    InputError
        If the place is higher than the inverter may stand and that is not meant, a temperature
        is missing, or the inverter has no rated power.

    Examples
    --------
    >>> from equipment_catalog.inverters import inverter
    >>> power = derated_ac_kw(inverter("Sungrow SG110CX"), altitude_m=3825.0,
    ...                       air_c=[15.0, 39.25, 41.75, 60.0])
    >>> power.round(2).tolist()  # as if 8.25 degC warmer: 47.5 degC lies halfway to 0.90 at 50
    [110.0, 104.5, 99.0, 0.0]
    """
    limits = altitude_limits(inverter, altitude_max_m=altitude_max_m)
    _require_place("altitude_m", altitude_m)
    if altitude_m > limits.altitude_max_m and not is_above_limit_meant:
        allowed = message(
            "up to {highest:,g} m for {name}: {source}",
            highest=limits.altitude_max_m,
            name=inverter.name,
            source=limits.source,
        )
        raise InputError.of("altitude_m", altitude_m, allowed=allowed)
    air = np.asarray(air_c, dtype=float)
    if not np.isfinite(air).all():
        allowed = message("a temperature in every hour")
        raise InputError.of("air_c", float(air[~np.isfinite(air)][0]), allowed=allowed)
    rise_m = max(altitude_m - limits.full_power_altitude_m, 0.0)
    felt_c = air + limits.air_shift_c_per_100m * rise_m / 100
    curve = read_facts("pv_design", "data/altitude_inverter_air.csv")
    fraction = np.interp(felt_c, curve["air_c"], curve["power_fraction"], right=0.0)
    return np.asarray(rated_kw(inverter) * fraction)


def insulation_fraction(altitude_m: float) -> float:
    """Return what thin air leaves of a voltage that was designed for 2000 m.

    The clearances that IEC 60664-1 asks for grow with altitude; equipment whose clearances are
    those of 2000 m is held to the voltage divided by that growth. It is our reading, on the safe
    side: a spark's voltage falls more slowly than the clearance grows.

    Raises
    ------
    InputError
        If the altitude lies above the table, 6000 m, or is missing.

    Examples
    --------
    >>> insulation_fraction(1286.0), round(insulation_fraction(3500.0), 3)
    (1.0, 0.823)
    """
    _require_place("altitude_m", altitude_m)
    table = read_facts("pv_design", "data/altitude_clearance.csv")
    return float(1 / np.interp(altitude_m, table["altitude_m"], table["factor"]))


def module_vdc_max_v(module: PvModule, *, altitude_m: float) -> float | None:
    """Return the system voltage a module bears at a place [V]; None where its own is unknown.

    Raises
    ------
    InputError
        As `insulation_fraction` does.

    Examples
    --------
    >>> from equipment_catalog.pv_modules import module
    >>> module_vdc_max_v(module(), altitude_m=1286.0)
    1500.0
    >>> round(module_vdc_max_v(module(), altitude_m=4000.0))
    1163
    """
    fraction = insulation_fraction(altitude_m)
    return None if module.vdc_max_v is None else module.vdc_max_v * fraction


def _fact(inverter: Inverter, key: str) -> dict[str, Any]:
    """Return the row of the inverter, or the one that holds for any."""
    rows = _rows()
    return rows.get((inverter.name, key)) or rows[_ANY, key]


@cache
def _rows() -> dict[tuple[str, str], dict[str, Any]]:
    """Return the rows of the table by inverter and key; of rows with one of both the first."""
    rows = read_facts("pv_design", "data/altitude_inverters.csv").to_dict("records")
    return {
        (str(row["inverter"]), str(row["key"])): {str(of): item for of, item in row.items()}
        | {"value": float(row["value"])}
        for row in reversed(rows)
    }


def _source(fact: dict[str, Any]) -> Message:
    return citation(str(fact["source"]), int(fact["year"]), str(fact["trust"]))


def _require_place(field: str, altitude_m: float) -> None:
    if not _LOWEST_M <= altitude_m <= _HIGHEST_M:
        allowed = message(
            "metres above the sea, from {lowest:,g} to {highest:,g}",
            lowest=_LOWEST_M,
            highest=_HIGHEST_M,
        )
        raise InputError.of(field, altitude_m, allowed=allowed)
