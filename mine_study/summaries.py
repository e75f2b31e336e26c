"""What the command line prints: a few lines in the reader's language."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from equipment_catalog.messages import Message, message
from mine_study.charts.dscr import cover_finding
from mine_study.charts.words import choice

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from equipment_catalog.errors import Problem
    from mine_study.headline import Headline, Ranged
    from mine_study.language import Reader
    from mine_study.study import StudyResult


def problem_line(problem: Problem, reader: Reader) -> str:
    """Return a problem as one line: place, subject, what is wrong, what is allowed."""
    said = "; ".join(reader.say(part) for part in (problem.what, problem.allowed) if part)
    head = " ".join(part for part in (problem.place, _subject(problem, reader)) if part)
    return f"{head}: {said}" if head else said


def _subject(problem: Problem, reader: Reader) -> str:
    """Return what a problem is about; an argument in capitals as the help of a command has it."""
    return reader.word(problem.subject) if problem.subject.isupper() else problem.subject


def problem_document(problem: Problem, reader: Reader) -> dict[str, Any]:
    """Return a problem as a JSON object."""
    return {
        "place": problem.place,
        "file": problem.file,
        "sheet": problem.sheet,
        "row": problem.row,
        "column": problem.column,
        "field": problem.field,
        "heading": problem.heading,
        "record": problem.record,
        "what": reader.say(problem.what),
        "allowed": reader.say(problem.allowed) if problem.allowed else None,
    }


def run_lines(
    result: StudyResult, reader: Reader, paths: Sequence[Path], *, with_figures: bool = True
) -> Iterator[str]:
    """Yield the summary of a run: three numbers, warnings, where the files lie.

    Without figures, the three numbers with their ranges are left out.
    """
    currency = result.study.study.currency
    if result.study.study.synthetic:
        yield reader.say(message("Synthetic inventory and bills: no figure is a measurement."))
    if with_figures:
        for name, value, low, high, unit in ranged_cells(result.headline, reader):
            yield f"{name}: {value} {unit} ({low} … {high})" if unit else f"{name}: {value}"
    worth = result.money.whole.figures
    yield reader.say(
        message(
            "Investment {capex:,.0f} {currency}, net present value {npv:,.0f} {currency}",
            capex=worth.capex,
            npv=worth.npv,
            currency=currency,
        )
    )
    if result.debt is not None:
        yield reader.say(cover_finding(result.debt.cover))
    warnings = sum(note.kind == "warning" for note in result.notes)
    yield reader.say(
        message(
            "{warnings:d} warnings and {others:d} assumptions stand in the report's register",
            warnings=warnings,
            others=len(result.notes) - warnings,
        )
    )
    for path in paths:
        yield str(path.resolve())


Cells = tuple[str, str, str, str, str]


def ranged_cells(head: Headline, reader: Reader) -> Iterator[Cells]:
    """Yield name, value, low, high and unit of the numbers of the first page.

    A payback that never comes, or that comes at once, is a word without unit and range.
    """
    yield _cells(reader, message("Saved by efficiency"), head.saved_kwh, 0, message("kWh a year"))
    if head.dc_kw:
        yield _cells(reader, message("Solar plant"), head.dc_kw, 1, message("kWp"))
    unit = message("years, after tax")
    yield _cells(reader, message("Simple payback"), head.payback_years, 1, unit)


def _cells(reader: Reader, name: Message, ranged: Ranged, decimals: int, unit: Message) -> Cells:
    value, low, high = (reader.number(n, decimals) for n in (ranged.value, ranged.low, ranged.high))
    if ranged.value is None:
        return reader.say(name), reader.say(message("never")), "", "", ""
    if ranged.value == 0:
        return reader.say(name), reader.say(message("immediate")), "", "", ""
    return reader.say(name), value, low, high, reader.say(unit)


def audit_lines(result: StudyResult, reader: Reader) -> Iterator[str]:
    """Yield the energy balance by site and the decision of each motor."""
    audit = result.audit
    for site, row in audit.balance.by_site.to_dict("index").items():
        yield reader.say(
            message(
                "{site}: inventory {inventory:,.0f} kWh, bills {billed:,.0f} kWh, "
                "unexplained {share:.1%}",
                site=str(site),
                inventory=row["inventory_kwh"],
                billed=row["billed_kwh"],
                share=row["unexplained_fraction"],
            )
        )
    for row in audit.measures.reset_index().to_dict("records"):
        decision = reader.say(choice(row["decision"]))
        where = f"{row['tag']} {row['equipment']}".strip()
        yield f"{where}: {decision} — {reader.say(row['reason'])}"
    yield reader.say(package_line(result))


def package_line(result: StudyResult) -> Message:
    """Return what all measures save together."""
    audit = result.audit
    return message(
        "Package: {saved:,.0f} kWh a year, {share:.1%} of the consumption",
        saved=audit.saved_kwh,
        share=audit.saved_kwh / audit.before.annual_kwh,
    )


def design_lines(result: StudyResult, reader: Reader) -> Iterator[str]:
    """Yield the sun and the plant of each site."""
    for site in result.sites:
        weather, plant = site.weather, site.plant
        yield reader.say(
            message(
                "{site}: {ghi:,.0f} kWh/m² a year on the horizontal, ± {sigma:.0%}; {source}",
                site=site.name,
                ghi=weather.annual_ghi_kwh_m2,
                sigma=weather.sigma_resource_fraction,
                source=weather.source,
            )
        )
        if plant is None:
            yield reader.say(message("{site}: no plant is built", site=site.name))
            continue
        yield reader.say(
            message(
                "{site}: {dc_kw:.1f} kWp ({modules:d} x {module}), {ac_kw:,.0f} kW "
                "({inverters:d} x {inverter}), {annual:,.0f} kWh a year",
                site=site.name,
                dc_kw=plant.dc_kw,
                modules=plant.modules,
                module=plant.module.name,
                ac_kw=plant.ac_kw,
                inverters=plant.inverters,
                inverter=plant.inverter.name,
                annual=plant.annual_ac_kwh,
            )
        )
        yield reader.say(
            message(
                "{site}: covers {coverage:.0%} of the year's demand, {hourly:.0%} hour by hour",
                site=site.name,
                coverage=site.flows.coverage_fraction,
                hourly=site.flows.self_sufficiency_fraction,
            )
        )
