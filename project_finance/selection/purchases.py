"""The parts of a plan one by one, each beside those already in place."""

from __future__ import annotations

from typing import TYPE_CHECKING

from project_finance.selection.plan import Point

if TYPE_CHECKING:
    from project_finance.selection.case import SelectionCase
    from project_finance.selection.plan import Plan


def parts(case: SelectionCase, plan: Plan) -> dict[str, Point]:
    """Return each thing the plan buys, by name, as a choice of that thing alone."""
    none = (0,) * len(case.meters)
    alone = {case.measures[i].name: Point(frozenset({i}), none) for i in plan.point.measures}
    for meter, row in enumerate(plan.point.plants):
        if row:
            plants = tuple(row if place == meter else 0 for place in range(len(none)))
            name = case.plants[int(case.at_meters[meter].plants[row])].name
            alone[name] = Point(frozenset(), plants)
    return dict(sorted(alone.items()))


def joined(first: Point, second: Point) -> Point:
    """Return both choices together; they must not choose two plants for one meter.

    Examples
    --------
    >>> both = joined(Point(frozenset({1}), (0, 2)), Point(frozenset({4}), (3, 0)))
    >>> sorted(both.measures), both.plants
    ([1, 4], (3, 2))
    """
    plants = tuple(max(pair) for pair in zip(first.plants, second.plants, strict=True))
    return Point(first.measures | second.measures, plants)
