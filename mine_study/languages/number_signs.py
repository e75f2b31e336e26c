"""Numbers that stand in a translated sentence itself, written as another country writes them."""

from __future__ import annotations

import re

COLOMBIAN = (".", ",")
"""Signs between thousands and before decimals of the numbers in the Spanish catalogue."""
_NUMBER = re.compile(r"\d+(?:[.,]\d+)+")
_SWAPPED = str.maketrans(".,", ",.")


def with_signs(translation: str, english: str, signs: tuple[str, str]) -> str:
    """Return a translation with the numbers of its English text in a country's signs.

    A number that stands alike in both is not a reader's but a program's, as one to be typed.

    Parameters
    ----------
    translation
        As the catalogue holds it.
    english
        What it translates.
    signs
        Between thousands and before decimals.

    Examples
    --------
    >>> with_signs("91,7 % se escribe 0.917", "91.7 % being 0.917", (",", "."))
    '91.7 % se escribe 0.917'
    """
    if signs == COLOMBIAN:
        return translation
    numbers = set(_NUMBER.findall(english))
    turned = str.maketrans({",": signs[0], ".": signs[1]})

    def turn(found: re.Match[str]) -> str:
        number = found.group()
        plain = number.translate(_SWAPPED)
        return plain.translate(turned) if plain in numbers and number not in numbers else number

    return _NUMBER.sub(turn, translation)
