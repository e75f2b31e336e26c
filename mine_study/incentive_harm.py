"""Fast depreciation that nobody can use: the losses it makes lapse, and what would be better."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from mine_study.money import kept_vat_fraction, project_of
from project_finance.metrics import npv

if TYPE_CHECKING:
    from mine_study.money import Money
    from mine_study.study_file import Study
    from project_finance.project import Project

Choice = Literal["ordinary_depreciation", "no_incentives"]


@dataclass(frozen=True, kw_only=True)
class IncentiveHarm:
    """Tax losses that fast depreciation makes and that no income is there to take up."""

    losses_unused: float
    """Never set off, beyond those that ordinary depreciation would leave so [money]."""
    npv: float
    """Of the plan after tax, with the incentives as claimed [money of year 0]."""
    npv_by_choice: dict[Choice, float]
    """Of the plan after tax under what else the taxpayer may choose [money of year 0]: fast
    depreciation given up and the rest kept, or all incentives given up."""

    @property
    def better(self) -> Choice | None:
        """The choice that is worth most, if by a whole unit of money more than the plan."""
        best = max(self.npv_by_choice, key=lambda choice: self.npv_by_choice[choice])
        return best if self.gain(best) >= 1 else None

    def gain(self, choice: Choice) -> float:
        """Return what a choice is worth beyond the plan as claimed [money of year 0]."""
        return self.npv_by_choice[choice] - self.npv


def incentive_harm(study: Study, money: Money) -> IncentiveHarm | None:
    """Return the losses that fast depreciation leaves unused; None where it leaves none.

    Parameters
    ----------
    study
        Checked keys.
    money
        The plan.
    """
    project, tax = money.whole.project, money.whole.flow.tax
    rules = project.tax_rules
    if tax is None or rules is None or rules == rules.ordinary():
        return None
    ordinary = rules.ordinary_depreciation_fraction
    slow = replace(project, tax_rules=replace(rules, accelerated_depreciation_fraction=ordinary))
    left = slow.flow.tax.losses_unused if slow.flow.tax else 0.0
    if tax.losses_unused - left < 1:
        return None
    return IncentiveHarm(
        losses_unused=tax.losses_unused - left,
        npv=money.whole.figures.npv,
        npv_by_choice={
            "ordinary_depreciation": _worth(slow),
            "no_incentives": _worth(_without_incentives(study, money)),
        },
    )


def _worth(project: Project) -> float:
    return npv(project.discount_rate, project.flow.yearly["net_after_tax"])


def _without_incentives(study: Study, money: Money) -> Project:
    """Return the plan that claims none, with value-added tax where they alone excluded it."""
    keys = study.finance.model_copy(update={"use_incentives": False})
    unclaimed, amounts = study.model_copy(update={"finance": keys}), money.amounts
    taxed = replace(
        amounts,
        plant_vat=amounts.plant_capex * kept_vat_fraction(unclaimed),
        storage_vat=amounts.storage_capex * kept_vat_fraction(unclaimed),
    )
    return project_of(unclaimed, taxed, measures=True, plant=amounts.plant_capex > 0)
