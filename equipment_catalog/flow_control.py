"""Power of a pump or fan when less than its full flow is needed, by how the flow is set."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from equipment_catalog.motor_inputs import Floats, numbers, positions, scalar_or_array
from equipment_catalog.tables import read_fact

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

CONTROLS = ("none", "bypass", "throttle", "damper")
"""Ways to set a flow at constant speed; ``none`` delivers more than is needed."""


def constant_speed_power_fraction(control: ArrayLike, flow_fraction: ArrayLike) -> float | Floats:
    """Return the shaft power at a flow set at constant speed, over that at full flow.

    Parameters
    ----------
    control
        ``none``, ``bypass``, ``throttle`` (valve of a pump) or ``damper`` (outlet of a fan).
    flow_fraction
        Flow over full flow, 0 to 1.

    Returns
    -------
    float or ndarray
        Power fraction, 1 at full flow, never below the flow fraction.

    Raises
    ------
    InputError
        For another control, a flow out of range, or a missing value.

    Examples
    --------
    >>> constant_speed_power_fraction(["bypass", "throttle", "damper"], 0.5).round(3).tolist()
    [1.0, 0.75, 0.771]

    Notes
    -----
    A valve moves a pump back along its curve, a straight line from half the power at no flow
    (from memory); outlet dampers by the curve of DOE-2, scaled to 1 at full flow.
    data/flow_control.csv.
    """
    flow = numbers("flow_fraction", flow_fraction, low=0, high=1, unit="fraction")
    place = positions("control", control, CONTROLS)
    constant, linear, square = (
        np.array([_fact(f"{name}_{term}") for name in CONTROLS])[place]
        for term in ("constant", "linear", "square")
    )
    at_flow = constant + linear * flow + square * flow**2
    return scalar_or_array(np.asarray(at_flow / (constant + linear + square)))


def variable_speed_power_fraction(
    flow_fraction: ArrayLike, static_head_fraction: ArrayLike
) -> float | Floats:
    """Return the shaft power at a flow set by the speed, over that at full flow.

    Flow times the head the system asks for, at the pump's efficiency at full flow. Without
    static head that is the cube of the flow; with nothing but static head it is the flow itself.
    Where much of the head is static the pump leaves its best point, and saves less than this.

    Parameters
    ----------
    flow_fraction
        Flow over full flow, 0 to 1.
    static_head_fraction
        Static head over total head at full flow, 0 to 1.

    Returns
    -------
    float or ndarray
        Power fraction, 1 at full flow, never above the flow fraction.

    Raises
    ------
    InputError
        For a fraction out of range or a missing value.

    Examples
    --------
    >>> variable_speed_power_fraction(0.5, [0, 1]).tolist()
    [0.125, 0.5]

    Notes
    -----
    System curve H = Hs + k Q^2 and affinity laws.
    """
    flow = numbers("flow_fraction", flow_fraction, low=0, high=1, unit="fraction")
    static = numbers("static_head_fraction", static_head_fraction, low=0, high=1, unit="fraction")
    return scalar_or_array(np.asarray(flow * (static + (1 - static) * flow**2)))


def _fact(key: str) -> float:
    return read_fact("equipment_catalog", "data/flow_control.csv", key).value
