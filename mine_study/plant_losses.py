"""The way of the sun's energy from the horizontal to its use at the site, each step named."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from mine_study.charts.words import choice

if TYPE_CHECKING:
    from mine_study.language import Reader
    from mine_study.site_design import SiteDesign
    from pv_design.plant import Plant

HOURLY = "hourly balance of the site"
"""Where the steps behind the meter come from."""
USED = "used_at_once"


def loss_steps(design: SiteDesign, plant: Plant) -> pd.DataFrame:
    """Return the waterfall of the production and, behind the meter, what leaves the site.

    The last row is what the machines use in its own hour; it takes nothing off.

    Parameters
    ----------
    design
        The site with its flows.
    plant
        Its plant.

    Returns
    -------
    DataFrame
        `step`, `energy_kwh` after it, `change_fraction` of the row before, `source`.
    """
    steps = plant.production.losses
    flows = design.flows
    behind = {
        "curtailed": float(flows.curtailed_kw.sum()),
        "exported": float(flows.export_kw.sum()),
        "into_battery": float(flows.battery_charge_kw.sum()),
    }
    left_kwh, rows = float(steps["energy_kwh"].iloc[-1]), []
    for step, kwh in behind.items():
        if kwh > 0 or step == "exported":
            change = -kwh / left_kwh if left_kwh > 0 else 0.0
            left_kwh -= kwh
            rows.append((step, left_kwh, change, HOURLY))
    rows.append((USED, left_kwh, 0.0, HOURLY))
    return pd.concat(
        [steps, pd.DataFrame(rows, columns=["step", "energy_kwh", "change_fraction", "source"])],
        ignore_index=True,
    )


def loss_results(design: SiteDesign, reader: Reader) -> list[dict[str, Any]]:
    """Return the steps of a site under the names of ``results.json``; none without a plant."""
    if design.plant is None:
        return []
    return [
        {
            "step": row["step"],
            "energy_kwh": row["energy_kwh"],
            "change_fraction": row["change_fraction"],
            "source": reader.say(choice(str(row["source"]))),
        }
        for row in loss_steps(design, design.plant).to_dict("records")
    ]
