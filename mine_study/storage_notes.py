"""What the register says of a battery, and the site that carries it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from equipment_catalog.batteries import battery_notes
from equipment_catalog.messages import Message, message
from equipment_catalog.notes import Note
from equipment_catalog.tables import read_fact
from mine_study.site_storage import StorageDesign, site_storage
from mine_study.storage_rules import rule_notes

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mine_study.site_design import SiteDesign
    from mine_study.study_file import SiteKeys, StorageKeys, Study
    from project_finance.tariffs import Tariff


def with_storage(design: SiteDesign, site: SiteKeys, study: Study, tariff: Tariff) -> SiteDesign:
    """Return a site with its battery and what must be said of it; as it is where none is asked for.

    Parameters
    ----------
    design
        The site with its plant.
    site, study
        Checked keys.
    tariff
        Prices of the meter.

    Raises
    ------
    InputError
        As `site_storage`.
    """
    found = site_storage(design, site, study, tariff)
    if found is None:
        return design
    return replace(design, storage=found, notes=(*design.notes, *storage_notes(found)))


def storage_notes(storage: StorageDesign) -> Iterator[Note]:
    """Yield what was assumed and found on the way to a battery.

    Parameters
    ----------
    storage
        Of a site.
    """
    yield _sweep_note(storage)
    yield from _settlement_notes(storage)
    yield from rule_notes(storage.keys.rules, storage.search.tried)
    yield from _outage_notes(storage)
    yield from _edge_notes(storage)
    yield from _plant_size_notes(storage)
    if storage.capacity_kwh == 0:
        yield Note(
            what=message("No battery pays at this site"),
            value=None,
            source=message("every candidate costs more a year than the plant without a battery"),
            effect=message("none is part of the plan; the outages and the genset are"),
            kind="finding",
        )
        return
    yield from battery_notes(storage.keys.technology)
    yield from _foresight_notes(storage)
    yield Note(
        what=message("Savings of the battery over the years"),
        value=message("they rise with the tariff and fall with the plant's output"),
        source=message("they stand in the line of what the plant saves"),
        effect=message("the fade of the battery only sets when it is bought again"),
    )
    yield Note(
        what=message("Highest import of an hour"),
        value=message("mean of the hour"),
        source=message("hourly steps; meters of 15 minutes show more"),
        effect=message("what a battery takes off a charge for power is told too well"),
    )
    yield Note(
        what=message("Tax incentives and value-added tax of the battery"),
        value=message("as those of the plant"),
        source=message("storage that belongs to a renewable plant; not read in the lists"),
        effect=message("lowers its outlay: ask for the certificate with the plant's"),
    )


def _sweep_note(storage: StorageDesign) -> Note:
    return Note(
        what=message("Batteries and rules tried beside the plant"),
        value=message("{count:,d} candidates", count=len(storage.search.plants)),
        source=message("each run through the hours of the year without a forecast"),
        effect=message(
            "the cheapest yearly cost before tax is chosen, savings growing as the tariff does"
        ),
    )


def _settlement_notes(storage: StorageDesign) -> Iterator[Note]:
    if storage.search.settled:
        yield Note(
            what=message("Batteries that were judged by the bill of every hour"),
            value=message("{count:d} candidates", count=storage.search.settled),
            source=message("the best by a quick cost, and what lies one step beside the cheapest"),
            effect=message(
                "a month's sums do not tell charges for power or spot prices by the hour; a better "
                "battery among the others is unlikely, not excluded"
            ),
        )


def _outage_notes(storage: StorageDesign) -> Iterator[Note]:
    hours = storage.hours
    away = float(hours.outage_fraction.sum())
    if away == 0:
        return
    yield Note(
        what=message("Hours of the year without the grid"),
        value=message("{hours:,.1f} h", hours=away),
        source=_source_of_outages(storage.keys),
        effect=message("they fall on all cases alike: today, after the measures, with the plant"),
    )
    if not storage.keys.off_grid:
        yield Note(
            what=message("Demand that the outages took from the bills"),
            value=message("{share:.2%} of the hours", share=away / len(storage.hours.times)),
            source=message("bills hold what the grid served; the demand is that much larger"),
            effect=message(
                "the energy of today's bill stays as it is; the size of the plant counts only "
                "hours with the grid, not the diesel it saves in the others"
            ),
        )
    if storage.keys.unserved_value_per_kwh is None:
        yield Note(
            what=message("Worth of a kilowatt-hour that was not served"),
            value=0.0,
            source=message("storage.unserved_value_per_kwh is not given"),
            effect=message("outages cost only diesel, so the battery looks worse than it is"),
            kind="warning",
        )
    if hours.genset is not None and not storage.keys.off_grid:
        co2 = read_fact("pv_design", "data/storage_facts.csv", "diesel_co2_kg_per_l")
        yield Note(
            what=message("Diesel that the genset burns in outages"),
            value=message("no emissions of it are counted"),
            source=co2.citation,
            effect=message("{kg:.2f} kg of CO2 a litre stand beside the result", kg=co2.value),
        )


def _source_of_outages(keys: StorageKeys) -> Message:
    if keys.off_grid:
        return message("storage.off_grid: no grid reaches the site")
    if keys.outage_file:
        return message("log of outages")
    return message("drawn by chance from their rate and mean length")


def _edge_notes(storage: StorageDesign) -> Iterator[Note]:
    if storage.at_edge:
        names = ", ".join(storage.at_edge)
        yield Note(
            what=message("The battery lies at the edge of what was tried: {names}", names=names),
            value=None,
            source=message("storage.largest_kwh and storage.largest_kw"),
            effect=message(
                "one beyond may be cheaper still: raise them, or lower them to look finer"
            ),
            kind="warning",
        )


def _plant_size_notes(storage: StorageDesign) -> Iterator[Note]:
    saving, dc_kw = storage.better_plant_saving, storage.better_plant_dc_kw
    if dc_kw is not None:
        yield Note(
            what=message("With a battery another plant would cost less"),
            value=message("{dc:,.0f} kWp", dc=dc_kw),
            source=message("the same search with plants of other sizes"),
            effect=message(
                "{saving:,.0f} a year less, before tax; the plant is kept", saving=saving
            ),
            kind="finding",
        )


def _foresight_notes(storage: StorageDesign) -> Iterator[Note]:
    what = message("What the battery's rule costs beyond perfect foresight")
    if storage.gap_cost is None:
        yield Note(
            what=what,
            value=None,
            source=message("no linear programme holds the prices of this bill"),
            effect=message("not told; the battery was chosen by the bill itself"),
            kind="finding",
        )
        return
    gap, share = storage.gap_cost, storage.gap_fraction
    yield Note(
        what=what,
        value=message("{gap:,.0f} a year", gap=gap)
        if share is None
        else message("{gap:,.0f} a year, {share:.1%}", gap=gap, share=share),
        source=message("linear programme that knows every hour beforehand"),
        effect=message("an operator without a forecast gets the rule, not the bound"),
        kind="finding",
    )
