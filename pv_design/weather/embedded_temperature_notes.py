"""What a reader must know about the air of an embedded year."""

from __future__ import annotations

from typing import TYPE_CHECKING

from equipment_catalog.messages import Message, message
from equipment_catalog.notes import Note
from equipment_catalog.tables import read_fact
from pv_design.weather.air_temperature import diurnal_range_k

if TYPE_CHECKING:
    from pv_design.weather.climatology import Climatology

_FACTS = ("pv_design.weather", "data/weather_facts.csv")
_REACH = ("pv_design.weather", "data/embedded_facts.csv")


def temperature_note(climate: Climatology, *, altitude_m: float) -> Note:
    """Return how the temperature of the hours was made.

    Parameters
    ----------
    climate
        What the package has.
    altitude_m
        Of the site above sea level [m].

    Examples
    --------
    >>> from pv_design.weather.climatology import embedded_climatology
    >>> climate = embedded_climatology(47.92, 106.92, altitude_m=1350.0)
    >>> str(temperature_note(climate, altitude_m=1350.0).what)
    'Air temperature repeats one day on a season that is guessed'
    """
    power = climate.temperature.power
    if power is not None:
        return Note(
            what=message("Air temperature repeats one day on monthly means"),
            value=_value(climate, altitude_m),
            source=message(
                "NASA POWER (T2M) of {place}, {period}; lapse rate: {lapse_source} ({lapse_trust})",
                place=power.place,
                period=power.period,
                **_lapse_words(),
            ),
            effect=message("about 0.5 % of annual yield"),
        )
    swing_k = climate.temperature.guessed_half_swing_k
    error = read_fact(*_REACH, "temperature_yield_fraction").value
    error += swing_k * read_fact(*_REACH, "swing_yield_fraction_per_k").value
    season = read_fact(*_REACH, "seasonal_share_of_extremes")
    return Note(
        what=message("Air temperature repeats one day on a season that is guessed"),
        value=_value(climate, altitude_m),
        source=message(
            "PVCZ annual mean; season from the extremes on record and the latitude: {season} "
            "({season_trust}); lapse rate: {lapse_source} ({lapse_trust})",
            season=Message(season.source),
            season_trust=Message(season.trust),
            **_lapse_words(),
        ),
        effect=message(
            "about {error:.1%} of annual yield if the season is a third off", error=error
        ),
    )


def _lapse_words() -> dict[str, Message]:
    lapse = read_fact(*_FACTS, "lapse_rate_k_per_km")
    return {"lapse_source": Message(lapse.source), "lapse_trust": Message(lapse.trust)}


def _value(climate: Climatology, altitude_m: float) -> Message:
    months, power = climate.temperature.monthly_c, climate.temperature.power
    values: dict[str, object] = {
        "mean_c": climate.temp_air_c,
        "coldest_c": float(months.min()),
        "warmest_c": float(months.max()),
        "range_k": diurnal_range_k(altitude_m),
        "lapse": read_fact(*_FACTS, "lapse_rate_k_per_km").value,
    }
    if power is not None:
        return message(
            "mean {mean_c:.1f} degC, months {coldest_c:.1f} to {warmest_c:.1f} degC, range of the "
            "day {range_k:g} K, {lapse:g} K a kilometre from the {elevation_m:,.0f} m of the cell "
            "to the site",
            **values,
            elevation_m=power.elevation_m,
        )
    if climate.on_the_coast:
        return message(
            "mean {mean_c:.1f} degC, months {coldest_c:.1f} to {warmest_c:.1f} degC, range of the "
            "day {range_k:g} K, {lapse:g} K a kilometre upward from the cells of PVCZ to the "
            "site, nothing downward under the inversion of the coast",
            **values,
        )
    return message(
        "mean {mean_c:.1f} degC, months {coldest_c:.1f} to {warmest_c:.1f} degC, range of the day "
        "{range_k:g} K, {lapse:g} K a kilometre from the cells of PVCZ to the site",
        **values,
    )
