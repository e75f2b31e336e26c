"""Reactive energy and the bills of a site under the names of `results.json`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from mine_study.language import Reader
    from mine_study.site_bills import SiteBills
    from mine_study.site_reactive import SiteReactive
    from project_finance.export_rules import Bill
    from project_finance.reactive_energy import ReactiveBill

CASES = ("today", "after_measures", "with_plant")


def reactive_results(reactive: SiteReactive, reader: Reader) -> dict[str, Any]:
    """Return the reactive energy of a site in the three cases, and the remedies."""
    best = reactive.cheapest
    return {
        "price_per_kvarh": reactive.price.per_kvarh,
        "is_charged": reactive.price.is_charged,
        **{case: _charged(reactive, getattr(reactive, case)) for case in CASES},
        "saved_by_measures_per_year": reactive.saved_by_measures,
        "added_by_plant_per_year": reactive.added_by_plant,
        "remedies": [
            {
                "kind": remedy.kind,
                "name": reader.say(remedy.name),
                "kvar": remedy.kvar,
                "capex": remedy.capex,
                "first_year": _charged(reactive, remedy.first_year),
                "lasting": _charged(reactive, remedy.lasting),
                "cost_per_year": remedy.cost_per_year,
            }
            for remedy in reactive.remedies
        ],
        "cheapest": best.kind if best else None,
    }


def _charged(reactive: SiteReactive, bill: ReactiveBill) -> dict[str, float]:
    return {
        "inductive_kvarh": float(bill.monthly["inductive_kvarh"].sum()),
        "excess_kvarh": bill.excess_kvarh,
        "charged_kvarh": bill.charged_kvarh,
        "highest_factor": float(bill.monthly["factor"].max()),
        "cost": reactive.cost(bill),
    }


def bill_results(bills: SiteBills) -> dict[str, Any]:
    """Return what a site pays in the three cases, reactive energy apart."""
    return {case: _bill(getattr(bills, case)) for case in CASES}


def _bill(bill: Bill) -> dict[str, float]:
    return {
        "import_kwh": bill.import_kwh,
        "export_kwh": bill.export_kwh,
        "credited_kwh": bill.credited_kwh,
        "surplus_kwh": bill.surplus_kwh,
        "energy_cost": bill.energy_cost,
        **{part: float(bill.monthly[part].sum()) for part in bill.parts},
        "credit_value": bill.credit_value,
        "surplus_income": bill.surplus_income,
        "net_cost": bill.net_cost,
    }
