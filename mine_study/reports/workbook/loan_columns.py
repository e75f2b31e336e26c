"""The account of a loan, its cover, its reserve and the owner's cash as formulas by year."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from equipment_catalog.messages import Message, message
from mine_study.reports.workbook.live_column import LiveColumn
from project_finance.cash_flow import ONE_OFF_LINES
from project_finance.debt.cover import is_below, without_cash
from project_finance.debt.sizing import loan_payments

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pandas as pd
    from numpy.typing import NDArray

    from mine_study.reports.workbook.cell_looks import Kind
    from mine_study.reports.workbook.open_book import Say
    from project_finance.debt.plan import DebtPlan

    Line = tuple[str, Message, NDArray[np.float64], str]

NO_COVER = 1e99
"""What the loan needs in a year whose cash cannot cover it, however small it is."""
ROUNDING = 1e-12
"""By which part a cover may miss its covenant, as one sculpted to it does."""
PAID, LEFT = "([year]-grace_years)", "(loan_years-grace_years)"
REPAYING = "AND([year]>grace_years,[year]<=loan_years)"
LEVEL = (
    f"CHOOSE(loan_kind_number,PMT(loan_rate,{LEFT},-owed_after_grace),"
    f"owed_after_grace/{LEFT}+loan_rate*owed_after_grace*(1-({PAID}-1)/{LEFT}),"
    f"loan_rate*owed_after_grace+IF([year]=loan_years,owed_after_grace,0))"
)
"""Payment after the grace of a loan of one, in its currency."""
SCULPTED = (
    "IF(SUM([cash_worth:])=0,0,owed_after_grace*(1+loan_currency_rise)^grace_years"
    "*MAX([cash],0)/SUM([cash_worth:]))"
)
UNIT = (
    f"IF({REPAYING},IF(loan_kind_number=4,{SCULPTED},{LEVEL}*(1+loan_currency_rise)^[year]),"
    "IF([year]<=grace_years,grace_paid*loan_rate*(1+loan_currency_rise)^[year],0))"
)
NEED = (
    "IF(AND([year]>grace_years,[unit_payment]>0),"
    f"IF([cash]>0,[unit_payment]/[cash],{NO_COVER!r}),0)"
)
BELOW = (
    f"IF([payment]>0,IF([cash]<{{line}}*[payment]*(1-{ROUNDING!r}),1,0),"
    "IF(AND([cash]<0,[owed]>0),{idle},0))"
)
"""Whether a year is below a line; one without payment that loses cash counts as ``idle``."""
BELOW_COVENANT = f"IF(ISNUMBER(covenant),{BELOW.format(line='covenant', idle=1)},0)"
BELOW_ONE = BELOW.format(line=1, idle=0)


def loan_columns(debt: DebtPlan, say: Say, *, taxed: bool) -> list[LiveColumn]:
    """Return the columns of a loan, the year first, its cover last but the workings.

    Parameters
    ----------
    debt
        The loan.
    say
        Writes a message in the reader's language.
    taxed
        Whether interest lowers a tax.
    """
    return [
        _column("loan_year", say(message("Year")), debt.yearly.index.to_numpy(), "[year]", "year"),
        *_account(debt, say),
        *_owner(debt, say, taxed=taxed),
        *_cover(debt, say),
        *_workings(debt, say),
    ]


def _account(debt: DebtPlan, say: Say) -> Iterator[LiveColumn]:
    account = debt.account.reindex(debt.yearly.index, fill_value=0.0)
    lines: tuple[tuple[str, Message, str, str], ...] = (
        ("owed", message("Owed"), "opening", "[still_owed-]"),
        ("exchange", message("Exchange loss"), "exchange_loss", "[owed]*loan_currency_rise"),
        (
            "interest",
            message("Interest"),
            "interest",
            "[owed]*(1+loan_currency_rise)*loan_rate",
        ),
        ("repaid", message("Repaid"), "principal", "[payment]-[interest]"),
        ("payment", message("Paid"), "payment", "loan_amount*[unit_payment]"),
    )
    for key, head, name, formula in lines:
        yield _column(key, say(head), account[name].to_numpy(), formula)
    closing = account["closing"].to_numpy().copy()
    closing[0] = debt.amount
    yield LiveColumn(
        key="still_owed",
        head=say(message("Still owed")),
        values=closing.tolist(),
        formula="IF([year]>=loan_years,0,[owed]+[exchange]-[repaid])",
        first="loan_amount",
    )


def _owner(debt: DebtPlan, say: Say, *, taxed: bool) -> Iterator[LiveColumn]:
    yearly = debt.yearly
    once = "-".join(f"[{name}]" for name in ONE_OFF_LINES)
    yield _column("cash", say(message("Cash after tax")), _cash(debt), f"[net_after_tax]-{once}")
    yield _column(
        "relief",
        say(message("Tax saved by the interest")),
        yearly["interest_tax_relief"].to_numpy(),
        "[tax_with]-[tax_lent]" if taxed else "0",
    )
    target = "reserve_months/12*SUMIF([year:],[year]+1,[payment:])"
    yield LiveColumn(
        key="reserve",
        head=say(message("Reserve")),
        values=debt.reserve["balance"].tolist(),
        formula=f"MIN(MAX([reserve-]+[cash]+[relief]-[payment],0),{target})",
        first=target,
    )
    lent = "IF([year]=0,loan_amount,-[payment])-[reserve]"
    for key, head, name, net in (
        ("owner_before", message("Owner before tax"), "equity_before_tax", "[net_before_tax]"),
        ("owner_after", message("Owner after tax"), "equity_after_tax", "[net_after_tax]+[relief]"),
    ):
        yield LiveColumn(
            key=key,
            head=say(head),
            values=yearly[name].tolist(),
            formula=f"{net}+{lent}+[reserve-]",
            first=f"{net}+{lent}",
        )


def _cover(debt: DebtPlan, say: Say) -> Iterator[LiveColumn]:
    cover, terms = debt.cover.yearly, debt.terms
    dscr = [found if found == found else "" for found in cover["dscr"].tolist()]  # noqa: PLR0124  NaN
    yield LiveColumn(
        key="dscr",
        head=say(message("Cover (DSCR)")),
        values=["", *dscr],
        formula='IF([payment]>0,[cash]/[payment],"")',
        first='""',
        kind="thousandth",
    )
    covenant = terms.covenant_dscr
    idle = without_cash(cover["available"], cover["debt_service"], cover["owed"])
    below = np.zeros_like(idle) if covenant is None else is_below(cover["dscr"], covenant) | idle
    lines = (
        ("below_covenant", message("below the agreed cover: 1"), below, BELOW_COVENANT),
        (
            "below_one",
            message("cash does not pay the loan: 1"),
            is_below(cover["dscr"], 1.0),
            BELOW_ONE,
        ),
    )
    for key, head, found, formula in lines:
        yield _column(key, say(head), np.append(0.0, found), formula, "year")


def _workings(debt: DebtPlan, say: Say) -> Iterator[LiveColumn]:
    """Yield what the size and the payments are made of."""
    terms, cash = debt.terms, _cash(debt)
    year = debt.yearly.index.to_numpy()
    repaying = (year > terms.grace_years) & (year <= terms.years)
    worth = cash.clip(min=0.0) / (1 + terms.local_rate) ** (year - terms.grace_years)
    worth = np.where(repaying, worth, 0.0)
    unit = np.zeros(year.size)
    if terms.kind != "sculpted" or worth.any():
        unit[1 : terms.years + 1] = loan_payments(terms, cash[1:], 1.0)
    due = (year > terms.grace_years) & (unit > 0)
    need = np.divide(unit, cash, out=np.full(year.size, NO_COVER), where=cash > 0)
    lines: tuple[Line, ...] = (
        (
            "cash_worth",
            message("cash of the years of repayment, at the loan's rate"),
            worth,
            f"IF({REPAYING},MAX([cash],0)/(1+loan_local_rate)^{PAID},0)",
        ),
        ("unit_payment", message("payment of a loan of one"), unit, UNIT),
        ("need", message("part of the cash that a loan of one takes"), need * due, NEED),
    )
    for key, head, values, formula in lines:
        kind: Kind = "money" if key == "cash_worth" else "plain"
        yield _column(key, say(head), values, formula, kind)


def _cash(debt: DebtPlan) -> NDArray[np.float64]:
    return np.append(0.0, debt.cover.yearly["available"].to_numpy())


def _column(
    key: str,
    head: str,
    values: NDArray[np.float64] | pd.Series,
    formula: str,
    kind: Kind = "money",
) -> LiveColumn:
    found = np.asarray(values, dtype=float).tolist()
    return LiveColumn(key=key, head=head, values=found, formula=formula, kind=kind)
