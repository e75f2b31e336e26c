"""What the inverters' limit takes inside the hours, between a least and a most."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from equipment_catalog.messages import message
from equipment_catalog.notes import Note
from equipment_catalog.tables import read_fact
from pv_design.array_power import inverter_ac_kw
from pv_design.losses import kept_fraction
from pv_design.sun_position import sun_position
from pv_design.weather.synthetic_year import clear_sky_ghi

if TYPE_CHECKING:
    import numpy.typing as npt

    from pv_design.production import Production
    from pv_design.weather import Weather

_FACTS = "data/production.csv"


@dataclass(frozen=True, kw_only=True)
class SubHourClipping:
    """Energy over the inverters' limit, of that without a limit [fraction]."""

    least_fraction: float
    """With every hour as even as its mean; what the simulation takes off."""
    most_fraction: float
    """With every hour split into a clear and a cloudy part."""
    estimate_fraction: float
    """Between them, at the table's share; an estimate."""
    more_kwh: float
    """Of the year, to be taken off besides what the simulation takes [kWh]."""
    notes: tuple[Note, ...]
    """What was estimated, a warning where it is much; empty where the limit never acts."""


def sub_hour_clipping(weather: Weather, production: Production) -> SubHourClipping:
    """Return an estimate of the clipping that hourly means hide.

    A limit acts on the moment. Of all that an hour can do between the light of a thick cloud and
    that of a clear sky, keeping its mean, an even hour loses least and an hour that is now clear,
    now cloudy, loses most; the truth lies between. Power is taken as in proportion to light.

    Parameters
    ----------
    weather
        The production was simulated with.
    production
        What `simulate` gave.

    Examples
    --------
    >>> from pv_design.production import simulate
    >>> from pv_design.weather.embedded import embedded_weather
    >>> here = embedded_weather(2.983982, -76.6507771, altitude_m=1200.0)
    >>> plant = simulate(here, dc_kw=100.0, tilt_deg=10.0, azimuth_deg=180.0, dc_ac_ratio=1.5)
    >>> clipped = sub_hour_clipping(here, plant)
    >>> clipped.least_fraction < clipped.estimate_fraction < clipped.most_fraction
    True
    """
    settings = production.settings
    free, limited = inverter_ac_kw(
        production.inverter_input_kw,
        ac_rating_kw=production.ac_rating_kw,
        efficiency=settings.inverter_efficiency,
    )
    whole = float(free.sum())
    if whole <= 0:
        return _clipping(0.0, 0.0, whole, 1.0)
    over = two_level_excess(free, _clearness(weather), limit=production.ac_rating_kw)
    least = float((free - limited).sum()) / whole
    most = max(float(over.sum()) / whole, least)
    return _clipping(least, most, whole, kept_fraction(settings.losses, "ac"))


def two_level_excess(
    mean: npt.NDArray[np.float64], clearness: npt.NDArray[np.float64], *, limit: float
) -> npt.NDArray[np.float64]:
    """Return the mean of what lies over a limit in hours of a clear and a cloudy part.

    Parameters
    ----------
    mean
        Of each hour.
    clearness
        Light of the hour over that of a clear sky; hours beyond the two levels are even.
    limit
        In the unit of the mean.

    Examples
    --------
    >>> # clearness 0.65 is half clear (100) and half cloudy (30): half of 100 - 80 is lost
    >>> two_level_excess(np.array([65.0]), np.array([0.65]), limit=80.0).round(6).tolist()
    [10.0]
    """
    low, high = (
        read_fact("pv_design", _FACTS, key).value
        for key in ("subhour_cloud_clearness", "subhour_clear_clearness")
    )
    broken = (clearness > low) & (clearness < high)
    index = np.where(broken, clearness, 1.0)
    clear_share = np.where(broken, (index - low) / (high - low), 1.0)
    clear, cloudy = (np.where(broken, mean * level / index, mean) for level in (high, low))
    excess: npt.NDArray[np.float64] = clear_share * np.maximum(clear - limit, 0) + (
        1 - clear_share
    ) * np.maximum(cloudy - limit, 0)
    return excess


def _clearness(weather: Weather) -> npt.NDArray[np.float64]:
    clear = clear_sky_ghi(
        sun_position(weather),
        latitude=weather.latitude,
        longitude=weather.longitude,
        altitude_m=weather.altitude_m,
    ).to_numpy()
    ghi = weather.data["ghi"].to_numpy(dtype=float)
    clearness: npt.NDArray[np.float64] = np.zeros(len(ghi))
    np.divide(ghi, clear, out=clearness, where=clear > 0)
    return clearness


def _clipping(least: float, most: float, whole_kwh: float, kept: float) -> SubHourClipping:
    share = read_fact("pv_design", _FACTS, "subhour_share")
    estimate = least + share.value * (most - least)
    limit = read_fact("pv_design", _FACTS, "clipping_warning").value
    note = Note(
        what=message("Clipping inside the hours, estimated"),
        value=message(
            "{estimate:.2%} of the energy, between {least:.2%} and {most:.2%}",
            estimate=estimate,
            least=least,
            most=most,
        ),
        source=share.citation,
        effect=message("hourly means show only the least; the rest is not taken off the energy"),
        kind="warning" if estimate - least > limit else "finding",
    )
    return SubHourClipping(
        least_fraction=least,
        most_fraction=most,
        estimate_fraction=estimate,
        more_kwh=(estimate - least) * whole_kwh * kept,
        notes=(note,) if most > 0 else (),
    )
