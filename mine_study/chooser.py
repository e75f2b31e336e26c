"""The chooser of a study: offers priced, valued and decided, measure by measure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from energy_audit.quoted_prices import with_quotations
from equipment_catalog.tables import read_fact
from mine_study.decisions import Valuation, decide, value_options
from project_finance.incentives import read_incentives

if TYPE_CHECKING:
    from collections.abc import Mapping

    from energy_audit.consumption import Consumption
    from energy_audit.measures import Measure
    from mine_study.case import Case
    from mine_study.reactive import ReactivePrice
    from mine_study.study_file import SiteKeys, Study
    from project_finance.tariffs import Tariff

MOTOR_KINDS = {"replace_motors", "right_size"}
"""Measures that buy motors, whose prices have a factor of their own."""
CREDITS = "creg174"
"""Export rule under which an exported kWh comes back later, less the cost of commercialisation."""


@dataclass(frozen=True, kw_only=True)
class Chooser:
    """What it takes to decide on offers."""

    study: Study
    quotations: pd.DataFrame | None
    """Suppliers' prices; None where there are none."""
    valuation: Valuation
    doubtful_sites: frozenset[str]
    """Sites whose inventory does not fit under their bills: what they save is not proven."""

    @classmethod
    def of(
        cls,
        case: Case,
        tariffs: Mapping[str, Tariff],
        reactive: Mapping[str, ReactivePrice],
        doubtful_sites: frozenset[str],
    ) -> Chooser:
        """Return the chooser of a case."""
        study = case.study
        moved = {site.name: moved_price(site, tariffs[site.name]) for site in study.sites}
        valuation = Valuation(
            price_per_kwh=pd.Series({name: t.price_per_kwh for name, t in tariffs.items()}),
            price_per_excess_kvarh=pd.Series({name: p.per_kvarh for name, p in reactive.items()}),
            is_reactive_charged=pd.Series({name: p.is_charged for name, p in reactive.items()}),
            price_per_moved_kwh=pd.Series(moved),
            usd_rate=study.prices.usd_rate,
            discount_rate=study.finance.discount_rate,
            escalation_fraction=study.finance.tariff_escalation_fraction,
            most_years=study.finance.mine_closes_after_years,
        )
        return cls(
            study=study,
            quotations=case.quotations,
            valuation=valuation,
            doubtful_sites=doubtful_sites,
        )

    def choose(self, measure: Measure, offers: pd.DataFrame, mine: Consumption) -> pd.DataFrame:
        """Return one row for each machine or meter that the measure looks at, decided."""
        valued = self.valued(self.priced(measure, offers), mine)
        return decide(measure, valued, mine)

    def valued(self, offers: pd.DataFrame, mine: Consumption) -> pd.DataFrame:
        """Return offers with their money; of a doubtful site nothing is proven."""
        names = self.valuation.price_per_kwh.index
        site_of = mine.machines["site"].to_dict() | dict(zip(names, names, strict=True))
        valued = value_options(offers, site_of, self.valuation)
        valued["is_proven"] &= ~offers["tag"].map(site_of).isin(self.doubtful_sites)
        return valued

    def priced(self, measure: Measure, offers: pd.DataFrame) -> pd.DataFrame:
        """Return the offers at the study's price level, quoted prices where there are any."""
        prices = self.study.prices
        own = measure.kind in MOTOR_KINDS
        factor = prices.motor_price_factor if own else prices.measure_price_factor
        priced = offers.assign(capex_usd=offers["capex_usd"] * factor)
        if self.quotations is None:
            return priced
        return with_quotations(
            priced,
            measure.kind,
            self.quotations,
            usd_rate=prices.usd_rate,
            currency=self.study.study.currency,
            vat_fraction=read_incentives(self.study.study.country).vat_fraction,
        )


def moved_price(site: SiteKeys, tariff: Tariff) -> float:
    """Return what it is worth that a kWh is used in the sun and not in the dark.

    With monthly credits it is the cost of commercialisation, which an exported kWh loses; without
    any income from export it is the whole price. Only a share of what moves meets a surplus of the
    plant. The measures are decided before the plant is sized: one that is not sought for the
    coverage of the whole year is taken to have no surplus.

    Parameters
    ----------
    site
        Checked keys.
    tariff
        Prices.
    """
    covers = site.pv.aim == "coverage" and site.pv.coverage_fraction >= 1
    if not (site.pv.build and covers):
        return 0.0
    met = read_fact("mine_study", "data/study_facts.csv", "moved_into_surplus_fraction").value
    credited = site.tariff.export_rule == CREDITS
    return met * (tariff.commercialisation if credited else tariff.price_per_kwh)
