"""Full-load efficiency of the motors of an inventory: nameplate, class, age, rewinds."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from energy_audit.columns import columns_of, cut
from energy_audit.operation.nameplate_efficiency import nameplate_efficiency
from equipment_catalog.motor_other_supplies import dc_efficiency, single_phase_efficiency
from equipment_catalog.motors import nominal_efficiency
from equipment_catalog.tables import read_fact, read_facts

if TYPE_CHECKING:
    import numpy.typing as npt

    from energy_audit.columns import Columns, Flags
    from equipment_catalog.motor_inputs import Floats

    Strings = npt.NDArray[np.object_]

TEXTS = ("kind", "ie_class", "supply")
NUMBERS = (
    "efficiency_fraction",
    "year_made",
    "rewinds",
    "poles",
    "rated_kw",
    "rated_v",
    "rated_a",
    "rated_power_factor",
)
"""What decides the efficiency of a motor, with `TEXTS`."""
OFF_RECTANGULAR = np.sqrt(3)
"""Half the width of an even distribution over its standard deviation."""


@dataclass(frozen=True, kw_only=True)
class EfficiencyEvidence:
    """What is known of the full-load efficiency of each machine."""

    efficiency: Floats
    """Fraction, on equal line voltages."""
    sigma: Floats
    """One sigma in fractions of 1."""
    rule: Strings
    """Where it comes from, as in `efficiency_evidence`."""


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
    columns = columns_of(machines, numbers=NUMBERS, texts=TEXTS)
    found = evidence_of_columns(columns, frequency_hz=frequency_hz)
    return pd.Series(found.efficiency, machines.index, name="full_load_efficiency")


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
    columns = columns_of(machines, numbers=NUMBERS, texts=TEXTS)
    found = evidence_of_columns(columns, frequency_hz=frequency_hz)
    return pd.DataFrame(
        {
            "full_load_efficiency": found.efficiency,
            "efficiency_sigma": found.sigma,
            "efficiency_rule": found.rule,
        },
        index=machines.index,
    )


def evidence_of_columns(machines: Columns, *, frequency_hz: int) -> EfficiencyEvidence:
    """Return what `efficiency_evidence` does, from columns and as columns.

    Parameters
    ----------
    machines
        `NUMBERS` and `TEXTS` of an inventory.
    frequency_hz
        Frequency of the supply [Hz].

    Raises
    ------
    InputError
        As `full_load_efficiency`.
    """
    motor = machines["kind"] == "motor"
    efficiency, sigma = np.ones(len(motor)), np.zeros(len(motor))
    rule = np.full(len(motor), "", dtype=object)
    if motor.any():
        rows = cut(machines, motor)
        found = _found(rows, frequency_hz)
        rewound = np.minimum(rows["rewinds"] * _fact("rewind_loss"), _fact("rewind_loss_cap"))
        efficiency[motor] = found.efficiency - rewound
        sigma[motor] = np.hypot(found.sigma, rewound * _fact("rewind_loss_uncertainty"))
        rule[motor] = found.rule
    return EfficiencyEvidence(efficiency=efficiency, sigma=sigma, rule=rule)


def _found(rows: Columns, frequency_hz: int) -> EfficiencyEvidence:
    """Return what is known of motors before their rewinds: typical ones, their nameplates."""
    given = rows["efficiency_fraction"]
    stated = ~np.isnan(given)
    reference = _reference(rows, ~stated, frequency_hz)
    found = _with_age(rows, reference)
    unsure = ~stated & (reference.rule != "class")
    electrical = np.full(len(given), np.nan)
    electrical[unsure] = nameplate_efficiency(cut(rows, unsure), reference.efficiency[unsure])
    read = ~np.isnan(electrical)
    efficiency = np.select([stated, read], [given, electrical], found.efficiency)
    rule = np.select([stated, read], ["nameplate", "electrical"], found.rule).astype(object)
    tolerance = _fact("efficiency_loss_uncertainty") / OFF_RECTANGULAR * (1 - efficiency)
    sigma = np.select(
        [(rule == "nameplate") | (rule == "class"), read],
        [tolerance, _fact("electrical_nameplate_uncertainty") * efficiency],
        found.sigma,
    )
    return EfficiencyEvidence(efficiency=efficiency, sigma=sigma, rule=rule)


def _reference(rows: Columns, wanted: Flags, frequency_hz: int) -> EfficiencyEvidence:
    """Return the efficiency of the class, of IE2 where it is unknown, or of the supply."""
    ie_class, supply, rated_kw = rows["ie_class"], rows["supply"], rows["rated_kw"]
    classed, direct = ie_class != "unknown", supply == "dc"
    one_phase = (supply == "single_phase") & ~classed
    rule = np.select(
        [direct, one_phase, classed], ["dc", "single_phase", "class"], "default"
    ).astype(object)
    efficiency = np.full(len(rated_kw), np.nan)
    for where, typical in ((direct, dc_efficiency), (one_phase, single_phase_efficiency)):
        if (chosen := where & wanted).any():
            efficiency[chosen] = typical(rated_kw[chosen])
    tabled = wanted & ~direct & ~one_phase
    efficiency[tabled] = nominal_efficiency(
        np.where(classed, ie_class, "IE2")[tabled],
        rated_kw[tabled],
        rows["poles"][tabled],
        frequency_hz=frequency_hz,
    )
    sigma = np.select(
        [direct, one_phase],
        [_fact("dc_uncertainty"), _fact("single_phase_uncertainty")],
        _fact("unknown_class_uncertainty"),
    )
    return EfficiencyEvidence(efficiency=efficiency, sigma=sigma, rule=rule)


def _with_age(rows: Columns, reference: EfficiencyEvidence) -> EfficiencyEvidence:
    """Return motors of unknown class below IE2 by what their year says, or by the default."""
    year = rows["year_made"]
    unknown = reference.rule == "default"
    aged = unknown & ~np.isnan(year)
    starts, below, sigma = _by_age()
    period = np.clip(np.searchsorted(starts, year, side="right") - 1, 0, len(starts) - 1)
    points = np.where(aged, below[period], _fact("unknown_class_below_ie2"))
    return EfficiencyEvidence(
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
