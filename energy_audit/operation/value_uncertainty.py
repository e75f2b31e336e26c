"""How sure the values of an inventory are: load, hours, rating, efficiency of each machine."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from equipment_catalog.tables import read_fact

if TYPE_CHECKING:
    from equipment_catalog.motor_inputs import Floats

WORDS = ("measured", "nameplate", "estimated")


def value_sigmas(machines: pd.DataFrame, evidence: pd.DataFrame) -> pd.DataFrame:
    """Return one sigma of the load, the hours, the rating and the efficiency of each machine.

    Hours and rating are as sure as ``hours_evidence`` and ``rating_evidence`` say, or
    ``evidence`` where these are empty.

    Parameters
    ----------
    machines
        Rows of an inventory.
    evidence
        As ``SettledMachines.evidence``, at least for these rows.

    Returns
    -------
    DataFrame
        Indexed as the machines: ``load_sigma_fraction``, ``hours_sigma_fraction`` and
        ``rating_sigma_fraction`` over the value itself; ``efficiency_sigma`` in fractions of 1,
        0 for what is not a motor.

    Raises
    ------
    KeyError
        For a machine without evidence.

    Notes
    -----
    data/value_sigmas.csv, engineering judgement.
    """
    own = evidence.loc[machines.index]
    return pd.DataFrame(
        {
            "load_sigma_fraction": own["load_sigma_fraction"],
            "hours_sigma_fraction": _by_evidence(machines, "hours"),
            "rating_sigma_fraction": _by_evidence(machines, "rating"),
            "efficiency_sigma": own["efficiency_sigma"],
        },
        index=machines.index,
    )


def _by_evidence(machines: pd.DataFrame, value: str) -> Floats:
    sigmas = {
        word: read_fact("energy_audit", "data/value_sigmas.csv", f"{value}_{word}").value
        for word in WORDS
    }
    own = machines[f"{value}_evidence"]
    said = own.where(own != "", machines["evidence"])
    return np.asarray(said.map(sigmas), dtype=np.float64)
