"""Machines settled: their type, how they idle, and their load by the best evidence there is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
from pandas.api.types import is_string_dtype

from energy_audit.columns import columns_of, compact
from energy_audit.operation.full_load_efficiency import OFF_RECTANGULAR, efficiency_evidence
from energy_audit.operation.load_candidates import load_candidates
from energy_audit.operation.machine_types import inferred_machine_type, typical_of_type
from energy_audit.operation.operating_point import WITHOUT_LOAD
from energy_audit.operation.reconciled_load import ReconciledLoad, reconciled_load
from energy_audit.operation.settled_notes import Assumed, settled_notes
from energy_audit.operation.unbalanced_motors import NUMBERS as UNBALANCE_NUMBERS
from energy_audit.operation.unbalanced_motors import TEXTS as UNBALANCE_TEXTS
from energy_audit.operation.unbalanced_motors import efficiency_as_found
from equipment_catalog.motors import full_load_power_factor_of_reading

if TYPE_CHECKING:
    import numpy.typing as npt

    from energy_audit.operation.load_candidate import Candidate
    from equipment_catalog.motor_inputs import Floats
    from equipment_catalog.notes import Note

    Flags = npt.NDArray[np.bool_]

FILLED = ("load_fraction", "load_evidence", "idle_load_fraction", "rated_power_factor")
"""Columns that settling writes into, besides ``machine_type``."""
TYPICAL = "typical"
"""Method of a load for which there is no evidence at all."""


@dataclass(frozen=True, kw_only=True)
class SettledMachines:
    """An inventory in which nothing is missing that the operating point asks for."""

    machines: pd.DataFrame
    """The inventory with ``machine_type``, ``idle_load_fraction``, ``load_fraction``,
    ``load_evidence`` and ``rated_power_factor`` filled or replaced."""
    evidence: pd.DataFrame
    """By tag: ``load_method`` (``input_power``, ``volts_amps``, ``slip``, ``current``, ``stated``,
    several joined by ``+``, or ``typical``), ``load_sigma_fraction`` (one sigma over the load),
    ``candidates``, ``chi2``, ``efficiency_rule`` and ``efficiency_sigma`` as in
    `energy_audit.operation.full_load_efficiency`. Transformers and capacitors have no
    method and no sigma."""
    notes: tuple[Note, ...]
    """What was assumed, what was left out, where readings disagree."""


def settle_machines(machines: pd.DataFrame, *, frequency_hz: int) -> SettledMachines:
    """Return the inventory with every load settled by the best evidence there is.

    Types come from the words of ``equipment`` and idle loads from the type where they are empty
    (never above the load itself). Loads come from input power, volts with amps and power factor,
    slip, current from half load up and the load fraction given; several are reconciled
    (`reconciled_load`), what lies outside a method is left out. A machine about which nothing is
    known, or whose readings were all left out, takes the middle of the range of its type, which is
    estimated whatever the inventory calls it. A power factor that was measured becomes the
    full-load power factor that explains it. The frame given is not written into; an inventory is
    settled once, for a settled load is evidence in itself.

    Parameters
    ----------
    machines
        Rows of an inventory.
    frequency_hz
        Frequency of the supply [Hz].

    Returns
    -------
    SettledMachines
        Same index and columns; texts are plain objects, which compare in half the time.

    Raises
    ------
    InputError
        For a motor without a tabled efficiency or an induction motor without poles.
    """
    draws = ~machines["kind"].isin(WITHOUT_LOAD).to_numpy()
    typed = _with_plain_texts(machines.assign(machine_type=_types(machines)))
    found = efficiency_evidence(machines, frequency_hz=frequency_hz)
    rows, of_rows = typed.loc[draws], found.loc[draws]
    unbalance = columns_of(rows, numbers=UNBALANCE_NUMBERS, texts=UNBALANCE_TEXTS)
    efficiency = efficiency_as_found(unbalance, of_rows["full_load_efficiency"].to_numpy())
    candidates = load_candidates(rows, efficiency, frequency_hz=frequency_hz)
    known = reconciled_load(candidates, of_rows["efficiency_sigma"].to_numpy() / efficiency)
    load, sigma, method = _with_typical(rows, known)
    settled = _settled(
        rows.assign(load_fraction=load),
        measured=_is_measured(candidates, known),
        estimated=method == TYPICAL,
        power_factor=_power_factor(rows, load, efficiency, of_rows["efficiency_rule"]),
    )
    for column in FILLED:
        typed.loc[draws, column] = settled[column]
    of_load = {
        "load_method": _on_all(method, draws, ""),
        "load_sigma_fraction": _on_all(sigma, draws, 0.0),
        "candidates": _on_all(known.candidates, draws, 0),
        "chi2": _on_all(known.chi2, draws, 0.0),
    }
    of_efficiency = found[["efficiency_rule", "efficiency_sigma"]]
    evidence = pd.DataFrame(of_load, machines.index).join(of_efficiency)
    assumed = Assumed(
        given=machines,
        machines=typed,
        draws=draws,
        candidates=candidates,
        known=known,
        evidence=evidence,
    )
    return SettledMachines(
        machines=compact(typed), evidence=evidence, notes=tuple(settled_notes(assumed))
    )


def _settled(
    rows: pd.DataFrame, *, measured: Flags, estimated: Flags, power_factor: Floats
) -> pd.DataFrame:
    """Return rows at their settled load with its evidence, idle loads and power factors."""
    evidence = rows["load_evidence"].mask(measured, "measured").mask(estimated, "estimated")
    return rows.assign(
        load_evidence=evidence,
        idle_load_fraction=_idle_load(rows),
        rated_power_factor=power_factor,
    )


def _with_plain_texts(machines: pd.DataFrame) -> pd.DataFrame:
    texts = [name for name in machines if is_string_dtype(machines[name])]
    return machines.astype(dict.fromkeys(texts, object))


def _types(machines: pd.DataFrame) -> pd.Series:
    """Return the type of each machine: given, lamp for lighting, or told by its words."""
    inferred = inferred_machine_type(machines["equipment"])
    inferred = inferred.mask(machines["kind"] == "lighting", "lamp")
    inferred = inferred.mask(machines["kind"].isin(WITHOUT_LOAD), "other")
    return machines["machine_type"].mask(machines["machine_type"] == "", inferred)


def _with_typical(
    rows: pd.DataFrame, known: ReconciledLoad
) -> tuple[Floats, Floats, npt.NDArray[np.object_]]:
    """Return load, sigma and method, typical ones where there is no evidence."""
    low, high = (typical_of_type(rows["machine_type"], key) for key in ("load_low", "load_high"))
    middle = (low + high) / 2
    unknown = known.candidates == 0
    sigma = (high - low) / 2 / OFF_RECTANGULAR / middle
    return (
        np.where(unknown, middle, known.load),
        np.where(unknown, sigma, known.sigma),
        np.where(unknown, TYPICAL, known.method).astype(object),
    )


def _is_measured(candidates: tuple[Candidate, ...], known: ReconciledLoad) -> Flags:
    """Return whether a load rests on a reading at the machine."""
    readings = [one.method for one in candidates if one.method != "stated"]
    return np.asarray(pd.Series(known.method).str.contains("|".join(readings)), dtype=bool)


def _idle_load(rows: pd.DataFrame) -> pd.Series:
    """Return idle loads, where empty those of the type but never above the load."""
    typical = typical_of_type(rows["machine_type"], "idle_load")
    return rows["idle_load_fraction"].fillna(rows["load_fraction"].clip(upper=typical))


def _power_factor(rows: pd.DataFrame, load: Floats, efficiency: Floats, rule: pd.Series) -> Floats:
    """Return full-load power factors that explain those measured.

    Behind a drive the line does not see the motor. Where the nameplate's power factor decides the
    efficiency, or would with the volts and amps beside it, it stays as it is.
    """
    measured = rows["measured_power_factor"].to_numpy(float)
    motor = (rows["kind"] == "motor").to_numpy()
    induction = motor & (rows["supply"] != "dc").to_numpy()
    behind_drive = motor & (rows["control"] == "drive").to_numpy()
    sure = rule.isin(["nameplate", "class", ""]).to_numpy()
    bare = rows[["rated_v", "rated_a"]].isna().any(axis=1).to_numpy()
    use = ~np.isnan(measured) & ~behind_drive & (sure | bare)
    factor = np.where(use, measured, rows["rated_power_factor"].to_numpy(float))
    solved = use & induction
    factor[solved] = full_load_power_factor_of_reading(
        measured[solved],
        load[solved],
        nominal_fraction=efficiency[solved],
        rated_kw=rows["rated_kw"].to_numpy(float)[solved],
        poles=rows["poles"].to_numpy(float)[solved],
    )
    return factor


def _on_all(values: npt.NDArray[Any], draws: Flags, empty: str | float) -> npt.NDArray[Any]:
    """Return a column with a value for the rows that draw nothing."""
    column = np.full(len(draws), empty, dtype=values.dtype)
    column[draws] = values
    return column
