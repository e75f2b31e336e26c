"""What the year of a plant leaves out, estimates, and warns of."""

from __future__ import annotations

from typing import TYPE_CHECKING

from equipment_catalog.messages import message
from equipment_catalog.notes import Note
from equipment_catalog.tables import read_fact
from mine_study.site_soiling import soiling_notes
from pv_design.clipping import sub_hour_clipping

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mine_study.study_file import PvKeys
    from pv_design.production import Production
    from pv_design.weather import Weather


def plant_remarks(keys: PvKeys, weather: Weather, production: Production) -> Iterator[Note]:
    """Yield what a reader of the yield should know besides the notes of the simulation.

    Parameters
    ----------
    keys
        Checked keys of the plant.
    weather
        In which it was simulated.
    production
        Its year.
    """
    yield _snow_note()
    yield from sub_hour_clipping(weather, production).notes
    yield from soiling_notes(keys, production)
    yield from _planes_notes(keys)
    yield from _tracker_notes(keys, production)


def _snow_note() -> Note:
    return Note(
        what=message("Snow on the modules"),
        value=message("left out on purpose"),
        source=message("judgement: in the tropics snow seldom lies on modules for a whole day"),
        effect=message("where it does, raise the loss named shading under pv.losses"),
    )


def _planes_notes(keys: PvKeys) -> Iterator[Note]:
    if keys.planes:
        yield Note(
            what=message("Modules on {count:d} planes", count=len(keys.planes)),
            value=", ".join(f"{plane.name} {plane.share_fraction:g}" for plane in keys.planes),
            source=message("pv.planes"),
            effect=message(
                "the inverters are taken to have a tracker for each plane and their limit to be "
                "shared; strings must be whole on each plane, so the shares shift a little"
            ),
        )


def _tracker_notes(keys: PvKeys, production: Production) -> Iterator[Note]:
    if keys.tracking == "fixed":
        return
    yield Note(
        what=message("Price of the trackers"),
        value=message("that of modules which stand still"),
        source=message("prices.pv_usd_per_kw"),
        effect=message("trackers cost more: set the price of an offer"),
        kind="warning",
    )
    if keys.gcr is None:
        yield Note(
            what=message("Trackers without a distance of rows"),
            value=message("each row stands alone"),
            source=message("pv.gcr is missing"),
            effect=message("no shade of row on row and no backtracking: the energy is too high"),
            kind="warning",
        )
    level = read_fact("mine_study", "data/study_facts.csv", "tracker_axis_level_deg").value
    if production.tilt_deg > level:
        yield Note(
            what=message("The axis of the trackers is tilted"),
            value=message("{tilt:.0f} degrees", tilt=production.tilt_deg),
            source=message("pv.tilt_deg"),
            effect=message("most trackers on sale have a level axis: pv.tilt_deg 0"),
            kind="warning",
        )
