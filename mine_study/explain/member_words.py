"""What members of lists and groups of ``results.json`` are called: a loss, a doubt, a plan."""

from __future__ import annotations

from typing import TYPE_CHECKING

from energy_audit.measures import MEASURES
from equipment_catalog.messages import Message, message
from mine_study.best_plan.words import WAYS_TO_PLAN
from mine_study.charts.risk_words import doubt_name
from mine_study.charts.words import loss_name
from mine_study.reactive_remedies import PAY_THE_CHARGE
from project_finance.uncertainty.drivers import read_drivers

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

REMEDIES = {
    "nothing": PAY_THE_CHARGE,
    "stepped_bank": message("stepped capacitor bank"),
    "fixed_bank": message("fixed capacitor bank"),
    "inverters": message("the plant's own inverters"),
}
"""What can be done about reactive energy beside a plant."""


def _driver_name(name: str) -> Message:
    return read_drivers()[name].description


NAMES: Mapping[str, Callable[[str], Message]] = {
    "losses": loss_name,
    "components": doubt_name,
    "drivers": _driver_name,
    "tornado": _driver_name,
    "remedies": REMEDIES.__getitem__,
}
"""What names the members of a list, by the name of the list."""


def member_words(of_list: str, name: str) -> Message | str:
    """Return a member of a list as a reader sees it: a measure by its machine and its kind.

    Parameters
    ----------
    of_list
        Name of the list.
    name
        Of the member, as `mine_study.explain.key_paths.member_name` gives it.

    Examples
    --------
    >>> str(member_words("losses", "wiring")), str(member_words("steps", "belts"))
    ('“wiring”', 'Better belts')
    >>> member_words("machines", "MO-01")
    'MO-01'
    """
    if of_list in NAMES:
        return message("“{name}”", name=NAMES[of_list](name))
    kind, _, tag = name.partition(":")
    if kind not in MEASURES:
        return name
    said = MEASURES[kind].name
    return message("{tag}, {measure}", tag=tag, measure=said) if tag else said


def plan_words(name: str) -> Message:
    """Return a way to spend a budget as a reader sees it.

    Examples
    --------
    >>> str(plan_words("plants_alone"))
    '“Panels alone”'
    """
    return message("“{name}”", name=WAYS_TO_PLAN[name])
