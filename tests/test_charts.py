"""What the charts draw, and that they draw for every kind of study."""

from __future__ import annotations

import io
from dataclasses import dataclass, replace
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import pytest
from matplotlib.figure import Figure
from pilot_runs import QUICK, studied

from mine_study.charts import CHARTS, SITE_CHARTS, bill_months, pareto
from mine_study.charts.size_finding import size_finding
from mine_study.charts.style import drawing, rounded_money
from mine_study.charts.typical_week import typical_monday
from mine_study.language import Reader
from mine_study.plant_losses import loss_steps
from mine_study.size_sweep import SizeSweep, size_sweep
from mine_study.size_worth import SizeWorth

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from mine_study.study import StudyResult

ENGLISH, SPANISH = Reader("en", "CO"), Reader("es", "CO")
CASES = {
    "pilot": (),
    "no plant": ("pv.build=false", QUICK),
    "never pays back": ("prices.pv_usd_per_kw=100000", QUICK),
    "no measure, no tax, exports unpaid": (
        "prices.motor_price_factor=1000",
        "finance.income_tax=false",
        "tariff.export_rule=none",
        QUICK,
    ),
}
OTHER_UNITS = {
    "sun_path": "[°]",
    "locator_map": "[°]",
    "string_window": "[V]",
    "gantt": "week",
    "evidence": "share of the energy",
}
"""Of charts that draw neither energy nor money nor carbon."""


@dataclass
class Drawn:
    title: str
    axes: Axes


@pytest.fixture(scope="module")
def results() -> dict[str, StudyResult]:
    return {name: studied(*overrides) for name, overrides in CASES.items()}


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
    labels = " ".join(part.get_xlabel() + part.get_ylabel() for part in axes.figure.axes)
    labels += " ".join(text.get_text() for text in axes.texts)
    units = [OTHER_UNITS[name]] if name in OTHER_UNITS else ["kW", "COP", "CO₂e"]
    assert any(unit in labels for unit in units)


@pytest.mark.parametrize(
    "name",
    ["monthly_plant", "losses", "string_window", "typical_week", "size_step", "size_npv"],
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
    flows = pilot.sites[0].flows
    used, sold, bought = draw("monthly_plant", pilot).axes.containers
    heights = [sum(bar.get_height() for bar in bars) for bars in (used, sold, bought)]
    powers = (flows.self_used_kw, flows.export_kw, -flows.import_kw)
    assert heights == pytest.approx([float(power.sum()) for power in powers])


def test_the_pieces_of_the_losses_lead_from_the_sun_to_the_meter(pilot: StudyResult) -> None:
    plant = pilot.sites[0].plant
    assert plant is not None
    ends, pieces = draw("losses", pilot).axes.containers
    first, last = (bar.get_width() for bar in ends)
    assert first + sum(bar.get_width() for bar in pieces) == pytest.approx(last)
    assert last == pytest.approx(plant.annual_ac_kwh)


def test_the_last_step_behind_the_meter_is_what_the_mine_uses(pilot: StudyResult) -> None:
    design = pilot.sites[0]
    assert design.plant is not None
    last = loss_steps(design, design.plant).iloc[-1]
    used = float(design.flows.self_used_kw.sum())
    assert (last["step"], last["change_fraction"]) == ("used_at_once", 0.0)
    assert last["energy_kwh"] == pytest.approx(used)


def swept(result: StudyResult, site: int = 0) -> SizeSweep:
    sweep = size_sweep(result, result.sites[site])
    assert sweep is not None
    return sweep


def test_the_size_curves_go_through_the_plant_and_the_bill_it_has(pilot: StudyResult) -> None:
    """The bill of every hour and the bill of the size curve are two ways to one number."""
    design, sweep = pilot.sites[1], swept(pilot, 1)
    plant = design.plant
    assert plant is not None
    place = int(np.flatnonzero(sweep.dc_kw == plant.dc_kw)[0])
    bills, prices = pilot.bills[design.name], pilot.study.prices
    saving = bills.after_measures.net_cost - bills.with_plant.net_cost
    saving -= pilot.reactive[design.name].added_by_plant
    om_cost = plant.dc_kw * prices.pv_om_usd_per_kw_year * prices.usd_rate
    flows = design.flows
    assert sweep.coverage_fraction[place] == pytest.approx(flows.coverage_fraction)
    assert sweep.self_sufficiency_fraction[place] == pytest.approx(flows.self_sufficiency_fraction)
    assert sweep.net_saving[place] == pytest.approx(saving - om_cost)


def test_no_plant_saves_and_covers_nothing(pilot: StudyResult) -> None:
    sweep = swept(pilot)
    assert sweep.dc_kw[0] == 0.0
    assert sweep.coverage_fraction[0] == sweep.self_sufficiency_fraction[0] == 0.0
    assert sweep.net_saving[0] == pytest.approx(0.0, abs=1e-3)  # a thousandth of a peso


def test_the_saving_falls_by_the_charges_on_credited_energy_at_100_kw(pilot: StudyResult) -> None:
    """CREG 174/2021 art. 25: above 100 kW a credit loses T, D, PR and R besides Cv."""
    design, sweep = pilot.sites[0], swept(pilot)
    assert design.plant is not None
    assert sweep.step is not None
    below, above = sweep.step
    dc_kw = sweep.dc_kw[below]
    assert sweep.meter.inverters_kw(dc_kw) == pytest.approx(100.0)
    tariff = pilot.audit.tariffs[design.name]
    charges = tariff.transmission + tariff.distribution + tariff.losses + tariff.restrictions
    unit = design.plant.production.ac_kw / design.plant.dc_kw
    made = (unit * dc_kw).groupby(unit.index.month).sum()
    used = np.minimum(unit * dc_kw, design.load_kw).groupby(unit.index.month).sum()
    bought = design.load_kw.groupby(unit.index.month).sum() - used
    credited = np.minimum(made - used, bought).sum()
    fall = sweep.net_saving[below] - sweep.net_saving[above]
    assert fall == pytest.approx(charges * credited, rel=1e-4)


def test_without_credits_no_step_is_drawn(results: dict[str, StudyResult]) -> None:
    assert swept(results["no measure, no tax, exports unpaid"]).step is None


def test_the_typical_week_is_the_one_nearest_to_the_mean() -> None:
    hours = pd.date_range("2025-01-01", periods=8760, freq="h")
    ac_kw = np.where(hours.isocalendar().week == 20, 1.0, 0.0)
    ac_kw[hours.isocalendar().week == 30] = 0.02
    found = hours[typical_monday(hours, ac_kw)]
    assert found.isocalendar().week == 30  # the mean week holds 1/51 and 0.02/51 of full weeks


def test_at_its_own_size_the_plan_is_worth_what_the_study_says(
    results: dict[str, StudyResult],
) -> None:
    """The study values hourly bills; the curve of sizes values its own, month by month."""
    for case in ("pilot", "never pays back", "no measure, no tax, exports unpaid"):
        result = results[case]
        for site, design in enumerate(result.sites):
            assert design.plant is not None
            worth = swept(result, site).worth
            assert worth.dc_kw[worth.chosen] == design.plant.dc_kw
            npv = result.money.whole.figures.npv
            assert worth.plan_npv[worth.chosen] == pytest.approx(npv, rel=1e-9)
            assert worth.plan_npv[worth.best] >= npv * (1 - 1e-9)


def test_without_any_plant_the_plan_is_worth_what_its_efficiency_is() -> None:
    """One site left with no plant: what remains is the worth of the measures alone."""
    result = studied("sites.1.pv.build=false", QUICK)
    worth = swept(result).worth
    assert worth.dc_kw[0] == 0.0
    assert worth.plan_npv[0] == pytest.approx(result.money.efficiency.figures.npv, rel=1e-9)


def test_the_worth_of_a_plant_falls_at_the_step_of_the_rule(pilot: StudyResult) -> None:
    """At 100 kW of inverters credits lose value at once; the price of the plant does not jump."""
    worth = swept(pilot).worth
    close = np.diff(worth.plan_npv)[np.diff(worth.dc_kw) < 1e-3]
    jumps = close[np.abs(close) > 1]  # a size of the curve may stand at the step besides
    assert len(jumps) == 1
    assert jumps[0] < 0


def test_the_finding_names_the_best_size_and_what_is_lost_against_it() -> None:
    worth = SizeWorth(
        dc_kw=np.array([0.0, 163.0, 326.0]), plan_npv=np.array([5e5, 1.5e6, 1.185e6]), chosen=2
    )
    assert worth.lost == pytest.approx(315_000)
    assert worth.lost_fraction == pytest.approx(0.315)
    assert str(size_finding(worth, "plant", "PEN")) == (
        "plant: the plant of 326 kWp is worth PEN 315 thousand less than one of 163 kWp, "
        "the best size"
    )


def test_a_size_that_loses_less_than_a_thousandth_is_as_good_as_the_best() -> None:
    worth = SizeWorth(
        dc_kw=np.array([0.0, 99.0, 111.0]), plan_npv=np.array([0.0, 4.779e8, 4.78e8]), chosen=1
    )
    assert str(size_finding(worth, "plant", "COP")) == (
        "plant: the plant of 99 kWp adds COP 478 million, as good as the best size, 111 kWp"
    )


def test_where_every_plant_loses_money_no_size_is_called_best() -> None:
    worth = SizeWorth(dc_kw=np.array([0.0, 100.0]), plan_npv=np.array([2e6, -1e6]), chosen=1)
    assert "no size adds to it" in str(size_finding(worth, "plant", "PEN"))
    assert worth.lost_fraction == 1.0


@pytest.mark.parametrize(
    ("amount", "said"),
    [
        (999_600.0, "PEN 1.00 million"),
        (99_960.0, "PEN 100 thousand"),
        (12_345.0, "PEN 12.3 thousand"),
        (0.0, "PEN 0"),
        (-852_123_456.0, "PEN -852 million"),
        (999_600_000.0, "PEN 1,000 million"),
        (-1_505_600_000.0, "PEN -1,506 million"),
        (12_345_678_901.0, "PEN 12,346 million"),
    ],
)
def test_a_large_amount_is_said_with_three_digits_and_every_million(
    amount: float, said: str
) -> None:
    assert str(rounded_money(amount, "PEN")) == said


def test_an_inventory_above_the_bills_is_never_said_to_be_explained(pilot: StudyResult) -> None:
    balance = pilot.audit.balance
    by_site = balance.by_site.assign(unexplained_fraction=-0.135)
    above = replace(balance, by_site=by_site)
    title = draw("bills_balance", replace(pilot, audit=replace(pilot.audit, balance=above))).title
    assert "13.5 % more than the bills: check hours and load" in title


def test_the_lines_of_cash_are_named_at_their_ends_without_touching(pilot: StudyResult) -> None:
    axes = draw("cumulative_cash", pilot).axes
    ends = [text for text in axes.texts if text.anncoords == "axes fraction"]
    heights = sorted(text.xyann[1] for text in ends)
    assert len(heights) == 3
    begun = [text.get_text() for text in axes.texts if text not in ends]
    assert begun == ["the plant begins"]  # nine months after the spending
    assert min(np.diff(heights)) >= 0.1 - 1e-9  # of the height of the axes: one line of text


def test_emissions_of_nothing_are_drawn_without_a_warning(pilot):
    # Warnings are errors: an axis from 0 to 0 would be one.
    none = replace(
        pilot.carbon,
        factor=replace(pilot.carbon.factor, t_per_mwh=0.0),
        scope2_location_before_t=0.0,
        scope2_location_after_t=0.0,
        avoided_by_export_t=0.0,
    )
    axes = Figure().subplots()
    CHARTS["scope2"](replace(pilot, carbon=none), axes, Reader("en", "CO"))
    assert axes.get_xlim() == (0.0, 1.0)


@pytest.mark.parametrize(
    ("kwh", "said"),
    [
        ([10.0], "M0 uses 100 % of the electricity"),
        ([60.0, 40.0], "M0 uses 60 % of the electricity"),
        ([90.0, 5.0, 5.0], "1 of 3 lines of the inventory use 90 % of the electricity"),
    ],
)
def test_that_all_lines_use_all_the_electricity_is_no_finding(kwh: list[float], said: str) -> None:
    tags = [f"M{number}" for number in range(len(kwh))]
    points = pd.DataFrame({"kwh_per_year": kwh}, index=tags)
    audit = SimpleNamespace(before=SimpleNamespace(points=points), done=points.iloc[:0])
    one: Any = SimpleNamespace(audit=audit)
    with drawing():
        axes = Figure().add_subplot()
        pareto.draw(one, axes, ENGLISH)
    assert axes.get_title(loc="left") == said


@pytest.mark.parametrize(
    ("january", "said"),
    [
        (30.0, "are 0.300 PEN in every month"),
        (90.0, "are 0.350 PEN on the mean, from 0.300 in Feb to 0.900 in Jan"),
    ],
)
def test_a_price_that_never_moves_is_told_once(january: float, said: str) -> None:
    months = pd.MultiIndex.from_product([["plant"], range(1, 13)], names=["site", "month"])
    billed = pd.DataFrame({"kwh": 100.0, "amount": [january] + [30.0] * 11}, months)
    study = SimpleNamespace(study=SimpleNamespace(currency="PEN"))
    one: Any = SimpleNamespace(billed=billed, study=study)
    site: Any = SimpleNamespace(name="plant")
    with drawing():
        axes = Figure().add_subplot()
        bill_months.draw(one, axes, ENGLISH, site)
    assert axes.get_title(loc="left").endswith(said)
