"""Modules and inverters from the files of PVsyst, .PAN and .OND."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from equipment_catalog.errors import InputError, Problem
from equipment_catalog.inverters import Inverter
from equipment_catalog.messages import message
from equipment_catalog.notes import Note
from equipment_catalog.pv_modules import PvModule
from equipment_catalog.tables import read_fact
from pv_design.components.pvsyst_body import PvsystBody, read_body

if TYPE_CHECKING:
    from pathlib import Path

_FACTS = ("pv_design", "data/single_diode.csv")
_PHASES = {"tri": 3, "mono": 1}


@dataclass(frozen=True, kw_only=True)
class PvsystModule:
    """A module as a .PAN file describes it."""

    module: PvModule
    """In the product's units."""
    notes: tuple[Note, ...]
    """What does not fit together in the file."""


@dataclass(frozen=True, kw_only=True)
class PvsystInverter:
    """An inverter as an .OND file describes it."""

    inverter: Inverter
    """In the product's units."""
    notes: tuple[Note, ...]
    """What the file does not hold."""


def read_pan(path: str | Path) -> PvsystModule:
    """Return the module of a .PAN file.

    Its mV and mA a degree become fractions of Voc and Isc, its percents fractions. The coefficient
    of the voltage at maximum power is that of power less that of the current, as in the catalogue.

    Parameters
    ----------
    path
        File in the text form that PVsyst writes since version 6.4.

    Raises
    ------
    InputError
        If it is no such file, a key is missing or no number, or the values are of no module; each
        problem names the file and, where there is one, the line.

    Examples
    --------
    >>> read_pan("nowhere.PAN")
    Traceback (most recent call last):
        ...
    equipment_catalog.errors.InputError: nowhere.PAN: the file cannot be read; a .PAN or .OND file
    as PVsyst writes it since version 6.4
    """
    body = read_body(path, "pvModule")
    values: dict[str, Any] = dict(body.values)
    sides = sorted(values.pop(name) for name in ("height_m", "width_m") if name in values)
    volts, amperes = values.pop("beta_voc_v_per_c"), values.pop("alpha_isc_a_per_c")
    alpha = amperes / (values["isc_a"] or float("nan"))
    cells = values.pop("cells_in_series", None)
    try:
        module = PvModule(
            name=_name(body),
            beta_voc_fraction_per_c=volts / (values["voc_v"] or float("nan")),
            beta_vmp_fraction_per_c=values["gamma_pmp_fraction_per_c"] - alpha,
            alpha_isc_fraction_per_c=alpha,
            length_m=sides[1] if len(sides) > 1 else None,
            width_m=sides[0] if len(sides) > 1 else None,
            cells_in_series=None if cells is None else int(cells),
            source=_source(body),
            **values,
        )
    except InputError as error:
        raise body.at_its_line(error) from None
    return PvsystModule(module=module, notes=_power_note(module))


def read_ond(path: str | Path, *, isc_max_a: float | None = None) -> PvsystInverter:
    """Return the inverter of an .OND file.

    Parameters
    ----------
    path
        File in the text form that PVsyst writes since version 6.4.
    isc_max_a
        Largest short-circuit current per tracker, from the data sheet [A]. The file does not hold
        it; without it the largest working current per tracker stands for it, which is safe.

    Raises
    ------
    InputError
        If it is no such file, a key is missing or no number, or the values are of no inverter;
        each problem names the file and, where there is one, the line.

    Examples
    --------
    >>> read_ond("nowhere.OND")
    Traceback (most recent call last):
        ...
    equipment_catalog.errors.InputError: nowhere.OND: the file cannot be read; a .PAN or .OND file
    as PVsyst writes it since version 6.4
    """
    body = read_body(path, "pvGInverter")
    values: dict[str, Any] = dict(body.values)
    all_a, trackers = values.pop("dc_max_a", 0.0), int(values.pop("trackers", 1))
    working_a = all_a / trackers if all_a > 0 and trackers > 0 else None
    if isc_max_a is None and working_a is None:
        raise _no_current(body)
    try:
        inverter = Inverter(
            name=_name(body),
            isc_max_a=isc_max_a if isc_max_a is not None else working_a or 0.0,
            imp_max_a=working_a,
            trackers=trackers,
            phases=_PHASES.get(body.words.get("monotri", "").casefold()),
            source=_source(body),
            **values,
        )
    except InputError as error:
        raise body.at_its_line(error) from None
    return PvsystInverter(
        inverter=inverter, notes=_current_note(inverter) if isc_max_a is None else ()
    )


def _name(body: PvsystBody) -> str:
    parts = (body.words.get("manufacturer", ""), body.words.get("model", ""))
    return " ".join(part for part in parts if part) or body.file


def _source(body: PvsystBody) -> str:
    return " · ".join(part for part in (body.file, body.words.get("datasource", "")) if part)


def _no_current(body: PvsystBody) -> InputError:
    allowed = message("IMaxDC of all trackers together, or isc_max_a from the data sheet")
    what = message("the file gives no current of its trackers")
    return InputError(
        [Problem(what=what, allowed=allowed, file=body.file, row=body.rows.get("imp_max_a"))]
    )


def _power_note(module: PvModule) -> tuple[Note, ...]:
    if module.power_w is None or not module.power_w > 0:
        return ()
    off = module.vmp_v * module.imp_a / module.power_w - 1
    if abs(off) <= read_fact(*_FACTS, "largest_power_gap").value:
        return ()
    return (
        Note(
            what=message("Vmp x Imp of {name} is not its rated power", name=module.name),
            value=message("{off:+.1%}", off=off),
            source=module.source,
            effect=message("one of the three is wrong; the rated power sets the energy"),
            kind="warning",
        ),
    )


def _current_note(inverter: Inverter) -> tuple[Note, ...]:
    return (
        Note(
            what=message("Short-circuit limit of the trackers of {name}", name=inverter.name),
            value=message("{amps:.1f} A per tracker", amps=inverter.isc_max_a),
            source=message("largest working current in the file, over its trackers"),
            effect=message("fewer strings may be allowed than the data sheet would allow"),
        ),
    )
