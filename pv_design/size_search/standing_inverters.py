"""Inverters that work at the altitude of a site, and what thin warm air leaves each of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from equipment_catalog.errors import InputError
from equipment_catalog.messages import Message, message
from pv_design.components.altitude_derating import altitude_limits, derated_ac_kw
from pv_design.inverter_choice import rated_kw

if TYPE_CHECKING:
    from collections.abc import Sequence

    from equipment_catalog.inverters import Inverter

TOO_HIGH = message("the site lies above what their makers allow")
NO_POWER = message("thin warm air leaves them no power in the hottest hour")


@dataclass(frozen=True, kw_only=True)
class StandingInverters:
    """What may stand at a site, and what was left out."""

    inverters: tuple[Inverter, ...]
    """One or more."""
    power_fractions: dict[str, float]
    """Of the rated power of each by its name, what the hottest hour leaves it; above 0."""
    left_out: tuple[tuple[Message, list[str]], ...]
    """Why inverters were left out, and their names."""


def standing_inverters(
    candidates: Sequence[Inverter],
    further: Sequence[Inverter] = (),
    *,
    altitude_m: float,
    hottest_air_c: float,
) -> StandingInverters:
    """Return the inverters that their makers allow at an altitude and that give power there.

    Where none of the candidates is one of them, the further inverters are looked at; where none
    of those is either, the ones allowed highest stay, with their derating carried on along its
    line, so that no inverter gives more by standing higher.

    Parameters
    ----------
    candidates
        Inverters with a rated power, one or more.
    further
        More of them, for want of a candidate.
    altitude_m
        Above sea level [m].
    hottest_air_c
        Of the hours of the year [degC].

    Raises
    ------
    InputError
        If none of them gives any power there.

    Examples
    --------
    >>> from equipment_catalog.inverters import catalogue_inverters, inverter
    >>> proposed, all_there_are = catalogue_inverters(), catalogue_inverters(proposed_only=False)
    >>> high = standing_inverters(proposed, all_there_are, altitude_m=4300.0, hottest_air_c=20.0)
    >>> [unit.name for unit in high.inverters]
    ['Sungrow SG250HX']
    >>> alone = standing_inverters([inverter("Sungrow SG40CX")], altitude_m=4300.0,
    ...                            hottest_air_c=35.0)
    >>> round(alone.power_fractions["Sungrow SG40CX"], 3)  # as if 48 degC: 0.6 of the way to 0.90
    0.94
    """
    looked_at = list(candidates)
    if not any(_stands(unit, altitude_m, hottest_air_c) for unit in candidates):
        looked_at += [unit for unit in further if unit not in looked_at]
    shares = {unit.name: _share(unit, altitude_m, hottest_air_c) for unit in looked_at}
    powered = [unit for unit in looked_at if shares[unit.name] > 0]
    if not powered:
        allowed = message("an inverter that gives power at {altitude:,.0f} m", altitude=altitude_m)
        raise InputError.of("inverter", looked_at[-1].name, allowed=allowed)
    highest = max(altitude_limits(unit).altitude_max_m for unit in powered)
    needed = min(altitude_m, highest)
    kept = [unit for unit in powered if altitude_limits(unit).altitude_max_m >= needed]
    too_high = [unit.name for unit in looked_at if altitude_limits(unit).altitude_max_m < needed]
    dead = [
        unit.name for unit in looked_at if unit not in powered and unit.name not in set(too_high)
    ]
    reasons = ((TOO_HIGH, too_high), (NO_POWER, dead))
    return StandingInverters(
        inverters=tuple(kept),
        power_fractions={unit.name: shares[unit.name] for unit in kept},
        left_out=tuple((why, names) for why, names in reasons if names),
    )


def _stands(unit: Inverter, altitude_m: float, hottest_air_c: float) -> bool:
    is_allowed = altitude_m <= altitude_limits(unit).altitude_max_m
    return is_allowed and _share(unit, altitude_m, hottest_air_c) > 0


def _share(unit: Inverter, altitude_m: float, hottest_air_c: float) -> float:
    power = derated_ac_kw(
        unit, altitude_m=altitude_m, air_c=[hottest_air_c], is_above_limit_meant=True
    )
    return float(power[0]) / rated_kw(unit)
