"""The audit of a study with its money: balance, waste, decisions, the mine after the package."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from energy_audit.audit import Step, build_package
from energy_audit.balance import Balance, balance_with_bills
from energy_audit.calibration import Calibration, calibrate
from energy_audit.consumption import Consumption, consume
from energy_audit.indicators import indicators
from energy_audit.operation.derating import derating_notes
from energy_audit.operation.load_evidence import SettledMachines, settle_machines
from energy_audit.operation.value_uncertainty import value_sigmas
from energy_audit.production import Production
from energy_audit.quoted_prices import unmatched_quotations
from energy_audit.saving_range import SavingRange, saving_range
from energy_audit.supply_notes import supply_notes
from energy_audit.transformer_load import transformer_load_notes
from energy_audit.waste.ranking import find_waste
from equipment_catalog.tables import read_fact
from mine_study.chooser import Chooser
from mine_study.decisions import DO, reasons
from mine_study.mine_conditions import mine_conditions
from mine_study.reactive import ReactivePrice, reactive_price, reactive_today
from mine_study.site_tariff import bills_of, site_tariff

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from energy_audit.conditions import Conditions
    from equipment_catalog.notes import Note
    from mine_study.case import Case
    from project_finance.tariffs import Tariff


@dataclass(frozen=True, kw_only=True)
class Audited:
    """The audit with its decisions."""

    conditions: Conditions
    settled: SettledMachines
    """The inventory with its loads by the best evidence, before the bills had a say."""
    calibration: Calibration | None
    """What the bills changed; None where the study does not want it."""
    before: Consumption
    """The mine as it is."""
    after: Consumption
    """The mine with the package."""
    balance: Balance
    waste: pd.DataFrame
    """Where energy is wasted, the most first."""
    measures: pd.DataFrame
    """One row for each measure and machine or meter: its best offer, its money, its range,
    ``decision`` and ``reason``."""
    steps: tuple[Step, ...]
    """The measures done, kind by kind, with what every hour saves."""
    saved_range: SavingRange
    sigmas: pd.DataFrame
    """What is left of the uncertainty of each value after the bills; the range is drawn from it."""
    indicators: pd.DataFrame
    tariffs: Mapping[str, Tariff]
    """Tariff of each site."""
    reactive: Mapping[str, ReactivePrice]
    """Price of reactive energy of each site."""
    notes: tuple[Note, ...]
    """What the audit assumed and found."""

    def site_demand_kw(self, site: str, *, after: bool) -> pd.Series:
        """Return the hourly demand of a site, zero where it has no machine."""
        demand_kw = (self.after if after else self.before).site_demand_kw
        return demand_kw.get(site, pd.Series(0.0, index=demand_kw.index))

    def site_demand_kvar(self, site: str, *, after: bool) -> pd.Series:
        """Return the hourly reactive demand of a site, zero where it has no machine."""
        demand_kvar = (self.after if after else self.before).site_demand_kvar
        return demand_kvar.get(site, pd.Series(0.0, index=demand_kvar.index))

    @property
    def done(self) -> pd.DataFrame:
        """The measures that are done."""
        return self.measures[self.measures["decision"] == DO]

    @property
    def saved_kwh(self) -> float:
        """Energy the package saves in a year."""
        return self.before.annual_kwh - self.after.annual_kwh


def audit_case(case: Case) -> Audited:
    """Return the audit of a case: balance, waste, decisions, the mine after the package."""
    study, conditions = case.study, mine_conditions(case)
    settled = settle_machines(case.inventory.machines, frequency_hz=conditions.frequency_hz)
    found = consume(settled.machines, conditions)
    sigmas = _sigmas(settled)
    calibration = (
        calibrate(found, case.bills, conditions, sigmas) if study.audit.calibrate else None
    )
    before = calibration.mine if calibration else found
    tariffs = _tariffs(case, before)
    reactive = _reactive_prices(case, before, tariffs)
    balance = calibration.balance if calibration else _balance(before, case)
    chooser = Chooser.of(case, tariffs, reactive, doubtful_sites(balance))
    package = build_package(before, conditions, chooser.choose)
    measures = chooser.valued(package.measures.reset_index(), before).set_index("tag")
    remaining = _remaining_sigmas(sigmas, calibration)
    ranges = saving_range(package.measures, remaining, seed=study.audit.seed)
    production = Production(**study.production.model_dump())
    return Audited(
        conditions=conditions,
        settled=settled,
        calibration=calibration,
        before=before,
        after=package.after,
        balance=balance,
        waste=find_waste(before, conditions, production),
        measures=measures.assign(reason=reasons(measures), **ranges.by_row),
        steps=package.steps,
        saved_range=ranges,
        sigmas=remaining,
        indicators=_indicators(before, package.after, production, conditions),
        tariffs=tariffs,
        reactive=reactive,
        notes=(
            *case.inventory.remarks,
            *conditions.notes,
            *settled.notes,
            *supply_notes(before.machines),
            *(calibration.notes if calibration else ()),
            *_mine_notes(before, conditions),
            *_unused_quotations(case, package.offers),
        ),
    )


def doubtful_sites(balance: Balance) -> frozenset[str]:
    """Return the sites whose machines draw more than was billed, beyond what is taken for chance.

    Whatever they are said to save is then more than they may use.
    """
    limit = read_fact("mine_study", "data/study_facts.csv", "unexplained_limit_fraction").value
    surplus = balance.by_site["unexplained_fraction"] < -limit
    return frozenset(balance.by_site.index[surplus].astype(str))


def _tariffs(case: Case, mine: Consumption) -> dict[str, Tariff]:
    nothing = pd.Series(0.0, index=mine.site_demand_kw.index)
    return {
        site.name: site_tariff(
            case.study,
            site,
            case.bills,
            folder=case.folder,
            today_kw=mine.site_demand_kw.get(site.name, nothing),
        )
        for site in case.study.sites
    }


def _mine_notes(mine: Consumption, conditions: Conditions) -> Iterator[Note]:
    yield from derating_notes(mine.machines, mine.points, conditions)
    yield from transformer_load_notes(mine, conditions)


def _unused_quotations(case: Case, offers: pd.DataFrame) -> tuple[Note, ...]:
    return () if case.quotations is None else unmatched_quotations(case.quotations, offers)


def _sigmas(settled: SettledMachines) -> pd.DataFrame:
    """Return the uncertainty of each value before the bills; that of estimates is shared."""
    machines = settled.machines
    own = machines["load_evidence"].mask(machines["load_evidence"] == "", machines["evidence"])
    sigmas = value_sigmas(machines, settled.evidence)
    return sigmas.assign(is_shared=own == "estimated")


def _balance(mine: Consumption, case: Case) -> Balance:
    return balance_with_bills(mine.demand_kw, case.bills, demand_kvar=mine.demand_kvar)


def _indicators(
    before: Consumption, after: Consumption, production: Production, conditions: Conditions
) -> pd.DataFrame:
    free = conditions.free_reactive_fraction
    return indicators(before, production, after=after, free_reactive_fraction=free)


def _reactive_prices(
    case: Case, mine: Consumption, tariffs: Mapping[str, Tariff]
) -> dict[str, ReactivePrice]:
    charged = _charged_kvarh(case, mine)
    return {
        site.name: reactive_price(
            site,
            bills_of(site.name, case.bills),
            tariffs[site.name],
            charged_kvarh=charged.get(site.name, 0.0),
        )
        for site in case.study.sites
    }


def _charged_kvarh(case: Case, mine: Consumption) -> dict[str, float]:
    """Return what each site with machines is charged for reactive energy today [kvarh]."""
    kw, kvar = mine.site_demand_kw, mine.site_demand_kvar
    return {
        site.name: reactive_today(case.study, site, kw[site.name], kvar[site.name]).charged_kvarh
        for site in case.study.sites
        if site.name in kw
    }


def _remaining_sigmas(sigmas: pd.DataFrame, calibration: Calibration | None) -> pd.DataFrame:
    """Return what is left of the uncertainty of each value after the bills.

    Where the bills were used, the error that all estimates share is known from their sum.
    """
    if calibration is None:
        return sigmas
    left = calibration.posterior[["load_sigma_fraction", "hours_sigma_fraction"]]
    return sigmas.assign(**{name: left[name] for name in left.columns}, is_shared=False)
