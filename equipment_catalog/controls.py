"""Timers, automatic stops and standby flows: typical values and model prices."""

from __future__ import annotations

from functools import partial

from equipment_catalog.messages import message
from equipment_catalog.notes import Note
from equipment_catalog.tables import read_fact

control_fact = partial(read_fact, "equipment_catalog", "data/controls.csv")
"""``control_fact(key)``: one row of data/controls.csv."""


def stopped_share_note() -> Note:
    """Return the note that must stand beside every figure of automatic stops.

    Examples
    --------
    >>> str(stopped_share_note().value)
    '80%'
    """
    stopped = control_fact("stopped_share_of_idling")
    return Note(
        what=message("Share of the idling hours that an automatic stop ends"),
        value=message("{share:.0%}", share=stopped.value),
        source=stopped.citation,
        effect=message("Savings by automatic stops move in proportion to it"),
    )


def standby_flow_note() -> Note:
    """Return the note that must stand beside every figure of fans on standby.

    Examples
    --------
    >>> standby_flow_note().kind
    'assumption'
    """
    standby = control_fact("standby_flow_fraction")
    return Note(
        what=message("Flow of a fan on standby while nobody is inside"),
        value=message("{share:.0%} of its flow", share=standby.value),
        source=standby.citation,
        effect=message("Gas readings decide; the power goes with the cube of the flow"),
    )


def control_price_note() -> Note:
    """Return the note that must stand beside every figure built on the price of controls.

    Examples
    --------
    >>> str(control_price_note().value)
    '120 USD for a timer, 250 USD for an automatic stop, 150 USD to move work into the sun'
    """
    price = control_fact("timer_usd")
    return Note(
        what=message("Timers and automatic stops are priced by a model"),
        value=message(
            "{timer:,g} USD for a timer, {stop:,g} USD for an automatic stop, {sun:,g} USD to move "
            "work into the sun",
            timer=price.value,
            stop=control_fact("auto_stop_usd").value,
            sun=control_fact("sun_control_usd").value,
        ),
        source=price.citation,
        effect=message("Outlay and payback of these measures move in proportion to the price"),
    )
