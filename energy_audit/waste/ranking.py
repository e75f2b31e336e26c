"""All waste points of a mine, the largest first."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from energy_audit.waste import WASTE_POINTS
from energy_audit.waste.waste_point import COLUMNS

if TYPE_CHECKING:
    from energy_audit.conditions import Conditions
    from energy_audit.consumption import Consumption
    from energy_audit.production import Production


def find_waste(mine: Consumption, conditions: Conditions, production: Production) -> pd.DataFrame:
    """Return where a mine wastes energy, ranked by what it loses in a year.

    The findings stand side by side and are not to be added up: a throttled pump that also idles
    is listed twice. What can really be saved is for the measures to say, in their order.

    Parameters
    ----------
    mine
        The mine as it is.
    conditions
        Working time, supply, free share of reactive energy.
    production
        What the mine makes and how fine it grinds.

    Returns
    -------
    DataFrame
        ``kind, tag`` (machine, or site), ``site``, ``waste_kwh`` (a year; missing and last where
        it is not a matter of kWh), ``evidence`` (Message), ``evidence_kind`` (how well its weakest
        number is known: measured, nameplate, estimated, assumed) and ``remedy`` (kinds of measures;
        empty where none helps). No rows for a mine that wastes nothing.
    """
    found = []
    for point in WASTE_POINTS.values():
        rows = point.find(mine, conditions, production)
        if not rows.empty:
            found.append(rows.rename_axis("tag").reset_index().assign(kind=point.kind))
    columns = ["kind", "tag", *COLUMNS]
    if not found:
        return pd.DataFrame(columns=columns)
    together = pd.concat(found, ignore_index=True)[columns]
    return together.sort_values("waste_kwh", ascending=False, kind="stable", ignore_index=True)
