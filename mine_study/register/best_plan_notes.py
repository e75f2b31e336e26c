"""Notes on the best plan for the budget: what it rests on and what it leaves out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from equipment_catalog.messages import message
from equipment_catalog.notes import Note
from mine_study.storage_prices import charges_power

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mine_study.audited import Audited
    from mine_study.case import Case


def best_plan_notes(case: Case, audited: Audited) -> Iterator[Note]:
    """Yield what the best plan rests on; nothing where none is sought.

    Parameters
    ----------
    case
        The study and its files.
    audited
        Its tariffs.
    """
    study = case.study
    if not study.best_plan.search:
        return
    yield Note(
        what=message("What the best plan for the budget chooses from"),
        value=None,
        source=message(
            "offers of the audit that can be done now and rest on known facts, alone and together "
            "on one machine, and whole plants of the size search; what could never pay is left out"
        ),
        effect=message(
            "the plan of the report builds what the study asks for; the best plan buys what is "
            "worth most for the budget, so the two differ"
        ),
    )
    yield Note(
        what=message("Reactive energy in the search for the best plan"),
        value=None,
        source=message(
            "a bank is worth the charges of today that it ends, a plant costs those that it adds "
            "beside the audit's package"
        ),
        effect=message(
            "the proof holds for these charges; the plans of the second look are reckoned with "
            "their own"
        ),
    )
    if any(site.storage.build for site in study.sites):
        yield Note(
            what=message("The best plan for the budget chooses no battery"),
            value=None,
            source=message("a battery is sized beside one plant, in the section on storage"),
            effect=message("a plan with a battery may be worth more than the one that is shown"),
            kind="warning",
        )
    if any(charges_power(tariff) for tariff in audited.tariffs.values()):
        yield Note(
            what=message("Charges for power in the search for the best plan"),
            value=None,
            source=message("the programme weighs energy alone"),
            effect=message(
                "what measures and plants save of power is counted only in the second look, so a "
                "plan that saves more of it may have been passed over"
            ),
            kind="warning",
        )
