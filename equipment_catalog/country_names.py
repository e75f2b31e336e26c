"""Names of the countries whose rules are known, as a reader has them."""

from __future__ import annotations

from equipment_catalog.messages import Message, message

COUNTRIES = {"CO": message("Colombia"), "PE": message("Peru")}


def country_name(code: str) -> Message | str:
    """Return the name of a country by its code of two letters; the code where it is unknown.

    Examples
    --------
    >>> print(country_name("CO"), country_name("XX"))
    Colombia XX
    """
    return COUNTRIES.get(code, code)
