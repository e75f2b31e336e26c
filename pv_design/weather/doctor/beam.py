"""Beam brighter than the clearest air lets through."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from equipment_catalog.messages import message
from pv_design.weather.doctor.hourly_year import first
from pv_design.weather.doctor.quality_mark import Check, QualityMark, graded, limit

if TYPE_CHECKING:
    from pv_design.weather.doctor.hourly_year import HourlyYear

_NAME = message("Beam below that outside the atmosphere")


def _examine(year: HourlyYear) -> tuple[QualityMark, ...]:
    dni = year.values("dni")
    if dni is None:
        return ()
    share = limit("beam_clear_fraction")
    above = dni > share * year.sun["dni_extra"].to_numpy(dtype=float)
    count = int(np.count_nonzero(above))
    verdict = graded(
        count,
        doubtful=limit("beam_doubtful_hours"),
        wrong=max(
            limit("beam_wrong_fraction") * int(np.count_nonzero(dni > 0)),
            limit("beam_doubtful_hours"),
        ),
    )
    return (
        QualityMark(
            check="beam",
            name=_NAME,
            verdict=verdict,
            said=message(
                "hours with a beam above {share:.0%} of that outside the atmosphere: {hours}; the "
                "brightest of all has {highest:,.0f} W/m²",
                share=share,
                hours=year.counted(above),
                highest=float(np.nanmax(dni)),
            ),
            columns=("dni",),
            advice=None
            if verdict == "good"
            else message(
                "no air is so clear: the beam was worked out with the sun at another moment or "
                "is in another unit; leave dni out to have it worked out"
            ),
            hour=first(above),
        ),
    )


CHECK = Check(key="beam", name=_NAME, examine=_examine)
"""Direct normal light against Spencer's extraterrestrial one."""
