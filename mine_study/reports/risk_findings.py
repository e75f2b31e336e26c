"""What the draws of the money say, in sentences."""

from __future__ import annotations

from typing import TYPE_CHECKING

from equipment_catalog.messages import Message, message
from mine_study.charts.risk_words import chance

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mine_study.reports.figures import Figures
    from mine_study.risk import Risk
    from mine_study.study import StudyResult


def risk_findings(result: StudyResult, write: Figures) -> Iterator[Message]:
    """Yield what the draws say, in sentences; nothing where none are drawn."""
    risk = result.risk
    if risk is None:
        return
    yield _loss(risk, write)
    worth = risk.drawn.npv_after_tax
    yield message(
        "With a probability of 90 % it is worth at least {p90} today after tax (P90), with 50 % "
        "at least {p50} (P50).",
        p90=_money(worth.p90, write),
        p50=_money(worth.p50, write),
    )
    yield _payback(risk, write)
    yield from _cover(risk, write)


def loan_doubts(result: StudyResult, write: Figures) -> Iterator[Message]:
    """Yield beside the cover as planned its chance to fall too low and that of the bad case.

    Parameters
    ----------
    result
        What the study found.
    write
        Language and currency of the reader.
    """
    bad, risk = result.debt_in_bad_case, result.risk
    if bad is None or bad.amount <= 0:
        return
    if risk is not None and risk.drawn.probability_dscr_below_covenant is not None:
        yield message(
            "Probability that some year falls below the agreed cover of {covenant}: {chance}.",
            covenant=write.number(bad.terms.covenant_dscr, 2),
            chance=chance(risk.drawn.probability_dscr_below_covenant, risk.count, write.reader),
        )
    if bad.cover.dscr_min is not None:
        yield message(
            "In the bad case its worst year is covered {least} times.",
            least=write.cover(bad.cover.dscr_min, line=bad.cover.covenant_dscr),
        )


def _loss(risk: Risk, write: Figures) -> Message:
    lost, rate = risk.drawn.probability_npv_below_zero, risk.case.discount_rate
    return message(
        "Probability that the plan loses money, its net present value after tax at {rate} below "
        "zero: {chance}.",
        rate=write.percent(rate, 1),
        chance=chance(lost, risk.count, write.reader),
    )


def _payback(risk: Risk, write: Figures) -> Message:
    found = risk.drawn.simple_payback_after_tax_years
    return message(
        "Simple payback after tax in years: {p50} at P50, {p90} at P90; probability that it never "
        "comes, up to year {years:d}: {chance}.",
        p50=write.years(found.p50),
        p90=write.years(found.p90),
        years=risk.case.years,
        chance=chance(risk.drawn.probability_never_pays_back, risk.count, write.reader),
    )


def _cover(risk: Risk, write: Figures) -> Iterator[Message]:
    least, broken = risk.drawn.dscr_min, risk.drawn.probability_dscr_below_covenant
    if least is not None and risk.debt is not None:
        line = risk.debt.terms.covenant_dscr
        yield message(
            "In its worst year the cash covers the loan {p90} times or better with a probability "
            "of 90 %, {p50} times with 50 %.",
            p90=write.cover(least.p90, line=line),
            p50=write.cover(least.p50, line=line),
        )
    if broken is not None and risk.debt is not None:
        agreed = risk.debt.terms.covenant_dscr
        yield message(
            "Probability that some year falls below the agreed cover of {covenant}: {chance}.",
            covenant=write.cover(agreed, line=agreed),
            chance=chance(broken, risk.count, write.reader),
        )


def _money(amount: float | None, write: Figures) -> str:
    return write.number(None) if amount is None else write.rounded(amount)
