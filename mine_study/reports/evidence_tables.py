"""Tables of what the figures stand on: bills, evidence of the loads, what to measure first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from energy_audit.saving_doubts import saving_doubts
from equipment_catalog.messages import message
from mine_study.evidence import CLASSES, EvidenceClass, evidence_by_tag, evidence_shares
from mine_study.reports.kept import kept_of_last
from mine_study.reports.table import Table, numbers, words

if TYPE_CHECKING:
    import pandas as pd

    from energy_audit.saving_doubts import SavingDoubts
    from mine_study.reports.figures import Figures
    from mine_study.study import StudyResult

SHOWN = 5
SUMS = ("kwh", "kvarh", "amount")


def bill_table(result: StudyResult, write: Figures) -> Table:
    """Return what the bills hold, a row a meter: months, energy, money, price."""
    say = write.say
    return Table(
        caption=say(message("What the bills hold, by meter")),
        columns=(
            *words(say(message("Site")), say(message("First and last month"))),
            *numbers(
                say(message("Months")),
                say(message("Energy [kWh]")),
                say(message("Reactive energy [kvarh]")),
                say(message("Highest demand [kW]")),
                say(message("Billed [{currency}]", currency=write.currency)),
                say(message("Billed [{currency}/kWh]", currency=write.currency)),
            ),
        ),
        rows=tuple(
            (design.name, *_bill_cells(result.billed.loc[[design.name]], write))
            for design in result.sites
            if design.name in result.billed.index.unique("site")
        ),
        from_mine=True,
    )


def _bill_cells(months: pd.DataFrame, write: Figures) -> tuple[str, ...]:
    """Return the cells of a meter; a sum of which any month is missing is a dash."""
    kwh, kvarh, amount = (months[name].sum(skipna=False) for name in SUMS)
    named = sorted(months["month"].astype(str))
    return (
        f"{named[0]} … {named[-1]}",
        write.number(len(months)),
        write.number(kwh),
        write.number(kvarh),
        write.number(months["max_kw"].max(), 1),
        write.number(amount),
        write.unit_number(amount / kwh if kwh > 0 else None),
    )


def file_table(result: StudyResult, write: Figures) -> Table:
    """Return the files of the study with their checksums."""
    say = write.say
    return Table(
        caption=say(message("Files that were read; the checksum tells whether one was changed")),
        columns=words(say(message("File")), say(message("sha256"))),
        rows=tuple((str(file), str(digest)) for file, digest in result.manifest["inputs"].items()),
    )


@kept_of_last
def evidence_of_machines(result: StudyResult) -> dict[str, EvidenceClass]:
    """Return how the load of each machine is known; those without a load left out."""
    return evidence_by_tag(result.audit)


def evidence_table(result: StudyResult, write: Figures) -> Table:
    """Return lines, energy and share of each class of evidence."""
    say, shares = write.say, evidence_shares(result.audit)
    return Table(
        caption=say(message("How the loads of the machines are known")),
        columns=(
            *words(say(message("Evidence")), say(message("Meaning"))),
            *numbers(
                say(message("Lines")), say(message("Energy [kWh/year]")), say(message("Share"))
            ),
        ),
        rows=tuple(
            (
                one.written(say),
                say(one.means),
                write.number(row["lines"]),
                write.number(row["kwh"]),
                write.percent(row["share"], 1),
            )
            for one, row in zip(CLASSES, shares.to_dict("records"), strict=True)
        ),
        total=(
            say(message("Machines that draw energy")),
            "",
            write.number(shares["lines"].sum()),
            write.number(shares["kwh"].sum()),
            write.percent(shares["share"].sum(), 1),
        ),
        from_mine=True,
    )


def doubt_table(result: StudyResult, write: Figures) -> Table:
    """Return the readings that would make the saving of the package surest, the best first."""
    say, audit, doubts = write.say, result.audit, _doubts(result)
    best = doubts.by_value[doubts.by_value["sigma_left_kwh"] < doubts.sigma_kwh].head(SHOWN)
    what = {
        "load": message("input power under load, with a clamp meter"),
        "hours": message("hours of running, with an hour meter for some weeks"),
    }
    names = audit.before.machines["equipment"]
    return Table(
        caption=say(
            message(
                "Readings that would make the saving surest: today ± {sigma} kWh a year, one "
                "standard deviation",
                sigma=write.number(doubts.sigma_kwh),
            )
        ),
        columns=(
            *words(say(message("Machine")), say(message("What to read"))),
            *numbers(
                say(message("Part of the doubt")),
                say(message("Doubt left if only this is read [± kWh/year]")),
            ),
        ),
        rows=tuple(
            (
                f"{row['tag']} {names.get(row['tag'], '')}".strip(),
                say(what[row["value"]]),
                write.percent(row["share"], 1),
                write.number(row["sigma_left_kwh"]),
            )
            for row in best.to_dict("records")
        ),
        from_mine=True,
    )


@kept_of_last
def _doubts(result: StudyResult) -> SavingDoubts:
    return saving_doubts(result.audit.measures, result.audit.sigmas)


def doubt_remark(result: StudyResult, write: Figures) -> str | None:
    """Return what no reading settles, as a sentence; None where the package saves nothing."""
    doubts = _doubts(result)
    if doubts.sigma_kwh == 0:
        return None
    return write.say(
        message(
            "Of the doubt, {methods} lies in the methods of the measures and the losses of new "
            "motors, and {efficiency} in the efficiencies of the old ones: no reading of load or "
            "hours settles these.",
            methods=write.percent(doubts.method_share),
            efficiency=write.percent(doubts.efficiency_share),
        )
    )
