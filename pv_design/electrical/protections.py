"""What protects a plant: fuses, switches, arresters, breakers."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from equipment_catalog.errors import InputError
from equipment_catalog.messages import Message, message
from equipment_catalog.tables import read_facts
from pv_design.electrical.string_window import electrical_fact

if TYPE_CHECKING:
    from equipment_catalog.inverters import Inverter
    from equipment_catalog.pv_modules import PvModule
    from pv_design.electrical.parallel_strings import StringPlan


@dataclass(frozen=True, kw_only=True)
class Protection:
    """One kind of protective device."""

    key: str
    """string_fuse, dc_switch, dc_spd, ac_breaker, ac_spd, rcd, anti_islanding or earthing."""
    what: Message
    """The device in words."""
    count: int
    """How many."""
    rating_a: float | None
    """Rated current [A], None where it has none."""
    rating_v: float | None
    """Rated voltage [V], None where it has none."""
    why: Message
    """What asks for it."""


def standard_rating_a(device: str, least_a: float) -> float:
    """Return the least usual rating of a device that is not below a current [A].

    Parameters
    ----------
    device
        `string_fuse` or `breaker`.
    least_a
        Current it must have [A].

    Raises
    ------
    InputError
        If the device is unknown or no rating suffices.

    Examples
    --------
    >>> standard_rating_a("string_fuse", 14.8), standard_rating_a("breaker", 75.2)
    (15.0, 80.0)
    """
    table = read_facts("pv_design", "data/electrical_ratings.csv")
    ratings = np.sort(table.loc[table["device"] == device, "rating_a"].to_numpy(dtype=float))
    enough = ratings[ratings >= least_a]
    if not enough.size:
        largest = ratings[-1] if ratings.size else math.nan
        allowed = message("up to {largest:g} A, the largest usual rating", largest=largest)
        raise InputError.of(device, least_a, allowed=allowed)
    return float(enough[0])


def string_fuse_a(
    module: PvModule, *, irradiance_factor: float, series_fuse_max_a: float | None = None
) -> float:
    """Return the rating of the fuse of a string [A].

    At least 1.25 times the largest current of the string, at most what the module's data sheet
    allows, or 2.4 times its short-circuit current where that is unknown.

    Parameters
    ----------
    module
        Of the string.
    irradiance_factor
        Largest current over rated current.
    series_fuse_max_a
        Maximum series fuse of the module's data sheet [A].

    Raises
    ------
    InputError
        If no usual rating lies between.

    Examples
    --------
    >>> from equipment_catalog.pv_modules import PvModule
    >>> panel = PvModule("guide", 45.0, 37.0, 9.5, 9.0, -0.003, -0.004)
    >>> string_fuse_a(panel, irradiance_factor=1.25, series_fuse_max_a=20.0)
    15.0
    """
    least = module.isc_a * irradiance_factor * electrical_fact("continuous_factor").value
    most = module.isc_a * electrical_fact("fuse_most_factor").value
    most = most if series_fuse_max_a is None else series_fuse_max_a
    rating = standard_rating_a("string_fuse", least)
    if rating > most:
        allowed = message("{most:.1f} A, the largest fuse the module bears, or less", most=most)
        raise InputError.of("string_fuse", rating, allowed=allowed)
    return rating


def ac_current_a(inverter: Inverter, *, voltage_v: float) -> float:
    """Return the rated AC current of an inverter at unity power factor [A].

    Parameters
    ----------
    inverter
        With its power and its phases.
    voltage_v
        Between phases, or phase and neutral of a single phase [V].

    Raises
    ------
    InputError
        If the inverter has no power or no phases.

    Examples
    --------
    >>> from equipment_catalog.inverters import Inverter
    >>> box = Inverter("mine", 1100.0, 200.0, 1000.0, 40.0, ac_kw=50.0, phases=3)
    >>> round(ac_current_a(box, voltage_v=400.0), 2)  # 50 kW / 400 V / sqrt 3
    72.17
    """
    if inverter.ac_kw is None:
        raise InputError.of("inverter.ac_kw", None, allowed=message("a power above 0"))
    if inverter.phases not in {1, 3}:
        raise InputError.of("inverter.phases", inverter.phases, allowed=message("1 or 3"))
    path = math.sqrt(3) if inverter.phases != 1 else 1.0
    return inverter.ac_kw * 1000 / voltage_v / path


def protections(
    module: PvModule,
    inverter: Inverter,
    plan: StringPlan,
    *,
    voc_string_v: float,
    ac_voltage_v: float,
    irradiance_factor: float,
    series_fuse_max_a: float | None = None,
    lightning_rod: bool = False,
) -> tuple[Protection, ...]:
    """Return the protective devices of a plant.

    Parameters
    ----------
    module, inverter, plan
        Of the plant.
    voc_string_v
        Largest voltage of a string [V]; DC devices bear it.
    ac_voltage_v
        Of the inverter's output [V].
    irradiance_factor
        Largest current over rated current of a string.
    series_fuse_max_a
        Maximum series fuse of the module's data sheet [A].
    lightning_rod
        Whether the building or field has an outer lightning protection: arresters of type 1+2.

    Raises
    ------
    InputError
        If no usual fuse or breaker fits, or the inverter has no power or phases.
    """
    spd = message("type 1+2") if lightning_rod else message("type 2")
    current = ac_current_a(inverter, voltage_v=ac_voltage_v)
    breaker = standard_rating_a("breaker", current * electrical_fact("breaker_factor").value)
    fuses: tuple[Protection, ...] = ()
    if plan.fuses:
        fuse = string_fuse_a(
            module, irradiance_factor=irradiance_factor, series_fuse_max_a=series_fuse_max_a
        )
        fuses = (_fuses(plan, rating_a=fuse, voltage_v=voc_string_v),)
    return (
        *fuses,
        *_dc_devices(plan, spd=spd, voltage_v=voc_string_v),
        *_ac_devices(plan.inverters, spd=spd, breaker_a=breaker, voltage_v=ac_voltage_v),
        Protection(
            key="earthing",
            what=message("Earthing of frames and structure, one bond to the main bar"),
            count=1,
            rating_a=None,
            rating_v=None,
            why=message("no part of the metal may become live"),
        ),
    )


def _fuses(plan: StringPlan, *, rating_a: float, voltage_v: float) -> Protection:
    return Protection(
        key="string_fuse",
        what=message("String fuse gPV, both poles"),
        count=2 * plan.strings,
        rating_a=rating_a,
        rating_v=voltage_v,
        why=message("three strings or more on a tracker"),
    )


def _dc_devices(plan: StringPlan, *, spd: Message, voltage_v: float) -> tuple[Protection, ...]:
    used_trackers = min(plan.inverters * plan.trackers, plan.strings)
    return (
        Protection(
            key="dc_switch",
            what=message("DC switch of a tracker, load-breaking (DC-21B or DC-PV2)"),
            count=used_trackers,
            rating_a=plan.strings_per_tracker * plan.string_current_a,
            rating_v=voltage_v,
            why=message("isolation under load; many inverters have it built in"),
        ),
        Protection(
            key="dc_spd",
            what=message("DC surge arrester, {type}", type=spd),
            count=used_trackers,
            rating_a=None,
            rating_v=voltage_v,
            why=message("lightning is frequent in the Andes; many inverters have type 2 built in"),
        ),
    )


def _ac_devices(
    inverters: int, *, spd: Message, breaker_a: float, voltage_v: float
) -> tuple[Protection, ...]:
    sensitivity = electrical_fact("rcd_sensitivity").value
    rows: tuple[tuple[str, Message, int, float | None, Message], ...] = (
        (
            "ac_breaker",
            message("AC breaker of an inverter"),
            inverters,
            breaker_a,
            message("1.25 times the rated current of the inverter"),
        ),
        (
            "ac_spd",
            message("AC surge arrester, {type}", type=spd),
            1,
            None,
            message("at the board of the plant"),
        ),
        (
            "rcd",
            message("Residual current device, type B, {sensitivity:g} A", sensitivity=sensitivity),
            inverters,
            None,
            message("inverters without transformer; type A only where the manual allows it"),
        ),
        (
            "anti_islanding",
            message("Anti-islanding with voltage and frequency windows"),
            inverters,
            None,
            message("inside a certified inverter (IEC 62116 or UL 1741); ask for the settings"),
        ),
    )
    return tuple(
        Protection(key=k, what=what, count=n, rating_a=amps, rating_v=voltage_v, why=why)
        for k, what, n, amps, why in rows
    )
