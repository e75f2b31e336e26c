"""What a reader calls the parts of a best plan."""

from __future__ import annotations

from typing import TYPE_CHECKING

from equipment_catalog.messages import Message, message
from mine_study.decisions import offer_name

if TYPE_CHECKING:
    from mine_study.best_plan.machine_ways import Way
    from mine_study.best_plan.plant_offers import PlantOffer
    from mine_study.best_plan.selection_case import StudyChoices

WAYS_TO_PLAN = {
    "best": message("Best plan"),
    "efficiency_alone": message("Efficiency alone"),
    "plants_alone": message("Panels alone"),
    "greedy": message("Greedy order"),
}
"""Four ways to spend a budget, by their names in ``results.json``."""


def part_words(choices: StudyChoices, name: str) -> Message:
    """Return a measure or a plant of a plan in words.

    Parameters
    ----------
    choices
        What could be bought.
    name
        Of a measure or a plant.
    """
    if name in choices.plants:
        return plant_words(choices.plants[name])
    return way_words(choices.ways[name])


def way_words(way: Way) -> Message:
    """Return what is done to a machine or at a meter in words."""
    return message("{tag}: {done}", tag=way.tag, done=offers_words(way))


def offers_words(way: Way) -> Message:
    """Return the offers of a way in words, in their order."""
    said = offer_name(way.offers[0].to_dict())
    for offer in way.offers[1:]:
        said = message("{first} and {second}", first=said, second=offer_name(offer.to_dict()))
    return said


def plant_words(offer: PlantOffer) -> Message:
    """Return a plant and its battery in words."""
    if offer.battery is not None:
        return message(
            "{site}: {dc_kw:.1f} kWp of panels and a battery of {capacity_kwh:.1f} kWh",
            site=offer.site,
            dc_kw=offer.dc_kw,
            capacity_kwh=offer.battery.capacity_kwh,
        )
    return message(
        "{site}: {dc_kw:.1f} kWp of panels",
        site=offer.site,
        dc_kw=offer.dc_kw,
    )
