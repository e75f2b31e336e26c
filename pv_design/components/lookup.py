"""Find modules and inverters by words of their names, in the catalogue and in the CEC lists."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from equipment_catalog.inverters import catalogue_inverters
from equipment_catalog.pv_modules import catalogue_modules
from pv_design.components.cec_lists import cec_inverter_names, cec_module_names
from pv_design.components.names import nearest_names

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass(frozen=True, kw_only=True)
class Found:
    """A component by its name and the list that holds it."""

    name: str
    """As its list spells it."""
    origin: str
    """catalogue or cec."""


def find_modules(words: str, *, count: int = 10) -> tuple[Found, ...]:
    """Return modules of the catalogue and of the CEC list by words of their names, best first.

    Raises
    ------
    InputError
        If the words hold no letter and no digit.

    Examples
    --------
    >>> [found.origin for found in find_modules("Jinko 580N", count=2)]
    ['catalogue', 'catalogue']
    """
    return _found(words, catalogue_modules(), cec_module_names(), count)


def find_inverters(words: str, *, count: int = 10) -> tuple[Found, ...]:
    """Return inverters of the catalogue and the CEC list by words of their names, best first.

    Raises
    ------
    InputError
        If the words hold no letter and no digit.

    Examples
    --------
    >>> find_inverters("Sungrow SG110CX", count=1)[0].name
    'Sungrow SG110CX'
    """
    own = [unit.name for unit in catalogue_inverters(proposed_only=False)]
    return _found(words, own, cec_inverter_names(), count)


def _found(words: str, own: Sequence[str], listed: Sequence[str], count: int) -> tuple[Found, ...]:
    ranked = nearest_names(words, [*own, *listed], count=count)
    mine = set(own)
    return tuple(Found(name=name, origin="catalogue" if name in mine else "cec") for name in ranked)
