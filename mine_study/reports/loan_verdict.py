"""What the first page's answer says of the loan: that it cannot be paid, or breaks its contract."""

from __future__ import annotations

from typing import TYPE_CHECKING

from equipment_catalog.messages import Message, message
from project_finance.debt.year_words import years_named

if TYPE_CHECKING:
    from mine_study.money import Worth
    from mine_study.reports.figures import Figures
    from project_finance.debt.cover import Cover


def other_loan(whole: Worth, cover: Cover, write: Figures) -> Message:
    """Return that the plan is good and its loan is not.

    Parameters
    ----------
    whole
        The plan, before any loan.
    cover
        Of a loan that the cash of some year does not pay.
    write
        Language and currency of the reader.
    """
    return message(
        "Do not sign this loan as it stands: in {unpaid} the cash of the plan does not pay "
        "it. The plan itself is worth {npv} today after tax and pays back in {years} years, before "
        "any loan: ask for a smaller or longer loan, or for years of grace.",
        unpaid=years_named(cover.years_below_one),
        npv=write.rounded(whole.figures.npv),
        years=write.years(whole.figures.simple_payback_years),
    )


def with_broken_line(approval: Message, cover: Cover, write: Figures) -> Message:
    """Return an approval with a "but" where the loan as planned breaks its agreed least cover.

    Parameters
    ----------
    approval
        That the plan is worth its money.
    cover
        Of a loan that the cash of every year pays.
    write
        Language of the reader.
    """
    broken = sorted(set(cover.years_below_covenant) - set(cover.years_without_cash))
    if not broken:
        return approval
    covers, line = cover.yearly["dscr"].loc[broken], cover.covenant_dscr
    return message(
        "{approval} But not with this loan as it stands: in year {year:d} the cash covers it "
        "{least} times, below the agreed {line}. Ask for a smaller or longer loan or a lower line "
        "before you sign.",
        approval=approval,
        year=broken[int(covers.to_numpy().argmin())],
        least=write.cover(float(covers.min()), line=line),
        line=write.cover(line, line=line),
    )
