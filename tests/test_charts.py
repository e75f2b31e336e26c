"""What the charts draw, and that they draw for every kind of study."""

from __future__ import annotations

import io
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pytest
from matplotlib.figure import Figure

from mine_study.charts import CHARTS, SITE_CHARTS
from mine_study.charts.size_value import size_energy, size_money
from mine_study.charts.style import drawing
from mine_study.charts.typical_week import typical_monday
from mine_study.language import Reader
from mine_study.study import run_study

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from mine_study.study import StudyResult

EXAMPLE = Path(__file__).parent.parent / "examples" / "los_conquistadores"
ENGLISH, SPANISH = Reader("en", "CO"), Reader("es", "CO")
CASES = {
    "pilot": (),
    "no plant": ("pv.build=false",),
    "never pays back": ("prices.pv_usd_per_kw=100000",),
    "no measure, no tax, exports unpaid": (
        "prices.motor_price_factor=1000",
        "finance.income_tax=false",
        "tariff.export_rule=none",
    ),
}


@dataclass
class Drawn:
    title: str
    axes: Axes


@pytest.fixture(scope="module")
def results() -> dict[str, StudyResult]:
    return {name: run_study(EXAMPLE, overrides) for name, overrides in CASES.items()}


@pytest.fixture(scope="module")
def pilot(results: dict[str, StudyResult]) -> StudyResult:
    return results["pilot"]


def draw(name: str, result: StudyResult, reader: Reader = ENGLISH, site: int = 0) -> Drawn:
    with drawing():
        axes = Figure().add_subplot()
        if name in CHARTS:
            CHARTS[name](result, axes, reader)
        else:
            SITE_CHARTS[name](result, axes, reader, result.sites[site])
        axes.figure.savefig(io.StringIO(), format="svg")
    return Drawn(axes.get_title(loc="left"), axes)


@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize("name", [*CHARTS, *SITE_CHARTS])
def test_every_chart_draws_for_every_study_and_says_a_finding(
    name: str, case: str, results: dict[str, StudyResult]
) -> None:
    drawn = draw(name, results[case], SPANISH, site=-1)
    assert drawn.title
    assert "{" not in drawn.title
    assert "nan" not in drawn.title


@pytest.mark.parametrize("name", [*CHARTS, *SITE_CHARTS])
def test_every_chart_of_the_pilot_names_the_unit_of_its_numbers(
    name: str, pilot: StudyResult
) -> None:
    axes = draw(name, pilot).axes
    labels = [part.get_xlabel() + part.get_ylabel() for part in axes.figure.axes]
    assert any(unit in " ".join(labels) for unit in ("kW", "COP", "CO₂e"))


@pytest.mark.parametrize(
    "name", ["monthly_plant", "losses", "typical_week", "size_energy", "size_money"]
)
def test_a_chart_of_a_plant_that_is_not_built_says_so(
    name: str, results: dict[str, StudyResult]
) -> None:
    drawn = draw(name, results["no plant"])
    assert "no plant" in drawn.title
    assert not drawn.axes.axison


def test_a_plan_that_never_pays_back_says_never_in_its_chart(
    results: dict[str, StudyResult],
) -> None:
    result = results["never pays back"]
    assert result.money.whole.figures.simple_payback_years is None
    assert "never" in draw("cumulative_cash", result).title


def test_the_bars_of_the_monthly_plant_sum_to_its_year(pilot: StudyResult) -> None:
    plant = pilot.sites[0].plant
    assert plant is not None
    used, sold, bought = draw("monthly_plant", pilot).axes.containers
    heights = [sum(bar.get_height() for bar in bars) for bars in (used, sold, bought)]
    assert heights == pytest.approx([plant.self_used_kwh, plant.export_kwh, -plant.import_kwh])


def test_the_pieces_of_the_losses_lead_from_the_sun_to_the_meter(pilot: StudyResult) -> None:
    plant = pilot.sites[0].plant
    assert plant is not None
    ends, pieces = draw("losses", pilot).axes.containers
    first, last = (bar.get_width() for bar in ends)
    assert first + sum(bar.get_width() for bar in pieces) == pytest.approx(last)
    assert last == pytest.approx(plant.annual_ac_kwh)


def test_the_size_curves_go_through_the_plant_and_the_bill_it_has(pilot: StudyResult) -> None:
    """The bill of every hour and the bill of the size curve are two ways to one number."""
    design = pilot.sites[1]
    plant = design.plant
    assert plant is not None
    energy = size_energy(pilot, design, plant)
    money = size_money(pilot, design, plant)
    place = int(np.flatnonzero(energy.dc_kw == plant.dc_kw)[0])
    bills, prices = pilot.bills[design.name], pilot.study.prices
    saving = bills.after_measures.net_cost - bills.with_plant.net_cost
    om_cost = plant.dc_kw * prices.pv_om_usd_per_kw_year * prices.usd_rate
    assert energy.coverage_fraction[place] == pytest.approx(plant.coverage_fraction)
    assert energy.self_sufficiency_fraction[place] == pytest.approx(plant.self_sufficiency_fraction)
    assert money.net_saving[place] == pytest.approx(saving - om_cost)


def test_no_plant_saves_and_covers_nothing(pilot: StudyResult) -> None:
    design = pilot.sites[0]
    assert design.plant is not None
    energy = size_energy(pilot, design, design.plant)
    money = size_money(pilot, design, design.plant)
    assert energy.dc_kw[0] == money.dc_kw[0] == 0.0
    assert energy.coverage_fraction[0] == energy.self_sufficiency_fraction[0] == 0.0
    assert money.net_saving[0] == pytest.approx(0.0, abs=1e-3)  # a thousandth of a peso


def test_the_saving_falls_by_the_charges_on_credited_energy_at_100_kw(pilot: StudyResult) -> None:
    """CREG 174/2021 art. 25: above 100 kW a credit loses T, D, PR and R besides Cv."""
    design = pilot.sites[1]
    assert design.plant is not None
    step = size_money(pilot, design, design.plant).step
    assert step is not None
    assert step.ac_kw == pytest.approx(100.0)
    tariff = pilot.audit.tariffs[design.name]
    charges = tariff.transmission + tariff.distribution + tariff.losses + tariff.restrictions
    unit = design.plant.production.ac_kw / design.plant.dc_kw
    made = (unit * step.dc_kw).groupby(unit.index.month).sum()
    used = np.minimum(unit * step.dc_kw, design.load_kw).groupby(unit.index.month).sum()
    bought = design.load_kw.groupby(unit.index.month).sum() - used
    credited = np.minimum(made - used, bought).sum()
    assert step.saving_below - step.saving_above == pytest.approx(charges * credited, rel=1e-4)


def test_without_credits_no_step_is_drawn(results: dict[str, StudyResult]) -> None:
    result = results["no measure, no tax, exports unpaid"]
    design = result.sites[0]
    assert design.plant is not None
    assert size_money(result, design, design.plant).step is None


def test_the_typical_week_is_the_one_nearest_to_the_mean() -> None:
    hours = pd.date_range("2025-01-01", periods=8760, freq="h")
    ac_kw = np.where(hours.isocalendar().week == 20, 1.0, 0.0)
    ac_kw[hours.isocalendar().week == 30] = 0.02
    found = hours[typical_monday(hours, ac_kw)]
    assert found.isocalendar().week == 30  # the mean week holds 1/51 and 0.02/51 of full weeks
