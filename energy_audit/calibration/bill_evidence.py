"""Bills as evidence: what was billed in each month, and how far each value may be off."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from equipment_catalog.tables import Fact, read_fact

if TYPE_CHECKING:
    import numpy.typing as npt
    import pandas as pd

    Floats = npt.NDArray[np.float64]

MONTHS = range(1, 13)
OF_THE_YEAR = {"kwh": "meter", "kvarh": "reactive_shared", "max_kw": "max_kw_shared"}
"""Columns of a bill, each with the fact that tells how far all its months may be off together."""
OF_ONE_MONTH = {"kwh": "month", "kvarh": "reactive_month", "max_kw": "max_kw_month"}


@dataclass(frozen=True, kw_only=True)
class SiteBills:
    """The bills of a site: twelve kWh, twelve kvarh, twelve highest kW, where they were billed."""

    billed: npt.NDArray[np.bool_]
    """Which of the 36 values there are."""
    values: Floats
    """Those that there are."""
    whitening: Floats
    """Takes differences from the values to units of their noise."""


def site_bills(bills: pd.DataFrame) -> SiteBills:
    """Return the evidence in the bills of one site.

    A value of a month is off by a part that all months share (meter, power factors, coincidence)
    and by one of its own. A column that is missing or zero all year tells nothing.

    Parameters
    ----------
    bills
        Indexed by month number: ``kwh`` and, where billed, ``kvarh`` and ``max_kw``.
    """
    rows = bills.reindex(index=MONTHS, columns=list(OF_THE_YEAR)).astype(float)
    billed = (rows.notna() & (rows.max() > 0)).to_numpy().T.ravel()
    noise = np.zeros((rows.size, rows.size))
    for block, column in enumerate(OF_THE_YEAR):
        own = slice(block * len(MONTHS), (block + 1) * len(MONTHS))
        size = rows[column].clip(lower=rows[column].mean()).fillna(0.0).to_numpy()
        shared = calibration_fact(f"{OF_THE_YEAR[column]}_sigma_fraction").value
        month = calibration_fact(f"{OF_ONE_MONTH[column]}_sigma_fraction").value
        noise[own, own] = shared**2 * np.outer(size, size) + np.diag((month * size) ** 2)
    return SiteBills(
        billed=billed,
        values=rows.to_numpy().T.ravel()[billed],
        whitening=np.asarray(np.linalg.inv(np.linalg.cholesky(noise[np.ix_(billed, billed)]))),
    )


def calibration_fact(key: str) -> Fact:
    """Return one fact of the calibration against bills.

    Examples
    --------
    >>> calibration_fact("bound_sigmas").value
    2.0
    """
    return read_fact("energy_audit", "data/calibration_facts.csv", key)
