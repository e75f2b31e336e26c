"""Modules and inverters of the California lists as pvlib ships them: none newer than 2019."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

import pandas as pd
import pvlib

from equipment_catalog.errors import InputError
from equipment_catalog.inverters import Inverter
from equipment_catalog.messages import Message, message
from equipment_catalog.notes import Note
from equipment_catalog.pv_modules import PvModule
from pv_design.components.names import nearest_names
from pv_design.components.single_diode import SingleDiode

if TYPE_CHECKING:
    from collections.abc import Sequence

_YEAR = 2019
_SOURCE = "California Energy Commission list, as SAM and pvlib ship it"
_PERCENT = 100


@dataclass(frozen=True, kw_only=True)
class CecModule:
    """A module of the list with its single-diode model."""

    module: PvModule
    """Its values at standard test conditions."""
    parameters: SingleDiode
    """Its model."""
    technology: str
    """Mono-c-Si, Multi-c-Si, Thin Film, CdTe or CIGS."""
    notes: tuple[Note, ...]
    """How old the list is."""


@dataclass(frozen=True, kw_only=True)
class CecInverter:
    """An inverter of the list."""

    inverter: Inverter
    """Its limits."""
    notes: tuple[Note, ...]
    """How old the list is and what it does not hold."""


def cec_module(name: str) -> CecModule:
    """Return a module of the CEC list.

    The coefficient of the voltage at maximum power is that of power less that of the current, as
    in the catalogue.

    Parameters
    ----------
    name
        As `cec_module_names` lists it.

    Raises
    ------
    InputError
        If the list has no such module; the nearest names are proposed.

    Examples
    --------
    >>> old = cec_module("Canadian_Solar_Inc__CS6X_300P")
    >>> old.module.voc_v, old.technology, str(old.notes[0].value)
    (44.6, 'Multi-c-Si', 'list of 2019')
    """
    row = _row(_modules(), "module", name)
    alpha, gamma = row["alpha_sc"] / row["I_sc_ref"], row["gamma_r"] / _PERCENT
    module = PvModule(
        name=name,
        voc_v=row["V_oc_ref"],
        vmp_v=row["V_mp_ref"],
        isc_a=row["I_sc_ref"],
        imp_a=row["I_mp_ref"],
        beta_voc_fraction_per_c=row["beta_oc"] / row["V_oc_ref"],
        beta_vmp_fraction_per_c=gamma - alpha,
        power_w=row["STC"],
        gamma_pmp_fraction_per_c=gamma,
        alpha_isc_fraction_per_c=alpha,
        noct_c=row["T_NOCT"],
        length_m=_known(row["Length"]),
        width_m=_known(row["Width"]),
        cells_in_series=int(row["N_s"]),
        source=_SOURCE,
        year=_YEAR,
        trust="secondary",
    )
    return CecModule(
        module=module,
        parameters=_single_diode(row),
        technology=str(row["Technology"]),
        notes=(_age_note(name, message("check that the type is still sold")),),
    )


def cec_inverter(name: str, *, isc_max_a: float) -> CecInverter:
    """Return an inverter of the CEC list.

    Its column Idcmax is the rated power over the rated voltage for each of its inverters and no
    limit of a tracker, so the limit has to come from the data sheet.

    Parameters
    ----------
    name
        As `cec_inverter_names` lists it.
    isc_max_a
        Largest short-circuit current per tracker, from the data sheet [A].

    Raises
    ------
    InputError
        If the list has no such inverter, with the nearest names, or the current is not above 0.

    Examples
    --------
    >>> name = "Huawei_Technologies_Co___Ltd___SUN2000_100KTL_USH0__800V_"
    >>> cec_inverter(name, isc_max_a=33.0).inverter.ac_kw
    100.0
    """
    row = _row(_inverters(), "inverter", name)
    inverter = Inverter(
        name=name,
        vdc_max_v=row["Vdcmax"],
        mppt_min_v=row["Mppt_low"],
        mppt_max_v=row["Mppt_high"],
        isc_max_a=isc_max_a,
        ac_kw=row["Paco"] / 1000,
        efficiency_fraction=row["Paco"] / row["Pdco"],
        source=_SOURCE,
        year=_YEAR,
        trust="secondary",
        ac_v=row["Vac"] or None,
    )
    effect = message(
        "its efficiency is that at rated power; the largest DC voltage is often given as the end "
        "of the tracking window, which is on the safe side"
    )
    return CecInverter(inverter=inverter, notes=(_age_note(name, effect),))


@cache
def cec_module_names() -> tuple[str, ...]:
    """Return the names of the modules of the CEC list.

    Examples
    --------
    >>> len(cec_module_names()) > 20_000
    True
    """
    return tuple(_modules().columns)


@cache
def cec_inverter_names() -> tuple[str, ...]:
    """Return the names of the inverters of the CEC list.

    Examples
    --------
    >>> len(cec_inverter_names()) > 3_000
    True
    """
    return tuple(_inverters().columns)


@cache
def _modules() -> pd.DataFrame:
    return pd.DataFrame(pvlib.pvsystem.retrieve_sam("CECMod"))


@cache
def _inverters() -> pd.DataFrame:
    return pd.DataFrame(pvlib.pvsystem.retrieve_sam("CECInverter"))


def _row(table: pd.DataFrame, field: str, name: str) -> dict[str, Any]:
    if name not in table.columns:
        near: Sequence[str] = nearest_names(name, list(table.columns))
        allowed = message("a name of the CEC list, such as {near}", near=", ".join(near) or "-")
        raise InputError.of(field, name, allowed=allowed)
    return {str(key): _typed(value) for key, value in table[name].items()}


def _typed(value: Any) -> Any:  # noqa: ANN401 - a cell of the list is a text or a number
    try:
        return float(value)
    except ValueError:
        return value


def _known(value: float) -> float | None:
    return None if pd.isna(value) else value


def _single_diode(row: dict[str, Any]) -> SingleDiode:
    return SingleDiode(
        light_current_a=row["I_L_ref"],
        saturation_current_a=row["I_o_ref"],
        series_ohm=row["R_s"],
        shunt_ohm=row["R_sh_ref"],
        ideality_v=row["a_ref"],
        alpha_isc_a_per_c=row["alpha_sc"],
        adjust_fraction=row["Adjust"] / _PERCENT,
    )


def _age_note(name: str, effect: Message) -> Note:
    return Note(
        what=message("{name} comes from an old list of types", name=name),
        value=message("list of {year}", year=_YEAR),
        source=_SOURCE,
        effect=effect,
        kind="warning",
    )
