"""Two runs side by side: differences by hand, decisions, what they were made from."""

from __future__ import annotations

import copy
import json
import math

import pytest
from click.testing import CliRunner
from pilot_runs import QUICK, studied

from cli import main
from mine_study.results import plain, results
from mine_study.run_comparison import HEADLINES, compared


@pytest.fixture(scope="module")
def found():
    return plain(results(studied(QUICK)))


@pytest.fixture
def runs(tmp_path, found):
    """Return what writes two runs, the second with changes, and compares them."""

    def compare(change, *words):
        other = copy.deepcopy(found)
        change(other)
        for name, content in (("a", found), ("b", other)):
            (tmp_path / name).mkdir(exist_ok=True)
            path = tmp_path / name / "results.json"
            path.write_text(json.dumps(content), encoding="utf-8")
        places = [str(tmp_path / "a"), str(tmp_path / "b" / "results.json")]
        return CliRunner().invoke(main, ["compare", *places, *words])

    return compare


def nothing(_results):
    pass


def figure(document, key):
    return next(one for one in document["figures"] if one["key"] == key)


def test_a_run_beside_itself_differs_in_nothing(runs):
    document = json.loads(runs(nothing, "--json").stdout)
    assert {one["difference"] for one in document["figures"]} <= {0, None}
    apart = ("only_a_does", "only_b_does", "inputs", "versions", "weather")
    assert all(document[name] == [] for name in apart)


def test_a_difference_is_b_less_a_and_its_fraction_is_of_the_size_of_a(runs, found):
    def change(other):
        other["finance"]["whole"]["npv"] = found["finance"]["whole"]["npv"] * 1.25
        other["pv"]["dc_kw"] = found["pv"]["dc_kw"] - 10

    document = json.loads(runs(change, "--json").stdout)
    worth, plant = figure(document, "finance.whole.npv"), figure(document, "pv.dc_kw")
    assert worth["fraction"] == pytest.approx(0.25, rel=1e-12)
    assert worth["difference"] == pytest.approx(worth["a"] / 4, rel=1e-12)
    assert plant["difference"] == pytest.approx(-10, rel=1e-12)
    assert plant["fraction"] == pytest.approx(-10 / found["pv"]["dc_kw"], rel=1e-12)


def test_a_fraction_of_a_loss_keeps_the_sign_of_the_difference(found):
    one, other = copy.deepcopy(found), copy.deepcopy(found)
    one["finance"]["whole"]["npv"], other["finance"]["whole"]["npv"] = -100.0, -50.0
    row = next(r for r in compared(one, other, names=("a", "b")).figures if r.key.endswith("npv"))
    assert (row.difference, row.fraction) == (50, 0.5)


def test_what_one_run_does_not_have_has_no_difference(runs):
    def change(other):
        other["pv"]["dc_kw"] = 0
        other["finance"]["whole"]["simple_payback_years"] = None

    document = json.loads(runs(change, "--json").stdout)
    payback = figure(document, "finance.whole.simple_payback_years")
    assert (payback["b"], payback["difference"], payback["fraction"]) == (None, None, None)


def test_money_of_two_currencies_stands_side_by_side_without_a_difference(runs):
    def change(other):
        other["study"]["currency"] = "PEN"

    said = runs(change, "--json")
    worth = figure(json.loads(said.stdout), "finance.whole.npv")
    assert worth["a"] == worth["b"]
    assert worth["difference"] is None
    assert "COP | PEN" in runs(change).stdout


def test_decisions_inputs_sun_and_versions_that_differ_are_named(runs, found):
    done = next(row["id"] for row in found["measures"] if row["decision"] == "do")

    def change(other):
        next(row for row in other["measures"] if row["id"] == done)["decision"] = "keep"
        made_from = other["manifest"]
        made_from["inputs"]["bills.csv"] = "0" * 64
        made_from["versions"]["numpy"] = "9.9"
        made_from["overrides"] = ["pv.build=true"]
        made_from["weather"]["planta"]["source"] = "a file"

    said = runs(change, "--lang", "en").stdout
    assert f"only A does: {done}" in said
    assert "input bills.csv: other in A and B" in said
    assert "9.9 in B" in said
    assert "B overrides pv.build=true" in said
    assert "a file in B" in said


def test_each_headline_of_the_table_is_a_figure_of_a_run_with_all_parts(found):
    absent = {one.key for one in HEADLINES if _at(found, one.key) is None}
    assert absent <= {"pv.battery_kwh", "finance.whole.dscr_min"}


def _at(node, key):
    for part in key.split("."):
        node = node[part]
    return node


@pytest.mark.parametrize("lang", ["es", "en"])
def test_the_table_shows_the_numbers_as_the_reader_writes_them(runs, found, lang):
    said = runs(nothing, "--lang", lang).stdout
    baseline = math.floor(found["energy"]["baseline_kwh"] + 0.5)
    shown = f"{baseline:,d}" if lang == "en" else f"{baseline:,d}".replace(",", ".")
    assert shown in said


def test_a_run_that_is_not_there_and_a_file_that_is_none_end_with_1(tmp_path):
    (tmp_path / "results.json").write_text("{}", encoding="utf-8")
    for place in (tmp_path / "nowhere", tmp_path, tmp_path / "missing.json"):
        done = CliRunner().invoke(main, ["compare", str(place), str(place), "--lang", "en"])
        assert done.exit_code == 1
        assert str(place) in done.stderr
        assert "Traceback" not in done.stderr


def test_percentages_differ_in_points_and_a_price_of_energy_is_of_one_kwh(runs, found):
    def change(other):
        other["pv"]["coverage_fraction"] = found["pv"]["coverage_fraction"] - 0.49

    lines = runs(change, "--lang", "en").stdout.splitlines()
    coverage = next(line for line in lines if line.startswith("Coverage of the demand"))
    assert coverage.endswith("-49.0 points")
    price = next(line for line in lines if line.startswith("Levelised cost of energy"))
    assert price.split()[4] == "COP/kWh"
    same = next(line for line in lines if line.startswith("Net present value"))
    assert same.split()[3] == "COP"
