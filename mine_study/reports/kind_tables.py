"""Tables of the measures kind by kind: the package, and how each kind is verified."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from energy_audit.measures import MEASURES
from equipment_catalog.messages import Message, message
from equipment_catalog.tables import read_fact
from mine_study.decisions import KEEP
from mine_study.reports.table import Table, numbers, words

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    import pandas as pd

    from mine_study.reports.figures import Figures
    from mine_study.study import StudyResult

PACKAGE_SUMS = ("alone_kwh", "saved_kwh", "saved_kvarh", "capex", "saved_money_per_year")
"""What is summed of each kind of the package, in the order of its columns."""
VERIFIED_SUMS = ("kwh_before", "saved_kwh")
"""What is summed of each kind that is verified, in the order of its columns."""


def package_table(result: StudyResult, write: Figures) -> Table:
    """Return one row a kind of measure that is done: alone, in its place, its range, its cost."""
    say = write.say
    kinds = [step.kind for step in result.audit.steps]
    sums = _sums_of_kinds(result.audit.done, kinds, PACKAGE_SUMS)
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
        rows=tuple(_kind_cells(kind, sums[kind], write) for kind in kinds),
        total=_package_cells(result, write),
        from_mine=True,
        is_wide=True,
    )


def _kind_cells(kind: str, those: _OfKind, write: Figures) -> tuple[str, ...]:
    return (
        write.say(MEASURES[kind].name),
        write.number(len(those.tags)),
        *(write.number(those.of[name]) for name in PACKAGE_SUMS),
        write.years(_payback(those.of)),
    )


def _package_cells(result: StudyResult, write: Figures) -> tuple[str, ...]:
    done, saved = result.audit.done, result.audit.saved_range
    sums = {name: float(done[name].sum()) for name in PACKAGE_SUMS}
    sums["saved_kwh"] = result.audit.saved_kwh
    name = message(
        "Package: {low} to {high} kWh a year in four of five cases",
        low=write.number(saved.p10_kwh),
        high=write.number(saved.p90_kwh),
    )
    return (
        write.say(name),
        write.number(len(done)),
        *(write.number(sums[name]) for name in PACKAGE_SUMS),
        write.years(_payback(sums)),
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
