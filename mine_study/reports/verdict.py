"""The first page's answer: do it or not, and what to buy first."""

from __future__ import annotations

import itertools
import math
from dataclasses import dataclass
from math import isclose
from typing import TYPE_CHECKING, Any

from equipment_catalog.messages import Message, message
from mine_study.debt_study import own_money
from mine_study.decisions import offer_name, with_caution
from mine_study.plant_costs import plant_costs
from mine_study.reports.kept import kept_of_last
from mine_study.reports.loan_verdict import other_loan, with_broken_line

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterator

    from mine_study.money import Worth
    from mine_study.reports.figures import Figures
    from mine_study.study import StudyResult

    Offer = tuple[Message, float, float]


@dataclass(frozen=True, kw_only=True)
class Purchase:
    """One thing to buy."""

    name: Message
    cost: float
    """[money]"""
    saving: float
    """In the first year, before tax, net of operation [money]."""
    running_cost: float
    """Of this and all before it in the list [money]."""
    within_budget: bool
    """Whether the budget pays for it together with the other purchases within it."""

    @property
    def payback_years(self) -> float | None:
        """Cost over the first year's saving; None where it saves nothing."""
        return self.cost / self.saving if self.saving > 0 else None


def verdict(result: StudyResult, write: Figures) -> Message:
    """Return one sentence: what to do with the plan, and why."""
    whole = result.money.whole
    if whole.figures.capex <= 0:
        return message("Nothing to buy: no measure pays for itself and no plant is asked for.")
    part = _better_part(result)
    if part is not None:
        name, worth = part
        alike = write.rounded(worth.figures.npv) == write.rounded(whole.figures.npv)
        said = write.money if alike else write.rounded
        return message(
            "Do only this part: {part}. Alone it is worth {npv} today after tax and pays back in "
            "{years} years; the whole plan is worth {whole}.",
            part=name,
            npv=said(worth.figures.npv),
            years=write.years(worth.figures.simple_payback_years),
            whole=said(whole.figures.npv),
        )
    if whole.figures.npv <= 0 or whole.figures.simple_payback_years is None:
        return _refusal(whole, write)
    if result.debt is not None and result.debt.cover.years_below_one:
        return other_loan(whole, result.debt.cover, write)
    approval = _approval(result, write)
    return approval if result.debt is None else with_broken_line(approval, result.debt.cover, write)


@kept_of_last
def purchases(result: StudyResult) -> tuple[Purchase, ...]:
    """Return what the decision buys: first what the budget pays for, then the rest.

    Where it is to do only a part of the plan, the other part is left out.

    In each of the two the quickest to pay back comes first, by cost over the first year's
    saving before tax. What is too dear for what is left of the budget, and of what a loan and a
    grant of year 0 add to it, waits; cheaper things behind it do not.
    """
    offers = sorted(
        _advised(result),
        key=lambda offer: offer[1] / offer[2] if offer[2] > 0 else math.inf,
    )
    whole = result.money.whole
    others = max(whole.figures.capex - own_money(whole, result.debt), 0.0)
    left = result.study.finance.budget_usd * result.study.prices.usd_rate + others
    within: list[Offer] = []
    beyond: list[Offer] = []
    for offer in offers:
        fits = offer[1] <= left
        left -= offer[1] if fits else 0.0
        (within if fits else beyond).append(offer)
    running = itertools.accumulate(cost for _, cost, _ in (*within, *beyond))
    return tuple(
        Purchase(
            name=name,
            cost=cost,
            saving=saving,
            running_cost=spent,
            within_budget=place < len(within),
        )
        for place, ((name, cost, saving), spent) in enumerate(
            zip((*within, *beyond), running, strict=True)
        )
    )


def _advised(result: StudyResult) -> list[Offer]:
    """Return what the decision is for: the whole plan, or the part that is worth more alone."""
    part, money = _better_part(result), result.money
    plants = () if part is not None and part[1] is money.efficiency else _plants(result)
    measures = () if part is not None and part[1] is money.pv else _measures(result)
    return [*plants, *measures]


def quickest_beyond(items: tuple[Purchase, ...], result: StudyResult, write: Figures) -> str | None:
    """Return the sentence that the quickest purchase does not fit the budget; None if it does."""
    quickest = min(items, key=lambda item: item.payback_years or math.inf, default=None)
    if quickest is None or quickest.within_budget:
        return None
    said = message(
        "{item}: the quickest of all to pay back, but at {cost} it does not fit the budget of "
        "{budget}.",
        item=quickest.name,
        cost=write.rounded(quickest.cost / result.study.prices.usd_rate, "USD"),
        budget=write.rounded(result.study.finance.budget_usd, "USD"),
    )
    return write.say(said)


def _better_part(result: StudyResult) -> tuple[Message, Worth] | None:
    """Return the part that is worth more alone than with the rest, if it is worth something."""
    money = result.money
    parts = [(message("the measures of efficiency"), money.efficiency)]
    if money.pv is not None:
        parts.append((message("the solar plant"), money.pv))
    name, best = max(parts, key=lambda part: part[1].figures.npv)
    comes_back = best.figures.simple_payback_years is not None
    apart = comes_back and best.figures.npv > max(money.whole.figures.npv, 0.0)
    return (name, best) if apart and len(parts) > 1 else None


def _refusal(whole: Worth, write: Figures) -> Message:
    if whole.figures.simple_payback_years is None:
        return message(
            "Do not buy the plan as it stands: it costs {cost} and never pays back.",
            cost=write.rounded(whole.figures.capex),
        )
    if whole.figures.simple_payback_years == 0:
        return message(
            "Do not buy the plan as it stands: others give what it costs, but with a discount "
            "rate of {rate} it loses {loss}.",
            rate=write.percent(whole.flow.discount_rate),
            loss=write.rounded(-whole.figures.npv),
        )
    return message(
        "Do not buy the plan as it stands: it pays back in {years} years, but with a discount rate "
        "of {rate} it loses {loss}.",
        years=write.years(whole.figures.simple_payback_years),
        rate=write.percent(whole.flow.discount_rate),
        loss=write.rounded(-whole.figures.npv),
    )


def _approval(result: StudyResult, write: Figures) -> Message:
    figures, study = result.money.whole.figures, result.study
    rate, budget = study.prices.usd_rate, study.finance.budget_usd
    own, cost = own_money(result.money.whole, result.debt) / rate, figures.capex / rate
    npv, years = write.rounded(figures.npv), write.years(figures.simple_payback_years)
    if figures.simple_payback_years == 0:
        return message(
            "Do it: the plan costs {cost}, which others give: the mine itself pays nothing that "
            "would have to come back, and the plan is worth {npv} today after tax.",
            cost=write.rounded(figures.capex),
            npv=npv,
        )
    if own > budget:
        return _in_steps(npv, years, own=own, cost=cost, budget=budget, write=write)
    if cost > budget:
        return message(
            "Do it: the plan is worth {npv} today after tax and pays back in {years} years, before "
            "any loan. It costs {cost}; others lend or give the rest and the mine itself pays "
            "{own} in year 0, within the budget of {budget}.",
            npv=npv,
            years=years,
            cost=write.rounded(cost, "USD"),
            own=write.rounded(own, "USD"),
            budget=write.rounded(budget, "USD"),
        )
    return message(
        "Do it: the plan costs {cost}, is worth {npv} today after tax and pays back in {years} "
        "years.",
        cost=write.rounded(figures.capex),
        npv=npv,
        years=years,
    )


def _in_steps(
    npv: str, years: str, *, own: float, cost: float, budget: float, write: Figures
) -> Message:
    """Return the approval of what the budget cannot pay at once [USD]."""
    if isclose(own, cost):
        return message(
            "Do it, in steps: the plan is worth {npv} today after tax and pays back in {years} "
            "years, but it costs {cost} and the budget is {budget}.",
            npv=npv,
            years=years,
            cost=write.rounded(cost, "USD"),
            budget=write.rounded(budget, "USD"),
        )
    return message(
        "Do it, in steps: the plan is worth {npv} today after tax and pays back in {years} years, "
        "before any loan; but of the {cost} it costs, the mine itself pays {own} in year 0 and the "
        "budget is {budget}.",
        npv=npv,
        years=years,
        cost=write.rounded(cost, "USD"),
        own=write.rounded(own, "USD"),
        budget=write.rounded(budget, "USD"),
    )


def _plants(result: StudyResult) -> Iterator[Offer]:
    """Yield each plant, with its battery where it has one."""
    costs = plant_costs(result.study)
    for design in result.sites:
        if design.plant is None:
            continue
        plant, bills, store = design.plant, result.bills[design.name], design.storage
        failures = bills.failures
        yield (
            message(
                "Solar plant: {site}, {modules:d} modules, {dc_kw:,.1f} kWp",
                site=design.name,
                modules=plant.modules,
                dc_kw=plant.dc_kw,
            ),
            costs.capital_per_dc_kw * plant.dc_kw
            + costs.capital_per_ac_kw * plant.ac_kw
            + costs.capital_per_inverter * plant.inverters
            + (store.capital if store else 0.0),
            (bills.after_measures.net_cost + failures.after_measures.cost)
            - (bills.with_plant.net_cost + failures.with_plant.cost)
            - costs.yearly_per_dc_kw * plant.dc_kw
            - (store.om_per_year if store else 0.0),
        )


def _said(row: dict[Hashable, Any]) -> Message:
    return with_caution(offer_name(row), str(row["kind"]))


def _measures(result: StudyResult) -> Iterator[Offer]:
    for tag, row in result.audit.done.iterrows():
        where = f"{tag} {row['equipment']}".strip()
        yield (
            message("{where}: {variant}", where=where, variant=_said(row.to_dict())),
            float(row["capex"]),
            float(row["saved_money_per_year"]),
        )
