"""One sheet for each measure that is done: its sums with their numbers, and what it rests on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from energy_audit.measures import MEASURES
from equipment_catalog.messages import Message, message
from equipment_catalog.motors import nominal_efficiency
from mine_study.charts.words import choice
from mine_study.decisions import DO, offer_name
from mine_study.explain import explained
from mine_study.explain.key_paths import in_brackets
from mine_study.reports.efficiency_sketch import NEW_MOTORS, Sketch, efficiency_sketch, new_motor
from mine_study.reports.evidence_tables import evidence_of_machines
from mine_study.reports.kept import kept_of_last
from mine_study.reports.kind_tables import ipmvp_name
from mine_study.reports.origins import FIGURES, tree_of

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterator, Mapping

    from mine_study.evidence import EvidenceClass
    from mine_study.explain import Explanation
    from mine_study.reports.figures import Figures
    from mine_study.study import StudyResult

SUMS = ("capex", "saved_money_per_year", "simple_payback_years", "npv")
"""Figures of a measure whose formulas stand on its sheet."""


@dataclass(frozen=True, kw_only=True)
class Sum:
    """One figure with its formula."""

    name: str
    formula: str
    put_in: str
    value: str


@dataclass(frozen=True, kw_only=True)
class MeasureSheet:
    """What is known of one measure, written for a reader."""

    title: str
    order: str
    """Its place in the package."""
    energy: str
    """The sum of the energy with its numbers; empty where no machine is switched or changed."""
    sums: tuple[Sum, ...]
    facts: tuple[tuple[str, str], ...]
    """What it rests on, how it is verified and what to mind."""
    sketch: Sketch | None
    """Efficiency against load, before and after; None where the motor stays as it is."""


def measure_sheets(result: StudyResult, write: Figures) -> tuple[MeasureSheet, ...]:
    """Return a sheet for each measure that is done, in the order in which they are applied.

    Parameters
    ----------
    result
        What ``run_study`` returns.
    write
        The reader.
    """
    kinds = [step.kind for step in result.audit.steps]
    done = [row for row in tree_of(result, FIGURES).offers if row["decision"] == DO]
    return tuple(
        _sheet(result, row, write, order=(number, len(kinds)))
        for number, kind in enumerate(kinds, start=1)
        for row in done
        if row["kind"] == kind
    )


def _sheet(
    result: StudyResult, row: Mapping[Hashable, Any], write: Figures, *, order: tuple[int, int]
) -> MeasureSheet:
    say, kind, tag = write.say, str(row["kind"]), str(row["tag"])
    key = f"measures{in_brackets(f'{kind}:{tag}')}"
    machine, known = _machine(result, tag), evidence_of_machines(result).get(tag)
    return MeasureSheet(
        title=f"{tag} {row['equipment']}".strip() + f": {say(offer_name(row))}",
        order=say(
            message(
                "{measure}: kind {number:d} of {count:d} of the package, on what the kinds before "
                "it leave",
                measure=MEASURES[kind].name,
                number=order[0],
                count=order[1],
            )
        ),
        energy=_energy(result, tag, row, write),
        sums=tuple(_sums(result, key, write)),
        facts=tuple((say(name), say(text)) for name, text in _facts(row, machine, known, write)),
        sketch=efficiency_sketch(result, tag, row),
    )


def _machine(result: StudyResult, tag: str) -> Mapping[Hashable, Any] | None:
    return tree_of(result, FIGURES).machines.get(tag)


def _energy(result: StudyResult, tag: str, row: Mapping[Hashable, Any], write: Figures) -> str:
    """Return power before and after, mean over the hours of today, and the energy between them."""
    points = result.audit.before.points
    hours = float(points["hours_per_year"].get(tag, 0.0))
    if not hours:
        return ""
    before_kwh, saved_kwh = float(row["kwh_before"]), float(row["saved_kwh"])
    said = message(
        "({before} kW - {after} kW) · {hours} h = {saved} kWh a year, mean powers over the hours "
        "of today; of {kwh} kWh a year before it",
        before=write.number(before_kwh / hours, 3),
        after=write.number((before_kwh - saved_kwh) / hours, 3),
        hours=write.number(hours),
        saved=write.number(saved_kwh),
        kwh=write.number(before_kwh),
    )
    return write.say(said)


def _sums(result: StudyResult, key: str, write: Figures) -> Iterator[Sum]:
    """Yield the figures of money with their formulas, those that exist."""
    names = {
        "capex": message("Cost [{currency}]", currency=write.currency),
        "saved_money_per_year": message("Saved [{currency}/year]", currency=write.currency),
        "simple_payback_years": message("Payback [years]"),
        "npv": message("NPV [{currency}]", currency=write.currency),
    }
    for figure in SUMS:
        one = _explained_in_all_languages(result, f"{key}.{figure}")
        if one.put_in is not None:
            yield Sum(
                name=write.say(names[figure]),
                formula=one.formula or "",
                put_in=write.say(one.put_in),
                value=write.say(one.shown),
            )


@kept_of_last
def _explained_in_all_languages(result: StudyResult, key: str) -> Explanation:
    return explained(result, tree_of(result, FIGURES), key)


def _facts(
    row: Mapping[Hashable, Any],
    machine: Mapping[Hashable, Any] | None,
    known: EvidenceClass | None,
    write: Figures,
) -> Iterator[tuple[Message, Message | str]]:
    measure = MEASURES[str(row["kind"])]
    if machine is not None:
        yield message("Machine"), _machine_words(machine, known, write)
    if row["kind"] in NEW_MOTORS and machine is not None:
        yield message("Motor of the catalogue"), _catalogue_motor(row, machine, write)
    yield message("Price from"), row["price_source"]
    yield (
        message("What is not known"),
        message(
            "between {low} and {high} kWh a year in four of five cases; {alone} kWh if it "
            "were done alone",
            low=write.number(row["p10_kwh"]),
            high=write.number(row["p90_kwh"]),
            alone=write.number(row["alone_kwh"]),
        ),
    )
    yield (
        message("How it is verified"),
        message(
            "IPMVP option {option}; {what}",
            option=ipmvp_name(measure.ipmvp_option),
            what=measure.to_measure,
        ),
    )
    if measure.caution is not None:
        yield message("Mind"), measure.caution
    if row["kind"] == "drives" and machine is not None:
        yield message("Mind"), _drive_caution(machine)


def _drive_caution(machine: Mapping[Hashable, Any]) -> Message:
    return message(
        "A drive saves much where the load is a pump or a fan, whose power falls with the "
        "cube of the speed, and little on constant torque; the inventory gives this load "
        "as: {load_type}; losses of the drive and of the motor at part speed are counted",
        load_type=choice(str(machine["load_type"])),
    )


def _machine_words(
    machine: Mapping[Hashable, Any], known: EvidenceClass | None, write: Figures
) -> Message:
    return message(
        "{site}, {area}; {quantity} x {rated_kw} kW; evidence of the load: {evidence}",
        site=machine["site"],
        area=machine["area"],
        quantity=write.number(machine["quantity"]),
        rated_kw=write.number(machine["rated_kw"], 2),
        evidence=write.number(None) if known is None else known.written(write.say),
    )


def _catalogue_motor(
    row: Mapping[Hashable, Any], machine: Mapping[Hashable, Any], write: Figures
) -> Message:
    ie_class, rated_kw = new_motor(row, machine)
    poles = int(machine["poles"])
    efficiency = float(nominal_efficiency(ie_class, rated_kw, poles))
    return message(
        "{ie_class}, {rated_kw} kW, {poles:d} poles: {efficiency} at full load (IEC 60034-30-1); "
        "at the load here {before} before, {after} after",
        ie_class=ie_class,
        rated_kw=write.number(rated_kw, 2),
        poles=poles,
        efficiency=write.percent(efficiency, 1),
        before=write.percent(row["efficiency_before"], 1),
        after=write.percent(row["efficiency_after"], 1),
    )
