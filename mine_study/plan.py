"""The measures and plants of a plan, and what they are worth under any sun and saving."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from mine_study.first_year import first_year_amounts
from mine_study.money import value_plan
from mine_study.site_bills import site_bills

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mine_study.audited import Audited
    from mine_study.case import Case
    from mine_study.first_year import Amounts
    from mine_study.money import Money
    from mine_study.site_bills import SiteBills
    from mine_study.site_design import SiteDesign
    from mine_study.site_reactive import SiteReactive


@dataclass(frozen=True)
class Plan:
    """Measures and plants that are fixed; sun and savings that may turn out otherwise."""

    case: Case
    """The study and its files."""
    audited: Audited
    """The mine before and after the measures."""
    designs: tuple[SiteDesign, ...]
    """Plant of each site."""
    reactive: Mapping[str, SiteReactive]
    """Reactive energy of each site."""

    def bills(self, yield_factor: float = 1.0, saving_factor: float = 1.0) -> dict[str, SiteBills]:
        """Return the bills of each site."""
        rules = {site.name: site.tariff.export_rule for site in self.case.study.sites}
        return {
            design.name: site_bills(
                design,
                self.audited.tariffs[design.name],
                today_kw=self.audited.site_demand_kw(design.name, after=False),
                export_rule=rules[design.name],
                yield_factor=yield_factor,
                saving_factor=saving_factor,
            )
            for design in self.designs
        }

    def amounts(
        self,
        bills: Mapping[str, SiteBills],
        yield_factor: float = 1.0,
        saving_factor: float = 1.0,
        capex_factor: float = 1.0,
    ) -> Amounts:
        """Return the money and energy of the first year under bills of the same factors."""
        return first_year_amounts(
            self.case.study,
            {design.name: design for design in self.designs},
            bills,
            measures=self.audited.done,
            saved_kwh=self.audited.saved_kwh * saving_factor,
            reactive=self.reactive,
            pv_factor=yield_factor,
            capex_factor=capex_factor,
        )

    def money(
        self, yield_factor: float = 1.0, saving_factor: float = 1.0, capex_factor: float = 1.0
    ) -> Money:
        """Return the cash flows."""
        bills = self.bills(yield_factor, saving_factor)
        amounts = self.amounts(bills, yield_factor, saving_factor, capex_factor)
        return value_plan(self.case.study, amounts)
