"""Inverters that a module's strings and the altitude of a site allow, as options of the size."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from equipment_catalog.errors import InputError
from equipment_catalog.messages import Message, message
from equipment_catalog.notes import Note
from equipment_catalog.tables import read_fact
from pv_design.components.altitude_derating import module_vdc_max_v
from pv_design.electrical.parallel_strings import most_parallel
from pv_design.electrical.string_window import electrical_fact
from pv_design.inverter_choice import rated_kw
from pv_design.size_search.plant_combinations import InverterOption
from pv_design.size_search.standing_inverters import standing_inverters
from pv_design.strings import size_strings

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from equipment_catalog.inverters import Inverter
    from equipment_catalog.pv_modules import PvModule
    from pv_design.electrical.site_extremes import SiteExtremes

NOT_WIRED = message("no string of this module keeps all their limits")


@dataclass(frozen=True, kw_only=True)
class WiredOptions:
    """What may be chosen from at a site, and what was left out."""

    options: tuple[InverterOption, ...]
    """One for each inverter that can be wired."""
    inverters: Mapping[str, Inverter]
    """Each by its name."""
    notes: tuple[Note, ...]
    """What was left out and why, one note a reason."""


def wired_options(
    module: PvModule,
    candidates: Sequence[Inverter],
    further: Sequence[Inverter] = (),
    *,
    extremes: SiteExtremes,
    altitude_m: float,
    hottest_air_c: float,
    short_strings: bool = False,
) -> WiredOptions:
    """Return the inverters whose limits strings of a module keep at a site.

    What the hottest hour of the year leaves of an inverter's power holds for the whole year.

    Parameters
    ----------
    module
        Type of the modules.
    candidates
        Inverters with a rated power, one or more.
    further
        More of them, as `standing_inverters.standing_inverters` takes them.
    extremes
        Cold, heat and sun of the site.
    altitude_m
        Above sea level [m].
    hottest_air_c
        Of the hours of the year [degC].
    short_strings
        Whether strings may be as short as the tracking window bears; else they are no shorter
        than the share of the longest that is worth its cable.

    Raises
    ------
    InputError
        If none of the inverters can be wired, with the limit of the last, and as
        `standing_inverters.standing_inverters` does.
    """
    standing = standing_inverters(
        candidates, further, altitude_m=altitude_m, hottest_air_c=hottest_air_c
    )
    certified = replace(module, vdc_max_v=module_vdc_max_v(module, altitude_m=altitude_m))
    options: list[InverterOption] = []
    unwired: dict[str, Message] = {}
    for unit in standing.inverters:
        found = _option(certified, unit, extremes, short_strings=short_strings)
        if isinstance(found, InverterOption):
            options.append(replace(found, power_fraction=standing.power_fractions[unit.name]))
        else:
            unwired[unit.name] = found
    if not options:
        name, why = list(unwired.items())[-1]
        allowed = message(
            "an inverter that strings of {module} fit; {why}", module=module.name, why=why
        )
        raise InputError.of("inverter", name, allowed=allowed)
    left_out = (*standing.left_out, (NOT_WIRED, list(unwired)))
    return WiredOptions(
        options=tuple(options),
        inverters={unit.name: unit for unit in standing.inverters},
        notes=tuple(_left_out_note(why, names) for why, names in left_out if names),
    )


def _option(
    module: PvModule, unit: Inverter, extremes: SiteExtremes, *, short_strings: bool
) -> InverterOption | Message:
    """Return the option of an inverter, or why strings of the module do not fit it."""
    factor = extremes.irradiance_factor
    size = size_strings(
        module,
        unit,
        coldest_air_c=extremes.coldest_air_c,
        hottest_cell_c=extremes.hottest_cell_c,
        irradiance_factor=factor,
    )
    if not size.feasible:
        return size.limits[-1]
    if unit.trackers is None:
        return message("the number of its trackers is not known")
    default = read_fact("pv_design", "data/production.csv", "inverter_efficiency")
    share = 0.0 if short_strings else electrical_fact("string_share_least").value
    return InverterOption(
        name=unit.name,
        ac_kw=rated_kw(unit),
        fewest_modules=max(size.fewest, math.ceil(share * size.most)),
        most_modules=size.most,
        most_strings=unit.trackers * most_parallel(module, unit, irradiance_factor=factor),
        efficiency_fraction=unit.efficiency_fraction or default.value,
    )


def _left_out_note(why: Message, names: Sequence[str]) -> Note:
    return Note(
        what=message("Inverters of the catalogue that were not looked at: {why}", why=why),
        value=", ".join(names),
        source=message("limits of the catalogue and extremes of the site"),
        effect=message("the size is the best of the other inverters"),
    )
