"""Probabilities and doubts as a reader sees them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from equipment_catalog.messages import Message, message

if TYPE_CHECKING:
    from mine_study.language import Reader

LEAST = 0.001
"""Smallest probability that is told as a figure."""


def chance(probability: float, draws: int, reader: Reader) -> str:
    """Return a probability as draws can tell it: never a bare 0 or 100 %.

    Parameters
    ----------
    probability
        Part of the draws.
    draws
        Their number.
    reader
        Who reads.

    Examples
    --------
    >>> from mine_study.language import Reader
    >>> chance(0.0314, 10_000, Reader("en", "CO")), chance(0.0, 10_000, Reader("en", "CO"))
    ('3.1 %', 'none of 10,000 draws')
    """
    if probability == 0:
        return reader.say(message("none of {draws:,d} draws", draws=draws))
    if probability == 1:
        return reader.say(message("all of {draws:,d} draws", draws=draws))
    if probability < LEAST:
        return reader.say(message("less than {least}", least=reader.percent(LEAST, 1)))
    if probability > 1 - LEAST:
        return reader.say(message("more than {most}", most=reader.percent(1 - LEAST, 1)))
    return reader.percent(probability, 1)


def moved_thing(key: str) -> Message:
    """Return the name of what can be moved until a plan is worth nothing.

    Parameters
    ----------
    key
        Of `mine_study.risk_quantities.Quantity`.

    Examples
    --------
    >>> str(moved_thing("usd_rate"))
    'price of a dollar'
    """
    names = {
        "mean_price_per_kwh": message("price of energy, credits alike, in all years"),
        "price_of_energy_factor": message("price of energy, credits alike, in all years"),
        "saving_factor": message("what the measures save"),
        "capex": message("outlay, and all that is bought again"),
        "plant_capex_per_kw": message("the same, told by the price of the plant"),
        "specific_yield_kwh_per_kw": message("energy of the plant in the first year"),
        "saved_kwh": message("energy that the measures save"),
        "usd_rate": message("price of a dollar"),
        "worked_hours_per_year": message("hours the mine works"),
    }
    return names[key]


def doubt_name(name: str) -> Message:
    """Return a reason why the yield is unsure as a reader sees it.

    Examples
    --------
    >>> str(doubt_name("soiling"))
    'soiling, beyond the mean loss'
    """
    names = {
        "resource": message("level of the sun, of its source"),
        "interannual": message("how years differ"),
        "transposition": message("from the horizontal to the modules"),
        "model": message("rating of the modules and model of the plant"),
        "soiling": message("soiling, beyond the mean loss"),
    }
    return names[name]
