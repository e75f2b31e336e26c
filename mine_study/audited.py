"""The audit of a study with its money: balance, decisions, the mine after the package."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from energy_audit.audit import Step, build_package
from energy_audit.balance import Balance, balance_with_bills
from energy_audit.conditions import Conditions
from energy_audit.consumption import Consumption, consume
from energy_audit.saving_range import package_sigma_kwh
from equipment_catalog.year_hours import hours_of_year
from mine_study.decisions import Valuation, decide, value_options
from mine_study.site_bills import site_tariff
from mine_study.site_design import utc_offset_hours

if TYPE_CHECKING:
    from collections.abc import Mapping

    from energy_audit.measures import Measure
    from mine_study.case import Case
    from mine_study.study_file import Study
    from project_finance.tariffs import Tariff


@dataclass(frozen=True, kw_only=True)
class Audited:
    """The audit with its decisions."""

    before: Consumption
    """The mine as it is."""
    after: Consumption
    """The mine with the package."""
    balance: Balance
    measures: pd.DataFrame
    """One row a motor: its best option, its money, ``decision`` and ``reason``."""
    steps: tuple[Step, ...]
    """The measures done, kind by kind, with what every hour saves."""
    saved_sigma_kwh: float
    """Standard deviation of what the package saves in a year."""
    tariffs: Mapping[str, Tariff]
    """Tariff of each site."""

    def site_demand_kw(self, site: str, *, after: bool) -> pd.Series:
        """Return the hourly demand of a site, zero where it has no machine."""
        demand_kw = (self.after if after else self.before).site_demand_kw
        return demand_kw.get(site, pd.Series(0.0, index=demand_kw.index))

    @property
    def done(self) -> pd.DataFrame:
        """The measures that are done."""
        return self.measures[self.measures["decision"] == "do"]

    @property
    def saved_kwh(self) -> float:
        """Energy the package saves in a year."""
        return self.before.annual_kwh - self.after.annual_kwh


def audit_case(case: Case) -> Audited:
    """Return the audit of a case: balance, offers, decisions, the mine after the package."""
    conditions = mine_conditions(case)
    before = consume(case.inventory.machines, conditions)
    tariffs = {site.name: site_tariff(case.study, site, case.bills) for site in case.study.sites}
    valuation = _valuation(case.study, tariffs)

    def choose(measure: Measure, offers: pd.DataFrame, mine: Consumption) -> pd.DataFrame:
        site = pd.Series({name: name for name in tariffs})
        places = pd.concat([mine.machines["site"], site])
        return decide(measure, value_options(offers, places, valuation), mine)

    package = build_package(before, conditions, choose)
    done = package.measures[package.measures["decision"] == "do"]
    return Audited(
        before=before,
        after=package.after,
        balance=balance_with_bills(before.demand_kw, case.bills),
        measures=package.measures,
        steps=package.steps,
        saved_sigma_kwh=package_sigma_kwh(done.reset_index(), case.inventory.machines),
        tariffs=tariffs,
    )


def mine_conditions(case: Case) -> Conditions:
    """Return what the machines of a case share."""
    study = case.study
    return Conditions(
        calendars=case.calendars,
        hours=hours_of_year(study.study.year, utc_offset_hours(study.sites[0])),
        frequency_hz=study.supply.frequency_hz,
    )


def _valuation(study: Study, tariffs: Mapping[str, Tariff]) -> Valuation:
    nothing = pd.Series(dict.fromkeys(tariffs, 0.0))
    return Valuation(
        price_per_kwh=pd.Series({name: t.price_per_kwh for name, t in tariffs.items()}),
        price_per_excess_kvarh=nothing,
        price_per_moved_kwh=nothing,
        usd_rate=study.prices.usd_rate,
        price_factor=study.prices.motor_price_factor,
        discount_rate=study.finance.discount_rate,
        escalation_fraction=study.finance.tariff_escalation_fraction,
    )
