"""Electric motors: nominal and part-load efficiency, speed and reactive power."""

from __future__ import annotations

from equipment_catalog.motor_efficiency import efficiency_trust, nominal_efficiency
from equipment_catalog.motor_part_load import efficiency_at_load, input_kw_at_load
from equipment_catalog.motor_power_factor import (
    full_load_power_factor,
    full_load_power_factor_of_reading,
    kvar_at_load,
    power_factor_at_load,
)
from equipment_catalog.motor_speed import full_load_rpm, rpm_at_load, synchronous_rpm

__all__ = [
    "efficiency_at_load",
    "efficiency_trust",
    "full_load_power_factor",
    "full_load_power_factor_of_reading",
    "full_load_rpm",
    "input_kw_at_load",
    "kvar_at_load",
    "nominal_efficiency",
    "power_factor_at_load",
    "rpm_at_load",
    "synchronous_rpm",
]
