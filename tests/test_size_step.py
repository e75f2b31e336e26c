"""Sizes on both sides of a rule's step: at each site, and with one meter for the mine."""

from __future__ import annotations

import io
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest
from matplotlib.figure import Figure
from pilot_runs import EXAMPLE, LENT_AND_STORED, studied

from mine_study.charts import CHARTS, SITE_CHARTS
from mine_study.charts.style import drawing
from mine_study.language import Reader
from mine_study.money import value_plan
from mine_study.reports.figures import Figures
from mine_study.reports.size_slider import size_slider
from mine_study.reports.size_tables import size_tables
from mine_study.reports.step_tables import one_meter_tables, step_tables
from mine_study.size_meter import mine_meter
from mine_study.size_sweep import COVERAGE_FRACTIONS, SizeSweep, size_sweep
from mine_study.study import run_study

if TYPE_CHECKING:
    from mine_study.study import StudyResult

WRITE = Figures(Reader("en", "CO"), "COP")


@pytest.fixture(scope="module")
def pilot() -> StudyResult:
    return studied()


@pytest.fixture(scope="module")
def mine(pilot: StudyResult) -> SizeSweep:
    sweep = size_sweep(pilot)
    assert sweep is not None
    return sweep


def test_coverage_is_size_times_unit_yield_over_load(pilot: StudyResult) -> None:
    for design in pilot.sites:
        assert design.plant is not None
        sweep = size_sweep(pilot, design)
        assert sweep is not None
        kwh_per_kw = design.plant.annual_ac_kwh / design.plant.dc_kw
        for fraction in COVERAGE_FRACTIONS:
            place = sweep.place_covering(fraction)
            assert place is not None
            made = sweep.dc_kw[place] * kwh_per_kw
            assert made / design.load_kw.sum() == pytest.approx(fraction)
            assert sweep.coverage_fraction[place] == pytest.approx(fraction)


def test_at_the_step_the_saving_falls_by_the_credited_energy_times_the_fall_of_a_credit(
    pilot: StudyResult,
) -> None:
    """CU - Cv up to 100 kW of inverters, G above; nothing else changes between the two sizes."""
    for design in (*pilot.sites, None):
        sweep = size_sweep(pilot, design)
        assert sweep is not None
        assert sweep.step is not None
        below, above = sweep.step
        tariff = sweep.meter.tariff
        unit_cost = tariff.price_per_kwh
        assert sweep.credit_per_kwh[below] == pytest.approx(unit_cost - tariff.commercialisation)
        assert sweep.credit_per_kwh[above] == pytest.approx(tariff.generation)
        fall = sweep.net_saving[below] - sweep.net_saving[above]
        less = unit_cost - tariff.commercialisation - tariff.generation
        assert fall == pytest.approx(sweep.credited_kwh[below] * less, rel=1e-4)


def test_no_size_carries_more_in_its_hours_than_it_makes_or_than_is_used(mine: SizeSweep) -> None:
    carried = mine.self_sufficiency_fraction
    assert (carried <= np.minimum(mine.coverage_fraction, 1.0) + 1e-12).all()
    assert (np.diff(carried) >= -1e-12).all()


def test_one_meter_sees_the_sum_of_the_sites(pilot: StudyResult, mine: SizeSweep) -> None:
    plants = [design.plant for design in pilot.sites if design.plant is not None]
    place = mine.worth.chosen
    assert mine.dc_kw[place] == pytest.approx(sum(plant.dc_kw for plant in plants))
    assert mine.meter.ac_kw == pytest.approx(sum(plant.ac_kw for plant in plants))
    made = sum(plant.annual_ac_kwh for plant in plants)
    used = sum(float(design.load_kw.sum()) for design in pilot.sites)
    assert mine.coverage_fraction[place] == pytest.approx(made / used)
    apart = sum(float(design.flows.self_used_kw.sum()) for design in pilot.sites)
    assert mine.self_sufficiency_fraction[place] >= apart / used - 1e-12  # sites help each other


def test_without_a_plant_one_meter_leaves_the_worth_of_the_measures(
    pilot: StudyResult, mine: SizeSweep
) -> None:
    efficiency = pilot.money.efficiency.figures.npv
    assert mine.worth.plan_npv[0] == pytest.approx(efficiency, rel=1e-9)


def test_a_site_of_size_nothing_is_a_study_that_builds_nothing_there(pilot: StudyResult) -> None:
    """The sites differ in their inverters per kilowatt of modules, so in their cost per kWp too.

    The audit chooses another capacitor bank where a plant lowers the import: both studies are
    valued with the same measures.
    """
    names = ("measures_capex", "measure_renewals", "efficiency_savings", "saved_kwh")
    measures = {name: getattr(pilot.money.amounts, name) for name in names}
    for number, design in enumerate(pilot.sites):
        other = run_study(EXAMPLE, [f"sites.{number}.pv.build=false"])
        sweep = size_sweep(pilot, design)
        assert sweep is not None
        worth = value_plan(other.study, replace(other.money.amounts, **measures)).whole.figures.npv
        assert sweep.worth.plan_npv[0] == pytest.approx(worth, rel=1e-9)
        assert mine_meter(other) is None  # one plant has its own meter
        assert one_meter_tables(other, WRITE) == {}


def test_a_battery_elsewhere_stays_in_the_plan_of_every_size_and_ones_own_is_left_out() -> None:
    result = studied(*LENT_AND_STORED)
    whole = result.money.whole.figures
    stored, plain = result.sites
    assert (stored.name, plain.name) == ("planta", "mina La Leche")
    sweep = size_sweep(result, plain)
    assert sweep is not None
    at = sweep.worth.chosen
    assert sweep.worth.plan_npv[at] == pytest.approx(whole.npv, rel=1e-9)
    assert sweep.plan_capex[at] == pytest.approx(whole.capex, rel=1e-9)
    assert sweep.plan_payback_years[at] == pytest.approx(whole.simple_payback_years, rel=1e-9)
    own = size_sweep(result, stored)
    assert own is not None
    battery = stored.storage
    assert battery is not None
    assert own.plan_capex[own.worth.chosen] == pytest.approx(whole.capex - battery.capital)


def test_what_the_sizes_leave_out_is_said_at_the_plant_in_the_title_and_in_the_tables() -> None:
    result = studied(*LENT_AND_STORED)
    stored, plain = (size_slider(result, design, WRITE) for design in result.sites)
    assert stored is not None
    assert plain is not None
    assert (stored.leaves_out_storage, plain.leaves_out_storage) == (True, False)
    left_out = "the plant of the study, without battery and outages"
    assert left_out in stored.words[stored.chosen].split("; ")
    assert "the plant of the study" in plain.words[plain.chosen].split("; ")
    for design, said in zip(result.sites, (True, False), strict=True):
        axes = Figure().add_subplot()
        SITE_CHARTS["size_step"](result, axes, WRITE.reader, design)
        told = f"{design.name}, without battery and outages:"
        assert axes.get_title(loc="left").startswith(told) == said
        heads = [column.head for column in size_tables(design, WRITE)["other_sizes"].columns]
        assert ("Coverage, in the hours with grid" in heads) == said


def test_one_meter_is_not_asked_for_where_no_credit_steps() -> None:
    result = run_study(EXAMPLE, ["tariff.export_rule=none"])
    assert mine_meter(result) is None
    sweep = size_sweep(result, result.sites[0])
    assert sweep is not None
    assert sweep.step is None
    assert not sweep.credit_per_kwh.any()
    rows = step_tables(result, result.sites[0], WRITE)["steps"].rows
    assert len(rows) == len(COVERAGE_FRACTIONS) + 1


def test_the_table_shows_the_sizes_in_order_and_both_sides_of_the_step(
    pilot: StudyResult, mine: SizeSweep
) -> None:
    table = one_meter_tables(pilot, WRITE)["one_meter"]
    names = [row[0] for row in table.rows]
    assert len(names) == len(COVERAGE_FRACTIONS) + 3
    at = names.index("at the limit of 100 kW")
    assert names[at + 1] == "just above the limit"
    assert names.index("as designed") > at  # 113 kW of inverters
    sizes = [float(row[1]) for row in table.rows]
    assert sizes == sorted(sizes)
    assert table.rows[at][2] == "100.0"
    assert mine.step is not None
    shown = [row[8] for row in table.rows[at : at + 2]]
    assert shown == [WRITE.money(float(mine.worth.plant_npv[place])) for place in mine.step]


@pytest.mark.parametrize("name", ["size_step", "one_meter"])
def test_the_chart_breaks_at_the_step_and_writes_both_numbers(
    name: str, pilot: StudyResult, mine: SizeSweep
) -> None:
    site = size_sweep(pilot, pilot.sites[0])
    assert site is not None
    sweep, amounts = (
        (mine, mine.worth.plant_npv) if name == "one_meter" else (site, site.net_saving)
    )
    with drawing():
        figure = Figure()
        if name == "one_meter":
            CHARTS[name](pilot, figure.add_subplot(), WRITE.reader)
        else:
            SITE_CHARTS[name](pilot, figure.add_subplot(), WRITE.reader, pilot.sites[0])
        figure.savefig(io.StringIO(), format="svg")
    upper, lower = figure.axes
    assert upper.get_xlim() == lower.get_xlim()
    assert sweep.step is not None
    below, above = (float(amounts[place]) / 1e6 for place in sweep.step)
    written = [float(text.get_text()) for text in lower.texts]
    assert written == pytest.approx([below, above], abs=0.5)
    before, after = lower.lines[0], lower.lines[1]
    assert before.get_ydata()[-1] == pytest.approx(below)
    assert after.get_ydata()[0] == pytest.approx(above)
    assert after.get_xdata()[0] == pytest.approx(before.get_xdata()[-1], rel=1e-5)
