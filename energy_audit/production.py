"""What a mine makes in a year and how fine it grinds, against which its energy is set."""

from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np

from equipment_catalog.errors import InputError
from equipment_catalog.messages import message
from equipment_catalog.tables import read_fact

SMALLEST_REDUCTION = ("energy_audit", "data/bond_facts.csv", "low_ratio_origin")
"""Feed over product at which Rowland's factors end."""


@dataclass(frozen=True, kw_only=True)
class Production:
    """A year's output; whatever is not known is None, and no indicator is made of it.

    Raises
    ------
    InputError
        For a value that is not above zero, or a product hardly finer than its feed.

    Examples
    --------
    >>> Production(ore_t_per_year=2800, gold_g_per_year=6000).workers is None
    True
    """

    ore_t_per_year: float | None = None
    """Ore that goes through the plant [t]."""
    gold_g_per_year: float | None = None
    """Gold that is sold, in concentrate or as metal [g]."""
    workers: float | None = None
    """People who work there."""
    bond_work_index_kwh_per_t: float | None = None
    """Work index of the ore by Bond's ball mill test, per metric ton [kWh/t]."""
    f80_um: float | None = None
    """Size that 80 % of the feed of the mills passes [um]."""
    p80_um: float | None = None
    """Size that 80 % of their product passes [um]."""

    def __post_init__(self) -> None:
        for each in fields(self):
            value = getattr(self, each.name)
            if value is not None and not (np.isfinite(value) and value > 0):
                raise InputError.of(each.name, value, allowed=message("a number above 0"))
        if self.f80_um is not None and self.p80_um is not None:
            coarsest = self.f80_um / read_fact(*SMALLEST_REDUCTION).value
            if self.p80_um >= coarsest:
                allowed = message(
                    "below {coarsest:.0f} um, well finer than f80_um", coarsest=coarsest
                )
                raise InputError.of("p80_um", self.p80_um, allowed=allowed)
