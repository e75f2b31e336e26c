"""Measures that save energy: one file each and one line in ``MEASURES``, in their order.

Each is judged on the mine that those above it leave: first what runs and how much it must do, then
what carries the power, then the motor, then what supplies it.
"""

from energy_audit.measures.air_leaks import AIR_LEAKS
from energy_audit.measures.air_pressure import AIR_PRESSURE
from energy_audit.measures.belts import BELTS
from energy_audit.measures.capacitor_bank import CAPACITOR_BANK
from energy_audit.measures.compressor_control import COMPRESSOR_CONTROL
from energy_audit.measures.drives import DRIVES
from energy_audit.measures.idle_switch_off import IDLE_SWITCH_OFF
from energy_audit.measures.led_lamps import LED_LAMPS
from energy_audit.measures.measure import Measure
from energy_audit.measures.metering_panel import METERING_PANEL
from energy_audit.measures.replace_motors import REPLACE_MOTORS
from energy_audit.measures.right_size import RIGHT_SIZE
from energy_audit.measures.shift_to_sun import SHIFT_TO_SUN
from energy_audit.measures.transformer import TRANSFORMER
from energy_audit.measures.ventilation_on_demand import VENTILATION_ON_DEMAND

__all__ = ["MEASURES", "Measure"]

MEASURES: dict[str, Measure] = {
    measure.kind: measure
    for measure in (
        IDLE_SWITCH_OFF,
        VENTILATION_ON_DEMAND,
        AIR_LEAKS,
        AIR_PRESSURE,
        COMPRESSOR_CONTROL,
        LED_LAMPS,
        DRIVES,
        BELTS,
        RIGHT_SIZE,
        REPLACE_MOTORS,
        SHIFT_TO_SUN,
        TRANSFORMER,
        CAPACITOR_BANK,
        METERING_PANEL,
    )
}
