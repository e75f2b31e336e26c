"""What every measure is: options on machines, and how they change the inventory."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    import pandas as pd


@dataclass(frozen=True, kw_only=True)
class Measure:
    """One kind of measure."""

    kind: str
    """Name in results.json."""
    options: Callable[..., pd.DataFrame]
    """``options(machines, frequency_hz=…)``: one row an option, with ``tag, variant, capex_usd,
    life_years, price_source``; a machine has at most one option of each variant."""
    apply: Callable[..., pd.DataFrame]
    """``apply(machines, variant_by_tag, frequency_hz=…)``: the inventory that the chosen options
    leave."""
    ipmvp_option: str
    """IPMVP option with which its saving is verified."""
