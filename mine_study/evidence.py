"""How much of the energy stands on readings, and how much on what was told or guessed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from equipment_catalog.messages import Message, message

if TYPE_CHECKING:
    from collections.abc import Callable

    from mine_study.audited import Audited

POWER_METHODS = "input_power|volts_amps"
OTHER_READINGS = "slip|current"
WITHOUT_LOAD = ("capacitor", "transformer")


@dataclass(frozen=True, kw_only=True)
class EvidenceClass:
    """One way in which the load of a machine may be known."""

    key: str
    badge: str
    """Sign that tells it apart without colour."""
    name: Message
    means: Message

    def written(self, say: Callable[[Message], str]) -> str:
        """Return its badge and name in the reader's language."""
        return f"{self.badge} {say(self.name)}"


CLASSES = (
    EvidenceClass(
        key="measured",
        badge="●",
        name=message("measured"),
        means=message("its power, or its load, was measured at the machine"),
    ),
    EvidenceClass(
        key="read",
        badge="◐",
        name=message("nameplate and current or speed"),
        means=message("current or speed beside the nameplate, or design papers"),
    ),
    EvidenceClass(
        key="stated",
        badge="◔",
        name=message("estimated"),
        means=message("told or estimated on the visit"),
    ),
    EvidenceClass(
        key="guessed",
        badge="○",
        name=message("guessed"),
        means=message("nobody said anything: typical of its type"),
    ),
)
"""The best first."""
BY_WORD = {"measured": "measured", "nameplate": "read", "estimated": "stated"}


def evidence_classes(machines: pd.DataFrame, evidence: pd.DataFrame) -> pd.Series:
    """Return the class of evidence of the load of each machine; those without a load left out.

    Parameters
    ----------
    machines
        Rows of an inventory with ``kind, load_evidence, evidence``.
    evidence
        Indexed alike, with ``load_method``.

    Examples
    --------
    >>> tags = ["M1", "M2", "M3"]
    >>> machines = pd.DataFrame({"kind": "motor", "load_evidence": "", "evidence": "nameplate"},
    ...     index=tags)
    >>> methods = pd.DataFrame({"load_method": ["input_power", "stated", "typical"]}, index=tags)
    >>> evidence_classes(machines, methods).to_list()
    ['measured', 'read', 'guessed']
    """
    drawing = machines[~machines["kind"].isin(WITHOUT_LOAD)]
    method = evidence.loc[drawing.index, "load_method"].astype(str)
    own = drawing["load_evidence"].mask(drawing["load_evidence"] == "", drawing["evidence"])
    found = np.select(
        [
            method.str.contains(POWER_METHODS),
            method.str.contains(OTHER_READINGS),
            method.str.contains("stated"),
        ],
        ["measured", "read", own.map(BY_WORD).fillna("stated")],
        default="guessed",
    )
    return pd.Series(found, index=drawing.index, name="evidence_class")


def evidence_by_tag(audited: Audited) -> dict[str, EvidenceClass]:
    """Return how the load of each machine is known; those without a load left out.

    Parameters
    ----------
    audited
        With its settled machines and what settled them.
    """
    found = evidence_classes(audited.settled.machines, audited.settled.evidence)
    by_key = {one.key: one for one in CLASSES}
    return {str(tag): by_key[key] for tag, key in found.items()}


def evidence_shares(audited: Audited) -> pd.DataFrame:
    """Return lines of the inventory, energy and its share by class of evidence, the best first.

    Parameters
    ----------
    audited
        Its energy is that of today; transformers and capacitors are not in it.

    Returns
    -------
    DataFrame
        Indexed by class: ``lines``, ``kwh`` and ``share``, which is 0 where nothing draws energy.
    """
    classes = evidence_classes(audited.settled.machines, audited.settled.evidence)
    kwh = audited.before.points["kwh_per_year"].reindex(classes.index)
    keys = [one.key for one in CLASSES]
    found = kwh.groupby(classes).agg(["size", "sum"]).reindex(keys, fill_value=0)
    whole = float(found["sum"].sum())
    return pd.DataFrame(
        {
            "lines": found["size"].astype(int),
            "kwh": found["sum"].astype(float),
            "share": found["sum"] / whole if whole else 0.0,
        },
        index=pd.Index(keys, name="evidence_class"),
    )
