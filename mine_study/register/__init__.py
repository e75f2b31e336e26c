"""The register: every assumption, every guess and every warning of a study, each once."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from equipment_catalog.messages import message
from mine_study.register.audit_notes import audit_notes
from mine_study.register.best_plan_notes import best_plan_notes
from mine_study.register.grid_notes import grid_notes
from mine_study.register.input_notes import input_notes
from mine_study.register.money_notes import money_notes
from mine_study.register.risk_notes import risk_notes
from mine_study.register.wash_notes import wash_notes
from mine_study.site_off_grid import diesel_notes
from project_finance.incentives import incentive_notes

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from equipment_catalog.notes import Note
    from mine_study.audited import Audited
    from mine_study.carbon import Carbon
    from mine_study.case import Case
    from mine_study.money import Money
    from mine_study.risk import Risk
    from mine_study.site_bills import SiteBills
    from mine_study.site_design import SiteDesign
    from mine_study.site_reactive import SiteReactive
    from project_finance.debt.plan import DebtPlan

ORDER = {"warning": 0, "finding": 1, "assumption": 2}


def register(
    case: Case,
    *,
    audited: Audited,
    designs: Sequence[SiteDesign],
    bills: Mapping[str, SiteBills],
    reactive: Mapping[str, SiteReactive],
    money: Money,
    carbon: Carbon,
    loan: DebtPlan | None,
    debt: Iterable[Note],
    risk: Risk | None,
) -> tuple[Note, ...]:
    """Return all notes of a study, warnings first, each once.

    A note that several sites share is said once; one that differs is said for each.
    """
    notes = [
        *input_notes(case),
        *audit_notes(case, audited, carbon.factor),
        *_site_notes(designs, audited, bills, reactive),
        *wash_notes(case, audited, designs),
        *money_notes(case, designs, bills, money, loan),
        *money.whole.flow.notes,
        *debt,
        *risk_notes(risk),
        *best_plan_notes(case, audited),
        *_tax_rules_notes(case),
        *carbon.notes,
        *case.notes,
    ]
    once = {_said(note): note for note in notes}
    return tuple(sorted(once.values(), key=lambda note: ORDER[note.kind]))


def _tax_rules_notes(case: Case) -> tuple[Note, ...]:
    finance = case.study.finance
    if not finance.income_tax:
        return ()
    return incentive_notes(case.study.study.country, small_firm=finance.tax_regime == "mype")


def _said(note: Note) -> str:
    return " | ".join(str(part) for part in (note.what, note.value, note.source, note.effect))


def _site_notes(
    designs: Sequence[SiteDesign],
    audited: Audited,
    bills: Mapping[str, SiteBills],
    reactive: Mapping[str, SiteReactive],
) -> Iterator[Note]:
    said: dict[str, list[tuple[str, Note]]] = {}
    for design in designs:
        plant = design.plant.notes if design.plant else ()
        rule = bills[design.name].with_plant.notes
        diesel = diesel_notes(design, bills[design.name].failures)
        own = (*diesel, *design.notes, *design.weather.notes, *plant, *grid_notes(design))
        rule = (*rule, *reactive[design.name].notes)
        for note in (*own, *audited.tariffs[design.name].notes, *rule):
            said.setdefault(_said(note), []).append((design.name, note))
    for found in said.values():
        if len(found) == len(designs):
            yield found[0][1]
            continue
        for site, note in found:
            yield replace(note, what=message("{site}: {what}", site=site, what=note.what))
