"""The study from end to end: what the mine uses, what it could save, the sun, the money."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from energy_audit.audit import Consumption, apply_package, consume, evaluate_options
from energy_audit.balance import Balance, balance_with_bills
from energy_audit.saving_range import saving_sigma_kwh
from equipment_catalog.messages import Message, message
from equipment_catalog.year_hours import hours_of_year
from mine_study.carbon import Carbon, electricity_carbon, grid_factor
from mine_study.case import Case, open_case
from mine_study.decisions import Valuation, decide, value_options
from mine_study.headline import Headline, headline
from mine_study.manifest import manifest
from mine_study.money import Money, first_year_amounts, value_plan
from mine_study.register import register
from mine_study.site_bills import SiteBills, site_bills, site_tariff
from mine_study.site_design import SiteDesign, design_site

if TYPE_CHECKING:
    from equipment_catalog.notes import Note
    from mine_study.study_file import Study
    from project_finance.tariffs import Tariff

Progress = Callable[[Message], None]


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
    saved_sigma_kwh: float
    """Standard deviation of what the package saves in a year."""
    tariffs: Mapping[str, Tariff]
    """Tariff of each site."""

    @property
    def done(self) -> pd.DataFrame:
        """The measures that are done."""
        return self.measures[self.measures["decision"] == "do"]

    @property
    def saved_kwh(self) -> float:
        """Energy the package saves in a year."""
        return self.before.annual_kwh - self.after.annual_kwh


@dataclass(frozen=True, kw_only=True)
class StudyResult:
    """Everything a study found."""

    study: Study
    inventory_defaulted: Mapping[str, int]
    audit: Audited
    sites: tuple[SiteDesign, ...]
    bills: Mapping[str, SiteBills]
    money: Money
    carbon: Carbon
    headline: Headline
    notes: tuple[Note, ...]
    """The register: every assumption and every warning."""
    manifest: Mapping[str, Any]


def run_study(
    path: Path | str, overrides: Sequence[str] = (), *, progress: Progress = lambda _step: None
) -> StudyResult:
    """Run a study from its file to its result.

    Parameters
    ----------
    path
        Folder that holds ``study.yaml``, or the file.
    overrides
        Texts ``KEY=VALUE`` that go before the file.
    progress
        Called with the name of each step.

    Raises
    ------
    InputError
        With every problem of the study file, the inventory and the bills.
    """
    progress(message("reading the study"))
    case = open_case(Path(path), overrides)
    progress(message("auditing {count:d} machines", count=len(case.inventory.machines)))
    audited = audit_case(case)
    progress(message("calculating the sun and the plant"))
    designs = design_case(case, audited)
    progress(message("counting the money"))
    bills = _bills(case, audited, designs, 1.0, 1.0)
    revalue = partial(_revalue, case, audited, designs)
    money = revalue(1.0, 1.0)
    study = case.study
    carbon = electricity_carbon(
        grid_factor(
            study.study.country, study_year=study.study.year, factor_year=study.carbon.factor_year
        ),
        import_before_kwh=audited.before.annual_kwh,
        import_after_kwh=sum(b.with_plant.import_kwh for b in bills.values()),
        export_kwh=sum(b.with_plant.export_kwh for b in bills.values()),
    )
    result = StudyResult(
        study=study,
        inventory_defaulted=case.inventory.defaulted,
        audit=audited,
        sites=designs,
        bills=bills,
        money=money,
        carbon=carbon,
        headline=headline(
            money=money, saved_sigma_kwh=audited.saved_sigma_kwh, designs=designs, revalue=revalue
        ),
        notes=register(
            case, audited=audited, designs=designs, bills=bills, money=money, carbon=carbon
        ),
        manifest=manifest(case.input_files, designs, seed=study.weather.seed, overrides=overrides),
    )
    progress(message("the study is computed"))
    return result


def audit_case(case: Case) -> Audited:
    """Return the audit of a case: balance, options, decisions, the mine after the package."""
    study, machines = case.study, case.inventory.machines
    frequency_hz = study.supply.frequency_hz
    offset = study.sites[0].utc_offset_hours or 0.0
    hours = hours_of_year(study.study.year, offset)
    before = consume(machines, case.calendars, hours, frequency_hz=frequency_hz)
    tariffs = {site.name: site_tariff(study, site, case.bills) for site in study.sites}
    valued = value_options(
        evaluate_options(before, frequency_hz=frequency_hz),
        machines["site"],
        Valuation(
            price_per_kwh=pd.Series({name: t.price_per_kwh for name, t in tariffs.items()}),
            usd_rate=study.prices.usd_rate,
            price_factor=study.prices.motor_price_factor,
            discount_rate=study.finance.discount_rate,
            escalation_fraction=study.finance.tariff_escalation_fraction,
        ),
    )
    measures = decide(valued, machines)
    done = measures[measures["decision"] == "do"].reset_index()
    sigma = saving_sigma_kwh(done, machines["evidence"])
    return Audited(
        before=before,
        after=apply_package(before, done, case.calendars, frequency_hz=frequency_hz),
        balance=balance_with_bills(before.demand_kw, case.bills),
        measures=measures,
        saved_sigma_kwh=float((sigma**2).sum() ** 0.5),
        tariffs=tariffs,
    )


def design_case(case: Case, audited: Audited) -> tuple[SiteDesign, ...]:
    """Return the weather and the plant of each site, for the demand after the measures."""
    demand = audited.after.site_demand_kw
    year = case.study.study.year
    return tuple(
        design_site(site, demand[site.name], folder=case.folder, year=year)
        for site in case.study.sites
    )


def _bills(
    case: Case,
    audited: Audited,
    designs: Sequence[SiteDesign],
    yield_factor: float,
    saving_factor: float,
) -> dict[str, SiteBills]:
    rules = {site.name: site.tariff.export_rule for site in case.study.sites}
    today = audited.before.site_demand_kw
    return {
        design.name: site_bills(
            design,
            audited.tariffs[design.name],
            today_kw=today[design.name],
            export_rule=rules[design.name],
            yield_factor=yield_factor,
            saving_factor=saving_factor,
        )
        for design in designs
    }


def _revalue(
    case: Case,
    audited: Audited,
    designs: Sequence[SiteDesign],
    yield_factor: float,
    saving_factor: float,
) -> Money:
    done = audited.done
    amounts = first_year_amounts(
        case.study,
        {design.name: design for design in designs},
        _bills(case, audited, designs, yield_factor, saving_factor),
        measures_capex=float(done["capex"].sum()),
        measures_life_years=int(done["life_years"].min()) if len(done) else None,
        saved_kwh=audited.saved_kwh * saving_factor,
        pv_factor=yield_factor,
    )
    return value_plan(case.study, amounts)
