"""What a battery and a genset do in one stretch of time: the same lines for one plant or many.

Both functions take numbers or arrays, one place a candidate, and use only operations that numba
compiles too. An hour with an outage is the stretch without the grid, then the stretch with it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from numpy import maximum, minimum

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Values = npt.NDArray[np.float64] | float


def grid_step(  # noqa: PLR0917  numba takes no keywords
    hours: float,
    load_kw: Values,
    pv_kw: Values,
    price: float,
    stored_kwh: Values,
    capacity_kwh: Values,
    battery_kw: Values,
    charge_efficiency: Values,
    discharge_efficiency: Values,
    reserve_kwh: Values,
    import_cap_kw: Values,
    discharge_price: Values,
    charge_price: Values,
    export_limit_kw: Values,
) -> tuple[Any, ...]:
    """Return the flows of a stretch with the grid, and what is stored after it [kWh].

    PV serves the load, then the battery, then export. The battery serves what PV leaves where the
    price is at or above `discharge_price`, else only what stands above the cap. It is charged from
    the grid under the cap: to the top where the price is at or below `charge_price`, else to the
    reserve.

    Parameters
    ----------
    hours
        Length of the stretch [h], above 0.
    load_kw, pv_kw
        Mean power in it.
    price
        Of energy in it, per kWh.
    stored_kwh, capacity_kwh, reserve_kwh
        Above the bottom of the usable window.
    battery_kw
        Limit of either direction at the AC terminals.
    charge_efficiency, discharge_efficiency
        One way, between the AC terminals and the store.
    import_cap_kw
        Infinite without one. A load that PV and battery cannot hold below it is served all the
        same: the cap is a goal, not a breaker.
    discharge_price, charge_price
        Thresholds of the rule, infinite where they never or always apply.
    export_limit_kw
        Of the connection.

    Returns
    -------
    tuple
        pv_charge, grid_charge, battery_out, bought for the load, export, stored.

    Examples
    --------
    >>> inf = float("inf")
    >>> flows = grid_step(1.0, 10.0, 4.0, 0.2, 5.0, 8.0, 3.0, 1.0, 1.0, 0.0, inf, -inf, -inf, inf)
    >>> [float(flow) for flow in flows]
    [0.0, 0.0, 3.0, 3.0, 0.0, 2.0]
    """
    surplus = maximum(pv_kw - load_kw, 0.0) * hours
    deficit = maximum(load_kw - pv_kw, 0.0) * hours
    power = battery_kw * hours
    pv_charge = minimum(minimum(surplus, power), (capacity_kwh - stored_kwh) / charge_efficiency)
    export = minimum(surplus - pv_charge, export_limit_kw * hours)
    above_cap = maximum(deficit - import_cap_kw * hours, 0.0)
    wanted = maximum(deficit * (price >= discharge_price), above_cap)
    free = maximum(stored_kwh - reserve_kwh, 0.0) * discharge_efficiency
    battery_out = minimum(minimum(wanted, power), free)
    bought = deficit - battery_out
    goal = maximum(capacity_kwh * (price <= charge_price), reserve_kwh)
    lacking = maximum(goal - stored_kwh - pv_charge * charge_efficiency, 0.0)
    headroom = maximum(import_cap_kw * hours - bought, 0.0)
    grid_charge = minimum(minimum(headroom, power - pv_charge), lacking / charge_efficiency) * (
        battery_out <= 0.0
    )
    stored = (
        stored_kwh
        + (pv_charge + grid_charge) * charge_efficiency
        - battery_out / discharge_efficiency
    )
    return pv_charge, grid_charge, battery_out, bought, export, stored


def island_step(  # noqa: PLR0917  numba takes no keywords
    hours: Values,
    load_kw: Values,
    pv_kw: Values,
    stored_kwh: Values,
    capacity_kwh: Values,
    battery_kw: Values,
    charge_efficiency: Values,
    discharge_efficiency: Values,
    genset_kw: Values,
    genset_least_kw: Values,
) -> tuple[Any, ...]:
    """Return the flows of a stretch without the grid, and what is stored after it [kWh].

    PV works only where a battery or a genset makes the voltage. The battery serves down to the
    bottom of its window; the genset starts when that is not enough, never runs below its least
    power, and what it makes beyond the load charges the battery or is dumped.

    Parameters
    ----------
    hours, load_kw, pv_kw, stored_kwh, capacity_kwh, battery_kw
        As for `grid_step`.
    charge_efficiency, discharge_efficiency
        As for `grid_step`.
    genset_kw, genset_least_kw
        Largest power at the site's altitude and least power when it runs; the least is at most
        the largest.

    Returns
    -------
    tuple
        pv_used, pv_charge, battery_out, genset to the load, genset to the battery, genset dumped,
        genset running hours, stored.

    Examples
    --------
    >>> flows = island_step(1.0, 10.0, 4.0, 2.0, 8.0, 3.0, 1.0, 1.0, 20.0, 7.0)
    >>> [float(flow) for flow in flows]
    [4.0, 0.0, 0.0, 6.0, 1.0, 0.0, 1.0, 3.0]
    """
    pv = pv_kw * (battery_kw + genset_kw > 0.0)
    pv_used = minimum(pv, load_kw) * hours
    surplus = maximum(pv - load_kw, 0.0) * hours
    deficit = maximum(load_kw - pv, 0.0) * hours
    power = battery_kw * hours
    room = (capacity_kwh - stored_kwh) / charge_efficiency
    pv_charge = minimum(minimum(surplus, power), room)
    able = minimum(minimum(deficit, power), stored_kwh * discharge_efficiency)
    short = deficit - able
    runs = (short > 0.0) * (genset_kw > 0.0)
    made = runs * minimum(maximum(short, genset_least_kw * hours), genset_kw * hours)
    genset_to_load = minimum(made, deficit)
    battery_out = minimum(able, deficit - genset_to_load)
    genset_charge = minimum(minimum(made - genset_to_load, power), room)
    dumped = made - genset_to_load - genset_charge
    stored = (
        stored_kwh
        + (pv_charge + genset_charge) * charge_efficiency
        - battery_out / discharge_efficiency
    )
    return (
        pv_used,
        pv_charge,
        battery_out,
        genset_to_load,
        genset_charge,
        dumped,
        runs * hours,
        stored,
    )
