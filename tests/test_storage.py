"""Battery, genset and outages: balances in every hour, rules by hand, both engines, the bound."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from equipment_catalog.batteries import BatteryTechnology, battery_notes, battery_technology
from equipment_catalog.errors import InputError
from pv_design.storage.battery import remaining_capacity, replacement_years
from pv_design.storage.bound import foresight_bound
from pv_design.storage.candidates import candidates
from pv_design.storage.case import storage_case
from pv_design.storage.dispatch import dispatch
from pv_design.storage.genset import genset
from pv_design.storage.outage_log import read_outages
from pv_design.storage.outages import off_grid, outage_fraction, random_outages
from pv_design.storage.ranking import YearPrices, annual_cost, rank
from pv_design.storage.rules import (
    Rule,
    backup_reserve,
    peak_cap,
    self_consumption,
    time_of_use,
)
from pv_design.storage.sweep import sweep

LOSSLESS = BatteryTechnology(
    converter_life_years=10.0,
    least_charge_fraction=0.0,
    charge_efficiency=1.0,
    discharge_efficiency=1.0,
    standby_fraction=0.0,
    calendar_fade=0.0,
    calendar_exponent=1.0,
    cycle_fade=0.0,
    end_of_life_fraction=0.8,
    longest_life_years=1000.0,
)
HOURS = 24 * 21


def mine_weeks(seed=1, *, outages=0.0):
    """Return three weeks of a two-shift mine with sun, a dear evening and two billing periods."""
    rng = np.random.default_rng(seed)
    clock = np.arange(HOURS) % 24
    load = np.where((clock >= 6) & (clock < 22), 40.0, 8.0) * rng.uniform(0.7, 1.3, HOURS)
    sun = np.clip(np.sin((clock - 6) / 12 * np.pi), 0, None) * rng.uniform(0.2, 0.9, HOURS)
    off = random_outages(per_year=outages, mean_hours=3.0, hours=HOURS, seed=seed)
    return storage_case(
        load,
        sun,
        price_per_kwh=np.where((clock >= 18) & (clock < 23), 0.30, 0.12),
        export_price_per_kwh=np.full(HOURS, 0.05),
        period=np.arange(HOURS) // (HOURS // 2),
        outage_fraction=off,
    )


def small(load, pv, price, **more):
    return storage_case(
        load,
        pv,
        price_per_kwh=price,
        export_price_per_kwh=[0.0] * len(load),
        period=[1] * len(load),
        **more,
    )


rules = st.one_of(
    st.just(self_consumption()),
    st.floats(0, 60).map(peak_cap),
    st.sampled_from([time_of_use(hold_below=0.2), time_of_use(hold_below=0.2, charge_up_to=0.15)]),
    st.floats(0, 1).map(backup_reserve),
    st.just(Rule(import_cap_kw=30.0, discharge_price=0.2, charge_price=0.15, reserve_fraction=0.3)),
)


@settings(max_examples=25, deadline=None)
@given(
    rule=rules,
    dc_kw=st.floats(0, 150),
    capacity_kwh=st.floats(0, 200),
    battery_kw=st.floats(0, 80),
    with_genset=st.booleans(),
    cycle_charging=st.booleans(),
    export_limit_kw=st.sampled_from([0.0, 20.0, math.inf]),
    outages=st.sampled_from([0.0, 300.0]),
)
def test_every_hour_balances_and_the_store_stays_in_its_window(
    rule, dc_kw, capacity_kwh, battery_kw, with_genset, cycle_charging, export_limit_kw, outages
):
    case = mine_weeks(outages=outages)
    technology = battery_technology("lithium")
    plants = candidates(
        technology,
        dc_kw=[dc_kw],
        capacity_kwh=[capacity_kwh],
        battery_kw=[battery_kw],
        rules=[rule],
        genset=genset(60.0) if with_genset else None,
        cycle_charging=cycle_charging,
        export_limit_kw=export_limit_kw,
    )
    flow = dispatch(case, plants.iloc[0])
    served = ["pv_used_kwh", "battery_out_kwh", "bought_kwh", "genset_to_load_kwh", "unserved_kwh"]
    assert flow[served].sum(axis=1).to_numpy() == pytest.approx(flow["load_kwh"], abs=1e-9)
    assert flow["load_kwh"].to_numpy() == pytest.approx(case.load_kw + 0.005 * battery_kw)
    made = ["pv_used_kwh", "pv_charge_kwh", "export_kwh", "curtailed_kwh"]
    assert flow[made].sum(axis=1).to_numpy() == pytest.approx(dc_kw * case.unit_ac_kw, abs=1e-9)
    charge = flow[["pv_charge_kwh", "grid_charge_kwh", "genset_charge_kwh"]].sum(axis=1)
    before = flow["stored_kwh"].shift(1, fill_value=0.0)
    grown = charge * technology.charge_efficiency
    grown = grown - flow["battery_out_kwh"] / technology.discharge_efficiency
    assert (flow["stored_kwh"] - before).to_numpy() == pytest.approx(grown, abs=1e-9)
    assert flow["stored_kwh"].between(-1e-9, capacity_kwh + 1e-9).all()
    assert (flow.to_numpy() >= -1e-9).all()
    assert charge.max() <= battery_kw + 1e-9
    assert flow["battery_out_kwh"].max() <= battery_kw + 1e-9
    assert not ((flow["bought_kwh"] > 1e-9) & (case.outage_fraction == 1)).any()


@settings(max_examples=10, deadline=None)
@given(rule=rules, outages=st.sampled_from([0.0, 300.0]))
def test_the_sweep_adds_up_what_the_hours_do(rule, outages):
    case = mine_weeks(outages=outages)
    plants = candidates(
        battery_technology("lithium"),
        dc_kw=[0.0, 90.0],
        capacity_kwh=[60.0],
        battery_kw=[25.0],
        rules=[rule],
        genset=genset(60.0),
        export_limit_kw=30.0,
    )
    runs = sweep(case, plants, engine="numpy")
    for place in plants.index:
        flow = dispatch(case, plants.loc[place])
        imported = flow["bought_kwh"] + flow["grid_charge_kwh"]
        by_period = imported.groupby(case.period)
        assert runs.import_kwh.loc[place].to_numpy() == pytest.approx(by_period.sum(), rel=1e-9)
        assert runs.peak_kw.loc[place].to_numpy() == pytest.approx(by_period.max(), rel=1e-9)
        year = runs.year.loc[place]
        assert year["energy_cost"] == pytest.approx((imported * case.price_per_kwh).sum())
        assert year["unserved_kwh"] == pytest.approx(flow["unserved_kwh"].sum(), abs=1e-9)
        assert year["curtailed_kwh"] == pytest.approx(flow["curtailed_kwh"].sum(), abs=1e-6)
        assert year["genset_hours"] == pytest.approx(flow["genset_hours"].sum())
        assert year["export_value"] == pytest.approx(0.05 * flow["export_kwh"].sum())


def test_the_quick_engine_gives_the_figures_of_the_plain_one():
    pytest.importorskip("numba")
    case = mine_weeks(outages=300.0)
    plants = candidates(
        battery_technology("lithium"),
        dc_kw=np.linspace(0, 150, 13),
        capacity_kwh=np.linspace(0, 200, 7),
        battery_kw=[0.0, 30.0],
        rules=[self_consumption(), peak_cap(35.0), backup_reserve(0.4)],
        genset=genset(40.0),
    )
    plain, quick = (sweep(case, plants, engine=engine) for engine in ("numpy", "numba"))
    for name in ("import_kwh", "export_kwh", "peak_kw", "year"):
        first, second = getattr(plain, name), getattr(quick, name)
        np.testing.assert_allclose(first, second, rtol=1e-9, atol=1e-9)


def test_rules_do_by_hand_what_their_names_say():
    load, pv, price = [10.0] * 4, [0.0, 3.0, 0.0, 0.0], [0.1, 0.1, 0.1, 0.3]
    case = small(load, pv, price)

    def out(rule):
        plants = candidates(
            LOSSLESS, dc_kw=[5.0], capacity_kwh=[8.0], battery_kw=[4.0], rules=[rule]
        )
        return dispatch(case, plants.iloc[0])

    # hour 2: 15 kW of sun, 10 to the load, 4 into the battery, 1 exported
    own = out(self_consumption())
    assert own["battery_out_kwh"].tolist() == [0, 0, 4, 0]
    assert own["export_kwh"].tolist() == [0, 1, 0, 0]
    assert out(time_of_use(hold_below=0.2))["battery_out_kwh"].tolist() == [0, 0, 0, 4]
    filled = out(time_of_use(hold_below=0.2, charge_up_to=0.1))
    assert filled["grid_charge_kwh"].tolist() == [4, 0, 0, 0]
    capped = out(peak_cap(7.0))
    assert capped["bought_kwh"].tolist() == [10, 0, 7, 9]
    kept = out(backup_reserve(0.5))
    assert kept["battery_out_kwh"].tolist() == [0, 0, 4, 0]
    assert kept["stored_kwh"].tolist() == [4, 8, 4, 4]


def test_the_reserve_is_there_when_the_grid_fails():
    case = small([4.0] * 4, [0.0] * 4, [0.1] * 4, outage_fraction=[0, 0, 0.5, 1])
    plants = candidates(
        LOSSLESS,
        dc_kw=[0.0],
        capacity_kwh=[10.0],
        battery_kw=[5.0],
        rules=[self_consumption(), backup_reserve(0.5)],
    )
    without, reserved = (dispatch(case, plants.iloc[place]) for place in (0, 1))
    assert without["unserved_kwh"].tolist() == [0, 0, 2, 4]
    # 5 kWh kept: 2 in the half hour, the grid puts 2 back in the other half, 4 in the full hour
    assert reserved["unserved_kwh"].tolist() == [0, 0, 0, 0]
    assert reserved["stored_kwh"].tolist() == [5, 5, 5, 1]


def test_panels_alone_stand_still_in_an_outage():
    case = small([4.0], [1.0], [0.1], outage_fraction=off_grid(1))
    alone, formed = (
        dispatch(case, candidates(LOSSLESS, dc_kw=[3.0], battery_kw=[kw]).iloc[0])
        for kw in (0.0, 1.0)
    )
    assert (alone["pv_used_kwh"][0], alone["unserved_kwh"][0]) == (0, 4)
    assert (formed["pv_used_kwh"][0], formed["unserved_kwh"][0]) == (3, 1)


def test_a_genset_keeps_its_least_power_and_charges_with_what_is_left():
    machine = genset(20.0)
    case = small([2.0] * 3, [0.0] * 3, [0.0] * 3, outage_fraction=off_grid(3))
    plants = candidates(LOSSLESS, dc_kw=[0.0], capacity_kwh=[3.0], battery_kw=[3.0], genset=machine)
    flow = dispatch(case, plants.iloc[0])
    # 30 % of 20 kW: 2 to the load, 3 into the battery, 1 lost; then the battery; then 1 is short
    assert flow["genset_dumped_kwh"].tolist() == [1, 0, 2]
    assert flow["battery_out_kwh"].tolist() == [0, 2, 0]
    assert flow["genset_charge_kwh"].tolist() == [3, 0, 2]
    assert flow["unserved_kwh"].sum() == 0


def test_where_sun_battery_and_genset_serve_all_no_rounding_is_left_unserved():
    case = mine_weeks(outages=300.0)
    size = {"dc_kw": [30.0], "capacity_kwh": [20.0], "battery_kw": [10.0]}
    ample, short = (
        dispatch(case, candidates(LOSSLESS, **size, genset=genset(kw)).iloc[0])
        for kw in (100.0, 10.0)
    )
    assert case.outage_fraction.sum() > 24
    assert not ample["unserved_kwh"].any()
    assert short["unserved_kwh"].sum() > 100


def test_a_genset_burns_what_the_chart_says_and_loses_power_with_height():
    machine = genset(100.0)
    for kw, litres in ((25, 9.8), (50, 15.5), (75, 22.0), (100, 28.0)):
        assert machine.fuel_l(kw, 1.0) == pytest.approx(litres, abs=0.3)  # a line through a curve
    assert genset(100.0, altitude_m=3862.0).largest_kw == pytest.approx(71.38)
    with pytest.raises(InputError, match="altitude_m"):
        genset(100.0, altitude_m=9000.0)


def test_without_storage_the_sweep_is_plain_arithmetic_and_more_panels_never_import_more():
    case = mine_weeks()
    sizes = np.linspace(0, 300, 31)
    runs = sweep(case, candidates(LOSSLESS, dc_kw=sizes), engine="numpy")
    for size, found in zip(sizes, runs.import_kwh.sum(axis=1), strict=True):
        direct = np.clip(case.load_kw - size * case.unit_ac_kw, 0, None).sum()
        assert found == pytest.approx(direct, abs=1e-6)
    assert (np.diff(runs.import_kwh.sum(axis=1)) <= 1e-9).all()


@pytest.mark.parametrize("outages", [0.0, 300.0])
def test_no_rule_beats_perfect_foresight(outages):
    case = mine_weeks(outages=outages)
    machine = genset(30.0)
    prices = YearPrices(
        demand_price_per_kw=[3.0, 3.0],
        unserved_value_per_kwh=1.5,
        fuel_price_per_l=1.0,
        yearly_cost_per_unit={"dc_kw": 3.0, "capacity_kwh": 1.0, "battery_kw": 1.0},
    )
    tried = [
        self_consumption(),
        *(peak_cap(cap) for cap in (20.0, 30.0, 40.0)),
        time_of_use(hold_below=0.2, charge_up_to=0.15),
        backup_reserve(0.5),
    ]
    plants = candidates(
        battery_technology("lithium"),
        dc_kw=[60.0],
        capacity_kwh=[80.0],
        battery_kw=[30.0],
        rules=tried,
        genset=machine,
    )
    costs = annual_cost(sweep(case, plants), plants, prices, genset=machine)["total"]
    bound = foresight_bound(case, plants.iloc[0], prices, genset=machine)
    assert costs.min() >= bound.annual_cost - 1e-6
    assert costs.min() < 1.5 * bound.annual_cost  # a bound that says nothing would pass above
    free = dict.fromkeys(("dc_kw", "capacity_kwh", "battery_kw"), 300.0)
    best = foresight_bound(case, plants.iloc[0], prices, genset=machine, largest=free)
    assert best.annual_cost <= bound.annual_cost + 1e-6


def test_the_bound_without_storage_is_the_bill_itself():
    case = mine_weeks()
    plant = candidates(LOSSLESS, dc_kw=[70.0])
    prices = YearPrices(demand_price_per_kw=[2.0, 5.0], yearly_cost_per_unit={})
    net = case.load_kw - 70.0 * case.unit_ac_kw
    bill = (np.clip(net, 0, None) * case.price_per_kwh).sum() - 0.05 * np.clip(-net, 0, None).sum()
    peaks = pd.Series(np.clip(net, 0, None)).groupby(case.period).max()
    expected = bill + 2.0 * peaks[0] + 5.0 * peaks[1]
    assert annual_cost(sweep(case, plant), plant, prices)["total"][0] == pytest.approx(expected)
    assert foresight_bound(case, plant.iloc[0], prices).annual_cost == pytest.approx(expected)


def test_the_ranking_finds_the_cheapest_and_names_edges():
    plants = candidates(LOSSLESS, dc_kw=[0.0, 10.0, 20.0], capacity_kwh=[0.0, 5.0, 9.0])
    total = (plants["dc_kw"] - 10) ** 2 + plants["capacity_kwh"]
    found = rank(plants, total)
    assert plants.loc[found.winner, ["dc_kw", "capacity_kwh"]].tolist() == [10, 0]
    assert found.runners_up["extra_cost"].tolist() == [5, 9, 100]
    assert "capacity_kwh" in found.at_edge
    assert "dc_kw" not in found.at_edge


def test_sizes_that_draw_standby_and_keep_a_reserve_have_neighbours_too():
    plants = candidates(
        battery_technology("lithium"),
        dc_kw=[10.0],
        capacity_kwh=[5.0, 10.0, 15.0],
        battery_kw=[1.0, 2.0, 3.0],
        rules=[backup_reserve(0.2)],
    )
    total = (plants["capacity_kwh"] - 10) ** 2 + (plants["battery_kw"] - 2) ** 2
    found = rank(plants, total)
    assert sorted(found.neighbours["axis"]) == ["battery_kw"] * 2 + ["capacity_kwh"] * 2
    assert found.at_edge == ()


def test_outages_that_overlap_count_once_and_what_is_outside_does_not():
    fraction = outage_fraction(np.array([-2.0, 1.5, 1.0, 3.5]), np.array([0.25, 2.5, 2.0, 9.0]), 4)
    assert fraction.tolist() == [0.25, 1.0, 0.5, 0.5]


def test_drawn_outages_have_the_mean_they_were_given():
    total = [
        random_outages(per_year=50.0, mean_hours=2.0, hours=8760, seed=seed).sum()
        for seed in range(200)
    ]
    # 100 h a year; the sum of N exponentials has sigma 20 h, its mean over 200 years 1.4 h;
    # overlaps take about half of 1.1 %
    assert np.mean(total) == pytest.approx(99.4, abs=5.0)


def test_a_log_of_outages_is_read_and_its_mistakes_are_named(tmp_path):
    hours = pd.date_range("2025-03-01", periods=4, freq="h", tz="America/Bogota")
    log = tmp_path / "outages.csv"
    log.write_text("start,end\n2025-03-01 00:30,2025-03-01 02:15\n")
    assert read_outages(log, hours).tolist() == [0.5, 1.0, 0.25, 0.0]
    for row, named in (
        ("2025-03-01 02:00,2025-03-01 01:00", "end"),
        ("yesterday,2025-03-01 01:00", "start"),
        ("2024-03-01 00:00,2024-03-01 01:00", "start"),
    ):
        log.write_text(f"start,end\n{row}\n")
        with pytest.raises(InputError, match=rf"outages\.csv:2.*{named}"):
            read_outages(log, hours)
    log.write_text("from,end\n")
    with pytest.raises(InputError, match="start and end"):
        read_outages(log, hours)


@pytest.mark.parametrize(
    ("content", "named"),
    [
        (b"", r"outages\.csv"),
        (b"start,end\n2025-03-01 00:30\n", r"outages\.csv:2.*end"),
        (b"start,end\n01/03/2025 00:30,01/03/2025 01:00\n", r"outages\.csv:2.*start"),
        (b"start,end\n0001-01-01,9999-12-31\n", r"outages\.csv:2.*start"),
        (b"\x00\x01", "not a table of text"),
    ],
)
def test_a_log_of_outages_that_is_no_such_log_is_refused_at_its_place(tmp_path, content, named):
    hours = pd.date_range("2025-03-01", periods=4, freq="h", tz="America/Bogota")
    log = tmp_path / "outages.csv"
    log.write_bytes(content)
    with pytest.raises(InputError, match=named):
        read_outages(log, hours)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("mark", [",", ";", "\t"])
def test_a_log_of_outages_is_read_in_any_alphabet_and_with_any_separator(tmp_path, encoding, mark):
    hours = pd.date_range("2025-03-01", periods=3, freq="h", tz="America/Bogota")
    log = tmp_path / "outages.csv"
    rows = ("causa", "start", "end"), ("daño", "2025-03-01T05:30Z", "2025-03-01 02:15:00", "más")
    log.write_bytes("\n".join(mark.join(row) for row in rows).encode(encoding))
    assert read_outages(log, hours).tolist() == [0.5, 1.0, 0.25]


def test_spanish_headings_of_a_log_are_read_and_all_its_mistakes_told_in_their_own_words(tmp_path):
    hours = pd.date_range("2025-03-01", periods=3, freq="h", tz="America/Bogota")
    log = tmp_path / "cortes.csv"
    log.write_text("Inicio;Fin\n2025-03-01 00:30;2025-03-01 02:15\n")
    assert read_outages(log, hours).tolist() == [0.5, 1.0, 0.25]
    log.write_text("inicio;fin\nayer;2025-03-01 02:15\n2025-03-01 01:00;2025-03-01 00:00\n")
    with pytest.raises(InputError) as refused:
        read_outages(log, hours)
    told = [(problem.place, str(problem.what)) for problem in refused.value.problems]
    assert told == [
        ("cortes.csv:2:1", "'ayer' is not accepted"),
        ("cortes.csv:3:2", "'2025-03-01 00:00' is not accepted"),
    ]


def test_a_battery_ages_by_hand():
    lithium = battery_technology("lithium")
    left = remaining_capacity(lithium, 10.0, cycles_per_year=100.0, mean_charge_fraction=0.6)
    by_hand = 1 - 0.00255 * 0.6 * 3650**0.42 - 9.83e-5 * 1000
    assert float(left) == pytest.approx(by_hand)
    assert (
        replacement_years(
            LOSSLESS, cycles_per_year=300.0, mean_charge_fraction=0.5, horizon_years=30
        )
        == []
    )
    # lead-acid, 150 full cycles a year at half charge: 0.01 + 0.04995 a year, 20 % after 3.34 years
    lead = battery_technology("lead_acid")
    assert replacement_years(
        lead, cycles_per_year=150.0, mean_charge_fraction=0.5, horizon_years=10
    ) == [4, 7]


def test_figures_from_memory_are_not_shown_as_read():
    said = {str(note.source) for note in battery_notes("lead_acid")}
    assert all("memory" in words or "assumption" in words for words in said)


@pytest.mark.parametrize(
    ("wrong", "named"),
    [
        ({"dc_kw": [-1.0]}, "dc_kw"),
        ({"dc_kw": [math.nan]}, "dc_kw"),
        ({"dc_kw": [1.0], "capacity_kwh": [math.inf]}, "capacity_kwh"),
        ({"dc_kw": [1.0], "start_fraction": 1.5}, "start_fraction"),
        ({"dc_kw": []}, "candidates"),
    ],
)
def test_impossible_plants_are_refused(wrong, named):
    with pytest.raises(InputError, match=named):
        candidates(LOSSLESS, **wrong)


def test_impossible_rules_hours_and_engines_are_refused():
    with pytest.raises(InputError, match="charge_price"):
        Rule(discharge_price=0.1, charge_price=0.2)
    with pytest.raises(InputError, match="import_cap_kw"):
        peak_cap(math.nan)
    with pytest.raises(InputError, match="outage_fraction"):
        small([1.0], [0.0], [0.1], outage_fraction=[1.5])
    with pytest.raises(InputError, match="unit_ac_kw"):
        small([1.0], [0.0, 1.0], [0.1])
    with pytest.raises(InputError, match="engine"):
        sweep(mine_weeks(), candidates(LOSSLESS, dc_kw=[1.0]), engine="fortran")
