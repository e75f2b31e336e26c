"""How sure a saving is: uncertainty of load, hours and efficiencies carried to the kWh saved."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from equipment_catalog.tables import read_fact

if TYPE_CHECKING:
    import pandas as pd

TABLE = "data/audit_facts.csv"


def package_sigma_kwh(options: pd.DataFrame, machines: pd.DataFrame) -> float:
    """Return the standard deviation of what a package of options saves in a year [kWh].

    One auditor guesses load and hours of all machines, and one rule stands for all motors of
    unknown class and all rewinds: these errors point the same way in every machine and add up.
    The losses of each motor vary within their tolerance by themselves and add in quadrature.

    Parameters
    ----------
    options
        Options that are done: ``tag, saved_kwh, kwh_before, efficiency_before,
        efficiency_after``.
    machines
        The inventory.

    Returns
    -------
    float
        Zero where nothing is done.

    Notes
    -----
    First-order propagation, JCGM 100:2008 equations 10 and 13. A saving of
    ``kWh_before (1 - eta_before / eta_after)`` moves by ``-kWh_before / eta_before`` for each
    unit of the old efficiency, input being measured by its shaft power.
    """
    rows = machines.loc[options["tag"]]
    guessed = (rows["evidence"] != "measured").to_numpy()
    estimate = math.hypot(_fact("load_uncertainty"), _fact("hours_uncertainty"))
    shared_kwh = float((guessed * estimate * options["saved_kwh"].abs().to_numpy()).sum())
    kwh_per_efficiency = (options["kwh_before"] / options["efficiency_before"]).to_numpy()
    rule_kwh = float((_rule_sigma(rows).to_numpy() * kwh_per_efficiency).sum())
    return math.hypot(shared_kwh, rule_kwh, *_loss_sigma_kwh(options))


def _fact(key: str) -> float:
    return read_fact("energy_audit", TABLE, key).value


def _rule_sigma(rows: pd.DataFrame) -> pd.Series:
    """Return how far the rules for unknown classes and rewinds may miss an old efficiency."""
    unknown = (rows["ie_class"] == "unknown") & rows["efficiency_fraction"].isna()
    rewound = (rows["rewinds"] * _fact("rewind_loss")).clip(upper=_fact("rewind_loss_cap"))
    by_class = unknown * _fact("unknown_class_uncertainty")
    by_rewinds = rewound * _fact("rewind_loss_uncertainty")
    return (by_class**2 + by_rewinds**2) ** 0.5


def _loss_sigma_kwh(options: pd.DataFrame) -> list[float]:
    """Return the sigma of each motor's saving by the tolerance of its losses, old and new."""
    tolerance = _fact("efficiency_loss_uncertainty") / math.sqrt(3)
    lost_before = options["kwh_before"] * (1 - options["efficiency_before"])
    kwh_after = options["kwh_before"] - options["saved_kwh"]
    lost_after = kwh_after * (1 - options["efficiency_after"])
    return [float(kwh) for kwh in tolerance * (lost_before**2 + lost_after**2) ** 0.5]
