"""Tables of the measures: kind by kind, machine by machine, and how each is verified."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from energy_audit.measures import MEASURES
from energy_audit.waste import WASTE_POINTS
from equipment_catalog.messages import Message, message
from equipment_catalog.tables import read_fact
from mine_study.charts.words import choice
from mine_study.decisions import DO, KEEP, MEASURE_FIRST, offer_name, with_caution
from mine_study.reports.table import Table, numbers, words

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Mapping

    from mine_study.reports.figures import Figures
    from mine_study.study import StudyResult

PACKAGE_SUMS = ("alone_kwh", "saved_kwh", "saved_kvarh", "capex", "saved_money_per_year")
"""What is summed of each kind of the package, in the order of its columns."""
VERIFIED_SUMS = ("kwh_before", "saved_kwh")
"""What is summed of each kind that is verified, in the order of its columns."""


def package_table(result: StudyResult, write: Figures) -> Table:
    """Return one row a kind of measure that is done: alone, in its place, its range, its cost."""
    say, number, done = write.say, write.number, result.audit.done
    kinds = [step.kind for step in result.audit.steps]
    sums = _sums_of_kinds(done, kinds, PACKAGE_SUMS)
    total = result.audit.saved_range
    return Table(
        caption=say(message("The package: measures in the order in which they are applied")),
        columns=(
            *words(say(message("Measure"))),
            *numbers(
                say(message("Number")),
                say(message("Alone [kWh/year]")),
                say(message("In its place [kWh/year]")),
                say(message("Reactive energy [kvarh/year]")),
                say(message("Cost [{currency}]", currency=write.currency)),
                say(message("Saved [{currency}/year]", currency=write.currency)),
                say(message("Payback [years]")),
            ),
        ),
        rows=tuple(
            (
                say(MEASURES[kind].name),
                number(len(sums[kind].tags)),
                *(number(sums[kind].of[name]) for name in PACKAGE_SUMS),
                write.years(_payback(sums[kind].of)),
            )
            for kind in kinds
        ),
        total=(
            say(
                message(
                    "Package: {low} to {high} kWh a year in four of five cases",
                    low=number(total.p10_kwh),
                    high=number(total.p90_kwh),
                )
            ),
            number(len(done)),
            number(done["alone_kwh"].sum()),
            number(result.audit.saved_kwh),
            number(done["saved_kvarh"].sum()),
            number(done["capex"].sum()),
            number(done["saved_money_per_year"].sum()),
            write.years(_payback({name: float(done[name].sum()) for name in PACKAGE_SUMS})),
        ),
        from_mine=True,
        is_wide=True,
    )


@dataclass(frozen=True)
class _OfKind:
    """The measures of a kind together."""

    tags: tuple[str, ...]
    """Where they are."""
    of: Mapping[str, float]
    """Sums by the name of their column."""


def _sums_of_kinds(
    rows: pd.DataFrame, kinds: Iterable[str], names: Iterable[str]
) -> dict[str, _OfKind]:
    """Return the sums of measures by kind."""
    columns = {name: rows[name].to_numpy(np.float64) for name in names}
    tags, kind_of = rows.index.to_numpy(object), rows["kind"].to_numpy(object)
    return {
        kind: _OfKind(
            tuple(tags[kind_of == kind]),
            {name: float(np.nansum(column[kind_of == kind])) for name, column in columns.items()},
        )
        for kind in kinds
    }


def _payback(sums: Mapping[str, float]) -> float | None:
    saved = sums["saved_money_per_year"]
    return sums["capex"] / saved if saved > 0 else None


def done_table(result: StudyResult, write: Figures) -> Table:
    """Return what is done, what is worth most first."""
    caption = write.say(message("What is done, before tax"))
    return _offers(result, write, DO, caption)


def measure_first_table(result: StudyResult, write: Figures) -> Table:
    """Return what would pay if what is assumed holds, and so is measured first."""
    caption = write.say(message("What to measure before it is bought: it rests on assumed values"))
    return _offers(result, write, MEASURE_FIRST, caption)


def kept_table(result: StudyResult, write: Figures) -> Table:
    """Return what is kept, with the best offer there was and why it is not taken."""
    caption = write.say(message("What is kept as it is, and why"))
    return _offers(result, write, KEEP, caption)


def _offers(result: StudyResult, write: Figures, decision: str, caption: str) -> Table:
    say = write.say
    measures = result.audit.measures
    chosen = measures[(measures["decision"] == decision) & _worth_saying(measures)]
    return Table(
        caption=caption,
        columns=(
            *words(
                say(message("Where")),
                say(message("Measure")),
                say(message("What is bought") if decision == DO else message("Reason")),
            ),
            *numbers(
                say(message("Saved [kWh/year]")),
                say(message("Range, one case in ten beyond each end [kWh/year]")),
                say(message("At the highest hour [kW]")),
                say(message("Cost [{currency}]", currency=write.currency)),
                say(message("Saved [{currency}/year]", currency=write.currency)),
                say(message("Payback [years]")),
                say(message("NPV [{currency}]", currency=write.currency)),
            ),
        ),
        rows=tuple(
            _offer_cells(row, write)
            for row in chosen.sort_values("npv", ascending=False).reset_index().to_dict("records")
        ),
        from_mine=True,
        is_wide=True,
    )


def _worth_saying(measures: pd.DataFrame) -> pd.Series:
    """Tell which rows have an offer, or are motors that are already good."""
    return measures["npv"].notna() | (measures["kind"] == "replace_motors")


def _offer_cells(row: Mapping[Hashable, Any], write: Figures) -> tuple[str, ...]:
    number = write.number
    has_offer = pd.notna(row["capex"])
    span = f"{number(row['p10_kwh'])} … {number(row['p90_kwh'])}" if has_offer else number(None)
    return (
        f"{row['tag']} {row['equipment']}".strip(),
        write.say(MEASURES[row["kind"]].name),
        _bought(row, write) if row["decision"] == DO else write.say(row["reason"]),
        number(row["saved_kwh"]),
        span,
        number(row["saved_kw"], 2),
        number(row["capex"]),
        number(row["saved_money_per_year"]),
        write.years(row["simple_payback_years"]) if has_offer else number(None),
        number(row["npv"]),
    )


def _bought(row: Mapping[Hashable, Any], write: Figures) -> str:
    bought = with_caution(offer_name(row), row["kind"])
    return f"{write.say(bought)} ({write.say(row['price_source'])})"


def verification_table(result: StudyResult, write: Figures) -> Table:
    """Return how the saving of each kind that is done or measured first is verified."""
    say, measures = write.say, result.audit.measures
    open_rows = measures[measures["decision"] != KEEP]
    kinds = _sums_of_kinds(open_rows, open_rows["kind"].unique(), VERIFIED_SUMS)
    return Table(
        caption=say(message("Measurement and verification plan")),
        columns=(
            *words(
                say(message("Measure")),
                say(message("IPMVP option")),
                say(message("What to measure, before and after")),
                say(message("Where")),
            ),
            *numbers(
                say(message("For how long, before and again after [weeks]")),
                say(message("Baseline [kWh/year]")),
                say(message("Expected saving [kWh/year]")),
            ),
        ),
        rows=tuple(
            (
                say(MEASURES[kind].name),
                say(ipmvp_name(MEASURES[kind].ipmvp_option)),
                say(MEASURES[kind].to_measure),
                ", ".join(those.tags),
                write.number(_weeks_read(MEASURES[kind].ipmvp_option)),
                *(write.number(those.of[name]) for name in VERIFIED_SUMS),
            )
            for kind, those in kinds.items()
        ),
        from_mine=True,
        is_wide=True,
    )


def _weeks_read(option: str) -> float:
    return read_fact("mine_study", "data/verification_weeks.csv", option).value


def ipmvp_name(option: str) -> Message:
    """Return an option of IPMVP as a reader sees it."""
    names = {
        "A": message("A: key parameter measured at the machine"),
        "B": message("B: all parameters measured at the machine"),
        "C": message("C: whole meter, from the bills"),
        "D": message("D: calibrated model"),
    }
    return names[option]


def waste_table(result: StudyResult, write: Figures) -> Table:
    """Return where energy is wasted, the most first, with the evidence."""
    say, number = write.say, write.number
    equipment = result.audit.before.machines["equipment"]
    return Table(
        caption=say(message("Where energy is wasted, the most first")),
        columns=(
            *words(
                say(message("Where")),
                say(message("What")),
                say(message("Evidence")),
                say(message("Its least known value")),
            ),
            *numbers(say(message("Wasted [kWh/year]"))),
        ),
        rows=tuple(
            (
                f"{row['tag']} {equipment.get(row['tag'], '')}".strip(),
                say(WASTE_POINTS[row["kind"]].name),
                say(row["evidence"]),
                say(choice(row["evidence_kind"])),
                number(row["waste_kwh"]),
            )
            for row in result.audit.waste.to_dict("records")
        ),
        from_mine=True,
        is_wide=True,
    )
