"""What a simulation assumed and what it warns of."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from equipment_catalog.messages import Message, message
from equipment_catalog.notes import Note
from equipment_catalog.tables import read_fact
from pv_design.losses import kept_fraction
from pv_design.plane_side import lost_to_the_pole_fraction

if TYPE_CHECKING:
    from pv_design.array_settings import ArraySettings
    from pv_design.loss_waterfall import StageEnergy
    from pv_design.weather import Weather

_FACTS = "data/production.csv"


def production_notes(
    weather: Weather, settings: ArraySettings, energy: StageEnergy, *, dc_ac_ratio: float
) -> tuple[Note, ...]:
    """Return the defaults that were taken, the horizon, then the warnings.

    Parameters
    ----------
    weather
        For the latitude and the horizon.
    settings
        What the simulation was run with.
    energy
        What it gave, for the share lost to the inverter's limit.
    dc_ac_ratio
        Rated power of all modules over the limit of all inverters.
    """
    return (
        *(_default_note(name, settings) for name in settings.defaults),
        _horizon_note(weather, energy),
        *_side_warning(weather.latitude, settings),
        *_row_notes(settings),
        *_clipping_warning(dc_ac_ratio, energy),
    )


def horizon_source(weather: Weather) -> str:
    """Return where the far horizon of a simulation comes from.

    Examples
    --------
    >>> from pv_design.weather.embedded import embedded_weather
    >>> horizon_source(embedded_weather(2.983982, -76.6507771, altitude_m=1200.0))
    'taken as free'
    """
    if weather.horizon_is_included:
        return "in the weather"
    return "taken as free" if weather.horizon is None else str(weather.horizon.source)


def _horizon_note(weather: Weather, energy: StageEnergy) -> Note:
    what = message("Far horizon: mountains around the site")
    if weather.horizon_is_included:
        return Note(
            what=what,
            value=message("taken off in the weather itself"),
            source=weather.source,
            effect=message("not taken off again; its loss cannot be told apart"),
        )
    if weather.horizon is None:
        return Note(
            what=what,
            value=message("taken as free all round"),
            source=message("no horizon file is given for the site"),
            effect=message("in a valley the energy is too high; the key horizon takes a profile"),
        )
    lost = 1 - energy.plane / energy.free_plane if energy.free_plane > 0 else 0.0
    return Note(
        what=what,
        value=message("{share:.1%} of the light on the plane is lost", share=lost),
        source=weather.horizon.source,
        effect=message(
            "sun and sky behind the terrain are taken off; light that the terrain throws back is "
            "not counted, nor does the ground before the modules get less"
        ),
        kind="finding",
    )


def _default_note(name: str, settings: ArraySettings) -> Note:
    if name == "losses":
        return _losses_note(settings)
    if name == "temperature":
        return _temperature_note(settings)
    whats = {
        "inverter_efficiency": message("Nominal efficiency of the inverters"),
        "gamma_pmp": message("Power coefficient of the modules"),
        "albedo": message("Albedo of the ground"),
    }
    effects = {
        "inverter_efficiency": message("energy goes with it, one to one"),
        "gamma_pmp": message("0.0005 more costs about 1 % of the energy with cells at 45 degC"),
        "albedo": message("at a tilt of 10 degrees, 0.1 more brings less than 0.1 %"),
    }
    fact = read_fact("pv_design", _FACTS, name)
    values = {
        "inverter_efficiency": message("{efficiency:.1%}", efficiency=fact.value),
        "gamma_pmp": message("{gamma:.4f} per degC", gamma=fact.value),
        "albedo": message("{albedo:.2f} of the light", albedo=fact.value),
    }
    return Note(what=whats[name], value=values[name], source=fact.citation, effect=effects[name])


def _losses_note(settings: ArraySettings) -> Note:
    of_table = next(loss.source for loss in reversed(settings.losses) if loss.source != "given")
    kept = math.prod(kept_fraction(settings.losses, stage) for stage in ("irradiance", "dc", "ac"))
    return Note(
        what=message("System losses, soiling to availability"),
        value=message("{share:.1%} of the energy", share=1 - kept),
        source=Message(of_table),
        effect=message("energy goes down with them; dust of the mine is not in the default"),
    )


def _temperature_note(settings: ArraySettings) -> Note:
    values = ", ".join(f"{name} {value:g}" for name, value in settings.temperature_values.items())
    return Note(
        what=message("Cell temperature of the mounting {mounting}", mounting=settings.mounting),
        value=message("model {model}: {values}", model=settings.temperature_model, values=values),
        source=message("preset of the mounting, PVsyst as tabulated by pvlib"),
        effect=message(
            "modules close above a roof are hotter and give some 3 % less than on a rack"
        ),
    )


def _side_warning(latitude: float, settings: ArraySettings) -> tuple[Note, ...]:
    lost = lost_to_the_pole_fraction(latitude, settings)
    if lost <= read_fact("pv_design", _FACTS, "hemisphere_warning_fraction").value:
        return ()
    towards_equator = 180.0 if latitude > 0 else 0.0
    return (
        Note(
            what=message("The modules look away from the equator"),
            value=message("azimuth {azimuth:.0f} degrees", azimuth=settings.azimuth_deg),
            source=message("latitude {latitude:.2f}", latitude=latitude),
            effect=message(
                "some {lost:.1%} of the sun at noon is lost; the equator lies at azimuth "
                "{azimuth:.0f}",
                lost=lost,
                azimuth=towards_equator,
            ),
            kind="warning",
        ),
    )


def _row_notes(settings: ArraySettings) -> list[Note]:
    notes = []
    if settings.rows is not None:
        notes.append(
            Note(
                what=message("Shade of row on row"),
                value=message("width over distance of rows {gcr:.2f}", gcr=settings.rows.gcr),
                source=message("infinite sheds, Mikofski et al. 2019, IEEE PVSC"),
                effect=message(
                    "shaded width counts in proportion, uneven strings lose more; the general loss "
                    "named shading is taken besides, so lower it where it was meant for rows"
                ),
            )
        )
    if settings.bifaciality is not None:
        notes.append(
            Note(
                what=message("Light on the back of the modules"),
                value=message(
                    "bifaciality {bifaciality:.2f}, of which {used:.2f} is counted",
                    bifaciality=settings.bifaciality,
                    used=settings.rear_fraction,
                ),
                source=read_fact("pv_design", _FACTS, "rear_shade").citation,
                effect=message("goes with the albedo of the ground, which soiling and rain change"),
            )
        )
    return notes


def _clipping_warning(dc_ac_ratio: float, energy: StageEnergy) -> tuple[Note, ...]:
    lost = 1 - energy.limited / energy.inverter if energy.inverter > 0 else 0.0
    fact = read_fact("pv_design", _FACTS, "clipping_warning")
    if lost <= fact.value:
        return ()
    return (
        Note(
            what=message("The inverters' limit cuts hourly means, and more of the peaks inside"),
            value=message("{share:.1%} of the energy", share=lost),
            source=message("DC/AC ratio {ratio:.2f}", ratio=dc_ac_ratio),
            effect=message("the true loss is larger than the hourly one"),
            kind="warning",
        ),
    )
