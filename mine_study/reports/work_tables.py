"""Tables of what may go wrong, of the permits, and of the order of work."""

from __future__ import annotations

from typing import TYPE_CHECKING

from equipment_catalog.messages import Message, message
from equipment_catalog.notes import citation
from equipment_catalog.tables import read_facts
from mine_study.reports.kept import kept_of_last
from mine_study.reports.table import Table, numbers, words
from mine_study.risk_register import risk_register
from mine_study.work_plan import WEEKS_A_MONTH, first_day, parts, work_plan

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mine_study.reports.figures import Figures
    from mine_study.risk_register import RiskRow
    from mine_study.study import StudyResult

BOX = "☐"
_risks = kept_of_last(risk_register)
_steps = kept_of_last(work_plan)


def risk_table(result: StudyResult, write: Figures) -> Table:
    """Return the register of risks, the dearest first."""
    say = write.say
    return Table(
        caption=say(
            message(
                "Register of risks, the dearest first; the plan is worth {npv}",
                npv=write.rounded(result.money.whole.figures.npv),
            )
        ),
        columns=words(
            say(message("What may go wrong")),
            say(message("How likely")),
            say(message("Effect")),
            say(message("What to do about it")),
            say(message("Who")),
        ),
        rows=tuple(
            (
                say(row.risk),
                say(row.likelihood),
                say(_effect(row, write)),
                say(row.mitigation),
                say(row.owner),
            )
            for row in _risks(result)
        ),
        from_mine=True,
        is_wide=True,
    )


def _effect(row: RiskRow, write: Figures) -> Message:
    if row.npv is not None:
        return message("net present value {npv}", npv=write.rounded(row.npv))
    if row.lost_income is not None:
        return message(
            "up to {income} a year, the income of export", income=write.rounded(row.lost_income)
        )
    return message("not reckoned")


def permit_table(result: StudyResult, write: Figures) -> Table:
    """Return the permits of the country with how long they may take and how sure that is."""
    say, table = write.say, read_facts("mine_study", "data/permits.csv")
    own = table[table["country"] == result.study.study.country]
    asked = own[own["part"].isin(parts(result))].to_dict("records")
    return Table(
        caption=say(message("Permits and certificates: ask for each in the first weeks")),
        columns=(
            *words(say(message("Permit")), say(message("From whom"))),
            *numbers(say(message("Weeks"))),
            *words(say(message("Why")), say(message("Source"))),
        ),
        rows=tuple(
            (
                say(Message(str(row["permit"]))),
                say(Message(str(row["authority"]))),
                _span(float(row["least_weeks"]), float(row["most_weeks"]), write),
                say(Message(str(row["why"]))),
                say(citation(str(row["source"]), int(row["year"]), str(row["trust"]))),
            )
            for row in asked
        ),
        is_wide=True,
    )


def permit_remark(result: StudyResult, write: Figures) -> Message | None:
    """Return how the weeks of single permits stand to those of the order of work; None without."""
    step = next((step for step in _steps(result) if step.key == "permits"), None)
    if step is None:
        return None
    return message(
        "Each line is one permit by itself. The order of work, and so the plant's first day, "
        "counts {weeks} weeks for all of them and the consent of the grid operator together, as "
        "one may have to wait for another. Source of these weeks: {source}.",
        weeks=_span(step.least_weeks, step.most_weeks, write),
        source=step.source,
    )


def work_table(result: StudyResult, write: Figures) -> Table:
    """Return the steps as a list to tick off."""
    say, steps = write.say, _steps(result)
    return Table(
        caption=say(message("Order of work, to tick off; weeks count from the decision")),
        columns=(
            *words(say(message("Step")), say(message("Who"))),
            *numbers(
                say(message("Takes [weeks]")),
                say(message("Likely from week")),
                say(message("to week")),
                say(message("Pays [{currency}]", currency=write.currency)),
            ),
            *words(say(message("Source of its weeks"))),
        ),
        rows=tuple(
            (
                f"{BOX} {say(step.task)}",
                say(step.who),
                _span(step.least_weeks, step.most_weeks, write),
                write.number(step.starts_week),
                write.number(step.ends_week),
                write.number(step.cost),
                say(step.source),
            )
            for step in steps
        ),
        total=(
            say(message("All, value-added tax apart")),
            *("",) * 4,
            write.number(sum(step.cost or 0.0 for step in steps)),
            "",
        ),
        from_mine=True,
        is_wide=True,
    )


def work_findings(result: StudyResult, write: Figures) -> Iterator[Message]:
    """Yield when the plant works, and how that stands beside the delay of the cash flow."""
    steps = _steps(result)
    day = first_day(steps)
    if day is None:
        return
    weeks = result.study.finance.plant_delay_months * WEEKS_A_MONTH
    paid = [step for step in steps if step.key in {"order", "build", "connect"}]
    least, most = (sum(step.least_weeks for step in paid), sum(step.most_weeks for step in paid))
    yield message(
        "From the decision to the plant's first day: {low} to {high} weeks, of which the permits "
        "take most.",
        low=write.number(day.earliest_end_week),
        high=write.number(day.latest_end_week),
    )
    yield message(
        "The cash flow counts {weeks} weeks from the spending to that day "
        "(finance.plant_delay_months). Who pays the equipment only with the permits in hand waits "
        "{low} to {high} weeks for it; who pays at the decision waits the whole time.",
        weeks=write.number(weeks),
        low=write.number(least),
        high=write.number(most),
    )
    yield _judgement(weeks, least=least, most=day.latest_end_week)


def _judgement(weeks: float, *, least: float, most: float) -> Message:
    if weeks < least:
        return message("The cash flow is hasty: no order of these steps is that quick.")
    if weeks > most:
        return message(
            "The cash flow is cautious: even the slowest order of these steps is quicker."
        )
    return message("The cash flow lies between the two.")


def _span(least: float, most: float, write: Figures) -> str:
    low, high = write.number(least), write.number(most)
    return low if low == high else f"{low} … {high}"
