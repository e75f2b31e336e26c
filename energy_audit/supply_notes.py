"""What is assumed about the equipment of a meter: losses of transformers, bank steps."""

from __future__ import annotations

from typing import TYPE_CHECKING

from energy_audit.site_equipment import STEPPED
from energy_audit.tag_list import listed_tags
from equipment_catalog.capacitors import capacitor_fact
from equipment_catalog.messages import message
from equipment_catalog.notes import Note
from equipment_catalog.transformers import LOSSES, transformer_fact

if TYPE_CHECKING:
    import pandas as pd


def supply_notes(machines: pd.DataFrame) -> tuple[Note, ...]:
    """Return what was assumed about the transformers and the capacitor banks of an inventory.

    Parameters
    ----------
    machines
        Rows of an inventory; without transformers and stepped banks there is nothing to say.
    """
    transformers = machines[machines["kind"] == "transformer"]
    guessed = transformers.index[transformers[list(LOSSES)].isna().any(axis=1)]
    stepped = machines.index[(machines["kind"] == "capacitor") & (machines["control"] == STEPPED)]
    notes = []
    if not guessed.empty:
        notes.append(_typical_losses(guessed))
    if not transformers.empty:
        notes.append(_transformer_reactive(transformers.index))
    if not stepped.empty:
        notes.append(_bank_steps(stepped))
    return tuple(notes)


def _typical_losses(tags: pd.Index) -> Note:
    fact = transformer_fact("old_no_load_loss_multiplier")
    return Note(
        what=message("Losses of transformers that show none: {tags}", tags=listed_tags(tags)),
        value=message(
            "Regulation (EU) 548/2014; {multiplier:g} times its iron losses where made before "
            "{year:.0f} or undated",
            multiplier=fact.value,
            year=transformer_fact("tier1_from_year").value,
        ),
        source=fact.citation,
        effect=message("Iron losses flow all year: read the nameplate or test without load"),
    )


def _transformer_reactive(tags: pd.Index) -> Note:
    fact = transformer_fact("no_load_current_fraction")
    return Note(
        what=message("Reactive power of transformers: {tags}", tags=listed_tags(tags)),
        value=message(
            "{magnetising:.1%} of the rating without load, {leakage:.1%} more at full load",
            magnetising=fact.value,
            leakage=transformer_fact("short_circuit_impedance_fraction").value,
        ),
        source=fact.citation,
        effect=message("Adds to the kvarh of a meter on the high-voltage side, at night above all"),
    )


def _bank_steps(tags: pd.Index) -> Note:
    fact = capacitor_fact("most_steps")
    return Note(
        what=message("Steps of capacitor banks: {tags}", tags=listed_tags(tags)),
        value=message("up to {steps:.0f} equal steps", steps=fact.value),
        source=fact.citation,
        effect=message("Coarser steps leave more reactive power in hours of low load"),
    )
