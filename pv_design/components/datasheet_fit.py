"""The single-diode model of a module, fitted to what its data sheet prints."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pvlib
from scipy.constants import elementary_charge, k, zero_Celsius
from scipy.optimize import newton

from equipment_catalog.errors import InputError
from equipment_catalog.messages import message
from equipment_catalog.notes import Note
from equipment_catalog.tables import read_fact
from pv_design.components.single_diode import SingleDiode, dc_power

if TYPE_CHECKING:
    from equipment_catalog.pv_modules import PvModule

_FACTS = ("pv_design", "data/single_diode.csv")
_STC_W_M2 = 1000.0
_STC_C = 25.0
_USUAL_CELLS = 72
"""Makes only a start of pvlib's own, which the closed formula's replaces."""
_FIRST_STEP = 0.02
"""Where the search for the correction goes first; any small step serves."""


@dataclass(frozen=True, kw_only=True)
class FittedModule:
    """A module, the model fitted to it and how far the model is from the data sheet."""

    module: PvModule
    """What the data sheet prints."""
    parameters: SingleDiode
    """The model."""
    stc_residual_fraction: float
    """Power of the model over Vmp x Imp at standard test conditions, less 1."""
    gamma_residual_per_c: float
    """Coefficient of power of the model less the data sheet's [fraction per degC]."""
    notes: tuple[Note, ...]
    """What was fitted, and how well."""

    @property
    def ideality_factor(self) -> float | None:
        """Of one cell; None where the cells in series are unknown. Silicon lies near 1."""
        if self.module.cells_in_series is None:
            return None
        thermal_v = k * (zero_Celsius + _STC_C) / elementary_charge
        return float(self.parameters.ideality_v / (self.module.cells_in_series * thermal_v))


def fit_single_diode(module: PvModule) -> FittedModule:
    """Return the CEC single-diode model that meets a data sheet.

    The five parameters of De Soto are solved with the coefficients of current and voltage both
    corrected by one fraction, and that fraction is chosen so that the coefficient of power comes
    out as printed. The solution starts from the closed formula of Batzelis, so that it needs no
    number of cells.

    Parameters
    ----------
    module
        With its coefficients of current, voltage and power.

    Raises
    ------
    InputError
        If a coefficient is missing or no circuit of one diode meets the values.

    References
    ----------
    De Soto, Klein & Beckman 2006, Solar Energy 80:78; Dobos 2012, J. Sol. Energy Eng. 134:021011;
    Batzelis & Papathanassiou 2016, IEEE Trans. Sustain. Energy 7:504.

    Examples
    --------
    >>> from equipment_catalog.pv_modules import module
    >>> fitted = fit_single_diode(module("LONGi LR5-72HBD-545M"))
    >>> abs(fitted.stc_residual_fraction) < 1e-6, abs(fitted.gamma_residual_per_c) < 1e-7
    (True, True)
    """
    alpha, gamma = _coefficient(module, "alpha_isc"), _coefficient(module, "gamma_pmp")

    def fitted(adjust_fraction: float) -> SingleDiode:
        return _five_parameters(module, alpha, adjust_fraction)

    def gamma_error(adjust_fraction: float) -> float:
        return _gamma_per_c(fitted(adjust_fraction)) - gamma

    try:
        adjust_fraction = float(newton(gamma_error, 0.0, x1=_FIRST_STEP, tol=1e-9))
        parameters = fitted(adjust_fraction)
    except (RuntimeError, ValueError):
        raise _no_circuit(module) from None
    residual = _stc_power_w(parameters) / (module.vmp_v * module.imp_a) - 1
    bounds = [read_fact(*_FACTS, key).value for key in ("largest_stc_residual", "largest_adjust")]
    if not (abs(residual) < bounds[0] and abs(adjust_fraction) < bounds[1]):
        raise _no_circuit(module)
    return FittedModule(
        module=module,
        parameters=parameters,
        stc_residual_fraction=residual,
        gamma_residual_per_c=_gamma_per_c(parameters) - gamma,
        notes=(_fit_note(module, residual, adjust_fraction),),
    )


def _five_parameters(module: PvModule, alpha: float, adjust_fraction: float) -> SingleDiode:
    sheet = {
        "v_mp": module.vmp_v,
        "i_mp": module.imp_a,
        "v_oc": module.voc_v,
        "i_sc": module.isc_a,
        "alpha_sc": alpha * module.isc_a * (1 - adjust_fraction),
        "beta_voc": module.beta_voc_fraction_per_c * module.voc_v * (1 + adjust_fraction),
    }
    start = pvlib.ivtools.sdm.fit_desoto_batzelis(**sheet)
    solved, _ = pvlib.ivtools.sdm.fit_desoto(
        **sheet,
        cells_in_series=_USUAL_CELLS,
        init_guess={
            "IL_0": start["I_L_ref"],
            "Io_0": start["I_o_ref"],
            "Rs_0": start["R_s"],
            "Rsh_0": start["R_sh_ref"],
            "a_0": start["a_ref"],
        },
    )
    return SingleDiode(
        light_current_a=float(solved["I_L_ref"]),
        saturation_current_a=float(solved["I_o_ref"]),
        series_ohm=float(solved["R_s"]),
        shunt_ohm=float(solved["R_sh_ref"]),
        ideality_v=float(solved["a_ref"]),
        alpha_isc_a_per_c=alpha * module.isc_a,
        adjust_fraction=adjust_fraction,
    )


def _stc_power_w(parameters: SingleDiode) -> float:
    return float(dc_power(parameters, np.array([_STC_W_M2]), np.array([_STC_C]))[0])


def _gamma_per_c(parameters: SingleDiode) -> float:
    """Return the mean slope of power between two temperatures, over the power at 25 degC."""
    cold_c = read_fact(*_FACTS, "gamma_coldest").value
    hot_c = read_fact(*_FACTS, "gamma_hottest").value
    power = dc_power(parameters, np.full(3, _STC_W_M2), np.array([cold_c, _STC_C, hot_c]))
    return float((power[2] - power[0]) / (hot_c - cold_c) / power[1])


def _coefficient(module: PvModule, name: str) -> float:
    field = f"{name}_fraction_per_c"
    value: float | None = getattr(module, field)
    if value is None or not np.isfinite(value):
        allowed = message("a fraction per degree, as the data sheet prints it")
        raise InputError.of(f"module.{field}", value, allowed=allowed)
    return value


def _no_circuit(module: PvModule) -> InputError:
    allowed = message(
        "values that one diode can meet: check Voc, Vmp, Isc, Imp and the three coefficients "
        "against the data sheet"
    )
    return InputError.of("module", module.name, allowed=allowed)


def _fit_note(module: PvModule, residual: float, adjust_fraction: float) -> Note:
    return Note(
        what=message("Single-diode model of {name}, fitted to its data sheet", name=module.name),
        value=message(
            "{residual:.4%} off the rated power, coefficients corrected by {adjust:.1%}",
            residual=residual,
            adjust=adjust_fraction,
        ),
        source=message("De Soto 2006 and Dobos 2012, started from Batzelis 2016"),
        effect=message("power in weak light follows the model, not a measurement"),
    )
