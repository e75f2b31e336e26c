"""One kind of evidence for the load of all machines, and the columns it is read from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from equipment_catalog.tables import read_fact

if TYPE_CHECKING:
    import numpy.typing as npt
    import pandas as pd

    from equipment_catalog.motor_inputs import Floats

    Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True, kw_only=True)
class Candidate:
    """One kind of evidence for the load of all machines."""

    method: str
    """``input_power``, ``volts_amps``, ``slip``, ``current`` or ``stated``."""
    load: Floats
    """Load fraction; missing where this evidence says nothing."""
    sigma: Floats
    """One sigma of the method, as a fraction of the load."""
    by_efficiency: bool
    """Whether an error of the efficiency becomes an error of the load."""
    unusable: Flags
    """Machines with a reading that lies outside what the method can tell."""


def method_fact(key: str) -> float:
    """Return a fact of data/load_methods.csv.

    Examples
    --------
    >>> method_fact("current")
    0.1
    """
    return read_fact("energy_audit", "data/load_methods.csv", key).value


def candidate(
    method: str, load: Floats, sigma: Floats, read: Flags, *, by_efficiency: bool
) -> Candidate:
    """Return the evidence; readings that gave no load are marked unusable."""
    return Candidate(
        method=method,
        load=load,
        sigma=np.where(np.isnan(load), np.nan, sigma),
        by_efficiency=by_efficiency,
        unusable=read & np.isnan(load),
    )


def number(machines: pd.DataFrame, column: str) -> Floats:
    """Return a column as floats, empty cells missing."""
    return machines[column].to_numpy(float)


def is_motor(machines: pd.DataFrame) -> Flags:
    """Return which machines are motors."""
    return (machines["kind"] == "motor").to_numpy()


def has_drive(machines: pd.DataFrame) -> Flags:
    """Return which machines are motors behind a drive."""
    return is_motor(machines) & (machines["control"] == "drive").to_numpy()
