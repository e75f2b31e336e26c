"""Distribution transformers: losses without load and with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from equipment_catalog.tables import read_facts

if TYPE_CHECKING:
    import numpy.typing as npt

TABLE = "data/transformer_losses.csv"
W_PER_KW = 1000
OLD = "tier1"


def typical_losses_kw(rated_kva: pd.Series, tier: str = OLD) -> pd.DataFrame:
    """Return typical losses of liquid-filled transformers, interpolated over their rating.

    Parameters
    ----------
    rated_kva
        Rating [kVA]; outside the table the end values scale with the rating.
    tier
        ``tier1`` or ``tier2`` of the regulation.

    Returns
    -------
    DataFrame
        ``no_load_loss_kw`` and ``load_loss_kw``.

    Examples
    --------
    >>> typical_losses_kw(pd.Series([100.0])).iloc[0].tolist()
    [0.145, 1.75]

    Notes
    -----
    Regulation (EU) 548/2014, Annex I, Table I.1: the largest losses allowed; older units lose more.
    """
    table = read_facts("equipment_catalog", TABLE)
    rating = rated_kva.to_numpy(float)
    nodes = table["kva"].to_numpy(float)
    held = np.clip(rating, nodes[0], nodes[-1])
    columns = {"no_load_loss_kw": f"{tier}_no_load_w", "load_loss_kw": f"{tier}_load_loss_w"}
    return pd.DataFrame(
        {
            name: np.interp(held, nodes, table[column]) / W_PER_KW * rating / held
            for name, column in columns.items()
        },
        index=rated_kva.index,
    )


def transformer_losses_kw(
    transformers: pd.DataFrame, load_fraction: npt.NDArray[np.float64]
) -> dict[str, npt.NDArray[np.float64]]:
    """Return the hourly loss of each line of transformers, all its ``quantity`` together.

    Parameters
    ----------
    transformers
        Rows with ``rated_kva, no_load_loss_kw, load_loss_kw, quantity``, indexed by tag; missing
        losses are typical ones.
    load_fraction
        Apparent power over rating in each hour.

    Notes
    -----
    ``P0 + Pk k^2``; IEC 60076-1.
    """
    typical = typical_losses_kw(transformers["rated_kva"])
    iron = transformers["no_load_loss_kw"].fillna(typical["no_load_loss_kw"])
    copper = transformers["load_loss_kw"].fillna(typical["load_loss_kw"])
    number = transformers["quantity"]
    return {
        str(tag): (iron * number)[tag] + (copper * number)[tag] * load_fraction**2
        for tag in transformers.index
    }
