"""What every waste point is: where energy is lost against good practice, and on what that rests."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from equipment_catalog.messages import Message
from equipment_catalog.tables import read_fact

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from energy_audit.conditions import Conditions
    from energy_audit.consumption import Consumption
    from energy_audit.production import Production

EVIDENCE = ("measured", "nameplate", "estimated", "assumed")
"""How a value is known, best first; assumed: nobody gave it and a typical one stands in."""
COLUMNS = ("site", "waste_kwh", "evidence", "evidence_kind", "remedy")


@dataclass(frozen=True, kw_only=True)
class WastePoint:
    """One kind of waste."""

    kind: str
    """Name in results.json."""
    name: Message
    """Name in the report."""
    find: Callable[[Consumption, Conditions, Production], pd.DataFrame]
    """``find(mine, conditions, production)``: rows by tag of machine or site, as `findings`."""


def findings(
    places: pd.DataFrame,
    *,
    waste_kwh: pd.Series,
    said: Message,
    facts: Mapping[str, pd.Series],
    evidence_kind: pd.Series,
    remedy: tuple[str, ...],
) -> pd.DataFrame:
    """Return a row for each place that loses something.

    Parameters
    ----------
    places
        Machines or sites, indexed by tag, with ``site``.
    waste_kwh
        What each loses in a year against good practice [kWh]; at zero or below there is no
        finding, where missing the loss is not a matter of kWh or cannot be told.
    said
        Sentence whose gaps are the keys of ``facts``.
    facts
        The numbers a finding rests on.
    evidence_kind
        How the weakest of them is known.
    remedy
        Kinds of measures that help; empty where none of Solmina's does.
    """
    kept = ~(waste_kwh <= 0)
    values = zip(*(column[kept].tolist() for column in facts.values()), strict=True)
    evidence = [Message(said.template, dict(zip(facts, row, strict=True))) for row in values]
    return pd.DataFrame(
        {
            "site": places["site"][kept],
            "waste_kwh": waste_kwh[kept],
            "evidence": pd.Series(evidence, places.index[kept], object),
            "evidence_kind": evidence_kind[kept],
            "remedy": pd.Series([remedy] * len(evidence), places.index[kept], object),
        }
    )


def weakest_evidence(
    machines: pd.DataFrame, *columns: str, assumed: pd.Series | bool = False
) -> pd.Series:
    """Return how the weakest of several values of each machine is known.

    Parameters
    ----------
    machines
        Rows of an inventory.
    columns
        Evidence columns; where one is empty, ``evidence`` speaks for it.
    assumed
        Where a typical value stands in for a missing one.
    """
    ranks = {word: float(rank) for rank, word in enumerate(EVIDENCE)}
    general = machines["evidence"].map(ranks).to_numpy(float)
    weakest = np.zeros(len(machines))
    for column in columns:
        own = machines[column].map(ranks).to_numpy(float)
        weakest = np.maximum(weakest, np.where(np.isnan(own), general, own))
    weakest = np.where(assumed, len(EVIDENCE) - 1, weakest)
    return pd.Series(np.array(EVIDENCE, object)[weakest.astype(int)], machines.index)


def waste_fact(key: str) -> float:
    """Return a number of data/waste_facts.csv.

    Examples
    --------
    >>> waste_fact("target_load")
    0.75
    """
    return read_fact("energy_audit", "data/waste_facts.csv", key).value
