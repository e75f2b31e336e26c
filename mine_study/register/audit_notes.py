"""Notes on the audit: what the balance shows, what motors are taken for, how sure savings are."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pandas as pd

from energy_audit.measures import MEASURES
from energy_audit.shift_calendar import working_days
from equipment_catalog.country_names import country_name
from equipment_catalog.messages import message
from equipment_catalog.motors import efficiency_trust
from equipment_catalog.notes import Note
from equipment_catalog.tables import Fact, read_fact
from mine_study.audited import doubtful_sites
from mine_study.decisions import MEASURE_FIRST
from mine_study.register.input_notes import listed
from mine_study.site_off_grid import is_off_grid

if TYPE_CHECKING:
    from collections.abc import Iterator

    from equipment_catalog.messages import Message
    from mine_study.audited import Audited
    from mine_study.carbon import GridFactor
    from mine_study.case import Case

FACTS = ("energy_audit", "data/audit_facts.csv")
STUDY_FACTS = ("mine_study", "data/study_facts.csv")
MONTHS_A_YEAR = 12
KG_PER_T = 1000


def audit_notes(case: Case, audited: Audited, factor: GridFactor) -> Iterator[Note]:
    """Yield what was assumed and found on the way from the inventory to the savings."""
    yield from _days(case)
    yield Note(
        what=message("Hours of the day at which machines run"),
        value=message("spread evenly over the open hours of their schedule"),
        source=message("column schedule of the inventory"),
        effect=message("decides how much of the load lies in the sun: measure it with a logger"),
    )
    yield from _unexplained(audited)
    yield from _metered_emissions(case, audited, factor)
    yield from _doubtful_sites(audited)
    yield from audited.notes
    yield from _unknown_classes(audited)
    yield from _rewinds(case)
    yield from _unverified_classes(case)
    yield from _measures(audited)
    for site, price in audited.reactive.items():
        yield replace(price.note, what=message("{site}: {what}", site=site, what=price.note.what))
    yield from _moved(audited)
    yield from _leading(audited)
    yield _saving_range(audited)
    yield from _band(audited)


def _days(case: Case) -> Iterator[Note]:
    year = case.study.study.year
    days = pd.date_range(f"{year}-01-01", f"{year}-12-31", freq="D")
    for site in case.study.sites:
        worked = int(working_days(case.calendars[site.name], days).sum())
        wanted = site.calendar.days_per_month * MONTHS_A_YEAR
        yield Note(
            what=message("Days worked in {year:d}", year=year),
            value=message("{days:d} days; {wanted:d} were asked for", days=worked, wanted=wanted),
            source=message(
                "shift calendar with the holidays of {country}",
                country=country_name(case.study.study.country),
            ),
            effect=message("short months hold fewer days than the calendar asks for"),
            kind="finding",
        )


def _unexplained(audited: Audited) -> Iterator[Note]:
    balance = audited.balance
    share = balance.unexplained_fraction
    large = abs(share) > read_fact(*STUDY_FACTS, "unexplained_limit_fraction").value
    what, value = (
        (
            message("Billed energy that no machine explains"),
            message("{share:.1%} of the bills", share=share),
        )
        if share >= 0
        else (
            message("The inventory adds up to more than the bills"),
            message("{share:.1%} more: check hours and load", share=-share),
        )
    )
    yield Note(
        what=what,
        value=value,
        source=message("inventory against bills"),
        effect=message(
            "plan and carbon follow the inventory; the rest is shown, not spread over it"
        ),
        kind="warning" if large else "finding",
    )


def _metered_emissions(case: Case, audited: Audited, factor: GridFactor) -> Iterator[Note]:
    connected = [site.name for site in case.study.sites if not is_off_grid(site)]
    billed_kwh = float(audited.balance.by_site["billed_kwh"].reindex(connected).sum())
    yield Note(
        what=message("Emissions of the metered electricity today"),
        value=message(
            "{tonnes:,.1f} t CO₂e a year", tonnes=billed_kwh / KG_PER_T * factor.t_per_mwh
        ),
        source=message("bills times the grid emission factor"),
        effect=message("an inventory after the GHG Protocol reports this figure"),
        kind="finding",
    )


def _moved(audited: Audited) -> Iterator[Note]:
    if (audited.measures["moved_kwh"] > 0).any():
        met = read_fact(*STUDY_FACTS, "moved_into_surplus_fraction")
        yield Note(
            what=message("Share of the energy moved into the sun that meets a surplus"),
            value=message(
                "{share:.0%}; nothing where pv.aim is not a coverage of the whole year or more",
                share=met.value,
            ),
            source=met.citation,
            effect=message(
                "worth of moved work; in the cash flow its benefit stands with the plant"
            ),
        )


def _leading(audited: Audited) -> Iterator[Note]:
    """Note reactive energy that capacitors feed back."""
    leading = -audited.before.site_demand_kvar.clip(upper=0.0).sum()
    for site, kvarh in leading[leading > 1].items():
        yield Note(
            what=message("{site}: capacitors feed reactive energy back", site=site),
            value=message("{kvarh:,.0f} kvarh a year", kvarh=kvarh),
            source=message("hourly reactive power of the inventory"),
            effect=message(
                "the rule of Colombia before 2024 charged all of it; here counts what "
                "tariff.leading_charged_fraction says: a clock or steps would end it"
            ),
            kind="finding",
        )


def _doubtful_sites(audited: Audited) -> Iterator[Note]:
    for site in sorted(doubtful_sites(audited.balance)):
        share = -float(audited.balance.by_site["unexplained_fraction"][site])
        yield Note(
            what=message("{site}: inventory and bills cannot be reconciled", site=site),
            value=message("{share:.0%} more than was billed", share=share),
            source=message("inventory against bills"),
            effect=message("nothing is proven there: every measure is to be measured first"),
            kind="warning",
        )


def _unknown_classes(audited: Audited) -> Iterator[Note]:
    rules = audited.settled.evidence["efficiency_rule"]
    unknown = rules.index[rules == "default"].tolist()
    if unknown:
        yield _points(
            message("Efficiency class unknown: {tags}", tags=listed(unknown)),
            read_fact(*FACTS, "unknown_class_below_ie2"),
            message("their full-load efficiency is taken below IE2 by this much"),
        )


def _rewinds(case: Case) -> Iterator[Note]:
    if (case.inventory.machines["rewinds"] > 0).any():
        yield _points(
            message("Loss of efficiency by each rewind"),
            read_fact(*FACTS, "rewind_loss"),
            message("old motors save more when they are replaced"),
        )


def _measures(audited: Audited) -> Iterator[Note]:
    """Yield what the offers of each kind rest on, and what they were kept from."""
    offered = audited.measures[audited.measures["npv"].notna()]
    for kind in offered["kind"].unique():
        yield from MEASURES[kind].notes(offered[offered["kind"] == kind])
    waiting = offered[offered["decision"] == MEASURE_FIRST]
    if not waiting.empty:
        yield Note(
            what=message("Measures that wait for a measurement: {count:d}", count=len(waiting)),
            value=message(
                "{kwh:,.0f} kWh a year if what is assumed holds", kwh=waiting["saved_kwh"].sum()
            ),
            source=message("typical values stand in where the inventory is silent"),
            effect=message("not in the package: the table says what to measure"),
            kind="finding",
        )


def _points(what: Message, fact: Fact, effect: Message) -> Note:
    value = message("{points:.1f} percentage points", points=100 * fact.value)
    return Note(what=what, value=value, source=fact.citation, effect=effect)


def _unverified_classes(case: Case) -> Iterator[Note]:
    """Note the motors whose tabled efficiency nobody could verify."""
    machines = case.inventory.machines
    looked_up = machines["efficiency_fraction"].isna() & (machines["ie_class"] != "unknown")
    rows = machines[(machines["kind"] == "motor") & looked_up]
    if rows.empty:
        return
    trust = efficiency_trust(
        rows["ie_class"].to_numpy(str),
        rows["rated_kw"].to_numpy(),
        rows["poles"].to_numpy(int),
        frequency_hz=case.study.supply.frequency_hz,
    )
    doubtful = rows.index[[word in {"memory", "disputed"} for word in trust]].tolist()
    if doubtful:
        yield Note(
            what=message("Tabled efficiency not verified: {tags}", tags=listed(doubtful)),
            value=None,
            source=message("values of the table that are from memory or disputed"),
            effect=message("their saving is uncertain: read the nameplate"),
            kind="warning",
        )


def _saving_range(audited: Audited) -> Note:
    share = read_fact("energy_audit", "data/saving_facts.csv", "shared_error_share")
    if audited.calibration is None:
        source: Message = share.citation
    else:
        source = message("uncertainty of each value, as far as the bills leave it")
    return Note(
        what=message("Range of the saved energy"),
        value=message(
            "{low:,.0f} to {high:,.0f} kWh a year in four of five cases",
            low=audited.saved_range.p10_kwh,
            high=audited.saved_range.p90_kwh,
        ),
        source=source,
        effect=message(
            "low and high end of the first page, with one case in ten beyond each; measuring load "
            "and hours narrows them"
        ),
    )


def _band(audited: Audited) -> Iterator[Note]:
    share = audited.saved_kwh / audited.before.annual_kwh
    least = read_fact(*STUDY_FACTS, "saving_least_fraction")
    most = read_fact(*STUDY_FACTS, "saving_most_fraction")
    if not least.value <= share <= most.value:
        yield Note(
            what=message(
                "Saving outside the {least:.0%} to {most:.0%} that the field reports",
                least=least.value,
                most=most.value,
            ),
            value=message("{share:.1%} of the consumption", share=share),
            source=least.citation,
            effect=message(
                "check loads, hours and what the measures rest on before it is believed"
            ),
            kind="warning",
        )
