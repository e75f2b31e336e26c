"""An energy service company that pays the plan and lives on a part of what it saves."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import pandas as pd

from equipment_catalog.errors import InputError
from equipment_catalog.messages import message
from equipment_catalog.notes import Note
from project_finance.amounts import checked_amount
from project_finance.irr import irr
from project_finance.metrics import npv
from project_finance.whole_numbers import checked_whole

if TYPE_CHECKING:
    from project_finance.cash_flow import CashFlow

GAINS = ("efficiency_savings", "pv_savings", "export_income")
"""Lines of a cash flow that are shared."""
RUNNING_COSTS = ("om_cost", "replacement_cost")
"""Lines that the company bears during the contract if it runs the plant."""
OUTLAY = ("capex", "vat", "grants", "vat_returned")
"""Lines that are split as the outlay is, grants and returned tax among them."""
LEFT_AT_THE_END = ("salvage", "dismantling")
"""Lines of the host alone: the equipment is its own when the contract is over."""


@dataclass(frozen=True, kw_only=True)
class EscoTerms:
    """A contract of shared savings between the mine (host) and an energy service company.

    Raises
    ------
    InputError
        If a share is not a fraction, the years are not a whole number of at least 1 or the
        transfer price is negative.

    Examples
    --------
    >>> EscoTerms(esco_share=0.8, contract_years=7).esco_outlay_share
    1.0
    """

    esco_share: float
    """Part of each year's savings and export income that the host pays on [fraction]."""
    contract_years: int
    """Years from year 1 on in which savings are shared; then they are the host's alone."""
    esco_outlay_share: float = 1.0
    """Part of the outlay that the company pays [fraction]."""
    esco_runs_plant: bool = True
    """Whether operation, maintenance and renewals are the company's during the contract."""
    transfer_price: float = 0.0
    """What the host pays for the equipment at the end of the contract [nominal money]."""

    def __post_init__(self) -> None:
        """Refuse terms that are no contract."""
        checked_amount("esco_share", self.esco_share, least=0.0, most=1.0)
        checked_amount("esco_outlay_share", self.esco_outlay_share, least=0.0, most=1.0)
        checked_amount("transfer_price", self.transfer_price, least=0.0)
        checked_whole("contract_years", self.contract_years, least=1)


@dataclass(frozen=True, kw_only=True)
class Side:
    """What a contract is worth to one party, nominal and before its own income tax."""

    outlay: float
    """Own money of year 0 [money]."""
    npv_before_tax: float
    """Net present value at the party's own rate [money of year 0]."""
    irr_before_tax: float | None
    """Internal rate of return [fraction per year]; None where there is none, as without own
    money."""
    discount_rate: float
    """The party's nominal rate [fraction per year]."""


@dataclass(frozen=True, kw_only=True)
class SharedSavings:
    """Shared savings seen from both sides."""

    terms: EscoTerms
    """The contract."""
    yearly: pd.DataFrame
    """Index ``year`` from 0; ``savings``; ``fee`` and ``transfer`` that the host pays; for
    ``host_`` and ``esco_`` each ``outlay``, ``running_costs`` (in positive, out negative) and
    ``before_tax``, which add up to the project's net before tax [nominal money]."""
    host: Side
    """The mine."""
    esco: Side
    """The energy service company."""
    notes: tuple[Note, ...]
    """Conventions and warnings."""


@dataclass(frozen=True, kw_only=True)
class ShareRange:
    """The shares of the savings between which both parties gain."""

    least: float | None
    """At which the company just earns its rate [fraction]; None where all savings are too few."""
    most: float | None
    """At which the host just earns its rate [fraction]; None where it loses even without a fee."""

    @property
    def exists(self) -> bool:
        """Whether any share serves both."""
        return self.least is not None and self.most is not None and self.least <= self.most


def shared_savings(
    project: CashFlow,
    terms: EscoTerms,
    *,
    host_discount_rate: float,
    esco_discount_rate: float,
) -> SharedSavings:
    """Return the cash flows of host and energy service company, which sum to the project's.

    In a year without savings, or with more cost than saving, no fee is paid. Tax is left out on
    both sides: each party's depends on who owns the equipment and on its other income.

    Parameters
    ----------
    project
        Cash flow of the plan, before any loan.
    terms
        The contract.
    host_discount_rate, esco_discount_rate
        Nominal rates that the parties demand [fraction per year].

    Raises
    ------
    InputError
        If the contract outlives the project or a rate is not above -1.

    Examples
    --------
    >>> from project_finance.project import Project
    >>> project = Project(capex=100.0, efficiency_savings_year1=60.0,
    ...     discount_rate=0.10, tariff_escalation_fraction=0.0, inflation_fraction=0.0,
    ...     degradation_fraction_per_year=0.0, horizon_years=3).flow
    >>> both = shared_savings(project, EscoTerms(esco_share=0.9, contract_years=2),
    ...                       host_discount_rate=0.10, esco_discount_rate=0.05)
    >>> both.yearly[["host_before_tax", "esco_before_tax"]].T.to_numpy().tolist()
    [[0.0, 6.0, 6.0, 60.0], [-100.0, 54.0, 54.0, 0.0]]
    """
    yearly = _split(project, terms)
    return SharedSavings(
        terms=terms,
        yearly=yearly,
        host=_side(yearly["host_before_tax"], host_discount_rate),
        esco=_side(yearly["esco_before_tax"], esco_discount_rate),
        notes=_notes(terms),
    )


def share_range(
    project: CashFlow,
    terms: EscoTerms,
    *,
    host_discount_rate: float,
    esco_discount_rate: float,
) -> ShareRange:
    """Return the shares of the savings at which each party just earns its rate, before tax.

    Parameters
    ----------
    project
        Cash flow of the plan, before any loan.
    terms
        The contract; its own share does not matter.
    host_discount_rate, esco_discount_rate
        Nominal rates that the parties demand [fraction per year].

    Raises
    ------
    InputError
        If the contract outlives the project or a rate is not above -1.

    Examples
    --------
    >>> from project_finance.project import Project
    >>> project = Project(capex=100.0, efficiency_savings_year1=80.0,
    ...     discount_rate=0.0, tariff_escalation_fraction=0.0, inflation_fraction=0.0,
    ...     degradation_fraction_per_year=0.0, horizon_years=3).flow
    >>> share_range(project, EscoTerms(esco_share=0.5, contract_years=2),
    ...             host_discount_rate=0.0, esco_discount_rate=0.0)
    ShareRange(least=0.625, most=1.0)
    """
    unshared = _split(project, replace(terms, esco_share=0.0))
    shared = _split(project, replace(terms, esco_share=1.0))["fee"]
    company, host = unshared["esco_before_tax"].to_numpy(), unshared["host_before_tax"].to_numpy()
    return ShareRange(
        least=_least(-npv(esco_discount_rate, company), npv(esco_discount_rate, shared)),
        most=_most(npv(host_discount_rate, host), npv(host_discount_rate, shared)),
    )


def _split(project: CashFlow, terms: EscoTerms) -> pd.DataFrame:
    """Return the lines of both parties."""
    lines = project.yearly
    horizon = len(lines) - 1
    if terms.contract_years > horizon:
        allowed = message("at most {years} years, the horizon", years=horizon)
        raise InputError.of("contract_years", terms.contract_years, allowed=allowed)
    shared = (lines.index >= 1) & (lines.index <= terms.contract_years)
    savings = lines[list(GAINS)].sum(axis=1)
    running = lines[list(RUNNING_COSTS)].sum(axis=1)
    outlay, left = lines[list(OUTLAY)].sum(axis=1), lines[list(LEFT_AT_THE_END)].sum(axis=1)
    frame = pd.DataFrame({"savings": savings})
    frame["fee"] = terms.esco_share * savings.clip(lower=0.0) * shared
    frame["transfer"] = terms.transfer_price * (lines.index == terms.contract_years)
    frame["esco_outlay"] = terms.esco_outlay_share * outlay
    frame["host_outlay"] = outlay - frame["esco_outlay"] + left
    frame["esco_running_costs"] = running * (shared & terms.esco_runs_plant)
    frame["host_running_costs"] = running - frame["esco_running_costs"]
    paid = frame["fee"] + frame["transfer"]
    frame["host_before_tax"] = savings - paid + frame["host_outlay"] + frame["host_running_costs"]
    frame["esco_before_tax"] = paid + frame["esco_outlay"] + frame["esco_running_costs"]
    return frame + 0.0


def _side(flow: pd.Series, discount_rate: float) -> Side:
    """Return what a flow is worth to its owner."""
    amounts = flow.to_numpy()
    return Side(
        outlay=0.0 - float(amounts[0]),
        npv_before_tax=npv(discount_rate, amounts),
        irr_before_tax=irr(amounts, hurdle_rate=discount_rate).rate,
        discount_rate=discount_rate,
    )


def _least(cost: float, savings: float) -> float | None:
    """Return the share of savings that pays a cost, None where even all of them do not."""
    if cost <= 0:
        return 0.0
    return cost / savings if cost <= savings else None


def _most(worth: float, savings: float) -> float | None:
    """Return the share of savings that a worth can give away, None where there is no worth."""
    if worth < 0:
        return None
    return min(worth / savings, 1.0) if savings > 0 else 1.0


def _notes(terms: EscoTerms) -> tuple[Note, ...]:
    """Return the conventions of the split."""
    return (
        Note(
            what=message("Savings are shared as reckoned, without cost of measuring them"),
            value=message(
                "{share:.0%} to the energy service company for {years} years",
                share=terms.esco_share,
                years=terms.contract_years,
            ),
            source=message("contract of shared savings"),
            effect=message("a dispute over the baseline or a metering plan costs both parties"),
        ),
        Note(
            what=message("Income tax of host and energy service company is not reckoned"),
            value=None,
            source=message("it depends on who owns the equipment and on each one's other income"),
            effect=message("both sides are before tax; special deductions go to the owner"),
        ),
    )
