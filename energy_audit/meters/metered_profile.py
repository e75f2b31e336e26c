"""What an interval meter tells about the hours of a site."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    from equipment_catalog.notes import Note

MeterMode = Literal["calibrate", "replace"]


@dataclass(frozen=True, kw_only=True)
class MeteredProfile:
    """What a meter tells about the hours of a site."""

    weights: npt.NDArray[np.float64]
    """How much more than evenly the load falls on each hour, for ``Conditions.hour_weights``."""
    metered_fraction: float
    """Share of the hours for whose kind of day and hour, or which themselves, the meter saw."""
    own_fraction: float
    """Share of the hours of this very year that the meter saw."""
    misfit_fraction: float
    """Share of the energy that no running of the machines within their schedules explains."""
    annual_kwh: float
    """Energy of a year that goes on as the meter saw it."""
    inventory_kwh: float
    """Energy of a year of the machines."""
    notes: tuple[Note, ...]
