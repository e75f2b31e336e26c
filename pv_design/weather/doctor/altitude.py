"""Whether the site is as high as the source and the map say."""

from __future__ import annotations

from typing import TYPE_CHECKING

from equipment_catalog.messages import message
from pv_design.altitude import lookup_altitude_m
from pv_design.weather.doctor.quality_mark import Check, QualityMark, limit

if TYPE_CHECKING:
    from pv_design.weather.doctor.hourly_year import HourlyYear

_NAME = message("Altitude of the site")


def _examine(year: HourlyYear) -> tuple[QualityMark, ...]:
    by_map = lookup_altitude_m(year.latitude, year.longitude)
    by_file = year.altitude_m if year.file_altitude_m is None else year.file_altitude_m
    is_good = abs(year.altitude_m - by_file) <= limit("altitude_file_tolerated_m") and abs(
        year.altitude_m - by_map
    ) <= limit("altitude_map_tolerated_m")
    return (
        QualityMark(
            check="altitude",
            name=_NAME,
            verdict="good" if is_good else "doubtful",
            said=message(
                "{used:,.0f} m are used; the source says {by_file:,.0f} m, a coarse map "
                "{by_map:,.0f} m",
                used=year.altitude_m,
                by_file=by_file,
                by_map=by_map,
            )
            if year.file_altitude_m is not None
            else message(
                "{used:,.0f} m are used; a coarse map says {by_map:,.0f} m",
                used=year.altitude_m,
                by_map=by_map,
            ),
            columns=(),
            advice=None
            if is_good
            else message(
                "500 m are about 3 K of air temperature, 1 % of the yield, and move what a "
                "cloudless sky gives: look the height up"
            ),
        ),
    )


CHECK = Check(key="altitude", name=_NAME, examine=_examine, sees_means=True)
"""Height used against that in the file's head and that of pvlib's map."""
