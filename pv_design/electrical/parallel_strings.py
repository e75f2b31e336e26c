"""Strings in parallel: what a tracker bears, when fuses are needed, how strings are shared."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from equipment_catalog.errors import InputError
from equipment_catalog.messages import message
from equipment_catalog.notes import Note
from pv_design.electrical.string_window import electrical_fact, whole

if TYPE_CHECKING:
    from equipment_catalog.inverters import Inverter
    from equipment_catalog.pv_modules import PvModule
    from pv_design.strings import StringSize


@dataclass(frozen=True, kw_only=True)
class StringPlan:
    """The strings of a whole plant."""

    modules_in_series: int
    """Modules of every string."""
    strings: int
    """Strings of the plant."""
    inverters: int
    """Number of inverters."""
    trackers: int
    """Trackers of one inverter."""
    strings_per_tracker: int
    """On the fullest tracker."""
    most_per_tracker: int
    """What the short-circuit limit of a tracker allows."""
    fuses: bool
    """Whether every string needs a fuse."""
    string_current_a: float
    """Largest short-circuit current of a string [A]."""
    notes: tuple[Note, ...]
    """What was assumed and warned of."""

    @property
    def modules(self) -> int:
        """Modules that are wired."""
        return self.modules_in_series * self.strings


def most_parallel(module: PvModule, inverter: Inverter, *, irradiance_factor: float) -> int:
    """Return how many strings a tracker bears by its short-circuit limit.

    Parameters
    ----------
    module, inverter
        Their short-circuit currents.
    irradiance_factor
        Largest current over rated current: 1.25, more where the site's peak sun is more.

    Examples
    --------
    >>> from equipment_catalog.inverters import Inverter
    >>> from equipment_catalog.pv_modules import PvModule
    >>> panel = PvModule("mine", 50.0, 42.0, 14.0, 13.0, -0.0026, -0.0034)
    >>> box = Inverter("mine", 1100.0, 200.0, 1000.0, 40.0)
    >>> most_parallel(panel, box, irradiance_factor=1.25)  # 40 / 17.5
    2
    >>> most_parallel(panel, box, irradiance_factor=1.45)  # 40 / 20.3
    1
    """
    return whole(inverter.isc_max_a / (irradiance_factor * module.isc_a))


def plan_strings(
    size: StringSize,
    *,
    strings: int,
    string_modules: int,
    inverters: int,
    irradiance_factor: float,
) -> StringPlan:
    """Return how the equal strings of a plant hang on its inverters, or refuse them.

    Strings are spread evenly over the trackers; no module is left over.

    Parameters
    ----------
    size
        Of the module and the inverter.
    strings
        Of the plant.
    string_modules
        Modules of each string.
    inverters
        Of the plant.
    irradiance_factor
        Largest current over rated current of a string.

    Raises
    ------
    InputError
        If the pair is not feasible, the inverter's trackers are unknown, a string passes a limit
        at the coldest or hottest of the site, or the trackers do not bear all the strings.

    Examples
    --------
    >>> from equipment_catalog.inverters import Inverter
    >>> from equipment_catalog.pv_modules import PvModule
    >>> from pv_design.strings import size_strings
    >>> panel = PvModule("mine", 50.0, 42.0, 14.0, 13.0, -0.0026, -0.0034)
    >>> box = Inverter("mine", 1100.0, 200.0, 1000.0, 40.0, trackers=4)
    >>> size = size_strings(panel, box, coldest_air_c=0.0, hottest_cell_c=70.0)
    >>> plan = plan_strings(
    ...     size, strings=5, string_modules=20, inverters=1, irradiance_factor=1.25
    ... )
    >>> plan.modules, plan.strings_per_tracker, plan.most_per_tracker
    (100, 2, 2)
    """
    trackers = _trackers(size, inverters)
    most = most_parallel(size.module, size.inverter, irradiance_factor=irradiance_factor)
    refused = size.refusals(string_modules)
    if refused:
        raise InputError.of("string_modules", string_modules, allowed=refused[0])
    places = inverters * trackers * most
    if not 1 <= strings <= places:
        allowed = message(
            "1 to {places} strings: {inverters} inverters x {trackers} trackers x {most} strings",
            places=places,
            inverters=inverters,
            trackers=trackers,
            most=most,
        )
        raise InputError.of("strings", strings, allowed=allowed)
    fullest = math.ceil(strings / (inverters * trackers))
    return StringPlan(
        modules_in_series=string_modules,
        strings=strings,
        inverters=inverters,
        trackers=trackers,
        strings_per_tracker=fullest,
        most_per_tracker=most,
        fuses=fullest >= electrical_fact("fuse_from_strings").value,
        string_current_a=irradiance_factor * size.module.isc_a,
        notes=_working_current_note(size, fullest),
    )


def _trackers(size: StringSize, inverters: int) -> int:
    """Return the trackers of one inverter, after refusing what cannot be wired."""
    if not size.feasible:
        allowed = message("a pair that fits; {why}", why=size.limits[-1])
        raise InputError.of("inverter", size.inverter.name, allowed=allowed)
    trackers = size.inverter.trackers
    if trackers is None or trackers < 1:
        allowed = message("the number of trackers of the inverter")
        raise InputError.of("inverter.trackers", trackers, allowed=allowed)
    if inverters < 1:
        raise InputError.of("inverters", inverters, allowed=message("1 or more"))
    return trackers


def _working_current_note(size: StringSize, strings: int) -> tuple[Note, ...]:
    limit, current = size.inverter.imp_max_a, strings * size.module.imp_a
    if limit is None or current <= limit:
        return ()
    return (
        Note(
            what=message("Working current of the fullest tracker above what it uses"),
            value=message("{current:.1f} A of {limit:g} A", current=current, limit=limit),
            source=message("{count} strings in parallel at rated sun", count=strings),
            effect=message("harmless, but power above it is lost: choose wider trackers"),
            kind="warning",
        ),
    )
