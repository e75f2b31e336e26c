"""The register: every assumption, every guess and every warning of a study, each once."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from equipment_catalog.messages import Message, message
from equipment_catalog.motors import efficiency_trust
from equipment_catalog.notes import Note
from equipment_catalog.prices import motor_price_note
from equipment_catalog.tables import Fact, read_fact
from project_finance.incentives import incentive_notes

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from mine_study.audited import Audited
    from mine_study.carbon import Carbon
    from mine_study.case import Case
    from mine_study.money import Money
    from mine_study.site_bills import SiteBills
    from mine_study.site_design import SiteDesign

LEAST_SAVING_FRACTION, MOST_SAVING_FRACTION = 0.10, 0.30
UNEXPLAINED_LIMIT = 0.10
FACTS = "data/audit_facts.csv"
REPORT = "Alliance for Responsible Mining, Scotiabank Net Zero Research Fund, 2025"


def register(
    case: Case,
    *,
    audited: Audited,
    designs: Sequence[SiteDesign],
    bills: Mapping[str, SiteBills],
    money: Money,
    carbon: Carbon,
) -> tuple[Note, ...]:
    """Return all notes of a study, warnings first, each once.

    A note that several sites share is said once; one that differs is said for each.
    """
    notes = [
        *_identity_notes(case),
        *_audit_notes(case, audited),
        *_package_notes(case, audited, money),
        *_site_notes(designs, audited, bills),
        *money.whole.flow.notes,
        *(incentive_notes(case.study.study.country) if case.study.finance.income_tax else ()),
        *_finance_notes(money),
        *carbon.notes,
        *case.notes,
    ]
    order = {"warning": 0, "finding": 1, "assumption": 2}
    return tuple(sorted(_each_once(notes), key=lambda note: order[note.kind]))


def _each_once(notes: Sequence[Note]) -> list[Note]:
    return list({_said(note): note for note in notes}.values())


def _said(note: Note) -> str:
    return " | ".join(str(part) for part in (note.what, note.value, note.source, note.effect))


def _identity_notes(case: Case) -> Iterator[Note]:
    study = case.study
    if study.study.synthetic:
        yield Note(
            what=message("Inventory and bills of this study are synthetic"),
            value=None,
            source=message("study.synthetic in study.yaml"),
            effect=message("no figure of this report is a measurement of the mine"),
            kind="warning",
        )
    for column, rows in case.inventory.defaulted.items():
        if rows and column != "ie_class":
            yield Note(
                what=message("Empty cells of {column} in the inventory", column=column),
                value=message("{rows:d} rows", rows=rows),
                source=message("default of the inventory's rules"),
                effect=message("fill in the column to use the mine's own values"),
            )


def _audit_notes(case: Case, audited: Audited) -> Iterator[Note]:
    days = _days_worked(audited)
    wanted = case.study.calendar.days_per_month * 12
    yield Note(
        what=message("Days worked in {year:d}", year=case.study.study.year),
        value=message("{days:d} days; {wanted:d} were asked for", days=days, wanted=wanted),
        source=message(
            "shift calendar with the holidays of {country}", country=case.study.study.country
        ),
        effect=message("short months hold fewer days than the calendar asks for"),
        kind="finding",
    )
    unexplained = audited.balance.unexplained_fraction
    yield Note(
        what=message("Billed energy that no machine explains"),
        value=message("{share:.1%} of the bills", share=unexplained),
        source=message("inventory against bills"),
        effect=message("the plan is made for the inventory; the rest is shown, not spread over it"),
        kind="warning" if abs(unexplained) > UNEXPLAINED_LIMIT else "finding",
    )
    if case.inventory.unknown_class:
        yield _points_note(
            message(
                "Efficiency class unknown: {tags}", tags=", ".join(case.inventory.unknown_class)
            ),
            read_fact("energy_audit", FACTS, "unknown_class_below_ie2"),
            message("their full-load efficiency is taken below IE2 by this much"),
        )
    machines = case.inventory.machines
    if (machines["rewinds"] > 0).any():
        yield _points_note(
            message("Loss of efficiency by each rewind"),
            read_fact("energy_audit", FACTS, "rewind_loss"),
            message("old motors save more when they are replaced"),
        )
    yield from _unverified_classes(case)
    yield motor_price_note()


def _days_worked(audited: Audited) -> int:
    calendar_days = (
        audited.before.points["hours_per_year"] / audited.before.machines["hours_per_day"]
    )
    in_shifts = audited.before.machines["schedule"].isin(["shifts", "first_shift"])
    return round(float(calendar_days[in_shifts].max())) if in_shifts.any() else 0


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
    doubtful = rows.index[[word in {"memory", "disputed"} for word in trust]]
    if len(doubtful):
        yield Note(
            what=message("Efficiency of class IE1 from memory: {tags}", tags=", ".join(doubtful)),
            value=None,
            source=message("no public table of IE1 at this frequency was found"),
            effect=message("their saving is uncertain: read the nameplate"),
            kind="warning",
        )


def _package_notes(case: Case, audited: Audited, money: Money) -> Iterator[Note]:
    share = audited.saved_kwh / audited.before.annual_kwh
    if not LEAST_SAVING_FRACTION <= share <= MOST_SAVING_FRACTION:
        yield Note(
            what=message("Saving outside the 10 to 30 % that the field reports"),
            value=message("{share:.1%} of the consumption", share=share),
            source=REPORT,
            effect=message(
                "replacing motors alone saves little; belts, air, speed control and schedules "
                "are not in this package yet"
            ),
            kind="warning",
        )
    budget, rate = case.study.finance.budget_usd, case.study.prices.usd_rate
    cost = money.whole.figures.capex / rate
    if cost > budget:
        yield Note(
            what=message("The plan costs more than the budget"),
            value=message("USD {cost:,.0f} against USD {budget:,.0f}", cost=cost, budget=budget),
            source=message("finance.budget_usd"),
            effect=message("build it in steps, lower pv.coverage_fraction or find a loan"),
            kind="warning",
        )


def _site_notes(
    designs: Sequence[SiteDesign], audited: Audited, bills: Mapping[str, SiteBills]
) -> Iterator[Note]:
    said: dict[str, list[tuple[str, Note]]] = {}
    for design in designs:
        plant = design.plant.notes if design.plant else ()
        rule = bills[design.name].with_plant.notes
        for note in (*design.weather.notes, *plant, *audited.tariffs[design.name].notes, *rule):
            said.setdefault(_said(note), []).append((design.name, note))
    for found in said.values():
        if len(found) == len(designs):
            yield found[0][1]
            continue
        for site, note in found:
            yield replace(note, what=message("{site}: {what}", site=site, what=note.what))


def _finance_notes(money: Money) -> Iterator[Note]:
    if money.amounts.measures_life_years:
        yield Note(
            what=message("Motors at the end of their life"),
            value=message(
                "bought again after {years:d} years", years=money.amounts.measures_life_years
            ),
            source=message("energy_audit/data/audit_facts.csv"),
            effect=message("lowers the net present value of efficiency"),
        )
    if money.whole.figures.simple_payback_years is None:
        yield Note(
            what=message("The plan never pays back"),
            value=None,
            source=message("cash flow after tax"),
            effect=message("its payback is left empty, never zero"),
            kind="warning",
        )
    yield Note(
        what=message("No loan is part of this study"),
        value=None,
        source=message("cash flow of the project before any debt"),
        effect=message("the debt service coverage is left empty"),
    )


def _points_note(what: Message, fact: Fact, effect: Message) -> Note:
    value = message("{points:.1f} percentage points", points=100 * fact.value)
    return Note(what=what, value=value, source=fact.citation, effect=effect)
