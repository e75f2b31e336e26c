"""What a plant is made of before its size is known, and how many modules an area holds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from equipment_catalog.errors import InputError
from equipment_catalog.messages import message

if TYPE_CHECKING:
    from equipment_catalog.pv_modules import PvModule
    from pv_design.production import Production


class Produce(Protocol):
    """What a plant of any size produces at a site: all but its size is settled."""

    def __call__(
        self,
        *,
        dc_kw: float,
        ac_kw: float,
        tilt_deg: float,
        azimuth_deg: float,
        gamma_pmp_per_c: float | None,
        inverter_efficiency: float | None,
    ) -> Production:
        """Return the year of a plant; None is the published default."""


@dataclass(frozen=True, kw_only=True, eq=False)
class DesignTask:
    """Everything about a plant but its size and its inverters."""

    module: PvModule
    """Type of the modules."""
    tilt_deg: float
    """Of the modules."""
    azimuth_deg: float
    """Of the modules."""
    produce: Produce
    """Gives the year of a size."""

    def year(self, *, dc_kw: float, ac_kw: float, inverter_efficiency: float | None) -> Production:
        """Return the year of a size, with the power coefficient of the module where it has one.

        Parameters
        ----------
        dc_kw
            Rated power of the modules [kW].
        ac_kw
            What the inverters can give [kW].
        inverter_efficiency
            Nominal [fraction]; None for the published default.
        """
        return self.produce(
            dc_kw=dc_kw,
            ac_kw=ac_kw,
            tilt_deg=self.tilt_deg,
            azimuth_deg=self.azimuth_deg,
            gamma_pmp_per_c=self.module.gamma_pmp_fraction_per_c,
            inverter_efficiency=inverter_efficiency,
        )


def module_kw(module: PvModule) -> float:
    """Return the rated power of a module [kW].

    Raises
    ------
    InputError
        If it has none.

    Examples
    --------
    >>> from equipment_catalog.pv_modules import module
    >>> module_kw(module())
    0.58
    """
    if module.power_w is None or not module.power_w > 0:
        allowed = message("rated power in W, above 0")
        raise InputError.of("module.power_w", module.power_w, allowed=allowed)
    return module.power_w / 1000


def module_limit(module: PvModule, area_m2: float) -> int:
    """Return how many module faces an area holds.

    Raises
    ------
    InputError
        If the area holds no module or the module's sides are unknown.

    Examples
    --------
    >>> from equipment_catalog.pv_modules import module
    >>> module_limit(module(), 26.0)  # 2.278 m x 1.134 m = 2.583 m2
    10
    """
    if module.area_m2 is None:
        allowed = message("a module with length_m and width_m, since an area is given")
        raise InputError.of("module", module.name, allowed=allowed)
    if not module.area_m2 <= area_m2 < float("inf"):
        allowed = message("{area:.2f} m², the face of one module, or more", area=module.area_m2)
        raise InputError.of("area_m2", area_m2, allowed=allowed)
    return int(area_m2 // module.area_m2)
