"""Distribution transformers: losses and reactive power without load and with it, ratings."""

from __future__ import annotations

from functools import cache, partial
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from equipment_catalog.errors import InputError
from equipment_catalog.messages import message
from equipment_catalog.tables import read_fact, read_facts

if TYPE_CHECKING:
    import numpy.typing as npt

W_PER_KW = 1000
TIERS = ("tier1", "tier2")
LOSSES = ("no_load_loss_kw", "load_loss_kw")

transformer_fact = partial(read_fact, "equipment_catalog", "data/transformer_facts.csv")


def typical_losses_kw(rated_kva: pd.Series, tier: str) -> pd.DataFrame:
    """Return the largest losses that a tier allows, interpolated over the rating.

    Parameters
    ----------
    rated_kva
        Rating [kVA]; outside the 25 to 2000 kVA of the table its end values scale with it.
        Missing for a missing rating.
    tier
        ``tier1``, on the market from 2015, or ``tier2``, from 2021.

    Returns
    -------
    DataFrame
        ``no_load_loss_kw`` and ``load_loss_kw``.

    Raises
    ------
    InputError
        For another tier.

    Examples
    --------
    >>> typical_losses_kw(pd.Series([100.0]), "tier1").iloc[0].tolist()
    [0.145, 1.75]

    Notes
    -----
    Regulation (EU) 548/2014, Annex I, Table I.1, three-phase liquid-filled.
    """
    if tier not in TIERS:
        raise InputError.of("tier", tier, allowed=message("one of {names}", names=", ".join(TIERS)))
    rating = rated_kva.to_numpy(float)
    columns = {}
    for name, loss in zip(LOSSES, ("no_load", "load"), strict=True):
        nodes_kva, loss_w = _loss_nodes(tier, loss)
        held = np.clip(rating, nodes_kva[0], nodes_kva[-1])
        columns[name] = np.interp(held, nodes_kva, loss_w) / W_PER_KW * rating / held
    return pd.DataFrame(columns, index=rated_kva.index)


@cache
def _loss_nodes(tier: str, loss: str) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    table = read_facts("equipment_catalog", "data/transformer_losses.csv")
    rows = table[(table["tier"] == tier) & (table["loss"] == loss)].sort_values("rated_kva")
    return rows["rated_kva"].to_numpy(float), rows["value"].to_numpy(float)


def installed_losses_kw(transformers: pd.DataFrame) -> pd.DataFrame:
    """Return the losses of transformers in place: of the nameplate, else typical for their age.

    Parameters
    ----------
    transformers
        Rows with ``rated_kva, no_load_loss_kw, load_loss_kw, year_made``. A unit of unknown year,
        or made before the first tier, is taken to lose as old units do.

    Returns
    -------
    DataFrame
        ``no_load_loss_kw`` and ``load_loss_kw`` of one unit.

    Examples
    --------
    >>> old = pd.DataFrame({"rated_kva": [100.0], "no_load_loss_kw": [float("nan")],
    ...     "load_loss_kw": [1.6], "year_made": [1998.0]})
    >>> installed_losses_kw(old).round(3).iloc[0].tolist()
    [0.319, 1.6]

    Notes
    -----
    Old units: multipliers over tier 1 of data/transformer_facts.csv, from memory.
    """
    modern = transformers["year_made"] >= transformer_fact("tier1_from_year").value
    losses = typical_losses_kw(transformers["rated_kva"], "tier1")
    for name in LOSSES:
        old = transformer_fact(f"old_{name.removesuffix('_kw')}_multiplier").value
        typical = losses[name].where(modern, losses[name] * old)
        losses[name] = transformers[name].fillna(typical)
    return losses


def transformer_losses_kw(
    transformers: pd.DataFrame, load_fraction: npt.NDArray[np.float64]
) -> dict[str, npt.NDArray[np.float64]]:
    """Return the hourly loss of each line of transformers, all its ``quantity`` together.

    Parameters
    ----------
    transformers
        Rows of an inventory, indexed by tag.
    load_fraction
        Apparent power over rating in each hour; at 0 only the iron losses remain.

    Examples
    --------
    >>> unit = pd.DataFrame({"rated_kva": [100.0], "no_load_loss_kw": [0.2],
    ...     "load_loss_kw": [1.6], "year_made": [2020.0], "quantity": [1.0]}, index=["T1"])
    >>> transformer_losses_kw(unit, np.array([0.0, 0.5]))["T1"].round(3).tolist()
    [0.2, 0.6]

    Notes
    -----
    ``P0 + Pk k^2``; IEC 60076-1.
    """
    each = installed_losses_kw(transformers).mul(transformers["quantity"], axis=0)
    iron, copper = each["no_load_loss_kw"], each["load_loss_kw"]
    return {str(tag): iron[tag] + copper[tag] * load_fraction**2 for tag in transformers.index}


def transformer_kvar(
    rated_kva: float, load_fraction: npt.NDArray[np.float64]
) -> npt.NDArray[np.float64]:
    """Return the reactive power that a transformer itself draws: magnetising and leakage.

    Parameters
    ----------
    rated_kva
        Rating of one or several units [kVA].
    load_fraction
        Apparent power over rating in each hour; at 0 only the core is magnetised.

    Examples
    --------
    >>> transformer_kvar(100, np.array([0.0, 1.0])).tolist()
    [2.0, 6.0]

    Notes
    -----
    ``(i0 + uk k^2) S``, both shares from memory (data/transformer_facts.csv).
    """
    magnetising = transformer_fact("no_load_current_fraction").value
    leakage = transformer_fact("short_circuit_impedance_fraction").value
    return np.asarray(rated_kva * (magnetising + leakage * load_fraction**2))
