"""What the whole plan would be worth with plants of other sizes at a site."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from equipment_catalog.messages import Message, message
from mine_study.charts.size_value import size_bills, sizes
from mine_study.charts.style import rounded_money
from mine_study.money import whole_flow
from project_finance.metrics import npv

if TYPE_CHECKING:
    import numpy.typing as npt

    from mine_study.money import Amounts
    from mine_study.site_design import SiteDesign
    from mine_study.study import StudyResult
    from project_finance.cash_flow import CashFlow
    from project_finance.export_rules import Bill
    from pv_design.plant import Plant

    Floats = npt.NDArray[np.float64]

KEPT = 8


@dataclass(frozen=True, kw_only=True)
class SizeWorth:
    """Net present value after tax by size of the plant."""

    dc_kw: Floats
    """Sizes, nothing first [kW]."""
    plan_npv: Floats
    """Of the whole plan, measures and the other sites' plants as they are [money of year 0]."""
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


def size_worth(result: StudyResult, design: SiteDesign, plant: Plant) -> SizeWorth:
    """Return the worth of the plan with a plant of other sizes at one site.

    Price per kW, sun and export rule are those of the study; inverters grow with the modules.
    The worth is that of the whole plan, for the tax that parts of a plan save is shared. The
    last few answers are kept: each language of a report asks for them.
    """
    return _size_worth(_Asked(result, design, plant))


@dataclass(frozen=True, eq=False)
class _Asked:
    """A question that is the same one only for the very same objects."""

    result: StudyResult
    design: SiteDesign
    plant: Plant

    def __eq__(self, other: object) -> bool:
        return (
            isinstance(other, _Asked)
            and self.result is other.result
            and self.design is other.design
            and self.plant is other.plant
        )

    def __hash__(self) -> int:
        return hash((id(self.result), id(self.design), id(self.plant)))


@lru_cache(maxsize=KEPT)
def _size_worth(asked: _Asked) -> SizeWorth:
    result, design, plant = asked.result, asked.design, asked.plant
    dc_kw = sizes(result, design, plant)
    bills = size_bills(result, design, plant, dc_kw)
    return SizeWorth(
        dc_kw=dc_kw,
        plan_npv=np.array(
            [
                _npv(whole_flow(result.study, _amounts(result, design, plant, size, bill)))
                for size, bill in zip(dc_kw.tolist(), bills, strict=True)
            ]
        ),
        chosen=int(np.abs(dc_kw - plant.dc_kw).argmin()),
    )


def _npv(flow: CashFlow) -> float:
    return npv(flow.discount_rate, flow.yearly["net_after_tax"].to_numpy())


def size_finding(worth: SizeWorth, site: str, currency: str) -> Message:
    """Return which size is worth most, and what the plant of the study loses against it."""
    own, best = (message("{dc:,.0f} kWp", dc=worth.dc_kw[n]) for n in (worth.chosen, worth.best))
    if worth.best == 0:
        return message(
            "{site}: the plant of {own} takes {lost} off the worth of the plan, and no size "
            "adds to it",
            site=site,
            own=own,
            lost=rounded_money(worth.lost, currency),
        )
    if worth.best == worth.chosen:
        return message(
            "{site}: no other size is worth more than the plant of {own}, which adds {npv}",
            site=site,
            own=own,
            npv=rounded_money(float(worth.plant_npv[worth.chosen]), currency),
        )
    return message(
        "{site}: the plant of {own} is worth {lost} less than one of {best}, the best size",
        site=site,
        own=own,
        best=best,
        lost=rounded_money(worth.lost, currency),
    )


def _amounts(
    result: StudyResult, design: SiteDesign, plant: Plant, dc_kw: float, bill: Bill
) -> Amounts:
    """Return the first year's amounts with a plant of another size at one site."""
    amounts, own = result.money.amounts, result.bills[design.name].with_plant
    fading = {s.name: s.pv.degradation_fraction_per_year for s in result.study.sites}[design.name]
    today = sum(site.plant.dc_kw for site in result.sites if site.plant is not None)
    total = today + dc_kw - plant.dc_kw
    faded = today * amounts.degradation_fraction_per_year + (total - today) * fading
    return replace(
        amounts,
        plant_capex=amounts.plant_capex * total / today,
        plant_vat=amounts.plant_vat * total / today,
        om_per_year=amounts.om_per_year * total / today,
        pv_savings=amounts.pv_savings + own.energy_cost - bill.energy_cost,
        export_income=amounts.export_income
        + (bill.credit_value + bill.surplus_income)
        - (own.credit_value + own.surplus_income),
        pv_kwh=amounts.pv_kwh + plant.annual_ac_kwh * (dc_kw / plant.dc_kw - 1),
        degradation_fraction_per_year=max(faded / total, 0.0) if total > 0 else 0.0,
    )
