"""Light while the sun is far below the horizon."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from equipment_catalog.messages import message
from pv_design.weather.doctor.hourly_year import first
from pv_design.weather.doctor.quality_mark import Check, QualityMark, graded, limit

if TYPE_CHECKING:
    from pv_design.weather.doctor.hourly_year import HourlyYear

_NAME = message("Light at night")
_LIGHTS = ("ghi", "dni", "dhi")


def _examine(year: HourlyYear) -> tuple[QualityMark, ...]:
    known = {c: values for c in _LIGHTS if (values := year.values(c)) is not None}
    night = year.zenith > limit("night_zenith_deg")
    if not known or not night.any():
        return ()
    columns = np.stack(list(known.values()))
    lit = night & (columns > limit("night_light_w_m2")).any(axis=0)
    count = int(np.count_nonzero(lit))
    verdict = graded(count, doubtful=1, wrong=limit("night_wrong_hours"))
    said = message("every night is dark")
    if count:
        said = message(
            "hours with light, the sun 10 degrees below the horizon: {hours}; up to "
            "{highest:,.0f} W/m²",
            hours=year.counted(lit),
            highest=float(np.nanmax(columns[:, lit])),
        )
    return (
        QualityMark(
            check="night",
            name=_NAME,
            verdict=verdict,
            said=said,
            columns=tuple(known),
            advice=None
            if verdict == "good"
            else message("0 at night: a wrong clock or place, rows out of order or a stuck sensor"),
            hour=first(lit),
        ),
    )


CHECK = Check(key="night", name=_NAME, examine=_examine)
"""Light in the dark; the sun's last light is left a wide margin."""
