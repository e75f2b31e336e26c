"""Names of modules and inverters that a study may give, and what to say of one that is none."""

from __future__ import annotations

from typing import TYPE_CHECKING

from equipment_catalog.column_rules import did_you_mean
from equipment_catalog.errors import InputError
from equipment_catalog.inverters import catalogue_inverters
from equipment_catalog.messages import message
from equipment_catalog.pv_modules import catalogue_modules

if TYPE_CHECKING:
    from collections.abc import Sequence


def require_module(name: str) -> None:
    """Refuse the name of a module that neither the catalogue nor the CEC list holds.

    The CEC list is looked into only for a name that the catalogue does not hold: pvlib loads.

    Raises
    ------
    InputError
        With the nearest name and the command that looks for names.

    Examples
    --------
    >>> require_module("LONGi LR5-72HBD-545M")
    """
    known = catalogue_modules()
    if name in known:
        return
    from pv_design.components.cec_lists import cec_module_names  # noqa: PLC0415  as said above

    listed = cec_module_names()
    if name not in listed:
        raise _unknown("module", name, [*known, *listed])


def require_inverter(name: str) -> None:
    """Refuse the name of an inverter that neither the catalogue nor the CEC list holds.

    Raises
    ------
    InputError
        With the nearest name and the command that looks for names.

    Examples
    --------
    >>> require_inverter(catalogue_inverters()[0].name)
    """
    known = _catalogue_inverters()
    if name not in known and not is_listed_inverter(name):
        from pv_design.components.cec_lists import cec_inverter_names  # noqa: PLC0415  as above

        raise _unknown("inverter", name, [*known, *cec_inverter_names()])


def is_listed_inverter(name: str) -> bool:
    """Tell whether the CEC list, and not the catalogue, holds an inverter.

    Examples
    --------
    >>> is_listed_inverter(catalogue_inverters()[0].name), is_listed_inverter("no such")
    (False, False)
    """
    if name in _catalogue_inverters():
        return False
    from pv_design.components.cec_lists import cec_inverter_names  # noqa: PLC0415  as for modules

    return name in cec_inverter_names()


def _catalogue_inverters() -> list[str]:
    return [unit.name for unit in catalogue_inverters(proposed_only=False)]


def _unknown(kind: str, name: str, known: Sequence[str]) -> InputError:
    command = f"solmina catalog {kind}s"
    allowed = message(
        "a name of the catalogue or of the CEC list; `{command}` finds it by words of it",
        command=command,
    )
    near = did_you_mean(name, known)
    if near:
        allowed = message("did you mean {near}? {allowed}", near=near, allowed=allowed)
    return InputError.of(kind, name, allowed=allowed)
