"""The plants of a study under the names of `results.json`: each site's, and all together."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mine_study.electrical_results import electrical_results
from mine_study.exceedance_results import exceedance_results, sum_of_exceedances
from mine_study.plant_losses import loss_results
from mine_study.reactive_results import reactive_results
from mine_study.size_results import budget_results, size_results
from mine_study.storage_results import BATTERY_FLOWS, battery_sizes, storage_results

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mine_study.language import Reader
    from mine_study.site_design import SiteDesign
    from mine_study.study import StudyResult
    from pv_design.exceedance_law import Exceedance
    from pv_design.plant import Plant

STORAGE_SUMS = tuple(f"{name}_kwh" for name in BATTERY_FLOWS)
PLANT_SUMS = (
    "dc_kw",
    "ac_kw",
    "modules",
    "inverters",
    "annual_ac_kwh",
    "p90_ac_kwh",
    "load_kwh",
    "self_used_kwh",
    "export_kwh",
    "curtailed_kwh",
    "import_kwh",
    "through_battery_kwh",
    *STORAGE_SUMS,
    "outage_demand_kwh",
)


def plant_results(result: StudyResult, reader: Reader) -> dict[str, Any]:
    """Return the `pv` part of the results: all plants together, and `by_site` each of them."""
    by_site = {site.name: _site_pv(site, reader) for site in result.sites}
    for name, reactive in result.reactive.items():
        by_site[name]["reactive"] = reactive_results(reactive, reader)
    for site in result.sites:
        by_site[site.name]["size"] = size_results(site.size, reader)
    for site in result.sites:
        by_site[site.name]["storage"] = storage_results(site, result.bills[site.name])
    plants = [site.plant for site in result.sites if site.plant]
    total = {key: sum(site[key] for site in by_site.values()) for key in PLANT_SUMS}
    reference = sum(_reference_kwh(plant) for plant in plants)
    return {
        **total,
        "module": _shared(plant.module.name for plant in plants),
        "inverter": _shared(plant.inverter.name for plant in plants),
        **battery_sizes(result.sites),
        "budget": budget_results(result.plant_budget),
        "tilt_deg": _shared(plant.tilt_deg for plant in plants),
        "azimuth_deg": _shared(plant.azimuth_deg for plant in plants),
        "specific_yield_kwh_per_kw": _ratio(total["annual_ac_kwh"], total["dc_kw"]),
        "performance_ratio": _ratio(total["annual_ac_kwh"], reference),
        **_fractions(total),
        "exceedance": sum_of_exceedances(by_site.values()),
        "by_site": by_site,
    }


def _site_pv(site: SiteDesign, reader: Reader) -> dict[str, Any]:
    plant, sure = site.plant, site.exceedance
    if plant is None or sure is None:
        return _without_plant(site, reader)
    figures = _summed_figures(site, plant, sure)
    return {
        **figures,
        "module": plant.module.name,
        "inverter": plant.inverter.name,
        "tilt_deg": plant.tilt_deg,
        "azimuth_deg": plant.azimuth_deg,
        "specific_yield_kwh_per_kw": plant.production.specific_yield_kwh_per_kw,
        "performance_ratio": plant.production.performance_ratio,
        **_fractions(figures),
        "exceedance": exceedance_results(sure, reader),
        "electrical": electrical_results(site.electrical, reader) if site.electrical else None,
        "losses": loss_results(site, reader),
    }


def _without_plant(site: SiteDesign, reader: Reader) -> dict[str, Any]:
    load_kwh = _load_kwh(site)
    return {
        **dict.fromkeys(PLANT_SUMS, 0),
        "load_kwh": load_kwh,
        "import_kwh": load_kwh,
        "exceedance": None,
        "electrical": None,
        "losses": loss_results(site, reader),
    }


def _summed_figures(site: SiteDesign, plant: Plant, sure: Exceedance) -> dict[str, float]:
    """Return the figures of a plant that are summed over the sites: those of ``PLANT_SUMS``."""
    flows, load_kwh = site.flows, _load_kwh(site)
    named = ("self_used", "export", "curtailed", "import", *BATTERY_FLOWS)
    return {
        "dc_kw": plant.dc_kw,
        "ac_kw": plant.ac_kw,
        "modules": plant.modules,
        "inverters": plant.inverters,
        "annual_ac_kwh": plant.annual_ac_kwh,
        "p90_ac_kwh": sure.exceeded_kwh(0.90),
        "load_kwh": load_kwh,
        **{f"{name}_kwh": float(getattr(flows, f"{name}_kw").sum()) for name in named},
        "through_battery_kwh": flows.through_battery_kwh,
        "outage_demand_kwh": float(site.load_kw.sum()) - load_kwh,
    }


def _load_kwh(site: SiteDesign) -> float:
    """Return the demand of the year that the grid's failures do not add to."""
    demand_kw = site.outages.known(site.load_kw) if site.outages else site.load_kw
    return float(demand_kw.sum())


def _reference_kwh(plant: Plant) -> float:
    return plant.annual_ac_kwh / plant.production.performance_ratio


def _fractions(figures: dict[str, Any]) -> dict[str, float | None]:
    """Return coverage, and what sun and demand share, at once or through the battery."""
    demand_kwh = figures["load_kwh"] + figures["outage_demand_kwh"]
    shared = figures["self_used_kwh"] + figures["through_battery_kwh"]
    return {
        "coverage_fraction": _ratio(figures["annual_ac_kwh"], demand_kwh),
        "self_consumption_fraction": _ratio(shared, figures["annual_ac_kwh"]),
        "self_sufficiency_fraction": _ratio(shared, demand_kwh),
    }


def _ratio(part: float, whole: float) -> float | None:
    """Return a ratio, None where there is nothing to compare with."""
    return part / whole if whole else None


def _shared(values: Iterable[Any]) -> Any:  # noqa: ANN401  a name or an angle
    """Return what all plants share; None where they differ or there is none (see by_site)."""
    found = set(values)
    return found.pop() if len(found) == 1 else None
