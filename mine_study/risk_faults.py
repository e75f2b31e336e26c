"""What is wrong with the doubts that a study names."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from equipment_catalog.column_rules import allowed_names
from equipment_catalog.errors import Problem, shown
from equipment_catalog.messages import message
from project_finance.uncertainty.drivers import read_drivers

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from mine_study.yaml_places import Place


def risk_faults(merged: Mapping[str, Any]) -> Iterator[tuple[Place, Problem]]:
    """Yield a fault at each doubt of ``risk.sigmas`` that nobody knows.

    Works on plain keys; a value of the wrong kind is left to the model of the study.

    Parameters
    ----------
    merged
        Plain keys and values of the study, right or wrong.

    Examples
    --------
    >>> for place, fault in risk_faults({"risk": {"sigmas": {"capx": 0.1}}}):
    ...     print(place, fault.what)
    ('risk', 'sigmas', 'capx') 'capx' is not accepted
    """
    risk = merged.get("risk")
    sigmas = risk.get("sigmas") if isinstance(risk, dict) else None
    known = read_drivers()
    for name in sigmas if isinstance(sigmas, dict) else ():
        if name not in known:
            what = message("{value} is not accepted", value=shown(name))
            yield (
                ("risk", "sigmas", name),
                Problem(what=what, allowed=allowed_names(name, [*known])),
            )
