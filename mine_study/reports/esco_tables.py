"""Tables of shared savings: what mine and company earn, and their cash year by year."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from equipment_catalog.messages import Message, message
from mine_study.reports.lender_tables import scale
from mine_study.reports.table import Table, figures, numbers, words

if TYPE_CHECKING:
    from mine_study.esco_study import StudyEsco
    from mine_study.reports.figures import Figures
    from project_finance.esco import ShareRange

YEARLY_LINES: dict[str, Message] = {
    "savings": message("Savings and export"),
    "fee": message("Fee"),
    "transfer": message("Price of transfer"),
    "host_outlay": message("Mine: outlay, grants, end of life"),
    "host_running_costs": message("Mine: running costs"),
    "host_before_tax": message("Mine before tax"),
    "esco_outlay": message("Company: outlay and grants"),
    "esco_running_costs": message("Company: running costs"),
    "esco_before_tax": message("Company before tax"),
}


def esco_page(esco: StudyEsco | None, write: Figures) -> dict[str, Any] | None:
    """Return what the section of shared savings shows; None without a contract.

    Parameters
    ----------
    esco
        What the study found.
    write
        Language and currency of the reader.
    """
    if esco is None:
        return None
    return {
        "finding": shares_finding(esco.shares, esco.contract.terms.esco_share, write),
        "sides": sides_table(esco, write),
        "yearly": yearly_table(esco, write),
    }


def shares_finding(shares: ShareRange, share: float, write: Figures) -> Message:
    """Return between which shares of the savings both parties gain."""
    if shares.least is None or shares.most is None or not shares.exists:
        return message(
            "No share of the savings serves both: the company would need more than the mine can "
            "give."
        )
    least, most = (write.percent(limit, 1) for limit in (shares.least, shares.most))
    if shares.least <= share <= shares.most:
        return message(
            "Both gain while the company's share of the savings lies between {least} and {most}; "
            "the contract gives it {share}.",
            least=least,
            most=most,
            share=write.percent(share, 1),
        )
    return message(
        "Both would gain with a company's share of the savings between {least} and {most}, but "
        "the contract gives it {share}: one of the two loses.",
        least=least,
        most=most,
        share=write.percent(share, 1),
    )


def sides_table(esco: StudyEsco, write: Figures) -> Table:
    """Return the contract from both sides."""
    say, mine, company = write.say, esco.contract.host, esco.contract.esco
    currency = write.currency
    lines = (
        (
            message("own money of year 0 [{currency}]", currency=currency),
            write.number(mine.outlay),
            write.number(company.outlay),
        ),
        (
            message("discount rate"),
            write.percent(mine.discount_rate, 1),
            write.percent(company.discount_rate, 1),
        ),
        (
            message("net present value before tax [{currency}]", currency=currency),
            write.number(mine.npv_before_tax),
            write.number(company.npv_before_tax),
        ),
        (
            message("internal rate of return before tax"),
            write.percent(mine.irr_before_tax, 1),
            write.percent(company.irr_before_tax, 1),
        ),
        (
            message("limit of the company's share of the savings"),
            say(message("at most {share}", share=write.percent(esco.shares.most, 1))),
            say(message("at least {share}", share=write.percent(esco.shares.least, 1))),
        ),
    )
    return Table(
        caption=say(message("Shared savings from both sides, nominal money, before tax")),
        columns=(
            *words(say(message("Figure"))),
            *numbers(say(message("Mine")), say(message("Energy service company"))),
        ),
        rows=tuple((say(name), *cells) for name, *cells in lines),
        from_mine=True,
    )


def yearly_table(esco: StudyEsco, write: Figures) -> Table:
    """Return the cash of both sides year by year."""
    say, yearly = write.say, esco.contract.yearly
    divisor, unit, decimals = scale(float(yearly.abs().to_numpy().max()), write)
    return Table(
        caption=say(message("Shared savings by year [{unit}]", unit=unit)),
        columns=(
            *words(say(message("Year"))),
            *figures(
                {f"finance.esco.by_year.{line}[]": say(name) for line, name in YEARLY_LINES.items()}
            ),
        ),
        rows=tuple(
            (str(year), *(write.number(row[name] / divisor, decimals) for name in YEARLY_LINES))
            for year, row in zip(yearly.index.to_list(), yearly.to_dict("records"), strict=True)
        ),
        from_mine=True,
        is_wide=True,
    )
