"""What the grid bills, through whole studies: Peru's power tariff, spot hours, limits, kvarh."""

from __future__ import annotations

import datetime as dt
import shutil
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from equipment_catalog.errors import InputError
from mine_study.blank_study import blank_study
from mine_study.case import open_case
from mine_study.language import Reader
from mine_study.reports.figures import Figures
from mine_study.reports.grid_tables import grid_tables
from mine_study.results import results
from mine_study.size_meter import site_meter
from mine_study.study import StudyResult, run_study
from mine_study.study_reader import examine_study
from mine_study.tariff_faults import tariff_faults
from project_finance.tariffs.price_file import read_price_rows
from project_finance.tariffs.spot_prices import read_spot_prices

EXAMPLE = Path(__file__).parent.parent / "examples" / "los_conquistadores"
SITE = "plant"
PRICES = {
    "fixed_per_month": "10",
    "energy_peak_per_kwh": "0,40",
    "energy_offpeak_per_kwh": "0.20",
    "generation_in_peak_per_kw": "50",
    "generation_offpeak_per_kw": "30",
    "distribution_in_peak_per_kw": "16",
    "distribution_offpeak_per_kw": "15",
    "reactive_per_kvarh": "0.05",
}
PERU_HOLIDAYS_2025 = [
    dt.date(2025, month, day)
    for month, day in (
        (1, 1), (4, 17), (4, 18), (4, 20), (5, 1), (6, 7), (6, 29), (7, 23), (7, 28), (7, 29),
        (8, 6), (8, 30), (10, 8), (11, 1), (12, 8), (12, 9), (12, 25),
    )
]  # fmt: skip
POWER_FACTOR = 0.8
TAN_PHI = 0.75


def peru(folder: Path) -> Path:
    """Fill in what `solmina init --country PE` writes: one machine that never stops."""
    for name, content in blank_study(Reader("en", "PE")).items():
        if isinstance(content, str):
            (folder / name).write_text(content, encoding="utf-8")
    study = (folder / "study.yaml").read_text(encoding="utf-8")
    for blank, filled in (
        ('name: ""', "name: Mine"),
        ('coordinates: ""', 'coordinates: "-14.69, -74.12"'),
        ("inventory.xlsx", "inventory.csv"),
        ("bills.xlsx", "bills.csv"),
        ("# option: ", "option: MT3"),
        ("# prices_file: ", "prices_file: prices.csv"),
        ("# coverage_fraction: 1.0", "coverage_fraction: 0.5"),
    ):
        assert blank in study
        study = study.replace(blank, filled)
    (folder / "study.yaml").write_text(study, encoding="utf-8")
    (folder / "inventory.csv").write_text(
        "tag,site,area,equipment,kind,rated_kw,load_fraction,hours_per_day,schedule,"
        "measured_kw,measured_power_factor,evidence\n"
        f"H1,{SITE},camp,base load,other,100,1,24,continuous,100,{POWER_FACTOR},measured\n"
    )
    months = [f"2025-{month:02d}" for month in range(1, 13)]
    hours = [24 * pd.Period(month).days_in_month for month in months]
    rows = [
        f"{SITE},{month},{100 * h},{75 * h},100,{30 * h}\n"
        for month, h in zip(months, hours, strict=True)
    ]
    (folder / "bills.csv").write_text("site,month,kwh,kvarh,max_kw,amount\n" + "".join(rows))
    sheet = (folder / "prices.csv").read_text(encoding="utf-8-sig").splitlines()
    for number, line in enumerate(sheet):
        item, _, rest = line.partition(",,")
        if item in PRICES:
            price = PRICES[item]
            sheet[number] = f'{item},"{price}",{rest}' if "," in price else f"{item},{price},{rest}"
    (folder / "prices.csv").write_text("\n".join(sheet), encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def peruvian(tmp_path_factory: pytest.TempPathFactory) -> StudyResult:
    return run_study(peru(tmp_path_factory.mktemp("peru")), ["audit.calibrate=false"])


def peak_hours(hours: pd.DatetimeIndex) -> np.ndarray:
    """Return 18 to 23 h from Monday to Saturday but on holidays."""
    holiday = np.isin(hours.date, PERU_HOLIDAYS_2025)
    return (hours.hour >= 18) & (hours.hour < 23) & (hours.day_of_week < 6) & ~holiday


def test_today_a_constant_load_under_mt3_pays_what_the_hand_reckons(
    peruvian: StudyResult,
) -> None:
    # 100 kW in all 8,760 hours; power in the peak as high as ever: present in the peak.
    load_kw = peruvian.audit.site_demand_kw(SITE, after=False)
    assert load_kw.to_numpy() == pytest.approx(100.0)
    in_peak = int(peak_hours(load_kw.index).sum())
    # 52 Sundays of 365 days; of the 17 holidays, 2025-04-20, 06-29 are Sundays.
    assert in_peak == 5 * (365 - 52 - 15)
    bill = peruvian.bills[SITE].today
    assert bill.monthly["energy_charge"].sum() == pytest.approx(
        100 * (0.4 * in_peak + 0.2 * (8760 - in_peak))
    )
    assert bill.monthly["generation_charge"].to_list() == pytest.approx([5000.0] * 12)
    assert bill.monthly["distribution_charge"].to_list() == pytest.approx([1600.0] * 12)
    assert bill.monthly["fixed_charge"].sum() == pytest.approx(120.0)
    assert bill.energy_cost == pytest.approx(
        bill.monthly["energy_charge"].sum() + 12 * (10 + 5000 + 1600)
    )


def test_the_sun_saves_the_energy_of_its_hours_and_no_power_of_the_night(
    peruvian: StudyResult,
) -> None:
    flows, bills = peruvian.sites[0].flows, peruvian.bills[SITE]
    assert flows.self_used_kw.sum() > 0
    price = np.where(peak_hours(pd.DatetimeIndex(flows.load_kw.index)), 0.4, 0.2)
    saved = float((flows.self_used_kw * price).sum())
    assert bills.after_measures.energy_cost - bills.with_plant.energy_cost == pytest.approx(saved)
    for part in ("generation_charge", "distribution_charge", "fixed_charge"):
        now, then = bills.with_plant.monthly[part], bills.after_measures.monthly[part]
        assert now.to_list() == pytest.approx(then.to_list())
    assert bills.with_plant.credit_value == bills.with_plant.surplus_income == 0.0


def test_a_kwh_is_judged_by_its_energy_price_so_that_no_power_is_counted_twice(
    peruvian: StudyResult,
) -> None:
    bill = peruvian.bills[SITE].today
    energy = bill.monthly["energy_charge"].sum()
    assert peruvian.audit.tariffs[SITE].price_per_kwh == pytest.approx(energy / bill.import_kwh)


def test_in_peru_the_month_is_charged_beyond_30_percent_at_the_price_of_the_sheet(
    peruvian: StudyResult,
) -> None:
    reactive = peruvian.reactive[SITE]
    # 100 kW at a power factor of 0.8: 75 kvar, 30 of them free: 45 kvarh an hour.
    assert reactive.price.is_charged
    assert reactive.cost(reactive.today) == pytest.approx(8760 * (100 * TAN_PHI - 30.0) * 0.05)
    bought = peruvian.sites[0].flows.import_kw
    kvar = peruvian.audit.site_demand_kvar(SITE, after=True)
    by_month = (kvar - 0.3 * bought).groupby(bought.index.month).sum().clip(lower=0)
    assert reactive.cost(reactive.with_plant) == pytest.approx(0.05 * by_month.sum())


def test_the_charge_that_the_plant_adds_is_taken_off_its_savings(peruvian: StudyResult) -> None:
    bills, reactive = peruvian.bills[SITE], peruvian.reactive[SITE]
    assert reactive.added_by_plant > 0
    amounts = peruvian.money.amounts
    saved = bills.after_measures.energy_cost - bills.with_plant.energy_cost
    assert amounts.pv_savings == pytest.approx(saved - reactive.added_by_plant)


def test_the_report_and_the_results_show_the_charges_by_name(peruvian: StudyResult) -> None:
    bills, write = peruvian.bills[SITE], Figures(Reader("en", "PE"), "PEN")
    table = grid_tables(SITE, bills, peruvian.reactive[SITE], write)["power"]
    assert len(table.rows) == 4
    saved = bills.after_measures.net_cost - bills.with_plant.net_cost
    assert table.total is not None
    assert table.total[-1] == f"{saved:,.0f}"
    found = results(peruvian)["bills"][SITE]
    for case in ("today", "after_measures", "with_plant"):
        parts = ("fixed_charge", "energy_charge", "generation_charge", "distribution_charge")
        assert sum(found[case][part] for part in parts) == pytest.approx(found[case]["energy_cost"])


def test_the_curve_of_sizes_bills_the_plant_of_the_study_as_the_study_does(
    peruvian: StudyResult, colombian: StudyResult
) -> None:
    for result in (peruvian, colombian):
        for design in result.sites:
            meter = site_meter(result, design)
            none, own = meter.bill(0.0), meter.bill(design.plant.dc_kw)
            bills = result.bills[design.name]
            assert none.net_cost == pytest.approx(bills.after_measures.net_cost)
            assert own.net_cost == pytest.approx(bills.with_plant.net_cost)
            reactive = result.reactive[design.name]
            assert reactive.added_with(design.load_kw) == pytest.approx(0.0)
            added = reactive.added_with(design.flows.import_kw)
            assert added == pytest.approx(reactive.added_by_plant)


def pilot(folder: Path) -> Path:
    shutil.copytree(EXAMPLE, folder / "pilot")
    return folder / "pilot"


def spot_file(folder: Path, *, price=lambda hour: 100.0 + hour.hour) -> None:
    hours = pd.date_range("2025-01-01", "2025-12-31 23:00", freq="h")
    rows = [f"{hour:%Y-%m-%d %H:%M},{price(hour)}\n" for hour in hours]
    (folder / "spot.csv").write_text("hour,price\n" + "".join(rows))


@pytest.fixture(scope="module")
def colombian(tmp_path_factory: pytest.TempPathFactory) -> StudyResult:
    folder = pilot(tmp_path_factory.mktemp("co"))
    spot_file(folder)
    return run_study(folder, ["tariff.spot_price_file=spot.csv"])


def test_surplus_is_paid_hour_by_hour_at_the_prices_of_the_spot_file(
    colombian: StudyResult,
) -> None:
    result = colombian
    for design in result.sites:
        bill, earned = result.bills[design.name].with_plant, 0.0
        flows = pd.DataFrame({"sold": design.flows.export_kw, "bought": design.flows.import_kw})
        for _, month in flows.groupby(flows.index.month):
            left = month["bought"].sum()
            for hour, sold in month["sold"].items():
                credited = min(sold, left)
                left -= credited
                earned += (sold - credited) * (100.0 + hour.hour)
        assert bill.surplus_income == pytest.approx(earned)
    assert sum(site.with_plant.surplus_income for site in result.bills.values()) > 0
    assert "spot.csv" in result.manifest["inputs"]


def test_zero_export_throws_away_what_the_load_does_not_take(tmp_path: Path) -> None:
    limits = ["tariff.export_limit_kw=0", "pv.coverage_fraction=1", "audit.calibrate=false"]
    result = run_study(peru(tmp_path), limits)
    for design in result.sites:
        made, used = design.flows.ac_kw.sum(), design.flows.self_used_kw.sum()
        assert design.flows.export_kw.sum() == 0.0
        assert design.flows.curtailed_kw.sum() == pytest.approx(made - used)
        bill = result.bills[design.name].with_plant
        assert (bill.export_kwh, bill.credit_value, bill.surplus_income) == (0.0, 0.0, 0.0)
    told = [note for note in result.notes if "may be sent to the grid" in str(note.what)]
    assert len(told) == len(result.sites)
    assert results(result)["pv"]["curtailed_kwh"] > 0


def test_the_reactive_charge_of_today_is_what_the_bills_say(colombian: StudyResult) -> None:
    billed = pd.read_csv(EXAMPLE / "bills.csv", comment="#").groupby("site")["reactive_amount"]
    for site, amount in billed.sum().items():
        reactive = colombian.reactive[site]
        assert reactive.cost(reactive.today) == pytest.approx(amount)


def test_sun_worsens_the_reactive_charge_hour_by_hour_and_inverters_lessen_it(
    colombian: StudyResult,
) -> None:
    for design in colombian.sites:
        reactive = colombian.reactive[design.name]
        kvar = colombian.audit.site_demand_kvar(design.name, after=True)
        excess = (kvar - 0.5 * design.flows.import_kw).clip(lower=0.0)
        assert reactive.with_plant.excess_kvarh == pytest.approx(excess.sum())
        assert reactive.with_plant.excess_kvarh > reactive.after_measures.excess_kvarh
        kinds = {remedy.kind: remedy for remedy in reactive.remedies}
        assert kinds["nothing"].first_year.charged_kvarh == reactive.with_plant.charged_kvarh
        assert kinds["inverters"].capex == 0.0
        by_day = design.flows.ac_kw > 0
        # by day 0.44 of the rating is more than these motors draw: only the night is left
        assert kinds["inverters"].first_year.excess_kvarh == pytest.approx(excess[~by_day].sum())
        assert reactive.cheapest is not None
        assert reactive.cheapest.kind == "inverters"


def test_the_factor_of_colombia_multiplies_what_goes_on_for_years(
    colombian: StudyResult,
) -> None:
    reactive = colombian.reactive["planta"]
    paying = reactive.remedies[0]
    assert paying.first_year.monthly["factor"].to_list() == [1.0] * 12
    assert paying.lasting.charged_kvarh == pytest.approx(6 * paying.first_year.charged_kvarh)
    assert paying.cost_per_year == pytest.approx(reactive.cost(paying.lasting))


def test_a_meter_that_buys_nothing_pays_the_fixed_charge_and_a_kwh_off_the_peak(
    peruvian: StudyResult,
) -> None:
    tariff = peruvian.audit.tariffs[SITE]
    nothing = peruvian.sites[0].load_kw * 0.0
    assert tariff.power is not None
    assert tariff.power.settle(nothing, nothing, tariff).net_cost == pytest.approx(120.0)
    assert tariff.power.mean_price_per_kwh(nothing) == 0.2


@pytest.mark.parametrize(
    ("keys", "country", "field", "words"),
    [
        ({"option": "MT9"}, "PE", "option", "MT9"),
        ({"option": "MT3"}, "CO", "option", "MT3"),
        ({"option": "MT3"}, "PE", "option", "prices_file"),
        ({"prices_file": "p.csv"}, "PE", "prices_file", "without tariff.option"),
        ({"earlier_peak_kw": [1.0]}, "PE", "earlier_peak_kw", "without tariff.option"),
        (
            {"option": "MT3", "prices_file": "p.csv", "price_per_kwh": 1.0},
            "PE",
            "price_per_kwh",
            "no effect",
        ),
        (
            {"option": "MT3", "prices_file": "p.csv", "export_rule": "creg174"},
            "PE",
            "export_rule",
            "cannot stand",
        ),
        (
            {"option": "MT3", "prices_file": "p.csv", "earlier_peak_kw": [1.0] * 5},
            "PE",
            "earlier_peak_kw",
            "",
        ),
        (
            {
                "option": "MT3",
                "prices_file": "p.csv",
                "earlier_peak_kw": [1.0] * 4,
                "earlier_offpeak_kw": [1.0] * 4,
            },
            "PE",
            "earlier_peak_kw",
            "4 values",
        ),
    ],
)
def test_keys_of_an_option_that_do_not_go_together_are_named(
    keys: dict[str, object], country: str, field: str, words: str
) -> None:
    (place, fault), *more = tariff_faults(keys, country)
    assert more == []
    assert place == ("tariff", field)
    assert words in str(fault.what)


def test_an_option_with_its_sheet_and_its_earlier_months_has_no_fault() -> None:
    months = {"earlier_peak_kw": [1.0] * 5, "earlier_offpeak_kw": [2.0] * 5}
    keys = {"option": "MT3", "prices_file": "p.csv", "export_rule": "none", **months}
    assert list(tariff_faults(keys, "PE")) == []


def test_check_names_every_fault_of_price_files_with_row_and_column(tmp_path: Path) -> None:
    folder = pilot(tmp_path)
    (folder / "spot.csv").write_text(
        "hour;price\n2025-01-01 00:00;1,5\n2025-01-01 00:30;2\n2025-01-01 00:00;3\nx;4\n"
        "2025-01-01 01:00;-1\n2025-01-01 02:00;1,500\n"
    )
    with pytest.raises(InputError) as refused:
        open_case(folder, ["tariff.spot_price_file=spot.csv"])
    places = [problem.place for problem in refused.value.problems]
    assert places == [
        "spot.csv:3:1",
        "spot.csv:4:1",
        "spot.csv:5:1",
        "spot.csv:6:2",
        "spot.csv:7:2",
        "spot.csv:7",
    ]
    assert "8757 hours have no price" in str(refused.value)
    with pytest.raises(InputError, match="does not exist"):
        open_case(folder, ["tariff.spot_price_file=none.csv"])


def test_hours_without_a_price_are_counted_and_the_first_is_named(tmp_path: Path) -> None:
    hours = pd.date_range("2025-03-01", periods=3, freq="h", tz="America/Bogota")
    path = tmp_path / "spot.csv"
    path.write_text("price,hour\n1,2025-03-01 00:00\n2,2024-02-29 00:00\n")
    with pytest.raises(InputError, match="2 hours have no price, the first is 2025-03-01 01:00"):
        read_spot_prices(path, hours)


def test_one_missing_hour_is_one_hour_at_the_line_it_should_follow(tmp_path: Path) -> None:
    hours = pd.date_range("2025-03-01", periods=3, freq="h", tz="America/Bogota")
    path = tmp_path / "spot.csv"
    path.write_text("hour,price\n2025-03-01 02:00,1\n2025-03-01 00:00,2\n")
    with pytest.raises(InputError) as refused:
        read_spot_prices(path, hours)
    (fault,) = refused.value.problems
    assert fault.place == "spot.csv:3"
    assert str(fault.what) == "the hour 2025-03-01 01:00 has no price"


@pytest.mark.parametrize(
    "text", ["hour,price\n2025-01-01 00:00,1,500\n", "hour,price,\n2025-01-01 00:00,1,,5\n"]
)
def test_a_cell_beyond_the_headings_is_refused_and_not_dropped(tmp_path: Path, text: str) -> None:
    path = tmp_path / "spot.csv"
    path.write_text(text)
    with pytest.raises(InputError, match=r"spot\.csv:2:\d: \d cells stand under \d headings"):
        read_price_rows(path, ("hour", "price"))


def test_empty_cells_at_the_end_of_a_line_mean_nothing(tmp_path: Path) -> None:
    path = tmp_path / "spot.csv"
    path.write_text("hour,price\n2025-01-01 00:00,1.5,,\n")
    (row,) = read_price_rows(path, ("hour", "price"))
    assert row.cells == {"hour": "2025-01-01 00:00", "price": "1.5"}


def test_an_option_of_a_country_without_options_tells_who_has_them_and_hides_nothing() -> None:
    wrong = ("tariff.option=MT3", "pv.tilt_deg=200")
    faults = [str(fault) for fault in examine_study(EXAMPLE / "study.yaml", wrong).problems]
    (option,) = {fault for fault in faults if "tariff.option" in fault}
    assert "'MT3' is not accepted" in option
    assert option.endswith("known for: PE")
    assert any("pv.tilt_deg" in fault for fault in faults)


def test_a_price_file_without_its_columns_or_without_any_line_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "prices.csv"
    for text in ("", "a,b\n1,2\n", "# remark\n"):
        path.write_text(text)
        with pytest.raises(InputError, match=r"prices\.csv"):
            read_price_rows(path, ("item", "value"))


def test_a_country_without_options_gets_no_price_sheet() -> None:
    assert "prices.csv" not in blank_study(Reader("es", "CO"))


def test_the_best_plan_runs_under_mt3_and_says_that_it_weighs_energy_alone(
    peruvian: StudyResult,
) -> None:
    best = peruvian.best_plan
    assert best is not None
    assert best.chosen is not None
    assert best.chosen.plan.capex <= best.limits.budget
    # The second look pays the whole bill: a load that never stops saves no power of the night.
    figures = best.chosen.worth.figures
    assert figures.npv_before_tax == pytest.approx(best.chosen.plan.npv, rel=2e-2)
    said = [str(note.source) for note in peruvian.notes if "Charges for power" in str(note.what)]
    assert said == ["the programme weighs energy alone"]
