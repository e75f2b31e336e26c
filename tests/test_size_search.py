"""The best size against every hour of every year by brute force, and the laws of a best."""

from __future__ import annotations

from functools import cache

import numpy as np
import pandas as pd
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as np_st

from equipment_catalog.errors import InputError
from pv_design.size_search.best_size import best_size
from pv_design.size_search.limits import SizeLimits
from pv_design.size_search.near_best import near_best
from pv_design.size_search.objective import Objective, SizeCase
from pv_design.size_search.orientation import best_plane
from pv_design.size_search.plant_combinations import InverterOption, all_combinations
from pv_design.size_search.plant_money import ExportRegime, Lifetime, PlantCosts
from pv_design.size_search.runners_up import runners_up
from pv_design.size_search.shared_budget import BudgetSite, share_budget
from pv_design.size_search.site_hours import SiteHours
from pv_design.size_search.size_figures import SizeFigures
from pv_design.size_search.whole_plants import best_whole_plants

HOURS = 24
MONTHS = np.repeat(["a", "b", "c"], HOURS // 3)
POWER = np_st.arrays(float, HOURS, elements=st.floats(1, 500) | st.just(0.0))
UNIT = np_st.arrays(float, HOURS, elements=st.floats(0.01, 1) | st.just(0.0))
FEW = settings(max_examples=25, deadline=None)
LIFE = Lifetime.of(4, discount_rate=0.1, degradation_fraction=0.05, price_growth_fraction=0.02)
STEP = (
    ExportRegime(most_ac_kw=100.0, credit_per_kwh=0.8, surplus_per_kwh=0.3),
    ExportRegime(most_ac_kw=1000.0, credit_per_kwh=0.4, surplus_per_kwh=0.3),
)


def brute_npv(case: SizeCase, size: float, regime: int, ac_kw: float) -> float:
    """Return the worth of a size hour by hour, month by month, year by year."""
    hours, rule, total = case.hours, case.regimes[regime], 0.0
    for weight, fraction in zip(
        case.lifetime.saving_weights, case.lifetime.output_fractions, strict=True
    ):
        made = size * fraction * hours.unit_ac_kw
        used = np.minimum(made, hours.load_kw)
        sold = np.minimum(made - used, hours.export_limit_kw)
        bought_month, sold_month = (
            np.bincount(hours.settlement, energy) for energy in (hours.load_kw - used, sold)
        )
        credited = np.minimum(sold_month, bought_month)
        total += weight * float(
            used @ hours.avoided_per_kwh
            + credited.sum() * rule.credit_per_kwh
            + (sold_month - credited).sum() * rule.surplus_per_kwh
        )
    if size == 0:
        return total
    costs = case.costs
    capital = costs.capital_fixed + costs.capital_per_dc_kw * size + costs.capital_per_ac_kw * ac_kw
    yearly = costs.yearly_fixed + costs.yearly_per_dc_kw * size
    return total - capital - yearly * float(case.lifetime.cost_weights.sum())


def case_of(load, unit, *, export_limit_kw=np.inf, regimes=STEP, per_kw=3.0, fixed=0.0):
    return SizeCase(
        hours=SiteHours.of(
            load,
            unit,
            settlement=np.resize(MONTHS, len(load)),
            avoided_per_kwh=1.0,
            export_limit_kw=export_limit_kw,
        ),
        regimes=regimes,
        costs=PlantCosts(
            capital_per_dc_kw=per_kw, capital_per_ac_kw=0.5, capital_fixed=fixed, yearly_fixed=1.0
        ),
        lifetime=LIFE,
    )


@cache
def mine(seed: int = 3, days: int = 30) -> tuple[np.ndarray, np.ndarray]:
    """Return a month of a mine that works two shifts under a cloudy sun."""
    draw, hour = np.random.default_rng(seed), np.tile(np.arange(24), days)
    load = np.where((hour >= 6) & (hour < 22), 60.0, 8.0) * draw.uniform(0.7, 1.2, len(hour))
    sun = np.clip(np.sin((hour - 6) / 12 * np.pi), 0, None) * draw.uniform(0.2, 0.9, len(hour))
    return load, sun


def month_case(ratio: float = 1.2, seed: int = 3, **changes):
    """Return the mine with its sun clipped at the inverters of a DC/AC ratio."""
    load, sun = mine(seed)
    return case_of(load, np.minimum(sun, 1 / ratio), **{"per_kw": 250.0, "fixed": 900.0, **changes})


@FEW
@given(
    load=POWER,
    unit=UNIT,
    limit=st.floats(0, 300) | st.just(np.inf),
    size=st.floats(0, 3000),
    regime=st.integers(0, 1),
)
def test_the_worth_of_every_size_is_the_sum_over_its_hours_months_and_years(
    load, unit, limit, size, regime
) -> None:
    assume(load.any() and unit.any())
    case = case_of(load, unit, export_limit_kw=limit)
    functions = SizeFigures.of(case, regime)
    sizes, ac_kw = np.array([size]), np.array([size / 1.2])
    expected = brute_npv(case, size, regime, size / 1.2)
    scale = 1e-11 * (load.sum() + size * unit.sum() + 1)
    assert functions.at_many(sizes, ac_kw)["npv"][0] == pytest.approx(
        expected, rel=1e-11, abs=scale
    )
    assert functions.at_few(sizes, ac_kw)["npv"][0] == pytest.approx(expected, rel=1e-11, abs=scale)


@FEW
@given(load=POWER, unit=UNIT, limit=st.floats(0, 300), sizes=st.tuples(*[st.floats(0, 2000)] * 2))
def test_more_modules_never_buy_more_and_every_kilowatt_hour_goes_somewhere(
    load, unit, limit, sizes
) -> None:
    assume(load.any() and unit.any())
    size = np.sort(np.array(sizes))
    case = case_of(load, unit, export_limit_kw=limit)
    table = SizeFigures.of(case, 0).at_many(size, size)
    made = size * unit.sum()
    scale = 1e-12 * (load.sum() + made.max()) + 1e-9
    assert (np.diff(table["used_kwh"]) >= -scale).all()
    assert (table["used_kwh"] <= load.sum() + scale).all()
    together = table[["used_kwh", "sold_kwh", "curtailed_kwh"]].sum(axis=1)
    assert together.to_numpy() == pytest.approx(made, abs=scale)
    assert (table["sold_kwh"] <= limit * HOURS + scale).all()


@FEW
@given(
    load=POWER,
    unit=UNIT,
    aim=st.sampled_from(["npv", "lcoe", "payback"]),
    limit=st.floats(0, 300) | st.just(np.inf),
    shares=st.lists(st.floats(0, 1), min_size=5, max_size=5),
)
def test_no_size_drawn_at_random_beats_the_best(load, unit, aim, limit, shares) -> None:
    assume(load.any() and unit.any())
    floor_kw = 0.1 * load.sum() / unit.sum()
    assume(floor_kw < 900)
    case = case_of(load, unit, export_limit_kw=limit)
    objective = Objective(aim=aim, coverage_fraction=0.1)
    most = min(1200.0, 10 * floor_kw)
    try:
        best = best_size(case, objective, dc_ac_ratio=1.2, limits=SizeLimits(roof_dc_kw=most))
    except InputError:
        assert aim == "payback"
        return
    for share in shares:
        size = np.array([floor_kw + share * (most - floor_kw)])
        regime = int(size[0] > 120.0)
        figures = SizeFigures.of(case, regime).at_few(size, size / 1.2)
        assert objective.score(figures)[0] <= best.score + 1e-9 * abs(best.score)


@pytest.mark.parametrize("per_kw", [100.0, 250.0, 400.0])
@pytest.mark.parametrize("export_limit_kw", [15.0, np.inf])
def test_the_best_size_equals_a_fine_brute_force_on_both_sides_of_the_step(
    per_kw: float, export_limit_kw: float
) -> None:
    case = month_case(per_kw=per_kw, export_limit_kw=export_limit_kw)
    best = best_size(case, Objective(aim="npv"), dc_ac_ratio=1.2)
    grid = np.arange(0.0, 1200.0, 2.0)
    worth = [brute_npv(case, size, int(size > 120.0), size / 1.2) for size in grid]
    assert best.score >= max(worth) * (1 - 1e-12)
    assert abs(best.dc_kw - grid[np.argmax(worth)]) <= 2.0
    assert best.score == pytest.approx(
        brute_npv(case, best.dc_kw, int(best.figures["regime"]), best.ac_kw), rel=1e-10
    )


def test_the_proof_shows_neighbours_that_are_no_better_and_both_regimes() -> None:
    best = best_size(month_case(), Objective(aim="npv"), dc_ac_ratio=1.2)
    assert (best.proof["score"] <= best.score).all()
    assert best.dc_kw in best.proof["dc_kw"].to_numpy()
    assert best.regime_bests["regime"].tolist() == [0, 1]
    assert best.regime_bests["score"].max() == best.score


def test_where_exports_lose_their_worth_at_the_step_the_plant_stops_there() -> None:
    cliff = (STEP[0], ExportRegime(most_ac_kw=1e3, credit_per_kwh=0.0, surplus_per_kwh=0.0))
    case = month_case(per_kw=100.0, regimes=cliff)
    best = best_size(case, Objective(aim="npv"), dc_ac_ratio=1.2)
    assert best.ac_kw == pytest.approx(100.0, rel=1e-15)
    assert best.binding == ("step_ac_kw",)
    above = max(brute_npv(case, size, 1, size / 1.2) for size in np.arange(121.0, 1200.0, 5.0))
    assert best.score > above
    assert best.regime_bests["score"].iloc[1] >= above


@pytest.mark.parametrize(
    ("limits", "expected_kw", "name"),
    [
        (SizeLimits(roof_dc_kw=20.0), 20.0, "roof_dc_kw"),
        (SizeLimits(area_m2=90.0, m2_per_dc_kw=6.0), 15.0, "area_m2"),
        (SizeLimits(ac_kw=10.0), 12.0, "ac_kw"),
        (SizeLimits(capital=900.0 + 10 * (250.0 + 0.5 / 1.2)), 10.0, "capital"),
    ],
)
def test_the_largest_plant_ends_at_the_tightest_limit(limits, expected_kw, name) -> None:
    best = best_size(month_case(), Objective(aim="largest"), dc_ac_ratio=1.2, limits=limits)
    assert best.dc_kw == pytest.approx(expected_kw, rel=1e-12)
    assert best.binding == (name,)


def test_full_coverage_is_load_over_production_of_a_kilowatt() -> None:
    case = month_case()
    best = best_size(case, Objective(aim="coverage", coverage_fraction=1.0), dc_ac_ratio=1.2)
    assert best.dc_kw == pytest.approx(case.hours.load_kw.sum() / case.hours.unit_ac_kw.sum())
    held = SizeLimits(roof_dc_kw=50.0)
    less = best_size(
        case, Objective(aim="coverage", coverage_fraction=1.0), dc_ac_ratio=1.2, limits=held
    )
    assert (less.dc_kw, less.binding) == (50.0, ("roof_dc_kw",))


def test_a_floor_that_a_limit_forbids_is_refused_by_the_name_of_the_limit() -> None:
    with pytest.raises(InputError, match="roof_dc_kw"):
        best_size(
            month_case(),
            Objective(aim="npv", coverage_fraction=0.9),
            dc_ac_ratio=1.2,
            limits=SizeLimits(roof_dc_kw=5.0),
        )


def test_an_endless_gain_without_a_limit_is_refused() -> None:
    free = (ExportRegime(most_ac_kw=np.inf, credit_per_kwh=1.0, surplus_per_kwh=1.0),)
    with pytest.raises(InputError, match="limit"):
        best_size(month_case(regimes=free, per_kw=1.0), Objective(aim="npv"), dc_ac_ratio=1.2)


def test_where_no_plant_pays_none_is_built() -> None:
    best = best_size(month_case(per_kw=1e5), Objective(aim="npv"), dc_ac_ratio=1.2)
    assert (best.dc_kw, best.score) == (0.0, 0.0)


@FEW
@given(scale=st.floats(0.2, 5.0))
def test_a_mine_twice_as_large_builds_a_plant_twice_as_large(scale: float) -> None:
    one = (ExportRegime(most_ac_kw=1e4, credit_per_kwh=0.5, surplus_per_kwh=0.2),)
    load, sun = mine()
    aim = Objective(aim="npv")
    small, large = (
        best_size(case_of(load * by, sun, regimes=one, per_kw=250.0), aim, dc_ac_ratio=1.2)
        for by in (1.0, scale)
    )
    assert large.dc_kw == pytest.approx(scale * small.dc_kw, rel=1e-9)
    assert large.figures["used_kwh"] == pytest.approx(scale * small.figures["used_kwh"], rel=1e-9)


def test_zero_export_is_a_limit_of_nothing() -> None:
    case = month_case(export_limit_kw=0.0)
    table = SizeFigures.of(case, 0).at_many(np.array([300.0]), np.array([250.0]))
    assert table["sold_kwh"][0] == 0
    assert table["year_saving"][0] == pytest.approx(table["used_kwh"][0], rel=1e-12)


OPTIONS = (
    InverterOption(name="20", ac_kw=20.0, fewest_modules=17, most_modules=19, most_strings=4),
    InverterOption(name="33", ac_kw=33.0, fewest_modules=18, most_modules=20, most_strings=6),
)
MODULE_KW = 0.58


def exhaustive(objective: Objective, limits: SizeLimits, *, brute: bool = False) -> pd.DataFrame:
    """Return every whole plant of the test, each reckoned by itself."""
    plants = all_combinations(
        OPTIONS, module_kw=MODULE_KW, most_dc_kw=170.0, dc_ac_range=(1.0, 1.5)
    )
    rows = []
    for plant in plants.itertuples():
        case = case_at(plant.dc_ac_ratio)
        regime = int(plant.ac_kw > 100)
        row = SizeFigures.of(case, regime).at_few(
            np.array([plant.dc_kw]), np.array([plant.ac_kw], dtype=float)
        )
        if brute:
            row["npv"] = brute_npv(case, plant.dc_kw, regime, plant.ac_kw)
        rows.append(row)
    figures = pd.concat(rows, ignore_index=True)
    figures = figures[(figures["capital"] <= limits.capital) & (figures["ac_kw"] <= limits.ac_kw)]
    return figures.assign(score=objective.score(figures))


@cache
def case_at(ratio: float, _efficiency: float = 1.0) -> SizeCase:
    return month_case(ratio, per_kw=200.0)


@pytest.mark.parametrize(
    ("objective", "limits"),
    [
        (Objective(aim="npv"), SizeLimits()),
        (Objective(aim="npv"), SizeLimits(capital=25_000.0)),
        (Objective(aim="lcoe", coverage_fraction=0.2), SizeLimits()),
        (Objective(aim="payback", coverage_fraction=0.4), SizeLimits()),
        (Objective(aim="coverage", coverage_fraction=0.5), SizeLimits()),
        (Objective(aim="largest"), SizeLimits(capital=25_000.0, ac_kw=99.0)),
    ],
    ids=lambda value: value.aim if isinstance(value, Objective) else None,
)
def test_the_best_whole_plants_are_those_of_an_exhaustive_search(objective, limits) -> None:
    found = best_whole_plants(
        case_at,
        OPTIONS,
        objective,
        module_kw=MODULE_KW,
        most_dc_kw=170.0,
        dc_ac_range=(1.0, 1.5),
        limits=limits,
    )
    every = exhaustive(objective, limits)
    expected = every.iloc[objective.ranking(every)].head(4)
    assert found.combinations == len(every)
    assert found.ranked["score"].to_numpy() == pytest.approx(expected["score"], rel=1e-9)
    assert found.ranked["capital"].to_numpy() == pytest.approx(expected["capital"], rel=1e-9)


def test_the_best_whole_plant_is_that_of_every_hour_summed_for_every_plant() -> None:
    objective = Objective(aim="npv")
    found = best_whole_plants(
        case_at,
        OPTIONS,
        objective,
        module_kw=MODULE_KW,
        most_dc_kw=170.0,
        dc_ac_range=(1.0, 1.5),
    )
    worth = exhaustive(objective, SizeLimits(), brute=True)["npv"]
    assert found.ranked["npv"][0] == pytest.approx(worth.max(), rel=1e-10)
    assert found.evaluated < found.combinations


def test_runners_up_lose_what_they_say_and_name_what_stops_them() -> None:
    limits = SizeLimits(capital=25_000.0)
    found = best_whole_plants(
        case_at,
        OPTIONS,
        Objective(aim="npv"),
        module_kw=MODULE_KW,
        most_dc_kw=170.0,
        dc_ac_range=(1.0, 1.5),
        limits=limits,
    )
    costs = case_at(1.0).costs
    losers = runners_up(
        found, objective=Objective(aim="npv"), module_kw=MODULE_KW, costs=costs, limits=limits
    )
    assert len(losers) == 3
    lost = [runner.lost_score for runner in losers]
    assert lost == sorted(lost)
    assert min(lost) >= 0
    string_cost = costs.capital_per_dc_kw * MODULE_KW
    for runner in losers:
        row = runner.figures
        added = row["string_modules"] * row["inverters"]  # a string more on each inverter
        broke = row["capital"] + string_cost * added > limits.capital
        assert ("capital" in runner.binding) == broke
        best = found.ranked.iloc[0]
        earns, costs_more = row["life_saving"] - best["life_saving"], row["spent"] - best["spent"]
        gaps = vars(runner.why)["values"]
        assert gaps == {"earns": abs(earns), "costs": abs(costs_more)}


def test_limits_without_room_for_a_string_are_refused() -> None:
    with pytest.raises(InputError, match="limits"):
        best_whole_plants(
            case_at,
            OPTIONS,
            Objective(aim="npv"),
            module_kw=MODULE_KW,
            most_dc_kw=100.0,
            dc_ac_range=(1.0, 1.5),
            limits=SizeLimits(capital=1000.0),
        )


def test_a_credit_above_a_bought_kilowatt_hour_ends_the_search_by_bounds() -> None:
    dear = (ExportRegime(most_ac_kw=1e3, credit_per_kwh=2.0, surplus_per_kwh=0.1),)
    with pytest.raises(InputError, match="credit_per_kwh"):
        best_whole_plants(
            lambda ratio, _: month_case(ratio, regimes=dear),
            OPTIONS,
            Objective(aim="npv"),
            module_kw=MODULE_KW,
            most_dc_kw=100.0,
            dc_ac_range=(1.0, 1.5),
        )


def test_the_plane_search_finds_the_plane_a_made_up_sun_was_made_for() -> None:
    load, sun = mine()

    def plane(tilt: float, azimuth: float, ratio: float) -> SizeCase:
        tilted = sun * np.cos(np.radians(tilt - 12.5)) * np.cos(np.radians(azimuth - 175))
        return case_of(load, np.minimum(tilted, 1 / ratio), per_kw=200.0)

    found = best_plane(
        plane,
        Objective(aim="npv"),
        tilt_deg=[0.0, 10.0, 20.0, 30.0],
        azimuth_deg=[140.0, 160.0, 180.0, 200.0],
        dc_ac_ratio=[1.0, 1.2],
        finer=2,
    )
    assert (found.tilt_deg, found.azimuth_deg) == (12.5, 175.0)


@FEW
@given(
    load=POWER,
    unit=UNIT,
    aim=st.sampled_from(["coverage", "npv", "lcoe", "payback", "largest"]),
    roof_kw=st.floats(5, 500),
)
def test_the_best_of_a_few_sizes_is_never_better_than_the_best_of_all(
    load, unit, aim, roof_kw
) -> None:
    assume(load.any() and unit.any())
    share = 0.2 if aim in {"coverage", "payback"} else 0.0
    asked, limits = Objective(aim=aim, coverage_fraction=share), SizeLimits(roof_dc_kw=roof_kw)
    case = case_of(load, unit)
    assume(aim == "coverage" or share * load.sum() <= roof_kw * unit.sum())
    exact = best_size(case, asked, dc_ac_ratio=1.2, limits=limits)
    score, _ = near_best(case, asked, dc_ac_ratio=1.2, limits=limits)
    assert score <= exact.score + 1e-9 * abs(exact.score)
    if aim in {"coverage", "largest"}:  # their best is an end, which both look at
        assert score == pytest.approx(exact.score, rel=1e-9)


def sites(fixed: float) -> list[BudgetSite]:
    return [
        BudgetSite(
            name=name,
            case=month_case(seed=seed, fixed=fixed, per_kw=per_kw),
            dc_ac_ratio=1.2,
            limits=SizeLimits(roof_dc_kw=roof),
        )
        for name, seed, per_kw, roof in (("plant", 3, 200.0, 150.0), ("mine", 5, 260.0, 90.0))
    ]


@pytest.mark.parametrize("budget", [0.0, 1500.0, 6000.0, 20_000.0, 26_000.0, 1e6])
@pytest.mark.parametrize("fixed", [0.0, 900.0])
def test_two_sites_share_a_budget_as_well_as_any_split_of_it(budget: float, fixed: float) -> None:
    both = sites(fixed)
    shared = share_budget(both, budget=budget)
    assert shared.capital <= budget * (1 + 1e-12)
    apart = []
    for share in np.linspace(0, 1, 21):
        parts = [
            best_size(
                site.case,
                Objective(aim="npv"),
                dc_ac_ratio=1.2,
                limits=SizeLimits(roof_dc_kw=site.limits.roof_dc_kw, capital=part * budget),
            )
            for site, part in zip(both, (share, 1 - share), strict=True)
        ]
        apart.append(sum(part.score for part in parts))
    assert shared.npv >= max(apart) - 1e-6
    reckoned = sum(
        brute_npv(site.case, size, int(size > 120.0), size / 1.2)
        for site, size in zip(both, shared.dc_kw.values(), strict=True)
    )
    assert shared.npv == pytest.approx(reckoned, rel=1e-6, abs=1e-6)


def test_one_more_unit_of_budget_is_worth_what_the_search_says() -> None:
    both = sites(0.0)
    less, more = (share_budget(both, budget=budget) for budget in (8000.0, 8000.001))
    assert (more.npv - less.npv) / 0.001 == pytest.approx(less.marginal_npv, rel=1e-4)


@pytest.mark.parametrize(
    ("field", "build"),
    [
        ("aim", lambda: Objective(aim="best")),
        ("coverage_fraction", lambda: Objective(aim="payback")),
        ("capital_fixed", lambda: PlantCosts(capital_per_dc_kw=1.0, capital_fixed=float("nan"))),
        ("discount_rate", lambda: Lifetime.of(5, discount_rate=-1.0)),
        ("years", lambda: Lifetime.of(0, discount_rate=0.1)),
        ("degradation_fraction", lambda: Lifetime.of(3, discount_rate=0, degradation_fraction=0.5)),
        ("output_fractions", lambda: Lifetime(
            saving_weights=np.ones(2), cost_weights=np.ones(2), energy_weights=np.ones(2),
            output_fractions=np.array([1, 0.0]),
        )),
        ("cost_weights", lambda: Lifetime(
            saving_weights=np.ones(2), cost_weights=np.ones(3), energy_weights=np.ones(2),
            output_fractions=np.ones(2),
        )),
        ("dc_ac_range", lambda: all_combinations(
            OPTIONS, module_kw=0.5, most_dc_kw=9.0, dc_ac_range=(1.5, 1.0)
        )),
        ("most_dc_kw", lambda: all_combinations(
            OPTIONS, module_kw=0.5, most_dc_kw=np.inf, dc_ac_range=(1.0, 1.5)
        )),
        ("m2_per_dc_kw", lambda: SizeLimits(area_m2=100.0)),
        ("roof_dc_kw", lambda: SizeLimits(roof_dc_kw=float("nan"))),
        ("regimes", lambda: month_case(regimes=())),
        ("export_limit_kw", lambda: month_case(export_limit_kw=-1.0)),
        ("load_kw", lambda: case_of(np.zeros(3), np.ones(3))),
        ("unit_ac_kw", lambda: case_of(np.ones(3), np.ones(4))),
        ("inverter_option", lambda: InverterOption(
            name="x", ac_kw=1.0, fewest_modules=3, most_modules=2, most_strings=1
        )),
        ("budget", lambda: share_budget([], budget=float("nan"))),
    ],
)  # fmt: skip
def test_what_is_no_case_is_refused_by_its_name(field, build) -> None:
    with pytest.raises(InputError) as refused:
        build()
    assert refused.value.problems[0].field == field
