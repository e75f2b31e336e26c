"""Diffuse light above the global one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from equipment_catalog.messages import message
from pv_design.weather.doctor.hourly_year import first
from pv_design.weather.doctor.quality_mark import Check, QualityMark, graded, limit

if TYPE_CHECKING:
    from pv_design.weather.doctor.hourly_year import HourlyYear

_NAME = message("Diffuse light below global")


def _examine(year: HourlyYear) -> tuple[QualityMark, ...]:
    ghi, dhi = year.values("ghi"), year.values("dhi")
    if ghi is None or dhi is None:
        return ()
    above = dhi > limit("diffuse_excess_fraction") * ghi + limit("diffuse_excess_w_m2")
    count = int(np.count_nonzero(above))
    share = count / max(int(np.count_nonzero(ghi > 0)), 1)
    verdict = graded(
        share,
        doubtful=limit("diffuse_doubtful_fraction"),
        wrong=limit("diffuse_wrong_fraction"),
    )
    return (
        QualityMark(
            check="diffuse",
            name=_NAME,
            verdict=verdict,
            said=message(
                "hours with more diffuse than global light: {hours}",
                hours=year.counted(above),
            ),
            columns=("dhi", "ghi"),
            advice=None
            if verdict == "good"
            else message(
                "diffuse light is a part of the global: swapped columns or a shadow ring out of "
                "place; leave dhi out to have it worked out"
            ),
            hour=first(above),
        ),
    )


CHECK = Check(key="diffuse", name=_NAME, examine=_examine)
"""A part cannot be more than the whole."""
