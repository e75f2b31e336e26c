"""Every number of results.json says where it comes from, and its formula gives it again."""

from __future__ import annotations

import math
import re
import shutil
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pytest
import pyxirr
from hypothesis import given, settings
from hypothesis import strategies as st
from pilot_runs import EXAMPLE, LENT_AND_STORED, QUICK, studied

from equipment_catalog.errors import InputError
from equipment_catalog.motors import efficiency_at_load, nominal_efficiency
from equipment_catalog.tables import read_facts
from mine_study.explain import explain, explained
from mine_study.explain.asked_path import path_of
from mine_study.explain.formulas import names_of, reckoned, written
from mine_study.explain.key_paths import key_text, named_key
from mine_study.explain.lines import explanation_document, explanation_lines
from mine_study.explain.topics import topic_of, topics
from mine_study.explain.tree import Branches, result_tree
from mine_study.language import Reader
from mine_study.reports.efficiency_sketch import efficiency_sketch
from mine_study.reports.figures import Figures
from mine_study.reports.measure_sheets import measure_sheets
from mine_study.reports.money_tables import cash_table, worth_table
from mine_study.reports.origin_blocks import origins
from mine_study.reports.origin_places import with_origins
from mine_study.reports.origins import ORIGINS, explanations
from mine_study.reports.worth_lines import worth_lines
from mine_study.study import run_study

ROOT = Path(__file__).parent.parent
CASES = {
    "the pilot with its best plan": (),
    "debt, shared savings, storage, outages": LENT_AND_STORED,
    "no plant": ("pv.build=false", QUICK),
}
REAL_TOPICS = 120
"""Topics whose formula is more than another figure of the study: no fewer than these."""


WHOLE_LISTS = {"machines", "measures"}
"""Lists of which every member is asked for; of others the first, the third and the last."""


def leaves(node, path=()):
    """Yield each number's place."""
    if isinstance(node, Mapping):
        for name in node:
            yield from leaves(node[name], (*path, name))
    elif isinstance(node, list):
        places = set(range(len(node)))
        for place in sorted(places if path[-1] in WHOLE_LISTS else {0, 2, len(node) - 1} & places):
            yield from leaves(node[place], (*path, place))
    elif isinstance(node, int | float) and not isinstance(node, bool):
        yield path


@pytest.fixture(scope="module")
def pilot():
    result = studied()
    return result, result_tree(result)


@pytest.mark.parametrize("case", CASES)
def test_every_number_is_explained_and_its_formula_gives_it_again(case):
    result = studied(*CASES[case])
    tree = result_tree(result)
    wrong, again = [], set()
    for path in leaves(tree):
        key = key_text(path)
        told = explained(result, tree, key)
        if told.recomputed is None:
            assert told.how is not None or told.formula, key
        elif math.isclose(told.recomputed, told.value, rel_tol=1e-9, abs_tol=1e-9):
            again.add(topic_of(path)[0].formula + " " + topic_of(path)[0].pattern)
        else:
            wrong.append((key, told.value, told.recomputed))
    assert wrong == []
    real = [topic for topic in again if not topic.rpartition(" ")[0].isidentifier()]
    assert len(real) >= (REAL_TOPICS if case != "no plant" else REAL_TOPICS // 2)


def test_each_formula_names_its_inputs_and_each_page_it_cites_exists():
    patterns = [topic.pattern for topic in topics()]
    assert len(set(patterns)) == len(patterns)
    for topic in topics():
        assert topic.what, topic.pattern
        assert topic.how or topic.formula, topic.pattern
        if topic.formula:
            assert set(names_of(topic.formula)) <= set(topic.inputs), topic.pattern
        assert not topic.source.startswith("docs/"), topic.pattern
        for page in re.findall(r"docs/[\w/.-]+", topic.source):
            assert (ROOT / page).is_file(), topic.pattern


def test_a_net_present_value_is_that_of_another_library(pilot):
    result, tree = pilot
    told = explained(result, tree, "finance.whole.npv")
    flow = result.money.whole.flow.yearly["net_after_tax"].to_numpy()
    assert told.recomputed == pytest.approx(pyxirr.npv(0.10, flow), rel=1e-12)
    assert told.formula == "sum(net_after_tax / (1 + discount_rate) ^ year)"


def test_a_formula_with_its_numbers_can_be_typed_into_a_calculator(pilot):
    result, tree = pilot
    told = explained(result, tree, "measures[right_size:MO-01].simple_payback_years")
    numbers = Reader("en", "US").say(told.put_in).replace(",", "")
    capex, saved = (float(text) for text in numbers.split(" / "))
    assert capex / saved == pytest.approx(told.value, rel=1e-6)


def test_a_formula_is_shown_with_the_brackets_it_needs():
    assert written("a - (b + c)") == "a - (b + c)"
    assert written("(a / b) ** -c") == "(a / b) ^ (-c)"
    assert written("(a ** b) ** c") == "(a ^ b) ^ c"
    values = {"a": 2.0, "b": 3.0, "c": 2.0}
    assert reckoned("(a ** b) ** c", values) == 64.0
    assert reckoned("a - (b - c)", values) == 1.0


@pytest.mark.parametrize("formula", ["__import__('os')", "a.b", "a[0]", "open(a)", "lambda: 1"])
def test_a_formula_holds_nothing_but_arithmetic(formula):
    with pytest.raises(ValueError, match=re.escape(formula)):
        reckoned(formula, {"a": 1.0})


def test_an_input_tells_who_said_it_and_where():
    result = studied(*CASES["no plant"])
    told = explain(result, "energy.kwh_per_t_ore")
    ore = next(one for one in told.inputs if one.symbol == "ore")
    assert ore.key == "production.ore_t_per_year"
    assert ore.where.startswith("study.yaml:")
    assert ore.trust == ""
    rate = explain(result, "finance.whole.npv").inputs[1]
    assert (rate.key, rate.where, rate.trust) == ("finance.discount_rate", "", "assumption")


def test_one_can_go_down_from_the_npv_to_a_machine(pilot):
    result, tree = pilot
    ways = (
        ("finance.whole.npv", "finance.whole.yearly.net_after_tax"),
        ("finance.first_year.efficiency_savings", "bills.*.today.net_cost"),
        ("headline.saved_kwh.value", "energy.baseline_kwh"),
        ("energy.baseline_kwh", "machines.*.kwh_per_year"),
        ("machines[TR-01].kwh_per_year", "machines[TR-01].input_kw"),
        ("machines[TR-01].shaft_kw", "machines[TR-01].load_fraction"),
    )
    for key, below in ways:
        assert below in [one.key for one in explained(result, tree, key).inputs], key


def test_a_branch_that_takes_time_is_reckoned_only_when_it_is_asked_for(monkeypatch):
    asked = []
    monkeypatch.setitem(
        __import__("mine_study.results", fromlist=["PARTS"]).PARTS,
        "best_plan",
        lambda *_: asked.append("best_plan"),
    )
    monkeypatch.setitem(
        __import__("mine_study.finance_results", fromlist=["FINANCE_PARTS"]).FINANCE_PARTS,
        "risk",
        lambda *_: asked.append("risk"),
    )
    result = studied(*CASES["no plant"])
    assert explain(result, "finance.whole.npv").value == result.money.whole.figures.npv
    assert asked == []
    with pytest.raises(InputError, match=r"finance\.risk is null"):
        explain(result, "finance.risk")
    assert asked == ["risk"]


@pytest.mark.parametrize(
    ("key", "said"),
    [
        ("finance.whole.npw", "did you mean finance.whole.npv"),
        ("npv", "finance.efficiency.npv"),
        ("measures[MI-01].npv", "measures[air_leaks:MI-01].npv"),
        ("finance.whole", "one figure of the group: finance.whole.capex, finance.whole.own_outlay"),
        ("finance.whole.npv.more", "nothing stands below it"),
        ("study.name", "study.name is Los Conquistadores"),
        ("machines[XX-99].kvar", "one of: machines[TR-01].kvar, machines[TR-02].kvar"),
        ("measures[999].npv", "measures["),
        ("", "schema_version"),
        ("finance.efficiency.dscr_min", "efficiency.dscr_min is null in this study; a loan is for"),
        (
            "finance.debt.dscr_min",
            "finance.debt is null in this study; there is no loan: debt.kind",
        ),
        ("finance.esco", "esco.contract_years"),
        ("finance.risk.probability_dscr_below_covenant", "there is no loan: debt.kind"),
        ("finance.pv", "finance.pv is null in this study; no plant is built here: pv.build=true"),
        ("headline.pv_dc_kw.value", "headline.pv_dc_kw is null in this study; no plant is built"),
        ("pv.by_site.planta.size.modules", "size is null in this study; no plant is built"),
        ("pv.exceedance", "pv.build"),
        ("best_plan.npv", "best_plan.search=true"),
        (
            "tariffs.by_site.planta.with_plant.price",
            "with_plant is null in this study; the same ta",
        ),
    ],
)
def test_a_key_that_is_no_figure_is_refused_with_what_comes_close(key, said):
    with pytest.raises(InputError, match=re.escape(said)):
        explain(studied(*CASES["no plant"]), key)


def test_names_with_dots_and_brackets_are_found():
    tree = Branches({"by": lambda: {"mina 1.2 [alta]": {"kw": 1.0}, "mina 1": {"2": 2.0}}})

    assert path_of(tree, "by.mina 1.2 [alta].kw") == ("by", "mina 1.2 [alta]", "kw")
    assert path_of(tree, "by.mina 1.2") == ("by", "mina 1", "2")


ANY_NAME = st.text(alphabet="ab1#.[]{}:\"'\\ \n/ñ", max_size=5)


@settings(max_examples=150, deadline=None)
@given(st.lists(ANY_NAME, min_size=1, max_size=5, unique=True), st.integers(0, 4))
def test_the_key_of_any_name_leads_back_to_it(names, number):
    members = [{"tag": name, "kw": [1.0, 2.0]} for name in names]
    tree = {
        "by": {name: {other: {"kw": 1.0} for other in names} for name in names},
        "machines": members,
    }
    name = names[number % len(names)]
    for path in (
        ("by", name, names[0], "kw"),
        ("machines", number % len(names), "kw", 1),
    ):
        assert path_of(tree, named_key(tree, path)) == path
        assert path_of(tree, key_text(path)) == path


def test_a_number_in_brackets_is_the_name_before_it_is_the_place():
    tree = {"machines": [{"tag": tag} for tag in ("1", "2", "7")], "kw": [5.0, 6.0]}

    assert path_of(tree, "machines[1]") == ("machines", 0)
    assert path_of(tree, "machines[#1]") == ("machines", 1)
    assert path_of(tree, "kw[1]") == ("kw", 1)
    assert named_key(tree, ("machines", 2)) == "machines[7]"
    with pytest.raises(InputError, match=re.escape("machines[2]")):
        path_of(tree, "machines[0]")


@pytest.fixture(scope="module")
def renamed(tmp_path_factory):
    """Give the pilot tags that are numbers, and a site whose name ends in a bracket."""
    folder = tmp_path_factory.mktemp("renamed") / "mine"
    shutil.copytree(EXAMPLE, folder)
    lines = (folder / "inventory.csv").read_text(encoding="utf-8").splitlines()
    head = next(number for number, line in enumerate(lines) if line.startswith("tag,")) + 1
    tags = [line.partition(",")[0] for line in lines[head:]]
    lines[head:] = [f"{n},{line.partition(',')[2]}" for n, line in enumerate(lines[head:], 1)]
    (folder / "inventory.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    for file in folder.glob("*.*"):
        if file.suffix in {".csv", ".yaml"}:
            text = file.read_text(encoding="utf-8")
            text = re.sub(r"\bmina La Leche\b", "mina [norte]", text)
            for number, tag in enumerate(tags, 1):
                text = re.sub(rf"(?<![\w-]){tag}(?![\w-])", str(number), text)
            file.write_text(text.replace("name: mina [norte]", 'name: "mina [norte]"'), "utf-8")
    result = run_study(folder, (QUICK, "audit.calibrate=false"))
    return result, result_tree(result)


def test_machines_that_are_numbered_and_sites_in_brackets_are_explained_by_their_names(renamed):
    result, tree = renamed
    told = explained(result, tree, "machines[4].load_fraction")
    assert told.value == result.audit.before.machines["load_fraction"]["4"]
    assert told.key == "machines[4].load_fraction"
    for path in leaves({"machines": tree["machines"], "measures": tree["measures"]}):
        told = explained(result, tree, key_text(path))
        again = explained(result, tree, told.key)
        assert (again.key, again.value) == (told.key, told.value)
        if told.recomputed is not None:
            assert told.recomputed == pytest.approx(told.value, rel=1e-9, abs=1e-9)
        for one in told.inputs:
            if one.is_figure:
                explained(result, tree, one.key)


def test_the_report_of_odd_names_has_its_origins_and_its_sheets(renamed):
    result, _ = renamed
    write = Figures(Reader("en", "CO"), "COP")
    found = explanations(result, ORIGINS)
    assert 'pv.by_site["mina [norte]"].dc_kw' in found
    calibrated = explanations(studied(QUICK), ORIGINS)
    assert len(found) == sum(not key.startswith("calibration.") for key in calibrated)
    sheets = measure_sheets(result, write)
    assert len(sheets) == len(result.audit.done)
    assert all(sheet.sums for sheet in sheets)


ONCE_ONLY = (
    "debt.kind=sculpted",
    "debt.rate=0.14",
    "debt.years=6",
    "debt.dscr_target=1.4",
    "debt.loan_fraction=0.6",
    "finance.vat=recovered",
    "finance.vat_return_months=14",
    "finance.grant=50000000",
    "finance.grant_month=14",
    "finance.salvage_fraction=0.1",
    "finance.mine_closes_after_years=8",
    "pv.aim=npv",
    QUICK,
)


def test_formulas_hold_with_returned_tax_a_late_grant_salvage_and_a_plant_sized_for_worth():
    result = studied(*ONCE_ONLY)
    tree = result_tree(result)
    keys = ["finance.debt.amount", "finance.debt.gearing_fraction"]
    keys += [f"finance.debt.cash_available_by_year[{year}]" for year in range(8)]
    keys += [f"finance.debt.account.closing[{year}]" for year in range(6)]
    for key in keys:
        told = explained(result, tree, key)
        assert told.recomputed == pytest.approx(told.value, rel=1e-9, abs=0.0), key
    cash = explained(result, tree, "finance.debt.cash_available_by_year[1]")
    owner = result.debt.yearly["project_after_tax"]
    assert owner[2] != pytest.approx(owner[1])
    assert tree["finance"]["whole"]["yearly"]["grants"][2] == 50e6
    assert cash.value < owner[2] - 50e6
    served = tree["finance"]["debt"]["dscr_by_year"].index(None)
    late = explained(result, tree, f"finance.debt.dscr_by_year[{served}]")
    assert (str(late.shown), late.formula) == ("no figure", "cash / payment")
    assert str(late.why_null) == "nothing is owed to the lender in that year"
    with pytest.raises(InputError, match=r"debt\.covenant_dscr demands one"):
        explained(result, tree, "finance.debt.covenant_dscr")
    asked = explained(result, tree, "pv.by_site.planta.size.coverage_asked_fraction")
    assert (asked.value, asked.formula) == (0.0, None)


def test_a_payback_before_the_first_day_of_operation_is_none_at_all():
    topic, _ = topic_of(("finance", "whole", "simple_payback_from_commissioning_years"))
    assert reckoned(topic.formula, {"payback": 0.07, "wait": 0.75}) == 0.0
    assert reckoned(topic.formula, {"payback": 3.0, "wait": 0.75}) == 2.25


def test_what_is_left_of_equal_amounts_is_nothing():
    amounts = {"opening": 0.1 + 0.2, "principal": 0.3}
    assert reckoned("opening - principal", amounts) == 0.0
    assert reckoned("opening - principal", amounts | {"opening": 0.300001}) > 0.0


@pytest.mark.parametrize(
    ("figure", "value", "how"),
    [
        ("shaft_kw", 0.0, "capacitor bank has none"),
        ("loaded_kw", 0.0, "capacitor bank has none"),
        ("kwh_per_year", 5.5 * 0.5e-3 * 8760, "only what it loses"),
    ],
)
def test_a_machine_without_a_shaft_shows_no_formula_of_one(pilot, figure, value, how):
    result, tree = pilot
    told = explained(result, tree, f"machines[CD-01].{figure}")
    assert told.value == pytest.approx(value)
    assert (told.formula, told.put_in, told.recomputed) == (None, None, None)
    assert how in told.how.template


def test_an_input_of_a_site_names_the_site(pilot):
    result, tree = pilot
    told = explained(result, tree, "energy.by_site.planta.baseline_kwh")
    assert "calibration.by_site[site=planta].calibrated_kwh" in [one.key for one in told.inputs]
    asked = explanations(result, ORIGINS).values()
    assert not [one.key for _, told in asked for one in told.inputs if set("{}") & set(one.key)]


@pytest.mark.parametrize("case", CASES)
def test_the_numbers_put_into_a_formula_give_the_figure_as_it_is_shown(case):
    result = studied(*CASES[case])
    say = Reader("en", "US").say
    tried = 0
    for _, told in explanations(result, ORIGINS).values():
        text = say(told.put_in).replace(",", "") if told.put_in is not None else "["
        if re.search(r"[a-z\[…]", text):
            continue
        found = eval(text.replace("·", "*").replace("^", "**"))  # noqa: S307  our own arithmetic
        shown = say(told.shown)
        last_digit = 0.5 * 10.0 ** -len(shown.partition(".")[2])
        assert found == pytest.approx(told.value, rel=5e-7, abs=1.01 * last_digit), told.key
        tried += 1
    assert tried > 20


def test_lines_are_written_with_the_readers_separators(pilot):
    result, tree = pilot
    told = explained(result, tree, "finance.whole.npv")
    value = result.money.whole.figures.npv
    assert next(explanation_lines(told, Reader("es", "CO"))).split()[2] == f"{value:,.0f}".replace(
        ",", "."
    )
    assert f"{value:,.0f}" in next(explanation_lines(told, Reader("en", "US")))
    document = explanation_document(told, Reader("en", "US"))
    assert document["value"] == document["recomputed"] == pytest.approx(value, rel=1e-12)
    assert document["inputs"][1]["key"] == "finance.discount_rate"


@pytest.mark.parametrize("case", CASES)
def test_the_report_explains_what_its_tables_point_to(case):
    result = studied(*CASES[case])
    write = Figures(Reader("en", "CO"), "COP")
    found = origins(explanations(result, ORIGINS), write)
    slugs = [block.slug for block in found.values()]
    assert len(set(slugs)) == len(slugs)
    assert all(re.fullmatch(r"[a-z0-9-]+", slug) for slug in slugs)
    assert {line.slug for block in found.values() for line in block.lines} <= {None, *slugs}
    assert len(found) >= (100 if case != "no plant" else 60)
    assert not [block.name for block in found.values() if re.search(r"[a-z]_[a-z]", block.name)]
    tables = {"worth": worth_table(result, write), "cash": cash_table(result, write)}
    marked = with_origins(result, tables, write)
    heads = [column.origin for column in marked["cash"].columns]
    assert "finance.whole.yearly.net_after_tax[]" in heads
    assert set(filter(None, heads)) <= set(found)
    cells = marked["worth"].cell_origins
    row = next(place for (place, column), key in cells.items() if key == "finance.whole.npv")
    assert marked["worth"].rows[row][3] == write.number(result.money.whole.figures.npv)
    assert cells[row, 1] == "finance.efficiency.npv"


@pytest.mark.parametrize(
    ("key", "name", "unit"),
    [
        (
            "best_plan.by_budget[0].greedy.npv_before_tax",
            "Budget 1, plan “Greedy order”: net present value before tax",
            "COP",
        ),
        (
            "best_plan.order[0].saving_per_month",
            "Step 1 of the best plan: saving in a month",
            "COP/month",
        ),
        ("best_plan.order[0].month", "Step 1 of the best plan: month in which it is done", None),
        ("finance.risk.break_even.usd_rate.planned", "price of a dollar, as planned", None),
        (
            "pv.by_site.planta.losses[wiring].energy_kwh",
            "planta: energy left after the step “wiring”",
            "kWh/year",
        ),
        (
            "pv.by_site.planta.exceedance.components[interannual].sigma_fraction",
            "planta: doubt by “how years differ”, one standard deviation",
            "fraction",
        ),
    ],
)
def test_members_of_lists_are_called_by_their_names_or_counted_from_one(pilot, key, name, unit):
    told = explained(*pilot, key)
    assert str(told.what) == name
    assert (None if told.unit is None else str(told.unit)) == unit


def test_a_difference_of_equal_sums_is_shown_as_nothing(pilot):
    result, tree = pilot
    rows = [row for row in tree["measures"] if 0 < abs(row["saved_kwh"] or 0.0) < 1e-6]
    for row in rows:
        told = explained(result, tree, f"measures[{row['id']}].saved_money_per_year")
        shown = [str(told.put_in), *(str(one.value) for one in told.inputs)]
        assert not [text for text in shown if "e-" in text]


def test_every_line_of_the_table_of_worth_has_its_figure(pilot):
    result, _ = pilot

    lines = set(read_facts("mine_study", "reports/worth_origins.csv")["line"])
    write = Figures(Reader("en", "CO"), "COP")
    assert {name.template for name, _ in worth_lines(result, write)} <= lines


def test_each_measure_that_is_done_has_a_sheet_whose_sums_are_right(pilot):
    result, _ = pilot
    sheets = measure_sheets(result, Figures(Reader("en", "US"), "COP"))
    assert len(sheets) == len(result.audit.done)
    sheet = next(one for one in sheets if one.title.startswith("MO-01 ") and "15 kW" in one.title)
    before, after, hours, saved = (
        float(text.replace(",", ""))
        for text in re.match(
            r"\(([\d.,]+) kW - ([\d.,]+) kW\) · ([\d.,]+) h = ([\d.,]+) kWh", sheet.energy
        ).groups()
    )
    assert (before - after) * hours == pytest.approx(saved, abs=0.001 * hours + 1)
    assert [one.name for one in sheet.sums][-1] == "NPV [COP]"
    facts = dict(sheet.facts)
    assert "IE3, 15.00 kW, 6 poles: 91.7 %" in facts["Motor of the catalogue"]
    assert "IPMVP option A" in facts["How it is verified"]


def test_the_new_motor_of_a_sheet_works_on_its_own_curve(pilot):
    result, _ = pilot
    row = result.audit.done.query("kind == 'right_size'").to_dict("index")["MO-01"]
    drawn = efficiency_sketch(result, "MO-01", row)
    catalogue = float(nominal_efficiency("IE3", 15.0, 6))
    on_curve = float(efficiency_at_load(catalogue, drawn.loads[1], rated_kw=15.0, poles=6))
    assert drawn.efficiencies[1] == pytest.approx(on_curve, abs=0.002)
    assert drawn.loads[1] == pytest.approx(2 * drawn.loads[0])
    heights = np.array([float(pair.split(",")[1]) for pair in drawn.after.split()])
    places = np.array([float(pair.split(",")[0]) for pair in drawn.after.split()])
    x, y = drawn.new_point
    assert y == pytest.approx(np.interp(x, places, heights), abs=1.5)


def test_a_measure_that_leaves_the_motor_has_no_curve(pilot):
    result, _ = pilot
    row = result.audit.done.query("kind == 'air_leaks'").to_dict("index")["MI-01"]
    assert efficiency_sketch(result, "MI-01", row) is None
