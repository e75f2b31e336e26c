"""The plan under other courses of events, each by the same cash flow as the plan itself."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from equipment_catalog.messages import Message, message
from equipment_catalog.tables import read_fact
from mine_study.money import Worth, kept_vat_fraction, project_of
from mine_study.project_timing import plan_years
from project_finance.summary import summary
from project_finance.uncertainty.drivers import read_drivers

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mine_study.first_year import Amounts
    from mine_study.money import Money
    from mine_study.study import StudyResult
    from mine_study.study_file import Study
    from project_finance.project import Project

TOLD = 0.1
"""Of ten cases one is worse."""
MOST_DELAY_MONTHS = 24
"""Latest first day of a plant that a cash flow knows."""


@dataclass(frozen=True, kw_only=True)
class Scenario:
    """One course of events."""

    key: str
    name: Message
    changes: Message
    """What is different from the plan."""
    worth: Worth
    """What it is then worth, before any loan."""


def scenarios_of(result: StudyResult) -> tuple[Scenario, ...]:
    """Return efficiency only, plant only, both, an early closure, bad luck and a low tariff.

    Parts that the study does not have are left out; nothing is returned where nothing is bought.

    Parameters
    ----------
    result
        What ``run_study`` returns.
    """
    if result.money.whole.figures.capex <= 0:
        return ()
    return (*_parts(result.money), *_courses(result))


def _parts(money: Money) -> Iterator[Scenario]:
    yield Scenario(
        key="efficiency",
        name=message("efficiency only"),
        changes=message("the measures without the plant"),
        worth=money.efficiency,
    )
    if money.pv is not None:
        yield Scenario(
            key="pv",
            name=message("plant only"),
            changes=message("the plant of the plan, on the demand that the measures leave"),
            worth=money.pv,
        )
    yield Scenario(
        key="whole",
        name=message("both: the plan"),
        changes=message("nothing: measures and plant as this report has them"),
        worth=money.whole,
    )


def _courses(result: StudyResult) -> Iterator[Scenario]:
    closing = early_closure(result)
    if closing is not None:
        yield closing
    bad = result.headline.bad_case
    yield Scenario(
        key="bad_case",
        name=message("bad luck"),
        changes=message(
            "each year as poor in sun as one of ten ({sun:.0%} of the energy), savings at their "
            "one case of ten ({saved:.0%}), prices at theirs ({capex:.0%}), all at once",
            sun=bad.yield_factor,
            saved=bad.saving_factor,
            capex=bad.capex_factor,
        ),
        worth=bad.whole,
    )
    yield low_tariff(result)


def early_closure(result: StudyResult) -> Scenario | None:
    """Return the plan if the mine closes halfway through its years; None for a plan of one year.

    Parameters
    ----------
    result
        What ``run_study`` returns.
    """
    share = read_fact("mine_study", "data/study_facts.csv", "scenario_closure_fraction").value
    years = int(plan_years(result.study.finance) * share)
    if years < 1:
        return None
    study = _with_finance(result.study, mine_closes_after_years=years)
    return Scenario(
        key="closure",
        name=message("the mine closes after year {years:d}", years=years),
        changes=message(
            "no saving and no income after year {years:d}; what is sold or taken down then is "
            "that of the study file",
            years=years,
        ),
        worth=_whole(study, result.money.amounts),
    )


def low_tariff(result: StudyResult) -> Scenario:
    """Return the plan at the tariff that one case of ten stays below, in all years.

    Parameters
    ----------
    result
        What ``run_study`` returns.
    """
    identity = result.study.study
    drivers = read_drivers(
        sigmas=result.study.risk.sigmas, places=(identity.country, identity.currency)
    )
    factor = float(drivers["tariff"].at(TOLD))
    project = result.money.whole.project
    bill = project.energy_bill_year1
    lower = replace(
        project,
        efficiency_savings_year1=factor * project.efficiency_savings_year1,
        pv_savings_year1=factor * project.pv_savings_year1,
        export_income_year1=factor * project.export_income_year1,
        energy_bill_year1=None if bill is None else factor * bill,
    )
    return Scenario(
        key="tariff",
        name=message("the tariff falls"),
        changes=message(
            "every price of energy, credits alike, at {factor:.0%} of the plan's in all years",
            factor=factor,
        ),
        worth=_worth_of(lower, result.study),
    )


def later_plant(result: StudyResult) -> Scenario | None:
    """Return the plan with a plant that begins later; None without a plant or when it may not.

    Parameters
    ----------
    result
        What ``run_study`` returns.
    """
    fact = read_fact("mine_study", "data/study_facts.csv", "scenario_delay_months")
    months = result.study.finance.plant_delay_months + fact.value
    if result.money.pv is None or months > MOST_DELAY_MONTHS:
        return None
    study = _with_finance(result.study, plant_delay_months=months)
    return Scenario(
        key="delay",
        name=message("the plant begins {months:,.0f} months later", months=fact.value),
        changes=message("the plant works {months:,.0f} months after the spending", months=months),
        worth=_whole(study, result.money.amounts),
    )


def without_benefits(result: StudyResult) -> Scenario | None:
    """Return the plan without the tax benefits that it claims; None where it claims none.

    Parameters
    ----------
    result
        What ``run_study`` returns.
    """
    keys = result.study.finance
    if not (keys.use_incentives and keys.income_tax):
        return None
    study, amounts = _with_finance(result.study, use_incentives=False), result.money.amounts
    kept = kept_vat_fraction(study)
    taxed = replace(
        amounts,
        plant_vat=kept * amounts.plant_capex,
        storage_vat=kept * amounts.storage_capex,
    )
    return Scenario(
        key="certificate",
        name=message("no tax benefits"),
        changes=message("ordinary depreciation and tax; value-added tax as without certificate"),
        worth=_whole(study, taxed),
    )


def _with_finance(study: Study, **changed: float | bool) -> Study:
    return study.model_copy(update={"finance": study.finance.model_copy(update=changed)})


def _whole(study: Study, amounts: Amounts) -> Worth:
    project = project_of(study, amounts, measures=True, plant=amounts.plant_capex > 0)
    return _worth_of(project, study)


def _worth_of(project: Project, study: Study) -> Worth:
    inflation = study.finance.inflation_fraction
    return Worth(project=project, figures=summary(project.flow, inflation_fraction=inflation))
