"""What the choice of a plant and of its size assumed and warns of."""

from __future__ import annotations

from typing import TYPE_CHECKING

from equipment_catalog.messages import message
from equipment_catalog.notes import Note
from equipment_catalog.tables import read_fact
from mine_study.size_faults import KEYS_OF_LIMITS
from mine_study.whole_search import FACTS, is_met
from project_finance.export_rules import EXPORT_RULES
from pv_design.electrical.string_window import electrical_fact
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
    if found.is_usual:
        yield _long_strings_note()
    if site.pv.aim == "lcoe":
        yield _level_cost_note()
    yield from inverter_efficiency_note(unit)
    limits = EXPORT_RULES[site.tariff.export_rule].limits()
    yield from ac_limit_note(float(figures["ac_kw"]), limits.step_ac_kw)
    if not is_met(decision.objective, found.plants):
        names = ", ".join(KEYS_OF_LIMITS[name] for name in decision.binding)
        asked, reached = decision.objective.coverage_fraction, float(figures["coverage_fraction"])
        yield shortfall_note(asked, reached, names or message("whole strings and inverters"))
    if not found.is_usual:
        yield _unusual_note(float(figures["dc_ac_ratio"]), int(figures["string_modules"]))
    power = next(o.power_fraction for o in found.wired.options if o.name == unit.name)
    if power < 1:
        yield _power_note(unit.name, power)
    yield from _aim_notes(site.pv.aim, decision)


def _aim_notes(aim: str, decision: SizeDecision) -> Iterator[Note]:
    """Yield what the aim takes as its floor, and what money the plant was judged by."""
    if aim == "payback":
        yield _floor_note(decision.objective.coverage_fraction)
    if decision.settled:
        yield _settled_note(decision.settled, decision.combinations)
    elif aim == "lcoe":
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
        source=message("search over all sizes before income tax, then the cash flow of the plan"),
        effect=message("no plant is designed for it"),
        kind="warning",
    )


def _level_cost_note() -> Note:
    reach = read_fact(*FACTS, "whole_plant_reach")
    return Note(
        what=message("The levelised cost hardly goes by the size of a plant"),
        value=message(
            "whole plants up to {reach:g} times the size of the greatest worth", reach=reach.value
        ),
        source=reach.citation,
        effect=message("set a limit, or pv.aim npv, where a smaller plant is wanted"),
    )


def _long_strings_note() -> Note:
    share = electrical_fact("string_share_least")
    return Note(
        what=message("Strings that were looked at"),
        value=message(
            "{share:.0%} of the longest allowed or longer, as many on each inverter",
            share=share.value,
        ),
        source=share.citation,
        effect=message(
            "the plant is the best of these; shorter strings, or more on some inverters than on "
            "others, come closer to a size but cost cable or clip unevenly"
        ),
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


def _floor_note(coverage_fraction: float) -> Note:
    return Note(
        what=message("The quickest payback is sought among plants that cover a share of the year"),
        value=message("at least {share:.0%} of the demand", share=coverage_fraction),
        source=message("pv.coverage_fraction"),
        effect=message("without a floor the smallest plant often pays back first"),
    )


def _settled_note(settled: int, combinations: int) -> Note:
    return Note(
        what=message("The plant is the best of those that the plan's cash flow after tax ranked"),
        value=message("{settled:,d} of {all:,d} whole plants", settled=settled, all=combinations),
        source=message(
            "leaders of each size by the search before tax, then with reactive energy, washing, "
            "the limit of exports and tax, beside the plants of the other sites"
        ),
        effect=message(
            "that no other plant is better is proved before tax only; batteries are left out"
        ),
    )


def _before_tax_note() -> Note:
    return Note(
        what=message("The size is judged before income tax"),
        value=None,
        source=message("savings, costs and new inverters of the horizon at the discount rate"),
        effect=message("incentives shift the best size a little; see the curve of present values"),
    )
