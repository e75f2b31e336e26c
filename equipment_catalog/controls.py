"""Timers, automatic stops and standby flows: typical values and model prices."""

from __future__ import annotations

from functools import partial

from equipment_catalog.messages import message
from equipment_catalog.notes import Note
from equipment_catalog.tables import read_fact

control_fact = partial(read_fact, "equipment_catalog", "data/controls.csv")
"""``control_fact(key)``: one row of data/controls.csv."""


def control_notes() -> tuple[Note, ...]:
    """Return the notes that must stand beside every figure of timers, stops and standby flows.

    Examples
    --------
    >>> [note.kind for note in control_notes()]
    ['assumption', 'assumption', 'assumption']
    """
    stopped, standby = (
        control_fact("stopped_share_of_idling"),
        control_fact("standby_flow_fraction"),
    )
    price = control_fact("timer_usd")
    return (
        Note(
            what=message("Share of the idling hours that an automatic stop ends"),
            value=message("{share:.0%}", share=stopped.value),
            source=stopped.citation,
            effect=message("Savings by automatic stops move in proportion to it"),
        ),
        Note(
            what=message("Flow of a fan on standby while nobody is inside"),
            value=message("{share:.0%} of its flow", share=standby.value),
            source=standby.citation,
            effect=message("Gas readings decide; the power goes with the cube of the flow"),
        ),
        Note(
            what=message("Timers and automatic stops are priced by a model"),
            value=message("{usd:g} USD for a timer", usd=price.value),
            source=price.citation,
            effect=message("Outlay and payback of these measures move in proportion to the price"),
        ),
    )
