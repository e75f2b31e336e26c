"""Notes on the best plan for the budget: what it rests on and what it leaves out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from equipment_catalog.messages import message
from equipment_catalog.notes import Note
from equipment_catalog.tables import read_fact
from mine_study.debt_study import asks_loan
from mine_study.site_off_grid import is_off_grid
from mine_study.storage_prices import charges_power

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mine_study.audited import Audited
    from mine_study.case import Case
    from mine_study.study_file import Study


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
    yield _offers_note()
    yield _reactive_note()
    yield from _battery_notes(study)
    if asks_loan(study):
        yield _loan_note()
    if any(charges_power(tariff) for tariff in audited.tariffs.values()):
        yield _power_note()


def _offers_note() -> Note:
    return Note(
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


def _reactive_note() -> Note:
    return Note(
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


def _battery_notes(study: Study) -> Iterator[Note]:
    """Yield how batteries are chosen, and where nothing is chosen at all."""
    if any(site.storage.build and not is_off_grid(site) for site in study.sites):
        kept = int(read_fact("mine_study", "data/best_plan.csv", "batteries_per_plant").value)
        yield Note(
            what=message("Batteries in the search for the best plan"),
            value=message("{kept:d} beside each size of plant", kept=kept),
            source=message(
                "sizes in steps, run through the year on the load that the study's own measures "
                "leave; what plant and battery give the meter there is held whatever else is "
                "chosen, and no rule that caps the import is tried"
            ),
            effect=message(
                "the proof holds for these batteries and this use of them; in the second look each "
                "runs anew, by the same rule, on the load that its plan leaves"
            ),
        )
    alone = [site.name for site in study.sites if site.pv.build and is_off_grid(site)]
    if alone:
        yield Note(
            what=message(
                "The best plan for the budget chooses no plant at {sites}", sites=", ".join(alone)
            ),
            value=None,
            source=message("plant and battery of a site without a grid are sized for each other"),
            effect=message("a plan with them may be worth more than the one that is shown"),
            kind="warning",
        )


def _loan_note() -> Note:
    return Note(
        what=message("The loan as a limit of the best plan"),
        value=None,
        source=message(
            "kind, grace, years, rate and currency of the study's loan; the savings of a whole "
            "first year, growing with the tariff, must cover the debt service of every year"
        ),
        effect=message(
            "the wait for permits, the fade of the panels and the tax are not in this cover; "
            "the lender's view is that of the plan of the report"
        ),
    )


def _power_note() -> Note:
    return Note(
        what=message("Charges for power in the search for the best plan"),
        value=None,
        source=message("the programme weighs energy alone"),
        effect=message(
            "what measures and plants save of power is counted only in the second look, so a "
            "plan that saves more of it may have been passed over"
        ),
        kind="warning",
    )
