"""The rows of the programme: one way for each machine, one plant, tangents, limits, targets."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from project_finance.selection.tallies import AVOIDED, FIRST_YEAR, SAVED, WORTH

if TYPE_CHECKING:
    import numpy.typing as npt

    from project_finance.selection.case import SelectionCase
    from project_finance.selection.columns import Columns, Rows
    from project_finance.selection.limits import Loan
    from project_finance.selection.meter_choices import MeterChoices
    from project_finance.selection.plan import Point
    from project_finance.selection.programme import Asked
    from project_finance.selection.tangents import Tangents

    Floats = npt.NDArray[np.float64]
    Places = npt.NDArray[np.intp]


def costs(case: SelectionCase, name: str) -> Floats:
    """Return one cost of all measures, then of the plants of each meter, none among them.

    Parameters
    ----------
    case
        The problem.
    name
        ``capex``, ``present_cost`` or ``yearly_cost``.
    """
    of_measures = [float(getattr(measure, name)) for measure in case.measures]
    of_plants = [
        float(getattr(case.plants[place], name)) if place >= 0 else 0.0
        for choices in case.at_meters
        for place in choices.plants
    ]
    return np.array(of_measures + of_plants)


def add_structure(rows: Rows, columns: Columns, case: SelectionCase) -> None:
    """Add: one plant at a meter, one way for a machine, products that are products."""
    for place, choices in enumerate(case.at_meters):
        plants, products = columns.plants[place], columns.products[place]
        rows.add([(plants, 1.0)], least=1.0, most=1.0)
        done = np.column_stack([products.T, columns.measures[choices.measures]])
        rows.add_block(done, _ones_less_one(done), least=0.0, most=0.0)
        for ways in _ways(case, choices):
            either = np.column_stack([products[:, ways], plants])
            rows.add_block(either, _ones_less_one(either), most=0.0)


def _ones_less_one(columns: Places) -> Floats:
    """Return 1 for all columns of a row but the last, which has -1."""
    values = np.ones(columns.shape)
    values[:, -1] = -1.0
    return values


def _ways(case: SelectionCase, choices: MeterChoices) -> list[list[int]]:
    """Return the measures of each machine of a meter, as places among the meter's."""
    machines: dict[str, list[int]] = {}
    for local, measure in enumerate(choices.measures):
        machines.setdefault(case.measures[measure].machine, []).append(local)
    return list(machines.values())


def add_tangents(rows: Rows, columns: Columns, tangents: Tangents, wanted: list[int]) -> None:
    """Add the tangents of the wanted tallies.

    Where a plant is built its tally is at most the tangent; where it is not, at most 0.
    """
    for place, (plants, products) in enumerate(zip(columns.plants, columns.products, strict=True)):
        starts, slopes = tangents.stacked(place)
        for which in wanted:
            unit, own = tangents.scales[which], columns.tallies[place][which]
            at = np.column_stack([own, plants, products])
            for start, slope in zip(starts[which], slopes[which], strict=True):
                terms = [np.ones(len(plants)), -start / unit, -slope / unit]
                rows.add_block(at, np.column_stack(terms), most=0.0)


def add_limits(rows: Rows, columns: Columns, tangents: Tangents, asked: Asked) -> None:
    """Add budget, loan, carbon and coverage."""
    limits, case, scales = asked.limits, tangents.case, tangents.scales
    capex = costs(case, "capex")
    unit = max(limits.budget, 1.0)
    ends = {"least": asked.least_capex / unit, "most": limits.budget / unit}
    rows.add([(columns.bought(), capex / unit)], **ends)
    if limits.loan is not None:
        _add_loan(rows, columns, tangents, limits.loan)
    if limits.least_avoided_kg > 0:
        target = limits.least_avoided_kg / scales[AVOIDED]
        rows.add([(columns.tally(AVOIDED), 1.0)], least=target)
    if limits.least_coverage_fraction > 0:
        _add_coverage(rows, columns, tangents, limits.least_coverage_fraction)


def wanted_tallies(asked: Asked) -> list[int]:
    """Return the tallies that the aim or a limit looks at."""
    limits = asked.limits
    looked_at = {
        WORTH: asked.aim == "npv",
        FIRST_YEAR: limits.loan is not None,
        AVOIDED: asked.aim == "avoided_kg" or limits.least_avoided_kg > 0,
        SAVED: limits.least_coverage_fraction > 0,
    }
    return [which for which, needed in looked_at.items() if needed]


def _add_loan(rows: Rows, columns: Columns, tangents: Tangents, loan: Loan) -> None:
    """Add: the loan pays what own money does not; the first year's savings cover its payment."""
    case, bought, debt = tangents.case, columns.bought(), [columns.debt]
    unit = max(loan.own_money + loan.most_debt, 1.0)
    rows.add(
        [(bought, costs(case, "capex") / unit), (debt, -loan.most_debt / unit)],
        most=loan.own_money / unit,
    )
    scale = float(tangents.scales[FIRST_YEAR])
    owed = loan.least_cover * loan.payment_per_debt * loan.most_debt / scale
    rows.add(
        [
            (columns.tally(FIRST_YEAR), 1.0),
            (bought, -costs(case, "yearly_cost") / scale),
            (debt, -owed),
        ],
        least=0.0,
    )


def _add_coverage(rows: Rows, columns: Columns, tangents: Tangents, fraction: float) -> None:
    """Add: the plants deliver a fraction of the load that the measures leave."""
    unit = float(tangents.scales[SAVED])
    load, terms = 0.0, [(columns.tally(SAVED), np.full(len(columns.tally(SAVED)), fraction))]
    for choices, plants in zip(tangents.case.at_meters, columns.plants, strict=True):
        hours = choices.meter.step_hours
        load += float(hours @ choices.meter.load_kw)
        terms.append((plants, choices.supply_kw @ hours / unit))
    rows.add(terms, least=fraction * load / unit)


def exclude(rows: Rows, columns: Columns, point: Point) -> None:
    """Add: at least one choice differs from this one."""
    taken = columns.taken(point)
    left = np.setdiff1d(columns.measures, taken)
    rows.add([(taken, 1.0), (left, -1.0)], most=len(taken) - 1.0)
