"""What a metered profile needs to say in the register."""

from __future__ import annotations

from typing import TYPE_CHECKING

from energy_audit.meters.counter import METER_FACTS
from equipment_catalog.messages import message
from equipment_catalog.notes import Note
from equipment_catalog.tables import read_fact

if TYPE_CHECKING:
    from collections.abc import Iterator

    from energy_audit.meters.interval_meter import IntervalMeter
    from energy_audit.meters.metered_profile import MeteredProfile, MeterMode


def profile_notes(
    profile: MeteredProfile, meter: IntervalMeter, *, site: str, mode: MeterMode
) -> Iterator[Note]:
    """Yield the rows of the register for a site whose load follows its meter.

    Parameters
    ----------
    profile
        What the meter tells about the site.
    meter
        The meter file.
    site
        Name of the site.
    mode
        ``calibrate`` or ``replace``.
    """
    yield Note(
        what=message("The hours of {site} follow its interval meter", site=site),
        value=message(
            "{share:.1%} of the energy lies at other hours than metered",
            share=profile.misfit_fraction,
        ),
        source=meter.file,
        effect=message("each machine keeps its energy of the year and its open hours"),
        kind="finding",
    )
    yield _energy(profile, meter, site)
    yield from _warnings(profile, meter, site)
    if mode == "replace" and not profile.own_fraction:
        yield Note(
            what=message("No hour of the meter file lies in the study's year"),
            value=None,
            source=meter.file,
            effect=message("its typical days shape the year; meter.mode replace changes nothing"),
            kind="warning",
        )


def _energy(profile: MeteredProfile, meter: IntervalMeter, site: str) -> Note:
    return Note(
        what=message("Energy of {site} by its meter and by its inventory", site=site),
        value=message(
            "{recorded:,.0f} kWh recorded, {metered:,.0f} kWh as a year; inventory "
            "{listed:,.0f} kWh",
            recorded=meter.recorded_kwh,
            metered=profile.annual_kwh,
            listed=profile.inventory_kwh,
        ),
        source=meter.file,
        effect=message("the meter moves energy between hours; the bills set how much there is"),
        kind="finding",
    )


def _warnings(profile: MeteredProfile, meter: IntervalMeter, site: str) -> Iterator[Note]:
    if profile.misfit_fraction > read_fact(*METER_FACTS, "misfit_limit").value:
        yield Note(
            what=message("The schedules of {site} cannot give what its meter saw", site=site),
            value=message("{share:.1%} of the energy", share=profile.misfit_fraction),
            source=meter.file,
            effect=message("look for machines that run when their schedule is closed"),
            kind="warning",
        )
    if profile.metered_fraction < 1:
        yield Note(
            what=message("Hours of {site} of whose kind the meter saw none", site=site),
            value=message("{share:.1%} of the year", share=1 - profile.metered_fraction),
            source=meter.file,
            effect=message("they keep the pattern of the inventory at the level of the meter"),
        )
