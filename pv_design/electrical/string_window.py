"""Voltages of a module over temperature and light, and the limits they meet."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from equipment_catalog.errors import InputError
from equipment_catalog.messages import Message, message
from equipment_catalog.tables import Fact, read_fact

if TYPE_CHECKING:
    import numpy.typing as npt

    from equipment_catalog.inverters import Inverter
    from equipment_catalog.pv_modules import PvModule

_STC_C, _STC_K, _STC_W_M2 = 25.0, 298.15, 1000.0
_DIGITS = 9


@dataclass(frozen=True, kw_only=True)
class VoltageLimit:
    """One upper limit of a string."""

    field: str
    """Where the limit stands."""
    what: Message
    """The limit in words."""
    limit_v: float
    """The limit [V]."""
    module_v: float
    """What one module adds towards it [V]."""
    most: int
    """Modules that keep it."""


def electrical_fact(key: str, *, table: str = "data/electrical_facts.csv") -> Fact:
    """Return a fact of the electrical design.

    Examples
    --------
    >>> electrical_fact("drop_max_dc").value
    0.015
    """
    return read_fact("pv_design", table, key)


def whole(ratio: float) -> int:
    """Return how many whole modules a ratio of voltages holds; 600 / 60 is 10 and not 9.

    Examples
    --------
    >>> whole(0.3 / 0.1), whole(11.99)
    (3, 11)
    """
    return math.floor(round(ratio, _DIGITS))


def module_voc_v(module: PvModule, cell_c: float) -> float:
    """Return the open-circuit voltage of a module in rated light [V].

    Parameters
    ----------
    module
        With its voltage coefficient.
    cell_c
        Temperature of the cells [degC].

    Raises
    ------
    InputError
        If the temperature leaves no voltage.

    Examples
    --------
    >>> from equipment_catalog.pv_modules import module
    >>> round(module_voc_v(module(), -10.0), 2)  # 52.31 x (1 + 0.0025 x 35)
    56.89
    """
    return _at(module.voc_v, module.beta_voc_fraction_per_c, cell_c)


def module_vmp_v(module: PvModule, cell_c: float) -> float:
    """Return the voltage of a module at maximum power in rated light [V].

    Parameters
    ----------
    module
        With its voltage coefficient.
    cell_c
        Temperature of the cells [degC].

    Raises
    ------
    InputError
        If the temperature leaves no voltage.

    Examples
    --------
    >>> from equipment_catalog.pv_modules import module
    >>> round(module_vmp_v(module(), 70.0), 2)  # 43.35 x (1 - 0.00335 x 45)
    36.81
    """
    return _at(module.vmp_v, module.beta_vmp_fraction_per_c, cell_c)


def _at(rated_v: float, beta_fraction_per_c: float, cell_c: float) -> float:
    voltage = rated_v * (1 + beta_fraction_per_c * (cell_c - _STC_C))
    if not voltage > 0:
        raise InputError.of("cell_c", cell_c, allowed=message("cells cool enough for a voltage"))
    return voltage


def daylight_voc_v(
    module: PvModule, *, poa_w_m2: npt.NDArray[np.float64], cell_c: npt.NDArray[np.float64]
) -> npt.NDArray[np.float64]:
    """Return the open-circuit voltage of a module hour by hour [V]; 0 without light.

    Linear in temperature and logarithmic in light, with the thermal voltage of its cells from
    the coefficients of the data sheet (Batzelis & Papathanassiou 2016).

    Parameters
    ----------
    module
        A missing current coefficient counts as 0, which changes the thermal voltage by 0.3 %.
    poa_w_m2
        Irradiance on the plane [W/m2].
    cell_c
        Temperature of the cells [degC].

    Examples
    --------
    >>> from equipment_catalog.pv_modules import module
    >>> sun, cells = np.array([1000.0, 200.0, 0.0]), np.array([25.0, 25.0, 10.0])
    >>> daylight_voc_v(module(), poa_w_m2=sun, cell_c=cells).round(2)
    array([52.31, 49.37,  0.  ])
    """
    alpha = module.alpha_isc_fraction_per_c or 0.0
    constant = electrical_fact("batzelis_constant").value
    relative = (1 - _STC_K * module.beta_voc_fraction_per_c) / (constant - _STC_K * alpha)
    lit = poa_w_m2 > 0
    logarithm = np.log(np.where(lit, poa_w_m2, _STC_W_M2) / _STC_W_M2)
    warmth = cell_c - _STC_C
    by_light = relative * (1 + warmth / _STC_K) * logarithm
    voltage = module.voc_v * (1 + module.beta_voc_fraction_per_c * warmth + by_light)
    return np.where(lit, np.maximum(voltage, 0), 0)


def daylight_most(
    module: PvModule,
    inverter: Inverter,
    *,
    poa_w_m2: npt.NDArray[np.float64] | None,
    cell_c: npt.NDArray[np.float64] | None,
) -> tuple[float, int] | None:
    """Return the largest daylight voltage of a module and the modules it allows, None if no hours.

    Raises
    ------
    InputError
        If only one of the two is given, they differ in length, or an hour has no value.
    """
    if poa_w_m2 is None and cell_c is None:
        return None
    if poa_w_m2 is None or cell_c is None or poa_w_m2.shape != cell_c.shape:
        allowed = message("poa_w_m2 and cell_c of the same hours, or neither")
        raise InputError.of("cell_c", cell_c if cell_c is None else len(cell_c), allowed=allowed)
    if not (np.isfinite(poa_w_m2).all() and np.isfinite(cell_c).all()):
        raise InputError.of("poa_w_m2", math.nan, allowed=message("a number in every hour"))
    margin = 1 + electrical_fact("daylight_voc_margin").value
    largest = float(daylight_voc_v(module, poa_w_m2=poa_w_m2, cell_c=cell_c).max()) * margin
    if not largest > 0:
        raise InputError.of("poa_w_m2", 0.0, allowed=message("light in some hour"))
    return largest, whole(_system_vdc_v(module, inverter) / largest)


def _system_vdc_v(module: PvModule, inverter: Inverter) -> float:
    return min(inverter.vdc_max_v, module.vdc_max_v or math.inf)


def upper_limits(
    module: PvModule, inverter: Inverter, *, voc_v: float, working_cell_c: float
) -> tuple[VoltageLimit, ...]:
    """Return every upper limit of a string, the one that allows the fewest modules first.

    Parameters
    ----------
    module, inverter
        A module without a system voltage sets no limit of its own.
    voc_v
        Open-circuit voltage of one module at its coldest [V].
    working_cell_c
        Coldest cells in full sun [degC].

    Examples
    --------
    >>> from equipment_catalog.inverters import inverter
    >>> from equipment_catalog.pv_modules import module
    >>> box = inverter("Sungrow SG40CX")
    >>> [limit.field for limit in upper_limits(module(), box, voc_v=56.9, working_cell_c=20.0)]
    ['inverter.vdc_max_v', 'inverter.mppt_max_v', 'module.vdc_max_v']
    """
    vmp_v = module_vmp_v(module, working_cell_c)
    rows = [
        (
            "inverter.vdc_max_v",
            message("largest DC voltage of the inverter"),
            inverter.vdc_max_v,
            voc_v,
        ),
        (
            "inverter.mppt_max_v",
            message("upper end of the tracking window"),
            inverter.mppt_max_v,
            vmp_v,
        ),
    ]
    if module.vdc_max_v is not None:
        certified = message("system voltage the module is certified for")
        rows.append(("module.vdc_max_v", certified, module.vdc_max_v, voc_v))
    limits = [
        VoltageLimit(field=f, what=what, limit_v=limit, module_v=v, most=whole(limit / v))
        for f, what, limit, v in rows
    ]
    return tuple(sorted(limits, key=lambda limit: limit.most))
