"""The order of work: what is done when, by whom, and what it costs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from equipment_catalog.messages import Message
from equipment_catalog.notes import citation
from equipment_catalog.tables import read_facts
from mine_study.money import tax_rules

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mine_study.study import StudyResult

WEEKS_A_YEAR = 52
MONTHS_A_YEAR = 12
WEEKS_A_MONTH = WEEKS_A_YEAR / MONTHS_A_YEAR
OPERATIONS = (
    "idle_switch_off",
    "ventilation_on_demand",
    "air_leaks",
    "air_pressure",
    "compressor_control",
    "shift_to_sun",
)
"""Measures that change how machines run more than what is bought."""


@dataclass(frozen=True, kw_only=True)
class WorkStep:
    """One step of the work."""

    key: str
    task: Message
    who: Message
    cost: float | None
    """What is paid in it, without value-added tax [money]; None where nothing is."""
    least_weeks: float
    most_weeks: float
    starts_week: float
    """From the decision to study the plan on, every step before it at the middle of its range."""
    ends_week: float
    earliest_end_week: float
    """Its end if this and every step before it takes least."""
    latest_end_week: float
    """Its end if this and every step before it takes most."""
    source: Message
    trust: str


def work_plan(result: StudyResult) -> tuple[WorkStep, ...]:
    """Return the steps of the plan in the order in which they begin; none if nothing is bought.

    Parameters
    ----------
    result
        What ``run_study`` returns.
    """
    if result.money.whole.figures.capex <= 0:
        return ()
    table = read_facts("mine_study", "data/work_steps.csv")
    steps = table[table["part"].isin(parts(result))].set_index("key")
    middle = (steps["least_weeks"] + steps["most_weeks"]) / 2
    ends = schedule(steps["after"], middle)
    earliest = schedule(steps["after"], steps["least_weeks"])
    latest = schedule(steps["after"], steps["most_weeks"])
    costs = _costs(result)
    return tuple(
        WorkStep(
            key=key,
            task=Message(str(row["task"])),
            who=Message(str(row["who"])),
            cost=costs.get(key) or None,
            least_weeks=float(row["least_weeks"]),
            most_weeks=float(row["most_weeks"]),
            starts_week=float(ends[key] - middle[key]),
            ends_week=float(ends[key]),
            earliest_end_week=float(earliest[key]),
            latest_end_week=float(latest[key]),
            source=citation(str(row["source"]), int(row["year"]), str(row["trust"])),
            trust=str(row["trust"]),
        )
        for key, row in zip(steps.index.astype(str), steps.to_dict("records"), strict=True)
    )


def schedule(after: pd.Series, weeks: pd.Series) -> pd.Series:
    """Return the week in which each step ends if it begins when all before it have ended.

    Parameters
    ----------
    after
        By step, in an order in which no step stands before one that it waits for: the keys of the
        steps before it, set apart by spaces. Those that are no steps of this plan are passed over.
    weeks
        How long each takes [weeks].

    Examples
    --------
    >>> after = pd.Series({"a": None, "b": "a", "c": "a unknown", "d": "b c"})
    >>> schedule(after, pd.Series({"a": 1.0, "b": 2.0, "c": 5.0, "d": 1.0})).to_list()
    [1.0, 3.0, 6.0, 7.0]
    """
    ends: dict[str, float] = {}
    for key, before in zip(after.index.astype(str), after, strict=True):
        known = [ends[one] for one in str(before or "").split() if one in ends]
        ends[key] = max(known, default=0.0) + float(weeks[key])
    return pd.Series(ends)


def parts(result: StudyResult) -> set[str]:
    """Return what a plan has: words of the column ``part`` of the tables of steps and risks.

    Parameters
    ----------
    result
        What ``run_study`` returns.
    """
    keys, kinds = result.study.finance, set(result.audit.done["kind"])
    has_plant = result.money.pv is not None
    claims = keys.use_incentives and keys.income_tax and tax_rules(result.study).vat_excluded
    has = {
        "always": True,
        "measures": bool(kinds),
        "operations": bool(kinds & set(OPERATIONS)),
        "equipment": bool(kinds - set(OPERATIONS)),
        "plant": has_plant,
        "certificate": has_plant and bool(claims),
        "loan": result.debt is not None and result.debt.amount > 0,
        "export": result.money.amounts.export_income > 0,
    }
    return {name for name, is_there in has.items() if is_there}


def first_day(steps: tuple[WorkStep, ...]) -> WorkStep | None:
    """Return the step at whose end the plant works; None without a plant.

    Parameters
    ----------
    steps
        Of :func:`work_plan`.
    """
    return next((step for step in steps if step.key == "connect"), None)


def _costs(result: StudyResult) -> Mapping[str, float]:
    """Return what each step pays; together the outlay without value-added tax."""
    done, amounts = result.audit.done, result.money.amounts
    by_kind = done["capex"].groupby(done["kind"]).sum()
    operations = [kind for kind in by_kind.index if kind in OPERATIONS]
    return {
        "operate": float(by_kind[operations].sum()),
        "deliver": float(by_kind.drop(operations).sum()),
        "order": amounts.plant_capex + amounts.storage_capex,
    }
