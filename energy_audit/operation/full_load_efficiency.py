"""Full-load efficiency of the motors of an inventory: nameplate, class, age, rewinds."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from energy_audit.operation.nameplate_efficiency import nameplate_efficiency
from equipment_catalog.motor_other_supplies import dc_efficiency, single_phase_efficiency
from equipment_catalog.motors import nominal_efficiency
from equipment_catalog.tables import read_fact, read_facts

if TYPE_CHECKING:
    import numpy.typing as npt

    from equipment_catalog.motor_inputs import Floats

    Strings = npt.NDArray[np.object_]

COLUMNS = [
    "ie_class",
    "supply",
    "efficiency_fraction",
    "year_made",
    "rewinds",
    "poles",
    "rated_kw",
    "rated_v",
    "rated_a",
    "rated_power_factor",
]
"""What decides the efficiency of a motor; narrow tables are quick to cut."""
OFF_RECTANGULAR = np.sqrt(3)
"""Half the width of an even distribution over its standard deviation."""


@dataclass(frozen=True, kw_only=True)
class _Found:
    """What is known of the full-load efficiency of each motor, before its rewinds."""

    efficiency: Floats
    sigma: Floats
    rule: Strings


def full_load_efficiency(machines: pd.DataFrame, *, frequency_hz: int) -> pd.Series:
    """Return the full-load efficiency of each machine, 1 for what is not a motor.

    The figure on the nameplate goes before the class, the class before kW, V, A and power factor
    of the nameplate, these before the age, and an unknown motor is taken below IE2 by the points
    of audit_facts.csv. Motors on one phase or direct current have typical efficiencies of their
    own; classes are not written for direct current and do not count there. Each rewind costs its
    points up to the cap.

    Parameters
    ----------
    machines
        Rows of an inventory.
    frequency_hz
        Frequency of the supply [Hz].

    Returns
    -------
    Series
        Fraction, at rated load and equal line voltages.

    Raises
    ------
    InputError
        For a motor without a tabled efficiency (`nominal_efficiency`).
    """
    return efficiency_evidence(machines, frequency_hz=frequency_hz)["full_load_efficiency"]


def efficiency_evidence(machines: pd.DataFrame, *, frequency_hz: int) -> pd.DataFrame:
    """Return the full-load efficiency of each machine, its uncertainty and where it comes from.

    Parameters
    ----------
    machines
        Rows of an inventory.
    frequency_hz
        Frequency of the supply [Hz].

    Returns
    -------
    DataFrame
        ``full_load_efficiency`` as `full_load_efficiency`; ``efficiency_sigma``, one sigma in
        fractions of 1, rewinds included, 0 for what is not a motor; ``efficiency_rule``:
        ``nameplate``, ``class``, ``electrical`` (kW, V, A and power factor of the nameplate),
        ``age``, ``default``, ``single_phase``, ``dc``, or empty for what is not a motor.

    Raises
    ------
    InputError
        As `full_load_efficiency`.

    Notes
    -----
    data/audit_facts.csv and data/efficiency_by_age.csv. Nameplate and class may be off by the
    verification tolerance on losses of Regulation (EU) 2019/1781, taken as an even distribution.
    """
    motor = (machines["kind"] == "motor").to_numpy()
    efficiency, sigma = np.ones(len(machines)), np.zeros(len(machines))
    rule = np.full(len(machines), "", dtype=object)
    if motor.any():
        rows = machines[COLUMNS].loc[motor]
        found = _found(rows, frequency_hz)
        rewound = np.minimum(
            rows["rewinds"].to_numpy(float) * _fact("rewind_loss"), _fact("rewind_loss_cap")
        )
        efficiency[motor] = found.efficiency - rewound
        sigma[motor] = np.hypot(found.sigma, rewound * _fact("rewind_loss_uncertainty"))
        rule[motor] = found.rule
    return pd.DataFrame(
        {
            "full_load_efficiency": efficiency,
            "efficiency_sigma": sigma,
            "efficiency_rule": rule,
        },
        index=machines.index,
    )


def _found(rows: pd.DataFrame, frequency_hz: int) -> _Found:
    """Return what is known of motors: the typical one, and what their nameplates say."""
    given = rows["efficiency_fraction"].to_numpy(float)
    stated = ~np.isnan(given)
    reference = _reference(rows, ~stated, frequency_hz)
    found = _with_age(rows, reference)
    unsure = ~stated & (reference.rule != "class")
    electrical = np.full(len(rows), np.nan)
    electrical[unsure] = nameplate_efficiency(rows[unsure], reference.efficiency[unsure])
    read = ~np.isnan(electrical)
    efficiency = np.select([stated, read], [given, electrical], found.efficiency)
    rule = np.select([stated, read], ["nameplate", "electrical"], found.rule).astype(object)
    tolerance = _fact("efficiency_loss_uncertainty") / OFF_RECTANGULAR * (1 - efficiency)
    sigma = np.select(
        [(rule == "nameplate") | (rule == "class"), read],
        [tolerance, _fact("electrical_nameplate_uncertainty") * efficiency],
        found.sigma,
    )
    return _Found(efficiency=efficiency, sigma=sigma, rule=rule)


def _reference(rows: pd.DataFrame, wanted: npt.NDArray[np.bool_], frequency_hz: int) -> _Found:
    """Return the efficiency of the class, of IE2 where it is unknown, or of the supply."""
    ie_class = rows["ie_class"].to_numpy(object)
    supply = rows["supply"].to_numpy(object)
    classed, direct = ie_class != "unknown", supply == "dc"
    one_phase = (supply == "single_phase") & ~classed
    rule = np.select(
        [direct, one_phase, classed], ["dc", "single_phase", "class"], "default"
    ).astype(object)
    rated_kw = rows["rated_kw"].to_numpy(float)
    efficiency = np.full(len(rows), np.nan)
    for where, typical in ((direct, dc_efficiency), (one_phase, single_phase_efficiency)):
        if (chosen := where & wanted).any():
            efficiency[chosen] = typical(rated_kw[chosen])
    tabled = wanted & ~direct & ~one_phase
    efficiency[tabled] = nominal_efficiency(
        np.where(classed, ie_class, "IE2")[tabled],
        rated_kw[tabled],
        rows["poles"].to_numpy(float)[tabled],
        frequency_hz=frequency_hz,
    )
    sigma = np.select(
        [direct, one_phase],
        [_fact("dc_uncertainty"), _fact("single_phase_uncertainty")],
        _fact("unknown_class_uncertainty"),
    )
    return _Found(efficiency=efficiency, sigma=sigma, rule=rule)


def _with_age(rows: pd.DataFrame, reference: _Found) -> _Found:
    """Return motors of unknown class below IE2 by what their year says, or by the default."""
    year = rows["year_made"].to_numpy(float)
    unknown = reference.rule == "default"
    aged = unknown & ~np.isnan(year)
    starts, below, sigma = _by_age()
    period = np.clip(np.searchsorted(starts, year, side="right") - 1, 0, len(starts) - 1)
    points = np.where(aged, below[period], _fact("unknown_class_below_ie2"))
    return _Found(
        efficiency=reference.efficiency - np.where(unknown, points, 0.0),
        sigma=np.where(aged, sigma[period], reference.sigma),
        rule=np.where(aged, "age", reference.rule).astype(object),
    )


@cache
def _by_age() -> tuple[Floats, Floats, Floats]:
    """Return the first year of each period, points below IE2 and their sigma."""
    table = read_facts("energy_audit", "data/efficiency_by_age.csv")
    below, sigma = (table[table["key"] == key] for key in ("below_ie2", "sigma"))
    starts, points = below["from_year"].to_numpy(float), below["value"].to_numpy(float)
    return starts, points, sigma["value"].to_numpy(float)


def _fact(key: str) -> float:
    return read_fact("energy_audit", "data/audit_facts.csv", key).value
