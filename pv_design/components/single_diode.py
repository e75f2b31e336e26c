"""Power of a module by the single-diode equation."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pvlib
from scipy.constants import zero_Celsius

from equipment_catalog.errors import InputError
from equipment_catalog.messages import message

if TYPE_CHECKING:
    import numpy.typing as npt

_PERCENT = 100
_STC_W_M2 = 1000.0
_STC_C = 25.0
_DARK_W_M2 = 1e-3
"""A full moon; with less light the shunt resistance of the model outgrows the numbers."""


@dataclass(frozen=True, kw_only=True)
class SingleDiode:
    """The CEC model of one module, at 1000 W/m2 and 25 degC."""

    light_current_a: float
    """Current that the light makes [A]."""
    saturation_current_a: float
    """Of the diode in the dark [A]."""
    series_ohm: float
    """Series resistance [ohm]."""
    shunt_ohm: float
    """Shunt resistance [ohm]."""
    ideality_v: float
    """Ideality factor times cells in series times thermal voltage [V]."""
    alpha_isc_a_per_c: float
    """Change of the short-circuit current [A per degC]."""
    adjust_fraction: float = 0.0
    """Correction of `alpha_isc_a_per_c` that makes the model meet the coefficient of power."""


def operating_points(
    parameters: SingleDiode,
    effective_irradiance_w_m2: npt.NDArray[np.float64],
    cell_temperature_c: npt.NDArray[np.float64],
) -> dict[str, npt.NDArray[np.float64]]:
    """Return `i_sc`, `v_oc`, `i_mp`, `v_mp` and `p_mp` of one module [A, V, W].

    Every value is 0 where there is no more light than a full moon's.

    Parameters
    ----------
    parameters
        Of the module.
    effective_irradiance_w_m2
        Behind the glass, 0 or more [W/m2].
    cell_temperature_c
        Of the cells, above absolute zero [degC].

    Raises
    ------
    InputError
        If an irradiance is missing, infinite or negative, or a temperature in light is missing.

    Examples
    --------
    >>> from equipment_catalog.pv_modules import module
    >>> from pv_design.components.datasheet_fit import fit_single_diode
    >>> fitted = fit_single_diode(module()).parameters
    >>> points = operating_points(fitted, np.array([0.0, 1000.0]), np.array([10.0, 25.0]))
    >>> points["v_oc"].round(2).tolist(), points["i_sc"].round(2).tolist()
    ([0.0, 52.31], [0.0, 14.01])
    """
    light, cell_c = np.broadcast_arrays(
        np.asarray(effective_irradiance_w_m2, dtype=float),
        np.asarray(cell_temperature_c, dtype=float),
    )
    lit = light > _DARK_W_M2
    _require_possible(light, cell_c[light > 0])
    points = {name: np.zeros(light.shape) for name in ("i_sc", "v_oc", "i_mp", "v_mp", "p_mp")}
    if lit.any():
        of_light = pvlib.pvsystem.singlediode(*_circuit(parameters, light[lit], cell_c[lit]))
        for name, values in points.items():
            values[lit] = of_light[name]
    return points


def dc_power(
    parameters: SingleDiode,
    effective_irradiance_w_m2: npt.NDArray[np.float64],
    cell_temperature_c: npt.NDArray[np.float64],
) -> npt.NDArray[np.float64]:
    """Return the power of one module at its maximum-power point [W]; 0 without light.

    Parameters
    ----------
    parameters, effective_irradiance_w_m2, cell_temperature_c
        As `operating_points` takes them.

    Raises
    ------
    InputError
        As `operating_points` does.

    Examples
    --------
    >>> from equipment_catalog.pv_modules import module
    >>> from pv_design.components.datasheet_fit import fit_single_diode
    >>> fitted = fit_single_diode(module()).parameters
    >>> dc_power(fitted, np.array([0.0, 1000.0]), np.array([10.0, 25.0])).round(1).tolist()
    [0.0, 580.0]
    """
    return operating_points(parameters, effective_irradiance_w_m2, cell_temperature_c)["p_mp"]


def relative_power(
    parameters: SingleDiode,
    effective_irradiance_w_m2: npt.NDArray[np.float64],
    cell_temperature_c: npt.NDArray[np.float64],
) -> npt.NDArray[np.float64]:
    """Return the power of one module over its power at 1000 W/m2 and 25 degC; 0 without light.

    Parameters
    ----------
    parameters, effective_irradiance_w_m2, cell_temperature_c
        As `operating_points` takes them.

    Raises
    ------
    InputError
        As `operating_points` does.

    Examples
    --------
    >>> from equipment_catalog.pv_modules import module
    >>> from pv_design.components.datasheet_fit import fit_single_diode
    >>> fitted = fit_single_diode(module()).parameters
    >>> relative_power(fitted, np.array([0.0, 1000.0]), np.array([10.0, 25.0])).round(6).tolist()
    [0.0, 1.0]
    """
    rated = float(dc_power(parameters, np.array([_STC_W_M2]), np.array([_STC_C]))[0])
    return dc_power(parameters, effective_irradiance_w_m2, cell_temperature_c) / rated


def _circuit(
    parameters: SingleDiode, light: npt.NDArray[np.float64], cell_c: npt.NDArray[np.float64]
) -> tuple[npt.NDArray[np.float64], ...]:
    circuit: tuple[npt.NDArray[np.float64], ...] = pvlib.pvsystem.calcparams_cec(
        light,
        cell_c,
        alpha_sc=parameters.alpha_isc_a_per_c,
        a_ref=parameters.ideality_v,
        I_L_ref=parameters.light_current_a,
        I_o_ref=parameters.saturation_current_a,
        R_sh_ref=parameters.shunt_ohm,
        R_s=parameters.series_ohm,
        Adjust=parameters.adjust_fraction * _PERCENT,
    )
    return circuit


def _require_possible(light: npt.NDArray[np.float64], cell_c: npt.NDArray[np.float64]) -> None:
    wrong = ~(np.isfinite(light) & (light >= 0))
    if wrong.any():
        allowed = message("a number of W/m2, 0 or more, in every hour")
        raise InputError.of("effective_irradiance_w_m2", float(light[wrong][0]), allowed=allowed)
    cold = ~(np.isfinite(cell_c) & (cell_c > -zero_Celsius))
    if cold.any():
        allowed = message("degC in every hour with light")
        raise InputError.of("cell_temperature_c", float(cell_c[cold][0]), allowed=allowed)
