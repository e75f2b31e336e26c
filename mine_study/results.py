"""`results.json`: the names of the contract, filled from a study's result."""

from __future__ import annotations

import json
import math
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from energy_audit.measures import MEASURES
from equipment_catalog.messages import Message
from mine_study.audit_results import AUDIT_PARTS
from mine_study.best_plan_results import best_plan_results
from mine_study.decisions import DO, KEEP
from mine_study.finance_results import finance_results
from mine_study.language import Reader
from mine_study.plant_results import plant_results
from mine_study.reactive_results import bill_results
from mine_study.tariff_results import tariff_results

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Mapping

    from mine_study.headline import Ranged
    from mine_study.study import StudyResult

SCHEMA_VERSION = 1
KG_PER_T = 1000
LEAST_SAVED_KWH = 1e-3
"""A measure that saves less in a year moves energy and saves none; the rest is rounding."""


def results(result: StudyResult) -> dict[str, Any]:
    """Return a study's result under the names of the contract.

    Figures that do not exist are None. Texts are in the language of the study.
    """
    identity = result.study.study
    reader = Reader(identity.language, identity.country)
    return {name: part(result, reader) for name, part in PARTS.items()}


def results_json(result: StudyResult) -> str:
    """Return the results as text; the same inputs give the same text, its timestamp apart."""
    return json.dumps(plain(results(result)), ensure_ascii=False, indent=2, allow_nan=False) + "\n"


def plain(value: Any) -> Any:  # noqa: ANN401  json holds any type
    """Return numbers as Python's own, and what is not a number as null."""
    if isinstance(value, dict):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(item) for item in value]
    if hasattr(value, "item"):
        value = value.item()
    return None if isinstance(value, float) and not math.isfinite(value) else value


def _ranged(ranged: Ranged | None) -> dict[str, float | None] | None:
    return (
        None if ranged is None else {"value": ranged.value, "low": ranged.low, "high": ranged.high}
    )


def _energy(result: StudyResult) -> dict[str, Any]:
    audit, production = result.audit, result.study.production
    before = {s.name: audit.site_demand_kw(s.name, after=False).sum() for s in result.sites}
    after = {s.name: audit.site_demand_kw(s.name, after=True).sum() for s in result.sites}
    by_area = audit.before.demand_kw.T.groupby(level="area", sort=False).sum().T.sum()
    after_by_area = audit.after.demand_kw.T.groupby(level="area", sort=False).sum().T.sum()
    baseline = audit.before.annual_kwh
    ore, gold = production.ore_t_per_year, production.gold_g_per_year
    return {
        "baseline_kwh": baseline,
        "billed_kwh": audit.balance.billed_kwh,
        "unexplained_fraction": audit.balance.unexplained_fraction,
        "after_measures_kwh": audit.after.annual_kwh,
        "by_site": {
            name: {
                "baseline_kwh": before[name],
                "billed_kwh": audit.balance.by_site["billed_kwh"][name],
                "after_measures_kwh": after[name],
            }
            for name in (site.name for site in result.sites)
        },
        "by_area": {
            str(name): {"baseline_kwh": kwh, "after_measures_kwh": after_by_area[str(name)]}
            for name, kwh in by_area.to_dict().items()
        },
        "kwh_per_t_ore": baseline / ore if ore else None,
        "kwh_per_g_gold": baseline / gold if gold else None,
        "kwh_per_worker": baseline / production.workers if production.workers else None,
    }


def _measures(result: StudyResult, reader: Reader) -> list[dict[str, Any]]:
    t_per_kwh = result.carbon.factor.t_per_mwh / KG_PER_T
    return [
        {
            "id": f"{row['kind']}:{row['tag']}",
            "kind": row["kind"],
            "site": row["site"],
            "equipment": f"{row['tag']} {row['equipment']}".strip(),
            "decision": DO if row["decision"] == DO else KEEP,
            "variant": row["variant"],
            "verdict": row["decision"],
            "timing": row["timing"],
            "reason": reader.say(row["reason"]),
            "saved_kwh": row["saved_kwh"],
            "saved_kwh_p10": row["p10_kwh"],
            "saved_kwh_p90": row["p90_kwh"],
            "saved_kwh_alone": row["alone_kwh"],
            "saved_kw": row["saved_kw"],
            "saved_kvarh": row["saved_kvarh"],
            "moved_kwh": row["moved_kwh"],
            "life_years": row["life_years"],
            "capex": row["capex"],
            "price_source": _said(row["price_source"], reader),
            "ipmvp_option": MEASURES[row["kind"]].ipmvp_option,
            "to_measure": reader.say(MEASURES[row["kind"]].to_measure),
            "saved_money_per_year": row["saved_money_per_year"],
            "simple_payback_years": row["simple_payback_years"],
            "npv": row["npv"],
            "abatement_cost_per_t": _abatement_cost(row, t_per_kwh),
        }
        for row in result.audit.measures.reset_index().to_dict("records")
    ]


def _said(words: object, reader: Reader) -> str | None:
    return reader.say(words) if isinstance(words, Message) else None


def _abatement_cost(row: Mapping[Hashable, Any], t_per_kwh: float) -> float | None:
    """Return the cost less the worth of an option per tonne over its life, undiscounted tonnes."""
    tonnes = row["saved_kwh"] * t_per_kwh * row["life_years"]
    is_saved = row["saved_kwh"] >= LEAST_SAVED_KWH and tonnes > 0
    return -row["npv"] / tonnes if is_saved else None


def _package(result: StudyResult) -> dict[str, Any]:
    amounts = result.money.amounts
    return {
        "saved_kwh": result.audit.saved_kwh,
        "saved_kwh_p10": result.audit.saved_range.p10_kwh,
        "saved_kwh_p90": result.audit.saved_range.p90_kwh,
        "saved_kwh_sum_alone": result.audit.done["alone_kwh"].sum(),
        "saved_fraction": result.audit.saved_kwh / result.audit.before.annual_kwh,
        "steps": [
            {
                "kind": step.kind,
                "saved_kwh": float(step.saved_kw.to_numpy().sum()),
                "saved_kvarh": float(step.saved_kvar.to_numpy().sum()),
            }
            for step in result.audit.steps
        ],
        "capex": amounts.measures_capex,
        "saved_money_per_year": amounts.efficiency_savings,
    }


def _study(result: StudyResult, _reader: Reader) -> dict[str, Any]:
    identity = result.study.study
    return {
        "name": identity.name,
        "country": identity.country,
        "currency": identity.currency,
        "language": identity.language,
        "year": identity.year,
        "synthetic": identity.synthetic,
        "sites": [site.name for site in result.sites],
    }


def _headline(result: StudyResult, _reader: Reader) -> dict[str, Any]:
    return {
        "saved_kwh": _ranged(result.headline.saved_kwh),
        "pv_dc_kw": _ranged(result.headline.dc_kw),
        "payback_years": _ranged(result.headline.payback_years),
    }


def _carbon(result: StudyResult, _reader: Reader) -> dict[str, Any]:
    return {
        "scope1_t": None,
        "scope2_location_before_t": result.carbon.scope2_location_before_t,
        "scope2_location_after_t": result.carbon.scope2_location_after_t,
        "scope2_market_after_t": None,
        "scope3_t": None,
        "avoided_by_export_t": result.carbon.avoided_by_export_t,
        "factor": asdict(result.carbon.factor),
    }


def _notes(result: StudyResult, reader: Reader) -> list[dict[str, Any]]:
    return [
        {
            "what": reader.say(note.what),
            "value": reader.say(note.value) if note.value is not None else None,
            "source": reader.say(note.source),
            "effect": reader.say(note.effect),
            "kind": note.kind,
        }
        for note in result.notes
    ]


PARTS: Mapping[str, Callable[[StudyResult, Reader], Any]] = {
    "schema_version": lambda _result, _reader: SCHEMA_VERSION,
    "study": _study,
    "headline": _headline,
    "energy": lambda result, _reader: _energy(result),
    **AUDIT_PARTS,
    "measures": _measures,
    "package": lambda result, _reader: _package(result),
    "pv": plant_results,
    "bills": lambda result, _reader: {
        name: bill_results(bills) for name, bills in result.bills.items()
    },
    "tariffs": lambda result, _reader: tariff_results(result),
    "best_plan": best_plan_results,
    "finance": lambda result, _reader: finance_results(result),
    "carbon": _carbon,
    "notes": _notes,
    "manifest": lambda result, _reader: dict(result.manifest),
}
"""The parts of ``results.json`` in their order, each made from a result for a reader."""
