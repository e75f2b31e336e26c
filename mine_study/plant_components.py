"""The module and the inverter that a study names: catalogue, CEC list, PVsyst file, data sheet."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from equipment_catalog.inverters import catalogue_inverters, inverter
from equipment_catalog.messages import message
from equipment_catalog.notes import Note
from equipment_catalog.pv_modules import catalogue_modules, module
from mine_study.component_sheets import inverter_of_sheet, module_of_sheet
from pv_design.components.cec_lists import cec_inverter, cec_module
from pv_design.components.datasheet_fit import fit_single_diode
from pv_design.components.pvsyst_files import read_ond, read_pan
from pv_design.components.single_diode import relative_power

if TYPE_CHECKING:
    from pathlib import Path

    from equipment_catalog.inverters import Inverter
    from equipment_catalog.pv_modules import PvModule
    from mine_study.study_file import PvKeys
    from pv_design.components.single_diode import SingleDiode

WEAK_W_M2, CELL_C = 200.0, 25.0
"""Light in which a weak module shows, and the temperature of data sheets."""


@dataclass(frozen=True, kw_only=True, eq=False)
class PlantComponents:
    """What a study names; None for what is left to choose."""

    module: PvModule | None
    """The module."""
    inverter: Inverter | None
    """The inverter."""
    circuit: SingleDiode | None
    """Model of the module where the study asks for it; None for power linear in light."""
    notes: tuple[Note, ...]
    """Where they come from, and how they are modelled."""


def plant_components(keys: PvKeys, folder: Path) -> PlantComponents:
    """Return the module and the inverter of a site.

    Parameters
    ----------
    keys
        Checked keys of the plant.
    folder
        Folder of the study, in which its files lie.

    Raises
    ------
    InputError
        If a name is unknown, a file cannot be read, or no circuit of one diode meets the module.
    """
    chosen, parameters, module_notes = _module(keys, folder)
    unit, unit_notes = _inverter(keys, folder)
    circuit, model_notes = None, _linear_note(chosen, parameters)
    if keys.module_model == "single_diode":
        circuit, model_notes = _circuit(chosen, parameters)
    return PlantComponents(
        module=chosen,
        inverter=unit,
        circuit=circuit,
        notes=(*module_notes, *unit_notes, *model_notes),
    )


def _module(
    keys: PvKeys, folder: Path
) -> tuple[PvModule | None, SingleDiode | None, tuple[Note, ...]]:
    if keys.module_file is not None:
        path = folder / keys.module_file
        if path.suffix.casefold() == ".pan":
            found = read_pan(path)
            return found.module, None, (*_file_note(found.module), *found.notes)
        sheet = module_of_sheet(path)
        return sheet, None, _file_note(sheet)
    if keys.module is None:
        return None, None, ()
    if keys.module in catalogue_modules():
        return module(keys.module), None, ()
    listed = cec_module(keys.module)
    return listed.module, listed.parameters, listed.notes


def _inverter(keys: PvKeys, folder: Path) -> tuple[Inverter | None, tuple[Note, ...]]:
    if keys.inverter_file is not None:
        path = folder / keys.inverter_file
        if path.suffix.casefold() == ".ond":
            found = read_ond(path, isc_max_a=keys.inverter_isc_max_a)
            return found.inverter, (*_file_note(found.inverter), *found.notes)
        sheet = inverter_of_sheet(path)
        return sheet, _file_note(sheet)
    if keys.inverter is None:
        return None, ()
    if keys.inverter in {unit.name for unit in catalogue_inverters(proposed_only=False)}:
        return inverter(keys.inverter), ()
    listed = cec_inverter(keys.inverter, isc_max_a=keys.inverter_isc_max_a or float("nan"))
    return listed.inverter, listed.notes


def _file_note(component: PvModule | Inverter) -> tuple[Note, ...]:
    return (
        Note(
            what=message("{name} comes from a file of the study", name=component.name),
            value=None,
            source=component.source,
            effect=message("power, limits and coefficients are taken as the file has them"),
        ),
    )


def _circuit(
    chosen: PvModule | None, parameters: SingleDiode | None
) -> tuple[SingleDiode, tuple[Note, ...]]:
    """Return the circuit of the list, or the one fitted to the values of the data sheet."""
    if parameters is None:
        fitted = fit_single_diode(chosen or module())
        return fitted.parameters, (*fitted.notes, _circuit_note(fitted.parameters))
    return parameters, (_circuit_note(parameters),)


def _circuit_note(circuit: SingleDiode) -> Note:
    return Note(
        what=message("Power of the modules by the single-diode circuit"),
        value=message("{share:.1%} of the efficiency at 200 W/m²", share=_weak_light(circuit)),
        source=message("pv.module_model; CEC model, Dobos 2012"),
        effect=message("light and heat act through the circuit; the coefficient of power does not"),
    )


def _linear_note(chosen: PvModule | None, parameters: SingleDiode | None) -> tuple[Note, ...]:
    """Return which model is used, for a module of a list or a file of the study."""
    if chosen is None or (parameters is None and chosen.name in catalogue_modules()):
        return ()
    value = message("linear in light, coefficient of power of the module")
    if parameters is not None:
        value = message(
            "linear in light; its circuit has {share:.1%} of the efficiency at 200 W/m²",
            share=_weak_light(parameters),
        )
    return (
        Note(
            what=message("Power of {name}", name=chosen.name),
            value=value,
            source=message("pv.module_model: linear, as PVWatts Version 5"),
            effect=message("weak light is taken as used as well as strong; see single_diode"),
        ),
    )


def _weak_light(circuit: SingleDiode) -> float:
    """Return the efficiency in weak light over that of the data sheet [fraction]."""
    power = relative_power(circuit, np.array([WEAK_W_M2]), np.array([CELL_C]))
    return float(power[0]) * 1000 / WEAK_W_M2
