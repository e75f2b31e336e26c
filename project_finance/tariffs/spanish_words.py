"""Spanish headings and words of a tariff file, as the operators of Colombia and Peru print them."""

from __future__ import annotations

import unicodedata

WORDS = {
    "componente": "component",
    "valor": "value",
    "unidad": "unit",
    "vigente_desde": "valid_from",
    "fuente": "source",
    "concepto": "item",
    "dias": "days",
    "hora_inicial": "first_hour",
    "hora_final": "end_hour",
    "generacion": "generation",
    "transmision": "transmission",
    "distribucion": "distribution",
    "comercializacion": "commercialisation",
    "restricciones": "restrictions",
    "perdidas": "losses",
    "total": "undivided",
    "todos": "every",
    "laborable": "weekday",
    "sabado": "saturday",
    "domingo": "sunday",
}
"""By the Spanish word without accents."""


def known_word(text: str) -> str:
    """Return the word that a file is read by; what is no Spanish word of a tariff as it stands.

    Examples
    --------
    >>> known_word("Vigente desde"), known_word("Generación"), known_word("energy")
    ('valid_from', 'generation', 'energy')
    """
    return WORDS.get(_plain(text), text)


def _plain(text: str) -> str:
    """Return a word in small letters without accents, its spaces as underscores."""
    letters = unicodedata.normalize("NFKD", text.strip()).casefold()
    bare = "".join(letter for letter in letters if not unicodedata.combining(letter))
    return "_".join(bare.split())
