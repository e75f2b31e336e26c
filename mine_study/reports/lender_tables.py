"""Tables of what a lender asks and an owner earns: cover, worth, cash with the loan."""

from __future__ import annotations

from typing import TYPE_CHECKING

from equipment_catalog.messages import Message, message
from mine_study.charts.style import scale_of_money
from mine_study.debt_bad_case import bad_worth
from mine_study.reports.table import Table, figures, numbers, words
from project_finance.debt.year_words import years_named

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from mine_study.money import Worth
    from mine_study.reports.figures import Figures
    from mine_study.study import StudyResult
    from project_finance.debt.cover import Cover
    from project_finance.debt.equity import EquityFigures
    from project_finance.debt.plan import DebtPlan
    from project_finance.summary import FinanceSummary

    Line = tuple[Message, str, str]
    """A figure, and how it is written of each of two sides."""

BENEFIT_DECIMALS = 2
OWNER_LINES: dict[str, Message] = {
    "project_before_tax": message("Project before tax"),
    "project_after_tax": message("Project after tax"),
    "loan_drawn": message("Loan drawn"),
    "debt_service": message("Debt service"),
    "reserve_flow": message("Reserve"),
    "interest_tax_relief": message("Tax saved by the interest"),
    "equity_before_tax": message("Owner before tax"),
    "equity_after_tax": message("Owner after tax"),
    "cumulative": message("Owner after tax, running sum"),
}


def cover_table(result: StudyResult, debt: DebtPlan, bad: DebtPlan, write: Figures) -> Table:
    """Return the figures that a lender asks for, as planned and in the bad case.

    Parameters
    ----------
    result
        What the study found.
    debt, bad
        The loan as planned and served by the bad case.
    write
        Language and currency of the reader.
    """
    say = write.say
    lines: list[Line] = [
        (name, text(debt.cover), text(bad.cover)) for name, text in _cover_lines(debt, write)
    ]
    lines += [
        (
            message("the project's net present value after tax, before the loan"),
            write.money(result.money.whole.figures.npv),
            write.money(bad_worth(result.study, result.headline.bad_case).figures.npv),
        ),
        (
            message("the owner's net present value after tax, with the loan"),
            write.money(debt.equity.npv_after_tax),
            write.money(bad.equity.npv_after_tax),
        ),
        (
            message("the owner's internal rate of return after tax, with the loan"),
            _rate(debt.equity, debt.equity.irr_after_tax, write),
            _rate(bad.equity, bad.equity.irr_after_tax, write),
        ),
    ]
    return Table(
        caption=say(message("Does the cash pay the loan?")),
        columns=(
            *words(say(message("Figure"))),
            *numbers(say(message("As planned")), say(message("Bad case"))),
        ),
        rows=tuple((say(name), planned, poor) for name, planned, poor in lines),
        from_mine=True,
    )


def _cover_lines(debt: DebtPlan, write: Figures) -> list[tuple[Message, Callable[[Cover], str]]]:
    lines: list[tuple[Message, Callable[[Cover], str]]] = [
        (
            message("least cover of a year (DSCR)"),
            lambda c: write.cover(c.dscr_min, line=c.covenant_dscr),
        ),
        (message("mean cover (DSCR)"), lambda c: write.cover(c.dscr_average)),
        (
            message("cover over the life of the loan (LLCR), at its rate"),
            lambda c: write.cover(c.llcr),
        ),
        (
            message("cover over the life of the project (PLCR), at the loan's rate"),
            lambda c: write.cover(c.plcr),
        ),
        (
            message("years in which the cash does not pay the debt service"),
            lambda c: _years(c.years_below_one, write),
        ),
    ]
    if debt.terms.covenant_dscr is not None:
        below = message("years below the agreed cover")
        lines.append((below, lambda c: _years(c.years_below_covenant, write)))
    if debt.terms.kind == "sculpted" or debt.cover.years_without_cash:
        lost = message("years that lose cash while the loan is owed, and what the owner must add")
        lines.append((lost, lambda c: _lost(c, write)))
    return lines


def merit_table(whole: Worth, debt: DebtPlan, write: Figures) -> Table:
    """Return what project and owner earn, side by side."""
    say, owner = write.say, debt.equity
    lines = (*_worth_lines(whole, owner, write), *_return_lines(whole.figures, owner, write))
    return Table(
        caption=say(message("The project and its owner, nominal money")),
        columns=(
            *words(say(message("Figure"))),
            *numbers(
                say(message("Project, before any loan")), say(message("Owner, with the loan"))
            ),
        ),
        rows=tuple((say(name), own, lent) for name, own, lent in lines),
        from_mine=True,
    )


def _worth_lines(whole: Worth, owner: EquityFigures, write: Figures) -> tuple[Line, ...]:
    """Return what is put in and what it is worth, of the project and of its owner."""
    project = whole.figures
    return (
        (
            message("own money of year 0 [{currency}]", currency=write.currency),
            write.number(project.own_outlay),
            write.number(owner.outlay),
        ),
        (
            message("discount rate"),
            write.percent(whole.flow.discount_rate, 1),
            write.percent(owner.discount_rate, 1),
        ),
        (
            message("net present value after tax [{currency}]", currency=write.currency),
            write.number(project.npv),
            write.number(owner.npv_after_tax),
        ),
        (
            message("benefit over cost after tax: 1 + net present value / own money"),
            _benefit_over_cost(project.npv, project.own_outlay, write),
            _benefit_over_cost(owner.npv_after_tax, owner.outlay, write),
        ),
        (
            message("net present value before tax [{currency}]", currency=write.currency),
            write.number(project.npv_before_tax),
            write.number(owner.npv_before_tax),
        ),
    )


def _return_lines(
    project: FinanceSummary, owner: EquityFigures, write: Figures
) -> tuple[Line, ...]:
    """Return the rates of return of the project and of its owner."""
    return (
        (
            message("internal rate of return after tax, every root"),
            write.roots(project.irr_roots),
            _starred(write.roots(owner.irr_roots_after_tax), owner),
        ),
        (
            message("internal rate of return before tax"),
            write.percent(project.irr_before_tax, 1),
            _rate(owner, owner.irr_before_tax, write),
        ),
        (
            message("modified rate of return after tax"),
            write.percent(project.mirr, 1),
            write.percent(owner.mirr_after_tax, 1),
        ),
    )


def _benefit_over_cost(worth: float, own: float, write: Figures) -> str:
    """Return what a unit of own money brings today; a dash where none is put in."""
    return write.number(1 + worth / own if own > 0 else None, BENEFIT_DECIMALS)


def owner_table(debt: DebtPlan, write: Figures) -> Table:
    """Return the owner's cash year by year, every line of it."""
    say = write.say
    yearly = debt.yearly.assign(cumulative=debt.yearly["equity_after_tax"].cumsum())
    divisor, unit, decimals = scale(float(yearly.abs().to_numpy().max()), write)
    return Table(
        caption=say(message("The owner's cash with the loan by year [{unit}]", unit=unit)),
        columns=(
            *words(say(message("Year"))),
            *figures(
                {f"finance.debt.owner.{line}[]": say(name) for line, name in OWNER_LINES.items()}
            ),
        ),
        rows=tuple(
            (str(year), *(write.number(row[name] / divisor, decimals) for name in OWNER_LINES))
            for year, row in zip(yearly.index.to_list(), yearly.to_dict("records"), strict=True)
        ),
        from_mine=True,
        is_wide=True,
    )


def scale(largest: float, write: Figures) -> tuple[float, Message, int]:
    """Return what amounts are divided by, the name of that unit, and their decimals."""
    divisor, unit = scale_of_money(largest, write.currency)
    return divisor, unit, 0 if divisor == 1 else 1


def rate_remarks(debt: DebtPlan, bad: DebtPlan) -> Iterator[Message]:
    """Yield why the owner's rate of return is left out or starred; nothing where it is plain.

    Parameters
    ----------
    debt, bad
        The loan as planned and served by the bad case.
    """
    sides = debt.equity, bad.equity
    if any(side.outlay <= 0 for side in sides):
        yield message(
            "No rate of return is told where the owner pays nothing of the outlay: there is no own "
            "money that could earn one."
        )
    if any(side.irr_roots_after_tax and not side.irr_conventional for side in sides):
        yield message(
            "* The owner's cash changes its sign more than once, so that this rate may be that of "
            "a debt and not of a gain: judge by the net present value."
        )


def _rate(equity: EquityFigures, rate: float | None, write: Figures) -> str:
    return _starred(write.percent(rate, 1), equity)


def _starred(text: str, equity: EquityFigures) -> str:
    """Return a rate, with a star where it may be that of borrowed money."""
    doubtful = bool(equity.irr_roots_after_tax) and not equity.irr_conventional
    return f"{text} *" if doubtful else text


def _lost(cover: Cover, write: Figures) -> str:
    if not cover.years_without_cash:
        return _years((), write)
    return f"{_years(cover.years_without_cash, write)}: {write.money(cover.lacking_cash)}"


def _years(years: tuple[int, ...], write: Figures) -> str:
    if not years:
        return write.say(message("none"))
    return write.say(years_named(years))
