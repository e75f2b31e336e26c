"""How sure a saving is: uncertainty of load, hours and losses carried to the kWh saved."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from equipment_catalog.tables import read_fact

if TYPE_CHECKING:
    import pandas as pd

TABLE = "data/audit_facts.csv"


def saving_sigma_kwh(options: pd.DataFrame, evidence: pd.Series) -> pd.Series:
    """Return the standard deviation of each option's yearly saving.

    Load and hours scale the saving; the losses of the old and of the new motor move it by
    their tolerance, taken as the bound of an even distribution. Measured load and hours count
    as certain beside the losses.

    Parameters
    ----------
    options
        Options with ``tag, saved_kwh, kwh_before, efficiency_before, efficiency_after``.
    evidence
        ``measured``, ``nameplate`` or ``estimated`` by tag.

    Returns
    -------
    Series
        Standard deviation [kWh], indexed as the options; zero where nothing is saved.

    Notes
    -----
    First-order propagation, JCGM 100:2008 equation 10, with independent inputs.
    """
    load, hours = (
        read_fact("energy_audit", TABLE, f"{name}_uncertainty").value for name in ("load", "hours")
    )
    tolerance = read_fact("energy_audit", TABLE, "efficiency_loss_uncertainty").value / math.sqrt(3)
    guessed = options["tag"].map(evidence) != "measured"
    scale = guessed * math.hypot(load, hours) * options["saved_kwh"].abs()
    lost_before = options["kwh_before"] * (1 - options["efficiency_before"])
    kwh_after = options["kwh_before"] - options["saved_kwh"]
    lost_after = kwh_after * (1 - options["efficiency_after"])
    losses = tolerance * (lost_before**2 + lost_after**2) ** 0.5
    return (scale**2 + losses**2) ** 0.5
