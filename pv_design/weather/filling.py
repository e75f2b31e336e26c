"""Columns a source does not have, filled by a declared rule, each with its note."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from pvlib import irradiance

from equipment_catalog.errors import InputError, Problem
from equipment_catalog.messages import Message, message
from equipment_catalog.notes import Note
from equipment_catalog.tables import read_fact
from pv_design.weather.air_temperature import air_temperature, diurnal_range_k
from pv_design.weather.climatology import embedded_climatology
from pv_design.weather.embedded_temperature_notes import temperature_note
from pv_design.weather.seasons import hours_between_months
from pv_design.weather.synthetic_year import split_global

if TYPE_CHECKING:
    from collections.abc import Callable

    from pv_design.weather.climatology import Climatology
    from pv_design.weather.place import Place

_FACTS = ("pv_design.weather", "data/weather_facts.csv")
_HORIZON_DEG = 90.0


def filled(data: pd.DataFrame, sun: pd.DataFrame, place: Place) -> tuple[pd.DataFrame, list[Note]]:
    """Return a year with every column that production asks for.

    A column without a single value counts as missing. Beam and diffuse light come from the
    global one, or each from the other two; temperature is that of the months of the climate
    inside the package, one day repeated on them; wind is one value.

    Parameters
    ----------
    data
        8,760 hours in local standard time with `ghi`, or `dni` and `dhi`, and what else there is.
    sun
        Sun of the same hours.
    place
        Where it is.

    Raises
    ------
    InputError
        If the temperature is missing where the climate inside the package does not reach.
    """
    known = data.dropna(axis="columns", how="all")
    notes: list[Note] = []
    if "dni" not in known and "dhi" not in known:
        known = known.assign(**_parts(known["ghi"], sun))
        notes.append(_parts_note())
    for column, missing_note, rule in _RULES:
        if column not in known:
            known = known.assign(**{column: rule(known, sun, place)})
            notes.append(missing_note(place))
    return known[["ghi", "dni", "dhi", "temp_air", "wind_speed"]], notes


def _parts(ghi: pd.Series, sun: pd.DataFrame) -> dict[str, pd.Series]:
    """Return beam and diffuse light; with the sun of another minute the beam keeps its limit."""
    beam = split_global(ghi, sun)["dni"].clip(upper=sun["dni_extra"])
    cosine = np.cos(np.radians(sun["zenith"])).clip(lower=0.0)
    return {"dni": beam, "dhi": ghi - beam * cosine}


def _global(data: pd.DataFrame, sun: pd.DataFrame, _: Place) -> pd.Series:
    cosine = np.cos(np.radians(sun["zenith"])).clip(lower=0.0)
    total: pd.Series = data["dni"] * cosine + data["dhi"]
    return total


def _diffuse(data: pd.DataFrame, sun: pd.DataFrame, _: Place) -> pd.Series:
    cosine = np.cos(np.radians(sun["zenith"])).clip(lower=0.0)
    rest: pd.Series = (data["ghi"] - data["dni"] * cosine).clip(lower=0.0)
    return rest


def _beam(data: pd.DataFrame, sun: pd.DataFrame, _: Place) -> pd.Series:
    beam = irradiance.dni(data["ghi"], data["dhi"], sun["zenith"])
    limited: pd.Series = beam.fillna(0.0).clip(0.0, sun["dni_extra"])
    return limited.where(sun["zenith"] < _HORIZON_DEG, 0.0)


def _temperature(data: pd.DataFrame, _: pd.DataFrame, place: Place) -> pd.Series:
    hours = pd.DatetimeIndex(data.index)
    return air_temperature(
        hours,
        longitude=place.longitude,
        mean_c=hours_between_months(_climate(place).temperature.monthly_c, hours).to_numpy(),
        range_k=diurnal_range_k(place.altitude_m),
    )


def _climate(place: Place) -> Climatology:
    try:
        return embedded_climatology(place.latitude, place.longitude, altitude_m=place.altitude_m)
    except InputError:
        what = message("the source has no air temperature, and the package has none of this place")
        allowed = message("a column of air temperature in degC")
        raise InputError([Problem(what=what, allowed=allowed, field="temp_air")]) from None


def _wind(data: pd.DataFrame, _: pd.DataFrame, __: Place) -> pd.Series:
    return pd.Series(read_fact(*_FACTS, "wind_speed_m_s").value, data.index)


def _global_note(_: Place) -> Note:
    return Note(
        what=message("Global irradiance worked out from beam and diffuse light"),
        value=message("dni cos(zenith) + dhi"),
        source=message("the source has no global irradiance"),
        effect=message("as sure as the two it comes from"),
    )


def _parts_note() -> Note:
    return Note(
        what=message("Beam and diffuse light parted by a model"),
        value=message("continuous Erbs"),
        source=message("Driesse et al. 2024; the source has global irradiance alone"),
        effect=message("about 0.3 % of annual yield at low tilts, 1.1 % at worst"),
    )


def _diffuse_note(_: Place) -> Note:
    return Note(
        what=message("Diffuse irradiance worked out from global and beam light"),
        value=message("ghi - dni cos(zenith)"),
        source=message("the source has no diffuse irradiance"),
        effect=message("as sure as the two it comes from"),
    )


def _beam_note(_: Place) -> Note:
    return Note(
        what=message("Beam irradiance worked out from global and diffuse light"),
        value=message("(ghi - dhi) / cos(zenith)"),
        source=message("the source has no beam irradiance"),
        effect=message("unsure at low sun, where little energy lies"),
    )


def _temperature_note(place: Place) -> Note:
    made = temperature_note(_climate(place), altitude_m=place.altitude_m)
    return replace(made, what=message("Air temperature is not in the weather source"))


def _wind_note(_: Place) -> Note:
    wind = read_fact(*_FACTS, "wind_speed_m_s")
    return Note(
        what=message("Wind is not in the weather source"),
        value=message("{wind_speed:g} m/s in every hour", wind_speed=wind.value),
        source=Message(wind.source),
        effect=message("about 0.3 % of annual yield"),
    )


_RULES: tuple[
    tuple[
        str,
        Callable[[Place], Note],
        Callable[[pd.DataFrame, pd.DataFrame, Place], pd.Series],
    ],
    ...,
] = (
    ("ghi", _global_note, _global),
    ("dhi", _diffuse_note, _diffuse),
    ("dni", _beam_note, _beam),
    ("temp_air", _temperature_note, _temperature),
    ("wind_speed", _wind_note, _wind),
)
"""Column, its note and its rule, in the order in which one may need another."""
