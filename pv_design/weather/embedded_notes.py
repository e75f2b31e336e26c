"""What a reader must know about the embedded weather before believing a yield."""

from __future__ import annotations

from typing import TYPE_CHECKING

from equipment_catalog.messages import Message, message
from equipment_catalog.notes import Note
from equipment_catalog.tables import read_fact
from pv_design.weather.air_temperature import diurnal_range_k

if TYPE_CHECKING:
    import pandas as pd

    from pv_design.weather.climatology import Climatology

_FACTS = ("pv_design.weather", "data/weather_facts.csv")
_GRIDS = message(
    "NASA MERRA-2 (Gelaro et al. 2017), 3 degrees; Photovoltaic Climate Zones from NASA GLDAS "
    "(Karin et al. 2019), 0.25 degrees"
)


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
    seed: int,
) -> tuple[Note, ...]:
    """Return every assumption and warning of a year made from the embedded climate.

    Parameters
    ----------
    climate
        What the grids gave.
    altitude_m, altitude_is_guessed
        Above sea level [m], and whether it came from the coarse map.
    utc_offset_hours, offset_is_guessed
        Local standard time less UTC [h], and whether it came from the longitude.
    ghi_kwh_m2_day, ghi_reason
        The annual level that replaced the grids' [kWh/m2/day], None for theirs, and why.
    shortfall_kwh_m2_day
        By month, what no sky could give [kWh/m2/day].
    seed
        Of the synthetic hours.

    Examples
    --------
    >>> import pandas as pd
    >>> from pv_design.weather.climatology import embedded_climatology
    >>> notes = embedded_notes(
    ...     embedded_climatology(-12.05, -77.05, altitude_m=100.0), altitude_m=100.0,
    ...     altitude_is_guessed=False, utc_offset_hours=-5.0, offset_is_guessed=False,
    ...     ghi_kwh_m2_day=None, ghi_reason="", seed=1,
    ...     shortfall_kwh_m2_day=pd.Series(0.0, range(1, 13)))
    >>> [str(note.what) for note in notes if note.kind == "warning"]
    ['Solar resource on the Peruvian coast']
    """
    notes = [_level_note(climate), _doubt_note(climate)]
    if climate.on_the_coast:
        notes.append(_coast_note())
    if ghi_kwh_m2_day is not None:
        notes.append(_override_note(climate, ghi_kwh_m2_day, ghi_reason))
    if (shortfall_kwh_m2_day > 0).any():
        notes.append(_shortfall_note(shortfall_kwh_m2_day))
    notes += [_altitude_note(altitude_m, guessed=altitude_is_guessed), _hours_note(seed)]
    notes += [_temperature_note(climate, altitude_m), _wind_note()]
    if offset_is_guessed:
        notes.append(_offset_note(utc_offset_hours))
    return tuple(notes)


def _level_note(climate: Climatology) -> Note:
    return Note(
        what=message("Solar resource from modelled climate inside the package"),
        value=message(
            "{level:.2f} kWh/m2 a day, mean of MERRA-2 {merra2:.2f} ({merra2_year:.0f} kWh/m2 a "
            "year) and PVCZ {pvcz:.2f} ({pvcz_year:.0f} kWh/m2 a year)",
            level=climate.ghi_kwh_m2_day,
            merra2=climate.merra2_ghi_kwh_m2_day,
            merra2_year=climate.merra2_ghi_kwh_m2_day * 365,
            pvcz=climate.pvcz_ghi_kwh_m2_day,
            pvcz_year=climate.pvcz_ghi_kwh_m2_day * 365,
        ),
        source=_GRIDS,
        effect=message(
            "months follow MERRA-2 of 2011-2015, five years that contain the strong El Nino of "
            "2015; cells of 3 degrees and of 0.25 degrees cannot see a valley"
        ),
    )


def _doubt_note(climate: Climatology) -> Note:
    lowest, mean, highest = climate.pvcz_neighbours_ghi_kwh_m2_day
    return Note(
        what=message("Uncertainty of the solar resource"),
        value=message(
            "plus or minus {sigma:.0%} (one standard deviation); PVCZ cell of the site "
            "{cell:.2f}, the cells around it {lowest:.2f} to {highest:.2f}, mean {mean:.2f} "
            "kWh/m2 a day",
            sigma=climate.sigma_resource_fraction,
            cell=climate.pvcz_cell_ghi_kwh_m2_day,
            lowest=lowest,
            highest=highest,
            mean=mean,
        ),
        source=Message(read_fact(*_FACTS, "sigma_inland_fraction").source),
        effect=message("widens P90; a PVGIS, NSRDB or measured file of the site narrows it")
        if not climate.is_uneven
        else message(
            "widens P90; neighbouring cells disagree, so a PVGIS, NSRDB or measured file of the "
            "site matters more than elsewhere"
        ),
        kind="finding",
    )


def _coast_note() -> Note:
    error = read_fact(*_FACTS, "coast_grid_error_fraction")
    return Note(
        what=message("Solar resource on the Peruvian coast"),
        value=message(
            "both grids were {error:.0%} too high at Lima, under the garua", error=error.value
        ),
        source=Message(error.source),
        effect=message(
            "do not decide on this yield: bring a PVGIS, NSRDB or measured file of the site"
        ),
        kind="warning",
    )


def _override_note(climate: Climatology, ghi_kwh_m2_day: float, reason: str) -> Note:
    return Note(
        what=message("Level of the solar resource replaced"),
        value=message(
            "{level:.2f} kWh/m2 a day, {difference:+.1%} from the mean of MERRA-2 {merra2:.2f} "
            "and PVCZ {pvcz:.2f}",
            level=ghi_kwh_m2_day,
            difference=ghi_kwh_m2_day / climate.ghi_kwh_m2_day - 1,
            merra2=climate.merra2_ghi_kwh_m2_day,
            pvcz=climate.pvcz_ghi_kwh_m2_day,
        ),
        source=reason,
        effect=message("every month of the grids is scaled alike; the yield follows"),
    )


def _shortfall_note(shortfall_kwh_m2_day: pd.Series) -> Note:
    short = shortfall_kwh_m2_day[shortfall_kwh_m2_day > 0]
    return Note(
        what=message("Months sunnier than a clear sky"),
        value=message(
            "months {months} are short of their mean by up to {most:.3f} kWh/m2 a day",
            months=", ".join(str(month) for month in short.index),
            most=float(short.max()),
        ),
        source=Message(read_fact(*_FACTS, "clear_sky_cap_fraction").source),
        effect=message("the year is lower than its level by that much in those months"),
        kind="warning",
    )


def _altitude_note(altitude_m: float, *, guessed: bool) -> Note:
    value = message("{altitude_m:.0f} m", altitude_m=altitude_m)
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


def _hours_note(seed: int) -> Note:
    return Note(
        what=message("Hours of sun are synthetic"),
        value=message("seed {seed}", seed=seed),
        source=message(
            "Aguiar & Collares-Pereira 1992 (hours); Ineichen & Perez 2002 (clear sky); "
            "continuous Erbs, Driesse et al. 2024 (diffuse part)"
        ),
        effect=message(
            "months keep their means; the order of sunny and dull days is chance, annual yield "
            "within about 0.5 % of real hours of the same means"
        ),
    )


def _temperature_note(climate: Climatology, altitude_m: float) -> Note:
    lapse = read_fact(*_FACTS, "lapse_rate_k_per_km")
    return Note(
        what=message("Air temperature repeats one day all year"),
        value=_temperature_value(climate, altitude_m, lapse.value),
        source=message(
            "PVCZ annual mean; lapse rate: {lapse_source} ({lapse_trust})",
            lapse_source=Message(lapse.source),
            lapse_trust=Message(lapse.trust),
        ),
        effect=message("about 0.5 % of annual yield"),
    )


def _temperature_value(climate: Climatology, altitude_m: float, lapse_k_per_km: float) -> Message:
    values = {
        "mean_c": climate.temp_air_c,
        "range_k": diurnal_range_k(altitude_m),
        "lapse": lapse_k_per_km,
    }
    if climate.on_the_coast:
        return message(
            "mean {mean_c:.1f} degC, range {range_k:g} K, {lapse:g} K a kilometre upward from the "
            "cells of PVCZ to the site, nothing downward under the inversion of the coast",
            **values,
        )
    return message(
        "mean {mean_c:.1f} degC, range {range_k:g} K, {lapse:g} K a kilometre from the cells "
        "of PVCZ to the site",
        **values,
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
