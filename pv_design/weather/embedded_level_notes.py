"""What a reader must know about the level of the embedded sun, and about its doubt."""

from __future__ import annotations

from typing import TYPE_CHECKING

from equipment_catalog.messages import Message, message
from equipment_catalog.notes import Note, citation
from equipment_catalog.tables import read_fact
from pv_design.weather.embedded_origin import known_levels
from pv_design.weather.embedded_season_notes import season_notes

if TYPE_CHECKING:
    from pv_design.weather.climatology import Climatology

_FACTS = ("pv_design.weather", "data/weather_facts.csv")
_GRIDS = message(
    "NASA MERRA-2 (Gelaro et al. 2017), 3 degrees; Photovoltaic Climate Zones from NASA GLDAS "
    "(Karin et al. 2019), 0.25 degrees"
)


def level_notes(
    climate: Climatology, *, ghi_kwh_m2_day: float | None, ghi_reason: str
) -> list[Note]:
    """Return the level with all its rivals, its doubt, and what replaced it.

    Parameters
    ----------
    climate
        What the package has.
    ghi_kwh_m2_day, ghi_reason
        The annual level that replaced it [kWh/m2/day], None for its own, and why.

    Examples
    --------
    >>> from pv_design.weather.climatology import embedded_climatology
    >>> climate = embedded_climatology(-12.05, -77.05, altitude_m=100.0)
    >>> notes = level_notes(climate, ghi_kwh_m2_day=4.3, ghi_reason="IWEC of the airport")
    >>> [str(note.what) for note in notes if note.kind == "warning"]
    ['Solar resource on the Peruvian coast']
    """
    notes = [_level_note(climate), _doubt_note(climate)]
    if climate.trust.circumstance == "coast":
        notes.append(_coast_note())
    notes.extend(season_notes(climate))
    if ghi_kwh_m2_day is not None:
        notes.append(_override_note(climate, ghi_kwh_m2_day, ghi_reason))
    return notes


def _level_note(climate: Climatology) -> Note:
    if climate.power is not None:
        source = message("NASA POWER, CERES SYN1deg, 1 degree")
        effect = message(
            "ranked above MERRA-2 and PVCZ, because CERES sees the clouds; a cell of 1 degree "
            "cannot see a valley"
        )
    else:
        source = _GRIDS
        effect = message(
            "months follow MERRA-2 of 2011-2015, five years that contain the strong El Nino of "
            "2015; cells of 3 degrees and of 0.25 degrees cannot see a valley"
        )
    return Note(
        what=message("Solar resource from modelled climate inside the package"),
        value=_level_value(climate),
        source=source,
        effect=effect,
    )


def _level_value(climate: Climatology) -> Message:
    values: dict[str, object] = {
        "level": climate.ghi_kwh_m2_day,
        "year": climate.ghi_kwh_m2_day * 365,
        "levels": _said(climate),
    }
    if climate.power is not None:
        return message(
            "{level:.2f} kWh/m² a day ({year:,.0f} kWh/m² a year) of NASA POWER at {place}, "
            "{period}, {away_km:,.0f} km away; all levels: {levels}",
            **values,
            place=climate.power.place,
            period=climate.power.period,
            away_km=climate.power_away_km,
        )
    if climate.pvcz is None:
        return message(
            "{level:.2f} kWh/m² a day ({year:,.0f} kWh/m² a year) of MERRA-2 alone, because PVCZ "
            "knows no land here; all levels: {levels}",
            **values,
        )
    if climate.trust.level == "pvcz":
        return message(
            "{level:.2f} kWh/m² a day ({year:,.0f} kWh/m² a year) of PVCZ between its cells; all "
            "levels: {levels}",
            **values,
        )
    return message(
        "{level:.2f} kWh/m² a day ({year:,.0f} kWh/m² a year), mean of MERRA-2 and PVCZ between "
        "its cells; all levels: {levels}",
        **values,
    )


def _said(climate: Climatology) -> Message:
    (first, level), *others = known_levels(climate).items()
    said = message("{name} {level:.2f}", name=first, level=level)
    for name, other in others:
        said = message("{others}, {name} {level:.2f}", others=said, name=name, level=other)
    return said


def _doubt_note(climate: Climatology) -> Note:
    doubt = climate.doubts[0]
    return Note(
        what=message("Uncertainty of the solar resource"),
        value=_doubt_value(climate),
        source=citation(doubt.source, doubt.year, doubt.trust),
        effect=_doubt_effect(climate),
        kind="finding",
    )


def _doubt_value(climate: Climatology) -> Message:
    if climate.pvcz is None:
        return message(
            "plus or minus {sigma:.0%} (one standard deviation)",
            sigma=climate.sigma_resource_fraction,
        )
    lowest, mean, highest = climate.pvcz.neighbours_ghi
    return message(
        "plus or minus {sigma:.0%} (one standard deviation); PVCZ cell of the site "
        "{cell:.2f}, the cells around it {lowest:.2f} to {highest:.2f}, mean {mean:.2f} "
        "kWh/m² a day",
        sigma=climate.sigma_resource_fraction,
        cell=climate.pvcz.cell_ghi,
        lowest=lowest,
        highest=highest,
        mean=mean,
    )


def _doubt_effect(climate: Climatology) -> Message:
    if climate.trust.circumstance == "elsewhere":
        return message(
            "widens P90; nothing measured near here was compared with the grids: bring a PVGIS, "
            "NSRDB or measured file of the site"
        )
    if climate.pvcz is not None and climate.pvcz.is_uneven:
        return message(
            "widens P90; neighbouring cells disagree, so a PVGIS, NSRDB or measured file of the "
            "site matters more than elsewhere"
        )
    return message("widens P90; a PVGIS, NSRDB or measured file of the site narrows it")


def _coast_note() -> Note:
    error = read_fact(*_FACTS, "coast_grid_error_fraction")
    return Note(
        what=message("Solar resource on the Peruvian coast"),
        value=message(
            "both grids were {error:.0%} too high at Lima, under the garua", error=error.value
        ),
        source=Message(error.source),
        effect=message(
            "the level is the one that was given, its months are those of MERRA-2, which does "
            "not know the garua: bring a PVGIS, NSRDB or measured file of the site"
        ),
        kind="warning",
    )


def _override_note(climate: Climatology, ghi_kwh_m2_day: float, reason: str) -> Note:
    return Note(
        what=message("Level of the solar resource replaced"),
        value=message(
            "{level:.2f} kWh/m² a day, {difference:+.1%} from the {own:.2f} of the package; all "
            "its levels: {levels}",
            level=ghi_kwh_m2_day,
            difference=ghi_kwh_m2_day / climate.ghi_kwh_m2_day - 1,
            own=climate.ghi_kwh_m2_day,
            levels=_said(climate),
        ),
        source=reason,
        effect=message("every month is scaled alike; the yield follows"),
    )
