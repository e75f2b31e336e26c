"""From which data and by which model each chart is drawn, told below it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from equipment_catalog.country_names import country_name
from equipment_catalog.messages import Message, message

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from mine_study.site_design import SiteDesign
    from mine_study.study import StudyResult

    Source = Callable[[StudyResult], Message]
    SiteSource = Callable[[StudyResult, SiteDesign], Message]


def of_inventory(result: StudyResult) -> Message:
    """Return what the energy of the machines rests on."""
    year = str(result.study.study.year)
    if result.audit.calibration is None:
        return message("inventory as given, working calendar of {year}", year=year)
    return message("inventory, its loads and hours fitted to the bills of {year}", year=year)


def of_inventory_with_uses(result: StudyResult) -> Message:
    """Return what the balance of the mine rests on."""
    return message(
        "{inventory}; efficiencies, belts, leaks and lamps as in the tables of machines and of "
        "waste; work is what shaft, air line, lamp or heater gives, before the process",
        inventory=of_inventory(result),
    )


def of_measure_costs(result: StudyResult) -> Message:
    """Return how the cost of a saved kWh is reckoned."""
    return message(
        "tables of the measures; outlay as equal payments over their lives at {rate:.1%} a year "
        "less inflation, over the kWh of a year; measures that save no energy are not drawn, "
        "columns higher than the drawing are cut off",
        rate=result.study.finance.discount_rate,
    )


def of_cash(result: StudyResult) -> Message:
    """Return what the cash flows are."""
    return message(
        "cash flow of {years:d} years, nominal, after tax, before any loan",
        years=result.study.finance.horizon_years,
    )


def of_draws(result: StudyResult) -> Message:
    """Return from where the risk is drawn."""
    if result.risk is None:
        return message("nothing drawn")
    return message(
        "{draws:,d} draws of all doubts together, seed {seed}; table of the figures and doubts",
        draws=result.risk.count,
        seed=str(result.risk.seed),
    )


def of_one_doubt(_result: StudyResult) -> Message:
    """Return how the bars of the tornado are found."""
    return message("each doubt alone at its one case in ten, the others as planned")


def of_carbon(result: StudyResult) -> Message:
    """Return the factor of the grid."""
    factor = result.carbon.factor
    return message(
        "energy bought in a year times {factor:.3f} t CO₂e/MWh of the grid of {country} in {year}; "
        "GHG Protocol, location-based",
        factor=factor.t_per_mwh,
        country=country_name(factor.country),
        year=str(factor.year),
    )


def of_best_plan(_result: StudyResult) -> Message:
    """Return what the best plan is."""
    return message("search among measures, plants and batteries under the budget; table below")


def of_one_meter(_result: StudyResult) -> Message:
    """Return what the curve of one meter rests on."""
    return message("a bill of every hour of every size, as one meter; table of sizes below")


def of_package(result: StudyResult) -> Message:
    """Return where the steps of the package stand."""
    return message("{inventory}; table of the package below", inventory=of_inventory(result))


def of_weather(_result: StudyResult, design: SiteDesign) -> Message:
    """Return the weather of a site."""
    return message("weather: {source}", source=design.weather.source)


def of_sun(result: StudyResult, design: SiteDesign) -> Message:
    """Return the weather of a site and where its months stand."""
    return message(
        "{weather}; whiskers: one standard deviation of the yearly level; table of the months",
        weather=of_weather(result, design),
    )


def of_plant(result: StudyResult, design: SiteDesign) -> Message:
    """Return the weather of a site and the model of its plant."""
    return message(
        "{weather}; plant hour by hour with pvlib; {inventory}",
        weather=of_weather(result, design),
        inventory=of_inventory(result),
    )


def of_losses(result: StudyResult, design: SiteDesign) -> Message:
    """Return where each loss comes from."""
    return message(
        "{weather}; source of each loss in the table of losses", weather=of_weather(result, design)
    )


def of_sizes(result: StudyResult, design: SiteDesign) -> Message:
    """Return what the curves of size rest on."""
    return message(
        "{weather}; the bill of every size, month by month; table of sizes",
        weather=of_weather(result, design),
    )


def of_bills(result: StudyResult, _design: SiteDesign) -> Message:
    """Return which bills are drawn."""
    return message(
        "bills of {year} as given; all that was charged, reactive energy too, over the kWh; the "
        "price in the table of sites is that of the energy alone",
        year=str(result.study.study.year),
    )


def of_balance(result: StudyResult, _design: SiteDesign) -> Message:
    """Return what stands beside the bills."""
    year = str(result.study.study.year)
    return message(
        "bills of {year}; {inventory}; table of the balance",
        year=year,
        inventory=of_inventory(result),
    )


def of_strings(_result: StudyResult, design: SiteDesign) -> Message:
    """Return the temperatures at which a string is checked."""
    if design.electrical is None:
        return message("no plant")
    extremes = design.electrical.extremes
    return message(
        "data sheets of module and inverter; {cold:.1f} °C coldest air ({source}), {hot:.1f} °C "
        "hottest cells",
        cold=extremes.coldest_air_c,
        source=extremes.coldest_air_source,
        hot=extremes.hottest_cell_c,
    )


def of_sky(_result: StudyResult, design: SiteDesign) -> Message:
    """Return where the sun and the terrain come from."""
    sun = message("position of the sun on the 15th of each month with pvlib")
    if design.weather.horizon is None:
        return message("{sun}; no horizon file is given", sun=sun)
    return message("{sun}; terrain: {source}", sun=sun, source=design.weather.horizon.source)


def of_evidence(result: StudyResult) -> Message:
    """Return what stands behind the bar of evidence."""
    return message(
        "{inventory}; columns of evidence and of readings; transformers and capacitors left out",
        inventory=of_inventory(result),
    )


def of_scenarios(_result: StudyResult) -> Message:
    """Return how the scenarios are reckoned."""
    return message(
        "cash flow and tax of the plan reckoned anew for each, nominal, before any loan; what each "
        "changes stands in the table below"
    )


def of_work(_result: StudyResult) -> Message:
    """Return where the weeks come from."""
    return message("weeks of each step and their sources: table below; bars at half of each range")


def of_outline(_result: StudyResult) -> Message:
    """Return whose outline it is."""
    return message("coordinates of the study; outline: Natural Earth 1:110m, no border is meant")


def of_loan(_result: StudyResult) -> Message:
    """Return where the cover of each year stands."""
    return message("cash for debt service over debt service; table of the loan year by year")


CHART_SOURCES: Mapping[str, Source] = {
    "energy_sankey": of_inventory_with_uses,
    "pareto": of_inventory,
    "package_steps": of_package,
    "measure_cost_curve": of_measure_costs,
    "day_profile": of_inventory,
    "week_map": of_inventory,
    "one_meter": of_one_meter,
    "cumulative_cash": of_cash,
    "dscr": of_loan,
    "scope2": of_carbon,
    "exceedance": of_draws,
    "tornado": of_one_doubt,
    "evidence": of_evidence,
    "scenarios": of_scenarios,
    "gantt": of_work,
    "locator_map": of_outline,
    "best_plan_frontier": of_best_plan,
    "best_plan_abatement": of_best_plan,
}
"""Sources of the charts of the whole mine by name."""

SITE_CHART_SOURCES: Mapping[str, SiteSource] = {
    "bill_months": of_bills,
    "bills_balance": of_balance,
    "monthly_sun": of_sun,
    "sun_path": of_sky,
    "monthly_plant": of_plant,
    "losses": of_losses,
    "string_window": of_strings,
    "typical_week": of_plant,
    "size_step": of_sizes,
    "size_npv": of_sizes,
}
"""Sources of the charts of one site by name."""
