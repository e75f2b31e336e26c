"""What the choice of a plant and of its size assumed and warns of."""

from __future__ import annotations

from typing import TYPE_CHECKING

from equipment_catalog.messages import message
from equipment_catalog.notes import Note
from equipment_catalog.tables import read_fact
from mine_study.size_faults import KEYS_OF_LIMITS
from mine_study.whole_search import FACTS, is_met
from project_finance.export_rules import EXPORT_RULES
from pv_design.plant_notes import (
    ac_limit_note,
    inverter_efficiency_note,
    inverter_note,
    module_note,
    shortfall_note,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from equipment_catalog.pv_modules import PvModule
    from mine_study.plant_components import PlantComponents
    from mine_study.size_decision import SizeDecision
    from mine_study.study_file import SiteKeys
    from mine_study.whole_search import Found


def size_notes(
    site: SiteKeys,
    named: PlantComponents,
    module: PvModule,
    found: Found,
    decision: SizeDecision,
) -> Iterator[Note]:
    """Yield what nobody chose, what the size rests on, and where it falls short.

    Parameters
    ----------
    site
        Checked keys.
    named
        Components that the study names.
    module
        Of the plant.
    found
        The whole plants.
    decision
        How the size was found.
    """
    figures = decision.figures
    unit = found.wired.inverters[str(figures["inverter"])]
    if named.module is None:
        yield module_note(module)
    if named.inverter is None:
        yield inverter_note(unit)
        yield _fewer_note()
    yield from inverter_efficiency_note(unit)
    limits = EXPORT_RULES[site.tariff.export_rule].limits()
    yield from ac_limit_note(float(figures["ac_kw"]), limits.step_ac_kw)
    if not is_met(decision.objective, found.plants):
        names = ", ".join(KEYS_OF_LIMITS[name] for name in decision.binding)
        asked, reached = decision.objective.coverage_fraction, float(figures["coverage_fraction"])
        yield shortfall_note(asked, reached, names)
    if not found.is_usual:
        yield _unusual_note(float(figures["dc_ac_ratio"]), int(figures["string_modules"]))
    power = next(o.power_fraction for o in found.wired.options if o.name == unit.name)
    if power < 1:
        yield _power_note(unit.name, power)
    if site.pv.aim in {"npv", "lcoe", "payback"}:
        yield _before_tax_note()


def no_plant_note(aim: str, budget: float) -> Note:
    """Return the warning of a site where the search finds that no plant is to be built.

    Parameters
    ----------
    aim
        pv.aim.
    budget
        What the site may spend of a budget that all sites share [money].
    """
    what = message("No plant is worth its cost at this site")
    if budget == 0:
        what = message("The budget of all plants is worth more at the other sites")
    return Note(
        what=what,
        value=message("pv.aim is {aim}", aim=aim),
        source=message("search over all sizes, before income tax"),
        effect=message("no plant is designed for it"),
        kind="warning",
    )


def _fewer_note() -> Note:
    tolerance = read_fact(*FACTS, "inverter_match_tolerance")
    return Note(
        what=message("Fewer and larger inverters go first"),
        value=message("within {share:.0%} of the power", share=tolerance.value),
        source=tolerance.citation,
        effect=message("a plant of more and smaller ones of about the same power is left out"),
    )


def _unusual_note(dc_ac_ratio: float, string_modules: int) -> Note:
    return Note(
        what=message("No plant of long strings near the DC/AC ratio asked for meets the aim"),
        value=message(
            "DC/AC {ratio:.2f}, strings of {count} modules",
            ratio=dc_ac_ratio,
            count=string_modules,
        ),
        source=message("search over whole strings and inverters"),
        effect=message("inverters larger than the modules need, or more cable, cost a little more"),
        kind="warning",
    )


def _power_note(name: str, power_fraction: float) -> Note:
    return Note(
        what=message("Power that thin warm air leaves {name}", name=name),
        value=message("{share:.0%} of its rated power", share=power_fraction),
        source=message("hottest hour of the weather and the derating of its maker"),
        effect=message("the limit of the inverters in every hour of the year: the careful side"),
    )


def _before_tax_note() -> Note:
    return Note(
        what=message("The size is judged before income tax"),
        value=None,
        source=message("savings, costs and new inverters of the horizon at the discount rate"),
        effect=message("incentives shift the best size a little; see the curve of present values"),
    )
