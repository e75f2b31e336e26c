"""Measures that save energy: one file each and one line in ``MEASURES``."""

from energy_audit.measures.measure import Measure
from energy_audit.measures.replace_motors import REPLACE_MOTORS

__all__ = ["MEASURES", "Measure"]

MEASURES: dict[str, Measure] = {measure.kind: measure for measure in (REPLACE_MOTORS,)}
