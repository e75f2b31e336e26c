"""A project's yearly bills by Utilityrate5 of NREL's SAM, and the part of each year it works."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from PySAM import Utilityrate5  # type: ignore[import-untyped]

if TYPE_CHECKING:
    from numpy.typing import NDArray

DEFAULTS = "PVWattsCommercial"
MONTH_OF_HOUR = np.repeat(
    np.arange(12), 24 * np.array([31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31])
)
SMALL_KW = 100.0
PERIOD_OF_HOUR = [1] * 18 + [2] * 5 + [1]
"""Day, and evening from 18 to 23 h."""
DECEMBER, HOURS_OF_DECEMBER = 11, 24 * 31
METERING = {"monthly kWh": 0, "net billing": 2}
NO_LIMIT = 1e38


def yearly_savings(
    project: dict[str, Any], load_kw: NDArray[np.float64], gen_kw: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Return what the plant saves on the bill in each year [money].

    Its net metering carries kilowatt-hours from month to month and closes once a year. So that
    each month closes by itself, each is billed as the December of an otherwise empty year.
    """
    if project["sam_bill"] == "net billing":
        return part_worked(project) * _billed(project, load_kw, gen_kw)
    months = [
        _billed(project, _as_december(load_kw, month), _as_december(gen_kw, month))
        for month in range(12)
    ]
    return np.asarray(part_worked(project) * np.sum(months, axis=0), dtype=float)


def _sold_at(project: dict[str, Any]) -> float:
    """Return the worth of an exported kWh: all but Cv up to 100 kW, G alone above, or nothing."""
    if project["rule"] == "none":
        return 0.0
    kept = project["distribution"] if project["plant_kw"] <= SMALL_KW else 0.0
    return float(project["generation"] + kept)


def _as_december(by_hour: NDArray[np.float64], month: int) -> NDArray[np.float64]:
    year, hours = np.zeros(by_hour.size), by_hour[month == MONTH_OF_HOUR]
    first = by_hour.size - HOURS_OF_DECEMBER
    year[first : first + hours.size] = hours
    return year


def _billed(
    project: dict[str, Any], load_kw: NDArray[np.float64], gen_kw: NDArray[np.float64]
) -> NDArray[np.float64]:
    price = project["generation"] + project["distribution"] + project["commercialisation"]
    flat = project["day"] == project["evening"]  # kWh of one period pay for no other in SAM
    periods = [1] * 24 if flat else PERIOD_OF_HOUR
    model = Utilityrate5.default(DEFAULTS)
    model.Lifetime.assign(
        {
            "system_use_lifetime_output": 0,
            "analysis_period": project["years"],
            "inflation_rate": 100 * project["inflation"],
        }
    )
    model.SystemOutput.assign(
        {"gen": gen_kw.tolist(), "degradation": [100 * project["degradation"]]}
    )
    model.Load.assign({"load": load_kw.tolist(), "load_escalation": [0.0]})
    model.ElectricityRates.assign(
        {
            "rate_escalation": [100 * (project["tariff_escalation"] - project["inflation"])],
            "ur_dc_enable": 0,
            "ur_monthly_fixed_charge": 0.0,
            "ur_metering_option": METERING[project["sam_bill"]],
            "ur_nm_credit_month": DECEMBER,
            "ur_nm_yearend_sell_rate": project["spot"],
            "ur_ec_sched_weekday": [periods] * 12,
            "ur_ec_sched_weekend": [periods] * 12,
            "ur_ec_tou_mat": [
                [period, 1, NO_LIMIT, 0, price * project[name], _sold_at(project) * project[name]]
                for period, name in enumerate(("day", "evening")[: max(periods)], start=1)
            ],
        }
    )
    model.execute(0)
    return np.asarray(model.Outputs.annual_energy_value, dtype=float)[1:]


def part_worked(project: dict[str, Any]) -> NDArray[np.float64]:
    """Return the part of each year in which the plant works, whose permits take under a year."""
    parts = np.ones(project["years"])
    parts[0] -= project["delay"]
    return parts
