"""Lamps: how much light each kind gives for its power, and what LED of equal light draws."""

from __future__ import annotations

import re
import unicodedata
from functools import cache, partial
from typing import TYPE_CHECKING

import numpy as np

from equipment_catalog.messages import message
from equipment_catalog.motor_inputs import Floats, numbers, positions, positive, scalar_or_array
from equipment_catalog.notes import Note
from equipment_catalog.tables import read_fact, read_facts

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import ArrayLike

OLD_LAMPS = ("metal_halide", "mercury", "sodium", "fluorescent", "halogen", "incandescent")
LED = "led"
PARTS = ("lm_per_w", "ballast_factor", "maintenance_fraction", "output_ratio")

lamp_fact = partial(read_fact, "equipment_catalog", "data/lamps.csv")
"""``lamp_fact(key)``: one row of data/lamps.csv."""


def light_per_watt(lamp_type: str) -> float:
    """Return the light that leaves the fitting of a kind of lamp over its life, per watt drawn.

    Parameters
    ----------
    lamp_type
        A kind of lamp of data/lamps.csv.

    Returns
    -------
    float
        Maintained lumens of the fitting per watt with ballast [lm/W].

    Raises
    ------
    InputError
        For a lamp that is not in the table.

    Examples
    --------
    >>> round(light_per_watt("metal_halide"), 1), round(light_per_watt("led"), 1)
    (38.6, 113.0)

    Notes
    -----
    Efficacy / ballast factor x lumen maintenance x light output ratio; fixture tables of MEASUR
    (US DOE), the ratio from memory. How the light is aimed is not counted.
    """
    efficacy, ballast, maintenance, output = (
        lamp_fact(f"{lamp_type}_{part}").value for part in PARTS
    )
    return efficacy / ballast * maintenance * output


def led_power_ratio(lamp_type: ArrayLike) -> float | Floats:
    """Return what LED of equal light draws over what a lamp draws with its ballast.

    Parameters
    ----------
    lamp_type
        ``metal_halide``, ``mercury``, ``sodium``, ``fluorescent``, ``halogen``, ``incandescent``
        or ``led`` (ratio 1).

    Raises
    ------
    InputError
        For another lamp.

    Examples
    --------
    >>> led_power_ratio(["metal_halide", "sodium", "led"]).round(2).tolist()
    [0.34, 0.5, 1.0]

    Notes
    -----
    Ratio of the maintained light per watt; see ``light_per_watt``.
    """
    kinds = (*OLD_LAMPS, LED)
    ratios = np.array([light_per_watt(kind) for kind in kinds]) / light_per_watt(LED)
    return scalar_or_array(np.asarray(ratios[positions("lamp_type", lamp_type, kinds)]))


def led_price_usd(led_kw: ArrayLike) -> float | Floats:
    """Return the model price of one LED luminaire, landed and fitted.

    Parameters
    ----------
    led_kw
        Power it draws [kW], above 0.

    Raises
    ------
    InputError
        For a power not above zero or missing.

    Examples
    --------
    >>> round(led_price_usd(0.1), 2)
    119.0

    Notes
    -----
    From memory; data/lamps.csv.
    """
    watts = positive("led_kw", led_kw, unit="kW") * 1000
    landed = lamp_fact("led_usd_per_w").value * lamp_fact("led_landed_multiplier").value
    return scalar_or_array(np.asarray(landed * watts + lamp_fact("led_fitting_usd").value))


def led_price_note() -> Note:
    """Return the note that must stand beside every figure built on the price of LED.

    Examples
    --------
    >>> led_price_note().kind
    'assumption'
    """
    fact = lamp_fact("led_usd_per_w")
    return Note(
        what=message("LED luminaires are priced by a model, not by quotations"),
        value=message("{usd_per_w:g} USD/W, landed and fitted besides", usd_per_w=fact.value),
        source=fact.citation,
        effect=message("Outlay and payback of LED move in proportion to the price"),
    )


def led_life_years(hours_per_year: ArrayLike) -> float | Floats:
    """Return how long an LED luminaire lasts, by the hours it burns.

    Parameters
    ----------
    hours_per_year
        Hours a year, 0 to 8784; a lamp that never burns lasts the longest life.

    Raises
    ------
    InputError
        For hours out of range or missing.

    Examples
    --------
    >>> led_life_years([0, 4000, 8760]).round(1).tolist()
    [15.0, 12.5, 5.7]

    Notes
    -----
    Rated hours of MEASUR's fixture table over the hours of a year, with a longest life of ours.
    """
    hours = numbers("hours_per_year", hours_per_year, low=0, high=8784, unit="h")
    longest = lamp_fact("led_longest_life_years").value
    rated = lamp_fact("led_life_hours").value
    return scalar_or_array(rated / np.maximum(hours, rated / longest))


def lamp_type_of_words(equipment: pd.Series) -> pd.Series:
    """Return the kind of lamp that words in Spanish or English name, empty where they name none.

    Parameters
    ----------
    equipment
        What the machines are called.

    Examples
    --------
    >>> import pandas as pd
    >>> words = pd.Series(["Lámparas de halogenuro metálico 250 W", "Reflector LED", "Luces"])
    >>> lamp_type_of_words(words).tolist()
    ['metal_halide', 'led', '']

    Notes
    -----
    data/lamp_words.csv, the first row that matches; accents and capitals do not count.
    """
    return equipment.map({text: _named_lamp(text) for text in equipment.unique()}).astype(str)


def _named_lamp(text: str) -> str:
    """Return the kind of lamp that a text names, empty where it names none."""
    plain = _plain(text)
    return next((kind for kind, words in _lamp_words() if words.search(plain)), "")


@cache
def _lamp_words() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Return each kind of lamp with the words that name it, in the order of the table."""
    table = read_facts("equipment_catalog", "data/lamp_words.csv")
    return tuple(
        (str(kind), re.compile(rf"\b(?:{words})\b"))
        for kind, words in zip(table["lamp_type"], table["words"], strict=True)
    )


def _plain(text: str) -> str:
    """Return a text in small letters without accents."""
    split = unicodedata.normalize("NFKD", text.lower())
    return "".join(letter for letter in split if not unicodedata.combining(letter))
