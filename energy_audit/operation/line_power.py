"""Active power of a line from volts, amps and power factor."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    import numpy.typing as npt

    from equipment_catalog.motor_inputs import Floats

W_PER_KW = 1000


def line_kw(
    volts: Floats, amps: Floats, power_factor: Floats, *, supply: npt.NDArray[np.object_]
) -> Floats:
    """Return the active power of lines on three phases, one phase or direct current.

    Parameters
    ----------
    volts
        Line voltage, between phases on three [V].
    amps
        Line current [A].
    power_factor
        Power factor, fraction; not looked at on direct current.
    supply
        ``three_phase``, ``single_phase`` or ``dc``.

    Returns
    -------
    ndarray
        Power [kW]; missing where one of the figures is.

    Examples
    --------
    >>> supplies = np.array(["three_phase", "dc"], dtype=object)
    >>> line_kw(np.array([440.0, 100.0]), np.array([10.0, 10.0]), np.array([0.8, np.nan]),
    ...         supply=supplies).round(3).tolist()
    [6.097, 1.0]

    Notes
    -----
    ``sqrt(3) V A power factor`` on three equally loaded phases.
    """
    phases = np.where(supply == "three_phase", np.sqrt(3), 1.0)
    factor = np.where(supply == "dc", 1.0, power_factor)
    return np.asarray(phases * volts * amps * factor / W_PER_KW)
