"""What the command line shows a person at a terminal: tables in place of sentences."""

from __future__ import annotations

from typing import TYPE_CHECKING

from equipment_catalog.messages import message
from mine_study.charts.words import choice
from mine_study.summaries import package_line, ranged_cells, run_lines
from mine_study.text_table import Grid

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from mine_study.language import Reader
    from mine_study.study import StudyResult
    from mine_study.text_table import Said


def run_grids(result: StudyResult, reader: Reader, paths: Sequence[Path]) -> Iterator[Said]:
    """Yield the three numbers of a run with their ranges as a table, the rest as lines."""
    heads = (message("Figure"), message("Value"), message("Low"), message("High"), message("Unit"))
    figures = ranged_cells(result.headline, reader)
    yield Grid(rows=(tuple(map(reader.say, heads)), *figures), words=frozenset({0, 4}))
    yield from run_lines(result, reader, paths, with_figures=False)


def audit_grids(result: StudyResult, reader: Reader) -> Iterator[Said]:
    """Yield the balance of the sites and the decision about each machine as tables."""
    heads = (message("Site"), message("Inventory"), message("Bills"), message("Unexplained"))
    sites = result.audit.balance.by_site.to_dict("index").items()
    yield Grid(
        title=reader.say(message("kWh a year")),
        rows=(
            tuple(map(reader.say, heads)),
            *(
                (
                    str(site),
                    reader.number(row["inventory_kwh"]),
                    reader.number(row["billed_kwh"]),
                    reader.percent(row["unexplained_fraction"], 1),
                )
                for site, row in sites
            ),
        ),
    )
    yield Grid(rows=(_measure_heads(reader), *_measure_rows(result, reader)), words=WORDS)
    yield reader.say(package_line(result))


WORDS = frozenset({0, 1, 3})
"""Columns of the measures that hold words."""


def _measure_heads(reader: Reader) -> tuple[str, ...]:
    heads = (message("Machine"), message("Decision"), message("kWh a year"), message("Why"))
    return tuple(map(reader.say, heads))


def _measure_rows(result: StudyResult, reader: Reader) -> Iterator[tuple[str, ...]]:
    for row in result.audit.measures.reset_index().to_dict("records"):
        equipment, reason = str(row["equipment"]), reader.say(row["reason"])
        yield (
            str(row["tag"]),
            reader.say(choice(row["decision"])),
            reader.number(row["saved_kwh"]),
            f"{equipment}: {reason}" if equipment else reason,
        )


def design_grids(result: StudyResult, reader: Reader) -> Iterator[Said]:
    """Yield the sun and the plant of each site as a table, the equipment as lines."""
    heads = (
        *(message("Site"), message("Sun (kWh/m² a year)"), message("kWp"), message("AC (kW)")),
        *(message("kWh a year"), message("Coverage of the year"), message("Hour by hour")),
    )
    rows, lines = [tuple(map(reader.say, heads))], []
    for site in result.sites:
        plant, sun = site.plant, reader.number(site.weather.annual_ghi_kwh_m2)
        if plant is None:
            rows.append((site.name, sun, *[reader.say(None)] * 5))
            continue
        rows.append(
            (
                site.name,
                sun,
                reader.number(plant.dc_kw, 1),
                reader.number(plant.ac_kw),
                reader.number(plant.annual_ac_kwh),
                reader.percent(site.flows.coverage_fraction),
                reader.percent(site.flows.self_sufficiency_fraction),
            )
        )
        lines.append(
            f"{site.name}: {plant.modules} x {plant.module.name}, "
            f"{plant.inverters} x {plant.inverter.name}; {reader.say(site.weather.source)}"
        )
    yield Grid(rows=tuple(rows))
    yield from lines
