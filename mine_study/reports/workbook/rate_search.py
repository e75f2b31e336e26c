"""Rates of return that a workbook finds whatever its cells say: it looks where a worth turns."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from equipment_catalog.messages import message
from mine_study.language import MISSING
from mine_study.reports.workbook.live_column import LiveColumn

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from numpy.typing import NDArray

    from mine_study.reports.workbook.open_book import Say

    Floats = NDArray[np.float64]

LEAST_STEP, LAST_STEP, STEPS_PER_E = -70, 50, 10
"""Rates tried: a tenth more of 1 + rate each, from -0.999 to more than 100, the demanded at 0."""
PLAN, OWNER = "discount_rate", "owner_rate"
"""Cells of the rates that are demanded."""
TRIED = f"(1+{{demanded}})*EXP([step]/{STEPS_PER_E})-1"
WORTH = "SUMPRODUCT([{flow}:],(1+[{demanded}_tried])^(-[year:]))"
CROSSED = (
    "IF(AND([step]{side},[{flow}_worth-]<>0,SIGN([{flow}_worth-])*SIGN([{flow}_worth])<=0),"
    "[{demanded}_tried-]+([{demanded}_tried]-[{demanded}_tried-])*[{flow}_worth-]"
    '/([{flow}_worth-]-[{flow}_worth]),"")'
)
"""About where a worth is zero, between a rate and the one before it; else empty."""
ABOVE, BELOW = "{flow}_above", "{flow}_below"
CHOSEN = (
    "IF({worth}>0,IF(COUNT([{above}:])>0,MIN([{above}:]),MAX([{below}:])),"
    "IF(COUNT([{below}:])>0,MAX([{below}:]),MIN([{above}:])))"
)
"""The engine's rule: the nearest to the demanded rate on the side that the present value says."""


def rate_of_return(flow: str, worth: str) -> str:
    """Return the rate of return of a column from near the root to quote; a dash without any.

    Parameters
    ----------
    flow
        Key of a live column, year 0 first, which :func:`search_columns` has searched.
    worth
        Name of the cell of its present value at the rate that is demanded.

    Examples
    --------
    >>> rate_of_return("flow", "npv")[:58]
    'IF(COUNT([flow_above:],[flow_below:])=0,"—",IFERROR(IRR([f'
    """
    names = {"above": ABOVE.format(flow=flow), "below": BELOW.format(flow=flow)}
    near = CHOSEN.format(worth=worth, **names)
    counted = f"COUNT([{names['above']}:],[{names['below']}:])"
    nothing = f'"{MISSING}"'
    return f"IF({counted}=0,{nothing},IFERROR(IRR([{flow}:],{near}),{nothing}))"


def search_columns(
    flows: Mapping[str, Sequence[float | str]], demanded: Mapping[str, float], say: Say
) -> list[LiveColumn]:
    """Return the worth of flows at many rates, and about where each is zero.

    Parameters
    ----------
    flows
        Amounts by key of their live column, year 0 first.
    demanded
        Rates by the name of their cell: of the plan, and of the owner if there is a loan.
    say
        Writes a message in the reader's language.
    """
    steps = np.arange(LEAST_STEP, LAST_STEP + 1)
    columns = [
        LiveColumn(
            key="step",
            head=say(message("Workings of the rates of return: step")),
            values=steps.tolist(),
            formula="[step-]+1",
            first=str(LEAST_STEP),
            kind="year",
        )
    ]
    for cell, rate in demanded.items():
        tried = (1 + rate) * np.exp(steps / STEPS_PER_E) - 1
        formula = TRIED.format(demanded=cell)
        columns.append(
            LiveColumn(
                key=f"{cell}_tried",
                head=say(_HEADS[cell]),
                values=tried.tolist(),
                formula=formula,
                first=formula,
                kind="percent",
            )
        )
        for flow in _FLOWS[cell]:
            columns += _of_flow(flow, cell, np.asarray(flows[flow], dtype=float), tried, say)
    return columns


_HEADS = {PLAN: message("rate of the plan"), OWNER: message("rate of the owner")}
_FLOWS = {PLAN: ("net_after_tax",), OWNER: ("owner_after", "owner_before")}
_WORTHS = {
    "net_after_tax": message("worth of the plan after tax at that rate"),
    "owner_after": message("worth to the owner after tax at that rate"),
    "owner_before": message("worth to the owner before tax at that rate"),
}


def _of_flow(
    flow: str, cell: str, amounts: Floats, tried: Floats, say: Say
) -> Iterator[LiveColumn]:
    """Yield what a flow is worth at each rate, and its zeros above and below the demanded one."""
    worth = (1 + tried)[:, np.newaxis] ** -np.arange(float(amounts.size)) @ amounts
    formula = WORTH.format(flow=flow, demanded=cell)
    head = say(_WORTHS[flow])
    yield LiveColumn(
        key=f"{flow}_worth", head=head, values=worth.tolist(), formula=formula, first=formula
    )
    turns = (worth[:-1] != 0) & (np.sign(worth[:-1]) * np.sign(worth[1:]) <= 0)
    span = np.where(turns, worth[:-1] - worth[1:], 1.0)
    zeros = tried[:-1] + np.diff(tried) * worth[:-1] / span
    above = np.arange(LEAST_STEP + 1, LAST_STEP + 1) > 0
    sides = (
        (ABOVE, ">0", message("zero above the demanded rate"), turns & above),
        (BELOW, "<=0", message("zero below the demanded rate"), turns & ~above),
    )
    for key, side, title, found in sides:
        yield LiveColumn(
            key=key.format(flow=flow),
            head=say(title),
            values=["", *(zero if there else "" for zero, there in zip(zeros, found, strict=True))],
            formula=CROSSED.format(flow=flow, demanded=cell, side=side),
            first='""',
            kind="percent",
        )
