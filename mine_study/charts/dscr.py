"""How many times the cash of each year pays the debt service, as planned and in a bad case."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from equipment_catalog.messages import message
from mine_study.charts.style import (
    ACCENT,
    GREY,
    INK,
    legend_above,
    say_why_empty,
    write_numbers,
)
from mine_study.told_cover import told_cover
from project_finance.debt.year_words import years_named

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from equipment_catalog.messages import Message
    from mine_study.language import Reader
    from mine_study.study import StudyResult
    from project_finance.debt.cover import Cover

NO_COVENANT = 1.0
"""The line of a loan without covenant: cash that just pays it."""
SEEN = 0.005
"""Least difference of two covers that are told with two decimals."""


def draw(result: StudyResult, axes: Axes, reader: Reader) -> None:
    """Draw the cover by year, that of the bad case, and the line it must not fall below."""
    debt, bad = result.debt, result.debt_in_bad_case
    if debt is None or bad is None or debt.cover.dscr_min is None:
        say_why_empty(axes, reader, message("No debt service is due"))
        return
    dscr, worst = debt.cover.yearly["dscr"].dropna(), bad.cover.yearly["dscr"].dropna()
    axes.set_title(reader.say(cover_finding(debt.cover)), loc="left")
    axes.bar(dscr.index, dscr, width=0.6, color=ACCENT, label=reader.say(message("as planned")))
    axes.plot(
        worst.index,
        worst,
        linestyle="none",
        marker="D",
        markersize=6,
        markerfacecolor="white",
        markeredgecolor=INK,
        label=reader.say(message("bad case")),
    )
    paid = reader.say(message("cash that just pays"))
    axes.axhline(NO_COVENANT, color=GREY, linewidth=1.2, label=paid)
    line = debt.cover.covenant_dscr
    if line is not None:
        label = message("agreed cover {line}", line=told_cover(line, line))
        axes.axhline(line, color=INK, linewidth=1.2, linestyle="--", label=reader.say(label))
    axes.set_ylim(bottom=min(0.0, float(dscr.min()), float(worst.min())))
    axes.set_xlim(0.4, int(dscr.index[-1]) + 0.6)
    axes.set_xticks(dscr.index.to_list())
    axes.set_xlabel(reader.say(message("year")))
    axes.set_ylabel(reader.say(message("cash over debt service")))
    axes.grid(axis="y")
    write_numbers(axes.yaxis, reader, 1)
    legend_above(axes, 4)


def cover_finding(cover: Cover) -> Message:
    """Return in one sentence whether the cash pays the loan, and where it is least.

    Parameters
    ----------
    cover
        Of a loan with debt service.
    """
    finding = _of_service(cover)
    if not cover.years_without_cash:
        return finding
    return message(
        "{finding}; but in {years} the project itself loses cash while the loan is owed",
        finding=finding,
        years=years_named(cover.years_without_cash),
    )


def _of_service(cover: Cover) -> Message:
    """Return whether the cash pays what falls due."""
    least = cover.dscr_min
    if least is None:
        return message("No debt service is due")
    year = 1 + int(np.nanargmin(cover.yearly["dscr"]))
    if cover.years_below_one:
        return message(
            "The cash does not pay the loan: in year {year:d} it is {least} times the debt service",
            year=year,
            least=told_cover(least, cover.covenant_dscr),
        )
    line = cover.covenant_dscr
    if line is not None and set(cover.years_below_covenant) - set(cover.years_without_cash):
        return message(
            "The loan is covered {least} times in its worst year, year {year:d}: below the agreed "
            "{line}",
            least=told_cover(least, line),
            year=year,
            line=told_cover(line, line),
        )
    if float(cover.yearly["dscr"].max()) - least < SEEN:
        return message("The loan is covered {least:.2f} times in each year", least=least)
    return message(
        "The loan is covered {least:.2f} times in its worst year, year {year:d}",
        least=least,
        year=year,
    )
