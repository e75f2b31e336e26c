"""What the whole plan would cost and be worth with plants of other sizes behind a meter."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from mine_study.first_year import storage_outlay
from mine_study.money import whole_flow
from mine_study.plant_costs import plant_costs
from mine_study.site_soiling import washing_per_year
from project_finance.metrics import npv, payback_years

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy.typing as npt

    from mine_study.first_year import Amounts
    from mine_study.size_meter import SizeMeter
    from mine_study.study import StudyResult
    from project_finance.cash_flow import CashFlow
    from project_finance.export_rules import Bill

    Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, kw_only=True)
class SizeWorth:
    """Net present value after tax by size of the plant."""

    dc_kw: Floats
    """Sizes, nothing first [kW]."""
    plan_npv: Floats
    """Of the whole plan, measures and the other meters' plants as they are [money of year 0]."""
    chosen: int
    """Place of the plant of the study among the sizes."""

    @property
    def plant_npv(self) -> Floats:
        """What the plant adds to the plan [money of year 0]."""
        return np.asarray(self.plan_npv - self.plan_npv[0])

    @property
    def best(self) -> int:
        """Place of the size of the highest value."""
        return int(self.plan_npv.argmax())

    @property
    def lost(self) -> float:
        """What the plant of the study is worth less than the best size [money of year 0]."""
        return float(self.plan_npv[self.best] - self.plan_npv[self.chosen])

    @property
    def lost_fraction(self) -> float:
        """That over what the plant of the best size adds; 0 where no size adds anything."""
        most = float(self.plant_npv[self.best])
        if most > 0:
            return self.lost / most
        return float(self.lost > 0)


def yearly_cost(result: StudyResult, meter: SizeMeter, dc_kw: float) -> float:
    """Return operation, maintenance and washing of a plant in the first year [money]."""
    washing = sum(washing_per_year(s.pv) for s in result.study.sites if s.name in meter.sites)
    return float(plant_costs(result.study).yearly(np.array(dc_kw))) + washing * (dc_kw > 0)


def plan_flows(
    result: StudyResult,
    meter: SizeMeter,
    dc_kw: Floats,
    bills: Sequence[Bill],
    reactive: Sequence[float],
) -> list[CashFlow]:
    """Return the cash flow of the plan with each size behind a meter.

    Prices, sun and export rule are those of the study; inverters grow with the modules. The
    flow is that of the whole plan, for the tax that parts of a plan save is shared. Batteries
    and outages of the meter's sites are left out; those of other sites stay.

    Parameters
    ----------
    result
        The study.
    meter
        Where the plant stands, in place of those of the meter's sites.
    dc_kw
        Sizes, nothing first [kW].
    bills
        The bill of the first year with each of them.
    reactive
        Charges for reactive energy that each of them adds in the first year [money].
    """
    others = _without_plants_of(result, meter)
    amounts = (
        _with_plant(result, meter, others, size, without=bills[0], bill=bill, reactive=added)
        for size, bill, added in zip(dc_kw.tolist(), bills, reactive, strict=True)
    )
    return [whole_flow(result.study, amount) for amount in amounts]


def npv_of(flow: CashFlow) -> float:
    """Return the net present value after tax of a plan [money of year 0]."""
    return npv(flow.discount_rate, flow.yearly["net_after_tax"])


def outlay_of(flow: CashFlow) -> float:
    """Return the outlay of a plan with the value-added tax that stays a cost [money]."""
    return 0.0 - float(flow.yearly[["capex", "vat", "vat_returned"]].to_numpy(dtype=float).sum())


def payback_of(flow: CashFlow) -> float:
    """Return the simple payback after tax [years]; NaN where none comes or nothing is spent."""
    years = payback_years(flow.yearly["net_after_tax"].to_numpy())
    return np.nan if years is None or not outlay_of(flow) > 0 else years


def _without_plants_of(result: StudyResult, meter: SizeMeter) -> Amounts:
    """Return the first year's amounts without the plants and batteries of a meter."""
    amounts, costs = result.money.amounts, plant_costs(result.study)
    stores = {site.name: site.storage for site in result.sites if site.storage is not None}
    others = [store for name, store in stores.items() if name not in meter.sites]
    plants = [s.plant for s in result.sites if s.name in meter.sites and s.plant is not None]
    bills = [result.bills[name] for name in meter.sites]
    capital = meter.capital(costs, meter.dc_kw)
    kept = max(amounts.plant_capex - capital, 0.0)
    return replace(
        amounts,
        plant_capex=kept,
        inverter_capex=max(amounts.inverter_capex - costs.capital_per_ac_kw * meter.ac_kw, 0.0),
        plant_dc_kw=max(amounts.plant_dc_kw - meter.dc_kw, 0.0),
        plant_vat=amounts.plant_vat * kept / amounts.plant_capex,
        om_per_year=amounts.om_per_year
        - yearly_cost(result, meter, meter.dc_kw)
        - sum(stores[name].om_per_year for name in meter.sites if name in stores),
        **storage_outlay(result.study, others),
        storage_savings=amounts.storage_savings
        - sum(b.failures.after_measures.cost - b.failures.with_plant.cost for b in bills),
        pv_savings=amounts.pv_savings
        - sum(b.after_measures.energy_cost - b.with_plant.energy_cost for b in bills)
        + sum(result.reactive[name].added_by_plant for name in meter.sites),
        export_income=amounts.export_income
        - sum(b.with_plant.credit_value + b.with_plant.surplus_income for b in bills),
        pv_kwh=amounts.pv_kwh - sum(plant.annual_ac_kwh for plant in plants),
    )


def _with_plant(
    result: StudyResult,
    meter: SizeMeter,
    others: Amounts,
    dc_kw: float,
    *,
    without: Bill,
    bill: Bill,
    reactive: float,
) -> Amounts:
    """Return the first year's amounts with a plant of a size behind a meter."""
    costs, ac_kw = plant_costs(result.study), meter.inverters_kw(dc_kw)
    capital = meter.capital(costs, dc_kw)
    today = result.money.amounts
    return replace(
        others,
        plant_capex=others.plant_capex + capital,
        inverter_capex=others.inverter_capex + costs.capital_per_ac_kw * ac_kw,
        plant_dc_kw=others.plant_dc_kw + dc_kw,
        plant_vat=others.plant_vat + today.plant_vat / today.plant_capex * capital,
        om_per_year=others.om_per_year + yearly_cost(result, meter, dc_kw),
        pv_savings=others.pv_savings + (without.energy_cost - bill.energy_cost) - reactive,
        export_income=others.export_income + bill.credit_value + bill.surplus_income,
        pv_kwh=others.pv_kwh + dc_kw * float(meter.unit_kw.sum()),
        degradation_fraction_per_year=_fading(result, meter, dc_kw),
    )


def _fading(result: StudyResult, meter: SizeMeter, dc_kw: float) -> float:
    """Return the loss of output a year of all modules, those of a meter grown to a size."""
    grown = dc_kw / meter.dc_kw
    weights = [
        (site.plant.dc_kw * (grown if site.name in meter.sites else 1.0) if site.plant else 0.0)
        for site in result.sites
    ]
    rates = [site.pv.degradation_fraction_per_year for site in result.study.sites]
    return float(np.average(rates, weights=weights)) if any(weights) else 0.0
