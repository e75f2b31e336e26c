"""What every measure is: options on machines, and how they change the inventory."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    import pandas as pd

    from equipment_catalog.messages import Message


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
    judges: Callable[[pd.DataFrame], pd.Index]
    """``judges(machines)``: tags of the machines the measure looks at; each gets a decision."""
    without_option: Message
    """Why a machine is kept for which there is no option."""
    without_saving: Message
    """Why a machine is kept whose best option would not save; may name ``{variant}``."""
    ipmvp_option: str
    """IPMVP option with which its saving is verified."""
