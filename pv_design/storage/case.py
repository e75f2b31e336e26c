"""The hours a plant with storage lives through: load, sun, prices, billing periods, outages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from equipment_catalog.errors import InputError
from equipment_catalog.messages import message
from pv_design.sizing import hourly

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy.typing as npt

    Floats = npt.NDArray[np.float64]
    Hourly = pd.Series[float] | Sequence[float] | Floats


@dataclass(frozen=True, kw_only=True, eq=False)
class StorageCase:
    """Checked hours; build it with `storage_case`."""

    load_kw: Floats
    """Of each hour."""
    unit_ac_kw: Floats
    """AC power of 1 kW of modules."""
    price_per_kwh: Floats
    """Of energy bought."""
    export_price_per_kwh: Floats
    """Paid for energy sold."""
    period: npt.NDArray[np.int64]
    """Place of each hour's billing period in `periods`."""
    periods: pd.Index[Any]
    """Labels of the billing periods."""
    outage_fraction: Floats
    """Of each hour without the grid."""


def storage_case(
    load_kw: Hourly,
    unit_ac_kw: Hourly,
    *,
    price_per_kwh: Hourly,
    export_price_per_kwh: Hourly,
    period: Sequence[object] | npt.NDArray[np.generic] | pd.Index[Any],
    outage_fraction: Hourly | None = None,
) -> StorageCase:
    """Return the hours of a plant with storage, checked.

    Parameters
    ----------
    load_kw
        Load of each hour [kW], 0 or more.
    unit_ac_kw
        AC power of 1 kW of modules in the same hours [kW], 0 or more.
    price_per_kwh
        Of energy bought in each hour.
    export_price_per_kwh
        Paid for energy sold in each hour.
    period
        Label of the billing period of each hour: its month, or its month and tariff band.
    outage_fraction
        Of each hour without the grid, from 0 to 1; None where the grid never fails.

    Raises
    ------
    InputError
        If a row differs in length, or an hour has no value or one out of its range.

    Examples
    --------
    >>> case = storage_case([5.0, 5.0], [0.0, 0.5], price_per_kwh=[0.2, 0.2],
    ...                     export_price_per_kwh=[0.1, 0.1], period=["may", "may"])
    >>> case.periods.tolist(), case.outage_fraction.tolist()
    (['may'], [0.0, 0.0])
    """
    load = hourly("load_kw", load_kw)
    outage = np.zeros(len(load)) if outage_fraction is None else outage_fraction
    rows = {
        "unit_ac_kw": hourly("unit_ac_kw", unit_ac_kw),
        "price_per_kwh": hourly("price_per_kwh", price_per_kwh),
        "export_price_per_kwh": hourly("export_price_per_kwh", export_price_per_kwh),
        "outage_fraction": hourly("outage_fraction", outage),
    }
    codes, labels = pd.factorize(np.asarray(period), sort=True)
    lengths = {name: len(values) for name, values in rows.items()} | {"period": len(codes)}
    for name, length in lengths.items():
        if length != len(load):
            allowed = message("as many hours as the load, {count}", count=len(load))
            raise InputError.of(name, length, allowed=allowed)
    if (codes < 0).any():
        allowed = message("a label for each of the {count} hours", count=len(load))
        raise InputError.of("period", None, allowed=allowed)
    if (rows["outage_fraction"] > 1).any():
        allowed = message("a fraction from 0 to 1")
        found = float(rows["outage_fraction"].max())
        raise InputError.of("outage_fraction", found, allowed=allowed)
    return StorageCase(
        load_kw=load,
        **rows,
        period=codes.astype(np.int64),
        periods=pd.Index(labels, name="period"),
    )
