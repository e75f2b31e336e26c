"""The study from end to end: what the mine uses, what it could save, the sun, the money."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from equipment_catalog.errors import InputError
from equipment_catalog.messages import Message, message
from mine_study.audited import Audited, audit_case
from mine_study.best_plan.best_of_study import BestPlan, best_plan_of_study
from mine_study.carbon import Carbon, electricity_carbon, grid_factor
from mine_study.case import Case, open_case
from mine_study.debt_bad_case import bad_case_of
from mine_study.debt_study import study_debt
from mine_study.esco_study import StudyEsco, study_esco
from mine_study.headline import Headline, headline
from mine_study.manifest import manifest
from mine_study.plan import Plan
from mine_study.plan_choice import choose_plants
from mine_study.plant_budget import PlantBudget, share_plants, with_budget
from mine_study.register import register
from mine_study.register.debt_notes import debt_notes
from mine_study.risk import Risk, study_risk
from mine_study.scenarios import Scenario, scenarios_of
from mine_study.site_design import SiteDesign, design_site, site_weather
from mine_study.site_outages import site_outages
from mine_study.site_reactive import SiteReactive, site_reactive
from mine_study.site_size import PlantSearch, SizeTask, search_plant, sized_plant
from mine_study.storage_notes import with_storage
from mine_study.study_file import SITE_SECTIONS
from mine_study.study_reader import at_key, study_path

if TYPE_CHECKING:
    import pandas as pd

    from equipment_catalog.notes import Note
    from mine_study.layers import Override
    from mine_study.money import Money
    from mine_study.site_bills import SiteBills
    from mine_study.study_file import Study
    from project_finance.debt.plan import DebtPlan
    from pv_design.weather import Weather
    from pv_design.weather.online.access import Access

Progress = Callable[[Message], None]


@dataclass(frozen=True, kw_only=True)
class StudyResult:
    """Everything a study found."""

    study: Study
    """What was asked, every default filled in."""
    origins: Mapping[str, str]
    """For each key that was given: ``study.yaml:LINE``, ``SCENARIO.yaml:LINE`` or ``--set``."""
    audit: Audited
    """The mine before and after the measures."""
    sites: tuple[SiteDesign, ...]
    """Sun and plant of each site."""
    plant_budget: PlantBudget | None
    """How the budget of all plants is shared; None where there is none."""
    billed: pd.DataFrame
    """The bills as they were read, by site and month number."""
    bills: Mapping[str, SiteBills]
    """What each site pays today, after the measures, and with its plant."""
    reactive: Mapping[str, SiteReactive]
    """Reactive energy of each site: what it costs in the three cases, what could be done."""
    money: Money
    """Cash flows and figures of merit."""
    carbon: Carbon
    """Emissions of the electricity."""
    headline: Headline
    """The three numbers of the first page."""
    debt: DebtPlan | None
    """The loan of the whole plan; None without one."""
    debt_in_bad_case: DebtPlan | None
    """The same loan served by the headline's bad case at a low tariff and the planned outlay."""
    esco: StudyEsco | None
    """The whole plan under shared savings; None without a contract."""
    risk: Risk | None
    """How sure the money is; None where the study asks for none or nothing is bought."""
    best_plan: BestPlan | None
    """What the budget is best spent on; None where the study does not ask."""
    notes: tuple[Note, ...]
    """The register: every assumption and every warning."""
    manifest: Mapping[str, Any]
    """Files, versions, weather and seed."""

    @cached_property
    def scenarios(self) -> tuple[Scenario, ...]:
        """The plan under other courses of events; none where nothing is bought."""
        return scenarios_of(self)


def run_study(
    path: Path | str,
    overrides: Sequence[Override] = (),
    *,
    progress: Progress = lambda _step: None,
    access: Access | None = None,
) -> StudyResult:
    """Run a study from its file to its result.

    Parameters
    ----------
    path
        Folder that holds ``study.yaml``, or the file.
    overrides
        Texts ``KEY=VALUE`` that go before the file, and scenario files, before which they go.
    progress
        Called with the name of each step.
    access
        From where answers of weather services may come; without it, what is kept, then the
        network.

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
    file = study_path(Path(path))
    tasks = tuple(_tasks(case, audited, _weathers(case, file, overrides, access)))
    budget = share_plants(case.study, [task for task in tasks if task.builds])
    tasks = tuple(with_budget(task, budget) for task in tasks)
    sought = tuple(_searches(tasks, file, overrides))
    searches = choose_plants(case, audited, tasks, sought)
    designs = tuple(_designs(tasks, searches, file, overrides))
    designs = tuple(_stored(case, audited, designs, file, overrides))
    progress(message("counting the money"))
    reactive = {
        site.name: site_reactive(case.study, site, audited, design)
        for site, design in zip(case.study.sites, designs, strict=True)
    }
    plan = Plan(case, audited, designs, reactive)
    bills, money = plan.bills(), plan.money()
    carbon = _carbon(case.study, bills)
    first = headline(
        money=money, saved_range=audited.saved_range, designs=designs, revalue=plan.money
    )
    debt, esco = study_debt(case.study, money.whole), study_esco(case.study, money.whole)
    bad = bad_case_of(case.study, debt, money.whole, first.bad_case)
    risk = study_risk(plan, bills, money, debt)
    best = best_plan_of_study(
        case,
        audited,
        tasks=tasks,
        searches=[chosen or any_ for chosen, any_ in zip(searches, sought, strict=True)],
        amounts=money.amounts,
        carbon=carbon,
    )
    return StudyResult(
        study=case.study,
        origins=case.origins,
        audit=audited,
        sites=designs,
        plant_budget=budget,
        billed=case.bills,
        bills=bills,
        reactive=reactive,
        money=money,
        carbon=carbon,
        headline=first,
        debt=debt,
        debt_in_bad_case=bad,
        esco=esco,
        risk=risk,
        best_plan=best,
        notes=register(
            case,
            audited=audited,
            designs=designs,
            bills=bills,
            reactive=reactive,
            money=money,
            carbon=carbon,
            loan=debt,
            debt=debt_notes(case.study, debt, bad, esco),
            risk=risk,
        ),
        manifest=manifest(case, designs, overrides),
    )


def _stored(
    case: Case,
    audited: Audited,
    designs: Sequence[SiteDesign],
    path: Path,
    overrides: Sequence[Override],
) -> Iterator[SiteDesign]:
    """Yield each site with the battery that is looked for beside its plant."""
    for number, (site, design) in enumerate(zip(case.study.sites, designs, strict=True)):
        tariff = audited.tariffs[site.name]
        try:
            yield with_storage(design, site, case.study, tariff)
        except InputError as error:
            section, _, key = error.problems[0].field.partition(".")
            at = (section, key) if section == "storage" else ("storage",)
            raise at_key(error, ("sites", number, *at), path, overrides) from None


def _tasks(case: Case, audited: Audited, weathers: Iterator[Weather]) -> Iterator[SizeTask]:
    """Yield each site with its demand after the measures, its weather and its prices."""
    for site, weather in zip(case.study.sites, weathers, strict=True):
        tariff, load_kw = audited.tariffs[site.name], audited.site_demand_kw(site.name, after=True)
        today_kw = audited.site_demand_kw(site.name, after=False)
        outages = site_outages(site, tariff, today_kw, folder=case.folder)
        yield SizeTask(
            study=case.study,
            site=site,
            load_kw=outages.demand(load_kw) if outages else load_kw,
            weather=weather,
            tariff=tariff,
            folder=case.folder,
            outages=outages,
        )


def _searches(
    tasks: Sequence[SizeTask], path: Path, overrides: Sequence[Override]
) -> Iterator[PlantSearch | None]:
    """Yield the plants of each site; what no plant meets is said at the key that asks for it."""
    for number, task in enumerate(tasks):
        with _at_site(number, path, overrides):
            yield search_plant(task) if task.builds else None


def _designs(
    tasks: Sequence[SizeTask],
    searches: Sequence[PlantSearch | None],
    path: Path,
    overrides: Sequence[Override],
) -> Iterator[SiteDesign]:
    """Yield each site with the plant that was chosen."""
    for number, (task, search) in enumerate(zip(tasks, searches, strict=True)):
        with _at_site(number, path, overrides):
            yield design_site(task, sized_plant(search))


@contextmanager
def _at_site(number: int, path: Path, overrides: Sequence[Override]) -> Iterator[None]:
    """Say what is wrong with the plant of a site at its key of the study."""
    try:
        yield
    except InputError as error:
        section, _, key = error.problems[0].field.partition(".")
        if section not in SITE_SECTIONS:
            raise
        raise at_key(error, ("sites", number, section, key), path, overrides) from None


def _weathers(
    case: Case, path: Path, overrides: Sequence[Override], access: Access | None
) -> Iterator[Weather]:
    """Yield the weather of each site; what cannot be had is said at the key that asks for it."""
    for number, site in enumerate(case.study.sites):
        try:
            yield site_weather(site, folder=case.folder, year=case.study.study.year, access=access)
        except InputError as error:
            place = ("sites", number, "weather", "source")
            raise at_key(error, place, path, overrides) from None


def _carbon(study: Study, bills: Mapping[str, SiteBills]) -> Carbon:
    factor = grid_factor(
        study.study.country, study_year=study.study.year, factor_year=study.carbon.factor_year
    )
    return electricity_carbon(
        factor,
        import_before_kwh=sum(site.today.import_kwh for site in bills.values()),
        import_after_kwh=sum(site.with_plant.import_kwh for site in bills.values()),
        export_kwh=sum(site.with_plant.export_kwh for site in bills.values()),
    )
