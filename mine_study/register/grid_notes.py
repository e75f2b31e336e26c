"""Notes on what the grid allows a site."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from equipment_catalog.messages import message
from equipment_catalog.notes import Note

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mine_study.site_design import SiteDesign


def grid_notes(design: SiteDesign) -> Iterator[Note]:
    """Yield what the limit of the connection takes from the plant, where there is one.

    Parameters
    ----------
    design
        The site with its plant.
    """
    is_off_grid = design.storage is not None and design.storage.keys.off_grid
    if design.plant is None or is_off_grid or math.isinf(design.export_limit_kw):
        return
    yield Note(
        what=message("Power that may be sent to the grid is limited"),
        value=message("{limit:,.1f} kW", limit=design.export_limit_kw),
        source=message("tariff.export_limit_kw in study.yaml"),
        effect=message(
            "{kwh:,.0f} kWh are curtailed; more where the power swings within the hour",
            kwh=float(design.flows.curtailed_kw.sum()),
        ),
        kind="finding",
    )
