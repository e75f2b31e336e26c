"""What the decision buys: plants and measures in the order in which the budget pays for them."""

from __future__ import annotations

import itertools
import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from equipment_catalog.messages import Message, message
from mine_study.debt_study import own_money
from mine_study.decisions import offer_name, with_caution
from mine_study.plant_costs import plant_costs
from mine_study.reports.kept import kept_of_last

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mine_study.money import Worth
    from mine_study.reports.figures import Figures
    from mine_study.study import StudyResult

    Offer = tuple[Message, float, float]
    """What is bought, its cost and its yearly saving [money]."""


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
    part, money = better_part(result), result.money
    plants = () if part is not None and part[1] is money.efficiency else _plants(result)
    measures = () if part is not None and part[1] is money.pv else _measures(result)
    return [*plants, *measures]


def better_part(result: StudyResult) -> tuple[Message, Worth] | None:
    """Return the part that is worth more alone than with the rest, if it is worth something."""
    money = result.money
    parts = [(message("the measures of efficiency"), money.efficiency)]
    if money.pv is not None:
        parts.append((message("the solar plant"), money.pv))
    name, best = max(parts, key=lambda part: part[1].figures.npv)
    comes_back = best.figures.simple_payback_years is not None
    apart = comes_back and best.figures.npv > max(money.whole.figures.npv, 0.0)
    return (name, best) if apart and len(parts) > 1 else None


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


def _measures(result: StudyResult) -> Iterator[Offer]:
    for row in result.audit.done.reset_index().to_dict("records"):
        yield (
            message(
                "{where}: {variant}",
                where=f"{row['tag']} {row['equipment']}".strip(),
                variant=with_caution(offer_name(row), str(row["kind"])),
            ),
            float(row["capex"]),
            float(row["saved_money_per_year"]),
        )


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
