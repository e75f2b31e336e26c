"""The best plan for the budget under the names of the contract."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mine_study.best_plan.words import offers_words, part_words

if TYPE_CHECKING:
    from mine_study.best_plan.battery_offers import Battery
    from mine_study.best_plan.best_of_study import BestPlan
    from mine_study.best_plan.machine_ways import Way
    from mine_study.best_plan.plant_offers import PlantOffer
    from mine_study.best_plan.true_plan import TruePlan
    from mine_study.language import Reader
    from mine_study.study import StudyResult
    from project_finance.selection.comparison import FourPlans
    from project_finance.selection.frontier import FrontierPoint, NextStep
    from project_finance.selection.plan import Plan

KG_PER_T = 1000


def best_plan_results(result: StudyResult, reader: Reader) -> dict[str, Any] | None:
    """Return the best plan with its proof and what lies around it; None where none was sought.

    ``npv_before_tax_programme`` is what the programme proves, ``npv_before_tax`` and ``npv``
    (after tax) are those of the study's own cash flow of the same plan.
    """
    best = result.best_plan
    if best is None:
        return None
    chosen, selection = best.chosen, best.selection
    return {
        "budget": best.limits.budget,
        "least_avoided_t": best.limits.least_avoided_kg / KG_PER_T,
        "least_coverage_fraction": best.limits.least_coverage_fraction,
        "choices": {
            "measures": len(best.choices.ways),
            "plants": len(best.choices.plants),
            "left_out": best.choices.left_out,
        },
        "plan": _chosen(best, chosen, reader) if chosen else None,
        "out_of_reach": None if chosen else _out_of_reach(best),
        "loan_cover_binds": best.cover_binds,
        "gap": selection.gap,
        "gap_fraction": selection.gap_fraction,
        "programmes": selection.programmes,
        "plans_looked_at": selection.plans_looked_at,
        "ranked_after_tax": [
            {
                "capex": one.plan.capex,
                "npv_before_tax_programme": one.plan.npv,
                "npv_before_tax": one.worth.figures.npv_before_tax,
                "npv": one.worth.figures.npv,
            }
            for one in best.ranked
        ],
        "order": [
            {
                "part": reader.say(part_words(best.choices, part.name)),
                "month": part.month,
                "capex": part.capex,
                "saving_per_month": part.saving_per_month,
            }
            for part in best.order
        ],
        "first_money": best.first_money,
        "by_budget": [_compared(row) for row in best.compared],
        "frontier": [
            {"budget": point.asked, "best": _figures(point.selection.plan)}
            for point in best.by_budget
        ],
        "by_carbon": [_target(point) for point in best.by_carbon],
        "next_step": _next_step(best, best.next_step, reader) if best.next_step else None,
        "abatement": [
            {
                "part": reader.say(part_words(best.choices, bar.name)),
                "npv_before_tax": bar.npv,
                "avoided_t": bar.avoided_t,
                "cost_per_t": bar.cost_per_t,
            }
            for bar in best.bars
        ],
    }


def _chosen(best: BestPlan, chosen: TruePlan, reader: Reader) -> dict[str, Any]:
    plan, figures, choices = chosen.plan, chosen.worth.figures, best.choices
    plants = [choices.plants[name] for name in plan.plants]
    return {
        "measures": [_measure(choices.ways[name], reader) for name in plan.measures],
        "plants": {offer.site: _plant(offer) for offer in plants},
        "storage": {
            offer.site: _battery(offer.battery) for offer in plants if offer.battery is not None
        },
        "capex": plan.capex,
        "saved_kwh": chosen.saved_kwh,
        "coverage_fraction": plan.coverage_fraction,
        "avoided_t_per_year": plan.avoided_kg / KG_PER_T,
        "npv_before_tax_programme": plan.npv,
        "npv_before_tax": figures.npv_before_tax,
        "npv": figures.npv,
        "irr": figures.irr,
        "simple_payback_years": figures.simple_payback_years,
        "simple_payback_before_tax_years": figures.simple_payback_before_tax_years,
    }


def _measure(way: Way, reader: Reader) -> dict[str, Any]:
    return {
        "id": way.name,
        "site": way.site,
        "equipment": way.tag,
        "kinds": [offer["kind"] for offer in way.offers],
        "what": reader.say(offers_words(way)),
        "capex": way.capex,
        "saved_kwh": float(way.saved_kw.sum()),
    }


def _plant(offer: PlantOffer) -> dict[str, Any]:
    return {
        "dc_kw": offer.dc_kw,
        "ac_kw": offer.inverters_kw,
        "modules": int(offer.row["modules"]),
        "inverter": offer.row["inverter"],
        "inverters": int(offer.row["inverters"]),
        "capex": offer.capital,
    }


def _battery(battery: Battery) -> dict[str, Any]:
    return {
        "capacity_kwh": battery.capacity_kwh,
        "power_kw": battery.battery_kw,
        "rule": battery.rule,
        "capex": battery.capital,
    }


def _out_of_reach(best: BestPlan) -> dict[str, Any]:
    most = best.reach
    return {
        "most_avoided_t": most.avoided_kg / KG_PER_T,
        "most_coverage_fraction": most.coverage_fraction,
        "least_budget": best.least_budget,
    }


def _compared(row: FourPlans) -> dict[str, Any]:
    plans = {
        "best": row.best.plan,
        "efficiency_alone": row.measures_only.plan,
        "plants_alone": row.plants_only.plan,
        "greedy": row.greedy,
    }
    return {"budget": row.budget} | {name: _figures(plan) for name, plan in plans.items()}


def _figures(plan: Plan | None) -> dict[str, Any] | None:
    if plan is None:
        return None
    return {
        "capex": plan.capex,
        "npv_before_tax": plan.npv,
        "avoided_t_per_year": plan.avoided_kg / KG_PER_T,
    }


def _target(point: FrontierPoint) -> dict[str, Any]:
    return {"least_avoided_t": point.asked / KG_PER_T, "best": _figures(point.selection.plan)}


def _next_step(best: BestPlan, step: NextStep, reader: Reader) -> dict[str, Any]:
    return {
        "extra_budget": step.extra_budget,
        "extra_npv_before_tax": step.extra_npv,
        "npv_before_tax_per_extra": step.npv_per_extra,
        "added": [reader.say(part_words(best.choices, name)) for name in step.added],
        "dropped": [reader.say(part_words(best.choices, name)) for name in step.dropped],
    }
