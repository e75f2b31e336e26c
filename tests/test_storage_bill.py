"""A battery under a tariff whose bill no sum of a month tells: charges for power, hourly prices."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from test_grid_study import peru

from equipment_catalog.year_hours import hours_of_year
from mine_study.export_worth import ExportWorth
from mine_study.results import results
from mine_study.site_bills import meter_bill
from mine_study.storage_settlement import BY_THE_BILL, Settlement, needs_the_bill
from mine_study.study import run_study
from pv_design.storage.dispatch import dispatch

PILOT = Path(__file__).parents[1] / "examples" / "los_conquistadores"
DAY_ONLY = (
    "H1,plant,camp,base load,other,20,1,24,continuous,20,0.8,measured\n"
    "H2,plant,mill,mill,other,100,1,3,,100,0.8,measured\n"
)


@pytest.fixture(scope="module")
def mine(tmp_path_factory):
    """Return a mine of Peru whose highest hours fall outside the peak."""
    folder = peru(tmp_path_factory.mktemp("day_only"))
    heading = (folder / "inventory.csv").read_text().splitlines()[0]
    (folder / "inventory.csv").write_text(f"{heading}\n{DAY_ONLY}")
    return folder


@pytest.fixture(scope="module")
def sought(mine):
    return run_study(mine, ("audit.calibrate=false", "storage.build=true"))


def settlement(run, design):
    tariff = run.audit.tariffs[design.name]
    search = design.storage.search
    return Settlement(
        case=search.case,
        times=design.storage.hours.times,
        table=search.plants,
        worth=ExportWorth(rule="none", tariff=tariff),
        ac_per_dc=design.plant.ac_kw / design.plant.dc_kw,
    )


def test_a_battery_is_bought_only_where_the_bill_says_that_it_pays(mine, sought):
    without = run_study(mine, ("audit.calibrate=false",))
    assert sought.money.whole.figures.npv >= without.money.whole.figures.npv
    design = sought.sites[0]
    search, bill = design.storage.search, sought.bills[design.name].with_plant
    total = search.costs["total"]
    assert total.iloc[search.winner] <= total.iloc[search.without_battery]
    parts = search.costs.iloc[search.winner]
    assert parts[list(BY_THE_BILL)].sum() == pytest.approx(bill.net_cost, rel=1e-9)


def test_a_candidate_settled_beside_others_pays_what_its_own_hours_pay_alone(sought):
    """The bill of the hour by hour dispatch, which shares no code with the sweep's sums."""
    design = sought.sites[0]
    table, found = design.storage.search.plants, settlement(sought, design)
    own = table.index[(table["dc_kw"] == design.plant.dc_kw) & (table["capacity_kwh"] > 0)]
    rows = own.to_numpy()[[5, len(own) // 2, -3]]
    parts = found.parts(rows)
    for row in rows:
        flows = dispatch(found.case, table.iloc[row])
        bought = pd.Series((flows["bought_kwh"] + flows["grid_charge_kwh"]).to_numpy(), found.times)
        bill = meter_bill(
            bought, bought * 0.0, found.worth.tariff, export_rule="none", plant_ac_kw=0.0
        )
        assert parts.loc[row].sum() == pytest.approx(bill.net_cost, rel=1e-9)
        power = bill.monthly[["generation_charge", "distribution_charge"]].to_numpy().sum()
        assert parts.loc[row, "demand"] == pytest.approx(power, rel=1e-9)


def test_no_candidate_that_was_not_settled_would_have_been_cheaper_by_the_bill(sought):
    """Drawn by chance among those that the quick cost left out."""
    design = sought.sites[0]
    search, found = design.storage.search, settlement(sought, design)
    own = np.flatnonzero((search.plants["dc_kw"] == design.plant.dc_kw).to_numpy())
    rows = np.random.default_rng(3).choice(own, size=60, replace=False)
    rest = search.costs.iloc[rows].drop(columns=[*BY_THE_BILL, "total"]).sum(axis=1)
    total = found.parts(rows).sum(axis=1).to_numpy() + rest.to_numpy()
    assert total.min() >= search.costs["total"].iloc[search.winner] - 1e-6


def test_where_the_bill_is_no_sum_the_distance_from_foresight_is_not_told(sought):
    told = results(sought)["pv"]["by_site"][sought.sites[0].name]["storage"]
    assert told["foresight_cost"] is None
    assert told["foresight_gap_fraction"] is None
    assert told["foresight_gap_reason"] == "bill_not_linear"


def test_with_an_hourly_spot_price_search_and_bill_count_the_same_money(tmp_path):
    """Spot prices are high at night, when nothing is sold: their mean would flatter exports."""
    times = hours_of_year(2025, -5)
    price = np.where((times.hour >= 6) & (times.hour < 18), 50, 900)
    lines = [f"{time:%Y-%m-%d %H:%M},{p}\n" for time, p in zip(times, price, strict=True)]
    for file in PILOT.iterdir():
        if file.is_file():
            (tmp_path / file.name).write_bytes(file.read_bytes())
    (tmp_path / "spot.csv").write_text("hour,price\n" + "".join(lines))
    asked = ("tariff.spot_price_file=spot.csv", "storage.build=true", "storage.usd_per_kwh=20")
    run = run_study(tmp_path, asked)
    for design in run.sites:
        search, bill = design.storage.search, run.bills[design.name].with_plant
        assert needs_the_bill(run.audit.tariffs[design.name])
        parts = search.costs.iloc[search.winner]
        assert parts["energy"] + parts["export"] == pytest.approx(bill.net_cost, rel=1e-9)
        worth = ExportWorth(
            rule="creg174",
            tariff=run.audit.tariffs[design.name],
            export_kw=design.flows.export_kw.to_numpy(),
        )
        surplus = worth.per_kwh(design.plant.ac_kw)[1]
        sold = design.flows.export_kw.groupby(times.hour).sum()
        by_hand = (50 * sold[6:18].sum() + 900 * (sold.sum() - sold[6:18].sum())) / sold.sum()
        assert surplus == pytest.approx(by_hand, rel=1e-9)


def test_powers_of_the_months_before_do_not_stay_in_the_plan(mine, sought):
    asked = (
        "audit.calibrate=false",
        "tariff.earlier_peak_kw=[20,20,20,20,20]",
        "tariff.earlier_offpeak_kw=[300,300,300,300,300]",
    )
    run = run_study(mine, asked)
    name = run.sites[0].name
    assert run.bills[name].today.net_cost == sought.bills[name].today.net_cost
    assert any("months before the year" in str(note.what) for note in run.notes)
