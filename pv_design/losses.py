"""System losses, each with its name and source."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, Literal

from equipment_catalog.column_rules import allowed_names
from equipment_catalog.errors import InputError
from equipment_catalog.messages import message
from equipment_catalog.tables import read_facts

if TYPE_CHECKING:
    from collections.abc import Hashable, Sequence

Stage = Literal["irradiance", "dc", "ac"]
_TABLE = "data/losses.csv"


@dataclass(frozen=True, kw_only=True)
class SystemLoss:
    """One loss that takes the same fraction in every hour."""

    name: str
    """As in the table of losses, or `total`."""
    stage: Stage
    """Where it acts: before the module, between module and inverter, behind the inverter."""
    fraction: float
    """Of the energy that reaches it."""
    source: str
    """Where the fraction comes from."""


Losses = Mapping[str, float | SystemLoss]
"""Losses by their name: fractions, or with their source."""


def system_losses(losses: Losses | None = None) -> tuple[SystemLoss, ...]:
    """Return the losses of a plant in the order in which they act.

    Parameters
    ----------
    losses
        None for the table's defaults; named fractions replace the default of that name, 0 leaves
        it out, and one that comes with its source as `SystemLoss` keeps it;
        `{"total": fraction}` stands for all of them and acts on the DC side.

    Raises
    ------
    InputError
        If a name is unknown, a fraction is not from 0 to 1, or `total` has company.

    Examples
    --------
    >>> math.prod(1 - loss.fraction for loss in system_losses()) < 1 - 0.14
    True
    >>> system_losses({"total": 0.1})
    (SystemLoss(name='total', stage='dc', fraction=0.1, source='given'),)
    """
    sources = {n: one.source for n, one in (losses or {}).items() if isinstance(one, SystemLoss)}
    given = {
        name: one.fraction if isinstance(one, SystemLoss) else one
        for name, one in (losses or {}).items()
    }
    for name, fraction in given.items():
        number = isinstance(fraction, int | float) and not isinstance(fraction, bool)
        if not number or not 0 <= fraction <= 1:
            allowed = message("a fraction from 0 to 1")
            raise InputError.of(f"losses.{name}", fraction, allowed=allowed)
    if "total" in given:
        return _total_only(given)
    table = _table()
    known = [row["key"] for row in table]
    for name in given:
        if name not in known:
            raise InputError.of("losses", name, allowed=allowed_names(name, ["total", *known]))
    return tuple(
        SystemLoss(
            name=row["key"],
            stage=row["stage"],
            fraction=float(given.get(row["key"], row["value"])),
            source=sources.get(row["key"], "given") if row["key"] in given else row["source"],
        )
        for row in table
    )


def names_all_losses(losses: Losses | None) -> bool:
    """Tell whether nothing of the table's defaults is left in the losses of a plant.

    Examples
    --------
    >>> names_all_losses({"total": 0.1}), names_all_losses({"soiling": 0.01})
    (True, False)
    """
    return losses is not None and (
        "total" in losses or all(row["key"] in losses for row in _table())
    )


@cache
def _table() -> list[dict[Hashable, Any]]:
    return read_facts("pv_design", _TABLE).to_dict("records")


def _total_only(given: Mapping[str, float]) -> tuple[SystemLoss, ...]:
    if len(given) > 1:
        allowed = message("either total alone or named losses, for total stands for all of them")
        raise InputError.of("losses", dict(given), allowed=allowed)
    return (SystemLoss(name="total", stage="dc", fraction=given["total"], source="given"),)


def kept_fraction(losses: Sequence[SystemLoss], stage: Stage) -> float:
    """Return the fraction of the energy that the losses of a stage leave.

    Examples
    --------
    >>> round(kept_fraction(system_losses(), "irradiance"), 4)
    0.9506
    """
    return math.prod(1 - loss.fraction for loss in losses if loss.stage == stage)
