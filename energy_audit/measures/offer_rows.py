"""Offers for machines as rows of a table, and the inventory with the rows they change."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from equipment_catalog.messages import Message, message

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

    from energy_audit.conditions import Conditions

MEASURED = ("measured_kw", "measured_a", "measured_power_factor", "measured_rpm")
"""What an instrument read at the operating point before the measure."""


def offer_rows(
    rows: pd.DataFrame,
    *,
    variant: str,
    variant_name: Message | list[Message],
    capex_usd: ArrayLike,
    life_years: ArrayLike,
    is_proven: ArrayLike,
    model_sigma_fraction: ArrayLike,
    timing: str = "now",
    **besides: ArrayLike,
) -> pd.DataFrame:
    """Return one offer for each row of an inventory at a model price.

    Parameters
    ----------
    rows
        Machines that get the offer; there may be none.
    variant, variant_name
        Short name in results and in ``apply``, name for the reader, or one for each row.
    capex_usd
        Installed price for all ``quantity`` of each row [USD].
    life_years
        Life of what is bought [years].
    is_proven
        Whether the facts of each row were given.
    model_sigma_fraction
        One sigma of the method as a fraction of the saving.
    timing
        ``now``, ``at_failure`` or ``next_rewind``.
    besides
        Columns that only this measure has.
    """
    columns: dict[str, Any] = {
        "tag": rows.index,
        "variant": variant,
        "variant_name": variant_name,
        "timing": timing,
        "capex_usd": capex_usd,
        "life_years": life_years,
        "price_source": message("model price"),
        "is_proven": is_proven,
        "model_sigma_fraction": model_sigma_fraction,
        **besides,
    }
    return pd.DataFrame({name: pd.Series(value, rows.index) for name, value in columns.items()})


def with_rows(machines: pd.DataFrame, changed: pd.DataFrame) -> pd.DataFrame:
    """Return the inventory with some of its rows and columns changed; the old one stays.

    Parameters
    ----------
    machines
        Rows of an inventory.
    changed
        New values, indexed by tag, in columns of the inventory.
    """
    places = machines.index.get_indexer(changed.index)
    columns = {}
    for name in changed.columns:
        old = machines[name]
        values = old.to_numpy(copy=True)
        values[places] = changed[name].to_numpy()
        columns[name] = pd.Series(values, machines.index, old.dtype, copy=False)
    return machines.assign(**columns)


def offers_variant(offers: pd.DataFrame, variant: str) -> bool:
    """Tell whether a variant is among offers.

    Parameters
    ----------
    offers
        Offers with ``variant``; there may be none.
    variant
        Its short name.
    """
    return bool((offers["variant"] == variant).any())


def some_unproven(offers: pd.DataFrame) -> bool:
    """Tell whether any offer rests on typical values in the place of what was not given.

    Parameters
    ----------
    offers
        Offers with ``is_proven``; there may be none.
    """
    return not offers["is_proven"].astype(bool).all()


def compressors(machines: pd.DataFrame) -> pd.DataFrame:
    """Return the rows that are air compressors driven by motors.

    Parameters
    ----------
    machines
        Rows of an inventory.
    """
    return machines[(machines["machine_type"] == "compressor") & (machines["kind"] == "motor")]


def compressor_tags(machines: pd.DataFrame) -> pd.Index:
    """Return the tags of the air compressors of an inventory."""
    return compressors(machines).index


def altitudes_m(rows: pd.DataFrame, conditions: Conditions) -> pd.Series:
    """Return the height of each row's site above the sea, 0 where the site has none [m].

    Parameters
    ----------
    rows
        Rows of an inventory.
    conditions
        Heights of the sites.
    """
    heights = {site: conditions.altitude_m.get(site, 0.0) for site in rows["site"].unique()}
    return rows["site"].map(heights).astype(float)
