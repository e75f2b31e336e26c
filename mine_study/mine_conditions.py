"""What the machines of a study share: working time, supply, height, and the hours of its meters."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from energy_audit.conditions import Conditions
from energy_audit.consumption import consume
from energy_audit.meters.profile import meter_weights
from energy_audit.operation.load_evidence import settle_machines
from equipment_catalog.year_hours import hours_of_year
from mine_study.site_design import utc_offset_hours
from pv_design.altitude import lookup_altitude_m
from pv_design.site import parse_coordinates

if TYPE_CHECKING:
    from mine_study.case import Case
    from mine_study.study_file import SiteKeys


def mine_conditions(case: Case) -> Conditions:
    """Return the surroundings in which the machines of a case work.

    Parameters
    ----------
    case
        A study with its files.

    Returns
    -------
    Conditions
        Its notes say how the load follows each interval meter.
    """
    study = case.study
    clock = Conditions(
        calendars=case.calendars,
        area_calendars=case.area_calendars,
        hours=hours_of_year(study.study.year, utc_offset_hours(study.sites[0])),
        frequency_hz=study.supply.frequency_hz,
        altitude_m={site.name: site_altitude_m(site) for site in study.sites},
        free_reactive_fraction=study.sites[0].tariff.free_reactive_fraction,
    )
    return _with_meters(clock, case) if case.meters else clock


def site_altitude_m(site: SiteKeys) -> float:
    """Return the height of a site above the sea [m], off the map where the study has none."""
    if site.altitude_m is not None:
        return site.altitude_m
    return lookup_altitude_m(*parse_coordinates(site.coordinates))


def _with_meters(clock: Conditions, case: Case) -> Conditions:
    """Return the surroundings with the hours of each site that has a meter and a machine."""
    settled = settle_machines(case.inventory.machines, frequency_hz=clock.frequency_hz)
    mine = consume(settled.machines, clock)
    modes = {site.name: site.meter.mode for site in case.study.sites}
    running = [name for name in case.meters if name in mine.site_demand_kw]
    profiles = {
        name: meter_weights(case.meters[name], mine, clock, site=name, mode=modes[name])
        for name in running
    }
    remarks = [note for meter in case.meters.values() for note in meter.remarks]
    found = [note for profile in profiles.values() for note in profile.notes]
    weights = {name: profile.weights for name, profile in profiles.items()}
    return replace(clock, hour_weights=weights, notes=(*remarks, *found))
