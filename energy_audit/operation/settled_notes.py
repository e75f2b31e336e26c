"""The register's rows about loads: what was assumed, what was left out, what disagrees."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from energy_audit.tag_list import listed_tags
from equipment_catalog.messages import Message, message
from equipment_catalog.notes import Note, citation
from equipment_catalog.tables import read_fact, read_facts

if TYPE_CHECKING:
    from collections.abc import Iterator

    import numpy.typing as npt
    import pandas as pd

    from energy_audit.operation.load_candidate import Candidate
    from energy_audit.operation.reconciled_load import ReconciledLoad

    Flags = npt.NDArray[np.bool_]

OUTSIDE = {
    "input_power": message("power far below the no-load losses or beyond 1.5 times full load"),
    "volts_amps": message(
        "volts, amps and power factor mean a power far below the no-load losses or beyond 1.5 times"
        " full load"
    ),
    "slip": message("speed above the synchronous one, or too low for 1.5 times full load"),
    "current": message("current of less than half load, which hides the load, or beyond 1.5 times"),
}
"""Why a reading tells nothing, by method."""
METHODS = {
    "input_power": message("input power"),
    "volts_amps": message("volts, amps and power factor"),
    "slip": message("slip"),
    "current": message("current"),
    "stated": message("load fraction given"),
}
EFFICIENCY_RULES = {
    "electrical": message("kW, volts, amps and power factor of the nameplate"),
    "age": message("points below IE2 by the year they were made"),
    "single_phase": message("typical of single-phase motors of their size"),
    "dc": message("typical of motors on direct current of their size"),
}


@dataclass(frozen=True, kw_only=True)
class Assumed:
    """What `settle_machines` did to an inventory."""

    given: pd.DataFrame
    """The inventory as it was."""
    machines: pd.DataFrame
    """The settled inventory."""
    draws: Flags
    """Machines that have a load: what follows is about these."""
    candidates: tuple[Candidate, ...]
    """Kinds of evidence for the load."""
    known: ReconciledLoad
    """The load of each."""
    evidence: pd.DataFrame
    """By tag, all machines."""


def settled_notes(assumed: Assumed) -> Iterator[Note]:
    """Yield what was assumed about types, idle loads, loads and efficiencies."""
    yield from _types(assumed)
    yield from _idle(assumed)
    yield from _typical_loads(assumed)
    yield from _unusable(assumed)
    yield from _estimated_speeds(assumed)
    yield from _disagreements(assumed)
    yield from _efficiencies(assumed)


def _types(assumed: Assumed) -> Iterator[Note]:
    machines = assumed.machines
    named = (assumed.given["machine_type"] == "").to_numpy() & assumed.draws
    nameless = named & (machines["machine_type"] == "other").to_numpy()
    told = named & ~nameless
    if told.any():
        yield Note(
            what=message("What machines are, told by their names"),
            value=message("{tags}", tags=listed_tags(machines.index[told])),
            source=message("words of the column equipment"),
            effect=message("decides which measures look at them and how they idle"),
        )
    if nameless.any():
        yield Note(
            what=message("Machines whose names do not tell what they are"),
            value=message("{tags}", tags=listed_tags(machines.index[nameless])),
            source=message("words of the column equipment"),
            effect=message("measures for a type of machine pass them by: fill machine_type"),
        )


def _idle(assumed: Assumed) -> Iterator[Note]:
    machines = assumed.machines
    assumed_idle = assumed.given["idle_load_fraction"].isna().to_numpy() & assumed.draws
    idling = assumed_idle & (machines["loaded_fraction"] < 1).to_numpy()
    if idling.any():
        yield Note(
            what=message("Load while idling, typical of the type of machine"),
            value=message("{tags}", tags=listed_tags(machines.index[idling])),
            source=_source("machine_types.csv", "idle_load"),
            effect=message("decides what switching them off saves: measure it"),
        )


def _typical_loads(assumed: Assumed) -> Iterator[Note]:
    typical = (assumed.evidence["load_method"] == "typical").to_numpy()
    if typical.any():
        yield Note(
            what=message("No load is known: the typical one of the type of machine is taken"),
            value=message("{tags}", tags=listed_tags(assumed.machines.index[typical])),
            source=_source("machine_types.csv", "load_low"),
            effect=message("their energy is a guess: measure their input power"),
            kind="warning",
        )


def _unusable(assumed: Assumed) -> Iterator[Note]:
    tags = assumed.machines.index[assumed.draws]
    for candidate in assumed.candidates:
        if candidate.unusable.any():
            yield Note(
                what=message("Reading left out of the load: {why}", why=OUTSIDE[candidate.method]),
                value=message("{tags}", tags=listed_tags(tags[candidate.unusable])),
                source=METHODS[candidate.method],
                effect=message("the reading, the nameplate or the efficiency is wrong: check them"),
                kind="warning",
            )


def _estimated_speeds(assumed: Assumed) -> Iterator[Note]:
    rows = assumed.machines[assumed.draws]
    by_slip = next(one for one in assumed.candidates if one.method == "slip")
    estimated = ~np.isnan(by_slip.load) & rows["rated_rpm"].isna().to_numpy()
    if estimated.any():
        yield Note(
            what=message("Full-load speed estimated from the efficiency, for the load from slip"),
            value=message("{tags}", tags=listed_tags(rows.index[estimated])),
            source=read_fact(
                "equipment_catalog", "data/motor_facts.csv", "rotor_share_of_losses"
            ).citation,
            effect=message("the load from slip is then a rough one: read the nameplate"),
        )


def _disagreements(assumed: Assumed) -> Iterator[Note]:
    tags = assumed.machines.index[assumed.draws]
    for place in np.flatnonzero(assumed.known.disagree).tolist():
        yield Note(
            what=message("Evidence of the load of {tag} disagrees", tag=tags[place]),
            value=_loads(assumed.candidates, place),
            source=message(
                "chi-square of {chi2:.1f}: chance explains it in fewer than one of a hundred cases",
                chi2=assumed.known.chi2[place],
            ),
            effect=message(
                "the surest stands alone with {load:.0%} of full load, give or take {sigma:.0%} of"
                " it: measure again",
                load=assumed.known.load[place],
                sigma=assumed.known.sigma[place],
            ),
            kind="warning",
        )


def _loads(candidates: tuple[Candidate, ...], place: int) -> Message:
    """Return the loads that speak about one machine, each with its method."""
    said = Message("")
    for candidate in candidates:
        if np.isnan(candidate.load[place]):
            continue
        one = message(
            "{method} {load:.0%}", method=METHODS[candidate.method], load=candidate.load[place]
        )
        said = one if not said.template else message("{first}; {second}", first=said, second=one)
    return said


def _efficiencies(assumed: Assumed) -> Iterator[Note]:
    facts = {
        "electrical": "electrical_nameplate_uncertainty",
        "single_phase": "single_phase_uncertainty",
        "dc": "dc_uncertainty",
    }
    for rule, how in EFFICIENCY_RULES.items():
        rows = assumed.evidence[assumed.evidence["efficiency_rule"] == rule]
        if rows.empty:
            continue
        source = (
            _source("efficiency_by_age.csv", "below_ie2")
            if rule == "age"
            else read_fact("energy_audit", "data/audit_facts.csv", facts[rule]).citation
        )
        yield Note(
            what=message("Full-load efficiency of motors without a class: {how}", how=how),
            value=message(
                "{tags}; one sigma {points:.1f} points",
                tags=listed_tags(rows.index),
                points=100 * float(rows["efficiency_sigma"].mean()),
            ),
            source=source,
            effect=message("decides what a new motor saves"),
        )


def _source(file: str, key: str) -> Message:
    """Return where a column of a table comes from, by its least sure row."""
    table = read_facts("energy_audit", f"data/{file}")
    rows = table[table["key"] == key]
    row = rows[rows["trust"] == "assumption"].iloc[0]
    return citation(str(row["source"]), int(row["year"]), str(row["trust"]))
