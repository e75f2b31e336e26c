"""How likely a project is worth nothing, never pays back, or breaks its lender's covenant."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from equipment_catalog.messages import message
from equipment_catalog.notes import Note
from project_finance.debt.cover import is_below
from project_finance.irr_many import irr_many
from project_finance.present_value import discount_factors
from project_finance.uncertainty.draws import draw_changes
from project_finance.uncertainty.drivers import driver_notes
from project_finance.uncertainty.flow_many import flow_many
from project_finance.uncertainty.payback_of_draws import payback_of_draws
from project_finance.uncertainty.spread import Spread, spread

if TYPE_CHECKING:
    from collections.abc import Mapping

    from project_finance.uncertainty.drivers import Driver
    from project_finance.uncertainty.flow_many import FlowMany
    from project_finance.uncertainty.project_case import ProjectCase


@dataclass(frozen=True, kw_only=True)
class MonteCarlo:
    """What the draws of a project come to: nominal, after income tax, before any loan."""

    by_draw: pd.DataFrame
    """A row a draw: ``npv_after_tax`` [money of year 0], ``irr_after_tax`` [fraction per year;
    NaN where there is none], ``simple_payback_after_tax_years``,
    ``discounted_payback_after_tax_years`` [infinite where never] and, with a loan, ``dscr_min``."""
    npv_after_tax: Spread
    """Net present value [money of year 0]."""
    mean_npv_after_tax: float
    """Its mean [money of year 0]."""
    irr_after_tax: Spread
    """Rate of return; a draw without one counts as the best or the worst, as its NPV tells."""
    simple_payback_after_tax_years: Spread
    """None where so many draws never pay back; 0 where nothing is spent."""
    discounted_payback_after_tax_years: Spread
    """The same with interest at the discount rate."""
    probability_npv_below_zero: float
    """Part of the draws that lose money against the discount rate."""
    probability_never_pays_back: float
    """Part of the draws whose outlay does not come back within the horizon, after tax."""
    probability_without_irr: float
    """Part of the draws that have no rate of return."""
    dscr_min: Spread | None
    """Lowest yearly cover of the debt service; None without a loan."""
    probability_dscr_below_covenant: float | None
    """Part of the draws with a year below the covenant, or one that loses cash while the loan is
    owed and nothing of it falls due; None without a covenant."""
    notes: tuple[Note, ...]
    """How it was drawn, and every sigma."""


def monte_carlo(
    case: ProjectCase, drivers: Mapping[str, Driver], *, count: int, seed: int
) -> MonteCarlo:
    """Return what seeded Latin hypercube draws of all drivers make of a project.

    Parameters
    ----------
    case
        The plan.
    drivers
        As `project_finance.uncertainty.drivers.read_drivers` gives them.
    count
        Number of draws, at least 1; a probability p is sure to about sqrt(p (1 - p) / count).
    seed
        The same seed gives the same result.

    Raises
    ------
    InputError
        If the count is not a whole number of at least 1.

    Examples
    --------
    >>> from project_finance.uncertainty.drivers import read_drivers
    >>> from project_finance.uncertainty.project_case import ProjectCase
    >>> case = ProjectCase(capex=100.0, pv_savings_year1=12.0, discount_rate=0.10,
    ...     tariff_escalation_fraction=0.0, inflation_fraction=0.0,
    ...     degradation_fraction_per_year=0.0, horizon_years=25)
    >>> risk = monte_carlo(case, read_drivers(), count=1000, seed=1)
    >>> 0.2 < risk.probability_npv_below_zero < 0.6
    True
    """
    years = len(case.flow.yearly) - 1
    flows = flow_many(case, draw_changes(drivers, count=count, years=years, seed=seed))
    by_draw = _figures(flows, case.discount_rate)
    worth, rates = by_draw["npv_after_tax"], by_draw["irr_after_tax"]
    simple = by_draw["simple_payback_after_tax_years"].to_numpy()
    discounted = by_draw["discounted_payback_after_tax_years"].to_numpy()
    ranked = rates.fillna(pd.Series(np.where(worth > 0, np.inf, -np.inf))).to_numpy()
    low = by_draw.get("dscr_min")
    covenant = None if case.debt is None else case.debt.covenant_dscr
    below = None
    if low is not None and covenant is not None:
        below = float((is_below(low, covenant) | flows.loses_cash_while_owing).mean())
    return MonteCarlo(
        by_draw=by_draw,
        npv_after_tax=spread(worth.to_numpy(), better="higher"),
        mean_npv_after_tax=float(worth.mean()),
        irr_after_tax=spread(ranked, better="higher"),
        simple_payback_after_tax_years=spread(simple, better="lower"),
        discounted_payback_after_tax_years=spread(discounted, better="lower"),
        probability_npv_below_zero=float((worth < 0).mean()),
        probability_never_pays_back=float(np.isinf(simple).mean()),
        probability_without_irr=float(rates.isna().mean()),
        dscr_min=None if low is None else spread(low.to_numpy(), better="higher"),
        probability_dscr_below_covenant=below,
        notes=draw_notes(drivers, count=count, seed=seed),
    )


def draw_notes(drivers: Mapping[str, Driver], *, count: int, seed: int) -> tuple[Note, ...]:
    """Return how draws are made, what is taken to be in proportion, and every sigma.

    Parameters
    ----------
    drivers
        As `project_finance.uncertainty.drivers.read_drivers` gives them.
    count
        Number of draws.
    seed
        Of the draws.

    Examples
    --------
    >>> from project_finance.uncertainty.drivers import read_drivers
    >>> str(draw_notes(read_drivers(), count=100, seed=7)[0].value)
    '100 draws, seed 7'
    """
    return (_method(count, seed), _proportions(), *driver_notes(drivers))


def _figures(flows: FlowMany, discount_rate: float) -> pd.DataFrame:
    """Return the figures of each draw."""
    after = flows.net_after_tax
    discounted = after * discount_factors(discount_rate, after.shape[1])
    figures = pd.DataFrame(
        {
            "npv_after_tax": discounted.sum(axis=1),
            "irr_after_tax": irr_many(after, hurdle_rate=discount_rate),
            "simple_payback_after_tax_years": payback_of_draws(after),
            "discounted_payback_after_tax_years": payback_of_draws(discounted),
        }
    )
    if flows.debt_cover is not None:
        figures["dscr_min"] = flows.debt_cover.min(axis=1)
    return figures


def _method(count: int, seed: int) -> Note:
    """Return how the draws were made."""
    return Note(
        what=message("Range of the money: Latin hypercube draws of the whole cash flow with tax"),
        value=message("{count:,d} draws, seed {seed:d}", count=count, seed=seed),
        source=message("drivers are independent; dearer dollars and tariffs often come together"),
        effect=message("P90 is met or bettered by nine draws of ten, P10 by one"),
    )


def _proportions() -> Note:
    """Return what is taken to be in proportion that is so only nearly."""
    return Note(
        what=message("Savings of measures go with the hours worked, of the plant with its energy"),
        value=None,
        source=message("in truth more of a larger surplus is exported; a loan stays as agreed"),
        effect=message(
            "small near the plan; a change of plant or of shifts asks for its own study"
        ),
    )
