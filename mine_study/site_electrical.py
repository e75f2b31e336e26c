"""The electrical design of the plant of one site, or why its pair of types has none."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from equipment_catalog.errors import InputError
from equipment_catalog.messages import Message, message
from equipment_catalog.notes import Note
from equipment_catalog.tables import read_fact
from pv_design.electrical.design import ElectricalDesign, electrical_design
from pv_design.electrical.layout import RowLayout, lay_out
from pv_design.electrical.row_ground import row_ground
from pv_design.electrical.site_extremes import SiteExtremes, site_extremes

if TYPE_CHECKING:
    from collections.abc import Iterator

    from equipment_catalog.inverters import Inverter
    from mine_study.study_file import PvKeys
    from pv_design.plant import Plant
    from pv_design.weather import Weather


@dataclass(frozen=True, kw_only=True, eq=False)
class SiteElectrical:
    """What an installer needs of the plant of one site."""

    extremes: SiteExtremes
    """Cold, heat and sun that it is designed for."""
    design: ElectricalDesign | None
    """None where the types of the plant cannot be wired."""
    refusal: Message | None
    """The limit that forbids it, None where there is a design."""
    layout: RowLayout | None
    """Rows on the ground; None on roofs, for trackers, and where none can be laid out."""
    notes: tuple[Note, ...]
    """What was assumed and warned of."""


def site_electrical(
    plant: Plant, weather: Weather, keys: PvKeys, *, country: str
) -> SiteElectrical:
    """Return the electrical design of a plant; what cannot be wired is said and stops nothing.

    Parameters
    ----------
    plant
        Chosen for the site.
    weather
        In which it was simulated.
    keys
        Lengths of the cables, room for a row, and the record low where it is known.
    country
        Two letters, for the installation rules.
    """
    extremes = site_extremes(weather, plant.production, record_low_air_c=keys.record_low_air_c)
    layout, layout_notes = _layout(plant, weather, keys)
    notes = [*_record_low_note(weather, keys.record_low_air_c), *layout_notes]
    try:
        design = electrical_design(
            plant.module,
            plant.inverter,
            strings=plant.strings,
            string_modules=plant.string_modules,
            inverters=plant.inverters,
            extremes=extremes,
            altitude_m=weather.altitude_m,
            country=country,
            string_length_m=keys.string_length_m,
            ac_length_m=keys.ac_length_m,
            ac_voltage_v=plant.inverter.ac_v,
            layout=layout,
        )
    except InputError as error:
        refusal = _reason(error)
        notes.append(_refusal_note(plant, refusal))
        return SiteElectrical(
            extremes=extremes, design=None, refusal=refusal, layout=layout, notes=tuple(notes)
        )
    return SiteElectrical(
        extremes=extremes,
        design=design,
        refusal=None,
        layout=layout,
        notes=(
            *notes,
            *design.notes,
            *_voltage_note(plant.inverter),
            *_edge_note(design, keys.record_low_air_c),
        ),
    )


def _layout(
    plant: Plant, weather: Weather, keys: PvKeys
) -> tuple[RowLayout | None, tuple[Note, ...]]:
    if keys.mounting == "roof" or keys.planes or keys.tracking == "one_axis":
        return None, ()
    try:
        field = row_ground(
            plant.module,
            latitude_deg=weather.latitude,
            tilt_deg=plant.tilt_deg,
            azimuth_deg=plant.azimuth_deg,
            row_width_m=keys.row_width_m,
            gcr=keys.gcr,
        )
        rows = lay_out(field, modules=plant.modules)
    except InputError as error:
        return None, (_no_rows_note(_reason(error)),)
    return rows, tuple(_pitch_note(rows, keys.gcr))


def _pitch_note(rows: RowLayout, gcr: float | None) -> Iterator[Note]:
    """Yield what a ground cover that is asked for means for the shade of row on row."""
    if gcr is None or math.isclose(rows.pitch_m, rows.needed_pitch_m):
        return
    is_close = rows.free_hours is None
    effect = message("rows stand wider apart than shade and aisle need: more ground and cable")
    if is_close:
        effect = message(
            "rows shade one another near noon or leave a narrow aisle; the shade is in the energy"
        )
    yield Note(
        what=message("Row pitch after pv.gcr"),
        value=message(
            "{pitch:.2f} m; free of shade around noon and with an aisle it is {needed:.2f} m",
            pitch=rows.pitch_m,
            needed=rows.needed_pitch_m,
        ),
        source=message("pv.gcr of the site"),
        effect=effect,
        kind="warning" if is_close else "assumption",
    )


def _reason(error: InputError) -> Message:
    """Return the first problem in words: what was asked, and what is allowed."""
    problem = error.problems[0]
    return message(
        "{field}: {what}; {allowed}",
        field=problem.field,
        what=problem.what,
        allowed=problem.allowed or message("no other value is known"),
    )


def _refusal_note(plant: Plant, refusal: Message) -> Note:
    return Note(
        what=message(
            "{module} and {inverter} cannot be wired as this plant asks",
            module=plant.module.name,
            inverter=plant.inverter.name,
        ),
        value=refusal,
        source=message("electrical design of the plant"),
        effect=message("no strings, cables or materials are given: choose another inverter"),
        kind="warning",
    )


def _no_rows_note(reason: Message) -> Note:
    return Note(
        what=message("No rows on the ground could be laid out"),
        value=reason,
        source=message("electrical design of the plant"),
        effect=message("row pitch, ground and structure are left out"),
        kind="warning",
    )


def _voltage_note(inverter: Inverter) -> Iterator[Note]:
    """Yield the output voltage that the catalogue states; without one the design assumes it."""
    if inverter.ac_v is None:
        return
    yield Note(
        what=message("Voltage of the inverters' output"),
        value=message("{voltage:,g} V", voltage=inverter.ac_v),
        source=message("catalogue of inverters"),
        effect=message("another voltage of the mine needs a transformer or another inverter"),
    )


def _edge_note(design: ElectricalDesign, record_low_air_c: float | None) -> Iterator[Note]:
    """Yield the warning of a string near its highest voltage whose record low is a guess."""
    if record_low_air_c is not None:
        return
    length = design.plan.modules_in_series
    margin = design.size.margin_fraction(length)
    least = read_fact("mine_study", "data/study_facts.csv", "string_voltage_margin_least_fraction")
    if margin >= least.value:
        return
    yield Note(
        what=message("Cold strings close to the highest voltage, the record low guessed"),
        value=message(
            "{count} modules in series reach {voltage:,.1f} V: {margin:.1%} below the limit",
            count=length,
            voltage=length * design.size.voc_coldest_v,
            margin=margin,
        ),
        source=message("coldest hour of the weather and the data sheets; no record low is given"),
        effect=message(
            "a colder morning can destroy the inverter: give pv.record_low_air_c of the nearest "
            "weather station, or wire one module less in series"
        ),
        kind="warning",
    )


def _record_low_note(weather: Weather, record_low_air_c: float | None) -> Iterator[Note]:
    """Yield the warning of a record low that the weather of the study goes below."""
    coldest = float(weather.data["temp_air"].min())
    if record_low_air_c is None or record_low_air_c <= coldest:
        return
    yield Note(
        what=message("Record low of the air above the coldest hour of the weather"),
        value=message(
            "{record:.1f} degC; the weather has {coldest:.1f} degC",
            record=record_low_air_c,
            coldest=coldest,
        ),
        source=message("pv.record_low_air_c and the weather of the site"),
        effect=message("strings may be too long: check the record low"),
        kind="warning",
    )
