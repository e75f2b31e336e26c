"""How much air a compressor must deliver, and how its power follows when it delivers less."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from equipment_catalog.motor_inputs import Floats, numbers, scalar_or_array

if TYPE_CHECKING:
    from numpy.typing import ArrayLike


def power_at_flow(flow_fraction: ArrayLike, power_at_no_flow: ArrayLike) -> float | Floats:
    """Return the power of a throttled or slowed compressor over its power at full flow.

    Parameters
    ----------
    flow_fraction
        Flow over full flow, 0 to 1.
    power_at_no_flow
        Power that is left when no air is taken, over that at full flow, 0 to 1.

    Raises
    ------
    InputError
        For a value out of range or missing.

    Examples
    --------
    >>> round(power_at_flow(0.5, 0.7), 2)
    0.85

    Notes
    -----
    Straight line between no flow and full flow, as MEASUR (US DOE) draws inlet modulation.
    """
    flow = numbers("flow_fraction", flow_fraction, low=0, high=1, unit="fraction")
    rest = numbers("power_at_no_flow", power_at_no_flow, low=0, high=1, unit="fraction")
    return scalar_or_array(np.asarray(rest + (1 - rest) * flow))


def air_left_after_repair(
    leak_fraction: ArrayLike, repaired_leak_fraction: ArrayLike
) -> float | Floats:
    """Return the air a compressor still delivers when leaks are repaired, over that before.

    The air that is used stays as it is; what leaks falls to its new share of the new total.

    Parameters
    ----------
    leak_fraction
        Leaks over the air delivered, before, 0 to 0.99.
    repaired_leak_fraction
        The same after the repair, 0 to 0.99.

    Raises
    ------
    InputError
        For a value out of range or missing.

    Examples
    --------
    >>> round(air_left_after_repair(0.28, 0.1), 2)
    0.8

    Notes
    -----
    Balance of the air: ``(1 - leak) / (1 - repaired leak)``.
    """
    before, after = (
        numbers(name, values, low=0, high=0.99, unit="fraction")
        for name, values in (
            ("leak_fraction", leak_fraction),
            ("repaired_leak_fraction", repaired_leak_fraction),
        )
    )
    return scalar_or_array(np.asarray((1 - before) / (1 - after)))
