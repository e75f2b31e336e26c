"""Whether beam and diffuse light add up to the global one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from equipment_catalog.messages import Message, message
from pv_design.weather.doctor.quality_mark import Check, QualityMark, graded, limit
from pv_design.weather.quick_sun import cosine_of_zenith

if TYPE_CHECKING:
    from pv_design.weather.doctor.hourly_year import Array, HourlyYear

_NAME = message("Beam and diffuse light against global")
_MOMENTS_MINUTES = np.arange(-60.0, 61.0, 15.0)
_FITS = 4.0


def _examine(year: HourlyYear) -> tuple[QualityMark, ...]:
    parts = [year.values(column) for column in ("ghi", "dni", "dhi")]
    if any(part is None for part in parts):
        return ()
    columns = np.array(parts)
    high = year.zenith < limit("closure_zenith_deg")
    high &= np.isfinite(columns).all(axis=0)
    if not (columns[0][high] > 0).any():
        return ()
    ghi, dni, dhi = columns[:, high]
    level = float(ghi.mean())
    error = dni * year.cosine[high] + dhi - ghi
    spread = _spread(error, level)
    verdict = graded(
        spread,
        doubtful=limit("closure_doubtful_fraction"),
        wrong=limit("closure_wrong_fraction"),
    )
    return (
        QualityMark(
            check="closure",
            name=_NAME,
            verdict=verdict,
            said=message(
                "dni cos(zenith) + dhi differs from ghi by {error:.1f} W/m² (root mean square, "
                "{spread:.1%} of ghi), {bias:+.1f} W/m² on the mean",
                error=spread * level,
                spread=spread,
                bias=float(error.mean()),
            ),
            columns=("ghi", "dni", "dhi"),
            advice=None if verdict == "good" else _reason(year, high, (ghi, dni, dhi), spread),
        ),
    )


def _spread(error: Array, level: float) -> float:
    return float(np.sqrt((error**2).mean())) / level


def _reason(
    year: HourlyYear, high: np.ndarray, columns: tuple[Array, Array, Array], spread: float
) -> Message:
    """Return which other reading of the columns closes, if one does."""
    ghi, dni, dhi = columns
    level, cosine = float(ghi.mean()), year.cosine[high]
    if _spread(dni + dhi - ghi, level) < spread / _FITS:
        return message("the beam is that on the horizontal: give it as received square to the sun")
    if _spread(dhi * cosine + dni - ghi, level) < spread / _FITS:
        return message("the columns dni and dhi stand in each other's place")
    moments = cosine_of_zenith(
        year.hours[high],
        latitude=year.latitude,
        longitude=year.longitude,
        utc_offset_hours=year.utc_offset_hours,
        minutes=year.sun_offset_minutes + _MOMENTS_MINUTES,
    )
    errors = np.maximum(moments, 0.0) * dni[:, None] + (dhi - ghi)[:, None]
    spreads = np.sqrt((errors**2).mean(axis=0)) / level
    best = int(spreads.argmin())
    if spreads[best] < spread / _FITS:
        return message(
            "beam and global light close with the sun {minutes:+.0f} min from where the light "
            "has it: the source worked one of them out at another moment; about 1 % of the yield "
            "of a tilted plane",
            minutes=float(_MOMENTS_MINUTES[best]),
        )
    return message(
        "three columns that do not belong together: which of them is right decides up to as much "
        "of the yield; leave dni and dhi out to have them worked out from ghi"
    )


CHECK = Check(key="closure", name=_NAME, examine=_examine)
"""ghi = dni cos(zenith) + dhi, with the sun at least 10 degrees high."""
