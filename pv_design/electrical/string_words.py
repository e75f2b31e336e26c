"""What the sizing of strings says to its reader."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from equipment_catalog.messages import Message, message
from equipment_catalog.notes import Note
from pv_design.electrical.string_window import electrical_fact

if TYPE_CHECKING:
    from collections.abc import Sequence

    from equipment_catalog.inverters import Inverter
    from equipment_catalog.pv_modules import PvModule
    from pv_design.electrical.string_window import VoltageLimit


def limit_words(current_a: float, isc_max_a: float) -> Message:
    """Return the sentence of a tracker that does not bear one string.

    Examples
    --------
    >>> str(limit_words(23.0, 20.0))
    'one string can drive 23.0 A, above 20 A: short-circuit limit of a tracker'
    """
    return message(
        "one string can drive {current:.1f} A, above {limit:g} A: short-circuit limit of a tracker",
        current=current_a,
        limit=isc_max_a,
    )


def size_words(
    fewest: int,
    upper: Sequence[VoltageLimit],
    *,
    inverter: Inverter,
    vmp_v: float,
    current_a: float,
) -> tuple[Message, ...]:
    """Return what decides either end of the window and what forbids the pair, if anything does.

    Parameters
    ----------
    fewest
        Modules the hot string needs.
    upper
        Upper limits, the one that decides first.
    inverter
        With its window.
    vmp_v
        Voltage of one hot module at maximum power [V].
    current_a
        Largest current of one string [A].
    """
    first = upper[0]
    words = [
        message(
            "at most {count}: {what}, {limit:,g} V, over {voltage:.1f} V a module",
            count=first.most,
            what=first.what,
            limit=first.limit_v,
            voltage=first.module_v,
        ),
        message(
            "at least {count}: lower end of the tracking window, {limit:,g} V, "
            "over {voltage:.1f} V a hot module",
            count=fewest,
            limit=inverter.mppt_min_v,
            voltage=vmp_v,
        ),
    ]
    if fewest > first.most:
        words.append(
            message(
                "no string fits: the hot string needs {fewest} modules and {what} allows {most}",
                fewest=fewest,
                what=first.what,
                most=first.most,
            )
        )
    if current_a > inverter.isc_max_a:
        words.append(limit_words(current_a, inverter.isc_max_a))
    return tuple(words)


def string_notes(
    module: PvModule,
    *,
    fewest: int,
    vmp_v: float,
    mppt_min_v: float,
    daylight: tuple[float, int] | None,
) -> tuple[Note, ...]:
    """Return the notes of a string size: estimated coefficient, margin, daylight.

    Parameters
    ----------
    module
        Whose voltage coefficient may have been estimated from the power coefficient.
    fewest
        Modules the hot string needs.
    vmp_v, mppt_min_v
        Voltage of one hot module and lower end of the window [V].
    daylight
        Largest daylight voltage of a module [V] and the modules it allows.
    """
    notes = [
        Note(
            what=message("Margin of the shortest string above the tracking window"),
            value=message("{margin:.1%}", margin=fewest * vmp_v / mppt_min_v - 1),
            source=message("voltage of the hot string over the lower end of the window"),
            effect=message("modules lose voltage with age: prefer longer strings"),
            kind="finding",
        )
    ]
    if _beta_was_estimated(module):
        notes.append(
            Note(
                what=message("Temperature coefficient of the voltage at maximum power"),
                value=message("{beta:.3%}/degC", beta=module.beta_vmp_fraction_per_c),
                source=message("coefficient of power less that of the short-circuit current"),
                effect=message("a little too steep: the hot string is judged on the safe side"),
            )
        )
    return (*notes, *_daylight_note(daylight))


def _beta_was_estimated(module: PvModule) -> bool:
    if module.gamma_pmp_fraction_per_c is None or module.alpha_isc_fraction_per_c is None:
        return False
    estimate = module.gamma_pmp_fraction_per_c - module.alpha_isc_fraction_per_c
    return math.isclose(module.beta_vmp_fraction_per_c, estimate)


def _daylight_note(daylight: tuple[float, int] | None) -> tuple[Note, ...]:
    if daylight is None:
        return ()
    return (
        Note(
            what=message("Largest open-circuit voltage of a module in the year's daylight"),
            value=message(
                "{voltage:.1f} V: {count} modules", voltage=daylight[0], count=daylight[1]
            ),
            source=electrical_fact("daylight_voc_margin").citation,
            effect=message(
                "not used: strings are sized on the record low; NEC 690.7(A)(3) allows it from "
                "100 kW with an engineer's signature, on many years of measured weather"
            ),
            kind="finding",
        ),
    )
