"""What the tax rules of the country do to the plan, in sentences."""

from __future__ import annotations

from typing import TYPE_CHECKING

from equipment_catalog.country_names import country_name
from equipment_catalog.messages import Message, message
from mine_study.charts.words import vat_name
from mine_study.incentive_harm import incentive_harm
from mine_study.money import tax_rules
from project_finance.incentives import IncentiveRules, read_incentives

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mine_study.reports.figures import Figures
    from mine_study.study import StudyResult


def tax_remarks(result: StudyResult, write: Figures) -> Iterator[Message]:
    """Yield what was claimed, used and lost; nothing that the country does not know."""
    study, tax = result.study, result.money.whole.flow.tax
    if tax is None:
        yield message(
            "Income tax is not part of this study (finance.income_tax is false): figures after "
            "tax equal those before."
        )
    else:
        claimed = tax_rules(study)
        if claimed.deduction_fraction > 0:
            yield message(
                "Of the special deduction {used} is used and {lost} is lost for want of taxable "
                "income.",
                used=write.money(tax.yearly["deduction_used"].sum()),
                lost=write.money(tax.deduction_lost),
            )
        yield from _depreciation(claimed, write)
        yield from _why_ordinary(result)
        if tax.losses_unused > 0:
            yield message(
                "Tax losses of {losses} stay unused at the horizon.",
                losses=write.money(tax.losses_unused),
            )
        yield from _harm(result, write)
    yield from _vat(result, write)


def _harm(result: StudyResult, write: Figures) -> Iterator[Message]:
    """Yield what the plan is worth under each choice, where fast depreciation makes losses."""
    harm = incentive_harm(result.study, result.money)
    if harm is None:
        return
    worth = {choice: write.money(value) for choice, value in harm.npv_by_choice.items()}
    yield message(
        "{losses} of them are made by the fast depreciation. Worth after tax: {claimed} as "
        "claimed, {slow} with ordinary depreciation and the other incentives kept, {none} without "
        "any incentive (finance.use_incentives: false).",
        losses=write.money(harm.losses_unused),
        claimed=write.money(harm.npv),
        slow=worth["ordinary_depreciation"],
        none=worth["no_incentives"],
    )


def _depreciation(claimed: IncentiveRules, write: Figures) -> Iterator[Message]:
    fast, ordinary = (
        claimed.accelerated_depreciation_fraction,
        claimed.ordinary_depreciation_fraction,
    )
    if fast > ordinary:
        yield message(
            "The investment is depreciated by {fast} a year instead of {ordinary}.",
            fast=write.percent(fast, 1),
            ordinary=write.percent(ordinary, 1),
        )
    if fast > ordinary or claimed.deduction_fraction > 0:
        yield message(
            "Incentives ask for the certificates of the authorities before the purchase: without "
            "them the plan is worth less."
        )


def _why_ordinary(result: StudyResult) -> Iterator[Message]:
    """Yield why incentives of the country's law are not in the figures."""
    study = result.study
    law = read_incentives(study.study.country)
    if not study.finance.use_incentives:
        yield message("The study claims no incentives (finance.use_incentives is false).")
    elif not law.first_year <= study.study.year <= law.last_year:
        yield message(
            "The law's incentives hold from {first} to {last}: an investment of {year} has none.",
            first=f"{law.first_year:.0f}",
            last=f"{law.last_year:.0f}",
            year=str(study.study.year),
        )
    elif law.deduction_fraction == 0:
        yield message(
            "The tax rules of {country} know no special deduction.",
            country=country_name(study.study.country),
        )


def _vat(result: StudyResult, write: Figures) -> Iterator[Message]:
    amounts, name = result.money.amounts, vat_name(result.study.study.country)
    if amounts.plant_vat + amounts.storage_vat > 0:
        yield message(
            "The {vat} of the plant, {amount}, is paid and not recovered.",
            vat=name,
            amount=write.money(amounts.plant_vat + amounts.storage_vat),
        )
    elif result.money.whole.project.vat_recovered > 0:
        yield message(
            "The {vat} of the plant, {amount}, is advanced and given back after {months} months.",
            vat=name,
            amount=write.money(result.money.whole.project.vat_recovered),
            months=str(result.study.finance.vat_return_months),
        )
    elif amounts.plant_capex > 0:
        yield message(
            "No {vat} is counted on the plant: it is excluded or recovered (finance.vat).",
            vat=name,
        )
