"""Tables of how the size of a plant was found: the decision, its proof, and what came close."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from equipment_catalog.messages import Message, message
from mine_study.reports.table import Table, numbers, words
from mine_study.size_results import keys_of

if TYPE_CHECKING:
    import pandas as pd

    from mine_study.reports.figures import Figures
    from mine_study.site_design import SiteDesign
    from mine_study.size_decision import SizeDecision

FEWEST_DECIMALS, MOST_DECIMALS = 3, 6

AIMS: dict[str, Message] = {
    "coverage": message("the cheapest plant that covers a share of the demand"),
    "npv": message("the greatest net present value of the plan, after tax"),
    "lcoe": message("the least levelised cost of energy"),
    "payback": message("the shortest payback of what the plant adds to the plan, after tax"),
    "largest": message("the largest plant within the limits"),
}


def size_tables(design: SiteDesign, write: Figures) -> dict[str, Table]:
    """Return the tables of a site's size under the names the template knows.

    Parameters
    ----------
    design
        The site; without a plant there is none.
    write
        Language and currency of the reader.
    """
    if design.size is None:
        return {}
    return {
        "size": decision_table(design.name, design.size, write),
        "size_proof": proof_table(design.name, design.size, write),
        "other_sizes": runner_table(design, design.size, write),
    }


def decision_table(site: str, size: SizeDecision, write: Figures) -> Table:
    """Return what was sought, what binds, and how many plants were looked at."""
    say, best = write.say, size.figures
    nothing = say(message("nothing"))
    lines = [
        (message("sought"), say(AIMS[size.objective.aim])),
        (message("coverage asked for"), write.percent(size.objective.coverage_fraction)),
        (
            message("best size of all real numbers, the site alone and before tax [kWp]"),
            write.number(size.continuous.dc_kw, 2),
        ),
        (message("sizes looked at"), write.number(size.continuous.candidates)),
        (message("whole plants within the limits"), write.number(size.combinations)),
        (message("of them reckoned exactly, bounds reject the rest"), write.number(size.evaluated)),
        (
            message("strings x modules"),
            f"{write.number(best['strings'])} x {write.number(best['string_modules'])}",
        ),
        (message("limits without room for one more string"), _limits(size) or nothing),
    ]
    if size.settled:
        settled = message("plants of all sizes ranked by the plan's cash flow after tax")
        lines.append((settled, write.number(size.settled)))
    if size.plane is not None:
        lines.append(
            (message("planes and ratios that were sized"), write.number(size.plane.planes))
        )
    if size.budget is not None:
        lines.append((message("its part of the budget of all plants"), write.money(size.budget)))
    return Table(
        caption=say(message("{site}: why this size", site=site)),
        columns=words(say(message("Quantity")), say(message("Value"))),
        rows=tuple((say(name), value) for name, value in lines),
        from_mine=True,
    )


def proof_table(site: str, size: SizeDecision, write: Figures) -> Table:
    """Return the best size of all real numbers between its neighbours.

    Energy and money are straight between the sizes looked at, so none between them is better.
    """
    say, best = write.say, size.continuous
    unit = 100.0 if size.objective.aim == "coverage" else 1.0
    sizes, scores = (
        decimals_apart(best.proof["dc_kw"]),
        decimals_apart(unit * best.proof["score"]),
    )
    return Table(
        caption=say(
            message("{site}: the best size of all real numbers and its neighbours", site=site)
        ),
        columns=(
            *words(say(message("Module power [kWp]"))),
            *numbers(say(message("{aim}, more is better", aim=_score_name(size)))),
        ),
        rows=tuple(
            (
                write.number(row["dc_kw"], sizes) + (" *" if row["dc_kw"] == best.dc_kw else ""),
                _score(size, float(row["score"]), write, scores),
            )
            for row in best.proof.to_dict("records")
        ),
        from_mine=True,
    )


def runner_table(design: SiteDesign, size: SizeDecision, write: Figures) -> Table:
    """Return the plant and the three behind it, with what each loses."""
    say = write.say
    chosen = say(message("chosen"))
    rows = [_plant(size.figures, chosen, write)]
    rows += [_plant(runner.figures, say(runner.why), write) for runner in size.runners_up]
    return Table(
        caption=say(message("{site}: the plants that came close", site=design.name)),
        columns=(
            *words(say(message("Inverters"))),
            *numbers(
                say(message("Modules")),
                say(message("kWp")),
                say(_coverage_name(design)),
                say(message("Cost")),
                say(message("Adds to the plan's net present value, after tax")),
            ),
            *words(say(message("Why"))),
        ),
        rows=tuple(rows),
        from_mine=True,
        is_wide=True,
    )


def _coverage_name(design: SiteDesign) -> Message:
    """Return which coverage the plants were ranked by: they stand still while the grid fails."""
    if design.outages is not None and 0 < design.outages.fraction.mean() < 1:
        return message("Coverage, in the hours with grid")
    return message("Coverage")


def _plant(figures: pd.Series, why: str, write: Figures) -> tuple[str, ...]:
    return (
        f"{write.number(figures['inverters'])} x {figures['inverter']}",
        f"{write.number(figures['strings'])} x {write.number(figures['string_modules'])}",
        write.number(figures["dc_kw"], 1),
        write.percent(figures["coverage_fraction"], 1),
        write.money(figures["capital"]),
        write.money(figures["plan_npv"]),
        why,
    )


def _limits(size: SizeDecision) -> str:
    return ", ".join(keys_of(size.binding))


def _score_name(size: SizeDecision) -> Message:
    names = {
        "coverage": message("coverage up to the one asked for"),
        "npv": message("net present value of the site alone, before tax and reactive energy"),
        "lcoe": message("levelised cost with its sign changed"),
        "payback": message("years of payback with their sign changed"),
        "largest": message("module power"),
    }
    return names[size.objective.aim]


def decimals_apart(values: pd.Series) -> int:
    """Return the decimals with which unlike values are written unlike, from three to six.

    Examples
    --------
    >>> import pandas as pd
    >>> decimals_apart(pd.Series([34.15, 34.1504, 40.0]))
    4
    """
    apart = np.diff(np.unique(values[np.isfinite(values)]))
    if not apart.size:
        return FEWEST_DECIMALS
    needed = math.ceil(-math.log10(float(apart.min())))
    return min(max(needed, FEWEST_DECIMALS), MOST_DECIMALS)


def _score(size: SizeDecision, score: float, write: Figures, decimals: int) -> str:
    if size.objective.aim == "coverage":
        return write.percent(score, decimals)
    if size.objective.aim == "npv":
        return write.money(score)
    return write.number(score, decimals) if score > -float("inf") else write.number(None)
