"""The doubts of a plan in the units that its reader knows, and where each breaks even."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from equipment_catalog.messages import Message, message
from equipment_catalog.year_hours import HOURS
from mine_study.risk_hours import worked_hours
from project_finance.uncertainty.break_even import break_even

if TYPE_CHECKING:
    from mine_study.language import Reader
    from mine_study.risk import Risk
    from project_finance.uncertainty.break_even import Lever

SIGNIFICANT_DIGITS = 4
MILLION = 1e6


@dataclass(frozen=True, kw_only=True)
class Quantity:
    """What a doubt moves, as planned."""

    key: str
    """Its name in results.json, unit included."""
    planned: float
    """Its value in the plan."""
    unit: Message
    """Its unit for a reader."""

    def moved(self, factor: float) -> float:
        """Return its value where the plan is multiplied by a factor."""
        return self.planned * factor

    def text(self, value: float, reader: Reader) -> str:
        """Return a value as it is read: four digits, more of them only below a million."""
        size = math.floor(math.log10(abs(self.planned))) if self.planned else 0
        decimals = SIGNIFICANT_DIGITS - 1 - size
        if abs(self.planned) < MILLION:
            decimals = max(decimals, 0)
        return reader.number(round(value, decimals), max(decimals, 0))


@dataclass(frozen=True, kw_only=True)
class Added(Quantity):
    """A growth of a year, to which a doubt adds points."""

    def moved(self, factor: float) -> float:
        """Return its value where the points are added."""
        return self.planned + factor

    def text(self, value: float, reader: Reader) -> str:
        """Return a growth as a percentage."""
        return reader.percent(value, 1)


@dataclass(frozen=True, kw_only=True)
class Threshold:
    """The value of one thing at which the plan is worth nothing, all else as planned."""

    lever: Lever
    """What is moved."""
    quantity: Quantity
    """As planned."""
    factor: float | None
    """On the plan [-]; None where the plan keeps its sign whatever the value."""

    @property
    def value(self) -> float | None:
        """In the unit of the quantity; None where there is none."""
        return None if self.factor is None else self.quantity.moved(self.factor)


def quantities(risk: Risk) -> dict[str, Quantity]:
    """Return what the plan holds of each doubt, by the name of the doubt; nothing of no plant.

    Parameters
    ----------
    risk
        The doubts of a plan.
    """
    study, amounts = risk.plan.case.study, risk.money.amounts
    currency, project = study.study.currency, risk.money.whole.project
    found: dict[str, Quantity] = {
        "tariff": _mean_price(risk, currency),
        "tariff_escalation": Added(
            key="tariff_escalation_fraction",
            planned=project.tariff_escalation_fraction,
            unit=message("a year"),
        ),
        "capex": Quantity(
            key="capex",
            planned=risk.money.whole.figures.capex,
            unit=message("{currency}", currency=currency),
        ),
        "hours_worked": Quantity(
            key="worked_hours_per_year", planned=worked_hours(risk.plan), unit=message("h a year")
        ),
        "audit_savings": _saving(amounts.saved_kwh),
        "exchange_rate": Quantity(
            key="usd_rate",
            planned=study.prices.usd_rate,
            unit=message("{currency} for a dollar", currency=currency),
        ),
    }
    if amounts.pv_kwh > 0:
        found["pv_yield"] = Quantity(
            key="specific_yield_kwh_per_kw",
            planned=amounts.pv_kwh / dc_kw(risk),
            unit=message("kWh/kWp a year"),
        )
    return found


def thresholds(risk: Risk) -> tuple[Threshold, ...]:
    """Return where each thing that the plan holds breaks even, the price of the plant beside.

    Parameters
    ----------
    risk
        The doubts of a plan.
    """
    known, project = quantities(risk), risk.money.whole.project
    is_held: dict[Lever, bool] = {
        "tariff": True,
        "capex": True,
        "pv_yield": "pv_yield" in known,
        "audit_savings": project.efficiency_savings_year1 != 0,
        "exchange_rate": project.foreign_fraction > 0,
        "hours_worked": True,
    }
    found = [_threshold(risk, lever, known[lever]) for lever, held in is_held.items() if held]
    plant = _plant_price(risk)
    if plant is not None:
        by_outlay = next(one for one in found if one.lever == "capex")
        found.insert(found.index(by_outlay) + 1, replace(by_outlay, quantity=plant))
    return tuple(found)


def dc_kw(risk: Risk) -> float:
    """Return the module power of all plants [kW]."""
    return sum(design.plant.dc_kw for design in risk.plan.designs if design.plant)


def _mean_price(risk: Risk, currency: str) -> Quantity:
    """Return what a kWh costs today in the mean of all meters; a factor where there is no grid."""
    if risk.imported_kwh <= 0:
        return Quantity(key="price_of_energy_factor", planned=1.0, unit=message("times the plan"))
    return Quantity(
        key="mean_price_per_kwh",
        planned=risk.paid_today / risk.imported_kwh,
        unit=message("{currency}/kWh", currency=currency),
    )


def _saving(saved_kwh: float) -> Quantity:
    """Return what the measures save; a factor where they save money without energy."""
    if saved_kwh <= 0:
        return Quantity(key="saving_factor", planned=1.0, unit=message("times the plan"))
    return Quantity(key="saved_kwh", planned=saved_kwh, unit=message("kWh a year"))


def _threshold(risk: Risk, lever: Lever, quantity: Quantity) -> Threshold:
    factor = break_even(risk.case, lever).factor
    if lever == "hours_worked" and factor is not None and quantity.moved(factor) > HOURS:
        factor = None
    return Threshold(lever=lever, quantity=quantity, factor=factor)


def _plant_price(risk: Risk) -> Quantity | None:
    """Return what the plants cost by their module power; None without a plant."""
    if risk.money.amounts.plant_capex <= 0:
        return None
    currency = risk.plan.case.study.study.currency
    return Quantity(
        key="plant_capex_per_kw",
        planned=risk.money.amounts.plant_capex / dc_kw(risk),
        unit=message("{currency}/kWp", currency=currency),
    )
