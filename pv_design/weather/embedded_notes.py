"""What a reader must know about the embedded weather before believing a yield."""

from __future__ import annotations

from typing import TYPE_CHECKING

from equipment_catalog.messages import Message, message
from equipment_catalog.notes import Note
from equipment_catalog.tables import read_fact
from pv_design.weather.embedded_level_notes import level_notes
from pv_design.weather.embedded_temperature_notes import temperature_note

if TYPE_CHECKING:
    import pandas as pd

    from pv_design.weather.climate_spread import ClimateSpread
    from pv_design.weather.climatology import Climatology

_FACTS = ("pv_design.weather", "data/weather_facts.csv")


def embedded_notes(
    climate: Climatology,
    *,
    altitude_m: float,
    altitude_is_guessed: bool,
    utc_offset_hours: float,
    offset_is_guessed: bool,
    ghi_kwh_m2_day: float | None,
    ghi_reason: str,
    shortfall_kwh_m2_day: pd.Series,
    spread: ClimateSpread,
    seed: int,
) -> tuple[Note, ...]:
    """Return every assumption and warning of a year made from the embedded climate.

    Parameters
    ----------
    climate
        What the package has.
    altitude_m, altitude_is_guessed
        Above sea level [m], and whether it came from the coarse map.
    utc_offset_hours, offset_is_guessed
        Local standard time less UTC [h], and whether it came from the longitude.
    ghi_kwh_m2_day, ghi_reason
        The annual level that replaced the package's [kWh/m2/day], None for its own, and why.
    shortfall_kwh_m2_day
        By month, what no sky could give [kWh/m2/day].
    spread
        How the days were drawn.
    seed
        Of the synthetic hours.

    Examples
    --------
    >>> import pandas as pd
    >>> from pv_design.weather.climate_spread import spread_of_climate
    >>> from pv_design.weather.climatology import embedded_climatology
    >>> notes = embedded_notes(
    ...     embedded_climatology(-12.05, -77.05, altitude_m=100.0), altitude_m=100.0,
    ...     altitude_is_guessed=False, utc_offset_hours=-5.0, offset_is_guessed=False,
    ...     ghi_kwh_m2_day=4.3, ghi_reason="IWEC of the airport", seed=1,
    ...     spread=spread_of_climate(-12.05, -77.05, 100.0),
    ...     shortfall_kwh_m2_day=pd.Series(0.0, range(1, 13)))
    >>> [str(note.what) for note in notes if note.kind == "warning"]
    ['Solar resource on the Peruvian coast']
    """
    notes = level_notes(climate, ghi_kwh_m2_day=ghi_kwh_m2_day, ghi_reason=ghi_reason)
    if (shortfall_kwh_m2_day > 0).any():
        notes.append(_shortfall_note(shortfall_kwh_m2_day))
    notes += [_altitude_note(altitude_m, guessed=altitude_is_guessed), _hours_note(spread, seed)]
    notes += [temperature_note(climate, altitude_m=altitude_m), _wind_note()]
    if offset_is_guessed:
        notes.append(_offset_note(utc_offset_hours))
    return tuple(notes)


def _shortfall_note(shortfall_kwh_m2_day: pd.Series) -> Note:
    short = shortfall_kwh_m2_day[shortfall_kwh_m2_day > 0]
    return Note(
        what=message("Months sunnier than a clear sky"),
        value=message(
            "months {months} are short of their mean by up to {most:.3f} kWh/m² a day",
            months=", ".join(str(month) for month in short.index),
            most=float(short.max()),
        ),
        source=Message(read_fact(*_FACTS, "clear_sky_cap_fraction").source),
        effect=message("the year is lower than its level by that much in those months"),
        kind="warning",
    )


def _altitude_note(altitude_m: float, *, guessed: bool) -> Note:
    value = message("{altitude_m:,.0f} m", altitude_m=altitude_m)
    if not guessed:
        return Note(
            what=message("Altitude of the site"),
            value=value,
            source=message("given with the site"),
            effect=message("clear sky, air temperature and air density"),
        )
    return Note(
        what=message("Altitude of the site guessed from a coarse map"),
        value=value,
        source=message("pvlib, map of 5 minutes (Mapzen terrain tiles)"),
        effect=message(
            "in Andean valleys wrong by hundreds of metres, 6.5 K of air temperature a kilometre"
        ),
        kind="warning",
    )


def _hours_note(spread: ClimateSpread, seed: int) -> Note:
    return Note(
        what=message("Hours of sun are synthetic"),
        value=message("days of a {climate} climate, seed {seed}", climate=spread.name, seed=seed),
        source=message(
            "Aguiar & Collares-Pereira 1992 (hours); Ineichen & Perez 2002 (clear sky); "
            "continuous Erbs, Driesse et al. 2024 (diffuse part); spread of the days: {spread}",
            spread=spread.source,
        ),
        effect=message(
            "months keep their means; the order of sunny and dull days is chance, annual yield "
            "within about 0.5 % of real hours of the same means"
        ),
    )


def _wind_note() -> Note:
    wind = read_fact(*_FACTS, "wind_speed_m_s")
    return Note(
        what=message("Wind is the same in every hour"),
        value=message("{wind_speed:g} m/s at 10 m", wind_speed=wind.value),
        source=Message(wind.source),
        effect=message("about 0.3 % of annual yield"),
    )


def _offset_note(utc_offset_hours: float) -> Note:
    return Note(
        what=message("Standard time guessed from the longitude"),
        value=message("UTC{offset:+g} h", offset=utc_offset_hours),
        source=message("longitude over 15, rounded to the hour"),
        effect=message("shifts the sun against the working shifts if the country differs"),
    )
