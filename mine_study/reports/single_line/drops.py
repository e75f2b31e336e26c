"""What hangs from the main board in a single-line diagram: machines, grid, battery, genset."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from equipment_catalog.messages import Message, message
from mine_study.reports.single_line.steps import Step, broken, steps_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mine_study.language import Reader
    from mine_study.site_storage import StorageDesign
    from pv_design.electrical.single_line import LineKind, SingleLine

LETTERS, NARROW_LETTERS = 32, 14
LOAD_X, GRID_X = 220, 460
CROWDED_LOAD_X, BATTERY_X, SWITCH_X, GENSET_X = 110, 270, 470, 640


@dataclass(frozen=True, kw_only=True)
class Drop:
    """A line down from the main board."""

    x: float
    steps: tuple[Step, ...]
    first_row: int = 0
    """Above 0 where it hangs from the switch of another line instead of the board."""


def drops_of(diagram: SingleLine, store: StorageDesign | None, reader: Reader) -> tuple[Drop, ...]:
    """Return the lines below the main board.

    Parameters
    ----------
    diagram
        Of the plant.
    store
        Of the site; None where the study does not ask for any.
    reader
        Whose language the words are in.
    """
    letters = LETTERS if store is None else NARROW_LETTERS
    named = {step.kind: step for step in steps_of(diagram, reader, branch=None, letters=letters)}
    to_grid = (named["meter"], named["grid"])
    if store is None:
        return (Drop(x=LOAD_X, steps=(named["load"],)), Drop(x=GRID_X, steps=to_grid))
    battery = (Drop(x=BATTERY_X, steps=_battery(store, reader)),) if store.capacity_kwh else ()
    load = Drop(x=CROWDED_LOAD_X, steps=(named["load"],))
    return (load, *battery, *_supplies(store, to_grid, reader))


def _battery(store: StorageDesign, reader: Reader) -> tuple[Step, ...]:
    power = message("Battery converter, {kw:,.1f} kW", kw=store.battery_kw)
    energy = message("Battery, {kwh:,.1f} kWh", kwh=store.capacity_kwh)
    return _step("converter", power, reader), _step("battery", energy, reader)


def _supplies(store: StorageDesign, to_grid: Sequence[Step], reader: Reader) -> tuple[Drop, ...]:
    """Return the grid, or the genset, or both behind the switch that keeps them apart."""
    machine = store.hours.genset
    if machine is None:
        return (Drop(x=SWITCH_X, steps=tuple(to_grid)),)
    genset = _step("genset", message("Genset, {kw:,.1f} kW", kw=machine.rated_kw), reader)
    if store.keys.off_grid:
        return (Drop(x=SWITCH_X, steps=(genset,)),)
    switch = _step("transfer_switch", message("Transfer switch"), reader)
    return (
        Drop(x=SWITCH_X, steps=(switch, *to_grid)),
        Drop(x=GENSET_X, steps=(genset,), first_row=1),
    )


def _step(kind: LineKind, words: Message, reader: Reader) -> Step:
    return Step(kind=kind, lines=tuple(broken(reader.say(words), NARROW_LETTERS)))
