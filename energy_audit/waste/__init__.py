"""Where energy is wasted: one file each waste point and one line in ``WASTE_POINTS``."""

from energy_audit.waste.compressor_in_blast_pause import COMPRESSOR_IN_BLAST_PAUSE
from energy_audit.waste.grinding_over_bond import GRINDING_OVER_BOND
from energy_audit.waste.hot_lighting import HOT_LIGHTING
from energy_audit.waste.idling import IDLING
from energy_audit.waste.leaking import LEAKING
from energy_audit.waste.low_power_factor import LOW_POWER_FACTOR
from energy_audit.waste.oversized import OVERSIZED
from energy_audit.waste.throttled import THROTTLED
from energy_audit.waste.transformer_no_load import TRANSFORMER_NO_LOAD
from energy_audit.waste.unbalance import UNBALANCE
from energy_audit.waste.v_belts import V_BELTS
from energy_audit.waste.waste_point import WastePoint

__all__ = ["WASTE_POINTS", "WastePoint"]

WASTE_POINTS: dict[str, WastePoint] = {
    point.kind: point
    for point in (
        OVERSIZED,
        IDLING,
        THROTTLED,
        LEAKING,
        V_BELTS,
        LOW_POWER_FACTOR,
        UNBALANCE,
        HOT_LIGHTING,
        TRANSFORMER_NO_LOAD,
        GRINDING_OVER_BOND,
        COMPRESSOR_IN_BLAST_PAUSE,
    )
}
