"""How many modules in series an inverter bears on its coldest and its hottest day."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from equipment_catalog.errors import InputError
from equipment_catalog.messages import Message, message
from pv_design.electrical.string_window import (
    VoltageLimit,
    daylight_most,
    electrical_fact,
    module_vmp_v,
    module_voc_v,
    upper_limits,
    whole,
)
from pv_design.electrical.string_words import limit_words, size_words, string_notes

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    from equipment_catalog.inverters import Inverter
    from equipment_catalog.notes import Note
    from equipment_catalog.pv_modules import PvModule

_ABSOLUTE_ZERO_C = -273.15
_MELTING_C = 150.0


@dataclass(frozen=True, kw_only=True)
class StringSize:
    """Which numbers of modules in series a pair of module and inverter allows, and why."""

    module: PvModule
    """Type of the modules."""
    inverter: Inverter
    """Type of the inverter."""
    fewest: int
    """With fewer, the hot string falls out of the tracking window."""
    most: int
    """With more, a limit is passed; 0 where one module alone passes it."""
    feasible: bool
    """Whether some number of modules, as one string on a tracker, keeps every limit."""
    voc_coldest_v: float
    """Open-circuit voltage of one module at the coldest air [V]."""
    vmp_hottest_v: float
    """Voltage of one module at maximum power in its hottest cells [V]."""
    upper: tuple[VoltageLimit, ...]
    """Every upper limit, the one that decides first."""
    current_a: float
    """Largest short-circuit current of one string [A]."""
    voc_daylight_v: float | None
    """Largest open-circuit voltage of one module in the hours given [V]."""
    most_in_daylight: int | None
    """What `most` would be for that voltage; more than the record low allows."""
    limits: tuple[Message, ...]
    """What decides either end and, where nothing fits, which limit forbids it."""
    notes: tuple[Note, ...]
    """What was assumed and warned of."""

    def margin_fraction(self, modules: int) -> float:
        """Return how far a cold string in open circuit stays below the largest voltage allowed.

        Examples
        --------
        >>> from equipment_catalog.inverters import inverter
        >>> from equipment_catalog.pv_modules import module
        >>> size = size_strings(module(), inverter("Sungrow SG40CX"), coldest_air_c=0.0,
        ...                     hottest_cell_c=70.0)
        >>> round(size.margin_fraction(19), 3)  # 19 x 55.58 V = 1056.0 V of 1100 V
        0.04
        """
        return 1 - max(
            modules * limit.module_v / limit.limit_v
            for limit in self.upper
            if limit.field.endswith("vdc_max_v")
        )

    def refusals(self, modules: int) -> tuple[Message, ...]:
        """Return why a string of so many modules is refused, nothing where it is not.

        Examples
        --------
        >>> from equipment_catalog.inverters import inverter
        >>> from equipment_catalog.pv_modules import module
        >>> size = size_strings(module(), inverter("Sungrow SG40CX"), coldest_air_c=0.0,
        ...                     hottest_cell_c=70.0)
        >>> str(size.refusals(20)[0])
        '20 modules reach 1,111.6 V, above 1,100 V: largest DC voltage of the inverter'
        """
        reasons = [
            message(
                "{count} modules reach {voltage:,.1f} V, above {limit:,g} V: {what}",
                count=modules,
                voltage=modules * limit.module_v,
                limit=limit.limit_v,
                what=limit.what,
            )
            for limit in self.upper
            if modules > limit.most
        ]
        if modules < self.fewest:
            short = message(
                "{count} modules give {voltage:,.1f} V when hot, below {limit:,g} V: "
                "lower end of the tracking window",
                count=modules,
                voltage=modules * self.vmp_hottest_v,
                limit=self.inverter.mppt_min_v,
            )
            reasons.append(short)
        if self.current_a > self.inverter.isc_max_a:
            reasons.append(limit_words(self.current_a, self.inverter.isc_max_a))
        return tuple(reasons)


def size_strings(
    module: PvModule,
    inverter: Inverter,
    *,
    coldest_air_c: float,
    hottest_cell_c: float,
    mppt_margin_fraction: float = 0.0,
    coldest_working_cell_c: float | None = None,
    irradiance_factor: float | None = None,
    poa_w_m2: npt.NDArray[np.float64] | None = None,
    cell_c: npt.NDArray[np.float64] | None = None,
) -> StringSize:
    """Return how few and how many modules in series an inverter bears.

    The most: open-circuit voltage with cells as cold as the record low of the air, as NEC
    690.7(A)(1) and IEC 62548 ask, within what the inverter survives and the module is certified
    for, and rated sun on cold cells within the tracking window. The fewest: voltage at maximum
    power of the hottest cells within the window. Voltages are linear in temperature.

    Parameters
    ----------
    module, inverter
        As in the catalogue, or the user's own.
    coldest_air_c
        Lowest air temperature ever expected at the site [degC], not that of a typical year.
    hottest_cell_c
        Highest temperature of the cells under sun [degC].
    mppt_margin_fraction
        How far above the lower end of the window the hot string shall stay [fraction]; for aged
        modules and a low grid voltage.
    coldest_working_cell_c
        Coldest cells in full sun [degC], for the upper end of the window; None for 20 degC.
    irradiance_factor
        Largest irradiance of the site over 1000 W/m2; None for 1.25.
    poa_w_m2, cell_c
        Irradiance on the plane [W/m2] and temperature of the cells [degC] of hours, both or none:
        adds the largest voltage in daylight, for comparison.

    Raises
    ------
    InputError
        If a temperature is no number or the coldest is not below the hottest, a fraction is not
        from 0 to 1, or the hours are not given in pairs.

    Examples
    --------
    >>> from equipment_catalog.inverters import Inverter
    >>> from equipment_catalog.pv_modules import PvModule
    >>> panel = PvModule("guide", 49.5, 41.7, 13.9, 13.0, -0.0027, -0.0027)
    >>> box = Inverter("guide", 600.0, 200.0, 600.0, 30.0)
    >>> size = size_strings(panel, box, coldest_air_c=-10.0, hottest_cell_c=45.0)
    >>> size.fewest, size.most  # 200 / 39.4 = 5.1 and 600 / 54.2 = 11.1
    (6, 11)
    """
    _check(coldest_air_c, hottest_cell_c, mppt_margin_fraction)
    working_c = electrical_fact("coldest_working_cell").value
    working_c = working_c if coldest_working_cell_c is None else coldest_working_cell_c
    factor = least_irradiance_factor() if irradiance_factor is None else irradiance_factor
    if not 1 <= factor < math.inf:
        raise InputError.of("irradiance_factor", factor, allowed=message("1 or more"))
    voc, vmp = module_voc_v(module, coldest_air_c), module_vmp_v(module, hottest_cell_c)
    upper = upper_limits(module, inverter, voc_v=voc, working_cell_c=min(working_c, hottest_cell_c))
    fewest = -whole(-inverter.mppt_min_v * (1 + mppt_margin_fraction) / vmp)
    most, current = upper[0].most, factor * module.isc_a
    daylight = daylight_most(module, inverter, poa_w_m2=poa_w_m2, cell_c=cell_c)
    feasible = fewest <= most and current <= inverter.isc_max_a
    return StringSize(
        module=module,
        inverter=inverter,
        fewest=fewest,
        most=most,
        feasible=feasible,
        voc_coldest_v=voc,
        vmp_hottest_v=vmp,
        upper=upper,
        current_a=current,
        voc_daylight_v=daylight[0] if daylight else None,
        most_in_daylight=daylight[1] if daylight else None,
        limits=size_words(fewest, upper, inverter=inverter, vmp_v=vmp, current_a=current),
        notes=string_notes(
            module, fewest=fewest, vmp_v=vmp, mppt_min_v=inverter.mppt_min_v, daylight=daylight
        ),
    )


def least_irradiance_factor() -> float:
    """Return the least factor from rated to largest current of a string.

    Examples
    --------
    >>> least_irradiance_factor()
    1.25
    """
    return electrical_fact("short_circuit_margin", table="data/production.csv").value


def _check(coldest_air_c: float, hottest_cell_c: float, margin_fraction: float) -> None:
    if not _ABSOLUTE_ZERO_C < coldest_air_c < hottest_cell_c:
        allowed = message("below hottest_cell_c, {hottest:g}", hottest=hottest_cell_c)
        raise InputError.of("coldest_air_c", coldest_air_c, allowed=allowed)
    if not hottest_cell_c < _MELTING_C:
        allowed = message("below {limit:g} degC, at which modules melt", limit=_MELTING_C)
        raise InputError.of("hottest_cell_c", hottest_cell_c, allowed=allowed)
    if not 0 <= margin_fraction < 1:
        allowed = message("a fraction from 0 to 1")
        raise InputError.of("mppt_margin_fraction", margin_fraction, allowed=allowed)
