"""The coldest air, the hottest cells and the strongest sun that a year of weather lets expect."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from equipment_catalog.messages import Message, message
from equipment_catalog.notes import Note
from pv_design.cell_temperature import cell_temperature
from pv_design.electrical.string_window import electrical_fact
from pv_design.strings import least_irradiance_factor

if TYPE_CHECKING:
    import numpy.typing as npt

    from pv_design.production import Production
    from pv_design.weather import Weather

_STC_W_M2 = 1000.0


@dataclass(frozen=True, kw_only=True, eq=False)
class SiteExtremes:
    """What the electrical design must bear at a site."""

    coldest_air_c: float
    """Record low of the air [degC]: given, or estimated from the year."""
    coldest_air_source: Message
    """Where it comes from."""
    hottest_cell_c: float
    """Hottest cells [degC], estimated from the year."""
    peak_poa_w_m2: float
    """Largest hourly irradiance on the plane [W/m2]."""
    irradiance_factor: float
    """Largest current over rated current of a string: 1.25, or the peak where it is more."""
    poa_w_m2: npt.NDArray[np.float64]
    """Irradiance on the plane of every hour [W/m2]."""
    cell_c: npt.NDArray[np.float64]
    """Temperature of the cells in every hour [degC]; that of the air without light."""
    notes: tuple[Note, ...]
    """What was assumed and warned of."""


def site_extremes(
    weather: Weather, production: Production, *, record_low_air_c: float | None = None
) -> SiteExtremes:
    """Return the extremes of a site for a plant that was simulated in its weather.

    A typical year holds no record: without a record low of a weather station, ten degrees are
    taken off its coldest hour, and five are added to its hottest cells.

    Parameters
    ----------
    weather
        A year of hours.
    production
        Of the plant in this weather; its plane and its cell temperature model are used.
    record_low_air_c
        Lowest air temperature ever measured near the site [degC], or None.

    Examples
    --------
    >>> from pv_design.production import simulate
    >>> from pv_design.weather.embedded import embedded_weather
    >>> here = embedded_weather(2.983982, -76.6507771, altitude_m=1200.0)
    >>> plant = simulate(here, dc_kw=100.0, tilt_deg=10.0, azimuth_deg=180.0)
    >>> site_extremes(here, plant, record_low_air_c=8.0).irradiance_factor
    1.25
    """
    poa = production.poa_w_m2.to_numpy(dtype=float)
    air = weather.data["temp_air"].to_numpy(dtype=float)
    cells = cell_temperature(
        production.settings.temperature_model,
        production.settings.temperature_values,
        poa_w_m2=np.maximum(poa, 1.0),
        effective_w_m2=np.maximum(poa, 1.0),
        temp_air_c=air,
        wind_speed_m_s=weather.data["wind_speed"].to_numpy(dtype=float),
    )
    cells = np.where(poa > 0, cells, air)
    low, high = electrical_fact("record_low_below_year"), electrical_fact("record_high_above_year")
    estimated = float(air.min()) - low.value
    peak = float(production.planes["peak_poa_w_m2"].max())
    factor = max(least_irradiance_factor(), peak / _STC_W_M2)
    notes = [] if record_low_air_c is not None else [_record_low_note(estimated)]
    return SiteExtremes(
        coldest_air_c=estimated if record_low_air_c is None else record_low_air_c,
        coldest_air_source=_record_low_source(record_low_air_c, low.value),
        hottest_cell_c=float(cells.max()) + high.value,
        peak_poa_w_m2=peak,
        irradiance_factor=factor,
        poa_w_m2=poa,
        cell_c=cells,
        notes=(*notes, *_peak_note(factor)),
    )


def _record_low_source(record_low_air_c: float | None, below_year_k: float) -> Message:
    if record_low_air_c is not None:
        return message("as given")
    return message("coldest hour of the weather less {kelvin:g} K, assumed", kelvin=below_year_k)


def _record_low_note(estimated_c: float) -> Note:
    return Note(
        what=message("Record low of the air, estimated from a typical year"),
        value=message("{coldest:.1f} degC", coldest=estimated_c),
        source=electrical_fact("record_low_below_year").citation,
        effect=message("sets the longest string; ask the nearest weather station before building"),
    )


def _peak_note(factor: float) -> tuple[Note, ...]:
    if factor <= least_irradiance_factor():
        return ()
    return (
        Note(
            what=message("Sun on the modules above the 1250 W/m² of the codes"),
            value=message("{peak:,.0f} W/m² in the strongest hour", peak=factor * _STC_W_M2),
            source=message("strongest hour of the weather on the plane of the modules"),
            effect=message("cables, fuses and trackers are sized for it; minutes can be higher"),
            kind="warning",
        ),
    )
