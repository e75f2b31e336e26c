"""What one unit of each amount is worth over the horizon, read off the study's own cash flow."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from mine_study.money import pays_vat, project_of, tax_rules
from mine_study.plant_costs import plant_costs
from mine_study.project_timing import plan_years
from project_finance.metrics import npv
from project_finance.selection.choices import Years

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mine_study.best_plan.battery_offers import Battery
    from mine_study.first_year import Amounts
    from mine_study.study_file import Study
    from project_finance.cash_flow import CashFlow

UNIT = 1e6
"""Money that stands for one unit, large beside rounding."""


@dataclass(frozen=True, kw_only=True, eq=False)
class MoneyWeights:
    """Worth before tax of one unit of each amount of the first year [money of year 0]."""

    study: Study
    """Checked keys."""
    amounts: Amounts
    """Amounts of any plan of the study: the worth of one more does not depend on them."""
    _measure_costs: dict[int, float] = field(default_factory=dict, repr=False)
    _renewals: dict[int, float] = field(default_factory=dict, repr=False)

    def _worth(self, more: Mapping[str, Any]) -> float:
        """Return what amounts worth more than those of the plan add before tax."""
        return self._npv(replace(self.amounts, **more)) - self._own

    @cached_property
    def _own(self) -> float:
        return self._npv(self.amounts)

    def _npv(self, amounts: Amounts) -> float:
        flow = self._flow(amounts)
        return npv(flow.discount_rate, flow.yearly["net_before_tax"])

    def _flow(self, amounts: Amounts) -> CashFlow:
        project = project_of(self.study, amounts, measures=True, plant=True)
        return replace(project, tax_rules=None).flow

    def _unit(self, name: str) -> float:
        return self._worth({name: getattr(self.amounts, name) + UNIT}) / UNIT

    @cached_property
    def saving(self) -> float:
        """Worth of one a year saved by measures from the first year on [money/money]."""
        return self._unit("efficiency_savings")

    @cached_property
    def supply(self) -> float:
        """Worth of one in the first year saved by a plant, which fades [money/money]."""
        return self._unit("pv_savings")

    @cached_property
    def years(self) -> Years:
        """The horizon in two parts: years with the whole plant, and years with none.

        The cash flow counts what a plant brings as a falling share of its first year, later where
        it is connected late, beside savings of the measures that do not fall. With the weights
        W of a saving and w of a plant's, that is W x (fall of the bill by the measures) +
        w x (further fall by the plant): w years with the plant and W - w years without.
        """
        more = replace(self.amounts, pv_kwh=self.amounts.pv_kwh + UNIT)
        gained_kwh = (self._flow(each).yearly["energy_kwh"].sum() for each in (more, self.amounts))
        full = float(next(gained_kwh) - next(gained_kwh)) / UNIT
        rest = plan_years(self.study.finance) - full
        with_plant = Years(
            discounted=np.array([self.supply]),
            count=np.array([full]),
            supply_fraction=np.array([1.0]),
        )
        if not rest > 0:
            return with_plant
        return Years(
            discounted=np.array([self.supply, max(self.saving - self.supply, 0.0)]),
            count=np.array([full, rest]),
            supply_fraction=np.array([1.0, 0.0]),
        )

    def measure_cost(self, life_years: float) -> float:
        """Return what a measure of a life costs over the horizon by its outlay [money/money]."""
        life = max(int(life_years), 1)
        if life not in self._measure_costs:
            own = self.amounts.measure_renewals
            more = {
                "measures_capex": self.amounts.measures_capex + UNIT,
                "measure_renewals": {**own, life: own.get(life, 0.0) + UNIT},
            }
            self._measure_costs[life] = -self._worth(more) / UNIT
        return self._measure_costs[life]

    def plant_outlay(self, capital: float) -> float:
        """Return what a plant takes from the budget, with value-added tax where it is paid.

        Parameters
        ----------
        capital
            Of the plant and its battery, without value-added tax [money].
        """
        return capital * (1 + self._vat_fraction)

    def plant_cost(self, capital: float, inverters: float, running: float, dc_kw: float) -> float:
        """Return what a plant costs over the horizon [money of year 0].

        Parameters
        ----------
        capital
            Without value-added tax [money].
        inverters
            Of that, what is bought again with the inverters [money].
        running
            Operation, maintenance and washing in the first year [money].
        dc_kw
            Power of the modules [kW].
        """
        return (
            capital * self._plant_unit_cost
            - inverters * self._unit_worths["inverter_capex"]
            - running * self._unit_worths["om_per_year"]
            - dc_kw * self._unit_worths["plant_dc_kw"]
        )

    def battery_cost(self, battery: Battery) -> float:
        """Return what a battery costs over the horizon, less what it spares in outages [money].

        Parameters
        ----------
        battery
            A battery of the choices.
        """
        renewals = sum(cost * self._renewal(year) for year, cost in battery.renewals.items())
        return (
            battery.capital * self._storage_unit_cost
            - battery.om_per_year * self._unit_worths["om_per_year"]
            + renewals
            - battery.failures_saved * self.supply
        )

    def _renewal(self, year: int) -> float:
        """Return what one unit of money for a battery of some age costs [money/money]."""
        if year not in self._renewals:
            own = self.amounts.storage_renewals
            more = {"storage_renewals": {**own, year: own.get(year, 0.0) + UNIT}}
            self._renewals[year] = -self._worth(more) / UNIT
        return self._renewals[year]

    def plant_running(self, dc_kw: float) -> float:
        """Return what operation and maintenance of a plant cost in the first year [money]."""
        return float(plant_costs(self.study).yearly(np.array(dc_kw)))

    @cached_property
    def _vat_fraction(self) -> float:
        return tax_rules(self.study).vat_fraction if pays_vat(self.study) else 0.0

    @cached_property
    def _plant_unit_cost(self) -> float:
        more = {
            "plant_capex": self.amounts.plant_capex + UNIT,
            "plant_vat": self.amounts.plant_vat + UNIT * self._vat_fraction,
        }
        return -self._worth(more) / UNIT

    @cached_property
    def _storage_unit_cost(self) -> float:
        more = {
            "storage_capex": self.amounts.storage_capex + UNIT,
            "storage_vat": self.amounts.storage_vat + UNIT * self._vat_fraction,
        }
        return -self._worth(more) / UNIT

    @cached_property
    def _unit_worths(self) -> dict[str, float]:
        return {name: self._unit(name) for name in ("inverter_capex", "om_per_year", "plant_dc_kw")}
