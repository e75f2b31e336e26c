"""What every measure is: offers for machines or meters, and how they change the inventory."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    import pandas as pd

    from energy_audit.conditions import Conditions
    from energy_audit.consumption import Consumption
    from equipment_catalog.messages import Message
    from equipment_catalog.notes import Note

OFFER_COLUMNS = (
    "tag",
    "variant",
    "timing",
    "capex_usd",
    "life_years",
    "price_source",
    "is_proven",
    "model_sigma_fraction",
)


def no_notes(_offers: pd.DataFrame) -> tuple[Note, ...]:
    """Return nothing: offers that rest on what the auditor wrote alone."""
    return ()


@dataclass(frozen=True, kw_only=True)
class Measure:
    """One kind of measure."""

    kind: str
    """Name in results.json."""
    name: Message
    """Name in the report."""
    scope: Literal["machine", "site"]
    """Whether an offer is for one line of the inventory or for a whole meter."""
    judges: Callable[[pd.DataFrame], pd.Index]
    """``judges(machines)``: tags, or sites, that the measure looks at; each gets a decision."""
    options: Callable[[Consumption, Conditions], pd.DataFrame]
    """``options(mine, conditions)``: one row an offer, with ``OFFER_COLUMNS`` and whatever
    ``apply`` needs besides; at most one of each variant for a tag. ``timing`` is ``now``,
    ``at_failure`` or ``next_rewind``; ``is_proven`` tells whether the facts it rests on were given
    by the auditor rather than assumed; ``model_sigma_fraction`` is one sigma of the method's own
    uncertainty as a fraction of the saving. ``moved_kwh``, where there is one, is the energy of a
    year that moves into the hours of sun."""
    apply: Callable[[pd.DataFrame, pd.DataFrame, Conditions], pd.DataFrame]
    """``apply(machines, chosen, conditions)``: the inventory that offers leave; ``chosen`` holds
    offers, one a tag, indexed by it."""
    without_option: Message
    """Why a machine is kept for which there is no offer."""
    without_saving: Message
    """Why a machine is kept whose best offer would not save; may name ``{variant}``."""
    ipmvp_option: Literal["A", "B", "C", "D"]
    """IPMVP option with which its saving is verified."""
    to_measure: Message
    """What to measure before, to be sure, and after, to verify."""
    caution: Message | None = None
    """What must be seen to before it is done, said wherever it is."""
    notes: Callable[[pd.DataFrame], Iterable[Note]] = no_notes
    """``notes(offers)``: what the offers that were made rest on, for the register; ``offers`` has
    at least ``variant`` and ``is_proven``."""
