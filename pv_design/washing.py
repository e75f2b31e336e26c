"""How often to wash: the cost of washes beside the energy that dust takes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from equipment_catalog.errors import InputError
from equipment_catalog.messages import message
from pv_design.soiling import DAYS, soiling_of_schedules

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy.typing as npt

_WEEKS = tuple(range(7, DAYS, 7))


@dataclass(frozen=True, kw_only=True, eq=False)
class WashPlan:
    """Every interval that was tried, and the cheapest."""

    intervals: pd.DataFrame
    """`interval_days` (NaN: no wash), `washes`, `lost_kwh`, `wash_cost`, `lost_value`, `cost`."""
    best_interval_days: int | None
    """Of the cheapest; None where no wash is worth its cost."""
    best_cost: float
    """Of washes and lost energy in a year [money]."""
    no_wash_cost: float
    """Of the energy lost to dust that only rain takes [money]."""


def wash_plan(
    rain_mm: Sequence[float] | npt.NDArray[np.float64],
    daily_kwh: npt.NDArray[np.float64],
    *,
    cost_per_wash: float,
    value_per_kwh: float,
    rate_per_day: float | None = None,
    residual_fraction: float | None = None,
    interval_days: Sequence[int] = _WEEKS,
) -> WashPlan:
    """Return what washing at each interval costs with the energy still lost, and the cheapest.

    Washes stand one interval apart from the first of January on.

    Parameters
    ----------
    rain_mm
        Of each of the 365 days [mm].
    daily_kwh
        Of clean modules on the same days [kWh].
    cost_per_wash
        Of washing all modules once [money].
    value_per_kwh
        Of a kWh more [money/kWh].
    rate_per_day, residual_fraction
        As `soiling.daily_soiling` takes them.
    interval_days
        Intervals to try, 1 to 365; every week by default.

    Raises
    ------
    InputError
        If a cost or value is below 0, an interval out of its range, the energy has a gap or not
        365 days, or as `soiling.daily_soiling` does.

    Examples
    --------
    >>> plan = wash_plan([0.0] * 365, np.full(365, 400.0), cost_per_wash=30.0, value_per_kwh=0.10,
    ...                  rate_per_day=0.003)
    >>> plan.best_interval_days, plan.best_cost < plan.no_wash_cost
    (21, True)
    """
    energy = _energy(daily_kwh)
    for field, value in (("cost_per_wash", cost_per_wash), ("value_per_kwh", value_per_kwh)):
        if not 0 <= value < float("inf"):
            raise InputError.of(field, value, allowed=message("0 or more"))
    schedules: dict[float, list[int]] = {float("nan"): []}
    for days in interval_days:
        if days not in range(1, DAYS + 1):
            raise InputError.of("interval_days", days, allowed=message("1 to 365 days"))
        schedules[days] = list(range(days, DAYS + 1, days))
    soiled = soiling_of_schedules(
        rain_mm,
        list(schedules.values()),
        rate_per_day=rate_per_day,
        residual_fraction=residual_fraction,
    )
    lost = [float(energy @ days) for days in soiled]
    table = pd.DataFrame({"interval_days": list(schedules), "lost_kwh": lost})
    table.insert(1, "washes", [len(washes) for washes in schedules.values()])
    table["wash_cost"] = table["washes"] * cost_per_wash
    table["lost_value"] = table["lost_kwh"] * value_per_kwh
    table["cost"] = table["wash_cost"] + table["lost_value"]
    cheapest = int(np.argmin(table["cost"].to_numpy()))
    return WashPlan(
        intervals=table,
        best_interval_days=None if cheapest == 0 else int(interval_days[cheapest - 1]),
        best_cost=float(table["cost"].iloc[cheapest]),
        no_wash_cost=float(table["cost"].iloc[0]),
    )


def _energy(daily_kwh: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    energy = np.asarray(daily_kwh, dtype=float)
    if energy.shape != (DAYS,) or not (energy >= 0).all():
        allowed = message("365 days, each 0 kWh or more")
        raise InputError.of("daily_kwh", energy.size, allowed=allowed)
    return energy
