"""Balance, cost of saved energy, bills, strings, the way of the sun, and what stands below them."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.colors import to_rgb
from matplotlib.figure import Figure
from pilot_runs import QUICK, studied

from mine_study.charts import CHARTS, SITE_CHARTS
from mine_study.charts.energy_flows import OTHERS, UNEXPLAINED, USEFUL, energy_flows, machine_uses
from mine_study.charts.measure_cost_curve import saved_kwh_costs
from mine_study.charts.ribbons import column, ends
from mine_study.charts.scope2 import emission_lines
from mine_study.charts.style import GREY, drawing
from mine_study.charts.sun_path import noon_heights_deg, on_sky, sun_of_day
from mine_study.charts.typical_week import WEEK, drawn_weeks
from mine_study.charts.week_map import mean_week_kw
from mine_study.language import LANGUAGES, Reader
from mine_study.reports.chart_sources import CHART_SOURCES, SITE_CHART_SOURCES
from mine_study.reports.galleries import galleries
from mine_study.reports.pictures import FRAME, FRAMES, SIZE_IN, SIZES
from mine_study.reports.single_line.drawing import single_line_drawing
from mine_study.reports.svg_paths import shorter

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from mine_study.study import StudyResult

LARGEST_SVG = 25_000
"""Characters of a drawing: two languages of all of them must fit an e-mail."""

BESIDE = {
    *("package_steps", "one_meter", "best_plan_frontier", "best_plan_abatement", "evidence"),
    *("bills_balance", "monthly_sun", "monthly_plant", "losses", "size_step", "size_npv"),
    *("locator_map", "scenarios", "gantt"),
}
"""Charts whose numbers stand in a table of the report right beside them."""


@pytest.fixture(scope="module")
def pilot() -> StudyResult:
    return studied(QUICK)


def drawn(name: str, result: StudyResult, language: str = "en", site: int = 0) -> Axes:
    with drawing():
        figure = Figure(figsize=SIZES.get(name, SIZE_IN))
        FigureCanvasAgg(figure)
        axes = figure.add_axes(FRAMES.get(name, FRAME))
        reader = Reader(language, "CO")
        if name in CHARTS:
            CHARTS[name](result, axes, reader)
        else:
            SITE_CHARTS[name](result, axes, reader, result.sites[site])
    return axes


def assert_balanced(flows: pd.DataFrame) -> None:
    """Each area gives on what it gets; what no machine explains goes no further."""
    into = flows[flows["layer"] == 0].groupby("end")["kwh"].sum()
    out = flows[flows["layer"] == 1].groupby("start")["kwh"].sum()
    pd.testing.assert_series_equal(
        into.drop(UNEXPLAINED, errors="ignore"), out, check_names=False, rtol=1e-9
    )


def test_what_flows_in_is_what_was_billed_and_flows_out_again(pilot: StudyResult) -> None:
    flows = energy_flows(pilot)
    assert_balanced(flows)
    into = flows[flows["layer"] == 0]
    assert into["kwh"].sum() == pytest.approx(pilot.billed["kwh"].sum(), rel=1e-12)
    not_explained = into.loc[into["end"] == UNEXPLAINED, "kwh"].sum()
    assert not_explained == pytest.approx(
        pilot.billed["kwh"].sum() - pilot.audit.before.annual_kwh, rel=1e-6
    )


def test_an_inventory_above_its_bills_has_a_source_that_says_so(pilot: StudyResult) -> None:
    balance = pilot.audit.balance
    halved = replace(balance, by_site=balance.by_site.assign(billed_kwh=[70_000.0, 30_000.0]))
    flows = energy_flows(replace(pilot, audit=replace(pilot.audit, balance=halved)))
    assert_balanced(flows)
    into = flows[flows["layer"] == 0].groupby("start")["kwh"].sum()
    assert into["grid"] == pytest.approx(100_000.0)
    assert into["unbilled"] == pytest.approx(pilot.audit.before.annual_kwh - 100_000.0)
    assert UNEXPLAINED not in set(flows["end"])


def test_the_uses_of_each_machine_are_its_energy_and_none_is_below_zero(pilot: StudyResult) -> None:
    mine = pilot.audit.before
    uses = machine_uses(mine, pilot.audit.waste)
    assert (uses.to_numpy() >= -1e-9).all()
    assert uses.sum(axis=1).to_numpy() == pytest.approx(mine.points["kwh_per_year"].to_numpy())


def test_a_compressor_loses_in_its_motor_then_idling_then_in_the_leaks(pilot: StudyResult) -> None:
    """MI-01 is coupled directly, on load 60 % of its time; 28 % of its capacity leaks: 28/60."""
    row = pilot.audit.before.points.loc["MI-01"]
    on_load = 0.6 * row["hours_per_year"]
    uses = machine_uses(pilot.audit.before, pilot.audit.waste).loc["MI-01"]
    motor_kwh = (row["loaded_kw"] - row["shaft_kw"]) * on_load
    assert uses["motor"] == pytest.approx(motor_kwh)
    assert uses["needless"] == pytest.approx(row["idle_kw"] * 0.4 * row["hours_per_year"])
    assert uses["air_leaks"] == pytest.approx(28 / 60 * row["shaft_kw"] * on_load)
    assert uses["air"] == pytest.approx(32 / 60 * row["shaft_kw"] * on_load)


def test_a_throttled_pump_loses_at_its_valve_what_reaches_the_shaft(pilot: StudyResult) -> None:
    """AG-01, without belt: the audit says which part of its electricity the valve costs."""
    mine, waste = pilot.audit.before, pilot.audit.waste
    lost = waste.set_index(["kind", "tag"]).loc[("throttled", "AG-01"), "waste_kwh"]
    uses = machine_uses(mine, waste).loc["AG-01"]
    row = mine.points.loc["AG-01"]
    assert uses["throttled"] == pytest.approx(lost * row["efficiency_at_load"])
    assert uses["throttled"] + uses["shaft"] == pytest.approx(
        row["shaft_kw"] * row["hours_per_year"]
    )


def test_a_mine_without_compressor_belt_or_waste_still_balances(pilot: StudyResult) -> None:
    mine = pilot.audit.before
    kept = mine.machines["kind"].isin(["heating", "other"])
    small = replace(mine, machines=mine.machines[kept], points=mine.points[kept])
    uses = machine_uses(small, pilot.audit.waste.iloc[:0])
    assert uses.sum(axis=1).to_numpy() == pytest.approx(small.points["kwh_per_year"].to_numpy())
    assert set(uses.columns[uses.any()]) == {"heat_and_other"}


def test_old_lamps_waste_what_the_audit_says_and_give_the_rest_as_light(pilot: StudyResult) -> None:
    uses = machine_uses(pilot.audit.before, pilot.audit.waste)
    waste = pilot.audit.waste
    assert uses["old_lamps"].sum() == pytest.approx(
        waste.loc[waste["kind"] == "hot_lighting", "waste_kwh"].sum()
    )
    lamps = pilot.audit.before.machines["kind"] == "lighting"
    lit = pilot.audit.before.points.loc[lamps, "kwh_per_year"].sum()
    assert uses["light"].sum() == pytest.approx(lit - uses["old_lamps"].sum())


def test_many_areas_are_drawn_as_eight_and_the_others(pilot: StudyResult) -> None:
    starts = set(energy_flows(pilot).query("layer == 1")["start"])
    assert len(starts) == 9
    assert OTHERS in starts


def test_ribbons_leave_and_arrive_within_their_blocks_and_fill_them() -> None:
    flows = pd.DataFrame({"start": ["a", "a", "b"], "end": ["x", "y", "x"], "kwh": [3.0, 1.0, 2.0]})
    left = column({"a": 4.0, "b": 2.0}, x=0, gap=1, tall=10)
    right = column({"x": 5.0, "y": 1.0}, x=1, gap=1, tall=10)
    found = ends(flows, left, right)
    assert [top - low for side in found for top, low in side] == [3, 3, 1, 1, 2, 2]
    (a_x, at_x), (a_y, _), (b_x, bt_x) = found
    assert a_x[0] == left["a"].top  # to x, which stands above y, leaves first
    assert a_x[1] == a_y[0]
    assert b_x == (left["b"].top, left["b"].top - 2)
    assert at_x == (right["x"].top, right["x"].top - 3)
    assert bt_x == (at_x[1], right["x"].top - 5)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", ["energy_sankey", "string_window", "typical_week", "losses"])
def test_no_two_words_of_a_new_chart_touch(name: str, language: str, pilot: StudyResult) -> None:
    machines = pilot.audit.before.machines
    long = machines["area"].replace("molienda", "An area whose name is much longer than its room")
    before = replace(pilot.audit.before, machines=machines.assign(area=long))
    axes = drawn(name, replace(pilot, audit=replace(pilot.audit, before=before)), language)
    canvas = axes.figure.canvas.get_renderer()
    boxes = [
        text.get_window_extent(canvas)
        for panel in axes.figure.axes
        for text in panel.texts
        if text.get_text()
    ]
    assert boxes
    assert not any(one.overlaps(other) for one, other in combinations(boxes, 2))
    edge = axes.figure.bbox
    assert all(box.x0 >= edge.x0 and box.x1 <= edge.x1 for box in boxes)


def test_the_cost_of_a_saved_kwh_is_an_annuity_at_the_real_rate(pilot: StudyResult) -> None:
    rows, measures = saved_kwh_costs(pilot), pilot.audit.measures
    leaks = measures[measures["kind"] == "air_leaks"].iloc[0]
    money = pilot.study.finance
    rate = (1 + money.discount_rate) / (1 + money.inflation_fraction) - 1
    yearly = leaks["capex"] / sum((1 + rate) ** -year for year in (1, 2))  # it lasts two years
    found = rows[rows["kind"] == "air_leaks"].iloc[0]
    assert leaks["life_years"] == 2
    assert found["cost_per_kwh"] == pytest.approx(yearly / leaks["saved_kwh"], rel=1e-12)
    assert rows["cost_per_kwh"].is_monotonic_increasing
    assert (rows["saved_kwh"] > 0).all()


def test_the_columns_of_the_cost_curve_stand_side_by_side(pilot: StudyResult) -> None:
    axes = drawn("measure_cost_curve", pilot)
    bars = sorted((bar.get_x(), bar.get_width()) for part in axes.containers for bar in part)
    starts, widths = np.array(bars).T
    assert starts == pytest.approx(np.concatenate([[0.0], np.cumsum(widths)[:-1]]), abs=1e-6)
    assert widths.sum() == pytest.approx(saved_kwh_costs(pilot)["saved_kwh"].sum())


def test_the_price_of_a_month_is_its_bill_over_its_energy(pilot: StudyResult) -> None:
    axes = drawn("bill_months", pilot)
    upper, lower = axes.figure.axes
    assert [bar.get_height() for bar in upper.patches][:2] == [11_728, 10_687]
    assert lower.lines[0].get_ydata()[0] == pytest.approx(10_981_667 / 11_728)


def test_a_month_without_a_bill_is_left_open_and_no_bill_at_all_says_so(pilot: StudyResult) -> None:
    billed = pilot.billed.copy()
    billed.loc[("planta", 3), "amount"] = np.nan
    price = drawn("bill_months", replace(pilot, billed=billed)).figure.axes[1].lines[0].get_ydata()
    assert np.isnan(price).tolist() == [month == 3 for month in range(1, 13)]
    none = drawn("bill_months", replace(pilot, billed=billed.assign(amount=np.nan)))
    assert not none.axison
    assert "no bill tells both" in none.get_title(loc="left")


@pytest.mark.parametrize("site", [0, 1])
def test_the_string_stands_between_the_limits_that_are_drawn(site: int, pilot: StudyResult) -> None:
    wired = pilot.sites[site].electrical.design
    lines = {line.get_label(): line for line in drawn("string_window", pilot, site=site).lines}
    own = lines["this string"]
    assert own.get_xdata()[0] == wired.plan.modules_in_series
    hot, cold = own.get_ydata()
    box = wired.size.inverter
    assert box.mppt_min_v <= hot < cold <= box.vdc_max_v
    drawn_v = lines["open circuit, coldest air"]
    assert np.interp(own.get_xdata()[0], *drawn_v.get_data()) == pytest.approx(cold)


def test_the_noon_sun_stands_as_high_as_declination_and_latitude_say(pilot: StudyResult) -> None:
    """Cooper's declination is right to half a degree; the middle of the month is its 15th."""
    design = pilot.sites[0]
    day = pd.to_datetime([f"2025-{month:02d}-15" for month in range(1, 13)]).day_of_year
    declination = 23.45 * np.sin(np.radians(360 * (284 + day) / 365))
    expected = 90 - np.abs(design.latitude - declination)
    assert noon_heights_deg(design) == pytest.approx(expected, abs=1.0)


def test_the_sun_rises_in_the_east_and_the_sky_has_its_zenith_in_the_middle(
    pilot: StudyResult,
) -> None:
    day = sun_of_day(pilot.sites[0], 3)
    up = day[day["elevation"] > 0]
    x, _ = on_sky(up["elevation"].to_numpy(), up["azimuth"].to_numpy())
    assert x[0] > 80 > -80 > x[-1]
    assert np.diff(x).max() < 0  # from east to west all day


def test_the_terrain_of_a_horizon_file_is_drawn_and_told(pilot: StudyResult) -> None:
    from pv_design.horizon import Horizon  # noqa: PLC0415  one test alone

    design = pilot.sites[0]
    ridge = Horizon(azimuth_deg=np.array([0.0, 90.0]), elevation_deg=np.array([5.0, 25.0]))
    weather = replace(design.weather, horizon=ridge)
    sites = (replace(design, weather=weather), *pilot.sites[1:])
    axes = drawn("sun_path", replace(pilot, sites=sites))
    assert "the terrain rises to 25°" in axes.get_title(loc="left")
    distance = np.hypot(*axes.patches[0].get_xy().T)
    assert distance.max() == pytest.approx(90.0)  # the horizon
    assert distance.min() == pytest.approx(90.0 - 25.0)


def test_the_sunniest_week_makes_most_and_the_dullest_least(pilot: StudyResult) -> None:
    design = pilot.sites[0]
    ac_kw = design.plant.production.ac_kw.to_numpy()
    most, middle, least = (ac_kw[at : at + WEEK].sum() for _, at in drawn_weeks(design, ac_kw))
    assert least < middle < most
    mean = ac_kw.sum() / 365 * 7
    assert middle == pytest.approx(mean, rel=0.05)
    assert len(drawn("typical_week", pilot).figure.axes) == 3


def test_each_hour_of_the_week_is_drawn_once_in_its_shade(pilot: StudyResult) -> None:
    axes = drawn("week_map", pilot)
    cells = sum(len(patch.get_path().vertices) // 5 for patch in axes.patches)
    assert cells == mean_week_kw(pilot).size == 7 * 24
    colours = [patch.get_facecolor() for patch in axes.patches]
    assert len(set(colours)) == len(colours)


def test_emissions_fall_with_the_measures_and_again_with_the_plant(pilot: StudyResult) -> None:
    before, measures, plant, elsewhere = (tonnes for _, tonnes in emission_lines(pilot))
    factor = pilot.carbon.factor.t_per_mwh
    assert measures == pytest.approx(pilot.audit.after.annual_kwh * factor / 1000)
    assert before > measures > plant > 0
    made = sum(site.plant.annual_ac_kwh for site in pilot.sites) * factor / 1000
    assert measures - plant + elsewhere == pytest.approx(made)  # a kWh made is used or exported


@pytest.fixture(scope="module")
def shown(pilot: StudyResult):
    found = galleries(pilot, "en")
    return [found.whole, *found.sites.values()]


def test_each_chart_tells_its_source_and_its_numbers_or_the_table_with_them(shown) -> None:
    for gallery in shown:
        for name, picture in gallery.items():
            assert picture.source, name
            assert picture.table is not None or name in BESIDE, name
            if picture.table is not None:
                assert picture.table.rows, name


def test_no_drawing_is_heavy(shown) -> None:
    sizes = {name: len(picture.svg) for gallery in shown for name, picture in gallery.items()}
    assert {name: size for name, size in sizes.items() if size > LARGEST_SVG} == {}


def test_every_registered_chart_has_a_source() -> None:
    assert set(CHARTS) <= set(CHART_SOURCES)
    assert set(SITE_CHARTS) <= set(SITE_CHART_SOURCES)


def test_the_table_of_the_balance_adds_up(shown, pilot: StudyResult) -> None:
    table = shown[0]["energy_sankey"].table
    said = sum(float(cell.replace(",", "")) for cell in table.total[1:])
    assert said == pytest.approx(pilot.audit.before.annual_kwh, abs=len(table.total))
    names = {column.head for column in table.columns}
    assert len(USEFUL) <= len(names) - 1


def vertices(path: str) -> list[tuple[float, float]]:
    """Return where a path goes, level and upright lines told in full."""
    at, found = (0.0, 0.0), []
    for letter, text in re.findall(r"([MLHVCz])([^MLHVCz]*)", path):
        numbers = [float(number) for number in text.split()]
        if letter == "H":
            numbers = [numbers[0], at[1]]
        elif letter == "V":
            numbers = [at[0], numbers[0]]
        found += list(zip(numbers[::2], numbers[1::2], strict=True))
        at = found[-1]
    return found


def test_a_shorter_path_goes_the_same_way() -> None:
    generator = np.random.default_rng(7)
    x, y = generator.uniform(-5, 500, 60).cumsum() / 10, generator.uniform(0, 300, 60)
    y[::3] = y[1::3]  # level pieces
    path = "M " + " \nL ".join(f"{a:.6f} {b:.6f}" for a, b in zip(x, y, strict=True)) + " \nz"
    short = re.search(r' d="([^"]*)"', shorter(f'<path d="{path}"/>'))
    assert short is not None
    assert len(short[1]) < len(path) / 1.5
    assert np.array(vertices(short[1])) == pytest.approx(np.array(vertices(path)), abs=0.0501)


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours as WCAG 2 defines it, 1 to 21."""
    rgb = np.array([to_rgb(one), to_rgb(other)])
    linear = np.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4)
    low, high = sorted(linear @ [0.2126, 0.7152, 0.0722])
    return float((high + 0.05) / (low + 0.05))


def test_the_title_of_the_cost_curve_says_the_saving_that_all_others_say(
    pilot: StudyResult,
) -> None:
    saved = pilot.audit.before.annual_kwh - pilot.audit.after.annual_kwh
    title = drawn("measure_cost_curve", pilot).get_title(loc="left")
    assert f"the plan saves {saved:,.0f}," in title


def test_the_cost_curve_of_a_plan_whose_measures_all_save_tells_of_no_more(
    pilot: StudyResult,
) -> None:
    measures = pilot.audit.measures
    saving = replace(pilot.audit, measures=measures[measures["kind"] != "capacitor_bank"])
    title = drawn("measure_cost_curve", replace(pilot, audit=saving)).get_title(loc="left")
    assert title.endswith("of them are in the plan")


def test_a_step_that_adds_energy_has_a_plus_and_its_words_stand_out(pilot: StudyResult) -> None:
    axes = drawn("package_steps", pilot)
    said = [text.get_text() for text in axes.texts]
    added = next(text for text in said if "apacitor" in text)
    assert re.search(r": \+\d", added)
    assert sum("+" in text for text in said) == 1
    for bar in axes.containers[0]:
        assert contrast(axes.texts[0].get_color(), bar.get_facecolor()) > 7  # WCAG AAA


def test_ribbons_behind_the_names_of_areas_are_hardly_seen(pilot: StudyResult) -> None:
    boxes = [text.get_bbox_patch() for text in drawn("energy_sankey", pilot).texts]
    shades = [box.get_facecolor()[3] for box in boxes if box is not None]
    assert shades
    for alpha in shades:
        seen = alpha + (1 - alpha) * np.array(to_rgb(GREY))
        assert contrast(seen, "white") < 1.2


def test_the_note_of_the_work_plan_stands_inside_above_all_bars(pilot: StudyResult) -> None:
    axes = drawn("gantt", pilot)
    canvas = axes.figure.canvas.get_renderer()
    (note,) = (text.get_window_extent(canvas) for text in axes.texts)
    bars = [bar.get_window_extent(canvas) for bar in axes.patches]
    assert note.y0 > max(bar.y1 for bar in bars)
    assert note.y1 < axes.get_window_extent(canvas).y1
    names = [label.get_window_extent(canvas) for label in axes.get_yticklabels()]
    assert not any(one.overlaps(other) for one, other in combinations(names, 2))
    assert min(name.x0 for name in names) >= 0
    assert min(label.get_fontsize() for label in axes.get_yticklabels()) >= 8


def test_a_bill_over_its_energy_is_not_called_the_price_of_energy(pilot: StudyResult) -> None:
    assert "all charges over the kWh" in drawn("bill_months", pilot).get_title(loc="left")
    source = str(SITE_CHART_SOURCES["bill_months"](pilot, pilot.sites[0]))
    assert "reactive energy too" in source


def test_a_title_of_the_string_tells_how_near_the_limit_it_is(pilot: StudyResult) -> None:
    """20 modules of 54.94 V reach 1,098.7 V of the inverter's 1,100 V: 0.1 % is free."""
    assert ", 0.1 % below the limit" in drawn("string_window", pilot, site=1).get_title(loc="left")
    assert "assumed" in str(SITE_CHART_SOURCES["string_window"](pilot, pilot.sites[1]))


def test_the_map_names_the_site_and_its_country(pilot: StudyResult) -> None:
    title = drawn("locator_map", pilot).get_title(loc="left")
    assert title.startswith("planta of Los Conquistadores lies in Colombia")


def test_the_title_of_a_diagram_is_right_for_one_inverter(pilot: StudyResult) -> None:
    design = pilot.sites[1].electrical.design
    assert design.plan.inverters == 1
    title = single_line_drawing("mina", design, Reader("en", "CO")).title
    assert title == "mina: single-line diagram (strings: 3, inverters: 1)"
