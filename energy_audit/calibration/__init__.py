"""The inventory calibrated against the bills, within the uncertainty of each of its values."""

from energy_audit.calibration.calibrate import Calibration, calibrate

__all__ = ["Calibration", "calibrate"]
